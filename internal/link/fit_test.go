package link

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// TestFitWeights fits the table of weights to labelled reports and prints it as
// weights.go has it; then how the table in use and the new one link the train sets (the
// new one fitted to the other half each time) and the dev sets. It runs only when
// RASHOMON_FIT_LINKS names the folder with data and gold; RASHOMON_FIT_CACHE may name
// a folder that keeps the readings, by reader:
//
//	RASHOMON_FIT_LINKS=../../../shared go test -run TestFitWeights -timeout 30m -v ./internal/link
func TestFitWeights(t *testing.T) {
	shared := os.Getenv("RASHOMON_FIT_LINKS")
	if shared == "" {
		t.Skip("RASHOMON_FIT_LINKS is not set: nothing to fit")
	}
	cache := os.Getenv("RASHOMON_FIT_CACHE")
	if cache != "" {
		cache = filepath.Join(cache, readerDigest(t))
	}
	train, dev := trainSets(t, shared), devSets(t, shared)
	for _, sets := range [][]corpus{train, dev} {
		for i := range sets {
			sets[i].read(t, cache)
		}
	}
	gva := train[1]
	train = append(train, gva.whole())
	var halves [2][]compared
	for _, c := range append(slices.Clone(train), train[0].textless(), gva.textless()) {
		for w, world := range c.worlds() {
			halves[w%2] = append(halves[w%2], compareAll(c, world)...)
		}
	}
	crossed := [2]table{fit(halves[1]), fit(halves[0])} // by the half that they are to link
	fitted := fit(append(halves[0], halves[1]...))
	at := chooseJoin(train, fitted)
	fitted.joinAt, fitted.meanAt = at, at-meanBelow
	fmt.Print(fitted.literal())
	for _, c := range train {
		inUse, other := c.score(one(&ours)), c.score(func(w int) *table { return joining(crossed[w%2], at) })
		fmt.Printf("%-15s in use: %s\n%-15s fitted: %s\n", c.name, inUse, "", other)
	}
	for _, c := range dev {
		fmt.Printf("%-15s in use: %s\n%-15s fitted: %s\n", c.name, c.score(one(&ours)), "", c.score(one(&fitted)))
	}
}

func one(by *table) func(int) *table { return func(int) *table { return by } }

func joining(by table, at float64) *table {
	by.joinAt, by.meanAt = at, at-meanBelow
	return &by
}

// chooseJoin returns the log odds from which the sets are joined best, by the mean of
// the F1 of their pairs: the middle of those that are as good but for half a point.
func chooseJoin(sets []corpus, fitted table) float64 {
	f1, best := map[float64]float64{}, 0.0
	for at := -2.0; at <= 0; at += .25 {
		for _, c := range sets {
			f1[at] += c.score(one(joining(fitted, at))).pairs.f1() / float64(len(sets))
		}
		best = max(best, f1[at])
		fmt.Printf("joined at %5.2f: mean F1 of pairs %.3f\n", at, f1[at])
	}
	sum, n := 0.0, 0.0
	for at, f := range f1 {
		if f > best-.005 {
			sum += at
			n++
		}
	}
	return math.Round(sum/n*10) / 10
}

// literal writes the table as weights.go has it.
func (by table) literal() string {
	var b strings.Builder
	fmt.Fprintf(&b, "var ours = table{joinAt: %v, meanAt: %v, least: %v, weights: [features]float64{\n", by.joinAt, by.meanAt, by.least)
	for f, w := range by.weights {
		fmt.Fprintf(&b, "\t%-15s %s,\n", featureNames()[f]+":", short(w))
	}
	return b.String() + "}}\n"
}

func short(w float64) string {
	s := strconv.FormatFloat(w, 'f', -1, 64)
	return strings.Replace(strings.Replace(s, "-0.", "-.", 1), "0.", ".", 1)
}

func featureNames() []string {
	return strings.Fields(`prior oneRecalls bothRecall dateSame datesOverlap datesWide dateAlso dateNext dateNear dateFar
		toldClose toldFar weekdaySame weekdayDiffers placeSame placeInside placeNear placeSibling placeDiffers placeUnknown placeNamed
		kindSame kindAkin kindDiffers victimShared victimsDiffer perpShared culpritShared killedSame killedClash injuredSame
		injuredClash capturedSame capturedClash targetShared targetsDiffer weaponShared textless quotesAlike namesAlike wordsAlike wordsClose titlesAlike unidentified`)
}

// held are the weights set by hand, since the train sets do not show what they are
// for: look-alikes on the next days, and accounts with nothing that tells events apart.
func held() map[feature]float64 {
	return map[feature]float64{dateNext: -3.5, dateNear: -3.5, dateAlso: .3, unidentified: -3}
}

// senses are the signs that weights may have: what speaks for a link never counts
// against it, whatever a few reports seem to say.
func senses() map[feature]float64 {
	m := map[feature]float64{}
	for _, f := range []feature{dateSame, datesOverlap, datesWide, toldClose, weekdaySame, placeSame, placeInside, placeNamed, kindSame, victimShared,
		perpShared, culpritShared, killedSame, injuredSame, capturedSame, targetShared, weaponShared, quotesAlike, namesAlike, wordsAlike, titlesAlike} {
		m[f] = 1
	}
	for _, f := range []feature{dateFar, toldFar, weekdayDiffers, placeSibling, placeDiffers, kindDiffers, victimsDiffer, killedClash, injuredClash, capturedClash, targetsDiffer} {
		m[f] = -1
	}
	return m
}

const (
	ridge     = 2
	meanBelow = .5 // how far below joinAt the mean of two groups may be; with least, chosen on the train sets
)

// compared is a pair of accounts, with its label.
type compared struct {
	amounts [features]float64
	same    bool
	weight  float64
}

// fit is a logistic regression by Newton's method with a ridge, rounded to tenths. A
// weight of the wrong sign becomes nothing.
func fit(pairs []compared) table {
	fixed := held()
	for {
		w := newton(pairs, fixed)
		wrong := false
		for f, sense := range senses() {
			if sense*w[f] < 0 {
				fixed[f], wrong = 0, true
			}
		}
		if wrong {
			continue
		}
		for f := range w {
			w[f] = math.Round(w[f]*10)/10 + 0 // no negative nothing
		}
		return table{weights: w, least: ours.least}
	}
}

func newton(pairs []compared, fixed map[feature]float64) (w [features]float64) {
	for f, v := range fixed {
		w[f] = v
	}
	for range 30 {
		var g [features]float64
		h := make([][]float64, features)
		for f := range h {
			h[f] = make([]float64, features)
			h[f][f] = ridge
			g[f] = -ridge * w[f]
		}
		h[prior][prior], g[prior] = 1e-6, 0
		for _, p := range pairs {
			p.slope(&w, g[:], h)
		}
		for f := range fixed {
			g[f] = 0
			for k := range h {
				h[f][k], h[k][f] = 0, 0
			}
			h[f][f] = 1
		}
		far := 0.0
		for f, step := range solve(h, g[:]) {
			w[f] += max(-2, min(2, step))
			far = max(far, math.Abs(step))
		}
		if far < 1e-4 {
			break
		}
	}
	return w
}

// slope adds what one pair gives to gradient and curvature.
func (p compared) slope(w *[features]float64, g []float64, h [][]float64) {
	z := 0.0
	var on []int
	for f, x := range p.amounts {
		if x != 0 {
			z += w[f] * x
			on = append(on, f)
		}
	}
	likely := probability(z)
	d, v := -p.weight*likely, p.weight*likely*(1-likely)
	if p.same {
		d += p.weight
	}
	for _, f := range on {
		g[f] += d * p.amounts[f]
		for _, k := range on {
			h[f][k] += v * p.amounts[f] * p.amounts[k]
		}
	}
}

// solve finds x with h x = g for a positive definite h, by Cholesky's method.
func solve(h [][]float64, g []float64) []float64 {
	x := slices.Clone(g)
	for i := range x {
		for j := range i + 1 {
			sum := h[i][j]
			for k := range j {
				sum -= h[i][k] * h[j][k]
			}
			if i == j {
				h[i][i] = math.Sqrt(sum)
			} else {
				h[i][j] = sum / h[j][j]
			}
		}
	}
	for i := range x {
		for k := range i {
			x[i] -= h[i][k] * x[k]
		}
		x[i] /= h[i][i]
	}
	for i := len(x) - 1; i >= 0; i-- {
		for k := i + 1; k < len(x); k++ {
			x[i] -= h[k][i] * x[k]
		}
		x[i] /= h[i][i]
	}
	return x
}
