package names

import (
	"slices"
	"strings"
)

// An ArmedGroup is an armed group with all its names, among them those it had before and
// after it was renamed. A group that split off, or an alliance, is another group.
type ArmedGroup struct {
	Names     []string // the first names the group
	Countries []string // two-letter codes of where it is at home
}

// PackGroups writes groups as the file that this package carries: of the well-known
// ones every name; of the others those that say enough and that no second group
// bears. One of the others that shares a name, more than letters, with a well-known
// one is that group.
func PackGroups(wellKnown, others []ArmedGroup) string {
	all := slices.Clone(wellKnown)
	owner := map[string]int{} // folded name: 1 + the group, or -1 for several
	for i, g := range wellKnown {
		for _, n := range g.Names {
			owner[nameKey(n)] = i + 1
		}
	}
	for _, g := range others {
		if same := shared(g, owner); same > 0 {
			all[same-1].Names = append(slices.Clone(all[same-1].Names), g.Names...)
			g = ArmedGroup{Names: g.Names}
			claim(g, owner, same, len(wellKnown))
			continue
		}
		all = append(all, g)
		claim(g, owner, len(all), len(wellKnown))
	}
	return lines(all, owner)
}

// shared returns 1 + the well-known group that has one of a group's long names.
func shared(g ArmedGroup, owner map[string]int) int {
	for _, n := range g.Names {
		if i := owner[nameKey(n)]; i > 0 && !acronymLike(n) && strings.Contains(nameKey(n), " ") {
			return i
		}
	}
	return 0
}

// claim notes whose the names of a group are. The first fixed groups keep theirs.
func claim(g ArmedGroup, owner map[string]int, group, fixed int) {
	for _, n := range g.Names {
		key := nameKey(n)
		switch was := owner[key]; {
		case !saysEnough(n):
		case was == 0:
			owner[key] = group
		case was > fixed && was != group:
			owner[key] = -1
		}
	}
}

// saysEnough reports whether a name can stand for one group: an acronym of three
// letters, or words of five letters together that are no words for groups in general.
func saysEnough(name string) bool {
	if acronymLike(name) {
		return len(name) > 2
	}
	letters := 0
	for _, w := range groupWords(name) {
		if !bodyWords[fold(w)] && kindWords[w] == "" && countries[w] == "" && !memberWords[w] {
			letters += len(w)
		}
	}
	return letters > 4
}

// lines writes the names of every group that has two, in order.
func lines(all []ArmedGroup, owner map[string]int) string {
	names := make([][]string, len(all))
	for key, i := range owner {
		if i > 0 && key != "" {
			names[i-1] = append(names[i-1], key)
		}
	}
	var out []string
	for i, g := range all {
		for _, key := range names[i] {
			if len(names[i]) > 1 {
				out = append(out, strings.Join([]string{groupBlock(strings.Fields(key)), key, g.Names[0], strings.Join(g.Countries, " ")}, "\t")+"\n")
			}
		}
	}
	slices.Sort(out)
	return strings.Join(out, "")
}
