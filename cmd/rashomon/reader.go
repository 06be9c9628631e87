package main

import (
	"context"
	"errors"

	"rashomon"
	"rashomon/internal/feed"
	"rashomon/internal/fetch"
	read "rashomon/internal/page"
)

// reader reads what strangers wrote.
type reader struct{}

func newReader() reader { return reader{} }

// Close ends the reading.
func (r reader) Close() error { return nil }

// Feed reads a feed.
func (r reader) Feed(_ context.Context, b []byte, base string) (feed.Feed, error) {
	return feed.Parse(b, base)
}

// Discover finds the feeds that a page names.
func (r reader) Discover(_ context.Context, b []byte, base string) ([]feed.Link, error) {
	return feed.Discover(b, base)
}

// Page reads a page.
func (r reader) Page(_ context.Context, a fetch.Answer, outlet string) (*rashomon.Report, error) {
	c := a.Capture
	reports, _, err := read.Read(a.Bytes, read.Hint{Name: c.Address(), URL: c.Address(), MediaType: c.MediaType, Source: outlet})
	if err != nil {
		return nil, err
	}
	if len(reports) == 0 {
		return nil, errors.New("there is no report in it")
	}
	return &reports[0], nil
}
