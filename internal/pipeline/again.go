package pipeline

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"runtime"
	"slices"

	"rashomon"
	"rashomon/internal/extract"
	"rashomon/internal/store"
)

// Again derives everything once more in memory, from what is kept, and returns what
// the store has otherwise: readings and incidents that somebody changed. What is
// due, because this version has not dealt with it yet, is not compared: due says how
// many reports that are, and linkDue whether it is the incidents. It writes nothing.
func Again(ctx context.Context, s *store.Store, progress Progress) (faults []store.Fault, due int, linkDue bool, err error) {
	late, err := s.Due(ctx, ExtractStage, ReaderVersion, 0)
	if err != nil {
		return nil, 0, false, err
	}
	reports, err := s.Reports(ctx)
	if err != nil {
		return nil, 0, false, err
	}
	isLate := map[rashomon.ReportID]bool{}
	for _, id := range late {
		isLate[id] = true
	}
	reports = slices.DeleteFunc(reports, func(r rashomon.Report) bool { return isLate[r.ID] })
	done := 0
	reader := extract.NewReader()
	for turn := range slices.Chunk(reports, batch) {
		changed, err := readAgain(ctx, s, reader, turn)
		if err != nil {
			return nil, 0, false, err
		}
		faults = append(faults, changed...)
		done += len(turn)
		progress("reading reports again", done, len(reports))
	}
	changed, linkDue, err := linkAgain(ctx, s, progress)
	return append(faults, changed...), len(late), linkDue, err
}

// readAgain compares what is stored of some reports with what they give now.
func readAgain(ctx context.Context, s *store.Store, reader *extract.Reader, reports []rashomon.Report) (faults []store.Fault, err error) {
	readings, problems := readAll(reader, reports, runtime.GOMAXPROCS(0))
	for i, r := range reports {
		stored, err := s.Reading(ctx, r.ID)
		what := ""
		switch {
		case errors.Is(err, store.ErrDerived): // named by Verify
		case err != nil && !errors.Is(err, store.ErrNotFound):
			return nil, err
		case err != nil && problems[i] == nil:
			what = "a problem is stored, and reading it again gives none"
		case err != nil: // a problem, as it should be
		case problems[i] != nil:
			what = "a reading is stored, and reading it again gives none: " + problems[i].Error()
		case !equal(stored, readings[i]):
			what = "reading it again gives other claims or accounts than are stored"
		}
		if what != "" {
			faults = append(faults, store.Fault{Object: "reading of report " + string(r.ID), What: what})
		}
	}
	return faults, ctx.Err()
}

// linkAgain compares the stored incidents with what linking gives now.
func linkAgain(ctx context.Context, s *store.Store, progress Progress) (faults []store.Fault, due bool, err error) {
	if due, err = s.LinkDue(ctx, LinkVersion); err != nil || due {
		return nil, due, err
	}
	stored, err := s.Incidents(ctx, 0, 0)
	if errors.Is(err, store.ErrDerived) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	known := map[rashomon.IncidentID]rashomon.Incident{}
	for _, inc := range stored {
		known[inc.ID] = inc
	}
	fault := func(id rashomon.IncidentID, what string) {
		faults = append(faults, store.Fault{Object: "incident " + string(id), What: what})
	}
	again, err := newLinking(ctx, s, progress).all()
	if errors.Is(err, store.ErrDerived) {
		return nil, false, nil // named by Verify
	}
	if err != nil {
		return nil, false, err
	}
	for _, inc := range again {
		was, ok := known[inc.ID]
		delete(known, inc.ID)
		switch {
		case !ok:
			fault(inc.ID, "linking again makes it, and it is not stored")
		case !equal(was, inc):
			fault(inc.ID, "linking again gives it other accounts, origins, links or names than are stored")
		}
	}
	for _, inc := range stored {
		if _, left := known[inc.ID]; left {
			fault(inc.ID, "it is stored, and linking again does not make it")
		}
	}
	return faults, false, nil
}

// equal reports whether two values are written in the same way.
func equal(a, b any) bool {
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	return errX == nil && errY == nil && bytes.Equal(x, y)
}
