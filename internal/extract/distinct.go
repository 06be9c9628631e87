package extract

import (
	"strings"

	"rashomon"
	"rashomon/internal/names"
)

// compared is how many claims to either side a claim is compared with: more than
// a report makes of one field, and a bound for hostile ones.
const compared = 300

// distinct drops a claim that another one repeats: same account, field and value
// by the same voice is said once, and then by the body, not the title. A count in
// the title that the body gives to somebody stays: it is the outlet's own.
func (d *draft) distinct(claims []rashomon.Claim) []rashomon.Claim {
	_, body := d.report.Body()
	gone := make([]bool, len(claims))
	for i, c := range claims {
		for j := max(0, i-compared); j < min(len(claims), i+compared); j++ {
			o := claims[j]
			if i == j || gone[j] || c.Field != o.Field || c.Account != o.Account || c.Cumulative != o.Cumulative {
				continue
			}
			title, titleToo := c.Span.End < body, o.Span.End < body
			if title && !titleToo && d.restated(c, o) || title == titleToo && j < i && d.repeated(c, o) {
				gone[i] = true
				break
			}
		}
	}
	var kept []rashomon.Claim
	for i, c := range claims {
		if !gone[i] {
			kept = append(kept, c)
		}
	}
	return kept
}

// restated reports whether the body's claim o gives what the title's claim c gives.
func (d *draft) restated(c, o rashomon.Claim) bool {
	t, ok := c.Tally()
	if !ok {
		return d.repeated(c, o)
	}
	u, _ := o.Tally()
	return sameVoice(c, o, true) && sameGroup(t, u) && (t.Min == u.Min || t.Min == rashomon.Open && u.Max == t.Max || t.Vague != "" && t.Compatible(u) && u.Vague == "")
}

// repeated reports whether c says again what o has said.
func (d *draft) repeated(c, o rashomon.Claim) bool {
	if !sameVoice(c, o, false) || c.Attribution.Stance != o.Attribution.Stance {
		return false
	}
	switch v := c.Value.(type) {
	case rashomon.Where:
		w, _ := o.Value.(rashomon.Where)
		return strings.Contains(w.Name, v.Name) || strings.Contains(v.Name, w.Name)
	case rashomon.When:
		w, _ := o.Value.(rashomon.When)
		return v.From.Known() && v.From == w.From && v.To == w.To || strings.EqualFold(v.Words, w.Words)
	}
	t, ok := c.Tally()
	if !ok {
		return c.Value.String() == o.Value.String() && c.Superseded == o.Superseded
	}
	u, _ := o.Tally()
	return t.Min == u.Min && t.Max == u.Max && sameWho(t, u) && (t.Relation == rashomon.OfInjured) == (u.Relation == rashomon.OfInjured) && (c.PartOf == "") == (o.PartOf == "") && c.Superseded == o.Superseded
}

// sameGroup reports whether two counts can be of the same people.
func sameGroup(t, u rashomon.Tally) bool {
	return t.Group == u.Group || t.Group == rashomon.People || u.Group == rashomon.People
}

// sameVoice reports whether two claims are one voice's word. A headline's "monitor"
// is taken for whoever the body names.
func sameVoice(c, o rashomon.Claim, headline bool) bool {
	a, spoken := c.Attribution.Speaker()
	b, spokenToo := o.Attribution.Speaker()
	if !spoken || !spokenToo {
		return spoken == spokenToo
	}
	return headline || a.Name == b.Name || names.Same(a.Name, b.Name)
}

// sameWho reports whether two counts name the same people: a "driver" and a
// "guard" are two men.
func sameWho(t, u rashomon.Tally) bool {
	return t.Who == u.Who || t.Who == "people" || u.Who == "people" || sameGroup(t, u) && (t.Min != 1 || t.Max != 1)
}
