package extract

import "rashomon"

// hedge returns the stance of the words r, given the stance of their voice: the
// words themselves may allege, doubt or deny.
func (d *draft) hedge(f rashomon.Field, stance rashomon.Stance, r run) rashomon.Stance {
	for i := max(r.first-2, 0); i < r.last; i++ {
		switch w := d.low(i); w {
		case "alleged", "allegedly", "suspected", "reportedly", "presumed", "purported", "accused":
			if stance == rashomon.States {
				return rashomon.Alleges
			}
		}
	}
	if stance == rashomon.Threats && f != rashomon.Threat {
		return rashomon.States
	}
	return stance
}
