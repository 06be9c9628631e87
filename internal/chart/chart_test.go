package chart

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"rashomon"
)

func steps(at ...string) []rashomon.Step {
	var out []rashomon.Step
	for i, a := range at {
		out = append(out, rashomon.Step{Field: rashomon.Killed, At: a, Low: 9 + i, High: 12 + 2*i, Cause: "c"})
	}
	return out
}

// TestDraw: paths go along the steps, by time when it is known and evenly when not.
func TestDraw(t *testing.T) {
	timed := Draw(steps("2031-03-04", "2031-03-05", "2031-03-08"))
	if timed.Even || timed.First != "4 Mar 2031" || timed.Last != "8 Mar 2031" || timed.LowEnd != "11" || timed.HighEnd != "16" {
		t.Errorf("got %+v", timed)
	}
	// A fourth of the way after a fourth of the time, in the nine tenths that time has.
	if want := "M34 121.3L116.4 121.3L116.4 113L363.4 113L363.4 104.7L400 104.7"; timed.Low != want {
		t.Errorf("low %s, want %s", timed.Low, want)
	}
	for _, at := range [][]string{{"2031-03-04", ""}, {"2031-03-04", "2031-03-04"}, {"2031-03"}, {"2031-03-05", "2031-03-04"}} {
		if c := Draw(steps(at...)); !c.Even {
			t.Errorf("%v: drawn by time", at)
		}
	}
}

// TestStepNumbers: numbers that would stand on one another become one.
func TestStepNumbers(t *testing.T) {
	y := func(n int) float64 { return 200 - float64(n) }
	got := stepMarks([]float64{34, 40, 45.9, 100}, steps("a", "b", "c", "d"), y)
	want := []Label{{X: "36", Y: "178", Text: "1–3"}, {X: "102", Y: "176", Text: "4"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
