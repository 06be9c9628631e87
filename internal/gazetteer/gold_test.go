package gazetteer

import (
	"bufio"
	"cmp"
	"encoding/json"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// goldReport is what this test reads of a labelled report.
type goldReport struct {
	Title, Text string
	Incidents   []struct{ Place *string }
}

// countriesIn returns the countries that a text names, the most named first.
func countriesIn(g *Gazetteer, cache map[string]string, text string) []string {
	count := map[string]int{}
	for w := range strings.FieldsFuncSeq(text, func(r rune) bool { return !unicode.IsLetter(r) && r != '.' }) {
		if r, _ := utf8.DecodeRuneInString(w); !unicode.IsUpper(r) {
			continue
		}
		code, ok := cache[w]
		if !ok {
			if w != "Us" {
				code = g.Country(w)
			}
			cache[w] = code
		}
		if code != "" {
			count[code]++
		}
	}
	codes := slices.SortedFunc(maps.Keys(count), func(a, b string) int {
		return cmp.Or(count[b]-count[a], strings.Compare(a, b))
	})
	return codes[:min(3, len(codes))]
}

// TestGoldPlaces measures how many of the places of the labelled incidents are
// found, by precision, each report's places in the light of each other and of the
// country that its text names most. It must not fall below what was reached.
func TestGoldPlaces(t *testing.T) {
	f, err := os.Open("../../../shared/gold/train.jsonl")
	if err != nil {
		t.Skip("no labelled reports beside this checkout")
	}
	defer f.Close()
	g, cache := Own(), map[string]string{}
	counts, total, finer := map[Precision]int{}, 0, 0
	dump := os.Getenv("RASHOMON_MISSES") == "gold"
	s := bufio.NewScanner(f)
	s.Buffer(nil, 1<<22)
	for s.Scan() {
		var r goldReport
		if err := json.Unmarshal(s.Bytes(), &r); err != nil {
			t.Fatal(err)
		}
		var words []string
		for _, i := range r.Incidents {
			if i.Place != nil && *i.Place != "" {
				words = append(words, *i.Place)
			}
		}
		for _, x := range g.ResolveAll(words, countriesIn(g, cache, r.Title+" "+r.Text)) {
			total++
			counts[x.Precision]++
			if x.Unknown != "" && x.Precision != "" {
				finer++
			}
			if dump {
				t.Logf("%-8s %-60s | %s | unknown: %s", x.Precision, x.Words, x.Why, x.Unknown)
			}
		}
	}
	found := total - counts[""]
	t.Logf("%d places, %d found (%.3f): %v; of those found, %d name something finer that is unknown", total, found, float64(found)/float64(total), counts, finer)
	if float64(found) < .92*float64(total) {
		t.Errorf("%d of %d places found, fewer than before", found, total)
	}
}
