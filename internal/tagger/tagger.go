package tagger

import (
	"fmt"
	"math"
	"slices"
	"unicode"

	"rashomon"
	"rashomon/internal/encoder"
)

// floor is the odds below which a word proposes nothing, and mostProposals how many a
// report may have: the surest.
const (
	floor         = 0.15
	mostProposals = 200
)

// Pointer is what a proposal points to in the report: whose word it is, say. Words is
// empty for nobody. P is the probability of just these words, or of nobody.
type Pointer struct {
	Words rashomon.Span
	P     float64
}

// Proposal is a claim that the model proposes: where it stands and what it is tied to.
// Its value is for a grammar to compute from the words.
type Proposal struct {
	Field rashomon.Field
	// Anchor is the word that a count stands on: its number; else the article of one
	// person; else the quantifier ("many"); else the counted noun or the predicate. For
	// other fields it is the words of the value.
	Anchor rashomon.Span
	P      float64 // probability that such a claim stands here
	Kept   bool    // P reaches the field's threshold

	Speaker Pointer // whose word it is; nobody is the outlet
	Via     Pointer // who relays the speaker
	Who     Pointer // of counts: the group counted

	Stance     [stances]float64 // probability of each stance, by StanceOf
	Bound      [bounds]float64  // of counts: probability of each bound, by BoundOf
	Approx     float64          // of counts: probability of "around"
	Superseded float64          // of counts: probability that the same telling replaces it
	RoleLogits [roles]float64   // main, background, cumulative, of this claim by itself

	// Of kept proposals, once Decide has weighed them all together:
	Role  Role
	Group int     // its incident: an index into Proposals.Groups; -1 if cumulative
	Lead  float64 // how far the role leads the next, in log odds
}

// StanceOf returns the likeliest stance.
func (p *Proposal) StanceOf() rashomon.Stance { return stanceLabels[largest(p.Stance[:])] }

// BoundOf returns the likeliest bound; of a count that stands on a number only those
// of numbers, of another only those of words.
func (p *Proposal) BoundOf(number bool) Bound {
	if number {
		return boundLabels[largest(p.Bound[:4])]
	}
	return boundLabels[4+largest(p.Bound[4:7])]
}

// StanceP returns the probability of one stance.
func (p *Proposal) StanceP(s rashomon.Stance) float64 {
	return p.Stance[slices.Index(stanceLabels, s)]
}

// BoundP returns the probability of one bound.
func (p *Proposal) BoundP(b Bound) float64 { return p.Bound[slices.Index(boundLabels, b)] }

// Group is an incident that kept proposals tell of together.
type Group struct {
	Main    bool
	Members []int // indices into Proposals.All, in its order
}

// Proposals is what the model sees in one report.
type Proposals struct {
	All    []Proposal // in the order of the model's odds, the surest first; Decide keeps it
	Groups []Group
	// Read is the part of the text that was read: all of it but of very long texts. Of a
	// title only the first 60 words are read.
	Read rashomon.Span
	// Beyond says that most letters of the text are of scripts that the model does not
	// know: nothing is proposed, and nothing follows from that.
	Beyond bool

	model   *Model
	vectors [][]float32 // of each proposal, for pairs
	at      []int       // the report's number of its first word
	pairs   []float32   // logits of [n][n][same, part] for the kept ones
	kept    []int       // the number of each proposal among the kept ones, -1
	n       int         // of kept ones
}

// Same returns the probability that proposals i and j tell of one incident. It is at
// hand for two kept ones and is computed for others.
func (p *Proposals) Same(i, j int) float64 {
	there, back := p.related(i, j), p.related(j, i)
	return (sigmoid(there[0]) + sigmoid(back[0])) / 2
}

// Part returns the probability that count i is a part of count j.
func (p *Proposals) Part(i, j int) float64 { return sigmoid(p.related(i, j)[1]) }

// related returns the logits of the pair head: the same incident, a part.
func (p *Proposals) related(i, j int) []float32 {
	if x, y := p.kept[i], p.kept[j]; x >= 0 && y >= 0 {
		return p.pairs[2*(x*p.n+y):][:2]
	}
	return p.model.relate([][]float32{p.vectors[i], p.vectors[j]}, []int{p.at[i], p.at[j]})[2:4]
}

// Scratch is the room that one goroutine works in. The zero value is ready.
type Scratch struct {
	encoder  encoder.Scratch
	document document
	pieced   pieced
	room     []Piece
	window   window
	vectors  vectors
	found    []candidate
	claims   []seen
}

// seen is a candidate with what its window's heads say of it.
type seen struct {
	Proposal
	word   int // the report's number of its first word
	vector []float32
}

// Read returns what the model proposes for a report's text: a title, a line break, a
// body. Time and memory are linear in its length up to a bound (Proposals.Read). It is
// safe for many goroutines with a Scratch each. An error means that the weights do not
// fit together; no text gives one.
func (m *Model) Read(s *Scratch, text string) (*Proposals, error) {
	d := &s.document
	d.cut(text)
	out := &Proposals{Read: rashomon.Span{End: len(text)}}
	if out.Beyond = beyond(text); out.Beyond {
		return out, nil
	}
	s.room = m.pieces(d, &s.pieced, s.room)
	parts := s.pieced.parts(d.title, len(d.tokens))
	if end := parts[len(parts)-1][1]; end < len(d.tokens) {
		out.Read.End = d.tokens[end].Start
	} else if len(d.tokens) == mostWords {
		out.Read.End = d.tokens[end-1].End
	}
	s.claims = s.claims[:0]
	for n := range parts {
		s.window.fill(m, d, &s.pieced, parts, n)
		if err := m.look(s); err != nil {
			return nil, fmt.Errorf("read window %d: %w", n, err)
		}
		s.surest()
	}
	m.gather(s, out)
	return out, nil
}

// look adds to s.claims what the heads say of s.window.
func (m *Model) look(s *Scratch) error {
	w, d, v := &s.window, &s.document, &s.vectors
	h, err := m.encoder.Encode(&s.encoder, w.ids, []int{len(w.ids)})
	if err != nil || len(w.words) == 0 {
		return err
	}
	m.words(v, d, w, h)
	m.tag(&s.encoder, v, len(w.words))
	s.found = surest(w.candidates(s.found[:0], v.tags), func(c candidate) float64 { return c.p })
	if len(s.found) == 0 {
		return nil
	}
	m.around(v, d, w, s.found)
	m.point(&s.encoder, v, w, s.found)
	m.judge(&s.encoder, v, s.found, h[:m.hidden])
	for c, x := range s.found {
		s.claims = append(s.claims, m.seen(v, d, w, c, x))
	}
	return nil
}

// surest sorts by falling odds, the first of equals first, and cuts what is beyond the
// most that a report may have: it could not come back.
func surest[T any](all []T, odds func(T) float64) []T {
	slices.SortStableFunc(all, func(a, b T) int {
		switch x, y := odds(a), odds(b); {
		case x > y:
			return -1
		case x < y:
			return 1
		}
		return 0
	})
	return all[:min(len(all), mostProposals)]
}

func (s *Scratch) surest() { s.claims = surest(s.claims, func(c seen) float64 { return c.P }) }

// seen puts together what the heads say of candidate c.
func (m *Model) seen(v *vectors, d *document, w *window, c int, x candidate) seen {
	p := Proposal{Field: fieldLabels[x.field], Anchor: d.span(w.words[x.first], w.words[x.last]), P: x.p, Group: -1}
	for i, to := range []*Pointer{&p.Speaker, &p.Via, &p.Who} {
		*to = m.pointed(v, d, w, c, x, i)
	}
	row := v.claim[c*m.claim3.Out() : (c+1)*m.claim3.Out()]
	for i := range p.RoleLogits {
		p.RoleLogits[i] = float64(row[i])
	}
	row = row[roles:]
	odds(p.Stance[:], row)
	odds(p.Bound[:], row[stances:])
	var two [2]float64
	odds(two[:], row[stances+bounds:])
	p.Approx = two[1]
	odds(two[:], row[stances+bounds+2:])
	p.Superseded = two[1]
	return seen{Proposal: p, word: w.words[x.first], vector: slices.Clone(v.vector[c*m.vector : (c+1)*m.vector])}
}

// odds sets dst to the softmax of the first len(dst) logits.
func odds(dst []float64, logits []float32) {
	x := slices.Clone(logits[:len(dst)])
	softmax(x)
	for i, y := range x {
		dst[i] = float64(y)
	}
}

// gather puts the claims of all windows together.
func (m *Model) gather(s *Scratch, out *Proposals) {
	out.model, out.All = m, make([]Proposal, len(s.claims))
	for i, c := range s.claims {
		out.All[i] = c.Proposal
		out.vectors, out.at, out.kept = append(out.vectors, c.vector), append(out.at, c.word), append(out.kept, -1)
	}
}

// Opinion is what another reader of the same report thinks of a proposal, as log odds
// that are added to the model's.
type Opinion struct {
	P     float64        // of Proposal.P: above 0 speaks for the claim
	Roles [roles]float64 // of Proposal.RoleLogits: main, background, cumulative
}

// Decide returns the proposals with what is decided of them together: which are kept,
// their roles and groups. Opinions, if not nil, holds the opinion of another reader on
// each, opinions[i] that of All[i]. The order is the old one. It panics if there are
// opinions, but not as many as proposals.
func (p *Proposals) Decide(opinions []Opinion) *Proposals {
	q := *p
	q.All = slices.Clone(p.All)
	for i := range q.All {
		if opinions == nil {
			break
		}
		c, o := &q.All[i], opinions[i]
		if o.P != 0 {
			c.P = 1 / (1 + math.Exp(-logOdds(c.P)-o.P))
		}
		for r, x := range o.Roles {
			c.RoleLogits[r] += x
		}
	}
	if len(q.All) > 0 {
		q.decide()
	}
	return &q
}

// beyond reports whether most letters of the text are neither Latin nor of the scripts
// that Latin texts borrow letters from for formulas.
func beyond(text string) bool {
	latin, other := 0, 0
	for _, r := range text {
		switch {
		case r < 0x80 && (r|0x20) >= 'a' && (r|0x20) <= 'z', unicode.Is(unicode.Latin, r):
			latin++
		case unicode.IsLetter(r):
			other++
		}
	}
	return other > latin
}
