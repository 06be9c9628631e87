package main

import (
	"bytes"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"rashomon/internal/custody"
	"rashomon/internal/database"
	"rashomon/internal/store"
)

// TestClock: a clock that jumps a day back and forth changes no id, loses nothing, and
// leaves the order of the log what it was: that in which things were kept.
func TestClock(t *testing.T) {
	steady := clocked(t, 0, 0, 0, 0, 0)
	for _, jumps := range [][]int{{0, -1, -1, 1, 1}, {1, 0, 0, 0, 0}, {0, 1, -1, 1, -1}, {-1, -2, -3, -4, -5}} {
		if got := clocked(t, jumps...); !slices.Equal(got, steady) {
			t.Errorf("days %v: the log has %v, by a steady clock %v", jumps, got, steady)
		}
	}
}

// clocked adds a report at each of some days off, two of them texts of one address, and
// returns what the log has of reports, in order.
func clocked(t *testing.T, days ...int) (ids []string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "store.db")
	noon := time.Date(2031, 3, 4, 12, 0, 0, 0, time.UTC)
	var errs bytes.Buffer
	for i, off := range days {
		text := fmt.Sprintf("Shell hits house %d\n\nA shell killed %d people in Port Sella on Monday, police said.", i, 2+i)
		w := world{stdin: strings.NewReader(text), stdout: io.Discard, stderr: &errs, getenv: func(string) string { return "" },
			now: func() time.Time { return noon.AddDate(0, 0, off).Add(time.Duration(i) * time.Minute) }}
		args := []string{"add", "--store", path, "--url", fmt.Sprintf("https://post.invalid/%d", i/2), "-"}
		if code := run(t.Context(), args, w); code != exitOK {
			t.Fatalf("days %v: add ended with %d: %s", days, code, errs.String())
		}
		for _, args := range [][]string{{"run"}, {"checkpoint"}, {"verify"}} {
			if code := run(t.Context(), append(args, "--store", path), w); code != exitOK {
				t.Errorf("days %v: after report %d, %s ended with %d: %s", days, i, args[0], code, errs.String())
			}
		}
	}
	s, err := store.OpenToRead(t.Context(), path)
	must(t, err)
	defer s.Close() //nolint:errcheck // only read
	ids, err = database.Column[string](t.Context(), s.Database().Reader(), `SELECT id FROM kept_entry WHERE kind = $1 ORDER BY position`, string(custody.Report))
	must(t, err)
	if len(ids) != len(days) {
		t.Errorf("days %v: %d reports were added, the log has %d", days, len(days), len(ids))
	}
	return ids
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
