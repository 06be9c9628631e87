package wording

import (
	"slices"
	"strings"

	"rashomon"
)

// Force is a speaker's force, and who of it speaks: "ostry police" and "ana ruiz" of
// "Sgt. Ana Ruiz of the Ostry police".
type Force struct {
	Name   string // its town or state, and what it is
	Person string // empty for the force itself and for whoever speaks without a name
}

// Bare reports whether the words do not say whose force it is: "police".
func (f Force) Bare() bool { return !strings.Contains(f.Name, " ") }

// Kind is the force without its town: "police".
func (f Force) Kind() string { return f.Name[strings.LastIndexByte(f.Name, ' ')+1:] }

// forces are what the names of forces of order hold that speak as one body, each with
// the word that it is known by here.
var forces = map[string]string{"police": "police", "sheriff": "sheriff", "sheriffs": "sheriff"}

// ranks are how the persons of a force are called, and its spokesmen.
var ranks = set("chief sergeant sgt lieutenant lt captain capt detective det inspector insp commissioner superintendent supt commander cmdr major maj " +
	"colonel col constable trooper deputy assistant acting senior general gen brigadier brig spokesman spokeswoman spokesperson officers director head investigators detectives " +
	"chiefs information public media press relations")

// orgWords are what a force's name may hold and leave out.
var orgWords = set("department dept force service station headquarters office bureau district precinct local city town municipal area the a an its their his her")

// partings part "Sgt. Ruiz" from "the police" and that from "Ostry".
var partings = set("of at from for with in")

// ForceOf returns the force that a named speaker is of or is. ok is false for everybody
// else, and for one of many ("a police officer"), who may be any.
func ForceOf(v rashomon.Voice) (f Force, ok bool) {
	if v.Anonymous && !speaksOpenly(v.Name) {
		return Force{}, false
	}
	parts := [][]string{nil}
	for _, w := range Words(v.Name) {
		if partings[w] {
			parts = append(parts, nil)
			continue
		}
		parts[len(parts)-1] = append(parts[len(parts)-1], w)
	}
	for i, words := range parts {
		at := slices.IndexFunc(words, func(w string) bool { return forces[w] != "" })
		if at < 0 {
			continue
		}
		town, person := without(words[:at]), without(words[at+1:])
		if i > 0 && len(person) == 0 {
			person = without(parts[0]) // "Sgt. Ruiz of the Ostry police"
		}
		if len(town) == 0 && i+1 < len(parts) {
			town = capitals(v.Name, without(parts[i+1])) // "the police of Ostry"
		}
		if len(person) == 0 && oneOfMany(v.Name) {
			return Force{}, false
		}
		return Force{Name: strings.Join(append(town, forces[words[at]]), " "), Person: strings.Join(person, " ")}, true
	}
	if first := parts[0]; v.Kind == rashomon.Police && len(first) > 1 && ranks[first[0]] {
		if person := without(first); len(person) > 0 {
			return Force{Name: "police", Person: strings.Join(person, " ")}, true
		}
	}
	return Force{}, false
}

// capitals keeps the words that the name writes with a capital: a town, and not "the
// scene".
func capitals(name string, words []string) []string {
	return slices.DeleteFunc(words, func(w string) bool {
		return !strings.Contains(name, strings.ToUpper(w[:1])+w[1:]) && !strings.Contains(name, strings.ToUpper(w))
	})
}

// without leaves out the ranks, those who are no one person, and the words that a
// force's name may hold or not.
func without(words []string) []string {
	var out []string
	for _, w := range words {
		if !ranks[w] && !orgWords[w] && !crowd[w] && !anyOne[w] {
			out = append(out, w)
		}
	}
	return out
}
