package page

import (
	"encoding/json"
	"strings"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"rashomon"
)

// head is what a page says of itself beside its article. Dates are at the precision
// that the page gives.
type head struct {
	canonical, ogURL string
	language         string
	heading          string // of the first h1
	ld, meta         string // days of publication in JSON-LD and in meta elements
	marked           string // in the first <time> that says it dates the publication
	unmarked         string // in the <time> elements that do not, while they agree
	differ           bool   // they do not
}

// dateNames are the names of meta elements that hold the day of publication.
var dateNames = map[string]bool{
	"article:published_time": true, "og:article:published_time": true, "og:published_time": true, "datepublished": true,
	"pubdate": true, "publishdate": true, "publish-date": true, "publish_date": true, "publication_date": true,
	"dc.date": true, "dc.date.issued": true, "dcterms.date": true, "dcterms.created": true, "dcterms.issued": true,
	"date": true, "parsely-pub-date": true, "sailthru.date": true, "citation_publication_date": true, "cxenseparse:recs:publishtime": true,
}

func readHead(doc *html.Node) head {
	var h head
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode {
			h.read(n)
		}
	}
	return h
}

// published returns the day or time of publication, by the surest place that gives
// one. A <time> that does not say what it dates counts only where all of them name
// one day: pages date their neighbours and their comments too.
func (h head) published() string {
	if h.differ {
		return first(h.ld, h.meta, h.marked)
	}
	return first(h.ld, h.meta, h.marked, h.unmarked)
}

func (h *head) read(n *html.Node) {
	switch n.DataAtom {
	case atom.Html:
		h.language = first(h.language, attr(n, "lang"))
	case atom.H1:
		h.heading = first(h.heading, oneLine(words(n)))
	case atom.Link:
		if strings.EqualFold(attr(n, "rel"), "canonical") {
			h.canonical = first(h.canonical, attr(n, "href"))
		}
	case atom.Meta:
		name := strings.ToLower(first(attr(n, "property"), attr(n, "name"), attr(n, "itemprop")))
		if dateNames[name] {
			h.meta = first(h.meta, date(attr(n, "content")))
		}
		if name == "og:url" {
			h.ogURL = first(h.ogURL, attr(n, "content"))
		}
	case atom.Script:
		if strings.EqualFold(attr(n, "type"), "application/ld+json") && n.FirstChild != nil {
			h.ld = first(h.ld, publishedLD(n.FirstChild.Data))
		}
	case atom.Time:
		h.readTime(n)
	}
}

func (h *head) readTime(n *html.Node) {
	d := date(attr(n, "datetime"))
	switch {
	case d == "":
	case saysPublished(n):
		h.marked = first(h.marked, d)
	case h.unmarked == "":
		h.unmarked = d
	case h.unmarked[:len("2006-01-02")] != d[:len("2006-01-02")]:
		h.differ = true
	}
}

func saysPublished(n *html.Node) bool {
	_, marked := attrOK(n, "pubdate")
	said := strings.ToLower(attr(n, "itemprop") + " " + attr(n, "class") + " " + attr(n, "id"))
	return marked || strings.Contains(said, "publish")
}

// publishedLD returns the first datePublished of a JSON-LD script, at any depth.
func publishedLD(script string) string {
	var v any
	if json.Unmarshal([]byte(script), &v) != nil {
		return ""
	}
	queue := []any{v}
	for len(queue) > 0 {
		v, queue = queue[0], queue[1:]
		switch v := v.(type) {
		case []any:
			queue = append(queue, v...)
		case map[string]any:
			if s, ok := v["datePublished"].(string); ok && date(s) != "" {
				return date(s)
			}
			for _, key := range []string{"@graph", "mainEntity", "mainEntityOfPage"} {
				queue = append(queue, v[key])
			}
		}
	}
	return ""
}

// zoned and zoneless are the layouts of dates in pages. Those in which day and
// month could be taken for each other are left out.
var (
	zoned = []string{time.RFC3339, "2006-01-02T15:04:05Z0700", "2006-01-02T15:04Z07:00", "2006-01-02 15:04:05Z07:00",
		"2006-01-02 15:04:05 -0700", time.RFC1123Z}
	zoneless = []string{"20060102", "2006/01/02", "2 January 2006", "2 Jan 2006", "January 2, 2006", "Jan 2, 2006", time.RFC1123, time.RFC850}
)

// date returns s as Report.Published has it, at the precision of s: a time without
// a zone gives its day only. Empty when s is no date, or an ambiguous one.
func date(s string) string {
	s = strings.TrimSpace(s)
	for _, layout := range zoned {
		if t, err := time.Parse(layout, s); err == nil && t.Year() > 0 {
			return t.Format(time.RFC3339)
		}
	}
	for _, layout := range zoneless {
		if t, err := time.Parse(layout, s); err == nil && t.Year() > 0 {
			return t.Format(time.DateOnly)
		}
	}
	if d, ok := rashomon.ParseDate(s[:min(len(s), len(time.DateOnly))]); ok && d.Day != 0 {
		return d.String()
	}
	return ""
}

// words returns the text below n.
func words(n *html.Node) string {
	var b strings.Builder
	for c := range n.Descendants() {
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
		}
	}
	return b.String()
}

func attr(n *html.Node, key string) string {
	s, _ := attrOK(n, key)
	return s
}

func attrOK(n *html.Node, key string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == key && a.Namespace == "" {
			return a.Val, true
		}
	}
	return "", false
}
