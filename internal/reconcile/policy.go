package reconcile

import (
	"rashomon"
	"rashomon/internal/codebook"
)

// Policies returns the ways to settle, the default first. Each carries its rule
// in one sentence and the codebook by which it reads vague words.
func Policies() []rashomon.Policy {
	project, acled := codebook.Project(), codebook.ACLED()
	return []rashomon.Policy{
		{Name: rashomon.RangePolicy, Codebook: project,
			Rule: "The lowest and the highest count that now stand; no single number is chosen."},
		{Name: rashomon.Conservative, Codebook: acled,
			Rule: "The lowest count that stands once counts that agree have refined each other; vague words at the least they mean, as ACLED codes them (dozens 12)."},
		{Name: rashomon.Majority, Codebook: project,
			Rule: "The count that most independent origins give; none is chosen when two counts have equally many."},
		{Name: rashomon.Hierarchy, Codebook: project, Kinds: voiceOrder(),
			Rule: "The count of the kind of voice that stands first in this order: medical, monitor, ngo, police, official, military, witness, media, armed group, social, other; of two alike, the later; refined by the counts that agree with it."},
		{Name: rashomon.LatestOfficial, Codebook: project, Kinds: officialKinds(),
			Rule: "The latest count by an official, military, police or medical voice, refined by the counts that agree with it; none is chosen when no such voice gave one."},
		{Name: rashomon.UCDP, Codebook: project,
			Rule: "Low, best and high: best is the count that most independent origins give, or the lower one when equally many give two."},
	}
}

// PolicyNamed returns the policy of that name. ok is false when there is none.
func PolicyNamed(name string) (p rashomon.Policy, ok bool) {
	for _, p := range Policies() {
		if string(p.Name) == name {
			return p, true
		}
	}
	return rashomon.Policy{}, false
}

// voiceOrder is the default order of the hierarchy policy: those who saw the
// bodies or count for a living first, parties to the fight and posts last.
func voiceOrder() []rashomon.VoiceKind {
	return []rashomon.VoiceKind{rashomon.Medical, rashomon.Monitor, rashomon.NGO, rashomon.Police, rashomon.Official,
		rashomon.Military, rashomon.Witness, rashomon.Media, rashomon.ArmedGroup, rashomon.Social, rashomon.OtherVoice}
}

func officialKinds() []rashomon.VoiceKind {
	return []rashomon.VoiceKind{rashomon.Official, rashomon.Military, rashomon.Police, rashomon.Medical}
}
