package page

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// head is what a page says of itself beside its article. Dates are at the precision
// that the page gives.
type head struct {
	canonical, ogURL string
	language         string
	site             string   // of og:site_name
	called           []string // what the page calls itself, in og:title and the title element
	headings         []headed // in order
	ld               linked   // of JSON-LD
	meta, modified   string   // days of publication and of change in meta elements
	authors          []string // in meta elements
	marked           string   // in the first <time> that says it dates the publication
	unmarked         string   // in the <time> elements that do not, while they agree
	differ           bool     // they do not
}

// dateNames are the names of meta elements that hold the day of publication.
var dateNames = map[string]bool{
	"article:published_time": true, "og:article:published_time": true, "og:published_time": true, "datepublished": true,
	"pubdate": true, "publishdate": true, "publish-date": true, "publish_date": true, "publication_date": true,
	"dc.date": true, "dc.date.issued": true, "dcterms.date": true, "dcterms.created": true, "dcterms.issued": true,
	"date": true, "parsely-pub-date": true, "sailthru.date": true, "citation_publication_date": true, "cxenseparse:recs:publishtime": true,
}

// modifiedNames are those of the day of change.
var modifiedNames = map[string]bool{
	"article:modified_time": true, "og:article:modified_time": true, "og:updated_time": true, "og:modified_time": true, "datemodified": true,
	"dcterms.modified": true, "dc.date.modified": true, "last-modified": true, "article:modified": true,
}

// authorNames are those of the writers. Facebook wants an address in article:author.
var authorNames = map[string]bool{
	"author": true, "article:author": true, "byl": true, "dc.creator": true, "dcterms.creator": true, "citation_author": true,
	"parsely-author": true, "sailthru.author": true,
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
		return first(h.ld.published, h.meta, h.marked)
	}
	return first(h.ld.published, h.meta, h.marked, h.unmarked)
}

func (h *head) read(n *html.Node) {
	switch n.DataAtom {
	case atom.Html:
		h.language = first(h.language, attr(n, "lang"))
	case atom.Title:
		if n.Namespace == "" { // and not the title of a drawing
			h.called = append(h.called, oneLine(words(n)))
		}
	case atom.H1, atom.H2, atom.H3:
		h.readHeading(n)
	case atom.Link:
		if strings.EqualFold(attr(n, "rel"), "canonical") {
			h.canonical = first(h.canonical, attr(n, "href"))
		}
	case atom.Meta:
		h.readMeta(strings.ToLower(first(attr(n, "property"), attr(n, "name"), attr(n, "itemprop"))), attr(n, "content"))
	case atom.Script:
		if strings.Contains(strings.ToLower(attr(n, "type")), "ld+json") && n.FirstChild != nil {
			h.ld.add(readLinked(n.FirstChild.Data))
		}
	case atom.Time:
		h.readTime(n)
	}
}

func (h *head) readMeta(name, content string) {
	switch {
	case dateNames[name]:
		h.meta = first(h.meta, date(content))
	case modifiedNames[name]:
		h.modified = first(h.modified, date(content))
	case authorNames[name]:
		h.authors = append(h.authors, content)
	case name == "og:url":
		h.ogURL = first(h.ogURL, content)
	case name == "og:site_name":
		h.site = first(h.site, oneLine(content))
	case name == "og:title", name == "twitter:title":
		h.called = append(h.called, oneLine(content))
	}
}

func (h *head) readTime(n *html.Node) {
	d := date(attr(n, "datetime"))
	switch {
	case d == "":
	case says(n, "modified"), says(n, "updated"):
		h.modified = first(h.modified, d)
	case says(n, "publish"), has(n, "pubdate"):
		h.marked = first(h.marked, d)
	case h.unmarked == "":
		h.unmarked = d
	case h.unmarked[:len("2006-01-02")] != d[:len("2006-01-02")]:
		h.differ = true
	}
}

// says reports whether n is called so by its author.
func says(n *html.Node, what string) bool {
	return strings.Contains(strings.ToLower(attr(n, "itemprop")+" "+attr(n, "class")+" "+attr(n, "id")), what)
}

func has(n *html.Node, key string) bool {
	_, ok := attrOK(n, key)
	return ok
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
