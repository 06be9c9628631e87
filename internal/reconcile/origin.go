package reconcile

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"rashomon"
	"rashomon/internal/wording"
)

// column is an origin in the making.
type column struct {
	class  int // 0 a body or person that spoke, 1 somebody unnamed, 2 an outlet's own voice
	first  int // index of its first claim
	claims []int
}

// nameOrigins finds whose word each claim is and numbers the origins: bodies
// first, then unnamed speakers, then outlets in their own voice, each in the
// order of the news.
func (s *settler) nameOrigins() {
	copies := s.copies()
	bodies, tellings := s.bodies(), s.unnamedIn(copies)
	columns := map[string]*column{}
	for i, c := range s.claims {
		key, class := s.originKey(c, copies, bodies, tellings)
		if columns[key] == nil {
			columns[key] = &column{class: class, first: i}
		}
		columns[key].claims = append(columns[key].claims, i)
	}
	var list []*column
	for _, col := range columns {
		list = append(list, col)
	}
	slices.SortFunc(list, func(a, b *column) int { return cmp.Or(cmp.Compare(a.class, b.class), cmp.Compare(a.first, b.first)) })
	circles := s.circles()
	for n, col := range list {
		for _, i := range col.claims {
			s.claims[i].col = n
		}
		s.origins = append(s.origins, s.origin(col, circles))
	}
}

// copies names the telling of each account: its outlet, or for near-copies of one
// text whoever the text is by.
func (s *settler) copies() map[rashomon.AccountID]string {
	out := map[rashomon.AccountID]string{}
	for _, a := range s.accounts {
		out[a.ID()] = "outlet " + wording.Outlet(s.outlet(a.Report))
	}
	for _, o := range s.incident.Origins {
		for _, a := range o.Accounts {
			if len(o.Accounts) > 1 && o.Name != "" {
				out[a] = "outlet " + wording.Outlet(o.Name)
			}
		}
	}
	return out
}

// originKey says whose word a claim is, as a key, and what class of origin.
func (s *settler) originKey(c claim, copies map[rashomon.AccountID]string, bodies map[string]string,
	tellings map[string]map[string][]string) (string, int) {
	if s.own(c) {
		if key, ok := bodies[wording.BodyKey(s.ownVoice(c.Report))]; ok {
			return "body " + key, 0 // an outlet that others cite by name
		}
		return "own " + copies[c.account], 2
	}
	v, _ := s.speaker(c.Claim)
	if behind := bodies[wording.Behind(s.text(c.Report), v)]; behind != "" {
		s.fronts[wording.BodyKey(v)] = true
		return "body " + behind, 0
	}
	if wording.Unnamed(v) {
		return "unnamed " + fullerName(v, tellings[copies[c.account]]) + " in " + copies[c.account], 1
	}
	return "body " + bodies[wording.BodyKey(v)], 0
}

// unnamedIn lists the unnamed speakers of each telling, by the words of their names.
func (s *settler) unnamedIn(copies map[rashomon.AccountID]string) map[string]map[string][]string {
	out := map[string]map[string][]string{}
	for _, c := range s.claims {
		if v, ok := s.speaker(c.Claim); ok && wording.Unnamed(v) {
			telling := copies[c.account]
			if out[telling] == nil {
				out[telling] = map[string][]string{}
			}
			out[telling][wording.BodyKey(v)] = wording.BodyWords(v.Name)
		}
	}
	return out
}

// fullerName is the longest name that the same telling has for an unnamed speaker:
// the "official" of its title is the "senior defence official" of its text, if it
// has no second official.
func fullerName(v rashomon.Voice, telling map[string][]string) string {
	short := wording.BodyWords(v.Name)
	var longer []string
	for _, key := range sortedKeys(telling) {
		if long := telling[key]; len(short) > 0 && len(long) > len(short) && wording.Subset(short, long) {
			longer = append(longer, key)
		}
	}
	if len(longer) == 1 {
		return longer[0]
	}
	return wording.BodyKey(v)
}

// ownVoice is the voice of the outlet that published a report.
func (s *settler) ownVoice(id rashomon.ReportID) rashomon.Voice {
	return rashomon.Voice{Name: wording.Outlet(s.outlet(id)), Kind: rashomon.Media}
}

// outlet names who published a report, or the report itself when nobody said.
func (s *settler) outlet(id rashomon.ReportID) string {
	i, ok := s.rank[id]
	if !ok {
		return string(id)
	}
	r := s.reports[i]
	switch {
	case r.Source.Name != "":
		return r.Source.Name
	case r.Ref != "":
		return r.Ref
	}
	return fmt.Sprintf("report %d", i+1)
}

// bodies maps the key of every named speaker to the key of the body it is: the
// same body under several spellings is one. A short name ("police") is the longer
// one ("Ostry police") only where no second longer name could be meant.
func (s *settler) bodies() map[string]string {
	voices := map[string]rashomon.Voice{}
	for _, c := range s.claims {
		if v, ok := s.speaker(c.Claim); ok && !wording.Unnamed(v) {
			voices[wording.BodyKey(v)] = v
		}
	}
	keys := sortedKeys(voices)
	groups := newUnion(keys)
	for i, a := range keys {
		for _, b := range keys[i+1:] {
			if wording.SameSpeaker(wording.Bare(voices[a].Name), wording.Bare(voices[b].Name)) {
				groups.join(a, b)
			}
		}
	}
	s.joinOffices(voices, keys, groups)
	for _, short := range keys {
		var longer []string
		for _, long := range keys {
			if wording.Shortens(voices[short], voices[long]) && !slices.Contains(longer, groups.find(long)) {
				longer = append(longer, groups.find(long))
			}
		}
		if len(longer) == 1 {
			groups.join(short, longer[0])
		}
	}
	out := map[string]string{}
	for _, k := range keys {
		out[k] = groups.find(k)
	}
	return out
}

// joinOffices sets a person beside the body that a report says he speaks for, and
// a minister beside his ministry.
func (s *settler) joinOffices(voices map[string]rashomon.Voice, keys []string, groups union) {
	join := func(person func(string) bool, body []string) {
		if at := s.bodyNamed(body, keys); at != "" {
			for _, k := range keys {
				if k != at && person(voices[k].Name) {
					groups.join(k, at)
					s.fronts[k] = true
				}
			}
		}
	}
	for _, k := range keys {
		if m := wording.Ministry(voices[k].Name); m != "" {
			join(func(name string) bool { return name == voices[k].Name }, strings.Fields(m))
		}
		for _, l := range keys {
			if k < l && wording.SamePerson(voices[k].Name, voices[l].Name) {
				groups.join(k, l)
			}
		}
	}
	for _, r := range s.reports {
		for _, o := range wording.Offices(r.Text) {
			join(func(name string) bool { return wording.SamePerson(name, o.Person) }, wording.BodyWords(o.Body))
		}
	}
}

// bodyNamed is the one speaker whose name is these words, or else holds them all.
func (s *settler) bodyNamed(words, keys []string) string {
	var found []string
	for _, k := range keys {
		name := strings.Fields(k)
		switch {
		case len(words) == 0 || !wording.Subset(words, name) || slices.Contains(name, "minister"):
		case len(name) == len(words):
			return k
		default:
			found = append(found, k)
		}
	}
	if len(found) == 1 {
		return found[0]
	}
	return ""
}

// speaker is the innermost voice of a claim, by the person's name where only the
// text has it; a name that a ruling keeps back stays so.
func (s *settler) speaker(c rashomon.Claim) (rashomon.Voice, bool) {
	v, ok := wording.Speaker(s.text(c.Report), c.Attribution)
	if w, said := c.Attribution.Speaker(); said && v.Name != w.Name && s.bench.shows(v.Name) {
		return w, true
	}
	return v, ok
}

func (s *settler) text(id rashomon.ReportID) string {
	if i, ok := s.rank[id]; ok {
		return s.reports[i].Text
	}
	return ""
}

// origin describes one column.
func (s *settler) origin(col *column, circles map[string]string) rashomon.Origin {
	first := s.claims[col.first]
	o := rashomon.Origin{}
	reports := map[rashomon.ReportID]bool{}
	spelled, unnamed, heads := map[string]int{}, map[string]int{}, map[string]int{}
	for _, i := range col.claims {
		c := s.claims[i]
		reports[c.Report] = true
		if !slices.Contains(o.Accounts, c.account) {
			o.Accounts = append(o.Accounts, c.account)
		}
		if v, ok := s.speaker(c.Claim); ok {
			spelled[wording.Bare(v.Name)]++
			unnamed[v.Name]++
			if o.Kind = v.Kind; !s.fronts[wording.BodyKey(v)] {
				heads[wording.Bare(v.Name)]++
			}
		}
	}
	slices.Sort(o.Accounts)
	switch col.class {
	case 0:
		o.Name = cmp.Or(fullest(heads), fullest(spelled))
		o.Why = fmt.Sprintf("speaks in %s", plural(len(reports), "report"))
		if len(spelled) > 1 {
			o.Why += ", also as " + list(without(sortedKeys(spelled), o.Name))
		}
		if len(spelled) == 0 {
			o.Name, o.Kind = s.outlet(first.Report), rashomon.Media
		}
	case 1:
		v, _ := s.speaker(first.Claim)
		o.Name, o.Why = cmp.Or(fullest(unnamed), "somebody unnamed"), "unnamed: counted once for each telling, here "+s.outlet(first.Report)
		if wording.Hearsay(v) {
			o.Why = "circular: it names no source of its own and may repeat the others"
		}
	default:
		o.Name, o.Kind = s.ownName(first), rashomon.Media
		o.Why = "own voice of " + list(s.outlets(reports))
		if len(s.outlets(reports)) > 1 {
			o.Why = "one text, printed by " + list(s.outlets(reports))
		}
	}
	if why := circles[wording.Outlet(o.Name)]; why != "" {
		o.Why += "; " + why
	}
	return o
}

// ownName is what to call a telling in an outlet's own voice: as Linking named
// the text that was copied, or the outlet.
func (s *settler) ownName(c claim) string {
	for _, o := range s.incident.Origins {
		if len(o.Accounts) > 1 && slices.Contains(o.Accounts, c.account) && o.Name != "" {
			return o.Name
		}
	}
	return s.outlet(c.Report)
}

func (s *settler) outlets(reports map[rashomon.ReportID]bool) []string {
	var out []string
	for _, r := range s.reports {
		if name := s.outlet(r.ID); reports[r.ID] && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}

// circles finds outlets that cite each other: neither is a source for what the
// other says. The key is the outlet's name as texts cite it.
func (s *settler) circles() map[string]string {
	cites := map[string]map[string]bool{}
	for _, c := range s.claims {
		from := wording.Outlet(s.outlet(c.Report))
		for _, v := range c.Attribution.Voices[min(1, len(c.Attribution.Voices)):] {
			if v.Kind == rashomon.Media {
				if cites[from] == nil {
					cites[from] = map[string]bool{}
				}
				cites[from][wording.Outlet(wording.Bare(v.Name))] = true
			}
		}
	}
	out := map[string]string{}
	for from, of := range cites {
		for _, to := range sortedKeys(of) {
			if to != from && cites[to][from] && out[from] == "" {
				out[from] = "circular: it and " + to + " cite each other"
			}
		}
	}
	return out
}

// fullest picks the name that says most: the longest, of equals the most used,
// then the first in the alphabet.
func fullest(spelled map[string]int) string {
	best := ""
	for _, name := range sortedKeys(spelled) {
		if len(name) > len(best) && len(name) <= 80 || best == "" {
			best = name
		}
	}
	return best
}
