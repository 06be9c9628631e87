package web

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"rashomon"
)

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
				if f := parse(t, m); f < 0 || f > float64(c.Width) {
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
