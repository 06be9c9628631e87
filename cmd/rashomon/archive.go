package main

import (
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"time"

	"rashomon"
	"rashomon/internal/pipeline"
	"rashomon/internal/store"
	"rashomon/internal/warc"
)

// harvestFlags say what to take of web archives.
type harvestFlags struct {
	WARC     bool   `help:"Read the files as web archives: WARC (plain, gzip, zstd; of any size), or WACZ." name:"warc"`
	Only     string `help:"With --warc: take addresses that match only." placeholder:"REGEXP"`
	Language string `help:"With --warc: take reports of this language only (en), as far as they say it." placeholder:"CODE"`
}

// check says what is wrong with the flags, or with the names given without them.
func (f harvestFlags) check(names ...string) error {
	if _, err := regexp.Compile(f.Only); err != nil {
		return fmt.Errorf("--only: %w", err)
	}
	if !f.WARC && (f.Only != "" || f.Language != "") {
		return errors.New("--only and --language choose what to take of web archives; give --warc too")
	}
	for _, name := range names {
		lower := strings.ToLower(name)
		if !f.WARC && archiveName.MatchString(lower) {
			return fmt.Errorf("%s seems to be a web archive; give --warc to have it read as one", name)
		}
	}
	return nil
}

var archiveName = regexp.MustCompile(`\.(warc|warc\.gz|warc\.zst|wacz)$`)

// Validate is called by kong, before anything is read.
func (c addCmd) Validate() error { return cmp.Or(c.givenFlags.Validate(), c.check(c.Reports...)) }

// Validate is called by kong, before anything is read.
func (c extractCmd) Validate() error { return c.check(c.File) }

func (f harvestFlags) harvest(g pipeline.Given, jobs int) pipeline.Harvest {
	h := pipeline.Harvest{Given: g, Language: f.Language, Workers: jobs}
	if h.Workers <= 0 {
		h.Workers = runtime.GOMAXPROCS(0)
	}
	if f.Only != "" {
		h.Only = regexp.MustCompile(f.Only)
	}
	return h
}

// maxWarnings is how many broken records are told one by one.
const maxWarnings = 100

// few tells failures until there are too many to read.
func few(w world) (warn func(error), done func()) {
	n := 0
	return func(err error) {
			if n++; n <= maxWarnings {
				complain(w, err)
			}
		}, func() {
			if n > maxWarnings {
				fmt.Fprintf(w.stderr, "rashomon: and %d more like these\n", n-maxWarnings)
			}
		}
}

// addArchives keeps the reports of web archives.
func (c addCmd) addArchives(ctx context.Context, s *store.Store, given pipeline.Given, w world) error {
	a := adder{ctx: ctx, w: w, store: s}
	h := c.harvest(given, 0)
	h.Object = s.Object
	passed, failed, seen := pipeline.Passed{}, 0, 0
	show, done := progress(w)
	warn, warned := few(w)
	var err error
	for _, name := range c.Reports {
		opened, before := w.now(), a.told()
		err = h.Archive(ctx, name, passed, func(items []pipeline.Item) error {
			done() // what is printed next begins on a line of its own
			for _, item := range items {
				if item.Err != nil {
					failed++
					warn(item.Err)
				}
				if item.Capture.Requested == "" {
					continue
				}
				if item.Err != nil {
					item.Capture.Problem = item.Err.Error()
				}
				switch err := a.keep(item); {
				case errors.Is(err, pipeline.ErrNotShown):
					passed["a wall or another page, kept as such: the text that was kept before stands"]++
				case err != nil:
					return cmp.Or(a.broken, err)
				}
			}
			seen += len(items)
			show("reading archives, reports", seen, 0)
			return a.commit()
		})
		about := ""
		switch {
		case err == nil:
			about, err = aboutArchive(name)
		case ctx.Err() != nil && a.told() > before:
			about = "given in part: it was interrupted, so the file was not measured, and it is not kept"
		}
		if err = errors.Join(err, c.keepArchive(ctx, s, name, about, opened, w)); err != nil {
			break
		}
	}
	done()
	warned()
	a.tell()
	tellPassed(w, passed)
	if err := cmp.Or(ctx.Err(), err); err != nil {
		if len(c.Reports) > 0 && ctx.Err() == nil {
			fmt.Fprintln(w.stderr, "rashomon: give the same archives again to go on; what is kept is not added twice")
		}
		return err
	}
	return someFailed(failed, a.told()+failed)
}

// keepArchive keeps that an archive was taken in, when, by whom, and what is said about it,
// as the digest by which its file is known again: its captures have the times that the
// archive gives. Also where it was called off in the middle.
func (c addCmd) keepArchive(ctx context.Context, s *store.Store, name, about string, opened time.Time, w world) error {
	if about == "" {
		return nil
	}
	_, err := s.AddCapture(context.WithoutCancel(ctx), store.Taken{Capture: rashomon.Capture{Means: rashomon.Given, Requested: name,
		Asked: opened, Received: w.now(), Truncated: about, Collector: collector(), By: c.By}})
	return err
}

// aboutArchive says what an archive was that is not kept; nothing where there is none.
func aboutArchive(name string) (string, error) {
	if name == "-" {
		return "given on standard input, and not kept", nil
	}
	info, err := os.Stat(name)
	if err != nil {
		return "", nil // told when it was to be read
	}
	if !info.Mode().IsRegular() { // reading it again would give nothing, or wait for ever
		return "given by a pipe, and not kept", nil
	}
	f, err := os.Open(name)
	if err != nil {
		return "", nil // as above
	}
	defer f.Close() //nolint:errcheck // only read
	h := sha256.New()
	n, err := io.Copy(h, f)
	if err != nil {
		return "", fmt.Errorf("digest of %s: %w", name, err)
	}
	return fmt.Sprintf("the archive itself is not kept: %d bytes, SHA-256 %x", n, h.Sum(nil)), nil
}

// tellPassed says what archives hold besides reports.
func tellPassed(w world, passed pipeline.Passed) {
	if len(passed) == 0 {
		return
	}
	var parts []string
	total := 0
	for _, reason := range slices.Sorted(maps.Keys(passed)) {
		parts = append(parts, fmt.Sprintf("%d %s", passed[reason], reason))
		total += passed[reason]
	}
	fmt.Fprintf(w.stderr, "%s passed by: %s\n", plural(total, "capture"), strings.Join(parts, ", "))
}

// extractArchive is the filter for one archive.
func (c extractCmd) extractArchive(ctx context.Context, w world) error {
	show, done := progress(w)
	warn, warned := few(w)
	passed := pipeline.Passed{}
	h := c.harvest(pipeline.Given{Stdin: w.stdin, Parsers: w.parsers}, c.Jobs)
	n, err := h.ExtractArchive(ctx, c.File, c.ID == "report", w.stdout, passed, warn, show)
	done()
	warned()
	tellPassed(w, passed)
	if err != nil {
		return err
	}
	return someFailed(n.Failed, n.Done+n.Failed)
}

// isArchive reports whether an export is of what was received, not of what was made
// of it.
func (c exportCmd) isArchive() bool { return c.Format == "warc" || c.Format == "wacz" }

// check refuses what does not go together.
func (c exportCmd) check(ctx context.Context, s *store.Store, w world) error {
	if !c.isArchive() {
		if len(c.IDs) > 0 || c.Originals {
			return exit{exitUsage, fmt.Errorf("export %s: names and --originals are for warc and wacz; %s has every record", c.Format, c.Format)}
		}
		return nil
	}
	if _, is := terminal(w.stdout); is && c.Output == "" {
		return exit{exitUsage, fmt.Errorf("export %s: that is no text; name a file with -o", c.Format)}
	}
	withheld, err := s.Withheld(ctx)
	if err != nil || len(withheld) == 0 {
		return err
	}
	if !c.Originals {
		return exit{exitUsage, fmt.Errorf("export %s: %s withheld in this store, and what was received has them all, as it is; give --originals if whoever gets the file may read them",
			c.Format, plural(len(withheld), "name"))}
	}
	fmt.Fprintf(w.stderr, "rashomon: %s withheld in this store, and NOT taken out of the file: it has what was received, as it is\n", plural(len(withheld), "name"))
	return nil
}

// writeArchive writes captures with their bytes, in the order in which the store took
// them. The file says that it was made when the last of them was received, so that the
// same captures give the same file.
func (c exportCmd) writeArchive(ctx context.Context, s *store.Store, out io.Writer) error {
	chosen, err := c.chosen(ctx, s)
	if err != nil {
		return err
	}
	var last time.Time
	n := 0
	err = s.EachCapture(ctx, func(k rashomon.Capture) error {
		if chosen == nil || chosen[k.ID] {
			n++
			if k.Received.After(last) {
				last = k.Received
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if n == 0 {
		return exit{exitNotFound, errors.New("nothing was received yet; 'rashomon add' keeps reports")}
	}
	name := "rashomon.warc.gz"
	if c.Output != "" {
		name = filepath.Base(c.Output)
	}
	write, end, err := c.archiver(out, warc.About{Software: collector(), Name: name, Created: last})
	if err != nil {
		return err
	}
	err = s.EachCapture(ctx, func(k rashomon.Capture) error {
		if chosen != nil && !chosen[k.ID] {
			return nil
		}
		body, wire, err := bytesOf(ctx, s, k)
		if err != nil {
			return err
		}
		var report *rashomon.Report
		if k.Report != "" {
			r, err := s.Report(ctx, k.Report)
			if err != nil {
				return err
			}
			report = &r
		}
		return write(k, report, body, wire)
	})
	if err != nil {
		return err
	}
	return end()
}

// archiver returns what writes a capture, and what ends the file.
func (c exportCmd) archiver(out io.Writer, a warc.About) (write func(k rashomon.Capture, r *rashomon.Report, body, wire []byte) error, end func() error, err error) {
	if c.Format == "warc" {
		w := warc.NewWriter(out, a)
		return func(k rashomon.Capture, r *rashomon.Report, body, wire []byte) error {
			_, _, err := w.Write(k, r, body, wire)
			return err
		}, w.Close, nil
	}
	p, err := warc.NewPackage(out, a)
	if err != nil {
		return nil, nil, err
	}
	return p.Write, p.Close, nil
}

// bytesOf returns the bytes of a capture.
func bytesOf(ctx context.Context, s *store.Store, k rashomon.Capture) (body, wire []byte, err error) {
	if k.Body != "" {
		if body, err = s.Object(ctx, k.Body); err != nil {
			return nil, nil, err
		}
	}
	if k.Wire != "" {
		wire, err = s.Object(ctx, k.Wire)
	}
	return body, wire, err
}

// chosen returns the captures named, those of the reports and incidents named, and
// those at the addresses named; nil for all.
func (c exportCmd) chosen(ctx context.Context, s *store.Store) (map[rashomon.CaptureID]bool, error) {
	if len(c.IDs) == 0 {
		return nil, nil
	}
	chosen := map[rashomon.CaptureID]bool{}
	for _, id := range c.IDs {
		of := []string{id}
		if strings.HasPrefix(strings.ToUpper(id), "RSH-") {
			d, err := s.Dossier(ctx, rashomon.IncidentID(strings.ToUpper(id)))
			if err != nil && !errors.Is(err, store.ErrNotFound) {
				return nil, err
			}
			of = of[:0]
			for _, r := range d.Reports {
				of = append(of, string(r.ID))
			}
		}
		found := false
		for _, name := range of {
			captures, err := s.Captures(ctx, name)
			if err != nil {
				return nil, err
			}
			for _, k := range captures {
				chosen[k.ID], found = true, true
			}
		}
		if !found {
			return nil, exit{exitNotFound, fmt.Errorf("export %s: nothing in the store is called %q; give the name of an incident (rashomon show), a report (rashomon show --reports) or a capture, or an address", c.Format, id)}
		}
	}
	return chosen, nil
}
