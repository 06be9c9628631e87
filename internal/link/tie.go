package link

import (
	"cmp"
	"regexp"
	"slices"

	"rashomon"
	"rashomon/internal/text"
)

// tie puts on each incident how it stands to others: what its reports recall,
// and where they say that it answers or follows another.
func (s *set) tie(incidents []rashomon.Incident, groups [][]int) {
	of := make([]int, len(s.accounts))
	for g, members := range groups {
		for _, i := range members {
			of[i] = g
		}
	}
	for first := 0; first < len(s.accounts); {
		last := first + 1
		for last < len(s.accounts) && s.accounts[last].report == s.accounts[first].report {
			last++
		}
		for _, t := range append(s.recalls(first, last), s.answers(first, last)...) {
			if g, h := of[t.from], of[t.to]; g != h {
				t.To = incidents[h].ID
				incidents[g].Ties = append(incidents[g].Ties, t.Tie)
			}
		}
		first = last
	}
	for g := range incidents {
		ties := incidents[g].Ties
		slices.SortStableFunc(ties, func(a, b rashomon.Tie) int {
			return cmp.Or(cmp.Compare(a.To, b.To), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Report, b.Report), cmp.Compare(a.Span.Start, b.Span.Start))
		})
		incidents[g].Ties = slices.CompactFunc(ties, func(a, b rashomon.Tie) bool {
			return a.To == b.To && a.Kind == b.Kind && a.Report == b.Report
		})
	}
}

// toldTie is a tie between two accounts of one report.
type toldTie struct {
	rashomon.Tie
	from, to int
}

// recalls ties every main account of the accounts [first, last) of one report to
// every recall. It cites the first claim of the recall.
func (s *set) recalls(first, last int) []toldTie {
	var ties []toldTie
	for i := first; i < last; i++ {
		for j := first; s.accounts[i].Main && j < last; j++ {
			if b := s.accounts[j]; !b.Main {
				ties = append(ties, toldTie{rashomon.Tie{Kind: rashomon.Recalls, Report: b.Report, Span: firstSpan(b.Account)}, i, j})
			}
		}
	}
	return ties
}

func firstSpan(a rashomon.Account) rashomon.Span {
	var first rashomon.Span
	for _, c := range a.Claims {
		if !c.Span.Empty() && (first.Empty() || c.Span.Start < first.Start) {
			first = c.Span
		}
	}
	return first
}

// answering finds the words by which one event is said to answer or to follow
// another.
var answering = regexp.MustCompile(`(?i)\b(?:(in (?:retaliation|revenge|reprisal|response) (?:for|to)|(?:was|were|as) (?:retaliation|revenge|a reprisal) for|to avenge|avenging)|` +
	`((?:hours?|days?|minutes|a day|one day|weeks?) (?:after|following)))\b`)

// answers ties accounts that one sentence joins by such words: the one with
// claims before them, or else the report's news, to the one with claims after.
func (s *set) answers(first, last int) []toldTie {
	body := s.told[s.accounts[first].report].Text
	if last-first < 2 || body == "" {
		return nil
	}
	found := answering.FindAllStringSubmatchIndex(body, -1)
	if found == nil {
		return nil
	}
	var ties []toldTie
	doc := text.Parse(body)
	for _, m := range found {
		kind := rashomon.RetaliationFor
		if m[2] < 0 {
			kind = rashomon.FollowUpOf
		}
		i := slices.IndexFunc(doc.Sentences, func(x text.Sentence) bool { return x.Start <= m[0] && m[0] < x.End })
		if i < 0 {
			continue
		}
		sentence := doc.Sentences[i].Span
		from := s.within(first, last, rashomon.Span{Start: sentence.Start, End: m[0]}, none)
		if from == none {
			from = first + slices.IndexFunc(s.accounts[first:last], func(p profile) bool { return p.Main })
		}
		if from < first {
			continue
		}
		if to := s.within(first, last, rashomon.Span{Start: m[1], End: sentence.End}, from); to != none {
			ties = append(ties, toldTie{rashomon.Tie{Kind: kind, Report: s.accounts[first].Report, Span: rashomon.Span{Start: m[0], End: sentence.End}}, from, to})
		}
	}
	return ties
}

// within returns the first account of [first, last) other than not that has a
// claim inside span.
func (s *set) within(first, last int, span rashomon.Span, not int) int {
	for i := first; i < last; i++ {
		if i != not && slices.ContainsFunc(s.accounts[i].Claims, func(c rashomon.Claim) bool { return !c.Span.Empty() && span.Covers(c.Span) }) {
			return i
		}
	}
	return none
}
