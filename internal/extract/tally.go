package extract

import (
	"rashomon"
)

// tolls reads the counts of people killed, injured, missing and captured.
func (d *draft) tolls() []rashomon.Claim {
	var claims []rashomon.Claim
	for _, s := range d.doc.Sentences {
		bounds := d.bind(s.First, s.Last)
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
