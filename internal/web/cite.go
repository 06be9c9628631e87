package web

import (
	"cmp"
	"net/url"
	"strconv"
	"strings"

	"rashomon"
)

// cite is one claim as pages show it: what, in which words, by whom, and the
// address of the words in their report.
type cite struct {
	ID         rashomon.ClaimID
	Href       string // the report's page, at the words
	Question   string // what it answers
	Value      string
	Quote      string
	Lang       string // BCP 47 tag of the report; empty when not said
	Said       string // the stance as a verb
	Speaker    string // who says it: the innermost voice, or the outlet
	Kind       string // what the speaker is; empty for the outlet
	Via        string // who stands between the speaker and the outlet
	By         string // "Speaker, via Via"; empty when the outlet itself says it
	Outlet     string
	Published  string
	Superseded bool
	Ruled      string // who corrected it, or held it to be right
	Side       string // letters of the sides of a dispute that the claim is on or fits
}

// told is one citation and those that say the same, which pages show as further
// places to read it.
type told struct {
	cite
	Also []cite
}

// together groups citations of equal key, in the order of the first of each.
func together(cites []cite, key func(cite) [4]string) []told {
	var out []told
	at := map[[4]string]int{}
	for _, c := range cites {
		k := key(c)
		if i, ok := at[k]; ok {
			out[i].Also = append(out[i].Also, c)
			continue
		}
		at[k] = len(out)
		out = append(out, told{cite: c})
	}
	return out
}

// sameWords groups citations of one speaker's words, as copies of one text print them.
func sameWords(cites []cite) []told {
	return together(cites, func(c cite) [4]string {
		who := c.Speaker
		if c.By == "" {
			who = "in its own words"
		}
		return [4]string{who, c.Via, c.Said, c.Quote + c.Ruled}
	})
}

// book finds what citations need: the claims and the reports of one record.
type book struct {
	claims     map[rashomon.ClaimID]rashomon.Claim
	reports    map[rashomon.ReportID]rashomon.Report
	unsigned   map[rashomon.ReportID]string // what to call the outlet of a report that names none
	superseded map[rashomon.ClaimID]bool
	origins    map[rashomon.ClaimID]rashomon.Origin // whose word the record holds a claim to be
	sides      map[rashomon.ClaimID]string
	ruled      map[rashomon.ClaimID]string
}

// newBook gathers the claims of rec and the reports that they, its links and its ties name.
func newBook(rec *rashomon.Record, reports []rashomon.Report) *book {
	b := &book{claims: map[rashomon.ClaimID]rashomon.Claim{}, reports: map[rashomon.ReportID]rashomon.Report{},
		unsigned:   map[rashomon.ReportID]string{},
		superseded: map[rashomon.ClaimID]bool{}, origins: map[rashomon.ClaimID]rashomon.Origin{}, sides: map[rashomon.ClaimID]string{},
		ruled: rashomon.Briefs(rec.Rulings)}
	for _, row := range rec.Matrix {
		for i, cell := range row.Cells {
			for _, id := range cell {
				b.origins[id] = rec.Origins[i]
			}
		}
	}
	for _, cs := range [][]rashomon.Claim{rec.Cumulative, rec.Claims} {
		for _, c := range cs {
			c.Attribution.Stance = rec.StanceOf(c)
			b.claims[c.ID] = c
		}
	}
	for _, r := range reports {
		b.reports[r.ID] = r
	}
	for i, r := range rec.Reports {
		b.unsigned[r.ID] = cmp.Or(r.Ref, "report "+strconv.Itoa(i+1))
	}
	for _, id := range rec.Superseded {
		b.superseded[id] = true
	}
	for _, dispute := range rec.Disputes {
		for i, side := range dispute.Sides {
			for _, id := range side.Claims {
				b.sides[id] += letter(i)
			}
		}
	}
	return b
}

// letter names the sides of a dispute: A, B, ... and after Z a number.
func letter(i int) string {
	if i < 26 {
		return string(rune('A' + i))
	}
	return strconv.Itoa(i + 1)
}

// cite shows one claim.
func (b *book) cite(c rashomon.Claim) cite {
	r := b.reports[c.Report]
	speaker, kind, via := chain(c.Attribution)
	if o, ok := b.origins[c.ID]; ok && ownVoice(o) {
		speaker, kind, via = "", "", ""
	} else if ok && speaker != "" {
		speaker = oneLine(o.Name)
	}
	by := speaker
	if via != "" {
		by += ", via " + via
	}
	if speaker == "" {
		speaker = b.outlet(r)
	}
	return cite{ID: c.ID, Speaker: speaker, Kind: kind, Via: via, Href: reportHref(c.Report) + "#" + anchor(c.ID), Question: c.Field.Question(groupOf(c)),
		Value: valueText(c), Quote: oneLine(c.Quote), Lang: r.Language,
		Said: c.Attribution.Stance.Verb(), By: by, Outlet: b.outlet(r), Published: day(r.Published),
		Superseded: c.Superseded || b.superseded[c.ID], Side: b.sides[c.ID], Ruled: oneLine(b.ruled[c.ID])}
}

// ownVoice reports whether an origin is an outlet that speaks for itself.
func ownVoice(o rashomon.Origin) bool {
	return strings.HasPrefix(o.Why, "own voice") || strings.HasPrefix(o.Why, "one text")
}

// outlet is what to call who published a report: as the origins of the record do,
// when the report names nobody, so that two such outlets are not taken for one.
func (b *book) outlet(r rashomon.Report) string {
	if name := b.unsigned[r.ID]; r.Source.Name == "" && name != "" {
		return name
	}
	return r.Outlet()
}

// cites shows the claims of those ids; an id that the record lacks is left out.
func (b *book) cites(ids []rashomon.ClaimID) []cite {
	out := make([]cite, 0, len(ids))
	for _, id := range ids {
		if c, ok := b.claims[id]; ok {
			out = append(out, b.cite(c))
		}
	}
	return out
}

// one shows the claim of that id, or nil when the record lacks it.
func (b *book) one(id rashomon.ClaimID) *cite {
	c, ok := b.claims[id]
	if !ok {
		return nil
	}
	got := b.cite(c)
	return &got
}

// anchor is the id of a claim's words on its report's page.
func anchor(id rashomon.ClaimID) string { return "c-" + string(id) }

func reportHref(id rashomon.ReportID) string { return "/r/" + url.PathEscape(string(id)) }

func incidentHref(id rashomon.IncidentID) string { return "/i/" + url.PathEscape(string(id)) }
