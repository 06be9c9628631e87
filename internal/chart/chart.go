// Package chart draws how one toll moved as reports came in: where the lines, their
// scale and their numbers stand. It knows no page and no words but dates.
package chart

import (
	"math"
	"strconv"
	"strings"
	"time"

	"rashomon"
)

// Drawing is a stepped band from low to high, in units of its view box, which is Width
// by Height. What is written in paths and coordinates is ready for SVG.
type Drawing struct {
	Band       string // path of the area between low and high
	Low, High  string // paths of the two lines
	Ticks      []Label
	Marks      []Label // the numbers of the steps, above the place where each begins
	First      string  // words below the left end
	Last       string  // words below the right end; empty when they are those of the left
	LowEnd     string
	HighEnd    string
	LowY, HiY  string
	Flat       bool // low and high are the same all along
	Even       bool // the times are not all known: steps stand evenly
	Width      int
	Height     int
	Left       int
	Right      int
	Base       int
	LabelX     int
	FirstLabel int
}

// Label is words at a place; of a line of the scale X is empty.
type Label struct{ X, Y, Text string }

// The drawing's frame, in units of its view box; small, so that its letters stay
// readable on a narrow screen.
const (
	width, height = 440, 230
	left, right   = 34, 400
	top, base     = 30, 196
)

// Draw draws the steps of one toll, of which there must be one or more.
func Draw(steps []rashomon.Step) Drawing {
	d := Drawing{Width: width, Height: height, Left: left, Right: right, Base: base, LabelX: left - 6, FirstLabel: base + 18, Flat: true}
	var xs []float64
	xs, d.Even = positions(steps)
	most := 1
	for _, s := range steps {
		most = max(most, s.High, s.Low)
	}
	unit := gap(most)
	most = (most + unit - 1) / unit * unit
	y := func(n int) float64 { return base - float64(n)*(base-top)/float64(most) }
	for n := 0; n <= most; n += unit {
		d.Ticks = append(d.Ticks, Label{Y: coord(y(n)), Text: strconv.Itoa(n)})
	}
	var low, high []point
	for i, s := range steps {
		end := float64(right)
		if i+1 < len(xs) {
			end = xs[i+1]
		}
		low = append(low, point{xs[i], y(s.Low)}, point{end, y(s.Low)})
		high = append(high, point{xs[i], y(s.High)}, point{end, y(s.High)})
		d.Flat = d.Flat && s.Low == s.High
	}
	d.Marks = stepMarks(xs, steps, y)
	d.Low, d.High, d.Band = line(low), line(high), band(low, high)
	last := steps[len(steps)-1]
	d.LowEnd, d.HighEnd = strconv.Itoa(last.Low), strconv.Itoa(last.High)
	d.LowY, d.HiY = endLabels(y(last.Low), y(last.High))
	d.First, d.Last = shortDay(steps[0].At), shortDay(last.At)
	if d.First == d.Last {
		d.Last = ""
	}
	return d
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
	const span = (right - left) * 0.9
	whole := times[len(times)-1].Sub(times[0])
	even = even || whole <= 0
	for i := range steps {
		x := float64(i) / float64(len(steps)) * (right - left)
		if !even {
			x = span * float64(times[i].Sub(times[0])) / float64(whole)
		}
		xs = append(xs, left+x)
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
func stepMarks(xs []float64, steps []rashomon.Step, y func(int) float64) []Label {
	const apart = 12
	var out []Label
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
		out = append(out, Label{X: coord(xs[i] + 2), Y: coord(y(high) - 6), Text: text})
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

// shortDay is a step's day without its hour.
func shortDay(s string) string {
	if t, ok := moment(s); ok {
		return t.UTC().Format("2 Jan 2006")
	}
	return s
}
