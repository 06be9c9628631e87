package reconcile

import (
	"slices"

	"rashomon"
	"rashomon/internal/hearing"
)

// exceed marks the counts that a report quotes and exceeds: its author has heard them and
// counts more in the report's own voice. Such a count is of what its voice saw or
// heard by then, a part or an early hour, unless the voice is one that counts for itself
// (officials, doctors, forces, monitors): that one may well contradict the author.
func (s *settler) exceed(f rashomon.Field, claims []claim, out map[rashomon.ClaimID]bool) {
	type telling struct {
		report rashomon.ReportID
		group  rashomon.Group
	}
	group := s.folded[f]
	by := map[telling]claim{} // the author's highest count
	for _, c := range claims {
		g := group(c)
		if !c.Own || out[c.ID] || !hearing.Counts(c) || c.Vague || c.PartOf != "" || g == rashomon.Attackers {
			continue
		}
		for _, k := range []telling{{c.Report, g}, {c.Report, rashomon.People}} { // a part bounds the whole from below
			if c.Lo > by[k].Lo {
				by[k] = c
			}
		}
	}
	fighters := slices.ContainsFunc(claims, func(c claim) bool { return c.Group == rashomon.Fighters || c.Group == rashomon.Soldiers })
	for _, c := range claims {
		t, _ := c.Tally()
		author, ok := by[telling{c.Report, group(c)}]
		if !ok && !fighters && group(c) == rashomon.Civilians { // all who were killed are civilians
			author, ok = by[telling{c.Report, rashomon.People}]
		}
		hi := c.Hi
		if t.Approx && hi != hearing.Endless {
			hi += hi / 10
		}
		if ok && !c.Own && !out[c.ID] && hearing.Counts(c) && hi < author.Lo && slices.Contains(hearsay(), s.origins[c.Column].Kind) {
			out[c.ID], s.exceeded[c.ID] = true, author.Column
		}
	}
}

// hearsay are the kinds of voice that pass on what they saw or were told.
func hearsay() []rashomon.VoiceKind {
	return []rashomon.VoiceKind{rashomon.Media, rashomon.Social, rashomon.Witness, rashomon.OtherVoice}
}
