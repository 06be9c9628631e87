package page

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"rashomon"
)

// Line is one line of a JSON lines file: a Report, or Err and no Report.
type Line struct {
	N      int    // from 1; blank lines count and are not told of
	Bytes  []byte // without its line end; good until the next line; nil when it passed MaxLine
	Report rashomon.Report
	Err    error // why the line is no report
}

// Lines reads reports from r, one JSON object a line, and tells of each line in
// order until yield returns false. It holds one line at a time, so that a file may
// be of any size. Keys are those of FORMATS.md; unknown ones are ignored, and
// "outlet" serves where "source" is missing. A Report's Text is title + "\n" +
// text exactly as given, its Ref the given id. The error is that of reading r.
func Lines(r io.Reader, h Hint, yield func(Line) bool) error {
	in := bufio.NewReaderSize(r, 64<<10)
	begun := false // a line that is not blank was seen
	for n := 1; ; n++ {
		b, long, err := nextLine(in)
		if err != nil && !errors.Is(err, io.EOF) {
			return fmt.Errorf("read %s, line %d: %w", h.called(), n, err)
		}
		if n == 1 {
			b = bytes.TrimPrefix(b, []byte(utf8BOM))
		}
		l := Line{N: n, Bytes: b}
		switch {
		case long:
			l.Bytes, l.Err = nil, fmt.Errorf("the line is longer than %d MB; give one report a line", MaxLine>>20)
		case len(bytes.TrimSpace(b)) > 0:
			l.Report, l.Err = readLine(b, h)
		}
		if err := spread(l.Bytes, h); err != nil && !begun {
			yield(Line{N: n, Bytes: b, Err: err})
			return nil
		}
		begun = begun || long || len(bytes.TrimSpace(b)) > 0
		if (long || len(bytes.TrimSpace(b)) > 0) && !yield(l) || errors.Is(err, io.EOF) {
			return nil
		}
	}
}

// spread returns an error when the first line of a file shows that its JSON is not
// one object a line: what follows would only fail line by line.
func spread(first []byte, h Hint) error {
	file := h.Name
	if file == "" || h.called() == StandardInput {
		file = "FILE"
	}
	switch first = bytes.TrimSpace(first); {
	case bytes.HasPrefix(first, []byte("[")):
		return fmt.Errorf("it is a JSON list of reports, and one report a line is wanted: jq -c '.[]' %s writes it so", file)
	case bytes.Equal(first, []byte("{")):
		return fmt.Errorf("it is a JSON object over several lines, and one report a line is wanted: jq -c . %s writes it so", file)
	}
	return nil
}

// nextLine returns the next line without its end. A line beyond MaxLine is read to
// its end and dropped: long is true and b nil.
func nextLine(in *bufio.Reader) (b []byte, long bool, err error) {
	for {
		part, err := in.ReadSlice('\n')
		if !long && len(b)+len(part) > MaxLine {
			b, long = nil, true
		}
		if !long {
			b = append(b, part...)
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		return bytes.TrimRight(b, "\r\n"), long, err
	}
}

func readLines(b []byte, h Hint) ([]rashomon.Report, []Problem, error) {
	b, err := unicodeBOM(b)
	if err != nil {
		return nil, nil, err
	}
	var reports []rashomon.Report
	var problems []Problem
	err = Lines(bytes.NewReader(b), h, func(l Line) bool {
		if l.Err != nil {
			problems = append(problems, Problem{l.N, l.Err})
		} else {
			reports = append(reports, l.Report)
		}
		return true
	})
	switch {
	case err == nil && len(reports) == 0 && len(problems) == 1:
		return nil, nil, fmt.Errorf("line %d: %w", problems[0].Line, problems[0].Err)
	case err == nil && len(reports)+len(problems) == 0: // nothing but the mark of its writing
		return nil, nil, errEmpty
	}
	return reports, problems, err
}

// wireReport is a line of "Report in".
type wireReport struct {
	ID        scalar  `json:"id"`
	URL       string  `json:"url"`
	Source    string  `json:"source"`
	Outlet    string  `json:"outlet"`
	Title     string  `json:"title"`
	Text      *string `json:"text"`
	Published string  `json:"published"`
	Language  string  `json:"language"`
}

// scalar is an id, which some files write as a number.
type scalar string

func (s *scalar) UnmarshalJSON(b []byte) error {
	var text string
	if err := json.Unmarshal(b, &text); err == nil {
		*s = scalar(text)
		return nil
	}
	var n json.Number
	if err := json.Unmarshal(b, &n); err != nil {
		return errors.New("id is neither words nor a number")
	}
	*s = scalar(n)
	return nil
}

func readLine(b []byte, h Hint) (rashomon.Report, error) {
	if i := invalidUTF8(b); i >= 0 {
		return rashomon.Report{}, fmt.Errorf("it is not UTF-8 (first bad byte 0x%02X at offset %d of the line)", b[i], i)
	}
	var w wireReport
	if err := json.Unmarshal(b, &w); err != nil {
		return rashomon.Report{}, notReport(b, err)
	}
	switch {
	case w.Text == nil:
		return rashomon.Report{}, errors.New(`it has no "text"; only that key is required`)
	case strings.TrimSpace(*w.Text) == "" && strings.TrimSpace(w.Title) == "":
		return rashomon.Report{}, errors.New("its text is empty")
	case len(*w.Text)+len(w.Title) > MaxText:
		return rashomon.Report{}, tooLong(len(*w.Text) + len(w.Title))
	}
	if err := CheckPublished(w.Published); err != nil {
		return rashomon.Report{}, fmt.Errorf("published %w", err)
	}
	return rashomon.NewReport(w.Title, *w.Text, rashomon.Report{
		Ref: string(w.ID), Source: rashomon.Source{Name: first(w.Source, w.Outlet, h.Source)}, URL: first(w.URL, h.URL),
		Published: first(w.Published, h.Published), Language: w.Language,
		Bytes: rashomon.DigestOf(b), MediaType: JSONLines,
	}), nil
}

// notReport says in plain words what is wrong with a line that does not decode.
func notReport(b []byte, err error) error {
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &kind) && kind.Field != "":
		return fmt.Errorf("its %q is a JSON %s, where words are wanted", kind.Field, kind.Value)
	case errors.As(err, &kind):
		return fmt.Errorf("it is a JSON %s and no object", kind.Value)
	case !json.Valid(b):
		return fmt.Errorf("it is no whole JSON object (%w); write one report a line (jq -c . FILE does)", err)
	}
	return err
}

// first returns the first that has words.
func first(all ...string) string {
	for _, s := range all {
		if strings.TrimSpace(s) != "" {
			return s
		}
	}
	return ""
}
