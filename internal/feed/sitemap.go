package feed

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"net/url"
	"strings"
	"time"
)

// sitemap is a list of pages or of sitemaps (https://www.sitemaps.org/protocol.html),
// with what a news sitemap says of each page. Names match in any namespace.
type sitemap struct {
	Pages []struct {
		Loc     string `xml:"loc"`
		Lastmod string `xml:"lastmod"`
		News    struct {
			Name     string `xml:"publication>name"`
			Language string `xml:"publication>language"`
			Date     string `xml:"publication_date"`
			Title    string `xml:"title"`
		} `xml:"news"`
	} `xml:"url"`
	Lists []struct {
		Loc     string `xml:"loc"`
		Lastmod string `xml:"lastmod"`
	} `xml:"sitemap"`
	XMLName xml.Name
}

// parseSitemap reads a sitemap or a list of sitemaps that look has found to be whole.
func parseSitemap(b []byte, base *url.URL) (Feed, error) {
	var doc sitemap
	d := xml.NewDecoder(bytes.NewReader(b))
	d.Strict = false
	if err := d.Decode(&doc); err != nil {
		return Feed{}, fmt.Errorf("it is no sitemap that can be read: %s", clip(err.Error()))
	}
	f := Feed{Format: "sitemap"}
	var items []Item
	seen := map[string]bool{}
	take := func(it Item) {
		if it.URL != "" && !seen[it.URL] {
			seen[it.URL] = true
			items = append(items, it)
		}
	}
	for _, p := range doc.Pages {
		if f.Title == "" {
			f.Title, f.Language = words(p.News.Name), clip(p.News.Language)
		}
		take(Item{URL: resolve(base, p.Loc), Title: words(p.News.Title), Published: moment(p.News.Date), Updated: moment(p.Lastmod)})
	}
	if strings.EqualFold(doc.XMLName.Local, "sitemapindex") {
		f.Format = "sitemaps"
		for _, l := range doc.Lists {
			take(Item{URL: resolve(base, l.Loc), Updated: moment(l.Lastmod)})
		}
	}
	f.Items = newest(items)
	return f, nil
}

// moment reads a W3C date (https://www.w3.org/TR/NOTE-datetime), also without its zone.
func moment(s string) time.Time {
	s = strings.TrimSpace(s)
	if len(s) > 64 {
		return time.Time{}
	}
	for _, layout := range []string{time.RFC3339, "2006-01-02", "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05Z0700", "2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01"} {
		if t, err := time.Parse(layout, s); err == nil {
			return day(&t)
		}
	}
	return time.Time{}
}
