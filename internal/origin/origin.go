// Package origin finds whose word each claim of an incident is. It owns the columns
// of the who-says-what matrix: every body that spoke, under all its spellings, every
// unnamed speaker of a telling, and every telling in an outlet's own voice.
package origin

import (
	"cmp"
	"slices"
	"strconv"

	"rashomon"
	"rashomon/internal/wording"
)

// Claim is a claim with the account it is told in.
type Claim struct {
	rashomon.Claim
	Account rashomon.AccountID
}

// Matter is what there is to find origins in.
type Matter struct {
	Reports []rashomon.Report // in the order of the news, each once
	Claims  []Claim           // in the order of their reports
	Copies  []rashomon.Origin // what Linking found to be one text
}

// Said is whose word one claim is.
type Said struct {
	Column   int    // index of its origin
	Own      bool   // the outlet says it in its own voice
	Outlet   string // who published its report
	Circular bool   // it has no source of its own: it repeats others, or goes round among outlets that cite each other
}

// Find numbers the origins: bodies first, then unnamed speakers, then outlets in
// their own voice, each in the order of the news. The second list has one entry for
// each claim.
func Find(m Matter) ([]rashomon.Origin, []Said) {
	f := newFinder(m)
	columns := map[string]*column{}
	said := make([]Said, len(m.Claims))
	for i, c := range m.Claims {
		key, class := f.originKey(i)
		if columns[key] == nil {
			columns[key] = &column{class: class, first: i}
		}
		columns[key].claims = append(columns[key].claims, i)
		said[i] = Said{Own: f.own[i], Outlet: f.outlet(c.Report), Circular: f.circles[i] != "" || class == unnamed && wording.Hearsay(f.speakers[i])}
	}
	var list []*column
	for _, col := range columns {
		list = append(list, col)
	}
	slices.SortFunc(list, func(a, b *column) int { return cmp.Or(cmp.Compare(a.class, b.class), cmp.Compare(a.first, b.first)) })
	var out []rashomon.Origin
	for n, col := range list {
		for _, i := range col.claims {
			said[i].Column = n
		}
		out = append(out, f.describe(col))
	}
	return out, said
}

// column is an origin in the making.
type column struct {
	class  int // of the classes below
	first  int // index of its first claim
	claims []int
}

const (
	spoken  = iota // a body or person that spoke
	unnamed        // somebody unnamed
	telling        // an outlet's own voice
)

// finder is the state of one search.
type finder struct {
	Matter
	rank     map[rashomon.ReportID]int
	own      []bool                          // of each claim
	speakers []rashomon.Voice                // of each claim
	copies   map[rashomon.AccountID]string   // the telling of an account
	textOf   map[rashomon.AccountID]string   // who the copied text is by
	printers map[rashomon.AccountID][]string // of a copied text: who may be its author
	lifted   map[int]rashomon.AccountID      // of a claim: the account of another outlet that has its sentence first
	apart    []bool                          // of each claim: it is not in what its report copies
	keys     []string                        // of each claim: its named speaker, by BodyKey or the force he is of
	force    []string                        // of each claim: the force of its speaker, as his name writes it
	behind   []string                        // of each claim: the body whose unnamed official speaks
	bodies   map[string]string               // key of a named speaker -> key of the body it is
	unnamed  map[string]map[string][]string
	fronts   map[string]bool   // keys of the persons who were found to speak for a body
	circles  []string          // of each claim: the circle that it goes round in, in words
	spelled  map[string]string // an outlet as texts cite it -> as one of them writes it
}

func newFinder(m Matter) *finder {
	f := &finder{Matter: m, rank: map[rashomon.ReportID]int{}, fronts: map[string]bool{}, spelled: map[string]string{}}
	for i, r := range m.Reports {
		f.rank[r.ID] = i
	}
	for _, c := range m.Claims {
		v, own := f.speaker(c.Claim)
		f.speakers, f.own = append(f.speakers, v), append(f.own, own)
	}
	f.findCopies()
	f.findCited()
	f.circles = f.findCircles()
	f.bodies = f.findBodies()
	f.unnamed = map[string]map[string][]string{}
	for i, v := range f.speakers {
		if v.Name != "" && wording.Unnamed(v) {
			telling := f.telling(i)
			if f.unnamed[telling] == nil {
				f.unnamed[telling] = map[string][]string{}
			}
			f.unnamed[telling][wording.BodyKey(v)] = wording.BodyWords(v.Name)
		}
	}
	return f
}

// originKey says whose word claim i is, as a key, and what class of origin.
func (f *finder) originKey(i int) (string, int) {
	v := f.speakers[i]
	if f.own[i] {
		for _, by := range f.textBy(i) {
			if key, ok := f.bodies[wording.BodyKey(rashomon.Voice{Name: by})]; ok {
				return "body " + key, spoken // an outlet that others cite by name
			}
		}
		return "own " + f.telling(i), telling
	}
	if behind := f.bodies[f.behind[i]]; behind != "" {
		f.fronts[wording.BodyKey(v)] = true
		return "body " + behind, spoken
	}
	if wording.Unnamed(v) {
		return "unnamed " + fullerName(v, f.unnamed[f.telling(i)]) + " in " + f.telling(i), unnamed
	}
	return "body " + f.bodies[f.keys[i]], spoken
}

// fullerName is the longest name that the same telling has for an unnamed speaker:
// the "official" of its title is the "senior defence official" of its text, if it
// has no second official.
func fullerName(v rashomon.Voice, telling map[string][]string) string {
	short := wording.BodyWords(v.Name)
	longer := ""
	for key, long := range telling {
		if len(short) > 0 && len(long) > len(short) && wording.Subset(short, long) {
			if longer != "" {
				return wording.BodyKey(v)
			}
			longer = key
		}
	}
	return cmp.Or(longer, wording.BodyKey(v))
}

// outlet names who published a report, or the report itself when nobody said.
func (f *finder) outlet(id rashomon.ReportID) string {
	i, ok := f.rank[id]
	if !ok {
		return string(id)
	}
	r := f.Reports[i]
	return cmp.Or(r.Source.Name, r.Ref, "report "+strconv.Itoa(i+1))
}

// speaker is the innermost voice of a claim, by the person's name where only the
// text has it. own is true when it is the outlet, or the text itself.
func (f *finder) speaker(c rashomon.Claim) (v rashomon.Voice, own bool) {
	v, _ = wording.Speaker(f.text(c.Report), c.Attribution)
	return v, speaksFor(f.outlet(c.Report), c.Attribution)
}

// speaksFor reports whether an outlet's text is in its own voice: it names no speaker, or
// itself, or the outlet.
func speaksFor(outlet string, a rashomon.Attribution) bool {
	said, spoke := a.Speaker()
	return !spoke || wording.OwnText(said.Name) || said.Kind == rashomon.Media && wording.OfOutlet(said.Name, outlet) || wording.Outlet(said.Name) == wording.Outlet(outlet)
}

func (f *finder) text(id rashomon.ReportID) string {
	if i, ok := f.rank[id]; ok {
		return f.Reports[i].Text
	}
	return ""
}
