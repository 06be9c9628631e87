package text

import (
	"strings"
	"sync"

	"github.com/neurosnap/sentences"
	"github.com/neurosnap/sentences/english"

	"rashomon"
)

// longest is the most bytes given to the sentence splitter at once, which keeps a
// text of one endless line linear.
const longest = 1 << 16

// splitter is loaded on first use: it takes about 9 ms.
var splitter = sync.OnceValue(func() *sentences.DefaultSentenceTokenizer {
	s, err := english.NewSentenceTokenizer(nil)
	if err != nil {
		panic("text: the embedded sentence model does not load: " + err.Error())
	}
	return s
})

// cutSentences fills d.Sentences and the Sentence of every word.
func (d *Doc) cutSentences() {
	breaks := d.breaks()
	b, current := 0, -1
	for i := range d.Words {
		w := &d.Words[i]
		fresh := current < 0
		for b < len(breaks) && breaks[b] <= w.Start {
			fresh = true
			b++
		}
		if fresh {
			current = len(d.Sentences)
			d.Sentences = append(d.Sentences, Sentence{First: i})
		}
		w.Sentence = current
		d.Sentences[current].Last = i + 1
	}
	title := strings.IndexByte(d.Text, '\n')
	for i := range d.Sentences {
		s := &d.Sentences[i]
		s.Span = d.Span(s.First, s.Last)
		s.Title = s.Start < title
	}
}

// breaks returns the offsets at which a sentence begins, in order.
func (d *Doc) breaks() []int {
	body := strings.IndexByte(d.Text, '\n') + 1
	at := []int{body}
	width := longestLine(d.Text[body:])
	for start := body; start < len(d.Text); {
		end := paragraphEnd(d.Text, start, width)
		at = append(at, start)
		at = appendSplit(at, d.Text, rashomon.Span{Start: start, End: end})
		start = end
	}
	return at
}

// longestLine returns the length of the longest line of t.
func longestLine(t string) int {
	most := 0
	for line := range strings.SplitSeq(t, "\n") {
		most = max(most, len(line))
	}
	return most
}

// paragraphEnd returns the end of the paragraph that begins at start: a blank
// line, a line break after closing punctuation, a line far shorter than the text is wide
// (a heading, a name in a list), or the longest piece allowed.
func paragraphEnd(t string, start, width int) int {
	limit := min(start+longest, len(t))
	closed, line := false, start
	for i := start; i < limit; i++ {
		switch c := t[i]; {
		case c == '\n' && (closed || i+1 < len(t) && blankLine(t[i+1:limit]) || i+1 < limit && alone(t[line:i], t[i+1:limit], width)):
			return i + 1
		case c == '\n':
			line = i + 1
		case c == '.' || c == '!' || c == '?' || c == ':':
			closed = true
		case c > ' ' && c != '"' && c != '\'' && c != ')' && c < 0x80:
			closed = false
		}
	}
	return limit
}

// alone reports whether a line stands by itself: what is left of the width would have
// held much of the next line, and that begins like a sentence.
func alone(line, next string, width int) bool {
	if line = strings.TrimSpace(line); line == "" || 2*len(line) > width || next == "" {
		return false
	}
	c := next[0]
	return strings.HasPrefix(next, "- ") || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '[' || c == '(' || c == '"' || c >= 0x80
}

// blankLine reports whether t begins with a line of white space only.
func blankLine(t string) bool {
	for i := 0; i < len(t) && i < 80; i++ {
		switch t[i] {
		case '\n':
			return true
		case ' ', '\t', '\r':
		default:
			return false
		}
	}
	return false
}

// appendSplit appends the offsets at which the sentences of one paragraph begin.
func appendSplit(at []int, t string, p rashomon.Span) []int {
	piece := p.Of(t)
	if strings.TrimSpace(piece) == "" {
		return at
	}
	flat := strings.Map(func(r rune) rune {
		if r == '\n' || r == '\r' {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(piece, "?"))
	if len(flat) != len(piece) {
		return at // cut no further what is no text
	}
	last := p.Start
	for _, s := range splitter().Tokenize(flat) {
		at = appendGlued(at, t, rashomon.Span{Start: last, End: p.Start + s.Start})
		last = p.Start + s.Start
		at = append(at, last)
	}
	return appendGlued(at, t, rashomon.Span{Start: last, End: p.End})
}

// appendGlued appends the sentence starts inside s that lack their space:
// "were hurt.The man".
func appendGlued(at []int, t string, s rashomon.Span) []int {
	for i := s.Start + 2; i+1 < s.End; i++ {
		if t[i] == '.' && isLower(t[i-1]) && isLower(t[i-2]) && t[i+1] >= 'A' && t[i+1] <= 'Z' {
			at = append(at, i+1)
		}
	}
	return at
}

func isLower(c byte) bool { return c >= 'a' && c <= 'z' }
