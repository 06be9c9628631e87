package agenda

import (
	"context"
	"net/url"
	"strings"
	"time"

	"rashomon/internal/database"
)

// Source is a feed that is watched, with what came of it.
type Source struct {
	FeedState
	Items    int // addresses that it named
	Waiting  int // of them that were not asked for yet
	Troubled int // of them whose last visit gave no text: gone, walled, forbidden, not answered
	Reports  int // that were read from them, older texts of one page too
}

// Name is what a person called the feed, or else its host.
func (f FeedState) Name() string {
	if u, err := url.Parse(f.URL); err == nil && f.Title == "" {
		return strings.TrimPrefix(u.Hostname(), "www.")
	}
	return f.Title
}

// SourceLine is a Source as JSON.
type SourceLine struct {
	Number    int       `json:"number"` // by which commands take it; it stays the same when others are removed
	URL       string    `json:"url"`
	Title     string    `json:"title,omitempty"`
	Site      string    `json:"site,omitempty"`
	Added     time.Time `json:"decided"` // when it was added, paused or resumed last
	By        string    `json:"by,omitempty"`
	Paused    bool      `json:"paused"`
	Tried     time.Time `json:"tried,omitzero"`
	Succeeded time.Time `json:"succeeded,omitzero"`
	Next      time.Time `json:"next,omitzero"`
	Interval  float64   `json:"interval_seconds,omitempty"`
	Failures  int       `json:"failures"`
	Problem   string    `json:"problem,omitempty"`
	Items     int       `json:"items"`
	Waiting   int       `json:"waiting"`
	Troubled  int       `json:"troubled"`
	Reports   int       `json:"reports"`
}

// Line returns s as a line.
func (s Source) Line() SourceLine {
	return SourceLine{Number: s.Number, URL: s.URL, Title: s.Title, Site: s.Site, Added: s.At, By: s.By, Paused: s.Paused(), Tried: s.Tried, Succeeded: s.Succeeded,
		Next: s.Next, Interval: s.Interval.Seconds(), Failures: s.Failures, Problem: s.Problem, Items: s.Items, Waiting: s.Waiting, Troubled: s.Troubled, Reports: s.Reports}
}

// Sources returns the feeds that are watched, in the order of Feeds, with what came of
// them.
func (a *Agenda) Sources(ctx context.Context) ([]Source, error) {
	const op = "read sources"
	feeds, err := a.Feeds(ctx)
	if err != nil {
		return nil, err
	}
	type count struct {
		feed                              string
		items, waiting, troubled, reports int
	}
	counts, err := database.Collect(ctx, a.db.Reader(), func(row database.Scanner) (c count, err error) {
		return c, row.Scan(&c.feed, &c.items, &c.waiting, &c.troubled, &c.reports)
	}, `SELECT v.feed, count(*), sum(CASE WHEN v.step = 0 AND NOT v.done AND v.problem = '' THEN 1 ELSE 0 END),
			sum(CASE WHEN v.problem <> '' THEN 1 ELSE 0 END), coalesce(max(k.reports), 0)
		FROM state_visit v LEFT JOIN (SELECT feed, count(DISTINCT report) AS reports FROM (
			SELECT v.feed AS feed, c.report AS report FROM state_visit v JOIN kept_capture c ON c.address = v.url AND c.address <> ''
			UNION ALL
			SELECT v.feed, c.report FROM state_visit v JOIN kept_capture c ON c.requested = v.url AND c.requested <> '') seen
			GROUP BY feed) k ON k.feed = v.feed
		GROUP BY v.feed`)
	if err != nil {
		return nil, a.db.Fail(ctx, op, err)
	}
	of := map[string]count{}
	for _, c := range counts {
		of[c.feed] = c
	}
	sources := make([]Source, len(feeds))
	for i, f := range feeds {
		c := of[f.URL]
		sources[i] = Source{FeedState: f, Items: c.items, Waiting: c.waiting, Troubled: c.troubled, Reports: c.reports}
	}
	return sources, nil
}
