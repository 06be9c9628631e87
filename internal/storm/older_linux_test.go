package storm_test

import (
	"context"
	"database/sql"
	"os"
	"testing"
	"time"

	"rashomon"
	"rashomon/internal/database"
)

// older makes a store at path as an earlier version of the program left it, with a
// report in it.
func (l *life) older(t *testing.T, path string) rashomon.Report {
	t.Helper()
	schema, err := database.Steps(os.DirFS("../store"), nil)
	must(t, err)
	db, err := database.Open(t.Context(), path, schema[:1+l.rng.IntN(3)], time.Second)
	must(t, err)
	r, _ := l.another()
	err = db.InTx(t.Context(), func(tx *sql.Tx) error {
		_, err := tx.ExecContext(context.Background(), `INSERT INTO kept_report (id, received, ref, source_name, source_kind, url, published,
			language, media_type, object, replaces, content) VALUES ($1, $2, '', $3, '', $4, '', '', '', NULL, NULL, $5)`,
			r.ID, r.Received.Format(database.TimeForm), r.Source.Name, r.URL, r.Text)
		return err
	})
	must(t, err)
	must(t, db.Close())
	return r
}
