package tally

import (
	"rashomon"
	"rashomon/internal/grammar"
)

var (
	policeWords  = grammar.LexiconOf(`police policeman policemen policewoman constable constables sheriff sheriff's`)
	soldierWords = grammar.LexiconOf(`army military soldier soldiers troops navy marines marine battalion brigade regiment`)
)

// policed reports whether the words of r speak of police and of no soldiers:
// "officers" among them are police.
func (d *reader) policed(r run) bool {
	police := false
	for i := r.first; i < r.last; i++ {
		w := d.low(i)
		if soldierWords[w] {
			return false
		}
		police = police || policeWords[w]
	}
	return police
}

// soldierly reports whether the words of r speak of soldiers.
func (d *reader) soldierly(r run) bool {
	for i := r.first; i < r.last; i++ {
		if soldierWords[d.low(i)] {
			return true
		}
	}
	return false
}

// ofDead reads "11 of the dead were children" into m, when word i is "dead": a part
// of those killed, counted by what they were.
func (d *reader) ofDead(m *mention, i int) bool {
	if w := d.low(i); w != "dead" && w != "victims" && w != "killed" || d.low(i-1) != "the" && d.low(i-1) != "those" || d.low(i-2) != "of" {
		return false
	}
	k := i + 1
	if !grammar.Auxiliary[d.low(k)] {
		return false
	}
	g, ok := groupOf(d.low(k + 1))
	if !ok || g == rashomon.People {
		return false
	}
	m.dead, m.part, m.sure, m.head, m.field = true, true, true, k+1, rashomon.Killed
	m.run = run{m.number.first, k + 2}
	m.tally = whoIs(m.tally, d.low(k+1), g)
	return true
}
