package page

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	readability "codeberg.org/readeck/go-readability/v2"
	"github.com/RadhiFadlillah/whatlanggo"
	trafilatura "github.com/markusmobius/go-trafilatura"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// article is what the extractors find in a page. Fields they do not find are empty.
type article struct {
	title, text, site, language string
	authors                     []string
}

// leastArticle is the length in bytes below which what was found is hardly an
// article, and what the page's own data calls its text is taken where that is longer.
const leastArticle = 250

// extractArticle finds the article in a page; doc is its to change. Trafilatura
// decides, with what readability finds as its second opinion; where it fails, that is
// the article.
func extractArticle(doc *html.Node, said head, at *url.URL) (article, error) {
	withoutData(doc)
	second, a, err := byReadability(doc, at)
	if err == nil {
		a.text = rendered(second)
	}
	if found, err := byTrafilatura(doc, second, at); err == nil && found.text != "" {
		a.text, a.language, a.authors = found.text, found.language, found.authors
	}
	if body := fromHTML(said.ld.body); len(a.text) < leastArticle && len(body) > len(a.text) {
		a.text = body
	}
	switch {
	case a.text == "":
		return article{}, errNoArticle
	case len(a.text) > MaxText:
		return article{}, tooLong(len(a.text))
	}
	return a, nil
}

// A page may be made to break its reader, and the libraries are not ours: what they
// panic on is a bad page, not trouble with the program.
func recovered(err *error) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("%v", p)
	}
}

func byReadability(doc *html.Node, at *url.URL) (n *html.Node, a article, err error) {
	defer recovered(&err)
	parser := readability.NewParser()
	found, err := parser.ParseAndMutate(clone(doc), at)
	if err != nil {
		return nil, article{}, err
	}
	if found.Node == nil {
		return nil, article{}, errNoArticle
	}
	return found.Node, article{title: oneLine(found.Title()), site: oneLine(found.SiteName())}, nil
}

func byTrafilatura(doc, second *html.Node, at *url.URL) (a article, err error) {
	defer recovered(&err)
	found, err := trafilatura.ExtractDocument(doc, trafilatura.Options{
		OriginalURL: at, EnableFallback: true, ExcludeComments: true, HtmlDateMode: trafilatura.Disabled,
		FallbackCandidates: &trafilatura.FallbackCandidates{Readability: second},
	})
	if err != nil {
		return article{}, err
	}
	a = article{text: inParagraphs(found.ContentNode, doc), authors: persons(strings.Split(found.Metadata.Author, ";"))}
	if guess := whatlanggo.Detect(a.text); len(a.text) >= leastArticle && guess.Confidence > 0 { // of two as likely it gives now one, now the other
		a.language = guess.Lang.Iso6391()
	}
	return a, nil
}

// fromHTML returns the paragraphs of words that may be HTML.
func fromHTML(s string) string {
	if !strings.ContainsAny(s, "<&") {
		return paragraphs(s)
	}
	doc, err := html.Parse(strings.NewReader(s))
	if err != nil {
		return ""
	}
	return rendered(doc)
}

// inParagraphs writes the text of an article. Of a short one trafilatura may give the
// words of a whole element as one paragraph, glued where a block ends; that element is
// then looked for, and written in its paragraphs.
func inParagraphs(found, doc *html.Node) string {
	text := rendered(found)
	if strings.Contains(text, "\n") {
		return text
	}
	c := clone(doc)
	var boilerplate []*html.Node
	for n := range c.Descendants() {
		switch n.DataAtom {
		case atom.Aside, atom.Footer, atom.Script, atom.Style:
			boilerplate = append(boilerplate, n)
		case atom.Div:
			if strings.Contains(attr(n, "id"), "footer") || strings.Contains(attr(n, "class"), "footer") {
				boilerplate = append(boilerplate, n)
			}
		}
	}
	for _, n := range boilerplate {
		n.Parent.RemoveChild(n)
	}
	for n := range c.Descendants() {
		if n.DataAtom == atom.Article || n.DataAtom == atom.Body {
			if same := rendered(n); lettersOf(same) == lettersOf(text) {
				return same
			}
		}
	}
	return text
}

func lettersOf(s string) string { return strings.Join(strings.Fields(s), "") }

// withoutData takes the scripts of data out of a page. They were read, each value by
// its key; trafilatura takes what Go's maps happen to give first.
func withoutData(doc *html.Node) {
	var data []*html.Node
	for n := range doc.Descendants() {
		if n.DataAtom == atom.Script && strings.Contains(strings.ToLower(attr(n, "type")), "json") {
			data = append(data, n)
		}
	}
	for _, n := range data {
		n.Parent.RemoveChild(n)
	}
}

// clone returns a copy of what is below n and of n. Its depth is that of the parser.
func clone(n *html.Node) *html.Node {
	c := &html.Node{Type: n.Type, DataAtom: n.DataAtom, Data: n.Data, Namespace: n.Namespace, Attr: slices.Clone(n.Attr)}
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		c.AppendChild(clone(child))
	}
	return c
}

// blocks are the elements that begin a new paragraph.
var blocks = map[string]bool{
	"address": true, "article": true, "aside": true, "blockquote": true, "body": true, "br": true, "caption": true, "dd": true,
	"details": true, "div": true, "dl": true, "dt": true, "figcaption": true, "figure": true, "footer": true, "h1": true, "h2": true, "h3": true,
	"h4": true, "h5": true, "h6": true, "header": true, "hr": true, "li": true, "main": true, "nav": true, "ol": true, "p": true, "pre": true,
	"section": true, "summary": true, "table": true, "td": true, "th": true, "tr": true, "ul": true,
}

// rendered writes the text below n, each block as one line and an empty line between two.
func rendered(n *html.Node) string {
	var b strings.Builder
	render(&b, n)
	return paragraphs(b.String())
}

func render(b *strings.Builder, n *html.Node) {
	if n.Type == html.TextNode {
		b.WriteString(lineBreaks.Replace(n.Data))
		return
	}
	switch { // the cells of a row stay on one line: "Killed 2"
	case n.DataAtom == atom.Td, n.DataAtom == atom.Th:
		b.WriteByte(' ')
		defer b.WriteByte(' ')
	case blocks[n.Data]:
		b.WriteByte('\n')
		defer b.WriteByte('\n')
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		render(b, c)
	}
}

var lineBreaks = strings.NewReplacer("\n", " ", "\r", " ", "\f", " ")
