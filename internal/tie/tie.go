// Package tie reads from one report how the incidents that it tells of stand to each
// other: one answers another, comes after it, belongs with it to a series, was first
// mistaken for it, or is recalled beside it. A tie stands on words of the report,
// which it cites, and is seen from both incidents. What the words leave open is no tie.
package tie

import (
	"cmp"
	"slices"
	"strings"

	"rashomon"
	"rashomon/internal/text"
)

// Tied is a tie of the incident From.
type Tied struct {
	From rashomon.IncidentID
	rashomon.Tie
}

// Of returns the ties between the incidents that one report tells of, each from both
// sides, sorted. body is the report's text, as spans mean it; without it only what it
// recalls is known, and no words are cited. of names the incident of each account.
// The work grows with the text and the claims, not with their product.
func Of(report rashomon.ReportID, body string, accounts []rashomon.Account, of []rashomon.IncidentID) []Tied {
	if !slices.ContainsFunc(of, func(id rashomon.IncidentID) bool { return id != of[0] }) {
		return nil
	}
	s := read(body, accounts, of)
	found := s.said()
	told := map[[2]rashomon.IncidentID]bool{}
	for _, f := range found {
		told[[2]rashomon.IncidentID{of[f.from], of[f.to]}] = true
		told[[2]rashomon.IncidentID{of[f.to], of[f.from]}] = true
	}
	for _, f := range s.recalls() { // which says less than any other tie
		if !told[[2]rashomon.IncidentID{of[f.from], of[f.to]}] {
			found = append(found, f)
		}
	}
	var ties []Tied
	for _, f := range found {
		t := rashomon.Tie{To: of[f.to], Kind: f.kind, Report: report, Span: f.span, Words: wordsOf(body, f.span)}
		ties = append(ties, Tied{of[f.from], t})
		t.To, t.Kind = of[f.from], f.kind.Inverse()
		ties = append(ties, Tied{of[f.to], t})
	}
	return slices.CompactFunc(sorted(ties), func(a, b Tied) bool {
		return a.From == b.From && a.To == b.To && a.Kind == b.Kind
	})
}

func sorted(ties []Tied) []Tied {
	slices.SortStableFunc(ties, func(a, b Tied) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Span.Start, b.Span.Start))
	})
	return ties
}

// found is a tie between two accounts, by their index.
type found struct {
	kind     rashomon.TieKind
	from, to int
	span     rashomon.Span
}

// none is the index of no account.
const none = -1

// cited is how many bytes of the report a tie cites at most.
const cited = 400

// story is a report with the places where it speaks of its accounts.
type story struct {
	*text.Doc
	accounts []rashomon.Account
	of       []rashomon.IncidentID
	lead     int                 // the news, where all of it is of one incident
	claims   []mark              // by start
	marks    []mark              // the same, without those whose words are claims of two incidents
	places   map[string][]placed // by first word
}

// mark is where a claim of an account stands.
type mark struct {
	rashomon.Span
	account int
}

// placed is a place where only one incident of the report was.
type placed struct {
	words   []string
	account int
}

func read(body string, accounts []rashomon.Account, of []rashomon.IncidentID) *story {
	s := &story{accounts: accounts, of: of, lead: none}
	for i, a := range accounts {
		for _, c := range a.Claims {
			if !c.Span.Empty() && (body == "" || c.Span.Valid(body)) {
				s.claims = append(s.claims, mark{c.Span, i})
			}
		}
	}
	slices.SortStableFunc(s.claims, func(a, b mark) int { return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End)) })
	s.marks = s.telling()
	for i, a := range accounts {
		if a.Main && (s.lead == none || of[s.lead] != of[i]) {
			if s.lead != none {
				s.lead = none
				break
			}
			s.lead = i
		}
	}
	if body != "" {
		s.Doc = text.Parse(body)
		s.places = placesOf(accounts, of)
	}
	return s
}

// telling leaves out the claims whose words are claims of two incidents.
func (s *story) telling() []mark {
	var kept []mark
	for i := 0; i < len(s.claims); {
		last, alone := i, true
		for ; last < len(s.claims) && s.claims[last].Span == s.claims[i].Span; last++ {
			alone = alone && s.of[s.claims[last].account] == s.of[s.claims[i].account]
		}
		if alone {
			kept = append(kept, s.claims[i])
		}
		i = last
	}
	return kept
}

// placesOf finds the places that tell the incidents of a report apart, by the words of
// their narrowest part. One that shares a word with that of another incident does not.
func placesOf(accounts []rashomon.Account, of []rashomon.IncidentID) map[string][]placed {
	const longest = 5
	in := map[string]rashomon.IncidentID{}
	shared := map[string]bool{}
	names := make([][]string, len(accounts))
	for i, a := range accounts {
		name, _, _ := strings.Cut(a.Where.Name, ",")
		names[i] = strings.Fields(strings.ToLower(name))
		for _, w := range names[i] {
			shared[w] = shared[w] || in[w] != "" && in[w] != of[i]
			in[w] = of[i]
		}
	}
	at := map[string][]placed{}
	for i, words := range names {
		if len(words) > 0 && len(words) <= longest && !slices.ContainsFunc(words, func(w string) bool { return shared[w] }) {
			at[words[0]] = append(at[words[0]], placed{words, i})
		}
	}
	return at
}

// recalls ties every recall to the news told last before it, or else to the first.
// It cites the sentence of the recall's first claim.
func (s *story) recalls() []found {
	first := make([]rashomon.Span, len(s.accounts))
	news := make([]int, len(s.accounts)) // the news told last before the first claim of each
	lead, last := slices.IndexFunc(s.accounts, func(a rashomon.Account) bool { return a.Main }), none
	for _, m := range s.claims {
		if first[m.account].Empty() {
			first[m.account], news[m.account] = m.Span, last
		}
		if s.accounts[m.account].Main {
			last = m.account
		}
	}
	var out []found
	for i, a := range s.accounts {
		of := lead
		if !first[i].Empty() && news[i] != none {
			of = news[i]
		}
		if a.Main || of == none || s.of[of] == s.of[i] {
			continue
		}
		span := first[i]
		if n := s.sentence(span); n != none {
			start := s.Sentences[n].Start
			if span.Start-start > cited/2 {
				start = s.Words[s.At(span.Start-cited/2)].Start
			}
			span = s.cite(start, s.Sentences[n].End)
		}
		out = append(out, found{rashomon.Recalls, of, i, span})
	}
	return out
}

// sentence is the index of the sentence in which a span begins.
func (s *story) sentence(span rashomon.Span) int {
	if s.Doc == nil || span.Empty() {
		return none
	}
	i, ok := slices.BinarySearchFunc(s.Sentences, span.Start, func(x text.Sentence, at int) int { return cmp.Compare(x.Start, at) })
	if !ok {
		i--
	}
	if i < 0 || span.Start >= s.Sentences[i].End {
		return none
	}
	return i
}

// cite is the text from start to end, cut behind a word where it is long.
func (s *story) cite(start, end int) rashomon.Span {
	if end-start > cited {
		last := s.At(start + cited)
		for end = start; last > 0 && s.Words[last-1].End > start+cited; last-- {
		}
		if last > 0 {
			end = max(start, s.Words[last-1].End)
		}
	}
	return rashomon.Span{Start: start, End: end}
}

func wordsOf(body string, span rashomon.Span) string {
	if span.Empty() || !span.Valid(body) {
		return ""
	}
	return span.Of(body)
}
