package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"rashomon"
	"rashomon/internal/feed"
	"rashomon/internal/fetch"
	read "rashomon/internal/page"
	"rashomon/internal/watch"
	"rashomon/internal/worker"
)

// reader reads what strangers wrote: in children where there are any, else in this
// process.
type reader struct{ children *worker.Pool }

// Feed reads a feed.
func (r reader) Feed(ctx context.Context, b []byte, base string) (feed.Feed, error) {
	if r.children == nil {
		return feed.Parse(b, base)
	}
	return r.children.Feed(ctx, b, base)
}

// Discover finds the feeds that a page names.
func (r reader) Discover(ctx context.Context, b []byte, base string) ([]feed.Link, error) {
	if r.children == nil {
		return feed.Discover(b, base)
	}
	return r.children.Discover(ctx, b, base)
}

// Page reads a page. Its outlet is what a person called the source, if anybody did:
// the sections of one outlet may call themselves by many names.
func (r reader) Page(ctx context.Context, a fetch.Answer, outlet string) (*rashomon.Report, error) {
	c := a.Capture
	h := read.Hint{Name: c.Address(), URL: c.Address(), MediaType: c.MediaType, Source: outlet}
	if u, err := url.Parse(c.Address()); err == nil && outlet == "" {
		h.Source = strings.TrimPrefix(u.Hostname(), "www.") // where the page does not say it either
	}
	if read.MediaType(a.Bytes, h) == read.JSONLines { // whose lines can say that they stand anywhere
		return nil, fmt.Errorf("read %s: it is data, not a page; if you trust it: rashomon add --jsonl ADDRESS", c.Address())
	}
	var reports []rashomon.Report
	var err error
	if r.children == nil {
		reports, _, err = read.Read(a.Bytes, h)
	} else {
		reports, _, err = r.children.Page(ctx, a.Bytes, h)
	}
	if ofMachine(err) {
		err = fmt.Errorf("%w (%w)", err, watch.ErrNotNow)
	}
	if err != nil {
		return nil, err
	}
	if len(reports) == 0 {
		return nil, errors.New("there is no report in it")
	}
	report := reports[0]
	if outlet != "" && report.Source.Name != outlet {
		report.Source.Name = outlet
		body, _ := report.Body()
		report = rashomon.NewReport(report.Title(), body, report)
	}
	return &report, nil
}

// ofMachine reports whether a child did not read a page for a reason that is not the
// page's: it could not be started, or had too little of a busy processor.
func ofMachine(err error) bool {
	e, ours := errors.AsType[*worker.Error](err)
	return ours && !errors.Is(e, worker.ErrCPU) && !errors.Is(e, worker.ErrMemory) && !errors.Is(e, worker.ErrSize) && !errors.Is(e, worker.ErrBroken)
}
