package change

import (
	"slices"

	"rashomon"
)

// Of returns what became of the pages of the incident's reports after they were kept, as
// Notes has it. Of a report that tells of several incidents, only what bears on this one.
func Of(d rashomon.Dossier) []rashomon.Change {
	if len(d.Captures) == 0 {
		return nil
	}
	history := Told(d.Captures, d.Versions)
	own := map[rashomon.ClaimID]bool{}
	for _, a := range d.Accounts {
		for _, c := range a.Claims {
			own[c.ID] = true
		}
	}
	for _, c := range d.Cumulative {
		own[c.ID] = true
	}
	ours := func(id rashomon.ReportID) bool {
		return slices.ContainsFunc(d.Reports, func(r rashomon.Report) bool { return r.ID == id })
	}
	var out []rashomon.Change
	for _, c := range Notes(history) {
		told := len(c.Differences)
		c.Differences = slices.DeleteFunc(slices.Clone(c.Differences), func(x rashomon.Difference) bool { return !bears(x, own) })
		elsewhere := told > 0 && len(c.Differences) == 0 && c.Fate == rashomon.Edited
		if (ours(c.Before) || ours(c.After)) && !elsewhere {
			out = append(out, c)
		}
	}
	return out
}

// bears reports whether a difference is of the incident's own claims, or of the whole text.
func bears(d rashomon.Difference, own map[rashomon.ClaimID]bool) bool {
	if d.Field == "" || d.Was != nil && d.Was.Claim == "" {
		return true
	}
	return d.Was != nil && own[d.Was.Claim] || d.Now != nil && own[d.Now.Claim]
}

// Told is History of captures whose texts are those given.
func Told(captures []rashomon.Capture, texts []rashomon.Version) []rashomon.Change {
	versions := map[rashomon.ReportID]rashomon.Version{}
	for _, v := range texts {
		versions[v.Report.ID] = v
	}
	return History(captures, func(id rashomon.ReportID) (rashomon.Version, bool) {
		v, ok := versions[id]
		return v, ok
	})
}
