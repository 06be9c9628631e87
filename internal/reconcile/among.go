package reconcile

import (
	"rashomon"
	"rashomon/internal/hearing"
)

// whole is a count of all people as its words give it.
type whole struct {
	field rashomon.Field
	hearing.Bounds
}

// leaveAttackers takes the attackers off every count of people that is known to hold them,
// so that "eight, the two attackers among them" and "six" are no dispute.
func (s *settler) leaveAttackers() {
	type teller struct {
		column int
		field  rashomon.Field
	}
	among := map[whole]hearing.Bounds{}
	own, beside := map[rashomon.ClaimID]bool{}, map[teller]bool{}
	add := func(k whole, did hearing.Bounds) {
		if was, ok := among[k]; ok {
			did = hearing.Bounds{Lo: min(was.Lo, did.Lo), Hi: max(was.Hi, did.Hi)}
		}
		among[k] = did
	}
	others := s.countsInReports()
	for _, did := range s.claims {
		if !exact(did, rashomon.Attackers) || did.Lo != did.Hi || did.Lo == 0 {
			continue
		}
		if i, ok := s.index[did.PartOf]; ok && did.PartOf != "" {
			own[did.PartOf] = true
			add(whole{did.Field, s.claims[i].Bounds}, did.Bounds)
			continue
		}
		beside[teller{did.Column, did.Field}] = true
		for _, n := range others[inReport{did.Report, did.Column, did.Field}] {
			add(whole{did.Field, hearing.Bounds{Lo: n + did.Lo, Hi: n + did.Lo}}, did.Bounds)
		}
	}
	for i := range s.claims {
		c := &s.claims[i]
		did, ok := among[whole{c.Field, c.Bounds}]
		if !ok || !exact(*c, rashomon.People) || c.PartOf != "" || did.Hi >= c.Lo || beside[teller{c.Column, c.Field}] && !own[c.ID] {
			continue
		}
		c.Less = hearing.Number(c.Lo, c.Hi, 0, c.Lo) + " less " + hearing.Number(did.Lo, did.Hi, 0, did.Hi) + " attackers"
		if did.Hi == 1 {
			c.Less = c.Less[:len(c.Less)-1]
		}
		if c.Lo -= did.Hi; c.Hi != hearing.Endless {
			c.Hi -= did.Lo
		}
	}
}

// inReport is where one origin speaks of one field.
type inReport struct {
	report rashomon.ReportID
	column int
	field  rashomon.Field
}

// countsInReports are the exact numbers of people that each origin gives in each report.
func (s *settler) countsInReports() map[inReport][]int {
	out := map[inReport][]int{}
	for _, c := range s.claims {
		if exact(c, rashomon.People) && c.Lo == c.Hi && c.Lo > 0 && c.PartOf == "" {
			k := inReport{c.Report, c.Column, c.Field}
			out[k] = append(out[k], c.Lo)
		}
	}
	return out
}

// exact reports whether c stands as a count of the group that is neither rounded nor on top
// of another.
func exact(c claim, g rashomon.Group) bool {
	t, ok := c.Tally()
	return ok && c.Group == g && !t.Approx && !c.Vague && !c.Superseded && hearing.Asserts(c) && !hearing.IsFurther(c)
}
