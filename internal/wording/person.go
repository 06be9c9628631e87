package wording

import (
	"cmp"
	"slices"

	"rashomon/internal/names"
)

// persons joins spellings of one person's name. A name that says less stands with the
// one person whom it fits; where it fits two ("Oder", of Ana and Karl Oder), it stands
// apart.
func (j joined) persons(list []Meaning) {
	parts := make([]names.Name, len(list))
	order := make([]int, len(list))
	for i, m := range list {
		parts[i], order[i] = m.name.parts, i
	}
	fits := make([][]int, len(list))
	for a, b := range names.Pairs(parts) {
		if parts[a].Same(parts[b]) {
			fits[a], fits[b] = append(fits[a], b), append(fits[b], a)
		}
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(parts[b].Len(), parts[a].Len()), cmp.Compare(list[a].lower, list[b].lower), cmp.Compare(a, b))
	})
	placed := make([]bool, len(list))
	for _, i := range order {
		who := -1 // the person it fits, -2 for several
		for _, n := range fits[i] {
			switch root := j.find(n); {
			case !placed[n] || root == who:
			case who == -1:
				who = root
			default:
				who = -2
			}
		}
		if placed[i] = true; who >= 0 {
			j.join(who, i)
		}
	}
}
