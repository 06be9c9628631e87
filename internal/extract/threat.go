package extract

import "rashomon"

// threats returns the claims of threat.
func (d *draft) threats() []rashomon.Claim { return nil }
