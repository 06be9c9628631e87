package reconcile

import (
	"cmp"
	"slices"
	"strings"

	"rashomon"
	"rashomon/internal/veil"
)

// Derive returns how the question of one field was settled in the Record that Settle
// gives of d under p, with what is withheld hidden.
func Derive(d rashomon.Dossier, p rashomon.Policy, f rashomon.Field) rashomon.Derivation {
	s := newSettler(d, p)
	s.retire()
	out := rashomon.Derivation{Field: f, Rows: []rashomon.Weighed{}, Gone: []rashomon.Gone{}}
	for _, c := range s.claims {
		if c.Field == f && s.retired[c.ID] {
			out.Gone = append(out.Gone, rashomon.Gone{Claim: c.ID, Why: s.whyGone(c)})
		}
	}
	if f.Toll() {
		for _, t := range s.tolls(f, s.standing(), len(s.reports)+1) {
			out.Rows = append(out.Rows, s.weighed(t))
		}
	}
	if f == rashomon.KindField {
		out.Kinds = s.kindsTold(d.Accounts)
	}
	return veil.Hide(Veil(d), out)
}

// kindsTold lists the kinds of event that the accounts, as they were read, tell of.
func (s *settler) kindsTold(accounts []rashomon.Account) []rashomon.KindTold {
	var out []rashomon.KindTold
	for _, ruled := range s.accounts { // those that nobody rejected
		i := slices.IndexFunc(accounts, func(a rashomon.Account) bool { return a.ID() == ruled.ID() })
		a := accounts[i]
		n := slices.IndexFunc(out, func(k rashomon.KindTold) bool { return k.Kind == a.Kind })
		if n < 0 {
			n, out = len(out), append(out, rashomon.KindTold{Kind: a.Kind, News: []rashomon.ReportID{}, Recalls: []rashomon.ReportID{}})
		}
		if a.Main {
			out[n].News = append(out[n].News, a.Report)
		} else {
			out[n].Recalls = append(out[n].Recalls, a.Report)
		}
	}
	slices.SortStableFunc(out, func(a, b rashomon.KindTold) int {
		return cmp.Or(cmp.Compare(len(b.News), len(a.News)), cmp.Compare(len(b.Recalls), len(a.Recalls)), cmp.Compare(a.Kind, b.Kind))
	})
	return out
}

// whyGone says why a claim no longer counts.
func (s *settler) whyGone(c claim) string {
	switch {
	case c.Superseded:
		return "its own report gives another value in its place"
	case s.replaced[c.Report].By != "":
		return "the text at its address changed"
	}
	if by, ok := s.overtaken[c.ID]; ok {
		return "the toll rose later, as " + s.origins[by].Name + " says"
	}
	if by, ok := s.exceeded[c.ID]; ok {
		return s.origins[by].Name + ", who quotes it, counts more"
	}
	return s.origins[c.Column].Name + " said otherwise later"
}

func (s *settler) weighed(t toll) rashomon.Weighed {
	w := rashomon.Weighed{Group: t.group, Denied: len(t.opposed(t.sides())), Heard: []rashomon.Heard{}, Sides: []rashomon.Heard{}}
	for _, a := range t.answers {
		w.Heard = append(w.Heard, rashomon.Heard{Origin: a.Col, Value: a.String(), Parts: a.Parts, Floor: a.Floor, Claims: claimNames(a.Claims)})
	}
	sides := t.sides()
	for _, d := range sides {
		side := rashomon.Heard{Origin: -1, Value: d.String()}
		for _, a := range d.answers {
			side.With, side.Claims = append(side.With, a.Col), append(side.Claims, claimNames(a.Claims)...)
		}
		w.Sides = append(w.Sides, side)
	}
	if len(sides) > 0 {
		w.Chosen = s.choice(t, sides)
	}
	return w
}

// claimNames lists claims by their names, each once.
func claimNames(claims []claim) []rashomon.ClaimID {
	var out []rashomon.ClaimID
	for _, c := range claims {
		if !slices.Contains(out, c.ID) {
			out = append(out, c.ID)
		}
	}
	return out
}

// choice says what the policy makes of the sides.
func (s *settler) choice(t toll, sides []side) string {
	best := s.best(t, sides)
	result := "so it chooses no number"
	if best != nil {
		result = "so the best number is " + itoa(best.N)
		if best.Open {
			result = "so the best number is at least " + itoa(best.N)
		}
	}
	switch s.policy.Name {
	case rashomon.Conservative:
		return "the lowest of these is " + lowest(sides).String() + ", " + result
	case rashomon.Majority, rashomon.UCDP:
		var votes []string
		for _, d := range sides {
			n := s.independent(counting(d.answers))
			votes = append(votes, d.String()+" has "+count(n, "independent origin"))
		}
		return strings.Join(votes, "; ") + "; " + result
	case rashomon.Hierarchy, rashomon.LatestOfficial:
		a := s.first(t.answers, s.policy.Name == rashomon.Hierarchy)
		if a == nil {
			return "no voice of the kinds that it hears gave a count, " + result
		}
		o := s.origins[a.Col]
		agreed := ""
		for _, d := range sides {
			if slices.Contains(d.answers, a) && d.String() != a.String() {
				agreed = ", which the counts that agree with it make " + d.String()
				break
			}
		}
		return "the voice that goes first is " + o.Name + " (" + string(o.Kind) + ") with " + a.String() + agreed + ", " + result
	}
	return "it takes the ends as they stand and chooses no number between them"
}

func count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return itoa(n) + " " + thing + "s"
}
