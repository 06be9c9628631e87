package voice

import (
	"strings"

	"rashomon"
	"rashomon/internal/grammar"
)

// bodySpeakers are those who speak for a body: "head of", "source at".
var bodySpeakers = grammar.LexiconOf(`source sources head director chief spokesman spokeswoman spokesperson spokesmen official
	officials leader member president secretary founder reporter correspondent commander coordinator chairman`)

// voices returns the chain of voices of every cue, the outlet left out.
func (l *listener) voices() [][]rashomon.Voice {
	n := l.namer()
	l.named = n
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
			if o := l.cues[c.outer-1]; !o.speaker.Empty() {
				chain = append(chain, n.relay(o.speaker))
			}
		}
		if !c.relay.Empty() {
			chain = append(chain, n.relay(c.relay))
		}
		if len(chain) == 0 {
			chain, v = l.again(k, last, chains, v)
		} else {
			_, v = l.again(k, last, chains, v)
		}
		chains[k] = append(chain, v)
		if !c.pronoun {
			last = k
		}
	}
	return chains
}

// heardBack is how many cues back a speaker is looked for: a bound for hostile texts.
const heardBack = 60

// again returns the relay and the voice of cue k when its speaker has been heard
// before: a pronoun, or "the source" after "a source at X told Y".
func (l *listener) again(k, last int, chains [][]rashomon.Voice, v rashomon.Voice) ([]rashomon.Voice, rashomon.Voice) {
	r := l.cues[k].speaker
	if l.cues[k].pronoun && last >= 0 && v.Name == chains[last][len(chains[last])-1].Name {
		return relayOf(chains[last]), v
	}
	if r.Last-r.First != 2 || l.Low(r.First) != "the" {
		return nil, v
	}
	head := l.Low(r.Last - 1)
	for p := k - 1; p >= max(0, k-heardBack); p-- {
		o := l.cues[p].speaker
		if o.Empty() || o.Last-o.First < 2 || !l.holds(o, head) {
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
func (l *listener) holds(r grammar.Run, w string) bool {
	for i := r.First; i < r.Last; i++ {
		if l.Low(i) == w {
			return true
		}
	}
	return false
}

// theReport reports whether a phrase only points at what was quoted before: "the
// report said".
func (l *listener) theReport(r grammar.Run) bool {
	return r.Last-r.First == 2 && l.Low(r.First) == "the" && (l.Low(r.First+1) == "report" || l.Low(r.First+1) == "statement")
}

// renamed returns the chain with the words of its innermost voice replaced by r.
func (l *listener) renamed(chain []rashomon.Voice, r grammar.Run) []rashomon.Voice {
	out := append([]rashomon.Voice(nil), chain...)
	v := &out[len(out)-1]
	v.Words = l.SpanOf(r)
	v.As = v.Words.Of(l.Doc.Text)
	return out
}

// voice returns the innermost voice of cue k; a pronoun takes the name of the last
// speaker.
func (l *listener) voice(n *namer, k, last int, chains [][]rashomon.Voice) rashomon.Voice {
	c := l.cues[k]
	if !c.pronoun && (last < 0 || !l.holds(c.speaker, "same")) { // "this same organization"
		v := n.voice(c.speaker, c.beside)
		if owner := n.owners[k]; owner != "" {
			v.Name = n.full(owner)
			v.Kind = n.kind(grammar.Run{}, grammar.Run{}, v.Name)
		}
		return v
	}
	span := l.SpanOf(c.speaker)
	s := l.Sentence(c.speaker.First)
	subject := l.Subject(c.speaker.First, s)
	if last < 0 || l.Low(c.speaker.First-1) == "which" && l.VoiceLike(subject) && !l.IsPronoun(subject) {
		v := n.voice(subject, grammar.Run{})
		v.Words, v.As = span, span.Of(l.Doc.Text)
		if v.Name == "" {
			v.Name = v.As
		}
		return v
	}
	v := chains[last][len(chains[last])-1]
	v.Words, v.As = span, span.Of(l.Doc.Text)
	return v
}

// namer resolves who a phrase names, over one report.
type namer struct {
	*Speech
	bodies  []string          // the long names of the text, each once, in order
	times   map[string]int    // how often the text gives each
	fuller  map[string]string // what full has returned
	persons map[string]string // a person's last name -> the body spoken for
	monitor string            // the one monitor that the text names
	states  map[string]string // "army" -> the one army of a state that the text names
	owners  map[int]string    // per cue: the body in "its spokesman"
}

func (l *listener) namer() *namer {
	n := &namer{Speech: l.Speech, persons: map[string]string{}, times: map[string]int{}, fuller: map[string]string{}}
	for _, name := range n.properNames() {
		if n.times[name]++; n.times[name] == 1 && len(n.bodies) < manyNames {
			n.bodies = append(n.bodies, name)
		}
	}
	for _, b := range n.bodies {
		if monitorNamed(b) && n.better(b, n.monitor) {
			n.monitor = b
		}
	}
	n.states = n.stateBodies()
	n.owners = n.owned(l.cues)
	for k, c := range l.cues {
		body, person := n.parts(c.speaker, c.beside)
		if owner := n.owners[k]; owner != "" {
			body = owner
			n.heldBy(c, owner)
		}
		if body != "" && person != "" {
			n.persons[person] = body
		}
	}
	n.officeHolders()
	return n
}

// manyNames is how many long names a text is searched for: a bound for hostile ones.
const manyNames = 400

// monitorNamed reports whether a long name is a monitor's own, not a headline's
// "Vellmar Monitor".
func monitorNamed(name string) bool {
	words := strings.Fields(strings.ToLower(name))
	if kindOf(words) != rashomon.Monitor {
		return false
	}
	for _, w := range words {
		switch w {
		case "observatory", "network", "rights", "watch", "centre", "center", "documentation", "airwars", "project":
			return true
		}
	}
	return false
}

// better reports whether the long name a is given more often than b, or as often
// and at greater length.
func (n *namer) better(a, b string) bool {
	if n.times[a] != n.times[b] {
		return n.times[a] > n.times[b]
	}
	return len(a) > len(b)
}

// officeHolders notes who speaks for whom wherever the text says so: "N, head of X".
func (n *namer) officeHolders() {
	for i := range n.Doc.Words {
		if !bodySpeakers[n.Low(i)] || i == 0 {
			continue
		}
		s := n.Sentence(i)
		first := i
		if first > s.First && grammar.Determiners[n.Low(first-1)] {
			first--
		}
		if first > s.First && n.Low(first-1) == "," {
			first--
		}
		who := n.NounLeft(first, s.First)
		if who.Last-who.First < 2 || !n.Name(who.Last-1) || grammar.VoiceNouns[n.Low(who.Last-1)] {
			continue
		}
		if body := n.bodyIn(n.AttachedRight(grammar.Between(i, i+1), s.Last)); body != "" {
			n.persons[n.Low(who.Last-1)] = body
		}
	}
}

// properNames returns the runs of capitalised words, joined by "of", "for" and
// "the", of at least two words.
func (n *namer) properNames() []string {
	var names []string
	for i := 0; i < len(n.Doc.Words); {
		if !n.Name(i) || grammar.Weekdays[n.Low(i)] || n.Shouting(n.Doc.Words[i].Sentence) {
			i++
			continue
		}
		end, sentence := i+1, n.Doc.Words[i].Sentence
		for end < len(n.Doc.Words) && n.Doc.Words[end].Sentence == sentence {
			w := n.Low(end)
			joins := w == "of" || w == "for" || w == "and"
			if prev := n.Low(end - 1); len(prev) > 3 && strings.HasSuffix(prev, ".") && n.Person(end) && n.Person(end+1) {
				break // "the U.S. Ilo Brandt said": the stop ended a sentence
			}
			if grammar.Agencies[w] {
				break
			}
			if n.Name(end) && !grammar.Weekdays[w] || joins && n.Name(end+1) && n.Doc.Words[end+1].Sentence == sentence {
				end++
				continue
			}
			break
		}
		if end-i > 1 && end-i < 10 {
			first := i
			for first < end-1 && (strings.HasSuffix(n.Low(first), "-based") || grammar.Determiners[n.Low(first)] || grammar.Prepositions[n.Low(first)] || grammar.Adverbs[n.Low(first)]) {
				first++
			}
			if end-first > 1 {
				names = append(names, n.Doc.Span(first, end).Of(n.Doc.Text))
			}
		}
		i = end
	}
	return names
}

// voice returns the voice that a phrase, with its apposition, names.
func (n *namer) voice(r, beside grammar.Run) rashomon.Voice {
	span := n.SpanOf(r)
	v := rashomon.Voice{Words: span, As: span.Of(n.Doc.Text)}
	body, person := n.parts(r, beside)
	switch {
	case body != "":
		v.Name = n.full(body)
	case person != "" && n.persons[person] != "":
		v.Name = n.full(n.persons[person])
	default:
		v.Name = n.full(n.SpanOf(n.personOnly(r)).Of(n.Doc.Text))
	}
	v.Kind = n.kind(r, beside, v.Name)
	v.Anonymous = n.anonymous(r, person)
	return v
}

// personOnly cuts "N from the Front" down to the person; any other phrase stays.
func (n *namer) personOnly(r grammar.Run) grammar.Run {
	for i := r.First + 2; i < r.Last; i++ {
		if w := n.Low(i); (w == "from" || w == "of") && n.Person(i-1) && n.Person(i-2) && !n.HasVoice(grammar.Between(r.First, i)) {
			return grammar.Between(r.First, i)
		}
	}
	return r
}

// relay returns the voice of an outlet that passes on: "an AFP report" is AFP.
func (n *namer) relay(r grammar.Run) rashomon.Voice {
	for r.Last-r.First > 1 && (n.Low(r.Last-1) == "report" || n.Low(r.Last-1) == "reports") {
		r.Last--
	}
	for r.Last-r.First > 1 && (n.Low(r.First) == "a" || n.Low(r.First) == "an") {
		r.First++
	}
	v := n.voice(r, grammar.Run{})
	if v.Kind == rashomon.OtherVoice || grammar.RelayNouns[n.Low(n.Head(r))] {
		v.Kind = rashomon.Media
	}
	return v
}

// parts splits a speaker's phrase into the body spoken for and the person's last
// name, either of which may be missing.
func (n *namer) parts(r, beside grammar.Run) (body, person string) {
	if body = n.bodyIn(r); len(body) < 4 && grammar.Determiners[strings.ToLower(body)] {
		body = ""
	}
	if !beside.Empty() {
		if b := n.bodyIn(beside); b != "" && body == "" {
			body = b
		}
	}
	h := n.Head(r)
	if n.Name(h) && !grammar.VoiceNouns[n.Low(h)] && !grammar.RelayNouns[n.Low(h)] {
		person = n.Low(h)
	}
	return body, person
}

// bodyIn returns the body in "head of the X", "X director N".
func (n *namer) bodyIn(r grammar.Run) string {
	for i := r.First; i < r.Last; i++ {
		if !bodySpeakers[n.Low(i)] {
			continue
		}
		if w := n.Low(i + 1); i+2 < r.Last && (w == "of" || w == "at" || w == "for" || w == "from") {
			if body := grammar.Between(i+2, n.bodyEnd(i+2, r.Last)); n.bodily(body) {
				return n.trimmed(body)
			}
		}
		before := grammar.Between(r.First, i)
		if !before.Empty() && (n.Name(i-1) || grammar.VoiceNouns[n.Low(i-1)]) && i+1 < r.Last {
			return n.trimmed(before)
		}
		if i+1 == r.Last && !before.Empty() && strings.HasPrefix(n.Low(i), "spokes") && (n.Name(i-1) || grammar.VoiceNouns[n.Low(i-1)]) && !grammar.Determiners[n.Low(i-1)] {
			return strings.TrimSuffix(strings.TrimSuffix(n.trimmed(before), "'s"), "’s") // "the army spokesman"
		}
	}
	return ""
}

// bodily reports whether a phrase can name a body: it holds a name or a noun of
// voice ("leader at the time" does not).
func (n *namer) bodily(r grammar.Run) bool {
	for i := r.First; i < r.Last; i++ {
		if n.Name(i) || grammar.VoiceNouns[n.Low(i)] || grammar.ActorNouns[n.Low(i)] || n.Shouting(n.Doc.Words[i].Sentence) {
			return true
		}
	}
	return false
}

// bodyEnd returns where the body's name ends that begins at word i: before a
// person's name that follows it.
func (n *namer) bodyEnd(i, last int) int {
	end := last
	for j := i; j+1 < last; j++ {
		if grammar.VoiceNouns[n.Low(j)] && n.Name(j+1) && !grammar.VoiceNouns[n.Low(j+1)] {
			end = j + 1
		}
	}
	return end
}

// trimmed returns the words of r without leading articles.
func (n *namer) trimmed(r grammar.Run) string {
	for r.First < r.Last-1 && (grammar.Determiners[n.Low(r.First)] || n.Doc.Punct(r.First)) {
		r.First++
	}
	return n.SpanOf(r).Of(n.Doc.Text)
}

// full returns the longest name of the text that the short name stands for: by its
// words, by its initials, or because the text names one monitor only.
func (n *namer) full(short string) string {
	if name, ok := n.fuller[short]; ok {
		return name
	}
	n.fuller[short] = n.lengthened(short)
	return n.fuller[short]
}

func (n *namer) lengthened(short string) string {
	words := grammar.Significant(short)
	if len(words) == 0 {
		return short
	}
	if whose := n.states[words[0]]; len(words) == 1 && whose != "" {
		return whose
	}
	if n.monitor != "" && kindOf(words) == rashomon.Monitor && short == strings.ToLower(short) {
		return n.monitor
	}
	best := ""
	for _, b := range n.bodies {
		if stands(words, short, b) && n.better(b, best) {
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
	if len(words) == 1 && (grammar.Nations[words[0]] || strings.Contains(long, " and ")) {
		return false // a state is not the bodies that bear its name, nor one of two names both
	}
	lower := " " + strings.ToLower(long) + " "
	for _, w := range words {
		if !strings.Contains(lower, " "+w+" ") {
			return false
		}
	}
	return short[0] >= 'A' && short[0] <= 'Z' || strings.Contains(short, " ")
}

// kind returns what kind of voice a phrase is.
func (n *namer) kind(r, beside grammar.Run, name string) rashomon.VoiceKind {
	var words []string
	for _, p := range []grammar.Run{r, beside} {
		for i := p.First; i < p.Last; i++ {
			words = append(words, n.Low(i))
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
func (n *namer) anonymous(r grammar.Run, person string) bool {
	if person != "" {
		return false
	}
	for i := r.First; i < r.Last; i++ {
		switch w := n.Low(i); {
		case w == "source" || w == "sources" || w == "unidentified" || w == "unnamed":
			return true
		case (w == "a" || w == "an" || w == "one" || w == "another") && i == r.First:
			h := n.Low(n.Head(r))
			return bodySpeakers[h] || h == "medic" || h == "witness" || h == "resident" || h == "activist" || h == "doctor" || h == "officer"
		}
	}
	return false
}
