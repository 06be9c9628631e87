package reconcile

import (
	"cmp"
	"fmt"
	"slices"

	"rashomon"
	"rashomon/internal/wording"
)

// fact is one value of a field that counts nobody, in all its wordings, asserted
// or denied or doubted.
type fact struct {
	field    rashomon.Field
	polarity rashomon.Stance
	claims   []claim
	grade    rashomon.Grade
	against  []int // other facts of the field that cannot be true beside it
}

// settleFacts settles every field that counts nobody.
func (s *settler) settleFacts() settled {
	var out settled
	for _, f := range rashomon.Fields() {
		if f.Toll() {
			continue
		}
		facts := s.facts(f)
		s.oppose(facts)
		dispute := rashomon.Dispute{Field: f}
		for _, fc := range facts {
			found := s.finding(f, "", label(fc), fc.claims, fc.grade)
			found.Note = s.responsibility(fc)
			out.findings = append(out.findings, found)
			if len(fc.against) > 0 {
				dispute.Sides = append(dispute.Sides, found)
			}
		}
		if len(dispute.Sides) > 0 {
			dispute.Why = s.why(dispute.Sides)
			out.disputes = append(out.disputes, dispute)
		}
	}
	return out
}

// facts gathers the claims of one field that give one value. Most supported first.
func (s *settler) facts(f rashomon.Field) []fact {
	var claims []claim
	for _, c := range s.standing() {
		if c.Field == f {
			claims = append(claims, c)
		}
	}
	groups, keys := s.wordings(f, claims)
	byRoot := map[string]*fact{}
	for i, c := range claims {
		root := groups.find(keys[i])
		if byRoot[root] == nil {
			byRoot[root] = &fact{field: f, polarity: polarity(c)}
		}
		byRoot[root].claims = append(byRoot[root].claims, c)
	}
	var out []fact
	for _, root := range sortedKeys(byRoot) {
		fc := *byRoot[root]
		fc.grade = s.grade(fc.claims)
		if f == rashomon.Perpetrator && fc.polarity == rashomon.States && slices.ContainsFunc(fc.claims, s.admits) {
			fc.grade = rashomon.Confirmed
		}
		out = append(out, fc)
	}
	slices.SortStableFunc(out, func(a, b fact) int {
		return cmp.Or(cmp.Compare(strength(b.polarity), strength(a.polarity)), cmp.Compare(s.independent(b.claims), s.independent(a.claims)))
	})
	return out
}

// wordings joins the claims that give one value. Each wording is compared once,
// however many claims have it. The keys are the claims' own, in their order.
func (s *settler) wordings(f rashomon.Field, claims []claim) (groups union, keys []string) {
	var different []claim
	first := map[string]string{} // wording -> key
	for i, c := range claims {
		w := fmt.Sprintf("%s %#v", polarity(c), c.Value)
		if first[w] == "" {
			first[w] = itoa(1_000_000 + i)
			different = append(different, c)
		}
		keys = append(keys, first[w])
	}
	groups = newUnion(keys)
	at := func(c claim) string { return first[fmt.Sprintf("%s %#v", polarity(c), c.Value)] }
	for i, a := range different {
		for _, b := range different[:i] {
			if polarity(a) == polarity(b) && wording.Same(f, a.Value, b.Value) {
				groups.join(at(a), at(b))
			}
		}
	}
	joinWider(f, claims, keys, groups)
	return groups, keys
}

// joinWider sets a wider value ("Thursday", a month, "a bomb") beside the one
// narrower value that it fits. Where it fits two, or none, it stands apart.
func joinWider(f rashomon.Field, claims []claim, keys []string, groups union) {
	into := map[int]string{}
	for i, c := range claims {
		fits := map[string]bool{}
		for j, d := range claims {
			if polarity(c) == polarity(d) && wording.Narrower(f, d.Value, c.Value) {
				fits[groups.find(keys[j])] = true
			}
		}
		if len(fits) == 1 {
			into[i] = sortedKeys(fits)[0]
		}
	}
	for _, i := range sortedKeys(into) { // after all are judged: one join is no reason for the next
		groups.join(keys[i], into[i])
	}
}

// oppose finds the facts that cannot be true together. One origin that says both
// shows that both can be. A confirmed fact stays confirmed.
func (s *settler) oppose(facts []fact) {
	for i := range facts {
		for j := range i {
			if s.opposed(facts[j], facts[i]) {
				facts[i].against = append(facts[i].against, j)
				facts[j].against = append(facts[j].against, i)
			}
		}
	}
	for i := range facts {
		if len(facts[i].against) > 0 && facts[i].grade != rashomon.Confirmed {
			facts[i].grade = rashomon.Contested
		}
	}
}

func (s *settler) opposed(a, b fact) bool {
	asserted := a.polarity == rashomon.States && b.polarity == rashomon.States
	denial := a.polarity == rashomon.States && b.polarity == rashomon.Denies || a.polarity == rashomon.Denies && b.polarity == rashomon.States
	if denial {
		if b.polarity == rashomon.States {
			a, b = b, a
		}
		return s.denied(a, b)
	}
	if !asserted || a.field == rashomon.Perpetrator && s.kind() == rashomon.Clash { // in a clash both sides did it
		return false
	}
	for _, x := range a.claims {
		for _, y := range b.claims {
			if x.col == y.col || !wording.Differ(a.field, x.Value, y.Value) {
				return false
			}
		}
	}
	return true
}

// denied reports whether a denial is of the value asserted. Who denies that "its
// aircraft" did it answers whoever says that he did. Where and when are never
// what a denial is about.
func (s *settler) denied(asserted, denial fact) bool {
	if asserted.field == rashomon.PlaceField || asserted.field == rashomon.DateField {
		return false
	}
	for _, x := range asserted.claims {
		for _, y := range denial.claims {
			v, spoke := y.Attribution.Speaker()
			answers := spoke && asserted.field == rashomon.Perpetrator && wording.OfParty(x.Value.String(), v.Name) &&
				!wording.Differ(asserted.field, x.Value, y.Value)
			if answers || wording.Same(asserted.field, x.Value, y.Value) {
				return true
			}
		}
	}
	return false
}

// admits reports whether the speaker is of the state that the claim names, says it
// did it, and is accused of it by another: who claims a deed unasked admits nothing.
func (s *settler) admits(c claim) bool {
	return s.claimsOwn(c) && stateVoice(c) && wording.OfState(c.Value.String()) && s.accused(c)
}

// claimsOwn reports whether the speaker is of the party that the claim names, and
// says it did it.
func (s *settler) claimsOwn(c claim) bool {
	v, ok := c.Attribution.Speaker()
	return ok && c.Field == rashomon.Perpetrator && asserts(c) && c.Attribution.Stance != rashomon.Alleges && wording.OfParty(c.Value.String(), v.Name)
}

// stateVoice reports whether a speaker can be of a state's side.
func stateVoice(c claim) bool {
	v, _ := c.Attribution.Speaker()
	return v.Kind != rashomon.ArmedGroup && v.Kind != rashomon.Media && v.Kind != rashomon.Social && v.Kind != rashomon.Witness
}

// responsibility is the note on a deed that the named party itself claims.
func (s *settler) responsibility(fc fact) string {
	if fc.polarity == rashomon.States && fc.grade != rashomon.Confirmed && slices.ContainsFunc(fc.claims, s.claimsOwn) {
		return "a claim of responsibility"
	}
	return ""
}

// accused reports whether the speaker is of a party that another origin says did it.
func (s *settler) accused(c claim) bool {
	v, ok := c.Attribution.Speaker()
	return ok && slices.ContainsFunc(s.claims, func(p claim) bool {
		return p.Field == rashomon.Perpetrator && p.col != c.col && asserts(p) && wording.OfParty(p.Value.String(), v.Name)
	})
}

// label is the wording that stands for all: a person's or a place's fullest name, the plainest
// wording of a thing, else the wording used most, of equals the longer.
func label(f fact) string {
	used := map[string]int{}
	for _, c := range f.claims {
		used[c.Value.String()]++
	}
	if f.field == rashomon.Victim || f.field == rashomon.PlaceField {
		return fullest(used)
	}
	if words := sortedKeys(used); f.field == rashomon.Target {
		return slices.MinFunc(words, func(a, b string) int { return cmp.Compare(len(a), len(b)) })
	}
	best := ""
	for _, w := range sortedKeys(used) {
		if best == "" || used[w] > used[best] || used[w] == used[best] && len(w) > len(best) {
			best = w
		}
	}
	return best
}

// polarity parts what is asserted, denied and doubted of one value.
func polarity(c claim) rashomon.Stance {
	switch c.Attribution.Stance {
	case rashomon.Denies, rashomon.Doubts, rashomon.Predicts, rashomon.Threats:
		return c.Attribution.Stance
	}
	return rashomon.States
}
