package storm_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"rashomon"
	"rashomon/internal/store"
	"rashomon/internal/storm"
)

// act is one thing that a person asks of a store. It returns what the store
// acknowledged, if it is a report or a ruling.
type act struct {
	name  string
	opens bool // it opens the store itself
	do    func(ctx context.Context, s *store.Store, path string, r rashomon.Report) (any, error)
}

func acts() []act {
	return []act{
		{"bring up to date", true, func(ctx context.Context, _ *store.Store, path string, _ rashomon.Report) (any, error) {
			s, err := store.Open(ctx, path)
			if err != nil {
				return nil, err
			}
			return nil, s.Close()
		}},
		{"make", true, func(ctx context.Context, _ *store.Store, path string, _ rashomon.Report) (any, error) {
			s, err := store.Open(ctx, path+".new")
			if err != nil {
				return nil, err
			}
			return nil, s.Close()
		}},
		{"add", false, func(ctx context.Context, s *store.Store, _ string, _ rashomon.Report) (any, error) {
			r := rashomon.NewReport("Mine kills herder", "One man was killed.", rashomon.Report{Received: start})
			kept, _, err := s.AddReport(ctx, r, make([]byte, 20_000))
			return kept, err
		}},
		{"rule", false, func(ctx context.Context, s *store.Store, _ string, r rashomon.Report) (any, error) {
			kept, _, err := s.AddRuling(ctx, rashomon.Ruling{Kind: rashomon.Accept, Target: string(r.ID) + ".0123456789", Why: "seen", Author: "Ana K.", At: start})
			return kept, err
		}},
		{"read", false, func(ctx context.Context, s *store.Store, _ string, r rashomon.Report) (any, error) {
			return nil, s.PutReading(ctx, rashomon.Reading{Report: r.ID, Maker: "storm-2"}, "storm-2")
		}},
		{"take a lot", false, func(ctx context.Context, s *store.Store, _ string, _ rashomon.Report) (any, error) {
			r := rashomon.NewReport("Two shells", "Nobody was hurt.", rashomon.Report{Received: start})
			c := rashomon.Capture{Means: rashomon.Fetched, Requested: "https://gazette.invalid/9", Received: start}
			kept, err := s.AddCaptures(ctx, []store.Taken{{Capture: c, Report: &r, Body: make([]byte, 20_000)}, {Capture: rashomon.Capture{Means: rashomon.Fetched,
				Requested: "https://gazette.invalid/10", Received: start, Problem: "404"}}})
			if err != nil {
				return nil, err
			}
			return kept[1].Capture, nil
		}},
		{"watch a feed", false, func(ctx context.Context, s *store.Store, _ string, _ rashomon.Report) (any, error) {
			return feed("https://gazette.invalid/feed"), s.RuleFeed(ctx, store.FeedRule{URL: "https://gazette.invalid/feed", Act: "add", At: start, By: "Ana K."})
		}},
		{"sign", false, func(ctx context.Context, s *store.Store, _ string, r rashomon.Report) (any, error) {
			_, _, err := s.AddRuling(ctx, rashomon.Ruling{Kind: rashomon.Accept, Target: string(r.ID) + ".1123456789", Why: "seen", Author: "Ana K.", At: start})
			if err != nil {
				return nil, err
			}
			_, err = s.Log().Checkpoint(ctx)
			return nil, err
		}},
		{"drop what is derived", false, func(ctx context.Context, s *store.Store, _ string, _ rashomon.Report) (any, error) {
			return nil, s.DropDerived(ctx)
		}},
	}
}

// TestFailingDisk has the n-th call fail, for every n (some in the short run), once and ever after, as on a
// full disk and as on a broken one: nothing that was acknowledged is lost, the message
// is clear, what is there can be read on, and when the disk is well again so is the store.
func TestFailingDisk(t *testing.T) {
	rng := seeded(t)
	template := t.TempDir()
	disk, err := storm.Start(template) // only so that the life has one
	must(t, err)
	l := &life{rng: rng}
	l.live(t, filepath.Join(template, "store.db"), 12, disk)
	must(t, disk.Stop())
	cases := 0
	for _, a := range acts() {
		refused := map[error]int{}
		for _, fault := range []storm.Fault{{Full: true}, {Full: true, Ever: true}, {}, {Ever: true}} {
			for fault.Nth = 1 + rng.IntN(long(4, 1)); ; fault.Nth += 1 + rng.IntN(long(8, 1)) {
				cases++
				hit, err := failing(t, l, template, a, fault, refused)
				if err != nil {
					t.Errorf("%s, %+v: %v", a.name, fault, err)
				}
				if !hit {
					break
				}
			}
		}
		if len(refused) == 0 {
			t.Errorf("%s: nothing was refused: the faults do not reach it", a.name)
		}
		t.Logf("%s: refused with %v", a.name, refused)
	}
	t.Logf("%d cases", cases)
}

// failing does one act on a copy of the template while the fault is there. hit is
// false when the act ended before the fault came.
func failing(t *testing.T, l *life, template string, a act, fault storm.Fault, refused map[error]int) (hit bool, wrong error) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), fmt.Sprint(fault.Nth))
	must(t, os.CopyFS(dir, os.DirFS(template)))
	must(t, os.Chmod(filepath.Join(dir, "store.db.key"), 0o600)) // or it would sign nothing
	path := filepath.Join(dir, "store.db")
	acked := l.acked
	report, _ := acked[slices.IndexFunc(acked, func(kept any) bool { _, is := kept.(rashomon.Report); return is })].(rashomon.Report)
	if a.opens {
		path += ".older"
		acked = []any{l.older(t, path)}
	}
	disk, err := storm.Start(dir)
	must(t, err)
	var s *store.Store
	if !a.opens {
		s, err = store.Open(t.Context(), path)
		must(t, err)
	}
	disk.Fail(fault)
	kept, err := a.do(t.Context(), s, path, report)
	hit = disk.Calls() >= fault.Nth
	switch {
	case err != nil:
		wrong = plain(err, fault, refused)
	case kept != nil:
		acked = append(acked[:len(acked):len(acked)], kept)
	}
	if s != nil {
		for _, kept := range acked { // though the disk may still fail
			if err := gone(t.Context(), s, kept); err != nil {
				wrong = errors.Join(wrong, fmt.Errorf("reading on: %w", err))
			}
		}
	}
	disk.Fail(storm.Fault{})
	kept, err = a.do(t.Context(), s, path, report)
	if err != nil {
		wrong = errors.Join(wrong, fmt.Errorf("when the disk is well again: %w", err))
	} else if kept != nil {
		acked = append(acked[:len(acked):len(acked)], kept)
	}
	if s != nil {
		wrong = errors.Join(wrong, s.Close())
	}
	must(t, disk.Stop())
	// The power goes at the end, and what a failed sync left behind may be lost.
	replay := storm.NewReplay()
	for _, op := range disk.Log() {
		replay.Do(op)
	}
	image := t.TempDir()
	must(t, replay.Image(image, storm.Weather(l.rng.IntN(int(storm.Weathers))), l.rng))
	for _, p := range []string{path, filepath.Join(image, filepath.Base(path))} {
		wrong = errors.Join(wrong, lost(t.Context(), p, acked, l.lots))
	}
	must(t, os.RemoveAll(image))
	return hit, errors.Join(wrong, os.RemoveAll(dir))
}

// plain returns an error unless err says what is the matter, and counts what it says.
func plain(err error, fault storm.Fault, refused map[error]int) error {
	for _, known := range []error{store.ErrFull, store.ErrDisk, store.ErrAccess} {
		if errors.Is(err, known) && (fault.Full || !errors.Is(known, store.ErrFull)) {
			refused[known]++
			return nil
		}
	}
	return fmt.Errorf("not a clear message: %w", err)
}
