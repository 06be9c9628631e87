package extract

import (
	"rashomon"
)

// clauseLimit is the most words read as one sentence: no real one is longer, and
// it keeps hostile ones cheap.
const clauseLimit = 300

// tolls reads the counts of people killed, injured, missing and captured.
func (d *draft) tolls() []rashomon.Claim {
	var claims []rashomon.Claim
	for _, s := range d.doc.Sentences {
		for first := s.First; first < s.Last; first += clauseLimit {
			claims = d.appendTolls(claims, run{first, min(first+clauseLimit, s.Last)})
		}
	}
	return claims
}

// appendTolls appends the claims of the words of r.
func (d *draft) appendTolls(claims []rashomon.Claim, r run) []rashomon.Claim {
	bounds := d.bind(r.first, r.last)
	at := make([]int, len(bounds))
	for i, b := range bounds {
		at[i] = len(claims)
		claims = append(claims, d.toll(b))
	}
	for i, b := range bounds {
		if b.whole >= 0 {
			claims[at[i]].PartOf = claims[at[b.whole]].Identify().ID
		}
	}
	return claims
}

// toll makes the claim of one bound.
func (d *draft) toll(b bound) rashomon.Claim {
	t := b.people.tally
	t.Relation = b.relation
	value := d.words(b.people.number)
	if b.more != nil {
		t.Min, t.Max = t.Min+b.more.tally.Min, t.Max+b.more.tally.Max
		t.Who, t.Group = "people", rashomon.People
		value = value.Join(d.words(b.more.number))
	}
	if b.under != nil {
		t.Max = rashomon.Open
	}
	c := d.claim(b.field, t, d.words(b.span), value)
	c.Superseded = b.superseded
	if b.under != nil {
		c.Also = append(c.Also, d.words(b.under.number))
	}
	return c
}
