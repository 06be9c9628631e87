// Package tagger owns the trained reader: it cuts a report's words into word pieces,
// runs the encoder over them, and reads labelled spans and their relations off its
// heads. Spans are byte offsets into the text it was given.
package tagger

import (
	"bytes"
	"fmt"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"rashomon"
)

// Piece is a word piece and what it stands for in the text.
//
// The span runs from the piece's first letter to the end of its last, marks that
// normalisation takes off included. A letter that normalisation takes apart, as it
// does Korean syllables, may belong to two pieces, each of which has it in its span.
type Piece struct {
	ID int32
	rashomon.Span
}

// Vocabulary cuts words into pieces as BERT's uncased tokenizer does: control and
// format characters dropped, lower case, accents off, every punctuation mark and
// every Chinese character alone, and then always the longest piece that fits; a word
// for which none fits, or of more than 100 letters, is [UNK]. It is read only.
type Vocabulary struct {
	// Classify is [CLS], Separator [SEP] and Unknown [UNK].
	Classify, Separator, Unknown int32

	lines   []byte
	starts  []uint32 // where each piece begins in lines, and the end
	slots   []slot   // open addressing, by the hash of a piece's letters
	longest int      // bytes of the longest piece
}

// slot holds the number of a piece + 1 above the hash of its letters; 0 is empty.
type slot uint64

// maxLetters is the longest word that is cut; longer ones are [UNK].
const maxLetters = 100

// NewVocabulary reads count pieces, one a line in the order of their numbers. It keeps
// lines, which must not change. A piece that continues a word begins with ##.
func NewVocabulary(lines []byte, count int) (*Vocabulary, error) {
	if n := bytes.Count(lines, []byte("\n")) + 1; n != count || len(lines) == 0 {
		return nil, fmt.Errorf("read vocabulary: it has %d lines, not %d", n, count)
	}
	size := 1
	for size < 2*count {
		size *= 2
	}
	v := &Vocabulary{lines: lines, slots: make([]slot, size), starts: make([]uint32, 0, count+1)}
	for at, id := 0, int32(0); at <= len(lines); id++ {
		v.starts = append(v.starts, uint32(at))
		end, err := v.add(id, at)
		if err != nil {
			return nil, err
		}
		at = end + 1
	}
	v.starts = append(v.starts, uint32(len(lines)+1))
	for name, id := range map[string]*int32{"[CLS]": &v.Classify, "[SEP]": &v.Separator, "[UNK]": &v.Unknown} {
		if *id = v.find([]byte(name), hash([]byte(name), false), false); *id < 0 {
			return nil, fmt.Errorf("read vocabulary: it has no piece %s", name)
		}
	}
	return v, nil
}

// letters returns the letters of a line of the vocabulary, and whether they continue a word.
func letters(line []byte) ([]byte, bool) {
	if len(line) > 2 && line[0] == '#' && line[1] == '#' {
		return line[2:], true
	}
	return line, false
}

// add takes in the piece whose line begins at at, and returns where it ends.
func (v *Vocabulary) add(id int32, at int) (end int, err error) {
	p, inside := v.lines[at:], false
	if len(p) > 2 && p[0] == '#' && p[1] == '#' && p[2] != '\n' {
		p, inside = p[2:], true
	}
	h, n := first(inside), 0
	for n < len(p) && p[n] != '\n' {
		h = step(h, p[n])
		n++
	}
	end = len(v.lines) - len(p) + n
	mask := uint32(len(v.slots) - 1)
	i := h & mask
	for ; v.slots[i] != 0; i = (i + 1) & mask {
		if uint32(v.slots[i]) == h && v.is(v.slots[i].id(), p[:n], inside) {
			return 0, fmt.Errorf("read vocabulary: piece %q stands there twice", v.lines[at:end])
		}
	}
	v.slots[i] = slot(id+1)<<32 | slot(h)
	v.longest = max(v.longest, n)
	return end, nil
}

func (s slot) id() int32 { return int32(s>>32) - 1 }

// is reports whether a piece has these letters.
func (v *Vocabulary) is(id int32, p []byte, inside bool) bool {
	q, in := letters(v.line(id))
	return in == inside && bytes.Equal(p, q)
}

// find returns the number of a piece, -1 if there is none.
func (v *Vocabulary) find(p []byte, h uint32, inside bool) int32 {
	mask := uint32(len(v.slots) - 1)
	for i := h & mask; v.slots[i] != 0; i = (i + 1) & mask {
		if s := v.slots[i]; uint32(s) == h && v.is(s.id(), p, inside) {
			return s.id()
		}
	}
	return -1
}

func (v *Vocabulary) line(id int32) []byte {
	end := len(v.lines)
	if int(id)+1 < len(v.starts) {
		end = int(v.starts[id+1]) - 1
	}
	return v.lines[v.starts[id]:end]
}

// Text returns a piece as it stands in the vocabulary.
func (v *Vocabulary) Text(id int32) string { return string(v.line(id)) }

// Len returns the number of pieces.
func (v *Vocabulary) Len() int { return len(v.starts) - 1 }

// FNV-1a, so that the hash of a prefix leads to the hash of the next longer one.
func hash(p []byte, inside bool) uint32 {
	h := first(inside)
	for _, c := range p {
		h = step(h, c)
	}
	return h
}

func first(inside bool) uint32 {
	if inside {
		return 0x811c9dc5 ^ 0x5bd1e995
	}
	return 0x811c9dc5
}

func step(h uint32, c byte) uint32 { return (h ^ uint32(c)) * 16777619 }

// word is a word being cut: its normalised letters and where each came from.
type word struct {
	n       int // letters, also beyond those kept
	letters [maxLetters * utf8.UTFMax]byte
	end     [maxLetters + 1]uint16 // end[i] is where letter i-1 ends in letters
	from    [maxLetters]rashomon.Span
	whole   rashomon.Span
	hashes  [maxLetters + 1]uint32 // room for fit
}

func (w *word) add(r rune, from rashomon.Span) {
	if w.n == 0 {
		w.whole = from
	}
	w.whole.End = from.End
	if w.n < maxLetters {
		at := int(w.end[w.n])
		w.end[w.n+1] = uint16(at + utf8.EncodeRune(w.letters[at:], r))
		w.from[w.n] = from
	}
	w.n++
}

// mark takes a dropped accent into the span of the letter it stands on.
func (w *word) mark(end int) {
	if w.n == 0 {
		return
	}
	w.whole.End = end
	if w.n <= maxLetters {
		w.from[w.n-1].End = end
	}
}

// Append appends the pieces of text to dst. Offsets count from the beginning of text.
// It allocates only to make dst longer. Bytes that are no UTF-8 are dropped.
func (v *Vocabulary) Append(dst []Piece, text string) []Piece {
	var w word
	for i := 0; i < len(text); {
		c := text[i]
		if c < utf8.RuneSelf {
			dst = v.ascii(dst, &w, c, i)
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(text[i:])
		dst = v.other(dst, &w, r, text, rashomon.Span{Start: i, End: i + n})
		i += n
	}
	return v.flush(dst, &w)
}

func (v *Vocabulary) ascii(dst []Piece, w *word, c byte, i int) []Piece {
	from := rashomon.Span{Start: i, End: i + 1}
	switch {
	case 'a' <= c && c <= 'z' || '0' <= c && c <= '9':
		w.add(rune(c), from)
	case 'A' <= c && c <= 'Z':
		w.add(rune(c)+'a'-'A', from)
	case c == ' ' || c == '\t' || c == '\n' || c == '\r':
		dst = v.flush(dst, w)
	case c < ' ' || c == 0x7f:
		// A control character is dropped, and what stands around it joined.
	default:
		dst = v.alone(dst, w, rune(c), from)
	}
	return dst
}

// other takes in a character beyond ASCII: lower case, taken apart, marks off.
func (v *Vocabulary) other(dst []Piece, w *word, r rune, text string, from rashomon.Span) []Piece {
	if unicode.Is(unicode.Z, r) {
		return v.flush(dst, w)
	}
	if jamo := hangul(r); jamo[0] != 0 {
		for _, d := range jamo {
			if d != 0 {
				w.add(d, from)
			}
		}
		return dst
	}
	apart := norm.NFD.PropertiesString(text[from.Start:from.End]).Decomposition()
	if apart == nil {
		return v.letter(dst, w, r, text, from)
	}
	for len(apart) > 0 {
		d, n := utf8.DecodeRune(apart)
		dst = v.letter(dst, w, d, text, from)
		apart = apart[n:]
	}
	return dst
}

// letter takes in a character that cannot be taken further apart.
func (v *Vocabulary) letter(dst []Piece, w *word, r rune, text string, from rashomon.Span) []Piece {
	switch {
	case unicode.Is(unicode.Mn, r):
		w.mark(from.End)
	case r == utf8.RuneError || unicode.In(r, unicode.Cc, unicode.Cf):
	case unicode.Is(unicode.P, r) || chinese(r) || r < utf8.RuneSelf && !unicode.IsLetter(r):
		return v.alone(dst, w, r, from) // ASCII comes out of a decomposition: U+2260 holds a mark
	case r == 'Σ' && endsWord(text, from):
		w.add('ς', from)
	default:
		w.add(unicode.ToLower(r), from)
	}
	return dst
}

// hangul takes a Korean syllable apart: two or three letters, zeros for any other
// character. Unicode gives the rule, no table does.
func hangul(r rune) (jamo [3]rune) {
	const first, last, vowels, tails = 0xac00, 0xd7a3, 21, 28
	if r < first || r > last {
		return jamo
	}
	s := r - first
	jamo = [3]rune{0x1100 + s/(vowels*tails), 0x1161 + s%(vowels*tails)/tails, 0x11a7 + s%tails}
	if s%tails == 0 {
		jamo[2] = 0
	}
	return jamo
}

// endsWord reports whether the capital sigma at that place becomes a final one in
// lower case: a letter before it and none after, marks and apostrophes looked through.
func endsWord(text string, at rashomon.Span) bool {
	before, after := text[:at.Start], text[at.End:]
	for {
		r, n := utf8.DecodeLastRuneInString(before)
		if cased(r) {
			break
		}
		if n == 0 || !ignorable(r) {
			return false
		}
		before = before[:len(before)-n]
	}
	for {
		r, n := utf8.DecodeRuneInString(after)
		if n == 0 || !cased(r) && !ignorable(r) {
			return true
		}
		if cased(r) {
			return false
		}
		after = after[n:]
	}
}

func cased(r rune) bool { return unicode.In(r, unicode.Lu, unicode.Ll, unicode.Lt) }

func ignorable(r rune) bool {
	return unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf, unicode.Lm, unicode.Sk) || r == '\'' || r == '’' || r == '.' || r == ':' || r == '·'
}

// chinese reports whether BERT sets the character apart: the blocks of unified and
// compatibility ideographs.
func chinese(r rune) bool {
	return 0x4e00 <= r && r <= 0x9fff || 0x3400 <= r && r <= 0x4dbf || 0xf900 <= r && r <= 0xfaff ||
		0x20000 <= r && r <= 0x2ceaf || 0x2f800 <= r && r <= 0x2fa1f
}

// alone ends the word and appends a character that is a word by itself.
func (v *Vocabulary) alone(dst []Piece, w *word, r rune, from rashomon.Span) []Piece {
	dst = v.flush(dst, w)
	w.add(r, from)
	return v.flush(dst, w)
}

// flush appends the pieces of the word and empties it.
func (v *Vocabulary) flush(dst []Piece, w *word) []Piece {
	n := w.n
	w.n = 0
	if n == 0 {
		return dst
	}
	before := len(dst)
	for a := 0; a < n && n <= maxLetters; {
		id, b := v.fit(w, a, n)
		if id < 0 {
			n = maxLetters + 1
			break
		}
		dst = append(dst, Piece{ID: id, Span: rashomon.Span{Start: w.from[a].Start, End: w.from[b-1].End}})
		a = b
	}
	if n > maxLetters {
		dst = append(dst[:before], Piece{ID: v.Unknown, Span: w.whole})
	}
	return dst
}

// fit returns the longest piece that fits the letters from a on, and where it ends.
func (v *Vocabulary) fit(w *word, a, n int) (int32, int) {
	start := int(w.end[a])
	h, b := first(a > 0), a
	for b < n && int(w.end[b+1])-start <= v.longest {
		for _, c := range w.letters[w.end[b]:w.end[b+1]] {
			h = step(h, c)
		}
		b++
		w.hashes[b] = h
	}
	for ; b > a; b-- {
		if id := v.find(w.letters[start:w.end[b]], w.hashes[b], a > 0); id >= 0 {
			return id, b
		}
	}
	return -1, a
}
