package gazetteer

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// Context is what is known besides the words of a place.
type Context struct {
	Countries []string // the report's country, by code or name, the likeliest first; may be empty
	Others    []string // the words of the report's other places
}

// Precision says how near the coordinates of a Resolution are to what the words
// mean.
type Precision string

// The precisions, from the finest.
const (
	AtPoint    Precision = "point"    // a spot within the town whose coordinates are given: a market, a street
	AtTown     Precision = "town"     // the town itself
	NearTown   Precision = "near"     // close to, outside, on the road to the place given
	AtDistrict Precision = "district" // somewhere in the division; the coordinates are its middle
	AtProvince Precision = "province"
	AtCountry  Precision = "country"
)

// Resolution is the place that words mean. Unknown holds those of the words that
// name something finer which the gazetteer lacks: "Sarmeen" of "Sarmeen, Idlib".
// Sure is how sure it is that this place of the name is meant, from 0 to 1: its
// weight among those of the name, less where the spelling is another or where
// nothing but a small place's name speaks for it. Why is the reason in words, for a
// person.
type Resolution struct {
	Place     Place
	Precision Precision
	Words     string
	Unknown   string
	Sure      float64
	Why       string
}

// Resolve finds the place that the words of one report mean: "near Hass, Idlib
// province". It returns false for words that name nothing the gazetteer holds, and
// the Resolution then has the words only.
func (g *Gazetteer) Resolve(words string, c Context) (Resolution, bool) {
	all := g.ResolveAll(append([]string{words}, c.Others...), c.Countries)
	return all[0], all[0].Precision != ""
}

// ResolveAll finds the places that one report names, each in the light of the
// others. The result has the order of words and does not depend on it otherwise;
// one whose Precision is "" was not found. The same name means the same place
// throughout.
func (g *Gazetteer) ResolveAll(words []string, countries []string) []Resolution {
	return g.resolveAll(words, countries, g.candidates)
}

func (g *Gazetteer) resolveAll(words []string, countries []string, look func(string) []candidate) []Resolution {
	s := scene{g: g, look: look, index: map[string]int{}, found: map[string][]candidate{}, hints: g.codes(countries)}
	read := map[string][]mention{}
	for _, w := range slices.Compact(slices.Sorted(slices.Values(words))) {
		if len(read) < mostPlaces {
			read[w] = s.mentions(w)
		}
	}
	s.weigh()
	out := make([]Resolution, len(words))
	for i, w := range words {
		out[i] = s.resolution(w, read[w])
	}
	return out
}

// codes returns the numbers of the countries that are given by code or name.
func (g *Gazetteer) codes(countries []string) []int {
	var out []int
	for _, c := range countries {
		if n := g.countryOf(strings.ToUpper(c)); n != none {
			out = append(out, n)
			continue
		}
		for _, x := range g.candidates(c) {
			if x.level == Country && x.exact {
				out = append(out, x.division)
			}
		}
	}
	return out
}

// countryOf returns the number of a country by its code, none for another word.
func (g *Gazetteer) countryOf(code string) int {
	for n := 0; n < len(g.countries) && len(code) == countrySize; n += countrySize {
		if g.countries[n:n+countrySize] == code {
			return n / countrySize
		}
	}
	return none
}

// mention is a part of some words, and the name of the scene that it is.
type mention struct {
	part
	name int // in scene.names, none where nothing is looked up
}

const none = -1

// The most places of one report that are read, and the most names of them that are
// weighed against each other; those beyond stay unknown.
const (
	mostPlaces = 1000
	mostNames  = 128
)

// scene is a report's names on the way to their places.
type scene struct {
	g     *Gazetteer
	look  func(string) []candidate
	names []name
	index map[string]int
	found map[string][]candidate
	hints []int // countries

	evidence float64 // the votes that a name of the scene hears of the others
}

// name is a name of the report with the places it may mean.
type name struct {
	text    string // folded
	spot    bool   // it is what a street or a market is called: it may be no place of the gazetteer, and has no vote
	options []option
	around  []int // the names that stand after it in the same words: "Hass, Idlib"
	best    int   // in options, none where there are none
}

// option is a candidate with its standing.
type option struct {
	candidate
	country, province int
	prior             float64 // what does not depend on the other names
	score, weight     float64 // the weights of the options of a name sum to 1
	inside, share     float64 // how much the names around, and the countries of the report, speak for it
	near              float64
}

// mentions reads the words and enters their names.
func (s *scene) mentions(words string) []mention {
	var out []mention
	for _, p := range read(words, s.knows) {
		m := mention{part: p, name: none}
		if p.name != "" {
			m.name = s.enter(p)
		}
		out = append(out, m)
	}
	for i := range out {
		for j := i + 1; j < len(out) && out[i].name != none; j++ {
			if n := &s.names[out[i].name]; out[j].name != none && out[j].name != out[i].name && !out[j].with && !slices.Contains(n.around, out[j].name) {
				n.around = append(n.around, out[j].name)
			}
		}
	}
	return out
}

// knows reports whether the gazetteer has the name in this very spelling.
func (s *scene) knows(text string) bool {
	return slices.ContainsFunc(s.find(text), func(c candidate) bool { return c.exact })
}

// find looks a name up once for the scene.
func (s *scene) find(text string) []candidate {
	found, ok := s.found[text]
	if !ok {
		found = s.look(text)
		s.found[text] = found
	}
	return found
}

// wider reports whether a name is that of a part of the world: the gazetteer holds
// nothing wider than a country, and a village of that name is not meant.
func wider(folded string) bool {
	switch folded {
	case "africa", "asia", "europe", "eu", "european union", "middle east", "latin america", "central america", "south america",
		"north america", "west africa", "east africa", "north africa", "southeast asia", "south asia", "central asia", "balkans",
		"caribbean", "antarctica", "west", "western europe", "eastern europe", "scandinavia", "gulf", "red sea", "mediterranean":
		return true
	}
	return false
}

// enter returns the number of a part's name in the scene. Parts of one name but of
// another kind ("Aleppo", "Aleppo province") are two.
func (s *scene) enter(p part) int {
	folded := fold(p.name)
	at := string(rune('0'+p.kind)) + folded
	if n, ok := s.index[at]; ok {
		return n
	}
	if len(s.names) == mostNames {
		return none
	}
	n := name{text: folded, best: none, spot: p.kind == spotKind}
	if !wider(folded) {
		n.options = s.options(p.name, p.kind)
	}
	s.index[at] = len(s.names)
	s.names = append(s.names, n)
	return len(s.names) - 1
}

func (s *scene) options(text string, k kind) []option {
	found := s.find(text)
	if k == spotKind && len(found) == 0 {
		found = s.ownerOf(text)
	}
	var out []option
	for _, c := range found {
		o := option{candidate: c, country: s.g.country(c.division), province: s.g.province(c.division)}
		o.prior = prior(c) + fits(c.level, k)
		out = append(out, o)
	}
	for i := range out {
		a := &out[i]
		capital := a.level > Town && a.level < Country && slices.ContainsFunc(out, func(o option) bool {
			return o.level == Town && o.pop > 4 && s.holds(a, &o)
		})
		if capital && k != provinceKind && k != districtKind {
			a.prior -= forCapital
		}
	}
	return out
}

// ownerOf finds the large town whose name a spot's begins with: "Damascus Opera".
func (s *scene) ownerOf(text string) []candidate {
	words := strings.Fields(text)
	for n := min(len(words)-1, 3); n > 0; n-- {
		found := slices.DeleteFunc(slices.Clone(s.find(strings.Join(words[:n], " "))), func(c candidate) bool {
			return !c.exact || c.level != Town || c.pop < 5
		})
		if len(found) > 0 {
			return found
		}
	}
	return nil
}

// The weights, in the logarithm of the odds. They were set by hand on the even
// articles of the four geoparsing sets (TestGeoparsing).
const (
	forPopulation = .9  // for each power of ten
	forSpelling   = 2   // the exact spelling
	forOwnName    = .8  // the name that the gazetteer gives the place
	forCountry    = 4   // all other names of the report lie in the country
	forProvince   = 4   // all other names lie in the province
	forNearness   = 2   // another place of the report is right there
	forInside     = 7   // it lies in what the words name after it
	forKind       = 3   // it is what the noun beside it says
	forCapital    = 1.5 // the town of a division that bears its name, against the division
	hintedCountry = 2   // votes of the report's country, in names
)

// prior is what a candidate has for itself: it decides where nothing else does.
func prior(c candidate) float64 {
	p := forPopulation * c.pop
	if c.exact {
		p += forSpelling
	}
	if c.own {
		p += forOwnName
	}
	switch c.level {
	case Country:
		p += 2
	case District:
		p -= 1.5
	case Province:
		p -= 1
	}
	return p
}

// fits is what the common noun beside a name has for a level or against it.
func fits(l Level, k kind) float64 {
	switch {
	case k == provinceKind && l == Province, k == districtKind && l == District, k == townKind && l == Town:
		return forKind
	case k == provinceKind && l == District, k == districtKind && l == Province:
		return forKind / 2
	case k == provinceKind && l == Town, (k == townKind || k == spotKind) && l != Town:
		return -forKind
	}
	return 0
}

// weigh settles the options of all names together: each name votes for the
// countries, provinces and surroundings of its options by their weight, and the
// weights follow the votes of the others. Three rounds are enough: the fourth
// changes nothing that is measured.
func (s *scene) weigh() {
	s.share(func(o *option) float64 { return o.prior })
	for range 3 {
		countries, provinces, total := s.votes()
		s.evidence = total - 1
		anchors := s.anchors()
		for i := range s.names {
			n := &s.names[i]
			ownCountry, ownProvince := n.votes()
			others := total - 1
			if n.spot {
				ownCountry, ownProvince, others = nil, nil, total
			}
			others = max(others, .5)
			for j := range n.options {
				o := &n.options[j]
				o.share = max(0, countries[o.country]-ownCountry[o.country]) / others
				province := 0.
				if o.province != o.country {
					province = max(0, provinces[o.province]-ownProvince[o.province]) / others
				}
				o.near = s.nearness(o, i, anchors)
				o.inside = s.within(o, n)
				o.score = o.prior + forCountry*o.share + forProvince*province + forNearness*o.near + forInside*o.inside
			}
		}
		s.share(func(o *option) float64 { return o.score })
	}
}

// share gives the options of each name weights by their scores.
func (s *scene) share(score func(*option) float64) {
	for i := range s.names {
		n := &s.names[i]
		top := math.Inf(-1)
		for j := range n.options {
			if v := score(&n.options[j]); v > top {
				top, n.best = v, j
			}
		}
		sum := 0.
		for j := range n.options {
			n.options[j].weight = math.Exp(score(&n.options[j]) - top)
			sum += n.options[j].weight
		}
		for j := range n.options {
			n.options[j].weight /= sum
		}
	}
}

// votes counts the names, and the countries given, for each country and province.
func (s *scene) votes() (countries, provinces map[int]float64, total float64) {
	countries, provinces = map[int]float64{}, map[int]float64{}
	for _, n := range s.names {
		if n.spot {
			continue
		}
		own, ownProvinces := n.votes()
		for c, v := range own {
			countries[c] += v
		}
		for p, v := range ownProvinces {
			provinces[p] += v
		}
		if len(n.options) > 0 {
			total++
		}
	}
	for i, c := range s.hints {
		votes := hintedCountry / float64(i+1)
		countries[c] += votes
		total += votes
	}
	return countries, provinces, total
}

// votes are those of one name.
func (n *name) votes() (countries, provinces map[int]float64) {
	countries, provinces = map[int]float64{}, map[int]float64{}
	for _, o := range n.options {
		countries[o.country] += o.weight
		provinces[o.province] += o.weight
	}
	return countries, provinces
}

// mostAnchors is how many other places of the report nearness looks at.
const mostAnchors = 24

// anchors returns the names whose place is surest, towns and districts only.
func (s *scene) anchors() []int {
	var out []int
	for i, n := range s.names {
		if n.best != none && !n.spot && n.options[n.best].level <= District && n.options[n.best].weight > .5 {
			out = append(out, i)
		}
	}
	slices.SortStableFunc(out, func(a, b int) int {
		x, y := &s.names[a], &s.names[b]
		return cmp.Compare(y.options[y.best].weight, x.options[x.best].weight)
	})
	return out[:min(len(out), mostAnchors)]
}

// nearness is 1 for an option right beside another place of the report, and half
// of it some 140 km away.
func (s *scene) nearness(o *option, self int, anchors []int) float64 {
	if o.level > District {
		return 0
	}
	closest := math.Inf(1)
	squeeze := math.Cos(float64(o.lat) * math.Pi / 180)
	for _, i := range anchors {
		n := &s.names[i]
		if i == self || n.text == s.names[self].text {
			continue
		}
		a := &n.options[n.best]
		dy, dx := float64(a.lat-o.lat)*111, float64(a.lon-o.lon)*111*squeeze
		closest = min(closest, dx*dx+dy*dy)
	}
	return math.Exp(-math.Sqrt(closest) / 200)
}

// within is how much of the names that stand around n has its option o in it, or,
// for towns, beside it.
func (s *scene) within(o *option, n *name) float64 {
	trust := 10.
	if n.spot {
		trust = 1
	}
	most := 0.
	for _, i := range n.around {
		for j := range s.names[i].options {
			a := &s.names[i].options[j]
			// A likely reading of the name around is enough: "Khan Sheikhoun, Idlib" is
			// not in the town of Idlib, which "Idlib" alone would mean.
			if v := min(1, trust*a.weight); a.id != o.id && v > most && s.holds(a, o) {
				most = v
			}
		}
	}
	return most
}

// holds reports whether o lies in a, or close to a where a is a town.
func (s *scene) holds(a, o *option) bool {
	if a.level == Town {
		return o.level == Town && ground(float64(a.lat), float64(a.lon), float64(o.lat), float64(o.lon)) < 40
	}
	if a.level <= o.level || a.country != o.country {
		return false
	}
	return slices.Contains(s.g.chain(o.division), a.division)
}
