package watch

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"rashomon/internal/feed"
	"rashomon/internal/fetch"
	"rashomon/internal/robots"
)

// maxTried bounds what is fetched to find the feed of a page that names several, or none.
const maxTried = 12

// Found is a feed that was found and read.
type Found struct {
	URL    string // to be watched
	Title  string // that the page gives it which names it
	Feed   feed.Feed
	Barred bool // robots.txt does not let programs fetch it
}

// Finder reads what Find fetches: a Reader that knows pages which name feeds.
type Finder interface {
	Feed(ctx context.Context, b []byte, base string) (feed.Feed, error)
	Discover(ctx context.Context, b []byte, base string) ([]feed.Link, error)
}

// Find returns the feeds that an address leads to: itself, those that its page names,
// or else the first of the usual places of its site that has one. A list of sitemaps
// gives the sitemaps. A feed that calls itself one of another site than its own and that
// of the address is not believed: whoever writes it can say so. It says what it tries. The
// error says what the address is when it leads to none.
func Find(ctx context.Context, web Web, reader Finder, address string, say func(string)) ([]Found, error) {
	if !strings.Contains(address, "://") {
		address = "https://" + address
	}
	f := finder{web: web, reader: reader, say: say}
	found, err := f.find(ctx, address)
	for i := range found {
		own := &found[i]
		if site := siteOf(own.Feed.Site); site != siteOf(own.URL) && site != siteOf(address) {
			if site != "" {
				say(fmt.Sprintf("%s says that it is the feed of %s, which is another site; what it names there is taken for another's. If it is the feed of that site, give the address of a page there that names it", own.URL, own.Feed.Site))
			}
			own.Feed.Site = ""
		}
	}
	return found, err
}

func (f finder) find(ctx context.Context, address string) ([]Found, error) {
	got, answer, err := f.try(ctx, feed.Link{URL: address})
	if answer.Capture.Status < 200 || answer.Capture.Status > 299 {
		return nil, err
	}
	if err == nil {
		return f.choose(ctx, got)
	}
	notFeed := err
	links, err := f.reader.Discover(ctx, answer.Bytes, answer.Capture.Address())
	if err != nil {
		return nil, err
	}
	if found, err := f.all(ctx, links); len(found) > 0 || err != nil {
		return found, err
	}
	if cut, ok := errors.AsType[*fetch.Error](notFeed); ok { // what came in part may be a feed, and another of its site is not the one that was meant
		return nil, fmt.Errorf("find the feed of %s: what stands there did not come whole: %w", address, cut.Err)
	}
	if strings.Contains(notFeed.Error(), feed.IsOPML) { // the child that reads gives words only
		return nil, notFeed
	}
	f.say(fmt.Sprintf("%v; no feed is named there; trying the usual places", notFeed))
	found, err := f.usual(ctx, answer.Capture.Address())
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, fmt.Errorf("find the feed of %s: %w; it names no feed, and the usual places have none; look on the site for RSS or a news sitemap, and give its address", address, notFeed)
	}
	return found, nil
}

type finder struct {
	web    Web
	reader Finder
	say    func(string)
}

// try fetches one address and reads it as a feed.
func (f finder) try(ctx context.Context, l feed.Link) (Found, fetch.Answer, error) {
	answer, err := f.web.Get(ctx, fetch.Request{URL: l.URL, Kind: fetch.Feed})
	if err != nil {
		return Found{}, answer, err
	}
	read, err := f.reader.Feed(ctx, answer.Bytes, answer.Capture.Address())
	if err != nil {
		return Found{}, answer, err
	}
	got := Found{URL: answer.Capture.Requested, Title: l.Title, Feed: read}
	if movedNote(got.URL, answer.Capture) != "" {
		got.URL = answer.Capture.Final
	}
	return got, answer, nil
}

// choose returns a feed, or the sitemaps of a list.
func (f finder) choose(ctx context.Context, got Found) ([]Found, error) {
	if got.Feed.Format != "sitemaps" {
		got.Barred = f.barred(ctx, got.URL)
		return []Found{got}, ctx.Err()
	}
	var links []feed.Link
	for _, it := range got.Feed.Items {
		links = append(links, feed.Link{URL: it.URL})
	}
	found, err := f.all(ctx, links)
	if len(found) == 0 && err == nil {
		err = fmt.Errorf("find the feed of %s: it is a list of sitemaps, of which none could be read", got.URL)
	}
	return found, err
}

// all returns the feeds among what a page names, those of comments only where there
// are no others.
func (f finder) all(ctx context.Context, links []feed.Link) (found []Found, err error) {
	for _, l := range links[:min(len(links), maxTried)] {
		if len(found) > 0 && strings.Contains(strings.ToLower(l.URL+" "+l.Title), "comment") {
			continue
		}
		got, _, err := f.try(ctx, l)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err != nil || got.Feed.Format == "sitemaps" {
			f.say(fmt.Sprintf("%s is named, but: %v", l.URL, cmp.Or(err, errors.New("it is a list of sitemaps"))))
			continue
		}
		found = append(found, got)
	}
	if len(found) == 1 {
		found[0].Barred = f.barred(ctx, found[0].URL)
	}
	return found, nil
}

// usual tries the usual places, and the news sitemaps that robots.txt names.
func (f finder) usual(ctx context.Context, page string) ([]Found, error) {
	places := feed.Candidates(page)
	if b, address := f.robots(ctx, page); len(b) > 0 {
		named := feed.Sitemaps(b, address)
		for _, l := range named[:min(len(named), maxTried)] {
			if strings.Contains(strings.ToLower(l.URL), "news") {
				places = append(places, l.URL)
			}
		}
	}
	for _, place := range places {
		got, _, err := f.try(ctx, feed.Link{URL: place})
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err == nil && len(got.Feed.Items) > 0 {
			return f.choose(ctx, got)
		}
	}
	return nil, nil
}

func (f finder) robots(ctx context.Context, page string) (b []byte, address string) {
	address = hostOf(page) + "/robots.txt"
	answer, err := f.web.Get(ctx, fetch.Request{URL: address, Kind: fetch.Robots})
	if err != nil {
		return nil, address
	}
	return answer.Bytes, address
}

func (f finder) barred(ctx context.Context, address string) bool {
	b, _ := f.robots(ctx, address)
	u, err := url.Parse(address)
	return err == nil && !robots.Parse(b, agent).Allows(u)
}
