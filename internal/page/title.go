package page

import (
	"net/url"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// headed is a heading of a page.
type headed struct {
	level int // 1 to 3
	text  string
}

// readHeading keeps a heading that is not the outlet's name: that one leads to the
// front page.
func (h *head) readHeading(n *html.Node) {
	text := oneLine(words(n))
	if text == "" || leadsHome(n) || len(h.headings) >= mostHeadings {
		return
	}
	h.headings = append(h.headings, headed{int(n.Data[1] - '0'), text})
}

// mostHeadings is more than any article has.
const mostHeadings = 500

func leadsHome(n *html.Node) bool {
	inside := func(a *html.Node) bool {
		if a.DataAtom != atom.A {
			return false
		}
		to, err := url.Parse(strings.TrimSpace(attr(a, "href")))
		return err == nil && has(a, "href") && strings.Trim(to.Path, "/") == "" && to.RawQuery == "" && to.Fragment == ""
	}
	for c := range n.Descendants() {
		if inside(c) {
			return true
		}
	}
	return n.Parent != nil && inside(n.Parent)
}

// title returns the words over the article. What stands on the page goes before what
// its head tells machines, which is often shortened for them: the longest first-level
// heading that the page also calls itself by, the only first-level heading, a lower
// one that begins what the page calls itself; then JSON-LD, the head, and what an
// extractor found.
func (h head) title(found string) string {
	var all, called []string
	for _, c := range append([]string{h.ld.headline}, h.called...) {
		called = append(called, folded(c))
	}
	best := ""
	for _, one := range h.headings {
		if f := folded(one.text); one.level == 1 && f != folded(h.site) {
			all = append(all, one.text)
			if len(one.text) > len(best) && anyHolds(called, f) {
				best = one.text
			}
		}
	}
	switch {
	case best != "":
		return best
	case len(all) == 1:
		return all[0]
	}
	for _, one := range h.headings {
		if f := folded(one.text); one.level > 1 && len(one.text) > len(best) && strings.Contains(f, " ") && anyBegins(called, f) {
			best = one.text
		}
	}
	return first(best, oneLine(html.UnescapeString(h.ld.headline)), found, first(h.called...), first(all...))
}

func anyHolds(all []string, s string) bool {
	for _, one := range all {
		if strings.Contains(one, s) {
			return true
		}
	}
	return false
}

func anyBegins(all []string, s string) bool {
	for _, one := range all {
		if strings.HasPrefix(one, s) {
			return true
		}
	}
	return false
}

// folded is s for comparing: letters and figures in lower case, all else one space.
func folded(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r) }), " ")
}
