package main

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"
)

// The line that shows progress is gone before anything else is printed, so that on a
// terminal no id or message is joined to it, and it comes again afterwards.
func TestProgressLine(t *testing.T) {
	var out strings.Builder
	now := time.Date(2031, 1, 1, 0, 0, 0, 0, time.UTC)
	show, done := progressLine(&out, func() time.Time { return now })
	show("reading", 1, 0) // too early to trouble anybody
	done()
	now = now.Add(2 * time.Second)
	show("reading", 2, 0)
	done()
	fmt.Fprintln(&out, "r0123")
	show("reading", 3, 9)
	done()
	const clear = "\r\033[K"
	if got, want := out.String(), clear+"reading: 2"+clear+"r0123\n"+clear+"reading: 3 of 9"+clear; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// What strangers wrote reaches a terminal as words, in complaints too.
func TestComplaints(t *testing.T) {
	archive := "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://elsewhere.example/\x1b]0;owned\x07\r\nContent-Type: application/http\r\nWARC-Date: never\r\nContent-Length: 0\r\n\r\n\r\n\r\n"
	page := "{\"text\":\"Le pr\u00e9sident a dit que les gens de la ville sont venus pour la f\u00eate avec tous les enfants.\",\"title\":\"\\u001b[2J\"}\n"
	for name, args := range map[string][]string{archive: {"extract", "--warc", "-"}, page: {"read", "-"}} {
		var said bytes.Buffer
		w := world{stdin: strings.NewReader(name), stdout: io.Discard, stderr: &said, getenv: func(string) string { return "" }, now: time.Now}
		run(t.Context(), args, w)
		if said.Len() == 0 || strings.ContainsAny(said.String(), "\x1b\x07") {
			t.Errorf("%s: %q", args, said.String())
		}
	}
}
