package agenda

import (
	"cmp"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"slices"
	"strconv"
	"time"

	"rashomon/internal/custody"
	"rashomon/internal/database"
	"rashomon/internal/ledger"
)

// FeedRule is a person's decision on a feed. It is kept.
type FeedRule struct {
	URL, Site, Title string
	Act              string // add, pause, resume, remove
	At               time.Time
	By               string
}

// FeedState is a feed that is watched: the last decision on it, with the Site and Title
// last given, and how fetching it went, which may be lost. Times are zero where there
// was none yet.
type FeedState struct {
	FeedRule
	Number                 int // by which commands take it: its place among all that were ever added, from 1, also of what is removed
	ETag, LastModified     string
	Next, Tried, Succeeded time.Time
	Interval               time.Duration
	Failures               int // since it last succeeded
	Problem                string
}

// Paused reports whether the feed is not to be fetched.
func (f FeedState) Paused() bool { return f.Act == "pause" }

// Agenda is what a store plans to fetch.
type Agenda struct{ db *database.DB }

// Of returns the agenda in a database that has its tables.
func Of(db *database.DB) *Agenda { return &Agenda{db} }

// RuleFeed keeps a decision. Adding what is watched, pausing what is paused and resuming
// what is not adds nothing; database.ErrNotFound for what is not watched.
func (a *Agenda) RuleFeed(ctx context.Context, r FeedRule) error {
	op := r.Act + " feed " + r.URL
	if r.At.IsZero() || r.URL == "" || !slices.Contains([]string{"add", "pause", "resume", "remove"}, r.Act) {
		return a.db.Fail(ctx, op, errors.New("it has no address, no time, or no act that there is"))
	}
	return a.db.Fail(ctx, op, a.db.InTx(ctx, func(tx *sql.Tx) error {
		acts, err := database.Column[string](ctx, tx, `SELECT act FROM kept_feed WHERE url = $1 ORDER BY n DESC LIMIT 1`, r.URL)
		if err != nil {
			return err
		}
		last := append(acts, "remove")[0]
		switch {
		case r.Act != "add" && last == "remove":
			return database.ErrNotFound
		case r.Act == last, r.Act == "add" && last != "remove", r.Act == "resume" && last == "add":
			return nil
		}
		return keepFeedRule(ctx, tx, r)
	}))
}

func keepFeedRule(ctx context.Context, tx *sql.Tx, r FeedRule) error {
	last, err := database.Column[int64](ctx, tx, `SELECT coalesce(max(n), 0) FROM kept_feed`)
	if err != nil {
		return err
	}
	n := last[0] + 1
	id := identifyFeedRule(n, r)
	_, err = tx.ExecContext(ctx, `INSERT INTO kept_feed (n, id, made, url, site, title, act, author) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		n, id, database.TimeText(r.At), r.URL, r.Site, r.Title, r.Act, r.By)
	if err != nil {
		return err
	}
	return ledger.Keep(ctx, tx, ledger.Thing{Kind: custody.Feed, ID: id})
}

// identifyFeedRule returns the id that the content of the n-th decision gives: "f" and
// 20 hexadecimal digits.
func identifyFeedRule(n int64, r FeedRule) string {
	h := sha256.New()
	for _, s := range []string{strconv.FormatInt(n, 10), r.URL, r.Site, r.Title, r.Act, database.TimeText(r.At), r.By} {
		h.Write([]byte(s))
		h.Write([]byte{0})
	}
	return "f" + hex.EncodeToString(h.Sum(nil))[:20]
}

func feedRules(ctx context.Context, q database.Querier) ([]FeedRule, error) {
	return database.Collect(ctx, q, func(row database.Scanner) (r FeedRule, err error) {
		err = database.ScanTimes(row, []any{&r.URL, &r.Site, &r.Title, &r.Act, &r.By}, &r.At)
		return r, err
	}, `SELECT url, site, title, act, author, made FROM kept_feed ORDER BY n`)
}

// Feeds returns the feeds that are watched, paused ones too, in the order in which they
// were first added.
func (a *Agenda) Feeds(ctx context.Context) ([]FeedState, error) {
	const op = "read feeds"
	rules, err := feedRules(ctx, a.db.Reader())
	if err != nil {
		return nil, a.db.Fail(ctx, op, err)
	}
	states, err := database.Collect(ctx, a.db.Reader(), func(row database.Scanner) (f FeedState, err error) {
		err = database.ScanTimes(row, []any{&f.URL, &f.ETag, &f.LastModified, &f.Interval, &f.Failures, &f.Problem}, &f.Next, &f.Tried, &f.Succeeded)
		return f, err
	}, `SELECT url, etag, last_modified, period, failures, problem, due, tried, succeeded FROM state_feed`)
	if err != nil {
		return nil, a.db.Fail(ctx, op, err)
	}
	of := map[string]FeedState{}
	for _, f := range states {
		of[f.URL] = f
	}
	return watched(rules, of), nil
}

// watched joins the rules with the states of their feeds.
func watched(rules []FeedRule, of map[string]FeedState) (feeds []FeedState) {
	at := map[string]int{}
	for _, r := range rules {
		i, known := at[r.URL]
		if !known {
			i = len(feeds)
			at[r.URL] = i
			f := of[r.URL]
			f.Number = len(feeds) + 1
			feeds = append(feeds, f)
		}
		r.Site, r.Title = cmp.Or(r.Site, feeds[i].Site), cmp.Or(r.Title, feeds[i].Title)
		feeds[i].FeedRule = r
	}
	return slices.DeleteFunc(feeds, func(f FeedState) bool { return f.Act == "remove" })
}

// PutFeedState stores how fetching the feed at f.URL went; of its rule, nothing.
func (a *Agenda) PutFeedState(ctx context.Context, f FeedState) error {
	return a.db.Fail(ctx, "store state of feed "+f.URL, a.db.InTx(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO state_feed (url, etag, last_modified, due, tried, succeeded, period, failures, problem)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
			ON CONFLICT (url) DO UPDATE SET etag = excluded.etag, last_modified = excluded.last_modified, due = excluded.due,
				tried = excluded.tried, succeeded = excluded.succeeded, period = excluded.period, failures = excluded.failures,
				problem = excluded.problem`,
			f.URL, f.ETag, f.LastModified, database.TimeText(f.Next), database.TimeText(f.Tried), database.TimeText(f.Succeeded), int64(f.Interval), f.Failures, f.Problem)
		return err
	}))
}

// Verify calls wrong with each decision on a feed that is not what its id says, and why.
func Verify(ctx context.Context, q database.Querier, wrong func(object, what string)) error {
	return database.Each(ctx, q, func(row database.Scanner) error {
		var r FeedRule
		var id string
		var n int64
		err := database.ScanTimes(row, []any{&n, &id, &r.URL, &r.Site, &r.Title, &r.Act, &r.By}, &r.At)
		if errors.Is(err, database.ErrDamaged) {
			wrong("decision on a feed "+id, "its time is no time")
			return nil
		}
		if err == nil && identifyFeedRule(n, r) != id {
			wrong("decision on a feed "+cmp.Or(id, r.URL), "its id is not the digest of its content")
		}
		return err
	}, `SELECT n, id, url, site, title, act, author, made FROM kept_feed ORDER BY n`)
}
