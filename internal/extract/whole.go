package extract

import (
	"slices"

	"rashomon"
	"rashomon/internal/grammar"
	"rashomon/internal/tagger"
)

// join makes one of proposals on a field whose phrases share words, "a shooting range"
// and "shooting range in Imo", or leave one thing open, "the motive", "is not known": the
// surer with the words of both.
func (w *weighing) join() {
	type phrase struct {
		at    *tagger.Proposal
		words rashomon.Span
	}
	var kept []phrase
	for i := range w.seen.All {
		p := &w.seen.All[i]
		if !p.Kept || p.Field.Toll() || p.Field == rashomon.DateField {
			continue
		}
		x := phrase{p, w.phrase(p)}
		n := slices.IndexFunc(kept, func(k phrase) bool {
			return k.at.Field == p.Field && (k.words.Overlaps(x.words) || w.oneDoubt(k.at, p))
		})
		if n < 0 {
			kept = append(kept, x)
			continue
		}
		k := &kept[n]
		if w.grammar.Empty(w.run(k.at.Anchor)) {
			k.at, p = p, k.at // the surer is "not" alone
		}
		p.Kept = false
		switch told, tells := w.tells(k.words), w.tells(x.words); {
		case told == tells || !grammar.Named(p.Field):
			k.words = rashomon.Span{Start: min(k.words.Start, x.words.Start), End: max(k.words.End, x.words.End)}
		case told:
			k.words = x.words // "denied by Imo" and "Imo": the name
		}
		k.at.Anchor = k.words
	}
}

// oneDoubt reports whether two proposals on why it was done say in one sentence that
// this is not known.
func (w *weighing) oneDoubt(a, b *tagger.Proposal) bool {
	x, y := w.run(a.Anchor), w.run(b.Anchor)
	return a.Field == rashomon.Motive && a.StanceOf() == rashomon.Doubts && b.StanceOf() == rashomon.Doubts &&
		w.doc.Words[x.First].Sentence == w.doc.Words[y.First].Sentence && max(x.First-y.Last, y.First-x.Last) < near
}

// near is how many words may stand between the halves of one doubt.
const near = 8

// tells reports whether a verb stands among the words.
func (d *draft) tells(words rashomon.Span) bool { return d.grammar.Tells(d.run(words)) }

// run returns the words at a span.
func (d *draft) run(words rashomon.Span) grammar.Run { return grammar.Between(d.doc.Range(words)) }

// vain reports whether the words of claim c are no value of its field.
func (d *draft) vain(c rashomon.Claim) bool {
	r := d.run(c.ValueSpan)
	switch {
	case c.Field.Toll():
		return false
	case c.Field == rashomon.DateField:
		for i := r.First; i < r.Last; i++ {
			if w := d.low(i); !grammar.Determiners[w] && !grammar.Prepositions[w] && !d.doc.Punct(i) {
				return false
			}
		}
		return true
	}
	return d.grammar.Empty(r) || c.Field == rashomon.PlaceField && !refuses(c) && d.grammar.Nowhere(r) || c.Field == rashomon.Threat && d.grammar.Bare(r) || c.Field == rashomon.Victim && !refuses(c) && (d.grammar.Nameless(r) || d.grammar.Relative(r)) ||
		c.Field == rashomon.Perpetrator && !refuses(c) && grammar.Helpers[d.low(r.Last-1)]
}

// negated makes a denial of what is said of "no gun", "no civilian house".
func (d *draft) negated(c *rashomon.Claim) {
	r := d.run(c.ValueSpan)
	if c.Field != rashomon.Target && c.Field != rashomon.Weapon || d.low(r.First) != "no" || r.Last < r.First+2 || refuses(*c) {
		return
	}
	c.ValueSpan = d.grammar.SpanOf(grammar.Between(r.First+1, r.Last))
	c.Value, c.Attribution.Stance = valueOf(c.Field, c.ValueSpan.Of(d.doc.Text)), rashomon.Denies
}
