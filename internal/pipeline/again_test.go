package pipeline_test

import (
	"database/sql"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rashomon"
	"rashomon/internal/pipeline"
	"rashomon/internal/store"

	_ "modernc.org/sqlite"
)

// What was derived from a text that has not changed comes out the same again, so
// that an edit of it shows, also one that leaves every digest and table in order.
func TestAgain(t *testing.T) {
	for name, c := range map[string]struct{ damage, want string }{
		"nothing": {`SELECT 1`, ""},
		"a reading": {`UPDATE derived_reading SET content = replace(content, '"name":"', '"name":"x') WHERE content LIKE '%"name":"%'`,
			"reading it again gives other claims"},
		"an origin renamed": {`UPDATE derived_incident SET content = replace(content, '"why":"', '"why":"x') WHERE content LIKE '%"why":"%'`,
			"linking again gives it other"},
		"an incident deleted": {`PRAGMA foreign_keys = OFF; DELETE FROM derived_incident WHERE id = (SELECT min(id) FROM derived_incident)`,
			"it is not stored"},
		"a reading made a problem": {`DELETE FROM derived_reading; UPDATE derived_stamp SET problem = 'x'; DELETE FROM derived_link`,
			"a problem is stored"},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "s.db")
			s, err := store.Open(t.Context(), path)
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			add(t, s, sampleItems(t)...)
			if _, err := pipeline.Run(t.Context(), s, quiet); err != nil {
				t.Fatal(err)
			}
			db, err := sql.Open("sqlite", path)
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			if _, err := db.Exec(c.damage); err != nil {
				t.Fatal(err)
			}
			faults, due, _, err := pipeline.Again(t.Context(), s, quiet)
			if err != nil || due != 0 {
				t.Fatal(due, err)
			}
			if c.want == "" && len(faults) > 0 || c.want != "" && (len(faults) == 0 || !strings.Contains(faults[0].What, c.want)) {
				t.Errorf("faults %v, want %q", faults, c.want)
			}
		})
	}
}

// A text in another language is a problem, kept and never guessed at.
func TestNotEnglish(t *testing.T) {
	s := openStore(t)
	r := rashomon.NewReport("Une bombe tue douze personnes", "Une bombe a explosé lundi dans un marché aux poissons de la ville, a indiqué la police, et au moins douze personnes ont été tuées.",
		rashomon.Report{Received: time.Date(2031, 1, 1, 0, 0, 0, 0, time.UTC)})
	add(t, s, pipeline.Item{Report: r})
	sum, err := pipeline.Run(t.Context(), s, quiet)
	if err != nil || sum.Problems != 1 || sum.Read != 0 || sum.Incidents != 0 {
		t.Fatalf("%+v, %v", sum, err)
	}
	problems, err := s.Problems(t.Context())
	if err != nil || len(problems) != 1 || problems[0].Text != pipeline.ErrLanguage.Error()+"; it is kept" {
		t.Errorf("%+v, %v", problems, err)
	}
}

// Readings and incidents that were deleted are made again by the next run.
func TestRunMendsWhatIsGone(t *testing.T) {
	for _, damage := range []string{
		`DELETE FROM derived_reading`,
		`DELETE FROM derived_alias; DELETE FROM derived_account; DELETE FROM derived_incident`,
	} {
		path := filepath.Join(t.TempDir(), "s.db")
		s, err := store.Open(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		add(t, s, sampleItems(t)...)
		if _, err := pipeline.Run(t.Context(), s, quiet); err != nil {
			t.Fatal(err)
		}
		before := exports(t, s)
		db, err := sql.Open("sqlite", path)
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		if _, err := db.Exec(damage); err != nil {
			t.Fatal(err)
		}
		if _, err := pipeline.Run(t.Context(), s, quiet); err != nil {
			t.Fatal(err)
		}
		if after := exports(t, s); after != before {
			t.Errorf("%s: the exports differ afterwards", damage)
		}
	}
}
