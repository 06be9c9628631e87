package main

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"rashomon"
	"rashomon/internal/pipeline"
	"rashomon/internal/sample"
	"rashomon/internal/store"
)

// received returns the reports of the sample, and some that were edited afterwards, each
// with the time at which it was received.
func received(t *testing.T) (all []store.Taken) {
	t.Helper()
	at := time.Date(2031, 1, 1, 0, 0, 0, 0, time.UTC)
	take := func(r rashomon.Report, body []byte) {
		at = at.Add(time.Minute)
		all = append(all, store.Taken{Report: &r, Body: body, Capture: rashomon.Capture{Means: rashomon.Given, Requested: "sample",
			Asked: at, Received: at, Collector: "rashomon test"}})
	}
	var edited []rashomon.Report
	given := pipeline.Given{Stdin: bytes.NewReader(sample.Lines()), JSONLines: true}
	pipeline.Gather(t.Context(), []string{"-"}, given, func(item pipeline.Item) bool {
		must(t, item.Err)
		take(item.Report, item.Body)
		if r := item.Report; r.URL != "" {
			body, _ := r.Body()
			r.Bytes = ""
			edited = append(edited, rashomon.NewReport("Updated: "+r.Title(), body+" The figure may still rise, officials said.", r))
		}
		return true
	})
	for _, r := range edited[:min(5, len(edited))] {
		take(r, []byte(r.Text))
	}
	if len(all) < 15 || len(edited) == 0 {
		t.Fatalf("%d reports, %d of them edited", len(all), len(edited))
	}
	return all
}

// exports adds what was received to a new store, from so many goroutines at once and each
// in groups of a few, reads it with as many, and returns every export.
func exports(t *testing.T, all []store.Taken, workers int) map[string]string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "store.db")
	s, err := store.Open(t.Context(), path)
	must(t, err)
	groups := make(chan []store.Taken)
	var adding sync.WaitGroup
	for range workers {
		adding.Go(func() {
			for group := range groups {
				if _, err := s.AddCaptures(context.Background(), group); err != nil {
					t.Error(err)
				}
			}
		})
	}
	for i := 0; i < len(all); i += 3 {
		groups <- all[i:min(i+3, len(all))]
	}
	close(groups)
	adding.Wait()
	must(t, s.Close())
	before := runtime.GOMAXPROCS(workers)
	defer runtime.GOMAXPROCS(before)
	out := map[string]string{}
	for _, args := range []string{"run", "verify", "export json", "export csv", "export geojson", "show --reports"} {
		var b, errs bytes.Buffer
		w := world{stdin: strings.NewReader(""), stdout: &b, stderr: &errs, getenv: func(string) string { return "" }, now: time.Now}
		if code := run(t.Context(), append(strings.Fields(args), "--store", path), w); code != exitOK {
			t.Fatalf("%s: status %d: %s", args, code, errs.String())
		}
		out[args] = b.String()
	}
	return out
}

// TestAnyOrderSameExports adds the same reports in drawn orders by 1, 4 and 16 workers:
// incidents have the same names and every export has the same bytes (T11).
func TestAnyOrderSameExports(t *testing.T) {
	all := received(t)
	want := exports(t, all, 1)
	seed := uint64(time.Now().UnixNano())
	rng := rand.New(rand.NewPCG(seed, 1))
	for _, workers := range []int{1, 4, 16} {
		shuffled := append([]store.Taken{}, all...)
		rng.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		for name, got := range exports(t, shuffled, workers) {
			if got == "" && name != "run" && name != "verify" || got != want[name] {
				t.Errorf("seed %d, %d workers: %s: %s", seed, workers, name, firstOther(want[name], got))
			}
		}
	}
}

// firstOther shows where two texts part.
func firstOther(want, got string) string {
	i := 0
	for i < min(len(want), len(got)) && want[i] == got[i] {
		i++
	}
	from := max(0, i-80)
	return fmt.Sprintf("byte %d: want %q, got %q", i, want[from:min(len(want), i+80)], got[from:min(len(got), i+80)])
}
