package change_test

import (
	"context"
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"rashomon"
	"rashomon/internal/feed"
	"rashomon/internal/fetch"
	"rashomon/internal/page"
	"rashomon/internal/pipeline"
	"rashomon/internal/reconcile"
	"rashomon/internal/store"
	"rashomon/internal/watch"
)

var update = flag.Bool("update", false, "write what the cases now give into testdata")

// epoch is when the first fetch of every case is made.
var epoch = time.Date(2031, 3, 4, 12, 0, 0, 0, time.UTC)

// TestSources plays the scripted cases of testdata/sources.txtar (T12).
func TestSources(t *testing.T) {
	path := filepath.Join("testdata", "sources.txtar")
	file, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	articles, cases := map[string]article{}, 0
	for i, f := range file.Files {
		kind, name, _ := strings.Cut(f.Name, " ")
		switch kind {
		case "text":
			articles[name] = readArticle(t, string(f.Data), articles)
		case "case":
			cases++
			script, want := parted(string(f.Data))
			got := play(t, name, script, articles)
			if *update {
				file.Files[i].Data = []byte(script + got)
			} else if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("case %s (-want +got):\n%s", name, diff)
			}
		}
	}
	if *update {
		if err := os.WriteFile(path, txtar.Format(file), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if cases < 60 {
		t.Errorf("%d cases, want 60 at least", cases)
	}
}

// parted parts a case into its script and what must come of it.
func parted(data string) (script, want string) {
	for line := range strings.Lines(data) {
		switch word, _, _ := strings.Cut(line, " "); {
		case strings.TrimSpace(line) == "":
		case word == "note" || word == "toll" || word == "stands" || word == "kept":
			want += line
		default:
			script += line
		}
	}
	return script, want
}

// article is an invented article and the page around it.
type article struct {
	title, published, language, canonical, footer, site, charset string
	paragraphs                                                   []string
	paid, bare                                                   bool
}

func readArticle(t *testing.T, data string, known map[string]article) article {
	t.Helper()
	a := article{published: "2031-03-04T10:00:00Z", language: "en", canonical: "/story", site: "The Harbour Post", charset: "utf-8"}
	from := false
	for line := range strings.Lines(data) {
		line = strings.TrimSuffix(line, "\n")
		word, rest, _ := strings.Cut(line, " ")
		switch {
		case line == "":
		case word == "from":
			base, ok := known[rest]
			if a, from = base, true; !ok {
				t.Fatalf("text %q is not known", rest)
			}
			a.paragraphs = slices.Clone(a.paragraphs)
		case line == "free no":
			a.paid = true
		case line == "bare":
			a.bare = true
		case from:
			if !a.edit(word, rest) {
				t.Fatalf("%q changes nothing", line)
			}
		case a.title == "":
			a.title = line
		default:
			a.paragraphs = append(a.paragraphs, line)
		}
	}
	return a
}

// edit changes one thing of an article.
func (a *article) edit(word, rest string) bool {
	switch word {
	case "title":
		a.title = rest
	case "replace":
		old, now, _ := strings.Cut(rest, " | ")
		return a.replace(old, now)
	case "drop":
		n := len(a.paragraphs)
		a.paragraphs = slices.DeleteFunc(a.paragraphs, func(p string) bool { return strings.Contains(p, rest) })
		return len(a.paragraphs) < n
	case "add":
		a.paragraphs = append(a.paragraphs, rest)
	case "published":
		a.published = rest
	case "language":
		a.language = rest
	case "canonical":
		a.canonical = rest
	case "footer":
		a.footer = rest
	case "site":
		a.site = rest
	case "charset":
		a.charset = rest
	default:
		return false
	}
	return true
}

func (a *article) replace(old, now string) bool {
	for i, p := range a.paragraphs {
		if strings.Contains(p, old) {
			a.paragraphs[i] = strings.Replace(p, old, now, 1)
			return true
		}
	}
	return false
}

// html writes the page; server is where it stands.
func (a article) html(server string) []byte {
	if a.bare {
		return []byte("<!DOCTYPE html><html><head><title></title></head><body></body></html>")
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<!DOCTYPE html><html lang="%s"><head><title>%s</title><meta property="og:site_name" content="%s">`, a.language, a.title, a.site)
	fmt.Fprintf(&b, `<meta property="og:type" content="article"><meta property="article:published_time" content="%s">`, a.published)
	fmt.Fprintf(&b, `<link rel="canonical" href="%s%s">`, server, a.canonical)
	if a.paid {
		b.WriteString(`<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":"False"}</script>`)
	}
	fmt.Fprintf(&b, `</head><body><nav><a href="/">News</a> <a href="/sport">Sport</a></nav><main><article><h1>%s</h1>`, a.title)
	for _, p := range a.paragraphs {
		b.WriteString("<p>" + p + "</p>\n")
	}
	fmt.Fprintf(&b, `</article></main><footer>%s</footer></body></html>`, a.footer)
	if a.charset == "windows-1252" {
		return []byte(strings.ReplaceAll(b.String(), "–", "\x96"))
	}
	return []byte(b.String())
}

// answers are what the server of a case now answers, by path: a status and what of.
type answers struct {
	sync.Mutex
	server   string
	articles map[string]article
	by       map[string]string
}

// ServeHTTP answers as the script has it.
func (s *answers) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.Lock()
	answer := s.by[r.URL.Path]
	s.Unlock()
	code, what, _ := strings.Cut(answer, " ")
	status, err := strconv.Atoi(code)
	switch {
	case answer == "hang up":
		panic(http.ErrAbortHandler)
	case err != nil:
		http.Error(w, "nothing is scripted here", http.StatusTeapot)
	case status >= 300 && status < 400 && what != "":
		w.Header().Set("Location", what)
		w.WriteHeader(status)
	case what != "":
		a, ok := s.articles[what]
		if !ok {
			panic("no text " + what)
		}
		w.Header().Set("Content-Type", "text/html; charset="+a.charset)
		w.WriteHeader(status)
		_, _ = w.Write(a.html(s.server))
	default:
		w.WriteHeader(status)
	}
}

// play plays a script and says what came of it.
func play(t *testing.T, name, script string, articles map[string]article) string {
	t.Helper()
	ctx := context.Background()
	s, err := store.Open(ctx, filepath.Join(t.TempDir(), "case.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close() //nolint:errcheck // the test is over
	server := &answers{articles: articles, by: map[string]string{}}
	web := httptest.NewServer(server)
	defer web.Close()
	server.server = web.URL
	var before []rashomon.Report
	follow(t, s, web.URL+"/story")
	for i, turn := range turns(t, script) {
		server.Lock()
		for path, answer := range turn.answers {
			server.by[path] = answer
		}
		server.Unlock()
		visit(t, s, web.URL+"/story", epoch.Add(turn.after), i)
		before = overwritten(t, name, s, before)
	}
	if _, err := pipeline.Run(ctx, s, func(string, int, int) {}); err != nil {
		t.Fatal(err)
	}
	if faults, err := s.Verify(ctx); err != nil || len(faults) > 0 {
		t.Errorf("case %s: verify: %v %v", name, faults, err)
	}
	return strings.ReplaceAll(outcome(t, s, web.URL), web.URL, "https://harbour.example")
}

// turn is what the server answers from a time on.
type turn struct {
	after   time.Duration
	answers map[string]string
}

func turns(t *testing.T, script string) []turn {
	t.Helper()
	var out []turn
	for line := range strings.Lines(script) {
		f := strings.SplitN(strings.TrimSpace(line), " ", 3)
		after, err := time.ParseDuration(f[0])
		if err != nil || len(f) < 3 {
			t.Fatalf("line %q: want TIME PATH STATUS WHAT", line)
		}
		if len(out) == 0 || out[len(out)-1].after != after {
			out = append(out, turn{after, map[string]string{}})
		}
		out[len(out)-1].answers[f[1]] = f[2]
	}
	return out
}

// visit has a watch fetch an address that is due.
func visit(t *testing.T, s *store.Store, address string, at time.Time, step int) {
	t.Helper()
	ctx := context.Background()
	if err := s.PutVisits(ctx, []store.Visit{{URL: address, Feed: address + "/feed", Due: at, Step: step}}); err != nil {
		t.Fatal(err)
	}
	now := func() time.Time { return at }
	w := watch.New(s, fetch.New(fetch.Options{AllowLocal: true, Now: now}), reader{}, watch.Options{Now: now})
	if err := w.Run(ctx, true); err != nil {
		t.Fatal(err)
	}
}

// follow has a watch follow an address whose feed is not to be asked.
func follow(t *testing.T, s *store.Store, address string) {
	t.Helper()
	for _, act := range []string{"add", "pause"} {
		if err := s.RuleFeed(context.Background(), store.FeedRule{URL: address + "/feed", Act: act, At: epoch, By: watch.By}); err != nil {
			t.Fatal(err)
		}
	}
}

// reader reads pages in this process.
type reader struct{}

func (reader) Page(_ context.Context, a fetch.Answer, outlet string) (*rashomon.Report, error) {
	reports, _, err := page.Read(a.Bytes, page.Hint{Name: a.Capture.Address(), URL: a.Capture.Address(), MediaType: a.Capture.MediaType, Source: outlet})
	if err != nil {
		return nil, err
	}
	return &reports[0], nil
}

func (reader) Feed(_ context.Context, b []byte, base string) (feed.Feed, error) {
	return feed.Parse(b, base)
}

func (reader) Discover(_ context.Context, b []byte, base string) ([]feed.Link, error) {
	return feed.Discover(b, base)
}

// overwritten fails when a report that was there is not as it was, and returns those that
// are there now.
func overwritten(t *testing.T, name string, s *store.Store, before []rashomon.Report) []rashomon.Report {
	t.Helper()
	now, err := s.Reports(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, was := range before {
		i := slices.IndexFunc(now, func(r rashomon.Report) bool { return r.ID == was.ID })
		if i < 0 {
			t.Fatalf("case %s: report %s is gone from the store", name, was.ID)
		}
		if diff := cmp.Diff(was, now[i]); diff != "" {
			t.Errorf("case %s: a kept report was overwritten:\n%s", name, diff)
		}
		if b, err := s.Object(context.Background(), was.Bytes); err != nil || rashomon.DigestOf(b) != was.Bytes {
			t.Errorf("case %s: the bytes of %s: %v", name, was.ID, err)
		}
	}
	return now
}

// outcome says what the store has in the end.
func outcome(t *testing.T, s *store.Store, server string) string {
	t.Helper()
	ctx := context.Background()
	var b strings.Builder
	incidents, err := s.Incidents(ctx, 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	policy, _ := reconcile.PolicyNamed("range")
	var notes, tolls []string
	for _, inc := range incidents {
		d, err := s.Dossier(ctx, inc.ID)
		if err != nil {
			t.Fatal(err)
		}
		rec := reconcile.Settle(d, policy)
		for _, c := range rec.Changes {
			if n := string(c.Fate) + ": " + c.Note(); !slices.Contains(notes, n) {
				notes = append(notes, n)
			}
		}
		for _, r := range rec.Ranges {
			if r.Field == rashomon.Killed && r.Group == rashomon.People {
				tolls = append(tolls, r.Ends())
			}
		}
	}
	for _, n := range notes {
		fmt.Fprintf(&b, "note %s\n", n)
	}
	fmt.Fprintf(&b, "toll %s\n", strings.Join(tolls, ", "))
	id, err := s.Standing(ctx, server+"/story")
	if err != nil {
		t.Fatal(err)
	}
	r, err := s.Report(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	reports, err := s.Reports(ctx)
	if err != nil {
		t.Fatal(err)
	}
	captures := 0
	if err := s.EachCapture(ctx, func(rashomon.Capture) error { captures++; return nil }); err != nil {
		t.Fatal(err)
	}
	fmt.Fprintf(&b, "stands %s: %s\nkept %s, %s\n", r.URL, r.Title(), plural(len(reports), "text"), plural(captures, "capture"))
	return b.String()
}

func plural(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}
