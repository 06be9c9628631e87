package web

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"rashomon"
)

// chart is how one toll moved as reports came in: a stepped band from low to high,
// and the same steps as a table.
type chart struct {
	ID         string
	Heading    string
	Describe   string // for readers who do not see the drawing
	Band       string // path of the area between low and high
	Low, High  string // paths of the two lines
	Ticks      []tick
	Marks      []chartMark
	First      string // words below the left end
	Last       string // words below the right end
	LowEnd     string
	HighEnd    string
	LowY, HiY  string
	Flat       bool // low and high are the same all along
	Even       bool // the times are not all known: steps stand evenly
	Steps      []stepView
	Width      int
	Height     int
	Left       int
	Right      int
	Base       int
	LabelX     int
	FirstLabel int
}

// tick is one horizontal line with its number.
type tick struct {
	Y    string
	Text string
}

// chartMark is the number of a step above the place where it begins.
type chartMark struct {
	X    string
	Y    string
	Text string
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

// The drawing's frame, in units of its view box; small, so that its letters stay
// readable on a narrow screen.
const (
	chartWidth, chartHeight = 440, 230
	chartLeft, chartRight   = 34, 400
	chartTop, chartBase     = 30, 196
)

// charts draws one chart for each toll of the record that was told more than once.
func charts(rec *rashomon.Record, b *book) []chart {
	var out []chart
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

func newChart(f rashomon.Field, steps []rashomon.Step, b *book) chart {
	c := chart{ID: "toll-" + string(f), Heading: f.Question(""), Width: chartWidth, Height: chartHeight, Left: chartLeft,
		Right: chartRight, Base: chartBase, LabelX: chartLeft - 6, FirstLabel: chartBase + 18}
	xs, even := positions(steps)
	c.Even = even
	top := 1
	for _, s := range steps {
		top = max(top, s.High, s.Low)
	}
	unit := gap(top)
	top = (top + unit - 1) / unit * unit
	y := func(n int) float64 { return chartBase - float64(n)*(chartBase-chartTop)/float64(top) }
	for n := 0; n <= top; n += unit {
		c.Ticks = append(c.Ticks, tick{Y: coord(y(n)), Text: strconv.Itoa(n)})
	}
	c.Flat = true
	var low, high []point
	for i, s := range steps {
		end := float64(chartRight)
		if i+1 < len(xs) {
			end = xs[i+1]
		}
		low = append(low, point{xs[i], y(s.Low)}, point{end, y(s.Low)})
		high = append(high, point{xs[i], y(s.High)}, point{end, y(s.High)})
		c.Flat = c.Flat && s.Low == s.High
		c.Steps = append(c.Steps, stepView{N: i + 1, At: orUnknown(day(s.At)), Low: s.Low, High: s.High, Range: span(s.Low, s.High),
			Cause: s.Cause, Cite: b.one(s.Claim)})
	}
	c.Marks = stepMarks(xs, steps, y)
	c.Low, c.High, c.Band = line(low), line(high), band(low, high)
	last := steps[len(steps)-1]
	c.LowEnd, c.HighEnd = strconv.Itoa(last.Low), strconv.Itoa(last.High)
	c.LowY, c.HiY = endLabels(y(last.Low), y(last.High))
	c.First, c.Last = shortDay(steps[0].At), shortDay(last.At)
	if c.First == c.Last {
		c.Last = ""
	}
	c.Describe = describe(c)
	return c
}

// positions gives each step its place from left to right: by time when every step
// has one and they differ, and evenly otherwise.
func positions(steps []rashomon.Step) (xs []float64, even bool) {
	times := make([]time.Time, len(steps))
	even = len(steps) < 2
	for i, s := range steps {
		t, ok := moment(s.At)
		if !ok || i > 0 && t.Before(times[i-1]) {
			even = true
		}
		times[i] = t
	}
	// The last step keeps a tenth of the width, so that its line can be seen.
	const width = (chartRight - chartLeft) * 0.9
	whole := times[len(times)-1].Sub(times[0])
	even = even || whole <= 0
	for i := range steps {
		x := float64(i) / float64(len(steps)) * (chartRight - chartLeft)
		if !even {
			x = width * float64(times[i].Sub(times[0])) / float64(whole)
		}
		xs = append(xs, chartLeft+x)
	}
	return xs, even
}

// moment reads a step's time; ok is false when it is not known to the day.
func moment(s string) (t time.Time, ok bool) {
	if t, err := time.Parse(time.RFC3339, s); err == nil {
		return t, true
	}
	d, ok := rashomon.ParseDate(s)
	return d.First(), ok && d.Day != 0
}

// stepMarks puts the steps' numbers above the high line, and beside each other where
// they would stand on one another.
func stepMarks(xs []float64, steps []rashomon.Step, y func(int) float64) []chartMark {
	const apart = 12
	var out []chartMark
	for i := 0; i < len(steps); {
		j := i + 1
		high := steps[i].High
		for j < len(steps) && xs[j]-xs[i] < apart {
			high = max(high, steps[j].High)
			j++
		}
		text := strconv.Itoa(i + 1)
		if j > i+1 {
			text += "–" + strconv.Itoa(j)
		}
		out = append(out, chartMark{X: coord(xs[i] + 2), Y: coord(y(high) - 6), Text: text})
		i = j
	}
	return out
}

// gap is the distance between the lines of the scale: 1, 2 or 5 times a power of
// ten, with at most five lines.
func gap(top int) int {
	for p := 1; ; p *= 10 {
		for _, m := range []int{1, 2, 5} {
			if top <= 4*m*p {
				return m * p
			}
		}
		if p > math.MaxInt/100 {
			return top
		}
	}
}

// endLabels keeps the two numbers at the right end from standing on one another.
func endLabels(low, high float64) (lowY, highY string) {
	const apart = 15
	if near := low - high; near < apart {
		low += (apart - near) / 2
		high -= (apart - near) / 2
	}
	return coord(low + 5), coord(high + 5)
}

type point struct{ x, y float64 }

func line(ps []point) string {
	var b strings.Builder
	for i, p := range ps {
		verb := "L"
		if i == 0 {
			verb = "M"
		}
		b.WriteString(verb + coord(p.x) + " " + coord(p.y))
	}
	return b.String()
}

func band(low, high []point) string {
	path := line(high)
	for i := len(low) - 1; i >= 0; i-- {
		path += "L" + coord(low[i].x) + " " + coord(low[i].y)
	}
	return path + "Z"
}

func coord(f float64) string { return strconv.FormatFloat(math.Round(f*10)/10, 'f', -1, 64) }

func span(low, high int) string {
	if low == high {
		return strconv.Itoa(low)
	}
	return fmt.Sprintf("%d to %d", low, high)
}

// shortDay is a step's day without its hour.
func shortDay(s string) string {
	if t, ok := moment(s); ok {
		return t.UTC().Format("2 Jan 2006")
	}
	return s
}

func orUnknown(s string) string {
	if s == "" {
		return "date not known"
	}
	return s
}

// describe says in words what the drawing shows.
func describe(c chart) string {
	first, last := c.Steps[0], c.Steps[len(c.Steps)-1]
	s := fmt.Sprintf("%s, as reports came in: %s at first", c.Heading, first.Range)
	if len(c.Steps) > 1 {
		s += fmt.Sprintf(", %s after %d steps", last.Range, len(c.Steps))
	}
	return s + ". The table holds every step."
}
