package watch

import (
	"time"

	"rashomon/internal/store"
)

// The times between two fetches.
const (
	Least   = 10 * time.Minute   // between two fetches of one feed, whatever it brings
	Most    = 24 * time.Hour     // between two fetches of a feed, and after any number of failures
	MaxHold = 7 * 24 * time.Hour // of a Retry-After that is obeyed; who asks for more is asked again after that

	first    = time.Hour // what a feed that is new begins with
	maxDelay = time.Minute
	maxTries = 6 // of one visit that nobody answers, before the next planned one
)

// Again is when a page is fetched again after it was fetched first, unless the user
// says otherwise.
func Again() []time.Duration {
	return []time.Duration{time.Hour, 24 * time.Hour, 7 * 24 * time.Hour, 30 * 24 * time.Hour}
}

// outcome is what one fetch of a feed came to.
type outcome struct {
	at      time.Time
	news    int           // items that were not known
	floor   time.Duration // what the feed or its server says of how often to come; 0 for nothing
	hold    time.Duration // what the server asks us to wait (Retry-After)
	problem string
	failed  bool
}

// after returns the feed with the time of its next fetch: news halve the interval,
// none lengthens it by half, each failure doubles it. chance, between 0 and 1, sets
// up to a tenth on top, so that feeds that were added together drift apart. What the
// feed, or its server, asks for is a lower bound.
func after(f store.FeedState, o outcome, chance float64) store.FeedState {
	f.Tried, f.Problem = o.at, o.problem
	if f.Interval <= 0 {
		f.Interval = first
	}
	wait := f.Interval
	if o.failed {
		f.Failures++
		wait = max(wait, backoff(f.Failures))
	} else {
		f.Failures, f.Succeeded = 0, o.at
		if o.news > 0 {
			f.Interval /= 2
		} else {
			f.Interval += f.Interval / 2
		}
		f.Interval = max(min(max(f.Interval, o.floor), Most), Least)
		wait = f.Interval
	}
	wait += time.Duration(chance * float64(wait) / 10)
	f.Next = o.at.Add(max(wait, min(o.hold, MaxHold)))
	return f
}

// backoff is how long to wait after the n-th failure in a row: 10 minutes, 20, 40, up
// to a day.
func backoff(n int) time.Duration {
	return min(Least<<min(max(n-1, 0), 20), Most)
}

// result is what one visit came to.
type result struct {
	at         time.Time
	unanswered bool // nothing was learned of the page: it is tried again soon
	hold       time.Duration
	problem    string
}

// next returns the visit with the time of the next one: after an answer, whatever it
// is, the next of again; without one, soon, at most maxTries times.
func next(v store.Visit, r result, again []time.Duration, chance float64) store.Visit {
	v.Problem = r.problem
	if r.unanswered {
		v.Tries++
		if v.Tries < maxTries {
			wait := backoff(v.Tries)
			wait += time.Duration(chance * float64(wait) / 10)
			v.Due = r.at.Add(max(wait, min(r.hold, MaxHold)))
			return v
		}
	}
	v.Step, v.Tries = v.Step+1, 0
	if v.Step > len(again) {
		v.Done = true
		return v
	}
	wait := again[v.Step-1]
	if v.Step > 1 {
		wait -= again[v.Step-2]
	}
	v.Due = r.at.Add(max(wait, min(r.hold, MaxHold)))
	return v
}

// mended returns a feed that was tried in the future, because the clock of this
// machine was put back since, with the same wait from now on. ok is false where
// nothing is to be mended.
func mended(f store.FeedState, now time.Time) (_ store.FeedState, ok bool) {
	if !f.Tried.After(now.Add(time.Minute)) {
		return f, false
	}
	f.Next, f.Tried = now.Add(f.Next.Sub(f.Tried)), now
	return f, true
}
