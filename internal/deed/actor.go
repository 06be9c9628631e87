package deed

import (
	"strings"

	"rashomon/internal/grammar"
)

// agentive reports whether a phrase can name someone who does violence.
func (d *reader) agentive(r grammar.Run) bool {
	if r.Empty() || d.IsPronoun(r) {
		return false
	}
	h := d.Head(r)
	w := strings.TrimSuffix(d.Low(h), "'s")
	switch loud := d.Doc.Capital(h) && d.Shouting(d.Doc.Words[h].Sentence); {
	case grammar.ActorNouns[w], grammar.Nations[w], strings.HasSuffix(w, "-led"):
		return true
	case natural[w], nobody[w]:
		return false
	case grammar.Patients[w], grammar.AttackNouns[w], grammar.Weekdays[w], grammar.IsNumber(w), d.Doc.Punct(h):
		return false
	case d.Name(h), loud && !grammar.TargetHeads[w] && !grammar.WeaponHeads[w] && r.Last-r.First > 1 && r.Last-r.First < 7:
		return true
	}
	for i := r.First; i < r.Last; i++ {
		if grammar.ActorNouns[d.Low(i)] && !grammar.Patients[w] {
			return true
		}
	}
	return false
}

// armed reports whether a phrase names an actor by a word of the lexicons, not by
// being a name alone.
func (d *reader) armed(r grammar.Run) bool {
	for i := r.First; i < r.Last; i++ {
		w := strings.TrimSuffix(d.Low(i), "'s")
		if grammar.ActorNouns[w] || grammar.Nations[w] || grammar.ActorAdjectives[w] || strings.HasSuffix(w, "-led") || strings.HasSuffix(w, "-backed") {
			return true
		}
	}
	return false
}
