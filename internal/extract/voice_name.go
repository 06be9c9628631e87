package extract

import (
	"strings"

	"rashomon"
)

// bodySpeakers are those who speak for a body: "head of", "source at".
var bodySpeakers = lexiconOf(`source sources head director chief spokesman spokeswoman spokesperson spokesmen official
	officials leader member president secretary founder reporter correspondent commander coordinator chairman`)

// voices returns the chain of voices of every cue, the outlet left out.
func (l *listener) voices() [][]rashomon.Voice {
	n := l.namer()
	chains := make([][]rashomon.Voice, len(l.cues))
	last := -1
	for k, c := range l.cues {
		if last >= 0 && l.theReport(c.speaker) {
			chains[k] = l.renamed(chains[last], c.speaker)
			continue
		}
		v := l.voice(n, k, last, chains)
		var chain []rashomon.Voice
		if c.outer > 0 && c.outer != k+1 {
			if o := l.cues[c.outer-1]; !o.speaker.empty() {
				chain = append(chain, n.relay(o.speaker))
			}
		}
		if !c.relay.empty() {
			chain = append(chain, n.relay(c.relay))
		}
		if len(chain) == 0 {
			chain, v = l.again(k, last, chains, v)
		}
		chains[k] = append(chain, v)
		if !c.pronoun {
			last = k
		}
	}
	return chains
}

// again returns the relay and the voice of cue k when its speaker has been heard
// before: a pronoun, or "the source" after "a source at X told Y".
func (l *listener) again(k, last int, chains [][]rashomon.Voice, v rashomon.Voice) ([]rashomon.Voice, rashomon.Voice) {
	r := l.cues[k].speaker
	if l.cues[k].pronoun && last >= 0 && v.Name == chains[last][len(chains[last])-1].Name {
		return relayOf(chains[last]), v
	}
	if r.last-r.first != 2 || l.low(r.first) != "the" {
		return nil, v
	}
	head := l.low(r.last - 1)
	for p := k - 1; p >= 0; p-- {
		o := l.cues[p].speaker
		if o.empty() || o.last-o.first < 2 || !l.holds(o, head) {
			continue
		}
		heard := chains[p][len(chains[p])-1]
		if heard.Name != heard.As || len(heard.As) > len(v.As) {
			v.Name, v.Kind, v.Anonymous = heard.Name, heard.Kind, heard.Anonymous
		}
		return relayOf(chains[p]), v
	}
	return nil, v
}

// relayOf returns the chain without its innermost voice.
func relayOf(chain []rashomon.Voice) []rashomon.Voice {
	return append([]rashomon.Voice(nil), chain[:len(chain)-1]...)
}

// holds reports whether a word of the phrase is w.
func (l *listener) holds(r run, w string) bool {
	for i := r.first; i < r.last; i++ {
		if l.low(i) == w {
			return true
		}
	}
	return false
}

// theReport reports whether a phrase only points at what was quoted before: "the
// report said".
func (l *listener) theReport(r run) bool {
	return r.last-r.first == 2 && l.low(r.first) == "the" && (l.low(r.first+1) == "report" || l.low(r.first+1) == "statement")
}

// renamed returns the chain with the words of its innermost voice replaced by r.
func (l *listener) renamed(chain []rashomon.Voice, r run) []rashomon.Voice {
	out := append([]rashomon.Voice(nil), chain...)
	v := &out[len(out)-1]
	v.Words = l.words(r)
	v.As = v.Words.Of(l.doc.Text)
	return out
}

// voice returns the innermost voice of cue k; a pronoun takes the name of the last
// speaker.
func (l *listener) voice(n *namer, k, last int, chains [][]rashomon.Voice) rashomon.Voice {
	c := l.cues[k]
	if !c.pronoun {
		return n.voice(c.speaker, c.beside)
	}
	span := l.words(c.speaker)
	s := l.sentence(c.speaker.first)
	subject := l.subject(c.speaker.first, s)
	if last < 0 || l.low(c.speaker.first-1) == "which" && l.voiceLike(subject) && !l.pronounRun(subject) {
		v := n.voice(subject, none)
		v.Words, v.As = span, span.Of(l.doc.Text)
		return v
	}
	v := chains[last][len(chains[last])-1]
	v.Words, v.As = span, span.Of(l.doc.Text)
	return v
}

// namer resolves who a phrase names, over one report.
type namer struct {
	*draft
	bodies  []string          // the long names of the text, in order
	persons map[string]string // a person's last name -> the body spoken for
	monitor string            // the one monitor that the text names
}

func (l *listener) namer() *namer {
	n := &namer{draft: l.draft, persons: map[string]string{}}
	n.bodies = n.properNames()
	for _, b := range n.bodies {
		if kindOf(strings.Fields(strings.ToLower(b))) == rashomon.Monitor && strings.Contains(b, " ") && len(b) > len(n.monitor) {
			n.monitor = b
		}
	}
	for _, c := range l.cues {
		if body, person := n.parts(c.speaker, c.beside); body != "" && person != "" {
			n.persons[person] = body
		}
	}
	n.officeHolders()
	return n
}

// officeHolders notes who speaks for whom wherever the text says so: "N, head of X".
func (n *namer) officeHolders() {
	for i := range n.doc.Words {
		if !bodySpeakers[n.low(i)] || i == 0 {
			continue
		}
		s := n.sentence(i)
		first := i
		if first > s.first && determiners[n.low(first-1)] {
			first--
		}
		if first > s.first && n.low(first-1) == "," {
			first--
		}
		who := n.nounLeft(first, s.first)
		if who.last-who.first < 2 || !n.name(who.last-1) || voiceNouns[n.low(who.last-1)] {
			continue
		}
		if body := n.bodyIn(n.attachedRight(run{i, i + 1}, s.last)); body != "" {
			n.persons[n.low(who.last-1)] = body
		}
	}
}

// properNames returns the runs of capitalised words, joined by "of", "for" and
// "the", of at least two words.
func (n *namer) properNames() []string {
	var names []string
	for i := 0; i < len(n.doc.Words); {
		if !n.name(i) || weekdays[n.low(i)] || n.shouting(n.doc.Words[i].Sentence) {
			i++
			continue
		}
		end, sentence := i+1, n.doc.Words[i].Sentence
		for end < len(n.doc.Words) && n.doc.Words[end].Sentence == sentence {
			w := n.low(end)
			joins := w == "of" || w == "for" || w == "and"
			if n.name(end) && !weekdays[w] || joins && n.name(end+1) && n.doc.Words[end].Sentence == sentence {
				end++
				continue
			}
			break
		}
		if end-i > 1 {
			first := i
			for first < end-1 && (determiners[n.low(first)] || prepositions[n.low(first)] || adverbs[n.low(first)]) {
				first++
			}
			names = append(names, n.doc.Span(first, end).Of(n.doc.Text))
		}
		i = end
	}
	return names
}

// voice returns the voice that a phrase, with its apposition, names.
func (n *namer) voice(r, beside run) rashomon.Voice {
	span := n.words(r)
	v := rashomon.Voice{Words: span, As: span.Of(n.doc.Text)}
	body, person := n.parts(r, beside)
	switch {
	case body != "":
		v.Name = n.full(body)
	case person != "" && n.persons[person] != "":
		v.Name = n.full(n.persons[person])
	default:
		v.Name = n.full(v.As)
	}
	v.Kind = n.kind(r, beside, v.Name)
	v.Anonymous = n.anonymous(r, person)
	return v
}

// relay returns the voice of an outlet that passes on: "an AFP report" is AFP.
func (n *namer) relay(r run) rashomon.Voice {
	for r.last-r.first > 1 && (n.low(r.last-1) == "report" || n.low(r.last-1) == "reports") {
		r.last--
	}
	for r.last-r.first > 1 && (n.low(r.first) == "a" || n.low(r.first) == "an") {
		r.first++
	}
	v := n.voice(r, none)
	if v.Kind == rashomon.OtherVoice || relayNouns[n.low(n.head(r))] {
		v.Kind = rashomon.Media
	}
	return v
}

// parts splits a speaker's phrase into the body spoken for and the person's last
// name, either of which may be missing.
func (n *namer) parts(r, beside run) (body, person string) {
	if body = n.bodyIn(r); len(body) < 4 && determiners[strings.ToLower(body)] {
		body = ""
	}
	if !beside.empty() {
		if b := n.bodyIn(beside); b != "" && body == "" {
			body = b
		}
	}
	h := n.head(r)
	if n.name(h) && !voiceNouns[n.low(h)] && !relayNouns[n.low(h)] {
		person = n.low(h)
	}
	return body, person
}

// bodyIn returns the body in "head of the X", "X director N".
func (n *namer) bodyIn(r run) string {
	for i := r.first; i < r.last; i++ {
		if !bodySpeakers[n.low(i)] {
			continue
		}
		if w := n.low(i + 1); i+2 < r.last && (w == "of" || w == "at" || w == "for" || w == "from" || w == "in") {
			return n.trimmed(run{i + 2, n.bodyEnd(i+2, r.last)})
		}
		before := run{r.first, i}
		if !before.empty() && (n.name(i-1) || voiceNouns[n.low(i-1)]) && i+1 < r.last {
			return n.trimmed(before)
		}
	}
	return ""
}

// bodyEnd returns where the body's name ends that begins at word i: before a
// person's name that follows it.
func (n *namer) bodyEnd(i, last int) int {
	end := last
	for j := i; j+1 < last; j++ {
		if voiceNouns[n.low(j)] && n.name(j+1) && !voiceNouns[n.low(j+1)] {
			end = j + 1
		}
	}
	return end
}

// trimmed returns the words of r without leading articles.
func (n *namer) trimmed(r run) string {
	for r.first < r.last-1 && (determiners[n.low(r.first)] || n.doc.Punct(r.first)) {
		r.first++
	}
	return n.words(r).Of(n.doc.Text)
}

// full returns the longest name of the text that the short name stands for: by its
// words, by its initials, or because the text names one monitor only.
func (n *namer) full(short string) string {
	words := significant(short)
	if len(words) == 0 {
		return short
	}
	best := ""
	for _, b := range n.bodies {
		if stands(words, short, b) && len(b) > len(best) {
			best = b
		}
	}
	if best != "" && len(best) > len(strings.Join(words, " ")) {
		return best
	}
	if n.monitor != "" && kindOf(words) == rashomon.Monitor {
		return n.monitor
	}
	return short
}

// stands reports whether the words of a short name, or its initials, fit a long one.
func stands(words []string, short, long string) bool {
	parts := strings.Fields(long)
	if len(words) == 1 && len(short) > 2 && short == strings.ToUpper(short) {
		initials := ""
		for _, p := range parts {
			if p[0] >= 'A' && p[0] <= 'Z' {
				initials += p[:1]
			}
		}
		return initials == strings.Trim(short, ".")
	}
	if len(words) > len(parts) || len(parts) < 2 {
		return false
	}
	lower := " " + strings.ToLower(long) + " "
	for _, w := range words {
		if !strings.Contains(lower, " "+w+" ") {
			return false
		}
	}
	return short[0] >= 'A' && short[0] <= 'Z' || strings.Contains(short, " ")
}

// significant returns the lower-case words of a name that tell it from others.
func significant(name string) []string {
	var words []string
	for _, w := range strings.Fields(strings.ToLower(name)) {
		w = strings.Trim(w, `.,"'()`)
		if w != "" && !determiners[w] && !prepositions[w] && w != "based" && !strings.HasSuffix(w, "-based") {
			words = append(words, w)
		}
	}
	return words
}

// kind returns what kind of voice a phrase is.
func (n *namer) kind(r, beside run, name string) rashomon.VoiceKind {
	var words []string
	for _, p := range []run{r, beside} {
		for i := p.first; i < p.last; i++ {
			words = append(words, n.low(i))
		}
	}
	if k := kindOf(words); k != rashomon.OtherVoice {
		return k
	}
	return kindOf(strings.Fields(strings.ToLower(name)))
}

func kindOf(words []string) rashomon.VoiceKind {
	for _, k := range voiceKinds {
		for _, w := range words {
			if k.words[w] {
				return k.kind
			}
		}
	}
	return rashomon.OtherVoice
}

// anonymous reports whether a phrase hides who speaks: "a source", "a medic".
func (n *namer) anonymous(r run, person string) bool {
	if person != "" {
		return false
	}
	for i := r.first; i < r.last; i++ {
		switch w := n.low(i); {
		case w == "source" || w == "sources" || w == "unidentified" || w == "unnamed":
			return true
		case (w == "a" || w == "an" || w == "one" || w == "another") && i == r.first:
			h := n.low(n.head(r))
			return bodySpeakers[h] || h == "medic" || h == "witness" || h == "resident" || h == "activist" || h == "doctor" || h == "officer"
		}
	}
	return false
}
