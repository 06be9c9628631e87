package tally

import (
	"strings"

	"rashomon"
	"rashomon/internal/grammar"
)

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
		if b.things(m) || m.definite && !b.opened(m, p) || !b.reaches(m, p) || b.disagrees(m, p) {
			return nil
		}
		return b.leftward(m, k)
	}
	return nil
}

// disagrees reports whether the verb of p, some words behind m, is of one and m of
// several: "the monk who hid forty villagers in his cellar has died".
func (b *binding) disagrees(m *mention, p *predicate) bool {
	w := b.d.low(p.start)
	return m.tally.Min > 1 && m.tally.Max != rashomon.Open && p.start > m.last+1 && (w == "has" || w == "was" || w == "is")
}

// opened reports whether the definite phrase m opens its clause, so that what
// follows is said of it: "the driver was hurt", and not "a friend of the driver".
func (b *binding) opened(m *mention, p *predicate) bool {
	found := p.form == stateForm && p.start < p.first && b.d.low(p.first) == "dead" // "was found dead"
	if !p.passive && p.form != diesForm && !found || b.d.low(m.last) == "who" {
		return false
	}
	w := b.d.low(m.first - 1)
	return m.first == b.first || b.d.doc.Punct(m.first-1) || grammar.Conjunctions[w] || grammar.SpeechVerbs[w] != ""
}

// governor returns the phrase that mention k hangs on: of "six men from one
// family", the men.
func (b *binding) governor(k int) int {
	for k > 0 {
		m, prev := b.mentions[k], b.mentions[k-1]
		w := b.d.low(prev.last)
		if prev.part || m.first == prev.last || w != "of" && w != "from" && w != "in" && w != "at" || m.first-prev.last > 4 || b.things(prev) {
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
		case relative, w == "not" && (b.d.low(i-1) == "," || b.d.low(i-1) == "and"):
		case grammar.Auxiliary[w], w == "but", w == "while", w == "when", w == "where", w == "because", w == "if", w == "after", w == "before", w == "as" && commas == 0:
			return commas > 1 || w == "after" && commas > 0
		case grammar.SpeechVerbs[w] != "" && commas == 0, w == "he", w == "she", w == "they", w == "it":
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
	case b.d.doc.Punct(i), grammar.Prepositions[w], grammar.Adverbs[w], grammar.Conjunctions[w], b.harmAt[i] != nil, auxWords[w], numberWord(w), w == "aged":
		return true
	case strings.HasSuffix(w, "ing"):
		return true
	case strings.HasSuffix(w, "ed"):
		return grammar.Prepositions[b.d.low(i+1)]
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
