package extract

import (
	"slices"

	"rashomon"
	"rashomon/internal/deed"
	"rashomon/internal/grammar"
	"rashomon/internal/tagger"
	"rashomon/internal/tally"
	"rashomon/internal/voice"
)

// made is a claim of the reading with what tells it from others.
type made struct {
	rashomon.Claim
	i        int // its proposal, -1 for one of the grammar alone
	j        int // the grammar's claim, -1 for one of the model alone
	role     tagger.Role
	group    int
	scene    int
	p        float64
	title    bool
	sentence int
	nouns    []string
	surer    int // claims on the field that are surer
	rivals   int // and in all, this one too
}

// ofNews reports whether claims on the field are kept of the news only: of what is
// recalled they are part of its account.
func ofNews(f rashomon.Field) bool {
	return f == rashomon.Target || f == rashomon.Weapon || f == rashomon.PlaceField || f == rashomon.DateField
}

// claims returns the claims of the proposals that are kept.
func (w *weighing) claims() []made {
	var all []made
	for i := range w.seen.All {
		p := &w.seen.All[i]
		if !p.Kept || p.Role != tagger.Main && ofNews(p.Field) {
			continue
		}
		m := made{Claim: w.proposed(p, w.numbers), i: i, j: w.match[i], role: p.Role, group: p.Group, p: p.P}
		m.sentence = w.sentenceOf(m.Claim)
		if w.vain(m.Claim) || w.miscounted(&m) {
			continue
		}
		if t, ok := m.Tally(); ok && t.Max == 0 && m.j < 0 {
			continue // "none of those injuries": that nobody was harmed takes the grammar's word too
		}
		if m.j < 0 && p.Field == rashomon.Injured && w.died(&m) {
			continue
		}
		if w.grammar.Imagined(m.sentence) || p.Field == rashomon.DateField && !w.dateable(m.ValueSpan) || w.again(all, m) {
			continue
		}
		if m.j >= 0 {
			w.confirm(&m, p)
		} else if a := w.attribution(p.Field, m.Span); w.speech.Labelled(m.Span, a) {
			m.Attribution.Voices = a.Voices
		}
		w.misheard(&m)
		w.negated(&m.Claim)
		if p.Field == rashomon.Perpetrator && deed.Campaign(w.grammar, m.Span) || p.Field.Toll() && tally.OverDays(w.grammar, w.run(m.Span)) {
			m.role = tagger.Cumulative
		}
		m.title, m.nouns = w.doc.Sentences[m.sentence].Title, w.nouns(m.ValueSpan)
		all = append(all, m)
	}
	return all
}

// outright is how sure the model must be of a denial where the grammar hears none.
const outright = .8

// confirm takes from the grammar's claim what the grammar knows better.
func (w *weighing) confirm(m *made, p *tagger.Proposal) {
	g := w.own[m.j]
	switch {
	case p.Speaker.P < w.worth.speaker || w.oneSpeaker(p, g) || w.speech.Labelled(g.Span, g.Attribution):
		stance, said := m.Attribution.Stance, m.Attribution
		m.Attribution = voice.Fuller(g.Attribution, said)
		if (stance == rashomon.Denies || stance == rashomon.Doubts) && (refuses(g) || p.StanceP(stance) > outright) {
			m.Attribution.Stance = stance
		}
	case g.Attribution.Stance == rashomon.Denies || g.Attribution.Stance == rashomon.Doubts:
		m.Attribution.Stance = g.Attribution.Stance
	}
	m.Superseded = m.Superseded || g.Superseded
	t, ok := m.Tally()
	if !ok {
		return
	}
	u, _ := g.Tally()
	m.Span, m.Quote, m.Also = g.Span, g.Quote, g.Also
	if !g.Span.Covers(m.ValueSpan) {
		m.ValueSpan = g.ValueSpan
	}
	if low(t) == low(u) || !w.numeric(p.Anchor) || w.composite(g) {
		t = u
	}
	t.Who, t.Group, t.Relation = u.Who, u.Group, u.Relation
	m.Value = t
}

// misheard gives the claim the grammar's voice where the model's is named only in a
// later sentence, or is the people counted themselves ("8 soldiers killed").
func (w *weighing) misheard(m *made) {
	v, ok := m.Attribution.Speaker()
	if !ok || v.Words.Empty() {
		return
	}
	heard := w.attribution(m.Field, m.Span)
	other, spoken := heard.Speaker()
	_, last := w.doc.Range(m.Span)
	at, _ := w.doc.Range(v.Words)
	switch {
	case m.Field == rashomon.Victim && v.Words.Covers(m.ValueSpan): // "Ona Brel's son Ilo" does not speak
		m.Attribution.Voices = m.Attribution.Voices[:1]
		return
	case m.Field.Toll() && v.Words.Overlaps(m.ValueSpan):
		if spoken && other.Words.Overlaps(m.ValueSpan) {
			heard.Voices = heard.Voices[:1]
		}
	case !spoken || at < w.sentence(last-1).last || other.Words.Overlaps(v.Words):
		return
	}
	m.Attribution.Voices, m.Attribution.Cue = heard.Voices, heard.Cue
}

// unsaid marks a count that somebody no longer stands by.
func (w *weighing) unsaid(c *rashomon.Claim) {
	if !c.Field.Toll() {
		return
	}
	own, back := w.speech.Retracted(c.Span)
	c.Superseded = c.Superseded || back
	if own {
		a := &c.Attribution
		*a = rashomon.Attribution{Voices: a.Voices[:1:1], Stance: rashomon.States}
	}
}

// died reports whether the grammar reads of the injured of m that they died, "one of the
// wounded died", and that is told already; where it is not, m tells it.
func (w *weighing) died(m *made) bool {
	if w.grammar.Near(w.run(m.Span).First-1, w.run(m.Span).Last, "fatally", "mortally") {
		m.Field = rashomon.Killed // "fatally wounding a boy"
		return false
	}
	for j, g := range w.own {
		t, ok := g.Tally()
		switch {
		case !ok || g.Field != rashomon.Killed:
		case t.Relation == rashomon.OfInjured && g.Span.Overlaps(m.ValueSpan), w.taken[j] && g.ValueSpan.Overlaps(m.ValueSpan):
			return true
		case g.ValueSpan.Overlaps(m.ValueSpan):
			m.Field, m.j, w.taken[j] = g.Field, j, true
			return false
		}
	}
	return false
}

// again reports whether a surer proposal stands on the same number, "Ninety" and
// "two", or counts these people with others: "a leader was killed along with another";
// or whether the same name is far surer to be of one who did it, or of one who was harmed.
func (w *weighing) again(all []made, c made) bool {
	return slices.ContainsFunc(all, func(m made) bool {
		if !c.Field.Toll() {
			return rivals(m.Field, c.Field) && m.ValueSpan.Overlaps(c.ValueSpan) && m.p > c.p+wide
		}
		return m.Field == c.Field && (m.ValueSpan.Overlaps(c.ValueSpan) || tally.OnePhrase(w.grammar, m.ValueSpan, c.ValueSpan) || m.j >= 0 && w.sums(w.own[m.j], c.Claim))
	})
}

// wide is how much surer one of two readings of the same words must be to stand alone.
const wide = .5

// harmless is how sure the model must be of a count in a sentence with no word of harm.
const harmless = .8

// miscounted reports whether a count that the model alone finds is of nobody, or of
// people harmed otherwise: "seven captured alive" kills nobody.
func (w *weighing) miscounted(m *made) bool {
	if m.Field.Toll() && !nobody(m.Claim) && tally.Corrected(w.grammar, w.run(m.ValueSpan)) || m.Field == rashomon.Killed && tally.Spared(w.grammar, w.run(m.Span)) {
		return true
	}
	if !m.Field.Toll() || m.j >= 0 {
		return false
	}
	s := w.doc.Sentences[m.sentence]
	if tally.Uncounted(w.grammar, w.run(m.ValueSpan)) || w.acts(m) || m.p < harmless && !tally.Harming(w.grammar, grammar.Between(s.First, s.Last)) {
		return true
	}
	for r := w.run(m.Span); r.First < r.Last; r.First++ {
		if slices.Contains(tally.Harms(w.low(r.First)), m.Field) {
			return false
		}
	}
	return slices.ContainsFunc(w.own, func(g rashomon.Claim) bool {
		return g.Field.Toll() && g.Field != m.Field && g.ValueSpan.Overlaps(m.ValueSpan)
	})
}

// acts reports whether the people of m are read as those who harm: "a boy shot and killed
// a man".
func (w *weighing) acts(m *made) bool {
	return slices.ContainsFunc(w.own, func(g rashomon.Claim) bool {
		return g.Field == m.Field && m.ValueSpan.End <= g.Span.Start && g.Span.Start < m.Span.End && g.Span.Start < g.ValueSpan.Start
	})
}

// rivals reports whether the same words are not both: nobody is named at one place as
// the one who did it and as the one who was harmed.
func rivals(a, b rashomon.Field) bool {
	return a == rashomon.Victim && b == rashomon.Perpetrator || a == rashomon.Perpetrator && b == rashomon.Victim
}

// composite reports whether the grammar adds the count g up of several: no number
// among its words is its value.
func (w *weighing) composite(g rashomon.Claim) bool {
	t, _ := g.Tally()
	n, ok := numberAt(w.numbers, g.ValueSpan)
	return t.Min > 1 && (!ok || n.Tally.Min != t.Min)
}

// sums reports whether the grammar's count g is of one and others together, and c
// of one of them.
func (w *weighing) sums(g, c rashomon.Claim) bool {
	t, _ := g.Tally()
	u, _ := c.Tally()
	return w.composite(g) && u.Max < t.Min && u.Max >= 0 && (g.Span.Covers(c.ValueSpan) || slices.ContainsFunc(g.Also, c.ValueSpan.Overlaps))
}

// distinct drops what is said twice: the body stands before the title, the surer
// before the less sure.
func (w *weighing) distinct(all []made) []made {
	slices.SortStableFunc(all, func(a, b made) int {
		switch {
		case a.title != b.title:
			if a.title {
				return 1
			}
			return -1
		case a.p > b.p:
			return -1
		case a.p < b.p:
			return 1
		}
		return 0
	})
	var kept []made
	for _, m := range all {
		if !slices.ContainsFunc(kept, func(o made) bool { return secondMention(o, m) }) {
			kept = append(kept, m)
		}
	}
	slices.SortStableFunc(kept, func(a, b made) int { return a.Span.Start - b.Span.Start })
	return kept
}

// secondMention reports whether k says again what o says: the same field, role,
// speaker and value. Counts stand in another sentence and share the noun, unless they
// are large; others are of the same incident.
func secondMention(o, k made) bool {
	if o.Field != k.Field || o.role != k.role && !k.title || !oneVoice(o.Claim, k.Claim) {
		return false
	}
	t, ok := k.Tally()
	if !ok {
		return o.group == k.group && o.Attribution.Stance == k.Attribution.Stance && grammar.OneHolds(o.Value.String(), k.Value.String())
	}
	u, _ := o.Tally()
	same := t.Min == u.Min && (t.Max == u.Max || k.title && !o.title) // the body may be more careful
	if !same {
		return false
	}
	shared := max(t.Min, t.Max) >= 10
	for _, n := range k.nouns {
		shared = shared || slices.Contains(o.nouns, n)
	}
	_, spoken := k.Attribution.Speaker()
	shared = shared || spoken && t.Min > 1 && o.group == k.group && (t.Group == rashomon.People || u.Group == rashomon.People)
	return o.sentence != k.sentence && shared
}

func oneVoice(a, b rashomon.Claim) bool {
	x, ok := a.Attribution.Speaker()
	y, too := b.Attribution.Speaker()
	if !ok || !too {
		return ok == too
	}
	return x.Name == y.Name || grammar.Alike(x.As, y.As)
}

// rest adds what the grammar alone finds and is trusted with: counts, denials, doubts
// and lists of the dead. They are of the incident that the claims beside them are of.
func (w *weighing) rest(all []made) []made {
	n, roll := len(all), w.grammar.Roll()
	used := w.used(all)
	deaths := slices.ContainsFunc(all, func(m made) bool { return m.Field == rashomon.Killed })
	harm := deaths || slices.ContainsFunc(all, func(m made) bool { return m.Field == rashomon.Injured && !nobody(m.Claim) })
	listed := func(c rashomon.Claim) bool {
		return c.Field == rashomon.Victim && slices.Contains(roll, w.run(c.ValueSpan))
	}
	for j, c := range w.own {
		lone := ofOne(c) && (!deaths && c.Field == rashomon.Killed || !harm && c.Field == rashomon.Injured)
		deaths, harm = deaths || lone && c.Field == rashomon.Killed, harm || lone
		if unread := c.Span.Start >= w.seen.Read.End; used[j] || !unread && !lone && !w.moves(c) && !refuses(c) && !listed(c) && (n > 0 || !c.Field.Toll() || c.Span.Start >= len(w.report.Title())) {
			continue
		}
		m := made{Claim: c, i: -1, j: j, group: -1, sentence: w.sentenceOf(c)}
		m.role = roleNames[chosen(w.ownLean[j][0], w.ownLean[j][1])]
		for _, o := range all[:n] {
			if o.sentence == m.sentence && m.group < 0 {
				m.role, m.group = o.role, o.group
			}
		}
		if !slices.ContainsFunc(all[:n], m.repeats) {
			all = append(all, m)
		}
	}
	return all
}

func nobody(c rashomon.Claim) bool {
	t, ok := c.Tally()
	return ok && t.Max == 0
}

// ofOne reports whether a claim counts one person.
func ofOne(c rashomon.Claim) bool {
	t, ok := c.Tally()
	return ok && t.Min == 1 && t.Max == 1 && t.Relation == rashomon.Plain
}

// moves reports whether a count is of a kind that the grammar knows best: one that
// changes a toll, or that it adds up.
func (w *weighing) moves(c rashomon.Claim) bool {
	t, ok := c.Tally()
	return ok && (t.Relation != rashomon.Plain || w.composite(c))
}

// used notes the grammar's claims that the claims hold already.
func (w *weighing) used(all []made) []bool {
	used := make([]bool, len(w.own))
	for _, m := range all {
		if m.j >= 0 {
			used[m.j] = true
		}
	}
	return used
}

// repeats reports whether o says what m says.
func (m made) repeats(o made) bool {
	if o.Field != m.Field || !oneVoice(o.Claim, m.Claim) {
		return false
	}
	t, ok := m.Tally()
	if !ok {
		return o.Attribution.Stance == m.Attribution.Stance && grammar.OneHolds(o.Value.String(), m.Value.String())
	}
	u, _ := o.Tally()
	return t.Min == u.Min && t.Max == u.Max
}

// refuses reports whether somebody denies or doubts the claim.
func refuses(c rashomon.Claim) bool {
	return c.Attribution.Stance == rashomon.Denies || c.Attribution.Stance == rashomon.Doubts
}

// rank notes of each claim how many there are on its field, and how many surer ones.
func rank(all []made) {
	for i := range all {
		m := &all[i]
		m.surer, m.rivals = 0, 0
		for k := range all {
			o := &all[k]
			if o.Field != m.Field {
				continue
			}
			m.rivals++
			if o.p > m.p || o.p == m.p && k < i {
				m.surer++
			}
		}
	}
}

var roleNames = [3]tagger.Role{tagger.Main, tagger.Background, tagger.Cumulative}

// reading gives every claim its account.
func (w *weighing) reading(all []made) rashomon.Reading {
	r := rashomon.Reading{Report: w.report.ID, Title: w.report.Title(), Outlet: w.report.Source.Name, Published: w.report.Published, Maker: Maker}
	w.stageOf(all)
	w.fork(all)
	w.settings()
	w.merge(all)
	for k := range all {
		m := &all[k]
		m.PartOf, m.Account = "", ""
		if m.Cumulative = m.role == tagger.Cumulative; !m.Cumulative {
			m.Account = w.scenes[m.scene].Key
		}
		m.Confidence = w.confidence(m)
		m.Claim = m.Identify()
	}
	w.parts(all)
	return w.told(r, all)
}

// told fills the accounts of the reading.
func (w *weighing) told(r rashomon.Reading, all []made) rashomon.Reading {
	for _, s := range w.scenes {
		a := s.Account
		for _, m := range all {
			if m.Account == a.Key {
				a.Claims = append(a.Claims, m.Claim)
			}
		}
		if eventful(a.Claims) {
			r.Accounts = append(r.Accounts, a)
		}
	}
	for _, m := range all {
		if m.Cumulative {
			r.Cumulative = append(r.Cumulative, m.Claim)
		}
	}
	return r
}

// parts gives counts the wholes that they are parts of: as the grammar reads it, else
// by the model.
func (w *weighing) parts(all []made) {
	for k := range all {
		m := &all[k]
		t, ok := m.Tally()
		if !ok {
			continue
		}
		best, whole := .5, -1
		for n := range all {
			o := &all[n]
			u, ok := o.Tally()
			if !ok || n == k || o.Field != m.Field || max(u.Min, u.Max) < t.Min || o.Account != m.Account {
				continue
			}
			p := 0.0
			switch {
			case m.j >= 0 && o.j >= 0 && w.own[m.j].PartOf != "":
				if w.own[m.j].PartOf == w.own[o.j].Identify().ID {
					p = 1
				}
			case m.i >= 0 && o.i >= 0:
				p = w.seen.Part(m.i, o.i)
			}
			if p > best {
				best, whole = p, n
			}
		}
		if whole >= 0 {
			m.PartOf = all[whole].ID
		}
	}
}
