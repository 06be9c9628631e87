package link

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"rashomon"
)

const (
	copied    = .5 // share of the shorter text's shingles that must stand in the other
	copiedMin = 20 // and how many
)

// origins puts the origins of each incident's accounts on it: near-copies of one
// text together, every other account alone.
func (s *set) origins(incidents []rashomon.Incident, groups [][]int) {
	sketches := make([]sketch, len(s.told))
	for r, t := range s.told {
		sketches[r] = sketchOf(t.Text)
	}
	s.dropBoilerplate(sketches, groups)
	for g, members := range groups {
		for _, same := range s.copies(members, sketches) {
			incidents[g].Origins = append(incidents[g].Origins, s.origin(same))
		}
	}
}

// copySet is a set of accounts of one incident whose texts are near-copies. share
// is the least share of words that tied a member to it.
type copySet struct {
	accounts []int
	share    float64
}

// copies parts the members of a group into near-copies, in the order received.
func (s *set) copies(members []int, sketches []sketch) []copySet {
	sets := make([]copySet, len(members))
	of := make([]int, len(members))
	for n, i := range members {
		sets[n], of[n] = copySet{[]int{i}, 1}, n
	}
	for _, c := range s.meetings(members, sketches) {
		x, y := min(of[c[0]], of[c[1]]), max(of[c[0]], of[c[1]])
		if x == y {
			continue
		}
		a, b := s.accounts[members[c[0]]].report, s.accounts[members[c[1]]].report
		share := 1.0
		if a != b {
			share = sketches[a].contained(sketches[b])
		}
		if share < copied {
			continue
		}
		sets[x].share = min(sets[x].share, sets[y].share, share)
		for n := range of {
			if of[n] == y {
				of[n] = x
			}
		}
		sets[x].accounts = append(sets[x].accounts, sets[y].accounts...)
		sets[y].accounts = nil
	}
	sets = slices.DeleteFunc(sets, func(c copySet) bool { return c.accounts == nil })
	for n := range sets {
		slices.Sort(sets[n].accounts)
	}
	return sets
}

// meetings returns the pairs of members whose texts share enough of their least
// hashes to be worth a full comparison: each of those is a bucket by itself.
func (s *set) meetings(members []int, sketches []sketch) [][2]int {
	buckets := map[uint64][]int{}
	for n, i := range members {
		for _, h := range sketches[s.accounts[i].report].least {
			buckets[h] = append(buckets[h], n)
		}
	}
	hits := map[[2]int]int{}
	for _, b := range buckets {
		for x := range b {
			for y := x + 1; y < len(b) && y < x+nearby; y++ {
				hits[[2]int{b[x], b[y]}]++
			}
		}
	}
	var out [][2]int
	for c, n := range hits {
		if n >= 3 {
			out = append(out, c)
		}
	}
	slices.SortFunc(out, func(a, b [2]int) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	return out
}

// dropBoilerplate takes out of the sketches what reports of different incidents
// share: headers, footers, paragraphs of background.
func (s *set) dropBoilerplate(sketches []sketch, groups [][]int) {
	incidents := make([][]int, len(s.told)) // groups by report
	for g, members := range groups {
		for _, i := range members {
			r := s.accounts[i].report
			incidents[r] = append(incidents[r], g)
		}
	}
	first := map[uint64]int{}
	boiler := map[uint64]bool{}
	for r, sk := range sketches {
		for h := range sk.all {
			f, ok := first[h]
			if !ok {
				first[h] = r
			} else if !meets(incidents[f], incidents[r]) {
				boiler[h] = true
			}
		}
	}
	for r := range sketches {
		sketches[r].drop(boiler)
	}
}

func meets(a, b []int) bool {
	return slices.ContainsFunc(a, func(g int) bool { return slices.Contains(b, g) })
}

// origin names a set of copies after the agency that one of the texts credits,
// or else after the outlet that had it first.
func (s *set) origin(c copySet) rashomon.Origin {
	o := rashomon.Origin{Kind: rashomon.Media}
	first, credit := s.accounts[c.accounts[0]].report, ""
	for _, i := range c.accounts {
		o.Accounts = append(o.Accounts, s.accounts[i].id)
		r := s.accounts[i].report
		if a, b := s.told[r].Reading.Published, s.told[first].Reading.Published; a != "" && b != "" && a < b {
			first = r
		}
		if credit == "" {
			credit = credited(s.told[r].Text)
		}
	}
	o.Name = cmp.Or(s.told[first].Reading.Outlet, "this outlet")
	var why []string
	if len(c.accounts) > 1 {
		why = append(why, fmt.Sprintf("copies of one text: %.0f%% of the shorter stands in the longer", 100*c.share))
	}
	if credit != "" {
		o.Name = credit
		why = append(why, "the text credits "+credit)
	}
	o.Why = strings.Join(why, "; ")
	return o
}

var (
	// dateline finds "VELDANE, May 4 (Halcyon Wire) -" where a body begins.
	dateline = regexp.MustCompile(`\(([A-Z][\w.&]*(?: [A-Z][\w.&]*){0,4})\)\s*(?:--|[-–—])\s`)
	// signature finds "-- Halcyon Wire" and "(Source: AFP)" on a line of its own.
	signature = regexp.MustCompile(`(?m)^\s*(?:--|[-–—]|\(?Source:)\s*([A-Z][\w.&]*(?: [A-Z][\w.&]*){0,4})\)?\s*$`)
	// closing finds "... - REUTERS" at the end of a text.
	closing  = regexp.MustCompile(`(?:--|[-–—(])\s*(` + agencies + `)\)?\.?\s*$`)
	agencies = `Reuters|REUTERS|AFP|Agence France-Presse|AP|Associated Press|The Associated Press|Xinhua|TASS|Interfax|RIA Novosti|` +
		`SANA|Anadolu|ANSA|EFE|DPA|dpa|UPI|PTI|IRNA|Fars|WAM|KUNA|Petra|Kyodo|Yonhap|NNA`
)

// credited returns the agency that a text credits, empty when it credits none.
func credited(text string) string {
	_, body, _ := strings.Cut(text, "\n")
	if m := dateline.FindStringSubmatch(body[:min(len(body), 200)]); m != nil {
		return m[1]
	}
	if m := signature.FindStringSubmatch(body); m != nil {
		return m[1]
	}
	if m := closing.FindStringSubmatch(body); m != nil {
		return m[1]
	}
	return ""
}
