package export

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"rashomon"
)

// timeline prints how each toll moved; in brief only those that did, the dead rather
// than the injured, and of many steps the first and the last.
func (c *citer) timeline(p *printer) {
	const ends = 3
	steps, seen := map[rashomon.Field]int{}, map[rashomon.Field]int{}
	undated := false
	for _, s := range c.rec.Timeline {
		steps[s.Field]++
		undated = undated || s.At == ""
	}
	headed := false
	for _, s := range c.rec.Timeline {
		seen[s.Field]++
		n, all := seen[s.Field], steps[s.Field]
		if !c.full && (all < 2 || s.Field == rashomon.Injured && steps[rashomon.Killed] > 1) {
			continue
		}
		if !headed {
			headed = true
			p.heading("How the toll moved")
		}
		if between := all - 2*ends; between > 0 && n > ends && n <= all-ends && !c.full {
			if n == all-ends {
				p.line(2, 4, plain(count(between, "step")+" between"))
			}
			continue
		}
		p.line(2, 4, plain(firstOf(moment(s.At), "(no date)")), plain(string(s.Field)), bold(moved(s)), plain("- "+clean(s.Cause)), dim(fmt.Sprintf("[%d]", c.source(s.Report))))
	}
	if headed && undated {
		p.line(2, 4, plain("The order of the reports without a date is not known; they stand as they were received."))
	}
}

func moved(s rashomon.Step) string {
	if s.High != s.Low {
		return fmt.Sprintf("%d to %d", s.Low, s.High)
	}
	return fmt.Sprint(s.Low)
}

// moment writes a time to the minute, in the one zone that all times of a record share.
func moment(s string) string {
	if t, err := time.Parse(time.RFC3339, s); err == nil {
		return t.UTC().Format("2006-01-02 15:04 UTC")
	}
	return clean(s)
}

// apart prints what the same reports tell of other times: never in the toll.
func (c *citer) apart(p *printer) {
	if len(c.rec.Cumulative)+len(c.rec.Ties)+len(c.rec.Superseded) == 0 {
		return
	}
	p.heading("Kept apart, not counted above")
	c.cumulative(p)
	c.ties(p)
	rest := 0
	for _, s := range c.said(c.rec.Superseded) {
		if f := s.first.Field; !c.full || !f.Toll() && f != rashomon.Perpetrator {
			rest++
			continue
		}
		runs := []styled{plain("No longer stands: " + lowerFirst(s.first.Field.Question("")) + ","), bold(clean(s.first.Value.String()))}
		p.line(2, 4, append(runs, c.words(s, s.first.Value.String(), "")...)...)
	}
	if rest > 0 && !c.full {
		p.line(2, 4, plain(count(rest, "earlier statement")+" no longer "+stand(rest)+" (replaced, overtaken by a rise, or changed)."))
	} else if rest > 0 {
		p.line(2, 4, plain(count(rest, "earlier statement")+" no longer "+stand(rest)+": the same voice said otherwise later, the toll rose, or the text at its address changed."))
	}
}

func stand(n int) string {
	if n == 1 {
		return "stands"
	}
	return "stand"
}

// cumulative prints what is told of several incidents or a longer time. What copies
// of one text say is one line.
func (c *citer) cumulative(p *printer) {
	type told struct {
		claim rashomon.Claim
		in    []string
	}
	var list []told
	for _, cl := range c.rec.Cumulative {
		i := slices.IndexFunc(list, func(t told) bool {
			return t.claim.Field == cl.Field && t.claim.Value.String() == cl.Value.String() && t.claim.Quote == cl.Quote
		})
		if i < 0 {
			list = append(list, told{claim: cl})
			continue
		}
		list[i].in = append(list[i].in, c.place(cl.Report, cl.Span))
	}
	var brief []string
	for _, t := range list {
		cl := t.claim
		if !c.full {
			who := groupOf(cl).Name() + " " + cl.Field.Suffered()
			brief = append(brief, clean(cl.Value.String())+" "+who+" ("+c.voice(cl)+" "+strings.Join(append([]string{c.place(cl.Report, cl.Span)}, t.in...), " ")+")")
			continue
		}
		runs := []styled{plain("Over a longer time: " + lowerFirst(cl.Field.Question(groupOf(cl))) + ","), bold(clean(cl.Value.String())),
			plain("- according to " + c.voice(cl) + ":"), plain(quoted(cl)), dim(c.place(cl.Report, cl.Span))}
		if len(t.in) > 0 {
			runs = append(runs, plain("also "+strings.Join(t.in, " ")))
		}
		p.line(2, 4, runs...)
	}
	if n := len(brief); n > 4 {
		brief = append(brief[:4], fmt.Sprintf("and %d more", n-4))
	}
	if len(brief) > 0 {
		p.line(2, 4, plain("Over a longer time: "+strings.Join(brief, "; ")+"."))
	}
}

func groupOf(cl rashomon.Claim) rashomon.Group {
	t, _ := cl.Tally()
	return t.Group
}

// ties prints the other incidents that the reports name, each once for each way
// in which it stands to this one.
func (c *citer) ties(p *printer) {
	for i, t := range c.rec.Ties {
		same := func(u rashomon.Tie) bool { return u.Kind == t.Kind && u.To == t.To }
		if slices.ContainsFunc(c.rec.Ties[:i], same) {
			continue
		}
		runs := []styled{plain(upperFirst(string(t.Kind))), bold(string(t.To) + ":")}
		if t.Words != "" {
			runs = append(runs, plain("“"+shortened(clean(t.Words), c.room(p, 52, 160))+"”"))
		}
		runs = append(runs, dim(c.place(t.Report, t.Span)))
		var also []string
		for _, u := range c.rec.Ties[i+1:] {
			if same(u) {
				also = append(also, c.place(u.Report, u.Span))
			}
		}
		if len(also) > 0 {
			runs = append(runs, plain("also "+strings.Join(also, " ")))
		}
		p.line(2, 4, runs...)
	}
}

// room is how many characters a line has left beside others in brief; in full there
// are as many as given.
func (c *citer) room(p *printer, beside, full int) int {
	if c.full {
		return full
	}
	return max(20, p.width-beside)
}

// shortened cuts a text of more than so many bytes behind a word.
func shortened(s string, long int) string {
	if len(s) <= long {
		return s
	}
	if i := strings.LastIndexByte(s[:long], ' '); i > 0 {
		return s[:i] + " …"
	}
	return s
}

func upperFirst(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// sources lists the reports; in brief those of many by outlet and date only.
func (c *citer) sources(p *printer) {
	const many = 6
	p.heading("Sources")
	if !c.full && len(c.rec.Reports) >= many {
		var list []string
		for i, r := range c.rec.Reports {
			list = append(list, fmt.Sprintf("[%d] %s", i+1, strings.TrimSpace(brief(c.outlet(r.ID))+" "+moment(r.Published)+" "+c.changed(r))))
		}
		p.line(2, 4, plain(strings.Join(list, "; ")+"."))
		return
	}
	for i, r := range c.rec.Reports {
		title := "no title"
		runs := []styled{plain(fmt.Sprintf("[%d]", i+1)), bold(c.outlet(r.ID)), plain(moment(r.Published))}
		if t := clean(r.Title); t != "" {
			title = "“" + t + "”"
			if room := p.width - 12 - len(c.outlet(r.ID)+moment(r.Published)); !c.full && room > 20 {
				title = "“" + shortened(t, room) + "”"
			}
		}
		runs = append(runs, plain(title))
		if c.full {
			runs = append(runs, dim(clean(r.URL)), dim(string(r.ID)))
		}
		p.line(2, 4, append(runs, plain(c.changed(r)))...)
	}
	if cl, ok := c.example(); ok && c.full {
		p.line(2, 4, dim(fmt.Sprintf("%s above is source %d, bytes %d to %d of its text (title, line break, body).", c.place(cl.Report, cl.Span),
			c.source(cl.Report), cl.Span.Start, cl.Span.End)))
	}
}

// changed says that an outlet changed a report's text, or moved its page.
func (c *citer) changed(r rashomon.ReportRef) string {
	moved := slices.ContainsFunc(c.rec.Changes, func(d rashomon.Change) bool {
		return d.Fate == rashomon.Moved && d.Before == r.ID && d.After == r.Replaced
	})
	switch n := c.source(r.Replaced); {
	case r.Replaced == "":
		return ""
	case moved && n > 0:
		return fmt.Sprintf("(its page moved: [%d])", n)
	case n == 0:
		return "(the text at its address changed, and tells nothing of this incident now)"
	case c.full:
		return fmt.Sprintf("(the text at its address changed: [%d])", n)
	default:
		return fmt.Sprintf("(changed: [%d])", n)
	}
}

// example is the first claim that the page cites with the place of its words.
func (c *citer) example() (rashomon.Claim, bool) {
	for _, d := range c.rec.Disputes {
		for _, f := range d.Sides {
			return c.sayings(f)[0].first, true
		}
	}
	for _, f := range c.rec.Findings {
		return c.sayings(f)[0].first, true
	}
	return rashomon.Claim{}, false
}
