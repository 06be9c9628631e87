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
	"strings"

	"rashomon"
	"rashomon/internal/fetch"
	"rashomon/internal/page"
)

// Item is one report that was given, or what is wrong with it.
type Item struct {
	Name   string // file, address, or "-" with the line where there are lines
	Report rashomon.Report
	Body   []byte // the bytes it was read from, to be kept
	Err    error
}

// Given is what the person at the terminal says of the reports, where they do not
// say it themselves.
type Given struct {
	Source, Published, URL string
	JSONLines              bool // read everything as JSON lines, whatever its name
	Stdin                  io.Reader
	AllowLocal             bool // fetch from this machine and its networks too
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
		return gatherStream(g.Stdin, hint, g.JSONLines, each)
	case isAddress(name):
		body, err := fetch.Get(ctx, name, fetch.Options{AllowLocal: g.AllowLocal})
		if err != nil {
			return each(Item{Name: name, Err: err})
		}
		if hint.URL == "" {
			hint.URL = body.URL
		}
		hint.MediaType = body.MediaType
		return gatherStream(bytes.NewReader(body.Bytes), hint, g.JSONLines, each)
	}
	if info, err := os.Stat(name); err == nil && info.IsDir() {
		return gatherFolder(ctx, name, g, each)
	}
	f, err := os.Open(name)
	if err != nil {
		return each(Item{Name: name, Err: fmt.Errorf("read %s: %w", name, Unopened(err))})
	}
	defer f.Close() //nolint:errcheck // only read
	return gatherStream(f, hint, g.JSONLines, each)
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

// gatherStream reads one body: JSON lines one by one, whatever their number; text
// and HTML whole, up to what page takes.
func gatherStream(in io.Reader, h page.Hint, lines bool, each func(Item) bool) bool {
	buffered := bufio.NewReaderSize(in, 64<<10)
	start, _ := buffered.Peek(4096)
	if lines || page.MediaType(start, h) == page.JSONLines {
		return gatherLines(buffered, h, each)
	}
	b, err := io.ReadAll(io.LimitReader(buffered, page.MaxHTML+1))
	if err != nil {
		return each(Item{Name: h.Name, Err: fmt.Errorf("read %s: %w", h.Name, err)})
	}
	if len(b) > page.MaxHTML {
		return each(Item{Name: h.Name, Err: tooLarge(h.Name)})
	}
	reports, _, err := page.Read(b, h)
	if err != nil {
		return each(Item{Name: h.Name, Err: err})
	}
	for _, r := range reports {
		if r.Source.Name == "" && r.URL == "" && h.Name != "-" {
			r.Ref = filepath.Base(h.Name) // what else to call it
		}
		if !each(Item{Name: h.Name, Report: r, Body: b}) {
			return false
		}
	}
	return true
}

func tooLarge(name string) error {
	return fmt.Errorf("read %s: it is larger than %d MB; a page may have %d MB and a text %d MB: split it, or give the reports as JSON lines (.jsonl)",
		name, page.MaxHTML>>20, page.MaxHTML>>20, page.MaxText>>20)
}

func gatherLines(in io.Reader, h page.Hint, each func(Item) bool) bool {
	more, any := true, false
	called := h.Name
	if called == "-" {
		called = page.StandardInput
	}
	err := page.Lines(in, h, func(l page.Line) bool {
		any = true
		name := fmt.Sprintf("%s, line %d", called, l.N)
		item := Item{Name: name, Report: l.Report, Body: bytes.Clone(l.Bytes)}
		if l.Err != nil {
			item = Item{Name: name, Err: fmt.Errorf("read %s: %w", name, l.Err)}
		}
		more = each(item)
		return more
	})
	switch {
	case err != nil:
		return each(Item{Name: h.Name, Err: err})
	case !any:
		return each(Item{Name: h.Name, Err: fmt.Errorf("read %s: it is empty; check that it was saved or fetched whole", called)})
	}
	return more
}
