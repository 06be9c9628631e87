package extract

import (
	"strings"

	"rashomon"
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
	d           *draft
	first, last int
	mentions    []*mention
	starts      map[int]*mention
	predicates  []*predicate
	harmAt      map[int]*predicate
	subjects    []*mention // of the predicate before
	tolls       []bound
}

// bind returns the tolls of the words [first, last).
func (d *draft) bind(first, last int) []bound {
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
	return b.tolls
}

// spreadParts makes the fellows of a part parts: "including 3 children and a woman".
func (b *binding) spreadParts() {
	for i := 1; i < len(b.mentions); i++ {
		prev, m := b.mentions[i-1], b.mentions[i]
		if prev.part && !m.part && b.linked(prev.last, m.first) && !b.leads(m) {
			m.part = true
		}
	}
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
		if !auxWords[b.d.low(k)] && !adverbs[b.d.low(k)] && b.d.low(k) != "(" {
			break
		}
		k++
	}
	if !prepositions[b.d.low(k)] {
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
	for _, f := range append([]rashomon.Field{p.field}, p.also...) {
		b.take(p, f, people)
	}
	if len(people) == 1 && len(b.tolls) > before {
		b.sum(p)
	}
}

// acts reports whether what follows the participle p is an object that is not
// counted: "three men kidnapped the mayor".
func (b *binding) acts(p *predicate) bool {
	w := b.d.low(p.last)
	switch {
	case p.last >= b.last, b.d.doc.Punct(p.last), b.starts[p.last] != nil, attackNouns[w], placePreps[w]:
		return false
	}
	return pronouns[w] || determiners[w] || b.d.nounWord(p.last)
}

// numbered reports whether a bare number stands right before p: "15 injured".
func (b *binding) numbered(p *predicate) bool {
	for _, m := range b.mentions {
		if m.last == p.first {
			return m.head < 0
		}
	}
	return false
}

// inverted reads "also wounded in the raid was a guard".
func (b *binding) inverted(p *predicate) []*mention {
	if p.passive || p.form != verbForm && p.form != targetForm || p.first > b.first+1 {
		return nil
	}
	for k := p.last; k < min(p.last+10, b.last); k++ {
		if w := b.d.low(k); w == "was" || w == "were" || w == "is" || w == "are" {
			return b.objects(k+1, p)
		}
	}
	return nil
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
		if b.has(m, f) || f == rashomon.Injured && b.has(m, rashomon.Killed) && p.form != verbForm {
			continue
		}
		m.taken = true
		t := bound{field: f, people: m, span: m.run.join(p.run), part: m.part || p.among, whole: -1, relation: m.tally.Relation}
		if last := len(b.tolls) - 1; p.among && last >= 0 && b.tolls[last].people.last == p.first {
			t.whole = last
		}
		if f == rashomon.Captured && !m.sure && m.head >= 0 {
			continue
		}
		if m.hurt && f == rashomon.Killed {
			t.relation = rashomon.OfInjured
		}
		t.under = b.governed(p, m)
		b.tolls = append(b.tolls, t)
	}
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

// sum adds the companion of one person: "a commander was killed along with
// another man" counts two. Companions of more are counted by themselves.
func (b *binding) sum(p *predicate) {
	t := &b.tolls[len(b.tolls)-1]
	for i := t.span.last; i < min(t.span.last+7, b.last); i++ {
		w := b.d.low(i)
		if (w == "along" || w == "together") && b.d.low(i+1) == "with" {
			m := b.startsAt(i + 2)
			if m == nil || m.taken || t.field != p.field {
				return
			}
			if t.people.tally.Max != 1 || m.tally.Max != 1 {
				b.take(p, p.field, []*mention{m})
				return
			}
			m.taken, t.more = true, m
			t.span = t.span.join(m.run)
			return
		}
		if b.harmAt[i] != nil || w == "," || w == "and" {
			return
		}
	}
}

// startsAt returns the counted phrase at word i, over words that may stand before.
func (b *binding) startsAt(i int) *mention {
	for n := 0; n < 5; n++ {
		if m := b.starts[i]; m != nil {
			return m
		}
		switch w := b.d.low(i); {
		case adverbs[w], w == "\"", w == "“", w == "[", w == "(", w == "the", w == "all", w == "both", w == "only", w == "just", w == "of",
			w == "his", w == "her", w == "their", w == "its":
		case w == "a" && b.d.low(i+1) == "total", w == "total", w == "what", w == "appeared", w == "to" && b.d.low(i-1) == "appeared", w == "be" && b.d.low(i-2) == "appeared":
		default:
			return nil
		}
		i++
	}
	return nil
}

// objects returns the people counted from word i on, right after a predicate.
func (b *binding) objects(i int, p *predicate) []*mention {
	m := b.startsAt(i)
	if m == nil {
		m = b.beyond(i)
	}
	if m == nil || m.part || b.things(m) || m.definite && p.form == nounForm {
		return nil
	}
	if b.leads(m) && b.takenByNext(m, p) {
		return nil
	}
	list := []*mention{m}
	for len(list) < 8 {
		m = b.fellow(m)
		if m == nil {
			break
		}
		if !m.part && !m.ofThem {
			list = append(list, m)
		}
	}
	return list
}

// takenByNext reports whether the phrase m right after p belongs to the next
// predicate: "killed, 30 wounded", "12 people killed 30 wounded".
func (b *binding) takenByNext(m *mention, p *predicate) bool {
	if b.d.low(m.first-1) == "," {
		return true
	}
	next := b.harmAt[m.last]
	if next == nil || b.startsAt(next.last) != nil {
		return false
	}
	for _, o := range b.mentions {
		if o.last == p.start {
			return true
		}
	}
	return false
}

// beyond finds the first count behind objects that are not counted: "killed Odo
// and two of his aides".
func (b *binding) beyond(i int) *mention {
	for k := i; k < min(i+9, b.last); k++ {
		w := b.d.low(k)
		if w == "and" || w == "," || w == "with" && b.d.low(k-1) == "along" {
			if m := b.startsAt(k + 1); m != nil && !b.leads(m) {
				return m
			}
		}
		switch {
		case w == "and", w == ",", w == "along", w == "with" && b.d.low(k-1) == "along", w == "himself", w == "herself", w == "of", w == "his", w == "her", w == "their", w == "the":
		case b.d.doc.Capital(k):
		case k < i+4 && b.d.nounWord(k):
		default:
			return nil
		}
	}
	return nil
}

// fellow returns the counted phrase that goes on with the list after m.
func (b *binding) fellow(m *mention) *mention {
	i := m.last
	if n := b.starts[i]; n != nil && !n.article && !b.leads(n) && !b.things(n) {
		return n // a comma was lost
	}
	switch w := b.d.low(i); {
	case w == "," && b.d.low(i+1) == "and":
		i += 2
	case w == ",", w == "and", w == "&", w == "plus":
		i++
	case w == "as" && b.d.low(i+1) == "well" && b.d.low(i+2) == "as", w == "in" && b.d.low(i+1) == "addition" && b.d.low(i+2) == "to":
		i += 3
	case w == "," && b.d.low(i+1) == "as" && b.d.low(i+2) == "well":
		i += 4
	case partWords[w]:
		if n := b.startsAt(i + 1); n != nil || w == "among" {
			return n
		}
		if i = b.uncounted(i + 1); i == 0 {
			return nil
		}
	default:
		return b.distant(m)
	}
	n := b.startsAt(i)
	if n == nil && (b.d.low(i) == "including" || b.d.low(i) == "mostly") {
		if i = b.uncounted(i + 1); i > 0 {
			n = b.startsAt(i)
		}
	}
	if n == nil && partWords[b.d.low(i)] {
		n = b.startsAt(i + 1)
	}
	if n == nil || b.leads(n) || b.things(n) {
		return nil
	}
	return n
}

// uncounted passes over a part without a number, "women and children as well as",
// to where the list goes on; 0 when it does not.
func (b *binding) uncounted(i int) int {
	for k := i; k < min(i+6, b.last); k++ {
		w := b.d.low(k)
		switch {
		case w == "as" && b.d.low(k+1) == "well" && b.d.low(k+2) == "as":
			return k + 3
		case w == "along" && b.d.low(k+1) == "with":
			return k + 2
		case w == "and" || w == "," || b.d.nounWord(k):
			if b.starts[k] != nil {
				return 0
			}
		default:
			return 0
		}
	}
	return 0
}

// distant returns the fellow of m behind a phrase of place: "12 people in the
// town and three in the hills".
func (b *binding) distant(m *mention) *mention {
	if w := b.d.low(m.last); w != "in" && w != "at" && w != "near" && w != "from" && w != "on" && w != "of" && w != "outside" && w != "inside" {
		return nil
	}
	for k := m.last + 1; k < min(m.last+9, b.last); k++ {
		w := b.d.low(k)
		if b.harmAt[k] != nil || auxiliary[w] || w == "," || prepositions[w] && w != "of" && w != "in" {
			return nil
		}
		if w != "and" {
			continue
		}
		n := b.startsAt(k + 1)
		if n == nil || n.part || b.leads(n) || b.things(n) || !n.sure && n.head >= 0 {
			return nil
		}
		return n
	}
	return nil
}

func (b *binding) things(m *mention) bool { return m.head >= 0 && things[b.d.low(m.head)] }

// subject returns the people counted before p, no more than reach words away.
func (b *binding) subject(p *predicate, reach int) []*mention {
	for k := len(b.mentions) - 1; k >= 0; k-- {
		m := b.mentions[k]
		if m.last > p.start {
			continue
		}
		if p.start-m.last > reach {
			return nil
		}
		if m.part || m.ofThem && k > 0 && m.first-b.mentions[k-1].last < 2 {
			continue
		}
		if k = b.governor(k); b.mentions[k].last <= p.start {
			m = b.mentions[k]
		}
		if b.things(m) || m.definite && !b.opened(m, p) || !b.reaches(m, p) {
			return nil
		}
		return b.leftward(m, k)
	}
	return nil
}

// opened reports whether the definite phrase m opens its clause, so that what
// follows is said of it: "the driver was hurt", and not "a friend of the driver".
func (b *binding) opened(m *mention, p *predicate) bool {
	if !p.passive && p.form != diesForm || b.d.low(m.last) == "who" {
		return false
	}
	w := b.d.low(m.first - 1)
	return m.first == b.first || b.d.doc.Punct(m.first-1) || conjunctions[w] || speechVerbs[w] != ""
}

// governor returns the phrase that mention k hangs on: of "six men from one
// family", the men.
func (b *binding) governor(k int) int {
	for k > 0 {
		m, prev := b.mentions[k], b.mentions[k-1]
		w := b.d.low(prev.last)
		if prev.part || m.first == prev.last || !(w == "of" || w == "from" || w == "in" || w == "at") || m.first-prev.last > 4 || b.things(prev) {
			return k
		}
		for i := prev.last; i < m.first; i++ {
			if b.harmAt[i] != nil || b.d.doc.Punct(i) || b.d.low(i) == "and" {
				return k
			}
		}
		k--
	}
	return k
}

// leftward collects the list that ends with mention k.
func (b *binding) leftward(m *mention, k int) []*mention {
	list := []*mention{m}
	for k--; k >= 0; k-- {
		prev := b.mentions[k]
		if prev.taken || prev.part || !b.linked(prev.last, m.first) || b.things(prev) {
			break
		}
		list = append([]*mention{prev}, list...)
		m = prev
	}
	return b.summed(list, k)
}

// summed returns the whole that the list spells out, where one stands before it:
// "three civilians, two women and a man". k is the last mention looked at.
func (b *binding) summed(list []*mention, k int) []*mention {
	whole, parts := list[0], list[1:]
	if len(parts) < 2 && k >= 0 && b.mentions[k].last == whole.first && !b.mentions[k].taken {
		whole, parts = b.mentions[k], list
	}
	n := 0
	for _, p := range parts {
		if p.tally.Min != p.tally.Max || p.tally.Min < 1 {
			return list
		}
		n += p.tally.Min
	}
	if len(parts) < 2 || whole.tally.Min != n || whole.tally.Max != n {
		return list
	}
	for _, p := range parts {
		p.part = true
	}
	return []*mention{whole}
}

// reaches reports whether m can be the subject of p by the words between them.
func (b *binding) reaches(m *mention, p *predicate) bool {
	relative, commas := false, 0
	for i := m.last; i < p.start; i++ {
		w := b.d.low(i)
		switch {
		case w == ";" || w == ":":
			return false
		case w == "who" || w == "which" || w == "that" || w == "whom" || w == "whose":
			relative = true
		case w == ",":
			commas++
		case relative:
		case auxiliary[w], w == "but", w == "while", w == "when", w == "where", w == "because", w == "if", w == "after", w == "before", w == "as" && commas == 0:
			return commas > 1 || w == "after" && commas > 0
		case speechVerbs[w] != "" && commas == 0, w == "he", w == "she", w == "they", w == "it":
			return false
		case i == m.last && !b.opens(i):
			return false
		}
	}
	return true
}

// opens reports whether word i can begin what stands between a subject and its
// predicate.
func (b *binding) opens(i int) bool {
	w := b.d.low(i)
	switch {
	case b.d.doc.Punct(i), prepositions[w], adverbs[w], conjunctions[w], b.harmAt[i] != nil, auxWords[w], isNumber(w), w == "aged":
		return true
	case strings.HasSuffix(w, "ing"):
		return true
	case strings.HasSuffix(w, "ed"):
		return prepositions[b.d.low(i+1)]
	}
	return false
}

// inherit returns the people of the predicate before p when p goes on with it:
// "was shot and pronounced dead".
func (b *binding) inherit(p *predicate) []*mention {
	for k := p.start - 1; k >= b.first && k > p.start-4; k-- {
		if w := b.d.low(k); w == "and" || w == "then" {
			return b.subjects
		}
	}
	return nil
}

// amongst returns who is said to be among the harmed.
func (b *binding) amongst(p *predicate) []*mention {
	if people := b.subject(p, 12); len(people) > 0 {
		return people
	}
	for i := p.last; i < min(p.last+12, b.last); i++ {
		if w := b.d.low(i); w == "was" || w == "were" || w == "are" || w == "is" || w == "," && i == p.last {
			return b.objects(i+1, p)
		}
	}
	return nil
}

// within counts those among whom others are: "were among 22 people killed".
func (b *binding) within(p *predicate) {
	for _, m := range b.mentions {
		if m.last == p.first && m.first > p.start && !m.taken {
			m.taken = true
			b.tolls = append(b.tolls, bound{field: p.field, people: m, span: m.run.join(p.run), whole: -1})
		}
	}
}

// said adds the tolls that phrases carry in themselves: "12 deaths", "six wounded
// children".
func (b *binding) said() {
	for _, m := range b.mentions {
		if m.field == "" || m.taken || m.part || b.harmAt[m.head] != nil && !m.hurt {
			continue
		}
		m.taken = true
		b.tolls = append(b.tolls, bound{field: m.field, people: m, span: m.run, part: m.hurt, whole: -1, relation: m.tally.Relation})
	}
}

// parts adds the parts of the tolls found: "including 3 children".
func (b *binding) parts() {
	for k, m := range b.mentions {
		if !m.part && !m.ofThem || m.taken {
			continue
		}
		for j := k - 1; j >= 0 && !m.taken; j-- {
			if b.mentions[j].part {
				continue
			}
			for i, t := range b.tolls {
				if t.people == b.mentions[j] && !t.part {
					m.taken = true
					b.tolls = append(b.tolls, bound{field: t.field, people: m, span: m.run, part: true, whole: i})
				}
			}
			if m.first-b.mentions[j].last > 25 {
				break
			}
		}
		if !m.taken && m.part {
			b.orphan(m)
		}
	}
}

// orphan gives a part without a whole in its sentence the field of the harm named
// before it: "the dead included three children".
func (b *binding) orphan(m *mention) {
	if p := b.harmAt[m.last]; p != nil && p.form == verbForm {
		m.taken = true
		b.tolls = append(b.tolls, bound{field: p.field, people: m, span: m.run.join(p.run), part: true, whole: -1})
		return
	}
	for k := m.first - 1; k >= b.first && k > m.first-7; k-- {
		if p := b.harmAt[k]; p != nil {
			m.taken = true
			b.tolls = append(b.tolls, bound{field: p.field, people: m, span: m.run.join(p.run), part: true, whole: -1})
			return
		}
	}
}
