// Package voice finds who speaks where in a text: the cues of speech, the words
// that each governs, the chain of voices of each, by name and kind, and how they
// stand to what is said. It keeps no state.
package voice

import (
	"sort"

	"rashomon"
	"rashomon/internal/grammar"
)

// Speech is a text with who speaks where in it.
type Speech struct {
	*grammar.Text
	said  []utterance // in text order, without overlaps
	named *namer
}

// utterance is a run of words that somebody says. Voices run from the relay, if
// any, to the innermost speaker; the outlet is not among them.
type utterance struct {
	grammar.Run
	voices []rashomon.Voice
	cue    rashomon.Span
	stance rashomon.Stance
}

// Listen finds who speaks where in the text.
func Listen(t *grammar.Text) *Speech {
	d := &Speech{Text: t}
	l := &listener{Speech: d, owner: make([]int, len(d.Doc.Words))}
	for i := range d.Doc.Sentences {
		l.sentenceCues(i)
	}
	l.quotations()
	l.blocks()
	l.turns()
	voices := l.voices()
	for i := 0; i < len(l.owner); {
		end := i + 1
		for end < len(l.owner) && l.owner[end] == l.owner[i] {
			end++
		}
		if k := l.owner[i] - 1; k >= 0 {
			d.said = append(d.said, utterance{grammar.Between(i, end), voices[k], d.SpanOf(l.cues[k].at), l.cues[k].stance})
		}
		i = end
	}
	return d
}

// Attribution returns whose word the words at span are for a claim on field f,
// from the outlet inward, and how that voice stands to them.
func (d *Speech) Attribution(f rashomon.Field, span rashomon.Span, outlet string) rashomon.Attribution {
	a := rashomon.Attribution{
		Voices: []rashomon.Voice{{Name: outlet, Kind: rashomon.Media}},
		Stance: rashomon.States,
	}
	first, last := d.Doc.Range(span)
	u, ok := d.at(last - 1)
	if !ok {
		u, ok = d.at(first)
	}
	if ok {
		a.Voices, a.Cue, a.Stance = append(a.Voices, u.voices...), u.cue, u.stance
	}
	a.Stance = d.hedge(f, a.Stance, grammar.Between(first, last))
	return a
}

// Voice returns the voice that the words at span name: as the text hears it where it
// does, else by its own words. Of a clause it is the one who speaks there.
func (d *Speech) Voice(span rashomon.Span) rashomon.Voice {
	first, last := d.phrase(d.Doc.Range(span))
	span = d.SpanOf(grammar.Between(first, last))
	for _, u := range d.said {
		for _, v := range u.voices {
			if !v.Words.Overlaps(span) {
				continue
			}
			if v.Name == v.As && len(v.As) < span.End-span.Start {
				return d.named.voice(grammar.Between(first, last), grammar.Run{}) // "Gaza" of "the health ministry in Gaza"
			}
			v.Words, v.As = span, span.Of(d.Doc.Text)
			return v
		}
	}
	return d.named.voice(grammar.Between(first, last), grammar.Run{})
}

// phrase returns the phrase of the words [first, last) that may speak: what stands
// behind a semicolon or the end of a sentence, and before a verb of speech.
func (d *Speech) phrase(first, last int) (from, to int) {
	for i := last - 1; i > first; i-- {
		if d.Low(i-1) == ";" || d.Doc.Words[i].Sentence != d.Doc.Words[i-1].Sentence {
			first = i
			break
		}
	}
	for i := first + 1; i < last; i++ {
		w, next := d.Low(i), d.Low(i+1)
		if (grammar.SpeechVerbs[w] != "" || grammar.Accusing[w]) && (grammar.Determiners[next] || !grammar.AmbiguousNoun[w] && d.Name(i+1) && !d.Name(i)) {
			last = i
		}
	}
	return first, last
}

// at returns the utterance that word i stands in.
func (d *Speech) at(i int) (utterance, bool) {
	k := sort.Search(len(d.said), func(k int) bool { return d.said[k].Last > i })
	if k < len(d.said) && d.said[k].Has(i) {
		return d.said[k], true
	}
	return utterance{}, false
}

// cue is a place where the text says who speaks.
type cue struct {
	at       grammar.Run // the words of speech
	speaker  grammar.Run
	beside   grammar.Run // the apposition: ", head of the Observatory,"
	relay    grammar.Run
	stance   rashomon.Stance
	before   bool // what is said stands before the cue (and may go on after it)
	pronoun  bool
	farRelay bool // the relay stands behind an object of the verb
	narrow   bool // only the cue's own words are said: "claimed responsibility"
	apart    bool // the speaker is named elsewhere in the sentence
	outer    int  // index+1 of the cue that relays this one
}

// whole returns every word of the cue and its phrases. A relay that comes after an
// object of the verb is left out: what stands between is said.
func (c cue) whole() grammar.Run {
	r := c.at
	if c.apart {
		return r
	}
	for _, p := range []grammar.Run{c.speaker, c.beside} {
		if !p.Empty() {
			r = r.Join(p)
		}
	}
	if !c.relay.Empty() && !c.farRelay {
		r = r.Join(c.relay)
	}
	return r
}

// listener is the state of listen.
type listener struct {
	*Speech
	cues  []cue
	owner []int // per word: index+1 of the cue that governs it
}

// sentenceCues finds the cues of one sentence and gives each the words it governs.
func (l *listener) sentenceCues(sentence int) {
	last := l.Doc.Sentences[sentence].Last
	for first := l.echo(sentence); first < last; {
		end := l.stop(first, last)
		l.pieceCues(grammar.Between(first, end))
		first = end
	}
}

// stop returns where a piece of a sentence ends that begins at first: behind a full
// stop that a capital follows ("250. Fighting"), which ended a sentence after all,
// or before an "According" that begins one.
func (l *listener) stop(first, last int) int {
	for i := first + 1; i+1 < last; i++ {
		if l.Shouting(l.Doc.Words[i].Sentence) {
			return last
		}
		if l.Low(i) == "." && len(l.Low(i-1)) > 1 && l.Doc.Capital(i+1) {
			return i + 1
		}
		if l.Doc.Word(i) == "According" && l.Low(i+1) == "to" {
			return i
		}
	}
	return last
}

// pieceCues finds the cues of one sentence, or a piece of one, and what they govern.
func (l *listener) pieceCues(whole grammar.Run) {
	base := len(l.cues)
	for i := whole.First; i < whole.Last; {
		c, ok := l.cueAt(i, whole)
		if !ok {
			i++
			continue
		}
		if n := len(l.cues); n > base && !c.pronoun && l.cues[n-1].speaker.Has(c.speaker.First) {
			l.goesOn(&c, l.cues[n-1])
		}
		l.cues = append(l.cues, c)
		i = max(i+1, c.whole().Last)
	}
	for k := base; k < len(l.cues); k++ {
		l.govern(base, k, whole)
	}
}

// goesOn makes c, whose subject is the speaker of the cue before it ("confirmed by
// an official who added"), share that cue's relay and confirmation.
func (l *listener) goesOn(c *cue, prev cue) {
	c.speaker, c.apart = prev.speaker, true
	if c.relay.Empty() {
		c.relay = prev.relay
	}
	if prev.stance == rashomon.Confirms && c.stance == rashomon.States {
		c.stance = rashomon.Confirms
	}
}

// echo returns where the sentence begins once it has repeated the title, as texts
// do that lost their line breaks.
func (l *listener) echo(sentence int) int {
	s := l.Doc.Sentences[sentence]
	title := l.Doc.Sentences[0]
	n := title.Last - title.First
	if sentence == 0 || !title.Title || n < 4 {
		return s.First
	}
	if again := l.repeated(grammar.Between(s.First, s.Last)); again > 0 {
		return again
	}
	for start := s.First; start < s.First+8 && start+n <= s.Last; start++ {
		same := 0
		for j := range n {
			if l.Low(start+j) == l.Low(title.First+j) {
				same++
			}
		}
		if same*10 >= n*9 {
			return start + n
		}
	}
	return s.First
}

// repeated returns where the sentence begins anew with its first words, 0 if it
// does not: a summary and the sentence that it sums up, run together.
func (l *listener) repeated(s grammar.Run) int {
	const words = 5
	for i := s.First + words; i+words < s.Last; i++ {
		same := 0
		for same < words && l.Low(i+same) == l.Low(s.First+same) {
			same++
		}
		if same == words {
			return i
		}
	}
	return 0
}

// govern paints the words that cue k governs, in the sentence whose cues begin
// with base.
func (l *listener) govern(base, k int, s grammar.Run) {
	c := l.cues[k]
	whole := c.whole()
	end := s.Last
	if k+1 < len(l.cues) {
		end = l.cues[k+1].whole().First
	}
	if c.before && k > base && l.creditOnly(k) {
		l.cues[k-1].outer = k + 1
		return
	}
	if c.before {
		l.paint(k, grammar.Between(l.reach(base, k, s), whole.First))
	}
	if k > base && !c.before && whole.First-l.cues[k-1].whole().Last <= 1 && !l.cues[k-1].before && !l.accusedSpeaks(k) {
		l.cues[k].outer = k
	}
	from := whole.Last
	if grammar.Accusing[l.Low(c.at.Last-1)] || c.stance == rashomon.Threats || c.stance == rashomon.Doubts || c.stance == rashomon.Denies ||
		l.holding(c.at.Last-1, s) || l.giving(c.at.Last-1, s) || l.Low(c.at.Last-1) == "declined" {
		from = c.at.First
	}
	if c.narrow {
		from, end = c.at.First, c.at.Last
	}
	l.paint(k, grammar.Between(from, end))
}

// accusedSpeaks reports whether the speaker of cue k is whom the cue before it accuses,
// who then speaks for himself: "police suspect the Front, which said".
func (l *listener) accusedSpeaks(k int) bool {
	prev := l.Low(l.cues[k].at.First - 1)
	return grammar.Accusing[l.Low(l.cues[k-1].at.Last-1)] && (prev == "which" || prev == "who")
}

// creditOnly reports whether cue k, an outlet, only passes on what the cue right
// before it governs: "X said on Sunday according to AFP".
func (l *listener) creditOnly(k int) bool {
	prev := l.cues[k-1]
	gap := grammar.Between(prev.whole().Last, l.cues[k].whole().First)
	return prev.before && l.media(l.cues[k].speaker) && !l.media(prev.speaker) && !l.content(gap)
}

// reach returns how far to the left cue k, whose content stands before it,
// governs; a cue that it passes over on the way is relayed by it.
func (l *listener) reach(base, k int, s grammar.Run) int {
	at := l.cues[k].whole().First
	for i, closed := at-1, 0; i > s.First; i-- {
		switch l.Low(i) {
		case ")":
			closed++
		case "(":
			if closed--; closed < 0 {
				return i + 1
			}
		}
	}
	for p := k - 1; p >= base; p-- {
		end := l.cues[p].whole().Last
		for i := at - 1; i >= end; i-- {
			if w := l.Low(i); w == "but" || w == "while" || w == "whereas" || w == ";" || w == "although" {
				return i
			}
		}
		if l.cues[p].before {
			return end
		}
		if l.media(l.cues[k].speaker) {
			l.cues[p].outer = k + 1
			at = l.cues[p].whole().First
			continue
		}
		return l.lastComma(end, at)
	}
	return s.First
}

// lastComma returns the last place in [from, to) where a clause may begin.
func (l *listener) lastComma(from, to int) int {
	for i := to - 1; i > from; i-- {
		if w := l.Low(i); w == "," && i < to-1 {
			return i
		}
	}
	return from
}

// paint gives the words of r to cue k, but for those of cues that k relays.
func (l *listener) paint(k int, r grammar.Run) {
	for i := r.First; i < r.Last; i++ {
		if o := l.owner[i]; o == 0 || l.cues[o-1].outer != k+1 {
			l.owner[i] = k + 1
		}
	}
}

// media reports whether the phrase names an outlet or agency.
func (d *Speech) media(r grammar.Run) bool {
	for i := r.First; i < r.Last; i++ {
		if grammar.RelayNouns[d.Low(i)] {
			return true
		}
	}
	return false
}
