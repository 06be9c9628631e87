package origin

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"rashomon"
	"rashomon/internal/wording"
)

// beat is one report, or all of them, and one kind of force.
type beat struct {
	report rashomon.ReportID
	kind   string
}

// findForces gives those who speak for the police the key of their force: the police,
// the chief and a sergeant are one body on one occasion. Where the words do not say
// whose police it is, it is the one that the same report names, or else the only one that
// any does. voices gets each force
// as a speaker; an officer without a name makes none, and speaks for one that others
// name.
func (f *finder) findForces(voices map[string]rashomon.Voice) {
	f.keys, f.force = make([]string, len(f.Claims)), make([]string, len(f.Claims))
	of := f.readForces()
	known := persons{}
	named := map[beat]map[string]bool{} // the forces of one kind that are named with whose they are
	for i, force := range of {
		for _, at := range []beat{{f.Claims[i].Report, force.Kind()}, {"", force.Kind()}} {
			if named[at] == nil {
				named[at] = map[string]bool{}
			}
			if !force.Bare() {
				named[at][force.Name] = true
			}
		}
		if force.Person != "" {
			known.add(force)
		}
	}
	for i, v := range f.speakers {
		force := of[i]
		if force.Name == "" || force.Bare() && force.Person != "" {
			if one := known.of(cmp.Or(force.Person, v.Name)); one.Name != "" && v.Kind != rashomon.Witness {
				force = one
			}
		}
		for _, at := range []beat{{f.Claims[i].Report, force.Kind()}, {"", force.Kind()}} {
			if those := slices.Collect(maps.Keys(named[at])); force.Name != "" && force.Bare() && len(those) == 1 {
				force.Name = those[0]
			}
		}
		switch {
		case force.Name == "" || f.own[i]:
		case f.behind[i] != "":
			f.behind[i] = force.Name
		case !wording.Unnamed(v):
			f.keys[i] = force.Name
			voices[force.Name] = rashomon.Voice{Name: force.Name, Kind: rashomon.Police}
			f.fronts[wording.BodyKey(v)] = f.fronts[wording.BodyKey(v)] || force.Front || force.Person != ""
			f.force[i] = of[i].Said
		}
	}
}

// readForces reads which force each claim's speaker is of, as far as his own name says
// or that of the body whose officer he is. A bare rank is taken for one of the police
// where the same report lets the police speak.
func (f *finder) readForces() []wording.Force {
	f.behind = make([]string, len(f.Claims))
	of := make([]wording.Force, len(f.Claims))
	speak := map[rashomon.ReportID]bool{}
	for i, v := range f.speakers {
		if f.own[i] {
			continue
		}
		report := f.Claims[i].Report
		force, ok := wording.ForceOf(v)
		if behind := wording.Behind(f.text(report), v); !ok && behind != "" {
			f.behind[i] = behind
			force, _ = wording.ForceOf(rashomon.Voice{Name: behind})
		}
		of[i] = force
		speak[report] = speak[report] || force.Name != "" && force.Kind() == "police"
	}
	for i, v := range f.speakers {
		if person := wording.Officer(v); of[i].Name == "" && !f.own[i] && person != "" && (v.Kind == rashomon.Police || speak[f.Claims[i].Report]) {
			of[i] = wording.Force{Name: "police", Person: person, Front: true}
		}
	}
	return of
}

// persons are the named persons of forces, by the last word of their names.
type persons map[string][]person

type person struct {
	name  string
	force wording.Force
}

// add keeps a person, with a force that says whose it is before one that does not.
func (p persons) add(force wording.Force) {
	last := force.Person[strings.LastIndexByte(force.Person, ' ')+1:]
	for i, have := range p[last] {
		if have.name == force.Person {
			if have.force.Bare() {
				p[last][i].force = force
			}
			return
		}
	}
	p[last] = append(p[last], person{force.Person, force})
}

// of is the force of a person who may be named without it: "Ana Ruiz", and "Ruiz" if
// no other force has one, after "Police Chief Ana Ruiz". It has no name when there is none.
func (p persons) of(name string) wording.Force {
	words := wording.BodyWords(name)
	if len(words) == 0 {
		return wording.Force{}
	}
	var found wording.Force
	for _, have := range p[words[len(words)-1]] {
		switch {
		case wording.SamePerson(name, have.name):
			return have.force
		case len(words) > 1:
		case found.Name == "" || found.Bare():
			found = have.force
		case !have.force.Bare() && have.force.Name != found.Name:
			return wording.Force{}
		}
	}
	return found
}
