package store

import (
	"database/sql"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"rashomon"
	"rashomon/internal/database"
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

// BenchmarkAddCaptures adds captures with a report and its page each, in groups of which
// each is on the disk before the next begins.
func BenchmarkAddCaptures(b *testing.B) {
	for _, group := range []int{1, 64} {
		b.Run(fmt.Sprint("group=", group), func(b *testing.B) {
			s, i := newStore(b), 0
			for b.Loop() {
				var all []Taken
				for range group {
					i++
					all = append(all, takenStory(i))
				}
				_, err := s.AddCaptures(b.Context(), all)
				must(b, err)
			}
			b.ReportMetric(float64(b.N*group)/b.Elapsed().Seconds(), "captures/s")
		})
	}
}

// takenStory returns the capture of a page of its own, which holds a story.
func takenStory(i int) Taken {
	address := fmt.Sprintf("https://courier.example/%d/blast-in-veldra", i)
	r := report("The Veldra Courier", address, "Blast", story(i), i)
	return Taken{Capture: fetched(address, i), Report: &r, Body: []byte("<html><body><h1>Blast</h1><p>" + r.Text + "</p></body></html>")}
}

// BenchmarkFull adds a hundred thousand captures, or as many as -benchtime NNNx says, and
// tells how large the store is for each, in all and by table. Compressed, the story is
// much smaller than news: it is told as words that no two have alike.
func BenchmarkFull(b *testing.B) {
	s, i := newStore(b), 0
	var all []Taken
	add := func() {
		_, err := s.AddCaptures(b.Context(), all)
		must(b, err)
		all = all[:0]
	}
	for b.Loop() {
		i++
		t := takenStory(i)
		body := newsWords(i)
		r := report(t.Report.Source.Name, t.Report.URL, "Blast", body, i)
		t.Report, t.Body = &r, []byte("<html><body><h1>Blast</h1><p>"+body+"</p></body></html>")
		if all = append(all, t); len(all) == 64 {
			add()
		}
	}
	add()
	must(b, s.db.InView(b.Context(), func(tx *sql.Tx) error {
		return database.Each(b.Context(), tx, func(row database.Scanner) error {
			var table string
			var bytes int64
			err := row.Scan(&table, &bytes)
			b.ReportMetric(float64(bytes)/float64(i), table+"-B/report")
			return err
		}, `SELECT coalesce(m.tbl_name, 'schema'), sum(d.pgsize) FROM dbstat d LEFT JOIN sqlite_master m ON m.name = d.name GROUP BY 1`)
	}))
	pages, err := database.Column[int64](b.Context(), s.db.Reader(), `SELECT page_count * page_size FROM pragma_page_count, pragma_page_size`)
	must(b, err)
	b.ReportMetric(float64(pages[0])/float64(i), "B/report")
}

// newsWords returns three thousand bytes of invented words, as uneven as those of news: the
// n-th is n times as rare as the first.
func newsWords(seed int) string {
	rng := rand.New(rand.NewPCG(uint64(seed), 1))
	zipf := rand.NewZipf(rng, 1.1, 4, 30_000)
	var text strings.Builder
	for text.Len() < 3000 {
		n := zipf.Uint64()
		for range 1 + n%3 + n/3000 {
			text.WriteString([]string{"ka", "ve", "ldra", "mo", "st", "ri", "en", "to", "shu", "ba"}[n%10])
			n = n*7 + 3
		}
		text.WriteString(" ")
	}
	return text.String()
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
