package eval

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"rashomon"
)

// Score counts one-to-one matches. The figures follow from it.
type Score struct {
	Hit       int // labels matched
	Gold      int // labels
	Predicted int // claims, or pairs, that were read
}

// Precision is the share of what was read that is right; 0 when nothing was read.
func (s Score) Precision() float64 { return ratio(s.Hit, s.Predicted) }

// Recall is the share of the labels that were read; 0 when there are none.
func (s Score) Recall() float64 { return ratio(s.Hit, s.Gold) }

// F1 is the harmonic mean of precision and recall.
func (s Score) F1() float64 { return f1(s.Precision(), s.Recall()) }

func ratio(a, b int) float64 {
	if b == 0 {
		return 0
	}
	return float64(a) / float64(b)
}

func f1(p, r float64) float64 {
	if p+r == 0 {
		return 0
	}
	return 2 * p * r / (p + r)
}

// ClaimScores are the figures of score_claims.py over a set of reports.
type ClaimScores struct {
	Tolls               Score // field and both bounds right
	Speaker             Score // ... and whose word it is
	Incident            Score // ... and of the main incident, a background one, or many
	All                 Score // ... all three
	Perpetrators        Score // who is said to have done it
	PerpetratorsSpeaker Score // ... and by whom
	Quotes              Score // quotes that stand in the report letter by letter (Hit of Predicted)
}

// Miss is one claim on which the reading and the label differ.
type Miss struct {
	Report string
	What   string // "missed" (label without reading), "extra" (the reverse), "speaker", "incident" (count right, that wrong)
	Claim  Claim  // the label; for "extra" what was read
	Read   *Claim // for "speaker" and "incident" what was read
	Note   string // for "incident" both roles
}

// ScoreClaims compares what was read with the labels, report by report by id, as
// score_claims.py does; of lines with one id the last counts. Misses are in the
// order of gold; they tell of tolls and perpetrators.
func ScoreClaims(gold, pred []Line) (ClaimScores, []Miss) {
	var s ClaimScores
	var misses []Miss
	read, labels, seen := byID(pred), byID(gold), map[string]bool{}
	for _, g := range gold {
		if !seen[g.ID] {
			seen[g.ID] = true
			misses = append(misses, s.add(labels[g.ID], read[g.ID])...)
		}
	}
	return s, misses
}

func byID(lines []Line) map[string]Line {
	m := make(map[string]Line, len(lines))
	for _, l := range lines {
		m[l.ID] = l
	}
	return m
}

// add scores one report and returns where it misses.
func (s *ClaimScores) add(g, p Line) []Miss {
	gt, pt := tolls(g.Claims), tolls(p.Claims)
	m := match(gt, pt, []test{sameCount,
		func(a, b Claim) bool { return sameCount(a, b) && sameSpeaker(a, b) },
		func(a, b Claim) bool { return sameCount(a, b) && g.role(a) == p.role(b) }})
	for k, to := range []*Score{&s.Tolls, &s.Speaker, &s.Incident, &s.All} {
		to.Gold += len(gt)
		to.Predicted += len(pt)
		if k < len(m.hits) {
			to.Hit += m.hits[k]
		} else {
			to.Hit += m.all
		}
	}
	misses := m.misses(g, p, gt, pt)

	gp, pp := perpetrators(g.Claims), perpetrators(p.Claims)
	m = match(gp, pp, []test{sameParty, func(a, b Claim) bool { return sameParty(a, b) && sameSpeaker(a, b) }})
	for k, to := range []*Score{&s.Perpetrators, &s.PerpetratorsSpeaker} {
		to.Gold += len(gp)
		to.Predicted += len(pp)
		to.Hit += m.hits[k]
	}
	misses = append(misses, m.misses(g, p, gp, pp)...)

	if g.Text != nil {
		for _, c := range p.Claims {
			s.Quotes.Predicted++
			if c.Quote != "" && (strings.Contains(*g.Text, c.Quote) || strings.Contains(g.Title, c.Quote)) {
				s.Quotes.Hit++
			}
		}
	}
	return misses
}

func tolls(claims []Claim) []Claim {
	return only(claims, rashomon.Field.Toll)
}

func perpetrators(claims []Claim) []Claim {
	return only(claims, func(f rashomon.Field) bool { return f == rashomon.Perpetrator })
}

func only(claims []Claim, keep func(rashomon.Field) bool) []Claim {
	var out []Claim
	for _, c := range claims {
		if keep(c.Field) {
			out = append(out, c)
		}
	}
	return out
}

// test compares a label with what was read.
type test func(gold, pred Claim) bool

type pair struct{ gold, pred int }

type matching struct {
	tests []test
	hits  []int // pairs that pass each test
	all   int   // pairs that pass every test
	pairs []pair
}

// match pairs labels with claims that pass the first test, one to one: those that
// pass more tests first, then those that stand nearest in their lists, then the
// later ones.
func match(gold, pred []Claim, tests []test) matching {
	type candidate struct {
		pair
		passed int
	}
	var all []candidate
	for i, g := range gold {
		for j, p := range pred {
			if tests[0](g, p) {
				all = append(all, candidate{pair{i, j}, passed(tests, g, p)})
			}
		}
	}
	slices.SortFunc(all, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.passed, a.passed), cmp.Compare(a.distance(), b.distance()), cmp.Compare(b.gold, a.gold), cmp.Compare(b.pred, a.pred))
	})
	m := matching{tests: tests, hits: make([]int, len(tests))}
	usedGold, usedPred := make([]bool, len(gold)), make([]bool, len(pred))
	for _, c := range all {
		if usedGold[c.gold] || usedPred[c.pred] {
			continue
		}
		usedGold[c.gold], usedPred[c.pred] = true, true
		m.pairs = append(m.pairs, c.pair)
		for k, t := range tests {
			if t(gold[c.gold], pred[c.pred]) {
				m.hits[k]++
			}
		}
		if c.passed == len(tests) {
			m.all++
		}
	}
	return m
}

func (p pair) distance() int { return max(p.gold-p.pred, p.pred-p.gold) }

func passed(tests []test, g, p Claim) int {
	n := 0
	for _, t := range tests {
		if t(g, p) {
			n++
		}
	}
	return n
}

// misses lists the labels in order, then what was read beside them.
func (m matching) misses(g, p Line, gold, pred []Claim) []Miss {
	readOf, known := map[int]int{}, map[int]bool{}
	for _, c := range m.pairs {
		readOf[c.gold], known[c.pred] = c.pred, true
	}
	var out []Miss
	for i, c := range gold {
		j, ok := readOf[i]
		if !ok {
			out = append(out, Miss{Report: g.ID, What: "missed", Claim: c})
			continue
		}
		if !m.tests[1](c, pred[j]) {
			out = append(out, Miss{Report: g.ID, What: "speaker", Claim: c, Read: &pred[j]})
		}
		if len(m.tests) > 2 && !m.tests[2](c, pred[j]) {
			out = append(out, Miss{Report: g.ID, What: "incident", Claim: c, Read: &pred[j], Note: g.role(c) + ", read as " + p.role(pred[j])})
		}
	}
	for j, c := range pred {
		if !known[j] {
			out = append(out, Miss{Report: g.ID, What: "extra", Claim: c})
		}
	}
	return out
}

func sameCount(g, p Claim) bool {
	return g.Field == p.Field && sameBound(g.Min, p.Min) && sameBound(g.Max, p.Max)
}

func sameBound(a, b *int) bool {
	if a == nil || b == nil {
		return a == b
	}
	return *a == *b
}

func sameParty(g, p Claim) bool { return sameName(g.Value, p.Value) }

// sameSpeaker holds when both are the outlet's own voice, or when a name of the
// one and a name of the other share words.
func sameSpeaker(g, p Claim) bool {
	gs, ps := g.speakers(), p.speakers()
	if len(gs) == 0 || len(ps) == 0 {
		return len(gs) == len(ps)
	}
	for _, a := range gs {
		for _, b := range ps {
			if sameName(a, b) {
				return true
			}
		}
	}
	return false
}

func (c Claim) speakers() []string {
	return slices.DeleteFunc([]string{c.Speaker, c.SpeakerName}, func(s string) bool { return s == "" })
}

// sameName holds when at least half of the words of the shorter name stand in the
// longer.
func sameName(a, b string) bool {
	as, bs := words(a), words(b)
	shared := 0
	for w := range as {
		if bs[w] {
			shared++
		}
	}
	return shared > 0 && float64(shared) >= 0.5*float64(min(len(as), len(bs)))
}

// stop are the words that make no name, as score_claims.py has them.
var stop = set("the a an of for in on at to and or its his her their this that said says told by from with is was were " +
	"s group movement organization organisation forces official officials")

func set(s string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(s) {
		m[w] = true
	}
	return m
}

// words returns the set of the words of s in lower case, without the stop words
// unless there are no others. Letters and numbers make words, as in Python's \w.
func words(s string) map[string]bool {
	s = strings.ToLower(strings.ReplaceAll(s, "İ", "i\u0307")) // as Python writes its lower case
	all, kept := map[string]bool{}, map[string]bool{}
	for _, w := range strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) }) {
		all[w] = true
		if !stop[w] {
			kept[w] = true
		}
	}
	if len(kept) == 0 {
		return all
	}
	return kept
}
