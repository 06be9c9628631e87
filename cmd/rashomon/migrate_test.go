package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"rashomon/internal/store"

	"github.com/google/go-cmp/cmp"
)

// unzipped returns what a file of the store's test data holds.
func unzipped(t *testing.T, name string) []byte {
	t.Helper()
	f, err := os.Open(filepath.Join("..", "..", "internal", "store", "testdata", name))
	must(t, err)
	defer f.Close()
	r, err := gzip.NewReader(f)
	must(t, err)
	b, err := io.ReadAll(r)
	must(t, err)
	return b
}

// TestExportsAsBefore opens stores of earlier versions and exports them as the programs
// that made them did, byte for byte in every value; only the notes on what sources
// changed are new. -update writes what is exported now: for a change of how incidents are
// settled, and for nothing else.
func TestExportsAsBefore(t *testing.T) {
	for _, version := range []int{3, 5, 6} {
		path := filepath.Join(t.TempDir(), "store.db")
		must(t, os.WriteFile(path, unzipped(t, fmt.Sprintf("v%d.db.gz", version)), 0o600))
		s, err := store.Open(t.Context(), path) // which brings it up to date, and reads nothing again
		must(t, err)
		must(t, s.Close())
		var out, errs bytes.Buffer
		w := world{stdin: bytes.NewReader(nil), stdout: &out, stderr: &errs, getenv: func(string) string { return "" }, now: time.Now}
		if code := run(t.Context(), []string{"export", "json", "--store", path}, w); code != exitOK {
			t.Fatalf("version %d: status %d, %s", version, code, errs.String())
		}
		golden := fmt.Sprintf("v%d.jsonl.gz", version)
		if *update {
			var b bytes.Buffer
			z := gzip.NewWriter(&b)
			_, err := z.Write(out.Bytes())
			must(t, err)
			must(t, z.Close())
			must(t, os.WriteFile(filepath.Join("..", "..", "internal", "store", "testdata", golden), b.Bytes(), 0o644))
		}
		if diff := cmp.Diff(records(t, unzipped(t, golden)), records(t, out.Bytes())); diff != "" {
			t.Errorf("version %d: -then +now\n%s", version, diff)
		}
	}
}

// records parses exported records, without their notes on changes, whose words may
// become others.
func records(t *testing.T, lines []byte) (all []map[string]json.RawMessage) {
	t.Helper()
	for line := range bytes.Lines(lines) {
		var r map[string]json.RawMessage
		must(t, json.Unmarshal(line, &r))
		delete(r, "changes")
		all = append(all, r)
	}
	if len(all) != 3 {
		t.Fatalf("%d records", len(all))
	}
	return all
}
