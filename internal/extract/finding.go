package extract

import (
	"slices"
	"strings"

	"rashomon"
)

// finding is a phrase that answers a field, with the words that say so. stance is
// set where those words carry one of their own.
type finding struct {
	value, span run
	stance      rashomon.Stance
}

// eachWord calls f for every word with the sentence it stands in.
func (d *draft) eachWord(f func(i int, s run)) {
	for _, s := range d.doc.Sentences {
		for i := s.First; i < s.Last; i++ {
			f(i, run{s.First, s.Last})
		}
	}
}

// nextOf returns the first of the given words within n words after i, -1 for none.
func (d *draft) nextOf(i int, s run, n int, words ...string) int {
	for j := i + 1; j < s.last && j <= i+n; j++ {
		if slices.Contains(words, d.low(j)) {
			return j
		}
	}
	return -1
}

// again is how many sentences apart the same name by the same voice is taken to be
// said of another incident.
const again = 2

// claims makes claims on field f of the phrases found, one for each value and voice.
// The text below the title goes first.
func (d *draft) claims(f rashomon.Field, found []finding) []rashomon.Claim {
	var claims []rashomon.Claim
	seen := map[string]int{}
	slices.SortStableFunc(found, func(a, b finding) int {
		return boolOrder(d.inTitle(a.span), d.inTitle(b.span))
	})
	for _, x := range found {
		value := d.words(x.value)
		name := value.Of(d.doc.Text)
		c := d.claim(f, valueOf(f, name), d.words(x.span), value)
		if x.stance != "" {
			c.Attribution.Stance = x.stance
		}
		speaker, _ := c.Attribution.Speaker()
		key := valueKey(f, name) + "|" + speaker.Name
		at := d.doc.Words[x.span.first].Sentence
		if before, ok := seen[key]; ok && (f != rashomon.Perpetrator || at < before+again) || d.inTitle(x.span) && named(claims, name) {
			continue
		}
		seen[key] = at
		claims = append(claims, c)
	}
	return claims
}

// inTitle reports whether the words stand in the title.
func (d *draft) inTitle(r run) bool {
	return d.doc.Sentences[d.doc.Words[r.first].Sentence].Title
}

func boolOrder(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// named reports whether a claim in the outlet's own voice has a value that shares
// its words with name.
func named(claims []rashomon.Claim, name string) bool {
	words := significant(name)
	for _, c := range claims {
		if _, other := c.Attribution.Speaker(); other {
			continue
		}
		if has := significant(c.Value.String()); within(words, has) || within(has, words) {
			return true
		}
	}
	return false
}

// within reports whether every word of a is one of b.
func within(a, b []string) bool {
	for _, w := range a {
		if !slices.Contains(b, w) {
			return false
		}
	}
	return true
}

// valueOf returns the words as the kind of value that the field takes.
func valueOf(f rashomon.Field, words string) rashomon.Value {
	if f == rashomon.Perpetrator || f == rashomon.Victim {
		return rashomon.Party{Name: words}
	}
	return rashomon.Words(words)
}

// valueKey returns what makes two values of a field the same for one voice: all
// words of a name, the last word of a weapon.
func valueKey(f rashomon.Field, words string) string {
	all := significant(words)
	if f == rashomon.Weapon && len(all) > 0 {
		return strings.TrimSuffix(all[len(all)-1], "s")
	}
	return strings.Join(all, " ")
}
