package watch

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/textproto"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/net/publicsuffix"

	"rashomon"
	"rashomon/internal/feed"
	"rashomon/internal/fetch"
	"rashomon/internal/store"
)

// MaxHosts is how many hosts of one registrable domain are followed in one day: a
// domain can have as many names as it likes, each with a feed that names more.
const MaxHosts = 20

// do is the work of one worker.
func (w *Watcher) do(ctx context.Context, j job) report {
	m, err := w.manners(ctx, j.host)
	// What has come is kept even when the watch ends meanwhile, if it takes no longer
	// than a moment.
	keep, cancel := lasting(ctx)
	defer cancel()
	switch {
	case ctx.Err() != nil:
		return report{}
	case err != nil:
		return report{err: err}
	case !m.until.IsZero() && j.feed == nil:
		return report{hold: m.until, failed: true, events: []Event{w.event("wait", j.host, m.why)}}
	case !m.until.IsZero():
		return w.refused(keep, j, m)
	case !allowed(m, j):
		return w.disallowed(keep, j)
	case j.feed != nil:
		return w.feed(ctx, keep, *j.feed, m)
	}
	return w.page(ctx, keep, *j.visit, m)
}

func (w *Watcher) event(what, object, text string) Event {
	return Event{At: w.o.Now(), What: what, Object: object, Text: text}
}

// lasting returns a context that ends a moment after ctx does.
func lasting(ctx context.Context) (context.Context, context.CancelFunc) {
	keep, cancel := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, func() { time.AfterFunc(finish, cancel) })
	return keep, func() { stop(); cancel() }
}

func allowed(m manners, j job) bool {
	address := ""
	if j.feed != nil {
		address = j.feed.URL
	} else {
		address = j.visit.URL
	}
	u, err := url.Parse(address)
	return err != nil || m.rules.Allows(u) // an address that is none is for the fetcher to refuse
}

// refused notes at a feed that nothing is asked of its host for a time.
func (w *Watcher) refused(ctx context.Context, j job, m manners) report {
	f := *j.feed
	f.Next, f.Problem, f.Tried = m.until, m.why, w.o.Now()
	return report{hold: m.until, failed: true, err: w.store.PutFeedState(ctx, f), events: []Event{w.event("wait", j.host, m.why)}}
}

// disallowed puts off for a day what robots.txt forbids: it may be a mistake of the
// outlet. A page that is forbidden for a week is given up.
func (w *Watcher) disallowed(ctx context.Context, j job) report {
	now := w.o.Now()
	why := fmt.Sprintf("%s/robots.txt does not let programs fetch it; it is asked again in a day", j.host)
	if j.feed != nil {
		f := *j.feed
		f.Next, f.Problem, f.Tried = now.Add(Most), why, now
		return report{err: w.store.PutFeedState(ctx, f), events: []Event{w.event("feed", f.URL, why)}}
	}
	v := *j.visit
	v.Due, v.Problem, v.Tries = now.Add(Most), why, v.Tries+1
	if v.Tries > 7 {
		v.Done, v.Problem = true, fmt.Sprintf("%s/robots.txt does not let programs fetch it", j.host)
	}
	return report{err: w.store.PutVisits(ctx, []store.Visit{v}), events: []Event{w.event("page", v.URL, v.Problem)}}
}

// feed fetches a feed and makes visits of what it names.
func (w *Watcher) feed(ctx, keep context.Context, f store.FeedState, m manners) report {
	answer, err := w.web.Get(ctx, fetch.Request{URL: f.URL, Kind: fetch.Feed, ETag: f.ETag, LastModified: f.LastModified, By: By, May: w.may})
	if ctx.Err() != nil {
		return report{}
	}
	o := outcome{at: w.o.Now(), floor: maxAge(answer.Capture), hold: answer.RetryAfter}
	r := report{pause: pause(answer, m)}
	switch {
	case answer.NotModified:
		o.problem = movedNote(f.URL, answer.Capture)
	case answer.Capture.Status == http.StatusGone:
		return w.gone(keep, f)
	case err != nil:
		o.failed, o.problem = true, answer.Capture.Problem
	default:
		read, err := w.reader.Feed(ctx, answer.Bytes, answer.Capture.Address())
		if ctx.Err() != nil {
			return report{}
		}
		if err != nil {
			o.failed, o.problem = true, err.Error()
			break
		}
		// The visits first: a feed whose ETag is known would not name them again.
		var left int
		if o.news, left, o.problem, err = w.visits(keep, f, read, o.at); err != nil {
			return report{err: err}
		}
		o.floor = max(o.floor, read.Every)
		o.problem = join(movedNote(f.URL, answer.Capture), o.problem)
		f.ETag, f.LastModified = answer.ETag, answer.LastModified
		if left > 0 { // it is to name them again
			f.ETag, f.LastModified = "", ""
		}
	}
	r.found, r.failed = o.news > 0, o.failed
	f = after(f, o, w.o.Chance())
	if r.err = w.store.PutFeedState(keep, f); r.err != nil {
		return r
	}
	if r.hold, r.err = w.hold(keep, hostOf(f.URL), answer); r.err != nil {
		return r
	}
	if said := feedSaid(o); said != "" {
		r.events = []Event{w.event("feed", f.URL, said)}
	}
	return r
}

// feedSaid puts an outcome in words; a feed that has nothing new says nothing.
func feedSaid(o outcome) string {
	switch {
	case o.failed:
		return o.problem
	case o.news == 0:
		return ""
	case o.problem != "":
		return fmt.Sprintf("%d new; %s", o.news, o.problem)
	}
	return fmt.Sprintf("%d new", o.news)
}

// gone pauses a feed of which its server says that it is gone for good.
func (w *Watcher) gone(ctx context.Context, f store.FeedState) report {
	now := w.o.Now()
	f.Tried, f.Next, f.Failures = now, now.Add(Most), f.Failures+1
	f.Problem = "the server says that it is gone for good (410); paused"
	if err := w.store.PutFeedState(ctx, f); err != nil {
		return report{err: err}
	}
	err := w.store.RuleFeed(ctx, store.FeedRule{URL: f.URL, Act: "pause", At: now, By: By})
	return report{err: err, events: []Event{w.event("feed", f.URL, f.Problem)}}
}

// visits plans a visit of each item that has none, and says how many it left out, and why.
func (w *Watcher) visits(ctx context.Context, f store.FeedState, read feed.Feed, now time.Time) (added, left int, note string, err error) {
	if read.Format == "sitemaps" {
		return 0, 0, "it is a list of sitemaps; add the one that has the news, and remove this", nil
	}
	if read.Truncated != "" {
		note = fmt.Sprintf("items read: %d, then: %s", len(read.Items), read.Truncated)
	}
	var visits []store.Visit
	domain := ""
	for _, it := range read.Items {
		at := w.web.Address(it.URL)
		own := ownSite(f, at)
		if known, err := w.store.PlannedBy(ctx, at); err != nil {
			return 0, 0, "", err
		} else if known != "" { // it takes no other's place in the hosts of this day
			if own && known != f.URL && siteOf(known) != siteOf(at) {
				err = w.store.Adopt(ctx, at, f.URL, f.Title) // whoever named another's page first does not keep it
			}
			if err != nil {
				return 0, 0, "", err
			}
			continue
		}
		name, ok := w.found.take(at, now)
		if !ok {
			left, domain = left+1, name
			continue
		}
		v := store.Visit{URL: at, Feed: f.URL, Due: now}
		if own {
			v.Outlet = f.Title // what a person called this outlet is not the name of others that its feed points to
		}
		visits = append(visits, v)
	}
	if left > 0 {
		note = join(note, fmt.Sprintf("%d items left out: they stand on more than %d hosts of %s, which is as many as are followed in a day", left, MaxHosts, domain))
	}
	added, err = w.store.AddVisits(ctx, visits)
	return added, left, note, err
}

// ownSite reports whether an address stands on the site of a feed.
func ownSite(f store.FeedState, address string) bool {
	site := siteOf(address)
	return site != "" && (site == siteOf(f.URL) || site == siteOf(f.Site))
}

// discovered counts the hosts that feeds named in one day, by registrable domain.
type discovered struct {
	sync.Mutex
	day   string
	hosts map[string]map[string]bool
}

// take reports whether the host of an address is followed today, and its domain.
func (d *discovered) take(address string, now time.Time) (domain string, ok bool) {
	u, err := url.Parse(address)
	if err != nil {
		return "", false
	}
	host := strings.ToLower(u.Hostname())
	domain = siteOf(address)
	d.Lock()
	defer d.Unlock()
	if today := now.UTC().Format(time.DateOnly); d.day != today {
		d.day, d.hosts = today, map[string]map[string]bool{}
	}
	if d.hosts[domain] == nil {
		d.hosts[domain] = map[string]bool{}
	}
	if of := d.hosts[domain]; of[host] || len(of) < MaxHosts {
		of[host] = true
		return domain, true
	}
	return domain, false
}

// siteOf returns the registrable domain of an address, or its host where that is none.
func siteOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	host := strings.ToLower(u.Hostname())
	if domain, err := publicsuffix.EffectiveTLDPlusOne(host); err == nil {
		return domain
	}
	return host
}

// movedNote says that a feed has moved for good, and how to follow it.
func movedNote(address string, c rashomon.Capture) string {
	if len(c.Redirects) == 0 || c.Final == "" || c.Final == address {
		return ""
	}
	for _, r := range c.Redirects {
		if r.Status != http.StatusMovedPermanently && r.Status != http.StatusPermanentRedirect {
			return ""
		}
	}
	return fmt.Sprintf("it has moved for good to %s; to follow it: rashomon source add %s, then remove this", c.Final, c.Final)
}

// pause is how long to leave a host alone behind an answer: a second, or what it
// asks for in robots.txt, up to a minute. This machine needs none.
func pause(a fetch.Answer, m manners) time.Duration {
	delay := min(m.rules.Delay, maxDelay)
	host, _, err := net.SplitHostPort(a.Capture.Peer)
	if ip := net.ParseIP(host); err == nil && ip != nil && ip.IsLoopback() {
		return delay
	}
	return max(delay, fetch.Pause)
}

// maxAge returns for how long a server says that its answer holds (RFC 9111, 5.2.2.1).
func maxAge(c rashomon.Capture) time.Duration {
	for _, part := range strings.Split(field(c, "Cache-Control"), ",") {
		if v, ok := strings.CutPrefix(strings.ToLower(strings.TrimSpace(part)), "max-age="); ok {
			if n, err := strconv.Atoi(strings.Trim(v, `"`)); err == nil && n > 0 {
				return time.Duration(min(n, int(Most/time.Second))) * time.Second
			}
		}
	}
	return 0
}

// field returns one field of the header as it was received, "" where there is none.
func field(c rashomon.Capture, name string) string {
	for line := range strings.SplitSeq(c.Header, "\n") {
		key, value, ok := strings.Cut(strings.TrimSuffix(line, "\r"), ":")
		if ok && textproto.CanonicalMIMEHeaderKey(key) == name {
			return strings.TrimSpace(value)
		}
	}
	return ""
}

// join joins what is to be said, where there is something.
func join(parts ...string) string {
	var out []string
	for _, p := range parts {
		if p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, "; ")
}
