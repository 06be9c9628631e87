package export

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"rashomon"
)

// Explain writes how one question of a Record was settled, to be followed with a
// finger: the words, what each origin is heard to say, what no longer counts, how the
// origins stand to each other, and what the policy makes of it.
func Explain(w io.Writer, rec rashomon.Record, d rashomon.Derivation, o TextOptions) error {
	p := &printer{width: max(o.Width, 40), color: o.Color}
	if o.Width == 0 {
		p.width = 80
	}
	c := newCiter(rec)
	c.full = true
	p.line(0, 0, bold(string(rec.Incident)), bold(clean(rec.Title)))
	p.line(0, 2, plain("Policy"), bold(string(rec.Policy.Name)+":"), plain(rec.Policy.Rule))
	switch {
	case d.Field.Toll():
		c.explainTolls(p, d)
	case d.Field == rashomon.KindField:
		c.explainKind(p, d)
	default:
		c.explainFacts(p, d.Field)
	}
	c.explainGone(p, d)
	c.explainRulings(p, d.Field)
	c.sources(p)
	if _, err := io.WriteString(w, p.out.String()); err != nil {
		return fmt.Errorf("write explanation of record %s: %w", rec.Incident, err)
	}
	return nil
}

// Explanation is how one question of a Record was settled, whole: the derivation, and
// of the record all that it points at.
type Explanation struct {
	Incident rashomon.IncidentID `json:"incident"`
	Title    string              `json:"title"`
	Policy   rashomon.Policy     `json:"policy"`
	rashomon.Derivation
	Findings []rashomon.Finding   `json:"findings"`
	Ranges   []rashomon.Range     `json:"ranges"`
	Disputes []rashomon.Dispute   `json:"disputes"`
	Claims   []rashomon.Claim     `json:"claims"` // those that the derivation and the findings name, in full
	Origins  []rashomon.Origin    `json:"origins"`
	Reports  []rashomon.ReportRef `json:"reports"`
	Rulings  []rashomon.Decision  `json:"rulings"` // those that bear on the question
}

// Explained gathers the Explanation of a derivation of a Record.
func Explained(rec rashomon.Record, d rashomon.Derivation) Explanation {
	e := Explanation{Incident: rec.Incident, Title: rec.Title, Policy: rec.Policy, Derivation: d, Findings: []rashomon.Finding{}, Ranges: []rashomon.Range{},
		Disputes: []rashomon.Dispute{}, Claims: []rashomon.Claim{}, Origins: rec.Origins, Reports: rec.Reports, Rulings: []rashomon.Decision{}}
	named := map[rashomon.ClaimID]bool{}
	name := func(ids ...rashomon.ClaimID) {
		for _, id := range ids {
			if c, ok := rec.ClaimByID(id); ok && !named[id] {
				named[id], e.Claims = true, append(e.Claims, c)
			}
		}
	}
	for _, f := range rec.Findings {
		if f.Field == d.Field {
			e.Findings = append(e.Findings, f)
			name(f.Claims...)
		}
	}
	for _, r := range rec.Ranges {
		if r.Field == d.Field {
			e.Ranges = append(e.Ranges, r)
		}
	}
	for _, x := range rec.Disputes {
		if x.Field == d.Field {
			e.Disputes = append(e.Disputes, x)
		}
	}
	for _, row := range d.Rows {
		for _, h := range row.Heard {
			name(h.Claims...)
		}
	}
	for _, g := range d.Gone {
		name(g.Claim)
	}
	e.Rulings = append(e.Rulings, newCiter(rec).bearing(d.Field)...)
	return e
}

func (c *citer) explainTolls(p *printer, d rashomon.Derivation) {
	if len(d.Rows) == 0 {
		p.heading(d.Field.Question(""))
		p.line(2, 4, plain("No report says anything of it that stands."))
	}
	for _, row := range d.Rows {
		p.heading(d.Field.Question(row.Group))
		for i, h := range row.Heard {
			c.explainHeard(p, i+1, h)
		}
		if row.Denied > 0 {
			p.line(2, 4, plain(fmt.Sprintf("%s it.", denies(row.Denied))))
		}
		c.explainSides(p, row)
		if f, ok := c.finding(d.Field, row.Group); ok {
			value := clean(f.Value)
			if r, ranged := c.toll(d.Field, row.Group); ranged {
				value += fmt.Sprintf(" (low %d by claim %s, high %d%s by claim %s)", r.Low.N, r.Low.Claim.Short(), r.High.N, orMore(r.High.Open), r.High.Claim.Short())
			}
			p.line(2, 4, plain("Settled:"), bold(value+","), plain("graded "+string(f.Grade)+": "+f.Grade.Definition()+"."))
		}
	}
}

func orMore(open bool) string {
	if open {
		return " or more"
	}
	return ""
}

func denies(n int) string {
	if n == 1 {
		return "1 claim denies"
	}
	return fmt.Sprintf("%d claims deny", n)
}

// explainHeard says what one origin says, claim by claim, and what that makes.
func (c *citer) explainHeard(p *printer, n int, h rashomon.Heard) {
	mark, how := heardAs(h)
	p.line(2, 4, plain(fmt.Sprintf("%d.", n)), bold(clean(c.rec.Origins[h.Origin].Name)+":"), bold(h.Value+mark), plain(how))
	for _, id := range h.Claims {
		p.line(5, 7, plain(c.reading(c.claims[id])))
	}
}

// heardAs says how an answer came out of its claims.
func heardAs(h rashomon.Heard) (mark, how string) {
	switch {
	case h.Parts != "":
		return ",", "which is " + h.Parts + "."
	case h.Floor:
		return ",", "which is only a floor: it counts a part, or names or describes persons."
	case len(h.Claims) > 1:
		return ",", "once its words have refined each other."
	}
	return ".", ""
}

// reading says how the words of a claim give its value.
func (c *citer) reading(cl rashomon.Claim) string {
	cl.Attribution.Stance = c.rec.StanceOf(cl)
	s := fmt.Sprintf("claim %s: %s %s, %s: %s", cl.ID.Short(), quoted(cl), c.place(cl.Report, cl.Span), c.voice(cl)+stance(cl, ""), clean(cl.Value.String()))
	t, counts := cl.Tally()
	if counts {
		who := t.Group.Name()
		if t.Min == 1 && t.Max == 1 {
			who = t.Group.One()
		}
		s = fmt.Sprintf("%s %s %s", s, who, cl.Field.Suffered())
	}
	if iv, ok := c.rec.Policy.Codebook.Words[t.Vague]; ok && t.Vague != "" {
		s += fmt.Sprintf("; “%s” counts %s by the codebook “%s”", t.Vague, interval(iv), c.rec.Policy.Codebook.Name)
	}
	switch t.Relation {
	case rashomon.Additional:
		s += ", on top of an earlier count"
	case rashomon.Rose:
		s += ", in place of an earlier, lower count"
	case rashomon.OfInjured:
		s += ", who were counted as injured before"
	}
	if whole, ok := c.claims[cl.PartOf]; ok && cl.PartOf != "" {
		s += ", a part of " + clean(whole.Value.String())
	}
	s += c.reckoned(cl)
	if note := c.ruling(cl.ID); note != "" {
		s += " " + note
	} else if cl.Confidence > 0 && cl.Confidence < 1 {
		s += fmt.Sprintf(" (the reader is %.0f%% sure)", 100*cl.Confidence)
	}
	return s + "."
}

func interval(iv rashomon.VagueInterval) string {
	if iv.Max == rashomon.Open {
		return fmt.Sprintf("%d or more", iv.Min)
	}
	return fmt.Sprintf("%d to %d", iv.Min, iv.Max)
}

// explainSides says which origins one number satisfies, and what the policy chooses.
func (c *citer) explainSides(p *printer, row rashomon.Weighed) {
	switch {
	case len(row.Sides) == 1 && len(row.Heard) > 1:
		p.line(2, 4, plain("All of this can be true at once: together they say"), bold(row.Sides[0].Value+"."))
	case len(row.Sides) > 1:
		p.line(2, 4, plain("No one number satisfies all of them; it is in dispute between"))
		for _, side := range row.Sides {
			p.line(5, 7, bold(side.Value+":"), plain(c.origins(side.With)+"."))
		}
	}
	if row.Chosen != "" {
		p.line(2, 4, plain("By the policy “"+string(c.rec.Policy.Name)+"”, "+clean(row.Chosen)+"."))
	}
}

// origins names origins of the record.
func (c *citer) origins(columns []int) string {
	var out []string
	for _, i := range columns {
		out = append(out, clean(c.rec.Origins[i].Name))
	}
	return strings.Join(out, ", ")
}

// reckoned says from what a date was reckoned that its words do not give in full.
func (c *citer) reckoned(cl rashomon.Claim) string {
	w, ok := cl.Value.(rashomon.When)
	if !ok || !w.From.Known() || strings.Contains(w.Words, strconv.Itoa(w.From.Year)) || c.ruled[cl.ID] != "" {
		return ""
	}
	for _, r := range c.rec.Reports {
		if day, _, _ := strings.Cut(r.Published, "T"); r.ID == cl.Report && day != "" {
			return ", reckoned from the day of the report, " + clean(day)
		}
	}
	return ", reckoned from the day that the report is dated"
}

// explainFacts says of each value in which words it is told, and by whom.
func (c *citer) explainFacts(p *printer, f rashomon.Field) {
	p.heading(f.Question(""))
	n := 0
	for _, found := range c.rec.Findings {
		if found.Field != f {
			continue
		}
		n++
		p.line(2, 4, plain(fmt.Sprintf("%d.", n)), bold(clean(found.Value)), plain(denial(found)), plain(note(found)),
			plain("- in these words:"))
		for _, id := range found.Claims {
			p.line(5, 7, plain(c.reading(c.claims[id])))
		}
		p.line(5, 7, plain(fmt.Sprintf("It is the word of %s (%s), and graded %s: %s.", count(len(found.Origins), "origin"), c.origins(found.Origins), found.Grade, found.Grade.Definition())))
	}
	if n == 0 {
		p.line(2, 4, plain("No report says anything of it that stands."))
		return
	}
	for _, d := range c.rec.Disputes {
		if d.Field == f {
			p.line(2, 4, plain("These cannot all be true: "+clean(d.Why)+"."))
		}
	}
	p.line(2, 4, plain("Policies differ in what they make of counts; values like these stand side by side under each of them."))
}

// explainKind says which kinds of event the reports tell of, and how one is taken.
func (c *citer) explainKind(p *printer, d rashomon.Derivation) {
	p.heading(d.Field.Question(""))
	names := func(reports []rashomon.ReportID) string {
		var out []string
		for _, r := range reports {
			out = append(out, fmt.Sprintf("%s [%d]", clean(c.outlet(r)), c.source(r)))
		}
		return strings.Join(out, ", ")
	}
	for i, k := range d.Kinds {
		told := []string{}
		if len(k.News) > 0 {
			told = append(told, "the news of "+names(k.News))
		}
		if len(k.Recalls) > 0 {
			told = append(told, "recalled by "+names(k.Recalls))
		}
		p.line(2, 4, plain(fmt.Sprintf("%d.", i+1)), bold(string(k.Kind)), plain("- "+strings.Join(told, "; ")+"."))
	}
	p.line(2, 4, plain("The kind that most reports give as their news is taken; what reports recall decides where no news gives a kind, and a person's correction goes before both."))
	p.line(2, 4, plain("Settled:"), bold(string(c.rec.Kind)+"."))
}

func (c *citer) explainGone(p *printer, d rashomon.Derivation) {
	if len(d.Gone) == 0 {
		return
	}
	p.heading("What no longer counts")
	for _, g := range d.Gone {
		p.line(2, 4, plain(strings.TrimSuffix(c.reading(c.claims[g.Claim]), ".")+" - "+clean(g.Why)+"."))
	}
}

func (c *citer) explainRulings(p *printer, f rashomon.Field) {
	decisions := c.bearing(f)
	if len(decisions) == 0 {
		return
	}
	p.heading("Decisions of people")
	for _, d := range decisions {
		p.line(2, 4, plain(upperFirst(clean(d.Sentence()))), dim("["+string(d.ID)+"]"))
	}
}
