package store

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rashomon"
)

// sound fills a store with one of everything and returns the report.
func sound(t testing.TB, s *Store) rashomon.Report {
	t.Helper()
	body := []byte(strings.Repeat("<p>3 killed in Veldra.</p>", 50))
	r := mustAdd(t, s, report("The Veldra Courier", "", "Blast", "3 killed in Veldra, the police said.", 1), body)
	mustAdd(t, s, report("The Veldra Courier", "", "Short", "1 killed.", 2), []byte("1"))
	must(t, s.PutReading(t.Context(), read(t, r, 3), "1"))
	must(t, s.PutIncidents(t.Context(), "1", []rashomon.Incident{incident(r)}))
	mustRule(t, s, rashomon.Ruling{Kind: rashomon.Accept, Target: string(incident(r).ID), Author: "ana", At: noon(1)})
	return r
}

func TestVerifyDatabaseRows(t *testing.T) {
	for name, test := range map[string]struct {
		damage string
		want   []string // object and a part of what, of each fault
	}{
		"nothing":     {`SELECT 1`, nil},
		"plain bytes": {`UPDATE kept_object SET content = '2' WHERE coding = 'plain'`, []string{"object 6b86: the file is damaged"}},
		"zipped bytes": {`UPDATE kept_object SET content = substr(content, 1, 20) WHERE coding = 'gzip'`,
			[]string{"object : the file is damaged"}},
		"size": {`UPDATE kept_object SET size = size + 1 WHERE coding = 'gzip'`,
			[]string{"object : the bytes are not those", "capture c: its bytes are of another length than it tells of"}},
		"coding": {`UPDATE kept_object SET coding = 'zip' WHERE coding = 'gzip'`, []string{"object : coding \"zip\""}},
		"a word of a report": {`UPDATE kept_report SET content = replace(content, '3 killed', '4 killed')`,
			[]string{"report r: its id is not the digest", `claim r: quote says "3 killed", the text at [6, 14) says "4 killed"`}},
		"a shorter report": {`UPDATE kept_report SET content = substr(content, 1, 10) WHERE content LIKE 'Blast%'`,
			[]string{"report r: its id is not the digest", "claim r: quote [6, 14) is no range of the text"}},
		"the outlet of a report": {`UPDATE kept_report SET source_name = 'x' WHERE content LIKE 'Blast%'`,
			[]string{"report r: its id is not the digest"}},
		"what a ruling was made on": {`UPDATE kept_ruling SET ruled = '{"field":"killed"}'`, []string{"ruling u: its id is not the digest"}},
		"and that it can be read":   {`UPDATE kept_ruling SET ruled = '{'`, []string{"ruling u: what it was made on cannot be read"}},
		"the author of a ruling":    {`UPDATE kept_ruling SET author = 'ben'`, []string{"ruling u: its id is not the digest"}},
		"a claim": {`UPDATE derived_reading SET content = replace(content, '"quote":"3 killed"', '"quote":"9 killed"')`,
			[]string{"reading of report r: its content is not that of its digest", `claim r: quote says "9 killed"`}},
		"a reading": {`UPDATE derived_reading SET content = '{'`,
			[]string{"reading of report r: its content is not that of its digest", "reading of report r: what is derived is damaged",
				"incident RSH-: no reading has its account"}},
		"the account of an incident": {`UPDATE derived_incident SET content = replace(content, '/a1', '/a2')`,
			[]string{"incident RSH-: no reading has its account", "incident RSH-: the table of accounts has others", "account r: it is in no incident"}},
		"a trigger that is not ours": {`CREATE TRIGGER hush AFTER INSERT ON kept_capture BEGIN DELETE FROM kept_ruling; END`,
			[]string{"database: it has a trigger that this program did not make: hush"}},
		"a row that another names": {`PRAGMA foreign_keys = OFF; DELETE FROM kept_object WHERE coding = 'gzip'; PRAGMA foreign_keys = ON`,
			[]string{"database: a row of kept_capture names a row of kept_object that is missing", "database: a row of kept_report names a row of kept_object that is missing",
				"object : it is in the log, and gone from the store"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStore(t)
			sound(t, s)
			mustExec(t, s.db.Writer(), test.damage)
			faults, err := s.Verify(t.Context())
			must(t, err)
			if len(faults) != len(test.want) {
				t.Fatalf("faults %v, want %d", faults, len(test.want))
			}
			for i, want := range test.want {
				object, what, _ := strings.Cut(want, ": ")
				if f := faults[i]; !strings.HasPrefix(f.Object, object) || !strings.Contains(f.What, what) {
					t.Errorf("fault %d: %q, want %q", i, f, want)
				}
				derived := strings.HasPrefix(object, "claim") || strings.HasPrefix(object, "reading") || strings.HasPrefix(object, "incident") ||
					strings.HasPrefix(object, "account")
				if faults[i].Kept == derived {
					t.Errorf("fault %d: %q kept: %v", i, faults[i], faults[i].Kept)
				}
			}
		})
	}
}

// related fills a store with three texts of one address, one of another and one of
// none, all read and linked to two incidents with old names, and a ruling that is
// undone.
func related(t testing.TB, s *Store) {
	t.Helper()
	var all []rashomon.Report
	for i, at := range []string{"https://veldra.example/1", "https://veldra.example/1", "https://veldra.example/1", "https://ostmark.example", ""} {
		r := report("The Veldra Courier", at, "Blast", fmt.Sprintf("%d killed in Veldra.", i), i)
		r, _, err := s.AddReport(t.Context(), r, nil)
		must(t, err)
		must(t, s.PutReading(t.Context(), read(t, r, i), "1"))
		all = append(all, r)
	}
	must(t, s.PutIncidents(t.Context(), "1", []rashomon.Incident{incident(all[:3]...), incident(all[3:]...)}))
	made := mustRule(t, s, rashomon.Ruling{Kind: rashomon.Accept, Target: string(all[0].ID) + "/a1", Author: "ana", At: noon(1)})
	mustRule(t, s, rashomon.Ruling{Kind: rashomon.Undo, Target: string(made.ID), Author: "ana", At: noon(2)})
}

// Whatever rows can be checked by is checked: damage says what was done to the
// store, and want a part of one fault, and whether it is of something kept.
func TestVerifyRelations(t *testing.T) {
	const third = `(SELECT id FROM kept_report ORDER BY received LIMIT 1 OFFSET 2)`
	const first = `(SELECT id FROM kept_report ORDER BY received LIMIT 1)`
	const fourth = `(SELECT id FROM kept_report ORDER BY received LIMIT 1 OFFSET 3)`
	for name, test := range map[string]struct {
		damage, want string
		kept         bool
	}{
		"nothing":                       {`SELECT 1`, "", false},
		"replaces is gone":              {`UPDATE kept_report SET replaces = NULL WHERE id = ` + third, "does not say that it replaces report", true},
		"replaces an older text":        {`UPDATE kept_report SET replaces = ` + first + ` WHERE id = ` + third, "does not say that it replaces report", true},
		"replaces one elsewhere":        {`UPDATE kept_report SET replaces = ` + fourth + ` WHERE id = ` + third, "does not say that it replaces report", true},
		"replaces in a circle":          {`UPDATE kept_report SET replaces = ` + third + ` WHERE id = ` + first, "which did not stand at its address when it was received", true},
		"time of receipt":               {`UPDATE kept_report SET received = 'noon' WHERE id = ` + fourth, "its time of receipt is no time", true},
		"time of a ruling":              {`UPDATE kept_ruling SET made = 'noon' WHERE kind = 'accept'`, "its time is no time", true},
		"subject of a ruling":           {`UPDATE kept_ruling SET subject = 'r1' WHERE kind = 'accept'`, "it is filed under r1", true},
		"an undone ruling deleted":      {`DELETE FROM kept_ruling WHERE kind = 'accept'`, "the ruling is not in this store", true},
		"the report of a ruling's":      {`PRAGMA foreign_keys = OFF; DELETE FROM kept_report WHERE id = ` + first, "the report of its target", true},
		"readings are gone":             {`DELETE FROM derived_reading`, "its reading is missing", false},
		"a stamp is gone":               {`DELETE FROM derived_stamp WHERE report = ` + third, "not marked as read", false},
		"a reading is miscounted":       {`UPDATE derived_reading SET claims = 9 WHERE report = ` + third, "counted as 1 accounts and 9 claims", false},
		"an incident is gone":           {`PRAGMA foreign_keys = OFF; DELETE FROM derived_incident WHERE content LIKE '%' || ` + fourth + ` || '%'`, "it is in no incident", false},
		"an account moved":              {`UPDATE derived_account SET incident = (SELECT min(id) FROM derived_incident)`, "the table of accounts has others", false},
		"an old name is gone":           {`DELETE FROM derived_alias WHERE alias IN (SELECT min(alias) FROM derived_alias)`, "the table of old names has others", false},
		"an incident's rank":            {`UPDATE derived_incident SET newest = '2040'`, "another time or rank", false},
		"an incident's name":            {`UPDATE derived_incident SET content = replace(content, '"RSH-', '"RSX-')`, "its content is that of incident RSX-", false},
		"an incident":                   {`UPDATE derived_incident SET content = '{'`, "what is derived is damaged", false},
		"an origin of another's report": {`UPDATE derived_incident SET content = replace(content, '/a1"],"why":"one text"', '/a7"],"why":"one text"')`, "it has an origin with account", false},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStore(t)
			related(t, s)
			mustExec(t, s.db.Writer(), test.damage)
			faults, err := s.Verify(t.Context())
			must(t, err)
			if test.want == "" {
				same(t, "faults", faults, []Fault(nil))
				return
			}
			for _, f := range faults {
				if strings.Contains(f.String(), test.want) && f.Kept == test.kept {
					return
				}
			}
			t.Errorf("faults %v, want one with %q, kept %v", faults, test.want, test.kept)
		})
	}
}

// What leaves no trace in the rows themselves, the log of custody holds.
func TestVerifySeesByTheLog(t *testing.T) {
	for damage, want := range map[string]string{
		`UPDATE kept_report SET received = '2031-05-02T11:00:00.000000000Z' WHERE url = ''`: "it is not the one that its entry in the log was made of",
		`DELETE FROM kept_ruling WHERE kind = 'undo'`:                                       "it is in the log, and gone from the store",
	} {
		s := newStore(t)
		related(t, s)
		mustExec(t, s.db.Writer(), damage)
		faults, err := s.Verify(t.Context())
		must(t, err)
		if len(faults) != 1 || !faults[0].Kept || !strings.Contains(faults[0].What, want) {
			t.Errorf("%s: %v", damage, faults)
		}
	}
}

// Spans that a reader got wrong are named, each.
func TestVerifySpans(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		r := mustAdd(t, s, report("The Veldra Courier", "", "Blast", "3 killed in Čeldra, police said.", 1), nil)
		reading := read(t, r, 3)
		c := &reading.Accounts[0].Claims[0]
		c.ValueSpan = rashomon.Span{Start: 0, End: 900}
		c.Also = []rashomon.Span{{Start: 19, End: 25}} // cuts the Č in two
		c.Attribution.Cue = rashomon.Span{Start: 5, End: 900}
		c.Attribution.Voices = append(c.Attribution.Voices,
			rashomon.Voice{As: "police", Name: "police", Words: rashomon.Span{Start: 28, End: 34}})
		reading.Cumulative = []rashomon.Claim{{ID: "r.x", Report: r.ID, Field: rashomon.Killed, Cumulative: true, Value: rashomon.Tally{}}}
		must(t, s.PutReading(t.Context(), reading, "1"))
		faults, err := s.Verify(t.Context())
		must(t, err)
		name := "claim " + string(c.ID)
		same(t, "faults", faults, []Fault{
			{Object: name, What: `voice says "police", the text at [28, 34) says "olice "`},
			{Object: name, What: "span [0, 900) is no range of the text"},
			{Object: name, What: "span [5, 900) is no range of the text"},
			{Object: name, What: "span [19, 25) is no range of the text"},
			{Object: "claim r.x", What: "it quotes nothing"},
		})
	})
}

// A page of the file that went bad is named, and the rest is still looked at.
func TestVerifyBadPage(t *testing.T) {
	path := filepath.Join(t.TempDir(), "store.db")
	fill(t, path)
	b, err := os.ReadFile(path)
	must(t, err)
	const page = 4096
	at := len(b) / 2 / page * page
	for i := range page {
		b[at+i] = 0xff
	}
	must(t, os.WriteFile(path, b, 0o600))
	s := openStore(t, path)
	faults, err := s.Verify(t.Context())
	must(t, err)
	if len(faults) == 0 || !faults[0].Kept || faults[0].Object != "database" {
		t.Errorf("faults: %v", faults)
	}
}
