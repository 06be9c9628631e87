package tally

import "rashomon/internal/grammar"

import "rashomon"

// counterNouns name a running count; after "number of", what they count.
var counterNouns = map[string]rashomon.Field{
	"dead": rashomon.Killed, "deaths": rashomon.Killed, "killed": rashomon.Killed, "fatalities": rashomon.Killed,
	"martyrs": rashomon.Killed, "victims": rashomon.Killed, "wounded": rashomon.Injured, "injured": rashomon.Injured, "injuries": rashomon.Injured,
	"casualties": rashomon.Casualties, "missing": rashomon.Missing, "kidnapped": rashomon.Captured, "abducted": rashomon.Captured, "detained": rashomon.Captured, "arrested": rashomon.Captured,
}

// right stand before "number" where it takes the place of one given before.
var right = grammar.LexiconOf(`correct corrected right actual real true accurate`)

var (
	changes = grammar.LexiconOf(`rose risen rise rises rising increased increases increasing climbed climbs climbing jumped jumps grew grown
		went raised raising raises up mounted soared soars mounting`)
	counterLinks = grammar.LexiconOf(`to at of is was : counterLinks stood reached reaches reaching hit hits exceeded exceeds exceeding surpassed topped
		passed tops total totals totaled over more`)
)

// counters reads running counts: "the death toll rose from 22 to 31", "the number
// of dead counterLinks at 12", "bringing to 12 the number of those killed".
func (b *binding) counters() {
	for i := b.first; i < b.last; i++ {
		field, end := b.counterAt(i)
		if field == "" {
			continue
		}
		b.count(field, run{i, end})
		i = end - 1
	}
}

// counterAt returns the field of the running count named at word i, and its end.
func (b *binding) counterAt(i int) (rashomon.Field, int) {
	d := b.d
	switch w := d.low(i); {
	case w == "toll" || w == "tolls":
		switch d.low(i - 1) {
		case "injury":
			return rashomon.Injured, i + 1
		case "casualty":
			return rashomon.Casualties, i + 1
		}
		return rashomon.Killed, i + 1
	case (w == "number" || w == "figure" || w == "count") && right[d.low(i-1)]:
		return d.resumed(), i + 1
	case (w == "dead" || w == "wounded" || w == "injured" || w == "missing") && d.low(i-1) == "the" && d.low(i+1) == "at" && d.near(i-2, i-1, "put", "puts", "putting", "places", "placed"):
		return counterNouns[w], i + 1
	case w == "number" && counterNouns[d.low(i+1)] != "":
		return counterNouns[d.low(i+1)], i + 2
	case w == "number" && d.low(i+1) == "of" && d.low(i-1) != "a":
		for k := i + 2; k < min(i+10, b.last); k++ {
			if f := counterNouns[d.low(k)]; f != "" {
				return f, k + 1
			}
			if d.low(k) == "," {
				break
			}
		}
	}
	return "", 0
}

// count binds the numbers of the running count named at c.
func (b *binding) count(f rashomon.Field, c run) {
	rose := false
	var found []*mention // the last is the one that holds
	for k := c.first - 1; k >= b.first && k > c.first-8; k-- {
		w := b.d.low(k)
		rose = rose || changes[w]
		if m := b.starts[k+2]; m != nil && b.d.low(k+1) == "to" && (w == "bringing" || w == "brings" || w == "brought" || w == "raising") {
			found = append(found, m)
		}
	}
	if len(found) == 0 {
		var changed bool
		found, changed = b.standing(f, c.last)
		rose = rose || changed
	}
	for i, m := range found {
		if b.things(m) {
			continue
		}
		m.taken = true
		t := bound{field: f, people: m, span: c.join(m.run), whole: -1, relation: m.tally.Relation, superseded: i+1 < len(found)}
		if rose && i+1 == len(found) {
			t.relation = rashomon.Rose
		}
		b.tolls = append(b.tolls, t)
	}
	if len(found) == 0 && rose {
		b.unspoken(f, c)
	}
}

// standing returns the counts at which a running count is said to stand, from word
// i on, the current one last; changed reports whether it is said to have changed.
func (b *binding) standing(f rashomon.Field, i int) (found []*mention, changed bool) {
	for k := i; k < min(i+32, b.last); k++ {
		w := b.d.low(k)
		if p := b.harmAt[k]; p != nil && p.field != f || w == ";" {
			return found, changed
		}
		changed = changed || changes[w]
		m := b.starts[k]
		if m == nil || m.taken || m.part || m.article || m.hurt || m.tally.Vague == "some" {
			continue
		}
		if p := b.harmAt[m.last]; p != nil && p.field != f {
			return found, changed
		}
		before := b.d.low(k - 1)
		if before == "\"" || before == "“" {
			before = b.d.low(k - 2)
		}
		if !counterLinks[before] && before != "from" && before != "a" && !counterLinks[w] {
			continue
		}
		if earlier := b.risenFrom(m); earlier != nil {
			return []*mention{earlier, m}, true
		}
		found = append(found, m)
		if b.d.low(m.last) != "to" && before != "from" {
			return found, changed
		}
	}
	return found, changed
}

// risenFrom returns the earlier count that stands behind m: "to 17 from 14", "17,
// up from 14".
func (b *binding) risenFrom(m *mention) *mention {
	for k := m.last; k < min(m.last+4, b.last); k++ {
		switch b.d.low(k) {
		case "from":
			if e := b.starts[k+1]; e != nil && !e.article && e.head < 0 {
				return e
			}
			return nil
		case ",", "up", "people":
		default:
			return nil
		}
	}
	return nil
}

// unspoken reads "the death toll rose" with no number: at least one.
func (b *binding) unspoken(f rashomon.Field, c run) {
	for k := c.last; k < min(c.last+3, b.last); k++ {
		if w := b.d.low(k); (w == "rose" || w == "risen" || w == "climbed" || w == "increased") && k+1 >= b.last-1 {
			t := rashomon.Tally{Min: 1, Max: rashomon.Open, Who: "people", Group: rashomon.People}
			m := &mention{run: run{c.first, k + 1}, number: run{k, k + 1}, tally: t, head: -1, taken: true}
			b.tolls = append(b.tolls, bound{field: f, people: m, span: m.run, whole: -1, relation: rashomon.Rose})
			return
		}
	}
}
