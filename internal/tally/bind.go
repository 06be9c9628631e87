package tally

import (
	"strings"

	"rashomon"
	"rashomon/internal/grammar"
)

// bound is a toll in the making: a field said of a counted phrase.
type bound struct {
	field      rashomon.Field
	people     *mention
	span       run
	more       *mention // "along with another person": counted in
	under      *mention // the count whose "at least" governs this one too
	part       bool
	whole      int // index of the bound it is a part of, or -1
	superseded bool
	relation   rashomon.Relation
}

// binding is the work on one sentence.
type binding struct {
	d           *reader
	first, last int
	mentions    []*mention
	starts      map[int]*mention
	predicates  []*predicate
	harmAt      map[int]*predicate
	subjects    []*mention // of the predicate before
	tolls       []bound
}

// bind returns the tolls of the words [first, last).
func (d *reader) bind(first, last int) []bound {
	b := &binding{d: d, first: first, last: last, mentions: d.mentions(first, last)}
	if len(b.mentions) == 0 && !d.near(first, last, "toll") {
		return nil
	}
	b.predicates = d.predicates(first, last)
	b.starts, b.harmAt = map[int]*mention{}, map[int]*predicate{}
	for _, m := range b.mentions {
		b.starts[m.first] = m
	}
	for _, p := range b.predicates {
		for i := p.first; i < p.last; i++ {
			b.harmAt[i] = p
		}
	}
	b.spreadParts()
	b.counters()
	for _, p := range b.predicates {
		b.attach(p)
	}
	b.said()
	b.parts()
	b.corrections()
	return b.tolls
}

// linked reports whether only "and", commas and the like stand in [i, end).
func (b *binding) linked(i, end int) bool {
	if i >= end || end-i > 3 {
		return false
	}
	for ; i < end; i++ {
		switch b.d.low(i) {
		case ",", "and", "&", "plus":
		default:
			return false
		}
	}
	return true
}

// leads reports whether a predicate follows m that takes it as its subject.
func (b *binding) leads(m *mention) bool {
	k := m.last
	for n := 0; n < 6 && k < b.last; n++ {
		if b.harmAt[k] != nil {
			return true
		}
		if !auxWords[b.d.low(k)] && !grammar.Adverbs[b.d.low(k)] && b.d.low(k) != "(" {
			break
		}
		k++
	}
	if !grammar.Prepositions[b.d.low(k)] {
		return false
	}
	for n := 0; n < 7 && k < b.last; n++ {
		if p := b.harmAt[k]; p != nil {
			return p.passive || p.form == diesForm
		}
		if b.d.low(k) == "and" || b.d.low(k) == "," {
			return false
		}
		k++
	}
	return false
}

// attach finds the people of p.
func (b *binding) attach(p *predicate) {
	if p.denied || p.unreal {
		return
	}
	var people []*mention
	switch {
	case p.among:
		b.within(p)
		people = b.amongst(p)
	case p.form == nounForm:
		people = b.objects(p.last+1, p)
	case p.form == diesForm, p.form == stateForm, p.passive:
		if people = b.subject(p, 25); len(people) == 0 {
			people = b.inherit(p)
		}
	default:
		people = b.objects(p.last, p)
		if len(people) == 0 && (!b.acts(p) || b.numbered(p)) && (strings.HasSuffix(b.d.low(p.first), "d") || b.d.low(p.first) == "shot" || b.d.low(p.first) == "hurt" || b.d.low(p.first) == "slain") {
			people = b.subject(p, 6)
		}
	}
	if len(people) == 0 {
		people = b.inverted(p)
	}
	if len(people) == 0 {
		return
	}
	b.subjects = people
	before := len(b.tolls)
	fields := append([]rashomon.Field{p.field}, p.also...)
	if p.either && people[0].tally.Max == 0 {
		fields = []rashomon.Field{rashomon.Killed, rashomon.Injured} // nobody of either
	}
	for _, f := range fields {
		b.take(p, f, people)
	}
	if len(people) == 1 && len(b.tolls) > before {
		b.sum(p)
	}
}

// take adds a toll for each of the people.
func (b *binding) take(p *predicate, f rashomon.Field, people []*mention) {
	said := f
	for _, m := range people {
		f = said
		if m.field != "" && m.field != f && m.head >= 0 {
			if _, counted := as(b.d.low(m.head), headForm); counted {
				f = m.field
			}
		}
		if f == rashomon.Killed {
			b.drop(m, rashomon.Injured)
		}
		if b.has(m, f) || f == rashomon.Injured && b.has(m, rashomon.Killed) && p.form != verbForm && !p.either {
			continue
		}
		m.taken = true
		t := bound{field: f, people: m, span: m.join(p.run), part: m.part || p.among, whole: -1, relation: m.tally.Relation}
		if last := len(b.tolls) - 1; p.among && last >= 0 && b.tolls[last].people.last == p.first {
			t.whole = last
		}
		if f == rashomon.Captured && !m.sure && m.head >= 0 {
			continue
		}
		if f == rashomon.Killed && (m.hurt || p.form == diesForm && b.hurtEarlier(m)) {
			t.relation = rashomon.OfInjured
		}
		t.under = b.governed(p, m)
		b.tolls = append(b.tolls, t)
	}
}

// hurtEarlier reports whether the people of m are those who were hurt in an attack
// told of before: "a policeman wounded in Monday's bombing" who died.
func (b *binding) hurtEarlier(m *mention) bool {
	switch b.d.low(m.last) {
	case "wounded", "injured", "hurt":
		next := b.d.low(m.last + 1)
		return next == "in" || next == "by" || next == "during" || next == "on" || next == "when"
	}
	return false
}

// governed returns the count before m whose "at least" governs m as well: "at
// least 3 people were killed and 30 wounded".
func (b *binding) governed(p *predicate, m *mention) *mention {
	if len(b.tolls) == 0 || m.tally.Min != m.tally.Max || m.article || m.tally.Relation == rashomon.Additional || p.form == nounForm || m.first > p.first {
		return nil
	}
	prev := b.tolls[len(b.tolls)-1]
	if prev.people.tally.Max != rashomon.Open || prev.people.tally.Min < 1 || prev.people.tally.Vague != "" || prev.part {
		return nil
	}
	from := prev.span.last
	if from > m.first {
		from = prev.people.last
	}
	if gap := m.first - from; gap < 1 || gap > 3 || !b.linked(from, m.first) && b.d.low(from) != "while" {
		return nil
	}
	return prev.people
}

func (b *binding) has(m *mention, f rashomon.Field) bool {
	for _, t := range b.tolls {
		if t.people == m && t.field == f {
			return true
		}
	}
	return false
}

// drop takes back a toll that a worse one replaces: "was shot and later died".
func (b *binding) drop(m *mention, f rashomon.Field) {
	for i, t := range b.tolls {
		if t.people == m && t.field == f {
			b.tolls = append(b.tolls[:i], b.tolls[i+1:]...)
			return
		}
	}
}
