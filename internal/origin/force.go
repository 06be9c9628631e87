package origin

import (
	"cmp"
	"strings"

	"rashomon"
	"rashomon/internal/wording"
)

// beat is one report and one kind of force.
type beat struct {
	report rashomon.ReportID
	kind   string
}

// findForces gives those who speak for the police the key of their force: the police,
// the chief and a sergeant are one body on one occasion. Where the words do not say
// whose police it is, it is the one that the same report names. voices gets each force
// as a speaker; an officer without a name makes none, and speaks for one that others
// name.
func (f *finder) findForces(voices map[string]rashomon.Voice) {
	f.keys, f.behind = make([]string, len(f.Claims)), make([]string, len(f.Claims))
	of := make([]wording.Force, len(f.Claims))
	known := persons{}
	named := map[beat]map[string]bool{} // the forces of one kind that a report names
	for i, v := range f.speakers {
		if f.own[i] {
			continue
		}
		force, ok := wording.ForceOf(v)
		if f.behind[i] = wording.Behind(f.text(f.Claims[i].Report), v); !ok && f.behind[i] != "" {
			force, ok = wording.ForceOf(rashomon.Voice{Name: f.behind[i]})
		}
		if !ok {
			continue
		}
		of[i] = force
		if at := (beat{f.Claims[i].Report, force.Kind()}); !force.Bare() {
			if named[at] == nil {
				named[at] = map[string]bool{}
			}
			named[at][force.Name] = true
		}
		if force.Person != "" {
			known.add(force)
		}
	}
	for i, v := range f.speakers {
		force := of[i]
		if force.Name == "" || force.Bare() && force.Person != "" {
			if one := known.of(cmp.Or(force.Person, v.Name)); one.Name != "" {
				force = one
			}
		}
		if those := named[beat{f.Claims[i].Report, force.Kind()}]; force.Bare() && len(those) == 1 {
			for name := range those {
				force.Name = name
			}
		}
		switch {
		case force.Name == "" || f.own[i]:
		case f.behind[i] != "":
			f.behind[i] = force.Name
		case !wording.Unnamed(v):
			f.keys[i] = force.Name
			voices[force.Name] = rashomon.Voice{Name: force.Name, Kind: rashomon.Police}
			f.fronts[wording.BodyKey(v)] = f.fronts[wording.BodyKey(v)] || force.Person != ""
		}
	}
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

// of is the force of a person who may be named without it: "Ana Ruiz" after "Police
// Chief Ana Ruiz". It has no name when there is none.
func (p persons) of(name string) wording.Force {
	words := wording.BodyWords(name)
	if len(words) == 0 {
		return wording.Force{}
	}
	for _, have := range p[words[len(words)-1]] {
		if wording.SamePerson(name, have.name) {
			return have.force
		}
	}
	return wording.Force{}
}
