package main

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"rashomon"
	"rashomon/internal/ruling"
	"rashomon/internal/store"
	"rashomon/internal/web"
)

// desk is a person at a terminal with a store.
type desk struct {
	t     *testing.T
	store string
	at    time.Time
}

// runs runs a command that must succeed, and returns all that it printed.
func (d *desk) runs(stdin string, args ...string) string {
	d.t.Helper()
	var out bytes.Buffer
	d.at = d.at.Add(time.Minute)
	w := world{stdin: strings.NewReader(stdin), stdout: &out, stderr: &out, getenv: func(string) string { return "" }, now: func() time.Time { return d.at }}
	if code := run(d.t.Context(), append(args, "--store", d.store), w); code != exitOK {
		d.t.Fatalf("%v: status %d\n%s", args, code, out.String())
	}
	return out.String()
}

// everything is all that any command prints of the store, and every page with its twin.
func (d *desk) everything() map[string]string {
	all := map[string]string{}
	for _, args := range [][]string{{"show"}, {"show", "--json"}, {"show", "--reports"}, {"show", "--reports", "--json"}, {"export", "json"}, {"export", "csv"}, {"changes"}, {"changes", "--json"}, {"rule", "list"}, {"rule", "list", "--json"}, {"source", "list"}, {"source", "list", "--json"}, {"verify"}, {"run", "--again"}} {
		all[strings.Join(args, " ")] = d.runs("", args...)
	}
	s, err := store.OpenToRead(d.t.Context(), d.store)
	if err != nil {
		d.t.Fatal(err)
	}
	defer s.Close()
	site := web.New(s, web.Options{})
	page := func(path string) {
		w := httptest.NewRecorder()
		site.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		all[path] = w.Body.String()
	}
	for _, path := range []string{"/", "/index.json", "/problems", "/problems.json", "/reports", "/reports.json"} {
		page(path)
	}
	incidents, err := s.Incidents(d.t.Context(), 0, 0)
	if err != nil {
		d.t.Fatal(err)
	}
	for _, inc := range incidents {
		page("/i/" + string(inc.ID))
		page("/i/" + string(inc.ID) + ".json")
		all["show --full "+string(inc.ID)] = d.runs("", "show", "--full", string(inc.ID))
		for _, f := range rashomon.Fields() {
			all["explain "+string(f)] += d.runs("", "explain", string(inc.ID), string(f), "--policy", "majority")
		}
	}
	reports, err := s.Reports(d.t.Context())
	if err != nil {
		d.t.Fatal(err)
	}
	for _, r := range reports {
		all["custody "+string(r.ID)] = d.runs("", "custody", string(r.ID)) + d.runs("", "custody", "--json", string(r.ID))
		page("/r/" + string(r.ID))
		page("/r/" + string(r.ID) + ".json")
	}
	return all
}

// blast is a set of reports that name one person.
type blast struct {
	first, last  string
	titles, urls []string
	bodies       []string
	claim        int // the claim on which the ruling is made, modulo how many there are
}

var anyBlast = rapid.Custom(func(t *rapid.T) blast {
	forms := []string{"%[1]s %[2]s, a fisherman, was among the dead.", "The clinic named one of the dead as %[1]s %[2]s, 34.", "%[2]s's brother %[1]s blamed the Northern Front.",
		"“%[1]s was my son,” said the father of %[2]s.", "%[1]s %[2]s told the paper that nine people had died.", "Three of the %[2]s family were hurt, police said.",
		"The army denied that %[2]s had been its target.", "MR %[2]s had been threatened before, according to his wife.",
		"Neighbours wrote to @%[3]s_31 and to post.invalid/%[3]s that he was dead.", "“%[4]s is gone,” one wrote."}
	b := blast{first: rapid.SampledFrom([]string{"Ilan", "Oskar", "Mirela", "Tove"}).Draw(t, "first"), claim: rapid.IntRange(0, 100).Draw(t, "claim"),
		last: rapid.SampledFrom([]string{"Tomareth", "al-Veskeri", "Quintash", "Bharodan"}).Draw(t, "last")}
	for i := range rapid.IntRange(1, 3).Draw(t, "reports") {
		body := "A bomb exploded at a fish market in Port Sella on Monday, killing 12 people, police said."
		for _, f := range rapid.SliceOfNDistinct(rapid.SampledFrom(forms), 1, 4, rapid.ID[string]).Draw(t, "sentences") {
			body += " " + fmt.Sprintf(f, b.first, b.last, strings.ToLower(b.first+strings.ReplaceAll(b.last, "-", "")), strings.Join(strings.Split(b.first+" "+b.last, ""), "\u00ad")) + "\n\n"
		}
		b.bodies = append(b.bodies, body)
		b.titles = append(b.titles, rapid.SampledFrom([]string{"Blast in Port Sella", "Blast kills " + b.first + " " + b.last, strings.ToUpper(b.last) + " DEAD IN BLAST"}).Draw(t, "title"))
		b.urls = append(b.urls, fmt.Sprintf("https://post.invalid/%d/%s-%s", i, strings.ToLower(b.first), strings.ToLower(b.last)))
	}
	return b
})

// TestNoOutputShowsAWithheldName: reports name a person in the ways in which reports do;
// once a ruling withholds the name, no command and no page shows any part of it, whatever
// a reader made of it. Eight draws, always the same: each goes through the whole program.
func TestNoOutputShowsAWithheldName(t *testing.T) {
	for seed := range 8 {
		b := anyBlast.Example(seed)
		d := &desk{t: t, store: filepath.Join(t.TempDir(), "desk.db"), at: time.Date(2031, 5, 2, 0, 0, 0, 0, time.UTC)}
		for i, body := range b.bodies {
			d.runs(b.titles[i]+"\n"+body, "add", "--source", fmt.Sprintf("Outlet %d (invented)", i), "--published", "2031-05-01", "--url", b.urls[i], "-")
		}
		d.runs("", "run")
		if !strings.Contains(d.runs("", "export", "json"), b.first) {
			t.Errorf("%v: the name is nowhere before it is withheld", b)
		}
		d.watches(b)
		d.withhold(b)
		for where, printed := range d.everything() {
			for _, part := range []string{b.first, strings.TrimPrefix(b.last, "al-")} {
				if i := strings.Index(strings.ToLower(printed), strings.ToLower(part)); i >= 0 {
					t.Fatalf("%q of %v stands in %s: ...%s", part, b, where, printed[max(0, i-80):min(len(printed), i+80)])
				}
			}
		}
	}
}

// watches has a feed watched that has the name wherever a feed can have one.
func (d *desk) watches(b blast) {
	s, err := store.Open(d.t.Context(), d.store)
	check(d.t, err)
	handle := strings.ToLower(b.first + "-" + b.last)
	check(d.t, s.RuleFeed(d.t.Context(), store.FeedRule{URL: "https://blog.invalid/" + handle + "/feed", Site: "https://" + handle + ".invalid", Title: b.first + " " + b.last + " writes",
		Act: "add", At: d.at, By: b.first + " " + b.last}))
	check(d.t, s.Close())
}

// withhold keeps the name back by a ruling on one of the claims of the store.
func (d *desk) withhold(b blast) {
	s, err := store.OpenToRead(d.t.Context(), d.store)
	if err != nil {
		d.t.Fatal(err)
	}
	defer s.Close()
	readings, err := s.Readings(d.t.Context())
	if err != nil {
		d.t.Fatal(err)
	}
	var claims []rashomon.Claim
	for _, r := range readings {
		claims = append(claims, r.Claims()...)
	}
	c, name := claims[b.claim%len(claims)], b.first+" "+b.last
	args := []string{"rule", "withhold", c.ID.Short(), "--why", "it is safer for " + name, "--by", "ana"}
	if person, ok := ruling.Person(c); !ok || person != name {
		args = append(args, "--words", name)
	}
	d.runs("", args...)
}
