package page

import (
	"bytes"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	readability "codeberg.org/readeck/go-readability/v2"
	"golang.org/x/net/html"

	"rashomon"
)

// maxElements bounds the work on a page made to be slow; long reports have a few
// thousand elements.
const maxElements = 40_000

// article is what an extractor finds in a page. Fields it does not find are empty.
type article struct {
	title, text, site, language string
}

func readHTML(b []byte, h Hint) (rashomon.Report, error) {
	if len(b) > MaxHTML {
		return rashomon.Report{}, fmt.Errorf("it has %.1f MB and a page may have %d MB; save its text and give that", float64(len(b))/(1<<20), MaxHTML>>20)
	}
	text, err := decodeHTML(b, h.MediaType)
	if err != nil {
		return rashomon.Report{}, err
	}
	doc, err := html.Parse(bytes.NewReader(text))
	if err != nil {
		return rashomon.Report{}, fmt.Errorf("parse its HTML: %w; save its text and give that", err)
	}
	said := readHead(doc)
	at := address(first(said.canonical, said.ogURL), h.URL)
	a, err := extractArticle(doc, at)
	if err != nil {
		return rashomon.Report{}, err
	}
	site := first(a.site, h.Source)
	if site == "" && at != nil {
		site = strings.TrimPrefix(at.Hostname(), "www.")
	}
	r := rashomon.Report{
		Source: rashomon.Source{Name: site}, Published: first(said.published(), h.Published),
		Language: first(a.language, said.language), Bytes: rashomon.DigestOf(b), MediaType: HTML,
	}
	if at != nil {
		r.URL = at.String()
	}
	title := withoutSite(first(a.title, said.heading), a.site)
	return rashomon.NewReport(title, withoutHeading(a.text, title), r), nil
}

// extractArticle finds the article in a page; doc is its to change. This is the
// one place that knows the library: another extractor goes in here.
func extractArticle(doc *html.Node, at *url.URL) (a article, err error) {
	// The page may be made to break its reader, and the library is not ours: what
	// it panics on is a bad page, not trouble with the program.
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("find its article: %v; save its text and give that", p)
		}
	}()
	p := readability.NewParser()
	p.MaxElemsToParse = maxElements
	found, err := p.ParseAndMutate(doc, at)
	if err != nil {
		return article{}, fmt.Errorf("find its article: %w; save its text and give that", err)
	}
	var text strings.Builder
	if found.Node != nil {
		if err := found.RenderText(&text); err != nil {
			return article{}, fmt.Errorf("find its article: %w", err)
		}
	}
	a = article{title: oneLine(found.Title()), text: paragraphs(text.String()), site: oneLine(found.SiteName()), language: found.Language()}
	if a.text == "" {
		return article{}, errors.New("it holds no article text; save the text of the article and give that")
	}
	if len(a.text) > MaxText {
		return article{}, tooLong(len(a.text), MaxText)
	}
	return a, nil
}

// paragraphs writes each paragraph as one line, with an empty line between two.
func paragraphs(s string) string {
	var out []string
	for line := range strings.Lines(strings.ToValidUTF8(s, "\uFFFD")) {
		if line = oneLine(line); line != "" {
			out = append(out, line)
		}
	}
	return strings.Join(out, "\n\n")
}

// withoutHeading drops the heading where the article repeats it near its start: a
// count in it would be told twice.
func withoutHeading(text, title string) string {
	const near = 4
	all := strings.Split(text, "\n\n")
	if i := slices.Index(all[:min(near, len(all))], title); i >= 0 && len(all) > 1 {
		all = slices.Delete(all, i, i+1)
	}
	return strings.Join(all, "\n\n")
}

// withoutSite takes the outlet's name off the end of a title.
func withoutSite(title, site string) string {
	if site == "" {
		return title
	}
	for _, sep := range []string{" - ", " | ", " – ", " — ", " :: "} {
		if short, ok := strings.CutSuffix(title, sep+site); ok && short != "" {
			return short
		}
	}
	return title
}

func oneLine(s string) string {
	return strings.Join(strings.Fields(strings.ToValidUTF8(s, "\uFFFD")), " ")
}

// address returns where the page stands: the address it calls its own when that is
// on the host it came from (or it came from none), else the one it came from. nil
// when neither is known. A page cannot make itself another outlet's.
func address(canonical, given string) *url.URL {
	at, err := url.Parse(given)
	if err != nil || !web(at) {
		at = nil
	}
	own, err := url.Parse(strings.TrimSpace(canonical))
	if canonical == "" || err != nil {
		return at
	}
	if at != nil {
		own = at.ResolveReference(own)
	}
	switch {
	case !web(own):
		return at
	case at == nil:
		return own
	case host(own) != host(at), strings.Trim(own.Path, "/") == "" && strings.Trim(at.Path, "/") != "":
		return at // another outlet's, or a front page that every article names by mistake
	}
	return own
}

func web(u *url.URL) bool { return (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" }

// host leaves out what names a face of the same outlet.
func host(u *url.URL) string {
	h := strings.ToLower(u.Host)
	for _, face := range []string{"www.", "m.", "amp."} {
		h = strings.TrimPrefix(h, face)
	}
	return h
}
