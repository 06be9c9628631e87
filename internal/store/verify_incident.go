package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"maps"
	"slices"

	"rashomon"
	"rashomon/internal/database"
)

// incidents checks that the readings' accounts and the incidents fit one another,
// and that the tables by which incidents are found say what the incidents say. Once
// a reading has changed that need not be so, until incidents are made again.
func (v *verifier) incidents(ctx context.Context, tx *sql.Tx) error {
	now, _, err := inputs(ctx, tx, Linkable)
	if err != nil {
		return err
	}
	_, from, err := linkedFrom(ctx, tx)
	if err != nil || from != now {
		return err
	}
	accounts, err := v.accounts(ctx, tx)
	if err != nil {
		return err
	}
	found := filed{of: map[rashomon.AccountID]rashomon.IncidentID{}, news: map[rashomon.ReportID]string{}}
	if found.news, err = newsTimes(ctx, tx); err != nil {
		return err
	}
	if found.accounts, err = filedUnder(ctx, tx, `SELECT incident, report || '/' || account FROM derived_account`); err != nil {
		return err
	}
	if found.aliases, err = filedUnder(ctx, tx, `SELECT incident, alias FROM derived_alias`); err != nil {
		return err
	}
	err = database.Each(ctx, tx, func(row database.Scanner) error { return v.incident(row, accounts, found) },
		`SELECT id, main, newest, content FROM derived_incident ORDER BY id`)
	if err != nil {
		return err
	}
	for _, id := range slices.Sorted(maps.Keys(accounts)) {
		if found.of[id] == "" {
			v.add(false, "account "+string(id), "it is in no incident")
		}
	}
	return nil
}

// accounts returns the names of all accounts of all readings.
func (v *verifier) accounts(ctx context.Context, tx *sql.Tx) (map[rashomon.AccountID]bool, error) {
	known := map[rashomon.AccountID]bool{}
	err := database.Each(ctx, tx, func(row database.Scanner) error {
		r, err := scanReading(row)
		for _, a := range r.Accounts {
			known[a.ID()] = true
		}
		if errors.Is(err, ErrDerived) {
			return nil // named by readings
		}
		return err
	}, `SELECT content FROM derived_reading`)
	return known, err
}

// filed is what the tables beside the incidents say, and of, which incident each
// account was found in.
type filed struct {
	accounts, aliases map[rashomon.IncidentID][]string // sorted
	news              map[rashomon.ReportID]string
	of                map[rashomon.AccountID]rashomon.IncidentID
}

func filedUnder(ctx context.Context, tx *sql.Tx, query string) (map[rashomon.IncidentID][]string, error) {
	under := map[rashomon.IncidentID][]string{}
	err := database.Each(ctx, tx, func(row database.Scanner) error {
		var id rashomon.IncidentID
		var name string
		if err := row.Scan(&id, &name); err != nil {
			return err
		}
		under[id] = append(under[id], name)
		return nil
	}, query)
	for _, names := range under {
		slices.Sort(names)
	}
	return under, err
}

func (v *verifier) incident(row database.Scanner, known map[rashomon.AccountID]bool, found filed) error {
	var id rashomon.IncidentID
	var main bool
	var newest, content string
	if err := row.Scan(&id, &main, &newest, &content); err != nil {
		return err
	}
	name := "incident " + string(id)
	inc, err := parseIncident(content)
	if err != nil {
		v.add(false, name, "%v", err)
		return nil
	}
	latest := ""
	for _, a := range inc.Accounts {
		if !known[a] {
			v.add(false, name, "no reading has its account %s", a)
		}
		if other := found.of[a]; other != "" {
			v.add(false, name, "its account %s is in incident %s too", a, other)
		}
		found.of[a] = id
		report, _ := a.Parts()
		latest = max(latest, found.news[report])
	}
	for _, o := range inc.Origins {
		for _, a := range o.Accounts {
			if !slices.Contains(inc.Accounts, a) {
				v.add(false, name, "it has an origin with account %s, and not that account", a)
			}
		}
	}
	// JSON reads some changed bytes as what they were: a capital in a name of a field. What
	// an earlier version wrote has other fields, and so another length: it is made anew.
	again, err := json.Marshal(inc)
	if err != nil {
		return err
	}
	switch {
	case len(again) == len(content) && string(again) != content:
		v.add(false, name, "its content is not written as it should be")
	case inc.ID != id:
		v.add(false, name, "its content is that of incident %s", inc.ID)
	case inc.Main != main || latest != newest:
		v.add(false, name, "it is listed by another time or rank than its accounts give")
	case !slices.Equal(sorted(inc.Accounts), found.accounts[id]):
		v.add(false, name, "the table of accounts has others for it than it has itself")
	case !slices.Equal(sorted(inc.Aliases), found.aliases[id]):
		v.add(false, name, "the table of old names has others for it than it has itself")
	}
	return nil
}

// sorted returns the names in order, each once, as a table has them.
func sorted[T ~string](names []T) []string {
	var all []string
	for _, n := range names {
		all = append(all, string(n))
	}
	slices.Sort(all)
	return slices.Compact(all)
}
