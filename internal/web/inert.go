package web

import (
	"bytes"
	"fmt"
	"strings"
)

// inert makes the characters visible that could make words look like other words:
// embeddings, overrides and isolates of writing direction, and control characters.
// It works on whole pages, so no template can forget it; the pages themselves hold
// no such character. The marks that Arabic, Hebrew and Persian text needs
// (U+200E, U+200F, U+061C, U+200C) stay: they move no word past another.
func inert(page []byte) []byte { return replace(page, "[U+%04X]") }

// inertJSON writes those characters as JSON escapes: a program reads the same words,
// and a person who looks at the answer is not deceived.
func inertJSON(b []byte) []byte { return replace(b, `\u%04x`) }

func replace(page []byte, format string) []byte {
	if !bytes.ContainsFunc(page, deceives) {
		return page
	}
	var b bytes.Buffer
	b.Grow(len(page) + 64)
	for _, r := range string(page) {
		if deceives(r) {
			fmt.Fprintf(&b, format, r)
			continue
		}
		b.WriteRune(r)
	}
	return b.Bytes()
}

// deceives reports whether r is a character that a page must not pass on. Tab,
// line feed and carriage return are not: a browser treats them as space.
func deceives(r rune) bool {
	switch {
	case r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069:
		return true
	case r == '\t', r == '\n', r == '\r':
		return false
	}
	return r < 0x20 || r >= 0x7F && r <= 0x9F
}

// oneLine puts white space runs of quoted words to single spaces, for a line of text.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
