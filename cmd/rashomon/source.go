package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"rashomon/internal/feed"
	"rashomon/internal/pipeline"
	"rashomon/internal/store"
	"rashomon/internal/veil"
	"rashomon/internal/watch"
)

// sourceCmd says which feeds are watched.
type sourceCmd struct {
	Add        sourceAddCmd    `cmd:"" help:"Watch a feed: its address, or that of a page or site that names one."`
	List       sourceListCmd   `cmd:"" help:"Print what is watched, with its last success, next fetch and problem."`
	Pause      sourcePauseCmd  `cmd:"" help:"Fetch nothing of a source until it is resumed."`
	Resume     sourceResumeCmd `cmd:"" help:"Go on with a source that was paused."`
	Remove     sourceRemoveCmd `cmd:"" help:"Watch a source no longer; what was kept of it stays."`
	ImportOPML importOPMLCmd   `cmd:"" name:"import-opml" help:"Watch every feed of an OPML list."`
	ExportOPML exportOPMLCmd   `cmd:"" name:"export-opml" help:"Write what is watched as an OPML list."`
}

// Help is printed below the commands.
func (sourceCmd) Help() string {
	return `A source is a feed (RSS, Atom, JSON Feed) or a news sitemap. 'rashomon watch' fetches it on schedule, and the pages that it names.

Examples:
  rashomon source add https://example.org/ --name "The Harbour Post"
  rashomon source list
  rashomon source pause 2
  rashomon source export-opml -o sources.opml`
}

// deciderFlag says who decides on a source: the decision is kept.
type deciderFlag struct {
	By string `help:"Who decides; else RASHOMON_BY, or the name of who is logged in." env:"RASHOMON_BY,USER" placeholder:"NAME"`
}

type sourceAddCmd struct {
	Address string `arg:"" help:"A feed, a page that names one, or a site." name:"address"`
	Name    string `help:"The outlet; else each page says it." placeholder:"OUTLET"`
	deciderFlag
	fetchFlags
	storeFlag
}

// Run finds the feed and has it watched.
func (c sourceAddCmd) Run(ctx context.Context, w world) error {
	s, done, err := openToKeep(ctx, w, c.Store)
	if err != nil {
		return err
	}
	defer done()
	hide, err := pipeline.Veil(ctx, s)
	if err != nil {
		return err
	}
	found, err := watch.Find(ctx, c.fetcher(w), reader{w.parsers}, c.Address, func(said string) { fmt.Fprintf(w.stderr, "%s\n", shown(hide.Text(said))) })
	if err != nil {
		return err
	}
	if len(found) > 1 {
		for _, f := range found {
			fmt.Fprintf(w.stderr, "  %s  %s (%s)\n", f.URL, shown(hide.Text(cmp.Or(f.Title, f.Feed.Title))), f.Feed.Format)
		}
		return exit{exitUsage, fmt.Errorf("add source %s: it leads to %d feeds; give the address of the one you want, as in: rashomon source add %s", shown(c.Address), len(found), found[0].URL)}
	}
	f := found[0]
	rule := store.FeedRule{URL: f.URL, Site: f.Feed.Site, Title: strings.TrimSpace(c.Name), Act: "add", At: w.now().UTC(), By: c.By}
	known, err := sourceNamed(ctx, s, f.URL)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	if err == nil {
		fmt.Fprintf(w.stderr, "%s is watched already, as number %d\n", f.URL, known.Number)
		if rule.Title != "" && rule.Title != known.Title {
			fmt.Fprintf(w.stderr, "its name stays %s; to change it, 'rashomon source remove %d' and add it again\n", shown(hide.Text(known.Name())), known.Number)
		}
		return nil
	}
	if err := addSource(ctx, s, rule); err != nil {
		return err
	}
	fmt.Fprintf(w.stdout, "%s  %s\n", rule.URL, shown(hide.Text(cmp.Or(rule.Title, f.Feed.Title, f.Title))))
	fmt.Fprintf(w.stderr, "%s, %s", f.Feed.Format, plural(len(f.Feed.Items), "item"))
	if f.Feed.Truncated != "" {
		fmt.Fprintf(w.stderr, " (%s)", shown(f.Feed.Truncated))
	}
	if len(f.Feed.Items) > 0 {
		fmt.Fprint(w.stderr, "; the first:")
	}
	fmt.Fprintln(w.stderr)
	for _, it := range f.Feed.Items[:min(3, len(f.Feed.Items))] {
		fmt.Fprintf(w.stderr, "  %s  %s\n", dayOf(it.Published), shown(hide.Text(cmp.Or(it.Title, it.URL))))
	}
	if f.Barred {
		fmt.Fprintln(w.stderr, "robots.txt of that host does not let programs fetch it: 'rashomon watch' will not, unless that changes")
		return nil
	}
	fmt.Fprintln(w.stderr, "'rashomon watch' fetches it")
	return nil
}

// addSource has a feed watched. It may have been watched before: then it is to name
// everything again.
func addSource(ctx context.Context, s *store.Store, rule store.FeedRule) error {
	return errors.Join(s.RuleFeed(ctx, rule), s.PutFeedState(ctx, store.FeedState{FeedRule: store.FeedRule{URL: rule.URL}}))
}

func dayOf(t time.Time) string {
	if t.IsZero() {
		return "no date   "
	}
	return t.Format(time.DateOnly)
}

type sourceListCmd struct {
	storeFlag
	JSON bool `help:"Print JSON lines." name:"json"`
}

// Run prints the sources.
func (c sourceListCmd) Run(ctx context.Context, w world) error {
	s, err := openExisting(ctx, c.Store)
	if err != nil {
		return err
	}
	defer s.Close() //nolint:errcheck // only read
	sources, err := s.Sources(ctx)
	if err != nil {
		return err
	}
	hide, err := pipeline.Veil(ctx, s)
	if err != nil {
		return err
	}
	if len(sources) == 0 {
		fmt.Fprintln(w.stderr, "no source is watched; 'rashomon source add ADDRESS' adds one")
	}
	for _, f := range sources {
		f = veil.Hide(hide, f) // its number leads to it all the same
		if c.JSON {
			if err := json.NewEncoder(w.stdout).Encode(f.Line()); err != nil {
				return err
			}
			continue
		}
		fmt.Fprintf(w.stdout, "%3d  %s\n     %s\n     %s\n", f.Number, shown(f.Name()), shown(f.URL), sourceLine(f, w.now()))
		if f.Problem != "" {
			fmt.Fprintf(w.stdout, "     problem: %s\n", shown(f.Problem))
		}
	}
	return nil
}

// sourceLine says how a source is doing, in one line.
func sourceLine(f store.Source, now time.Time) string {
	next := "next fetch " + f.Next.Format("2006-01-02 15:04Z")
	switch {
	case f.Paused():
		next = "paused"
		if f.By == watch.By {
			next = "paused by itself"
		}
	case !f.Next.After(now):
		next = "due now"
	}
	last := "not fetched yet"
	switch {
	case !f.Succeeded.IsZero():
		last = "last success " + f.Succeeded.Format("2006-01-02 15:04Z")
		if f.Failures > 0 {
			last += fmt.Sprintf(", %s since", plural(f.Failures, "failure"))
		}
	case f.Failures > 0:
		last = fmt.Sprintf("no success yet, %s, the last %s", plural(f.Failures, "failure"), f.Tried.Format("2006-01-02 15:04Z"))
	}
	said := fmt.Sprintf("%s; %s; %s, %s", last, next, plural(f.Items, "item"), plural(f.Reports, "report"))
	if f.Waiting > 0 {
		said += fmt.Sprintf(", %d not fetched yet", f.Waiting)
	}
	if f.Troubled > 0 {
		said += fmt.Sprintf(", %d gave no text when last fetched", f.Troubled)
	}
	return said
}

// sourceNamed finds a source by its address or its number in the list.
func sourceNamed(ctx context.Context, s *store.Store, name string) (store.FeedState, error) {
	feeds, err := s.Feeds(ctx)
	if err != nil {
		return store.FeedState{}, err
	}
	n, _ := strconv.Atoi(name) // 0 is the number of none
	i := slices.IndexFunc(feeds, func(f store.FeedState) bool { return f.URL == name || f.Number == n })
	if i < 0 {
		return store.FeedState{}, fmt.Errorf("find source %s: %w; 'rashomon source list' prints what is watched, with numbers", shown(name), store.ErrNotFound)
	}
	return feeds[i], nil
}

// sourceFlags name a source that something is decided on.
type sourceFlags struct {
	Source string `arg:"" help:"The address of the feed, or its number in the list, which stays its own." name:"source"`
	deciderFlag
	storeFlag
}

func (c sourceFlags) rule(ctx context.Context, w world, act, done string) error {
	if err := mustExist(c.Store); err != nil {
		return err
	}
	s, end, err := openToKeep(ctx, w, c.Store)
	if err != nil {
		return err
	}
	defer end()
	f, err := sourceNamed(ctx, s, c.Source)
	if err != nil {
		return err
	}
	if err := s.RuleFeed(ctx, store.FeedRule{URL: f.URL, Act: act, At: w.now().UTC(), By: c.By}); err != nil {
		return err
	}
	if act == "resume" { // it is fetched at once, whatever stood in the way
		f.Next, f.Problem = time.Time{}, ""
		if err := s.PutFeedState(ctx, f); err != nil {
			return err
		}
	}
	hide, err := pipeline.Veil(ctx, s)
	if err != nil {
		return err
	}
	fmt.Fprintf(w.stderr, "%s: %s  %s\n", done, shown(hide.Text(f.Name())), shown(hide.Text(f.URL)))
	return nil
}

type sourcePauseCmd struct{ sourceFlags }

// Run pauses a source.
func (c sourcePauseCmd) Run(ctx context.Context, w world) error {
	return c.rule(ctx, w, "pause", "paused, with the pages that it named")
}

type sourceResumeCmd struct{ sourceFlags }

// Run resumes a source.
func (c sourceResumeCmd) Run(ctx context.Context, w world) error {
	return c.rule(ctx, w, "resume", "resumed")
}

type sourceRemoveCmd struct{ sourceFlags }

// Run removes a source.
func (c sourceRemoveCmd) Run(ctx context.Context, w world) error {
	return c.rule(ctx, w, "remove", "removed, what was kept of it stays")
}

type importOPMLCmd struct {
	File string `arg:"" help:"The list, or - for standard input." name:"file"`
	deciderFlag
	storeFlag
}

// Help is printed below the flags.
func (importOPMLCmd) Help() string {
	return `The names in the list become those of the outlets.`
}

// Run has every feed of the list watched. Nobody has looked yet whether they are feeds.
func (c importOPMLCmd) Run(ctx context.Context, w world) error {
	const most = 8 << 20
	b, err := readUpTo(w, c.File, most)
	if err != nil {
		return err
	}
	feeds, refused, broken := feed.ReadOPML(b)
	if broken != nil && len(feeds) == 0 {
		return broken
	}
	s, done, err := openToKeep(ctx, w, c.Store)
	if err != nil {
		return err
	}
	defer done()
	before, err := s.Feeds(ctx)
	if err != nil {
		return err
	}
	added := 0
	for _, o := range feeds {
		if slices.ContainsFunc(before, func(f store.FeedState) bool { return f.URL == o.URL }) {
			continue
		}
		if o.Title == o.URL { // as we export a source without a name
			o.Title = ""
		}
		if err := addSource(ctx, s, store.FeedRule{URL: o.URL, Site: o.Site, Title: o.Title, Act: "add", At: w.now().UTC(), By: c.By}); err != nil {
			return err
		}
		added++
	}
	fmt.Fprintf(w.stderr, "%d added, %d watched already, %d without an address that is fetched; 'rashomon watch' finds out which of them are feeds\n", added, len(feeds)-added, refused)
	if broken != nil {
		return exit{exitSomeFailed, broken}
	}
	return nil
}

// readUpTo reads a file, or standard input for "-".
func readUpTo(w world, name string, most int64) ([]byte, error) {
	in := w.stdin
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", shown(name), pipeline.Unopened(err))
		}
		defer f.Close() //nolint:errcheck // only read
		in = f
	}
	b, err := io.ReadAll(io.LimitReader(in, most+1))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", shown(name), err)
	}
	if int64(len(b)) > most {
		return nil, fmt.Errorf("read %s: it is longer than %d MiB; split it", shown(name), most>>20)
	}
	return b, nil
}

type exportOPMLCmd struct {
	Output string `help:"The file to write; else standard output." short:"o" placeholder:"FILE"`
	storeFlag
}

// Run writes the list.
func (c exportOPMLCmd) Run(ctx context.Context, w world) error {
	s, err := openExisting(ctx, c.Store)
	if err != nil {
		return err
	}
	defer s.Close() //nolint:errcheck // only read
	feeds, err := s.Feeds(ctx)
	if err != nil {
		return err
	}
	hide, err := pipeline.Veil(ctx, s)
	if err != nil {
		return err
	}
	var list []feed.Outline
	for _, f := range feeds {
		list = append(list, feed.Outline{URL: f.URL, Title: hide.Text(f.Title), Site: f.Site})
	}
	if c.Output == "" {
		return feed.WriteOPML(w.stdout, "Sources of Rashomon", w.now(), list)
	}
	out, err := os.Create(c.Output)
	if err != nil {
		return fmt.Errorf("write %s: %w", shown(c.Output), pipeline.Unopened(err))
	}
	return errors.Join(feed.WriteOPML(out, "Sources of Rashomon", w.now(), list), out.Close())
}
