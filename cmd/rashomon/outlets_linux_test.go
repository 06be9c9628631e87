package main

import (
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"rashomon/internal/store"
)

// outlets answers on many addresses of this machine, as so many hosts: then the second
// between two requests to one host is not waited for. /feed/N names five pages, each
// of another host; /page/N/I is one of them.
type outlets struct{ hosts []string }

func newOutlets(t *testing.T) *outlets {
	t.Helper()
	o := &outlets{}
	for i := range 30 {
		l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", fmt.Sprintf("127.0.7.%d:0", 1+i))
		must(t, err)
		s := &httptest.Server{Listener: l, Config: &http.Server{Handler: o, ReadHeaderTimeout: time.Minute}}
		s.Start()
		t.Cleanup(s.Close)
		o.hosts = append(o.hosts, s.URL)
	}
	return o
}

// ServeHTTP answers as an outlet does.
func (o *outlets) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var n, i int
	if _, err := fmt.Sscanf(r.URL.Path, "/feed/%d", &n); err == nil {
		w.Header().Set("Content-Type", "application/rss+xml")
		fmt.Fprintf(w, `<rss version="2.0"><channel><title>Post %d</title><link>/</link>`, n)
		for i := range 5 {
			fmt.Fprintf(w, `<item><title>Shell hits house %d of street %d</title><link>%s/page/%d/%d</link></item>`, i, n, o.host(n*5+i), n, i)
		}
		fmt.Fprint(w, `</channel></rss>`)
		return
	}
	if _, err := fmt.Sscanf(r.URL.Path, "/page/%d/%d", &n, &i); err != nil {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	title := fmt.Sprintf("Shell hits house %d of street %d", i, n)
	fmt.Fprintf(w, `<!doctype html><html lang="en"><head><title>%s</title></head><body><article><h1>%s</h1><p>A shell killed %d people in Port Sella on Monday, police said.</p>
<p>Nobody has said that they did it, and the town council met in the evening to speak of the victims and of what the families need now.</p></article></body></html>`, title, title, 2+i)
}

func (o *outlets) host(n int) string { return o.hosts[n%len(o.hosts)] }

// watch returns a command that watches one source more.
func (v *victim) watch() []string {
	if v.outlets == nil {
		v.outlets = newOutlets(v.t)
	}
	s, err := store.Open(v.t.Context(), v.path)
	must(v.t, err)
	defer s.Close() //nolint:errcheck // the decision is committed
	n := v.sources
	v.sources++
	must(v.t, s.RuleFeed(v.t.Context(), store.FeedRule{URL: fmt.Sprintf("%s/feed/%d", v.outlets.host(n), n), Act: "add", At: time.Now(), By: "Ana K."}))
	return []string{"watch", "--once", "--contact", "ana@example.org", "--allow-local", "--again", ""}
}

// watched notes the addresses that a watch says it has fetched, and afterwards holds
// the store against them: each has its capture, and each page one report.
func (v *victim) watched() {
	s, err := store.OpenToRead(v.t.Context(), v.path)
	must(v.t, err)
	defer s.Close() //nolint:errcheck // only read
	for address := range v.fetched {
		all, err := s.Captures(v.t.Context(), address)
		if err != nil || len(all) == 0 {
			v.t.Errorf("%s was printed as fetched, and has no capture: %v", address, err)
		}
	}
	reports, err := s.Reports(v.t.Context())
	must(v.t, err)
	at := map[string]int{}
	for _, r := range reports {
		if strings.Contains(r.URL, "/page/") {
			at[r.URL]++
		}
	}
	for address, n := range at {
		if n != 1 {
			v.t.Errorf("%s: %d reports of one text", address, n)
		}
	}
	if len(at) != v.sources*5 {
		v.t.Errorf("%d sources with 5 pages each gave %d reports", v.sources, len(at))
	}
}
