//go:build unix

package pipeline_test

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"rashomon"
	"rashomon/internal/pipeline"
	"rashomon/internal/store"
)

// newsroom gives reports of one event after another, three of each: what is read in the
// sample, at other places, on other days and with other victims, in invented words.
type newsroom struct {
	texts    []rashomon.Report
	readings []rashomon.Reading
}

func newNewsroom(b *testing.B) newsroom {
	s := openBench(b, filepath.Join(b.TempDir(), "sample.db"))
	for _, item := range sampleItems(b) {
		if _, _, err := s.AddReport(b.Context(), item.Report, item.Body); err != nil {
			b.Fatal(err)
		}
	}
	if _, err := pipeline.Run(b.Context(), s, quiet); err != nil {
		b.Fatal(err)
	}
	all, err := s.Readings(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	var w newsroom
	for _, reading := range all {
		r, err := s.Report(b.Context(), reading.Report)
		if err != nil {
			b.Fatal(err)
		}
		w.texts, w.readings = append(w.texts, r), append(w.readings, reading)
	}
	return w
}

// ordinary words fill the reports.
var ordinary = strings.Fields(`morning house road people family river market bread school window night summer field neighbour train bridge voice letter
	water garden stone heavy light broken quiet early crowd doctor teacher driver shop corner square building floor wall door smoke fire engine
	rescue hospital blood street witness official statement spoke heard saw fled returned waited called found carried lost nearby across behind`)

// invented makes a name of a number.
func invented(n int) string {
	var s strings.Builder
	for range 3 {
		s.WriteByte("BDFGKLMNPRSTVZ"[n%14])
		s.WriteByte("aeiou"[n/14%5])
		n /= 70
	}
	return s.String()[:1] + strings.ToLower(s.String()[1:])
}

// report is the n-th report and what is read in it.
func (w newsroom) report(b *testing.B, n int) (rashomon.Report, rashomon.Reading) {
	event := n / 3
	i := event % len(w.texts)
	day := time.Date(2031, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, event*7%1000)
	published := day.AddDate(0, 0, 1+n%3)
	old := w.texts[i]
	var words []string
	for k := range 60 { // what the event and the report have of their own, among words of all news
		words = append(words, ordinary[(n*7+k*k)%len(ordinary)], ordinary[(n+k*5)%len(ordinary)], ordinary[(k*n)%len(ordinary)],
			invented([]int{event*40 + k%40, 200_000 + n*71 + k}[k%2]))
	}
	r := rashomon.NewReport("Attack in "+invented(event%4000*7), strings.Join(words, " ")+".",
		rashomon.Report{Published: published.Format(time.DateOnly), Received: published, Source: rashomon.Source{Name: fmt.Sprintf("Outlet %d", n%50)}})
	var reading rashomon.Reading
	content, err := json.Marshal(w.readings[i])
	if err == nil {
		err = json.Unmarshal([]byte(strings.ReplaceAll(string(content), string(old.ID), string(r.ID))), &reading)
	}
	if err != nil {
		b.Fatal(err)
	}
	reading.Title, reading.Published, reading.Outlet = r.Title(), r.Published, r.Outlet()
	date, _ := rashomon.ParseDate(day.Format(time.DateOnly))
	for k := range reading.Accounts {
		a := &reading.Accounts[k]
		a.Where.Name = invented(event%4000*7 + k)
		a.When.From, a.When.To = date, date
		for c := range a.Claims {
			a.Claims[c].Quote = strings.Join(words[c:c+6], " ")
			if p, ok := a.Claims[c].Value.(rashomon.Party); ok && a.Claims[c].Field == rashomon.Victim {
				p.Name = invented(event) + " " + invented(event*31+c)
				a.Claims[c].Value = p
			}
		}
	}
	return r, reading
}

// add keeps reports from the n-th on, read and not yet linked.
func (w newsroom) add(b *testing.B, s *store.Store, from, to int) {
	var readings []rashomon.Reading
	for n := from; n < to; n++ {
		r, reading := w.report(b, n)
		if _, _, err := s.AddReport(b.Context(), r, nil); err != nil {
			b.Fatal(err)
		}
		readings = append(readings, reading)
		if len(readings) == 64 || n == to-1 {
			if err := s.PutReadings(b.Context(), readings, pipeline.ReaderVersion); err != nil {
				b.Fatal(err)
			}
			readings = nil
		}
	}
}

func openBench(b *testing.B, path string) *store.Store {
	s, err := store.Open(b.Context(), path)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = s.Close() })
	return s
}

// BenchmarkRunNext is a run after one more report, already read, came to a store of so
// many; "first-s" is the run that linked all of them. Seconds are of the processor.
func BenchmarkRunNext(b *testing.B) {
	w := newNewsroom(b)
	for _, size := range []int{1000, 5000, 20000} {
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			s := openBench(b, filepath.Join(b.TempDir(), "s.db"))
			w.add(b, s, 0, size)
			took := func() float64 {
				before := processor()
				if _, err := pipeline.Run(b.Context(), s, quiet); err != nil {
					b.Fatal(err)
				}
				return (processor() - before).Seconds()
			}
			first, next, n := took(), 0.0, size
			for b.Loop() {
				w.add(b, s, n, n+1)
				n++
				next += took()
			}
			b.ReportMetric(first, "first-s")
			b.ReportMetric(next/float64(n-size), "next-s")
			counts, err := s.Counts(b.Context())
			if err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(float64(counts.Incidents), "incidents")
		})
	}
}

// processor is the processor time that this process has taken: what a busy machine does
// not change.
func processor() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
