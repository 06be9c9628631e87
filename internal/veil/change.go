package veil

import "rashomon"

// Changes returns what became of pages with names hidden, as in the claims that differ.
func (v *Veil) Changes(list []rashomon.Change) []rashomon.Change {
	if v.idle() || len(list) == 0 {
		return list
	}
	out := hide(list, func(s string) string { return s })
	for i := range out {
		c := &out[i]
		c.Address, c.Outlet, c.Why, c.To = v.Text(c.Address), v.Text(c.Outlet), v.Text(c.Why), v.Text(c.To)
		for j := range c.Differences {
			v.said(c.Differences[j].Was, c.Before)
			v.said(c.Differences[j].Now, c.After)
		}
	}
	return out
}

// said hides names in one side of a difference, of words of that report.
func (v *Veil) said(s *rashomon.Said, report rashomon.ReportID) {
	if s == nil {
		return
	}
	c := v.Claim(rashomon.Claim{ID: s.Claim, Report: report, Quote: s.Quote, Span: s.Span, Value: rashomon.Words(s.Value)})
	if s.Claim == "" && s.Value == s.Quote { // a title
		c.Value = rashomon.Words(c.Quote)
	}
	s.Value, s.Quote, s.Speaker = c.Value.String(), c.Quote, v.Text(s.Speaker)
}
