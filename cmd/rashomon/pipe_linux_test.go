package main

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"rashomon"
	"rashomon/internal/store"
)

// An archive that comes by a pipe is read once: it has no digest, and nobody waits for
// the pipe to be written again.
func TestArchiveByPipe(t *testing.T) {
	dir := t.TempDir()
	pipe, path := filepath.Join(dir, "a.warc"), filepath.Join(dir, "store.db")
	must(t, syscall.Mkfifo(pipe, 0o600))
	go os.WriteFile(pipe, []byte("WARC/1.1\r\nWARC-Type: warcinfo\r\nContent-Length: 0\r\n\r\n\r\n\r\n"), 0o600)
	w := world{stdin: strings.NewReader(""), stdout: io.Discard, stderr: io.Discard, getenv: func(string) string { return "" }, now: time.Now}
	if code := run(t.Context(), []string{"add", "--store", path, "--warc", pipe}, w); code != exitOK {
		t.Fatalf("add: status %d", code)
	}
	s, err := store.OpenToRead(t.Context(), path)
	must(t, err)
	defer s.Close() //nolint:errcheck // only read
	var said []string
	must(t, s.EachCapture(t.Context(), func(c rashomon.Capture) error {
		said = append(said, c.Truncated)
		return nil
	}))
	if strings.Join(said, "; ") != "given by a pipe, and not kept" {
		t.Errorf("%q", said)
	}
}
