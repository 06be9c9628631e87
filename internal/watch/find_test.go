package watch

import (
	"fmt"
	"strings"
	"testing"

	"rashomon/internal/fetch"
)

// TestFind finds what an address leads to.
func TestFind(t *testing.T) {
	const (
		rss     = `<rss><channel><title>T</title><item><link>/1</link></item></channel></rss>`
		news    = `<urlset><url><loc>/1</loc></url></urlset>`
		link    = `<link rel=alternate type=application/rss+xml href="%s">`
		tooMuch = `<!-- and so on -->`
		atPlace = "https://a.example/x"
	)
	named := func(addresses ...string) string {
		out := "<html>"
		for _, to := range addresses {
			out += fmt.Sprintf(link, to)
		}
		return out
	}
	for name, c := range map[string]struct {
		pages      map[string]string // what stands at each path
		want, fail string            // paths found; what the error says
	}{
		"a feed":                      {map[string]string{"/x": rss}, "/x", ""},
		"a page that names one":       {map[string]string{"/x": named("/f"), "/f": rss}, "/f", ""},
		"two, and comments":           {map[string]string{"/x": named("/f", "/comments/feed", "/g"), "/f": rss, "/g": rss, "/comments/feed": rss}, "/f /g", ""},
		"comments alone":              {map[string]string{"/x": named("/comments/feed"), "/comments/feed": rss}, "/comments/feed", ""},
		"one that is none":            {map[string]string{"/x": named("/f", "/g"), "/f": "<html>", "/g": rss}, "/g", ""},
		"names one that is not there": {map[string]string{"/x": named("/f"), "/rss.xml": rss}, "/rss.xml", ""},
		"the usual places":            {map[string]string{"/x": "<html>", "/rss": "<html>", "/feed.xml": rss}, "/feed.xml", ""},
		"robots.txt names it":         {map[string]string{"/x": "<html>", "/robots.txt": "Sitemap: /other.xml\nSitemap: /news/map.xml", "/news/map.xml": news}, "/news/map.xml", ""},
		"a list of sitemaps":          {map[string]string{"/x": `<sitemapindex><sitemap><loc>/a.xml</loc></sitemap><sitemap><loc>/b.xml</loc></sitemap></sitemapindex>`, "/a.xml": news, "/b.xml": news}, "/a.xml /b.xml", ""},
		"barred":                      {map[string]string{"/x": rss, "/robots.txt": "User-agent: *\nDisallow: /x"}, "/x!", ""},
		"nothing":                     {map[string]string{"/x": "<html>"}, "", "the usual places have none"},
		"not there":                   {nil, "", "it answered 404"},
		"a list of feeds":             {map[string]string{"/x": `<opml><body><outline xmlUrl="https://a.example/rss"/></body></opml>`, "/rss": rss}, "", "source import-opml FILE"},
		"too long, beside another":    {map[string]string{"/x": tooMuch, "/rss": rss}, "", "did not come whole: it is too long"},
		"too long, and names one":     {map[string]string{"/x": named("/f") + tooMuch, "/f": rss, "/rss": rss}, "/f", ""},
	} {
		at(t, func(t *testing.T, b *bench) {
			for path, body := range c.pages {
				b.answers[a+path] = func(fetch.Request) reply {
					return reply{status: 200, body: body, tooLong: strings.HasSuffix(body, tooMuch)}
				}
			}
			found, err := Find(t.Context(), b.web, reader{}, strings.TrimPrefix(atPlace, "https://"), func(string) {})
			var got []string
			for _, f := range found {
				path := strings.TrimPrefix(f.URL, a)
				if f.Barred {
					path += "!"
				}
				got = append(got, path)
			}
			if strings.Join(got, " ") != c.want || (c.fail != "") != (err != nil) || err != nil && !strings.Contains(err.Error(), c.fail) {
				t.Errorf("%s: found %v, %v", name, got, err)
			}
			if len(b.asked) > 16 {
				t.Errorf("%s: %d requests", name, len(b.asked))
			}
		})
	}
}

// A feed says itself of which site it is: that is believed of its own, and of the one where
// a person found it.
func TestFindSite(t *testing.T) {
	const feed = `<rss><channel><title>T</title><link>%s</link><item><link>/1</link></item></channel></rss>`
	for _, c := range []struct{ address, site, want string }{
		{"https://a.example/feed", "https://www.a.example/", "https://www.a.example/"},
		{"https://a.example/feed", "https://harbour.example/", ""},
		{"https://harbour.example/", "https://harbour.example/", "https://harbour.example/"},
	} {
		at(t, func(t *testing.T, b *bench) {
			b.answers["https://harbour.example/"] = func(fetch.Request) reply {
				return page(`<html><link rel=alternate type=application/rss+xml href="https://a.example/feed">`)
			}
			b.answers["https://a.example/feed"] = func(fetch.Request) reply { return page(fmt.Sprintf(feed, c.site)) }
			var told []string
			found, err := Find(t.Context(), b.web, reader{}, c.address, func(said string) { told = append(told, said) })
			if err != nil || len(found) != 1 || found[0].Feed.Site != c.want || (len(told) > 0) != (c.want == "") {
				t.Errorf("%s of %s: %+v, %q, %v", c.address, c.site, found, told, err)
			}
		})
	}
}
