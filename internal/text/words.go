package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"rashomon"
)

// shortened are the abbreviations that keep their full stop as part of the word.
var shortened = map[string]bool{
	"mr": true, "mrs": true, "ms": true, "dr": true, "prof": true, "gen": true, "col": true, "lt": true,
	"maj": true, "capt": true, "sgt": true, "brig": true, "cmdr": true, "gov": true, "sen": true, "rep": true,
	"st": true, "no": false, "jan": true, "feb": true, "mar": false, "apr": true, "jun": true, "jul": true,
	"aug": true, "sep": true, "sept": true, "oct": true, "nov": true, "dec": true, "jr": true, "sr": true,
	"vs": true, "etc": true, "ave": true, "blvd": true, "rd": true, "det": true, "cpl": true, "pvt": true,
}

// cutWords fills d.Words. Letters, digits and marks of any script make words;
// apostrophes and hyphens inside them stay; every other visible character is a
// word of its own.
func (d *Doc) cutWords() {
	t := d.Text
	for i := 0; i < len(t); {
		r, n := utf8.DecodeRuneInString(t[i:])
		if r == utf8.RuneError && n == 1 || unicode.IsSpace(r) || invisible(r) {
			i += n
			continue
		}
		end := i + n
		if isWordRune(r) {
			end = wordEnd(t, i)
		}
		d.Words = append(d.Words, Word{Span: rashomon.Span{Start: i, End: end}})
		i = end
	}
}

// wordEnd returns where the word that starts at i ends.
func wordEnd(t string, i int) int {
	if end := initialsEnd(t, i); end > 0 {
		i = end
	}
	end := i
	for end < len(t) {
		r, n := utf8.DecodeRuneInString(t[end:])
		switch {
		case isWordRune(r), invisible(r) && wordAt(t, end+n):
		case joinsWord(t, end, r, n):
		default:
			return withStop(t, i, end)
		}
		end += n
	}
	return end
}

// joinsWord reports whether the mark r at i stands inside a word or a number.
func joinsWord(t string, i int, r rune, n int) bool {
	switch r {
	case '\'', '’', 'ʼ', '-', '‐', '‑':
		return i > 0 && wordAt(t, i+n)
	case ',':
		return digitBefore(t, i) && threeDigits(t, i+n)
	case '.', ':':
		return digitBefore(t, i) && digitAt(t, i+n)
	}
	return false
}

// withStop takes the full stop that belongs to an abbreviation into its word.
func withStop(t string, i, end int) int {
	if end < len(t) && t[end] == '.' && end-i <= 4 && shortened[strings.ToLower(t[i:end])] {
		return end + 1
	}
	return end
}

// initialsEnd returns the end of letters with full stops ("U.S.", "a.m.") that
// start at i, or 0. It wants at least two of them.
func initialsEnd(t string, i int) int {
	count := 0
	for i < len(t) {
		r, n := utf8.DecodeRuneInString(t[i:])
		if !unicode.IsLetter(r) || i+n >= len(t) || t[i+n] != '.' {
			break
		}
		i += n + 1
		count++
	}
	if count < 2 {
		return 0
	}
	return i
}

func isWordRune(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r))
}

// invisible characters are formats such as the zero-width space and the byte
// order mark, and control characters.
func invisible(r rune) bool {
	return unicode.Is(unicode.Cf, r) || unicode.IsControl(r) && !unicode.IsSpace(r)
}

func wordAt(t string, i int) bool {
	r, _ := utf8.DecodeRuneInString(t[i:])
	return i < len(t) && isWordRune(r)
}

func startsWord(w string) bool { return wordAt(w, 0) }

func isCapital(w string) bool {
	r, _ := utf8.DecodeRuneInString(w)
	return unicode.IsUpper(r)
}

func digitAt(t string, i int) bool     { return i < len(t) && t[i] >= '0' && t[i] <= '9' }
func digitBefore(t string, i int) bool { return i > 0 && digitAt(t, i-1) }

func threeDigits(t string, i int) bool {
	return digitAt(t, i) && digitAt(t, i+1) && digitAt(t, i+2) && !digitAt(t, i+3)
}
