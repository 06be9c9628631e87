package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// damage changes one bit near the beginning of a file: damage FILE.
func damage(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 1 {
		ts.Fatalf("usage: damage FILE")
	}
	b, err := os.ReadFile(ts.MkAbs(args[0]))
	ts.Check(err)
	b[200] ^= 1
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), b, 0o600))
}

// replace replaces a text in a file: replace OLD NEW FILE. In them \n and \r end lines.
func replace(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 3 {
		ts.Fatalf("usage: replace OLD NEW FILE")
	}
	b, err := os.ReadFile(ts.MkAbs(args[2]))
	ts.Check(err)
	plain := strings.NewReplacer(`\n`, "\n", `\r`, "\r").Replace
	ts.Check(os.WriteFile(ts.MkAbs(args[2]), bytes.ReplaceAll(b, []byte(plain(args[0])), []byte(plain(args[1]))), 0o600))
}

// TestArchiveInterrupted: of an archive that was called off in the middle it is on record
// when it was given, as of a whole one.
func TestArchiveInterrupted(t *testing.T) {
	dir := t.TempDir()
	var b strings.Builder
	for i := range 300 {
		page := fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html lang=en><title>Shell hits pier %d</title><p>A shell killed %d people in Port Sella, the harbour police said on Tuesday.</p></html>", i, i+2)
		fmt.Fprintf(&b, "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:%d>\r\nWARC-Target-URI: https://post.invalid/%d\r\nWARC-Date: 2021-03-04T05:06:07Z\r\nContent-Type: application/http\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n", i, i, len(page), page)
	}
	archive, path := filepath.Join(dir, "many.warc"), filepath.Join(dir, "store.db")
	if err := os.WriteFile(archive, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	out := &cancelling{when: "https://post.invalid/", cancel: cancel}
	w := world{stdin: strings.NewReader(""), stdout: out, stderr: io.Discard, getenv: func(string) string { return "" }, now: time.Now}
	if code := run(ctx, []string{"add", "--store", path, "--warc", archive}, w); code != exitInterrupted {
		t.Fatalf("status %d\n%s", code, out.all)
	}
	told := func(args ...string) (string, int) {
		var all bytes.Buffer
		w.stdout, w.stderr = &all, &all
		code := run(t.Context(), append(args, "--store", path), w)
		return all.String(), code
	}
	if said, code := told("custody", "many.warc"); code != exitOK || !strings.Contains(said, "truncated    given in part: it was interrupted") {
		t.Errorf("status %d\n%s", code, said)
	}
	if said, code := told("verify", "--quick"); code != exitOK {
		t.Errorf("status %d\n%s", code, said)
	}
}
