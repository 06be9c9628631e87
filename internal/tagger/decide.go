package tagger

import (
	"cmp"
	"math"
	"slices"
)

// decide keeps the proposals whose odds reach their field's threshold, relates those and
// gives them roles and incidents. A total over several incidents stands
// alone; the others are grouped, and each group is judged once.
func (p *Proposals) decide() {
	r := &p.model.rules
	p.relateKept()
	var rest []int
	for i := range p.All {
		c := &p.All[i]
		if !c.Kept {
			continue
		}
		if l := c.RoleLogits; l[2]+r.cumulative > max(l[0], l[1]) {
			c.Role, c.Lead = Cumulative, l[2]-max(l[0], l[1])
			continue
		}
		rest = append(rest, i)
	}
	for _, members := range p.link(rest, r.link) {
		r.judge(p, members)
	}
}

// relateKept marks the proposals that are kept, forgets what was decided of them, and
// relates each two.
func (p *Proposals) relateKept() {
	var vectors [][]float32
	var at []int
	p.Groups, p.kept = nil, make([]int, len(p.All))
	for i := range p.All {
		c := &p.All[i]
		c.Kept = c.P >= p.model.rules.field[slices.Index(fieldLabels, c.Field)]
		c.Role, c.Group, c.Lead = "", -1, 0
		p.kept[i] = -1
		if c.Kept {
			p.kept[i] = len(at)
			vectors, at = append(vectors, p.vectors[i]), append(at, p.at[i])
		}
	}
	p.n, p.pairs = len(at), p.model.relate(vectors, at)
}

// judge makes a group of the members. Each is of the news or of the background by the
// mean of all and, for a share, by itself: a group may be split in two.
func (r *rules) judge(p *Proposals, members []int) {
	var sum, weight float64
	for _, i := range members {
		c := &p.All[i]
		sum += (c.RoleLogits[0] - c.RoleLogits[1]) * c.P
		weight += c.P
	}
	slices.Sort(members)
	group := map[Role]int{}
	for _, i := range members {
		c := &p.All[i]
		v := (1-r.share)*sum/weight + r.share*(c.RoleLogits[0]-c.RoleLogits[1]) - r.main
		c.Role, c.Lead = Background, math.Abs(v)
		if v > 0 {
			c.Role = Main
		}
		n, ok := group[c.Role]
		if !ok {
			n = len(p.Groups)
			group[c.Role] = n
			p.Groups = append(p.Groups, Group{Main: c.Role == Main})
		}
		c.Group = n
		p.Groups[n].Members = append(p.Groups[n].Members, i)
	}
}

// link groups proposals by average linkage: the two groups with the highest mean
// odds of one incident join as long as these reach least. Ties go to the groups that
// stand first.
func (p *Proposals) link(rest []int, least float64) [][]int {
	groups, total := make([][]int, len(rest)), make([][]float64, len(rest))
	for x, i := range rest {
		groups[x] = []int{i}
		for _, j := range rest {
			total[x] = append(total[x], p.Same(i, j))
		}
	}
	for len(groups) > 1 {
		top, x, y := -1.0, 0, 0
		for i := range groups {
			for j := i + 1; j < len(groups); j++ {
				if mean := total[i][j] / float64(len(groups[i])*len(groups[j])); mean > top {
					top, x, y = mean, i, j
				}
			}
		}
		if top < least {
			break
		}
		groups[x] = append(groups[x], groups[y]...)
		groups = append(groups[:y], groups[y+1:]...)
		for i := range total {
			if i != x {
				total[i][x] += total[i][y]
				total[x][i] = total[i][x]
			}
		}
		total = append(total[:y], total[y+1:]...)
		for i := range total {
			total[i] = append(total[i][:y], total[i][y+1:]...)
		}
	}
	return groups
}

func logOdds(p float64) float64 {
	p = min(max(p, 1e-4), 1-1e-4)
	return math.Log(p / (1 - p))
}

func sigmoid(x float32) float64 { return 1 / (1 + math.Exp(-float64(x))) }

// largest returns the index of the largest value, the first of equals.
func largest[T cmp.Ordered](x []T) int {
	at := 0
	for i := range x {
		if x[i] > x[at] {
			at = i
		}
	}
	return at
}
