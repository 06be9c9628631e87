package feed

import (
	"bufio"
	"bytes"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// maxLinks bounds what one page or robots.txt can name.
const maxLinks = 50

// Link is a feed that something names; nobody has looked yet whether it is one.
type Link struct {
	URL   string `json:"url"`
	Title string `json:"title,omitempty"`
}

// Discover returns the feeds that an HTML page at base names by <link
// rel="alternate">, in its order, those of comments last. A page that names none
// gives none; only an address that is none is an error.
func Discover(page []byte, base string) ([]Link, error) {
	root, err := url.Parse(base)
	if err != nil {
		return nil, fmt.Errorf("look for feeds in %q: its address is none: %w", base, err)
	}
	var found []Link
	seen := map[string]bool{}
	for z := html.NewTokenizer(bytes.NewReader(decode(page))); len(found) < maxLinks; {
		kind := z.Next()
		if kind == html.ErrorToken {
			break
		}
		if kind != html.StartTagToken && kind != html.SelfClosingTagToken {
			continue
		}
		tag, at := attributes(z)
		switch {
		case tag == "base":
			if u, err := root.Parse(at["href"]); err == nil {
				root = u
			}
		case tag == "link" && namesFeed(at):
			if a := resolve(root, at["href"]); a != "" && !seen[a] {
				seen[a] = true
				found = append(found, Link{URL: a, Title: words(at["title"])})
			}
		}
	}
	slices.SortStableFunc(found, func(a, b Link) int { return ofComments(a) - ofComments(b) })
	return found, nil
}

// attributes returns the name of a tag and the attributes that Discover asks for.
// Of one that is given twice the first counts, as in a browser.
func attributes(z *html.Tokenizer) (tag string, at map[string]string) {
	name, more := z.TagName()
	tag = string(name)
	if tag != "link" && tag != "base" {
		return tag, nil
	}
	at = map[string]string{}
	for n := 0; more && n < 256; n++ {
		var key, value []byte
		key, value, more = z.TagAttr()
		if _, twice := at[string(key)]; !twice {
			at[string(key)] = string(value)
		}
	}
	return tag, at
}

func namesFeed(at map[string]string) bool {
	rel := strings.Fields(strings.ToLower(at["rel"]))
	if slices.Contains(rel, "feed") {
		return true
	}
	if !slices.Contains(rel, "alternate") {
		return false
	}
	kind, _, _ := strings.Cut(strings.ToLower(at["type"]), ";")
	switch strings.TrimSpace(kind) {
	case "application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml", "application/xml", "text/xml":
		return true
	}
	return false
}

func ofComments(l Link) int {
	if strings.Contains(strings.ToLower(l.URL+" "+l.Title), "comment") {
		return 1
	}
	return 0
}

// Candidates returns addresses at which sites often have a feed, for a site that
// names none, the likeliest first. They are guesses.
func Candidates(site string) []string {
	root, err := url.Parse(site)
	if err != nil {
		return nil
	}
	var out []string
	for _, path := range []string{"/feed", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml", "/feed.json", "/news-sitemap.xml", "/sitemap-news.xml", "/sitemap_news.xml"} {
		if a := resolve(root, path); a != "" {
			out = append(out, a)
		}
	}
	return out
}

// Sitemaps returns the sitemaps that a robots.txt at base names, those that call
// themselves news first.
func Sitemaps(robots []byte, base string) []Link {
	root, err := url.Parse(base)
	if err != nil {
		return nil
	}
	var found []Link
	lines := bufio.NewScanner(bytes.NewReader(robots[:min(len(robots), 512<<10)])) // RFC 9309, section 2.5
	for lines.Scan() && len(found) < maxLinks {
		key, value, _ := strings.Cut(lines.Text(), ":")
		if !strings.EqualFold(strings.TrimSpace(key), "sitemap") {
			continue
		}
		a := resolve(root, value)
		if a != "" && !slices.ContainsFunc(found, func(l Link) bool { return l.URL == a }) {
			found = append(found, Link{URL: a})
		}
	}
	slices.SortStableFunc(found, func(a, b Link) int { return notNews(a) - notNews(b) })
	return found
}

func notNews(l Link) int {
	if strings.Contains(strings.ToLower(l.URL), "news") {
		return 0
	}
	return 1
}
