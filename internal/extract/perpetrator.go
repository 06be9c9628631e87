package extract

import "rashomon"

// perpetrators returns the claims of perpetrator.
func (d *draft) perpetrators() []rashomon.Claim { return nil }
