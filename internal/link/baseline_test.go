package link

import (
	"cmp"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"rashomon"
)

// TestBaselines prints how this linker groups the reports of the dev sets, and above
// it how well the words of their texts alone group them (TF-IDF, at the thresholds
// that are best on those very sets). It runs only when RASHOMON_BASELINES names the
// folder with data and gold; RASHOMON_FIT_CACHE is that of TestFitWeights:
//
//	RASHOMON_BASELINES=../../../shared go test -run TestBaselines -timeout 20m -v ./internal/link
func TestBaselines(t *testing.T) {
	shared := os.Getenv("RASHOMON_BASELINES")
	if shared == "" {
		t.Skip("RASHOMON_BASELINES is not set: nothing to compare")
	}
	cache := os.Getenv("RASHOMON_FIT_CACHE")
	if cache != "" {
		cache = filepath.Join(cache, readerDigest(t))
	}
	for _, c := range devSets(t, shared) {
		switch c.name {
		case "dev":
			c.read(t, cache)
			c.baselines("", math.MaxInt)
			c.scoreLinked("all linked at once", c.linked(mains))
		case "gva-dev":
			c.read(t, cache)
			c.baselines("", 14)
			c.scoreLinked("all linked at once", c.linked(mains))
		case "ecbplus-dev":
			c.read(t, cache)
			lookAlikes(t, c)
		}
	}
}

// lookAlikes links all reports of ecbplus at once and compares the groups inside each
// topic, where two events are alike. Three of the topics of dev tell of violence.
func lookAlikes(t *testing.T, c corpus) {
	topics := c.only(func(labelled) bool { return true })
	for i, l := range topics.reports {
		topics.reports[i].world, _, _ = strings.Cut(l.incident, "_")
		if len(l.reading.Accounts) == 0 {
			t.Log("no account is read in", l.report.ID)
		}
	}
	together := c.linked(theNews)
	for _, part := range []struct {
		what string
		keep func(labelled) bool
	}{
		{"inside topics", func(labelled) bool { return true }},
		{"inside topics of violence", func(l labelled) bool { return slices.Contains([]string{"12", "18", "21"}, l.world) }},
		{"inside topics, reports with an account", func(l labelled) bool { return len(l.reading.Accounts) > 0 }},
	} {
		some := topics.only(part.keep)
		some.baselines(part.what, math.MaxInt)
		some.scoreLinked("all linked at once", together)
		some.scoreLinked("each topic linked by itself", topics.linked(theNews))
	}
}

func (c corpus) only(keep func(labelled) bool) corpus {
	c.reports = slices.DeleteFunc(slices.Clone(c.reports), func(l labelled) bool { return !keep(l) })
	return c
}

// baselines prints the scores of both ways of clustering by words. Words join no
// reports published more than apart days from each other.
func (c corpus) baselines(what string, apart int) {
	fmt.Println(strings.TrimSpace(c.name+" "+what)+":", len(c.reports), "reports")
	for _, m := range []string{"single link", "average link"} {
		byPairs, byB3 := c.bestByWords(apart, m == "average link")
		fmt.Printf("  TF-IDF, %s, from %.2f for pairs: %s\n", m, byPairs.at, byPairs)
		if byB3.at != byPairs.at {
			fmt.Printf("  TF-IDF, %s, from %.2f for B3:    %s\n", m, byB3.at, byB3)
		}
	}
}

// linked links each world and says in which groups the accounts of each report are
// that of returns. A report without any is alone.
func (c corpus) linked(of func(rashomon.Reading) []rashomon.AccountID) memberships {
	found := memberships{}
	for _, world := range c.worlds() {
		incident := map[rashomon.AccountID]string{}
		for _, inc := range Link(toldOf(world)) {
			for _, a := range inc.Accounts {
				incident[a] = string(inc.ID)
			}
		}
		for _, l := range world {
			for _, a := range of(l.reading) {
				found.add(l.report.ID, incident[a])
			}
			if found[l.report.ID] == nil {
				found.add(l.report.ID, "alone "+string(l.report.ID))
			}
		}
	}
	return found
}

// scoreLinked prints how well groups agree with the labels, inside each world.
func (c corpus) scoreLinked(what string, groups memberships) {
	gold, pred := memberships{}, memberships{}
	for _, l := range c.reports {
		l.labelled(gold, l.world+" ")
		for _, g := range groups[l.report.ID] {
			if gold[l.report.ID] != nil {
				pred.add(l.report.ID, l.world+" "+g)
			}
		}
	}
	fmt.Printf("  this linker, %s: %s\n", what, scored(gold, pred))
}

// mains are the accounts that a report gives as its news.
func mains(r rashomon.Reading) []rashomon.AccountID {
	var ids []rashomon.AccountID
	for _, a := range r.Accounts {
		if a.Main {
			ids = append(ids, a.ID())
		}
	}
	return ids
}

// theNews is the one account that a report of one event is held to be about: the news
// with most claims, or else the recall.
func theNews(r rashomon.Reading) []rashomon.AccountID {
	if len(r.Accounts) == 0 {
		return nil
	}
	return []rashomon.AccountID{slices.MaxFunc(r.Accounts, func(a, b rashomon.Account) int {
		news := func(a rashomon.Account) int {
			if a.Main {
				return 1
			}
			return 0
		}
		return cmp.Or(news(a)-news(b), len(a.Claims)-len(b.Claims))
	}).ID()}
}

// cut is what a threshold scores.
type cut struct {
	scores
	at float64
}

// bestByWords clusters each world by the cosines of its texts, cut at every hundredth,
// and returns the
// first cuts with the best F1 of pairs and of B3.
func (c corpus) bestByWords(apart int, average bool) (byPairs, byB3 cut) {
	gold := memberships{}
	var merges []merging
	vectors := c.vectors()
	for _, world := range c.worlds() {
		for _, l := range world {
			l.labelled(gold, l.world+" ")
		}
		world = slices.DeleteFunc(world, func(l labelled) bool { return gold[l.report.ID] == nil })
		merges = append(merges, dendrogram(world, average, func(a, b labelled) float64 {
			x, y := publicationDay(Told{Reading: a.reading}), publicationDay(Told{Reading: b.reading})
			if x != 0 && y != 0 && int(max(x-y, y-x)) > apart {
				return 0
			}
			return cosine(vectors[a.report.ID], vectors[b.report.ID])
		})...)
	}
	for at := 1; at < 100; at++ {
		root := map[rashomon.ReportID]rashomon.ReportID{}
		find := func(r rashomon.ReportID) rashomon.ReportID {
			for root[r] != "" {
				r = root[r]
			}
			return r
		}
		for _, m := range merges {
			if a, b := find(m.a), find(m.b); m.at >= float64(at)/100 && a != b {
				root[b] = a
			}
		}
		pred := memberships{}
		for r := range gold {
			pred.add(r, string(find(r)))
		}
		s := cut{scored(gold, pred), float64(at) / 100}
		if s.pairs.f1() > byPairs.pairs.f1() {
			byPairs = s
		}
		if s.cubed.f1() > byB3.cubed.f1() {
			byB3 = s
		}
	}
	return byPairs, byB3
}

// merging is one step of a clustering: the clusters of a and b become one at a
// likeness of at.
type merging struct {
	a, b rashomon.ReportID
	at   float64
}

// dendrogram clusters a world by nearest neighbours in a chain, which gives what
// joining the two likest clusters again and again does.
func dendrogram(world []labelled, average bool, alike func(a, b labelled) float64) []merging {
	n := len(world)
	like, size, live := make([][]float64, n), make([]float64, n), make([]int, n)
	for i := range world {
		like[i], size[i], live[i] = make([]float64, n), 1, i
		for j := range i {
			like[i][j] = alike(world[i], world[j])
			like[j][i] = like[i][j]
		}
	}
	var merges []merging
	var chain []int
	for len(live) > 1 {
		if len(chain) == 0 {
			chain = append(chain, live[0])
		}
		top, before := chain[len(chain)-1], -1
		if len(chain) > 1 {
			before = chain[len(chain)-2]
		}
		next := before
		for _, j := range live {
			if j != top && (next < 0 || like[top][j] > like[top][next]) {
				next = j
			}
		}
		if next != before {
			chain = append(chain, next)
			continue
		}
		chain = chain[:len(chain)-2]
		merges = append(merges, merging{world[top].report.ID, world[next].report.ID, like[top][next]})
		for _, k := range live {
			if average {
				like[top][k] = (size[top]*like[top][k] + size[next]*like[next][k]) / (size[top] + size[next])
			} else {
				like[top][k] = max(like[top][k], like[next][k])
			}
			like[k][top] = like[top][k]
		}
		size[top] += size[next]
		live = slices.DeleteFunc(live, func(j int) bool { return j == next })
	}
	return merges
}

// vectors are the words of each text, lower case, with 1 + log(count) times the log of
// how rare they are in the corpus, of length 1.
func (c corpus) vectors() map[rashomon.ReportID]map[string]float64 {
	all, in := map[rashomon.ReportID]map[string]float64{}, map[string]float64{}
	for _, l := range c.reports {
		v := map[string]float64{}
		for _, w := range strings.FieldsFunc(strings.ToLower(l.report.Text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
			v[w]++
		}
		for w := range v {
			in[w]++
		}
		all[l.report.ID] = v
	}
	for _, v := range all {
		length := 0.0
		for w, n := range v {
			v[w] = (1 + math.Log(n)) * math.Log(float64(len(c.reports))/in[w])
			length += v[w] * v[w]
		}
		for w := range v {
			v[w] /= max(math.Sqrt(length), 1e-9)
		}
	}
	return all
}

func cosine(a, b map[string]float64) float64 {
	if len(a) > len(b) {
		a, b = b, a
	}
	sum := 0.0
	for w, x := range a {
		sum += x * b[w]
	}
	return math.Round(sum*1e9) / 1e9 // words are added in no order
}
