package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"rashomon"
	"rashomon/internal/lock"
	"rashomon/internal/pipeline"
	"rashomon/internal/sample"
	"rashomon/internal/store"
	"rashomon/internal/web"
)

type serveCmd struct {
	storeFlag
	policyFlag
	Listen string `help:"Address and port; without it, 127.0.0.1:8080." default:"127.0.0.1:8080" placeholder:"ADDRESS"`
}

// Help is printed below the flags.
func (serveCmd) Help() string {
	return `Serves on this machine only unless --listen says otherwise. Every page is also there as .json. Ctrl-C stops.`
}

// Run serves the store until it is interrupted.
func (c serveCmd) Run(ctx context.Context, w world) error {
	s, err := openExisting(ctx, c.Store)
	if err != nil {
		return err
	}
	defer s.Close() //nolint:errcheck // only read
	l, err := lock.Take(c.Store, "serve")
	if err != nil && !errors.Is(err, lock.ErrReadOnly) { // where nothing can be written, servers do no harm
		return err
	}
	if l != nil {
		defer l.Close() //nolint:errcheck // the system lets go of it when the program ends
	}
	return serve(ctx, w, c.Listen, web.New(s, web.Options{Policy: rashomon.PolicyName(c.Policy), Version: version}))
}

// serve answers until ctx ends, then lets requests at hand finish.
func serve(ctx context.Context, w world, address string, h http.Handler) error {
	l, err := net.Listen("tcp", address)
	if err != nil {
		return fmt.Errorf("serve on %s: %w; --listen takes an address with a free port, as in --listen 127.0.0.1:8080", address, err)
	}
	fmt.Fprintf(w.stderr, "pages at http://%s/  (Ctrl-C stops)\n", l.Addr())
	if a, is := l.Addr().(*net.TCPAddr); is && !a.IP.IsLoopback() {
		fmt.Fprintln(w.stderr, "rashomon: whoever reaches this machine over a network can read them; no password is asked")
	}
	srv := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 30 * time.Second, WriteTimeout: time.Minute, IdleTimeout: 2 * time.Minute}
	failed := make(chan error, 1)
	go func() { failed <- srv.Serve(l) }()
	select {
	case err := <-failed:
		return fmt.Errorf("serve on %s: %w", address, err)
	case <-ctx.Done():
	}
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace/2)
	defer cancel()
	if err := srv.Shutdown(grace); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("stop serving: %w", err)
	}
	return nil
}

type demoCmd struct {
	policyFlag
	Listen string `help:"Address and port; port 0 is a free one." default:"127.0.0.1:0" placeholder:"ADDRESS"`
	Once   bool   `help:"Print the records and end: serve no pages."`
}

// Help is printed below the flags.
func (demoCmd) Help() string {
	return `The sample is fourteen reports of three incidents. A fourth record, "Bombing, Ostrevia, 2023", holds
what one report says of no single one of them: nine arrests since the first bombing. All of it is invented: the country, the outlets and the events.`
}

// Run shows the sample. Ctrl-C is how it is meant to end, whenever that comes.
func (c demoCmd) Run(ctx context.Context, w world) error {
	err := c.show(ctx, w)
	if errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}

// show reads the sample into a throw-away store, prints its records and serves them.
func (c demoCmd) show(ctx context.Context, w world) error {
	dir, err := os.MkdirTemp("", "rashomon-demo-")
	if err != nil {
		return fmt.Errorf("make a folder for the throw-away store: %w", err)
	}
	defer os.RemoveAll(dir) //nolint:errcheck // a temporary folder
	s, err := store.Open(ctx, filepath.Join(dir, "demo.db"))
	if err != nil {
		return err
	}
	defer s.Close() //nolint:errcheck // a throw-away store
	if err := addSample(ctx, s); err != nil {
		return err
	}
	if err := runStore(ctx, s, w); err != nil {
		return err
	}
	var records []rashomon.Record
	err = eachRecord(ctx, s, c.policy(), func(r rashomon.Record, main bool) error {
		if main {
			records = append(records, r)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := printText(w.stdout, records, textOptions(w)); err != nil {
		return err
	}
	fmt.Fprintln(w.stderr, "\nAll of this is invented: reports written for the sample.")
	if c.Once {
		return nil
	}
	return serve(ctx, w, c.Listen, web.New(s, web.Options{Policy: rashomon.PolicyName(c.Policy), Version: version, Sample: true}))
}

// addSample keeps the sample's reports as received a minute apart, in order, so
// that its incidents have the same names everywhere.
func addSample(ctx context.Context, s *store.Store) error {
	received := time.Date(2031, 1, 1, 0, 0, 0, 0, time.UTC)
	var failure error
	given := pipeline.Given{Stdin: bytes.NewReader(sample.Lines()), JSONLines: true}
	pipeline.Gather(ctx, []string{"-"}, given, func(item pipeline.Item) bool {
		if failure = item.Err; failure != nil {
			return false
		}
		r := item.Report
		r.Received = received
		received = received.Add(time.Minute)
		_, _, failure = s.AddReport(ctx, r, item.Body)
		return failure == nil
	})
	return failure
}
