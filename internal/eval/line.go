// Package eval scores what the program reads and links against labelled reports.
// It owns the figures: those of ../shared/tools/score_claims.py and score_links.py,
// to the last digit, and the floors under which they may not fall.
package eval

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"

	"rashomon"
)

// Line is a labelled report or what was read of one: a line of ../shared/gold, or
// of `rashomon extract`, which leaves Title and Text out.
type Line struct {
	ID        string    `json:"id"`
	Outlet    string    `json:"outlet"`
	Published string    `json:"published"`
	Title     string    `json:"title"`
	Text      *string   `json:"text"`
	Incident  *string   `json:"incident"` // of sets that label linking only
	Incidents []Account `json:"incidents"`
	Claims    []Claim   `json:"claims"`
}

// Account is one incident that a Line tells of. Main is true for its news.
type Account struct {
	Key  string `json:"key"`
	Main bool   `json:"main"`
}

// Claim is what scoring needs of one claim; the keys are explained in
// ../shared/gold/GUIDE.md. Min and Max are nil where the words give no bound.
type Claim struct {
	Incident    string         `json:"incident"`
	Field       rashomon.Field `json:"field"`
	Min         *int           `json:"min"`
	Max         *int           `json:"max"`
	Value       string         `json:"value"`
	Cumulative  bool           `json:"cumulative"`
	Quote       string         `json:"quote"`
	Speaker     string         `json:"speaker"`
	SpeakerName string         `json:"speaker_name"`
	Confidence  float64        `json:"confidence"` // of what was read; 0 when its maker gives none
}

// ReadLines reads JSON lines, one Line each. A line that is none is an error with
// its number: a score over part of a set would be another score.
func ReadLines(r io.Reader) ([]Line, error) {
	var lines []Line
	in := bufio.NewReader(r)
	for n := 1; ; n++ {
		b, err := in.ReadBytes('\n')
		if err != nil && err != io.EOF {
			return nil, fmt.Errorf("read labels, line %d: %w", n, err)
		}
		if len(bytes.TrimSpace(b)) > 0 {
			var l Line
			if err := json.Unmarshal(b, &l); err != nil {
				return nil, fmt.Errorf("read labels, line %d: %w; each line must be one report of ../shared/gold/GUIDE.md", n, err)
			}
			lines = append(lines, l)
		}
		if err == io.EOF {
			return lines, nil
		}
	}
}

// role says whether c is told of the main incident, of a background one, or of many.
func (l Line) role(c Claim) string {
	if c.Cumulative {
		return "cumulative"
	}
	for _, a := range l.Incidents {
		if a.Key == c.Incident {
			if a.Main {
				return "main"
			}
			return "background"
		}
	}
	return "background"
}

// report returns the labelled report as the reader takes it. Its id stays the
// label's, so that figures and misses name what the reader of them knows.
func (l Line) report() rashomon.Report {
	text := ""
	if l.Text != nil {
		text = *l.Text
	}
	r := rashomon.NewReport(l.Title, text, rashomon.Report{Source: rashomon.Source{Name: l.Outlet}, Published: l.Published})
	r.ID = rashomon.ReportID(l.ID)
	return r
}

// lineOf writes and reads the reading as `rashomon extract` and the scorers do, so
// that what is scored is what users get.
func lineOf(r rashomon.Reading) (Line, error) {
	b, err := json.Marshal(r)
	if err != nil {
		return Line{}, fmt.Errorf("write reading of %s: %w", r.Report, err)
	}
	var l Line
	if err := json.Unmarshal(b, &l); err != nil {
		return Line{}, fmt.Errorf("read reading of %s: %w", r.Report, err)
	}
	return l, nil
}
