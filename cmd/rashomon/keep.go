package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"rashomon"
	"rashomon/internal/pipeline"
	"rashomon/internal/store"
)

type addCmd struct {
	Reports []string `arg:"" help:"Files (text, HTML, PDF, JSON lines), folders, addresses, or - for standard input." name:"report"`
	givenFlags
	storeFlag
	harvestFlags
	JSONL bool   `help:"Read the files and addresses as JSON lines, whatever their names." name:"jsonl"`
	By    string `help:"Who adds them, for the record of custody." env:"RASHOMON_BY" placeholder:"NAME"`
}

// Help is printed below the flags.
func (addCmd) Help() string {
	return `The same report twice adds nothing. A changed text at the same address is a new report that replaces the old; both stay, and of a text that
comes back it is kept that it did. A saved page that calls an address its own replaces nothing that was fetched there: give it with --url if you saved
it from there. What cannot be had from an address is kept too, with the reason. A report whose id is printed is on the disk.

Examples:
  rashomon add --source "The Harbour Post" --published 2031-03-04 story.txt
  rashomon add --by "Ana K." reports.jsonl https://example.org/story
  rashomon add --warc --only '^https://www\.example\.org/' CC-NEWS-20310304.warc.gz`
}

// Run keeps the reports.
func (c addCmd) Run(ctx context.Context, w world) error {
	s, done, err := openToKeep(ctx, w, c.Store)
	if err != nil {
		return err
	}
	defer done()
	a := adder{ctx: ctx, w: w, store: s}
	given := c.given(w)
	given.JSONLines, given.By = c.JSONL, c.By
	if c.WARC {
		return c.addArchives(ctx, s, given, w)
	}
	given.Stdin = beforeRead{w.stdin, func() { _ = a.commit() }} // a.broken tells what went wrong
	var failed int
	var untried []string
	for i, name := range c.Reports {
		failed += gather(ctx, w, []string{name}, given, a.keep)
		if a.commit() != nil || ctx.Err() != nil {
			untried = c.Reports[i+1:]
			break
		}
	}
	a.tell()
	if err := errors.Join(ctx.Err(), a.broken); err != nil {
		if names := append(a.waiting(), untried...); len(names) > 0 {
			fmt.Fprintf(w.stderr, "not tried: %s\n", strings.Join(names, ", "))
		}
		return err
	}
	return someFailed(failed, a.added+a.known+a.replaced+failed)
}

// The most that one transaction of add holds.
const (
	maxTogether      = 64
	maxTogetherBytes = 8 << 20
)

// adder keeps what was gathered, several at a time: waiting for the disk once is what
// makes it faster. What is on the disk is printed, and nothing else.
type adder struct {
	ctx   context.Context
	w     world
	store *store.Store

	items                  []pipeline.Item // not committed yet
	bytes                  int
	added, replaced, known int
	broken                 error // the store's trouble, which ends it
}

// keep takes an item in, and commits when there are enough.
func (a *adder) keep(item pipeline.Item) error {
	if item.Capture.Received.IsZero() {
		item.Capture.Received = a.w.now()
	}
	if slices.ContainsFunc(a.items, item.Awaits) && a.commit() != nil {
		return errStop
	}
	was := item.Err
	item, err := pipeline.Judged(a.ctx, a.store, item)
	if err != nil {
		return err
	}
	a.items = append(a.items, item)
	a.bytes += len(item.Body) + len(item.Wire)
	if (a.broken != nil || len(a.items) >= maxTogether || a.bytes >= maxTogetherBytes) && a.commit() != nil {
		return errStop
	}
	if was == nil {
		return item.Err
	}
	return nil
}

// commit keeps what is waiting, and prints it. Where that fails, one by one, so that
// the trouble of one takes no other with it.
func (a *adder) commit() error {
	if len(a.items) == 0 || a.broken != nil {
		return a.broken
	}
	kept, err := a.store.AddCaptures(a.ctx, taken(a.items))
	if err == nil {
		a.print(a.items, kept)
		a.items, a.bytes = nil, 0
		return nil
	}
	for len(a.items) > 0 {
		kept, err := a.store.AddCaptures(a.ctx, taken(a.items[:1]))
		if err != nil {
			a.broken = fmt.Errorf("keep %s: %w", a.items[0].Name, err)
			return a.broken
		}
		a.print(a.items[:1], kept)
		a.items = a.items[1:]
	}
	a.bytes = 0
	return nil
}

func taken(items []pipeline.Item) []store.Taken {
	all := make([]store.Taken, len(items))
	for i, item := range items {
		all[i] = store.Taken{Capture: item.Capture, Body: item.Body, Wire: item.Wire}
		if item.Report.ID != "" {
			all[i].Report = &item.Report
		}
	}
	return all
}

// print tells what was kept. A name that is withheld may stand in an address too.
func (a *adder) print(items []pipeline.Item, kept []store.Kept) {
	hide, err := pipeline.Veil(context.WithoutCancel(a.ctx), a.store)
	for i, k := range kept {
		name, problem := shown(hide.Text(items[i].Name)), hide.Text(k.Capture.Problem)
		if err != nil {
			name, problem = "", "(the withheld names could not be read, so nothing is printed of it)"
		}
		switch {
		case items[i].Report.ID == "": // told as a failure, or of no page
		case k.Report.ID == "":
			complain(a.w, fmt.Errorf("%s: its bytes are kept, and no report: %s", name, problem))
		case k.Before != "" && k.Added:
			a.replaced++
			fmt.Fprintf(a.w.stdout, "%s  %s  (replaces %s)\n", k.Report.ID, name, k.Before)
		case k.Before != "":
			a.replaced++
			fmt.Fprintf(a.w.stdout, "%s  %s  (is back, in place of %s)\n", k.Report.ID, name, k.Before)
		case k.Added:
			a.added++
			fmt.Fprintf(a.w.stdout, "%s  %s\n", k.Report.ID, name)
		default:
			a.known++
		}
		if c := items[i].Capture; c.Problem != "" && c.Means != rashomon.Archived && k.Added {
			complain(a.w, fmt.Errorf("%s: %s", name, problem))
		}
	}
}

// told counts the reports that were kept, or were there already.
func (a *adder) told() int { return a.added + a.replaced + a.known }

// tell says how many reports were kept, and what to do when there is something to do.
func (a *adder) tell() {
	next := ""
	if a.added+a.replaced > 0 {
		next = "; 'rashomon run' reads them"
	}
	fmt.Fprintf(a.w.stderr, "%d new, %d replacing an older text, %d known already%s\n", a.added, a.replaced, a.known, next)
}

// waiting names what was read and not kept, but for the one that a.broken names.
func (a *adder) waiting() (names []string) {
	for _, item := range a.items[min(1, len(a.items)):] {
		names = append(names, item.Name)
	}
	return names
}

// beforeRead calls something before each read, which may have to wait for somebody to
// write.
type beforeRead struct {
	in io.Reader
	do func()
}

// Read reads in.
func (b beforeRead) Read(p []byte) (int, error) {
	b.do()
	return b.in.Read(p)
}

type runCmd struct {
	storeFlag
	Again bool `help:"Delete everything derived first, and derive it again."`
}

// Help is printed below the flags.
func (runCmd) Help() string {
	return `Reads every report that this version has not read yet and links the accounts anew where any changed. Interrupted, it loses nothing: run it again.`
}

// Run brings the store up to date.
func (c runCmd) Run(ctx context.Context, w world) error {
	if err := mustExist(c.Store); err != nil {
		return err
	}
	s, done, err := openToKeep(ctx, w, c.Store)
	if err != nil {
		return err
	}
	defer done()
	if c.Again {
		if err := s.DropDerived(ctx); err != nil {
			return err
		}
	}
	return runStore(ctx, s, w)
}

func runStore(ctx context.Context, s *store.Store, w world) error {
	show, done := progress(w)
	sum, err := pipeline.Run(ctx, s, show)
	done()
	if err != nil {
		fmt.Fprintf(w.stderr, "%s read before it stopped; the rest was not tried, 'rashomon run' goes on with it\n", plural(sum.Read, "report"))
		return err
	}
	fmt.Fprintf(w.stderr, "%s read, %d with a problem; %s in the store", plural(sum.Read, "report"), sum.Problems, plural(sum.Incidents, "incident"))
	if sum.Recalled > 0 {
		fmt.Fprintf(w.stderr, ", and %d more that reports only recall", sum.Recalled)
	}
	fmt.Fprintln(w.stderr)
	problems, err := s.Problems(ctx)
	if err != nil {
		return err
	}
	hide, err := pipeline.Veil(ctx, s)
	if err != nil {
		return err
	}
	for _, p := range problems {
		p.Title, p.URL = store.ShortTitle(hide.Text(p.Title)), hide.Text(p.URL)
		fmt.Fprintf(w.stderr, "rashomon: report %s (%s): %s\n", p.Report, shown(cmp.Or(strings.TrimSpace(p.Title), p.URL, p.Outlet)), shown(p.Text))
	}
	return someFailed(sum.Problems, sum.Read+sum.Problems)
}

type verifyCmd struct {
	storeFlag
	logFlags
	JSON  bool `help:"Print the faults as JSON lines." name:"json"`
	Quick bool `help:"Do not derive everything again."`
}

// Help is printed below the flags.
func (verifyCmd) Help() string {
	return `Names whatever is wrong with the store (exit status 8), and changes nothing: kept bytes, reports, captures and rulings against their
digests; captures against what they brought; texts of one address against the ones that they replace; everything that was kept against the log
of custody, and that against itself and what was signed of it; every quoted word against its report; readings and incidents against one
another; and all of them against what deriving them again gives.

The key file remembers what was signed last, so that a log which was made anew without it is found out. A change by somebody who has the
key file too is not: who kept a checkpoint that was published before sees it with --checkpoint. With --proof or --tiles it needs no store, and works on any machine:
  rashomon verify --proof c0123abcd.tlog-proof --key 'rashomon/k3v...+1f2e3d4c+AQ...'`
}

// Run verifies the store.
func (c verifyCmd) Run(ctx context.Context, w world) error {
	if c.asked() {
		return c.check(ctx, w, c.Store, c.JSON)
	}
	s, err := openExisting(ctx, c.Store)
	if errors.Is(err, store.ErrNotStore) {
		return exit{exitIntegrity, err}
	}
	if err != nil {
		return err
	}
	defer s.Close() //nolint:errcheck // only read
	faults, err := s.Verify(ctx)
	if err != nil {
		return err
	}
	kept := slices.ContainsFunc(faults, func(f store.Fault) bool { return f.Kept })
	late := ""
	if !kept && !c.Quick {
		show, done := progress(w)
		changed, due, linkDue, err := pipeline.Again(ctx, s, show)
		done()
		if err != nil {
			return err
		}
		faults = append(faults, changed...)
		switch {
		case due > 0:
			late = fmt.Sprintf("; %s not read by this version yet: 'rashomon run' reads what is due, and the incidents were not checked against it", plural(due, "report"))
		case linkDue:
			late = "; the incidents are not those of the accounts that were read and were not checked: 'rashomon run' links them"
		}
	}
	if err := c.print(w, faults); err != nil {
		return err
	}
	switch {
	case kept:
		return exit{exitIntegrity, fmt.Errorf("verify %s: %s, in what was received or decided; do not publish from this store, restore a copy that verifies",
			c.Store, plural(len(faults), "fault"))}
	case len(faults) > 0:
		return exit{exitIntegrity, fmt.Errorf("verify %s: %s, in what is derived; keep a copy if you want to know who changed it, then 'rashomon run --again' makes it anew from what is kept",
			c.Store, plural(len(faults), "fault"))}
	}
	if !s.Log().Remembers() {
		late += "; no key file beside it tells what was signed of its log: hold it against a checkpoint that was published (--checkpoint)"
	}
	counts, err := s.Counts(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(w.stderr, "%s: %s, nothing wrong%s\n", c.Store, plural(counts.Reports, "report"), late)
	return nil
}

func (c verifyCmd) print(w world, faults []store.Fault) error {
	for _, f := range faults {
		if c.JSON {
			if err := json.NewEncoder(w.stdout).Encode(f); err != nil {
				return err
			}
			continue
		}
		fmt.Fprintln(w.stdout, f)
	}
	return nil
}
