package reconcile

import (
	"slices"
	"strings"

	"rashomon"
	"rashomon/internal/wording"
)

// withheld stands for a name that a ruling keeps back.
const withheld = "[name withheld]"

// bench holds the rulings that are in force, by what they rule on.
type bench struct {
	out      map[string]bool // rejected claims and accounts
	accepted map[string]bool
	withheld map[string]bool
	correct  map[string]string
	secret   []string // the names withheld, as apply found them
}

// newBench reads rulings in the order made. A ruling that a later one undoes is
// not in force; an undoing can itself be undone. The last of two corrections counts.
func newBench(rulings []rashomon.Ruling) *bench {
	undone := map[string]bool{}
	for _, r := range slices.Backward(rulings) {
		if r.Kind == rashomon.Undo && !undone[string(r.ID)] {
			undone[r.Target] = true
		}
	}
	b := &bench{out: map[string]bool{}, accepted: map[string]bool{}, withheld: map[string]bool{}, correct: map[string]string{}}
	for _, r := range rulings {
		if undone[string(r.ID)] {
			continue
		}
		switch r.Kind {
		case rashomon.Reject:
			b.out[r.Target] = true
		case rashomon.Accept:
			delete(b.out, r.Target)
			b.accepted[r.Target] = true
		case rashomon.Correct:
			b.correct[r.Target] = r.Value
		case rashomon.Withhold:
			b.withheld[r.Target] = true
		}
	}
	return b
}

// apply returns the claims as the rulings leave them.
func (b *bench) apply(claims []claim) []claim {
	var out []claim
	for _, c := range claims {
		id := string(c.ID)
		if b.out[id] {
			continue
		}
		if b.accepted[id] {
			c.Confidence = 1
		}
		if v, ok := b.correct[id]; ok {
			c.Value = wording.Corrected(c.Claim, v)
		}
		out = append(out, c)
	}
	if len(b.withheld) > 0 {
		b.withhold(out)
	}
	return out
}

// withhold takes out the name of every person ruled on, under all its spellings,
// and every quotation that would show it.
func (b *bench) withhold(claims []claim) {
	for _, c := range claims {
		if b.withheld[string(c.ID)] {
			b.secret = append(b.secret, personOf(c.Claim))
		}
	}
	secret := func(name string) bool {
		return slices.ContainsFunc(b.secret, func(k string) bool { return k != "" && wording.SameName(k, name) })
	}
	for i := range claims {
		c := &claims[i]
		if p, ok := c.Value.(rashomon.Party); ok && secret(p.Name) {
			c.Value = rashomon.Party{Name: withheld}
		}
		c.Attribution.Voices = slices.Clone(c.Attribution.Voices)
		for j := range c.Attribution.Voices {
			if v := &c.Attribution.Voices[j]; secret(v.Name) || v.As != "" && secret(v.As) {
				v.Name, v.As = withheld, ""
			}
		}
		if b.shows(c.Quote) {
			c.Quote = ""
		}
	}
}

// shows reports whether a text shows a withheld name.
func (b *bench) shows(text string) bool {
	return slices.ContainsFunc(b.secret, func(k string) bool { return mentions(text, k) })
}

// personOf is the name that withholding a claim keeps back: the victim's, or
// else the speaker's.
func personOf(c rashomon.Claim) string {
	if p, ok := c.Value.(rashomon.Party); ok && c.Field == rashomon.Victim {
		return p.Name
	}
	v, _ := c.Attribution.Speaker()
	return v.Name
}

// mentions reports whether the text holds any part of a name longer than three letters.
func mentions(text, name string) bool {
	text = strings.ToLower(text)
	return slices.ContainsFunc(strings.Fields(strings.ToLower(name)), func(w string) bool {
		return len(w) > 3 && strings.Contains(text, w)
	})
}
