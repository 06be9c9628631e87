package tally

import (
	"strings"

	"rashomon"
	"rashomon/internal/grammar"
)

// mention is a counted phrase: a number, an article or a word for nobody, and the
// noun phrase it counts.
type mention struct {
	run                     // number and noun phrase
	number   run            // the words that the value is computed from
	tally    rashomon.Tally // Group and Who are set
	head     int            // the head noun; -1 when the number stands alone
	sure     bool           // the head names people, or harm done to them
	article  bool           // "a", "another", "the": one by its noun alone
	part     bool           // introduced by "including", "of whom", "among them"
	field    rashomon.Field // harm that the phrase itself says: "six wounded children", "12 deaths"
	taken    bool           // a predicate has it
	definite bool           // "the driver"
	ofThem   bool           // "three of them"
	hurt     bool           // "one of the wounded"
	dead     bool           // "11 of the dead were children"
}

// partWords introduce a part of the count before them.
var partWords = grammar.LexiconOf(`including included includes include among incl comprising mostly counting`)

// mentions returns the counted phrases of the words [first, last), in order.
func (d *reader) mentions(first, last int) []*mention {
	numbers := d.doc.Numbers(first, last)
	var all []*mention
	next := 0
	for i := first; i < last; {
		for next < len(numbers) && numbers[next].First < i {
			next++
		}
		var m *mention
		if d.dated(i) {
			i++
			continue
		}
		if next < len(numbers) && numbers[next].First == i {
			n := numbers[next]
			if d.refused(n) {
				i = n.Last
				continue
			}
			m = d.counted(run{n.First, n.Last}, n.Tally, last)
		} else {
			if m = d.single(i, last); m == nil {
				m = d.headline(i, last)
			}
		}
		if m == nil {
			i++
			continue
		}
		if len(all) > 0 && all[len(all)-1].ofThem && m.article && all[len(all)-1].last == m.first {
			i = m.last // "one of them a child"
			continue
		}
		m.part = d.introduced(m.first, first) || d.broken(m, all)
		all = append(all, m)
		i = m.last
		for f := d.articled(m, last); f != nil; f = d.articled(f, last) {
			f.part = m.part
			all = append(all, f)
			i = f.last
		}
	}
	return all
}

// broken reports whether m breaks up the count before it: "six priests -- five
// Odonians and one Imo -- died".
func (d *reader) broken(m *mention, before []*mention) bool {
	if len(before) == 0 {
		return false
	}
	switch d.low(m.first - 1) {
	case "-", "–", "—":
	default:
		return false
	}
	whole := before[len(before)-1]
	return !whole.part && m.first-whole.last < 8 && whole.tally.Min > m.tally.Min
}

// introduced reports whether the phrase at word i is a part of a count before it.
func (d *reader) introduced(i, first int) bool {
	for k := i - 1; k >= first && k > i-4; k-- {
		w := d.low(k)
		switch {
		case partWords[w]:
			return w != "among" || d.low(k+1) == "them"
		case w == "at" || w == "least" || w == "also" || w == "them" || w == "the" || w == "whom" || w == "which" || w == "were" || w == "are" || w == "and" || w == ",":
			if w == "whom" && d.low(k-1) == "of" {
				return true
			}
		default:
			return false
		}
	}
	return false
}

// counted reads the noun phrase that the number at n counts. It returns nil when
// that phrase names things.
func (d *reader) counted(n run, t rashomon.Tally, last int) *mention {
	m := &mention{number: n, tally: t, head: -1}
	if d.low(n.first-1) == "another" {
		m.number.first, m.tally.Relation = n.first-1, rashomon.Additional
	}
	if t.Vague == "many" && d.low(n.last) == "of" && (d.low(n.last+1) == "those" || d.low(n.last+1) == "them") {
		return nil
	}
	i := n.last
	start := i
	for i < last && i < n.last+14 {
		w := d.low(i)
		switch {
		case i == start && (w == "of" || w == "(" || w == ")"):
			start = i + 1
		case i == n.last && (w == "fatally" || w == "fatal"):
			m.run, m.field, m.sure = run{n.first, i + 1}, rashomon.Killed, true
			m.tally = whoIs(m.tally, "people", rashomon.People)
			return m
		case i == start && i > n.last && numberWord(w):
			start = i + 1
		case i == start && (i > n.last || m.tally.Vague == "some") && (grammar.Determiners[w] || w == "whom" || w == "them" || w == "which") && !numberWord(w):
			start = i + 1
			if w == "them" || w == "whom" {
				m.ofThem = true
				return d.finish(m, i+1)
			}
		case m.head < 0 && i > n.last && (w == "wounded" || w == "injured") && d.low(i-1) == "the":
			m.hurt, m.head, m.field = true, i, rashomon.Injured
			return d.finish(m, i+1)
		case m.head < 0 && i > n.last && d.ofDead(m, i):
			return m
		case w == "more" || w == "additional" || w == "further" || w == "new":
			m.tally.Relation = rashomon.Additional
		case w == "other" || w == "another":
			start = max(start, i+1)
		case !d.continues(m, i, last):
			return d.finish(m, i)
		case d.doc.Punct(i):
		default:
			m.head = i
		}
		i++
	}
	return d.finish(m, i)
}

// continues reports whether word i goes on with the noun phrase of m.
func (d *reader) continues(m *mention, i, last int) bool {
	w := d.low(i)
	if w[0] >= '0' && w[0] <= '9' && (w[len(w)-1] <= '9' || strings.HasPrefix(w, "20") || strings.HasPrefix(w, "19")) {
		return false
	}
	if d.doc.Punct(i) {
		if w == "-" && d.doc.Words[i].Start > d.doc.Words[i-1].End {
			return false
		}
		return (w == "\"" || w == "“" || w == "-" || w == "”" || w == "'" || w == "‘") && m.head < 0 && i+1 < last
	}
	headed := m.head >= 0
	if headed && (w == "hostage" || w == "prisoner" || w == "captive") {
		return false
	}
	if headed {
		_, person := groupOf(d.low(m.head))
		_, next := groupOf(w)
		if _, counts := as(w, headForm); counts && person && d.low(i+1) != "of" {
			return true // "12 civilian deaths"
		}
		if h := harms[d.low(m.head)]; person || len(h) > 0 && h[0].form == headForm {
			return (next || person && d.modifies(i, last)) && len(harms[w]) == 0 && !grammar.Adverbs[w]
		}
	}
	if len(harms[w]) > 0 {
		if _, counts := as(w, headForm); counts && !headed {
			return true
		}
		_, person := groupOf(d.low(i + 1))
		return person && i+1 < last && adjectives[w]
	}
	switch {
	case w == "and" && headed && d.compound(i+1, last):
		return true
	case headed && strings.HasSuffix(w, "ing"):
		_, next := groupOf(d.low(i + 1))
		return next
	case grammar.Prepositions[w], grammar.Conjunctions[w], grammar.Pronouns[w], grammar.Auxiliary[w], w == "a", w == "an", w == "the":
		return false
	case grammar.Adverbs[w]:
		return !headed && w != "were"
	case strings.HasSuffix(w, "ed") && !adjectives[w] && !strings.Contains(w, "-"):
		return false
	case headed && grammar.SpeechVerbs[w] != "":
		return false
	case grammar.Weekdays[w]:
		return false
	}
	return true
}

// modifies reports whether word i is no end of a noun phrase but stands before
// its head: "a female bank employee".
func (d *reader) modifies(i, last int) bool {
	w := d.low(i)
	if i+1 >= last || d.doc.Punct(i) || grammar.Prepositions[w] || grammar.Conjunctions[w] || grammar.Auxiliary[w] || grammar.Pronouns[w] || grammar.Determiners[w] || numberWord(w) || d.name(i) {
		return false
	}
	g, person := groupOf(d.low(i + 1))
	return person && g != "" && len(harms[d.low(i+1)]) == 0 && !grammar.Adverbs[w] && !strings.HasSuffix(w, "ly") && !strings.HasSuffix(w, "ed") && !strings.HasSuffix(w, "ing") && grammar.SpeechVerbs[w] == "" && !plural(d.low(i-1))
}

// compound reports whether people follow "and" at word i without a number of
// their own: "30 regime and allied fighters".
func (d *reader) compound(i, last int) bool {
	for k := i; k < min(i+3, last); k++ {
		w := d.low(k)
		if _, person := groupOf(w); person {
			return plural(w)
		}
		if numberWord(w) || !d.nounWord(k) && !adjectives[w] {
			return false
		}
	}
	return false
}

// finish closes the phrase of m before word end and classes it.
func (d *reader) finish(m *mention, end int) *mention {
	for end > m.number.last && d.doc.Punct(end-1) && d.low(end-1) != ")" {
		end--
	}
	m.run = run{m.number.first, max(end, m.number.last)}
	if m.head < 0 {
		m.tally = whoIs(m.tally, "people", rashomon.People)
		return m
	}
	w := d.low(m.head)
	g, person := d.class(m)
	for k := m.number.last; k < m.head; k++ {
		if h := harms[d.low(k)]; len(h) > 0 && adjectives[d.low(k)] {
			m.field = h[0].field
			m.tally.Group = g
		}
	}
	if h, ok := as(w, headForm); ok {
		m.field, m.sure, person = h.field, true, true
	}
	switch {
	case person:
		m.sure = true
	case things[w], m.tally.Min == 1 && m.tally.Max == 1 && m.tally.Vague == "" && !d.doc.Capital(m.head):
		return nil
	}
	if g == "" {
		g = rashomon.People
	}
	m.tally = whoIs(m.tally, d.who(m), g)
	return m
}

// who returns the group counted in the report's words, lower case, without the
// number: "members of the harbour guild".
func (d *reader) who(m *mention) string {
	i := m.number.last
	for i < m.head && (d.doc.Punct(i) || grammar.Prepositions[d.low(i)] || grammar.Determiners[d.low(i)] || adding[d.low(i)]) {
		i++
	}
	end := m.head + 1
	if w := d.low(m.head); (w == "members" || w == "member") && d.low(end) == "of" {
		k := end + 1
		for k < end+8 && (d.nounWord(k) || grammar.Determiners[d.low(k)]) {
			k++
		}
		if k > end+1 {
			end = k
		}
	}
	return strings.ToLower(d.doc.Span(i, end).Of(d.doc.Text))
}

// adding words say that a count comes on top of another.
var adding = grammar.LexiconOf(`more other others additional further new another`)

// class returns the class of the people counted: that of the head, or, where the
// head says only "people", that of a word before it: "rebel leader".
func (d *reader) class(m *mention) (g rashomon.Group, person bool) {
	g, person = groupOf(d.low(m.head))
	for k := m.number.last; k < m.head; k++ {
		switch w := d.low(k); w {
		case "police":
			return rashomon.Officers, person
		case "military", "army", "navy", "troop":
			if g == rashomon.People || g == "" {
				g = rashomon.Soldiers
			}
		default:
			if before, ok := groupOf(w); ok && (g == rashomon.People || g == "") && before != "" {
				g = before
			}
		}
	}
	if g == rashomon.Soldiers && strings.HasPrefix(d.low(m.head), "officer") && d.low(m.head-1) != "military" && d.low(m.head-1) != "army" {
		s := d.sentence(m.head)
		if d.policed(s) || d.police && !d.soldierly(s) {
			g = rashomon.Officers
		}
	}
	return g, person
}

func whoIs(t rashomon.Tally, who string, g rashomon.Group) rashomon.Tally {
	t.Who, t.Group = who, g
	return t
}

// plural reports whether the noun w counts more than one.
func plural(w string) bool {
	switch w {
	case "people", "men", "women", "children", "police", "personnel", "troops", "others", "staff":
		return true
	}
	return strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") || strings.HasSuffix(w, "men")
}
