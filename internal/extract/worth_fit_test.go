package extract

import (
	"fmt"
	"os"
	"testing"

	"rashomon"
	"rashomon/internal/grammar"
	"rashomon/internal/tagger"
)

// TestFitWorth tries other settings of learnt, one number at a time, and prints what
// each does. It runs only when RASHOMON_FIT names a file of labelled reports that did
// not train the model (training/README.md):
//
//	RASHOMON_FIT=HELD.jsonl go test -run TestFitWorth -v ./internal/extract
func TestFitWorth(t *testing.T) {
	path := os.Getenv("RASHOMON_FIT")
	if path == "" {
		t.Skip("RASHOMON_FIT is not set: nothing to fit")
	}
	m, err := tagger.Own()
	if err != nil {
		t.Fatal(err)
	}
	labels := readLabels(t, path)
	seen := make([]*tagger.Proposals, len(labels))
	for i, l := range labels {
		if seen[i], err = m.Read(new(tagger.Scratch), l.report.Text); err != nil {
			t.Fatal(err)
		}
	}
	try := func(name string, by worth) {
		var f fits
		for i, l := range labels {
			_, all := begin(l.report).weigh(seen[i], by)
			f.add(all, l.gold)
		}
		t.Logf("%-28s tolls %.3f with speaker %.3f with role %.3f all %.3f, perpetrators %.3f with speaker %.3f", name,
			f.f1(0), f.f1(1), f.f1(2), f.f1(3), f.f1(4), f.f1(5))
	}
	try("as it is", learnt)
	for _, x := range []struct {
		name string
		of   func(*worth) *float64
		to   []float64
	}{
		{"agree", func(w *worth) *float64 { return &w.agree }, []float64{.5, .75, 1.25, 1.5}},
		{"alone", func(w *worth) *float64 { return &w.alone }, []float64{-1.5, -1.25, -.75, -.5, 0}},
		{"agreeActor", func(w *worth) *float64 { return &w.agreeActor }, []float64{.5, .75, 1.25, 1.5}},
		{"aloneActor", func(w *worth) *float64 { return &w.aloneActor }, []float64{-1, -.75, -.25, 0}},
		{"background", func(w *worth) *float64 { return &w.background }, []float64{0, .1, .25, .4}},
		{"sum", func(w *worth) *float64 { return &w.sum }, []float64{0, .1, .25, .4}},
		{"speaker", func(w *worth) *float64 { return &w.speaker }, []float64{.5, .7, .95, .99}},
	} {
		for _, v := range x.to {
			by := learnt
			*x.of(&by) = v
			try(fmt.Sprintf("%s %g", x.name, v), by)
		}
	}
}

// fits counts what is right: tolls by value, by speaker, by role, by all; perpetrators
// by value and by speaker too.
type fits struct{ gold, read, right [6]int }

func (f *fits) f1(k int) float64 { return 2 * float64(f.right[k]) / float64(f.gold[k]+f.read[k]) }

// add counts one report. A label proves one claim, the one it fits best.
func (f *fits) add(all []made, gold rashomon.Reading) {
	main := map[string]bool{}
	for _, a := range gold.Accounts {
		main[a.Key] = a.Main
	}
	used := make([]bool, len(all))
	for i := range all {
		f.count(&f.read, all[i].Field)
	}
	for _, l := range gold.Claims() {
		f.count(&f.gold, l.Field)
		best, most := -1, -1
		for i, m := range all {
			if s := scoreBy(m, l, main); !used[i] && s > most {
				best, most = i, s
			}
		}
		if most < 0 {
			continue
		}
		used[best] = true
		at := 0
		if !l.Field.Toll() {
			at = 4
		}
		f.right[at]++
		f.right[at+1] += most & 1
		if at == 0 {
			f.right[2] += most >> 1
			f.right[3] += most & 1 * (most >> 1)
		}
	}
}

func (f *fits) count(n *[6]int, field rashomon.Field) {
	switch {
	case field.Toll():
		for k := range 4 {
			n[k]++
		}
	case field == rashomon.Perpetrator:
		n[4]++
		n[5]++
	}
}

// scoreBy is -1 where the claim is not that of the label, else 1 for the speaker and 2
// for the role.
func scoreBy(m made, l rashomon.Claim, main map[string]bool) int {
	if m.Field != l.Field || !m.Field.Toll() && m.Field != rashomon.Perpetrator {
		return -1
	}
	t, ok := m.Tally()
	u, _ := l.Tally()
	if ok && (t.Min != u.Min || t.Max != u.Max) || !ok && !grammar.Alike(m.Value.String(), l.Value.String()) {
		return -1
	}
	score := 0
	if sameSpeaker(m.Claim, l) {
		score++
	}
	role := tagger.Background
	switch {
	case l.Cumulative:
		role = tagger.Cumulative
	case main[l.Account]:
		role = tagger.Main
	}
	if m.role == role {
		score += 2
	}
	return score
}
