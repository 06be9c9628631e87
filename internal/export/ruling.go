package export

import "rashomon"

// rulings prints the decisions of people that bear on the record, in the order made.
func (c *citer) rulings(p *printer) {
	if len(c.rec.Rulings)+len(c.rec.Apart) == 0 {
		return
	}
	p.heading("Decisions of people")
	for _, id := range c.rec.Apart {
		p.line(2, 4, plain("A ruling split this incident: part of what was held to be one event is"), bold(string(id)+"."))
	}
	for _, d := range c.rec.Rulings {
		p.line(2, 4, plain(upperFirst(clean(d.Sentence()))), dim("["+string(d.ID)+"]"))
	}
}

// ruling says of a claim, in brackets, that somebody corrected or accepted it.
func (c *citer) ruling(id rashomon.ClaimID) string {
	if c.ruled[id] == "" {
		return ""
	}
	return "(" + clean(c.ruled[id]) + ")"
}

// bearing are the decisions on a question, rejections too, and those on the incident
// as a whole.
func (c *citer) bearing(f rashomon.Field) []rashomon.Decision {
	var out []rashomon.Decision
	targets := map[string]bool{}
	for _, d := range c.rec.Rulings {
		fact, onFact := d.OnFact()
		bears := !d.OnClaim() && d.Kind != rashomon.Undo || d.Of != nil && d.Of.Field == f
		if onFact { // what kind of event it is bears on every question
			bears = fact == f || fact == rashomon.KindField
		}
		if cl, ok := c.claims[d.Claim()]; ok && cl.Field == f {
			bears = true
		}
		if bears || d.Kind == rashomon.Undo && targets[d.Target] {
			targets[string(d.ID)] = true
			out = append(out, d)
		}
	}
	return out
}

// ruledOn are the decisions that bear on a question, as sentences.
func (c *citer) ruledOn(f rashomon.Field) []string {
	var out []string
	for _, d := range c.bearing(f) {
		out = append(out, d.Sentence())
	}
	return out
}
