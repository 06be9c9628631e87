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
// every voice with its words and the bytes where they stand; without it, each value
// has the words of the first voice, the names of the others and the numbers of the
// reports, so that a record can be read at a glance.
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
	c.full, p.tight = o.Full, !o.Full
	c.head(p)
	c.disputes(p)
	c.tolls(p)
	c.facts(p)
	c.timeline(p)
	c.apart(p)
	c.changes(p)
	c.rulings(p)
	c.silent(p)
	c.reasons(p)
	c.sources(p)
	c.legend(p)
	if l := c.rec.Location; l != nil {
		p.line(0, 2, plain(l.Credit))
	}
	if _, err := io.WriteString(w, p.out.String()); err != nil {
		return fmt.Errorf("write record %s as text: %w", rec.Incident, err)
	}
	return nil
}

// head names the incident and the policy, and says the record in a line.
func (c *citer) head(p *printer) {
	p.line(0, 0, bold(string(c.rec.Incident)), bold(clean(c.rec.Title)))
	if short := c.short(); short != "" {
		p.line(0, 2, plain("In short:"), plain(short))
	}
	c.counted(p)
	if l := c.rec.Location; l != nil {
		p.line(0, 2, plain("On the map: "+clean(l.String())+" by GeoNames' reading of “"+clean(l.Words)+"”."))
	}
	p.line(0, 2, plain("Policy"), bold(string(c.rec.Policy.Name)+":"), plain(c.rec.Policy.Rule))
}

// short is the record in a line: the tolls of the whole, and what is disputed.
func (c *citer) short() string {
	var parts []string
	for _, f := range c.rec.Findings {
		if f.Field.Toll() && (f.Group == rashomon.People || !slices.ContainsFunc(c.rec.Findings, func(g rashomon.Finding) bool {
			return g.Field == f.Field && g.Group == rashomon.People
		})) {
			who := f.Group.Name() + " "
			if f.Value == "1" {
				who = f.Group.One() + " "
			}
			if f.Group == rashomon.People && len(parts) > 0 {
				who = ""
			}
			parts = append(parts, clean(f.Value)+" "+who+f.Field.Suffered())
		}
	}
	var open []string
	for _, d := range c.rec.Disputes {
		if q := lowerFirst(d.Field.Question(d.Group)); !slices.Contains(open, q) {
			open = append(open, q)
		}
	}
	short := strings.Join(parts, ", ")
	if short != "" {
		short += "."
	}
	if len(open) > 0 {
		short = strings.TrimSpace(short + " In dispute: " + strings.Join(open, ", ") + ".")
	}
	return short
}

func lowerFirst(s string) string { return strings.ToLower(s[:1]) + s[1:] }

// disputes prints each dispute with its sides and their words; of a toll, with the
// range that stands.
func (c *citer) disputes(p *printer) {
	if len(c.rec.Disputes) == 0 {
		return
	}
	p.heading("In dispute")
	for _, d := range c.rec.Disputes {
		runs := []styled{bold(d.Field.Question(d.Group))}
		f, isToll := c.finding(d.Field, d.Group)
		if isToll {
			runs = append(runs, plain("- "+clean(f.Value)), plain(c.rangeOf(f)), plain(note(f)))
		}
		p.line(2, 4, runs...)
		if !c.full {
			c.sides(p, d)
			continue
		}
		for _, side := range d.Sides {
			c.value(p, side)
		}
		if isToll {
			c.beside(p, f, d)
		}
	}
}

// finding is the finding of a toll.
func (c *citer) finding(f rashomon.Field, g rashomon.Group) (rashomon.Finding, bool) {
	i := slices.IndexFunc(c.rec.Findings, func(x rashomon.Finding) bool { return x.Field == f && x.Group == g })
	if i < 0 || !f.Toll() {
		return rashomon.Finding{}, false
	}
	return c.rec.Findings[i], true
}

// written lists the other names of the person or body that a finding names.
func (c *citer) written(f rashomon.Finding) string {
	spelled := c.spellings(f)
	if len(spelled) == 0 {
		return ""
	}
	return "(also " + strings.Join(spelled, ", ") + ")"
}

// value prints one side of a dispute: the value, its grade where it is not merely
// contested, and the voices with their words.
func (c *citer) value(p *printer, f rashomon.Finding) {
	p.line(4, 6, c.valued(f)...)
	for _, s := range c.sayings(f) {
		p.line(6, 8, c.words(s, f.Value, shown(f))...)
	}
}

// valued is a value with what must be known beside it.
func (c *citer) valued(f rashomon.Finding) []styled {
	runs := []styled{bold(clean(f.Value)), plain(c.written(f)), plain(denial(f)), plain(note(f))}
	if f.Grade != rashomon.Contested {
		runs = append(runs, dim("["+string(f.Grade)+"]"))
	}
	return runs
}

// note is what must be known beside a value, in brackets.
func note(f rashomon.Finding) string {
	if f.Note == "" {
		return ""
	}
	return "(" + clean(f.Note) + ")"
}

// others names the voices that a brief record quotes no words of, each with the
// reports that have its words.
func (c *citer) others(list []saying, f rashomon.Finding) string {
	var names []string
	at := map[string][]string{}
	for _, s := range list {
		n := c.voice(s.first) + stance(s.first, shown(f))
		if v := number(s.first, f.Value); v != "" {
			n += ": " + strings.TrimSuffix(v, ",")
		}
		if at[n] == nil {
			names = append(names, n)
		}
		if r := c.place(s.first.Report, s.first.Span); !slices.Contains(at[n], r) {
			at[n] = append(at[n], r)
		}
	}
	for i, n := range names {
		names[i] += " " + strings.Join(at[n], " ")
	}
	return strings.Join(names, "; ")
}

// denial marks a value that is denied or doubted, not asserted.
func denial(f rashomon.Finding) string {
	if verb := f.Against(); verb != "" {
		return "(" + verb + ")"
	}
	return ""
}

// shown is the stance that denial, or the words of a response, show.
func shown(f rashomon.Finding) rashomon.Stance {
	if f.Grade == rashomon.Confirmed {
		return rashomon.Confirms
	}
	if denial(f) == "" && f.Field != rashomon.Response && f.Value != rashomon.Unclaimed && (f.Field != rashomon.Perpetrator || f.Stance != rashomon.Alleges) {
		return ""
	}
	return f.Stance
}

// saying is what one voice says, and how often it says the same elsewhere.
type saying struct {
	first rashomon.Claim
	again int
}

// sayings are the voices of a finding, those first that give its very value: of a
// toll, the claims at the ends of its range, and what else their origin says.
func (c *citer) sayings(f rashomon.Finding) []saying {
	list := c.said(f.Claims)
	r, _ := c.toll(f.Field, f.Group)
	place := func(cl rashomon.Claim) int {
		switch {
		case f.Grade == rashomon.Confirmed && cl.Attribution.Stance == rashomon.Confirms:
			return -1
		case cl.ID == r.Low.Claim || cl.ID == r.High.Claim:
			return 0
		case f.Note != "" && c.column[cl.ID] == c.column[r.Low.Claim]:
			return 1
		case number(cl, f.Value) == "":
			return 2
		}
		return 3
	}
	slices.SortStableFunc(list, func(a, b saying) int { return place(a.first) - place(b.first) })
	return list
}

func (c *citer) said(ids []rashomon.ClaimID) []saying {
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
// the words, and where they stand. as is the stance that the page has shown.
func (c *citer) words(s saying, value string, as rashomon.Stance) []styled {
	by := c.voice(s.first) + stance(s.first, as) + ":"
	if c.full || s.first.Field == rashomon.Perpetrator { // responsibility is always somebody's word
		by = "according to " + by
	}
	quote := quoted(s.first)
	if !c.full && plainly(s.first.Quote) == plainly(value) {
		by, quote = strings.TrimSuffix(by, ":"), ""
	}
	runs := []styled{plain(by), plain(number(s.first, value)), plain(quote), dim(c.place(s.first.Report, s.first.Span))}
	if by := c.ruling(s.first.ID); by != "" {
		runs = append(runs, plain(by))
	}
	if s.again > 0 && c.full {
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

// stance adds how a voice stands to what it says, where it does not simply say it
// and the value does not show it.
func stance(cl rashomon.Claim, shown rashomon.Stance) string {
	switch st := cl.Attribution.Stance; st {
	case rashomon.States, rashomon.Threats, "", shown:
		return ""
	default:
		return " (" + st.Verb() + ")"
	}
}

func quoted(cl rashomon.Claim) string {
	if cl.Quote == "" {
		return "(words withheld)"
	}
	return "“" + clean(cl.Quote) + "”"
}

// tolls prints the counts that nobody disputes, a paragraph for each field; in brief
// one for all.
func (c *citer) tolls(p *printer) {
	headed := false
	var runs []styled
	for _, field := range rashomon.Fields() {
		if c.full {
			runs = nil
		}
		for _, f := range c.rec.Findings {
			if _, disputed := c.dispute(f.Field, f.Group); disputed || f.Field != field || !field.Toll() {
				continue
			}
			runs = append(parted(runs, "."), plain(f.Field.Question(f.Group)+":"), bold(clean(f.Value)), plain(c.rangeOf(f)), plain(denial(f)), plain(note(f)),
				dim("["+string(f.Grade)+"]"))
			if list := c.sayings(f); f.Group != rashomon.People && !c.full {
				runs = append(runs, plain(c.others(list[:1], f)))
			} else {
				runs = append(runs, c.paragraph(f)...)
			}
		}
		if len(runs) == 0 || !c.full && field != rashomon.Captured { // the last that counts people
			continue
		}
		if !headed {
			headed = true
			p.heading("Dead and hurt, not in dispute")
		}
		p.line(2, 4, runs...)
	}
}

// parted sets a mark behind the last run, so that another may follow in the paragraph.
func parted(runs []styled, mark string) []styled {
	if len(runs) > 0 {
		runs[len(runs)-1].text += mark
	}
	return runs
}

// beside prints the voices of a disputed count that take no side. Who is on a side
// with one claim is not listed for another.
func (c *citer) beside(p *printer, f rashomon.Finding, d rashomon.Dispute) {
	sided := map[string]bool{}
	for _, s := range d.Sides {
		for _, id := range s.Claims {
			sided[c.voice(c.claims[id])] = true
		}
	}
	rest := slices.DeleteFunc(slices.Clone(f.Claims), func(id rashomon.ClaimID) bool { return sided[c.voice(c.claims[id])] })
	if len(rest) > 0 {
		p.line(4, 6, plain("On no side (a part of the people, or a number that fits each): "+c.others(c.said(rest), f)))
	}
}

// silent names, for each question, the origins that cover the incident and do not
// answer it.
func (c *citer) silent(p *printer) {
	headed := false
	for _, row := range c.rec.Matrix {
		var names []string
		for i, cell := range row.Cells {
			if len(cell) == 0 {
				names = append(names, clean(c.rec.Origins[i].Name))
			}
		}
		if len(names) == 0 || !c.full {
			continue
		}
		if !headed {
			headed = true
			p.heading("Who is silent on what")
		}
		p.line(2, 4, plain(row.Field.Question(row.Group)+":"), plain(strings.Join(names, "; ")))
	}
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

// legend says what the grades that were used mean.
func (c *citer) legend(p *printer) {
	var used []string
	for _, g := range []rashomon.Grade{rashomon.Confirmed, rashomon.Fair, rashomon.Weak, rashomon.Contested, rashomon.Unverified} {
		if slices.ContainsFunc(c.rec.Findings, func(f rashomon.Finding) bool { return f.Grade == g }) {
			used = append(used, fmt.Sprintf("%s: %s", g, g.Definition()))
		}
	}
	if len(used) == 0 {
		return
	}
	more := ""
	if !c.full {
		more = " With --full: every voice with its words, and who is silent on what."
	} else {
		p.line(0, 0)
	}
	p.line(0, 2, plain("Grades. "+strings.Join(used, "; ")+"."+more))
}

func times(n int) string {
	if n == 1 {
		return "once"
	}
	return fmt.Sprintf("%d times", n)
}
