package feed

import (
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"
)

// seeds are the feeds of testdata, whole and spoilt in the ways that feeds are.
func seeds(f *testing.F) {
	f.Helper()
	for _, a := range cases(f) {
		b := a.Files[0].Data
		f.Add(b)
		f.Add(b[:len(b)*2/3])
		f.Add([]byte(`<?xml version="1.0" encoding="koi8-r"?>` + string(b)))
		f.Add([]byte(strings.ReplaceAll(string(b), "e", "\xE9")))
	}
	f.Add([]byte("\xFF\xFE<\x00r\x00s\x00s\x00>\x00"))
}

// bounded fails on an address that must not be fetched and on a string that is too long.
func bounded(t *testing.T, address string, texts ...string) {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil || u.Fragment != "" || len(address) > MaxAddress {
		t.Errorf("address %q", address)
	}
	for _, s := range texts {
		if !utf8.ValidString(s) || utf8.RuneCountInString(s) > MaxString || strings.ContainsAny(s, "\n\r\x00") {
			t.Errorf("text %q", s)
		}
	}
}

func FuzzFeed(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, b []byte) {
		got, err := Parse(b, base)
		if err != nil {
			return
		}
		if len(got.Items) > MaxItems || got.Every < 0 || got.Every > maxEvery {
			t.Errorf("%d items, every %v", len(got.Items), got.Every)
		}
		if got.Site != "" {
			bounded(t, got.Site, got.Title, got.Language)
		}
		for _, it := range got.Items {
			bounded(t, it.URL, it.Title, it.ID)
			if _, err := it.Published.MarshalJSON(); err != nil {
				t.Error(err)
			}
		}
	})
}

func FuzzDiscover(f *testing.F) {
	seeds(f)
	f.Add([]byte(`<base href="//a.example"><link rel=alternate type=application/rss+xml href="?feed" title="News">`))
	f.Add([]byte("Sitemap: /news.xml\nsitemap:https://a.example/%zz"))
	f.Fuzz(func(t *testing.T, b []byte) {
		links, err := Discover(b, base)
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range append(links, Sitemaps(b, base)...) {
			bounded(t, l.URL, l.Title)
		}
	})
}

func FuzzOPML(f *testing.F) {
	seeds(f)
	f.Add([]byte(`<opml><body><outline text="A"><outline title="&quot;" xmlUrl="https://a.example/feed" htmlUrl="//b"/></outline></body></opml>`))
	f.Fuzz(func(t *testing.T, b []byte) {
		feeds, _, err := ReadOPML(b)
		for _, o := range feeds {
			bounded(t, o.URL, o.Title)
		}
		var out strings.Builder
		if werr := WriteOPML(&out, "Sources", day(nil), feeds); werr != nil {
			t.Fatal(werr)
		}
		again, refused, rerr := ReadOPML([]byte(out.String()))
		if rerr != nil || refused != 0 || len(again) != len(feeds) {
			t.Fatalf("%d feeds (%v), written and read again %d, %d refused, %v", len(feeds), err, len(again), refused, rerr)
		}
	})
}
