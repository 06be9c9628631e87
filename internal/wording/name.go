package wording

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode"

	"rashomon/internal/names"
)

// Name is the name of a person or body taken apart, for those who compare many.
type Name struct {
	lower      string
	parts      names.Name
	state      bool // a state and no body of it: "Iraq"
	government bool
}

// NameOf takes a name apart.
func NameOf(said string) Name {
	n := Name{lower: strings.ToLower(said), parts: names.Parse(said)}
	key := names.Key(said)
	n.state = strings.HasPrefix(key, "=") && !strings.Contains(key, " ")
	n.government = strings.HasSuffix(key, "~government")
	return n
}

// Parts is the name as package names takes it apart.
func (n Name) Parts() names.Name { return n.parts }

// Same reports whether two names are spellings of one person or body.
func (n Name) Same(m Name) bool { return n.lower == m.lower || n.parts.Same(m.parts) }

// SameSpeaker reports whether two names are spellings of one who speaks. A state
// that speaks ("Iraq said") is its government and no other body of it.
func (n Name) SameSpeaker(m Name) bool {
	return n.Same(m) && (n.state == m.state || n.state && m.government || m.state && n.government)
}

// FullestPerson picks the spelling of a person's name that says most: the one with most
// words in capitals and then fewest others ("Karim Oder", not "baker Karim Oder"), of
// equals the longest, then the first in the alphabet.
func FullestPerson(spelled map[string]int) string {
	return slices.MinFunc(slices.Sorted(maps.Keys(spelled)), func(a, b string) int {
		names, callings := cased(a)
		otherNames, otherCallings := cased(b)
		return cmp.Or(cmp.Compare(otherNames, names), cmp.Compare(callings, otherCallings), cmp.Compare(len(b), len(a)))
	})
}

// cased counts the words that have a capital ("al-Malk"), and the others.
func cased(name string) (capital, small int) {
	for w := range strings.FieldsSeq(name) {
		if strings.ContainsFunc(w, unicode.IsUpper) {
			capital++
		} else {
			small++
		}
	}
	return capital, small
}
