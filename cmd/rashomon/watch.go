package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"rashomon/internal/lock"
	"rashomon/internal/pipeline"
	"rashomon/internal/store"
	"rashomon/internal/watch"
)

type watchCmd struct {
	fetchFlags
	storeFlag
	Again string `help:"When a page is fetched again after its first fetch (${default})." default:"1h,24h,7d,30d" placeholder:"TIMES"`
	Once  bool   `help:"Fetch what is due now, and what that brings, and end."`
}

// Help is printed below the flags.
func (watchCmd) Help() string {
	return `Fetches the sources on schedule, and the pages that they name; keeps every answer; reads and links what is new. Pages are fetched again, so that
what an outlet changes or takes away is seen. A feed that brings news is asked more often, one that brings none less often: every 10 minutes to every 24
hours. robots.txt and Retry-After are obeyed, and no host is asked more than one thing a second.

Prints one line for each thing that happens. Ctrl-C ends it; the next watch goes on where it was.

Examples:
  rashomon watch --contact ana@example.org
  rashomon watch --once --again 6h,3d`
}

// Validate is called by kong, before anything is fetched.
func (c watchCmd) Validate() error {
	if strings.TrimSpace(c.Contact) == "" {
		return errors.New("--contact ADDRESS (or RASHOMON_CONTACT) is missing, your address of mail or of a page: outlets are told it, so that they can complain to you instead of shutting us out")
	}
	_, err := c.again()
	return err
}

// again reads the times of --again.
func (c watchCmd) again() ([]time.Duration, error) {
	out := []time.Duration{}
	if strings.TrimSpace(c.Again) == "" {
		return out, nil
	}
	for text := range strings.SplitSeq(c.Again, ",") {
		d, err := span(strings.TrimSpace(text))
		if err != nil {
			return nil, fmt.Errorf("--again %s: %q is no time; write them like 1h,24h,7d", c.Again, text)
		}
		if d < time.Minute || len(out) > 0 && d <= out[len(out)-1] {
			return nil, fmt.Errorf("--again %s: the times must grow, and begin with a minute at least", c.Again)
		}
		out = append(out, d)
	}
	return out, nil
}

// span reads a duration, in days too.
func span(text string) (time.Duration, error) {
	if days, ok := strings.CutSuffix(text, "d"); ok {
		n, err := strconv.Atoi(days)
		if err != nil || n < 0 || n > 10_000 {
			return 0, errors.New("no number of days")
		}
		return time.Duration(n) * 24 * time.Hour, nil
	}
	return time.ParseDuration(text)
}

// Run watches until it is interrupted.
func (c watchCmd) Run(ctx context.Context, w world) error {
	if err := mustExist(c.Store); err != nil {
		return fmt.Errorf("%w; 'rashomon source add ADDRESS' makes one with its first source", err)
	}
	mine, err := lock.Take(c.Store, "watch")
	if err != nil {
		return err
	}
	defer mine.Close() //nolint:errcheck // it ends with the process in any case
	s, done, err := openToKeep(ctx, w, c.Store)
	if err != nil {
		return err
	}
	defer done()
	feeds, err := s.Feeds(ctx)
	if err != nil {
		return err
	}
	if len(feeds) == 0 {
		return errors.New("watch: no source is watched; 'rashomon source add ADDRESS' adds one")
	}
	again, err := c.again()
	if err != nil {
		return err
	}
	if !c.Once {
		fmt.Fprintf(w.stderr, "watching %s; Ctrl-C ends it\n", plural(len(feeds), "source"))
	}
	told := false
	err = watch.New(s, c.fetcher(w), reader{w.parsers}, watch.Options{Again: again, Now: w.now,
		Tell: func(e watch.Event) { printEvent(ctx, w, s, e); told = true },
		Derive: func(ctx context.Context) (string, error) {
			sign(ctx, w, s)
			return derived(ctx, s)
		}}).Run(ctx, c.Once)
	if err == nil && !told {
		fmt.Fprintln(w.stderr, "nothing was due, or nothing of it new; 'rashomon source list' says when each source is fetched next")
	}
	return err
}

// printEvent prints one line. A name that is withheld may stand in an address too.
func printEvent(ctx context.Context, w world, s *store.Store, e watch.Event) {
	var parts []string
	hide, err := pipeline.Veil(context.WithoutCancel(ctx), s)
	if err != nil {
		parts = []string{"(the withheld names could not be read, so nothing is printed of it)"}
	} else {
		parts = []string{hide.Text(e.Object), hide.Text(e.Text), store.ShortTitle(hide.Text(e.Title))}
	}
	parts = slices.DeleteFunc(parts, func(s string) bool { return s == "" })
	fmt.Fprintf(w.stdout, "%s  %-4s  %s\n", e.At.UTC().Format("2006-01-02 15:04:05Z"), e.What, shown(strings.Join(parts, "  ")))
}

// derived reads and links what is due, and says what that was.
func derived(ctx context.Context, s *store.Store) (string, error) {
	sum, err := pipeline.Run(ctx, s, func(string, int, int) {})
	if err != nil || sum.Read+sum.Problems == 0 {
		return "", err
	}
	said := fmt.Sprintf("%s read", plural(sum.Read, "report"))
	if sum.Problems > 0 {
		said += fmt.Sprintf(", %d with a problem", sum.Problems)
	}
	return said + fmt.Sprintf("; %s in the store", plural(sum.Incidents, "incident")), nil
}
