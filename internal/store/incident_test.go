package store

import (
	"errors"
	"strings"
	"testing"

	"rashomon"
)

// incident returns one of the first account of each report, named after the first.
func incident(reports ...rashomon.Report) rashomon.Incident {
	inc := rashomon.Incident{Main: true}
	for i, r := range reports {
		account := rashomon.AccountID(string(r.ID) + "/a1")
		inc.Accounts = append(inc.Accounts, account)
		if i == 0 {
			inc.ID = rashomon.NameIncident(account, 0)
		} else {
			inc.Aliases = append(inc.Aliases, rashomon.NameIncident(account, 0))
			inc.Links = append(inc.Links, rashomon.Link{A: inc.Accounts[0], B: account, Score: 0.75, Why: []string{"same place: Veldra"}})
		}
	}
	inc.Origins = []rashomon.Origin{{Name: "Ostmark agency", Kind: rashomon.Media, Accounts: inc.Accounts, Why: "one text"}}
	return inc
}

func mustRule(t testing.TB, s *Store, r rashomon.Ruling) rashomon.Ruling {
	t.Helper()
	kept, _, err := s.AddRuling(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	return kept
}

// published returns r as published at another time, which makes it another report.
func published(r rashomon.Report, at string) rashomon.Report {
	body, _ := r.Body()
	r.Published = at
	return rashomon.NewReport(r.Title(), body, r)
}

func TestIncidents(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		add := func(outlet, at string, minutes int) rashomon.Report {
			t.Helper()
			r := mustAdd(t, s, published(report(outlet, "", "Blast", "3 killed in Veldra.", minutes), at), nil)
			must(t, s.PutReading(ctx, read(t, r, 3), "1"))
			return r
		}
		undated := add("A", "", 0) // counts as of its receipt: 2 May, noon
		morning := add("B", "2031-05-02T11:00:00+02:00", 1)
		day := add("C", "2031-05-03", 2)
		old := add("D", "2030", 3)
		newest := add("E", "2031-05-04", 4)

		first, second, third := incident(morning, old), incident(undated), incident(day)
		background := incident(newest)
		background.Main = false
		must(t, s.PutIncidents(ctx, "1", []rashomon.Incident{background, first, second, third}))

		list := func(offset, limit int, want ...rashomon.Incident) {
			t.Helper()
			got, err := s.Incidents(ctx, offset, limit)
			must(t, err)
			same(t, "incidents", got, want)
		}
		list(0, 0, third, second, first, background)
		list(0, 2, third, second)
		list(2, 2, first, background)
		list(4, 2)

		for _, id := range []rashomon.IncidentID{first.ID, first.Aliases[0]} {
			got, err := s.Incident(ctx, id)
			must(t, err)
			same(t, "incident "+string(id), got, first)
		}
		if _, err := s.Incident(ctx, "RSH-0000000"); !errors.Is(err, ErrNotFound) {
			t.Errorf("an incident that is not there: %v", err)
		}
		of, err := s.IncidentsOf(ctx, old.ID)
		must(t, err)
		same(t, "incidents of a report", of, []rashomon.Incident{first})

		// Putting replaces all.
		must(t, s.PutIncidents(ctx, "2", []rashomon.Incident{second}))
		list(0, 0, second)
		if _, err := s.Incident(ctx, first.Aliases[0]); !errors.Is(err, ErrNotFound) {
			t.Errorf("the alias of an incident that went: %v", err)
		}
	})
}

// A bad set of incidents leaves the old ones.
func TestPutIncidentsRefuses(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx, r := t.Context(), three(t, s)
		good := incident(r[0])
		must(t, s.PutIncidents(ctx, "1", []rashomon.Incident{good}))
		stranger := rashomon.Incident{ID: "RSH-AAAAAAA", Accounts: []rashomon.AccountID{"r-nowhere/a1"}}
		for name, set := range map[string][]rashomon.Incident{
			"an account in two incidents":            {incident(r[0], r[1]), incident(r[1])},
			"two incidents of one name":              {good, good},
			"an account of a report that is nowhere": {good, stranger},
		} {
			if err := s.PutIncidents(ctx, "1", set); err == nil {
				t.Errorf("%s: no error", name)
			}
		}
		got, err := s.Incidents(ctx, 0, 0)
		must(t, err)
		same(t, "incidents after three refusals", got, []rashomon.Incident{good})
	})
}

func TestDossier(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx, r := t.Context(), three(t, s)
		readings := []rashomon.Reading{read(t, r[0], 3), read(t, r[1], 4), read(t, r[2], 4)}
		toll := readings[1].Accounts[0].Claims[0]
		toll.Account, toll.Cumulative = "", true
		readings[1].Cumulative = []rashomon.Claim{toll.Identify()}
		for _, reading := range readings {
			must(t, s.PutReading(ctx, reading, "1"))
		}
		inc, other := incident(r[1], r[0]), incident(r[2])
		must(t, s.PutIncidents(ctx, "1", []rashomon.Incident{inc, other}))

		rule := func(kind rashomon.RulingKind, target string, minutes int) rashomon.Ruling {
			t.Helper()
			return mustRule(t, s, rashomon.Ruling{Kind: kind, Target: target, Why: "read the page", Author: "ana", At: noon(minutes)})
		}
		onClaim := rule(rashomon.Reject, string(readings[0].Accounts[0].Claims[0].ID), 10)
		rule(rashomon.Reject, string(readings[2].Accounts[0].Claims[0].ID), 11)
		onAlias := rule(rashomon.Accept, string(inc.Aliases[0]), 12)
		onAccount := rule(rashomon.Split, string(inc.Accounts[0]), 13)
		onToll := rule(rashomon.Withhold, string(readings[1].Cumulative[0].ID), 14)
		undo := rule(rashomon.Undo, string(onClaim.ID), 15)
		redo := rule(rashomon.Undo, string(undo.ID), 16)

		want := rashomon.Dossier{Incident: inc,
			Accounts:   []rashomon.Account{readings[1].Accounts[0], readings[0].Accounts[0]},
			Cumulative: readings[1].Cumulative,
			Reports:    []rashomon.Report{r[0], r[1]},
			Rulings:    []rashomon.Ruling{onClaim, onAlias, onAccount, onToll, undo, redo},
			Withheld:   []rashomon.Ruling{onToll}}
		for _, id := range []rashomon.IncidentID{inc.ID, inc.Aliases[0]} {
			got, err := s.Dossier(ctx, id)
			must(t, err)
			same(t, "dossier of "+string(id), got, want)
		}

		newer := report("Veldra Courier", "", "Correction", "It was a gas blast in Orrin.", 20)
		newer.Replaces = r[0].ID
		mustAdd(t, s, newer, nil)
		changed, err := s.Dossier(ctx, inc.ID)
		must(t, err)
		same(t, "replaced by a report of no incident", changed.Replaced,
			[]rashomon.Replacement{{Report: r[0].ID, By: newer.ID, Published: newer.Published}})

		// Read again, the report tells of nothing: until linking is done the dossier
		// goes without that account.
		must(t, s.PutReading(ctx, rashomon.Reading{Report: r[1].ID}, "2"))
		got, err := s.Dossier(ctx, inc.ID)
		must(t, err)
		same(t, "accounts", got.Accounts, want.Accounts[1:])
		if _, err := s.Dossier(ctx, "RSH-0000000"); !errors.Is(err, ErrNotFound) {
			t.Errorf("dossier of no incident: %v", err)
		}
	})
}

func TestRulings(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		late := mustRule(t, s, rashomon.Ruling{Kind: rashomon.Reject, Target: "r0/a1", Why: "another town", Author: "ana", At: noon(5)})
		early := rashomon.Ruling{Kind: rashomon.Correct, Target: "r0.0123456789", Value: "4", Author: "ben", At: noon(1)}
		kept, added, err := s.AddRuling(ctx, early)
		must(t, err)
		if !added || !strings.HasPrefix(string(kept.ID), "u") || len(kept.ID) != 21 {
			t.Errorf("added %v as %q", added, kept.ID)
		}
		again, added, err := s.AddRuling(ctx, kept)
		must(t, err)
		if added {
			t.Error("the same ruling was added twice")
		}
		same(t, "again", again, kept)
		all, err := s.Rulings(ctx)
		must(t, err)
		same(t, "all, in the order made", all, []rashomon.Ruling{kept, late})

		rep := mustAdd(t, s, report("A", "", "Blast", "Three killed in Veldra.", 1), nil)
		cites := func(in rashomon.ReportID, end int, quote string) rashomon.Ruling {
			return rashomon.Ruling{Kind: rashomon.Correct, Target: string(rep.ID) + ".0123456789", Value: "3", Author: "ana", At: noon(2),
				Of: &rashomon.Ruled{In: in, Words: &rashomon.Span{Start: 6, End: end}, Quote: quote}}
		}
		mustRule(t, s, cites(rep.ID, 18, "Three killed"))
		for name, bad := range map[string]rashomon.Ruling{
			"other words": cites(rep.ID, 18, "Seven killed"), "no words": cites(rep.ID, 6, ""), "beyond the text": cites(rep.ID, 600, "Three"), "no such report": cites("r0", 18, "Three killed"),
			"no author":         {Kind: rashomon.Accept, Target: "r0/a1", At: noon(1)},
			"no time":           {Kind: rashomon.Accept, Target: "r0/a1", Author: "ana"},
			"no target":         {Kind: rashomon.Accept, Author: "ana", At: noon(1)},
			"undo of nothing":   {Kind: rashomon.Undo, Target: "u0123", Author: "ana", At: noon(1)},
			"the id of another": {ID: late.ID, Kind: rashomon.Accept, Target: "r0/a1", Author: "ana", At: noon(1)},
		} {
			if _, _, err := s.AddRuling(ctx, bad); err == nil {
				t.Errorf("%s: no error", name)
			}
		}
	})
}

// A ruling stays with what it was made on when a new version of the reader gives that
// another name, and is not dropped when nothing is left of it.
func TestRulingsOutliveReaders(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx, r := t.Context(), three(t, s)
		reading := read(t, r[0], 3)
		must(t, s.PutReading(ctx, reading, "1"))
		must(t, s.PutReading(ctx, read(t, r[1], 4), "1"))
		inc, other := incident(r[0]), incident(r[1])
		must(t, s.PutIncidents(ctx, "1", []rashomon.Incident{inc, other}))
		c := reading.Accounts[0].Claims[0]
		kept := mustRule(t, s, rashomon.Ruling{Kind: rashomon.Reject, Target: string(c.ID), Why: "a misprint", Author: "ana", At: noon(1),
			Of: &rashomon.Ruled{Field: c.Field, Spans: []rashomon.Span{c.Span}, Value: c.Value.String()}})

		renamed := read(t, r[0], 3)
		renamed.Accounts[0].Claims[0].Attribution.Stance = rashomon.Alleges
		renamed.Accounts[0].Claims[0] = renamed.Accounts[0].Claims[0].Identify()
		if renamed.Accounts[0].Claims[0].ID == c.ID {
			t.Fatal("the claim kept its name")
		}
		for name, again := range map[string]rashomon.Reading{"under another name": renamed, "gone": {Report: r[0].ID, Accounts: []rashomon.Account{{Report: r[0].ID, Key: "a1"}}}} {
			must(t, s.PutReading(ctx, again, "2"))
			d, err := s.Dossier(ctx, inc.ID)
			must(t, err)
			same(t, name, d.Rulings, []rashomon.Ruling{kept})
			d, err = s.Dossier(ctx, other.ID)
			must(t, err)
			same(t, name+", of another incident", len(d.Rulings), 0)
		}
	})
}

// A merge makes linking due, and so does its undoing.
func TestMergeMakesLinkingDue(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx, r := t.Context(), three(t, s)
		link := func(want bool) {
			t.Helper()
			due, err := s.LinkDue(ctx, "1")
			must(t, err)
			if due != want {
				t.Errorf("linking due: %v, want %v", due, want)
			}
			must(t, s.PutIncidents(ctx, "1", []rashomon.Incident{incident(r[0]), incident(r[1])}))
		}
		link(true)
		merge := mustRule(t, s, rashomon.Ruling{Kind: rashomon.Merge, Target: string(incident(r[1]).ID), Value: string(incident(r[0]).ID), Why: "one strike", Author: "ana", At: noon(1)})
		link(true)
		mustRule(t, s, rashomon.Ruling{Kind: rashomon.Accept, Target: string(incident(r[0]).ID), Why: "read", Author: "ana", At: noon(2)})
		link(false)
		same(t, "in force", must1(s.Regrouped(ctx))(t), []rashomon.Ruling{merge})
		mustRule(t, s, rashomon.Ruling{Kind: rashomon.Undo, Target: string(merge.ID), Why: "two strikes", Author: "ben", At: noon(3)})
		link(true)
		link(false)
	})
}

func must1[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T { t.Helper(); must(t, err); return v }
}
