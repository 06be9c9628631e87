// Package names decides whether two spellings name one person or one body. It
// folds case, diacritics and transliteration, aligns the parts of a name, knows
// acronyms and the names of countries, and never merges two persons because
// they sound alike. It keeps no state and imports nothing of the project.
package names

import (
	"slices"
	"strings"
)

// Same reports whether a and b are spellings of one person or group, as far as
// the names alone can tell: "Mushtaq al-Saeedi" and "Mustaq Talib Al Saidi",
// "PMF" and "Popular Mobilization Forces", "U.S. military" and "American
// forces". A shorter name may be a part of the longer, so Same is reflexive and
// symmetric, but not transitive. An empty name is the same as nothing.
func Same(a, b string) bool { return Parse(a).Same(Parse(b)) }

// Same is Same of two names taken apart before, for those who compare many.
func (p Name) Same(q Name) bool {
	if p.empty() || q.empty() {
		return false
	}
	switch {
	case p.alias != "" && q.alias != "":
		return p.alias == q.alias
	case p.alias != "" && variant(q, p), q.alias != "" && variant(p, q):
		return true
	}
	if acronymOf(p, q) || acronymOf(q, p) {
		return true
	}
	if p.alias != "" || q.alias != "" {
		return false
	}
	if p.body() || q.body() {
		return sameBody(p, q)
	}
	return samePerson(p, q)
}

// Key folds a name for look-up: spellings that differ in case, diacritics,
// articles, titles, order and the commonest transliterations have one key. Names
// with one key are Same; the reverse does not hold. It is empty when nothing of
// the name is left.
func Key(name string) string {
	p := Parse(name)
	if p.alias != "" {
		return p.alias
	}
	parts := slices.Clone(p.words)
	if p.country != "" {
		parts = append(parts, "="+p.country)
	}
	if p.kind != "" {
		parts = append(parts, "~"+p.kind)
	}
	slices.Sort(parts)
	return strings.Join(parts, " ")
}

// Blocks returns coarse keys by which names can be looked up before they are
// compared: two names that are Same share at least one.
func Blocks(name string) []string { return Parse(name).blocks() }

// Country returns the two-letter code of the country that a name speaks of ("us"
// for "American forces"), empty when there is none in the table.
func Country(name string) string { return Parse(name).country }

// Name is a name taken apart, ready for comparison.
type Name struct {
	words    []string // folded, without articles, titles, country and kind words
	country  string   // code of the country named
	kind     string   // military, police, government, coalition
	alias    string   // the known group that the whole name is a name of
	acronym  string   // the whole name is an acronym: "pmf"
	initials string   // of the words of a longer name
	suffix   string   // of a person: jr, sr, ii, iii, iv
}

func (n Name) empty() bool {
	return len(n.words) == 0 && n.country == "" && n.kind == "" && n.alias == ""
}

// ArmedGroup returns the known group that the name is one of the names of, "" for none.
func (n Name) ArmedGroup() string { return n.alias }

// Personal reports whether the name may be that of one person, in two parts or
// more: nothing in it speaks of a group.
func (n Name) Personal() bool { return n.alias == "" && !n.body() && len(n.words) > 1 }

// body reports whether the name is of a group rather than of a person.
func (n Name) body() bool { return n.country != "" || n.kind != "" || n.acronym != "" || n.generic() }

func (n Name) generic() bool {
	return slices.ContainsFunc(n.words, func(w string) bool { return bodyWords[w] })
}

func acronymOf(short, long Name) bool {
	return long.alias == "" && short.acronym != "" && len(short.acronym) > 1 && short.acronym == long.initials
}

// sameBody compares groups: country, kind and the other words must agree; what
// one name leaves out the other may add, if a telling word is left to both.
func sameBody(p, q Name) bool {
	if p.country != "" && q.country != "" && p.country != q.country || p.kind != "" && q.kind != "" && p.kind != q.kind {
		return false
	}
	switch {
	case len(p.words) == 0 && len(q.words) == 0:
		return p.country == q.country && sameKind(p, q)
	case len(p.words) == 0 || len(q.words) == 0:
		return false
	}
	short, long := p.words, q.words
	switch { // a country is an addition to the name that lacks it
	case p.country != "" && q.country == "", p.country == q.country && len(short) > len(long):
		short, long = long, short
	}
	if !within(short, long, sameWord) {
		return false
	}
	return slices.ContainsFunc(short, func(w string) bool { return len(w) > 2 && !bodyWords[w] }) || len(short) == len(long)
}

// sameKind takes a bare country for its government or its military.
func sameKind(p, q Name) bool {
	if p.kind == q.kind {
		return true
	}
	other := p.kind + q.kind
	return p.country != "" && (p.kind == "" || q.kind == "") && (other == "military" || other == "government")
}

// within reports whether every part of short can be paired with its own part of
// long, by augmenting paths: https://en.wikipedia.org/wiki/Matching_(graph_theory).
func within(short, long []string, same func(a, b string) bool) bool {
	partner := make([]int, len(long)) // of each part of long: 1 + a part of short
	for i := range short {
		if !pair(i, short, long, same, partner, make([]bool, len(long))) {
			return false
		}
	}
	return true
}

// pair finds part i of short a part of long, moving the partners of others where
// that makes room.
func pair(i int, short, long []string, same func(a, b string) bool, partner []int, tried []bool) bool {
	for j, w := range long {
		if tried[j] || !same(short[i], w) {
			continue
		}
		tried[j] = true
		if partner[j] == 0 || pair(partner[j]-1, short, long, same, partner, tried) {
			partner[j] = i + 1
			return true
		}
	}
	return false
}
