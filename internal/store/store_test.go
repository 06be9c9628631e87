package store

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rashomon"
	"rashomon/internal/agenda"
	"rashomon/internal/database"

	"github.com/google/go-cmp/cmp"
	_ "github.com/jackc/pgx/v5/stdlib"
)

// onBoth runs a test on SQLite, and on Postgres when RASHOMON_TEST_POSTGRES names
// a server: "postgres://user@127.0.0.1:5432/database".
func onBoth(t *testing.T, test func(*testing.T, *Store)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, newStore(t)) })
	t.Run("postgres", func(t *testing.T) { test(t, newPostgres(t)) })
}

func newStore(t testing.TB) *Store {
	t.Helper()
	return openStore(t, filepath.Join(t.TempDir(), "store.db"))
}

func openStore(t testing.TB, path string) *Store {
	t.Helper()
	s, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { closeStore(t, s) })
	return s
}

func closeStore(t testing.TB, s *Store) {
	t.Helper()
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

// newPostgres returns a store in a schema of its own, which the test drops.
func newPostgres(t testing.TB) *Store {
	t.Helper()
	server := os.Getenv("RASHOMON_TEST_POSTGRES")
	if server == "" {
		t.Skip("NOT RUN ON POSTGRES: RASHOMON_TEST_POSTGRES names no server")
	}
	schema := strings.ToLower(strings.NewReplacer("/", "_", "#", "_").Replace(fmt.Sprintf("t%d_%s", os.Getpid(), t.Name())))
	schema = schema[:min(len(schema), 60)]
	admin := openPostgres(t, server)
	t.Cleanup(func() { closeDB(t, admin) })
	mustExec(t, admin, `CREATE SCHEMA "`+schema+`"`)
	t.Cleanup(func() { mustExec(t, admin, `DROP SCHEMA "`+schema+`" CASCADE`) })
	all, err := steps(filepath.Join(t.TempDir(), "store"))
	must(t, err)
	db, err := openSchema(t, schema, all)
	must(t, err)
	s := &Store{Agenda: agenda.Of(db), db: db}
	t.Cleanup(func() { closeStore(t, s) })
	return s
}

// openSchema opens the tables of a schema of the Postgres server.
func openSchema(t testing.TB, schema string, all database.Schema) (*database.DB, error) {
	t.Helper()
	u, err := url.Parse(os.Getenv("RASHOMON_TEST_POSTGRES"))
	must(t, err)
	q := u.Query()
	q.Set("search_path", schema)
	u.RawQuery = q.Encode()
	return database.OpenPostgres(t.Context(), "postgres "+schema, openPostgres(t, u.String()), openPostgres(t, u.String()), all, busyWait)
}

// reopen opens the database of s once more, by other steps, and closes it.
func reopen(t testing.TB, s *Store, all database.Schema) error {
	t.Helper()
	var db *database.DB
	var err error
	if schema, ok := strings.CutPrefix(s.db.Path(), "postgres "); ok {
		db, err = openSchema(t, schema, all)
	} else {
		db, err = database.Open(t.Context(), s.db.Path(), all, busyWait)
	}
	if err != nil {
		return err
	}
	return db.Close()
}

func openPostgres(t testing.TB, server string) *sql.DB {
	t.Helper()
	db, err := sql.Open("pgx", server)
	if err != nil {
		t.Fatal(err)
	}
	return db
}

func closeDB(t testing.TB, db *sql.DB) {
	t.Helper()
	if err := db.Close(); err != nil {
		t.Error(err)
	}
}

func mustExec(t testing.TB, db *sql.DB, query string) {
	t.Helper()
	if _, err := db.ExecContext(context.Background(), query); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}

// noon is the caller's clock in these tests.
func noon(minutes int) time.Time {
	return time.Date(2031, 5, 2, 12, minutes, 0, 123456789, time.UTC)
}

// report returns an invented report that the store can take.
func report(outlet, address, title, body string, minutes int) rashomon.Report {
	return rashomon.NewReport(title, body, rashomon.Report{
		Source: rashomon.Source{Name: outlet, Kind: rashomon.Media}, URL: address, Published: "2031-05-02",
		Language: "en", MediaType: "text/plain", Received: noon(minutes),
	})
}

// read returns a reading of r with one claim of n people killed, in one account;
// the words "N killed" must stand in it.
func read(t testing.TB, r rashomon.Report, n int) rashomon.Reading {
	t.Helper()
	words := fmt.Sprintf("%d killed", n)
	at := strings.Index(r.Text, words)
	if at < 0 {
		t.Fatalf("%q is not in %q", words, r.Text)
	}
	span := rashomon.Span{Start: at, End: at + len(words)}
	c := rashomon.Claim{Report: r.ID, Account: "a1", Field: rashomon.Killed, Span: span, Quote: words,
		ValueSpan:   rashomon.Span{Start: at, End: at + len(words) - len(" killed")},
		Value:       rashomon.Tally{Min: n, Max: n, Who: "people", Group: rashomon.People},
		Attribution: rashomon.Attribution{Voices: []rashomon.Voice{{Name: r.Outlet(), Kind: rashomon.Media}}, Stance: rashomon.States},
		Maker:       "test-1"}.Identify()
	return rashomon.Reading{Report: r.ID, Title: r.Title(), Outlet: r.Outlet(), Published: r.Published, Maker: "test-1",
		Accounts: []rashomon.Account{{Report: r.ID, Key: "a1", Main: true, Kind: rashomon.Bombing,
			Where: rashomon.Where{Name: "Veldra"}, Claims: []rashomon.Claim{c}}}}
}

func mustAdd(t testing.TB, s *Store, r rashomon.Report, body []byte) rashomon.Report {
	t.Helper()
	kept, _, err := s.AddReport(t.Context(), r, body)
	if err != nil {
		t.Fatal(err)
	}
	return kept
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func same(t testing.TB, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s: -want +got\n%s", what, diff)
	}
}

func TestReports(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		first := report("The Veldra Courier", "https://courier.example/1", "Blast at market", "3 killed at a market in Veldra.", 0)
		body := []byte(strings.Repeat("<p>3 killed at a market in Veldra.</p>\n", 40))
		kept, added, err := s.AddReport(t.Context(), first, body)
		must(t, err)
		if !added {
			t.Error("the first time, the report is new")
		}
		want := first
		want.Bytes = rashomon.DigestOf(body)
		same(t, "kept", kept, want)

		again := first
		again.Received = noon(30)
		kept, added, err = s.AddReport(t.Context(), again, body)
		must(t, err)
		if added {
			t.Error("the second time, the report is not new")
		}
		same(t, "kept the second time", kept, want)

		changed := mustAdd(t, s, report("The Veldra Courier", first.URL, "Blast at market", "4 killed at a market in Veldra.", 1), nil)
		same(t, "replaces", changed.Replaces, first.ID)
		third := mustAdd(t, s, report("The Veldra Courier", first.URL, "Blast at market", "5 killed at a market in Veldra.", 1), nil)
		same(t, "replaces the newest", third.Replaces, changed.ID)
		elsewhere := mustAdd(t, s, report("Radio Ostmark", "", "Blast", "4 killed in Veldra.", 0), nil)
		same(t, "replaces nothing", elsewhere.Replaces, rashomon.ReportID(""))

		all, err := s.Reports(t.Context())
		must(t, err)
		early := []rashomon.Report{want, elsewhere}
		if elsewhere.ID < want.ID {
			early = []rashomon.Report{elsewhere, want}
		}
		late := []rashomon.Report{changed, third}
		if third.ID < changed.ID {
			late = []rashomon.Report{third, changed}
		}
		same(t, "all, in the order received", all, append(early, late...))

		got, err := s.Object(t.Context(), want.Bytes)
		must(t, err)
		same(t, "bytes", string(got), string(body))
		by, err := s.ReplacedBy(t.Context(), first.ID)
		must(t, err)
		same(t, "replaced by", by, changed.ID)
		faults, err := s.Verify(t.Context())
		must(t, err)
		same(t, "faults", faults, []Fault(nil))
	})
}

// What could not be read back as it was given is refused, and nothing is kept.
func TestAddReportRefuses(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		good := report("Radio Ostmark", "", "Blast", "9 killed", 9)
		for name, test := range map[string]struct {
			change func(*rashomon.Report)
			body   []byte
			want   string
		}{
			"no time":          {func(r *rashomon.Report) { r.Received = time.Time{} }, nil, "no time of receipt"},
			"no id":            {func(r *rashomon.Report) { r.ID = "" }, nil, "not the digest"},
			"another text":     {func(r *rashomon.Report) { r.Text += "!" }, nil, "not the digest"},
			"another outlet":   {func(r *rashomon.Report) { r.Source.Name = "x" }, nil, "not the digest"},
			"no title":         {func(r *rashomon.Report) { r.Text = "x" }, nil, "no title line"},
			"no UTF-8":         {func(r *rashomon.Report) { r.Text += "\xff" }, nil, "not UTF-8"},
			"a zero byte":      {func(r *rashomon.Report) { r.Text += "\x00" }, nil, "zero byte"},
			"bytes of another": {func(r *rashomon.Report) { r.Bytes = rashomon.DigestOf([]byte("a")) }, []byte("b"), "its bytes are 3e23e8160039594a"},
			"bytes not given":  {func(r *rashomon.Report) { r.Bytes = rashomon.DigestOf([]byte("a")) }, nil, "its bytes ca978112ca1bbdca"},
			"replaces nothing": {func(r *rashomon.Report) { r.Replaces = "r-nowhere" }, nil, "the report that it replaces, r-nowhere"},
		} {
			r := good
			test.change(&r)
			_, added, err := s.AddReport(t.Context(), r, test.body)
			if err == nil || added || !strings.Contains(err.Error(), test.want) {
				t.Errorf("%s: added %v, error %v", name, added, err)
			}
		}
		counts, err := s.Counts(t.Context())
		must(t, err)
		same(t, "counts", counts, Counts{})
	})
}

// Bytes are kept once, and those of a digest that is there are not read again.
func TestObjects(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		page := []byte(strings.Repeat("two reports on one page\n", 9))
		r := mustAdd(t, s, report("Radio Ostmark", "", "Blast", "9 killed", 1), page)
		second := report("Radio Ostmark", "", "Fire", "none hurt", 2)
		second.Bytes = r.Bytes
		same(t, "bytes", mustAdd(t, s, second, nil).Bytes, r.Bytes)
		third := report("Radio Ostmark", "", "Rain", "again", 3)
		third.Bytes, third.Replaces = r.Bytes, r.ID
		same(t, "replaces", mustAdd(t, s, third, []byte("never read")).Replaces, r.ID)
		empty := mustAdd(t, s, report("Radio Ostmark", "", "Sun", "at last", 4), []byte{})
		for digest, want := range map[rashomon.Digest]string{r.Bytes: string(page), empty.Bytes: ""} {
			got, err := s.Object(ctx, digest)
			must(t, err)
			same(t, "object", string(got), want)
		}
		_, err := s.Object(ctx, rashomon.DigestOf([]byte("x")))
		refused(t, err, ErrNotFound, "read object 2d711642")
		_, err = s.Report(ctx, "r-nowhere")
		refused(t, err, ErrNotFound, "read report r-nowhere", s.db.Path())
		got, err := s.Report(ctx, second.ID)
		must(t, err)
		same(t, "report", got, second)
		_, err = s.ReplacedBy(ctx, second.ID)
		refused(t, err, ErrNotFound)
		counts, err := s.Counts(ctx)
		must(t, err)
		same(t, "counts", counts, Counts{Objects: 2, Reports: 4})
	})
}
