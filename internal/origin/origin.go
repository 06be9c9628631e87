// Package origin finds whose word each claim of an incident is. It owns the columns
// of the who-says-what matrix: every body that spoke, under all its spellings, every
// unnamed speaker of a telling, and every telling in an outlet's own voice.
package origin

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

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

// Origin is one column. A circular one has no source of its own: it repeats others,
// or is cited by the outlet that it cites.
type Origin struct {
	rashomon.Origin
	Circular bool
}

// Said is whose word one claim is.
type Said struct {
	Column int    // index of its origin
	Own    bool   // the outlet says it in its own voice
	Outlet string // who published its report
}

// Find numbers the origins: bodies first, then unnamed speakers, then outlets in
// their own voice, each in the order of the news. The second list has one entry for
// each claim.
func Find(m Matter) ([]Origin, []Said) {
	f := newFinder(m)
	columns := map[string]*column{}
	said := make([]Said, len(m.Claims))
	for i, c := range m.Claims {
		key, class := f.originKey(i)
		if columns[key] == nil {
			columns[key] = &column{class: class, first: i}
		}
		columns[key].claims = append(columns[key].claims, i)
		said[i] = Said{Own: f.own[i], Outlet: f.outlet(c.Report)}
	}
	var list []*column
	for _, col := range columns {
		list = append(list, col)
	}
	slices.SortFunc(list, func(a, b *column) int { return cmp.Or(cmp.Compare(a.class, b.class), cmp.Compare(a.first, b.first)) })
	circles := f.circles()
	var out []Origin
	for n, col := range list {
		for _, i := range col.claims {
			said[i].Column = n
		}
		out = append(out, f.describe(col, circles))
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
	own      []bool           // of each claim
	speakers []rashomon.Voice // of each claim
	copies   map[rashomon.AccountID]string
	textOf   map[rashomon.AccountID]string   // who the copied text is by
	printers map[rashomon.AccountID][]string // of a copied text: who may be its author
	bodies   map[string]string               // BodyKey of a named speaker -> key of the body it is
	unnamed  map[string]map[string][]string
	fronts   map[string]bool // keys of the persons who were found to speak for a body
}

func newFinder(m Matter) *finder {
	f := &finder{Matter: m, rank: map[rashomon.ReportID]int{}, fronts: map[string]bool{}}
	for i, r := range m.Reports {
		f.rank[r.ID] = i
	}
	for _, c := range m.Claims {
		v, own := f.speaker(c.Claim)
		f.speakers, f.own = append(f.speakers, v), append(f.own, own)
	}
	f.findCopies()
	f.bodies = f.findBodies()
	f.unnamed = map[string]map[string][]string{}
	for i, c := range m.Claims {
		if v := f.speakers[i]; v.Name != "" && wording.Unnamed(v) {
			telling := f.copies[c.Account]
			if f.unnamed[telling] == nil {
				f.unnamed[telling] = map[string][]string{}
			}
			f.unnamed[telling][wording.BodyKey(v)] = wording.BodyWords(v.Name)
		}
	}
	return f
}

// findCopies names the telling of each account: its outlet, or for near-copies of
// one text whoever the text is by. An outlet's copies of its own text are its own.
func (f *finder) findCopies() {
	f.copies, f.textOf = map[rashomon.AccountID]string{}, map[rashomon.AccountID]string{}
	f.printers = map[rashomon.AccountID][]string{}
	outlet := func(a rashomon.AccountID) string {
		report, _, _ := strings.Cut(string(a), "/")
		return wording.Outlet(f.outlet(rashomon.ReportID(report)))
	}
	for _, c := range f.Claims {
		f.copies[c.Account] = "outlet " + outlet(c.Account)
	}
	for _, o := range f.Copies {
		ownAgain := !slices.ContainsFunc(o.Accounts, func(a rashomon.AccountID) bool { return outlet(a) != outlet(o.Accounts[0]) })
		if len(o.Accounts) < 2 || ownAgain {
			continue
		}
		name := o.Name
		if !known(name) {
			report, _, _ := strings.Cut(string(slices.Min(o.Accounts)), "/")
			name = f.outlet(rashomon.ReportID(report))
		}
		var printers []string
		for _, a := range o.Accounts {
			printers = append(printers, outlet(a))
		}
		slices.Sort(printers)
		for _, a := range o.Accounts {
			f.copies[a], f.printers[a] = "outlet "+wording.Outlet(name), printers
			if known(o.Name) {
				f.textOf[a], f.printers[a] = o.Name, []string{wording.Outlet(o.Name)}
			}
		}
	}
}

// known reports whether linking knew whose text was copied.
func known(name string) bool { return name != "" && name != (rashomon.Report{}).Outlet() }

// originKey says whose word claim i is, as a key, and what class of origin.
func (f *finder) originKey(i int) (string, int) {
	c, v := f.Claims[i], f.speakers[i]
	if f.own[i] {
		for _, by := range f.textBy(c) {
			if key, ok := f.bodies[wording.BodyKey(rashomon.Voice{Name: by})]; ok {
				return "body " + key, spoken // an outlet that others cite by name
			}
		}
		return "own " + f.copies[c.Account], telling
	}
	if behind := f.bodies[wording.Behind(f.text(c.Report), v)]; behind != "" {
		f.fronts[wording.BodyKey(v)] = true
		return "body " + behind, spoken
	}
	if wording.Unnamed(v) {
		return "unnamed " + fullerName(v, f.unnamed[f.copies[c.Account]]) + " in " + f.copies[c.Account], unnamed
	}
	return "body " + f.bodies[wording.BodyKey(v)], spoken
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

// textBy is who the text that has a claim is by, as texts cite him: whom Linking
// names for a text that was copied, or any who print it, or the outlet.
func (f *finder) textBy(c Claim) []string {
	if by := f.printers[c.Account]; len(by) > 0 {
		return by
	}
	return []string{wording.Outlet(f.outlet(c.Report))}
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
	v, spoke := wording.Speaker(f.text(c.Report), c.Attribution)
	said, _ := c.Attribution.Speaker()
	outlet := f.outlet(c.Report)
	own = !spoke || wording.OwnText(said.Name) || said.Kind == rashomon.Media && wording.OfOutlet(said.Name, outlet) || wording.Outlet(said.Name) == wording.Outlet(outlet)
	return v, own
}

func (f *finder) text(id rashomon.ReportID) string {
	if i, ok := f.rank[id]; ok {
		return f.Reports[i].Text
	}
	return ""
}
