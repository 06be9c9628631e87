package veil

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"rashomon"
)

const (
	gram   = 4 // runs are looked up by so many first bytes
	inside = 6 // a run of so many letters is found within a word too: "savemaravesk"
	maxGap = 3 // so many characters may stand between two letters of a run: "m. a. r. a.", "mara%20vesk"
)

// letters is a text reduced to its letters, in lower case and plain, with the place
// in the text from which each byte of them came.
type letters struct {
	text, plain string
	from, to    []int
}

// lettersOf reduces a text.
func lettersOf(text string) letters {
	l := letters{text: text, from: make([]int, 0, len(text)), to: make([]int, 0, len(text))}
	out := make([]byte, 0, len(text))
	for i, r := range text {
		size := max(1, utf8.RuneLen(r))
		if r == utf8.RuneError {
			_, size = utf8.DecodeRuneInString(text[i:])
		}
		out = appendPlain(out, r)
		for len(l.from) < len(out) {
			l.from, l.to = append(l.from, i), append(l.to, i+size)
		}
	}
	l.plain = string(out)
	return l
}

// appendPlain adds the plain letters of a rune in lower case: nothing for a mark, a
// digit, or what is no letter.
func appendPlain(out []byte, r rune) []byte {
	switch {
	case 'a' <= r && r <= 'z':
		return append(out, byte(r))
	case 'A' <= r && r <= 'Z':
		return append(out, byte(r-'A'+'a'))
	case r < utf8.RuneSelf:
		return out
	case undecomposed[r] != "":
		return append(out, undecomposed[r]...)
	}
	for _, d := range norm.NFKD.String(string(r)) {
		if unicode.IsLetter(d) {
			out = utf8.AppendRune(out, unicode.ToLower(d))
		}
	}
	return out
}

// undecomposed are letters that Unicode does not take apart into a plain one and a mark.
var undecomposed = map[rune]string{'ø': "o", 'Ø': "o", 'ł': "l", 'Ł': "l", 'đ': "d", 'Đ': "d", 'ð': "d", 'Ð': "d", 'þ': "th", 'Þ': "th", 'ß': "ss",
	'æ': "ae", 'Æ': "ae", 'œ': "oe", 'Œ': "oe", 'ı': "i", 'ħ': "h", 'Ħ': "h", 'ŧ': "t", 'Ŧ': "t"}

// plain is the plain letters and the digits of a word in lower case.
func plain(word string) string {
	out := make([]byte, 0, len(word))
	for _, r := range word {
		if unicode.IsDigit(r) {
			out = utf8.AppendRune(out, r)
			continue
		}
		out = appendPlain(out, r)
	}
	return string(out)
}

// invisible reports whether a rune has no width: soft hyphens, joiners, marks of
// writing direction.
func invisible(r rune) bool { return unicode.Is(unicode.Cf, r) }

// runsOf are the ways in which a name can stand with nothing but separators between
// its letters: any two parts in either order, with the particles before the second
// or without. A longer run has one of these in it.
func runsOf(words []token, parts []part) []string {
	var out []string
	particle := map[string]string{} // what stands before a part
	for i, t := range words {
		for j := i - 1; j >= 0 && particles[words[j].lower]; j-- {
			particle[t.lower] = words[j].lower + particle[t.lower]
		}
	}
	add := func(run string) {
		if len(run) >= gram && !slices.Contains(out, run) {
			out = append(out, run)
		}
	}
	const most = 6 // parts of a name that are paired
	for i, a := range parts[:min(len(parts), most)] {
		for j, b := range parts[:min(len(parts), most)] {
			if i != j {
				add(a.lower + b.lower)
				add(a.lower + particle[b.lower] + b.lower)
			}
		}
	}
	return out
}

// common reports whether every part of the name is an ordinary word, so that two of
// them may meet in a sentence.
func (n name) common() bool {
	return !slices.ContainsFunc(n.parts, func(p part) bool { return !ordinary[p.lower] && !small[p.lower] })
}

// runAt returns the span at which the run of a name stands from the i-th letter on,
// widened to whole words. ok is false where it does not stand there, where only parts
// of words would make it, or where it is ordinary words of a sentence.
func (l letters) runAt(i int, run string, n name) (s rashomon.Span, ok bool) {
	if !strings.HasPrefix(l.plain[i:], run) || i > 0 && l.from[i] == l.from[i-1] {
		return s, false
	}
	end := i + len(run)
	spaced := false
	for k := i + 1; k < end; k++ {
		gap := l.gap(k)
		if utf8.RuneCountInString(gap) > maxGap {
			return s, false
		}
		spaced = spaced || strings.ContainsFunc(gap, unicode.IsSpace)
	}
	s = rashomon.Span{Start: l.from[i], End: l.to[end-1]}
	if (spaced || len(run) < inside) && (!l.begins(i) || !l.stops(end)) {
		return s, false
	}
	said := s.Of(l.text)
	if spaced && n.common() && (said == strings.ToLower(said) || strings.ContainsAny(said, ends)) {
		return s, false
	}
	return widened(l.text, s), true
}

// gap is what stands between the letter before the k-th and that one, without what
// has no width.
func (l letters) gap(k int) string {
	if l.to[k-1] >= l.from[k] {
		return ""
	}
	return strings.Map(func(r rune) rune {
		if invisible(r) || unicode.IsMark(r) {
			return -1
		}
		return r
	}, l.text[l.to[k-1]:l.from[k]])
}

// begins reports whether a word begins at the i-th letter: "SaveMara" has two.
func (l letters) begins(i int) bool {
	if i == 0 || l.gap(i) != "" {
		return true
	}
	was, _ := utf8.DecodeRuneInString(l.text[l.from[i-1]:])
	is, _ := utf8.DecodeRuneInString(l.text[l.from[i]:])
	return unicode.IsLower(was) && unicode.IsUpper(is)
}

// stops reports whether a word ends before the i-th letter, but for a plural's s.
func (l letters) stops(i int) bool {
	end := func(i int) bool { return i >= len(l.plain) || l.begins(i) }
	return end(i) || l.plain[i] == 's' && end(i+1)
}

// widened is a span with the rest of the words in which it begins and ends.
func widened(text string, s rashomon.Span) rashomon.Span {
	more := func(r rune) bool { return inWord(r) || r == '_' }
	for s.Start > 0 {
		r, size := utf8.DecodeLastRuneInString(text[:s.Start])
		if !more(r) {
			break
		}
		s.Start -= size
	}
	for s.End < len(text) {
		r, size := utf8.DecodeRuneInString(text[s.End:])
		if !more(r) {
			break
		}
		s.End += size
	}
	return s
}

// small are words of grammar that are also names; at the head of a sentence they have
// a capital for another reason.
var small = words("will may can in on an so do be no to he us it is my or as at if by go see say per bar van den der")

// ordinary are words of every text that are also names. The list need not be whole:
// what it lacks is hidden too often.
var ordinary = words(`will may can in on an so do be no to he us it is my or as at if by go see say
	april august june may summer winter spring autumn dawn day east west north south page chase grant grace hope faith joy mercy charity constance patience
	rose lily daisy violet iris ivy heather hazel olive ruby amber pearl jade crystal mark bill frank jack rich art pat gene jean dean earl duke king prince
	price miller baker smith cook carter hunter fisher parker porter potter taylor tailor shepherd farmer gardener walker weaver turner mason cooper butler
	archer bishop pope priest monk abbot knight page judge major marshall young long short small little large strong sharp swift wise good best bright
	brown green white black gray grey gold silver stone wood woods hill hills field fields forest lake rivers river brook banks bridge ford marsh moor
	church temple house hall wall gates bell bush reed rush moss berry bean rice wolf fox hart crane crow drake finch hawk swan bird fish lamb bull
	guard guards police soldier rush rice power powers case cash cross flood flowers frost gale hale hand head love lord mayor miles noble penny pike
	poole rains salt sands security shore singer speaker staff state street strange tower towns town train trip valley village ward waters way wells works`)

func words(list string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(list) {
		out[w] = true
	}
	return out
}
