package tagger

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"rashomon"
)

// token is a word as the model was trained on it (training/words.py): a number with
// thousands commas and decimals, letters joined by apostrophes, or any one other
// character that is no white space. It is not a word of package text: a change there
// must not change what the model reads.
type token struct {
	rashomon.Span
	sentence int32 // number of its sentence
	shape    uint8 // what an uncased vocabulary forgets
}

// document is a report cut up for the model. The first title words are the title.
type document struct {
	text   string
	tokens []token
	title  int
}

// cut sets d.tokens to the words of text, up to mostWords, and numbers their sentences.
// Bytes that are no UTF-8 are words of one byte.
func (d *document) cut(text string) {
	d.text, d.tokens, d.title = text, d.tokens[:0], 0
	end := strings.IndexByte(text, '\n')
	for i := 0; i < len(text) && len(d.tokens) < mostWords; {
		n := blank(text[i:])
		if n == 0 {
			n = wordAt(text[i:])
			d.tokens = append(d.tokens, token{Span: rashomon.Span{Start: i, End: i + n}, shape: shapeOf(text[i : i+n])})
			if i < end {
				d.title++
			}
		}
		i += n
	}
	d.number()
}

// word returns the letters of word i.
func (d *document) word(i int) string { return d.tokens[i].Of(d.text) }

// span returns the span from word first to word last, both in it.
func (d *document) span(first, last int) rashomon.Span {
	return rashomon.Span{Start: d.tokens[first].Start, End: d.tokens[last].End}
}

// number numbers the sentences. One ends with the title, and at . ? ! before a
// capital, a digit or an opening quotation mark, unless the mark follows a single
// character ("p. m.", "J. Smith").
func (d *document) number() {
	var n int32
	for i := range d.tokens {
		d.tokens[i].sentence = n
		if i+1 == d.title || d.stops(i) {
			n++
		}
	}
}

func (d *document) stops(i int) bool {
	if w := d.word(i); w != "." && w != "?" && w != "!" || i+1 == len(d.tokens) {
		return false
	}
	if i > 0 {
		before := d.word(i - 1)
		if _, n := utf8.DecodeRuneInString(before); n == len(before) {
			return false
		}
	}
	r, _ := utf8.DecodeRuneInString(d.word(i + 1))
	return r == '"' || r == '“' || upper(r) || digit(r)
}

// blank returns the length of the white space that text begins with, 0 if it begins
// with a word. White space is what Python takes for it.
func blank(text string) int {
	c := text[0]
	if c < utf8.RuneSelf {
		if c == ' ' || '\t' <= c && c <= '\r' || 0x1c <= c && c <= 0x1f {
			return 1
		}
		return 0
	}
	if r, n := utf8.DecodeRuneInString(text); r == 0x85 || unicode.Is(unicode.Z, r) {
		return n
	}
	return 0
}

// wordAt returns the length of the word that text begins with.
func wordAt(text string) int {
	if c := text[0]; '0' <= c && c <= '9' {
		return figures(text)
	}
	n := run(text)
	if n == 0 {
		_, n = utf8.DecodeRuneInString(text)
		return n
	}
	for {
		mark := 0
		if strings.HasPrefix(text[n:], "'") {
			mark = 1
		} else if strings.HasPrefix(text[n:], "’") {
			mark = len("’")
		}
		more := run(text[n+mark:])
		if mark == 0 || more == 0 {
			return n
		}
		n += mark + more
	}
}

// figures returns the length of the number that text begins with: "1,200", "3.5".
func figures(text string) int {
	digits := func(i int) int {
		for i < len(text) && '0' <= text[i] && text[i] <= '9' {
			i++
		}
		return i
	}
	n := digits(0)
	for n < len(text) && text[n] == ',' && digits(n+1) >= n+4 {
		n += 4
	}
	if n < len(text) && text[n] == '.' {
		if m := digits(n + 1); m > n+1 {
			return m
		}
	}
	return n
}

// run returns the length of the letters that text begins with; numerals that are no
// decimal digits count as letters.
func run(text string) int {
	for i, r := range text {
		if !letter(r) {
			return i
		}
	}
	return len(text)
}

func letter(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z'
	}
	return unicode.IsLetter(r) || unicode.In(r, unicode.Nl, unicode.No)
}

// upper is Python's str.isupper of one character, lower its str.islower.
func upper(r rune) bool { return unicode.IsUpper(r) || unicode.Is(unicode.Other_Uppercase, r) }

func lower(r rune) bool { return unicode.IsLower(r) || unicode.Is(unicode.Other_Lowercase, r) }

// digit is Python's str.isdigit of one character: also digits in circles and small.
func digit(r rune) bool { return unicode.IsDigit(r) || unicode.Is(smallDigits, r) }

var smallDigits = &unicode.RangeTable{
	R16: []unicode.Range16{{Lo: 0xb2, Hi: 0xb3, Stride: 1}, {Lo: 0xb9, Hi: 0xb9, Stride: 1}, {Lo: 0x1369, Hi: 0x1371, Stride: 1},
		{Lo: 0x19da, Hi: 0x19da, Stride: 1}, {Lo: 0x2070, Hi: 0x2070, Stride: 1}, {Lo: 0x2074, Hi: 0x2079, Stride: 1},
		{Lo: 0x2080, Hi: 0x2089, Stride: 1}, {Lo: 0x2460, Hi: 0x2468, Stride: 1}, {Lo: 0x2474, Hi: 0x247c, Stride: 1},
		{Lo: 0x2488, Hi: 0x2490, Stride: 1}, {Lo: 0x24ea, Hi: 0x24ea, Stride: 1}, {Lo: 0x24f5, Hi: 0x24fd, Stride: 1},
		{Lo: 0x24ff, Hi: 0x24ff, Stride: 1}, {Lo: 0x2776, Hi: 0x277e, Stride: 1}, {Lo: 0x2780, Hi: 0x2788, Stride: 1},
		{Lo: 0x278a, Hi: 0x2792, Stride: 1}},
	R32: []unicode.Range32{{Lo: 0x10a40, Hi: 0x10a43, Stride: 1}, {Lo: 0x10e60, Hi: 0x10e68, Stride: 1},
		{Lo: 0x11052, Hi: 0x1105a, Stride: 1}, {Lo: 0x1f100, Hi: 0x1f10a, Stride: 1}},
	LatinOffset: 2,
}

// The shapes of words, by the rows of the model's table; row 0 is unused.
const (
	shapeDigits   = 1 + iota
	shapeMark     // one character that is no letter or digit
	shapeNumber   // "twelve", "dozens", "1,200"
	shapeCapitals // "UN"
	shapeName     // "Corley"
	shapeArticle  // "a", "his"
	shapeOther    // any other word
	shapes        // how many rows the table has
)

// mostFigures is the longest number that is taken for one, without its commas.
const mostFigures = 12

// shapeOf returns the shape of a word.
func shapeOf(w string) uint8 {
	r, n := utf8.DecodeRuneInString(w)
	switch {
	case strings.Trim(w, "0123456789") == "":
		return shapeDigits
	case n == len(w) && !letter(r) && !unicode.IsDigit(r):
		return shapeMark
	}
	low := ""
	if len(w) <= 16 {
		low = strings.ToLower(w)
	}
	switch {
	case numerals[low] || '0' <= w[0] && w[0] <= '9' && len(w)-strings.Count(w, ",") <= mostFigures:
		return shapeNumber
	case n < len(w) && allUpper(w):
		return shapeCapitals
	case upper(r):
		return shapeName
	case articles[low]:
		return shapeArticle
	}
	return shapeOther
}

// allUpper is Python's str.isupper.
func allUpper(w string) bool {
	any := false
	for _, r := range w {
		if lower(r) || unicode.IsTitle(r) {
			return false
		}
		any = any || upper(r)
	}
	return any
}

func set(words string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		m[w] = true
	}
	return m
}

var (
	articles = set("a an one another his her their the its this that my")
	// numerals are the words that are a number by themselves, one as it is often misspelt.
	//nolint:misspell
	numerals = set("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen " +
		"eighteen nineteen twenty thirty forty fourty fifty sixty seventy eighty ninety dozens scores hundreds several tens thousands " +
		"hundred thousand million dozen both")
)
