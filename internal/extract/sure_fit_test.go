package extract

import (
	"fmt"
	"math"
	"os"
	"slices"
	"testing"

	"rashomon"
	"rashomon/internal/grammar"
	"rashomon/internal/tagger"
)

// judged is one claim with its signs and whether it is right.
type judged struct {
	signs [signCount]float64
	kind  int
	right bool
}

// TestFitCertainty fits certainty and prints it. It runs only when RASHOMON_FIT names
// a file of labelled reports that did not train the model (training/README.md):
//
//	RASHOMON_FIT=HELD.jsonl go test -run TestFitCertainty -v ./internal/extract
func TestFitCertainty(t *testing.T) {
	path := os.Getenv("RASHOMON_FIT")
	if path == "" {
		t.Skip("RASHOMON_FIT is not set: nothing to fit")
	}
	var all []judged
	for _, g := range readLabels(t, path) {
		all = append(all, judgedOf(t, g)...)
	}
	for kind, name := range []string{"counts", "perpetrators", "the rest"} {
		of := slices.DeleteFunc(slices.Clone(all), func(j judged) bool { return j.kind != kind })
		w := fitLogistic(of)
		fmt.Printf("\t{ // %s: %d claims\n\t\t", name, len(of))
		for _, x := range w {
			fmt.Printf("%.2f, ", x)
		}
		fmt.Println("\n\t},")
	}
}

// fitLogistic is a logistic regression by gradient descent, with a ridge.
func fitLogistic(all []judged) (w [signCount]float64) {
	const ridge, steps = 2.0, 20000
	for step := range steps {
		var g [signCount]float64
		for _, j := range all {
			z, y := 0.0, 0.0
			for i, x := range j.signs {
				z += w[i] * x
			}
			if j.right {
				y = 1
			}
			for i, x := range j.signs {
				g[i] += (y - 1/(1+math.Exp(-z))) * x
			}
		}
		rate := .1 / (1 + float64(step)/4000)
		for i := range w {
			w[i] += rate * (g[i] - ridge*w[i]) / float64(len(all))
		}
	}
	return w
}

// judgedOf reads a report and says which of its claims are right, as
// `rashomon eval --calibration` does.
func judgedOf(t *testing.T, g label) []judged {
	m, err := tagger.Own()
	if err != nil {
		t.Fatal(err)
	}
	seen, err := m.Read(new(tagger.Scratch), g.report.Text)
	if err != nil {
		t.Fatal(err)
	}
	w, all := begin(g.report).weigh(seen, learnt)
	labels, used := g.gold.Claims(), map[int]bool{}
	main := map[string]bool{}
	for _, a := range g.gold.Accounts {
		main[a.Key] = a.Main
	}
	slices.SortStableFunc(all, func(a, b made) int { return -compare(a.p, b.p) })
	var out []judged
	for i := range all {
		j := judged{signs: w.signs(&all[i]), kind: kindOfClaim(all[i].Field)}
		for n, l := range labels {
			if !used[n] && rightBy(all[i], l, main) {
				used[n], j.right = true, true
				break
			}
		}
		out = append(out, j)
	}
	return out
}

func compare(a, b float64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// rightBy reports whether label l proves the claim.
func rightBy(m made, l rashomon.Claim, main map[string]bool) bool {
	if m.Field != l.Field || !sameSpeaker(m.Claim, l) {
		return false
	}
	t, ok := m.Tally()
	if !ok {
		return grammar.Alike(m.Value.String(), l.Value.String())
	}
	u, _ := l.Tally()
	role := tagger.Background
	switch {
	case l.Cumulative:
		role = tagger.Cumulative
	case main[l.Account]:
		role = tagger.Main
	}
	return t.Min == u.Min && t.Max == u.Max && m.role == role
}

func sameSpeaker(a, b rashomon.Claim) bool {
	x, ok := a.Attribution.Speaker()
	y, too := b.Attribution.Speaker()
	if !ok || !too {
		return ok == too
	}
	return grammar.Alike(x.As, y.As) || grammar.Alike(x.Name, y.Name) || grammar.Alike(x.As, y.Name) || grammar.Alike(x.Name, y.As)
}
