package store

import (
	"database/sql"
	"fmt"
	"strings"
	"testing"

	"rashomon"
)

// story is the length of a news report: about 500 words.
func story(i int) string {
	return fmt.Sprintf("%d killed in Veldra, the governor said. ", i) +
		strings.Repeat("Residents of the river quarter told this paper what they had seen that morning. ", 35)
}

// BenchmarkAddReport adds a report and its bytes, each on the disk before the next.
func BenchmarkAddReport(b *testing.B) {
	s, i := newStore(b), 0
	for b.Loop() {
		i++
		r := report("The Veldra Courier", fmt.Sprintf("https://courier.example/%d", i), "Blast", story(i), i)
		mustAdd(b, s, r, []byte("<html>"+r.Text))
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "reports/s")
}

// BenchmarkAddReportAgain adds a report that is there.
func BenchmarkAddReportAgain(b *testing.B) {
	s := newStore(b)
	r := report("The Veldra Courier", "https://courier.example/1", "Blast", story(1), 1)
	for b.Loop() {
		mustAdd(b, s, r, []byte(r.Text))
	}
}

// long returns a reading of r with twenty claims.
func long(t testing.TB, r rashomon.Report, n int) rashomon.Reading {
	reading := read(t, r, n)
	a := &reading.Accounts[0]
	for range 19 {
		a.Claims = append(a.Claims, a.Claims[0])
	}
	return reading
}

// BenchmarkPutReading stores a reading of twenty claims, each on the disk before
// the next.
func BenchmarkPutReading(b *testing.B) {
	s := newStore(b)
	r := mustAdd(b, s, report("The Veldra Courier", "", "Blast", story(1), 1), nil)
	reading, i := long(b, r, 1), 0
	for b.Loop() {
		i++
		must(b, s.PutReading(b.Context(), reading, fmt.Sprint(i)))
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "readings/s")
}

// BenchmarkPutReadings stores 64 readings of twenty claims at once.
func BenchmarkPutReadings(b *testing.B) {
	s := newStore(b)
	var all []rashomon.Reading
	for i := range 64 {
		r := mustAdd(b, s, report("The Veldra Courier", "", "Blast", story(i), i), nil)
		all = append(all, long(b, r, i))
	}
	i := 0
	for b.Loop() {
		i++
		must(b, s.PutReadings(b.Context(), all, fmt.Sprint(i)))
	}
	b.ReportMetric(float64(b.N*len(all))/b.Elapsed().Seconds(), "readings/s")
}

// archive fills a store with n incidents of ten reports of twenty claims.
func archive(b *testing.B, n int) (*Store, []rashomon.Incident) {
	b.Helper()
	s := newStore(b)
	mustExec(b, s.db.Writer(), `PRAGMA synchronous = OFF`)
	var incidents []rashomon.Incident
	for i := range n {
		var reports []rashomon.Report
		for j := range 10 {
			r := report(fmt.Sprintf("Outlet %d", j), "", "Blast", story(i), j)
			mustAdd(b, s, r, nil)
			must(b, s.PutReading(b.Context(), long(b, r, i), "1"))
			reports = append(reports, r)
		}
		incidents = append(incidents, incident(reports...))
	}
	must(b, s.PutIncidents(b.Context(), "1", incidents))
	return s, incidents
}

// BenchmarkDossier reads one incident of 200 with its ten reports and 200 claims.
func BenchmarkDossier(b *testing.B) {
	s, incidents := archive(b, 200)
	i := 0
	for b.Loop() {
		i++
		if _, err := s.Dossier(b.Context(), incidents[i%len(incidents)].ID); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkReadings reads all 2,000 readings of an archive, of 40,000 claims.
func BenchmarkReadings(b *testing.B) {
	s, _ := archive(b, 200)
	for b.Loop() {
		if _, err := s.Readings(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkPutIncidents replaces 200 incidents of ten accounts.
func BenchmarkPutIncidents(b *testing.B) {
	s, incidents := archive(b, 200)
	for b.Loop() {
		must(b, s.PutIncidents(b.Context(), "1", incidents))
	}
}

// BenchmarkIncidents reads the first page of the list of 200.
func BenchmarkIncidents(b *testing.B) {
	s, _ := archive(b, 200)
	for b.Loop() {
		if _, err := s.Incidents(b.Context(), 0, 50); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkOpen opens a store that is there.
func BenchmarkOpen(b *testing.B) {
	s := newStore(b)
	for b.Loop() {
		again, err := Open(b.Context(), s.db.Path())
		must(b, err)
		must(b, again.Close())
	}
}

// BenchmarkVerify reads 2,000 reports and readings again.
func BenchmarkVerify(b *testing.B) {
	s, _ := archive(b, 200)
	for b.Loop() {
		faults, err := s.Verify(b.Context())
		must(b, err)
		if len(faults) > 0 {
			b.Fatal(faults[0])
		}
	}
}

// BenchmarkVerifyKept verifies a store of 10,000 reports of 3 kB with their pages, nothing
// of which was read yet; MB are those of texts and pages as received.
func BenchmarkVerifyKept(b *testing.B) {
	s := newStore(b)
	var size int64
	for i := range 100 {
		var all []Taken
		for j := range 100 {
			r := report("The Veldra Courier", fmt.Sprintf("https://courier.example/%d", i*100+j), "Blast", story(i*100+j), i)
			all = append(all, Taken{Report: &r, Body: []byte("<html>" + r.Text), Capture: rashomon.Capture{Means: rashomon.Fetched, Requested: r.URL, Received: noon(i), Status: 200}})
			size += int64(2 * len(r.Text))
		}
		_, err := s.AddCaptures(b.Context(), all)
		must(b, err)
	}
	for _, c := range []struct {
		name  string
		check func() ([]Fault, error)
	}{
		{"all", func() ([]Fault, error) { return s.Verify(b.Context()) }},
		{"log", func() ([]Fault, error) {
			v := verifier{store: s}
			return v.faults, s.db.InView(b.Context(), func(tx *sql.Tx) error { return v.log(b.Context(), tx) })
		}},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.SetBytes(size)
			for b.Loop() {
				faults, err := c.check()
				must(b, err)
				same(b, "faults", faults, []Fault(nil))
			}
		})
	}
}
