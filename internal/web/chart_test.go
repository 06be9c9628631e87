package web

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"rashomon"
)

func steps(at ...string) []rashomon.Step {
	var out []rashomon.Step
	for i, a := range at {
		out = append(out, rashomon.Step{Field: rashomon.Killed, At: a, Low: 9 + i, High: 12 + 2*i, Cause: "c"})
	}
	return out
}

// TestChart: paths go along the steps, by time when it is known and evenly when not.
func TestChart(t *testing.T) {
	b := newBook(&rashomon.Record{}, nil)
	timed := newChart(rashomon.Killed, steps("2031-03-04", "2031-03-05", "2031-03-08"), b)
	if timed.Even || timed.First != "4 Mar 2031" || timed.Last != "8 Mar 2031" || timed.LowEnd != "11" || timed.HighEnd != "16" {
		t.Errorf("got %+v", timed)
	}
	// A fourth of the way after a fourth of the time, in the nine tenths that time has.
	if want := "M34 121.3L116.4 121.3L116.4 113L363.4 113L363.4 104.7L400 104.7"; timed.Low != want {
		t.Errorf("low %s, want %s", timed.Low, want)
	}
	for _, at := range [][]string{{"2031-03-04", ""}, {"2031-03-04", "2031-03-04"}, {"2031-03"}, {"2031-03-05", "2031-03-04"}} {
		if c := newChart(rashomon.Killed, steps(at...), b); !c.Even {
			t.Errorf("%v: drawn by time", at)
		}
	}
}

// TestChartStaysInItsFrame: whatever the tolls and times, the drawing is well-formed
// and every number of a path lies in the view box.
func TestChartStaysInItsFrame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var rec rashomon.Record
		for range rapid.IntRange(2, 9).Draw(t, "steps") {
			low := rapid.IntRange(0, 3000).Draw(t, "low")
			rec.Timeline = append(rec.Timeline, rashomon.Step{Field: rashomon.Killed, Low: low, High: low + rapid.IntRange(0, 3000).Draw(t, "more"),
				At: rapid.SampledFrom([]string{"", "2031-03-04", "2031-03-05T10:00:00Z", "x", "2032"}).Draw(t, "at")})
		}
		v := incidentView{Charts: charts(&rec, newBook(&rec, nil))}
		page, err := execute("incident", v)
		if err != nil {
			t.Fatal(err)
		}
		svg := page[bytes.Index(page, []byte("<svg")) : bytes.Index(page, []byte("</svg>"))+6]
		d := xml.NewDecoder(bytes.NewReader(svg))
		for {
			_, err := d.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%v in %s", err, svg)
			}
		}
		for _, c := range v.Charts {
			for _, m := range number.FindAllString(c.Band, -1) {
				if f := parse(t, m); f < 0 || f > chartWidth {
					t.Fatalf("%s lies outside in %s", m, c.Band)
				}
			}
			if len(c.Ticks) > 6 {
				t.Fatalf("%d lines of the scale", len(c.Ticks))
			}
		}
	})
}

var number = regexp.MustCompile(`-?[0-9.]+`)

func parse(t *rapid.T, s string) float64 {
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// TestStepNumbers: numbers that would stand on one another become one.
func TestStepNumbers(t *testing.T) {
	y := func(n int) float64 { return 200 - float64(n) }
	got := stepMarks([]float64{34, 40, 45.9, 100}, steps("a", "b", "c", "d"), y)
	want := []chartMark{{X: "36", Y: "178", Text: "1–3"}, {X: "102", Y: "176", Text: "4"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
