package reconcile

import (
	"slices"

	"rashomon"
	"rashomon/internal/hearing"
)

// standingRises are the rises of a field that the first n reports tell of, by the
// group counted, without those that say less than another: an earlier one from the
// same number to no higher one.
func (s *settler) standingRises(f rashomon.Field, n int) map[rashomon.Group][]hearing.Rise {
	out := map[rashomon.Group][]hearing.Rise{}
	less := func(a, b hearing.Rise) bool {
		return a.From == b.From && a.To <= b.To && a.By.News.Dated == b.By.News.Dated && a.By.News.From <= b.By.News.From && a.By.Column == b.By.Column
	}
	for _, r := range s.risen[f] {
		by, gone := s.replaced[r.By.Report]
		if r.By.Rank >= n || gone && s.rankOf(by.By) < n {
			continue
		}
		list := out[r.Row]
		if !slices.ContainsFunc(list, func(old hearing.Rise) bool { return less(r, old) }) {
			out[r.Row] = append(slices.DeleteFunc(list, func(old hearing.Rise) bool { return less(old, r) }), r)
		}
	}
	return out
}

// overtake marks the counts that were given before the toll rose: lower, and of the
// number that it rose from. One that its origin gives again after the rise stands.
func (s *settler) overtake(f rashomon.Field, claims []claim, n int, out map[rashomon.ClaimID]bool) {
	group, risen := s.folded[f], s.standingRises(f, n)
	if len(risen) == 0 {
		return
	}
	type count struct {
		seat
		hearing.Bounds
	}
	base := map[seat]bool{} // an origin that counts further counts from its own base
	for _, c := range claims {
		base[seat{group(c), c.Column}] = base[seat{group(c), c.Column}] || hearing.IsFurther(c) && !c.Held
	}
	early, stands := map[count][]claim{}, map[count]bool{}
	over := map[count]hearing.Rise{}
	for _, c := range claims {
		k := count{seat{group(c), c.Column}, c.Bounds}
		if !hearing.Counts(c) || out[c.ID] || base[k.seat] {
			continue
		}
		n := slices.IndexFunc(risen[k.group], func(r hearing.Rise) bool {
			return c.Column != r.By.Column && c.Hi < r.To && c.Lo <= r.From.Hi && r.From.Lo <= c.Hi && c.News.Before(r.By.News)
		})
		if n < 0 {
			stands[k] = true
			continue
		}
		early[k], over[k] = append(early[k], c), risen[k.group][n]
	}
	for k, list := range early {
		for _, c := range list {
			if !stands[k] {
				out[c.ID], s.overtaken[c.ID] = true, over[k].By.Column
			}
		}
	}
}

// takeBack marks what an origin denies after having said it, and what it denied and
// later says itself.
func takeBack(claims []claim, group func(claim) rashomon.Group, out map[rashomon.ClaimID]bool) {
	for _, d := range claims {
		if d.Attribution.Stance != rashomon.Denies {
			continue
		}
		for _, c := range claims {
			switch {
			case c.Column != d.Column || group(c) != group(d) || !hearing.Counts(c) || !denies(d, c.Bounds):
			case c.News.Before(d.News):
				out[c.ID] = true
			case d.News.Before(c.News):
				out[d.ID] = true
			}
		}
	}
}

// denies reports whether a denial is of such a count: of that number, or of any.
func denies(d claim, b hearing.Bounds) bool {
	return d.Lo <= 1 && b.Hi > 0 || d.Lo <= b.Hi && b.Lo <= d.Hi
}
