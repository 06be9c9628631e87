package rashomon

import (
	"slices"
	"strings"
)

// Question is what a field asks, as every page and print shows it: "People
// killed", "Who did it". The group is of a toll; empty is all people.
func (f Field) Question(g Group) string {
	if f.Toll() {
		who := g.Name()
		return strings.ToUpper(who[:1]) + who[1:] + " " + f.Suffered()
	}
	switch f {
	case Perpetrator:
		return "Who did it"
	case Target:
		return "What was hit"
	case Weapon:
		return "With what"
	case Victim:
		return "Named dead and injured"
	case PlaceField:
		return "Where"
	case DateField:
		return "When"
	case Motive:
		return "Why, as they say"
	case Threat:
		return "Threats"
	case Response:
		return "Responses"
	case KindField:
		return "What kind of event"
	}
	return string(f)
}

// Suffered is what happened to the people that a toll counts.
func (f Field) Suffered() string {
	if f == Casualties {
		return "killed or injured, not told apart"
	}
	return string(f)
}

// Name is the people of a group in words; of no group, people.
func (g Group) Name() string {
	switch g {
	case "":
		return string(People)
	case Officers:
		return "police officers"
	}
	return string(g)
}

// One is one of a group in words: "person", "child", "police officer".
func (g Group) One() string {
	switch g {
	case People, "":
		return "person"
	case Children:
		return "child"
	case Women:
		return "woman"
	case Men:
		return "man"
	}
	return strings.TrimSuffix(g.Name(), "s")
}

// Verb is how a voice stands to its words, as a verb in the past: "police said".
func (s Stance) Verb() string {
	switch s {
	case Confirms:
		return "confirmed"
	case Alleges:
		return "alleged"
	case Denies:
		return "denied"
	case Doubts:
		return "could not verify"
	case Threats:
		return "threatened"
	case Predicts:
		return "predicted"
	}
	return "said"
}

// Strength orders stances: of several, the strongest is the finding's.
func (s Stance) Strength() int {
	return slices.Index([]Stance{Predicts, Doubts, Denies, Threats, Alleges, States, Confirms}, s)
}

// Title is a kind of event as a heading has it.
func (k Kind) Title() string {
	switch k {
	case AirStrike:
		return "Air or drone strike"
	case Shelling:
		return "Shelling or missile strike"
	case Bombing:
		return "Bombing"
	case Chemical:
		return "Chemical attack"
	case OtherEvent:
		return "Incident"
	}
	return strings.ToUpper(string(k[:1])) + string(k[1:])
}
