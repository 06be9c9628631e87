package pipeline

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"rashomon"
	"rashomon/internal/extract"
	"rashomon/internal/page"
	"rashomon/internal/store"
	"rashomon/internal/text"
	"rashomon/internal/warc"
	"rashomon/internal/worker"
)

// Harvest says what to take of web archives.
type Harvest struct {
	Given
	Only     *regexp.Regexp // addresses to take; nil: all
	Language string         // of the reports to take, as in "en"; empty: all. One that is not told, and cannot be, is taken
	Workers  int            // how many pages are read at a time

	// Object gives bytes that are kept, of which a revisit record says that they came
	// again. nil: revisits are passed by.
	Object func(context.Context, rashomon.Digest) ([]byte, error)
}

// A group of pages is read together and handed on together; it bounds the memory.
const (
	groupPages = 64
	groupBytes = 48 << 20
)

// Passed counts what an archive holds and is no report, by the reason.
type Passed map[string]int

// why says of a record why it is no report.
type why string

const (
	whyAddress  why = "of another address"
	whyMedia    why = "no HTML, PDF or text"
	whyStatus   why = "no answer of status 200"
	whyBytes    why = "no bytes"
	whyText     why = "no text of a report in it"
	whyLanguage why = "in another language"
	whyRevisit  why = "unchanged bytes that are not kept"
	whyAgain    why = "the same report again"
)

// ahead is how much later than now an archive may say that it was captured: clocks
// differ.
const ahead = time.Hour

var errAhead = errors.New("the archive says that this was captured in the future; check the clock of this machine, or whose archive that is")

// Archive reads a WARC or WACZ file, or a WARC on standard input, and calls each with
// groups of what it holds, in order: reports with their captures, captures that
// Rashomon once wrote and that hold no report, and failures. It counts in passed what is
// neither. An error of each ends it, and is returned; so is one of reading the file. A
// record that is broken is an Item with Err, and the rest goes on.
func (h Harvest) Archive(ctx context.Context, name string, passed Passed, each func([]Item) error) error {
	run := &harvest{Harvest: h, passed: passed, each: each}
	if name == "-" {
		return run.warc(ctx, h.Stdin, page.StandardInput)
	}
	f, err := os.Open(name)
	if err != nil {
		why := Unopened(err)
		if isAddress(name) {
			why = errNoFile
		}
		return each([]Item{{Name: name, Err: fmt.Errorf("read %s: %w", name, why)}})
	}
	defer f.Close() //nolint:errcheck // only read
	if info, err := f.Stat(); err == nil && info.IsDir() {
		return each([]Item{{Name: name, Err: fmt.Errorf("read %s: %w", name, errFolder)}})
	}
	start := make([]byte, 4)
	n, _ := io.ReadFull(f, start)
	if string(start[:n]) == "PK\x03\x04" {
		return run.wacz(ctx, f, name)
	}
	return run.warc(ctx, io.MultiReader(bytes.NewReader(start[:n]), f), filepath.Base(name)) // it may be a pipe
}

// ofRevisit stands in the record of a capture whose bytes nobody held twice.
const ofRevisit = "the archive has no bytes of its own for this time: it says that they were those of an earlier one"

var (
	errNoFile = errors.New("archives are read from files; fetch it with another program and give its file")
	errFolder = errors.New("it is a folder; name the archives in it")
)

// harvest is one run of it.
type harvest struct {
	Harvest
	passed Passed
	each   func([]Item) error
	pages  []arrived
	bytes  int
}

// arrived is an entry of the group that is being made, or what is wrong with it.
type arrived struct {
	entry   warc.Entry
	read    []byte // what is read: the entry's body, or for a revisit the bytes that were kept
	item    Item   // used where there is nothing to read
	reports []rashomon.Report
	err     error
}

func (h *harvest) wacz(ctx context.Context, f *os.File, name string) error {
	info, err := f.Stat()
	if err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	o, err := warc.Unpack(f, info.Size())
	if err != nil {
		return h.each([]Item{{Name: name, Err: fmt.Errorf("read %s: %w; get the file again, or give the WARC files in it", name, err)}})
	}
	changed := map[string]bool{}
	for _, c := range o.Check() {
		changed[c.Name] = true
		why := fmt.Errorf("read %s: %w", name, c)
		if slices.Contains(o.WARCs(), c.Name) {
			why = fmt.Errorf("%w; it is left out: get the archive again, or unzip it and give that file, of which each record that is whole is read", why)
		}
		if err := h.each([]Item{{Name: name, Err: why}}); err != nil {
			return err
		}
	}
	for _, inner := range o.WARCs() {
		if changed[inner] {
			continue
		}
		r, err := o.WARC(inner)
		if err != nil {
			return fmt.Errorf("read %s: %w", name, err)
		}
		err = h.warc(ctx, r, filepath.Base(name)+", "+inner)
		if err := errors.Join(err, r.Close()); err != nil {
			return err
		}
	}
	return nil
}

func (h *harvest) warc(ctx context.Context, r io.Reader, name string) error {
	in := warc.NewEntries(calledOff{ctx, r}, name)
	for ctx.Err() == nil {
		entry, err := in.Next()
		var fault *warc.Fault
		switch {
		case errors.Is(err, io.EOF):
			return h.flush(ctx)
		case errors.As(err, &fault):
			h.pages = append(h.pages, arrived{item: Item{Name: name, Err: fmt.Errorf("read %s: %w", name, fault)}})
		case err != nil:
			return errors.Join(h.flush(ctx), fmt.Errorf("read %s: %w", name, err))
		default:
			if err := h.take(ctx, entry); err != nil {
				return err
			}
		}
		if len(h.pages) >= groupPages || h.bytes >= groupBytes {
			if err := h.flush(ctx); err != nil {
				return err
			}
		}
	}
	return ctx.Err()
}

// calledOff reads until its context ends: one record may inflate to more than anybody
// wants to wait for.
type calledOff struct {
	ctx context.Context
	in  io.Reader
}

func (c calledOff) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.in.Read(p)
}

// take puts an entry into the group, or counts why it is no report. A capture that
// Rashomon wrote is taken all the same.
func (h *harvest) take(ctx context.Context, e warc.Entry) error {
	c := e.Capture
	if h.Only != nil && !h.Only.MatchString(c.Address()) {
		h.passed[string(whyAddress)]++
		return nil
	}
	if c.By == "" {
		c.By = h.By
	}
	a := arrived{entry: e, item: Item{Name: c.Address(), Capture: c}}
	if c.Received.After(h.now().Add(ahead)) { // it would stand at its address before all that is to come
		a.item = Item{Name: a.item.Name, Err: fmt.Errorf("read %s of %s: %w", c.Address(), c.Parent, errAhead)}
		h.pages = append(h.pages, a)
		return nil
	}
	reason := noReport(c)
	if e.Revisit && reason == "" {
		if err := h.flush(ctx); err != nil { // what it refers to may be in the group
			return err
		}
		var err error
		if h.Object == nil || c.Body == "" {
			reason = whyRevisit
		} else if a.read, err = h.Object(ctx, c.Body); errors.Is(err, store.ErrNotFound) {
			reason = whyRevisit
		} else if err != nil {
			return err
		}
		if reason != "" {
			h.passed[string(reason)]++
			return nil
		}
	}
	if reason != "" && e.Written == nil {
		h.passed[string(reason)]++
		return nil
	}
	if reason != "" && h.Object != nil {
		h.passed[string(reason)+", kept as such"]++
	}
	if e.Revisit && e.Written == nil {
		a.item.Capture.Problem = ofRevisit
	}
	a.item.Body, a.item.Wire = bytes.Clone(e.Body), bytes.Clone(e.Wire)
	if reason == "" && !e.Revisit {
		a.read = a.item.Body
	}
	h.pages = append(h.pages, a)
	h.bytes += size(a)
	return nil
}

// size is about how many bytes of memory an entry takes.
func size(a arrived) int {
	c := a.item.Capture
	n := len(a.item.Body) + len(a.item.Wire) + len(c.Header) + len(c.Problem)
	if a.entry.Revisit {
		n += len(a.read)
	}
	for _, r := range c.Redirects {
		n += len(r.To)
	}
	return n
}

// noReport says why there can be no report in what came, or nothing.
func noReport(c rashomon.Capture) why {
	media, _, _ := strings.Cut(strings.ToLower(c.MediaType), ";")
	media = strings.TrimSpace(media)
	web := c.Header != "" || c.Status != 0
	switch {
	case c.Status != 0 && c.Status != 200:
		return whyStatus
	case c.Body == "":
		return whyBytes
	case media == "" || media == page.HTML || media == "application/xhtml+xml" || media == "application/pdf":
		return ""
	case !web && (media == page.PlainText || media == page.JSONLines):
		return "" // what somebody gave us, and we wrote
	}
	return whyMedia
}

// flush reads the group and hands it on.
func (h *harvest) flush(ctx context.Context) error {
	if len(h.pages) == 0 {
		return ctx.Err()
	}
	h.readAll(ctx)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	var items []Item
	for _, a := range h.pages {
		items = append(items, h.items(a)...)
	}
	h.pages, h.bytes = h.pages[:0], 0
	if len(items) == 0 {
		return nil
	}
	return h.each(items)
}

// readAll reads the pages of the group.
func (h *harvest) readAll(ctx context.Context) {
	var wait sync.WaitGroup
	turns := make(chan struct{}, max(h.Workers, 1))
	for i := range h.pages {
		a := &h.pages[i]
		if a.read == nil {
			continue
		}
		turns <- struct{}{}
		wait.Go(func() {
			defer func() { <-turns }()
			c := a.item.Capture
			hint := page.Hint{Name: c.Address(), MediaType: c.MediaType, Source: h.Source, Published: h.Published}
			if said := a.entry.Said; said != nil {
				hint.Source, hint.URL, hint.Published = said.Source, said.URL, said.Published
				if !c.OwnWord {
					a.item.Said = Said{said.Source, said.URL}
				}
			}
			if isAddress(c.Address()) {
				hint.URL = c.Address()
				if page.MediaType(a.read, hint) == page.JSONLines {
					a.err = errData
					return
				}
			}
			var loss string
			a.reports, loss, a.err = h.parse(ctx, a.read, hint, c.Means)
			a.item.Capture.Problem = cmp.Or(a.item.Capture.Problem, loss)
		})
	}
	wait.Wait()
}

// items are what became of one page.
func (h *harvest) items(a arrived) []Item {
	var broke *worker.Error
	if errors.As(a.err, &broke) {
		a.item.Err = a.err
		return []Item{a.item}
	}
	var items []Item
	for _, r := range a.reports {
		if !h.speaks(r) {
			h.passed[string(whyLanguage)]++
			continue
		}
		item := a.item
		if item.Report = r; a.entry.Said != nil && !isAddress(item.Capture.Address()) {
			item.Report = toldAgain(item, *a.entry.Said)
		}
		items = append(items, item)
	}
	switch {
	case len(items) > 0:
		return items
	case a.read == nil: // a failure, or a capture without a report
		return []Item{a.item}
	case a.err != nil || len(a.reports) == 0:
		h.passed[string(whyText)]++
	}
	if a.entry.Written != nil {
		a.item.Capture.Problem = cmp.Or(a.item.Capture.Problem, string(whyText))
		return []Item{a.item}
	}
	return nil
}

// toldAgain is the report of an item as it was when the archive was written: it may have
// been believed less than it says of itself.
func toldAgain(item Item, was warc.Said) rashomon.Report {
	item.Said = Said{was.Source, was.URL}
	if was.Ref == nil {
		return item.said()
	}
	r := item.Report
	r.URL, r.Source.Name, r.Ref = was.URL, was.Source, *was.Ref
	body, _ := r.Body()
	return rashomon.NewReport(r.Title(), body, r)
}

// speaks reports whether a report is in the language asked for, as far as it says or
// its words show.
func (h *harvest) speaks(r rashomon.Report) bool {
	primary := func(tag string) string {
		tag, _, _ = strings.Cut(strings.ToLower(tag), "-")
		return tag
	}
	switch want := primary(h.Language); {
	case want == "":
		return true
	case r.Language != "":
		return primary(r.Language) == want
	case want == "en":
		return text.English(r.Text)
	}
	return true
}

// ExtractArchive is the filter of `rashomon extract --warc`: the claims of the reports
// of an archive, one report a line, in their order. A report is named by its address
// (with its ID after #, where another text at the address came before), or by its ID
// where byID is set. The same report again is passed by. What fails is told to warn and
// counted. Memory grows by some 20 bytes a report.
func (h Harvest) ExtractArchive(ctx context.Context, name string, byID bool, out io.Writer, passed Passed, warn func(error), progress Progress) (Lines, error) {
	var n Lines
	w, reader := bufio.NewWriter(out), extract.NewReader()
	names := namer{byID: byID, seen: map[uint64]bool{}, seed: maphash.MakeSeed()}
	err := h.Archive(ctx, name, passed, func(items []Item) error {
		var reports []rashomon.Report
		for _, item := range items {
			switch r := item.Report; {
			case item.Err != nil:
				n.Failed++
				warn(item.Err)
			case r.ID == "":
			case names.known(string(r.ID)):
				passed[string(whyAgain)]++
			default:
				r.ID = names.name(r)
				reports = append(reports, r)
			}
		}
		err := writeReadings(w, reader, reports, max(h.Workers, 1), &n, func(i int, problem error) {
			if errors.Is(problem, ErrLanguage) { // as most of the web is
				n.Failed--
				passed[string(whyLanguage)]++
				return
			}
			warn(fmt.Errorf("read %s: %w", cmp.Or(reports[i].URL, string(reports[i].ID)), problem))
		})
		progress("reading reports", n.Done, 0)
		return err
	})
	return n, errors.Join(err, w.Flush())
}

// namer names the reports of an archive.
type namer struct {
	byID bool
	seen map[uint64]bool // digests of the names given and of the reports
	seed maphash.Seed
}

// known reports whether a name was seen before.
func (n namer) known(name string) bool {
	sum := maphash.String(n.seed, name)
	known := n.seen[sum]
	n.seen[sum] = true
	return known
}

func (n namer) name(r rashomon.Report) rashomon.ReportID {
	switch {
	case r.URL == "" || n.byID:
		return r.ID
	case n.known(r.URL):
		return rashomon.ReportID(r.URL) + "#" + r.ID
	}
	return rashomon.ReportID(r.URL)
}
