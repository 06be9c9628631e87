package extract

import (
	"sort"

	"rashomon"
)

// utterance is a run of words that somebody says. Voices run from the relay, if
// any, to the innermost speaker; the outlet is not among them.
type utterance struct {
	run
	voices []rashomon.Voice
	cue    rashomon.Span
	stance rashomon.Stance
}

// listen fills d.speech: who speaks where, in text order, without overlaps.
func (d *draft) listen() {
	d.spell()
	l := &listener{draft: d, owner: make([]int, len(d.doc.Words))}
	for i := range d.doc.Sentences {
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
			d.speech = append(d.speech, utterance{run{i, end}, voices[k], d.words(l.cues[k].at), l.cues[k].stance})
		}
		i = end
	}
}

// attribution returns whose word the words at span are for a claim on field f,
// and how that voice stands to them.
func (d *draft) attribution(f rashomon.Field, span rashomon.Span) rashomon.Attribution {
	a := rashomon.Attribution{
		Voices: []rashomon.Voice{{Name: d.report.Outlet(), Kind: rashomon.Media}},
		Stance: rashomon.States,
	}
	first, last := d.doc.Range(span)
	u, ok := d.said(last - 1)
	if !ok {
		u, ok = d.said(first)
	}
	if ok {
		a.Voices, a.Cue, a.Stance = append(a.Voices, u.voices...), u.cue, u.stance
	}
	a.Stance = d.hedge(f, a.Stance, run{first, last})
	return a
}

// said returns the utterance that word i stands in.
func (d *draft) said(i int) (utterance, bool) {
	k := sort.Search(len(d.speech), func(k int) bool { return d.speech[k].last > i })
	if k < len(d.speech) && d.speech[k].has(i) {
		return d.speech[k], true
	}
	return utterance{}, false
}

// cue is a place where the text says who speaks.
type cue struct {
	at      run // the words of speech
	speaker run
	beside  run // the apposition: ", head of the Observatory,"
	relay   run
	stance  rashomon.Stance
	before  bool // what is said stands before the cue (and may go on after it)
	pronoun bool
	narrow  bool // only the cue's own words are said: "claimed responsibility"
	apart   bool // the speaker is named elsewhere in the sentence
	outer   int  // index+1 of the cue that relays this one
}

// whole returns every word of the cue and its phrases.
func (c cue) whole() run {
	r := c.at
	if c.apart {
		return r
	}
	for _, p := range []run{c.speaker, c.beside, c.relay} {
		if !p.empty() {
			r = r.join(p)
		}
	}
	return r
}

// listener is the state of listen.
type listener struct {
	*draft
	cues  []cue
	owner []int // per word: index+1 of the cue that governs it
}

// sentenceCues finds the cues of one sentence and gives each the words it governs.
func (l *listener) sentenceCues(sentence int) {
	s := l.doc.Sentences[sentence]
	base := len(l.cues)
	whole := run{l.echo(sentence), s.Last}
	for i := whole.first; i < s.Last; {
		c, ok := l.cueAt(i, whole)
		if !ok {
			i++
			continue
		}
		if n := len(l.cues); n > base && !c.pronoun && l.cues[n-1].speaker.has(c.speaker.first) {
			l.goesOn(&c, l.cues[n-1])
		}
		l.cues = append(l.cues, c)
		i = max(i+1, c.whole().last)
	}
	for k := base; k < len(l.cues); k++ {
		l.govern(base, k, whole)
	}
}

// goesOn makes c, whose subject is the speaker of the cue before it ("confirmed by
// an official who added"), share that cue's relay and confirmation.
func (l *listener) goesOn(c *cue, prev cue) {
	c.speaker, c.apart = prev.speaker, true
	if c.relay.empty() {
		c.relay = prev.relay
	}
	if prev.stance == rashomon.Confirms && c.stance == rashomon.States {
		c.stance = rashomon.Confirms
	}
}

// echo returns where the sentence begins once it has repeated the title, as texts
// do that lost their line breaks.
func (l *listener) echo(sentence int) int {
	s := l.doc.Sentences[sentence]
	title := l.doc.Sentences[0]
	n := title.Last - title.First
	if sentence == 0 || !title.Title || n < 4 {
		return s.First
	}
	if again := l.repeated(run{s.First, s.Last}); again > 0 {
		return again
	}
	for start := s.First; start < s.First+8 && start+n <= s.Last; start++ {
		same := 0
		for j := range n {
			if l.low(start+j) == l.low(title.First+j) {
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
func (l *listener) repeated(s run) int {
	const words = 5
	for i := s.first + words; i+words < s.last; i++ {
		same := 0
		for same < words && l.low(i+same) == l.low(s.first+same) {
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
func (l *listener) govern(base, k int, s run) {
	c := l.cues[k]
	whole := c.whole()
	end := s.last
	if k+1 < len(l.cues) {
		end = l.cues[k+1].whole().first
	}
	if c.before && k > base && l.creditOnly(k) {
		l.cues[k-1].outer = k + 1
		return
	}
	if c.before {
		l.paint(k, run{l.reach(base, k, s), whole.first})
	}
	if k > base && !c.before && whole.first-l.cues[k-1].whole().last <= 1 && !l.cues[k-1].before {
		l.cues[k].outer = k
	}
	from := whole.last
	if accusing[l.low(c.at.last-1)] || c.stance == rashomon.Threats || c.stance == rashomon.Doubts || c.stance == rashomon.Denies ||
		l.holding(c.at.last-1, s) || l.giving(c.at.last-1, s) || l.low(c.at.last-1) == "declined" {
		from = c.at.first
	}
	if c.narrow {
		from, end = c.at.first, c.at.last
	}
	l.paint(k, run{from, end})
}

// creditOnly reports whether cue k, an outlet, only passes on what the cue right
// before it governs: "X said on Sunday according to AFP".
func (l *listener) creditOnly(k int) bool {
	prev := l.cues[k-1]
	gap := run{prev.whole().last, l.cues[k].whole().first}
	return prev.before && l.media(l.cues[k].speaker) && !l.media(prev.speaker) && !l.content(gap)
}

// reach returns how far to the left cue k, whose content stands before it,
// governs; a cue that it passes over on the way is relayed by it.
func (l *listener) reach(base, k int, s run) int {
	at := l.cues[k].whole().first
	for i, closed := at-1, 0; i > s.first; i-- {
		switch l.low(i) {
		case ")":
			closed++
		case "(":
			if closed--; closed < 0 {
				return i + 1
			}
		}
	}
	for p := k - 1; p >= base; p-- {
		end := l.cues[p].whole().last
		for i := at - 1; i >= end; i-- {
			if w := l.low(i); w == "but" || w == "while" || w == "whereas" || w == ";" || w == "although" {
				return i
			}
		}
		if l.cues[p].before {
			return end
		}
		if l.media(l.cues[k].speaker) {
			l.cues[p].outer = k + 1
			at = l.cues[p].whole().first
			continue
		}
		return l.lastComma(end, at)
	}
	return s.first
}

// lastComma returns the last place in [from, to) where a clause may begin.
func (l *listener) lastComma(from, to int) int {
	for i := to - 1; i > from; i-- {
		if w := l.low(i); w == "," && i < to-1 {
			return i
		}
	}
	return from
}

// paint gives the words of r to cue k, but for those of cues that k relays.
func (l *listener) paint(k int, r run) {
	for i := r.first; i < r.last; i++ {
		if o := l.owner[i]; o == 0 || l.cues[o-1].outer != k+1 {
			l.owner[i] = k + 1
		}
	}
}

// media reports whether the phrase names an outlet or agency.
func (d *draft) media(r run) bool {
	for i := r.first; i < r.last; i++ {
		if relayNouns[d.low(i)] {
			return true
		}
	}
	return false
}
