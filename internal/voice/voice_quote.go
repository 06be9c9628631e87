package voice

import (
	"sort"
	"strings"

	"rashomon"
	"rashomon/internal/grammar"
)

// quotations gives the words inside quotation marks to the cue that stands beside
// them: a quotation runs over sentence ends, and one without a cue of its own goes
// on for the speaker before it.
func (l *listener) quotations() {
	open := -1
	for i := range l.Doc.Words {
		switch l.Low(i) {
		case "“", "«":
			open = i
		case "”", "»":
			l.closed(open, i)
			open = -1
		case `"`:
			if open >= 0 && (!l.opens(i) || i-open < 2) {
				l.closed(open, i)
				open = -1
			} else {
				open = i
			}
		}
	}
}

// blocks gives the paragraph after "the minister said:" to its speaker, and the
// paragraphs after it for as long as nobody else speaks.
func (l *listener) blocks() {
	current := -1
	for k, s := range l.Doc.Sentences {
		quiet := true
		for i := s.First; i < s.Last; i++ {
			quiet = quiet && (l.owner[i] == 0 || l.cues[l.owner[i]-1].narrow)
		}
		if !quiet {
			current = -1
		}
		if o := l.owner[s.Last-1]; l.Low(s.Last-1) == ":" && o > 0 && l.owner[max(s.Last-2, 0)] != o {
			current = o
		} else if current > 0 && k > 0 && quiet {
			for i := s.First; i < s.Last; i++ {
				if l.owner[i] == 0 {
					l.owner[i] = current
				}
			}
		}
	}
}

// turns gives the words after a speaker's label, as transcripts set them
// ("[DIAZ] WE KNOW ...", "DIAZ: We know"), to that speaker until the next label.
func (l *listener) turns() {
	current, lines := -1, l.lineLabels()
	for i := 0; i < len(l.Doc.Words); i++ {
		if x, ok := lines[i]; ok {
			current = -1
			if !x.outlet {
				l.cues = append(l.cues, cue{at: grammar.Between(i, x.colon+1), speaker: x.name, stance: rashomon.States, apart: true})
				current = len(l.cues) - 1
			}
			i = x.colon
			continue
		}
		if len(lines) > 0 && l.turnEnds(i) {
			current = -1
		}
		if label, ok := l.label(i); ok {
			current = -1
			if !label.Empty() && !l.byline(i, label) {
				l.cues = append(l.cues, cue{at: grammar.Between(i, label.Last+1), speaker: label, stance: rashomon.States, apart: true})
				current = len(l.cues) - 1
			}
			i = max(i, label.Last)
			continue
		}
		if current >= 0 && l.owner[i] == 0 {
			l.owner[i] = current + 1
		}
	}
}

// byline reports whether the label that opens at word i names who reports for the
// outlet: "[REPORT] [N]", "OUR REPORTER N".
func (l *listener) byline(i int, label grammar.Run) bool {
	if w := l.Low(i - 2); l.Low(i-1) == "]" && (w == "report" || w == "article" || w == "commentary") && !l.bodySpeaks(label) {
		return true
	}
	name := l.Low(label.Last - 1)
	for j := i - 1; j > 0 && j > i-60; j-- {
		if l.Low(j) != name {
			continue
		}
		for k := j - 1; k > j-4; k-- {
			if w := l.Low(k); w == "reporter" || w == "correspondent" || w == "colleague" {
				return true
			}
		}
	}
	return false
}

// bodySpeaks reports whether the label names one who speaks for a body.
func (l *listener) bodySpeaks(label grammar.Run) bool {
	for i := label.First; i < label.Last; i++ {
		if w := l.Low(i); bodySpeakers[w] && w != "correspondent" && w != "reporter" {
			return true
		}
	}
	return false
}

// label returns the name between the brackets that open at word i; ok with no name
// for a label that ends a turn ("[END RECORDING]").
func (l *listener) label(i int) (name grammar.Run, ok bool) {
	if l.Low(i) != "[" || !l.Doc.Capital(i+1) {
		return grammar.Run{}, false
	}
	prev := l.Low(i - 1)
	if i != l.Sentence(i).First && prev != "]" && prev != "-" && prev != "." && prev != ")" {
		return grammar.Run{}, false
	}
	j := i + 1
	for ; j < len(l.Doc.Words) && j < i+12 && l.Low(j) != "]"; j++ {
		switch l.Low(j) {
		case "end", "begin", "question", "reporter", "announcer":
			return grammar.Run{}, true
		case "text", "excerpts", "excerpt", "omitted", "indistinct", "passage", "word", "words", "communique", "article", "report",
			"date", "continued", "applause", "laughter", "last", "this", "recording", "editorial", "interview", "video", "sic", "as":
			return grammar.Run{}, false
		}
		if w := l.Doc.Word(j); w != strings.ToUpper(w) {
			return grammar.Run{}, false
		}
	}
	if l.Low(j) != "]" || j == i+1 {
		return grammar.Run{}, false
	}
	return grammar.Between(i+1, j), true
}

// opens reports whether a straight quotation mark stands before a word without a
// space and after one.
func (l *listener) opens(i int) bool {
	if i+1 >= len(l.Doc.Words) || i == 0 {
		return i == 0
	}
	w := l.Doc.Words
	return w[i].End == w[i+1].Start && w[i-1].End < w[i].Start
}

// closed settles the quotation of the words from open to end.
func (l *listener) closed(open, end int) {
	if open < 0 || end-open > 400 {
		return
	}
	first, last := l.Doc.Words[open].Sentence, l.Doc.Words[end].Sentence
	k := l.beside(open, end)
	switch {
	case k >= 0:
	case first < last:
		k = l.within(open, end)
	}
	if k < 0 && open == l.Doc.Sentences[first].First && open > 0 && first > 0 && !l.Doc.Sentences[first-1].Title {
		if o := l.owner[open-1]; o > 0 && l.quoteEnds(open-1) {
			k = o - 1
		}
	}
	if k < 0 {
		return
	}
	for i := open; i <= end; i++ {
		if l.owner[i] == 0 {
			l.owner[i] = k + 1
		}
	}
}

// quoteEnds reports whether the sentence that ends with word i closed a quotation
// or led into one.
func (l *listener) quoteEnds(i int) bool {
	for j := i; j >= 0 && j > i-40 && l.Doc.Words[j].Sentence == l.Doc.Words[i].Sentence; j-- {
		if w := l.Low(j); w == "”" || w == `"` || w == ":" || w == "“" {
			return true
		}
	}
	return false
}

// beside returns the cue right after or right before a quotation, -1 for none.
func (l *listener) beside(open, end int) int {
	near := sort.Search(len(l.cues), func(k int) bool { return l.cues[k].at.First >= open })
	for k := max(0, near-3); k < len(l.cues) && l.cues[k].at.First < end+30; k++ {
		w := l.cues[k].whole()
		if w.First > end && w.First-end <= 2 && l.cues[k].before || w.Last <= open && open-w.Last <= 1 {
			return k
		}
	}
	return -1
}

// within returns the one that already governs a part of the quotation, -1 for none.
func (l *listener) within(open, end int) int {
	for i := end; i > open; i-- {
		if o := l.owner[i]; o > 0 && l.cues[o-1].before {
			return o - 1
		}
	}
	return -1
}
