package page

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// The most of a page that is made into a tree and searched for its article. The
// work of the extractors grows with the paragraphs times the text, and a parser
// copies open formatting elements into every block.
const (
	mostNodes      = 200_000
	mostElements   = 80_000 // the extractors make six copies: 200 MB
	mostAttributes = 256    // of one element; the others are dropped
	mostWork       = 12e9   // elements times bytes of words: a second and a half
)

// parsed returns the tree of a page and what it says of itself. The error says why a
// page is not taken apart; its words can be had by plainArticle.
func parsed(text []byte) (*html.Node, head, error) {
	if n := nodesOf(text); n > mostNodes {
		return nil, head{}, fmt.Errorf("it has more than %d elements", mostNodes)
	}
	doc, err := html.Parse(bytes.NewReader(text))
	if err != nil {
		return nil, head{}, fmt.Errorf("its elements are nested too deep (%w)", err)
	}
	elements, words := 0, 0
	for n := range doc.Descendants() {
		switch {
		case n.Type == html.ElementNode:
			elements++
			n.Attr = n.Attr[:min(len(n.Attr), mostAttributes)]
		case n.Type == html.TextNode && !wordless[n.Parent.Data]:
			words += len(n.Data)
		}
	}
	if elements > mostElements || float64(elements)*float64(words) > mostWork {
		return nil, head{}, fmt.Errorf("it has %d elements and %.1f MB of words", elements, float64(words)/(1<<20))
	}
	return doc, readHead(doc), nil
}

// nodesOf estimates, from above, how many nodes a parser makes of a page: formatting
// elements that nobody closes are made again in every block.
func nodesOf(text []byte) int {
	nodes, open := 0, 0
	for z := html.NewTokenizer(bytes.NewReader(text)); nodes <= mostNodes; {
		kind := z.Next()
		if kind == html.ErrorToken {
			break
		}
		nodes++
		if kind != html.StartTagToken && kind != html.EndTagToken {
			continue
		}
		name, _ := z.TagName()
		switch start := kind == html.StartTagToken; {
		case formatting[string(name)] && start:
			open++
		case formatting[string(name)]:
			open = max(0, open-1)
		case start && blocks[string(name)]:
			nodes += min(open, 512)
		}
	}
	return nodes
}

var formatting = map[string]bool{
	"a": true, "b": true, "big": true, "code": true, "em": true, "font": true, "i": true, "nobr": true, "s": true,
	"small": true, "strike": true, "strong": true, "tt": true, "u": true,
}

// wordless are the elements whose words are no part of an article.
var wordless = map[string]bool{
	"script": true, "style": true, "noscript": true, "template": true, "svg": true, "math": true, "head": true, "nav": true, "footer": true,
	"aside": true, "form": true, "button": true, "select": true, "textarea": true, "iframe": true, "object": true,
}

// plainArticle finds the article of a page that is not taken apart: the paragraphs
// that are long enough to be sentences and not mostly links. What the page says of
// itself is read from its beginning. It holds no tree, and takes time in the length
// of the page.
func plainArticle(text []byte) (article, head, error) {
	var p plain
	for z := html.NewTokenizer(bytes.NewReader(text)); ; {
		kind := z.Next()
		if kind == html.ErrorToken {
			break
		}
		p.take(z, kind)
	}
	p.endBlock()
	a := article{text: p.out.String()}
	switch {
	case len(a.text) < leastArticle:
		return article{}, head{}, errNoArticle
	case len(a.text) > MaxText:
		return article{}, head{}, tooLong(len(a.text))
	}
	said, err := headOf(text)
	return a, said, err
}

// headOf reads what a page says of itself in its head alone.
func headOf(text []byte) (head, error) {
	const longest = 1 << 20
	start := text[:min(len(text), longest)]
	if end := bytes.Index(bytes.ToLower(start), []byte("<body")); end >= 0 {
		start = start[:end]
	}
	if nodesOf(start) > mostNodes {
		return head{}, errors.New("its head has too many elements")
	}
	doc, err := html.Parse(bytes.NewReader(start))
	if err != nil {
		return head{}, nil //nolint:nilerr // then the page says nothing of itself
	}
	return readHead(doc), nil
}

type plain struct {
	out             strings.Builder
	block           strings.Builder
	linked          int // bytes of the block that are in links
	inLink, skipped int // how many are open
}

func (p *plain) take(z *html.Tokenizer, kind html.TokenType) {
	if kind == html.TextToken {
		if p.skipped == 0 {
			b := z.Text()
			p.block.Write(bytes.ReplaceAll(b, []byte("\n"), []byte(" ")))
			if p.inLink > 0 {
				p.linked += len(b)
			}
		}
		return
	}
	if kind == html.CommentToken || kind == html.DoctypeToken {
		return
	}
	name, _ := z.TagName()
	tag, step := string(name), 0
	switch kind {
	case html.StartTagToken:
		step = 1
	case html.EndTagToken:
		step = -1
	}
	switch {
	case wordless[tag]:
		p.skipped = max(0, p.skipped+step)
	case atom.Lookup(name) == atom.A:
		p.inLink = max(0, p.inLink+step)
	case blocks[tag]:
		if tag == "body" {
			p.skipped = 0 // a head that nobody closed
		}
		p.endBlock()
	}
}

func (p *plain) endBlock() {
	const sentence = 60 // bytes
	line, linked := oneLine(p.block.String()), p.linked
	p.block.Reset()
	p.linked, p.inLink = 0, 0
	if len(line) < sentence || linked*2 > len(line) {
		return
	}
	if p.out.Len() > 0 {
		p.out.WriteString("\n\n")
	}
	p.out.WriteString(line)
}
