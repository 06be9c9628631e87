package reconcile

import (
	"slices"
	"strings"

	"rashomon"
	"rashomon/internal/hearing"
)

// standing are the claims that no later one replaced.
func (s *settler) standing() []claim {
	var out []claim
	for _, c := range s.claims {
		if !s.retired[c.ID] {
			out = append(out, c)
		}
	}
	return out
}

// settleTolls settles every count.
func (s *settler) settleTolls() settled {
	var out settled
	claims := s.standing()
	for _, f := range rashomon.Fields() {
		if !f.Toll() {
			continue
		}
		for _, t := range s.tolls(f, claims, len(s.reports)+1) {
			s.settleToll(t, &out)
		}
	}
	return out
}

// settleToll settles one row under the policy.
func (s *settler) settleToll(t toll, out *settled) {
	sides := t.sides()
	if len(sides) == 0 { // nobody counts, somebody denies
		out.findings = append(out.findings, s.finding(t.field, t.group, denied(t), t.denials, s.grade(t.denials)))
		return
	}
	r := t.span(sides)
	r.Best = s.best(t, sides)
	out.ranges = append(out.ranges, r)
	var all []claim
	for _, a := range t.answers {
		all = append(all, a.Claims...)
	}
	grade := s.grade(counting(t.answers))
	if t.doubted {
		grade = rashomon.Unverified
	}
	if s.conceded(counting(t.answers)) {
		grade = rashomon.Confirmed
	}
	against := t.opposed(sides)
	if len(sides) > 1 || len(against) > 0 {
		grade = rashomon.Contested
		d := rashomon.Dispute{Field: t.field, Group: t.group}
		for _, side := range sides {
			d.Sides = append(d.Sides, s.sideFinding(t, side, rashomon.Contested))
		}
		if len(against) > 0 {
			d.Sides = append(d.Sides, s.finding(t.field, t.group, denied(t), against, rashomon.Contested))
		}
		d.Why = s.why(d.Sides)
		out.disputes = append(out.disputes, d)
	}
	value := rangeWords(r)
	if len(sides) == 1 && sides[0].Slack > 0 {
		value = sides[0].String()
	}
	found := s.finding(t.field, t.group, value, all, grade)
	found.Note = s.note(t, len(against) == 0)
	out.findings = append(out.findings, found)
}

// note says which counts of a row are sums, and of what; that one of the injured
// died, where nobody says to what the toll rose by that; and what is denied that
// nobody says now.
func (s *settler) note(t toll, deniedOnly bool) string {
	var out []string
	for _, a := range t.answers {
		c := a.Ends()
		tally, _ := c.Tally()
		switch {
		case a.Parts != "":
			out = append(out, itoa(a.Lo)+" is "+a.Parts+" ("+s.origins[a.Col].Name+")")
		case tally.Relation == rashomon.OfInjured && a.Floor && len(t.answers) > 1:
			out = append(out, tally.String()+" of the injured died ("+s.origins[a.Col].Name+"), who may not be in it")
		}
	}
	if deniedOnly && len(t.denials) > 0 {
		out = append(out, denied(t)+" is denied by "+s.origins[t.denials[0].Column].Name)
	}
	return strings.Join(out, "; ")
}

// opposed are the denials of a number that a side says.
func (t toll) opposed(sides []side) []claim {
	return slices.DeleteFunc(slices.Clone(t.denials), func(d claim) bool {
		return !slices.ContainsFunc(sides, func(s side) bool { return denies(d, hearing.Bounds{Lo: s.Lo, Hi: s.Hi}) })
	})
}

// counting are the claims of those who count; a floor ("a commander died") is no
// second word for a number, and neither is "at least 10" for 25. Where nobody counts,
// those with the highest floor.
func counting(answers []*answer) []claim {
	var counted, most []claim
	least := 0
	for _, a := range answers {
		least = max(least, a.Lo)
	}
	for _, a := range answers {
		switch {
		case a.Hi == hearing.Endless && a.Lo < least:
		case !a.Floor:
			counted = append(counted, a.Claims...)
		default:
			most = append(most, a.Claims...)
		}
	}
	if len(counted) == 0 {
		return most
	}
	return counted
}

func denied(t toll) string {
	if tally, ok := t.denials[0].Tally(); ok && tally.Low() > 1 {
		return tally.String()
	}
	return "any " + string(t.group) + " " + string(t.field)
}

// conceded reports whether a body of the accused side confirms deaths or injuries
// of people it does not call fighters.
func (s *settler) conceded(claims []claim) bool {
	armed := slices.ContainsFunc(claims, func(c claim) bool {
		return c.Class == rashomon.Fighters || c.Class == rashomon.Attackers || c.Class == rashomon.Soldiers
	})
	return !armed && slices.ContainsFunc(claims, func(c claim) bool {
		return c.Attribution.Stance == rashomon.Confirms && stateVoice(c) && s.accused(c)
	})
}

// span is the range over all sides: the lowest and the highest that stands.
func (t toll) span(sides []side) rashomon.Range {
	r := rashomon.Range{Field: t.field, Group: t.group, Low: sides[0].lowEnd(), High: sides[0].highEnd()}
	for _, d := range sides[1:] {
		if low := d.lowEnd(); low.N < r.Low.N {
			r.Low = low
		}
		if high := d.highEnd(); high.N > r.High.N || high.N == r.High.N && high.Open {
			r.High = high
		}
	}
	return r
}

// rangeWords writes a range as a person would: its best number, or both ends.
func rangeWords(r rashomon.Range) string {
	switch {
	case r.Best != nil:
		if r.Best.Open {
			return "at least " + itoa(r.Best.N)
		}
		return itoa(r.Best.N)
	case r.High.Open && r.Low.N == r.High.N:
		return "at least " + itoa(r.Low.N)
	case r.High.Open:
		return itoa(r.Low.N) + " to " + itoa(r.High.N) + " or more"
	case r.Low.Open:
		return "up to " + itoa(r.High.N)
	case r.Low.N == r.High.N:
		return itoa(r.Low.N)
	}
	return itoa(r.Low.N) + " to " + itoa(r.High.N)
}

// best is the one number that the policy chooses; nil when it chooses none.
func (s *settler) best(t toll, sides []side) *rashomon.End {
	switch s.policy.Name {
	case rashomon.Conservative:
		return bestOf(lowest(sides))
	case rashomon.Majority:
		if top := s.most(sides); len(top) == 1 {
			return bestOf(top[0])
		}
	case rashomon.UCDP:
		return bestOf(lowest(s.most(sides)))
	case rashomon.Hierarchy:
		return bestAnswer(s.first(t.answers, true), sides)
	case rashomon.LatestOfficial:
		return bestAnswer(s.first(t.answers, false), sides)
	}
	return nil
}

func lowest(sides []side) side {
	return slices.MinFunc(sides, func(a, b side) int { return a.Lo - b.Lo })
}

// most returns the sides that most independent origins take. An answer that
// gives only a floor adds no vote where another counts.
func (s *settler) most(sides []side) []side {
	votes := func(d side) int { return s.independent(counting(d.answers)) }
	var top []side
	for _, d := range sides {
		switch {
		case len(top) == 0 || votes(d) > votes(top[0]):
			top = []side{d}
		case votes(d) == votes(top[0]):
			top = append(top, d)
		}
	}
	return top
}

func bestOf(d side) *rashomon.End {
	e := d.lowEnd()
	if e.Open { // "up to 40": the only number said is the upper one
		e = d.highEnd()
	}
	e.Open = d.Hi == hearing.Endless
	return &e
}

// bestAnswer is the number of the answer chosen, refined by those that agree with
// it: "at least 8" beside 12 is 12.
func bestAnswer(a *answer, sides []side) *rashomon.End {
	for _, d := range sides {
		if a != nil && slices.ContainsFunc(d.answers, func(b *answer) bool { return b.Col == a.Col }) {
			return bestOf(d)
		}
	}
	return nil
}

// first picks the answer by the policy's kinds of voice: in their order when
// ranked, else by date alone; of two alike, the later report. Counts go before
// floors.
func (s *settler) first(answers []*answer, ranked bool) *answer {
	var best *answer
	for i := range answers {
		a := answers[i]
		kind := slices.Index(s.policy.Kinds, s.origins[a.Col].Kind)
		if kind < 0 {
			continue
		}
		if best == nil {
			best = a
			continue
		}
		was := slices.Index(s.policy.Kinds, s.origins[best.Col].Kind)
		switch {
		case a.Floor != best.Floor:
			if best.Floor {
				best = a
			}
		case ranked && kind != was:
			if kind < was {
				best = a
			}
		case hearing.Earlier(best.Ends(), a.Ends()), !hearing.Earlier(a.Ends(), best.Ends()) && a.Lo < best.Lo:
			best = a
		}
	}
	return best
}
