package extract

import "rashomon"

// motives returns the claims of motive.
func (d *draft) motives() []rashomon.Claim { return nil }
