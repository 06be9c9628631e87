package ledger

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"rashomon/internal/custody"
	"rashomon/internal/database"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// kept is as much of the kept tables of a store as the ledger needs to know.
const keptTables = `
CREATE TABLE kept_object (digest TEXT NOT NULL PRIMARY KEY, size BIGINT NOT NULL, content BYTEA NOT NULL);
CREATE TABLE kept_report (id TEXT NOT NULL PRIMARY KEY, received TEXT NOT NULL, replaces TEXT, content TEXT NOT NULL);
CREATE TABLE kept_capture (n INTEGER NOT NULL PRIMARY KEY, id TEXT NOT NULL UNIQUE, received TEXT NOT NULL, content TEXT NOT NULL);
CREATE TABLE kept_ruling (id TEXT NOT NULL PRIMARY KEY, made TEXT NOT NULL, why TEXT NOT NULL);
CREATE TABLE kept_feed (n INTEGER NOT NULL PRIMARY KEY, id TEXT NOT NULL UNIQUE, made TEXT NOT NULL, url TEXT NOT NULL);
`

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func refused(t testing.TB, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Fatalf("got error %v, want %v", err, want)
	}
}

// open opens the log of a small store in dir, and makes it if there is none.
func open(t testing.TB, dir string) Log {
	t.Helper()
	path := filepath.Join(dir, "store.db")
	tables, err := os.ReadFile("../store/schema/0006_kept_log.sql")
	must(t, err)
	schema := database.Schema{{Version: 1, Name: "0001_kept.sql", Text: keptTables + string(tables),
		Then: func(ctx context.Context, tx *sql.Tx) error { return Begin(ctx, tx, path+".key") }}}
	db, err := database.Open(t.Context(), path, schema, time.Second)
	must(t, err)
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return Log{DB: db, Key: path + ".key"}
}

func exec(t testing.TB, l Log, query string, args ...any) {
	t.Helper()
	if _, err := l.DB.Writer().ExecContext(t.Context(), query, args...); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}

func inTx(t testing.TB, l Log, work func(*sql.Tx) error) {
	t.Helper()
	must(t, l.DB.InTx(t.Context(), work))
}

func noon(n int) string {
	return time.Date(2031, 3, 4, 12, 0, n, 0, time.UTC).Format(timeForm)
}

// keep keeps an object, a report and a capture of number n, and a ruling and a
// decision on a feed now and then.
func keep(t testing.TB, l Log, n int) {
	t.Helper()
	inTx(t, l, func(tx *sql.Tx) error {
		things := []Thing{{custody.Object, fmt.Sprintf("%064x", n)}, {custody.Report, fmt.Sprintf("r%020x", n)}, {custody.Capture, fmt.Sprintf("c%020x", n)}}
		rows := []string{
			`INSERT INTO kept_object (digest, size, content) VALUES ($1, 9, x'00ff41')`,
			`INSERT INTO kept_report (id, received, content) VALUES ($1, '` + noon(n) + `', 'Blast' || char(10) || 'Three killed in Čeldra.')`,
			`INSERT INTO kept_capture (id, received, content) VALUES ($1, '` + noon(n) + `', '{}')`,
		}
		if n%3 == 0 {
			things = append(things, Thing{custody.Ruling, fmt.Sprintf("u%020x", n)}, Thing{custody.Feed, fmt.Sprintf("f%020x", n)})
			rows = append(rows, `INSERT INTO kept_ruling (id, made, why) VALUES ($1, '`+noon(n)+`', 'a minor')`,
				`INSERT INTO kept_feed (id, made, url) VALUES ($1, '`+noon(n)+`', 'https://post.invalid/feed')`)
		}
		for i, row := range rows {
			if _, err := tx.ExecContext(t.Context(), row, things[i].ID); err != nil {
				return err
			}
		}
		return Keep(t.Context(), tx, things...)
	})
}

// filled returns a log with n of what keep keeps, and checkpoints on the way.
func filled(t testing.TB, n int) Log {
	t.Helper()
	l := open(t, t.TempDir())
	for i := range n {
		keep(t, l, i)
		if i%4 == 3 {
			_, err := l.Checkpoint(t.Context())
			must(t, err)
		}
	}
	return l
}

func faults(t testing.TB, l Log) (all []string) {
	t.Helper()
	must(t, l.DB.InView(t.Context(), func(tx *sql.Tx) error {
		found, err := l.Verify(t.Context(), tx)
		for _, f := range found {
			all = append(all, f.Object+": "+f.What)
		}
		return err
	}))
	return all
}

func size(t testing.TB, l Log) (n int64) {
	t.Helper()
	must(t, l.DB.Reader().QueryRowContext(t.Context(), `SELECT count(*) FROM kept_entry`).Scan(&n))
	return n
}

func TestBegin(t *testing.T) {
	l := filled(t, 5)
	if found := faults(t, l); found != nil {
		t.Errorf("faults of a new log: %q", found)
	}
	info, err := os.Stat(l.Key)
	must(t, err)
	if runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("the key file has mode %o", info.Mode().Perm())
	}
	verifier, err := inForce(t.Context(), l.DB.Reader())
	must(t, err)
	if !strings.HasPrefix(verifier, "rashomon/") {
		t.Errorf("verifier key %s", verifier)
	}
	inTx(t, l, func(tx *sql.Tx) error { return Begin(t.Context(), tx, l.Key) })
	if n := size(t, l); n != 2+5*3+2*2 {
		t.Errorf("%d entries", n)
	}
}

// What was kept before there was a log has entries once there is one.
func TestBackfill(t *testing.T) {
	l := filled(t, 5)
	old := size(t, l)
	exec(t, l, `DELETE FROM kept_entry; DELETE FROM kept_hash; DELETE FROM kept_checkpoint`)
	// Where a key is beside it that signed a log of these rows, that log was taken away.
	err := l.DB.InTx(t.Context(), func(tx *sql.Tx) error { return Begin(t.Context(), tx, l.Key) })
	refused(t, err, ErrBegun)
	must(t, os.Rename(l.Key, l.Key+".moved"))
	inTx(t, l, func(tx *sql.Tx) error { return Begin(t.Context(), tx, l.Key) })
	if n := size(t, l); n != old {
		t.Errorf("%d entries, want %d", n, old)
	}
	if found := faults(t, l); found != nil {
		t.Errorf("faults: %q", found)
	}
	_, err = l.Checkpoint(t.Context())
	must(t, err)
}

// A key that has signed another log is set aside by a new store, and does not sign its.
func TestBeginBesideAnotherKey(t *testing.T) {
	dir := t.TempDir()
	signed, err := os.ReadFile(filled(t, 5).Key)
	must(t, err)
	must(t, os.WriteFile(filepath.Join(dir, "store.db.key"), signed, 0o600))
	l := open(t, dir)
	if aside, err := os.ReadFile(l.Key + ".old-1"); err != nil || !bytes.Equal(aside, signed) {
		t.Errorf("the key was not set aside: %v", err)
	}
	_, err = l.Checkpoint(t.Context())
	must(t, err)
}

// A beginning that was cut short after its key was written leaves a key that is used.
func TestBeginAgain(t *testing.T) {
	dir := t.TempDir()
	k, err := newKey(newName())
	must(t, err)
	must(t, k.write(filepath.Join(dir, "store.db.key")))
	l := open(t, dir)
	verifier, err := inForce(t.Context(), l.DB.Reader())
	must(t, err)
	if verifier != k.verifier {
		t.Error("the key was made again")
	}
}

func TestKeepTwice(t *testing.T) {
	l := filled(t, 2)
	n := size(t, l)
	inTx(t, l, func(tx *sql.Tx) error {
		return Keep(t.Context(), tx, Thing{custody.Report, fmt.Sprintf("r%020x", 1)})
	})
	if size(t, l) != n {
		t.Error("a second entry")
	}
	err := l.DB.InTx(t.Context(), func(tx *sql.Tx) error { return Keep(t.Context(), tx, Thing{custody.Report, "r9"}) })
	refused(t, err, database.ErrNotFound)
	err = l.DB.InTx(t.Context(), func(tx *sql.Tx) error { return Keep(t.Context(), tx, Thing{"wish", "r9"}) })
	if err == nil {
		t.Error("a kind that there is none of was kept")
	}
}

func verifiers(t testing.TB, l Log) (all []note.Verifier) {
	t.Helper()
	lines, err := l.Verifiers(t.Context())
	must(t, err)
	return known(lines)
}

func TestCheckpoint(t *testing.T) {
	l := filled(t, 5)
	msg, err := l.Checkpoint(t.Context())
	must(t, err)
	c, err := custody.OpenWhole(msg, verifiers(t, l)...)
	must(t, err)
	if c.Size != size(t, l) {
		t.Errorf("a checkpoint of %d entries", c.Size)
	}
	again, err := l.Checkpoint(t.Context())
	must(t, err)
	if !bytes.Equal(again, msg) {
		t.Error("a log that has not grown was signed twice")
	}
	keep(t, l, 5)
	longer, err := l.Checkpoint(t.Context())
	must(t, err)
	if bytes.Equal(longer, msg) {
		t.Error("a log that has grown was not signed")
	}
	for _, old := range [][]byte{msg, longer} {
		if _, _, err := l.Holds(t.Context(), old); err != nil {
			t.Error(err)
		}
	}
	x, err := l.Extension(t.Context(), c)
	must(t, err)
	if _, err := x.Check(c, verifiers(t, l)...); err != nil {
		t.Error(err)
	}
}

// The key signs nothing that is not an extension of what it signed, whether the store
// still knows of that or not.
func TestNeverSignsTwoHistories(t *testing.T) {
	rewrite := `UPDATE kept_entry SET at = '-' WHERE position = 3`
	for name, test := range map[string]struct {
		damage string
		want   error
	}{
		"history rewritten":             {rewrite, custody.ErrRewritten},
		"and its checkpoints forgotten": {rewrite + `; DELETE FROM kept_checkpoint`, ErrBehind},
		"an older copy": {`DELETE FROM kept_entry WHERE position > 9; DELETE FROM kept_hash WHERE position > 9;
			DELETE FROM kept_checkpoint WHERE size > 9`, ErrBehind},
		"a checkpoint changed": {`UPDATE kept_checkpoint SET note = replace(note, 'rashomon', 'rashamon')`, database.ErrDamaged},
	} {
		t.Run(name, func(t *testing.T) {
			l := filled(t, 8)
			msg, err := l.Checkpoint(t.Context())
			must(t, err)
			exec(t, l, test.damage)
			rehash(t, l)
			keep(t, l, 90)
			_, err = l.Checkpoint(t.Context())
			refused(t, err, test.want)
			if errors.Is(test.want, ErrBehind) {
				_, renamed, err := l.Rotate(t.Context(), time.Now())
				if err != nil || !renamed {
					t.Fatalf("a new key on a forked log: %v, renamed %v", err, renamed)
				}
				_, err = l.Checkpoint(t.Context())
				must(t, err)
				if _, _, err := l.Holds(t.Context(), msg); name == "an older copy" {
					refused(t, err, custody.ErrRewritten)
				}
			}
		})
	}
}

// rehash makes the hashes of the log anew from its entries, as whoever rewrites a
// history would.
func rehash(t testing.TB, l Log) {
	t.Helper()
	inTx(t, l, func(tx *sql.Tx) error {
		entries, err := database.Collect(t.Context(), tx, func(row database.Scanner) (custody.Entry, error) {
			e, bad, err := scanEntry(row)
			return e, errors.Join(bad, err)
		}, `SELECT `+entryColumns+` FROM kept_entry e ORDER BY e.position`)
		must(t, err)
		_, err = tx.ExecContext(t.Context(), `DELETE FROM kept_entry; DELETE FROM kept_hash`)
		must(t, err)
		return Append(t.Context(), tx, entries...)
	})
}

func TestHolds(t *testing.T) {
	l := filled(t, 8)
	msg, err := l.Checkpoint(t.Context())
	must(t, err)
	other, err := filled(t, 8).Checkpoint(t.Context())
	must(t, err)
	_, _, err = l.Holds(t.Context(), other)
	refused(t, err, custody.ErrSignature)
	exec(t, l, `UPDATE kept_entry SET at = '2031-03-04T12:00:01.000000000Z' WHERE position = 4`)
	_, _, err = l.Holds(t.Context(), msg)
	refused(t, err, custody.ErrRewritten)
	exec(t, l, `UPDATE kept_entry SET at = 'noon' WHERE position = 4`)
	_, _, err = l.Holds(t.Context(), msg)
	refused(t, err, custody.ErrRewritten)
}

func TestRotate(t *testing.T) {
	l := filled(t, 5)
	before, err := l.Checkpoint(t.Context())
	must(t, err)
	first, err := inForce(t.Context(), l.DB.Reader())
	must(t, err)
	secret, err := os.ReadFile(l.Key)
	must(t, err)
	verifier, renamed, err := l.Rotate(t.Context(), time.Date(2031, 5, 1, 0, 0, 0, 0, time.UTC))
	if err != nil || renamed || verifier == first {
		t.Fatalf("%v, renamed %v", err, renamed)
	}
	_, _, err = l.Holds(t.Context(), before)
	must(t, err)
	// Who knows the old key alone sees that it handed over.
	handover, err := l.Checkpoint(t.Context())
	must(t, err)
	for _, line := range []string{first, verifier} {
		if _, _, err := custody.Open(handover, known([]string{line})...); err != nil {
			t.Error(err)
		}
	}
	keep(t, l, 5)
	after, err := l.Checkpoint(t.Context())
	must(t, err)
	_, _, err = custody.Open(after, known([]string{first})...)
	refused(t, err, custody.ErrSignature)
	if found := faults(t, l); found != nil {
		t.Errorf("faults: %q", found)
	}
	files, err := filepath.Glob(filepath.Join(filepath.Dir(l.Key), "*"))
	must(t, err)
	for _, f := range files {
		b, err := os.ReadFile(f)
		must(t, err)
		if bytes.Contains(b, secret[:90]) {
			t.Errorf("%s holds the old secret", f)
		}
	}
}

// A rotation that was cut short between its entry and its file goes to its end.
func TestRotateCutShort(t *testing.T) {
	l := filled(t, 2)
	old, err := os.ReadFile(l.Key)
	must(t, err)
	_, _, err = l.Rotate(t.Context(), time.Now())
	must(t, err)
	must(t, os.Rename(l.Key, l.next()))
	must(t, os.WriteFile(l.Key, old, 0o600))
	keep(t, l, 2)
	_, err = l.Checkpoint(t.Context())
	must(t, err)
	if _, err := os.Stat(l.next()); err == nil {
		t.Error("the new key still waits")
	}
}

// So does one that gave the log a new name; the key before it may be that of a newer copy.
func TestRenamingCutShort(t *testing.T) {
	l := filled(t, 2)
	stranger, err := os.ReadFile(filled(t, 1).Key)
	must(t, err)
	must(t, os.WriteFile(l.Key, stranger, 0o600))
	_, renamed, err := l.Rotate(t.Context(), time.Now())
	if err != nil || !renamed {
		t.Fatalf("%v, renamed %v", err, renamed)
	}
	must(t, os.Rename(l.Key, l.next()))
	must(t, os.Rename(l.Key+".old-1", l.Key))
	_, err = l.Checkpoint(t.Context())
	must(t, err)
	if kept, err := os.ReadFile(l.Key + ".old-1"); err != nil || !bytes.Equal(kept, stranger) {
		t.Errorf("the key before was not set aside: %v", err)
	}
	if k, err := readKey(l.Key); err != nil || l.succeed(k) != nil {
		t.Errorf("succeeding twice: %v", err)
	}
}

func TestWithoutKey(t *testing.T) {
	l := filled(t, 5)
	must(t, os.Remove(l.Key))
	keep(t, l, 5)
	if found := faults(t, l); found != nil {
		t.Errorf("faults: %q", found)
	}
	_, err := l.Checkpoint(t.Context())
	refused(t, err, ErrNoKey)
	// What was signed still proves what it covers, and no more.
	_, err = l.Prove(t.Context(), Thing{custody.Report, fmt.Sprintf("r%020x", 2)})
	must(t, err)
	_, err = l.Prove(t.Context(), Thing{custody.Report, fmt.Sprintf("r%020x", 5)})
	refused(t, err, ErrNoKey)
	_, renamed, err := l.Rotate(t.Context(), time.Now())
	if err != nil || !renamed {
		t.Fatalf("%v, renamed %v", err, renamed)
	}
	_, err = l.Prove(t.Context(), Thing{custody.Report, fmt.Sprintf("r%020x", 5)})
	must(t, err)
}

func TestKeysThatAreNone(t *testing.T) {
	l := filled(t, 1)
	other := filled(t, 1)
	good, err := os.ReadFile(l.Key)
	must(t, err)
	foreign, err := os.ReadFile(other.Key)
	must(t, err)
	for name, content := range map[string][]byte{"another log's": foreign, "empty": nil, "cut short": good[:60], "text": []byte("hello\n\n")} {
		must(t, os.WriteFile(l.Key, content, 0o600))
		_, err := l.Checkpoint(t.Context())
		if refused(t, err, ErrKey); len(content) > 20 && strings.Contains(err.Error(), string(content[len(content)-20:])) {
			t.Errorf("%s: the message shows the secret", name)
		}
	}
	if runtime.GOOS == "windows" {
		return
	}
	must(t, os.WriteFile(l.Key, good, 0o600))
	must(t, os.Chmod(l.Key, 0o644))
	_, err = l.Checkpoint(t.Context())
	refused(t, err, ErrExposed)
}

// S16: two new stores share no secret and no name; the secret is in the key file, and in
// nothing that is printed.
func TestNoSharedSecret(t *testing.T) {
	a, b := filled(t, 2), filled(t, 2)
	ka, err := readKey(a.Key)
	must(t, err)
	kb, err := readKey(b.Key)
	must(t, err)
	if ka.secret == kb.secret || ka.verifier == kb.verifier || ka.Name() == kb.Name() {
		t.Error("two stores have one key")
	}
	secret := strings.SplitN(ka.secret, "+", 5)[4]
	if printed := fmt.Sprintf("%v %+v %#v %s", ka, ka, ka, ka); strings.Contains(printed, secret) {
		t.Errorf("a key is printed as %s", printed)
	}
	_, err = a.Checkpoint(t.Context())
	must(t, err)
	_, err = a.Publish(t.Context(), filepath.Join(filepath.Dir(a.Key), "public"))
	must(t, err)
	must(t, filepath.WalkDir(filepath.Dir(a.Key), func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || path == a.Key {
			return err
		}
		content, err := os.ReadFile(path)
		if bytes.Contains(content, []byte(secret)) {
			t.Errorf("%s holds the secret", path)
		}
		return err
	}))
}

func TestProve(t *testing.T) {
	l := filled(t, 9)
	for _, thing := range []Thing{{custody.Object, fmt.Sprintf("%064x", 3)}, {custody.Report, fmt.Sprintf("r%020x", 8)},
		{custody.Capture, fmt.Sprintf("c%020x", 0)}, {custody.Ruling, fmt.Sprintf("u%020x", 6)}, {custody.Feed, fmt.Sprintf("f%020x", 6)}} {
		p, err := l.Prove(t.Context(), thing)
		must(t, err)
		c, _, err := p.Check(verifiers(t, l)...)
		if err != nil || p.Entry.ID != thing.ID || c.Size <= p.Index {
			t.Errorf("%v: %v", thing, err)
		}
	}
	_, err := l.Prove(t.Context(), Thing{custody.Report, "r9"})
	refused(t, err, ErrUnlogged)
	for beginning, want := range map[string]error{"r0000000000000000000": ErrAmbiguous, "r9": ErrUnlogged, "hello": ErrUnlogged, "": ErrUnlogged, "u": ErrAmbiguous} {
		_, err := l.Named(t.Context(), beginning)
		refused(t, err, want)
	}
	for _, id := range []string{fmt.Sprintf("%064x", 3), fmt.Sprintf("r%020x", 8), fmt.Sprintf("u%020x", 6), fmt.Sprintf("f%020x", 6)} {
		thing, err := l.Named(t.Context(), id)
		if err != nil || thing.ID != id {
			t.Errorf("%s: %+v, %v", id, thing, err)
		}
	}
	exec(t, l, `UPDATE kept_report SET content = 'x'`)
	_, err = l.Prove(t.Context(), Thing{custody.Report, fmt.Sprintf("r%020x", 8)})
	refused(t, err, database.ErrDamaged)
}

// TestProveIn proves against the checkpoint that was published, whatever was signed since.
func TestProveIn(t *testing.T) {
	l := filled(t, 9)
	thing := Thing{custody.Report, fmt.Sprintf("r%020x", 5)}
	published, err := l.Checkpoint(t.Context())
	must(t, err)
	old, _, err := custody.Peek(published)
	must(t, err)
	later := Thing{custody.Report, fmt.Sprintf("r%020x", 9)}
	keep(t, l, 9)
	_, err = l.Checkpoint(t.Context())
	must(t, err)

	p, err := l.ProveIn(t.Context(), thing, published)
	must(t, err)
	if c, _, err := p.Check(verifiers(t, l)...); err != nil || c != old {
		t.Errorf("it leads to %+v, %v, not to what was published: %+v", c, err, old)
	}
	_, err = l.ProveIn(t.Context(), later, published)
	refused(t, err, ErrLater)
	strange, err := filled(t, 9).Checkpoint(t.Context())
	must(t, err)
	_, err = l.ProveIn(t.Context(), thing, strange)
	refused(t, err, custody.ErrSignature)
	exec(t, l, `DELETE FROM kept_hash WHERE position >= 3`)
	exec(t, l, `DELETE FROM kept_entry WHERE position >= 3`)
	if _, err = l.ProveIn(t.Context(), thing, published); err == nil {
		t.Error("the log is shorter than what was published, and the proof is made")
	}
}

func TestPublish(t *testing.T) {
	l := filled(t, 100)
	dir := filepath.Join(t.TempDir(), "log")
	first, err := l.Publish(t.Context(), dir)
	must(t, err)
	_, err = custody.CheckTiles(os.DirFS(dir), nil, verifiers(t, l)...)
	must(t, err)
	for i := 100; i < 200; i++ {
		keep(t, l, i)
	}
	c, err := l.Publish(t.Context(), dir)
	must(t, err)
	checked, err := custody.CheckTiles(os.DirFS(dir), nil, verifiers(t, l)...)
	if err != nil || checked != c || c.Size <= first.Size {
		t.Errorf("%+v after %+v: %v", checked, first, err)
	}
	_, err = filled(t, 200).Publish(t.Context(), dir)
	refused(t, err, custody.ErrRewritten)
}

// Each kind of damage is named as what it is.
func TestVerifyNames(t *testing.T) {
	for name, test := range map[string]struct{ damage, want string }{
		"a row changed":       {`UPDATE kept_report SET content = content || '.' WHERE id LIKE '%03'`, "report r00000000000000000003: it is not the one that its entry in the log was made of"},
		"a row deleted":       {`DELETE FROM kept_ruling WHERE id LIKE '%03'`, "ruling u00000000000000000003: it is in the log, and gone from the store"},
		"a row slipped in":    {`INSERT INTO kept_ruling (id, made, why) VALUES ('u1', 'noon', 'because')`, "ruling u1: it has no entry in the log"},
		"null for empty":      {`UPDATE kept_report SET replaces = '' WHERE id LIKE '%03'`, "report r00000000000000000003: it is not the one"},
		"an entry changed":    {`UPDATE kept_entry SET at = '2031-03-04T12:00:59.000000000Z' WHERE position = 6`, "log entry 6: it is of "},
		"an entry spoilt":     {`UPDATE kept_entry SET sum = 'x' WHERE position = 6`, "log entry 6: not an entry of a rashomon log"},
		"an entry deleted":    {`DELETE FROM kept_entry WHERE position = 6`, "log entry 6: it is missing"},
		"and its row and all": {`DELETE FROM kept_report WHERE id = (SELECT id FROM kept_entry WHERE position = 8); DELETE FROM kept_entry WHERE position = 8; DELETE FROM kept_hash WHERE position = 8`, "log entry 8: it is missing"},
		"the end cut off":     {`DELETE FROM kept_entry WHERE position > 30; DELETE FROM kept_hash WHERE position > 30`, "entries: the log has only 31: its end was cut off"},
		"two entries swapped": {`UPDATE kept_entry SET position = -1 WHERE position = 5; UPDATE kept_entry SET position = 5 WHERE position = 9; UPDATE kept_entry SET position = 9 WHERE position = -1`, "which was entry 9: it was moved"},
		"an entry moved off":  {`UPDATE kept_entry SET position = 4000 WHERE position = 5`, "log entry 5: it is missing, or was moved"},
		"an entry repeated": {`DROP INDEX kept_entry_of; INSERT INTO kept_entry SELECT max(position) + 1, 'report', 'r00000000000000000003', (SELECT sum FROM kept_entry WHERE id = 'r00000000000000000003'), '-' FROM kept_entry`,
			"report r00000000000000000003: it has 2 entries in the log"},
		"an unknown kind":       {`UPDATE kept_entry SET kind = 'wish' WHERE position = 4`, `log entry 4: it is of a kind that there is none of: "wish"`},
		"a leaf's hash":         {`UPDATE kept_hash SET hashes = zeroblob(32) WHERE position = 4`, "log entry 4: it is of "},
		"a hash above":          {`UPDATE kept_hash SET hashes = substr(hashes, 1, 32) || zeroblob(length(hashes) - 32) WHERE position = 7`, "log hash 1 of entry 7: it is not that of the hashes below it"},
		"a hash deleted":        {`DELETE FROM kept_hash WHERE position = 7`, "log entry 7: 0 bytes of hashes are recorded with it, not 128"},
		"hashes too many":       {`INSERT INTO kept_hash VALUES (900, zeroblob(32))`, "log hashes of entry 900: there is no such entry"},
		"a checkpoint changed":  {`UPDATE kept_checkpoint SET note = replace(note, '=', '+')`, "entries: checkpoint: it is not in its form"},
		"a checkpoint's size":   {`UPDATE kept_checkpoint SET size = size + 1`, "entries: it is of "},
		"the key changed":       {`UPDATE kept_entry SET id = 'x' WHERE kind = 'key'`, "key x: it is no verifier key"},
		"the name of the log":   {`UPDATE kept_entry SET kind = 'stora' WHERE kind = 'store'`, "the log has no name or no key"},
		"a row of another type": {`UPDATE kept_report SET content = CAST(content AS BLOB) WHERE id LIKE '%03'`, "report r00000000000000000003: it is not the one"},
	} {
		t.Run(name, func(t *testing.T) {
			l := filled(t, 12)
			exec(t, l, test.damage)
			found := faults(t, l)
			if !slices.ContainsFunc(found, func(f string) bool { return strings.Contains(f, test.want) }) {
				t.Errorf("faults %q, want one with %q", found, test.want)
			}
			if len(found) > 30 {
				t.Errorf("%d faults for one change", len(found))
			}
		})
	}
}

// Who may write the store and has no key can make the log anew, and forget what was signed
// of it: the key file remembers.
func TestVerifyRemembers(t *testing.T) {
	const forget = `; DELETE FROM kept_checkpoint`
	stranger, err := newKey(newName())
	must(t, err)
	for name, test := range map[string]struct {
		damage, want string
		forge        bool // a checkpoint of a key of the forger's own is put in the place of the last
	}{
		"nothing":                   {damage: `SELECT 1`},
		"history made anew":         {damage: `DELETE FROM kept_report WHERE id LIKE '%03'; DELETE FROM kept_entry WHERE id LIKE 'r%03'` + forget, want: "the log has only"},
		"a time put back":           {damage: `UPDATE kept_entry SET at = '-' WHERE position = 5` + forget, want: "another history"},
		"the end cut off":           {damage: `DELETE FROM kept_capture WHERE id LIKE '%07'; DELETE FROM kept_entry WHERE id LIKE 'c%07'` + forget, want: "the log has only"},
		"under another key":         {damage: `UPDATE kept_entry SET id = '` + stranger.verifier + `' WHERE kind = 'key'` + forget, want: "its key is not the one in force"},
		"with a checkpoint too":     {damage: `UPDATE kept_entry SET id = '` + stranger.verifier + `' WHERE kind = 'key'` + forget, forge: true, want: "its key is not the one in force"},
		"with a key slipped in":     {damage: `UPDATE kept_entry SET kind = 'key', id = '` + stranger.verifier + `', sum = '-', at = '-', position = -1 WHERE position = 2; UPDATE kept_entry SET position = 2 WHERE position = 1; UPDATE kept_entry SET position = 1 WHERE position = -1` + forget, forge: true, want: "another history"},
		"checkpoints forgotten":     {damage: `SELECT 1` + forget},
		"an older checkpoint alone": {damage: `DELETE FROM kept_checkpoint WHERE size > 20`},
	} {
		t.Run(name, func(t *testing.T) {
			l := filled(t, 8)
			exec(t, l, test.damage)
			rehash(t, l)
			if test.forge {
				inTx(t, l, func(tx *sql.Tx) error {
					size, msg, err := sign(t.Context(), tx, stranger.Name(), stranger)
					if err != nil {
						return err
					}
					return enter(t.Context(), tx, size, msg)
				})
			}
			found := faults(t, l)
			of := slices.DeleteFunc(slices.Clone(found), func(f string) bool { return !strings.HasPrefix(f, "key file ") })
			if test.want == "" && found != nil || test.want != "" && (len(of) != 1 || !strings.Contains(of[0], test.want)) {
				t.Errorf("faults %q, want one of the key file with %q", found, test.want)
			}
			// A copy without its key file cannot know.
			must(t, os.Remove(l.Key))
			if found := faults(t, l); l.Remembers() || slices.ContainsFunc(found, func(f string) bool { return strings.HasPrefix(f, "key file ") }) {
				t.Errorf("faults without a key file: %q", found)
			}
		})
	}
}

// What was kept since the last checkpoint cannot be taken away either, once the key file
// remembers it; the store has no checkpoint for that, and what is asked twice changes nothing.
func TestRemember(t *testing.T) {
	l := filled(t, 8)
	signed, err := l.Checkpoint(t.Context())
	must(t, err)
	keep(t, l, 100)
	last := func() []byte {
		k, err := readKey(l.Key)
		must(t, err)
		return k.last
	}
	must(t, l.Remember(t.Context()))
	remembered := last()
	must(t, l.Remember(t.Context()))
	if bytes.Equal(remembered, signed) || !bytes.Equal(last(), remembered) {
		t.Errorf("remembers\n%s, then\n%s, after\n%s", remembered, last(), signed)
	}
	if found := faults(t, l); found != nil {
		t.Errorf("faults %q", found)
	}
	next, err := l.Checkpoint(t.Context())
	must(t, err)
	if !bytes.Equal(next, remembered) {
		t.Errorf("the checkpoint is\n%s, and what was remembered\n%s", next, remembered)
	}
	keep(t, l, 101)
	must(t, l.Remember(t.Context()))
	exec(t, l, `DELETE FROM kept_entry WHERE id LIKE '%065'; DELETE FROM kept_capture WHERE id LIKE '%065'; DELETE FROM kept_report WHERE id LIKE '%065';
		DELETE FROM kept_ruling WHERE id LIKE '%065'; DELETE FROM kept_feed WHERE id LIKE '%065'; DELETE FROM kept_object WHERE digest LIKE '%065'`)
	rehash(t, l)
	if found := faults(t, l); len(found) != 1 || !strings.Contains(found[0], "its end was cut off") {
		t.Errorf("faults %q, want that the end was cut off", found)
	}
	refused(t, l.Remember(t.Context()), ErrBehind)
	must(t, os.Remove(l.Key))
	refused(t, l.Remember(t.Context()), ErrNoKey)
}

// What others add, sign and rotate while the store is verified is no fault.
func TestVerifyWhileOthersSign(t *testing.T) {
	l := filled(t, 8)
	for name, other := range map[string]func() error{
		"sign":     func() error { _, err := l.Checkpoint(t.Context()); return err },
		"remember": func() error { return l.Remember(t.Context()) },
		"rotate":   func() error { _, _, err := l.Rotate(t.Context(), time.Now()); return err },
	} {
		must(t, l.DB.InView(t.Context(), func(tx *sql.Tx) error {
			var n int
			must(t, tx.QueryRowContext(t.Context(), `SELECT count(*) FROM kept_entry`).Scan(&n)) // from here on it sees no more
			keep(t, l, 100+n)
			must(t, other())
			found, err := l.Verify(t.Context(), tx)
			if len(found) > 0 {
				t.Errorf("%s: faults %v", name, found)
			}
			return err
		}))
	}
}

// One bit that was changed is a handful of faults, not one for each hash above it.
func TestFaultsStayFew(t *testing.T) {
	l := filled(t, 200)
	for damage, most := range map[string]int{
		`UPDATE kept_entry SET sum = replace(sum, substr(sum, 1, 1), 'x') WHERE position = 100`:                          2,
		`UPDATE kept_entry SET at = '-' WHERE position = 100`:                                                            1,
		`UPDATE kept_hash SET hashes = substr(hashes, 1, 64) || zeroblob(32) || substr(hashes, 97) WHERE position = 127`: 1,
		`UPDATE kept_hash SET hashes = zeroblob(length(hashes)) WHERE position = 127`:                                    9, // eight hashes
		`DELETE FROM kept_entry WHERE position = 64`:                                                                     2,
	} {
		var found []Fault
		err := l.DB.InTx(t.Context(), func(tx *sql.Tx) (err error) {
			_, err = tx.ExecContext(t.Context(), damage)
			must(t, err)
			found, err = l.Verify(t.Context(), tx)
			must(t, err)
			return errUnsigned // any: it undoes the damage
		})
		refused(t, err, errUnsigned)
		if len(found) == 0 || len(found) > most {
			t.Errorf("%s: %d faults: %v", damage, len(found), found)
		}
	}
}

// S15: a thousand pairs of the log's checkpoints are consistent, as its own proofs say.
func TestAnyTwoCheckpoints(t *testing.T) {
	l := filled(t, 100)
	var all []custody.Checkpoint
	n := size(t, l)
	must(t, l.DB.InView(t.Context(), func(tx *sql.Tx) error {
		for i := range n {
			root, err := tlog.TreeHash(i+1, hashes(t.Context(), tx))
			must(t, err)
			all = append(all, custody.Checkpoint{Log: "rashomon/x", Size: i + 1, Root: root})
		}
		r := rand.New(rand.NewPCG(15, 15))
		for range 1000 {
			a, b := all[r.IntN(len(all))], all[r.IntN(len(all))]
			if a.Size > b.Size {
				a, b = b, a
			}
			path, err := tlog.ProveTree(b.Size, a.Size, hashes(t.Context(), tx))
			must(t, err)
			if err := custody.Extends(path, b, a); err != nil {
				t.Fatalf("%d after %d: %v", b.Size, a.Size, err)
			}
		}
		return nil
	}))
}
