package tally

import "rashomon/internal/grammar"

// acts reports whether what follows the participle p is an object that is not
// counted: "three men kidnapped the mayor".
func (b *binding) acts(p *predicate) bool {
	w := b.d.low(p.last)
	switch {
	case p.last >= b.last, b.d.doc.Punct(p.last), b.starts[p.last] != nil, grammar.AttackNouns[w], placing[w]:
		return false
	}
	return grammar.Pronouns[w] || grammar.Determiners[w] || b.d.nounWord(p.last)
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

// startsAt returns the counted phrase at word i, over words that may stand before.
func (b *binding) startsAt(i int) *mention {
	for n := 0; n < 5; n++ {
		if m := b.starts[i]; m != nil {
			return m
		}
		switch w := b.d.low(i); {
		case grammar.Adverbs[w], w == "\"", w == "“", w == "[", w == "(", w == "the", w == "all", w == "both", w == "only", w == "just", w == "of",
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
			if m := b.startsAt(k + 1); m != nil && !b.leads(m) && (w != "," || !m.article) {
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
	if n == nil && b.d.low(m.last) == "," {
		n = b.behindName(i)
	}
	if n == nil && (b.d.low(i) == "including" || b.d.low(i) == "mostly") {
		if i = b.uncounted(i + 1); i > 0 {
			n = b.startsAt(i)
		}
	}
	if n == nil && partWords[b.d.low(i)] {
		n = b.startsAt(i + 1)
	}
	if n == nil || b.leads(n) || b.things(n) || n.article && grammar.SpeechVerbs[b.d.low(n.last)] != "" {
		return nil
	}
	return n
}

// behindName returns the count that goes on behind a name in apposition at word i:
// "a commander, Odo Imo, and three of his guards".
func (b *binding) behindName(i int) *mention {
	k := i
	for k < min(i+6, b.last) && b.d.name(k) {
		k++
	}
	if k == i {
		return nil
	}
	if b.d.low(k) == "," {
		k++
	}
	if b.d.low(k) != "and" {
		return nil
	}
	return b.startsAt(k + 1)
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
		if b.harmAt[k] != nil || grammar.Auxiliary[w] || w == "," || grammar.Prepositions[w] && w != "of" && w != "in" {
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
