package names

import (
	"cmp"
	"iter"
	"slices"
)

// Joins yields the pairs of Pairs for which same holds, to be joined one after the
// other, but for a person's name that says less: it is joined with the one person
// whom it fits, and where it fits two ("Oder", of Ana and Karl Oder) with neither.
func Joins(list []Name, same func(i, j int) bool) iter.Seq2[int, int] {
	return func(yield func(i, j int) bool) {
		j := joining{list: list, fits: make([][]int, len(list)), root: make([]int, len(list))}
		for i := range list {
			j.root[i] = i
		}
		for a, b := range Pairs(list) {
			switch {
			case !same(a, b):
			case list[a].alias != "" || list[b].alias != "" || list[a].body() || list[b].body():
				if !yield(a, b) {
					return
				}
			default:
				j.fits[a], j.fits[b] = append(j.fits[a], b), append(j.fits[b], a)
			}
		}
		j.persons(yield)
	}
}

// joining holds which names may be one person's, and who is one so far.
type joining struct {
	list []Name
	fits [][]int
	root []int
}

func (j *joining) find(i int) int {
	for j.root[i] != i {
		j.root[i] = j.root[j.root[i]]
		i = j.root[i]
	}
	return i
}

// persons joins names that say the same first, then those that say less, the longest
// before the others.
func (j *joining) persons(yield func(i, j int) bool) {
	order := make([]int, len(j.list))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		x, y := j.list[a].words, j.list[b].words
		return cmp.Or(cmp.Compare(len(y), len(x)), slices.Compare(x, y), cmp.Compare(a, b))
	})
	placed := make([]bool, len(order))
	for n, i := range order {
		placed[i] = true
		var who int
		if n > 0 && slices.Contains(j.fits[i], order[n-1]) && slices.Equal(j.list[i].words, j.list[order[n-1]].words) {
			who = order[n-1]
		} else {
			who = j.one(i, placed)
		}
		if who < 0 {
			continue
		}
		j.root[j.find(i)] = j.find(who)
		if !yield(who, i) {
			return
		}
	}
}

// one is the one person among those placed whom name i fits, -1 for none or several.
func (j *joining) one(i int, placed []bool) int {
	who := -1
	for _, n := range j.fits[i] {
		if !placed[n] || who >= 0 && j.find(n) == j.find(who) {
			continue
		}
		if who >= 0 {
			return -1
		}
		who = n
	}
	return who
}
