package export

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"rashomon"
)

// TextOptions says how wide the page is, in columns (80 when 0, never under 40),
// and whether bold and dim may be used. Nothing is said by them alone. Full prints
// every voice with its words; without it, each value has the words of the first
// voice and the names of the others, so that a record fits a screen.
type TextOptions struct {
	Width int
	Color bool
	Full  bool
}

// Text writes one Record to be read in a terminal: disputes first, then each value
// with its voices and their words, then how the toll moved, what is kept apart,
// and the sources.
func Text(w io.Writer, rec rashomon.Record, o TextOptions) error {
	p := &printer{width: max(o.Width, 40), color: o.Color}
	if o.Width == 0 {
		p.width = 80
	}
	c := newCiter(rec)
	c.full = o.Full
	c.head(p)
	c.disputes(p)
	c.tolls(p)
	c.facts(p)
	c.timeline(p)
	c.apart(p)
	c.sources(p)
	c.legend(p)
	if _, err := io.WriteString(w, p.out.String()); err != nil {
		return fmt.Errorf("write record %s as text: %w", rec.Incident, err)
	}
	return nil
}

// head names the incident and the policy, and says the record in a line.
func (c *citer) head(p *printer) {
	p.line(0, 0, bold(string(c.rec.Incident)), bold(clean(c.rec.Title)))
	own := 0
	for _, o := range c.rec.Origins {
		if strings.HasPrefix(o.Why, "own voice") || strings.HasPrefix(o.Why, "one text") {
			own++
		}
	}
	spoke := len(c.rec.Origins) - own
	p.line(0, 0, plain(fmt.Sprintf("%s, %s: %d who spoke, %s in an outlet's own voice.", count(len(c.rec.Reports), "report"),
		count(len(c.rec.Origins), "origin"), spoke, count(own, "telling"))))
	if short := c.short(); short != "" {
		p.line(0, 2, plain("In short:"), plain(short))
	}
	p.line(0, 0, plain("Policy"), bold(string(c.rec.Policy.Name)+":"), plain(c.rec.Policy.Rule))
}

// short is the record in a line: the tolls of the whole, and how much is disputed.
func (c *citer) short() string {
	var parts []string
	for _, f := range c.rec.Findings {
		if f.Field.Toll() && (f.Group == rashomon.People || !slices.ContainsFunc(c.rec.Findings, func(g rashomon.Finding) bool {
			return g.Field == f.Field && g.Group == rashomon.People
		})) {
			parts = append(parts, strings.ToLower(question(f.Field, f.Group))+": "+clean(f.Value))
		}
	}
	if n := len(c.rec.Disputes); n > 0 {
		parts = append(parts, count(n, "question")+" disputed")
	}
	if len(parts) == 0 {
		return ""
	}
	return strings.Join(parts, "; ") + "."
}

// disputes prints each dispute with its sides and their words.
func (c *citer) disputes(p *printer) {
	if len(c.rec.Disputes) == 0 {
		return
	}
	p.heading("Disputed")
	for _, d := range c.rec.Disputes {
		p.line(2, 2, bold(question(d.Field, d.Group)))
		for _, side := range d.Sides {
			c.value(p, side)
		}
	}
}

// value prints one side of a dispute: the value, its grade, and under it each voice
// with its words.
func (c *citer) value(p *printer, f rashomon.Finding) {
	p.line(4, 6, bold(clean(f.Value)), plain(denial(f)), dim("["+string(f.Grade)+"]"))
	c.cite(p, f.Claims, f.Value)
}

// cite prints the voices of a value, each with its words; in brief, the first with
// its words and the others by name.
func (c *citer) cite(p *printer, ids []rashomon.ClaimID, value string) {
	list := c.sayings(ids)
	for i, s := range list {
		if !c.full && i > 0 {
			p.line(6, 8, plain("also "+c.others(list[i:], value)))
			return
		}
		p.line(6, 8, c.words(s, value)...)
	}
}

// others names the voices that a brief record quotes no words of, each with the
// place of its words.
func (c *citer) others(list []saying, value string) string {
	var names []string
	at := map[string]string{}
	for _, s := range list {
		n := c.voice(s.first) + stance(s.first)
		if v := number(s.first, value); v != "" {
			n += ": " + strings.TrimSuffix(v, ",")
		}
		if at[n] == "" {
			names = append(names, n)
		}
		at[n] += " " + c.place(s.first.Report, s.first.Span)
	}
	for i, n := range names {
		names[i] += at[n]
	}
	return strings.Join(names, "; ")
}

// denial marks a value that is denied, not asserted.
func denial(f rashomon.Finding) string {
	switch f.Stance {
	case rashomon.Denies:
		return "- denied"
	case rashomon.Doubts:
		return "- doubted"
	}
	return ""
}

// saying is what one voice says, and how often it says the same elsewhere.
type saying struct {
	first rashomon.Claim
	again int
}

func (c *citer) sayings(ids []rashomon.ClaimID) []saying {
	var list []saying
	for _, id := range ids {
		cl := c.claims[id]
		i := slices.IndexFunc(list, func(s saying) bool {
			return c.voice(s.first) == c.voice(cl) && s.first.Value.String() == cl.Value.String() && s.first.Attribution.Stance == cl.Attribution.Stance
		})
		if i >= 0 {
			list[i].again++
			continue
		}
		list = append(list, saying{first: cl})
	}
	return list
}

// words prints whose word it is, the number where it is not that of the finding,
// the words, and where they stand.
func (c *citer) words(s saying, value string) []styled {
	runs := []styled{plain("according to " + c.voice(s.first) + stance(s.first) + ":"), plain(number(s.first, value)), plain(quoted(s.first)),
		dim(c.place(s.first.Report, s.first.Span))}
	if s.again > 0 {
		runs = append(runs, plain("and "+times(s.again)+" more"))
	}
	return runs
}

// number is the count of a claim where it differs from the value it is cited for.
func number(cl rashomon.Claim, value string) string {
	t, ok := cl.Tally()
	switch {
	case !ok || t.String() == value:
		return ""
	case t.Relation == rashomon.Additional:
		return t.String() + " more,"
	case t.Relation == rashomon.OfInjured:
		return t.String() + " of the injured,"
	case t.Relation == rashomon.Rose && t.Low() <= 1:
		return ""
	}
	return t.String() + ","
}

// stance adds how a voice stands to what it says, where it does not simply say it.
func stance(cl rashomon.Claim) string {
	switch cl.Attribution.Stance {
	case rashomon.States, "":
		return ""
	case rashomon.Threats:
		return ""
	}
	return " (" + string(cl.Attribution.Stance) + ")"
}

func quoted(cl rashomon.Claim) string {
	if cl.Quote == "" {
		return "(words withheld)"
	}
	return "“" + clean(cl.Quote) + "”"
}

// tolls prints every count with its range; the words of the disputed ones stand above.
func (c *citer) tolls(p *printer) {
	var list []rashomon.Finding
	for _, f := range c.rec.Findings {
		if f.Field.Toll() {
			list = append(list, f)
		}
	}
	if len(list) == 0 {
		return
	}
	p.heading("Dead and hurt")
	for _, f := range list {
		p.line(2, 4, plain(question(f.Field, f.Group)+":"), bold(clean(f.Value)), plain(c.rangeOf(f)), dim("["+string(f.Grade)+"]"))
		rest := f.Claims
		if d, ok := c.dispute(f.Field, f.Group); ok {
			rest = slices.DeleteFunc(slices.Clone(rest), func(id rashomon.ClaimID) bool {
				return slices.ContainsFunc(d.Sides, func(s rashomon.Finding) bool { return slices.Contains(s.Claims, id) })
			})
		}
		c.beside(p, f, rest)
	}
}

// beside prints the voices of a count; of a disputed one, those that take no side.
func (c *citer) beside(p *printer, f rashomon.Finding, ids []rashomon.ClaimID) {
	if len(ids) > 0 && len(ids) < len(f.Claims) {
		if !c.full {
			p.line(4, 6, plain("beside these, counting a part or fitting every side: "+c.others(c.sayings(ids), f.Value)))
			return
		}
		p.line(4, 4, plain("beside these, counting a part or fitting every side:"))
	}
	c.cite(p, ids, f.Value)
}

// rangeOf adds low and high where the policy chose one number.
func (c *citer) rangeOf(f rashomon.Finding) string {
	r, ok := c.toll(f.Field, f.Group)
	if !ok || r.Best == nil || r.Low.N == r.High.N && !r.High.Open {
		return ""
	}
	more := ""
	if r.High.Open {
		more = " or more"
	}
	return fmt.Sprintf("(low %d, high %d%s)", r.Low.N, r.High.N, more)
}

// facts prints the findings of the fields that count nobody, each a paragraph: the
// question, the value, and every voice with its words. Those in dispute stand above.
func (c *citer) facts(p *printer) {
	var list, above []rashomon.Finding
	for _, f := range c.rec.Findings {
		d, _ := c.dispute(f.Field, "")
		switch {
		case f.Field.Toll():
		case slices.ContainsFunc(d.Sides, func(s rashomon.Finding) bool { return slices.Equal(s.Claims, f.Claims) }):
			above = append(above, f)
		default:
			list = append(list, f)
		}
	}
	if len(list)+len(above) == 0 {
		return
	}
	p.heading("Who, what, where")
	if len(above) > 0 {
		p.line(2, 4, plain("Disputed, see above: "+strings.Join(questions(above), "; ")+"."))
	}
	for _, f := range list {
		runs := []styled{plain(question(f.Field, "") + ":"), bold(clean(f.Value)), plain(denial(f))}
		if spelled := c.spellings(f); len(spelled) > 0 && f.Field == rashomon.Victim {
			runs = append(runs, plain("(also "+strings.Join(spelled, ", ")+")"))
		}
		runs = append(runs, dim("["+string(f.Grade)+"]"))
		p.line(2, 4, append(runs, c.paragraph(f)...)...)
	}
}

// paragraph is the voices of a finding in one paragraph.
func (c *citer) paragraph(f rashomon.Finding) []styled {
	var runs []styled
	list := c.sayings(f.Claims)
	for i, s := range list {
		if i > 0 {
			runs[len(runs)-1].text += ";"
		}
		if !c.full && i > 0 {
			return append(runs, plain("and "+count(len(list)-1, "more voice")))
		}
		runs = append(runs, c.words(s, f.Value)...)
	}
	return runs
}

// questions are the headings of findings, each once.
func questions(list []rashomon.Finding) []string {
	var out []string
	for _, f := range list {
		if q := strings.ToLower(question(f.Field, "")); !slices.Contains(out, q) {
			out = append(out, q)
		}
	}
	return out
}

// timeline prints how each toll moved.
func (c *citer) timeline(p *printer) {
	if len(c.rec.Timeline) == 0 {
		return
	}
	p.heading("How the toll moved")
	for _, s := range c.rec.Timeline {
		n := fmt.Sprint(s.Low)
		if s.High != s.Low {
			n = fmt.Sprintf("%d to %d", s.Low, s.High)
		}
		p.line(2, 4, plain(firstOf(clean(s.At), "(no date)")), plain(string(s.Field)), bold(n), plain("- "+clean(s.Cause)), dim("("+brief(c.outlet(s.Report))+")"))
	}
}

// apart prints what the same reports tell of other times: never in the toll.
func (c *citer) apart(p *printer) {
	if len(c.rec.Cumulative)+len(c.rec.Ties)+len(c.rec.Superseded) == 0 {
		return
	}
	p.heading("Kept apart, not counted above")
	for _, cl := range c.rec.Cumulative {
		p.line(2, 4, plain("over several incidents or a period,"), plain(string(cl.Field)), bold(clean(cl.Value.String())),
			plain("according to "+c.voice(cl)+":"), plain(quoted(cl)), dim(c.place(cl.Report, cl.Span)))
	}
	for _, t := range c.rec.Ties {
		p.line(2, 4, plain(string(t.Kind)), bold(string(t.To)), dim(c.place(t.Report, t.Span)))
	}
	rest := 0
	for _, s := range c.sayings(c.rec.Superseded) {
		if f := s.first.Field; !c.full || !f.Toll() && f != rashomon.Perpetrator {
			rest++
			continue
		}
		runs := []styled{plain("said earlier, since replaced: " + string(s.first.Field)), bold(clean(s.first.Value.String()))}
		p.line(2, 4, append(runs, c.words(s, s.first.Value.String())...)...)
	}
	if rest > 0 {
		p.line(2, 4, plain(count(rest, "earlier statement")+", since replaced by the same voice"))
	}
}

func (c *citer) sources(p *printer) {
	p.heading("Sources")
	p.line(2, 4, dim("[2:411-438] above: source 2, bytes 411 to 438 of its text (title, line break, body)"))
	for i, r := range c.rec.Reports {
		more := clean(r.URL)
		if r.Replaced != "" {
			more = strings.TrimSpace(more + " (replaced by a later text of the same address)")
		}
		p.line(2, 4, plain(fmt.Sprintf("[%d]", i+1)), bold(c.outlet(r.ID)), plain(clean(r.Published)), plain("“"+clean(r.Title)+"”"), dim(more))
	}
}

// legend says what the grades that were used mean.
func (c *citer) legend(p *printer) {
	var used []string
	for _, g := range []rashomon.Grade{rashomon.Confirmed, rashomon.Fair, rashomon.Weak, rashomon.Contested, rashomon.Unverified} {
		if slices.ContainsFunc(c.rec.Findings, func(f rashomon.Finding) bool { return f.Grade == g }) {
			used = append(used, fmt.Sprintf("%s: %s", g, g.Definition()))
		}
	}
	if len(used) > 0 {
		p.line(0, 0)
		p.line(0, 2, plain("Grades. "+strings.Join(used, "; ")+"."))
	}
}

// question is the heading of a field.
func question(f rashomon.Field, g rashomon.Group) string {
	words := map[rashomon.Field]string{
		rashomon.Killed: "Killed", rashomon.Injured: "Injured", rashomon.Missing: "Missing", rashomon.Captured: "Captured",
		rashomon.Casualties: "Dead and hurt together", rashomon.Perpetrator: "Who did it", rashomon.Target: "What was hit",
		rashomon.Weapon: "With what", rashomon.Victim: "Named victims", rashomon.PlaceField: "Where", rashomon.DateField: "When",
		rashomon.Motive: "Why, as they say", rashomon.Threat: "Threats", rashomon.Response: "Responses",
	}
	if g == "" {
		return words[f]
	}
	return words[f] + ", " + string(g)
}

func times(n int) string {
	if n == 1 {
		return "once"
	}
	return fmt.Sprintf("%d times", n)
}
