package extract

import "rashomon"

// weapons returns the claims of weapon.
func (d *draft) weapons() []rashomon.Claim { return nil }
