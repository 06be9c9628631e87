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
	Front  bool   // the name is that of somebody who speaks for it: "police captain"
	Said   string // Name as the words write it; empty when they do not name the force
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
	"colonel col constable trooper corporal cpl deputy assistant acting senior general gen brigadier brig spokesman spokeswoman spokesperson officers director head investigators detectives " +
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
	words := Words(v.Name)
	if slices.Contains(words, "and") || slices.Contains(words, "or") {
		return Force{}, false // "police and prosecutors": more than the force
	}
	parts := [][]string{nil}
	for _, w := range words {
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
		ranked := func(w string) bool { return (ranks[w] || crowd[w] || anyOne[w]) && !speaksFor[w] }
		front := len(person) > 0 || slices.ContainsFunc(slices.Concat(parts...), ranked)
		return Force{Name: strings.Join(append(town, forces[words[at]]), " "), Person: strings.Join(person, " "), Front: front,
			Said: asWritten(v.Name, append(town, words[at]))}, true
	}
	return Force{}, false
}

// asWritten are the words of a name as it writes them: "Ostry Police" of "Ostry Police
// Chief Ana Ruiz".
func asWritten(name string, words []string) string {
	var out []string
	for _, field := range strings.Fields(name) {
		if w := Words(field); len(w) == 1 && slices.Contains(words, w[0]) {
			out = append(out, strings.TrimSuffix(strings.TrimSuffix(strings.Trim(field, `,.;:"()`), "'s"), "’s"))
		}
	}
	return strings.Join(out, " ")
}

// Officer returns the person in "Sgt. Bo Ray", "Chief Ana Ruiz": somebody whose rank
// the police have, too, and whose force the name does not say ("OPD Detective Ana
// Ruiz"). It is empty for others, and where the voice is known to be of another kind.
func Officer(v rashomon.Voice) string {
	words := Words(v.Name)
	at := slices.IndexFunc(words, func(w string) bool { return officerRanks[w] })
	switch {
	case at < 0 || at > 0 && v.Kind != rashomon.Police:
		return ""
	case v.Kind != rashomon.Police && v.Kind != rashomon.OtherVoice && v.Kind != "":
		return ""
	}
	return strings.Join(without(words[at:]), " ")
}

var officerRanks = set("chief sergeant sgt lieutenant lt captain capt detective det inspector insp superintendent supt corporal cpl constable trooper deputy officer commissioner")

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
