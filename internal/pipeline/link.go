package pipeline

import (
	"context"

	"rashomon"
	"rashomon/internal/link"
	"rashomon/internal/ruling"
	"rashomon/internal/store"
)

// linking puts what the store holds into a linker.
type linking struct {
	*link.Linker
	ctx         context.Context
	store       *store.Store
	progress    Progress
	done, total int                             // reports
	kept        map[rashomon.ReportID]link.Told // the reports last read again: one bears on several incidents
}

// keptMost is how many reports are kept of those that were read again.
const keptMost = 1024

func newLinking(ctx context.Context, s *store.Store, progress Progress) *linking {
	return &linking{Linker: link.New(), ctx: ctx, store: s, progress: progress, kept: map[rashomon.ReportID]link.Told{}}
}

// linkDue brings the incidents up to date when a reading, a ruling or the linker
// changed since the last time. Where there are only new readings, and no more of them
// than were linked before, it writes only what they change.
func linkDue(ctx context.Context, s *store.Store, progress Progress, sum *Summary) error {
	due, err := s.LinkDue(ctx, LinkVersion)
	if err != nil {
		return err
	}
	if !due {
		// Incidents that were deleted leave no reading changed.
		counts, err := s.Counts(ctx)
		if err != nil || counts.Incidents > 0 || !counts.Told {
			return err
		}
	}
	sum.Linked = true
	base, ok, err := s.LinkBase(ctx, LinkVersion)
	if err != nil {
		return err
	}
	l := newLinking(ctx, s, progress)
	l.total = base.Linked + base.Waiting
	if ok && base.Waiting <= base.Linked {
		return l.next(base)
	}
	incidents, err := l.all()
	if err != nil {
		return err
	}
	return s.PutIncidents(ctx, LinkVersion, incidents)
}

// next links what waits with what is linked, and stores the incidents that change.
func (l *linking) next(base store.Base) error {
	if err := l.load(store.Linked); err != nil {
		return err
	}
	if err := l.each(store.NotLinked, l.Add); err != nil {
		return err
	}
	changed, gone, err := l.Changed(l.read)
	if err != nil {
		return err
	}
	return l.store.PutChanged(l.ctx, LinkVersion, base, changed, gone)
}

// all links all readings, under the merges and splits of the store.
func (l *linking) all() ([]rashomon.Incident, error) {
	rulings, err := l.store.Regrouped(l.ctx)
	if err != nil {
		return nil, err
	}
	if err := l.load(store.Linkable); err != nil {
		return nil, err
	}
	groups := ruling.NewGroups(rulings)
	if len(rulings) > 0 {
		l.Regroup(func(accounts [][]rashomon.AccountID, score func(a, b rashomon.AccountID) float64) [][]rashomon.AccountID {
			return groups.Regroup(accounts, score)
		})
	}
	incidents, err := l.Incidents(l.read)
	groups.Explain(incidents)
	return incidents, err
}

// load links all readings of a part with each other.
func (l *linking) load(part store.Part) error {
	if err := l.each(part, func(t link.Told) { l.Take(t) }); err != nil {
		return err
	}
	l.LinkAll()
	return nil
}

// each calls put with the readings of a part of the store, one at a time.
func (l *linking) each(part store.Part, put func(link.Told)) error {
	return l.store.Told(l.ctx, part, func(t store.Told) error {
		if l.done%batch == 0 {
			l.progress("linking reports", l.done, l.total)
		}
		l.done++
		put(told(t.Report, t.Reading))
		return nil
	})
}

// read is a report that was linked, as the store has it.
func (l *linking) read(id rashomon.ReportID) (link.Told, error) {
	if t, ok := l.kept[id]; ok {
		return t, nil
	}
	reading, err := l.store.Reading(l.ctx, id)
	if err != nil {
		return link.Told{}, err
	}
	report, err := l.store.Report(l.ctx, id)
	if err != nil {
		return link.Told{}, err
	}
	if len(l.kept) == keptMost {
		clear(l.kept)
	}
	l.kept[id] = told(report, reading)
	return l.kept[id], nil
}

func told(report rashomon.Report, reading rashomon.Reading) link.Told {
	return link.Told{Reading: reading, Text: report.Text, Received: report.Received}
}
