package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"
	"unicode"

	"rashomon/internal/export"
	"rashomon/internal/pipeline"

	"golang.org/x/term"
)

const (
	plainWidth = 100 // columns when standard output is no terminal
	maxWidth   = 120 // longer lines are hard to read
)

// terminal returns the file and true when f is a terminal.
func terminal(f any) (*os.File, bool) {
	file, ok := f.(*os.File)
	return file, ok && term.IsTerminal(int(file.Fd()))
}

// textOptions fits a record to standard output: its width, and bold and dim only
// on a terminal that did not refuse them (https://no-color.org).
func textOptions(w world) export.TextOptions {
	o := export.TextOptions{Width: plainWidth}
	f, ok := terminal(w.stdout)
	if !ok {
		return o
	}
	if width, _, err := term.GetSize(int(f.Fd())); err == nil {
		o.Width = min(width, maxWidth)
	}
	o.Color = w.getenv("NO_COLOR") == "" && w.getenv("TERM") != "dumb"
	return o
}

// progress shows how far a stage has come on a terminal, once a second has gone by.
// done must be called at the end: it clears the line.
func progress(w world) (show pipeline.Progress, done func()) {
	if _, ok := terminal(w.stderr); !ok {
		return func(string, int, int) {}, func() {}
	}
	return progressLine(w.stderr, w.now)
}

func progressLine(out io.Writer, now func() time.Time) (pipeline.Progress, func()) {
	began, shown := now(), false
	show := func(stage string, n, total int) {
		if now().Sub(began) < time.Second {
			return
		}
		shown = true
		if total > 0 {
			fmt.Fprintf(out, "\r\033[K%s: %d of %d", stage, n, total)
		} else {
			fmt.Fprintf(out, "\r\033[K%s: %d", stage, n)
		}
	}
	return show, func() {
		if shown {
			fmt.Fprint(out, "\r\033[K")
		}
	}
}

// plural returns "1 report", "2 reports".
func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// shown makes a name safe to print: a terminal obeys some characters.
func shown(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return '?'
	}, name)
}

// complain tells of an error on standard error. Its words may be those of a page, of an
// archive or of a certificate.
func complain(w world, err error) {
	lines := strings.Split(err.Error(), "\n")
	for i := range lines {
		lines[i] = shown(strings.ReplaceAll(lines[i], "\t", " "))
	}
	fmt.Fprintf(w.stderr, "rashomon: %s\n", strings.Join(lines, "\n"))
}
