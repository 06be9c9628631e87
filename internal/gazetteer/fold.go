package gazetteer

import (
	"bytes"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// longest is the most bytes of a name that are looked at: no place name is longer.
const longest = 120

// fold writes a name as lower-case ASCII words with one space between them:
// accents, apostrophes and dots go, every other sign is a space. "Mount", "Fort"
// and "Saint" get their short forms. A name in another script folds to "".
func fold(s string) string {
	return string(appendFold(nil, []byte(clip(s, longest))))
}

func appendFold(dst, s []byte) []byte {
	word := len(dst) // where the word being written starts
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9':
			dst = append(dst, c)
		case c >= 'A' && c <= 'Z':
			dst = append(dst, c|0x20)
		case c >= 0x80:
			letters, n := plain(s[i:])
			switch {
			case n == 0:
				return dst[:0]
			case letters == " ":
				dst, word = endWord(dst, word)
			default:
				dst = append(dst, letters...)
			}
			i += n
			continue
		case c == '\'' || c == '`' || c == '.':
		default:
			dst, word = endWord(dst, word)
		}
		i++
	}
	dst, _ = endWord(dst, word)
	if n := len(dst); n > 0 && dst[n-1] == ' ' {
		dst = dst[:n-1]
	}
	return dst
}

// endWord shortens the word just written and puts a space after it.
func endWord(dst []byte, word int) ([]byte, int) {
	if word == len(dst) {
		return dst, word
	}
	switch string(dst[word:]) {
	case "saint", "sainte", "ste":
		dst = append(dst[:word], "st"...)
	case "mount":
		dst = append(dst[:word], "mt"...)
	case "fort":
		dst = append(dst[:word], "ft"...)
	}
	return append(dst, ' '), len(dst) + 1
}

// plain returns the ASCII letters of the first rune of s and its length in bytes;
// the length is 0 for a letter of another script.
func plain(s []byte) (string, int) {
	p := norm.NFD.Properties(s)
	if d := p.Decomposition(); len(d) > 0 && d[0] < 0x80 {
		at := d[0] | 0x20 - 'a'
		if at < 26 {
			return alphabet[at : at+1], p.Size()
		}
	}
	r, n := utf8.DecodeRune(s)
	if p.CCC() > 0 {
		return "", n
	}
	if ascii, ok := apart(r); ok {
		return ascii, n
	}
	return "", 0
}

const alphabet = "abcdefghijklmnopqrstuvwxyz"

// apart writes the Latin letters that Unicode does not take apart; of signs, those
// that stand for an apostrophe are nothing and the others a space.
func apart(r rune) (string, bool) {
	switch r {
	case 'ł', 'Ł':
		return "l", true
	case 'ø', 'Ø':
		return "o", true
	case 'đ', 'Đ', 'ð', 'Ð':
		return "d", true
	case 'ħ', 'Ħ':
		return "h", true
	case 'ŧ', 'Ŧ':
		return "t", true
	case 'ı':
		return "i", true
	case 'ə', 'Ə':
		return "a", true
	case 'ŋ', 'Ŋ':
		return "ng", true
	case 'ß':
		return "ss", true
	case 'æ', 'Æ':
		return "ae", true
	case 'œ', 'Œ':
		return "oe", true
	case 'þ', 'Þ':
		return "th", true
	case '’', '‘', 'ʼ', 'ʻ', 'ʿ', 'ʾ', '´', 'ʹ', '′', '“', '”', '·':
		return "", true
	}
	return " ", !unicode.IsLetter(r)
}

// clip cuts s to at most n bytes, not inside a rune.
func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && s[n]&0xC0 == 0x80 {
		n--
	}
	return s[:n]
}

// key is what the spellings of one name have in common: the words of its fold but
// for articles, run together, with vowels in three classes, doubled letters once
// and the letters that transliterations confuse as one. "Deir ez-Zor" and "Dayr az
// Zawr" have the same key, and so have "Hodeidah" and "Al Ḩudaydah".
func key(folded string) string { return string(appendKey(nil, []byte(folded))) }

func appendKey(dst, folded []byte) []byte {
	var buf [longest]byte
	letters := withoutArticles(buf[:0], folded)
	for i := 0; i < len(letters); {
		if vowelAt(letters, i) {
			end := i
			for end < len(letters) && vowelAt(letters, end) {
				end++
			}
			dst = appendVowels(dst, letters[i:end])
			i = end
			continue
		}
		c, n := consonant(letters, i)
		if c != 0 && (len(dst) == 0 || dst[len(dst)-1] != c) {
			dst = append(dst, c)
		}
		i += n
	}
	return dst
}

// withoutArticles runs the words together, leaving out articles unless nothing
// else is there.
func withoutArticles(dst, folded []byte) []byte {
	for from := 0; from < len(folded); {
		word := folded[from:]
		if n := bytes.IndexByte(word, ' '); n >= 0 {
			word = word[:n]
		}
		if !article(string(word)) {
			dst = append(dst, word...)
		}
		from += len(word) + 1
	}
	if len(dst) > 0 {
		return dst
	}
	for _, c := range folded {
		if c != ' ' {
			dst = append(dst, c)
		}
	}
	return dst
}

// article reports whether a word is the Arabic article in one of its forms before
// a consonant, or "the".
func article(word string) bool {
	switch word {
	case "al", "el", "ul", "as", "es", "ash", "esh", "ar", "er", "ur", "at", "et", "ath", "az", "ez", "uz", "an", "en", "ad", "ed", "adh", "the":
		return true
	}
	return false
}

// vowelAt reports whether the letter at i is a vowel: "w" is one after a vowel and
// not before one, as in "Zawr".
func vowelAt(s []byte, i int) bool {
	switch s[i] {
	case 'a', 'e', 'i', 'o', 'u', 'y':
		return true
	case 'w':
		return i > 0 && plainVowel(s[i-1]) && (i+1 == len(s) || !plainVowel(s[i+1]))
	}
	return false
}

func plainVowel(c byte) bool {
	return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y'
}

// appendVowels writes a run of vowels by their classes: "ay" and "ei" as "i", "aw"
// and "ou" as "u", "iya" as "ia".
func appendVowels(dst, run []byte) []byte {
	start := len(dst)
	for _, v := range run {
		c := byte('a')
		switch v {
		case 'e', 'i', 'y':
			c = 'i'
		case 'o', 'u', 'w':
			c = 'u'
		}
		last := len(dst) - 1
		switch {
		case last < start:
			dst = append(dst, c)
		case dst[last] == c:
		case dst[last] == 'a':
			dst[last] = c
		default:
			dst = append(dst, c)
		}
	}
	return dst
}

// consonant returns the letter of the key that the letters at i give, 0 for none,
// and how many letters it takes.
func consonant(s []byte, i int) (byte, int) {
	next := byte(0)
	if i+1 < len(s) {
		next = s[i+1]
	}
	switch c := s[i]; {
	case c == 'h' && (next == 0 || i > 0 && !plainVowel(s[i-1])):
		return 0, 1
	case (c == 's' || c == 'c') && next == 'h':
		return 'S', 2
	case c == 'p' && next == 'h':
		return 'f', 2
	case c == 'd' && next == 'j', c == 't' && next == 'c':
		return 0, 1
	case c == 'q' || c == 'c':
		return 'k', 1
	default:
		return c, 1
	}
}
