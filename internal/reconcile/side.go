package reconcile

import (
	"cmp"
	"slices"
	"strings"

	"rashomon"
	"rashomon/internal/hearing"
	"rashomon/internal/wording"
)

// side is a set of answers that one number satisfies.
type side struct {
	Lo, Hi  int
	Slack   int // all its answers are approximate
	answers []*answer
	shown   []*answer // without those that take no side
}

// sides parts the answers of a row into the fewest sets that each have a number
// in common. An answer that fits several ("at least 4" beside 6 and 8) stands in
// each. An approximate one joins the exact ones that it may mean.
func (t toll) sides() []side {
	sorted := slices.Clone(t.answers)
	slices.SortStableFunc(sorted, func(a, b *answer) int {
		return cmp.Or(cmp.Compare(min(a.Slack, 1), min(b.Slack, 1)), cmp.Compare(a.Hi, b.Hi), cmp.Compare(b.Lo, a.Lo))
	})
	var sides []side
	home := make([]int, len(sorted)) // the side that each answer began with
	for i, a := range sorted {
		n := len(sides)
		home[i] = n - 1
		switch {
		case n > 0 && a.Slack == 0 && sides[n-1].fits(a):
			sides[n-1].take(a)
		case !slices.ContainsFunc(sides, func(s side) bool { return s.fits(a) }):
			sides = append(sides, side{Lo: a.Lo, Hi: a.Hi, Slack: a.Slack, answers: []*answer{a}})
			home[i] = n
		default:
			home[i] = -1
		}
	}
	for n, a := range sorted {
		for i := range sides {
			if home[n] != i && sides[i].fits(a) {
				sides[i].take(a)
			}
		}
	}
	for _, d := range sides {
		slices.SortStableFunc(d.answers, func(a, b *answer) int { return cmp.Compare(a.Col, b.Col) })
	}
	slices.SortStableFunc(sides, func(a, b side) int { return cmp.Or(cmp.Compare(a.Hi, b.Hi), cmp.Compare(a.Lo, b.Lo)) })
	markNeutral(sides)
	return sides
}

func (s side) fits(a *answer) bool {
	slack := max(a.Slack, s.Slack)
	return a.Lo-slack <= s.Hi && s.Lo-slack <= a.Hi
}

func (s *side) take(a *answer) {
	if a.Lo <= s.Hi && s.Lo <= a.Hi {
		s.Lo, s.Hi = max(s.Lo, a.Lo), min(s.Hi, a.Hi)
	}
	s.answers = append(s.answers, a)
}

// markNeutral leaves out of what a side shows those who take no side: an answer
// that stands in every one of several, and a floor beside a count.
func markNeutral(sides []side) {
	in := map[int]int{}
	for _, s := range sides {
		for _, a := range s.answers {
			in[a.Col]++
		}
	}
	for i := range sides {
		var counts, floors []*answer
		for _, a := range sides[i].answers {
			switch {
			case len(sides) > 1 && in[a.Col] == len(sides):
			case a.Floor:
				floors = append(floors, a)
			default:
				counts = append(counts, a)
			}
		}
		if sides[i].shown = counts; len(counts) == 0 {
			sides[i].shown = floors
		}
	}
}

// lowEnd and highEnd give the ends of the side with the claim that each stands on.
func (s side) lowEnd() rashomon.End {
	e := rashomon.End{N: s.Lo, Open: s.Lo == 0 && s.Hi > 0}
	for _, a := range s.answers {
		if a.Lo == s.Lo {
			e.Claim = a.Lowest().ID
			break
		}
	}
	return e
}

func (s side) highEnd() rashomon.End {
	e := rashomon.End{N: s.Hi, Open: s.Hi == hearing.Endless}
	if e.Open {
		e.N = s.Lo
		for _, a := range s.answers {
			if a.Hi == hearing.Endless && a.Top > e.N {
				e.N, e.Claim = a.Top, a.Ends().ID
			}
		}
		if e.Claim != "" {
			return e
		}
	}
	for _, a := range s.answers {
		if a.Hi == s.Hi && (!e.Open || a.Lo == s.Lo) {
			e.Claim = a.Ends().ID
			break
		}
	}
	return e
}

// String writes the bounds: "12", "at least 12", "up to 40", "10 to 15".
func (s side) String() string {
	top := s.Lo
	if s.Hi == hearing.Endless {
		top = s.highEnd().N
	}
	return hearing.Number(s.Lo, s.Hi, s.Slack, top)
}

// finding makes the Finding of one side of a toll.
func (s *settler) sideFinding(t toll, d side, grade rashomon.Grade) rashomon.Finding {
	var claims []claim
	for _, a := range d.shown {
		saying := slices.DeleteFunc(slices.Clone(a.Claims), func(c claim) bool { return !backs(c, d) })
		if len(saying) == 0 {
			saying = a.Claims
		}
		claims = append(claims, saying...)
	}
	return s.finding(t.field, t.group, d.String(), claims, grade)
}

// backs reports whether a claim speaks for the number of a side, and does not only
// count some of its persons.
func backs(c claim, d side) bool {
	t, ok := c.Tally()
	if !ok || t.Relation == rashomon.Additional || t.Relation == rashomon.OfInjured {
		return ok
	}
	return c.Lo <= d.Hi && d.Lo <= c.Hi || t.Approx
}

// finding cites claims for a value.
func (s *settler) finding(f rashomon.Field, g rashomon.Group, value string, claims []claim, grade rashomon.Grade) rashomon.Finding {
	claims = slices.Clone(claims)
	slices.SortFunc(claims, compareClaims)
	claims = slices.CompactFunc(claims, func(a, b claim) bool { return a.ID == b.ID })
	out := rashomon.Finding{Field: f, Group: g, Value: value, Grade: grade, Origins: []int{}, Claims: []rashomon.ClaimID{}}
	for _, c := range claims {
		out.Origins, out.Claims = append(out.Origins, c.Column), append(out.Claims, c.ID)
		if out.Stance == "" || c.Attribution.Stance.Strength() > out.Stance.Strength() {
			out.Stance = c.Attribution.Stance
		}
	}
	slices.Sort(out.Origins)
	out.Origins = slices.Compact(out.Origins)
	return out
}

// why says a dispute in words: "2 by A and B against at least 4 by C".
func (s *settler) why(sides []rashomon.Finding) string {
	var parts []string
	for _, f := range sides {
		parts = append(parts, f.Value+" "+s.saying(f))
	}
	return strings.Join(parts, " against ")
}

// saying says who stands how to a finding: "confirmed by A, alleged by B and C".
func (s *settler) saying(f rashomon.Finding) string {
	how := map[int]rashomon.Stance{}
	for _, id := range f.Claims {
		if c := &s.claims[s.index[id]]; how[c.Column] == "" || c.Attribution.Stance.Strength() > how[c.Column].Strength() {
			how[c.Column] = c.Attribution.Stance
		}
	}
	var parts []string
	for _, verb := range []string{"confirmed by", "by", "alleged by", "denied by", "doubted by"} {
		var who []string
		for _, col := range sortedKeys(how) {
			if byVerb(f.Field, how[col]) == verb {
				who = append(who, s.origins[col].Name)
			}
		}
		if len(who) > 0 {
			parts = append(parts, verb+" "+wording.List(who))
		}
	}
	return strings.Join(parts, ", ")
}

func byVerb(f rashomon.Field, stance rashomon.Stance) string {
	switch stance {
	case rashomon.Denies:
		return "denied by"
	case rashomon.Doubts, rashomon.Predicts:
		return "doubted by"
	case rashomon.Alleges:
		if f == rashomon.Perpetrator {
			return "alleged by"
		}
	case rashomon.Confirms:
		if f == rashomon.Perpetrator {
			return "confirmed by"
		}
	}
	return "by"
}

// independent counts the origins that say a thing of their own knowledge: an
// outlet that says in its own voice what somebody whom it quotes, here or in another
// report, also says is not counted beside him.
func (s *settler) independent(claims []claim) int {
	quoted := map[string]bool{}
	for _, c := range claims {
		if !c.Own && !c.Circular {
			quoted[c.Outlet] = true
		}
	}
	cols := map[int]bool{}
	for _, c := range claims {
		if c.Own && quoted[c.Outlet] || c.Circular {
			continue
		}
		cols[c.Column] = true
	}
	return max(len(cols), min(1, len(claims)))
}

// grade weighs a finding that nobody disputes.
func (s *settler) grade(claims []claim) rashomon.Grade {
	doubted := !slices.ContainsFunc(claims, func(c claim) bool {
		return c.Attribution.Stance != rashomon.Doubts && c.Attribution.Stance != rashomon.Predicts
	})
	switch {
	case doubted:
		return rashomon.Unverified
	case s.independent(claims) > 1:
		return rashomon.Fair
	}
	return rashomon.Weak
}
