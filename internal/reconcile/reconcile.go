// Package reconcile settles one Incident into one Record under a Policy: who says
// what, what all agree on, what is disputed, low and high, and why. It is pure:
// the same Dossier gives the same Record in whatever order its parts stand. It
// owns no tables; every Record can be derived again.
package reconcile

import (
	"cmp"
	"rashomon/internal/wording"
	"slices"

	"rashomon"
)

// Settle returns the Record of d under p: rulings applied, every speaker an
// origin, the latest claim of each origin weighed, tolls ranged, disputes with
// their sides. A policy without a codebook reads vague words as the reports do.
func Settle(d rashomon.Dossier, p rashomon.Policy) rashomon.Record {
	s := newSettler(d, p)
	s.retire()
	tolls := s.settleTolls()
	facts := s.settleFacts()
	rec := rashomon.Record{
		Incident: d.Incident.ID, Aliases: d.Incident.Aliases, Title: s.title(), Policy: p,
		Ranges: tolls.ranges, Origins: s.origins, Reports: s.refs(), Links: d.Incident.Links, Ties: d.Incident.Ties,
		Cumulative: s.cumulative, Rulings: s.rulings,
	}
	rec.Findings = byField(append(tolls.findings, facts.findings...), func(f rashomon.Finding) rashomon.Field { return f.Field })
	rec.Disputes = byField(append(tolls.disputes, facts.disputes...), func(d rashomon.Dispute) rashomon.Field { return d.Field })
	rec.Matrix = s.matrix(rec)
	rec.Timeline = s.timeline()
	for _, c := range s.claims {
		rec.Claims = append(rec.Claims, c.Claim)
		if s.retired[c.ID] {
			rec.Superseded = append(rec.Superseded, c.ID)
		}
	}
	return filled(rec)
}

// filled gives lists that are empty an empty list, so that JSON has [] and not null.
func filled(rec rashomon.Record) rashomon.Record {
	rec.Findings, rec.Ranges, rec.Disputes = some(rec.Findings), some(rec.Ranges), some(rec.Disputes)
	rec.Timeline, rec.Origins, rec.Matrix = some(rec.Timeline), some(rec.Origins), some(rec.Matrix)
	rec.Reports, rec.Links, rec.Ties = some(rec.Reports), some(rec.Links), some(rec.Ties)
	rec.Claims, rec.Superseded, rec.Cumulative = some(rec.Claims), some(rec.Superseded), some(rec.Cumulative)
	return rec
}

func some[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// settled is what settling one part of the fields gives.
type settled struct {
	findings []rashomon.Finding
	ranges   []rashomon.Range
	disputes []rashomon.Dispute
}

// settler is the state of one settling.
type settler struct {
	policy     rashomon.Policy
	incident   rashomon.Incident
	reports    []rashomon.Report // in the order of the news
	rank       map[rashomon.ReportID]int
	batch      []int              // of each report: a report of a later batch is known to be later
	accounts   []rashomon.Account // in the order of their reports
	claims     []claim            // in the order of their reports, then as they stand in the text
	cumulative []rashomon.Claim
	rulings    []rashomon.Ruling
	bench      *bench
	origins    []rashomon.Origin
	fronts     map[string]bool           // keys of the persons who were found to speak for a body
	retired    map[rashomon.ClaimID]bool // a later claim of the same origin took its place
}

// claim is a Claim with what settling needs of its report.
type claim struct {
	rashomon.Claim
	account rashomon.AccountID
	rank    int            // of its report in the order of the news
	batch   int            // of its report: of two claims of one batch neither is known to be the later
	col     int            // of its origin in Record.Origins
	group   rashomon.Group // tolls: the class of the people counted
}

func newSettler(d rashomon.Dossier, p rashomon.Policy) *settler {
	s := &settler{policy: p, incident: d.Incident, reports: rashomon.Chronological(d.Reports),
		rank: map[rashomon.ReportID]int{}, fronts: map[string]bool{}, retired: map[rashomon.ClaimID]bool{}, rulings: slices.Clone(d.Rulings)}
	for i, r := range s.reports {
		s.rank[r.ID] = i
	}
	s.batch = batches(s.reports)
	slices.SortFunc(s.rulings, func(a, b rashomon.Ruling) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.ID, b.ID)) })
	bench := newBench(s.rulings)
	s.accounts = slices.DeleteFunc(slices.Clone(d.Accounts), func(a rashomon.Account) bool { return bench.out[string(a.ID())] })
	slices.SortFunc(s.accounts, func(a, b rashomon.Account) int {
		return cmp.Or(cmp.Compare(s.rankOf(a.Report), s.rankOf(b.Report)), cmp.Compare(a.Report, b.Report), cmp.Compare(a.Key, b.Key))
	})
	seen := map[rashomon.ClaimID]bool{}
	for _, a := range s.accounts {
		for _, c := range a.Claims {
			if c.ID == "" {
				c = c.Identify()
			}
			if !seen[c.ID] && c.Value != nil {
				s.claims = append(s.claims, claim{Claim: c, account: a.ID(), rank: s.rankOf(a.Report), batch: s.batch[s.rankOf(a.Report)]})
			}
			seen[c.ID] = true
		}
	}
	slices.SortFunc(s.claims, compareClaims)
	s.claims = bench.apply(s.claims)
	for i, c := range s.claims {
		if t, ok := c.Tally(); ok {
			s.claims[i].group = wording.ClassOf(t)
		}
	}
	s.cumulative = s.sortedCumulative(d.Cumulative, bench)
	s.bench = bench
	s.nameOrigins()
	return s
}

// batches numbers the reports so that a higher number means that a report is known
// to be later, by its publication, or by its receipt where that is not known. The
// last number is of reports that are missing.
func batches(reports []rashomon.Report) []int {
	out := make([]int, len(reports)+1)
	first := 0
	for i := range reports {
		if i > 0 {
			out[i] = out[i-1]
		}
		if reports[i].LaterThan(reports[first]) {
			out[i]++
			first = i
		}
	}
	if n := len(reports); n > 0 {
		out[n] = out[n-1] + 1
	}
	return out
}

func (s *settler) rankOf(id rashomon.ReportID) int {
	if i, ok := s.rank[id]; ok {
		return i
	}
	return len(s.reports)
}

func compareClaims(a, b claim) int {
	return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(a.Report, b.Report), cmp.Compare(a.Span.Start, b.Span.Start),
		cmp.Compare(a.Span.End, b.Span.End), cmp.Compare(a.Field, b.Field), cmp.Compare(a.ID, b.ID))
}

func (s *settler) sortedCumulative(claims []rashomon.Claim, bench *bench) []rashomon.Claim {
	var told []claim
	seen := map[rashomon.ClaimID]bool{}
	for _, c := range claims {
		if !seen[c.ID] && c.Value != nil {
			told = append(told, claim{Claim: c, rank: s.rankOf(c.Report)})
		}
		seen[c.ID] = true
	}
	slices.SortFunc(told, compareClaims)
	var out []rashomon.Claim
	for _, c := range bench.apply(told) {
		out = append(out, c.Claim)
	}
	return out
}

// refs lists the reports, each with the later one that replaced it.
func (s *settler) refs() []rashomon.ReportRef {
	replacedBy := s.replacements()
	var out []rashomon.ReportRef
	for _, r := range s.reports {
		ref := rashomon.ReportRef{ID: r.ID, Ref: r.Ref, Outlet: r.Outlet(), Title: r.Title(), URL: r.URL,
			Published: r.Published, Replaced: replacedBy[r.ID]}
		if s.bench.shows(ref.Title) {
			ref.Title = "[title withheld]"
		}
		out = append(out, ref)
	}
	return out
}

func (s *settler) replacements() map[rashomon.ReportID]rashomon.ReportID {
	out := map[rashomon.ReportID]rashomon.ReportID{}
	for _, r := range s.reports {
		if r.Replaces != "" {
			out[r.Replaces] = r.ID
		}
	}
	return out
}

// byField sorts stably into the order in which records show fields.
func byField[T any](list []T, field func(T) rashomon.Field) []T {
	place := map[rashomon.Field]int{}
	for i, f := range rashomon.Fields() {
		place[f] = i
	}
	slices.SortStableFunc(list, func(a, b T) int { return cmp.Compare(place[field(a)], place[field(b)]) })
	return list
}
