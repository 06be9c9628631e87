package origin

import (
	"maps"
	"slices"
	"strings"

	"rashomon"
	"rashomon/internal/wording"
)

// citations is which outlets cite which for their answers to one question. Outlets
// are known by the names that texts cite them by.
type citations map[string]map[string]bool

// findCircles finds the claims that go round in a circle: an outlet has the fact from
// another, and that one, over however many others, from the first. None of them is a
// source for it. Where a claim does, it says in what circle.
func (f *finder) findCircles() []string {
	byField := map[rashomon.Field]citations{}
	resolve := f.resolver()
	for i, c := range f.Claims {
		for _, v := range c.Attribution.Voices[min(1, len(c.Attribution.Voices)):] {
			if v.Kind != rashomon.Media || wording.Hearsay(v) {
				continue
			}
			if byField[c.Field] == nil {
				byField[c.Field] = citations{}
			}
			for _, from := range f.textBy(i) {
				byField[c.Field].add(from, resolve(v.Name))
			}
		}
	}
	circles := map[rashomon.Field]map[string]string{}
	for field, cites := range byField {
		circles[field] = f.describeCircles(cites)
	}
	out := make([]string, len(f.Claims))
	for i, c := range f.Claims {
		named := f.textBy(i)
		if said, spoke := c.Attribution.Speaker(); spoke && !f.own[i] {
			if named = nil; said.Kind == rashomon.Media {
				named = []string{resolve(said.Name)}
			}
		}
		for _, n := range named {
			if why := circles[c.Field][n]; why != "" && out[i] == "" {
				out[i] = why
			}
		}
	}
	return out
}

// resolver returns how an outlet that a text cites is known here: "the Ledger" is the
// one outlet that is called so or by more words.
func (f *finder) resolver() func(string) string {
	have := map[string]bool{}
	for i := range f.Claims {
		for _, n := range f.textBy(i) {
			have[n] = true
		}
	}
	seen := map[string]string{}
	return func(name string) string {
		if known, ok := seen[name]; ok {
			return known
		}
		bare := wording.Outlet(wording.Bare(name))
		found := bare
		if !have[bare] {
			var longer []string
			for o := range have {
				if wording.OfOutlet(bare, o) {
					longer = append(longer, o)
				}
			}
			if len(longer) == 1 {
				found = longer[0]
			}
		}
		f.spelled[found] = wording.Bare(name)
		seen[name] = found
		return found
	}
}

func (c citations) add(from, to string) {
	if from == to {
		return
	}
	if c[from] == nil {
		c[from] = map[string]bool{}
	}
	c[from][to] = true
}

// describeCircles says of each outlet that stands in a circle how it goes round, by
// the shortest way.
func (f *finder) describeCircles(c citations) map[string]string {
	out := map[string]string{}
	for _, set := range c.knots() {
		in := map[string]bool{}
		for _, n := range set {
			in[n] = true
		}
		for _, n := range set {
			way := c.round(n, in)
			for i := range way {
				way[i] = f.display(way[i])
			}
			if len(way) == 1 {
				out[n] = "circular: it and " + way[0] + " cite each other"
			} else {
				out[n] = "circular: it cites " + strings.Join(way, ", which cites ") + ", which cites it"
			}
		}
	}
	return out
}

// display is an outlet's name as it writes it, or as those do who cite it.
func (f *finder) display(name string) string {
	for _, r := range f.Reports {
		if o := f.outlet(r.ID); wording.Outlet(o) == name {
			return o
		}
	}
	if s := f.spelled[name]; s != "" {
		return s
	}
	return name
}

// knots returns the sets of outlets, two or more, each of which leads to each other
// one (the strongly connected components, by Kosaraju's two walks).
func (c citations) knots() [][]string {
	back := citations{}
	nodes := map[string]bool{}
	for from, of := range c {
		nodes[from] = true
		for to := range of {
			nodes[to] = true
			back.add(to, from)
		}
	}
	var order []string
	seen := map[string]bool{}
	names := slices.Sorted(maps.Keys(nodes))
	for _, n := range names {
		order = c.walk(n, seen, order)
	}
	var out [][]string
	seen = map[string]bool{}
	for _, n := range slices.Backward(order) {
		if set := back.walk(n, seen, nil); len(set) > 1 {
			slices.Sort(set)
			out = append(out, set)
		}
	}
	return out
}

// walk appends what is reached from n and not yet seen, each after all that it leads to.
func (c citations) walk(n string, seen map[string]bool, order []string) []string {
	if seen[n] {
		return order
	}
	seen[n] = true
	for _, to := range slices.Sorted(maps.Keys(c[n])) {
		order = c.walk(to, seen, order)
	}
	return append(order, n)
}

// round is the shortest way from n back to n inside a set: the outlets between.
func (c citations) round(n string, in map[string]bool) []string {
	before := map[string]string{}
	for queue := []string{n}; len(queue) > 0; queue = queue[1:] {
		at := queue[0]
		for _, to := range slices.Sorted(maps.Keys(c[at])) {
			if to == n {
				var way []string
				for ; at != n; at = before[at] {
					way = append(way, at)
				}
				slices.Reverse(way)
				return way
			}
			if _, known := before[to]; !known && in[to] {
				before[to] = at
				queue = append(queue, to)
			}
		}
	}
	return nil
}
