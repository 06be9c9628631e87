// Package feed reads what an outlet publishes about its own news: RSS, Atom, RDF and
// JSON feeds, news sitemaps and lists of sitemaps, the feeds that a page or a
// robots.txt names, and OPML lists of feeds. It is pure: bytes in, values out. What
// it reads was written by strangers, so every answer is bounded and holds http and
// https addresses only.
package feed

import (
	"bytes"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// The limits of what Parse gives.
const (
	MaxItems   = 500     // of one feed; a sitemap gives its newest
	MaxString  = 500     // code points of a title, a name, an item's own identifier
	MaxAddress = 2048    // bytes; a longer address is left out, since a part of it is another one
	MaxBytes   = 8 << 20 // of one feed, as the fetcher has it
	maxDepth   = 256     // of elements inside one another
	maxPages   = 50_000  // read of one sitemap, the limit that sitemaps.org sets
)

// Feed is what a feed says of itself and of its news. Nothing of the text that
// feeds carry beside their titles is kept: the page itself is what is read.
type Feed struct {
	Format    string        `json:"format"` // rss, atom, json, sitemap; sitemaps is a list whose items are sitemaps, not news
	Title     string        `json:"title,omitempty"`
	Site      string        `json:"site,omitempty"` // address of the outlet's front page
	Language  string        `json:"language,omitempty"`
	Every     time.Duration `json:"every,omitempty"`     // how often the feed says it changes (ttl, sy:updatePeriod); 0 when it does not say
	Truncated string        `json:"truncated,omitempty"` // why items are missing at the end; empty when all are there
	Items     []Item        `json:"items"`
}

// Item is one piece of news that a feed names: one address, once a feed.
type Item struct {
	URL       string    `json:"url"` // absolute, without a fragment
	Title     string    `json:"title,omitempty"`
	ID        string    `json:"id,omitempty"` // the feed's own name for it
	Published time.Time `json:"published,omitzero"`
	Updated   time.Time `json:"updated,omitzero"` // UTC, as Published; zero when the feed does not say or what it says is no date since 1970
}

// IsOPML is what the error says where the bytes are a list of feeds.
const IsOPML = "it is a list of feeds (OPML); import it with: rashomon source import-opml FILE"

// Parse reads a feed whose address is base, against which relative addresses are
// resolved. Of a feed that breaks off or breaks its own grammar it gives the items
// that were whole, and says so in Truncated. Bytes that are no feed are an error
// that says what they are.
func Parse(b []byte, base string) (Feed, error) {
	root, err := url.Parse(base)
	if err != nil {
		return Feed{}, fmt.Errorf("read feed %q: its address is none: %w", base, err)
	}
	why := ""
	if len(b) > MaxBytes {
		b, why = b[:MaxBytes], fmt.Sprintf("it is longer than %d MiB", MaxBytes>>20)
	}
	f, err := parse(decode(b), root)
	if err != nil {
		return Feed{}, fmt.Errorf("read feed %s: %w", base, err)
	}
	if f.Truncated == "" {
		f.Truncated = why
	}
	return f, nil
}

func parse(b []byte, base *url.URL) (Feed, error) {
	switch {
	case len(b) == 0:
		return Feed{}, errors.New("it is empty")
	case b[0] == '{':
		return parseJSON(b, base)
	case b[0] == '<':
		return parseXML(b, base)
	}
	return Feed{}, errors.New("it is neither XML nor JSON; give the address of a feed or of a page that names one")
}

func parseXML(b []byte, base *url.URL) (Feed, error) {
	s := look(b)
	if s.broken {
		if mended := escapeBare(b); len(mended) > len(b) {
			b, s = mended, look(mended)
		}
	}
	read := parseNews
	switch strings.ToLower(s.root) {
	case "rss", "rdf", "feed":
	case "urlset", "sitemapindex":
		read = parseSitemap
	case "html":
		return Feed{}, errors.New("it is a web page, not a feed")
	case "opml":
		return Feed{}, errors.New(IsOPML)
	case "":
		return Feed{}, fmt.Errorf("it is no feed: %s", s.why)
	default:
		return Feed{}, fmt.Errorf("it is XML but no feed: its root element is %q", clip(s.root))
	}
	switch {
	case s.deep:
		return Feed{}, errors.New(s.why)
	case s.why != "" && s.items == 0:
		return Feed{}, fmt.Errorf("not one item of it is whole: %s", s.why)
	}
	f, err := read(s.whole(b), base)
	f.Truncated = s.why
	return f, err
}

// add appends an item unless its address is none, is there already, or the feed is full.
func (f *Feed) add(it Item, seen map[string]bool) {
	if it.URL == "" || seen[it.URL] {
		return
	}
	if len(f.Items) == MaxItems {
		f.Truncated = tooMany
		return
	}
	seen[it.URL] = true
	f.Items = append(f.Items, it)
}

const tooMany = "it has more than 500 items"

// resolve returns the absolute address of ref, or "" where that is no address that
// can be fetched: another scheme, no host, a name or password in it, too long.
func resolve(base *url.URL, ref string) string {
	ref = strings.Join(strings.FieldsFunc(ref, func(r rune) bool { return r == '\n' || r == '\t' || r == '\r' }), "")
	ref = strings.TrimSpace(ref)
	if ref == "" || len(ref) > MaxAddress || !utf8.ValidString(ref) {
		return ""
	}
	u, err := base.Parse(ref)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || u.User != nil {
		return ""
	}
	u.Fragment, u.RawFragment = "", ""
	if s := u.String(); len(s) <= MaxAddress {
		return s
	}
	return ""
}

// words returns the text of what may be HTML, on one line and clipped.
func words(s string) string {
	if len(s) > 64*MaxString {
		s = s[:64*MaxString] // far more than is kept, little enough to take apart
	}
	if strings.ContainsAny(s, "<&") {
		s = untagged(s)
	}
	return clip(s)
}

// untagged returns the text of HTML. An angle bracket that begins no tag is text.
func untagged(s string) string {
	var out strings.Builder
	for z := html.NewTokenizer(strings.NewReader(s)); ; {
		switch z.Next() {
		case html.ErrorToken:
			return out.String()
		case html.TextToken:
			out.Write(z.Text())
		case html.StartTagToken, html.EndTagToken, html.SelfClosingTagToken:
			out.WriteByte(' ')
		}
	}
}

// clip returns s on one line, in valid UTF-8, at most MaxString code points long.
func clip(s string) string {
	if len(s) > 8*MaxString {
		s = s[:8*MaxString]
	}
	s = strings.Join(strings.Fields(strings.ToValidUTF8(s, "\uFFFD")), " ")
	if r := []rune(s); len(r) > MaxString {
		return string(r[:MaxString-1]) + "…"
	}
	return s
}

// day returns t in UTC, or no time where it is no date that news can have.
func day(t *time.Time) time.Time {
	if t == nil || t.IsZero() {
		return time.Time{}
	}
	if u := t.UTC().Round(0); u.Year() >= 1970 && u.Year() <= 9999 {
		return u
	}
	return time.Time{}
}

// newest orders items by what they say of their time, newest first, those that say
// nothing last, and keeps MaxItems.
func newest(items []Item) []Item {
	when := func(i Item) time.Time {
		if i.Published.IsZero() {
			return i.Updated
		}
		return i.Published
	}
	slices.SortStableFunc(items, func(a, b Item) int { return when(b).Compare(when(a)) })
	return items[:min(len(items), MaxItems)]
}

// escapeBare makes text of every angle bracket that can begin no tag.
func escapeBare(b []byte) []byte {
	var out bytes.Buffer
	for i, c := range b {
		if c == '<' && (i+1 == len(b) || !tagStart(b[i+1])) {
			out.WriteString("&lt;")
			continue
		}
		out.WriteByte(c)
	}
	return out.Bytes()
}

func tagStart(c byte) bool {
	return c >= utf8.RuneSelf || c == '/' || c == '!' || c == '?' || c == '_' || c == ':' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}
