package store

import (
	"bytes"
	"compress/gzip"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"rashomon"
	"rashomon/internal/database"
)

// timeForm writes times in UTC so that they sort as text.
const timeForm = "2006-01-02T15:04:05.000000000Z"

// AddReport keeps r and the bytes that it was read from, and returns what now
// stands in the store. added is false when the same report was there already:
// then the first stays as it is and is returned.
//
// r.Received must be set; r.ID must be that of rashomon.NewReport. When another
// report has the same URL, r.Replaces becomes the newest of them; both stay. A
// nil body means that the bytes were not kept, or that r.Bytes names bytes which
// the store already has; such bytes are not read again.
func (s *Store) AddReport(ctx context.Context, r rashomon.Report, body []byte) (kept rashomon.Report, added bool, err error) {
	op := "add report " + string(r.ID)
	if err := checkReport(r); err != nil {
		return rashomon.Report{}, false, s.db.Fail(ctx, op, err)
	}
	r.Received = r.Received.UTC().Round(0)
	// A report that is there already needs no turn at writing.
	kept, err = reportByID(ctx, s.db.Reader(), r.ID)
	if !errors.Is(err, ErrNotFound) {
		return kept, false, s.db.Fail(ctx, op, err)
	}
	err = s.db.InTx(ctx, func(tx *sql.Tx) (err error) {
		kept, err = reportByID(ctx, tx, r.ID)
		if added = errors.Is(err, ErrNotFound); added {
			kept, err = addReport(ctx, tx, r, body)
		}
		return err
	})
	if err != nil {
		return rashomon.Report{}, false, s.db.Fail(ctx, op, err)
	}
	return kept, added, nil
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

func addReport(ctx context.Context, tx *sql.Tx, r rashomon.Report, body []byte) (rashomon.Report, error) {
	var err error
	if body != nil {
		r.Bytes, err = addObject(ctx, tx, r.Bytes, body)
	} else if r.Bytes != "" {
		err = database.Needs(ctx, tx, "its bytes "+string(r.Bytes), `SELECT 1 FROM kept_object WHERE digest = $1`, string(r.Bytes))
	}
	if err != nil {
		return r, err
	}
	if r.Replaces == "" {
		r.Replaces, err = newestAt(ctx, tx, r.URL)
	} else {
		err = database.Needs(ctx, tx, "the report that it replaces, "+string(r.Replaces), reportThere, string(r.Replaces))
	}
	if err != nil {
		return r, err
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO kept_report (id, received, ref, source_name, source_kind, url, published,
			language, media_type, object, replaces, content)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		string(r.ID), r.Received.Format(timeForm), r.Ref, r.Source.Name, string(r.Source.Kind), r.URL, r.Published,
		r.Language, r.MediaType, database.Nullable(string(r.Bytes)), database.Nullable(string(r.Replaces)), r.Text)
	return r, err
}

const reportThere = `SELECT 1 FROM kept_report WHERE id = $1`

// newestAt returns the report at url that no other replaces yet; none for an
// unknown url or an empty one.
func newestAt(ctx context.Context, q database.Querier, url string) (rashomon.ReportID, error) {
	if url == "" {
		return "", nil
	}
	var id rashomon.ReportID
	err := q.QueryRowContext(ctx, `SELECT id FROM kept_report r WHERE url = $1
			AND NOT EXISTS (SELECT 1 FROM kept_report n WHERE n.replaces = r.id AND n.url = r.url)
		ORDER BY received DESC, id DESC LIMIT 1`, url).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return id, err
}

const reportColumns = `r.id, r.received, r.ref, r.source_name, r.source_kind, r.url, r.published,
	r.language, r.media_type, r.object, r.replaces, r.content`

func scanReport(row database.Scanner) (rashomon.Report, error) {
	var (
		r                rashomon.Report
		received         string
		object, replaces sql.NullString
	)
	err := row.Scan(&r.ID, &received, &r.Ref, &r.Source.Name, &r.Source.Kind, &r.URL, &r.Published,
		&r.Language, &r.MediaType, &object, &replaces, &r.Text)
	if err != nil {
		return rashomon.Report{}, err
	}
	r.Bytes, r.Replaces = rashomon.Digest(object.String), rashomon.ReportID(replaces.String)
	if r.Received, err = time.Parse(timeForm, received); err != nil {
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

// ReplacedBy returns the newest report that replaces id; ErrNotFound when none
// does.
func (s *Store) ReplacedBy(ctx context.Context, id rashomon.ReportID) (rashomon.ReportID, error) {
	var by rashomon.ReportID
	err := s.db.Reader().QueryRowContext(ctx, `SELECT id FROM kept_report WHERE replaces = $1
		ORDER BY received DESC, id DESC LIMIT 1`, string(id)).Scan(&by)
	if errors.Is(err, sql.ErrNoRows) {
		err = ErrNotFound
	}
	return by, s.db.Fail(ctx, "find what replaces report "+string(id), err)
}

// addObject keeps body unless it is there. digest is that of body, or empty; one
// that the store has spares reading body.
func addObject(ctx context.Context, tx *sql.Tx, digest rashomon.Digest, body []byte) (rashomon.Digest, error) {
	if digest != "" {
		found, err := database.Column[int](ctx, tx, `SELECT 1 FROM kept_object WHERE digest = $1`, string(digest))
		if err != nil || len(found) > 0 {
			return digest, err
		}
	}
	actual := rashomon.DigestOf(body)
	if digest != "" && digest != actual {
		return "", fmt.Errorf("its bytes are %s, not %s", actual, digest)
	}
	coding, content, err := pack(body)
	if err != nil {
		return "", err
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO kept_object (digest, size, coding, content) VALUES ($1, $2, $3, $4)
		ON CONFLICT (digest) DO NOTHING`, string(actual), len(body), coding, content)
	return actual, err
}

// Object returns kept bytes as they were received; ErrNotFound when there are
// none of that digest.
func (s *Store) Object(ctx context.Context, digest rashomon.Digest) ([]byte, error) {
	var o object
	err := o.scan(s.db.Reader().QueryRowContext(ctx, `SELECT `+objectColumns+` FROM kept_object WHERE digest = $1`, string(digest)))
	if errors.Is(err, sql.ErrNoRows) {
		err = ErrNotFound
	}
	var body []byte
	if err == nil {
		body, err = o.unpack()
	}
	return body, s.db.Fail(ctx, "read object "+string(digest), err)
}

const objectColumns = `digest, size, coding, content`

// object is a row of kept_object.
type object struct {
	digest  rashomon.Digest
	size    int64
	coding  string
	content []byte
}

func (o *object) scan(row database.Scanner) error {
	return row.Scan(&o.digest, &o.size, &o.coding, &o.content)
}

// The codings of kept_object.
const (
	plain  = "plain"
	zipped = "gzip"
)

// pack returns body as it is kept: compressed when that saves a tenth.
func pack(body []byte) (coding string, content []byte, err error) {
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestSpeed)
	if err != nil {
		return "", nil, err
	}
	if _, err := w.Write(body); err != nil {
		return "", nil, err
	}
	if err := w.Close(); err != nil {
		return "", nil, err
	}
	if b.Len() > len(body)-len(body)/10 {
		return plain, body, nil
	}
	return zipped, b.Bytes(), nil
}

// unpack returns the bytes as received, and an error unless they are size bytes
// of the digest.
func (o *object) unpack() ([]byte, error) {
	body := o.content
	switch o.coding {
	case plain:
	case zipped:
		r, err := gzip.NewReader(bytes.NewReader(o.content))
		if err != nil {
			return nil, fmt.Errorf("%w (%w)", ErrDamaged, err)
		}
		if body, err = io.ReadAll(io.LimitReader(r, o.size+1)); err != nil {
			return nil, fmt.Errorf("%w (%w)", ErrDamaged, err)
		}
	default:
		return nil, fmt.Errorf("%w (coding %q)", ErrDamaged, o.coding)
	}
	if int64(len(body)) != o.size || rashomon.DigestOf(body) != o.digest {
		return nil, fmt.Errorf("%w (the bytes are not those of the digest)", ErrDamaged)
	}
	return body, nil
}
