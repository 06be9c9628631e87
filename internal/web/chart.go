package web

import (
	"fmt"
	"strconv"

	"rashomon"
	"rashomon/internal/chart"
)

// tollChart is how one toll moved as reports came in: a drawing, and the same steps as
// a table.
type tollChart struct {
	chart.Drawing
	ID       string
	Heading  string
	Describe string // for readers who do not see the drawing
	Steps    []stepView
}

// stepView is one row of the table beside the drawing.
type stepView struct {
	N         int
	At        string
	Low, High int
	Range     string
	Cause     string
	Cite      *cite
}

// charts draws one chart for each toll of the record that was told more than once.
func charts(rec *rashomon.Record, b *book) []tollChart {
	var out []tollChart
	for _, f := range rashomon.Fields() {
		var steps []rashomon.Step
		for _, s := range rec.Timeline {
			if s.Field == f {
				steps = append(steps, s)
			}
		}
		if len(steps) > 1 {
			out = append(out, newChart(f, steps, b))
		}
	}
	return out
}

func newChart(f rashomon.Field, steps []rashomon.Step, b *book) tollChart {
	c := tollChart{Drawing: chart.Draw(steps), ID: "toll-" + string(f), Heading: f.Question("")}
	for i, s := range steps {
		c.Steps = append(c.Steps, stepView{N: i + 1, At: orUnknown(day(s.At)), Low: s.Low, High: s.High, Range: span(s.Low, s.High),
			Cause: s.Cause, Cite: b.one(s.Claim)})
	}
	c.Describe = describe(c)
	return c
}

func span(low, high int) string {
	if low == high {
		return strconv.Itoa(low)
	}
	return fmt.Sprintf("%d to %d", low, high)
}

func orUnknown(s string) string {
	if s == "" {
		return "date not known"
	}
	return s
}

// describe says in words what the drawing shows.
func describe(c tollChart) string {
	first, last := c.Steps[0], c.Steps[len(c.Steps)-1]
	s := fmt.Sprintf("%s, as reports came in: %s at first", c.Heading, first.Range)
	if len(c.Steps) > 1 {
		s += fmt.Sprintf(", %s after %d steps", last.Range, len(c.Steps))
	}
	return s + ". The table holds every step."
}
