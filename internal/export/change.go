package export

import (
	"slices"

	"rashomon"
)

// changes prints what became of the reports' pages after they were kept; in full with
// both quotations of every difference.
func (c *citer) changes(p *printer) {
	if len(c.rec.Changes) == 0 {
		return
	}
	p.heading("Changed after publication")
	for _, ch := range c.rec.Changes {
		p.line(2, 4, plain(clean(ch.Note())+"."), dim(c.kept(ch)))
		if !c.full {
			continue
		}
		p.line(4, 6, dim(clean(ch.Address)), dim(string(ch.Capture)))
		for _, d := range ch.Differences {
			if d.Is(rashomon.OnlyRead) {
				continue // no change of the outlet's
			}
			p.line(4, 6, plain(clean(d.String())+":"), plain(c.quoteOf("was", d.Was, ch.Before)), plain(c.quoteOf("now", d.Now, ch.After)))
		}
	}
}

// kept names the reports of a change that are among the sources.
func (c *citer) kept(ch rashomon.Change) string {
	out := ""
	for _, id := range []rashomon.ReportID{ch.Before, ch.After} {
		if c.source(id) > 0 {
			out += c.place(id, rashomon.Span{})
		}
	}
	if c.full {
		return ""
	}
	return out
}

// quoteOf is one side of a difference, with its words and where they stand.
func (c *citer) quoteOf(when string, s *rashomon.Said, in rashomon.ReportID) string {
	if s == nil || s.Quote == "" {
		return ""
	}
	where := ""
	if c.source(in) > 0 {
		where = " " + c.place(in, s.Span)
	}
	return when + " “" + clean(s.Quote) + "”" + where
}

// notesOn are the notes that bear on a question, for a cell.
func (c *citer) notesOn(f rashomon.Finding) []string {
	var out []string
	for _, ch := range c.rec.Changes {
		bears := slices.ContainsFunc(ch.Differences, func(d rashomon.Difference) bool {
			return d.Field == f.Field && (d.Group == f.Group || d.Group == "" || !f.Field.Toll())
		})
		absent := ch.After == "" && slices.ContainsFunc(f.Claims, func(id rashomon.ClaimID) bool { return c.claims[id].Report == ch.Before })
		if bears || absent {
			out = append(out, ch.Note())
		}
	}
	return out
}
