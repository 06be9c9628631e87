package extract

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"testing"

	"rashomon"
)

// example is one count of the labelled reports with its hints and its right role.
type example struct {
	hints []hint
	role  role
}

// TestFitRoles fits roleWeights and prints them. It runs only when RASHOMON_FIT
// names a file of labelled reports:
//
//	RASHOMON_FIT=../../../shared/gold/train.jsonl go test -run TestFitRoles -v ./internal/extract
func TestFitRoles(t *testing.T) {
	path := os.Getenv("RASHOMON_FIT")
	if path == "" {
		t.Skip("RASHOMON_FIT is not set: nothing to fit")
	}
	examples := readExamples(t, path)
	w := fit(examples)
	right := 0
	for _, e := range examples {
		if best(w, e.hints) == e.role {
			right++
		}
	}
	t.Logf("%d of %d right on the reports it was fitted to", right, len(examples))
	for q := range hintCount {
		fmt.Printf("\t%d: {%.1f, %.1f},\n", q, w[q][0], w[q][1])
	}
}

func best(w [hintCount][2]float64, hints []hint) role {
	var s [2]float64
	for _, q := range hints {
		s[0] += w[q][0]
		s[1] += w[q][1]
	}
	switch {
	case s[1] > 0 && s[1] >= s[0]:
		return cumulativeRole
	case s[0] > 0:
		return backgroundRole
	}
	return mainRole
}

// fit is a multinomial logistic regression by gradient descent, with a ridge.
func fit(examples []example) (w [hintCount][2]float64) {
	for step := range 6000 {
		var g [hintCount][2]float64
		for _, e := range examples {
			var s [2]float64
			for _, q := range e.hints {
				s[0] += w[q][0]
				s[1] += w[q][1]
			}
			a, b := math.Exp(s[0]), math.Exp(s[1])
			pa, pb := a/(1+a+b), b/(1+a+b)
			for _, q := range e.hints {
				g[q][0] += one(e.role == backgroundRole) - pa
				g[q][1] += one(e.role == cumulativeRole) - pb
			}
		}
		rate := 2.0 / (1 + float64(step)/500)
		for q := range w {
			for k := range w[q] {
				w[q][k] += rate * (g[q][k] - 0.5*w[q][k]) / float64(len(examples))
			}
		}
	}
	return w
}

func one(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// label is a labelled report.
type label struct {
	report rashomon.Report
	gold   rashomon.Reading
}

// readExamples finds the counts of labelled reports among those read.
func readExamples(t *testing.T, path string) []example {
	var all []example
	for _, l := range readLabels(t, path) {
		all = append(all, examplesOf(l.report, l.gold)...)
	}
	return all
}

func readLabels(t *testing.T, path string) []label {
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var all []label
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<26)
	for lines.Scan() {
		var g struct{ Title, Text, Published string }
		var gold rashomon.Reading
		if err := json.Unmarshal(lines.Bytes(), &g); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(lines.Bytes(), &gold); err != nil {
			continue // a label of an incident that the line does not list
		}
		all = append(all, label{rashomon.NewReport(g.Title, g.Text, rashomon.Report{Published: g.Published}), gold})
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

func examplesOf(r rashomon.Report, gold rashomon.Reading) []example {
	main := map[string]bool{}
	for _, a := range gold.Accounts {
		main[a.Key] = a.Main
	}
	labels := gold.Claims()
	used := make([]bool, len(labels))
	d := begin(r)
	at := setting{sentence: -1, stated: map[string]role{}}
	var all []example
	for _, c := range d.tolls() {
		got, _ := c.Tally()
		for i, l := range labels {
			want, ok := l.Tally()
			if !ok || used[i] || l.Field != c.Field || want.Min != got.Min || want.Max != got.Max {
				continue
			}
			used[i] = true
			e := example{d.hints(c, at), backgroundRole}
			switch {
			case l.Cumulative:
				e.role = cumulativeRole
			case main[l.Account]:
				e.role = mainRole
			}
			all = append(all, e)
			at = d.after(at, c, e.role)
			break
		}
	}
	return all
}
