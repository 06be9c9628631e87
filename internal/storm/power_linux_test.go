package storm_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"rashomon"
	"rashomon/internal/store"
	"rashomon/internal/storm"

	"github.com/google/go-cmp/cmp"
)

// life is what a person did with a store, and what the store said of it.
type life struct {
	rng   *rand.Rand
	acked []any // reports, captures, rulings and feeds in the order in which the store said that they are kept
	tried int
	last  rashomon.ReportID
	lots  [][]rashomon.ReportID // what was given to the store as one
}

// seeded returns a generator whose seed is printed when the test fails;
// RASHOMON_SEED sets it.
func seeded(t *testing.T) *rand.Rand {
	t.Helper()
	seed := uint64(time.Now().UnixNano())
	if text := os.Getenv("RASHOMON_SEED"); text != "" {
		_, err := fmt.Sscan(text, &seed)
		must(t, err)
	}
	t.Logf("RASHOMON_SEED=%d repeats this", seed)
	return rand.New(rand.NewPCG(seed, 6))
}

// long returns many when the long tests are asked for, and few otherwise.
func long(few, many int) int {
	if os.Getenv("RASHOMON_LONG") != "" {
		return many
	}
	return few
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// acknowledged is the mark of a thing that the store said is kept.
const acknowledged = "kept"

var start = time.Date(2031, 3, 4, 5, 6, 7, 0, time.UTC)

// another returns a report that was never given before, with its bytes.
func (l *life) another() (rashomon.Report, []byte) {
	l.tried++
	body := make([]byte, l.rng.IntN(9_000))
	for i := range body {
		body[i] = byte(l.rng.Uint32())
	}
	r := rashomon.Report{
		Source:   rashomon.Source{Name: "The Storm Gazette (invented)"},
		Received: start.Add(time.Duration(l.tried) * time.Second),
	}
	if l.rng.IntN(3) == 0 {
		r.URL = fmt.Sprintf("https://gazette.invalid/%d", l.rng.IntN(4))
	}
	return rashomon.NewReport(fmt.Sprintf("Shell hits house %d", l.tried), fmt.Sprintf("A shell killed %d people, the mayor said.", l.rng.IntN(1e6)), r), body
}

// step does one thing; what the store acknowledges is told to said.
func (l *life) step(ctx context.Context, s *store.Store, said func(any)) error {
	switch {
	case l.last != "" && l.rng.IntN(4) == 0:
		l.tried++
		r := rashomon.Ruling{Kind: rashomon.Accept, Target: fmt.Sprintf("%s.%010x", l.last, l.tried), Why: "seen in the list", Author: "Ana K.",
			At: start.Add(time.Duration(l.tried) * time.Second)}
		kept, _, err := s.AddRuling(ctx, r)
		if err != nil {
			return err
		}
		said(kept)
		return nil
	case l.last != "" && l.rng.IntN(4) == 0:
		return s.PutReading(ctx, rashomon.Reading{Report: l.last, Maker: "storm-1"}, "storm-1")
	case l.rng.IntN(6) == 0:
		l.tried++
		url := fmt.Sprintf("https://gazette.invalid/feed%d", l.tried)
		if err := s.RuleFeed(ctx, store.FeedRule{URL: url, Act: "add", At: start, By: "Ana K."}); err != nil {
			return err
		}
		said(feed(url))
		return nil
	case l.rng.IntN(4) == 0:
		return l.lot(ctx, s, said)
	}
	r, body := l.another()
	kept, _, err := s.AddReport(ctx, r, body)
	if err != nil {
		return err
	}
	l.last = kept.ID
	said(kept)
	return nil
}

// feed is the address of one that is watched.
type feed string

// lot gives the store some captures as one.
func (l *life) lot(ctx context.Context, s *store.Store, said func(any)) error {
	var all []store.Taken
	var ids []rashomon.ReportID
	for range 3 {
		r, body := l.another()
		all = append(all, store.Taken{Report: &r, Body: body, Capture: rashomon.Capture{Means: rashomon.Fetched, Requested: r.URL, Final: r.URL, Received: r.Received}})
		ids = append(ids, r.ID)
	}
	l.lots = append(l.lots, ids)
	kept, err := s.AddCaptures(ctx, all)
	for _, k := range kept {
		said(k.Report)
		said(k.Capture)
	}
	return err
}

// live uses the store at path for some steps, closing and opening it between.
func (l *life) live(t *testing.T, path string, steps int, disk *storm.Disk) {
	t.Helper()
	said := func(kept any) {
		l.acked = append(l.acked, kept)
		disk.Mark(acknowledged)
	}
	if l.rng.IntN(3) == 0 {
		said(l.older(t, path))
	}
	s, err := store.Open(t.Context(), path)
	must(t, err)
	for range steps {
		if l.rng.IntN(12) == 0 {
			must(t, s.Close())
			s, err = store.Open(t.Context(), path)
			must(t, err)
		}
		must(t, l.step(t.Context(), s, said))
	}
	must(t, s.Close())
}

// lost opens the store at path and returns what is wrong with it: that it cannot be
// opened, that something acknowledged is gone, that anything is half there.
func lost(ctx context.Context, path string, acked []any, lots [][]rashomon.ReportID) error {
	s, err := store.Open(ctx, path)
	if err != nil {
		return err
	}
	faults, err := s.Verify(ctx)
	if len(faults) > 0 {
		err = errors.Join(err, fmt.Errorf("%d faults, the first %s", len(faults), faults[0]))
	}
	for _, kept := range acked {
		err = errors.Join(err, gone(ctx, s, kept))
	}
	for _, ids := range lots {
		there := 0
		for _, id := range ids {
			if _, absent := s.Report(ctx, id); absent == nil {
				there++
			}
		}
		if there != 0 && there != len(ids) {
			err = errors.Join(err, fmt.Errorf("of %d that were given as one, %d are there", len(ids), there))
		}
	}
	r := rashomon.NewReport("After the storm", "Nobody was hurt.", rashomon.Report{Received: start})
	if _, added, adding := s.AddReport(ctx, r, nil); adding != nil || !added {
		err = errors.Join(err, fmt.Errorf("nothing can be added: %v %w", added, adding))
	}
	return errors.Join(err, s.Close())
}

// gone returns an error when kept is not in s as it was acknowledged.
func gone(ctx context.Context, s *store.Store, kept any) error {
	switch kept := kept.(type) {
	case rashomon.Report:
		r, err := s.Report(ctx, kept.ID)
		if err != nil {
			return err
		}
		if diff := cmp.Diff(kept, r); diff != "" {
			return fmt.Errorf("report %s is another: %s", kept.ID, diff)
		}
		if kept.Bytes != "" {
			_, err = s.Object(ctx, kept.Bytes)
		}
		return err
	case rashomon.Capture:
		all, err := s.Captures(ctx, string(kept.ID))
		if err == nil && (len(all) != 1 || cmp.Diff(all[0], kept) != "") {
			err = fmt.Errorf("capture %s is another", kept.ID)
		}
		return err
	case feed:
		all, err := s.Feeds(ctx)
		if err != nil || slices.ContainsFunc(all, func(f store.FeedState) bool { return f.URL == string(kept) }) {
			return err
		}
		return fmt.Errorf("feed %s is gone", kept)
	case rashomon.Ruling:
		all, err := s.Rulings(ctx)
		if err != nil || slices.ContainsFunc(all, func(r rashomon.Ruling) bool { return r.ID == kept.ID }) {
			return err
		}
		return fmt.Errorf("ruling %s is gone", kept.ID)
	}
	return fmt.Errorf("%T?", kept)
}

// TestPowerLoss cuts the power at random points of a store's life, and again while it
// recovers: what was acknowledged is there, all else is whole or absent.
func TestPowerLoss(t *testing.T) {
	rng := seeded(t)
	images, second := 0, 0
	for images < long(200, 10_000) {
		n, m := powerLoss(t, rng, 50, false, func(what string, err error) { t.Errorf("%s: %v", what, err) })
		images, second = images+n, second+m
		if t.Failed() {
			break
		}
	}
	t.Logf("%d images, %d of them of a power loss during the recovery from another", images, second)
}

// TestPowerLossBites is the control: with one sync less per commit, the same test
// must find acknowledged things lost, or it would find nothing.
func TestPowerLossBites(t *testing.T) {
	rng := seeded(t)
	images, bad := 0, 0
	for images < long(50, 1000) {
		n, _ := powerLoss(t, rng, 50, true, func(string, error) { bad++ })
		images += n
	}
	if bad == 0 {
		t.Errorf("with synchronous = NORMAL %d images lost nothing: the layer does not lose what is not synced", images)
	}
	t.Logf("NORMAL: %d of %d images lost something", bad, images)
}

// powerLoss lives one life and checks images of it. It returns how many, and how
// many of them were cut twice.
func powerLoss(t *testing.T, rng *rand.Rand, images int, normal bool, wrong func(string, error)) (n, twice int) {
	t.Helper()
	dir := t.TempDir()
	disk, err := storm.Start(dir)
	must(t, err)
	if normal {
		disk.Normal()
	}
	l := &life{rng: rng}
	steps := 20 + rng.IntN(40)
	if rng.IntN(10) == 0 {
		steps *= 10 // the log of the journal comes round, and starts again from its beginning
	}
	l.live(t, filepath.Join(dir, "store.db"), steps, disk)
	must(t, disk.Stop())
	log := disk.Log()
	var at []int
	for range images {
		at = append(at, rng.IntN(len(log)+1))
	}
	slices.Sort(at)
	replay, done, acked := storm.NewReplay(), 0, 0
	for _, point := range at {
		for ; done < point; done++ {
			replay.Do(log[done])
			if log[done].Name == acknowledged {
				acked++
			}
		}
		weather := storm.Weather(rng.IntN(int(storm.Weathers)))
		image := t.TempDir()
		must(t, replay.Image(image, weather, rng))
		what := fmt.Sprintf("power lost after line %d of %d, weather %d, %d acknowledged", point, len(log), weather, acked)
		if !normal && rng.IntN(4) == 0 {
			image = recovering(t, image, rng)
			twice++
			what += ", and again during recovery"
		}
		if err := lost(t.Context(), filepath.Join(image, "store.db"), l.acked[:acked], l.lots); err != nil {
			wrong(what, err)
		}
		must(t, os.RemoveAll(image))
		n++
	}
	return n, twice
}

// recovering opens the store in dir as after a power loss, and returns a directory
// with what is there when the power goes again while it does so.
func recovering(t *testing.T, dir string, rng *rand.Rand) string {
	t.Helper()
	disk, err := storm.Start(dir)
	must(t, err)
	s, err := store.Open(t.Context(), filepath.Join(dir, "store.db"))
	if err == nil {
		_, err = s.Counts(t.Context())
		err = errors.Join(err, s.Close())
	}
	must(t, disk.Stop())
	if err != nil {
		t.Errorf("recovery: %v", err)
		return dir
	}
	replay, log := storm.NewReplay(), disk.Log()
	began := slices.IndexFunc(log, func(op storm.Op) bool { return op.Name == storm.Began })
	for _, op := range log[:began+rng.IntN(len(log)-began+1)] {
		replay.Do(op)
	}
	again := t.TempDir()
	must(t, replay.Image(again, storm.Weather(rng.IntN(int(storm.Weathers))), rng))
	return again
}
