package link

import (
	"slices"
	"strings"

	"rashomon"
	"rashomon/internal/names"
)

// profile is an account made ready for comparison.
type profile struct {
	rashomon.Account
	id      rashomon.AccountID
	report  int // index into set.told
	days    days
	also    []days // other days that its date claims name
	told    int    // day of publication, 0 when unknown
	weekday int    // 0 Sunday to 6, none when the account names none or is dated
	place   place
	perps   []party
	victims []party
	targets []spoken
	weapons []spoken
	killed  []rashomon.Tally
	injured []rashomon.Tally
	words   vector
	title   vector // of the report's headline, for the first account of its news
	whole   bool   // words are of the whole text, which tells of this account alone
}

// party is a name as the report says it, taken apart.
type party struct {
	said string
	name names.Name
}

// profile prepares one account of the report with index r.
func (s *set) profile(r int, a rashomon.Account) profile {
	p := profile{Account: a, id: a.ID(), report: r, told: s.anchors[r], weekday: none}
	for _, c := range a.Claims {
		p.add(c)
	}
	p.days, p.weekday = s.dated(a, r)
	p.also = otherDays(a.Claims, p.days)
	p.place = readPlace(a.Where.Name, a.Claims)
	p.whole = a.Main && lead(s.told[r]) == a.Key && s.told[r].Text != ""
	p.words = s.words.vector(s.told[r], a)
	if lead(s.told[r]) == a.Key {
		p.title = s.words.headline(s.told[r].Reading.Title)
	}
	return p
}

// lead returns the key of the first account that a report gives as its news, which
// its headline is of; empty when it gives none.
func lead(t Told) string {
	for _, a := range t.Reading.Accounts {
		if a.Main {
			return a.Key
		}
	}
	return ""
}

// add sorts a claim into the profile. What is denied or foreseen tells nothing
// of the event; a part of a toll is no toll.
func (p *profile) add(c rashomon.Claim) {
	if c.Attribution.Stance == rashomon.Threats || c.Attribution.Stance == rashomon.Predicts {
		return
	}
	switch v := c.Value.(type) {
	case rashomon.Tally:
		if c.PartOf != "" || v.Group == rashomon.Attackers || v.Min <= 0 && v.Max <= 0 {
			return
		}
		switch c.Field {
		case rashomon.Killed:
			p.killed = append(p.killed, v)
		case rashomon.Injured:
			p.injured = append(p.injured, v)
		}
	case rashomon.Party:
		if c.Field == rashomon.Victim {
			p.victims = appendNew(p.victims, v.Name)
		} else if c.Attribution.Stance != rashomon.Denies {
			p.perps = appendNew(p.perps, v.Name)
		}
	case rashomon.Words:
		switch c.Field {
		case rashomon.Target:
			p.targets = append(p.targets, telling(string(v))...)
		case rashomon.Weapon:
			p.weapons = append(p.weapons, telling(string(v))...)
		}
	}
}

func appendNew(list []party, s string) []party {
	if s == "" || slices.ContainsFunc(list, func(p party) bool { return p.said == s }) {
		return list
	}
	return append(list, party{s, names.Parse(s)})
}

// spoken is a word as the report has it, and folded.
type spoken struct{ said, folded string }

// telling returns the words of s that are not common.
func telling(s string) []spoken {
	var out []spoken
	for _, w := range strings.Fields(s) {
		w = strings.TrimSuffix(strings.TrimSuffix(strings.Trim(w, `.,;:()"'`), "'s"), "’s")
		for _, f := range names.Words(w) {
			if len(f) > 2 && !common[f] && !stop[strings.ToLower(w)] {
				out = append(out, spoken{w, singular(f)})
			}
		}
	}
	return out
}

// shared returns the longest name of a that b holds in some spelling.
func shared(a, b []party) (name string, ok bool) {
	for _, x := range a {
		for _, y := range b {
			if len(x.said) > len(name) && x.name.Same(y.name) {
				name, ok = x.said, true
			}
		}
	}
	return name, ok
}

// sharedWord returns the rarest word that both lists hold, and how rare it is in
// report r, between 0 and 1; empty when they share none.
func (s *set) sharedWord(a, b []spoken, r int) (said string, rare float64) {
	for _, x := range a {
		if !slices.ContainsFunc(b, func(y spoken) bool { return x.folded == y.folded }) {
			continue
		}
		if m := s.words.mention(x.folded, r); said == "" || m > rare {
			said, rare = x.said, m
		}
	}
	return said, rare
}
