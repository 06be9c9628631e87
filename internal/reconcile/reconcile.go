// Package reconcile settles one Incident into one Record under a Policy: who says
// what, what all agree on, what is disputed, low and high, and why. It is pure:
// the same Dossier gives the same Record in whatever order its parts stand. It
// owns no tables; every Record can be derived again.
package reconcile

import (
	"cmp"
	"slices"

	"rashomon"
	"rashomon/internal/change"
	"rashomon/internal/hearing"
	"rashomon/internal/locus"
	"rashomon/internal/origin"
	"rashomon/internal/ruling"
	"rashomon/internal/veil"
	"rashomon/internal/wording"
)

// Settle returns the Record of d under p: rulings applied, every speaker an
// origin, the latest claim of each origin weighed, tolls ranged, disputes with
// their sides, what is withheld hidden, and the place located. A policy without a codebook reads vague
// words as the reports do.
func Settle(d rashomon.Dossier, p rashomon.Policy) rashomon.Record {
	s := newSettler(d, p)
	s.retire()
	rec := s.record()
	rec.Changes = change.Of(d)
	rec.Location = locus.Locate(&rec)
	if v := Veil(d); v != nil {
		where := rec.Location
		rec = v.Record(rec)
		// A place that bears a withheld name is not shown by its coordinates, and what is
		// put for the name is no place.
		if now := locus.Locate(&rec); where == nil || now == nil || *where != *now {
			rec.Location = nil
		}
	}
	return rec
}

// Ranges returns only the tolls of the Record that Settle gives of d under p.
func Ranges(d rashomon.Dossier, p rashomon.Policy) []rashomon.Range {
	s := newSettler(d, p)
	s.retire()
	return s.settleTolls().ranges
}

// Veil is what hides the names withheld in the incident of a dossier, for those who
// show its reports beside its Record.
func Veil(d rashomon.Dossier) *veil.Veil {
	withheld := ruling.Withheld(d)
	if len(withheld) == 0 {
		return nil
	}
	return veil.Over(withheld, veil.SceneOf(d))
}

// Decisions returns the rulings of a dossier with their standing, in the order made.
func Decisions(d rashomon.Dossier) []rashomon.Decision { return ruling.New(d).Decisions() }

// record settles every question.
func (s *settler) record() rashomon.Record {
	tolls := s.settleTolls()
	facts := s.settleFacts()
	rec := rashomon.Record{
		Incident: s.incident.ID, Aliases: s.incident.Aliases, Policy: s.policy,
		Ranges: tolls.ranges, Origins: s.origins, Reports: s.refs(), Links: s.incident.Links, Ties: s.incident.Ties,
		Cumulative: s.cumulative, Apart: s.incident.Apart, Rulings: s.bench.Decisions(),
	}
	s.entitle(&rec)
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
	accounts   []rashomon.Account // in the order of their reports
	claims     []claim            // in the order of their reports, then as they stand in the text
	index      map[rashomon.ClaimID]int
	cumulative []rashomon.Claim
	replaced   map[rashomon.ReportID]rashomon.Replacement
	replaces   map[rashomon.ReportID]bool // it took the place of another
	bench      *ruling.Bench
	origins    []rashomon.Origin
	died       []claim // killed: those of the injured who died, by a report that still stands
	folded     map[rashomon.Field]func(claim) rashomon.Group
	known      map[string]wording.Side   // parties and speakers taken apart
	retired    map[rashomon.ClaimID]bool // it no longer counts
	risen      map[rashomon.Field][]hearing.Rise
	overtaken  map[rashomon.ClaimID]int // counts given before the toll rose: the origin that says that it rose
	exceeded   map[rashomon.ClaimID]int // counts quoted by a report whose author counts more: the origin of his count
}

func newSettler(d rashomon.Dossier, p rashomon.Policy) *settler {
	s := &settler{policy: p, incident: d.Incident, reports: rashomon.Chronological(rashomon.AsSeen(d.Reports, d.Captures)),
		rank: map[rashomon.ReportID]int{}, retired: map[rashomon.ClaimID]bool{}, risen: map[rashomon.Field][]hearing.Rise{}, overtaken: map[rashomon.ClaimID]int{}, exceeded: map[rashomon.ClaimID]int{}, known: map[string]wording.Side{}, folded: map[rashomon.Field]func(claim) rashomon.Group{},
		bench: ruling.New(d)}
	spans := map[rashomon.ReportID]hearing.News{}
	for i, r := range s.reports {
		s.rank[r.ID], spans[r.ID] = i, hearing.NewsOf(r)
	}
	s.replaced, s.replaces = replacements(d, s.rank), map[rashomon.ReportID]bool{}
	for _, r := range d.Replaced {
		s.replaces[r.By] = true
	}
	s.accounts = s.bench.Accounts(d.Accounts)
	slices.SortFunc(s.accounts, func(a, b rashomon.Account) int {
		return cmp.Or(cmp.Compare(s.rankOf(a.Report), s.rankOf(b.Report)), cmp.Compare(a.Report, b.Report), cmp.Compare(a.Key, b.Key))
	})
	seen := map[rashomon.ClaimID]int{}
	for _, a := range s.accounts {
		for _, c := range a.Claims {
			if c.ID == "" {
				c = c.Identify()
			}
			if n, twice := seen[c.ID]; twice {
				superseded := s.claims[n].Superseded && c.Superseded
				if t, _ := c.Tally(); t.Relation < hearing.RelationOf(s.claims[n]) {
					s.claims[n].Claim = c
				}
				s.claims[n].Superseded = superseded
			} else if c.Value != nil {
				seen[c.ID] = len(s.claims)
				s.claims = append(s.claims, claim{Claim: c, In: a.ID(), Rank: s.rankOf(a.Report), News: spans[a.Report]})
			}
		}
	}
	slices.SortFunc(s.claims, compareClaims)
	s.claims = s.ruled(s.claims)
	s.prepare()
	s.cumulative = s.sortedCumulative(d.Cumulative)
	s.nameOrigins()
	s.leaveAttackers()
	hearing.Hold(s.claims)
	for f, group := range s.folded {
		s.risen[f] = hearing.Rises(s.claims, f, group)
	}
	for _, c := range s.claims {
		if c.Field == rashomon.Killed && hearing.RelationOf(c) == rashomon.OfInjured && hearing.Asserts(c) && !c.Superseded && s.replaced[c.Report].By == "" {
			s.died = append(s.died, c)
		}
	}
	return s
}

// ruled returns claims as the rulings leave them.
func (s *settler) ruled(claims []claim) []claim {
	var out []claim
	for _, c := range claims {
		if ruled, ok := s.bench.Apply(c.Claim); ok {
			c.Claim = ruled
			out = append(out, c)
		}
	}
	return out
}

// prepare works out what of a claim is asked again and again.
func (s *settler) prepare() {
	s.index = make(map[rashomon.ClaimID]int, len(s.claims))
	var victims []int
	var names []rashomon.Value
	for i := range s.claims {
		c := &s.claims[i]
		s.index[c.ID] = i
		if t, ok := c.Tally(); ok {
			c.Class, c.Vague, c.Beside = wording.ClassOf(t), wording.Described(c.Claim), wording.Beside(c.Claim)
			c.Group = c.Class
			c.Lo, c.Hi = s.span(t)
			if wording.Plural(c.Claim) {
				c.Lo = max(c.Lo, 2)
			}
			if c.Lo == 1 && c.Hi == 1 {
				c.Age = wording.Age(c.Quote)
			}
		}
		if c.Rank < len(s.reports) {
			r := s.reports[c.Rank]
			c.Meant = c.Field == rashomon.Target && wording.Intended(r.Text, wording.ValueAt(c.Claim))
			c.Nobody = Unclaimed(r, c.Claim)
		}
		if c.Field == rashomon.Victim {
			victims, names = append(victims, i), append(names, c.Value)
		}
	}
	s.partSides()
	for n, person := range wording.Groups(rashomon.Victim, names) {
		s.claims[victims[n]].Person = person
	}
	s.fates(victims)
	for _, f := range rashomon.Fields() {
		if f.Toll() {
			s.folded[f] = s.folding(f)
		}
	}
}

// nameOrigins finds whose word each claim is.
func (s *settler) nameOrigins() {
	m := origin.Matter{Reports: s.reports, Copies: s.incident.Origins}
	for _, c := range s.claims {
		m.Claims = append(m.Claims, origin.Claim{Claim: c.Claim, Account: c.In})
	}
	origins, said := origin.Find(m)
	for i := range said {
		s.claims[i].Said = said[i]
	}
	s.origins = origins
}

func (s *settler) rankOf(id rashomon.ReportID) int {
	if i, ok := s.rank[id]; ok {
		return i
	}
	return len(s.reports)
}

func compareClaims(a, b claim) int {
	return cmp.Or(cmp.Compare(a.Rank, b.Rank), cmp.Compare(a.Report, b.Report), cmp.Compare(a.Span.Start, b.Span.Start),
		cmp.Compare(a.Span.End, b.Span.End), cmp.Compare(a.Field, b.Field), cmp.Compare(a.ID, b.ID))
}

func (s *settler) sortedCumulative(claims []rashomon.Claim) []rashomon.Claim {
	var told []claim
	seen := map[rashomon.ClaimID]bool{}
	for _, c := range claims {
		if !seen[c.ID] && c.Value != nil {
			told = append(told, claim{Claim: c, Rank: s.rankOf(c.Report)})
		}
		seen[c.ID] = true
	}
	slices.SortFunc(told, compareClaims)
	var out []rashomon.Claim
	for _, c := range s.ruled(told) {
		out = append(out, c.Claim)
	}
	return out
}

// refs lists the reports, each with the later one that replaced it.
func (s *settler) refs() []rashomon.ReportRef {
	var out []rashomon.ReportRef
	for _, r := range s.reports {
		ref := rashomon.ReportRef{ID: r.ID, Ref: r.Ref, Outlet: r.Outlet(), Title: r.Title(), URL: r.URL,
			Published: r.Published, Replaced: s.replaced[r.ID].By}
		out = append(out, ref)
	}
	return out
}

// replacements gives each replaced report the one that took its place: of several,
// the last of the incident's own reports, or else any.
func replacements(d rashomon.Dossier, rank map[rashomon.ReportID]int) map[rashomon.ReportID]rashomon.Replacement {
	out := map[rashomon.ReportID]rashomon.Replacement{}
	place := func(id rashomon.ReportID) int {
		if n, ok := rank[id]; ok {
			return n
		}
		return -1
	}
	for _, r := range d.Replaced {
		was, ok := out[r.Report]
		if r.By != r.Report && (!ok || cmp.Or(cmp.Compare(place(r.By), place(was.By)), cmp.Compare(r.By, was.By)) > 0) {
			out[r.Report] = r
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
