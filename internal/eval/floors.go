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

// Slack is how far a figure may fall below its floor: half a point.
const Slack = 0.005

// Floors are the figures reached so far: set, then row (Figure.Key), then F1 (for
// "quotes" the share).
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

// Check returns an error that lists every figure of r that fell more than Slack
// below its floor, and every floor that names no row. A set without floors passes.
func (f Floors) Check(r Result) error {
	reached := r.reached()
	var falls []error
	for _, fig := range r.Figures() {
		if floor, ok := f[r.Set][fig.Key]; ok && fig.F < floor-Slack {
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

// Raise returns f with the floors of r's set lifted to what r reached; none sinks.
func (f Floors) Raise(r Result) Floors {
	out := Floors{}
	maps.Copy(out, f)
	rows := map[string]float64{}
	for key, x := range r.reached() {
		rows[key] = max(x, f[r.Set][key])
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

func (r Result) reached() map[string]float64 {
	m := map[string]float64{}
	for _, fig := range r.Figures() {
		m[fig.Key] = math.Floor(fig.F*1e4) / 1e4
	}
	return m
}
