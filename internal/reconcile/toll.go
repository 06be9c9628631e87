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

// tolls gathers the rows of one field from the claims that stand once the first n
// reports are in, in the order of the groups.
func (s *settler) tolls(f rashomon.Field, claims []claim, n int) []toll {
	var said, denied, doubted, victims []claim
	for _, c := range claims {
		switch {
		case c.Field == rashomon.Victim && c.Fate == f && hearing.Asserts(c):
			victims = append(victims, c)
		case c.Field != f:
		case hearing.Asserts(c):
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
		said = s.survivors(said, claims, n)
	}
	onlyDoubts := len(said) == 0 && len(doubted) > 0
	if onlyDoubts {
		said = doubted
	}
	var rows []toll
	heard := hearing.Answers(said, victims, s.folded[f])
	for _, g := range sortedKeys(heard) {
		row := toll{field: f, group: g}
		for _, col := range sortedKeys(heard[g]) {
			row.answers = append(row.answers, heard[g][col])
		}
		if f == rashomon.Injured && g != rashomon.Attackers {
			s.moveDead(row, n)
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

// partSides gives the people of two states a row each where a field counts both:
// "three Chilean soldiers" and "twelve Peruvian soldiers" do not contradict each
// other. A row is named by the shortest words that tell of its people.
func (s *settler) partSides() {
	type side struct {
		field rashomon.Field
		class rashomon.Group
		state string
	}
	named, sides := map[side]string{}, map[side]map[string]bool{}
	at := func(c *claim) (side, string) {
		t, _ := c.Tally()
		state, words := wording.SideOfTally(t, c.Quote)
		return side{c.Field, c.Class, state}, words
	}
	for i := range s.claims {
		c := &s.claims[i]
		if k, words := at(c); k.state != "" && hearing.Asserts(*c) && c.Class != rashomon.Attackers {
			if was := named[k]; was == "" || cmp.Or(cmp.Compare(len(words), len(was)), cmp.Compare(words, was)) < 0 {
				named[k] = words
			}
			field := side{field: k.field, class: k.class}
			if sides[field] == nil {
				sides[field] = map[string]bool{}
			}
			sides[field][k.state] = true
		}
	}
	for i := range s.claims {
		c := &s.claims[i]
		if k, _ := at(c); named[k] != "" && len(sides[side{field: k.field, class: k.class}]) > 1 {
			c.Group, c.Side = rashomon.Group(named[k]), k.state
		}
	}
}

// moveDead takes those who later died out of the injured: out of every count whose
// reports all came before one says that they died, unless a later count has as many
// as before. Two voices that tell of different dead may or may not mean the same.
func (s *settler) moveDead(row toll, n int) {
	early := func(a *answer, d claim) bool {
		return !slices.ContainsFunc(a.Claims, func(c claim) bool { return !c.News.Before(d.News) })
	}
	was := make([]answer, len(row.answers))
	for i, a := range row.answers {
		was[i] = *a
	}
	for i, a := range row.answers {
		byCol := map[int]map[hearing.More]bool{}
		all, most, least := map[hearing.More]bool{}, 0, 0
		var last claim
		for _, d := range s.died {
			if d.Rank >= n || !early(a, d) || row.group != rashomon.People && d.Group != row.group {
				continue
			}
			last = d
			if byCol[d.Column] == nil {
				byCol[d.Column] = map[hearing.More]bool{}
			}
			st := hearing.MoreOf(d, s.folded[rashomon.Killed])
			byCol[d.Column][st], all[st] = true, true
		}
		for st := range all {
			most += st.Lo
		}
		for _, said := range byCol {
			sum := 0
			for st := range said {
				sum += st.Lo
			}
			least = max(least, sum)
		}
		kept := slices.ContainsFunc(was, func(b answer) bool { return !early(&b, last) && b.Lo <= was[i].Hi && was[i].Lo <= b.Hi })
		if least == 0 || most >= a.Lo || kept {
			continue
		}
		a.Parts = itoa(a.Lo) + " less " + hearing.Number(least, most, 0, most) + " who died"
		if last.Column != a.Col {
			a.Parts += ", as " + s.origins[last.Column].Name + " says"
		}
		if a.Lo -= most; a.Hi != hearing.Endless {
			a.Hi -= least
		}
	}
}

// folding says which row a claim belongs to. Where the reports count one class of
// people only ("two fighters") and another origin's count of all people agrees,
// both count the same persons: the class is folded into the whole.
func (s *settler) folding(f rashomon.Field) func(claim) rashomon.Group {
	var part rashomon.Group
	parts := 0
	wholes, counted := map[hearing.Bounds]bool{}, map[hearing.Bounds]bool{}
	for _, c := range s.claims {
		if c.Field != f || !hearing.Asserts(c) || c.Superseded {
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
