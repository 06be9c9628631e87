package tally

// spreadParts makes the fellows of a part parts: "including 3 children and a woman".
func (b *binding) spreadParts() {
	for i := 1; i < len(b.mentions); i++ {
		prev, m := b.mentions[i-1], b.mentions[i]
		if prev.part && !m.part && b.linked(prev.last, m.first) && !b.leads(m) {
			m.part = true
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

// within counts those among whom others are: "were among 22 people killed".
func (b *binding) within(p *predicate) {
	for _, m := range b.mentions {
		if m.last == p.first && m.first > p.start && !m.taken {
			m.taken = true
			b.tolls = append(b.tolls, bound{field: p.field, people: m, span: m.join(p.run), whole: -1})
		}
	}
}

// said adds the tolls that phrases carry in themselves: "12 deaths", "six wounded
// children".
func (b *binding) said() {
	for _, m := range b.mentions {
		if m.field == "" || m.taken || m.part && !m.dead || b.spoken(m) {
			continue
		}
		m.taken = true
		b.tolls = append(b.tolls, bound{field: m.field, people: m, span: m.run, part: m.hurt || m.dead, whole: -1, relation: m.tally.Relation})
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
				if t.people == b.mentions[j] {
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
		b.tolls = append(b.tolls, bound{field: p.field, people: m, span: m.join(p.run), part: true, whole: -1})
		return
	}
	for k := m.first - 1; k >= b.first && k > m.first-7; k-- {
		if p := b.harmAt[k]; p != nil {
			m.taken = true
			b.tolls = append(b.tolls, bound{field: p.field, people: m, span: m.join(p.run), part: true, whole: -1})
			return
		}
	}
}

// spoken reports whether the head of m is the word of a predicate that takes
// people of its own, "suffered injuries", and not itself counted, "seven bodies".
func (b *binding) spoken(m *mention) bool {
	p := b.harmAt[m.head]
	return p != nil && !m.hurt && p.form != nounForm
}
