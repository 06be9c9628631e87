package tally

import "rashomon/internal/grammar"

import "rashomon"

// counterNouns name a running count; after "number of", what they count.
var counterNouns = map[string]rashomon.Field{
	"dead": rashomon.Killed, "deaths": rashomon.Killed, "killed": rashomon.Killed, "fatalities": rashomon.Killed,
	"martyrs": rashomon.Killed, "victims": rashomon.Killed, "wounded": rashomon.Injured, "injured": rashomon.Injured, "injuries": rashomon.Injured,
	"casualties": rashomon.Casualties, "missing": rashomon.Missing, "kidnapped": rashomon.Captured, "abducted": rashomon.Captured, "detained": rashomon.Captured, "arrested": rashomon.Captured,
}

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
	var found []*mention
	rose := false
	for k := c.first - 1; k >= b.first && k > c.first-8; k-- {
		rose = rose || changes[b.d.low(k)]
		if w := b.d.low(k); (w == "bringing" || w == "brings" || w == "brought" || w == "raising") && b.starts[k+2] != nil && b.d.low(k+1) == "to" {
			found = append(found, b.starts[k+2])
		}
	}
	stood := len(found) > 0
	for k := c.last; k < min(c.last+32, b.last) && !stood; k++ {
		w := b.d.low(k)
		if p := b.harmAt[k]; p != nil && p.field != f || w == ";" {
			break
		}
		if changes[w] {
			rose = true
		}
		m := b.starts[k]
		if m == nil || m.taken || m.part || m.article || m.hurt || m.tally.Vague == "some" {
			continue
		}
		if p := b.harmAt[m.last]; p != nil && p.field != f {
			break
		}
		if before := b.d.low(k - 1); counterLinks[before] || before == "from" || before == "a" || counterLinks[b.d.low(k)] {
			found = append(found, m)
			if b.d.low(m.last) != "to" && before != "from" {
				break
			}
		}
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
