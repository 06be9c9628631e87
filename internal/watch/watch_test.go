package watch

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"rashomon"
	"rashomon/internal/feed"
	"rashomon/internal/fetch"
	"rashomon/internal/store"
)

// web is the internet of a test, in its bubble of time: each address has a function
// that answers.
type web struct {
	t       *testing.T
	mu      sync.Mutex
	answers map[string]func(fetch.Request) reply
	asked   []asking
	busy    map[string]bool // hosts that are being asked
}

// reply is what a server answers. Status 0 is no answer.
type reply struct {
	status int
	header string // lines
	body   string
	after  time.Duration // Retry-After
	slow   time.Duration
	final  string
	moved  int // the status of the redirect to final

	refused fetch.Why // why nobody is asked
	tooLong bool      // the body is the beginning of a longer one
}

type asking struct {
	url       string
	from, to  time.Time
	status    int
	after     time.Duration
	condition bool
}

func page(body string) reply { return reply{status: 200, body: body} }

func (w *web) Get(ctx context.Context, r fetch.Request) (fetch.Answer, error) {
	w.mu.Lock()
	host := hostOf(r.URL)
	if w.busy[host] {
		w.t.Errorf("%s is asked while it is being asked", r.URL)
	}
	w.busy[host] = true
	answer := w.answers[r.URL]
	w.mu.Unlock()
	from, got := time.Now(), reply{status: 404}
	if answer != nil {
		got = answer(r)
	}
	var stopped error
	select {
	case <-time.After(got.slow + 50*time.Millisecond):
	case <-ctx.Done():
		stopped = ctx.Err()
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.busy[host] = false
	w.asked = append(w.asked, asking{r.URL, from, time.Now(), got.status, got.after, r.ETag+r.LastModified != ""})
	if stopped != nil {
		return fetch.Answer{}, &fetch.Error{URL: r.URL, Why: fetch.Stopped, Err: stopped}
	}
	if got.final != "" && hostOf(got.final) != host && r.May != nil {
		w.mu.Unlock()
		err := r.May(ctx, got.final)
		w.mu.Lock()
		if err != nil {
			a, _ := reply{status: got.moved, final: got.final, moved: got.moved}.answer(r, from)
			a.Capture.Final, a.Capture.Problem = r.URL, err.Error()
			return a, &fetch.Error{URL: r.URL, Why: fetch.Redirected, Err: err}
		}
	}
	return got.answer(r, from)
}

// Address leaves the letters of a host small, as the fetcher does.
func (w *web) Address(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	u.Host = strings.ToLower(u.Host)
	return u.String()
}

func (got reply) answer(r fetch.Request, from time.Time) (fetch.Answer, error) {
	a := fetch.Answer{RetryAfter: got.after, Capture: rashomon.Capture{Means: rashomon.Fetched, Requested: r.URL, Final: r.URL, Asked: from, Received: time.Now(),
		Peer: "192.0.2.1:443", Status: got.status, MediaType: "text/plain", Collector: "rashomon test", By: r.By, Parent: r.Parent,
		Header: fmt.Sprintf("HTTP/1.1 %d X\r\n%s\r\n\r\n", got.status, strings.ReplaceAll(got.header, "\n", "\r\n"))}}
	c := &a.Capture
	if got.final != "" {
		c.Final = got.final
		c.Redirects = []rashomon.Redirect{{Status: got.moved, To: got.final}}
	}
	a.ETag, a.LastModified = field(*c, "Etag"), field(*c, "Last-Modified")
	if got.body != "" {
		a.Bytes = []byte(got.body)
	}
	switch {
	case got.refused != "":
		c.Asked, c.Received, c.Peer, c.Problem = time.Time{}, time.Time{}, "", "not fetched"
		return a, &fetch.Error{URL: r.URL, Why: got.refused, Err: errors.New(c.Problem)}
	case got.status == 0:
		c.Problem = "nobody answers"
		return a, &fetch.Error{URL: r.URL, Why: fetch.Unreachable, Err: errors.New(c.Problem)}
	case got.tooLong:
		c.Problem = "it is too long"
		return a, &fetch.Error{URL: r.URL, Why: fetch.TooLong, Err: errors.New(c.Problem)}
	case got.status == 304:
		a.NotModified = true
	case got.status > 299:
		c.Problem = fmt.Sprintf("it answered %d", got.status)
		return a, &fetch.StatusError{URL: r.URL, Status: got.status, RetryAfter: got.after}
	}
	return a, nil
}

// tooBusy is a page that the reader has no time for.
const tooBusy = "busy"

// reader reads pages whose first line is the title.
type reader struct{}

func (reader) Feed(_ context.Context, b []byte, base string) (feed.Feed, error) {
	return feed.Parse(b, base)
}

func (reader) Discover(_ context.Context, b []byte, base string) ([]feed.Link, error) {
	return feed.Discover(b, base)
}

func (reader) Page(_ context.Context, a fetch.Answer, outlet string) (*rashomon.Report, error) {
	if string(a.Bytes) == tooBusy {
		return nil, fmt.Errorf("read it: %w", ErrNotNow)
	}
	title, body, ok := strings.Cut(string(a.Bytes), "\n")
	if !ok {
		return nil, errors.New("it has no text")
	}
	r := rashomon.NewReport(title, body, rashomon.Report{URL: a.Capture.Address(), Source: rashomon.Source{Name: outlet}})
	return &r, nil
}

// bench is one store with its internet, inside a bubble.
type bench struct {
	*web
	store  *store.Store
	said   []string
	offset time.Duration // by which the clock of this machine is wrong
	again  []time.Duration
	chance func() float64
}

// at runs a test in a bubble, in which time passes only when all wait.
func at(t *testing.T, test func(t *testing.T, b *bench)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		s, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "store.db"))
		if err != nil {
			t.Fatal(err)
		}
		test(t, &bench{web: &web{t: t, answers: map[string]func(fetch.Request) reply{}, busy: map[string]bool{}}, store: s, chance: func() float64 { return 0 }})
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
}

func (b *bench) now() time.Time { return time.Now().Add(b.offset).UTC() }

// add watches a feed.
func (b *bench) add(address string) {
	b.t.Helper()
	rule := store.FeedRule{URL: address, Title: "Outlet of " + hostOf(address), Act: "add", At: b.now(), By: "Ana K."}
	if err := b.store.RuleFeed(b.t.Context(), rule); err != nil {
		b.t.Fatal(err)
	}
}

// rss has a feed name pages of its host.
func (b *bench) rss(address string, pages ...string) {
	var items strings.Builder
	for _, p := range pages {
		fmt.Fprintf(&items, "<item><link>%s</link></item>", p)
	}
	b.answers[address] = func(fetch.Request) reply { return page("<rss><channel>" + items.String() + "</channel></rss>") }
}

// watch watches for a while, or once.
func (b *bench) watch(span time.Duration) {
	b.t.Helper()
	ctx := b.t.Context()
	if span > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, span)
		defer cancel()
	}
	var turn sync.Mutex
	chance := func() float64 {
		turn.Lock()
		defer turn.Unlock()
		return b.chance()
	}
	w := New(b.store, b.web, reader{}, Options{Again: b.again, Now: b.now, Chance: chance, Tell: func(e Event) { b.said = append(b.said, e.What+" "+e.Object+": "+e.Text) }})
	if span > 24*time.Hour {
		w.poll = 5 * time.Minute // the test need not wait for so many looks into the store
	}
	if err := w.Run(ctx, span == 0); err != nil && ctx.Err() == nil {
		b.t.Fatal(err)
	}
}

// start is when every bubble begins.
var start = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

// requests returns when an address was asked, since the test began.
func (b *bench) requests(address string) (out []time.Duration) {
	for _, a := range b.asked {
		if a.url == address {
			out = append(out, a.from.Sub(start).Round(time.Second))
		}
	}
	return out
}

func (b *bench) captures(address string) []rashomon.Capture {
	b.t.Helper()
	all, err := b.store.Captures(b.t.Context(), address)
	if err != nil {
		b.t.Fatal(err)
	}
	return all
}

func (b *bench) feed(address string) store.FeedState {
	b.t.Helper()
	feeds, err := b.store.Feeds(b.t.Context())
	if err != nil {
		b.t.Fatal(err)
	}
	i := slices.IndexFunc(feeds, func(f store.FeedState) bool { return f.URL == address })
	if i < 0 {
		b.t.Fatalf("%s is not watched", address)
	}
	return feeds[i]
}

const (
	a     = "https://a.example"
	feed1 = a + "/feed"
	one   = a + "/1"
	text  = "Shells hit Lower Mirrin\nShells killed nine people in Lower Mirrin on Friday, the fire brigade said.\n"
)

// TestMonth watches one source for a month of its time.
func TestMonth(t *testing.T) {
	if testing.Short() {
		t.Skip("long, and no test of what goroutines share")
	}
	at(t, func(t *testing.T, b *bench) {
		b.add(feed1)
		b.rss(feed1, "/1")
		b.answers[one] = func(r fetch.Request) reply {
			if r.ETag == `"v1"` {
				return reply{status: 304}
			}
			return reply{status: 200, header: `ETag: "v1"`, body: text}
		}
		b.watch(31 * 24 * time.Hour)
		got := b.requests(one)
		for i, want := range []time.Duration{0, time.Hour, 24 * time.Hour, 7 * 24 * time.Hour, 30 * 24 * time.Hour} {
			if i >= len(got) || got[i] < want || got[i] > want+5*time.Minute {
				t.Fatalf("the page was asked at %v, not at 0, 1 h, 24 h, 7 d, 30 d", got)
			}
		}
		captures := b.captures(one)
		if len(captures) != 5 {
			t.Fatalf("%d captures", len(captures))
		}
		for i, c := range captures {
			if c.Parent != feed1 || c.By != By || c.Report != captures[0].Report || c.Body != captures[0].Body || i > 0 && c.Status != 304 {
				t.Errorf("capture %d: %+v", i, c)
			}
		}
		r, err := b.store.Report(t.Context(), captures[0].Report)
		if err != nil || r.Source.Name != "Outlet of "+a {
			t.Errorf("report %+v, %v", r, err)
		}
		if days := len(b.requests(a + "/robots.txt")); days < 28 || days > 32 {
			t.Errorf("robots.txt was asked %d times in 31 days", days)
		}
		if n := len(b.requests(feed1)); n < 31 || n > 40 {
			t.Errorf("a feed without news was asked %d times in 31 days", n)
		}
	})
}

// TestNews has a feed bring news every 20 minutes for half a day, then none.
func TestNews(t *testing.T) {
	at(t, func(t *testing.T, b *bench) {
		b.add(feed1)
		b.again = []time.Duration{}
		b.answers[feed1] = func(fetch.Request) reply {
			n := int(time.Since(start) / (20 * time.Minute))
			return page(fmt.Sprintf("<rss><channel><ttl>15</ttl><item><link>/%d</link></item></channel></rss>", min(n, 36)))
		}
		b.watch(2 * 24 * time.Hour)
		got := b.requests(feed1)
		if i := slices.IndexFunc(got, func(d time.Duration) bool { return d > 12*time.Hour }); i < 36 || i > 48 {
			t.Errorf("asked %d times in the first 12 hours, want every 15 to 25 minutes: %v", i, got[:i])
		}
		for i := range got[1:] {
			if gap := got[i+1] - got[i]; gap < 15*time.Minute {
				t.Errorf("asked %v after the last time, where the feed said 15 minutes", gap)
			}
		}
		if last := got[len(got)-1] - got[len(got)-2]; last < 3*time.Hour {
			t.Errorf("asked every %v when nothing was new any more", last)
		}
	})
}

// TestFates changes pages between visits: every answer is a capture, and no text is lost.
func TestFates(t *testing.T) {
	long := text + strings.Repeat("The town's hospital asked for blood, and the mayor for quiet. ", 30)
	edited := strings.Replace(long, "nine", "eleven", 1)
	for name, c := range map[string]struct {
		second        reply
		texts, events string
	}{
		"unchanged":  {page(long), "AA", "unchanged"},
		"edited":     {page(edited), "AB", "edited: kept r"},
		"gone":       {reply{status: 404}, "A-", "gone: it answered 404"},
		"gone 410":   {reply{status: 410, body: "gone"}, "A-", "gone: it answered 410"},
		"walled":     {reply{status: 403}, "A-", "walled"},
		"empty":      {reply{status: 200}, "A-", "walled: the answer is empty"},
		"front page": {reply{status: 200, final: a + "/", moved: 302, body: "A Post\nMany other things happened in many other places today, as on most days of the year."}, "A-", "front page"},
		"moved":      {reply{status: 200, final: a + "/new/1", moved: 301, body: long}, "AB", "moved: kept r"},
	} {
		at(t, func(t *testing.T, b *bench) {
			b.add(feed1)
			b.rss(feed1, "/1")
			b.again = []time.Duration{time.Hour}
			now := page(long)
			b.answers[one] = func(fetch.Request) reply { return now }
			b.watch(0)
			now = c.second
			time.Sleep(2 * time.Hour)
			b.watch(0)
			shown, names := "", map[rashomon.ReportID]string{"": "-"}
			for _, c := range b.captures(one) {
				if names[c.Report] == "" {
					names[c.Report] = string(rune('A' + len(names) - 1))
				}
				shown += names[c.Report]
				if c.Report == "" && c.Problem == "" {
					t.Errorf("%s: a capture without report and problem", name)
				}
			}
			if shown != c.texts || !strings.Contains(strings.Join(b.said, "\n"), c.events) {
				t.Errorf("%s: texts %s, want %s; %v", name, shown, c.texts, b.said)
			}
			if err := verify(t, b.store); err != "" {
				t.Errorf("%s: %s", name, err)
			}
		})
	}
}

// TestEmpty has a page of which nothing ever came: it is said, and counted as trouble.
func TestEmpty(t *testing.T) {
	at(t, func(t *testing.T, b *bench) {
		b.add(feed1)
		b.rss(feed1, "/1")
		b.answers[one] = func(fetch.Request) reply { return reply{status: 200} }
		b.watch(0)
		sources, err := b.store.Sources(t.Context())
		if said := strings.Join(b.said, "\n"); err != nil || !strings.Contains(said, "nothing was read: the answer is empty") || sources[0].Troubled != 1 {
			t.Errorf("%s; %+v, %v", said, sources, err)
		}
	})
}

// TestCounts counts each page of a source once: that was asked for in vain, or that waits.
func TestCounts(t *testing.T) {
	at(t, func(t *testing.T, b *bench) {
		b.add(feed1)
		b.rss(feed1, "/1", "/2")
		b.answers[one] = func(fetch.Request) reply { return reply{status: 429, after: 5 * time.Minute} }
		b.answers[a+"/2"] = func(fetch.Request) reply { return page(text) }
		b.watch(0)
		sources, err := b.store.Sources(t.Context())
		if err != nil || sources[0].Items != 2 || sources[0].Troubled != 1 || sources[0].Waiting != 1 || sources[0].Reports != 0 {
			t.Errorf("%+v, %v", sources, err)
		}
	})
}

func verify(t *testing.T, s *store.Store) string {
	t.Helper()
	faults, err := s.Verify(t.Context())
	if err != nil {
		return err.Error()
	}
	var out []string
	for _, f := range faults {
		out = append(out, f.String())
	}
	return strings.Join(out, "\n")
}

// TestTrouble has a page answered only at the third try, and one never.
func TestTrouble(t *testing.T) {
	at(t, func(t *testing.T, b *bench) {
		b.add(feed1)
		b.rss(feed1, "/1", "/2")
		b.again = []time.Duration{24 * time.Hour}
		b.answers[one] = func(fetch.Request) reply {
			if len(b.requests(one)) < 2 {
				return reply{status: 502}
			}
			return page(text)
		}
		b.answers[a+"/2"] = func(fetch.Request) reply { return reply{} }
		b.watch(20 * time.Hour)
		if got := b.requests(one); len(got) != 3 || got[1]-got[0] < 10*time.Minute || got[2]-got[1] < 20*time.Minute {
			t.Errorf("a page in trouble was asked at %v", got)
		}
		if n := len(b.requests(a + "/2")); n != maxTries {
			t.Errorf("a page that nobody answers was tried %d times", n)
		}
		if n := len(b.captures(a + "/2")); n != maxTries {
			t.Errorf("%d captures of %d tries", n, maxTries)
		}
		visits, err := b.store.Visits(t.Context())
		if err != nil || len(visits) != 2 || visits[1].Step != 1 || visits[1].Done || visits[1].Problem == "" {
			t.Errorf("visits %+v, %v", visits, err)
		}
	})
}

// TestFeedTrouble holds feeds that fail, are gone, have moved, and recover.
func TestFeedTrouble(t *testing.T) {
	at(t, func(t *testing.T, b *bench) {
		const bad, gone, moved, html = "https://bad.example/f", "https://gone.example/f", "https://moved.example/f", "https://html.example/f"
		for _, f := range []string{bad, gone, moved, html} {
			b.add(f)
		}
		b.answers[bad] = func(fetch.Request) reply { return reply{status: 500} }
		b.answers[gone] = func(fetch.Request) reply { return reply{status: 410} }
		b.answers[moved] = func(fetch.Request) reply {
			return reply{status: 200, final: "https://new.example/f", moved: 308, body: "<rss><channel></channel></rss>"}
		}
		b.answers[html] = func(fetch.Request) reply { return page("<html><body>Sign in</body></html>") }
		b.watch(5 * 24 * time.Hour)
		got := b.requests(bad)
		gaps := ""
		for i := range got[1:] {
			gaps += " " + (got[i+1] - got[i]).Round(time.Hour).String()
		}
		if !strings.HasPrefix(gaps, " 1h0m0s 1h0m0s 1h0m0s 1h0m0s 3h0m0s 5h0m0s 11h0m0s 21h0m0s 24h0m0s 24h0m0s") {
			t.Errorf("a feed that fails was asked after%s", gaps)
		}
		if f := b.feed(bad); f.Failures != len(got) || f.Problem != "it answered 500" || !f.Succeeded.IsZero() {
			t.Errorf("%+v", f)
		}
		if f := b.feed(gone); len(b.requests(gone)) != 1 || !f.Paused() || !strings.Contains(f.Problem, "410") {
			t.Errorf("%+v", f)
		}
		if f := b.feed(moved); f.Failures != 0 || !strings.Contains(f.Problem, "moved for good to https://new.example/f") {
			t.Errorf("%+v", f)
		}
		if f := b.feed(html); f.Failures == 0 || !strings.Contains(f.Problem, "web page") {
			t.Errorf("%+v", f)
		}
		b.rss(bad)
		time.Sleep(24 * time.Hour)
		b.watch(0)
		if f := b.feed(bad); f.Failures != 0 || f.Problem != "" || f.Succeeded.IsZero() {
			t.Errorf("after it recovered: %+v", f)
		}
	})
}

// TestRobots holds what a robots.txt forbids, one that cannot be had, and a delay.
func TestRobots(t *testing.T) {
	at(t, func(t *testing.T, b *bench) {
		const shut, dead, slow = "https://shut.example", "https://dead.example", "https://slow.example"
		for _, h := range []string{shut, dead, slow} {
			b.add(h + "/feed")
			b.rss(h+"/feed", "/1", "/2", "/private/3")
			for _, p := range []string{"/1", "/2", "/private/3"} {
				b.answers[h+p] = func(r fetch.Request) reply { return page("Title\nText of " + r.URL) }
			}
		}
		b.answers[shut+"/robots.txt"] = func(fetch.Request) reply { return page("User-agent: *\nDisallow: /private") }
		b.answers[slow+"/robots.txt"] = func(fetch.Request) reply { return page("User-agent: *\nCrawl-delay: 30") }
		b.answers[dead+"/robots.txt"] = func(fetch.Request) reply { return reply{status: 503} }
		b.again = []time.Duration{}
		b.watch(5 * time.Hour)
		if len(b.requests(shut+"/1")) != 1 || len(b.requests(shut+"/private/3")) != 0 {
			t.Errorf("robots.txt was not obeyed: %v", b.asked)
		}
		if len(b.requests(dead+"/feed")) != 0 || !strings.Contains(b.feed(dead+"/feed").Problem, "robots.txt") {
			t.Errorf("a host whose robots.txt is in trouble was asked; %+v", b.feed(dead+"/feed"))
		}
		if n := len(b.requests(dead + "/robots.txt")); n < 4 || n > 6 {
			t.Errorf("it was asked for its robots.txt %d times in 5 hours", n)
		}
		var last time.Time
		for _, r := range b.asked {
			if hostOf(r.url) == slow {
				if gap := r.from.Sub(last); !last.IsZero() && gap < 30*time.Second && !strings.HasSuffix(r.url, "/feed") {
					t.Errorf("%s asked %v after the last", r.url, gap)
				}
				last = r.to
			}
		}
		b.answers[dead+"/robots.txt"] = nil
		time.Sleep(24 * time.Hour)
		b.watch(0)
		if len(b.captures(dead+"/1")) != 1 {
			t.Error("a host that recovered was not asked")
		}
	})
}

// TestRedirectedElsewhere asks the other host as it wants to be asked.
func TestRedirectedElsewhere(t *testing.T) {
	at(t, func(t *testing.T, b *bench) {
		const shut, busy = "https://shut.example", "https://busy.example"
		b.add(feed1)
		b.rss(feed1, "/1", "/2", "/3")
		b.again = []time.Duration{}
		to := func(final string) func(fetch.Request) reply {
			return func(fetch.Request) reply {
				return reply{status: 200, final: final, moved: 302, body: "Title\nText at " + final}
			}
		}
		b.answers[one] = to(shut + "/1")
		b.answers[a+"/2"] = func(r fetch.Request) reply {
			got := to(busy + "/2")(r)
			if len(b.requests(a+"/2")) == 0 {
				got.status, got.after = 429, 3*time.Hour
			}
			return got
		}
		b.answers[a+"/3"] = to(busy + "/3")
		b.answers[shut+"/robots.txt"] = func(fetch.Request) reply { return page("User-agent: *\nDisallow: /") }
		b.watch(12 * time.Hour)
		if c := b.captures(one); len(c) != 1 || c[0].Report != "" || !strings.Contains(c[0].Problem, "robots.txt there") {
			t.Errorf("redirected where robots.txt forbids it: %+v", c)
		}
		for _, p := range []string{"/2", "/3"} {
			c := b.captures(a + p)
			last := c[len(c)-1]
			if len(c) < 2 || last.Report == "" || last.Received.Sub(start) < 3*time.Hour {
				t.Errorf("%s, redirected to a host that asked to wait three hours: %d captures, the last %+v", p, len(c), last)
			}
		}
	})
}

// TestOthersPages has a feed name pages of another outlet, and lead to one that stands.
func TestOthersPages(t *testing.T) {
	at(t, func(t *testing.T, b *bench) {
		const post, evil, feed2 = "https://post.example/story", "https://evil.example", "https://evil.example/feed"
		b.add(feed1)
		b.rss(feed1, post+"1", one)
		b.again = []time.Duration{}
		b.answers[post+"1"], b.answers[one] = func(fetch.Request) reply { return page(text) }, func(fetch.Request) reply { return page(text) }
		b.watch(0)
		b.add(feed2)
		b.rss(feed2, post+"2", "/1")
		b.answers[post+"2"] = func(fetch.Request) reply { return page(text) }
		b.answers[evil+"/1"] = func(fetch.Request) reply { return reply{status: 200, final: one, moved: 302, body: text} }
		b.watch(0)
		for address, want := range map[string]string{post + "1": "", post + "2": "", one: "Outlet of " + a, evil + "/1": "Outlet of " + a} {
			r, err := b.store.StandingReport(t.Context(), address)
			if err != nil || r == nil || r.Source.Name != want {
				t.Errorf("%s is said to be of another than %q: %+v, %v", address, want, r, err)
			}
		}
		if n, err := b.store.Counts(t.Context()); err != nil || n.Reports != 3 {
			t.Errorf("%d reports, %v", n.Reports, err)
		}
	})
}

// What a page that somebody saved and gave says of its address is no reason to take the
// article that is fetched from there for another page. That it was saved from there is.
func TestGivenFirst(t *testing.T) {
	for _, ownWord := range []bool{true, false} {
		at(t, func(t *testing.T, b *bench) {
			r := rashomon.NewReport("Bakers win prize", strings.Repeat("The bakers of Port Sella won a golden prize in the yearly fair of pastry. ", 20), rashomon.Report{URL: one})
			_, err := b.store.AddCapture(t.Context(), store.Taken{Capture: rashomon.Capture{Means: rashomon.Given, Requested: "bakers.html",
				Asked: b.now(), Received: b.now(), OwnWord: ownWord}, Report: &r, Body: []byte("bakers")})
			if err != nil {
				t.Fatal(err)
			}
			b.add(feed1)
			b.rss(feed1, "/1")
			b.answers[one] = func(fetch.Request) reply { return page(strings.Repeat(text+" ", 20)) }
			b.watch(time.Hour)
			all := b.captures(one)
			if last := all[len(all)-1]; (last.Report != "") != ownWord {
				t.Errorf("by its own word %v: what was fetched is kept as %+v", ownWord, last)
			}
		})
	}
}

// A feed that names a thousand pages of another's host holds up none of that one's own.
func TestOthersLast(t *testing.T) {
	at(t, func(t *testing.T, b *bench) {
		const evil = "https://evil.example/feed"
		b.add(evil)
		b.again = []time.Duration{}
		var many []string
		for i := range 400 {
			many = append(many, fmt.Sprintf("%s/many/%d", a, i))
			b.answers[many[i]] = func(fetch.Request) reply { return page(text) }
		}
		b.rss(evil, many...)
		b.watch(time.Minute)
		b.add(feed1)
		b.rss(feed1, "/1")
		b.answers[one] = func(fetch.Request) reply { return page(text) }
		before := len(b.asked)
		b.watch(time.Hour)
		i := slices.IndexFunc(b.asked, func(r asking) bool { return r.url == one })
		if i < 0 || i > before+10 || len(b.asked) < 400 {
			t.Errorf("the outlet's own page was asked as number %d of %d, %d of them before it had a feed", i, len(b.asked), before)
		}
	})
}

// A page that this machine could not read for want of a processor is fetched again soon.
func TestNotReadNow(t *testing.T) {
	at(t, func(t *testing.T, b *bench) {
		b.add(feed1)
		b.rss(feed1, "/1")
		b.again = []time.Duration{}
		n := 0
		b.answers[one] = func(fetch.Request) reply {
			if n++; n == 1 {
				return page(tooBusy)
			}
			return page(text)
		}
		b.watch(2 * time.Hour)
		if c := b.captures(one); len(c) != 2 || c[0].Report != "" || c[0].Problem == "" || c[1].Report == "" {
			t.Errorf("%+v", c)
		}
	})
}

// A feed that names another outlet's page first takes it with it neither when it is paused
// nor when it is removed, once the outlet's own feed names it.
func TestNamedFirst(t *testing.T) {
	for _, act := range []string{"pause", "remove"} {
		at(t, func(t *testing.T, b *bench) {
			const evil = "https://evil.example/feed"
			b.add(evil)
			b.rss(evil, one)
			b.answers[one] = func(fetch.Request) reply { return page(text) }
			b.again = []time.Duration{time.Hour, 24 * time.Hour}
			b.watch(0)
			b.add(feed1)
			b.rss(feed1, "/1")
			b.watch(0)
			if err := b.store.RuleFeed(t.Context(), store.FeedRule{URL: evil, Act: act, At: b.now(), By: "Ana K."}); err != nil {
				t.Fatal(err)
			}
			b.watch(26 * time.Hour)
			if n := len(b.captures(one)); n != 3 {
				t.Errorf("%s: %d captures", act, n)
			}
		})
	}
}

// TestDiscovery bounds the hosts of one domain.
func TestDiscovery(t *testing.T) {
	at(t, func(t *testing.T, b *bench) {
		b.add(feed1)
		b.again = []time.Duration{}
		var pages []string
		for i := range 30 {
			pages = append(pages, fmt.Sprintf("https://h%d.many.example/1", i), fmt.Sprintf("https://h%d.many.example/2", i))
		}
		b.rss(feed1, append(pages, one, "https://b.other.example/1", "https://B.Other.EXAMPLE/1")...)
		b.watch(time.Hour)
		hosts := map[string]bool{}
		for _, r := range b.asked {
			hosts[hostOf(r.url)] = true
		}
		if len(hosts) != MaxHosts+2 || len(b.captures("https://b.other.example/1")) != 1 || !strings.Contains(b.feed(feed1).Problem, "20 items left out") {
			t.Errorf("%d hosts were asked; %q", len(hosts), b.feed(feed1).Problem)
		}
	})
}

// What was left out for a day is followed the next, though the feed has not changed.
func TestLeftOut(t *testing.T) {
	at(t, func(t *testing.T, b *bench) {
		b.add(feed1)
		b.again = []time.Duration{}
		items := ""
		for i := range MaxHosts + 5 {
			items += fmt.Sprintf("<item><link>https://h%d.many.example/1</link></item>", i)
		}
		b.answers[feed1] = func(r fetch.Request) reply {
			if r.ETag != "" {
				return reply{status: 304}
			}
			return reply{status: 200, header: `ETag: "v1"`, body: "<rss><channel>" + items + "</channel></rss>"}
		}
		b.watch(49 * time.Hour)
		for i := range MaxHosts + 5 {
			if n := len(b.captures(fmt.Sprintf("https://h%d.many.example/1", i))); n != 1 {
				t.Errorf("%d captures of host %d", n, i)
			}
		}
		if f := b.feed(feed1); f.ETag == "" || f.Problem != "" {
			t.Errorf("in the end %+v", f)
		}
	})
}

// A feed that brings more whenever its pages are fetched does not keep a single watch
// from ending.
func TestOnceEnds(t *testing.T) {
	at(t, func(t *testing.T, b *bench) {
		b.add(feed1)
		b.again = []time.Duration{}
		asked := 0
		b.answers[feed1] = func(fetch.Request) reply {
			var items string
			for i := range 40 {
				items += fmt.Sprintf("<item><link>/%d/%d</link></item>", asked, i)
				b.answers[fmt.Sprintf("%s/%d/%d", a, asked, i)] = func(fetch.Request) reply { return reply{status: 200, slow: time.Minute, body: text} }
			}
			if asked++; asked > 9 {
				return page("<rss><channel></channel></rss>")
			}
			return page("<rss><channel>" + items + "</channel></rss>")
		}
		b.watch(0)
		if asked != rounds {
			t.Errorf("the feed was asked %d times", asked)
		}
	})
}

// A name that leads to a private network for a time (the sign-in page of a network) is
// asked again; an address that never can be fetched is not.
func TestNotAsked(t *testing.T) {
	at(t, func(t *testing.T, b *bench) {
		b.add(feed1)
		b.again = []time.Duration{}
		b.rss(feed1, "/1", "/2")
		tries := map[string]int{}
		for p, why := range map[string]fetch.Why{"/1": fetch.NotPublic, "/2": fetch.BadAddress} {
			b.answers[a+p] = func(fetch.Request) reply {
				if tries[p]++; tries[p] < 3 {
					return reply{refused: why}
				}
				return page(text)
			}
		}
		b.watch(12 * time.Hour)
		if len(b.captures(one)) != 1 || tries["/1"] != 3 || len(b.captures(a+"/2")) != 0 || tries["/2"] != 1 {
			t.Errorf("asked %v", tries)
		}
	})
}

// TestDecisions pauses, resumes and removes a source while it is watched.
func TestDecisions(t *testing.T) {
	if testing.Short() {
		t.Skip("long, and no test of what goroutines share")
	}
	at(t, func(t *testing.T, b *bench) {
		b.add(feed1)
		b.rss(feed1, "/1")
		b.answers[one] = func(fetch.Request) reply { return page(text) }
		decide := func(act string) {
			if err := b.store.RuleFeed(t.Context(), store.FeedRule{URL: feed1, Act: act, At: b.now(), By: "Ana K."}); err != nil {
				t.Fatal(err)
			}
		}
		b.watch(0)
		decide("pause")
		before := len(b.asked)
		b.watch(10 * time.Hour)
		if len(b.asked) != before {
			t.Errorf("asked while paused: %v", b.asked[before:])
		}
		decide("resume")
		b.watch(time.Minute)
		if n := len(b.captures(one)); n != 2 {
			t.Errorf("%d captures after it was resumed", n)
		}
		decide("remove")
		before = len(b.asked)
		b.watch(40 * 24 * time.Hour)
		visits, err := b.store.Visits(t.Context())
		if len(b.asked) != before || err != nil || !visits[0].Done {
			t.Errorf("asked after it was removed: %v; %+v, %v", b.asked[before:], visits, err)
		}
		b.add(feed1)
		b.watch(0)
		if n := len(b.captures(one)); n != 3 {
			t.Errorf("%d captures after it was added again", n)
		}
	})
}

// TestClock puts the clock of the machine on by a day and back by two.
func TestClock(t *testing.T) {
	if testing.Short() {
		t.Skip("long, and no test of what goroutines share")
	}
	at(t, func(t *testing.T, b *bench) {
		b.add(feed1)
		b.rss(feed1, "/1")
		b.answers[one] = func(fetch.Request) reply { return page(text) }
		b.watch(3 * time.Hour)
		b.offset = 24 * time.Hour
		b.watch(3 * time.Hour)
		before := len(b.requests(feed1))
		b.offset = -24 * time.Hour
		b.watch(25 * time.Hour)
		if n := len(b.requests(feed1)); n == before {
			t.Error("the feed was not asked for a day after the clock was put back")
		}
		visits, err := b.store.Visits(t.Context())
		if err != nil || len(visits) != 1 || len(b.captures(one)) < 2 {
			t.Errorf("%+v, %v", visits, err)
		}
		b.offset = 0
		b.watch(32 * 24 * time.Hour)
		if visits, err = b.store.Visits(t.Context()); err != nil || !visits[0].Done || len(b.captures(one)) != 5 {
			t.Errorf("%d captures; %+v, %v", len(b.captures(one)), visits, err)
		}
		if err := verify(t, b.store); err != "" {
			t.Error(err)
		}
	})
}

// A host that asked to wait while the clock was a year ahead is not waited for a year.
func TestClockOfAHold(t *testing.T) {
	at(t, func(t *testing.T, b *bench) {
		b.add(feed1)
		b.rss(feed1, "/1")
		b.answers[one] = func(fetch.Request) reply { return page(text) }
		if err := b.store.PutRobots(t.Context(), store.Robots{Host: a, Until: b.now().Add(365 * 24 * time.Hour)}); err != nil {
			t.Fatal(err)
		}
		b.watch(time.Hour)
		if n := len(b.captures(one)); n == 0 {
			t.Error("nothing was asked")
		}
	})
}

// TestStopped stops a watch again and again at every kind of moment. What was kept
// stays, and in the end every page was fetched, none much oftener than it takes.
func TestStopped(t *testing.T) {
	at(t, func(t *testing.T, b *bench) {
		var pages []string
		for i := range 20 {
			p := fmt.Sprintf("/%d", i)
			pages = append(pages, p)
			b.answers[a+p] = func(fetch.Request) reply { return reply{status: 200, slow: time.Second, body: "Title\nText " + p} }
		}
		b.add(feed1)
		b.rss(feed1, pages...)
		b.again = []time.Duration{}
		kept, stops := 0, 0
		for span := 60 * time.Millisecond; kept < len(pages); span += 41 * time.Millisecond {
			b.watch(span)
			now := 0
			for _, p := range pages {
				now += min(1, len(b.captures(a+p)))
			}
			if now < kept {
				t.Fatalf("%d pages kept, then %d", kept, now)
			}
			if kept, stops = now, stops+1; stops > 1000 {
				t.Fatalf("stopped %d times and only %d pages kept", stops, kept)
			}
		}
		for _, p := range pages {
			if n := len(b.captures(a + p)); n != 1 {
				t.Errorf("%s has %d captures", p, n)
			}
		}
		if err := verify(t, b.store); err != "" {
			t.Error(err)
		}
	})
}

// TestDerive derives what was kept once a minute at most, and what was left at the end.
func TestDerive(t *testing.T) {
	at(t, func(t *testing.T, b *bench) {
		b.add(feed1)
		var pages []string
		for i := range 150 {
			pages = append(pages, fmt.Sprintf("/%d", i))
			b.answers[a+pages[i]] = func(fetch.Request) reply { return page("Title\n" + pages[i]) }
		}
		b.rss(feed1, pages...)
		var when []time.Time
		w := New(b.store, b.web, reader{}, Options{Derive: func(context.Context) (string, error) {
			when = append(when, time.Now())
			return "", nil
		}})
		if err := w.Run(t.Context(), true); err != nil {
			t.Fatal(err)
		}
		if len(when) < 3 || len(when) > 5 {
			t.Errorf("150 pages in two and a half minutes were derived %d times", len(when))
		}
		for i := range when[1:] {
			if gap := when[i+1].Sub(when[i]); gap < derive && i+2 < len(when) {
				t.Errorf("derived %v after the last time", gap)
			}
		}
	})
}

// hostsOf sorts what was asked by host.
func hostsOf(all []asking) map[string][]asking {
	out := map[string][]asking{}
	for _, a := range all {
		out[hostOf(a.url)] = append(out[hostOf(a.url)], a)
	}
	return out
}

// robotsTurn reports whether r was asked right behind the robots.txt of its host.
func robotsTurn(asked []asking, r asking) bool {
	i := slices.IndexFunc(asked, func(a asking) bool { return a.from.Equal(r.from) })
	return i > 0 && strings.HasSuffix(asked[i-1].url, "/robots.txt")
}
