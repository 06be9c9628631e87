// Package page turns bytes into Reports: text files, HTML pages, PDFs and JSON lines
// (../shared/design/FORMATS.md). It owns what a title, a body, a publication date
// and a source are in each. It is pure: it fetches nothing and keeps nothing, and
// never reads a clock (Report.Received is the caller's).
package page

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"path"
	"strings"
	"time"

	"rashomon"
)

// The largest bodies that are read, in bytes. JSON lines may go on for ever; each
// line has its limit, and its text that of a text report.
const (
	MaxText = 4 << 20
	MaxHTML = 15 << 20
	MaxLine = 16 << 20
)

// The media types that are read.
const (
	PlainText = "text/plain"
	HTML      = "text/html"
	PDF       = "application/pdf"
	JSONLines = "application/jsonl"
)

// StandardInput is what messages call the Name "-".
const StandardInput = "standard input"

// Hint says what the bytes may not say themselves. What they do say goes first.
type Hint struct {
	Name      string // file name or address, for messages and to tell HTML from text; "-" is standard input
	MediaType string // as a server gave it, with its charset; may be empty
	Source    string // who publishes
	Published string // RFC 3339 time, or date
	URL       string // where it stands
}

// Problem is one line of a JSON lines file that is no report, and why not; or, with
// no Line, what a report may have lost on the way.
type Problem struct {
	Line int // from 1; 0 of a whole body, whose report is there
	Err  error
}

// Read returns the Reports that b holds: one for text, HTML and PDF, one a line for
// JSON lines, in order. Reports have their ID, Bytes (digest of b, or of the line)
// and MediaType set, and Ref where a JSON line gives an id. A bad JSON line is a
// Problem and the others are read on; bytes that hold no report at all are an error
// that names them and says what to do.
func Read(b []byte, h Hint) ([]rashomon.Report, []Problem, error) {
	reports, problems, err := read(b, h)
	if err != nil {
		return nil, nil, fmt.Errorf("read %s: %w", h.called(), err)
	}
	return reports, problems, nil
}

var errEmpty = errors.New("it is empty; check that it was saved or fetched whole")

func read(b []byte, h Hint) ([]rashomon.Report, []Problem, error) {
	if err := CheckPublished(h.Published); err != nil {
		return nil, nil, fmt.Errorf("published %w", err)
	}
	if len(bytes.TrimSpace(b)) == 0 {
		return nil, nil, errEmpty
	}
	switch MediaType(b, h) {
	case JSONLines:
		return readLines(b, h)
	case HTML:
		return one(readHTML(b, h))
	case PDF:
		return one(readPDF(b, h))
	}
	r, err := readText(b, h)
	return []rashomon.Report{r}, nil, err
}

// one is what Read returns of a body that is one report.
func one(r rashomon.Report, loss, err error) ([]rashomon.Report, []Problem, error) {
	if err != nil {
		return nil, nil, err
	}
	var problems []Problem
	if loss != nil {
		problems = append(problems, Problem{Err: loss})
	}
	return []rashomon.Report{r}, problems, nil
}

// MediaType says as what Read will read b: PlainText, HTML, PDF or JSONLines. What
// begins as a PDF is one; else the server's word that it is HTML goes first, then the
// name, then the first bytes.
func MediaType(b []byte, h Hint) string {
	start := bytes.TrimLeft(bytes.TrimPrefix(b[:min(len(b), 4096)], []byte(utf8BOM)), " \t\r\n")
	given, _, _ := strings.Cut(strings.ToLower(h.MediaType), ";")
	name, _, _ := strings.Cut(h.Name, "?")
	switch ext := strings.ToLower(path.Ext(name)); {
	case bytes.HasPrefix(start, []byte("%PDF-")):
		return PDF
	case strings.Contains(given, "html"):
		return HTML
	case ext == ".jsonl", ext == ".ndjson", ext == ".json", looksJSON(start):
		return JSONLines
	case ext == ".html", ext == ".htm", ext == ".xhtml", looksHTML(start):
		return HTML
	}
	return PlainText
}

// looksJSON reports whether s begins as an object does, or a list of objects.
func looksJSON(s []byte) bool {
	rest, list := bytes.CutPrefix(s, []byte("["))
	if list {
		rest = bytes.TrimLeft(rest, " \t\r\n")
	}
	rest, object := bytes.CutPrefix(rest, []byte("{"))
	return object && bytes.HasPrefix(bytes.TrimLeft(rest, " \t\r\n"), []byte(`"`))
}

func looksHTML(start []byte) bool {
	s := strings.ToLower(string(start[:min(len(start), 1024)]))
	for strings.HasPrefix(s, "<!--") {
		_, rest, ok := strings.Cut(s, "-->")
		if !ok {
			return false
		}
		s = strings.TrimSpace(rest)
	}
	if strings.HasPrefix(s, "<?xml") {
		return strings.Contains(s, "<html")
	}
	for _, p := range []string{"<!doctype html", "<html", "<head", "<body", "<article", "<meta", "<title", "<p>", "<div"} {
		if strings.HasPrefix(s, p) {
			return true
		}
	}
	return false
}

// readText takes the first line with words as the title and the rest as the body.
// A first line longer than any headline is body, and the title is then empty.
func readText(b []byte, h Hint) (rashomon.Report, error) {
	if len(b) > MaxText {
		return rashomon.Report{}, tooLong(len(b))
	}
	text, err := decodeText(b, h.MediaType)
	if err != nil {
		return rashomon.Report{}, err
	}
	title, body, _ := strings.Cut(text, "\n")
	const longestTitle = 300
	if len(title) > longestTitle {
		title, body = "", text
	}
	body = trimBlankLines(body)
	return rashomon.NewReport(strings.TrimSpace(title), strings.TrimRight(body, " \t\n"), rashomon.Report{
		Source: rashomon.Source{Name: h.Source}, URL: h.URL, Published: h.Published,
		Bytes: rashomon.DigestOf(b), MediaType: PlainText,
	}), nil
}

// trimBlankLines drops the empty lines at the start of s and keeps the
// indentation of the first that is not.
func trimBlankLines(s string) string {
	for {
		line, rest, ok := strings.Cut(s, "\n")
		if !ok || strings.TrimSpace(line) != "" {
			return s
		}
		s = rest
	}
}

func tooLong(n int) error {
	return fmt.Errorf("it has %.1f MB and one report may have %d MB; split it, or give the reports as JSON lines (.jsonl)",
		float64(n)/(1<<20), MaxText>>20)
}

// CheckPublished accepts what Report.Published may hold: nothing, a date, or an
// RFC 3339 time.
func CheckPublished(s string) error {
	if s == "" {
		return nil
	}
	if _, ok := rashomon.ParseDate(s); ok {
		return nil
	}
	if _, err := time.Parse(time.RFC3339, s); err == nil {
		return nil
	}
	return fmt.Errorf("%q is neither a date (2017-04-15) nor a time with its zone (2017-04-15T18:00:00Z)", clip(s))
}

func (h Hint) called() string {
	if h.Name == "-" {
		return StandardInput
	}
	return cmp.Or(h.Name, h.URL, "the report")
}

// clip shortens words that a message quotes.
func clip(s string) string {
	const longest = 60
	if r := []rune(s); len(r) > longest {
		return string(r[:longest]) + "..."
	}
	return s
}
