package pipeline

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"slices"
	"strings"

	"rashomon"
	"rashomon/internal/change"
	"rashomon/internal/page"
	"rashomon/internal/reconcile"
	"rashomon/internal/store"
)

// Changes returns what became of the pages of a report, or of those at an address, or of
// all where of is empty, in the order seen, with withheld names hidden as in the incidents
// that the reports tell of. Of an incident, the Record has them.
func Changes(ctx context.Context, s *store.Store, of string) ([]rashomon.Change, error) {
	captures, texts, err := s.CapturesOf(ctx, of)
	if err != nil {
		return nil, err
	}
	changes := change.Told(captures, texts)
	withheld, err := s.Withheld(ctx)
	if err != nil || len(withheld) == 0 {
		return changes, err
	}
	d := rashomon.Dossier{Withheld: withheld, Versions: texts}
	seen := map[rashomon.IncidentID]bool{}
	for _, v := range texts {
		incidents, err := s.IncidentsOf(ctx, v.Report.ID)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return nil, err
		}
		for _, inc := range incidents {
			if seen[inc.ID] {
				continue
			}
			seen[inc.ID] = true
			of, err := s.Dossier(ctx, inc.ID)
			if err != nil {
				return nil, err
			}
			d = d.With(of)
		}
	}
	return reconcile.Veil(d).Changes(changes), nil
}

// ErrNotShown is why an answer is kept without a report: it shows no more the article
// that stands at its address.
var ErrNotShown = errors.New("what was received is kept, and the text that was kept before stands")

// Judged returns a page that was fetched, by us or by who made an archive, as what it
// shows of its address: of one that shows the article no more (a wall, another page) the
// capture alone is left, with an ErrNotShown that says the reason; an edited or moved text
// is one of the page that stood there when it was received. What a person gave, with an
// address by its own word alone, does not take the place of what was fetched from there: it
// is returned with what the person said. All else is returned as it is.
func Judged(ctx context.Context, s *store.Store, item Item) (Item, error) {
	c := item.Capture
	if c.OwnWord {
		return disclaimed(ctx, s, item)
	}
	archived := c.Means == rashomon.Archived && isAddress(c.Requested)
	if c.Means != rashomon.Fetched && !archived || item.Report.ID == "" || item.Report.MediaType == page.JSONLines {
		return item, nil
	}
	stands := func(address string) (*rashomon.Report, error) {
		if archived { // it may be older than what stands now
			return s.StoodReport(ctx, address, c.Received)
		}
		return s.StandingReport(ctx, address)
	}
	var from *rashomon.Report
	was, err := stands(c.Requested)
	if err == nil && was != nil {
		from, err = cameBefore(ctx, s, c)
	}
	if err != nil {
		return item, err
	}
	v, err := change.JudgeAt(was, from, c, &item.Report, item.Body, stands)
	if err != nil {
		return item, err
	}
	if v.Keep != nil {
		item.Report = *v.Keep
		return item, nil
	}
	item.Report, item.Capture.Problem = rashomon.Report{}, v.Why
	item.Err = fmt.Errorf("add %s: %s: %s; %w", item.Name, v.Fate, v.Why, ErrNotShown)
	return item, nil
}

// cameBefore returns the text that came last from where c did, until then; nil where none
// did.
func cameBefore(ctx context.Context, s *store.Store, c rashomon.Capture) (*rashomon.Report, error) {
	captures, err := s.Captures(ctx, c.Requested)
	if err != nil {
		return nil, err
	}
	id := change.From(c.Requested, slices.DeleteFunc(captures, func(before rashomon.Capture) bool { return before.Received.After(c.Received) }))
	if id == "" {
		return nil, nil
	}
	r, err := s.Report(ctx, id)
	return &r, err
}

// disclaimed is Judged of a report that a person gave and that itself says where it stood.
func disclaimed(ctx context.Context, s *store.Store, item Item) (Item, error) {
	r := item.Report
	for _, address := range change.Spellings(r.URL) {
		was, err := s.StandingReport(ctx, address)
		if err != nil || was != nil && was.ID == r.ID {
			return item, err
		}
		if was == nil {
			continue
		}
		if at, err := s.StandingReport(ctx, item.Said.URL); err != nil || at != nil && at.ID == was.ID {
			return item, err // the person names another address of the same page
		}
		captures, err := s.Captures(ctx, address)
		if err != nil {
			return item, err
		}
		if change.From(address, captures) != "" {
			return item.disclaim(was.ID), nil
		}
	}
	return item, nil
}

// Awaits reports whether another item may be what stands at an address of one that Judged
// holds against that: it must be kept first.
func (i Item) Awaits(other Item) bool {
	at := []string{i.Report.URL, i.Said.URL}
	switch {
	case i.Report.ID == "", other.Report.ID == "", i.Capture.Means == rashomon.Given && !i.Capture.OwnWord:
		return false
	case i.Capture.Means != rashomon.Given:
		at = append(at, i.Capture.Requested, i.Capture.Final)
	}
	return slices.ContainsFunc(at, func(address string) bool {
		page := change.Page(address)
		return page != "" && (page == change.Page(other.Capture.Requested) || page == change.Page(other.Report.URL))
	})
}

// Believed returns what was given and fetched in one go with what Judged would make of
// pages that claim an address, were what was fetched kept.
func Believed(items []Item) []Item {
	fetched := map[string]rashomon.ReportID{}
	for _, item := range items {
		if c := item.Capture; c.Means == rashomon.Fetched && item.Report.ID != "" {
			for _, address := range []string{c.Requested, c.Final, item.Report.URL} {
				fetched[change.Page(address)] = item.Report.ID
			}
		}
	}
	items = slices.Clone(items)
	for i, item := range items {
		by := fetched[change.Page(item.Report.URL)]
		if item.Capture.OwnWord && by != "" && by != item.Report.ID && by != fetched[change.Page(item.Said.URL)] {
			items[i] = item.disclaim(by)
		}
	}
	return items
}

// disclaim is an item without what its report says of its address, where another stands.
func (i Item) disclaim(stands rashomon.ReportID) Item {
	trust := "if you saved it from there, give it with --url " + i.Report.URL
	if i.Report.MediaType == page.JSONLines {
		trust = "if you trust what its lines say, give them in a file named .jsonl, or to add with --jsonl"
	}
	i.Capture.Problem = strings.TrimPrefix(fmt.Sprintf("%s; it says of itself that it stands at %s, where another text was found (%s now stands there); it is taken without that address, and without the outlet that it names: %s",
		i.Capture.Problem, i.Report.URL, stands, trust), "; ")
	if at, err := url.Parse(i.Said.URL); err == nil && i.Said.Source == "" {
		i.Said.Source = page.Hostname(at)
	}
	i.Capture.OwnWord = false
	i.Report.Ref = "" // a line may have called itself by the name of an outlet
	i.Report = i.said()
	return i
}

// said is the report of an item of which only what a person says is believed.
func (i Item) said() rashomon.Report {
	r := i.Report
	if r.URL, r.Source.Name = i.Said.URL, i.Said.Source; r.URL == "" && r.Source.Name == "" && i.Capture.Requested != "-" {
		r.Ref = cmp.Or(r.Ref, filepath.Base(i.Capture.Requested)) // what else to call it
	}
	body, _ := r.Body()
	return rashomon.NewReport(r.Title(), body, r)
}
