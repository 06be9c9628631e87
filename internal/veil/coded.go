package veil

import (
	"encoding/hex"
	"strings"
	"unicode/utf8"

	"rashomon"
)

// coded is a text without a coding, with the place in the original at which each byte of
// it stood, and the end.
type coded struct {
	text string
	at   []int
}

// codings take away what addresses and headers hide letters in; ok is false where there
// is nothing of it.
func codings() []func(string) (c coded, ok bool) {
	return []func(string) (coded, bool){fromPercent, fromLatin}
}

// original returns where a span of the text stood.
func (c coded) original(s rashomon.Span) rashomon.Span {
	return rashomon.Span{Start: c.at[s.Start], End: c.at[s.End]}
}

// fromPercent undoes the percent-encoding of addresses (RFC 3986, section 2.1). Bytes that
// are no UTF-8 are taken as ISO 8859-1, as old sites have them.
func fromPercent(text string) (c coded, ok bool) {
	if !strings.Contains(text, "%") {
		return c, false
	}
	raw := coded{}
	var b []byte
	for i := 0; i < len(text); i++ {
		raw.at = append(raw.at, i)
		if i+2 < len(text) && text[i] == '%' {
			if v, err := hex.DecodeString(text[i+1 : i+3]); err == nil {
				b, ok = append(b, v...), true
				i += 2
				continue
			}
		}
		b = append(b, text[i])
	}
	if !ok {
		return c, false
	}
	var out []byte
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 {
			r = rune(b[i])
		}
		out = utf8.AppendRune(out, r)
		for len(c.at) < len(out) {
			c.at = append(c.at, raw.at[i])
		}
		i += n
	}
	c.text, c.at = string(out), append(c.at, len(text))
	return c, true
}

// fromLatin undoes that each byte of UTF-8 was taken for the character of that number, as
// the header of a capture has it.
func fromLatin(text string) (c coded, ok bool) {
	if strings.IndexByte(text, 0xC3) < 0 { // with which U+00C2 to U+00F4 begin
		return c, false
	}
	var out []byte
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		next := []byte(text[i : i+n])
		if r >= 0xC2 && r <= 0xF4 {
			if b, long := latinRune(text[i:]); long > 0 {
				next, n, ok = b, long, true
			}
		}
		for range next {
			c.at = append(c.at, i)
		}
		out, i = append(out, next...), i+n
	}
	c.text, c.at = string(out), append(c.at, len(text))
	return c, ok
}

// latinRune returns the UTF-8 of the one character whose bytes the text begins with, each
// as a character, and how many bytes of the text these are; none where it does not.
func latinRune(text string) (b []byte, n int) {
	for _, r := range text {
		if r > 0xFF || len(b) == utf8.UTFMax {
			break
		}
		b, n = append(b, byte(r)), n+utf8.RuneLen(r)
		if utf8.FullRune(b) {
			break
		}
	}
	if !utf8.Valid(b) {
		return nil, 0
	}
	return b, n
}
