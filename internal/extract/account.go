package extract

import (
	"strconv"

	"rashomon"
)

// scene is one incident that the text tells of.
type scene struct {
	key   string
	main  bool
	kind  rashomon.Kind
	when  rashomon.When
	where rashomon.Where
}

// stage finds what the text tells of when and where.
func (d *draft) stage() {
	d.dateTimes()
	d.scenes = []scene{{key: "a1", main: true, kind: rashomon.OtherEvent}}
}

// after returns the setting for the claim that follows c.
func (d *draft) after(at setting, c rashomon.Claim, r role) setting {
	first, _ := d.doc.Range(c.Span)
	at.prev, at.sentence = r, d.doc.Words[first].Sentence
	if t, ok := c.Tally(); ok && r == mainRole {
		at.stated[stateKey(c.Field, t)] = true
	}
	return at
}

// reading gives every claim its account and drops what is said twice.
func (d *draft) reading(claims []rashomon.Claim) rashomon.Reading {
	r := rashomon.Reading{Report: d.report.ID, Title: d.report.Title(), Outlet: d.report.Source.Name,
		Published: d.report.Published, Maker: Maker}
	claims = d.identified(d.distinct(d.placed(claims)))
	for _, s := range d.scenes {
		a := rashomon.Account{Report: r.Report, Key: s.key, Main: s.main, Kind: s.kind, When: s.when, Where: s.where}
		for _, c := range claims {
			if c.Account == s.key {
				a.Claims = append(a.Claims, c)
			}
		}
		if len(a.Claims) > 0 {
			r.Accounts = append(r.Accounts, a)
		}
	}
	for _, c := range claims {
		if c.Cumulative {
			r.Cumulative = append(r.Cumulative, c)
		}
	}
	return r
}

// placed gives every claim the scene that it speaks of, or marks it a sum.
func (d *draft) placed(claims []rashomon.Claim) []rashomon.Claim {
	at := setting{sentence: -1, stated: map[string]bool{}}
	back := 0
	roles := map[int]role{} // by sentence
	for i := range claims {
		c := &claims[i]
		first, _ := d.doc.Range(c.Span)
		s := d.doc.Words[first].Sentence
		r, known := roles[s]
		if c.Field.Toll() {
			r = roleOf(d.hints(*c, at))
			if !known {
				roles[s] = r
			}
			at = d.after(at, *c, r)
		}
		switch r {
		case cumulativeRole:
			if c.Field.Toll() {
				c.Cumulative = true
				continue
			}
			c.Account = d.scenes[0].key
		case backgroundRole:
			if back == 0 {
				back = len(d.scenes)
				d.scenes = append(d.scenes, scene{key: "a" + strconv.Itoa(len(d.scenes)+1), kind: rashomon.OtherEvent})
			}
			c.Account = d.scenes[back].key
		default:
			c.Account = d.scenes[0].key
		}
	}
	return claims
}

// identified gives every claim its id, and parts the ids of their wholes: those
// were named before any claim had an account.
func (d *draft) identified(claims []rashomon.Claim) []rashomon.Claim {
	named := map[rashomon.ClaimID]rashomon.ClaimID{}
	for i, c := range claims {
		account := c.Account
		c.Account = ""
		before := c.Identify().ID
		c.Account = account
		claims[i] = c.Identify()
		named[before] = claims[i].ID
	}
	for i, c := range claims {
		claims[i].PartOf = named[c.PartOf]
	}
	return claims
}

func (d *draft) places() []rashomon.Claim { return nil }
func (d *draft) dates() []rashomon.Claim  { return nil }
