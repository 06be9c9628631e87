package eval

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
)

// slack is how far an F1 may fall below its floor: half a point.
const slack = 0.005

// Floors are the figures reached so far: set, then row (Figure.Key), then F1 (for
// "quotes" the share). The floor of "calibration error" is a ceiling. Rows of
// calibration are kept of sets with claims enough (Result.Kept).
type Floors map[string]map[string]float64

// ReadFloors reads eval/floors.json.
func ReadFloors(r io.Reader) (Floors, error) {
	var f Floors
	d := json.NewDecoder(r)
	if err := d.Decode(&f); err != nil {
		return nil, fmt.Errorf("read floors: %w", err)
	}
	return f, nil
}

// Kept are the figures that floors can hold: those of Figures and, where at least 300
// claims carry a confidence, its calibration error and its coverage, over all fields.
func (r Result) Kept() []Figure {
	return append(r.Figures(), NewTrust(r.Judged).figures()...)
}

// Check returns an error that lists every figure of r that got worse than its floor by
// more than its slack, and every floor that names no row. A set without floors passes.
func (f Floors) Check(r Result) error {
	reached := r.reached()
	var falls []error
	for _, fig := range r.Kept() {
		floor, ok := f[r.Set][fig.Key]
		switch {
		case ok && fig.Less && fig.F > floor+fig.Slack:
			falls = append(falls, fmt.Errorf("%s: %s rose to %.4f from %.4f", r.Set, fig.Key, fig.F, floor))
		case ok && !fig.Less && fig.F < floor-fig.Slack:
			falls = append(falls, fmt.Errorf("%s: %s fell to %.4f from %.4f", r.Set, fig.Key, fig.F, floor))
		}
	}
	for _, key := range slices.Sorted(maps.Keys(f[r.Set])) {
		if _, ok := reached[key]; !ok {
			falls = append(falls, fmt.Errorf("%s: the floor %q is of no row that was measured", r.Set, key))
		}
	}
	return errors.Join(falls...)
}

// Raise returns f with the floors of r's set lifted to what r reached, and its ceilings
// lowered; none is made easier.
func (f Floors) Raise(r Result) Floors {
	out := Floors{}
	maps.Copy(out, f)
	rows := map[string]float64{}
	for key, fig := range r.reached() {
		rows[key] = fig.F
		if old, ok := f[r.Set][key]; ok && (fig.Less && old < fig.F || !fig.Less && old > fig.F) {
			rows[key] = old
		}
	}
	out[r.Set] = rows
	return out
}

// Write writes the floors as ReadFloors reads them, to four places.
func (f Floors) Write(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	if err := e.Encode(f); err != nil {
		return fmt.Errorf("write floors: %w", err)
	}
	return nil
}

// reached returns what is kept, to four places, rounded to the worse.
func (r Result) reached() map[string]Figure {
	m := map[string]Figure{}
	for _, fig := range r.Kept() {
		if fig.Less {
			fig.F = math.Ceil(fig.F*1e4) / 1e4
		} else {
			fig.F = math.Floor(fig.F*1e4) / 1e4
		}
		m[fig.Key] = fig
	}
	return m
}
