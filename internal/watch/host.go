package watch

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"rashomon/internal/fetch"
	"rashomon/internal/robots"
	"rashomon/internal/store"
)

// agent is the product token by which a robots.txt names this program.
const agent = "Rashomon"

// robotsKept is how long a robots.txt counts (RFC 9309, 2.4).
const robotsKept = 24 * time.Hour

// hostOf returns the part of an address that one robots.txt speaks for, and that is
// asked one thing at a time; "" where the address is none.
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return ""
	}
	return u.Scheme + "://" + u.Host
}

// manners are how a host wants to be treated.
type manners struct {
	rules robots.Rules
	until time.Time // nothing is asked of it before; zero when it may be asked
	why   string    // it may not be asked
}

// manners asks the host for its robots.txt where what it last said is older than a
// day. A host that has none allows everything; one that cannot be reached, or is in
// trouble, is waited for (RFC 9309, 2.3.1), unless what it said earlier is at hand.
func (w *Watcher) manners(ctx context.Context, host string) (manners, error) {
	now := w.o.Now()
	r, err := w.store.Robots(ctx, host)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return manners{}, err
	}
	if r.Tried.After(now.Add(time.Minute)) { // the clock was put back
		r.Until = now.Add(r.Until.Sub(r.Tried))
		r.Tried = now.Add(-robotsKept)
	}
	if r.Until.After(now.Add(MaxHold + time.Minute)) { // so was it: nobody is waited for so long
		r.Until = now
	}
	if now.Before(r.Until) {
		return manners{until: r.Until, why: cmp.Or(r.Problem, "the server asked us to wait")}, nil
	}
	if err == nil && r.Problem == "" && now.Sub(r.Tried) < robotsKept {
		return manners{rules: robots.Parse(r.Rules, agent)}, nil
	}
	return w.askRobots(ctx, host, r)
}

func (w *Watcher) askRobots(ctx context.Context, host string, r store.Robots) (manners, error) {
	answer, err := w.web.Get(ctx, fetch.Request{URL: host + "/robots.txt", Kind: fetch.Robots, By: By})
	if ctx.Err() != nil {
		return manners{}, ctx.Err()
	}
	now := w.o.Now()
	status := answer.Capture.Status
	refused, _ := errors.AsType[*fetch.Error](err)
	switch {
	case refused != nil && refused.Why == fetch.BadAddress: // as it will be for whatever is asked there
		return manners{}, nil
	case err == nil, refused != nil && refused.Why == fetch.TooLong:
		r = store.Robots{Host: host, Tried: now, Rules: answer.Bytes}
	case status >= 400 && status < 500 && status != http.StatusTooManyRequests:
		r = store.Robots{Host: host, Tried: now}
	case len(r.Rules) > 0: // what it said earlier is at hand, for another day
		r.Tried = now
		if answer.RetryAfter > 0 {
			r.Until = now.Add(min(answer.RetryAfter, MaxHold))
		}
	default:
		wait := Least
		if r.Problem != "" {
			wait = min(max(2*r.Until.Sub(r.Tried), Least), Most)
		}
		r = store.Robots{Host: host, Tried: now, Until: now.Add(max(wait, min(answer.RetryAfter, MaxHold))),
			Problem: fmt.Sprintf("%s/robots.txt could not be had, so nothing is asked there: %s", host, answer.Capture.Problem)}
	}
	if err := w.store.PutRobots(ctx, r); err != nil {
		return manners{}, err
	}
	if now.Before(r.Until) {
		return manners{until: r.Until, why: r.Problem}, nil
	}
	return manners{rules: robots.Parse(r.Rules, agent)}, nil
}

// errWait is why a redirect is not followed now, but may be later.
var errWait = errors.New("nothing is to be asked of that host now")

// may says whether a redirect to another host may be followed: by its robots.txt, and
// by what it asked for last.
func (w *Watcher) may(ctx context.Context, address string) error {
	m, err := w.manners(ctx, hostOf(address))
	if err != nil {
		return err
	}
	if !m.until.IsZero() {
		return fmt.Errorf("%w: %s", errWait, m.why)
	}
	if u, err := url.Parse(address); err == nil && !m.rules.Allows(u) {
		return errors.New("robots.txt there does not let programs fetch it")
	}
	return nil
}

// hold keeps what the server that answered asks with Retry-After, so that another start
// of the program keeps to it too. until is zero where it was not the host named.
func (w *Watcher) hold(ctx context.Context, host string, a fetch.Answer) (until time.Time, err error) {
	if a.RetryAfter <= 0 {
		return time.Time{}, nil
	}
	asked := host
	host = hostOf(a.Capture.Address())
	r, err := w.store.Robots(ctx, host)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return time.Time{}, err
	}
	r.Host, r.Until = host, w.o.Now().Add(min(a.RetryAfter, MaxHold))
	if host == asked {
		until = r.Until
	}
	return until, w.store.PutRobots(ctx, r)
}
