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
func (f *finder) describe(col *column) rashomon.Origin {
	var o rashomon.Origin
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
			heads[wording.WithoutSpokesman(bare)]++
		} else if f.force[i] != "" {
			heads[f.force[i]]++
		}
	}
	o.Accounts = slices.Sorted(maps.Keys(accounts))
	first := f.Claims[col.first]
	switch col.class {
	case spoken:
		o.Name = cmp.Or(wording.Fullest(heads), wording.Fullest(spelled))
		o.Why = "speaks in " + plural(len(reports), "report")
		if also := without(slices.Sorted(maps.Keys(spelled)), o.Name); len(also) > 0 {
			o.Why += ", also as " + wording.List(also)
		}
		if len(spelled) == 0 {
			o.Name, o.Kind = f.outlet(first.Report), rashomon.Media
		}
	case unnamed:
		o.Name, o.Why = cmp.Or(wording.Fullest(called), "somebody unnamed"), "unnamed: counted once for each telling, here "+f.outlet(first.Report)
		if wording.Hearsay(f.speakers[col.first]) {
			o.Why = "circular: it names no source of its own and may repeat the others"
		}
	default:
		o.Name, o.Kind = f.author(col.first), rashomon.Media
		o.Why = "own voice of " + wording.List(f.outlets(reports))
		if len(f.outlets(reports)) > 1 {
			o.Why = "one text, printed by " + wording.List(f.outlets(reports))
		}
	}
	if why := f.circular(col); why != "" {
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

// circular says in what circle the claims of a column go round, and on which
// questions where it is not all of them.
func (f *finder) circular(col *column) string {
	why, all := "", true
	var fields []string
	for _, i := range col.claims {
		c := f.circles[i]
		if c == "" {
			all = false
			continue
		}
		why = cmp.Or(why, c)
		if name := string(f.Claims[i].Field); !slices.Contains(fields, name) {
			fields = append(fields, name)
		}
	}
	if why != "" && !all {
		why = "on " + wording.List(fields) + " " + why
	}
	return why
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
