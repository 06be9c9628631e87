package watch

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"rashomon"
	"rashomon/internal/change"
	"rashomon/internal/fetch"
	"rashomon/internal/store"
)

// page fetches a page, keeps what came, whatever it is, and plans the next visit.
func (w *Watcher) page(ctx, keep context.Context, v store.Visit, m manners) report {
	was, from, request, err := w.before(ctx, v)
	if err != nil {
		return report{err: errors.Join(ctx.Err(), err)}
	}
	answer, err := w.web.Get(ctx, request)
	if ctx.Err() != nil {
		return report{}
	}
	r := report{pause: pause(answer, m), failed: unanswered(answer.Capture, err)}
	if answer.Capture.Asked.IsZero() { // nobody was asked
		v = next(v, result{at: w.o.Now(), unanswered: true, problem: answer.Capture.Problem}, w.o.Again, w.o.Chance())
		if e, ours := errors.AsType[*fetch.Error](err); ours && e.Why == fetch.BadAddress {
			v.Done = true // and nobody will be. A name that leads to a private network may do so in this network only
		}
		r.events = []Event{w.event("page", v.URL, v.Problem)}
		r.err = w.store.PutVisits(keep, []store.Visit{v})
		return r
	}
	taken := store.Taken{Capture: answer.Capture, Body: answer.Bytes, Wire: answer.Wire}
	var read *rashomon.Report
	if err == nil && len(answer.Bytes) > 0 {
		if read, err = w.reader.Page(ctx, answer, outletOf(v, answer.Capture)); ctx.Err() != nil {
			return report{}
		}
		if err != nil {
			taken.Capture.Problem = err.Error()
		}
		r.failed = errors.Is(err, ErrNotNow)
	} else if err == nil && !answer.NotModified {
		taken.Capture.Problem = "the answer is empty"
	}
	verdict, err := change.JudgeAt(was, from, taken.Capture, read, answer.Bytes, func(address string) (*rashomon.Report, error) {
		return w.store.StandingReport(keep, address)
	})
	if err != nil {
		r.err = err
		return r
	}
	taken.Report, taken.Capture.Problem = verdict.Keep, verdict.Why
	if answer.NotModified {
		taken.Report = was // whose bytes the capture names, since they are what stands there
	}
	kept, err := w.store.AddCapture(keep, taken)
	if err != nil {
		r.err = err
		return r
	}
	r.kept = kept.Added
	out := result{at: w.o.Now(), problem: taken.Capture.Problem, hold: answer.RetryAfter, unanswered: r.failed}
	if r.err = w.store.PutVisits(keep, []store.Visit{next(v, out, w.o.Again, w.o.Chance())}); r.err != nil {
		return r
	}
	r.hold, r.err = w.hold(keep, hostOf(v.URL), answer)
	said := w.event("page", v.URL, pageSaid(kept, verdict, was == nil))
	said.Title = kept.Report.Title()
	r.events = []Event{said}
	return r
}

// outletOf returns the outlet of a page that came: of one that a redirect led to on
// another site, whatever the page says itself.
func outletOf(v store.Visit, c rashomon.Capture) string {
	if siteOf(c.Address()) != siteOf(v.URL) {
		return ""
	}
	return v.Outlet
}

// before returns the text that stood at an address last and the one that came from there
// last, nil for none, and how to ask whether it stands there still.
func (w *Watcher) before(ctx context.Context, v store.Visit) (was, from *rashomon.Report, request fetch.Request, err error) {
	request = fetch.Request{URL: v.URL, Kind: fetch.Page, Parent: v.Feed, By: By, May: w.may}
	captures, err := w.store.Captures(ctx, v.URL)
	if err != nil {
		return nil, nil, request, err
	}
	i := lastIndex(captures, func(c rashomon.Capture) bool { return c.Report != "" })
	if i < 0 {
		return nil, nil, request, nil
	}
	seen := captures[i]
	stood, err := w.store.Report(ctx, seen.Report)
	if err != nil {
		return nil, nil, request, err
	}
	if id := change.From(v.URL, captures); id == stood.ID {
		from = &stood
	} else if id != "" {
		r, err := w.store.Report(ctx, id)
		if err != nil {
			return nil, nil, request, err
		}
		from = &r
	}
	// Only what shows the page as it was seen last may be answered with "not modified".
	whole := lastIndex(captures, func(c rashomon.Capture) bool {
		return c.Status == http.StatusOK && c.Body == seen.Body && c.Truncated == "" && len(c.Redirects) == 0
	})
	if i == len(captures)-1 && whole >= 0 {
		request.ETag, request.LastModified = field(captures[whole], "Etag"), field(captures[whole], "Last-Modified")
	}
	return &stood, from, request, nil
}

func lastIndex(captures []rashomon.Capture, is func(rashomon.Capture) bool) int {
	for i := len(captures) - 1; i >= 0; i-- {
		if is(captures[i]) {
			return i
		}
	}
	return -1
}

// unanswered reports whether an answer says nothing of the page, so that it is worth
// asking again soon.
func unanswered(c rashomon.Capture, err error) bool {
	if errors.Is(err, errWait) {
		return true
	}
	if e, ours := errors.AsType[*fetch.Error](err); ours && e.Why == fetch.TooLong {
		return false
	}
	return c.Status == 0 || c.Status >= 500 || c.Status == http.StatusTooManyRequests || c.Status == http.StatusRequestTimeout || c.Truncated != ""
}

// pageSaid puts in words what became of a page.
func pageSaid(k store.Kept, verdict change.Verdict, first bool) string {
	switch {
	case k.Added && verdict.Fate != rashomon.Stands:
		return fmt.Sprintf("%s: kept %s, which replaces %s", verdict.Fate, k.Report.ID, k.Report.Replaces)
	case k.Added:
		return fmt.Sprintf("kept %s", k.Report.ID)
	case k.Capture.Report != "" && first:
		return fmt.Sprintf("known already as %s", k.Report.ID)
	case k.Capture.Report != "":
		return string(verdict.Fate)
	case verdict.Fate == rashomon.Stands:
		return "nothing was read: " + k.Capture.Problem
	}
	return fmt.Sprintf("%s: %s", verdict.Fate, verdict.Why)
}
