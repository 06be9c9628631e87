package pipeline

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"rashomon"
	"rashomon/internal/change"
	"rashomon/internal/fetch"
	"rashomon/internal/page"
	"rashomon/internal/worker"
)

// Item is one report that was given, or what is wrong with it.
type Item struct {
	Name   string // file, address, or "-" with the line where there are lines
	Report rashomon.Report

	// Said is what the person who gave it says of it himself; lines that he trusts speak for him.
	Said Said

	// Capture is how the bytes came, without Report and ID; its Asked is zero where
	// there is nothing to keep: a file that is not there, an address that is not fetched.
	Capture rashomon.Capture
	Body    []byte // the bytes as read, to be kept; with Err too, where some came
	Wire    []byte // as they came, where Capture.Coding is set

	Err error // why there is no Report
}

// Given is what the person at the terminal says of the reports, where they do not
// say it themselves.
type Given struct {
	Source, Published, URL string
	JSONLines              bool // read everything as JSON lines, whatever its name
	Stdin                  io.Reader
	Fetcher                *fetch.Fetcher   // for addresses; nil: one with the zero Options
	Parsers                *worker.Pool     // for what strangers wrote; nil: it is parsed in this process
	Now                    func() time.Time // for the times of captures; nil: time.Now
	Collector              string           // program and version, for captures
	By                     string           // who asks, for captures
}

// Said is what a person says of a report that he gives, where he says it.
type Said struct{ Source, URL string }

// say takes in the report and what the person says of it.
func (i *Item) say(r rashomon.Report, s Said) {
	i.Report, i.Said = r, s
	i.Capture.OwnWord = i.Capture.Means == rashomon.Given && r.URL != "" && change.Page(r.URL) != change.Page(s.URL)
}

// now is the time of a capture.
func (g Given) now() time.Time {
	if g.Now == nil {
		return time.Now().UTC()
	}
	return g.Now().UTC()
}

// Gather turns files, folders, addresses and "-" (standard input) into reports, in
// the order given, one after the other: it calls each with every report and every
// failure until it returns false. Nothing that fails stops the rest.
func Gather(ctx context.Context, names []string, g Given, each func(Item) bool) {
	for _, name := range names {
		if ctx.Err() != nil || !gatherOne(ctx, name, g, each) {
			return
		}
	}
}

func gatherOne(ctx context.Context, name string, g Given, each func(Item) bool) bool {
	hint := page.Hint{Name: name, Source: g.Source, Published: g.Published, URL: g.URL}
	switch {
	case name == "-":
		return g.stream(ctx, g.Stdin, hint, each)
	case isAddress(name):
		return g.address(ctx, hint, each)
	}
	if info, err := os.Stat(name); err == nil && info.IsDir() {
		return gatherFolder(ctx, name, g, each)
	}
	f, err := os.Open(name)
	if err != nil {
		err = Unopened(err)
		if host, _, path := strings.Cut(name, "/"); path && strings.ContainsAny(strings.TrimLeft(host, "."), ".:") {
			err = fmt.Errorf("%w; an address begins with https:// or http://", err)
		}
		return each(Item{Name: name, Err: fmt.Errorf("read %s: %w", name, err)})
	}
	defer f.Close() //nolint:errcheck // only read
	return g.stream(ctx, f, hint, each)
}

// address fetches one address. What came of it is kept also where it holds no
// report.
func (g Given) address(ctx context.Context, h page.Hint, each func(Item) bool) bool {
	fetcher := g.Fetcher
	if fetcher == nil {
		fetcher = fetch.New(fetch.Options{})
	}
	answer, err := fetcher.Get(ctx, fetch.Request{URL: h.Name, By: g.By})
	came := Item{Name: h.Name, Capture: answer.Capture, Body: answer.Bytes, Wire: answer.Wire, Err: err}
	if err != nil {
		return each(came)
	}
	if h.URL == "" {
		h.URL = answer.Capture.Final
	}
	h.MediaType = answer.Capture.MediaType
	return g.read(ctx, bytes.NewReader(answer.Bytes), h, came, each)
}

// stream reads what a person gave.
func (g Given) stream(ctx context.Context, in io.Reader, h page.Hint, each func(Item) bool) bool {
	came := Item{Name: h.Name, Capture: rashomon.Capture{
		Means: rashomon.Given, Requested: h.Name, Asked: g.now(), Collector: g.Collector, By: g.By,
	}}
	return g.read(ctx, in, h, came, each)
}

// Check returns what is wrong with what the person said, before anything is read: it
// names the flag.
func (g Given) Check() error {
	if err := page.CheckPublished(g.Published); err != nil {
		return fmt.Errorf("--published %w", err)
	}
	u, err := url.Parse(g.URL)
	if g.URL != "" && (err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "") {
		return fmt.Errorf("--url %q is no web address (https://example.org/story)", g.URL)
	}
	return nil
}

// Unopened says why a file could not be opened, without its name, and what to do.
func Unopened(err error) error {
	var at *fs.PathError
	if errors.As(err, &at) {
		err = at.Err
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("%w; check the name", err)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("%w; ask its owner to let you read it", err)
	}
	return err
}

// gatherFolder reads the files of a folder in the order of their names; not those
// of the folders inside, nor hidden ones.
func gatherFolder(ctx context.Context, dir string, g Given, each func(Item) bool) bool {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return each(Item{Name: dir, Err: fmt.Errorf("read folder %s: %w", dir, Unopened(err))})
	}
	any := false
	for _, e := range entries {
		if !e.Type().IsRegular() || strings.HasPrefix(e.Name(), ".") {
			continue
		}
		any = true
		if !gatherOne(ctx, filepath.Join(dir, e.Name()), g, each) {
			return false
		}
	}
	return any || each(Item{Name: dir, Err: fmt.Errorf("read folder %s: it holds no file; those of folders inside are not read, name them", dir)})
}

func isAddress(name string) bool {
	lower := strings.ToLower(name)
	return strings.HasPrefix(lower, "http://") || strings.HasPrefix(lower, "https://")
}

// read reads one body, which came as came says: JSON lines one by one, whatever
// their number; text and HTML whole, up to what page takes.
func (g Given) read(ctx context.Context, in io.Reader, h page.Hint, came Item, each func(Item) bool) bool {
	buffered := bufio.NewReaderSize(in, 64<<10)
	start, _ := buffered.Peek(4096)
	if g.JSONLines || page.MediaType(start, h) == page.JSONLines {
		if came.Capture.Means == rashomon.Fetched && !g.JSONLines && page.MediaType(nil, h) != page.JSONLines {
			return each(came.failed(fmt.Errorf("read %s: %w", h.Name, errData)))
		}
		return g.lines(buffered, h, came, each)
	}
	b, err := io.ReadAll(io.LimitReader(buffered, page.MaxHTML+1))
	if err != nil {
		return each(Item{Name: h.Name, Err: fmt.Errorf("read %s: %w", h.Name, err)})
	}
	if len(b) > page.MaxHTML {
		return each(Item{Name: h.Name, Err: tooLarge(h.Name)})
	}
	if came.Capture.Means == rashomon.Given {
		came = g.received(came, b)
	}
	reports, loss, err := g.parse(ctx, b, h, came.Capture.Means)
	if err != nil {
		return each(came.failed(err))
	}
	came.Capture.Problem = loss
	for _, r := range reports {
		if r.Source.Name == "" && r.URL == "" && h.Name != "-" {
			r.Ref = filepath.Base(h.Name) // what else to call it
		}
		item := came
		item.say(r, Said{g.Source, g.URL})
		if !each(item) {
			return false
		}
	}
	return true
}

// errData is why what a server answers in place of a page is not read as reports, unless
// a person asked for such.
var errData = errors.New("it is data, not a page, and its lines can say that they stand anywhere; if you trust it, save it and give the file (.jsonl)")

// parse reads one body: in a child, unless it is plain text that a person gave, which
// there is nothing in to parse. loss says what the report may lack of it, if anything.
func (g Given) parse(ctx context.Context, b []byte, h page.Hint, by rashomon.Means) (reports []rashomon.Report, loss string, err error) {
	read := func() ([]rashomon.Report, []page.Problem, error) { return page.Read(b, h) }
	if g.Parsers != nil && (by != rashomon.Given || page.MediaType(b, h) != page.PlainText) {
		read = func() ([]rashomon.Report, []page.Problem, error) { return g.Parsers.Page(ctx, b, h) }
	}
	reports, problems, err := read()
	for _, one := range problems {
		loss = one.Err.Error()
	}
	return reports, loss, err
}

// received is came with the bytes that are kept of it.
func (g Given) received(came Item, b []byte) Item {
	if came.Capture.Received.IsZero() {
		came.Capture.Received = g.now()
	}
	came.Body, came.Capture.Body, came.Capture.Length = b, rashomon.DigestOf(b), int64(len(b))
	return came
}

// failed is an item whose bytes hold no report.
func (i Item) failed(err error) Item {
	i.Err, i.Capture.Problem = err, err.Error()
	return i
}

func tooLarge(name string) error {
	return fmt.Errorf("read %s: it is larger than %d MB; a page may have %d MB and a text %d MB: split it, or give the reports as JSON lines (.jsonl)",
		name, page.MaxHTML>>20, page.MaxHTML>>20, page.MaxText>>20)
}

// trusted are the names of files of which a person knows that their lines say where they
// stand; what a browser saves as .json may be anybody's answer.
var trusted = regexp.MustCompile(`(?i)\.(jsonl|ndjson)$`)

// lines reads JSON lines. Each line is a report with a capture of its own, whose body
// is that line.
func (g Given) lines(in io.Reader, h page.Hint, came Item, each func(Item) bool) bool {
	more, any := true, false
	called := h.Name
	if called == "-" {
		called = page.StandardInput
	}
	err := page.Lines(in, h, func(l page.Line) bool {
		any = true
		item := came
		item.Name = fmt.Sprintf("%s, line %d", called, l.N)
		if l.Err != nil {
			if item.Wire, item.Capture.Wire = nil, ""; len(l.Bytes) > 0 {
				item = g.received(item, bytes.Clone(l.Bytes))
			}
			more = each(item.failed(fmt.Errorf("read %s: %w", item.Name, l.Err)))
			return more
		}
		item = g.received(item, bytes.Clone(l.Bytes))
		item.Wire, item.Capture.Wire = nil, ""
		if g.JSONLines || trusted.MatchString(h.Name) {
			item.say(l.Report, Said{l.Report.Source.Name, l.Report.URL})
		} else {
			item.say(l.Report, Said{g.Source, g.URL})
		}
		more = each(item)
		return more
	})
	switch {
	case err != nil:
		return each(Item{Name: h.Name, Err: err})
	case !any:
		return each(came.failed(fmt.Errorf("read %s: it is empty; check that it was saved or fetched whole", called)))
	}
	return more
}
