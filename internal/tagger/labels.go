package tagger

import "rashomon"

// The labels of the model, in the order of its outputs. A weight file says which it
// was made with; one with others is refused.
var (
	fieldLabels = []rashomon.Field{rashomon.Killed, rashomon.Injured, rashomon.Missing, rashomon.Captured, rashomon.Casualties,
		rashomon.Perpetrator, rashomon.Target, rashomon.Weapon, rashomon.Victim, rashomon.PlaceField, rashomon.DateField,
		rashomon.Motive, rashomon.Threat, rashomon.Response}
	// otherTags follow the fields; nothing here reads them off, but they are in the file.
	otherTags    = []string{"speaker", "via", "source", "cue", "content"}
	stanceLabels = []rashomon.Stance{rashomon.States, rashomon.Confirms, rashomon.Alleges, rashomon.Denies, rashomon.Doubts,
		rashomon.Threats, rashomon.Predicts}
	boundLabels   = []Bound{Exact, AtLeast, UpTo, FromTo, OneOf, SomeOf, NoneOf, OtherBound}
	roleLabels    = []Role{Main, Background, Cumulative}
	pointerLabels = []string{"speaker", "via", "who"}
)

// The numbers of labels.
const (
	fields   = 14
	stances  = 7
	bounds   = 8
	roles    = 3
	pointers = 3
)

// Bound is how the words of a count bound it.
type Bound string

// The bounds. The first four are of counts with a number; the next three of counts
// that stand on another word: "a man", "many people", "no one".
const (
	Exact      Bound = "exact"
	AtLeast    Bound = "min"
	UpTo       Bound = "max"
	FromTo     Bound = "range"
	OneOf      Bound = "one"
	SomeOf     Bound = "some"
	NoneOf     Bound = "zero"
	OtherBound Bound = "other"
)

// Role is the part that a claim's incident has in the report.
type Role string

// The roles.
const (
	Main       Role = "main"       // the news
	Background Role = "background" // recalled
	Cumulative Role = "cumulative" // over several incidents or a period
)
