package link

import (
	"maps"
	"slices"

	"rashomon"
	"rashomon/internal/rarity"
)

// nameBook knows which incident has which name. An incident is named after its account
// first received; where two of those give one name, the later incident takes the next
// name that nobody has.
type nameBook struct {
	of    map[int32]holder   // incidents by group
	bases map[uint32][]int32 // groups by the name that they should have
	salts map[uint32]int32   // groups by a later name that they took
}

// holder is the card after which an incident is named, and how many names it passed by.
type holder struct {
	head int32
	salt int32
}

func newNameBook() nameBook {
	return nameBook{map[int32]holder{}, map[uint32][]int32{}, map[uint32]int32{}}
}

// number is a name as the book has it. Two names of one number are taken for one.
func number(id rashomon.IncidentID) uint32 { return rarity.Key(string(id)) }

func (l *Linker) nameOf(h holder) rashomon.IncidentID {
	return rashomon.NameIncident(l.account(h.head), int(h.salt))
}

// rename names the incidents of groups anew, and of all that a name of theirs concerns;
// it returns those groups, and the names that were there and are no more.
func (l *Linker) rename(groups map[int32]bool) (all map[int32]bool, gone []rashomon.IncidentID) {
	all, old := maps.Clone(groups), map[rashomon.IncidentID]bool{}
	heads := map[int32]int32{}
	for todo := slices.Collect(maps.Keys(groups)); len(todo) > 0; {
		g := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		also := l.release(g, old)
		if cards := l.at(g); len(cards) > 0 {
			heads[g] = slices.MinFunc(cards, l.received)
			base := number(l.nameOf(holder{heads[g], 0}))
			also = append(also, l.names.bases[base]...)
			if h, taken := l.names.salts[base]; taken {
				also = append(also, h)
			}
			l.names.bases[base] = append(l.names.bases[base], g)
		}
		for _, h := range also {
			if !all[h] {
				all[h] = true
				todo = append(todo, h)
			}
		}
	}
	order := slices.SortedFunc(maps.Keys(heads), func(g, h int32) int { return l.received(heads[g], heads[h]) })
	for _, g := range order {
		l.name(g, heads[g], heads)
		delete(old, l.nameOf(l.names.of[g]))
	}
	return all, slices.Sorted(maps.Keys(old))
}

// release takes a group's name back; others that wanted it have to be named anew.
func (l *Linker) release(g int32, old map[rashomon.IncidentID]bool) (others []int32) {
	h, ok := l.names.of[g]
	if !ok {
		return nil
	}
	delete(l.names.of, g)
	old[l.nameOf(h)] = true
	if h.salt > 0 {
		delete(l.names.salts, number(l.nameOf(h)))
	}
	base := number(l.nameOf(holder{h.head, 0}))
	rest := slices.DeleteFunc(l.names.bases[base], func(x int32) bool { return x == g })
	if len(rest) == 0 {
		delete(l.names.bases, base)
	} else {
		l.names.bases[base] = rest
	}
	return rest
}

// name gives a group its name: heads are the first cards of the groups being named.
func (l *Linker) name(g, head int32, heads map[int32]int32) {
	h := holder{head: head}
	base := number(l.nameOf(h))
	first := slices.MinFunc(l.names.bases[base], func(a, b int32) int { return l.received(heads[a], heads[b]) })
	for first != g {
		h.salt++
		n := number(l.nameOf(h))
		_, taken := l.names.salts[n]
		if len(l.names.bases[n]) == 0 && !taken {
			l.names.salts[n] = g
			break
		}
	}
	l.names.of[g] = h
}
