// Package export writes Records for others to read: JSON lines that lose nothing,
// CSV for a table program, and text for a terminal. One file a format. It owns no
// tables and settles nothing: what it prints stands in the Record.
package export

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"

	"rashomon"
)

// JSON writes one Record a line, every cited claim in full.
func JSON(w io.Writer, recs []rashomon.Record) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for _, r := range recs {
		if err := enc.Encode(r); err != nil {
			return fmt.Errorf("write record %s as JSON: %w", r.Incident, err)
		}
	}
	return nil
}

// citer finds what a Record's claims stand on.
type citer struct {
	rec    rashomon.Record
	claims map[rashomon.ClaimID]rashomon.Claim
	column map[rashomon.ClaimID]int    // index into rec.Origins
	ruled  map[rashomon.ClaimID]string // who corrected a claim, or held it to be right
	full   bool                        // every voice with its words; else the first, and who else
}

func newCiter(rec rashomon.Record) *citer {
	c := &citer{rec: rec, claims: map[rashomon.ClaimID]rashomon.Claim{}, column: map[rashomon.ClaimID]int{}, ruled: rashomon.Briefs(rec.Rulings)}
	for _, cl := range slices.Concat(rec.Claims, rec.Cumulative) {
		c.claims[cl.ID] = cl
	}
	for _, row := range rec.Matrix {
		for col, cell := range row.Cells {
			for _, id := range cell {
				c.column[id] = col
			}
		}
	}
	return c
}

// voice says whose word a claim is: "police, via Reuters", or the outlet itself.
func (c *citer) voice(cl rashomon.Claim) string {
	col, known := c.column[cl.ID]
	known = known && col < len(c.rec.Origins)
	who := c.outlet(cl.Report)
	if known { // several outlets may print one text
		who = c.rec.Origins[col].Name
	}
	v, spoke := cl.Attribution.Speaker()
	if !spoke || known && inOwnVoice(c.rec.Origins[col]) {
		return clean(brief(who) + " in its own words")
	}
	if !known {
		who = v.Name
	}
	who = inSentence(who)
	if v, ok := cl.Attribution.Relay(); ok && !strings.EqualFold(firstOf(v.Name, v.As), who) {
		who += ", via " + firstOf(v.Name, v.As)
	}
	return clean(who)
}

// inOwnVoice reports whether an origin is an outlet that speaks for itself.
func inOwnVoice(o rashomon.Origin) bool {
	return strings.HasPrefix(o.Why, "own voice") || strings.HasPrefix(o.Why, "one text")
}

// inSentence writes a speaker as he stands inside a sentence: "a U.S. official",
// "witnesses". Only an article, a number and a common word for who speaks lose their
// capital: any other first word may be a name.
func inSentence(who string) string {
	first, rest, _ := strings.Cut(who, " ")
	switch first {
	case "A", "An", "The", "One", "Some", "Several", "Two", "Three":
		return strings.ToLower(first) + who[len(first):]
	case "Witnesses", "Witness", "Eyewitnesses", "Eyewitness", "Residents", "Resident", "Villagers", "Villager", "Neighbours", "Neighbors", "Neighbour", "Neighbor", "Survivors", "Survivor",
		"Locals", "Local", "Bystanders", "Passers-by", "Relatives", "Relative", "Families", "Family", "People", "Fishermen", "Farmers", "Officials", "Official", "Officers", "Officer",
		"Sources", "Source", "Medics", "Medic", "Doctors", "Doctor", "Activists", "Activist", "Senior", "Military", "Security", "Medical", "Hospital", "Diplomatic", "Intelligence", "Unnamed", "Anonymous":
		if strings.ToLower(rest) == rest {
			return strings.ToLower(first) + who[len(first):]
		}
	}
	return who
}

// outlet names the publisher of a report. Two reports without a known publisher
// are told apart by what their giver called them, or by number.
func (c *citer) outlet(id rashomon.ReportID) string {
	for i, r := range c.rec.Reports {
		if r.ID != id {
			continue
		}
		if r.Outlet == "this outlet" || r.Outlet == "" {
			return clean(firstOf(r.Ref, fmt.Sprintf("report %d", i+1)))
		}
		return clean(r.Outlet)
	}
	return string(id)
}

// place says where words stand: [2] is report 2 of the list of sources, and in a
// full record [2:411-438] is its bytes 411 to 438.
func (c *citer) place(id rashomon.ReportID, s rashomon.Span) string {
	if !c.full {
		return fmt.Sprintf("[%d]", c.source(id))
	}
	return fmt.Sprintf("[%d:%d-%d]", c.source(id), s.Start, s.End)
}

// source is the number of a report in the list of sources.
func (c *citer) source(id rashomon.ReportID) int {
	return 1 + slices.IndexFunc(c.rec.Reports, func(r rashomon.ReportRef) bool { return r.ID == id })
}

// brief drops from an outlet's name what a citation can do without: the article
// and what stands in brackets at the end. The list of sources has it in full.
func brief(name string) string {
	if i := strings.LastIndex(name, " ("); i > 0 && strings.HasSuffix(name, ")") {
		name = name[:i]
	}
	return strings.TrimPrefix(name, "The ")
}

// reports returns the reports that the claims stand in, each once, in the order of the record.
func (c *citer) reports(ids []rashomon.ClaimID) []rashomon.ReportRef {
	var out []rashomon.ReportRef
	for _, r := range c.rec.Reports {
		if slices.ContainsFunc(ids, func(id rashomon.ClaimID) bool { return c.claims[id].Report == r.ID }) {
			out = append(out, r)
		}
	}
	return out
}

// toll returns the range of one toll.
func (c *citer) toll(f rashomon.Field, g rashomon.Group) (rashomon.Range, bool) {
	for _, r := range c.rec.Ranges {
		if r.Field == f && r.Group == g {
			return r, true
		}
	}
	return rashomon.Range{}, false
}

func (c *citer) dispute(f rashomon.Field, g rashomon.Group) (rashomon.Dispute, bool) {
	for _, d := range c.rec.Disputes {
		if d.Field == f && d.Group == g {
			return d, true
		}
	}
	return rashomon.Dispute{}, false
}

// spellings lists the other names under which the claims of a finding know a person.
func (c *citer) spellings(f rashomon.Finding) []string {
	var out []string
	add := func(s string) {
		if s = clean(s); s != "" && s != f.Value && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	for _, id := range f.Claims {
		if p, ok := c.claims[id].Value.(rashomon.Party); ok && f.Value != rashomon.Unclaimed {
			add(p.Name)
			for _, s := range p.Spellings {
				add(s)
			}
		}
	}
	return out
}

// clean makes a text safe to print: one line, no control characters, nothing
// that turns the direction of writing, no broken characters.
func clean(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsControl(r) || unicode.Is(unicode.Zl, r) || unicode.Is(unicode.Zp, r):
			return ' '
		case r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069':
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
	return strings.Join(strings.Fields(s), " ")
}

func firstOf(list ...string) string {
	for _, s := range list {
		if s != "" {
			return s
		}
	}
	return ""
}

func count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}
