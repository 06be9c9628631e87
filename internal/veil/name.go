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
	shortPart = 4 // a part of so many letters is the name's only where it has a capital
	longPart  = 5 // a word that has a part of so many letters inside is hidden whole
)

// name is one withheld name, taken apart.
type name struct {
	said  string
	parts []part
	near  bool // a single part is hidden too, not only two that stand together
}

// part is a word of a name, in lower case and folded by sound.
type part struct{ lower, sound string }

// token is a word of a text.
type token struct {
	rashomon.Span
	part
	capital bool
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
	words := slices.DeleteFunc(tokens(said), func(t token) bool {
		return particles[t.lower] || nobody[t.lower] || utf8.RuneCountInString(t.lower) < 2
	})
	capitals := slices.ContainsFunc(words, func(t token) bool { return t.capital })
	for _, t := range words {
		if t.capital || !capitals {
			n.parts = append(n.parts, t.part)
		}
	}
	return n, len(n.parts) > 0
}

// tokens cuts a text into words: letters, digits and marks, without what stands
// between them or a possessive ending.
func tokens(text string) []token {
	var out []token
	start := -1
	end := func(at int) {
		if start >= 0 {
			out = append(out, tokenOf(text, rashomon.Span{Start: start, End: at}))
		}
		start = -1
	}
	for i, r := range text {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r):
			if start < 0 {
				start = i
			}
		default:
			end(i)
		}
	}
	end(len(text))
	return out
}

func tokenOf(text string, s rashomon.Span) token {
	said := s.Of(text)
	first, _ := utf8.DecodeRuneInString(said)
	t := token{Span: s, part: part{lower: strings.ToLower(said)}, capital: unicode.IsUpper(first) || !unicode.IsLower(first)}
	if t.capital { // what a name sounds like matters of names only
		if folded := names.Words(said); len(folded) == 1 {
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

// joined reports whether what stands between two words can stand inside a name.
func joined(text string, from, to int) bool {
	return from > to || !strings.ContainsAny(text[from:to], ";:!?()[]\"“”|") && to-from <= 3
}

// shows is 2 when a word is a part of a name or has one in it, 1 when it may be
// another spelling of one, 0 when it is neither.
func (t token) shows(p part) int {
	switch n := utf8.RuneCountInString(p.lower); {
	case n <= shortPart && !t.capital:
		return 0
	case t.lower == p.lower, t.lower == p.lower+"s", t.sound != "" && t.sound == p.sound && n > 2:
		return 2
	case n > 2 && (t.lower == "al"+p.lower || t.lower == "el"+p.lower):
		return 2
	case n >= longPart && strings.Contains(t.lower, p.lower):
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
