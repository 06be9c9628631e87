package deed

import (
	"rashomon/internal/grammar"
)

var (
	// targeting verbs take what was hit, or meant to be hit, as their object.
	targeting = grammar.LexiconOf(`targeted targets targeting hit hits hitting struck striking bombed bombing shelled shelling
		pounded pounding attacked attacking bombarded bombarding destroyed destroying raided stormed rammed ambushed
		strafed torched`)
)

// targets finds what was hit and what was meant to be hit.
func (d *reader) targets() []finding {
	var found []finding
	d.eachWord(func(i int, s grammar.Run) {
		w := d.Low(i)
		j := -1
		switch {
		case w == "target" && (d.Low(i+1) == "was" || d.Low(i+1) == "is"):
			j = i + 2
		case w == "intended" && d.Low(i+1) == "to":
			j = d.nextVerbObject(i+2, s)
		case targeting[w] && (d.objectFollows(i, s) || d.Low(i+1) == "inside") && !grammar.Determiners[d.Low(i-1)]:
			j = i + 1
			for d.Low(j) == "inside" || d.Adverb(j) {
				j++
			}
		case (w == "on" || w == "at" || w == "against" || w == "into") && d.attackBefore(i, s):
			j = i + 1
		}
		if j < 0 {
			return
		}
		value := d.AttachedRight(d.NounRight(j, s.Last), s.Last)
		if w != "target" && w != "intended" && !d.targetLike(value) || value.Empty() {
			return
		}
		found = append(found, finding{value: d.bare(value), span: grammar.Between(i, value.Last)})
	})
	return found
}

// nextVerbObject returns where the object begins of the verb at i, over its
// particle: "shoot down a leader".
func (d *reader) nextVerbObject(i int, s grammar.Run) int {
	if !grammar.ViolentVerbs[d.Low(i)] {
		return -1
	}
	i++
	for i < s.Last && d.Adverb(i) {
		i++
	}
	return i
}

// attackBefore reports whether the preposition at i hangs on an attack or on
// something fired: "an attack on", "fired shells at".
func (d *reader) attackBefore(i int, s grammar.Run) bool {
	for j := i - 1; j >= s.First && j > i-6; j-- {
		w := d.Low(j)
		switch {
		case grammar.AttackNouns[w] || w == "fired" || w == "fell" || w == "landed" || w == "rounds":
			return true
		case d.Doc.Punct(j), grammar.Prepositions[w] && w != "of", grammar.Conjunctions[w]:
			return false
		}
	}
	return false
}

// targetLike reports whether a phrase names a place, a thing or a body that can be
// hit, rather than a day or a count of the dead.
func (d *reader) targetLike(r grammar.Run) bool {
	if r.Empty() || grammar.Weekdays[d.Low(r.First)] || d.IsPronoun(r) {
		return false
	}
	for i := r.First; i < r.Last; i++ {
		if grammar.TargetHeads[d.Low(i)] {
			return true
		}
	}
	return false
}
