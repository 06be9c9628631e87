// Package trail makes what a page shows of a report's captures, and of what became of its
// page afterwards: plain words, both sides of every claim that differs, and the sentences
// that were cut and that are new. It is pure, and owns no tables.
package trail

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"rashomon"
)

// Capture is one occasion on which a report, or nothing, was received.
type Capture struct {
	ID      rashomon.CaptureID
	When    string // UTC
	How     string // "fetched from https://…", "given as story.txt"
	Way     string // the address that answered, where it is another
	Answer  string // "200, text/html, gzip"; empty where nobody was asked
	Digest  rashomon.Digest
	Size    string
	Problem string
	Missing bool // nothing was read from it
}

// Captures shows captures in their order.
func Captures(list []rashomon.Capture) []Capture {
	var out []Capture
	for _, c := range list {
		v := Capture{ID: c.ID, When: stamp(c.Received), How: how(c), Digest: c.Body, Problem: c.Problem, Missing: c.Report == ""}
		if c.Final != "" && c.Final != c.Requested {
			v.Way = c.Final
		}
		var answer []string
		if c.Status != 0 {
			answer = append(answer, fmt.Sprint(c.Status))
		}
		for _, s := range []string{c.MediaType, c.Coding, c.TLS} {
			if s != "" {
				answer = append(answer, s)
			}
		}
		if c.Truncated != "" {
			answer = append(answer, "cut short: "+c.Truncated)
		}
		if v.Answer = strings.Join(answer, ", "); c.Length > 0 {
			v.Size = fmt.Sprintf("%d bytes", c.Length)
		}
		out = append(out, v)
	}
	return out
}

func how(c rashomon.Capture) string {
	own := ""
	if c.OwnWord {
		own = "; only the text itself says where it stood"
	}
	switch c.Means {
	case rashomon.Fetched:
		return "fetched from " + c.Requested
	case rashomon.Given:
		return "given as " + c.Requested + own
	case rashomon.Archived:
		return "from an archive, as " + c.Requested + own
	case rashomon.Earlier:
		return "kept by an earlier version, which wrote no more of it"
	}
	return string(c.Means)
}

func stamp(t time.Time) string { return t.UTC().Format("2 January 2006, 15:04:05") + " UTC" }

// Change is what became of a page, as a reader sees it.
type Change struct {
	Note          string // the whole in a sentence
	Open          bool   // its details are shown from the start
	Missing       bool   // the address shows something else than a text of it
	Fate          string
	When          string
	Before, After rashomon.ReportID
	Claims        []Difference
	Sentences     []Sentence
}

// Difference is a claim, or a title, that two texts have otherwise.
type Difference struct {
	Words    string
	Was, Now *Side
}

// Side is the words of one text.
type Side struct {
	Report rashomon.ReportID
	Claim  rashomon.ClaimID
	Quote  string
}

// Sentence is one that was cut, or one that is new.
type Sentence struct {
	Text string
	New  bool
}

// mostShown bounds the sentences of a change on a page; longest, their length in bytes.
const (
	mostShown = 60
	longest   = 2000
)

// Changes shows changes in their order. text gives the texts as they are to be shown;
// their bytes must be where the changes have them.
func Changes(list []rashomon.Change, text func(rashomon.ReportID) string) []Change {
	var out []Change
	for _, c := range list {
		v := Change{Note: arrows(c.Note()), Missing: c.After == "" && c.Fate != rashomon.Unreachable, Fate: string(c.Fate), When: stamp(c.At), Before: c.Before, After: c.After}
		for _, d := range c.Differences {
			if d.Is(rashomon.OnlyRead) {
				continue // no change of the outlet's
			}
			v.Claims = append(v.Claims, Difference{Words: arrows(d.String()), Was: side(d.Was, c.Before), Now: side(d.Now, c.After)})
		}
		v.Sentences = redline(text(c.Before), text(c.After), c)
		out = append(out, v)
	}
	return out
}

// arrows writes the arrow of plain texts as one.
func arrows(s string) string { return strings.ReplaceAll(s, " -> ", " → ") }

func side(s *rashomon.Said, in rashomon.ReportID) *Side {
	if s == nil || s.Quote == "" {
		return nil
	}
	return &Side{Report: in, Claim: s.Claim, Quote: oneLine(s.Quote)}
}

// redline lays what was cut and what is new out in the order of the texts, a sentence that
// was edited beside what it became.
func redline(was, now string, c rashomon.Change) []Sentence {
	var out []Sentence
	old, fresh := sentences(was, c.Cut, false), sentences(now, c.New, true)
	for _, s := range old {
		out = append(out, s)
		best := -1
		for j, n := range fresh {
			if n.Text != "" && alike(s.Text, n.Text) && (best < 0 || share(s.Text, n.Text) > share(s.Text, fresh[best].Text)) {
				best = j
			}
		}
		if best >= 0 {
			out = append(out, fresh[best])
			fresh[best].Text = ""
		}
	}
	for _, n := range fresh {
		if n.Text != "" {
			out = append(out, n)
		}
	}
	return out[:min(len(out), mostShown)]
}

func sentences(text string, at []rashomon.Span, fresh bool) []Sentence {
	var out []Sentence
	for _, s := range at[:min(len(at), mostShown)] {
		if s.Valid(text) && !s.Empty() {
			out = append(out, Sentence{cut(oneLine(s.Of(text))), fresh})
		}
	}
	return out
}

// alike reports whether one sentence may be the other, edited.
func alike(a, b string) bool { return share(a, b) >= 0.5 }

// share is how many of their words two sentences have in common (Dice).
func share(a, b string) float64 {
	x, y := strings.Fields(strings.ToLower(a)), strings.Fields(strings.ToLower(b))
	all, n := len(x)+len(y), 0
	for _, w := range x {
		if i := slices.Index(y, w); i >= 0 {
			y, n = slices.Delete(y, i, i+1), n+1
		}
	}
	if all == 0 {
		return 0
	}
	return 2 * float64(n) / float64(all)
}

// cut shortens what is no sentence of a person.
func cut(s string) string {
	if len(s) <= longest {
		return s
	}
	return strings.ToValidUTF8(s[:longest], "") + " …"
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
