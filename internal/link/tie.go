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
// every recall. It cites the sentence of the recall's first claim.
func (s *set) recalls(first, last int) []toldTie {
	var ties []toldTie
	body := s.told[s.accounts[first].report].Text
	var doc *text.Doc
	for i := first; i < last; i++ {
		for j := first; s.accounts[i].Main && j < last; j++ {
			b := s.accounts[j]
			if b.Main {
				continue
			}
			if doc == nil && body != "" {
				doc = text.Parse(body)
			}
			span := firstSpan(b.Account)
			if n := sentenceOf(doc, span); n >= 0 {
				span = doc.Sentences[n].Span
			}
			ties = append(ties, toldTie{rashomon.Tie{Kind: rashomon.Recalls, Report: b.Report, Span: span, Words: wordsOf(body, span)}, i, j})
		}
	}
	return ties
}

// sentenceOf is the index of the sentence in which a span begins, -1 for none.
func sentenceOf(doc *text.Doc, span rashomon.Span) int {
	if doc == nil || span.Empty() {
		return -1
	}
	return slices.IndexFunc(doc.Sentences, func(x text.Sentence) bool { return x.Start <= span.Start && span.Start < x.End })
}

func wordsOf(body string, span rashomon.Span) string {
	if span.Empty() || !span.Valid(body) {
		return ""
	}
	return span.Of(body)
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

// answers ties accounts that one sentence joins by such words: the one that is the
// subject of the clause before them to the one with claims after.
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
		i := sentenceOf(doc, rashomon.Span{Start: m[0], End: m[1]})
		if i < 0 {
			continue
		}
		sentence := doc.Sentences[i].Span
		from := s.subject(first, last, rashomon.Span{Start: sentence.Start, End: m[0]})
		if from == none {
			continue
		}
		if to := s.within(first, last, rashomon.Span{Start: m[1], End: sentence.End}, from); to != none {
			span := rashomon.Span{Start: m[0], End: sentence.End}
			ties = append(ties, toldTie{rashomon.Tie{Kind: kind, Report: s.accounts[first].Report, Span: span, Words: wordsOf(body, span)}, from, to})
		}
	}
	return ties
}

var (
	// clauseEnd is what parts a clause from the next.
	clauseEnd = regexp.MustCompile(`(?i)[;:–—]|, (?:and|but|while|which|who) |\b(?:since|while|because|although|that)\b`)
	// event finds words for an event, the definite ones with their article.
	event = regexp.MustCompile(`(?i)(?:\b(the|this|that|its|their|his|\w+['’]s) (?:[\w.'’-]+ ){0,3})?\b(strike|airstrike|attack|bombing|raid|shelling|blast|explosion|` +
		`shooting|ambush|assault|killing|assassination|invasion|war|offensive|conflict|campaign|operation|siege|clashes|strikes|attacks|airstrikes|raids)\b`)
	own     = regexp.MustCompile(`(?i)^(?:strike|airstrike|attack|bombing|raid|shelling|blast|explosion|shooting|ambush|assault|killing|assassination)$`)
	pronoun = regexp.MustCompile(`(?i)^\W*(?:it|this) (?:was|were|came|is|follows|followed|happened|took)\b`)
)

// subject returns the account whose event the clause at the end of span is about:
// one that makes a claim there with no other event named behind it, or the report's
// news where the clause says "the strike" or "it".
func (s *set) subject(first, last int, span rashomon.Span) int {
	body := s.told[s.accounts[first].report].Text
	if ends := clauseEnd.FindAllStringIndex(body[span.Start:span.End], -1); ends != nil {
		span.Start += ends[len(ends)-1][1]
	}
	clause := body[span.Start:span.End]
	named := event.FindAllStringSubmatch(clause, -1)
	if len(named) > 0 && !own.MatchString(named[len(named)-1][2]) {
		return none
	}
	if from := s.within(first, last, span, none); from != none {
		return from
	}
	if pronoun.MatchString(clause) || len(named) > 0 && named[len(named)-1][1] != "" {
		if i := slices.IndexFunc(s.accounts[first:last], func(p profile) bool { return p.Main }); i >= 0 {
			return first + i
		}
	}
	return none
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
