package copies_test

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"rashomon/internal/copies"
)

// TestNearDuplicates measures on the pairs of ../shared/data/gva: those of one
// incident that are found to be one telling, and those of two incidents that share
// boilerplate and would be merged if they were of one. Pairs whose two sides are one
// article, listed under two incidents, say nothing: of one text there is one telling.
func TestNearDuplicates(t *testing.T) {
	const gva = "../../../shared/data/gva/"
	raw, err := os.ReadFile(gva + "near_duplicate_pairs.tsv")
	if err != nil {
		t.Skip("no ../shared here")
	}
	articles := map[string]string{}
	for _, f := range []string{"train", "dev"} {
		readArticles(t, gva+f+".jsonl.gz", articles)
	}
	sides := map[[2]string]int{} // which labels a pair of texts has: 1, 2 or both
	for _, p := range readPairs(string(raw), articles) {
		sides[p.texts] |= 1 << p.same
	}
	var found, pairs, merged, traps, forms, formsFound int
	for _, p := range readPairs(string(raw), articles) {
		joined := len(copies.Find(p.texts[:])) == 1
		switch {
		case p.same == 1:
			pairs++
			found += number(joined)
			if noArticle(p.texts[0]) {
				forms++
				formsFound += number(joined)
			}
		case p.texts[0] == p.texts[1] || sides[p.texts] == 3:
		default:
			traps++
			merged += number(joined)
		}
	}
	t.Logf("of one incident: %d of %d found (of the %d whose text is only a form or a list of links: %d); boilerplate: %d of %d merged", found, pairs, forms, formsFound, merged, traps)
	if found*10 < pairs*9 || merged > 0 {
		t.Errorf("%d of %d copies found, want nine in ten; %d of %d boilerplate pairs merged, want none", found, pairs, merged, traps)
	}
}

// noArticle reports whether a page gave no article.
func noArticle(text string) bool {
	for _, words := range []string{"Just One More Thing", "Get email notifications on", "this zipcode is not in our deliverable area", "Tap an icon, or here for more scores", "Pause\n"} {
		if strings.Contains(text, words) && len(text) < 2500 {
			return true
		}
	}
	return false
}

func number(b bool) int {
	if b {
		return 1
	}
	return 0
}

type pair struct {
	same  int
	texts [2]string
}

// readPairs reads the lines that have both their articles.
func readPairs(raw string, articles map[string]string) []pair {
	var out []pair
	for _, line := range strings.Split(strings.TrimSpace(raw), "\n")[1:] {
		f := strings.Split(line, "\t")
		a, b := articles[f[0]], articles[f[1]]
		if a != "" && b != "" {
			out = append(out, pair{number(f[2] == "1"), [2]string{min(a, b), max(a, b)}})
		}
	}
	return out
}

func readArticles(t *testing.T, path string, into map[string]string) {
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(z)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var a struct{ ID, Title, Text string }
		if err := json.Unmarshal(lines.Bytes(), &a); err != nil {
			t.Fatal(err)
		}
		into[a.ID] = a.Title + "\n" + a.Text
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
}
