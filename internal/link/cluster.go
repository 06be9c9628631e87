package link

import (
	"cmp"
	"slices"
)

const sampled = 6 // members of each group compared when two groups may be one

// cluster groups the cards of one component of links.
type cluster struct {
	l     *Linker
	nodes []int32            // by order
	at    map[int32]int      // of each card: its place in nodes
	of    []int              // of each node: its group, named after its first node
	group [][]int            // of each group: its nodes by order
	told  [][]heard          // of each group: the reports in it
	known map[[2]int]float64 // log odds of nodes compared that are not linked
	apart map[[4]int]bool    // two groups, with their sizes then, that do not agree
}

// heard is a report with an account in a group: is any of them its news?
type heard struct {
	report int32
	main   bool
}

// link is a link between two nodes.
type link struct {
	i, j int
	odds float64
}

// grouped joins cards into groups, best links first. Two groups become one when their
// members agree on the average, so that a chain of near misses does not tie distant
// events together. Nodes are a component by order; so are groups and their members.
func (l *Linker) grouped(nodes []int32) [][]int32 {
	if len(nodes) == 1 {
		return [][]int32{nodes}
	}
	c := cluster{l: l, nodes: nodes, at: make(map[int32]int, len(nodes)), of: make([]int, len(nodes)), group: make([][]int, len(nodes)),
		told: make([][]heard, len(nodes)), known: map[[2]int]float64{}, apart: map[[4]int]bool{}}
	for n, i := range nodes {
		c.at[i], c.of[n], c.group[n] = n, n, []int{n}
		c.told[n] = []heard{{l.cards[i].report, l.cards[i].main}}
	}
	links := c.links()
	for _, k := range links {
		g, h := min(c.of[k.i], c.of[k.j]), max(c.of[k.i], c.of[k.j])
		pair := [4]int{g, h, len(c.group[g]), len(c.group[h])}
		if g == h || c.apart[pair] {
			continue
		}
		if apart(c.told[g], c.told[h]) && c.agree(c.group[g], c.group[h]) {
			c.unite(g, h)
		} else {
			c.apart[pair] = true
		}
	}
	var out [][]int32
	for _, g := range c.group {
		if g != nil {
			cards := make([]int32, len(g))
			for n, node := range g {
				cards[n] = nodes[node]
			}
			out = append(out, cards)
		}
	}
	return out
}

// links returns the links between the nodes, the best first.
func (c *cluster) links() []link {
	var links []link
	for i, card := range c.nodes {
		for _, e := range c.l.edges[card] {
			if j := c.at[e.to]; i < j {
				links = append(links, link{i, j, float64(e.odds)})
			}
		}
	}
	slices.SortFunc(links, func(a, b link) int {
		return cmp.Or(cmp.Compare(b.odds, a.odds), cmp.Compare(a.i, b.i), cmp.Compare(a.j, b.j))
	})
	return links
}

func (c *cluster) unite(g, h int) {
	for _, n := range c.group[h] {
		c.of[n] = g
	}
	c.group[g] = append(c.group[g], c.group[h]...)
	slices.Sort(c.group[g])
	for _, n := range c.told[h] {
		if at := slices.IndexFunc(c.told[g], func(o heard) bool { return o.report == n.report }); at >= 0 {
			c.told[g][at].main = c.told[g][at].main || n.main
		} else {
			c.told[g] = append(c.told[g], n)
		}
	}
	c.group[h], c.told[h] = nil, nil
}

// apart reports whether two groups may be one: accounts of one report are joined
// through those of others only when both are recalls.
func apart(g, h []heard) bool {
	for _, a := range g {
		for _, b := range h {
			if a.report == b.report && (a.main || b.main) {
				return false
			}
		}
	}
	return true
}

// agree reports whether two groups tell of one event on the average of their
// members.
func (c *cluster) agree(g, h []int) bool {
	sum, n := 0.0, 0.0
	for _, i := range sample(g) {
		for _, j := range sample(h) {
			odds := c.odds(min(i, j), max(i, j))
			if c.l.cards[c.nodes[i]].report == c.l.cards[c.nodes[j]].report && odds < sameAt {
				return false
			}
			sum += max(c.l.by.least, min(-c.l.by.least, odds))
			n++
		}
	}
	return sum/n >= c.l.by.meanAt
}

// odds are the log odds of two nodes, from their link where there is one.
func (c *cluster) odds(i, j int) float64 {
	a, b := c.nodes[i], c.nodes[j]
	for _, e := range c.l.edges[a] {
		if e.to == b {
			return float64(e.odds)
		}
	}
	k := [2]int{i, j}
	odds, ok := c.known[k]
	if !ok {
		odds = c.l.odds(a, b)
		c.known[k] = odds
	}
	return odds
}

// sample takes members evenly, the first always.
func sample(g []int) []int {
	if len(g) <= sampled {
		return g
	}
	out := make([]int, sampled)
	for i := range out {
		out[i] = g[i*len(g)/sampled]
	}
	return out
}
