package store

import (
	"context"
	"database/sql"

	"rashomon"
	"rashomon/internal/database"
)

// captureRow is a row of kept_capture.
type captureRow struct {
	n                                                             int64
	id, received, address, requested, report, body, wire, content string
	url                                                           sql.NullString // of the report; not valid where that is not there
	size                                                          sql.NullInt64  // of the body; as url
}

// captures checks that each capture is what its id says, that its columns say what it
// says, that its bytes and its report are there, and that every report has one.
func (v *verifier) captures(ctx context.Context, tx *sql.Tx) error {
	n := int64(0)
	err := database.Each(ctx, tx, func(row database.Scanner) error {
		var c captureRow
		err := row.Scan(&c.n, &c.id, &c.received, &c.address, &c.requested, &c.report, &c.body, &c.wire, &c.content, &c.url, &c.size)
		if err != nil {
			return err
		}
		if n++; c.n != n {
			v.add(true, "capture "+c.id, "it is counted as number %d, and is number %d", c.n, n)
			n = c.n
		}
		for _, what := range c.faults() {
			v.add(true, "capture "+c.id, "%s", what)
		}
		return nil
	}, `SELECT c.n, c.id, c.received, c.address, c.requested, coalesce(c.report, ''), coalesce(c.body, ''), coalesce(c.wire, ''), c.content, r.url, o.size
		FROM kept_capture c LEFT JOIN kept_report r ON r.id = c.report LEFT JOIN kept_object o ON o.digest = c.body ORDER BY c.n`)
	if err != nil {
		return err
	}
	without, err := database.Column[string](ctx, tx, `SELECT id FROM kept_report r
		WHERE NOT EXISTS (SELECT 1 FROM kept_capture c WHERE c.report = r.id) ORDER BY received, id`)
	for _, id := range without {
		v.add(true, "report "+id, "no capture says how it was received")
	}
	return err
}

// faults says what is wrong with the row.
func (c captureRow) faults() (found []string) {
	told, err := parseCapture(c.content)
	if err != nil {
		return []string{err.Error()}
	}
	if string(told.ID) != c.id || rashomon.NewCapture(told).ID != told.ID {
		return []string{"its id is not the digest of its content"}
	}
	address, requested := addressesOf(told, c.url.String)
	if told.Received.Format(database.TimeForm) != c.received || string(told.Report) != c.report ||
		string(told.Body) != c.body || string(told.Wire) != c.wire {
		found = append(found, "it is filed under another time, report or bytes than it tells of")
	}
	if c.report == "" || c.url.Valid { // else the report that is missing is named
		if address != c.address || requested != c.requested {
			found = append(found, "it is filed under another address than its own")
		}
	}
	if c.size.Valid && c.size.Int64 != told.Length {
		found = append(found, "its bytes are of another length than it tells of")
	}
	return found
}

// sighting is a capture of a report that has an address, in the order of arrival.
type sighting struct {
	report, address, received string
	replaces, elsewhere       string // of the report: what it replaces, and whether that has another address
}

// chains checks that each report says that it replaces what stood at its address when it
// was received, by the captures that the store had taken by then.
func (v *verifier) chains(ctx context.Context, tx *sql.Tx) error {
	type stand struct{ report, received string }
	stood := map[string][]stand{} // by address, in the order received, each report change once
	first := map[string]bool{}
	return database.Each(ctx, tx, func(row database.Scanner) error {
		var s sighting
		if err := row.Scan(&s.report, &s.address, &s.received, &s.replaces, &s.elsewhere); err != nil {
			return err
		}
		all := stood[s.address]
		i := len(all)
		for i > 0 && all[i-1].received > s.received {
			i--
		}
		if !first[s.report] {
			first[s.report] = true
			before := ""
			if i > 0 {
				before = all[i-1].report
			}
			v.replaces(s, before)
		}
		stood[s.address] = append(all[:i:i], append([]stand{{s.report, s.received}}, all[i:]...)...)
		return nil
	}, `SELECT c.report, c.address, c.received, coalesce(r.replaces, ''), CASE WHEN o.url = r.url THEN '' ELSE coalesce(o.id, '') END
		FROM kept_capture c JOIN kept_report r ON r.id = c.report LEFT JOIN kept_report o ON o.id = r.replaces
		WHERE c.address <> '' AND c.address = r.url ORDER BY c.n`)
}

// replaces compares what the report of a first sighting says that it replaces with what
// stood at its address before.
func (v *verifier) replaces(s sighting, before string) {
	switch {
	case s.replaces == before, before == "" && s.elsewhere != "":
	case before == "":
		v.add(true, "report "+s.report, "it says that it replaces report %s, which did not stand at its address when it was received", s.replaces)
	default:
		v.add(true, "report "+s.report, "it does not say that it replaces report %s, which stood at its address when it was received", before)
	}
}
