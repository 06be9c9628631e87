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

// ruledOn are the decisions on a question, rejections too, and those on the incident
// as a whole, as sentences.
func (c *citer) ruledOn(f rashomon.Finding) []string {
	var out []string
	targets := map[string]bool{}
	for _, d := range c.rec.Rulings {
		of := d.Of
		bears := !d.OnClaim() && d.Kind != rashomon.Undo || of != nil && of.Field == f.Field
		if cl, ok := c.claims[d.Claim()]; ok && cl.Field == f.Field {
			bears = true
		}
		if bears || d.Kind == rashomon.Undo && targets[d.Target] {
			targets[string(d.ID)] = true
			out = append(out, d.Sentence())
		}
	}
	return out
}
