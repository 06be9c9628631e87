package feed

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// sight is what one pass over the tags of a document tells, before anything builds
// a tree of it: whether it is whole, and up to where it can be read if it is not.
type sight struct {
	root   string // local name of the root element; empty when there is none
	items  int    // that are whole
	end    int    // offset behind the last whole item
	open   []string
	why    string // why it cannot be read to its end; empty when it can
	broken bool   // its grammar is broken; it did not just break off
	deep   bool   // too deeply nested to be read at all
}

// look passes over the tags of b.
func look(b []byte) sight {
	var s sight
	d := xml.NewDecoder(bytes.NewReader(b))
	d.Strict = false
	var stack []string
	for {
		tok, err := d.RawToken()
		if err != nil {
			s.ended(err, stack)
			return s
		}
		switch t := tok.(type) {
		case xml.StartElement:
			stack = append(stack, qualified(t.Name))
			if s.root == "" {
				s.root = t.Name.Local
			}
			if len(stack) > maxDepth {
				s.why, s.deep = fmt.Sprintf("its elements are nested more than %d deep", maxDepth), true
				return s
			}
		case xml.EndElement:
			stack = closed(stack, qualified(t.Name))
			if !isItem(t.Name.Local) || len(stack) > 2 {
				continue
			}
			s.items, s.end, s.open = s.items+1, int(d.InputOffset()), slices.Clone(stack)
			if s.items == s.limit() && len(stack) > 0 && bytes.Contains(b[s.end:], []byte("<"+qualified(t.Name))) {
				s.why = tooMany
				return s
			}
		}
	}
}

// ended notes how the pass came to its end.
func (s *sight) ended(err error, stack []string) {
	var bad *xml.SyntaxError
	switch {
	case errors.As(err, &bad) && !strings.Contains(bad.Msg, "unexpected EOF"):
		s.why, s.broken = fmt.Sprintf("its XML is broken on line %d", bad.Line), true
	case s.root == "":
		s.why = "it has no element"
	case len(stack) > 0 || !errors.Is(err, io.EOF):
		s.why = "it breaks off before its end"
	}
}

// limit is how many items are read of a document.
func (s *sight) limit() int {
	if strings.EqualFold(s.root, "urlset") || strings.EqualFold(s.root, "sitemapindex") {
		return maxPages
	}
	return MaxItems
}

// whole returns b, or its part up to the last whole item with every element closed.
func (s *sight) whole(b []byte) []byte {
	if s.why == "" {
		return b
	}
	out := bytes.NewBuffer(slices.Clone(b[:s.end]))
	for _, name := range slices.Backward(s.open) {
		out.WriteString("</" + name + ">")
	}
	return out.Bytes()
}

func qualified(n xml.Name) string {
	if n.Space != "" {
		return n.Space + ":" + n.Local
	}
	return n.Local
}

// closed returns the stack after an end tag. One that closes nothing is passed over,
// one that closes an outer element closes the inner ones too, as the decoder has it.
func closed(stack []string, name string) []string {
	for i, open := range slices.Backward(stack) {
		if open == name {
			return stack[:i]
		}
	}
	return stack
}

func isItem(local string) bool {
	switch strings.ToLower(local) {
	case "item", "entry", "url", "sitemap":
		return true
	}
	return false
}
