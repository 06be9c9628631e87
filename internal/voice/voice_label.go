package voice

import (
	"slices"
	"strings"

	"rashomon"
	"rashomon/internal/grammar"
)

var (
	// presenting roles behind a name in a label are of the outlet's own people.
	presenting = grammar.LexiconOf(`host byline anchor reporter correspondent presenter announcer newsreader narrator moderator interviewer q question`)
	// listing words end in a colon before what is no one's speech.
	listing = grammar.LexiconOf(`sources source reports report statement statements posts post video videos page records record news documents document victim
		driver owner group groups media court team teams bulletin communique caption area address location information`)
)

// lineLabel is a name and a colon at the beginning of a line, "GRINT: NINE DIED",
// "[10:31] Governor: nine dead".
type lineLabel struct {
	name    grammar.Run
	colon   int
	voiced  bool // a word of it says that it speaks for somebody
	capital bool // it is all capitals
	outlet  bool // it is one of the outlet's own people
}

// lineLabels returns the labels of the text by the word that they begin with. Names in
// capitals are labels where there are two of them or more.
func (l *listener) lineLabels() map[int]lineLabel {
	all, capitals, ours := map[int]lineLabel{}, map[string]bool{}, map[string]bool{}
	for i := range l.Doc.Words {
		x, ok := l.lineLabel(i)
		if !ok {
			continue
		}
		all[i] = x
		name := l.Low(x.name.Last - 1)
		if x.capital {
			capitals[name] = true
		}
		if x.outlet {
			ours[name] = true
		}
	}
	for i, x := range all {
		if !x.voiced && (!x.capital || len(capitals) < 2) {
			delete(all, i)
			continue
		}
		x.outlet = x.outlet || ours[l.Low(x.name.Last-1)]
		all[i] = x
	}
	return all
}

// longestLabel is how many words stand in a label.
const longestLabel = 9

// lineLabel reads the label that begins at word i.
func (l *listener) lineLabel(i int) (lineLabel, bool) {
	x := lineLabel{capital: true}
	if !l.lineStart(i) {
		return x, false
	}
	end := 0 // where the name ends: before a comma
	for j := i; j < min(i+longestLabel, len(l.Doc.Words)); j++ {
		w, word := l.Low(j), l.Doc.Word(j)
		switch {
		case w == ":":
			x.name, x.colon = grammar.Between(i, max(end, i)), j
			if end == 0 {
				x.name.Last = j
			}
			_, same := l.onLine(j)
			return x, j > i && same && l.Doc.Words[j-1].End-l.Doc.Words[i].Start > 1 // no "A:" of an interview
		case w == ",":
			if end > 0 {
				return x, false
			}
			end = j
			continue
		case l.Doc.Punct(j) || grammar.IsNumber(w) || listing[w] || grammar.SpeechVerbs[w] != "" && !grammar.VoiceNouns[w]:
			return x, false
		case !l.Doc.Capital(j) && !grammar.VoiceNouns[w] && w != "of" && w != "the" && w != "for":
			return x, false
		}
		x.outlet = x.outlet || presenting[w]
		x.voiced = x.voiced || grammar.VoiceNouns[w]
		x.capital = x.capital && word == strings.ToUpper(word)
	}
	return x, false
}

// lineStart reports whether word i is the first of its line, but for a time in
// brackets.
func (l *listener) lineStart(i int) bool {
	for l.Low(i-1) == "]" && i > 1 {
		open := i - 1
		for open > 0 && open > i-6 && l.Low(open) != "[" {
			open--
		}
		if l.Low(open) != "[" {
			return false
		}
		i = open
	}
	return i > 0 && strings.ContainsRune(l.Doc.Text[l.Doc.Words[i-1].End:l.Doc.Words[i].Start], '\n')
}

// onLine returns the word behind word i where that stands on the same line.
func (l *listener) onLine(i int) (next int, ok bool) {
	next = i + 1
	return next, next < len(l.Doc.Words) && !strings.ContainsRune(l.Doc.Text[l.Doc.Words[i].End:l.Doc.Words[next].Start], '\n')
}

// turnEnds reports whether a labelled turn ends before word i: a line begins with a
// time or with what was heard ("(SOUNDBITE OF SIREN)").
func (l *listener) turnEnds(i int) bool {
	w := l.Low(i)
	return (w == "[" || w == "(" || grammar.IsDigit((w + " ")[0])) && l.lineStart(i)
}

// Labelled reports whether the voice that Attribution gives the words at span is set
// before or behind them like a label: "Police: nine dead", "Nine dead - police".
func (d *Speech) Labelled(span rashomon.Span, a rashomon.Attribution) bool {
	cue := a.Cue.Of(d.Doc.Text)
	first, _ := d.Doc.Range(span)
	title := d.Doc.Sentences[d.Doc.Words[first].Sentence].Title
	return strings.HasSuffix(cue, ":") || title && (cue == "-" || cue == "–" || cue == "|")
}

// Fuller returns a with the words of its speaker as b has them, where those hold them
// and more: "Hospital officials in the port of Sol" for "Sol".
func Fuller(a, b rashomon.Attribution) rashomon.Attribution {
	x, ok := a.Speaker()
	y, too := b.Speaker()
	if !ok || !too || len(y.As) <= len(x.As) || !y.Words.Covers(x.Words) {
		return a
	}
	a.Voices = slices.Clone(a.Voices)
	a.Voices[len(a.Voices)-1] = y
	return a
}
