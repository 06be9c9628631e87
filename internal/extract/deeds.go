package extract

import (
	"slices"

	"rashomon"
	"rashomon/internal/deed"
	"rashomon/internal/grammar"
)

// again is how many sentences apart the same name by the same voice is taken to be
// said of another incident.
const again = 2

// deeds returns the claims of who did it, of targets, weapons, named victims,
// motives, threats and responses: one for each value and voice, the text below
// the title first.
func (d *draft) deeds() []rashomon.Claim {
	found := deed.Read(d.grammar)
	slices.SortStableFunc(found, func(a, b deed.Finding) int { return d.titleLast(a.Span, b.Span) })
	var claims []rashomon.Claim
	seen := map[string]int{}
	for _, x := range found {
		value := deed.Unpossessed(x.Field, d.grammar.SpanOf(x.Value), d.doc.Text)
		name := value.Of(d.doc.Text)
		c := d.claim(x.Field, valueOf(x.Field, name), d.grammar.SpanOf(x.Span), value)
		if x.Stance != "" {
			c.Attribution.Stance = x.Stance
		}
		speaker, _ := c.Attribution.Speaker()
		key := string(x.Field) + "|" + deed.Key(x.Field, name) + "|" + speaker.Name
		if st := c.Attribution.Stance; st == rashomon.Denies || st == rashomon.Doubts {
			key += "|" + string(st) // a voice that named somebody and then denies it says two things
		}
		at := d.doc.Words[x.Span.First].Sentence
		before, told := seen[key]
		if told && (x.Field != rashomon.Perpetrator || at < before+again) || d.inTitle(x.Span) && named(claims, x.Field, name) {
			continue
		}
		seen[key] = at
		claims = append(claims, c)
	}
	return claims
}

// fates has every victim cite the words that say what became of him.
func (d *draft) fates(all []made) {
	fates := deed.FatesIn(d.grammar)
	for i := range all {
		if m := &all[i]; m.Field == rashomon.Victim {
			if r := fates.Of(d.run(m.ValueSpan)); !r.Empty() && !m.Span.Covers(d.grammar.SpanOf(r)) {
				m.Also = append(m.Also, d.grammar.SpanOf(r))
			}
		}
	}
}

// titleLast orders what stands in the title behind the rest.
func (d *draft) titleLast(a, b grammar.Run) int {
	switch title, titleToo := d.inTitle(a), d.inTitle(b); {
	case title == titleToo:
		return 0
	case title:
		return 1
	}
	return -1
}

// inTitle reports whether the words stand in the title.
func (d *draft) inTitle(r grammar.Run) bool {
	return d.doc.Sentences[d.doc.Words[r.First].Sentence].Title
}

// named reports whether a claim on f in the outlet's own voice has a value that
// shares its words with name.
func named(claims []rashomon.Claim, f rashomon.Field, name string) bool {
	words := grammar.Significant(name)
	for _, c := range claims {
		if _, other := c.Attribution.Speaker(); other || c.Field != f {
			continue
		}
		if has := grammar.Significant(c.Value.String()); grammar.Within(words, has) || grammar.Within(has, words) {
			return true
		}
	}
	return false
}

// valueOf returns the words as the kind of value that the field takes.
func valueOf(f rashomon.Field, words string) rashomon.Value {
	if f == rashomon.Perpetrator || f == rashomon.Victim {
		return rashomon.Party{Name: words}
	}
	return rashomon.Words(words)
}
