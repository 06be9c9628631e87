package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"

	"rashomon"
	"rashomon/internal/export"
	"rashomon/internal/pipeline"
	"rashomon/internal/store"
)

// openExisting opens a store that must be there, to read; it may stand where nothing
// can be written.
func openExisting(ctx context.Context, path string) (*store.Store, error) {
	if err := mustExist(path); err != nil {
		return nil, err
	}
	return store.OpenToRead(ctx, path)
}

// mustExist keeps a mistyped name from becoming a new store: only 'add' makes one.
func mustExist(path string) error {
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) && !strings.Contains(path, "://") {
		return exit{exitNotFound, fmt.Errorf("open store %s: there is none; 'rashomon add' makes one, --store or RASHOMON_STORE names another", path)}
	}
	return nil
}

// warnDue says when the store holds reports that this version has not read, or whose
// reading is gone: what is printed does not tell of them. It looks at every report, so it
// comes after what a person waits for.
func warnDue(ctx context.Context, s *store.Store, w world) error {
	const many = 1000
	due, err := s.Due(ctx, pipeline.ExtractStage, pipeline.ReaderVersion, many)
	if err == nil && len(due) > 0 {
		number := plural(len(due), "report")
		if len(due) == many {
			number += " or more"
		}
		fmt.Fprintf(w.stderr, "rashomon: %s not read yet by this version; 'rashomon run' reads what is due\n", number)
	}
	if err != nil || len(due) > 0 {
		return err
	}
	link, err := s.LinkDue(ctx, pipeline.LinkVersion)
	if err != nil || !link {
		return err
	}
	if counts, err := s.Counts(ctx); err != nil || counts.Readings > 0 || counts.Incidents > 0 {
		fmt.Fprintln(w.stderr, "rashomon: the incidents are not those of the accounts that were read; 'rashomon run' links them")
		return err
	}
	return nil
}

type showCmd struct {
	ID string `arg:"" optional:"" help:"The incident's name, as in RSH-7K3QF2A. Without it: the list, or the record where there is only one."`
	storeFlag
	policiesFlag
	JSON bool `help:"Print whole records, one a line, every claim in full." name:"json"`
	Full bool `help:"Print every voice with its words."`

	Reports bool `help:"List the reports instead, each with the incidents that it tells of, or why it tells of none."`
}

// Help is printed below the flags.
func (showCmd) Help() string {
	return `Examples:
  rashomon show
  rashomon show RSH-7K3QF2A --policy ucdp
  rashomon show RSH-7K3QF2A --policy all
  rashomon show --reports
  rashomon show --json | jq .ranges`
}

// Run prints the list of incidents or one record.
func (c showCmd) Run(ctx context.Context, w world) error {
	s, err := openExisting(ctx, c.Store)
	if err != nil {
		return err
	}
	defer s.Close() //nolint:errcheck // only read
	err = c.show(ctx, s, w)
	return errors.Join(err, warnDue(ctx, s, w))
}

func (c showCmd) show(ctx context.Context, s *store.Store, w world) error {
	switch {
	case c.Reports && c.ID != "":
		return exit{exitUsage, fmt.Errorf("show %s --reports: --reports lists all reports; 'rashomon show %s --full' names those of the incident", c.ID, c.ID)}
	case c.Reports:
		return listReports(ctx, s, c.JSON, w)
	case c.ID != "":
		return c.showOne(ctx, s, w)
	}
	counts, err := s.Counts(ctx)
	if err != nil {
		return err
	}
	if counts.Problems > 0 {
		fmt.Fprintf(w.stderr, "rashomon: %s could not be read; 'rashomon run' says why\n", plural(counts.Problems, "report"))
	}
	switch {
	case counts.Reports == 0:
		fmt.Fprintf(w.stderr, "rashomon: %s holds no report; 'rashomon add FILE' keeps one\n", c.Store)
	case counts.Incidents == 0:
		fmt.Fprintf(w.stderr, "rashomon: %s holds %s and no incident; 'rashomon show --reports' says why\n", c.Store, plural(counts.Reports, "report"))
	case counts.MainIncidents == 1 && !c.JSON:
		return eachDossier(ctx, s, func(d rashomon.Dossier) error {
			if !d.Incident.Main {
				return nil
			}
			return c.print(w, []rashomon.Dossier{d}, false, c.Full)
		})
	case c.Policy == everyPolicy:
		return exit{exitUsage, errors.New("show --policy all: name an incident; 'rashomon show' lists them")}
	case c.JSON:
		return eachRecord(ctx, s, c.policy(), func(r rashomon.Record, _ bool) error {
			return export.JSON(w.stdout, []rashomon.Record{r})
		})
	default:
		return list(ctx, s, c.policy(), w)
	}
	return nil
}

func (c showCmd) showOne(ctx context.Context, s *store.Store, w world) error {
	id, ok := rashomon.ParseIncidentID(c.ID)
	if !ok {
		return exit{exitNotFound, fmt.Errorf("show %s: that is no incident's name (one character may be mistyped); 'rashomon show' lists them, 'rashomon custody' is for reports", c.ID)}
	}
	d, err := s.Dossier(ctx, id)
	if err != nil {
		return err
	}
	tellMoved(w, c.ID, d.Incident.ID)
	return c.print(w, []rashomon.Dossier{d}, c.JSON, c.Full)
}

// tellMoved says that the name a person typed leads to an incident of another name.
func tellMoved(w world, typed string, now rashomon.IncidentID) {
	if id, ok := rashomon.ParseIncidentID(typed); ok && id != now {
		fmt.Fprintf(w.stderr, "rashomon: %s is now part of %s\n", id, now)
	}
}

// page is how many incidents or reports are held at a time, and soon how many of them
// somebody waits for who looks at a list.
const (
	page = 100
	soon = 20
)

// eachRecord settles every incident of the store.
func eachRecord(ctx context.Context, s *store.Store, p rashomon.Policy, each func(r rashomon.Record, main bool) error) error {
	return eachDossier(ctx, s, func(d rashomon.Dossier) error {
		return each(pipeline.Settle([]rashomon.Dossier{d}, p)[0], d.Incident.Main)
	})
}

// eachDossier gathers every incident of the store, page by page.
func eachDossier(ctx context.Context, s *store.Store, each func(d rashomon.Dossier) error) error {
	for offset := 0; ; offset += page {
		incidents, err := s.Incidents(ctx, offset, page)
		if err != nil {
			return err
		}
		for _, inc := range incidents {
			d, err := s.Dossier(ctx, inc.ID)
			if err != nil {
				return err
			}
			if err := each(d); err != nil {
				return err
			}
		}
		if len(incidents) < page {
			return ctx.Err()
		}
	}
}

// list prints one line an incident, the news first, what reports only recall after.
func list(ctx context.Context, s *store.Store, p rashomon.Policy, w world) error {
	out := tabwriter.NewWriter(w.stdout, 0, 4, 2, ' ', 0)
	fmt.Fprintln(out, "INCIDENT\tKILLED\tREPORTS\tORIGINS\tDISPUTED\tWHAT")
	recalled, printed := 0, 0
	err := eachRecord(ctx, s, p, func(r rashomon.Record, main bool) error {
		if !main {
			recalled++
			return nil
		}
		fmt.Fprintf(out, "%s\t%s\t%d\t%d\t%s\t%s\n", r.Incident, killed(r), len(r.Reports), len(r.Origins), disputed(r), r.Title)
		if printed++; printed == soon {
			return out.Flush()
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := out.Flush(); err != nil {
		return err
	}
	also := ""
	if recalled > 0 {
		also = fmt.Sprintf("Reports recall %s more as background; ", plural(recalled, "incident"))
	}
	fmt.Fprintf(w.stderr, "'rashomon show INCIDENT' prints one record. %s'rashomon show --reports' lists the reports.\n", also)
	return nil
}

// listReports prints one line a report, the last received first.
func listReports(ctx context.Context, s *store.Store, asJSON bool, w world) error {
	out := tabwriter.NewWriter(w.stdout, 0, 4, 2, ' ', 0)
	if !asJSON {
		fmt.Fprintln(out, "REPORT\tPUBLISHED\tOUTLET\tTELLS OF\tTITLE")
	}
	for offset, n := 0, soon; ; offset, n = offset+n, page*10 {
		entries, err := s.Entries(ctx, offset, n)
		if err != nil {
			return err
		}
		hide, err := pipeline.Veil(ctx, s)
		if err != nil {
			return err
		}
		for _, e := range entries {
			if hide != nil { // something is withheld somewhere
				if hide, err = pipeline.Veil(ctx, s, e.Incidents...); err != nil {
					return err
				}
			}
			e.Title, e.Outlet, e.URL = store.ShortTitle(hide.Text(e.Title)), hide.Text(e.Outlet), hide.Text(e.URL)
			if asJSON {
				if err := printJSON(w, e); err != nil {
					return err
				}
				continue
			}
			var tells []string
			for _, id := range e.Incidents {
				tells = append(tells, string(id))
			}
			fmt.Fprintf(out, "%s\t%s\t%s\t%s\t%s\n", e.Report, e.Published, shown(e.Outlet), cmp.Or(strings.Join(tells, " "), "none: "+e.Why), shown(e.Title))
		}
		if err := errors.Join(out.Flush(), ctx.Err()); err != nil || len(entries) < n {
			return err
		}
	}
}

// killed returns the range of the dead as the list shows it: of people, or where only
// some of them are counted, of those.
func killed(r rashomon.Record) string {
	const none = "no count"
	said := none
	for _, x := range r.Ranges {
		switch {
		case x.Field != rashomon.Killed:
		case x.Group == rashomon.People:
			return x.Ends()
		case said == none:
			said = x.Ends() + " " + x.Group.Name()
		}
	}
	return said
}

func disputed(r rashomon.Record) string {
	var fields []string
	seen := map[rashomon.Field]bool{}
	for _, d := range r.Disputes {
		if !seen[d.Field] {
			seen[d.Field] = true
			fields = append(fields, string(d.Field))
		}
	}
	if len(fields) == 0 {
		return "nothing"
	}
	return strings.Join(fields, ", ")
}

type exportCmd struct {
	Format string   `arg:"" enum:"json,csv,geojson,warc,wacz" help:"json (one record a line), csv, geojson (one point an incident, for maps); or the originals as a web archive: warc, wacz."`
	IDs    []string `arg:"" optional:"" help:"With warc, wacz: the incidents, reports, captures and addresses whose originals to write. Without them: all." name:"id"`
	storeFlag
	policyFlag
	Output    string `short:"o" help:"Write to this file instead of standard output." placeholder:"FILE"`
	Originals bool   `help:"With warc, wacz: write them although names are withheld, which stay in them."`
}

// Help is printed below the flags.
func (exportCmd) Help() string {
	return `Examples:
  rashomon export csv -o incidents.csv
  rashomon export geojson -o incidents.geojson
  rashomon export json --policy conservative > incidents.jsonl
  rashomon export wacz -o case.wacz RSH-7K3QF2A`
}

// Run writes every record, in the order of the list.
func (c exportCmd) Run(ctx context.Context, w world) error {
	s, err := openExisting(ctx, c.Store)
	if err != nil {
		return err
	}
	defer s.Close() //nolint:errcheck // only read
	if err := c.check(ctx, s, w); err != nil {
		return err
	}
	err = c.export(ctx, s, w)
	if !c.isArchive() {
		err = errors.Join(err, warnDue(ctx, s, w))
	}
	return err
}

func (c exportCmd) export(ctx context.Context, s *store.Store, w world) error {
	if c.Output == "" {
		return c.write(ctx, s, w.stdout)
	}
	err := c.replace(func(out io.Writer) error { return c.write(ctx, s, out) })
	if err != nil {
		err = fmt.Errorf("export to %s: %w", c.Output, err)
		if _, absent := os.Stat(c.Output); absent == nil {
			err = fmt.Errorf("%w; what is there is as it was", err)
		}
		return err
	}
	return nil
}

func (c exportCmd) write(ctx context.Context, s *store.Store, out io.Writer) error {
	if c.isArchive() {
		return c.writeArchive(ctx, s, out)
	}
	if c.Format == "json" {
		return eachRecord(ctx, s, c.policy(), func(r rashomon.Record, _ bool) error {
			return export.JSON(out, []rashomon.Record{r})
		})
	}
	var records []rashomon.Record
	err := eachRecord(ctx, s, c.policy(), func(r rashomon.Record, _ bool) error {
		records = append(records, r)
		return nil
	})
	if err != nil {
		return err
	}
	if c.Format == "geojson" {
		return export.GeoJSON(out, records)
	}
	return export.CSV(out, records, export.CSVOptions{BOM: c.Output != ""}) // a file is for a table program, a pipe is not
}

// replace has write fill a new file beside the output and puts it in the output's
// place once it is whole. A device is written to as it is.
func (c exportCmd) replace(write func(io.Writer) error) error {
	target, err := os.Stat(c.Output)
	there := err == nil
	for _, part := range []string{"", "-wal", "-shm"} {
		if of, err := os.Stat(c.Store + part); there && err == nil && os.SameFile(target, of) {
			return errors.New("that is the store itself; name another file")
		}
	}
	switch {
	case there && target.IsDir():
		return errors.New("that is a folder; name a file in it")
	case there && !target.Mode().IsRegular():
		device, err := os.OpenFile(c.Output, os.O_WRONLY, 0)
		if err != nil {
			return cause(err)
		}
		return cause(errors.Join(write(device), device.Close()))
	}
	f, err := os.CreateTemp(filepath.Dir(c.Output), ".rashomon-export-*")
	if err != nil {
		return cause(err)
	}
	if err := errors.Join(write(f), f.Sync(), f.Chmod(0o644), f.Close()); err != nil {
		return cause(errors.Join(err, os.Remove(f.Name())))
	}
	return cause(os.Rename(f.Name(), c.Output))
}

// cause leaves out the name of a passing file, which the person never gave.
func cause(err error) error {
	var at *fs.PathError
	if errors.As(err, &at) {
		return at.Err
	}
	return err
}
