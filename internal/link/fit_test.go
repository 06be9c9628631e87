package link

import (
	"cmp"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"rashomon"
)

// TestFitWeights fits the table of weights to labelled reports, prints it, and
// prints how both tables link the train sets (those of the fitted one on halves that
// it was not fitted to) and the dev sets. It runs only when RASHOMON_FIT_LINKS names
// the folder that holds data and gold; RASHOMON_FIT_CACHE may name a folder that
// keeps readings, by reader:
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
	for i := range train {
		train[i].read(t, cache)
	}
	for i := range dev {
		dev[i].read(t, cache)
	}
	var halves [2][]sample1
	for _, c := range append(slices.Clone(train), whole(train[1]), textless_(train[0]), textless_(train[1])) {
		n := [2]int{}
		for w, world := range halved(c) {
			rows := rowsOf(c.name, world)
			halves[w%2] = append(halves[w%2], rows...)
			for _, r := range rows {
				n[0] += int(one(r.same))
				n[1] += int(one(!r.same))
			}
		}
		t.Logf("%s: %d reports, %d pairs of one event, %d of two", c.name, len(c.reports), n[0], n[1])
	}
	all := fit(append(slices.Clone(halves[0]), halves[1]...))
	crossed := [2]table{fit(halves[1]), fit(halves[0])} // by the half that it is to link
	for f := range features {
		fmt.Printf("\t%-16s %5.1f  %5.1f %5.1f   was %5.1f\n", names_[f]+":", all.weights[f], crossed[0].weights[f], crossed[1].weights[f], ours.weights[f])
	}
	for _, c := range append(slices.Clone(train), whole(train[1])) {
		fmt.Printf("%-16s old %s\n", c.name, c.score(func(int) *table { return &ours }))
		for _, at := range []float64{-1.5, -1, -.5} {
			fmt.Printf("%-16s at %4.1f %s\n", c.name, at, c.score(func(w int) *table {
				by := crossed[w%2]
				by.joinAt, by.meanAt, by.least, by.most = at, at-.5, -6, 6
				return &by
			}))
		}
	}
	for _, c := range dev {
		fmt.Printf("%-16s old %s\n", c.name, c.score(func(int) *table { return &ours }))
		for _, at := range []float64{-1.5, -1, -.5} {
			fmt.Printf("%-16s at %4.1f %s\n", c.name, at, c.score(func(w int) *table {
				by := all
				by.joinAt, by.meanAt, by.least, by.most = at, at-.5, -6, 6
				return &by
			}))
		}
	}
}

var names_ = strings.Fields(`prior oneRecalls bothRecall dateSame datesOverlap datesWide dateAlso dateNext dateNear dateFar toldClose toldFar weekdaySame weekdayDiffers
	placeSame placeInside placeSibling placeDiffers placeUnknown placeNamed kindSame kindAkin kindDiffers victimShared victimsDiffer perpShared culpritShared killedSame killedClash
	injuredSame injuredClash targetShared targetsDiffer weaponShared textless quotesAlike namesAlike wordsAlike wordsClose titlesAlike unidentified`)

// sense is the sign that each weight may have: evidence for a link never counts
// against it, whatever a few reports seem to say.
var sense = [features]int{
	oneRecalls: 0, dateSame: 1, datesOverlap: 1, datesWide: 1, dateNext: -1, dateNear: -1, dateFar: -1, toldClose: 1, toldFar: -1, weekdaySame: 1, weekdayDiffers: -1,
	placeSame: 1, placeInside: 1, placeSibling: -1, placeDiffers: -1, placeNamed: 1, kindSame: 1, kindDiffers: -1, victimShared: 1, victimsDiffer: -1, perpShared: 1, culpritShared: 1,
	killedSame: 1, killedClash: -1, injuredSame: 1, injuredClash: -1, targetShared: 1, targetsDiffer: -1, weaponShared: 1, quotesAlike: 1, namesAlike: 1, wordsAlike: 1, titlesAlike: 1, unidentified: -1,
}

// sample1 is a pair of accounts compared, with its label.
type sample1 struct {
	amounts [features]float64
	same    bool
	weight  float64
}

func one(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

var shares = map[string]float64{"gold-train": 4, "gva-train": 1, "gva-train-whole": 1, "gold-train-textless": .1, "gva-train-textless": .05, "gvc-train": 1, "ecbplus-train": 2}

func rowsOf(name string, world []labelled) []sample1 {
	s := gather(toldOf(world), &ours)
	label := labelsOf(world)
	size := map[string]float64{}
	for _, l := range label {
		size[l]++
	}
	var rows []sample1
	for _, p := range s.candidates() {
		a, b := label[s.accounts[p.i].id], label[s.accounts[p.j].id]
		if a == "" || b == "" {
			continue
		}
		r := sample1{s.compare(p.i, p.j).amounts, a == b, shares[name]}
		if strings.HasPrefix(string(s.accounts[p.i].Account.Report), "aw") {
			r.weight /= 4
		}
		if r.same {
			r.weight *= 2 / size[a]
		}
		rows = append(rows, r)
	}
	return rows
}

// labelsOf says which incident each account of ours tells of, where that is known.
func labelsOf(world []labelled) map[rashomon.AccountID]string {
	label := map[rashomon.AccountID]string{}
	for _, l := range world {
		if l.incident != "" {
			most := -1
			var id rashomon.AccountID
			for _, a := range l.reading.Accounts {
				if a.Main && len(a.Claims) > most {
					most, id = len(a.Claims), a.ID()
				}
			}
			if most >= 0 {
				label[id] = l.incident
			}
			continue
		}
		for _, a := range l.reading.Accounts {
			if g := matching(a, l.gold); g != nil {
				label[a.ID()] = g.Key
			} else if a.Main && news1(l.gold) != nil && news1(l.reading.Accounts) != nil {
				label[a.ID()] = news1(l.gold).Key
			}
		}
	}
	return label
}

// news1 is the one main account, nil when there is none or more.
func news1(accounts []rashomon.Account) *rashomon.Account {
	var found *rashomon.Account
	for i := range accounts {
		if accounts[i].Main {
			if found != nil {
				return nil
			}
			found = &accounts[i]
		}
	}
	return found
}

// matching is the labelled account that shares most claims with a, nil for none.
func matching(a rashomon.Account, gold []rashomon.Account) *rashomon.Account {
	var best *rashomon.Account
	most := 0.0
	for i := range gold {
		score := 0.0
		for _, c := range a.Claims {
			got := 0.0
			for _, d := range gold[i].Claims {
				got = max(got, alike1(c, d))
			}
			score += got
		}
		if score > 0 && a.Main == gold[i].Main {
			score += .1
		}
		if score > most {
			best, most = &gold[i], score
		}
	}
	return best
}

func alike1(a, b rashomon.Claim) float64 {
	if a.Field != b.Field {
		return 0
	}
	quotes := a.Quote != "" && b.Quote != "" && (strings.Contains(a.Quote, b.Quote) || strings.Contains(b.Quote, a.Quote))
	if t, ok := a.Tally(); ok {
		u, _ := b.Tally()
		switch {
		case t.Min == u.Min && t.Max == u.Max && quotes:
			return 3
		case t.Min == u.Min && t.Max == u.Max:
			return 1.5
		case quotes:
			return .5
		}
		return 0
	}
	if quotes || a.Value != nil && b.Value != nil && strings.EqualFold(a.Value.String(), b.Value.String()) {
		return 1
	}
	return 0
}

const ridge = 2

// fit is a logistic regression by Newton's method, with a ridge. A weight of the
// wrong sign is left at nothing.
func fit(rows []sample1) table {
	free := make([]bool, features)
	for f := range free {
		_, set := held[feature(f)]
		free[f] = !set
	}
	for {
		by := table{weights: newton(rows, free)}
		wrong := false
		for f, w := range by.weights {
			if float64(sense[f])*w < 0 {
				free[f], wrong = false, true
			}
		}
		if wrong {
			continue
		}
		for f := range by.weights {
			by.weights[f] = math.Round(by.weights[f]*10) / 10
		}
		return by
	}
}

func newton(rows []sample1, free []bool) (w [features]float64) {
	for f, v := range held {
		w[f] = v
	}
	for range 25 {
		var g [features]float64
		h := make([][]float64, features)
		for f := range h {
			h[f] = make([]float64, features)
			h[f][f] = ridge
			if f == int(prior) {
				h[f][f] = 1e-6
			}
			if free[f] {
				g[f] = -h[f][f] * w[f]
			}
		}
		for _, r := range rows {
			z := 0.0
			var on []int
			for f, x := range r.amounts {
				if x != 0 {
					z += w[f] * x
				}
				if x != 0 && free[f] {
					on = append(on, f)
				}
			}
			p := probability(z)
			d, v := r.weight*(one(r.same)-p), r.weight*p*(1-p)
			for _, f := range on {
				g[f] += d * r.amounts[f]
				for _, k := range on {
					h[f][k] += v * r.amounts[f] * r.amounts[k]
				}
			}
		}
		step := solve(h, g)
		far := 0.0
		for f := range w {
			if free[f] {
				w[f] += max(-2, min(2, step[f]))
				far = max(far, math.Abs(step[f]))
			}
		}
		if far < 1e-4 {
			break
		}
	}
	return w
}

// solve finds x with h x = g for a positive definite h, by Cholesky.
func solve(h [][]float64, g [features]float64) (x [features]float64) {
	n := int(features)
	for i := range n {
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
	for i := range n {
		sum := g[i]
		for k := range i {
			sum -= h[i][k] * x[k]
		}
		x[i] = sum / h[i][i]
	}
	for i := n - 1; i >= 0; i-- {
		sum := x[i]
		for k := i + 1; k < n; k++ {
			sum -= h[k][i] * x[k]
		}
		x[i] = sum / h[i][i]
	}
	return x
}

// score links every world of a corpus and scores reports as score_links.py does.
func (c corpus) score(by func(world int) *table) string {
	gold, pred := map[rashomon.ReportID][]string{}, map[rashomon.ReportID][]string{}
	for w, world := range halved(c) {
		tag := fmt.Sprint(w, " ")
		for _, l := range world {
			if l.incident != "" {
				gold[l.report.ID] = []string{tag + l.incident}
			}
			for _, a := range l.gold {
				if a.Main && !slices.Contains(gold[l.report.ID], tag+a.Key) {
					gold[l.report.ID] = append(gold[l.report.ID], tag+a.Key)
				}
			}
		}
		s := gather(toldOf(world), by(w))
		for g, members := range s.group(s.candidates()) {
			for _, i := range members {
				a := &s.accounts[i]
				name := fmt.Sprint(tag, g)
				if a.Main && gold[a.Account.Report] != nil && !slices.Contains(pred[a.Account.Report], name) {
					pred[a.Account.Report] = append(pred[a.Account.Report], name)
				}
			}
		}
	}
	for r := range gold {
		if pred[r] == nil {
			if c.name[:3] == "ecb" {
				delete(gold, r)
				continue
			}
			pred[r] = []string{"alone " + string(r)}
		}
	}
	return scored(gold, pred)
}

func scored(gold, pred map[rashomon.ReportID][]string) string {
	g, p := pairsOf(gold), pairsOf(pred)
	hit := 0
	for k := range g {
		if p[k] {
			hit++
		}
	}
	f := func(a, b float64) float64 { return 2 * a * b / max(a+b, 1e-9) }
	pp, pr := float64(hit)/max(1, float64(len(p))), float64(hit)/max(1, float64(len(g)))
	bp, br := cubed(pred, gold), cubed(gold, pred)
	return fmt.Sprintf("pairs P %.3f R %.3f F1 %.3f  B3 P %.3f R %.3f F1 %.3f  (%d of %d, %d ours)", pp, pr, f(pp, pr), bp, br, f(bp, br), hit, len(g), len(p))
}

func membersOf(m map[rashomon.ReportID][]string) map[string][]rashomon.ReportID {
	by := map[string][]rashomon.ReportID{}
	for r, ks := range m {
		for _, k := range ks {
			by[k] = append(by[k], r)
		}
	}
	return by
}

func pairsOf(m map[rashomon.ReportID][]string) map[[2]rashomon.ReportID]bool {
	out := map[[2]rashomon.ReportID]bool{}
	for _, rs := range membersOf(m) {
		for _, a := range rs {
			for _, b := range rs {
				if cmp.Less(a, b) {
					out[[2]rashomon.ReportID{a, b}] = true
				}
			}
		}
	}
	return out
}

func cubed(a, b map[rashomon.ReportID][]string) float64 {
	by := membersOf(a)
	sum, n := 0.0, 0.0
	for r, ks := range a {
		for _, k := range ks {
			with := 0.0
			for _, m := range by[k] {
				with += one(slices.ContainsFunc(b[r], func(x string) bool { return slices.Contains(b[m], x) }))
			}
			sum += with / float64(len(by[k]))
			n++
		}
	}
	return sum / max(n, 1)
}

// whole is a corpus as one world.
func whole(c corpus) corpus {
	reports := slices.Clone(c.reports)
	for i := range reports {
		reports[i].world = "all"
	}
	return corpus{name: c.name + "-whole", reports: reports}
}

func textless_(c corpus) corpus {
	reports := slices.Clone(c.reports)
	for i := range reports {
		reports[i].report.Text = ""
	}
	return corpus{name: c.name + "-textless", reports: reports}
}

// held are weights set by hand, since the train sets do not show what they are for:
// look-alikes on the next day, and accounts with nothing that tells events apart.
var held = map[feature]float64{dateNext: -2.5, dateNear: -2.5, dateAlso: .3, unidentified: -3}

// halved returns the worlds of a corpus; one that is a single world as two, by
// incident, so that what was fitted to one can be tried on the other.
func halved(c corpus) [][]labelled {
	worlds := c.worlds()
	if len(worlds) > 1 || len(c.reports) < 300 || strings.HasSuffix(c.name, "-dev") {
		return worlds
	}
	var halves [2][]labelled
	for _, l := range worlds[0] {
		n := int(l.report.ID[0]) % 2
		if l.incident != "" {
			n = int(bucket(strings.Split(l.incident, "_")[0], 2)[0] - '0')
		}
		halves[n] = append(halves[n], l)
	}
	return halves[:]
}
