package feed

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"
	"time"
)

// The limits of an OPML list.
const (
	maxOutlines = 10_000
	maxNested   = 64
)

// Outline is one feed of an OPML list.
type Outline struct {
	URL   string // of the feed
	Title string
	Site  string // address of the outlet's front page; may be empty
}

// ReadOPML returns the feeds of an OPML list (http://opml.org/spec2.opml) in its
// order, each address once, whatever folders they lie in, and how many outlines
// name a feed that has no address to fetch. Of a list that breaks off it gives the
// feeds before the break together with the error.
func ReadOPML(b []byte) (feeds []Outline, refused int, err error) {
	d := xml.NewDecoder(bytes.NewReader(decode(b)))
	d.Strict = false
	seen := map[string]bool{}
	for depth, root := 0, ""; ; {
		tok, err := d.RawToken()
		if errors.Is(err, io.EOF) && depth == 0 && root != "" {
			return feeds, refused, nil
		}
		if err != nil {
			return feeds, refused, fmt.Errorf("read the OPML list: it breaks off or is broken behind byte %d, %d feeds were read before: %s", d.InputOffset(), len(feeds), clip(err.Error()))
		}
		switch t := tok.(type) {
		case xml.EndElement:
			depth--
		case xml.StartElement:
			depth++
			if root == "" {
				root = t.Name.Local
			}
			if !strings.EqualFold(root, "opml") {
				return nil, 0, fmt.Errorf("read the OPML list: its root element is %q, not opml", clip(root))
			}
			o, is := outline(t)
			switch {
			case depth > maxNested:
				return feeds, refused, fmt.Errorf("read the OPML list: its outlines are nested more than %d deep", maxNested)
			case is && o.URL == "":
				refused++
			case is && len(feeds) == maxOutlines:
				return feeds, refused, fmt.Errorf("read the OPML list: it has more than %d feeds; split it", maxOutlines)
			case is && !seen[o.URL]:
				seen[o.URL] = true
				feeds = append(feeds, o)
			}
		}
	}
}

// outline reads one element; is says whether it names a feed at all.
func outline(t xml.StartElement) (o Outline, is bool) {
	if !strings.EqualFold(t.Name.Local, "outline") {
		return o, false
	}
	text, none := "", &url.URL{}
	for _, a := range t.Attr {
		switch strings.ToLower(a.Name.Local) {
		case "xmlurl":
			o.URL, is = resolve(none, a.Value), true
		case "htmlurl":
			o.Site = resolve(none, a.Value)
		case "title":
			o.Title = clip(a.Value)
		case "text":
			text = clip(a.Value)
		}
	}
	if o.Title == "" {
		o.Title = text
	}
	return o, is
}

// WriteOPML writes feeds as an OPML 2.0 list with one outline each.
func WriteOPML(w io.Writer, title string, at time.Time, feeds []Outline) error {
	type item struct {
		Type  string `xml:"type,attr"`
		Text  string `xml:"text,attr"` // the specification asks for text; some readers ask for title
		Title string `xml:"title,attr"`
		URL   string `xml:"xmlUrl,attr"`
		Site  string `xml:"htmlUrl,attr,omitempty"`
	}
	type list struct {
		XMLName xml.Name `xml:"opml"`
		Version string   `xml:"version,attr"`
		Title   string   `xml:"head>title"`
		Created string   `xml:"head>dateCreated"`
		Items   []item   `xml:"body>outline"`
	}
	doc := list{Version: "2.0", Title: title, Created: at.UTC().Format(time.RFC1123Z)}
	for _, f := range feeds {
		name := f.Title
		if name == "" {
			name = f.URL
		}
		doc.Items = append(doc.Items, item{Type: "rss", Text: name, Title: name, URL: f.URL, Site: f.Site})
	}
	b, err := xml.MarshalIndent(doc, "", "  ")
	if err != nil {
		return fmt.Errorf("write the OPML list: %w", err)
	}
	if _, err := fmt.Fprintf(w, "%s%s\n", xml.Header, b); err != nil {
		return fmt.Errorf("write the OPML list: %w", err)
	}
	return nil
}
