package tally

import (
	"rashomon"
	"rashomon/internal/text"
)

// refused reports whether the words around n say that it is not the number: "a
// dozen people, not twenty", "not 20 but 15", "rather than 20", or that it was
// counted wrongly: "two bodies had been counted twice".
func (d *reader) refused(n text.Number) bool {
	switch w := d.low(n.First - 1); {
	case w == "not" && n.Tally.Max != 1:
		before := d.low(n.First - 2)
		return d.sentence(n.First).first < n.First-1 && (before == "and" || before == "but" || d.doc.Punct(n.First-2)) || d.near(n.Last, n.Last+4, "but")
	case w == "than" && d.low(n.First-2) == "rather", w == "of" && d.low(n.First-2) == "instead":
		return true
	}
	for k := n.Last; k < n.Last+6; k++ {
		if d.low(n.First-1) == "counted" && d.low(k) == "twice" {
			return true
		}
		if d.low(k) == "counted" && (d.low(k+1) == "twice" || d.low(k+1) == "double") || d.low(k) == "double-counted" {
			return true
		}
	}
	return false
}

// corrections reads "it was eight, not nine": a bare number against one that was
// counted before has that one's field.
func (b *binding) corrections() {
	for _, m := range b.mentions {
		if m.taken || m.article || m.part || m.head >= 0 {
			continue
		}
		if f := b.d.contrasted(m.last); f != "" {
			m.taken = true
			b.tolls = append(b.tolls, bound{field: f, people: m, span: m.run, whole: -1})
		}
	}
}

// contrasted returns the field of the earlier count that ", not N" at word i takes
// back.
func (d *reader) contrasted(i int) rashomon.Field {
	if d.low(i) == "," {
		i++
	}
	if d.low(i) != "not" && (d.low(i) != "rather" || d.low(i+1) != "than") || i+1 >= len(d.doc.Words) {
		return ""
	}
	numbers := d.doc.Numbers(i+1, min(i+8, d.sentence(i).last))
	if len(numbers) == 0 || numbers[0].First > i+2 {
		return ""
	}
	wrong := numbers[0].Tally
	for k := len(d.before) - 1; k >= 0; k-- {
		if t := d.before[k].Tally; t.Min == wrong.Min && t.Max == wrong.Max {
			return d.before[k].Field
		}
	}
	return ""
}

// resumed returns the field of the last count of killed or injured before: what
// "the correct number" is of.
func (d *reader) resumed() rashomon.Field {
	if len(d.before) == 0 {
		return ""
	}
	switch f := d.before[len(d.before)-1].Field; f {
	case rashomon.Killed, rashomon.Injured, rashomon.Casualties:
		return f
	}
	return ""
}
