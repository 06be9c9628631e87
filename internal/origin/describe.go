package origin

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"rashomon"
	"rashomon/internal/wording"
)

// describe names one column and says what is known of it.
func (f *finder) describe(col *column, circles map[string]string) Origin {
	var o Origin
	reports, accounts := map[rashomon.ReportID]bool{}, map[rashomon.AccountID]bool{}
	spelled, called, heads := map[string]int{}, map[string]int{}, map[string]int{}
	for _, i := range col.claims {
		c := f.Claims[i]
		reports[c.Report], accounts[c.Account] = true, true
		if _, spoke := c.Attribution.Speaker(); !spoke {
			continue
		}
		v := f.speakers[i]
		bare := wording.Bare(v.Name)
		spelled[bare]++
		called[v.Name]++
		if o.Kind = v.Kind; !f.fronts[wording.BodyKey(v)] {
			heads[bare]++
		}
	}
	o.Accounts = slices.Sorted(maps.Keys(accounts))
	first := f.Claims[col.first]
	switch col.class {
	case spoken:
		o.Name = cmp.Or(wording.Fullest(heads), wording.Fullest(spelled))
		o.Why = "speaks in " + plural(len(reports), "report")
		if len(spelled) > 1 {
			o.Why += ", also as " + wording.List(without(slices.Sorted(maps.Keys(spelled)), o.Name))
		}
		if len(spelled) == 0 {
			o.Name, o.Kind = f.outlet(first.Report), rashomon.Media
		}
	case unnamed:
		o.Name, o.Why = cmp.Or(wording.Fullest(called), "somebody unnamed"), "unnamed: counted once for each telling, here "+f.outlet(first.Report)
		if wording.Hearsay(f.speakers[col.first]) {
			o.Circular, o.Why = true, "circular: it names no source of its own and may repeat the others"
		}
	default:
		o.Name, o.Kind = cmp.Or(f.textOf[first.Account], f.outlet(first.Report)), rashomon.Media
		o.Why = "own voice of " + wording.List(f.outlets(reports))
		if len(f.outlets(reports)) > 1 {
			o.Why = "one text, printed by " + wording.List(f.outlets(reports))
		}
	}
	if why := circles[wording.Outlet(o.Name)]; why != "" {
		o.Circular = true
		o.Why += "; " + why
	}
	return o
}

func (f *finder) outlets(reports map[rashomon.ReportID]bool) []string {
	var out []string
	for _, r := range f.Reports {
		if name := f.outlet(r.ID); reports[r.ID] && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}

// circles finds outlets that cite each other: neither is a source for what the
// other says. The key is the outlet's name as texts cite it.
func (f *finder) circles() map[string]string {
	cites := map[string]map[string]bool{}
	for _, c := range f.Claims {
		from := wording.Outlet(f.outlet(c.Report))
		for _, v := range c.Attribution.Voices[min(1, len(c.Attribution.Voices)):] {
			if v.Kind == rashomon.Media {
				if cites[from] == nil {
					cites[from] = map[string]bool{}
				}
				cites[from][wording.Outlet(wording.Bare(v.Name))] = true
			}
		}
	}
	out := map[string]string{}
	for from, of := range cites {
		for _, to := range slices.Sorted(maps.Keys(of)) {
			if to != from && cites[to][from] && out[from] == "" {
				out[from] = "circular: it and " + to + " cite each other"
			}
		}
	}
	return out
}

func plural(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

func without(items []string, item string) []string {
	return slices.DeleteFunc(items, func(s string) bool { return s == item })
}
