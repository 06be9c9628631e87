package wording

import (
	"strings"

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
