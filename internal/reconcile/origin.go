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

// copies numbers the near-copy group of each account: those that Linking held to
// be one text share a number, any other account stands with its outlet.
func (s *settler) copies() map[rashomon.AccountID]string {
	out := map[rashomon.AccountID]string{}
	for _, a := range s.accounts {
		out[a.ID()] = "outlet " + s.outlet(a.Report)
	}
	for _, o := range s.incident.Origins {
		if len(o.Accounts) > 1 {
			first := slices.Min(o.Accounts)
			for _, a := range o.Accounts {
				out[a] = "copies " + string(first)
			}
		}
	}
	return out
}

// originKey says whose word a claim is, as a key, and what class of origin.
func (s *settler) originKey(c claim, copies map[rashomon.AccountID]string, bodies map[string]string,
	tellings map[string]map[string][]string) (string, int) {
	v, spoke := c.Attribution.Speaker()
	switch {
	case spoke && unnamed(v):
		return "unnamed " + fullerName(v, tellings[copies[c.account]]) + " in " + copies[c.account], 1
	case spoke:
		return "body " + bodies[bodyKey(v)], 0
	}
	if key, ok := bodies[bodyKey(s.ownVoice(c.Report))]; ok {
		return "body " + key, 0 // an outlet that others cite by name
	}
	return "own " + copies[c.account], 2
}

// unnamedIn lists the unnamed speakers of each telling, by the words of their names.
func (s *settler) unnamedIn(copies map[rashomon.AccountID]string) map[string]map[string][]string {
	out := map[string]map[string][]string{}
	for _, c := range s.claims {
		if v, ok := c.Attribution.Speaker(); ok && unnamed(v) {
			telling := copies[c.account]
			if out[telling] == nil {
				out[telling] = map[string][]string{}
			}
			out[telling][bodyKey(v)] = bodyWords(v.Name)
		}
	}
	return out
}

// fullerName is the longest name that the same telling has for an unnamed speaker:
// the "official" of its title is the "senior defence official" of its text, if it
// has no second official.
func fullerName(v rashomon.Voice, telling map[string][]string) string {
	short := bodyWords(v.Name)
	var longer []string
	for _, key := range sortedKeys(telling) {
		if long := telling[key]; len(short) > 0 && len(long) > len(short) && wording.Subset(short, long) {
			longer = append(longer, key)
		}
	}
	if len(longer) == 1 {
		return longer[0]
	}
	return bodyKey(v)
}

// ownVoice is the voice of the outlet that published a report.
func (s *settler) ownVoice(id rashomon.ReportID) rashomon.Voice {
	return rashomon.Voice{Name: s.outlet(id), Kind: rashomon.Media}
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

// unnamed reports whether a voice is no one body: someone who would not be named,
// witnesses, posts, "media reports".
func unnamed(v rashomon.Voice) bool {
	if v.Anonymous || v.Name == "" || hearsay(v) {
		return true
	}
	words := bodyWords(v.Name)
	if len(words) == 0 || !slices.ContainsFunc(words, func(w string) bool { return !crowd[w] }) {
		return true
	}
	return anyOne[words[len(words)-1]]
}

// anyOne are the words that end the name of one of many: "a U.S. official".
var anyOne = set("official source officer witness resident activist medic doctor soldier fighter commander diplomat worker villager aide")

// crowd are the words for speakers who are no body: each telling has its own.
var crowd = set("witness witnesses eyewitness eyewitnesses resident residents villager villagers local locals survivor survivors source sources " +
	"activist activists user users people person neighbour neighbours neighbor neighbors relative relatives family families bystander bystanders " +
	"someone others man woman post posts video videos caption captions social media reports report rumours rumors several some many multiple " +
	"well-informed informed all other unnamed anonymous unidentified official officials senior")

// hearsay reports whether a voice is a mere "media reports said": whoever says so
// has it from others who are not named, and may be repeating himself.
func hearsay(v rashomon.Voice) bool {
	words := bodyWords(v.Name)
	return len(words) > 0 && !slices.ContainsFunc(words, func(w string) bool { return !hearsayWords[w] })
}

var hearsayWords = set("media reports report press news outlets outlet agencies newspapers websites local several some other foreign international western initial early")

// bodies maps the key of every named speaker to the key of the body it is: the
// same body under several spellings is one. A short name ("police") is the longer
// one ("Ostry police") only where no second longer name could be meant.
func (s *settler) bodies() map[string]string {
	voices := map[string]rashomon.Voice{}
	for _, c := range s.claims {
		if v, ok := c.Attribution.Speaker(); ok && !unnamed(v) {
			voices[bodyKey(v)] = v
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
	for _, short := range keys {
		var longer []string
		for _, long := range keys {
			if shortens(voices[short], voices[long]) && !slices.Contains(longer, groups.find(long)) {
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

// shortens reports whether one name may be a short form of another: its words are
// fewer and all among the other's, and both are the same kind of voice.
func shortens(short, long rashomon.Voice) bool {
	a, b := bodyWords(short.Name), bodyWords(long.Name)
	if len(a) == 0 || len(a) >= len(b) {
		return false
	}
	if short.Kind != long.Kind && short.Kind != rashomon.OtherVoice && long.Kind != rashomon.OtherVoice && short.Kind != "" && long.Kind != "" {
		return false
	}
	return !slices.ContainsFunc(a, func(w string) bool { return !slices.Contains(b, w) })
}

func bodyKey(v rashomon.Voice) string { return strings.Join(bodyWords(v.Name), " ") }

// speaksFor are the words around a body's name that say who of it spoke.
var speaksFor = set("a an the this that its their his her spokesman spokeswoman spokesperson spokespeople spokesmen for of from by at in to s " +
	"statement said one his another")

// bodyWords returns the words of a speaker's name that tell bodies apart, in order.
func bodyWords(name string) []string {
	var out []string
	for _, w := range wording.Words(name) {
		if !speaksFor[w] {
			out = append(out, w)
		}
	}
	return out
}

// origin describes one column.
func (s *settler) origin(col *column, circles map[string]string) rashomon.Origin {
	first := s.claims[col.first]
	o := rashomon.Origin{}
	reports := map[rashomon.ReportID]bool{}
	spelled := map[string]int{}
	for _, i := range col.claims {
		c := s.claims[i]
		reports[c.Report] = true
		if !slices.Contains(o.Accounts, c.account) {
			o.Accounts = append(o.Accounts, c.account)
		}
		if v, ok := c.Attribution.Speaker(); ok {
			spelled[wording.Bare(v.Name)]++
			o.Kind = v.Kind
		}
	}
	slices.Sort(o.Accounts)
	switch col.class {
	case 0:
		o.Name = fullest(spelled)
		o.Why = fmt.Sprintf("speaks in %s", plural(len(reports), "report"))
		if len(spelled) > 1 {
			o.Why += ", also as " + list(without(sortedKeys(spelled), o.Name))
		}
		if len(spelled) == 0 {
			o.Name, o.Kind = s.outlet(first.Report), rashomon.Media
		}
	case 1:
		v, _ := first.Attribution.Speaker()
		o.Name, o.Why = cmp.Or(v.Name, "somebody unnamed"), "unnamed: counted once for each telling, here "+s.outlet(first.Report)
		if hearsay(v) {
			o.Why = "circular: it names no source of its own and may repeat the others"
		}
	default:
		o.Name, o.Kind = s.ownName(first), rashomon.Media
		o.Why = "own voice of " + list(s.outlets(reports))
		if len(s.outlets(reports)) > 1 {
			o.Why = "one text, printed by " + list(s.outlets(reports))
		}
	}
	if why := circles[strings.ToLower(o.Name)]; why != "" {
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
// other says. The key is the outlet's name in lower case.
func (s *settler) circles() map[string]string {
	cites := map[string]map[string]bool{}
	for _, c := range s.claims {
		from := strings.ToLower(s.outlet(c.Report))
		for _, v := range c.Attribution.Voices[min(1, len(c.Attribution.Voices)):] {
			if v.Kind == rashomon.Media {
				if cites[from] == nil {
					cites[from] = map[string]bool{}
				}
				cites[from][strings.ToLower(wording.Bare(v.Name))] = true
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
