package main

import (
	"fmt"
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
