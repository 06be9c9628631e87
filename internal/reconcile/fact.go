package reconcile

import (
	"cmp"
	"slices"
	"strings"

	"rashomon"
	"rashomon/internal/hearing"
	"rashomon/internal/wording"
)

// fact is one value of a field that counts nobody, in all its wordings, asserted
// or denied or doubted.
type fact struct {
	field    rashomon.Field
	polarity rashomon.Stance
	claims   []claim
	said     []string          // the wordings, each once
	meanings []wording.Meaning // of said
	grade    rashomon.Grade
	votes    int   // origins that say so of their own knowledge
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
			found.Note = s.remark(fc)
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
	byPolarity := map[rashomon.Stance][]claim{}
	for _, c := range s.claims {
		if c.Field == f && !s.retired[c.ID] {
			byPolarity[polarity(c)] = append(byPolarity[polarity(c)], c)
		}
	}
	var out []fact
	for _, p := range sortedKeys(byPolarity) {
		claims := byPolarity[p]
		values := make([]rashomon.Value, len(claims))
		for i, c := range claims {
			values[i] = said(c)
		}
		byRoot := map[int]*fact{}
		for i, root := range wording.Groups(f, values) {
			if byRoot[root] == nil {
				byRoot[root] = &fact{field: f, polarity: p}
			}
			byRoot[root].hear(claims[i])
		}
		for _, root := range sortedKeys(byRoot) {
			out = append(out, *byRoot[root])
		}
	}
	for i := range out {
		fc := &out[i]
		fc.grade, fc.votes = s.grade(fc.claims), s.independent(fc.claims)
		if f == rashomon.Perpetrator && fc.polarity == rashomon.States && slices.ContainsFunc(fc.claims, s.admits) {
			fc.grade = rashomon.Confirmed
		}
	}
	slices.SortStableFunc(out, func(a, b fact) int {
		return cmp.Or(cmp.Compare(b.polarity.Strength(), a.polarity.Strength()), cmp.Compare(b.votes, a.votes), compareClaims(a.claims[0], b.claims[0]))
	})
	return out
}

// said is the value of a claim; of who says that "its own troops" did it, himself, and of
// "no group has claimed it" that, whatever its words.
func said(c claim) rashomon.Value {
	if c.Nobody {
		return rashomon.Party{Name: rashomon.Unclaimed}
	}
	v, spoke := c.Attribution.Speaker()
	if c.Field == rashomon.Perpetrator && spoke && !v.Anonymous && hearing.Asserts(c) && wording.Reflexive(c.Value.String(), c.Attribution.Stance) {
		return rashomon.Party{Name: wording.Bare(v.Name)}
	}
	return c.Value
}

// Unclaimed reports whether a claim of a report says that nobody has claimed a deed.
func Unclaimed(r rashomon.Report, c rashomon.Claim) bool {
	return c.Field == rashomon.Perpetrator && c.Attribution.Stance == rashomon.Doubts && wording.Unclaimed(r.Text, c)
}

// hear adds a claim.
func (fc *fact) hear(c claim) {
	fc.claims = append(fc.claims, c)
	if w := said(c).String(); !slices.Contains(fc.said, w) {
		fc.said, fc.meanings = append(fc.said, w), append(fc.meanings, wording.Read(fc.field, said(c)))
	}
}

// meant reports whether all say of a target that it was meant to be hit, and none
// that it was.
func (fc *fact) meant() bool {
	return !slices.ContainsFunc(fc.claims, func(c claim) bool { return !c.Meant })
}

// oppose finds the facts that cannot be true together. One origin that says both
// shows that both can be. A confirmed fact stays confirmed.
func (s *settler) oppose(facts []fact) {
	clash := s.kind() == rashomon.Clash // both sides did it
	for i := range facts {
		for j := range i {
			if s.opposed(&facts[j], &facts[i], clash) {
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

func (s *settler) opposed(a, b *fact, clash bool) bool {
	asserted := a.polarity == rashomon.States && b.polarity == rashomon.States
	denial := a.polarity == rashomon.States && b.polarity == rashomon.Denies || a.polarity == rashomon.Denies && b.polarity == rashomon.States
	if denial {
		if b.polarity == rashomon.States {
			a, b = b, a
		}
		return s.denied(a, b)
	}
	if !asserted || a.field == rashomon.Perpetrator && clash || a.meant() != b.meant() {
		return false
	}
	for _, x := range a.meanings {
		if slices.ContainsFunc(b.meanings, func(y wording.Meaning) bool { return !x.Differ(y) }) {
			return false
		}
	}
	cols := map[int]bool{}
	for _, c := range a.claims {
		cols[c.Column] = true
	}
	return !slices.ContainsFunc(b.claims, func(c claim) bool { return cols[c.Column] })
}

// denied reports whether a denial is of the value asserted. Who denies that "its
// aircraft" did it answers whoever says that he did. Where and when are never
// what a denial is about.
func (s *settler) denied(asserted, denial *fact) bool {
	if asserted.field == rashomon.PlaceField || asserted.field == rashomon.DateField {
		return false
	}
	for i, x := range asserted.meanings {
		for _, y := range denial.meanings {
			if x.Same(y) {
				return true
			}
		}
		if asserted.field != rashomon.Perpetrator {
			continue
		}
		for _, c := range denial.claims {
			v, spoke := c.Attribution.Speaker()
			if spoke && s.ofParty(asserted.said[i], v.Name) && !x.Differ(denial.meanings[slices.Index(denial.said, said(c).String())]) {
				return true
			}
		}
	}
	return false
}

// ofParty reports whether a speaker is of the party that is said to have done it.
func (s *settler) ofParty(party, speaker string) bool {
	return s.side(wording.Bare(speaker)).Of(s.side(party))
}

// side takes a name apart, once.
func (s *settler) side(name string) wording.Side {
	side, ok := s.known[name]
	if !ok {
		side = wording.SideOf(name)
		s.known[name] = side
	}
	return side
}

// admits reports whether the speaker is of the state that the claim names, says it
// did it, and is accused of it by another: who claims a deed unasked admits nothing.
func (s *settler) admits(c claim) bool {
	return s.claimsOwn(c) && stateVoice(c) && wording.OfState(said(c).String()) && s.accused(c)
}

// claimsOwn reports whether the speaker is of the party that the claim names, and
// says it did it.
func (s *settler) claimsOwn(c claim) bool {
	v, ok := c.Attribution.Speaker()
	return ok && c.Field == rashomon.Perpetrator && hearing.Asserts(c) && c.Attribution.Stance != rashomon.Alleges && s.ofParty(said(c).String(), v.Name)
}

// stateVoice reports whether a speaker can be of a state's side.
func stateVoice(c claim) bool {
	v, _ := c.Attribution.Speaker()
	return v.Kind != rashomon.ArmedGroup && v.Kind != rashomon.Media && v.Kind != rashomon.Social && v.Kind != rashomon.Witness
}

// remark is what a reader must know beside a value: whose names it has, how it stands
// to who is said to have done it, and whether a target was only meant to be hit.
func (s *settler) remark(fc fact) string {
	if fc.meant() {
		return "meant to be hit"
	}
	note := s.responsibility(fc)
	if fc.field != rashomon.Perpetrator {
		return note
	}
	if label(fc) == rashomon.Unclaimed && slices.ContainsFunc(s.claims, func(c claim) bool { return !s.retired[c.ID] && s.claimsOwn(c) }) {
		return "others tell of a claim of responsibility"
	}
	if group := wording.OneGroup(fc.said); group != "" {
		return strings.TrimPrefix(note+"; known names of one group, "+group, "; ")
	}
	return note
}

// responsibility says what kind of word it is that somebody did it: a confirmation
// against interest, a claim of responsibility, or no more than an accusation.
func (s *settler) responsibility(fc fact) string {
	if fc.field != rashomon.Perpetrator || fc.polarity != rashomon.States {
		return ""
	}
	alleged := func(c claim) bool { return c.Attribution.Stance == rashomon.Alleges }
	switch {
	case fc.grade == rashomon.Confirmed:
		return "confirmed against its interest"
	case slices.ContainsFunc(fc.claims, s.claimsOwn) && slices.ContainsFunc(fc.claims, alleged):
		return "a claim of responsibility, and an accusation by others"
	case slices.ContainsFunc(fc.claims, s.claimsOwn):
		return "a claim of responsibility"
	case !slices.ContainsFunc(fc.claims, func(c claim) bool { return !alleged(c) }):
		return "an accusation"
	}
	return ""
}

// accused reports whether the speaker is of a party that another origin says did it.
func (s *settler) accused(c claim) bool {
	v, ok := c.Attribution.Speaker()
	return ok && slices.ContainsFunc(s.claims, func(p claim) bool {
		return p.Field == rashomon.Perpetrator && p.Column != c.Column && hearing.Asserts(p) && s.ofParty(p.Value.String(), v.Name)
	})
}

// label is the wording that stands for all: a person's or a place's fullest name, the plainest
// wording of a thing, else the wording used most, of equals the longer.
func label(f fact) string {
	used := map[string]int{}
	for _, c := range f.claims {
		used[said(c).String()]++
	}
	switch f.field {
	case rashomon.Victim:
		return wording.FullestPerson(used)
	case rashomon.PlaceField:
		return wording.Fullest(used)
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
