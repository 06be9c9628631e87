//go:build unix

package page

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"rashomon"
)

// labelled is one page of a labelled set and what is known of it.
type labelled struct {
	set, key, url string
	bytes         []byte
	text          string   // scrapinghub: the whole article
	with, without []string // trafilatura: what its text must and must not hold
	title, date   string   // trafilatura; empty where not labelled
	author        []string
	undated       bool // labelled as having no date
}

// TestPages scores what Read keeps of the pages in ../shared/data/article-extraction:
//
//	RASHOMON_PAGES=../../../shared go test -run TestPages -v ./internal/page
//
// Text by each set's own measure: shared runs of four words, averaged over the pages
// (scrapinghub's evaluate.py), and passages that must and must not be there, by count
// (trafilatura's eval_common.py). RASHOMON_PAGES_WRONG=title (date, author) prints
// what is wrong in the half on which rules are chosen.
func TestPages(t *testing.T) {
	root := os.Getenv("RASHOMON_PAGES")
	if root == "" {
		t.Skip("SKIPPED: RASHOMON_PAGES does not name ../shared; no page was scored")
	}
	pages := pagesOf(t, filepath.Join(root, "data", "article-extraction.tar.gz"))
	for _, half := range []string{"a", "b", "both"} {
		var s scores
		for _, p := range pages {
			if half == "both" || halfOf(p.key) == half {
				s.read(t, p, half == "a")
			}
		}
		t.Logf("half %s:\n%s", half, s.String())
		if _, _, f1 := s.shared.average(); half == "both" && f1 < .955 {
			t.Errorf("scrapinghub F1 %.4f, want .955", f1)
		}
		if half == "both" && s.passages.f1() < .91 {
			t.Errorf("trafilatura F1 %.4f, want .91", s.passages.f1())
		}
	}
}

// cpu is the time of the processor that this process has had.
func cpu(t *testing.T) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func halfOf(key string) string {
	if sum := sha256.Sum256([]byte(key)); sum[0]&1 == 0 {
		return "a"
	}
	return "b"
}

type scores struct {
	pages, lossy, failed               int
	took                               time.Duration
	shared                             shingled
	passages                           passages
	title, date, author, falsely       int
	titles, dates, authors, undatedAll int
	dated                              int
}

func (s *scores) read(t *testing.T, p labelled, tell bool) {
	start := cpu(t)
	reports, losses, err := Read(p.bytes, Hint{URL: p.url, MediaType: "text/html"})
	s.took += cpu(t) - start
	s.pages++
	s.lossy += len(losses)
	var r rashomon.Report
	if err != nil {
		s.failed++
		t.Logf("%s: %v", p.key, err)
	} else {
		r = reports[0]
	}
	body, _ := r.Body()
	if p.set == "scrapinghub" {
		s.shared.add(p.text, body)
		return
	}
	s.passages.add(body, p.with, p.without)
	if tell && os.Getenv("RASHOMON_PAGES_WRONG") == "text" {
		for _, w := range p.with {
			if !strings.Contains(oneLine(body), oneLine(w)) {
				t.Logf("text %s\n\tlacks %s", p.key, w)
			}
		}
		for _, w := range p.without {
			if strings.Contains(oneLine(body), oneLine(w)) {
				t.Logf("text %s\n\tholds %s", p.key, w)
			}
		}
	}
	wrong := func(what, got, want string) {
		if tell && os.Getenv("RASHOMON_PAGES_WRONG") == what {
			t.Logf("%s %s\n\tgot  %s\n\twant %s", what, p.key, got, want)
		}
	}
	s.count(&s.title, &s.titles, p.title, oneLine(r.Title()), func(got string) { wrong("title", got, p.title) })
	day, _, _ := strings.Cut(r.Published, "T")
	s.count(&s.date, &s.dates, p.date, day, func(got string) { wrong("date", r.Published, p.date) })
	if p.undated {
		s.undatedAll++
		if day != "" {
			s.falsely++
		}
	}
	s.count(&s.author, &s.authors, bylines(p.author), bylines(r.Authors), func(got string) { wrong("author", got, bylines(p.author)) })
	if p.date != "" && day != "" {
		s.dated++
	}
}

// count adds to right and of where something is wanted.
func (s *scores) count(right, of *int, want, got string, wrong func(string)) {
	if want == "" {
		return
	}
	*of++
	if got == want {
		*right++
	} else {
		wrong(got)
	}
}

var betweenNames = regexp.MustCompile(`[;,&/|]|\b(?:und|and)\b`)

// bylines is the names in one spelling and order.
func bylines(all []string) string {
	var out []string
	for _, name := range betweenNames.Split(strings.ToLower(strings.Join(all, ";")), -1) {
		if name = oneLine(name); name != "" {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return strings.Join(slices.Compact(out), "; ")
}

func (s *scores) String() string {
	p, r, f1 := s.shared.average()
	return fmt.Sprintf("%d pages, %d unread, %d in part, %.0f pages a second of one core\nscrapinghub: %d pages, precision %.4f recall %.4f F1 %.4f\n"+
		"trafilatura: %d pages, precision %.4f recall %.4f F1 %.4f\ntitle %d of %d, date %d of %d (%d dated), undated but dated %d of %d, authors %d of %d",
		s.pages, s.failed, s.lossy, float64(s.pages)/s.took.Seconds(), len(s.shared), p, r, f1, s.pages-len(s.shared), s.passages.precision(), s.passages.recall(), s.passages.f1(),
		s.title, s.titles, s.date, s.dates, s.dated, s.falsely, s.undatedAll, s.author, s.authors)
}

// shingled holds the shared, surplus and missing runs of four words of each page.
type shingled [][3]float64

var wordRun = regexp.MustCompile(`[\p{L}\p{N}\p{Mn}_]+`)

func shingles(s string) map[string]float64 {
	all := wordRun.FindAllString(s, -1)
	out := map[string]float64{}
	for i := 0; i < max(1, len(all)-3); i++ {
		if run := all[i:min(i+4, len(all))]; len(run) > 0 {
			out[strings.Join(run, " ")]++
		}
	}
	return out
}

func (s *shingled) add(want, got string) {
	a, b := shingles(want), shingles(got)
	var n [3]float64
	for run, count := range a {
		n[0] += min(count, b[run])
		n[2] += max(0, count-b[run])
	}
	for run, count := range b {
		n[1] += max(0, count-a[run])
	}
	*s = append(*s, n)
}

func (s shingled) average() (precision, recall, f1 float64) {
	var np, nr float64
	for _, n := range s {
		if n[0]+n[1] > 0 {
			precision, np = precision+n[0]/(n[0]+n[1]), np+1
		}
		if n[0]+n[2] > 0 {
			recall, nr = recall+n[0]/(n[0]+n[2]), nr+1
		}
	}
	precision, recall = precision/max(1, np), recall/max(1, nr)
	return precision, recall, 2 * precision * recall / max(1e-9, precision+recall)
}

// passages counts those that were rightly and wrongly there, and missing.
type passages struct{ right, surplus, missing float64 }

func (c *passages) add(text string, with, without []string) {
	text = oneLine(text)
	for _, w := range with {
		if strings.Contains(text, oneLine(w)) {
			c.right++
		} else {
			c.missing++
		}
	}
	for _, w := range without {
		if strings.Contains(text, oneLine(w)) {
			c.surplus++
		}
	}
}

func (c passages) precision() float64 { return c.right / max(1, c.right+c.surplus) }
func (c passages) recall() float64    { return c.right / max(1, c.right+c.missing) }
func (c passages) f1() float64        { return 2 * c.right / max(1, 2*c.right+c.surplus+c.missing) }

// pagesOf reads the labelled pages that the archive holds, in the order of their keys.
func pagesOf(t *testing.T, path string) []labelled {
	t.Helper()
	files := unpacked(t, path)
	var all []labelled
	var hub map[string]struct{ ArticleBody, URL string }
	decode(t, files["scrapinghub/ground-truth.json"], &hub)
	for key, g := range hub {
		z, err := gzip.NewReader(bytes.NewReader(files["scrapinghub/html/"+key+".html.gz"]))
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(z)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, labelled{set: "scrapinghub", key: key, url: g.URL, bytes: b, text: g.ArticleBody})
	}
	var traf map[string]struct {
		File          string
		With, Without []string
		Title, Date   *string
		Author        any
	}
	decode(t, files["trafilatura/evaldata.json"], &traf)
	for key, g := range traf {
		b, ok := files["trafilatura/eval/"+g.File]
		if !ok {
			continue // the archive holds 884 of the 990
		}
		p := labelled{set: "trafilatura", key: key, url: key, bytes: b, with: g.With, without: g.Without, author: authorsOf(g.Author)}
		if g.Title != nil {
			p.title = oneLine(*g.Title)
		}
		if g.Date != nil {
			p.date, p.undated = *g.Date, *g.Date == ""
		}
		all = append(all, p)
	}
	slices.SortFunc(all, func(a, b labelled) int { return strings.Compare(a.set+a.key, b.set+b.key) })
	return all
}

func authorsOf(v any) []string {
	switch v := v.(type) {
	case string:
		return []string{v}
	case []any:
		var out []string
		for _, one := range v {
			out = append(out, authorsOf(one)...)
		}
		return out
	}
	return nil
}

func decode(t *testing.T, b []byte, v any) {
	t.Helper()
	if err := json.Unmarshal(b, v); err != nil {
		t.Fatal(err)
	}
}

// unpacked returns the files of a .tar.gz, by their names below its folder.
func unpacked(t *testing.T, path string) map[string][]byte {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close() //nolint:errcheck // only read
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for in := tar.NewReader(z); ; {
		h, err := in.Next()
		if errors.Is(err, io.EOF) {
			return files
		}
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		_, name, _ := strings.Cut(strings.TrimPrefix(h.Name, "./"), "/")
		files[name] = b
	}
}
