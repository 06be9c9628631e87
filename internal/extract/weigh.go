package extract

import (
	"slices"

	"rashomon"
	"rashomon/internal/grammar"
	"rashomon/internal/tagger"
	"rashomon/internal/text"
)

// weighing lays what the model proposes beside what the grammar reads.
type weighing struct {
	*draft
	worth   worth
	seen    *tagger.Proposals
	numbers []text.Number
	own     []rashomon.Claim   // of the grammar
	match   []int              // of each proposal: the grammar's claim that says the same, or -1
	taken   []bool             // of each claim of the grammar: a proposal says the same
	lean    map[int][2]float64 // of each proposal: the grammar's odds of background and of a sum
	ownLean [][2]float64       // of each claim of the grammar
	scenes  []scene            // the incidents that the text tells of
}

// worth says what one reader's word is worth to the other, in log odds.
type worth struct {
	agree, alone           float64 // of a count: the grammar reads it too, or does not
	agreeActor, aloneActor float64 // of a perpetrator
	agreeOther, aloneOther float64 // of the other fields
	background, sum        float64 // of a role, for each unit of the grammar's odds
	speaker                float64 // the probability of the model's speaker below which the grammar's stands
}

// learnt is what serves best on reports that did not train the model
// (TestFitWorth); steps of a quarter.
var learnt = worth{1, -.75, 1, -.25, .5, 0, .15, .15, .7}

// weighed returns the reading of both.
func (d *draft) weighed(seen *tagger.Proposals) rashomon.Reading {
	w, all := d.weigh(seen, learnt)
	return w.reading(all)
}

// weigh returns the claims of both, before they have accounts.
func (d *draft) weigh(seen *tagger.Proposals, by worth) (*weighing, []made) {
	w := &weighing{draft: d, worth: by, seen: seen, numbers: d.doc.Numbers(0, len(d.doc.Words)), own: d.byGrammar()}
	w.align()
	w.leanings()
	w.seen = seen.Decide(w.opinions())
	w.join()
	all := w.rest(w.distinct(w.claims()))
	for i := range all {
		w.unsaid(&all[i].Claim)
	}
	w.fates(all)
	rank(all)
	w.part(all)
	return w, all
}

// align finds, for each proposal, the grammar's claim that says the same: first the
// one on the same words, then one beside them.
func (w *weighing) align() {
	w.match, w.taken = make([]int, len(w.seen.All)), make([]bool, len(w.own))
	for i := range w.match {
		w.match[i] = -1
	}
	order := make([]int, len(w.own))
	for j := range order {
		order[j] = j
	}
	slices.SortStableFunc(order, func(a, b int) int { return w.own[a].Span.Start - w.own[b].Span.Start })
	for _, agrees := range []func(*tagger.Proposal, rashomon.Claim) bool{w.agrees, w.near} {
		for i := range w.seen.All {
			p := &w.seen.All[i]
			for _, j := range order {
				if w.match[i] >= 0 || w.own[j].Span.Start > p.Anchor.End+apart {
					break
				}
				if !w.taken[j] && w.own[j].Field == p.Field && agrees(p, w.own[j]) {
					w.match[i], w.taken[j] = j, true
				}
			}
		}
	}
}

// apart is how far from a proposal, in bytes, a claim on the same may begin.
const apart = 300

// agrees reports whether the grammar's claim c says what the proposal says.
func (w *weighing) agrees(p *tagger.Proposal, c rashomon.Claim) bool {
	if p.Field.Toll() {
		_, at := w.counted(p, w.numbers)
		return at.Overlaps(c.ValueSpan)
	}
	return c.Span.Overlaps(p.Anchor) && (p.Field != rashomon.Perpetrator || grammar.Alike(p.Anchor.Of(w.doc.Text), c.Value.String()))
}

// near reports whether the grammar's count c is of the number of the proposal, by
// words beside it.
func (w *weighing) near(p *tagger.Proposal, c rashomon.Claim) bool {
	t, ok := c.Tally()
	if !ok {
		return false
	}
	v, _ := w.counted(p, w.numbers)
	around := rashomon.Span{Start: c.Span.Start - 12, End: c.Span.End + 12}
	return around.Overlaps(p.Anchor) && low(v) == low(t)
}

func low(t rashomon.Tally) int {
	if t.Min > 0 {
		return t.Min
	}
	return t.Max
}

// leanings asks the grammar for the role of each claim, in the order of the text.
func (w *weighing) leanings() {
	type item struct {
		claim rashomon.Claim
		i, j  int
	}
	var all []item
	for j, c := range w.own {
		all = append(all, item{c, -1, j})
	}
	for i := range w.seen.All {
		if w.match[i] < 0 {
			all = append(all, item{w.proposed(&w.seen.All[i], w.numbers), i, -1})
		}
	}
	slices.SortStableFunc(all, func(a, b item) int { return a.claim.Span.Start - b.claim.Span.Start })
	w.lean, w.ownLean = map[int][2]float64{}, make([][2]float64, len(w.own))
	at := setting{sentence: -1, stated: map[string]role{}}
	for _, x := range all {
		toll := x.claim.Field.Toll()
		with := at
		if !toll {
			with = setting{sentence: -1}
		}
		back, sum := odds(w.hints(x.claim, with))
		if x.j >= 0 {
			w.ownLean[x.j] = [2]float64{back, sum}
		} else {
			w.lean[x.i] = [2]float64{back, sum}
		}
		if toll && (x.j >= 0 || w.seen.All[x.i].P > .4) {
			at = w.after(at, x.claim, chosen(back, sum))
		}
	}
	for i, j := range w.match {
		if j >= 0 {
			w.lean[i] = w.ownLean[j]
		}
	}
}

// opinions says what the grammar thinks of each proposal.
func (w *weighing) opinions() []tagger.Opinion {
	all := make([]tagger.Opinion, len(w.seen.All))
	for i := range w.seen.All {
		o, told := &all[i], w.match[i] >= 0
		switch field := w.seen.All[i].Field; {
		case field.Toll():
			o.P = either(told, w.worth.agree, w.worth.alone)
		case field == rashomon.Perpetrator:
			o.P = either(told, w.worth.agreeActor, w.worth.aloneActor)
		default:
			o.P = either(told, w.worth.agreeOther, w.worth.aloneOther)
		}
		lean := w.lean[i]
		o.Roles = [3]float64{0, w.worth.background * clamp(lean[0]), w.worth.sum * clamp(lean[1])}
	}
	return all
}

func clamp(x float64) float64 { return min(max(x, -6), 6) }

func either(is bool, yes, no float64) float64 {
	if is {
		return yes
	}
	return no
}
