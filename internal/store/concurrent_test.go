package store

import (
	"fmt"
	"sync"
	"testing"

	"rashomon"
)

// While one goroutine adds, reads and links, and another process adds too, readers
// always see whole things: every incident has its dossier, every claim its words.
func TestReadersBesideWriters(t *testing.T) {
	s := newStore(t)
	other := openStore(t, s.db.Path())
	const reports = 20
	var writers, readers sync.WaitGroup
	done := make(chan struct{})
	for i, store := range []*Store{s, other} {
		writers.Go(func() { write(t, store, i, reports) })
	}
	for range 3 {
		readers.Go(func() {
			for {
				look(t, s)
				select {
				case <-done:
					return
				default:
				}
			}
		})
	}
	writers.Wait()
	close(done)
	readers.Wait()
	counts, err := s.Counts(t.Context())
	must(t, err)
	same(t, "reports", counts.Reports, 2*reports)
	same(t, "readings", counts.Readings, 2*reports)
	all, err := s.Reports(t.Context())
	must(t, err)
	must(t, s.PutIncidents(t.Context(), "1", []rashomon.Incident{incident(all...)})) // each writer linked only its own
	faults, err := s.Verify(t.Context())
	must(t, err)
	same(t, "faults", faults, []Fault(nil))
}

// write adds n reports to s as the n-th writer, reads each, and links now and then.
// It runs beside the test, so that it may not end it.
func write(t *testing.T, s *Store, writer, n int) {
	var mine []rashomon.Report
	for i := range n {
		r := report(fmt.Sprintf("Outlet %d", writer), "", fmt.Sprintf("Blast %d", i), "3 killed in Veldra.", i)
		if _, _, err := s.AddReport(t.Context(), r, []byte(r.Text)); err != nil {
			t.Error(err)
			return
		}
		if err := s.PutReading(t.Context(), read(t, r, 3), "1"); err != nil {
			t.Error(err)
			return
		}
		mine = append(mine, r)
		if i%10 != 9 {
			continue
		}
		if err := s.PutIncidents(t.Context(), "1", []rashomon.Incident{incident(mine...)}); err != nil {
			t.Error(err)
			return
		}
	}
}

// look reads all there is as a web page would.
func look(t *testing.T, s *Store) {
	incidents, err := s.Incidents(t.Context(), 0, 10)
	if err != nil {
		t.Error(err)
	}
	for _, inc := range incidents {
		d, err := s.Dossier(t.Context(), inc.ID)
		if err != nil {
			continue // the other writer has replaced it
		}
		if len(d.Accounts) != len(d.Incident.Accounts) || len(d.Accounts) != len(d.Reports) {
			t.Errorf("a dossier of %d accounts has %d accounts and %d reports",
				len(d.Incident.Accounts), len(d.Accounts), len(d.Reports))
		}
		for i, a := range d.Accounts {
			for _, c := range a.Claims {
				if got := c.Span.Of(d.Reports[i].Text); a.Report == d.Reports[i].ID && got != c.Quote {
					t.Errorf("quote %q, text %q", c.Quote, got)
				}
			}
		}
	}
}
