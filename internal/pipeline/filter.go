package pipeline

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"

	"rashomon"
	"rashomon/internal/extract"
	"rashomon/internal/link"
	"rashomon/internal/page"
)

// Lines says how many lines went through a filter and how many failed.
type Lines struct{ Done, Failed int }

// turn is how many lines a filter holds for each worker: it bounds its memory.
const turn = 32

// ExtractLines is the filter of `rashomon extract`: reports in, one a line, and
// their claims out, in the same order, by the given number of workers. A line that
// is no report is told to warn with its number and reason, counted, and left out.
func ExtractLines(ctx context.Context, in io.Reader, name string, out io.Writer, workers int, warn func(error), progress Progress) (Lines, error) {
	var n Lines
	var failure error
	w, reader := bufio.NewWriter(out), extract.NewReader()
	reports, numbers := make([]rashomon.Report, 0, turn*workers), make([]int, 0, turn*workers)
	flush := func() bool {
		failure = writeReadings(w, reader, reports, workers, &n, func(i int, problem error) {
			warn(fmt.Errorf("read %s, line %d: %w", name, numbers[i], problem))
		})
		reports, numbers = reports[:0], numbers[:0]
		progress("reading reports", n.Done, 0)
		if failure == nil {
			failure = ctx.Err()
		}
		return failure == nil
	}
	var head head
	err := page.Lines(in, page.Hint{Name: name}, func(l page.Line) bool {
		if l.Err != nil {
			n.Failed++
		}
		if head.holds(l) {
			if len(head.odd) == tooOdd {
				failure = head.fault(name)
			}
			return failure == nil
		}
		for _, odd := range append(head.close(), l) {
			if odd.Err != nil {
				warn(fmt.Errorf("read %s, line %d: %w", name, odd.N, odd.Err))
			}
		}
		if l.Err != nil {
			return true
		}
		r := l.Report
		if r.Ref != "" {
			r.ID = rashomon.ReportID(r.Ref)
		}
		reports, numbers = append(reports, r), append(numbers, l.N)
		return len(reports) < cap(reports) || flush()
	})
	if failure != nil {
		return n, failure
	}
	if err != nil {
		return n, err
	}
	if len(head.odd) > 0 {
		return n, head.fault(name)
	}
	flush()
	if failure == nil {
		failure = w.Flush()
	}
	return n, failure
}

// tooOdd is after how many lines of something else a file is held to be no reports.
const tooOdd = 3

// head is the beginning of a file as long as it has no line that begins as a report.
type head struct {
	odd    []page.Line
	closed bool
}

// holds reports whether a line is held back, because it may show that the file is
// something else.
func (h *head) holds(l page.Line) bool {
	if h.closed || l.Err == nil || l.Bytes == nil || bytes.HasPrefix(bytes.TrimSpace(l.Bytes), []byte("{")) {
		return false
	}
	l.Bytes = bytes.Clone(l.Bytes)
	h.odd = append(h.odd, l)
	return true
}

// close returns the lines held back, for they were faults of a file of reports.
func (h *head) close() []page.Line {
	odd := h.odd
	h.odd, h.closed = nil, true
	return odd
}

// ErrNoLines is the fault of a file that is something else than reports in lines.
var ErrNoLines = errors.New("this filter takes one report a line, as JSON")

// fault says what a file seems to be that has no report a line, and what to do.
func (h *head) fault(name string) error {
	what, do := "plain text", "'rashomon read FILE' reads a text file"
	switch start := bytes.TrimSpace(h.odd[0].Bytes); {
	case bytes.HasPrefix(start, []byte("<")):
		what, do = "a web page", "'rashomon read FILE' reads it"
	case bytes.HasPrefix(start, []byte("[")):
		what, do = "one JSON list", "jq -c '.[]' FILE writes its reports one a line"
	}
	return fmt.Errorf("read %s: it seems to be %s, and %w: %s", name, what, ErrNoLines, do)
}

func writeReadings(w *bufio.Writer, reader *extract.Reader, reports []rashomon.Report, workers int, n *Lines, warn func(i int, problem error)) error {
	readings, problems := readAll(reader, reports, workers)
	for i, r := range readings {
		if problems[i] != nil {
			n.Failed++
			warn(i, problems[i])
			continue
		}
		if err := writeLine(w, r); err != nil {
			return fmt.Errorf("write claims of report %s: %w", r.Report, err)
		}
		n.Done++
	}
	return nil
}

func writeLine(w *bufio.Writer, v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	if _, err := w.Write(b); err != nil {
		return err
	}
	return w.WriteByte('\n')
}

// incidentLine is one line of incidents out (FORMATS.md).
type incidentLine struct {
	Incident rashomon.IncidentID   `json:"incident"`
	Aliases  []rashomon.IncidentID `json:"aliases"`
	Main     bool                  `json:"main"`
	Accounts []accountLine         `json:"accounts"`
	Origins  [][]rashomon.ReportID `json:"origins"`
	Links    []rashomon.Link       `json:"links"`
	Ties     []rashomon.Tie        `json:"ties"`
}

type accountLine struct {
	Report rashomon.ReportID `json:"report"`
	Key    string            `json:"key"`
	Main   bool              `json:"main"`
}

// LinkLines is the filter of `rashomon link`: claims in, one report a line, and
// incidents out. Linking looks at all accounts together, so that memory grows with
// the input. texts gives the reports' texts where they are known, so that copies of
// one text are found and ties cite their words; nil will do. A line that nobody can
// have read, with a date that is none or a count below nothing, is told to warn with
// its number, counted, and left out.
func LinkLines(ctx context.Context, in io.Reader, name string, texts map[rashomon.ReportID]string, out io.Writer, warn func(error)) (Lines, error) {
	var n Lines
	var told []link.Told
	seen := map[rashomon.ReportID]bool{}
	err := eachLine(in, name, func(number int, b []byte) error {
		var r rashomon.Reading
		err := json.Unmarshal(b, &r)
		switch {
		case err != nil && !json.Valid(b):
			err = errors.New("it is no JSON object; give it the output of 'rashomon extract', which has one a line")
		case err == nil && r.Report == "":
			err = fmt.Errorf(`it has no "id"; give it the output of 'rashomon extract'`)
		case err == nil && r.Maker == "" && len(r.Accounts) == 0 && bytes.Contains(b, []byte(`"text"`)):
			err = errors.New("it is a report and holds no claims; give it the output of 'rashomon extract', and the reports with --reports")
		case err == nil && seen[r.Report]:
			err = fmt.Errorf("report %s was given before; its first line is used", r.Report)
		case err == nil:
			err = cmp.Or(linkable(r), datable(b))
		default:
			err = ofLine(err)
		}
		if err != nil {
			n.Failed++
			warn(fmt.Errorf("read %s, line %d: %w", name, number, err))
			return nil
		}
		seen[r.Report] = true
		told = append(told, link.Told{Reading: r, Text: texts[r.Report]})
		return ctx.Err()
	})
	if err != nil {
		return n, err
	}
	n.Done = len(told)
	if n.Done+n.Failed == 0 {
		warn(fmt.Errorf("read %s: it holds no line, so there are no incidents; give it the output of 'rashomon extract'", name))
	}
	w := bufio.NewWriter(out)
	main := mainAccounts(told)
	for _, inc := range link.Link(told) {
		if err := writeLine(w, wireIncident(inc, main)); err != nil {
			return n, fmt.Errorf("write incident %s: %w", inc.ID, err)
		}
	}
	return n, w.Flush()
}

// linkable says what is wrong with a reading that nobody can have read.
func linkable(r rashomon.Reading) error {
	for _, a := range r.Accounts {
		if a.Key == "" || strings.Contains(a.Key, "/") {
			return fmt.Errorf("incident key %q is empty or has a slash; keys are short names like a1", a.Key)
		}
	}
	for _, c := range r.Claims() {
		if t, ok := c.Tally(); ok && (min(t.Min, t.Max) < rashomon.Open || t.Max != rashomon.Open && t.Min > t.Max) {
			return fmt.Errorf("claim of %s %q counts from %d to %d; give numbers from 0, the lower as min, or null", c.Field, shortened(c.Quote), t.Min, t.Max)
		}
	}
	return nil
}

// datable says which date of a line of claims is none: a reading takes it for unknown.
func datable(line []byte) error {
	var given struct {
		Incidents []struct {
			Key    string
			Date   string
			DateTo string `json:"date_to"`
		}
	}
	if err := json.Unmarshal(line, &given); err != nil {
		return err
	}
	for _, a := range given.Incidents {
		from, known := rashomon.ParseDate(a.Date)
		to, ended := rashomon.ParseDate(a.DateTo)
		for _, d := range []struct {
			text string
			ok   bool
		}{{a.Date, known}, {a.DateTo, ended}} {
			if d.text != "" && !d.ok {
				return fmt.Errorf("date %q of incident %q is no day, month or year; give 2031-05-04, 2031-05, 2031 or null", shortened(d.text), shortened(a.Key))
			}
		}
		if known && ended && to.Last().Before(from.First()) {
			return fmt.Errorf("incident %q ends on %s, before it begins on %s", shortened(a.Key), to, from)
		}
	}
	return nil
}

// ofLine says of a value of another type than the key has what is there and what must be.
func ofLine(err error) error {
	var typed *json.UnmarshalTypeError
	if !errors.As(err, &typed) {
		return err
	}
	want := map[reflect.Kind]string{reflect.String: "a text in quotes", reflect.Int: "a whole number", reflect.Float64: "a number", reflect.Bool: "true or false", reflect.Slice: "a list in brackets"}[typed.Type.Kind()]
	if typed.Field == "" {
		return errors.New("it is no JSON object; give it the output of 'rashomon extract', which has one a line")
	}
	is := "a"
	if strings.HasPrefix(typed.Value, "o") || strings.HasPrefix(typed.Value, "a") {
		is = "an"
	}
	return fmt.Errorf("%q is %s %s; it must be %s", typed.Field, is, shortened(typed.Value), cmp.Or(want, "an object in braces"))
}

// shortened is what fits into a message.
func shortened(s string) string {
	const most = 60
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + " …"
}

func mainAccounts(told []link.Told) map[rashomon.AccountID]rashomon.Account {
	all := map[rashomon.AccountID]rashomon.Account{}
	for _, t := range told {
		for _, a := range t.Reading.Accounts {
			all[a.ID()] = a
		}
	}
	return all
}

func wireIncident(inc rashomon.Incident, accounts map[rashomon.AccountID]rashomon.Account) incidentLine {
	l := incidentLine{Incident: inc.ID, Aliases: append([]rashomon.IncidentID{}, inc.Aliases...), Main: inc.Main,
		Origins: [][]rashomon.ReportID{}, Links: append([]rashomon.Link{}, inc.Links...), Ties: append([]rashomon.Tie{}, inc.Ties...)}
	for _, id := range inc.Accounts {
		a := accounts[id]
		l.Accounts = append(l.Accounts, accountLine{a.Report, a.Key, a.Main})
	}
	for _, o := range inc.Origins {
		var reports []rashomon.ReportID
		for _, id := range o.Accounts {
			reports = append(reports, accounts[id].Report)
		}
		l.Origins = append(l.Origins, reports)
	}
	return l
}

// eachLine calls each with every line of in that is not blank.
func eachLine(in io.Reader, name string, each func(number int, line []byte) error) error {
	s := bufio.NewScanner(in)
	s.Buffer(make([]byte, 0, 64<<10), page.MaxLine)
	number := 0
	for s.Scan() {
		number++
		if len(bytes.TrimSpace(s.Bytes())) == 0 {
			continue
		}
		if err := each(number, s.Bytes()); err != nil {
			return err
		}
	}
	if err := s.Err(); err != nil {
		return fmt.Errorf("read %s after line %d: %w", name, number, err)
	}
	return nil
}
