package gazetteer

// Relation says how two resolved places lie.
type Relation string

// The relations. Unknown is the answer where either was not resolved, and where
// both are unknown places of one division.
const (
	Same    Relation = "same"
	Inside  Relation = "inside" // one lies in the other
	Near    Relation = "near"
	Apart   Relation = "apart"
	Unknown Relation = "unknown"
)

// Up to these distances in kilometres two towns are near each other: more where
// words say "near", and between the middles of small divisions.
const (
	nearTowns = 10
	nearLoose = 30
)

// Relate compares what two words mean, and gives the distance in kilometres
// between the coordinates, -1 where either has none. Two unknown villages of one
// province are not the same place; whether they are one is for their spellings to
// say.
func (g *Gazetteer) Relate(a, b Resolution) (Relation, float64) {
	if a.Precision == "" || b.Precision == "" {
		return Unknown, -1
	}
	km := Distance(a.Place, b.Place)
	loose := a.Precision == NearTown || b.Precision == NearTown
	switch {
	case a.Place.ID == b.Place.ID:
		return sameEntry(a, b, loose), km
	case g.Inside(a.Place, b.Place):
		return holder(b), km
	case g.Inside(b.Place, a.Place):
		return holder(a), km
	case a.Place.Level == Country || b.Place.Level == Country:
		return Apart, km
	case km <= nearTowns, loose && km <= nearLoose:
		return Near, km
	case (a.Unknown != "" || b.Unknown != "") && km <= nearLoose:
		return Unknown, km
	}
	return Apart, km
}

// sameEntry judges two words for one entry of the gazetteer.
func sameEntry(a, b Resolution, loose bool) Relation {
	switch {
	case a.Place.Level == Town && loose:
		return Near
	case a.Place.Level == Town || a.Unknown == "" && b.Unknown == "":
		return Same
	case a.Unknown != "" && b.Unknown != "":
		return Unknown
	}
	return Inside
}

// holder judges a place that lies in the one the other words mean: what those
// words name within it may be anywhere.
func holder(wide Resolution) Relation {
	if wide.Unknown != "" {
		return Unknown
	}
	return Inside
}
