package extract

import (
	"rashomon"
	"rashomon/internal/grammar"
)

// fork parts the scenes of sentences that recall two incidents, one after the
// other: "shelled the town last month after a raid by rebels had killed six". What
// stands behind "after" gets a scene of its own.
func (d *draft) fork(claims []rashomon.Claim) {
	for n := range d.scenes {
		if d.scenes[n].Main {
			continue
		}
		for _, s := range d.scenes[n].sentences {
			if at := d.forkAt(s); at > 0 && d.bothSides(claims, d.scenes[n].Key, s, at) && len(d.scenes) < scenesLimit {
				d.split(claims, n, s, at)
			}
		}
	}
}

// forkAt returns the word "after" of sentence s that leads to another attack, with
// violence told of before it; 0 for none.
func (d *draft) forkAt(s int) int {
	sentence := d.doc.Sentences[s]
	violent := false
	for i := sentence.First; i < sentence.Last; i++ {
		w := d.low(i)
		if violent && (w == "after" || w == "following") && d.introduces(run{i + 1, min(i+6, sentence.Last)}) {
			return i
		}
		violent = violent || grammar.ViolentVerbs[w]
	}
	return 0
}

// bothSides reports whether claims on who did it or on people harmed stand on both
// sides of word at in sentence s.
func (d *draft) bothSides(claims []rashomon.Claim, key string, s, at int) bool {
	var before, behind bool
	for _, c := range claims {
		if c.Account != key || d.sentenceOf(c) != s || c.Field != rashomon.Perpetrator && !c.Field.Toll() {
			continue
		}
		first, _ := d.doc.Range(c.Span)
		before, behind = before || first < at, behind || first > at
	}
	return before && behind
}

// split gives the claims of scene n in sentence s behind word at a scene of their
// own.
func (d *draft) split(claims []rashomon.Claim, n, s, at int) {
	key, k := d.scenes[n].Key, d.open(false, s)
	d.scenes[k].behind = at
	for i, c := range claims {
		if first, _ := d.doc.Range(c.Span); c.Account == key && d.sentenceOf(c) == s && first > at {
			claims[i].Account = d.scenes[k].Key
		}
	}
}

// whenBehind returns the first time behind word at of sentence s.
func (d *draft) whenBehind(at, s int) rashomon.When {
	for _, t := range d.timesIn(s) {
		if t.First > at {
			return t.When
		}
	}
	return rashomon.When{}
}
