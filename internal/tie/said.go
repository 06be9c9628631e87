package tie

import (
	"cmp"
	"slices"

	"rashomon"
)

// said returns what the words of the report say of how its incidents stand.
func (s *story) said() []found {
	if s.Doc == nil {
		return nil
	}
	var all []found
	for n := range s.Sentences {
		end := s.Sentences[n].Start // of the words read so far
		for _, h := range s.heard(n) {
			if h.Start < end {
				continue
			}
			if ties := h.read(s); len(ties) > 0 {
				all, end = append(all, ties...), h.End
			}
		}
	}
	return slices.DeleteFunc(all, s.impossible)
}

// heard is a cue in sentence n; between is what its group found.
type heard struct {
	cue
	rashomon.Span
	between rashomon.Span
	n       int
}

// heard finds the cues of a sentence, in order.
func (s *story) heard(n int) []heard {
	var found []heard
	x := s.Sentences[n]
	looked := map[int]bool{}
	for w := x.First; w < x.Last; w++ {
		for _, i := range cuesBy[s.Lower(w)] {
			if looked[i] {
				continue
			}
			looked[i] = true
			for _, m := range cues[i].pattern.FindAllStringSubmatchIndex(s.Text[x.Start:x.End], -1) {
				h := heard{cue: cues[i], Span: rashomon.Span{Start: x.Start + m[0], End: x.Start + m[1]}, n: n}
				if len(m) > 2 {
					h.between = rashomon.Span{Start: x.Start + m[2], End: x.Start + m[3]}
				}
				found = append(found, h)
			}
		}
	}
	slices.SortStableFunc(found, func(a, b heard) int { return cmp.Compare(a.Start, b.Start) })
	return found
}

// read returns the ties that the words say, none when it is left open of what.
func (h heard) read(s *story) []found {
	x := s.Sentences[h.n]
	before := s.tail(rashomon.Span{Start: x.Start, End: h.Start})
	after := rashomon.Span{Start: h.End, End: min(x.End, h.End+reach)}
	whole := rashomon.Span{Start: before.Start, End: after.End}
	if s.unreal(before) || unreal.MatchString(s.Text[h.Start:h.End]) {
		return nil
	}
	fronted := s.bare(before)
	from, to := none, none
	switch {
	case h.shape == listed:
		return h.list(s, before, after)
	case h.shape == forward && fronted:
		if to = s.object(after, none); to != none {
			from = s.next(after, to)
		}
	case h.shape == forward:
		if from = s.subject(h.n, before); from != none {
			to = s.object(after, from)
		}
	case h.shape == backward && !fronted:
		if to = s.subject(h.n, before); to != none {
			from = s.object(after, to)
		}
	case h.shape == parted:
		if to = s.object(h.between, none); to != none {
			from = s.object(after, to)
		}
	case h.shape == inside:
		if from = s.subject(h.n, h.between); from != none {
			to = s.object(after, from)
		}
	case h.shape == onward && fronted:
		if from = s.object(after, none); from != none {
			to = s.before(h.n, from)
		}
	case h.shape == back && fronted:
		if to = s.object(after, none); to != none {
			from = s.before(h.n, to)
		}
	case h.shape == likewise:
		in, first := s.marked(whole), s.marked(before)
		if len(in) == 1 {
			from, to = s.before(h.n, in[0]), in[0]
		} else if len(in) == 2 && len(first) == 1 {
			from, to = in[0], in[1]
		}
	case h.shape == together:
		if in := s.marked(whole); len(in) == 2 {
			from, to = in[0], in[1]
		}
	}
	if from == none || to == none || h.kind == rashomon.MistakenFor && !event.MatchString(s.Text[after.Start:after.End]) {
		return nil
	}
	return []found{{h.kind, from, to, s.cite(h.Start, x.End)}}
}

// list ties the latest of a series to those told after the words that say so: in the
// same sentence, or in the two after it as recalls.
func (h heard) list(s *story, before, after rashomon.Span) []found {
	from := s.subject(h.n, before)
	if from == none {
		return nil
	}
	var all []found
	tie := func(to int, end int) {
		if s.of[to] != s.of[from] && !slices.ContainsFunc(all, func(f found) bool { return s.of[f.to] == s.of[to] }) {
			all = append(all, found{h.kind, from, to, s.cite(h.Start, end)})
		}
	}
	for _, to := range s.marked(after) {
		tie(to, after.End)
	}
	for n := h.n + 1; n < len(s.Sentences) && n <= h.n+2; n++ {
		x := s.Sentences[n]
		in := s.marked(rashomon.Span{Start: x.Start, End: min(x.End, x.Start+reach)})
		if len(in) == 0 || slices.ContainsFunc(in, func(i int) bool { return s.accounts[i].Main || s.of[i] == s.of[from] }) {
			break
		}
		for _, to := range in {
			tie(to, x.End)
		}
	}
	return all
}

// subject is the account that the clause at the end of a span is about: one that makes
// a claim there with no other event named behind it, or whose place is named there, or
// what was told before where the clause says "it" or "the strike".
func (s *story) subject(n int, span rashomon.Span) int {
	if ends := clauseEnd.FindAllStringIndex(s.Text[span.Start:span.End], -1); ends != nil {
		span.Start += ends[len(ends)-1][1]
	}
	clause := s.Text[span.Start:span.End]
	named := event.FindAllStringSubmatch(clause, -1)
	if len(named) > 0 && !own.MatchString(named[len(named)-1][2]) {
		return none
	}
	if in := s.marked(span); len(in) > 0 {
		return in[len(in)-1]
	}
	if len(named) > 0 {
		if i := s.placed(span); i != none {
			return i
		}
	}
	if pronoun.MatchString(clause) || len(named) > 0 && named[len(named)-1][1] != "" {
		return s.before(n, none)
	}
	return none
}

// before is the account that was told last before sentence n, of another incident than
// not: in the sentence before it, or else the news, where there is only one.
func (s *story) before(n, not int) int {
	told := s.lead
	if n > 0 {
		if in := s.marked(s.tail(s.Sentences[n-1].Span)); len(in) == 1 {
			told = in[0]
		} else if len(in) > 1 {
			return none
		}
	}
	if told == none || not != none && s.of[told] == s.of[not] {
		return none
	}
	return told
}

// object is the account that the words after a cue name: of another incident than not,
// by a claim, or by its place with a word for an event before that.
func (s *story) object(span rashomon.Span, not int) int {
	at, to := span.End, none
	for _, m := range s.marks[s.from(span.Start):] {
		if m.Start >= span.End {
			break
		}
		if m.End <= span.End {
			at, to = m.Start, m.account
			break
		}
	}
	if i, where := s.placeIn(rashomon.Span{Start: span.Start, End: at}); i != none && event.MatchString(s.Text[span.Start:where]) {
		at, to = where, i
	}
	if to == none {
		return none
	}
	if not != none && s.of[to] == s.of[not] || spoke.MatchString(s.Text[span.Start:at]) || stop.MatchString(s.Text[span.Start:at]) {
		return none
	}
	return to
}

// next is the first account after a fronted cue that is of another incident than to.
func (s *story) next(span rashomon.Span, to int) int {
	for _, i := range s.marked(span) {
		if s.of[i] != s.of[to] {
			return i
		}
	}
	return none
}

// marked returns the accounts that make claims inside a span, of each incident one, in
// the order of their first claims there.
func (s *story) marked(span rashomon.Span) []int {
	var in []int
	for _, m := range s.marks[s.from(span.Start):] {
		if m.Start >= span.End {
			break
		}
		if m.End <= span.End && !slices.ContainsFunc(in, func(i int) bool { return s.of[i] == s.of[m.account] }) {
			in = append(in, m.account)
		}
	}
	return in
}

// from is the index of the first mark that begins at a byte or after it.
func (s *story) from(at int) int {
	i, _ := slices.BinarySearchFunc(s.marks, at, func(m mark, at int) int { return cmp.Compare(m.Start, at) })
	return i
}

// placed is the account of the one place that is named in a span.
func (s *story) placed(span rashomon.Span) int {
	i, _ := s.placeIn(span)
	return i
}

// placeIn is the account of the one place named in a span, and where it is named; none
// where there are two.
func (s *story) placeIn(span rashomon.Span) (account, at int) {
	account = none
	for w := s.At(span.Start); w < len(s.Words) && s.Words[w].Start < span.End; w++ {
		for _, p := range s.places[s.Lower(w)] {
			if !s.reads(w, p.words) {
				continue
			}
			if account != none && s.of[account] != s.of[p.account] {
				return none, 0
			}
			if account == none {
				account, at = p.account, s.Words[w].Start
			}
		}
	}
	return account, at
}

// reads reports whether words stand at word w.
func (s *story) reads(w int, words []string) bool {
	for i, x := range words {
		if s.Lower(w+i) != x {
			return false
		}
	}
	return true
}

// bare reports whether nothing stands in a span but words of how much.
func (s *story) bare(span rashomon.Span) bool { return bare.MatchString(s.Text[span.Start:span.End]) }

// tail is the end of a span, where it is long.
func (s *story) tail(span rashomon.Span) rashomon.Span {
	if span.End-span.Start > reach {
		span.Start = min(span.End, s.Words[s.At(span.End-reach)].Start)
	}
	return span
}

// unreal reports whether what stands at the end of a span takes back, doubts or
// foresees what follows.
func (s *story) unreal(span rashomon.Span) bool {
	const near = 60
	if ends := clauseEnd.FindAllStringIndex(s.Text[span.Start:span.End], -1); ends != nil {
		span.Start += ends[len(ends)-1][1]
	}
	if span.End-span.Start > near {
		span.Start = span.End - near
	}
	return unreal.MatchString(s.Text[span.Start:span.End])
}

// impossible reports whether a tie is between accounts of one incident, or has an
// event answer or follow one that came after it.
func (s *story) impossible(f found) bool {
	if s.of[f.from] == s.of[f.to] {
		return true
	}
	a, b := s.accounts[f.from].When, s.accounts[f.to].When
	return (f.kind == rashomon.RetaliationFor || f.kind == rashomon.FollowUpOf) && last(a).Known() && b.From.Known() && last(a).Last().Before(b.From.First())
}

func last(w rashomon.When) rashomon.Date {
	if w.To.Known() {
		return w.To
	}
	return w.From
}
