package extract

import (
	"strconv"

	"rashomon"
)

// scene is one incident that the text tells of. key is its account's key; sentences
// are given to scenes one by one in stage.
type scene struct {
	key   string
	main  bool
	kind  rashomon.Kind
	when  rashomon.When
	place rashomon.Where
}

// stage finds the incidents that the text tells of.
func (d *draft) stage() {
	d.scenes = []scene{{key: "a" + strconv.Itoa(1), main: true, kind: rashomon.OtherEvent}}
}

// reading gives every claim its account.
func (d *draft) reading(claims []rashomon.Claim) rashomon.Reading {
	r := rashomon.Reading{Report: d.report.ID, Title: d.report.Title(), Outlet: d.report.Source.Name,
		Published: d.report.Published, Maker: Maker}
	a := rashomon.Account{Report: r.Report, Key: "a1", Main: true, Kind: rashomon.OtherEvent}
	named := map[rashomon.ClaimID]rashomon.ClaimID{}
	for _, c := range claims {
		before := c.Identify().ID
		c.Account = a.Key
		c = c.Identify()
		named[before] = c.ID
		a.Claims = append(a.Claims, c)
	}
	for i, c := range a.Claims {
		a.Claims[i].PartOf = named[c.PartOf]
	}
	if len(a.Claims) > 0 {
		r.Accounts = append(r.Accounts, a)
	}
	return r
}

func (d *draft) places() []rashomon.Claim { return nil }
func (d *draft) dates() []rashomon.Claim  { return nil }
