package change

import (
	"cmp"
	"slices"
	"strings"

	"rashomon"
	"rashomon/internal/wording"
)

// told is a claim taken apart for comparing.
type told struct {
	*rashomon.Claim
	line    int // its sentence
	value   string
	quote   string
	speaker rashomon.Voice
	spoken  bool // not by the outlet itself
	body    string
	meaning wording.Meaning
	tally   rashomon.Tally
}

// pair puts every claim of one text beside that of the other which answers it, or beside
// nothing: first those that are equal but for their place, then the likeliest.
func pair(was, now []rashomon.Claim, l lines) []Pair {
	a, b := takeApart(was, l.was), takeApart(now, l.now)
	var out []Pair
	a, b, both := equal(a, b, &out)
	for _, s := range buckets(a, b) {
		out = append(out, s.pairs(l, both)...)
	}
	return out
}

// still reports whether one of the claims that both texts have gives the value of a claim.
func (t told) still(both []told) bool {
	return len(both) < mostBoth && slices.ContainsFunc(both, func(u told) bool {
		return u.Field == t.Field && u.Cumulative == t.Cumulative && t.sameValue(u)
	})
}

// stands reports whether the words of a claim stand in the other text as they were, so
// that it is the reader who saw the claim in one text only: in a sentence that did not
// change; or, of what sets the scene, in one that changed elsewhere.
func (t told) stands(same []bool, to []int, other cut) bool {
	if t.line < 0 || to[t.line] < 0 {
		return false
	}
	return same[t.line] || t.scene() && t.quote != "" && strings.Contains(other.folded[to[t.line]], t.quote)
}

// takeApart reads claims in the order in which they stand in their text.
func takeApart(claims []rashomon.Claim, in cut) []told {
	var out []told
	for i := range claims {
		c := &claims[i]
		if c.Value == nil {
			c.Value = rashomon.Words("")
		}
		t := told{Claim: c, line: in.at(c.Span), value: c.Value.String(), quote: folded(c.Quote)}
		if t.speaker, t.spoken = c.Attribution.Speaker(); t.spoken {
			t.body = wording.BodyKey(t.speaker)
		}
		var counts bool
		if t.tally, counts = c.Tally(); counts {
			t.value += " " + string(t.tally.Group) + string(t.tally.Relation)
		} else {
			t.meaning = wording.Read(c.Field, c.Value)
		}
		out = append(out, t)
	}
	slices.SortStableFunc(out, func(a, b told) int {
		return cmp.Or(cmp.Compare(a.Span.Start, b.Span.Start), cmp.Compare(a.Span.End, b.Span.End),
			cmp.Compare(a.ValueSpan.Start, b.ValueSpan.Start), strings.Compare(a.key(), b.key()))
	})
	return out
}

// key is all of a claim that a reader sees but its place.
func (t told) key() string {
	return strings.Join([]string{string(t.Field), t.value, t.quote, t.body, string(t.Attribution.Stance), cumulative(t.Claim)}, "\x00")
}

func cumulative(c *rashomon.Claim) string {
	if c.Cumulative {
		return "cumulative"
	}
	return ""
}

// equal takes out the claims that both texts have, and pairs them; both are those of a.
func equal(a, b []told, out *[]Pair) (left, right, both []told) {
	there := map[string][]int{}
	for j, t := range b {
		there[t.key()] = append(there[t.key()], j)
	}
	taken := map[int]bool{}
	for _, t := range a {
		at := there[t.key()]
		if len(at) == 0 {
			left = append(left, t)
			continue
		}
		*out, both = append(*out, Pair{Was: t.Claim, Now: b[at[0]].Claim}), append(both, t)
		taken[at[0]], there[t.key()] = true, at[1:]
	}
	for j, t := range b {
		if !taken[j] {
			right = append(right, t)
		}
	}
	return left, right, both
}

// bucket is the claims of one field, which alone may answer each other.
type bucket struct{ a, b []told }

func buckets(a, b []told) []bucket {
	at := map[string]int{}
	var out []bucket
	in := func(t told) *bucket {
		k := string(t.Field) + cumulative(t.Claim)
		if _, ok := at[k]; !ok {
			at[k] = len(out)
			out = append(out, bucket{})
		}
		return &out[at[k]]
	}
	for _, t := range a {
		s := in(t)
		s.a = append(s.a, t)
	}
	for _, t := range b {
		s := in(t)
		s.b = append(s.b, t)
	}
	return out
}

// pairs joins the claims of a bucket that answer each other best.
func (s bucket) pairs(l lines, both []told) []Pair {
	var found []match
	if len(s.a)*len(s.b) <= mostCompared {
		for i, x := range s.a {
			for j, y := range s.b {
				if like := x.answers(y, l); like > 0 {
					found = append(found, match{i, j, i, j, like})
				}
			}
		}
	}
	var out []Pair
	left, right := map[int]bool{}, map[int]bool{}
	each(found, func(m match) {
		left[m.i], right[m.j] = true, true
		x, y := s.a[m.i], s.b[m.j]
		out = append(out, Pair{Was: x.Claim, Now: y.Claim, Of: x.aspects(y, l)})
	})
	for i, t := range s.a {
		if !left[i] {
			out = append(out, t.alone(rashomon.ClaimRemoved, t.stands(l.same, l.to, l.now), both, false))
		}
	}
	for j, t := range s.b {
		if !right[j] {
			out = append(out, t.alone(rashomon.ClaimAdded, t.stands(l.kept, l.from, l.was), both, true))
		}
	}
	return out
}

// scene reports whether a claim sets the scene.
func (t told) scene() bool {
	return t.Field == rashomon.PlaceField || t.Field == rashomon.DateField || t.Field == rashomon.Target || t.Field == rashomon.Weapon
}

// standsAs reports whether two claims are two readings of words that stand in both texts:
// of one sentence, or, of what sets the scene, of an edited one that has the words of
// each. A day may be another by the time of publication alone.
func (t told) standsAs(u told, l lines) bool {
	if t.line < 0 || u.line < 0 || l.to[t.line] != u.line {
		return false
	}
	if l.same[t.line] {
		return t.Field != rashomon.DateField || t.quote != u.quote
	}
	return t.scene() && t.quote != u.quote && strings.Contains(l.now.folded[u.line], t.quote) && strings.Contains(l.was.folded[t.line], u.quote)
}

// alone is a claim that nothing of the other text answers.
func (t told) alone(as rashomon.Aspect, stands bool, both []told, now bool) Pair {
	p := Pair{Was: t.Claim, Of: []rashomon.Aspect{as}, Still: t.still(both)}
	if stands {
		p.Of = []rashomon.Aspect{rashomon.OnlyRead}
	}
	if now {
		p.Was, p.Now = nil, t.Claim
	}
	return p
}

// answers says how likely a claim of the one text is that of the other, edited; 0 when it
// is another. Its value weighs most, then the sentence and the words, then who says it.
func (t told) answers(u told, l lines) float64 {
	value, quote, line := t.sameValue(u), t.quote != "" && t.quote == u.quote, t.line >= 0 && u.line >= 0 && l.to[t.line] == u.line
	speaker, group := t.sameSpeaker(u), t.tally.Group == u.tally.Group && t.tally.Relation == u.tally.Relation
	switch {
	case value, quote:
	case t.Field == rashomon.Victim:
		if !line || !wording.Subset(wording.Words(t.value), wording.Words(u.value)) && !wording.Subset(wording.Words(u.value), wording.Words(t.value)) {
			return 0
		}
	case line && (group || t.tally.Min == u.tally.Min && t.tally.Max == u.tally.Max):
	case !speaker || !group || !t.single():
		return 0
	}
	score := 1.0
	for _, part := range []struct {
		holds bool
		more  float64
	}{{value, 8}, {line, 6}, {quote, 4}, {speaker, 3}, {group, 2}, {t.Attribution.Stance == u.Attribution.Stance, 1}} {
		if part.holds {
			score += part.more
		}
	}
	return score
}

// single reports whether one speaker gives one answer to the question, so that a new one
// of his takes the place of the old.
func (t told) single() bool {
	return t.Field.Toll() || t.Field == rashomon.Perpetrator || t.Field == rashomon.PlaceField || t.Field == rashomon.DateField
}

// sameValue reports whether two claims give one value, in whatever words.
func (t told) sameValue(u told) bool {
	if t.value == u.value {
		return true
	}
	if t.Field == rashomon.PlaceField && otherPlace(t.value, u.value) {
		return false
	}
	return !t.Field.Toll() && t.meaning.Same(u.meaning) && u.meaning.Same(t.meaning)
}

// sameSpeaker reports whether one body says both, by a longer name or a shorter.
func (t told) sameSpeaker(u told) bool {
	if t.spoken != u.spoken {
		return false
	}
	return t.body == u.body || wording.Shortens(t.speaker, u.speaker) || wording.Shortens(u.speaker, t.speaker)
}

// aspects says in what two claims that answer each other differ.
func (t told) aspects(u told, l lines) []rashomon.Aspect {
	var out []rashomon.Aspect
	if t.standsAs(u, l) {
		return []rashomon.Aspect{rashomon.OnlyRead}
	}
	if !t.sameValue(u) || t.Field == rashomon.Victim && !strings.EqualFold(folded(t.value), folded(u.value)) { // a name put right is told
		out = append(out, rashomon.OtherValue)
	}
	if !t.sameSpeaker(u) {
		out = append(out, rashomon.OtherSpeaker)
	}
	if t.Attribution.Stance != u.Attribution.Stance {
		out = append(out, rashomon.OtherStance)
	}
	if t.quote != u.quote || len(out) == 0 {
		out = append(out, rashomon.OtherWords)
	}
	return out
}

// byQuestion sorts differences in the order in which records show questions, then as they
// stand in the text.
func byQuestion(list []rashomon.Difference) {
	fields := rashomon.Fields()
	start := func(d rashomon.Difference) int {
		if d.Was != nil {
			return d.Was.Span.Start
		}
		return d.Now.Span.Start
	}
	slices.SortStableFunc(list, func(a, b rashomon.Difference) int {
		return cmp.Or(cmp.Compare(slices.Index(fields, a.Field), slices.Index(fields, b.Field)), cmp.Compare(start(a), start(b)))
	})
}
