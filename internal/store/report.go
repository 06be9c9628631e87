package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"rashomon"
	"rashomon/internal/database"
	"rashomon/internal/object"
)

// AddReport keeps r and the bytes that it was read from as given at r.Received, and
// returns what now stands in the store: it is AddCapture for what comes without the
// story of its receipt. added is false when the same report was there already: then
// the first stays as it is and is returned.
//
// A nil body means that the bytes were not kept, or that r.Bytes names bytes which
// the store already has; such bytes are not read again.
func (s *Store) AddReport(ctx context.Context, r rashomon.Report, body []byte) (kept rashomon.Report, added bool, err error) {
	k, err := s.AddCapture(ctx, Taken{Report: &r, Body: body, Capture: rashomon.Capture{Means: rashomon.Given,
		Requested: cmp.Or(r.URL, r.Ref), Asked: r.Received, Received: r.Received, MediaType: r.MediaType, Collector: "rashomon"}})
	return k.Report, k.Added, err
}

// checkReport refuses what could not be read back as it was given.
func checkReport(r rashomon.Report) error {
	switch {
	case r.Received.IsZero():
		return errors.New("it has no time of receipt")
	case !utf8.ValidString(r.Text) || strings.ContainsRune(r.Text, 0):
		return errors.New("its text is not UTF-8, or holds a zero byte")
	case !strings.Contains(r.Text, "\n"):
		return errors.New("its text has no title line")
	case identify(r) != r.ID:
		return errors.New("its id is not the digest of its content")
	}
	return nil
}

// identify returns the id that the content of r gives.
func identify(r rashomon.Report) rashomon.ReportID {
	body, _ := r.Body()
	return rashomon.NewReport(r.Title(), body, r).ID
}

func addReport(ctx context.Context, tx *sql.Tx, r rashomon.Report) error {
	if r.Replaces != "" {
		if err := database.Needs(ctx, tx, "the report that it replaces, "+string(r.Replaces), reportThere, string(r.Replaces)); err != nil {
			return err
		}
	}
	authors, err := authorsText(r.Authors)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO kept_report (id, received, ref, source_name, source_kind, url, published,
			language, media_type, object, replaces, content, modified, authors)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
		string(r.ID), r.Received.Format(database.TimeForm), r.Ref, r.Source.Name, string(r.Source.Kind), r.URL, r.Published,
		r.Language, r.MediaType, database.Nullable(string(r.Bytes)), database.Nullable(string(r.Replaces)), r.Text, r.Modified, authors)
	return err
}

// authorsText writes names as the column of authors holds them.
func authorsText(names []string) (string, error) {
	if len(names) == 0 {
		return "", nil
	}
	b, err := json.Marshal(names)
	return string(b), err
}

const reportThere = `SELECT 1 FROM kept_report WHERE id = $1`

const reportColumns = `r.id, r.received, r.ref, r.source_name, r.source_kind, r.url, r.published,
	r.language, r.media_type, r.object, r.replaces, r.content, r.modified, r.authors`

func scanReport(row database.Scanner) (rashomon.Report, error) {
	var (
		r                 rashomon.Report
		received, authors string
		object, replaces  sql.NullString
	)
	err := row.Scan(&r.ID, &received, &r.Ref, &r.Source.Name, &r.Source.Kind, &r.URL, &r.Published,
		&r.Language, &r.MediaType, &object, &replaces, &r.Text, &r.Modified, &authors)
	if err != nil {
		return rashomon.Report{}, err
	}
	r.Bytes, r.Replaces = rashomon.Digest(object.String), rashomon.ReportID(replaces.String)
	if authors != "" {
		if err := json.Unmarshal([]byte(authors), &r.Authors); err != nil {
			return r, fmt.Errorf("report %s: its authors: %w (%w)", r.ID, ErrDamaged, err)
		}
	}
	if r.Received, err = time.Parse(database.TimeForm, received); err != nil {
		return r, fmt.Errorf("report %s: time of receipt %q: %w", r.ID, received, ErrDamaged)
	}
	return r, nil
}

func reportByID(ctx context.Context, q database.Querier, id rashomon.ReportID) (rashomon.Report, error) {
	r, err := scanReport(q.QueryRowContext(ctx, `SELECT `+reportColumns+` FROM kept_report r WHERE r.id = $1`, string(id)))
	if errors.Is(err, sql.ErrNoRows) {
		return rashomon.Report{}, ErrNotFound
	}
	return r, err
}

// Report returns one report; ErrNotFound when there is none of that id.
func (s *Store) Report(ctx context.Context, id rashomon.ReportID) (rashomon.Report, error) {
	r, err := reportByID(ctx, s.db.Reader(), id)
	return r, s.db.Fail(ctx, "read report "+string(id), err)
}

// Reports returns every report, replaced ones too, in the order received.
func (s *Store) Reports(ctx context.Context) ([]rashomon.Report, error) {
	all, err := database.Collect(ctx, s.db.Reader(), scanReport, `SELECT `+reportColumns+` FROM kept_report r ORDER BY r.received, r.id`)
	return all, s.db.Fail(ctx, "read reports", err)
}

// keepBytes keeps body unless it is there, and returns its digest and length. digest is
// that of body, or empty; one that the store has spares reading body. Neither means that
// there are no bytes.
func (s *Store) keepBytes(ctx context.Context, tx *sql.Tx, digest rashomon.Digest, body []byte) (rashomon.Digest, int64, error) {
	if digest != "" {
		found, err := database.Column[int64](ctx, tx, `SELECT size FROM kept_object WHERE digest = $1`, string(digest))
		if err == nil && len(found) == 0 && body == nil {
			err = fmt.Errorf("its bytes %s: %w", digest, ErrNotFound)
		}
		if err != nil || len(found) > 0 {
			return digest, append(found, 0)[0], err
		}
	}
	if body == nil {
		return "", 0, nil
	}
	actual := rashomon.DigestOf(body)
	if digest != "" && digest != actual {
		return "", 0, fmt.Errorf("its bytes are %s, not %s", actual, digest)
	}
	o, err := s.packer.Pack(body)
	if err != nil {
		return "", 0, err
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO kept_object (digest, size, coding, content) VALUES ($1, $2, $3, $4)
		ON CONFLICT (digest) DO NOTHING`, string(actual), o.Size, o.Coding, o.Content)
	return actual, int64(len(body)), err
}

// Object returns kept bytes as they were received; ErrNotFound when there are
// none of that digest.
func (s *Store) Object(ctx context.Context, digest rashomon.Digest) ([]byte, error) {
	_, o, err := scanObject(s.db.Reader().QueryRowContext(ctx, `SELECT `+objectColumns+` FROM kept_object WHERE digest = $1`, string(digest)))
	if errors.Is(err, sql.ErrNoRows) {
		err = ErrNotFound
	}
	var body []byte
	if err == nil {
		body, err = o.Unpack(digest)
	}
	return body, s.db.Fail(ctx, "read object "+string(digest), err)
}

const objectColumns = `digest, size, coding, content`

func scanObject(row database.Scanner) (digest rashomon.Digest, o object.Object, err error) {
	return digest, o, row.Scan(&digest, &o.Size, &o.Coding, &o.Content)
}
