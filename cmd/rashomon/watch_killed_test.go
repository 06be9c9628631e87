package main

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"rashomon"
	"rashomon/internal/store"
)

// dueAgain makes every page of a store due to be fetched again.
func dueAgain(t *testing.T, path string) {
	t.Helper()
	s, err := store.Open(t.Context(), path)
	must(t, err)
	defer s.Close() //nolint:errcheck // what was put is committed
	visits, err := s.Visits(t.Context())
	must(t, err)
	for i := range visits {
		visits[i].Due, visits[i].Step, visits[i].Done = time.Unix(0, 0), 1, false
	}
	must(t, s.PutVisits(t.Context(), visits))
}

// TestWatchKilled kills a watch at random points and starts it again. Whatever it said
// it had kept is kept, no page has two reports, and in the end every page has one.
func TestWatchKilled(t *testing.T) {
	const feeds, pages = 3, 40
	kills := 15
	if os.Getenv("RASHOMON_LONG") != "" {
		kills = 200
	}
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		feed, found := strings.CutSuffix(r.URL.Path, "/feed")
		switch {
		case found:
			fmt.Fprint(w, "<rss><channel>")
			for i := range pages {
				fmt.Fprintf(w, "<item><link>%s/%d</link></item>", feed, i)
			}
			fmt.Fprint(w, "</channel></rss>")
		case r.URL.Path == "/robots.txt":
			http.NotFound(w, r)
		default:
			w.Header().Set("Content-Type", "text/plain")
			fmt.Fprintf(w, "Shell hits house %s\n\nA shell killed three people in Port Sella on Monday, police said.\n", r.URL.Path)
		}
	}))
	defer site.Close()
	dir := t.TempDir()
	self, err := os.Executable()
	must(t, err)
	program, path := filepath.Join(dir, "rashomon"), filepath.Join(dir, "store.db")
	must(t, os.Symlink(self, program)) // by that name the test is the program
	command := func(args ...string) *exec.Cmd {
		cmd := exec.CommandContext(t.Context(), program, args...)
		cmd.Env = append(os.Environ(), "RASHOMON_STORE="+path, "RASHOMON_ALLOW_LOCAL=1", "RASHOMON_CONTACT=ana@post.example")
		return cmd
	}
	for i := range feeds {
		out, err := command("source", "add", fmt.Sprintf("%s/o%d/feed", site.URL, i)).CombinedOutput()
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
	}
	said := map[string]bool{}
	watch := func(life time.Duration) (killed bool) {
		cmd := command("watch", "--once")
		var out, errs bytes.Buffer
		cmd.Stdout, cmd.Stderr = &out, &errs
		must(t, cmd.Start())
		if life > 0 {
			defer time.AfterFunc(life, func() { _ = cmd.Process.Kill() }).Stop() // it may have ended
		}
		err := cmd.Wait()
		for _, m := range regexp.MustCompile(`(?m)  kept (r[0-9a-f]{20})  .*\n`).FindAllStringSubmatch(out.String(), -1) {
			said[m[1]] = true
		}
		var ended *exec.ExitError
		if err != nil && (!errors.As(err, &ended) || ended.ExitCode() >= 0) {
			t.Errorf("a watch ended by itself: %v\n%s", err, errs.Bytes())
		}
		return err != nil
	}
	killed := 0
	for killed < kills && !t.Failed() {
		if watch(time.Duration(1 + rand.Int64N(int64(600*time.Millisecond)))) {
			killed++
		} else {
			dueAgain(t, path)
		}
	}
	watch(0)
	s, err := store.Open(t.Context(), path)
	must(t, err)
	defer s.Close() //nolint:errcheck // only read
	for id := range said {
		if _, err := s.Report(t.Context(), rashomon.ReportID(id)); err != nil {
			t.Errorf("%s was said to be kept: %v", id, err)
		}
	}
	faults, err := s.Verify(t.Context())
	must(t, err)
	for _, f := range faults {
		t.Errorf("fault: %s", f)
	}
	counts, err := s.Counts(t.Context())
	must(t, err)
	sources, err := s.Sources(t.Context())
	must(t, err)
	for _, f := range sources {
		if f.Reports != pages || f.Items != pages || f.Waiting != 0 {
			t.Errorf("%s: %d reports of %d pages, %d waiting", f.URL, f.Reports, f.Items, f.Waiting)
		}
	}
	if counts.Reports != feeds*pages || counts.Readings != counts.Reports {
		t.Errorf("%d reports of %d pages, %d read", counts.Reports, feeds*pages, counts.Readings)
	}
	t.Logf("killed %d times; %d reports were said to be kept", killed, len(said))
}
