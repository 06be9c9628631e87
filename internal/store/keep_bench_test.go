//go:build unix

package store

import (
	"database/sql"
	"fmt"
	"math/rand/v2"
	"strings"
	"syscall"
	"testing"
	"time"

	"rashomon/internal/database"
)

// processor returns the time that this process has had of the processor, its own and the
// kernel's for it: the same on a machine that others use too.
func processor(b *testing.B) time.Duration {
	b.Helper()
	var used syscall.Rusage
	must(b, syscall.Getrusage(syscall.RUSAGE_SELF, &used))
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// BenchmarkAddCaptures adds captures with a report and its page each, in groups of which
// each is on the disk before the next begins.
func BenchmarkAddCaptures(b *testing.B) {
	for _, group := range []int{1, 64} {
		b.Run(fmt.Sprint("group=", group), func(b *testing.B) {
			s, i := newStore(b), 0
			before := processor(b)
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
			b.ReportMetric(float64(b.N*group)/(processor(b)-before).Seconds(), "captures/cpu-s")
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
