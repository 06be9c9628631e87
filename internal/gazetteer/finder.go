package gazetteer

import "strings"

// Finder is a Gazetteer that remembers the names it looked up, up to a bound: that
// changes its speed only. It is not for use by two at once.
type Finder struct {
	*Gazetteer
	known []looked // by the hash of the name: the last one of those that share a place
}

type looked struct {
	name  string
	found []candidate
}

// What a Finder remembers: names, their length in bytes, and places of one name.
const (
	namesKept   = 1 << 12
	longestKept = 40
	mostKept    = 32
)

// NewFinder returns a Finder for one who reads many reports.
func NewFinder(g *Gazetteer) *Finder { return &Finder{g, make([]looked, namesKept)} }

// ResolveAll is that of the Gazetteer.
func (f *Finder) ResolveAll(words []string, countries []string) []Resolution {
	return f.resolveAll(words, countries, f.find)
}

// Country is that of the Gazetteer.
func (f *Finder) Country(word string) string { return f.countryIn(f.find(word)) }

func (f *Finder) find(name string) []candidate {
	h := uint32(2166136261)
	for i := range len(name) {
		h = (h ^ uint32(name[i])) * 16777619
	}
	at := &f.known[(h^h>>15)%namesKept]
	if at.name == name && name != "" {
		return at.found
	}
	found := f.candidates(name)
	if len(found) <= mostKept && len(name) <= longestKept {
		*at = looked{strings.Clone(name), found}
	}
	return found
}
