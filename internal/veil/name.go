package veil

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"rashomon"
	"rashomon/internal/names"
)

// hidden stands for a name that is kept back.
const hidden = "[name withheld]"

const (
	shortPart = 4 // a part of so many letters is the name's only where it has a capital, or in a handle
	longPart  = 5 // a word that has a part of so many letters inside is hidden whole
)

// name is one withheld name, taken apart.
type name struct {
	said  string
	parts []part
	runs  []string // two parts and more without anything between them
	near  bool     // a single part is hidden too, not only two that stand together
}

// part is a word of a name: its plain letters, and what it sounds like.
type part struct{ lower, sound string }

// token is a word of a text.
type token struct {
	rashomon.Span
	part
	capital bool
	handle  bool // it stands in the name of an account or in an address
	opens   bool // it opens a sentence, where every word has a capital
}

// particles are the small words inside names, which alone name nobody.
var particles = map[string]bool{"al": true, "el": true, "ul": true, "bin": true, "ibn": true, "ben": true, "bint": true, "abu": true, "abd": true,
	"de": true, "la": true, "van": true, "von": true, "der": true, "den": true, "del": true, "di": true, "da": true, "st": true,
	"mr": true, "mrs": true, "ms": true, "miss": true, "dr": true, "sheikh": true, "sir": true, "jr": true}

// nobody are words that are no part of a name although they may begin it.
var nobody = map[string]bool{"the": true, "a": true, "an": true, "of": true, "and": true, "his": true, "her": true, "their": true, "who": true}

// nameOf takes a name apart: its words with a capital, or all where none has one.
func nameOf(said string, near bool) (n name, ok bool) {
	n = name{said: said, near: near}
	all := tokens(said)
	words := slices.DeleteFunc(slices.Clone(all), func(t token) bool {
		return particles[t.lower] || nobody[t.lower] || utf8.RuneCountInString(t.lower) < 2
	})
	capitals := slices.ContainsFunc(words, func(t token) bool { return t.capital })
	for _, t := range words {
		if t.capital || !capitals {
			n.parts = append(n.parts, t.part)
		}
	}
	n.runs = runsOf(all, n.parts)
	return n, len(n.parts) > 0
}

// tokens cuts a text into words: letters, digits, marks and what has no width, without
// what stands between them or a possessive ending.
func tokens(text string) []token {
	var out []token
	start := -1
	before, opens := ' ', true
	end := func(at int, after rune) {
		if start >= 0 {
			t := tokenOf(text, rashomon.Span{Start: start, End: at})
			t.handle = strings.ContainsRune("@#/_=&", before) || strings.ContainsRune("@_/", after)
			t.opens = opens
			out = append(out, t)
			before, opens = ' ', false
		}
		start = -1
	}
	for i, r := range text {
		switch {
		case inWord(r):
			if start < 0 {
				start = i
			}
		default:
			end(i, r)
			before, opens = r, opens && !unicode.IsLetter(r) || strings.ContainsRune(".!?:\n\"“", r)
		}
	}
	end(len(text), ' ')
	return out
}

// inWord reports whether a rune goes on with a word, or has no width.
func inWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || invisible(r)
}

func tokenOf(text string, s rashomon.Span) token {
	said := strings.TrimLeftFunc(s.Of(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	first, _ := utf8.DecodeRuneInString(said)
	t := token{Span: s, part: part{lower: plain(said)}, capital: unicode.IsUpper(first) || !unicode.IsLower(first)}
	if t.capital { // what a name sounds like matters of names only
		if folded := names.Words(t.lower); len(folded) == 1 {
			t.sound = folded[0]
		}
	}
	return t
}

// keys are what a word of a text can be looked up by: itself, and the block of those
// that sound like it.
func (p part) keys() []string {
	if p.sound == "" {
		return []string{"=" + p.lower}
	}
	return []string{"=" + p.lower, names.Coarse(p.sound)}
}

// find returns the spans of a text, cut into words, that show a name, in order, apart.
func (n name) find(text string, words []token) []rashomon.Span {
	shown := make([]int, len(words)) // 0 no part, 1 like a part, 2 a part
	for i, t := range words {
		for _, p := range n.parts {
			shown[i] = max(shown[i], t.shows(p))
		}
	}
	var out []rashomon.Span
	for first := 0; first < len(words); first++ {
		if shown[first] == 0 {
			continue
		}
		last, likes, sure := first, 1, shown[first] == 2
		for i := first + 1; i < len(words) && i <= last+3 && joined(text, words[i-1].End, words[i].Start); i++ {
			if shown[i] > 0 {
				last, likes, sure = i, likes+1, sure || shown[i] == 2
			} else if !particles[words[i].lower] && utf8.RuneCountInString(words[i].lower) > 1 {
				break
			}
		}
		if likes > 1 || sure && (n.near || len(n.parts) == 1) {
			out = append(out, rashomon.Span{Start: n.start(text, words, first), End: words[last].End})
		}
		first = last
	}
	return out
}

// start takes in an initial that stands before a name: "R. Toma".
func (n name) start(text string, words []token, first int) int {
	if first == 0 {
		return words[first].Start
	}
	t := words[first-1]
	if utf8.RuneCountInString(t.lower) == 1 && joined(text, t.End, words[first].Start) &&
		slices.ContainsFunc(n.parts, func(p part) bool { return strings.HasPrefix(p.lower, t.lower) }) {
		return t.Start
	}
	return words[first].Start
}

// ends are what no name in a sentence has inside.
const ends = ";:!?()[]\"“”|"

// joined reports whether what stands between two words can stand inside a name.
func joined(text string, from, to int) bool {
	return from > to || !strings.ContainsAny(text[from:to], ends) && to-from <= 3
}

// shows is 2 when a word is a part of a name or has one in it, 1 when it may be
// another spelling of one, 0 when it is neither. A part that is an ordinary word, or
// short, is the name's only with a capital or in a handle.
func (t token) shows(p part) int {
	n := utf8.RuneCountInString(p.lower)
	switch {
	case t.handle && n >= shortPart && strings.Contains(t.lower, p.lower):
		return 2
	case !t.capital && (n <= shortPart || ordinary[p.lower]):
		return 0
	case t.opens && small[p.lower] && t.lower == p.lower:
		return 1
	case t.lower == p.lower, t.lower == p.lower+"s", t.sound != "" && t.sound == p.sound && n > 2:
		return 2
	case n > 2 && (t.lower == "al"+p.lower || t.lower == "el"+p.lower):
		return 2
	case n >= longPart && !ordinary[p.lower] && strings.Contains(t.lower, p.lower):
		return 2
	case n > 2 && t.capital && t.sound != "" && p.sound != "" && names.Alike(t.sound, p.sound):
		return 1
	}
	return 0
}

// union returns spans in order with those that touch made one.
func union(spans []rashomon.Span) []rashomon.Span {
	slices.SortFunc(spans, func(a, b rashomon.Span) int { return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End)) })
	var out []rashomon.Span
	for _, s := range spans {
		if n := len(out); n > 0 && s.Start <= out[n-1].End {
			out[n-1].End = max(out[n-1].End, s.End)
		} else if !s.Empty() {
			out = append(out, s)
		}
	}
	return out
}
