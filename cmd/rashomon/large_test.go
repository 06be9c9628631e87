package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"rashomon"
	"rashomon/internal/pipeline"
	"rashomon/internal/store"
)

// story returns the n-th of any number of invented reports: of each event five outlets
// tell, in their own words. All of it is made up.
func story(n int) (title, body string) {
	event, outlet := n/5, n%5
	towns := []string{"Port Sella", "Lower Mirrin", "Ostrev", "Kalda Bridge", "Hemmel", "Tarsin", "Old Quarry", "Veld Harbour", "Norrin", "Eastmere", "Pell", "Dunmarch"}
	acts := []string{"shell hit a bakery", "car bomb exploded at a market", "drone struck a bus", "gunmen attacked a checkpoint", "mine went off under a tractor",
		"rocket landed on a school", "mortar round fell on a clinic"}
	who := []string{"police", "the mayor's office", "a hospital official", "the fire brigade", "residents"}
	town, act := towns[event%len(towns)], acts[event/len(towns)%len(acts)]
	dead, hurt := 1+event%23, 2+event%37
	quarter := fmt.Sprintf("quarter %d", event/(len(towns)*len(acts)))
	title = fmt.Sprintf("%d killed as %s in %s", dead, act, town)
	said := who[outlet]
	body = fmt.Sprintf(`A %s in the %s of %s on %s, killing at least %d people and wounding %d others, %s said.

The dead include a teacher and two of her pupils, according to neighbours who helped to carry them out. "We heard one loud noise and then the dust came," a shopkeeper told reporter number %d. Nobody has said that they did it.

The roads to %s were closed until the evening. Buses were sent another way, and the power company said that %d homes were without light. A woman of %d who had come to buy bread was brought to the district hospital with burns; doctors said that she would live.

The attack was the third in the %s since the spring, when two guards were wounded at a depot. The governor asked people to stay at home and promised that those responsible would be found. Work on the water pipe beside the road was stopped for %d days.`,
		act, quarter, town, date(event).Format("Monday, 2 January 2006"), dead, hurt, said, 100+n, town, 40+event%900, 20+event%60, quarter, 1+event%9)
	return title, body
}

func date(event int) time.Time {
	return time.Date(2029, 1, 1, 6, 0, 0, 0, time.UTC).AddDate(0, 0, event/30)
}

// large makes a store of n reports at path, each with the page that it was read from.
func large(ctx context.Context, path string, n int) error {
	s, err := store.Open(ctx, path)
	if err != nil {
		return err
	}
	for first := 0; first < n; first += 500 {
		var all []store.Taken
		for i := first; i < min(first+500, n); i++ {
			title, body := story(i)
			url := fmt.Sprintf("https://outlet%d.invalid/%d", i%5, i)
			page := fmt.Sprintf("<!doctype html><html lang=\"en\"><head><title>%s</title><link rel=\"canonical\" href=\"%s\"></head><body><article><h1>%s</h1><p>%s</p></article></body></html>",
				title, url, title, strings.ReplaceAll(body, "\n\n", "</p><p>"))
			at := date(i / 5).Add(time.Duration(i%5) * time.Hour)
			r := rashomon.NewReport(title, body, rashomon.Report{Source: rashomon.Source{Name: fmt.Sprintf("Outlet %d (invented)", i%5)}, URL: url,
				Published: at.Format(time.DateOnly), Language: "en", MediaType: "text/html", Received: at})
			all = append(all, store.Taken{Report: &r, Body: []byte(page), Capture: rashomon.Capture{Means: rashomon.Fetched, Requested: url, Final: url,
				Asked: at, Received: at, Status: 200}})
		}
		if _, err := s.AddCaptures(ctx, all); err != nil {
			return errors.Join(err, s.Close())
		}
	}
	return s.Close()
}

// BenchmarkLarge makes a store of RASHOMON_REPORTS reports (2,000 where it is not set),
// reads and links them if RASHOMON_READ is set, and measures how long each command takes
// to begin and to end. It is for looking, and its figures are in docs/measurements.md.
func BenchmarkLarge(b *testing.B) {
	n := 2000
	if text := os.Getenv("RASHOMON_REPORTS"); text != "" {
		var err error
		if n, err = strconv.Atoi(text); err != nil {
			b.Fatal(err)
		}
	}
	dir := b.TempDir()
	if kept := os.Getenv("RASHOMON_LARGE"); kept != "" { // a directory in which the store stays, for the next time
		dir = kept
	}
	program, path := filepath.Join(dir, "rashomon"), filepath.Join(dir, "large.db")
	build := exec.Command("go", "build", "-ldflags", "-s -w", "-o", program, ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		b.Fatalf("build: %v\n%s", err, out)
	}
	if _, err := os.Stat(path); err != nil {
		began := time.Now()
		if err := large(b.Context(), path, n); err != nil {
			b.Fatal(err)
		}
		b.Logf("%d reports kept in %v", n, time.Since(began))
		began = time.Now()
		if os.Getenv("RASHOMON_READ") != "" {
			if out, err := exec.Command(program, "run", "--store", path).CombinedOutput(); err != nil {
				b.Fatalf("run: %v\n%s", err, out)
			}
			b.Logf("read and linked in %v", time.Since(began))
		}
	}
	info, err := os.Stat(path)
	if err != nil {
		b.Fatal(err)
	}
	b.Logf("%.1f MB, %.2f kB a report", float64(info.Size())/1e6, float64(info.Size())/1e3/float64(n))
	for _, args := range commands(b, path) {
		b.Run(strings.Join(args, "_"), func(b *testing.B) {
			var first, whole []time.Duration
			for b.Loop() {
				f, w := waits(b, program, append(args, "--store", path))
				first, whole = append(first, f), append(whole, w)
			}
			slices.Sort(first)
			slices.Sort(whole)
			b.ReportMetric(float64(first[len(first)/2].Microseconds())/1000, "ms-to-output")
			b.ReportMetric(float64(whole[len(whole)/2].Microseconds())/1000, "ms-to-end")
		})
	}
}

// commands lists what a person may ask of the store at path.
func commands(b *testing.B, path string) [][]string {
	b.Helper()
	s, err := store.OpenToRead(b.Context(), path)
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close() //nolint:errcheck // only read
	title, body := story(1)
	id := string(rashomon.NewReport(title, body, rashomon.Report{Source: rashomon.Source{Name: "Outlet 1 (invented)"}, URL: "https://outlet1.invalid/1",
		Published: date(0).Format(time.DateOnly), Language: "en"}).ID)
	if _, err := s.Report(b.Context(), rashomon.ReportID(id)); err != nil {
		b.Fatal(err)
	}
	all := [][]string{{"show", "--reports"}, {"show"}, {"rule", "list"}, {"doctor"}, {"checkpoint"}, {"custody", id}, {"prove", id}, {"source", "list"}, {"changes"}, {"verify", "--quick"}}
	if due, err := s.Due(b.Context(), pipeline.ExtractStage, pipeline.ReaderVersion, 1); err == nil && len(due) == 0 {
		all = append(all, []string{"export", "json"}, []string{"verify"})
	}
	return all
}

// waits runs a program, and returns the time until the first byte of its output, or of
// its messages where it has no other, and the time until its end.
func waits(b *testing.B, program string, args []string) (first, whole time.Duration) {
	b.Helper()
	cmd := exec.Command(program, args...)
	read, write, err := os.Pipe()
	if err != nil {
		b.Fatal(err)
	}
	cmd.Stdout, cmd.Stderr = write, write
	began := time.Now()
	err = errors.Join(cmd.Start(), write.Close())
	if err != nil {
		b.Fatal(err)
	}
	head := make([]byte, 300)
	n, err := read.Read(head)
	first = time.Since(began)
	if err != nil {
		b.Fatalf("%q printed nothing: %v", args, err)
	}
	_, err = io.Copy(io.Discard, read)
	if err = errors.Join(err, cmd.Wait(), read.Close()); err != nil {
		b.Fatalf("%q: %v: %s", args, err, head[:n])
	}
	return first, time.Since(began)
}
