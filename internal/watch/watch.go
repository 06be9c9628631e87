// Package watch fetches sources on schedule: feeds, the pages that they name, and
// these pages again. It owns when what is fetched, how hosts are treated, and what
// becomes of an answer; the fetching, the reading and the tables are others'.
//
// One loop decides, from what the store says is due, and starts workers: at most one
// a host, so that a host that is slow or in trouble delays nobody else. What is due
// stands in the store, so a watch that is stopped, however it is stopped, goes on
// where it was.
package watch

import (
	"cmp"
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"rashomon"
	"rashomon/internal/agenda"
	"rashomon/internal/feed"
	"rashomon/internal/fetch"
	"rashomon/internal/store"
)

// By is who asks in the captures of a watch.
const By = "schedule"

// The sizes of the loop.
const (
	workers  = 32              // fetches at the same time
	sluggish = workers / 2     // of them for hosts that were slow or in trouble the last time
	slow     = 5 * time.Second // from here on a host counts as slow
	derive   = time.Minute     // between two derivations
	soon     = 2 * time.Second // before the store is asked again because something was found
	busy     = 5 * time.Second // before a write is tried again that another process stood in the way of
	finish   = 1500 * time.Millisecond
	rounds   = 2 // in which once does one job: what never ends bringing more would never end it
)

// Options are the settings of a Watcher. What is left out has its safe value.
type Options struct {
	Again  []time.Duration  // when a page is fetched again, counted from its first fetch, growing; nil: Again()
	Now    func() time.Time // nil: time.Now
	Chance func() float64   // between 0 and 1, asked by many at once; nil: math/rand
	Tell   func(Event)      // told of everything that happens, one at a time; nil tells nobody
	Derive func(ctx context.Context) (string, error)
	// Derive reads and links what is due and says in words what it did, "" for
	// nothing. It is called after reports were kept, at most once a minute. nil
	// derives nothing.
}

// Event is one thing that happened.
type Event struct {
	At     time.Time
	What   string // feed, page, wait, read, fault
	Object string // the address, or the host
	Text   string // what happened, in words
	Title  string // of the report that was read; whole, so that a name in it can be withheld
}

// Web fetches: *fetch.Fetcher.
type Web interface {
	Get(context.Context, fetch.Request) (fetch.Answer, error)
	// Address writes an address as captures name it, so that two spellings are one visit.
	Address(string) string
}

// Reader reads what was fetched, which strangers wrote.
type Reader interface {
	Feed(ctx context.Context, b []byte, base string) (feed.Feed, error)
	// Page reads a page; outlet is its outlet's name, empty where the page says it best.
	Page(ctx context.Context, a fetch.Answer, outlet string) (*rashomon.Report, error)
}

// ErrNotNow is in an error of a Reader where it is not the page that is at fault but this
// machine, which may read it later: the page is fetched again soon.
var ErrNotNow = errors.New("this machine could not read it now")

// Watcher fetches the sources of one store. Use it in one place at a time.
type Watcher struct {
	store  *store.Store
	web    Web
	reader Reader
	o      Options
	poll   time.Duration // how often the store is asked what is due, if nothing happens
	found  discovered
}

// New returns a Watcher of the sources of s.
func New(s *store.Store, web Web, reader Reader, o Options) *Watcher {
	if o.Again == nil {
		o.Again = Again()
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Chance == nil {
		o.Chance = rand.Float64
	}
	if o.Tell == nil {
		o.Tell = func(Event) {}
	}
	return &Watcher{store: s, web: web, reader: reader, o: o, poll: 30 * time.Second}
}

// Run watches until ctx ends, and returns the cause; or until the store fails. With
// once it fetches what is due, and what that brings, and returns nil; what is due again
// meanwhile, once more at most.
func (w *Watcher) Run(ctx context.Context, once bool) error {
	l := &loop{w: w, once: once, hosts: map[string]*host{}, running: map[string]bool{}, sent: map[string]int{}, done: make(chan report), dirty: true}
	defer l.crew.Wait()
	err := l.run(ctx)
	for len(l.running) > 0 || l.deriving { // what is at hand is finished or given up
		l.took(<-l.done)
	}
	return cmp.Or(l.err, err)
}

// job is one fetch that is due: of a feed, or of a page.
type job struct {
	host, key string
	due       time.Time
	feed      *store.FeedState
	visit     *store.Visit
	others    bool // the page is of another site than the feed that names it
}

// turn is the place of a job in the queue of its host: feeds first, since they forget their
// news, and last what others name, who may name as much as they like.
func (j job) turn() int {
	switch {
	case j.feed != nil:
		return 0
	case !j.others:
		return 1
	}
	return 2
}

// report is what a worker did.
type report struct {
	job     job
	events  []Event
	kept    bool      // a capture was kept: there may be something to derive
	found   bool      // visits were added
	hold    time.Time // nothing is asked of the host before; zero: as usual
	pause   time.Duration
	took    time.Duration
	failed  bool
	derived bool // it is the report of a derivation
	err     error
}

// host is what the loop knows of a host.
type host struct {
	queue []job // by when they were due
	busy  bool
	free  time.Time // when it may be asked again
	slow  bool      // the last time
}

// loop is the state of one Run. Only its goroutine touches it; workers send reports.
type loop struct {
	w       *Watcher
	once    bool
	hosts   map[string]*host
	running map[string]bool // keys of jobs at work
	sent    map[string]int  // how often a job was begun, with once
	lagging int             // of them at slow hosts
	done    chan report
	crew    sync.WaitGroup

	// These are of this process alone, so the clock may be put back or on meanwhile.
	loaded   time.Time // when the store was asked last
	news     bool      // there is more that is due than it said then
	derived  time.Time // when it was derived last
	dirty    bool      // something may be due to be derived
	deriving bool
	err      error
}

func (l *loop) run(ctx context.Context) error {
	for l.err == nil && ctx.Err() == nil {
		if l.stale() {
			if err := l.load(ctx); err != nil {
				return cmp.Or(ctx.Err(), err)
			}
		}
		wait := l.start(ctx)
		if l.once && len(l.running) == 0 && wait > maxDelay && !l.news {
			l.derived = time.Time{} // nothing more comes in: no reason to wait
			if l.derive(ctx); !l.deriving {
				return nil
			}
		}
		l.derive(ctx)
		timer := time.NewTimer(min(wait, l.w.poll, l.rest()))
		select {
		case r := <-l.done:
			l.took(r)
		case <-timer.C:
		case <-ctx.Done():
		}
		timer.Stop()
	}
	return cmp.Or(l.err, context.Cause(ctx))
}

// stale reports whether it is time to ask the store what is due: for what was found
// meanwhile soon, so that a thousand feeds with news do not ask a thousand times.
func (l *loop) stale() bool {
	since := time.Since(l.loaded)
	return since >= l.w.poll || l.news && (since >= soon || len(l.running) == 0)
}

// load makes the queues anew from what the store says is due.
func (l *loop) load(ctx context.Context) error {
	jobs, err := l.w.due(ctx, l.w.o.Now())
	l.loaded, l.news = time.Now(), errors.Is(err, store.ErrLocked)
	switch {
	case l.news: // somebody else writes: it is asked again soon
		l.w.o.Tell(l.w.event("wait", "", err.Error()))
		return nil
	case err != nil:
		return err
	}
	for name, h := range l.hosts {
		h.queue = nil
		if since := time.Since(h.free); !h.busy && since > 0 && (!h.slow || since > Most) {
			delete(l.hosts, name)
		}
	}
	for _, j := range jobs {
		if l.running[j.key] || l.sent[j.key] == rounds {
			continue
		}
		h := l.hosts[j.host]
		if h == nil {
			h = &host{}
			l.hosts[j.host] = h
		}
		h.queue = append(h.queue, j)
	}
	return nil
}

// due returns what is due, by its turn, and the longest due first.
func (w *Watcher) due(ctx context.Context, now time.Time) ([]job, error) {
	feeds, err := w.store.Feeds(ctx)
	if err != nil {
		return nil, err
	}
	var jobs []job
	watched := map[string]store.FeedState{}
	for _, f := range feeds {
		if m, ok := mended(f, now); ok {
			if err := w.store.PutFeedState(ctx, m); err != nil {
				return nil, err
			}
			f = m
		}
		watched[f.URL] = f
		if !f.Paused() && !f.Next.After(now) {
			jobs = append(jobs, job{host: hostOf(f.URL), key: "feed " + f.URL, due: f.Next, feed: &f})
		}
	}
	visits, err := w.store.DueVisits(ctx, now, 0)
	if err != nil {
		return nil, err
	}
	var orphans []store.Visit
	for _, v := range visits {
		f, ok := watched[v.Feed]
		switch {
		case !ok:
			v.Done, v.Problem = true, agenda.Removed
			orphans = append(orphans, v)
		case !f.Paused() || f.By == By: // a feed that is gone is no reason to forget its pages
			jobs = append(jobs, job{host: hostOf(v.URL), key: "page " + v.URL, due: v.Due, visit: &v, others: !ownSite(f, v.URL)})
		}
	}
	if len(orphans) > 0 {
		err = w.store.PutVisits(ctx, orphans)
	}
	slices.SortStableFunc(jobs, func(a, b job) int {
		return cmp.Or(cmp.Compare(a.turn(), b.turn()), a.due.Compare(b.due))
	})
	return jobs, err
}

// start sets workers to what may be done now, and returns how long until more may
// that is waiting for its host.
func (l *loop) start(ctx context.Context) (wait time.Duration) {
	wait = Most
	var ready []*host
	for _, h := range l.hosts {
		left := time.Until(h.free)
		switch {
		case h.busy || len(h.queue) == 0:
		case left > 0:
			wait = min(wait, left)
		default:
			ready = append(ready, h)
		}
	}
	slices.SortFunc(ready, func(a, b *host) int {
		return cmp.Or(a.queue[0].due.Compare(b.queue[0].due), cmp.Compare(a.queue[0].key, b.queue[0].key))
	})
	for _, h := range ready {
		if len(l.running) < workers && (!h.slow || l.lagging < sluggish) {
			l.send(ctx, h)
		}
	}
	return wait
}

// send sets a worker to the first job of a host.
func (l *loop) send(ctx context.Context, h *host) {
	j := h.queue[0]
	h.queue, h.busy = h.queue[1:], true
	l.running[j.key] = true
	if l.once {
		l.sent[j.key]++
	}
	if h.slow {
		l.lagging++
	}
	l.crew.Go(func() {
		start := time.Now()
		r := l.w.do(ctx, j)
		r.job, r.took = j, time.Since(start)
		l.done <- r
	})
}

// rest is how long until derive may begin; Most where there is nothing to derive.
func (l *loop) rest() time.Duration {
	if !l.dirty || l.deriving || l.w.o.Derive == nil {
		return Most
	}
	return max(derive-time.Since(l.derived), 0)
}

// derive has what was kept read and linked, when it is time.
func (l *loop) derive(ctx context.Context) {
	if l.rest() > 0 {
		return
	}
	l.dirty, l.deriving, l.derived = false, true, time.Now()
	l.crew.Go(func() {
		said, err := l.w.o.Derive(ctx)
		r := report{derived: true, err: err}
		if said != "" {
			r.events = []Event{l.w.event("read", "", said)}
		}
		l.done <- r
	})
}

// took notes what a worker did.
func (l *loop) took(r report) {
	for _, e := range r.events {
		l.w.o.Tell(e)
	}
	locked := errors.Is(r.err, store.ErrLocked) // somebody else writes: what was to be done is still due
	switch {
	case locked:
		l.w.o.Tell(l.w.event("wait", "", r.err.Error()))
		r.pause, l.news = busy, true
	default:
		l.err = cmp.Or(l.err, r.err)
	}
	if r.derived {
		l.deriving, l.dirty = false, l.dirty || locked
		return
	}
	delete(l.running, r.job.key)
	l.dirty = l.dirty || r.kept
	l.news = l.news || r.found
	h := l.hosts[r.job.host]
	if h.slow {
		l.lagging--
	}
	if !r.hold.IsZero() {
		r.pause = max(r.pause, r.hold.Sub(l.w.o.Now()))
	}
	h.busy, h.slow, h.free = false, r.failed || r.took >= slow, time.Now().Add(r.pause)
}
