package rashomon

// Derivation is how one question of a Record was settled, from the words to the
// value: what each origin is heard to say, how that stands to what the others say,
// and what the policy makes of it. Of fields that count nobody only Gone is filled:
// their findings say the rest.
type Derivation struct {
	Field Field     `json:"field"`
	Rows  []Weighed `json:"rows"` // one for each group that is counted
	Gone  []Gone    `json:"gone"` // the claims that no longer count

	Kinds []KindTold `json:"kinds,omitempty"` // of KindField only: what the reports tell of, most told first
}

// KindTold is a kind of event, the reports that tell of it as their news, and those that
// recall it.
type KindTold struct {
	Kind    Kind       `json:"kind"`
	News    []ReportID `json:"news"`
	Recalls []ReportID `json:"recalls"`
}

// Weighed is one toll of one group: what is heard, and what follows.
type Weighed struct {
	Group  Group   `json:"group"`
	Heard  []Heard `json:"heard"`
	Sides  []Heard `json:"sides"`  // sets of origins that one number satisfies, the lowest first; Origin is -1
	Denied int     `json:"denied"` // claims that deny it
	Chosen string  `json:"chosen"` // what the policy makes of it, in a sentence
}

// Heard is what one origin, or one side, says of a toll once its claims have refined
// each other or were added up.
type Heard struct {
	Origin int       `json:"origin"` // index into Record.Origins
	Value  string    `json:"value"`  // as a person would write it: "at least 10"
	Parts  string    `json:"parts,omitempty"`
	Floor  bool      `json:"floor,omitempty"` // it only says how many there were at least
	With   []int     `json:"with,omitempty"`  // of a side: its origins
	Claims []ClaimID `json:"claims"`
}

// Gone is a claim that no longer counts, and why.
type Gone struct {
	Claim ClaimID `json:"claim"`
	Why   string  `json:"why"`
}
