package feed

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"
	ext "github.com/mmcdole/gofeed/extensions"
	"github.com/mmcdole/gofeed/rss"
)

// maxEvery bounds what a feed says of how often it changes: beyond a week it means
// that nobody filled the field in.
const maxEvery = 7 * 24 * time.Hour

// parseNews reads RSS, RDF and Atom that look has found to be whole, and JSON Feed.
func parseNews(b []byte, base *url.URL) (Feed, error) {
	p := gofeed.NewParser()
	p.KeepOriginalFeed = true // it has the ttl
	// The scan for a picture parses every item's HTML for nothing.
	p.RSSTranslator = &gofeed.DefaultRSSTranslator{DisableContentImageScan: true}
	got, err := p.Parse(bytes.NewReader(b))
	if err != nil {
		return Feed{}, fmt.Errorf("it is no feed that can be read: %s", clip(err.Error()))
	}
	f := Feed{Format: got.FeedType, Title: words(got.Title), Site: resolve(base, got.Link), Language: clip(got.Language), Every: every(got)}
	seen := map[string]bool{}
	for _, it := range got.Items {
		f.add(Item{URL: address(base, it), Title: words(it.Title), ID: clip(it.GUID), Published: day(it.PublishedParsed), Updated: day(it.UpdatedParsed)}, seen)
	}
	return f, nil
}

// address returns where the news of an item stands: what a feed service put aside as
// the original link, the link, or an identifier that is itself an address.
func address(base *url.URL, it *gofeed.Item) string {
	refs := []string{first(it.Extensions, "feedburner", "origLink"), it.Link}
	refs = append(refs, it.Links...)
	for _, ref := range refs {
		if a := resolve(base, ref); a != "" {
			return a
		}
	}
	if strings.HasPrefix(it.GUID, "http://") || strings.HasPrefix(it.GUID, "https://") {
		return resolve(base, it.GUID)
	}
	return ""
}

func first(e ext.Extensions, space, name string) string {
	if of := e[space][name]; len(of) > 0 {
		return of[0].Value
	}
	return ""
}

// every reads the two ways in which feeds say how often they change: ttl in minutes
// (RSS 2.0) and the RSS syndication module.
func every(f *gofeed.Feed) time.Duration {
	var said time.Duration
	if r, ok := f.OriginalFeed().(*rss.Feed); ok {
		if n, err := strconv.Atoi(strings.TrimSpace(r.TTL)); err == nil && n > 0 {
			said = time.Duration(min(n, 1<<20)) * time.Minute
		}
	}
	period := map[string]time.Duration{"hourly": time.Hour, "daily": 24 * time.Hour, "weekly": 7 * 24 * time.Hour}[strings.ToLower(strings.TrimSpace(first(f.Extensions, "sy", "updatePeriod")))]
	if n, err := strconv.Atoi(strings.TrimSpace(first(f.Extensions, "sy", "updateFrequency"))); err == nil && n > 1 {
		period /= time.Duration(min(n, 10_000))
	}
	return min(max(said, period), maxEvery)
}

// parseJSON reads a JSON Feed. Its items are taken one by one, so that those before a
// break are kept.
func parseJSON(b []byte, base *url.URL) (Feed, error) {
	head, items, why := takeApart(b)
	if len(items) == 0 && (why != "" || head["version"] == nil) {
		return Feed{}, errors.New("it is JSON but no JSON Feed")
	}
	list, err := json.Marshal(items)
	if err != nil {
		return Feed{}, fmt.Errorf("it is no JSON Feed: %w", err)
	}
	head["items"] = list
	doc, err := json.Marshal(head)
	if err != nil {
		return Feed{}, fmt.Errorf("it is no JSON Feed: %w", err)
	}
	f, err := parseNews(doc, base)
	if f.Truncated == "" {
		f.Truncated = why
	}
	return f, err
}

// takeApart returns the keys of a JSON object and its items, and why the reading
// stopped before its end.
func takeApart(b []byte) (head map[string]json.RawMessage, items []json.RawMessage, why string) {
	head = map[string]json.RawMessage{}
	d := json.NewDecoder(bytes.NewReader(b))
	if _, err := d.Token(); err != nil {
		return head, nil, "its JSON is broken"
	}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return head, items, broke(err)
		}
		if key == "items" && items == nil {
			if items, why = takeItems(d); why != "" {
				return head, items, why
			}
			continue
		}
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			return head, items, broke(err)
		}
		if name, ok := key.(string); ok {
			head[name] = value
		}
	}
	if _, err := d.Token(); err != nil {
		return head, items, broke(err)
	}
	return head, items, ""
}

func takeItems(d *json.Decoder) (items []json.RawMessage, why string) {
	items = []json.RawMessage{}
	if open, err := d.Token(); err != nil || open != json.Delim('[') {
		return items, "its items are no list"
	}
	for d.More() {
		if len(items) == MaxItems {
			return items, tooMany
		}
		var it json.RawMessage
		if err := d.Decode(&it); err != nil {
			return items, broke(err)
		}
		items = append(items, it)
	}
	if _, err := d.Token(); err != nil {
		return items, broke(err)
	}
	return items, ""
}

func broke(err error) string {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return "it breaks off before its end"
	}
	return "its JSON is broken"
}
