package store

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"time"

	"rashomon"
	"rashomon/internal/database"
)

// old is a report of a store that had no captures.
type old struct {
	id, url, ref, replaces, mediaType, object string
	received                                  time.Time
	size                                      int64
	seen                                      bool // its capture is written, or on its way
}

// backfillCaptures gives every report of a store that had no captures one of Means
// Earlier, in the order in which they were received, and of one address, in the order in
// which they replaced one another. Where a clock went backwards in between, the later
// one counts as received with the earlier one, so that what stood there stands.
func backfillCaptures(ctx context.Context, tx *sql.Tx) error {
	all, err := database.Collect(ctx, tx, func(row database.Scanner) (*old, error) {
		o := &old{}
		err := database.ScanTimes(row, []any{&o.id, &o.url, &o.ref, &o.replaces, &o.mediaType, &o.object, &o.size}, &o.received)
		if err != nil {
			return nil, fmt.Errorf("report %s: %w", o.id, err)
		}
		return o, nil
	}, `SELECT r.id, r.url, r.ref, coalesce(r.replaces, ''), r.media_type, coalesce(r.object, ''), coalesce(o.size, 0), r.received
		FROM kept_report r LEFT JOIN kept_object o ON o.digest = r.object ORDER BY r.received, r.id`)
	if err != nil {
		return err
	}
	byID := make(map[string]*old, len(all))
	for _, o := range all {
		byID[o.id] = o
	}
	for _, o := range all {
		var chain []*old // o and those before it at its address that have no capture yet
		for at := o; at != nil && !at.seen && at.url == o.url; at = byID[at.replaces] {
			at.seen = true
			chain = append(chain, at)
		}
		for i := len(chain) - 1; i >= 0; i-- {
			if before := byID[chain[i].replaces]; before != nil && before.url == chain[i].url && chain[i].received.Before(before.received) {
				chain[i].received = before.received
			}
			if err := keepCapture(ctx, tx, chain[i].capture(), chain[i].url); err != nil {
				return fmt.Errorf("report %s: %w", chain[i].id, err)
			}
		}
	}
	return nil
}

func (o *old) capture() rashomon.Capture {
	return rashomon.NewCapture(rashomon.Capture{Means: rashomon.Earlier, Requested: cmp.Or(o.url, o.ref), Asked: o.received, Received: o.received,
		Body: rashomon.Digest(o.object), Length: o.size, MediaType: o.mediaType, Collector: "rashomon", Report: rashomon.ReportID(o.id)})
}
