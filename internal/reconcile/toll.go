package reconcile

import (
	"cmp"
	"slices"

	"rashomon"
	"rashomon/internal/hearing"
	"rashomon/internal/wording"
)

// claim and answer are what is heard.
type (
	claim  = hearing.Claim
	answer = hearing.Answer
)

// toll is one row: all answers on one group of one field.
type toll struct {
	field   rashomon.Field
	group   rashomon.Group
	answers []*answer // at most one an origin, in the order of the origins
	denials []claim
	doubted bool // only doubted counts stand here
}

// span returns the bounds of a tally under the policy's codebook.
func (s *settler) span(t rashomon.Tally) (lo, hi int) {
	lo, hi = t.Low(), t.Max
	if iv, ok := s.policy.Codebook.Words[t.Vague]; ok && t.Vague != "" {
		lo = iv.Min
		if hi != rashomon.Open {
			hi = iv.Max
		}
	}
	if hi == rashomon.Open {
		hi = hearing.Endless
	}
	return lo, hi
}

// asserts reports whether a claim puts its number forward.
func asserts(c claim) bool {
	switch c.Attribution.Stance {
	case rashomon.Denies, rashomon.Doubts, rashomon.Predicts, rashomon.Threats:
		return false
	}
	return true
}

// tolls gathers the rows of one field from the claims that stand, in the order
// of the groups.
func (s *settler) tolls(f rashomon.Field, claims []claim) []toll {
	var said, denied, doubted, victims []claim
	counts := false
	for _, c := range claims {
		counts = counts || (c.Field == rashomon.Killed || c.Field == rashomon.Injured) && asserts(c)
		switch {
		case c.Field == rashomon.Victim && asserts(c):
			victims = append(victims, c)
		case c.Field != f:
		case asserts(c):
			said = append(said, c)
		case c.Attribution.Stance == rashomon.Denies:
			denied = append(denied, c)
		case c.Attribution.Stance == rashomon.Doubts: // what is threatened or foretold has not happened
			doubted = append(doubted, c)
		}
	}
	if slices.ContainsFunc(said, func(c claim) bool { return !rises(c) }) { // "the toll rose" is no count
		said = slices.DeleteFunc(said, rises)
	}
	if f == rashomon.Injured {
		said = s.survivors(said, claims)
	}
	onlyDoubts := len(said) == 0 && len(doubted) > 0
	if onlyDoubts {
		said = doubted
	}
	var rows []toll
	heard := hearing.Answers(said, s.named(f, victims, counts), s.folded[f])
	for _, g := range sortedKeys(heard) {
		row := toll{field: f, group: g}
		for _, col := range sortedKeys(heard[g]) {
			row.answers = append(row.answers, heard[g][col])
		}
		rows = append(rows, row)
	}
	for _, c := range denied {
		if g := c.Group; !slices.ContainsFunc(rows, func(t toll) bool { return t.group == g }) {
			rows = append(rows, toll{field: f, group: g})
		}
		for i := range rows {
			if rows[i].group == c.Group {
				rows[i].denials = append(rows[i].denials, c)
			}
		}
	}
	for i := range rows {
		rows[i].doubted = onlyDoubts
	}
	slices.SortStableFunc(rows, func(a, b toll) int { return cmp.Compare(hearing.GroupPlace(a.group), hearing.GroupPlace(b.group)) })
	return rows
}

// folding says which row a claim belongs to. Where the reports count one class of
// people only ("two fighters") and another origin's count of all people agrees,
// both count the same persons: the class is folded into the whole.
func (s *settler) folding(f rashomon.Field) func(claim) rashomon.Group {
	var part rashomon.Group
	parts := 0
	wholes, counted := map[hearing.Bounds]bool{}, map[hearing.Bounds]bool{}
	for _, c := range s.claims {
		if c.Field != f || !asserts(c) || c.Superseded {
			continue
		}
		g := c.Group
		switch {
		case g == rashomon.People:
			wholes[c.Bounds] = true
		case g == rashomon.Attackers || c.PartOf != "":
		default:
			if g != part {
				part = g
				parts++
			}
			if !c.Vague {
				counted[c.Bounds] = true
			}
		}
	}
	fold := false
	for b := range counted {
		fold = fold || parts == 1 && wholes[b]
	}
	return func(c claim) rashomon.Group {
		if g := c.Group; !fold || g != part || c.PartOf != "" {
			return g
		}
		return rashomon.People
	}
}

// named keeps the victims that a field counts: those whose words tell that they died, or
// that they were hurt. Of whom nothing is told is taken to have died where nobody counts
// anybody: a report of no count that names its victims tells of their death.
func (s *settler) named(f rashomon.Field, victims []claim, counts bool) []claim {
	if f != rashomon.Killed && f != rashomon.Injured {
		return nil
	}
	fates := map[int]rashomon.Field{}
	for _, v := range victims {
		if fate := wording.Fate(s.words(v)); fate != "" && fates[v.Person] != rashomon.Killed {
			fates[v.Person] = fate
		}
	}
	var out []claim
	for _, v := range victims {
		fate := fates[v.Person]
		if fate == "" && !counts && len(fates) == 0 {
			fate = rashomon.Killed
		}
		if fate == f {
			out = append(out, v)
		}
	}
	return out
}

// words are all the words that a claim stands on.
func (s *settler) words(c claim) string {
	all := c.Quote
	if r := s.rankOf(c.Report); r < len(s.reports) {
		for _, span := range c.Also {
			if text := s.reports[r].Text; 0 <= span.Start && span.Start < span.End && span.End <= len(text) {
				all += " " + span.Of(text)
			}
		}
	}
	return all
}
