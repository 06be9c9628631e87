package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"rashomon"
	"rashomon/internal/ruling"
	"rashomon/internal/store"
)

// ruleCmd are a person's decisions, one command each.
type ruleCmd struct {
	Accept   acceptCmd   `cmd:"" help:"Hold a claim to be right; it takes a rejection back."`
	Correct  correctCmd  `cmd:"" help:"Give a claim another value."`
	Reject   rejectCmd   `cmd:"" help:"Take a claim, or all that one report tells of an incident, out of the record."`
	Merge    mergeCmd    `cmd:"" help:"Hold two incidents to be one."`
	Split    splitCmd    `cmd:"" help:"Hold accounts of one incident to tell of another."`
	Withhold withholdCmd `cmd:"" help:"Show a person's name nowhere."`
	Undo     undoCmd     `cmd:"" help:"Take a ruling back."`
	List     rulingsCmd  `cmd:"" help:"Print every ruling with its name and whether it stands."`
}

// Help is printed below the commands.
func (ruleCmd) Help() string {
	return `A ruling is kept beside the reports: nothing that was read is changed, and every ruling can be undone by another. It stays with its claim when a
newer version reads the report again; where nothing is left of the claim, it is shown as being without effect.

Claims are called by the names that 'rashomon explain' prints, accounts by their report ('rashomon show --full') or by REPORT/a1.

Examples:
  rashomon explain RSH-7K3QF2A killed
  rashomon rule reject r0a1b2c.3fa85f6457 --why "the figure is of another strike" --by "Ana K."
  rashomon rule correct r0a1b2c.3fa85f6457 "at least 12" --why "the ministry's list has 12 names" --by "Ana K."
  rashomon rule correct RSH-7K3QF2A kind shooting --why "no bomb is told of" --by "Ana K."
  rashomon rule merge RSH-7K3QF2A RSH-9M0M6P0 --why "one raid, as the ministry says" --by "Ana K." && rashomon run
  rashomon rule split RSH-7K3QF2A r0a1b2c3d4e5f60718293 --why "another day" --by "Ana K." && rashomon run
  rashomon rule list
  rashomon rule undo u3fa85f64570a1b2c3d4e --why "the list was of two days" --by "Ana K."`
}

// rulingFlags say whose ruling it is and why.
type rulingFlags struct {
	storeFlag
	Why string `help:"The reason, in a sentence: others will read it beside the record." required:"" placeholder:"TEXT"`
	By  string `help:"Who rules; else RASHOMON_BY, or the name of who is logged in." env:"RASHOMON_BY,USER" placeholder:"NAME"`
}

// Validate is called by kong, before anything is read.
func (f rulingFlags) Validate() error {
	if strings.TrimSpace(f.Why) == "" {
		return errors.New("--why is blank; say the reason in a sentence")
	}
	if strings.TrimSpace(f.By) == "" {
		return errors.New("nobody is said to rule; --by NAME or RASHOMON_BY says who")
	}
	return nil
}

// keep opens the store, has make say what is ruled, and keeps it.
func (f rulingFlags) keep(ctx context.Context, w world, make func(*store.Store) (rashomon.Ruling, error)) error {
	if err := mustExist(f.Store); err != nil {
		return err
	}
	s, done, err := openToKeep(ctx, w, f.Store)
	if err != nil {
		return err
	}
	defer done()
	r, err := make(s)
	if err != nil {
		return err
	}
	r.Why, r.Author, r.At = strings.TrimSpace(f.Why), strings.TrimSpace(f.By), w.now().UTC()
	kept, _, err := s.AddRuling(ctx, r)
	if err != nil {
		return err
	}
	fmt.Fprintln(w.stdout, kept.ID)
	next := ""
	if due, err := s.LinkDue(ctx, linkVersion); err != nil {
		return err
	} else if due {
		next = "; 'rashomon run' links the reports anew"
	}
	fmt.Fprintf(w.stderr, "kept%s. 'rashomon rule undo %s --why TEXT' takes it back\n", next, kept.ID)
	return nil
}

// claim finds the claim that a person names, and begins a ruling on it.
func claim(ctx context.Context, s *store.Store, kind rashomon.RulingKind, name string) (rashomon.Claim, rashomon.Ruling, error) {
	c, err := s.ClaimNamed(ctx, name)
	if errors.Is(err, store.ErrNotFound) {
		err = exit{exitNotFound, fmt.Errorf("rule %s %s: the store has no such claim; 'rashomon explain INCIDENT FIELD' prints the claims with their names", kind, name)}
	}
	if err != nil {
		return c, rashomon.Ruling{}, err
	}
	return c, rashomon.Ruling{Kind: kind, Target: string(c.ID), Of: ruling.On(c)}, nil
}

// claimOrAccount begins a ruling on a claim, or on what a report tells of an incident:
// REPORT/a1, or REPORT alone where it tells of one; names may be cut short.
func claimOrAccount(ctx context.Context, s *store.Store, kind rashomon.RulingKind, name string) (rashomon.Ruling, error) {
	report, key, _ := strings.Cut(name, "/")
	if strings.Contains(report, ".") || !strings.HasPrefix(report, "r") {
		_, r, err := claim(ctx, s, kind, name)
		return r, err
	}
	op := fmt.Sprintf("rule %s %s", kind, name)
	reading, err := s.ReadingNamed(ctx, report)
	if errors.Is(err, store.ErrNotFound) {
		return rashomon.Ruling{}, exit{exitNotFound, fmt.Errorf("%s: the store has no claim and no account of that name; 'rashomon explain INCIDENT FIELD' prints the claims with their names, 'rashomon show --reports' the reports", op)}
	}
	if err != nil {
		return rashomon.Ruling{}, err
	}
	var keys []string
	for _, a := range reading.Accounts {
		if a.Key == key || key == "" && len(reading.Accounts) == 1 {
			return rashomon.Ruling{Kind: kind, Target: string(a.ID()), Of: ruling.OnAccount(a)}, nil
		}
		keys = append(keys, report+"/"+a.Key)
	}
	if len(keys) == 0 {
		return rashomon.Ruling{}, exit{exitNotFound, fmt.Errorf("%s: nothing violent was read in that report", op)}
	}
	return rashomon.Ruling{}, exit{exitNotFound, fmt.Errorf("%s: that report tells of %s; name one of %s", op, plural(len(keys), "incident"), strings.Join(keys, ", "))}
}

type acceptCmd struct {
	What string `arg:"" help:"The claim, or REPORT/a1: what that report tells of one incident."`
	rulingFlags
}

// Run keeps the ruling.
func (c acceptCmd) Run(ctx context.Context, w world) error {
	return c.keep(ctx, w, func(s *store.Store) (rashomon.Ruling, error) {
		return claimOrAccount(ctx, s, rashomon.Accept, c.What)
	})
}

type correctCmd struct {
	What  string   `arg:"" help:"The claim, or an incident."`
	Value []string `arg:"" help:"What it should say: 12, \"at least 12\", \"up to 40\", \"10 to 15\" or \"about 30\" for a count, 2031-03-04 for a date, words for all else. Of an incident first the field (kind, date or place), then its value."`
	Words string   `help:"The words of the report that give the value, letter by letter. Without them it is kept as your own word, unless the claim's words show it." placeholder:"TEXT"`
	rulingFlags
}

// Help is printed below the flags.
func (correctCmd) Help() string {
	return `A value stands on exact words. --words names them: they must stand in the report of the claim, or in one of the incident. Where no report has them, leave --words
out: the record then says that the value is its author's own word.

Examples:
  rashomon rule correct r0a1b2c.3fa85f6457 "at least 12" --words "The list has twelve names" --why "the reader took the first count" --by "Ana K."
  rashomon rule correct RSH-7K3QF2A kind shooting --why "all reports tell of gunfire" --by "Ana K."`
}

// Run keeps the ruling.
func (c correctCmd) Run(ctx context.Context, w world) error {
	return c.keep(ctx, w, func(s *store.Store) (r rashomon.Ruling, err error) {
		if id, ok := rashomon.ParseIncidentID(c.What); ok {
			r, err = c.fact(ctx, s, string(id))
		} else {
			r, err = c.claim(ctx, s)
		}
		if err == nil && r.Own() {
			fmt.Fprintln(w.stderr, "no words of a report are cited: the value is kept as your own word; --words TEXT cites some")
		}
		return r, err
	})
}

// claim begins the correction of a claim.
func (c correctCmd) claim(ctx context.Context, s *store.Store) (rashomon.Ruling, error) {
	of, r, err := claim(ctx, s, rashomon.Correct, c.What)
	if err != nil {
		return r, err
	}
	op := fmt.Sprintf("rule correct %s (%s %s)", c.What, of.Field, of.Value)
	if len(c.Value) > 1 {
		return r, exit{exitUsage, fmt.Errorf("%s: it takes one value; put %q in quotation marks", op, strings.Join(c.Value, " "))}
	}
	r.Value = strings.TrimSpace(c.Value[0])
	if err := ruling.CheckCorrection(of, r.Value); err != nil {
		return r, exit{exitUsage, fmt.Errorf("%s: %w", op, err)}
	}
	if c.Words == "" {
		if ruling.Shown(of, r.Value) {
			r.Of.In, r.Of.Words, r.Of.Quote = of.Report, &of.Span, of.Quote
		}
		return r, nil
	}
	return r, c.cite(ctx, s, r.Of, op, []rashomon.ReportID{of.Report}, of.Span)
}

// fact begins the correction of the kind, the date or the place of an incident.
func (c correctCmd) fact(ctx context.Context, s *store.Store, name string) (rashomon.Ruling, error) {
	inc, err := incidentNamed(ctx, s, "rule correct", name)
	if err != nil {
		return rashomon.Ruling{}, err
	}
	op := fmt.Sprintf("rule correct %s %s", inc.ID, c.Value[0])
	if len(c.Value) != 2 {
		return rashomon.Ruling{}, exit{exitUsage, fmt.Errorf("%s: of an incident name the field (kind, date or place) and then its value, in quotation marks where it is several words", op)}
	}
	r := rashomon.Ruling{Kind: rashomon.Correct, Target: string(inc.ID), Of: &rashomon.Ruled{Field: rashomon.Field(c.Value[0])}}
	if r.Value, err = ruling.Fact(r.Of.Field, c.Value[1]); err != nil {
		return r, exit{exitUsage, fmt.Errorf("%s: %w", op, err)}
	}
	if c.Words == "" {
		return r, nil
	}
	var reports []rashomon.ReportID
	for _, a := range inc.Accounts {
		report, _ := a.Parts()
		reports = append(reports, report)
	}
	return r, c.cite(ctx, s, r.Of, op, reports, rashomon.Span{})
}

// cite finds the words of a correction in the first report that has them.
func (c correctCmd) cite(ctx context.Context, s *store.Store, of *rashomon.Ruled, op string, reports []rashomon.ReportID, near rashomon.Span) error {
	for _, id := range reports {
		rep, err := s.Report(ctx, id)
		if err != nil {
			return err
		}
		if at, ok := ruling.Cite(rep.Text, c.Words, near); ok {
			of.In, of.Words, of.Quote = id, &at, at.Of(rep.Text)
			return nil
		}
	}
	return exit{exitUsage, fmt.Errorf("%s: no report of it has the words %q; copy them as they stand there, or leave --words out to rule on your own word", op, c.Words)}
}

type rejectCmd struct {
	What string `arg:"" help:"The claim, or REPORT/a1: what that report tells of one incident."`
	rulingFlags
}

// Run keeps the ruling.
func (c rejectCmd) Run(ctx context.Context, w world) error {
	return c.keep(ctx, w, func(s *store.Store) (rashomon.Ruling, error) {
		return claimOrAccount(ctx, s, rashomon.Reject, c.What)
	})
}

type mergeCmd struct {
	Incident string `arg:"" help:"One incident."`
	With     string `arg:"" help:"The other. The name of whichever was received first stays, and the other leads to it."`
	rulingFlags
}

// Run keeps the ruling.
func (c mergeCmd) Run(ctx context.Context, w world) error {
	return c.keep(ctx, w, func(s *store.Store) (rashomon.Ruling, error) {
		a, err := incidentNamed(ctx, s, "rule merge", c.Incident)
		if err != nil {
			return rashomon.Ruling{}, err
		}
		b, err := incidentNamed(ctx, s, "rule merge", c.With)
		if err == nil && a.ID == b.ID {
			err = exit{exitUsage, fmt.Errorf("rule merge %s %s: both are %s already", c.Incident, c.With, a.ID)}
		}
		return rashomon.Ruling{Kind: rashomon.Merge, Target: string(a.ID), Value: string(b.ID)}, err
	})
}

// incidentNamed finds the incident of a name that a person typed.
func incidentNamed(ctx context.Context, s *store.Store, op, name string) (rashomon.Incident, error) {
	id, ok := rashomon.ParseIncidentID(name)
	if !ok {
		return rashomon.Incident{}, exit{exitNotFound, fmt.Errorf("%s %s: that is no incident's name (one character may be mistyped); 'rashomon show' lists them", op, name)}
	}
	inc, err := s.Incident(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		err = exit{exitNotFound, fmt.Errorf("%s %s: the store has no such incident; 'rashomon show' lists them", op, id)}
	}
	return inc, err
}

type splitCmd struct {
	Incident string   `arg:"" help:"The incident."`
	Out      []string `arg:"" help:"The reports, or accounts as REPORT/a1, that tell of another event: together they become an incident of their own."`
	rulingFlags
}

// Run keeps the ruling.
func (c splitCmd) Run(ctx context.Context, w world) error {
	return c.keep(ctx, w, func(s *store.Store) (rashomon.Ruling, error) {
		inc, err := incidentNamed(ctx, s, "rule split", c.Incident)
		if err != nil {
			return rashomon.Ruling{}, err
		}
		r := rashomon.Ruling{Kind: rashomon.Split, Target: string(inc.ID), Of: &rashomon.Ruled{}}
		for _, name := range c.Out {
			if !slices.ContainsFunc(inc.Accounts, func(a rashomon.AccountID) bool { return names(name, a) }) {
				return r, exit{exitNotFound, fmt.Errorf("rule split %s: it has no account of %s; 'rashomon show %s --full' names its reports", inc.ID, name, inc.ID)}
			}
		}
		var out []string
		for _, a := range inc.Accounts {
			if slices.ContainsFunc(c.Out, func(name string) bool { return names(name, a) }) {
				out = append(out, string(a))
			} else {
				r.Of.Stay = append(r.Of.Stay, a)
			}
		}
		if len(r.Of.Stay) == 0 {
			return r, exit{exitUsage, fmt.Errorf("rule split %s: these are all its accounts; name only those that tell of another event", inc.ID)}
		}
		r.Value = strings.Join(out, " ")
		return r, nil
	})
}

// names reports whether a person means an account by a name: its own or its report's,
// which may be cut short.
func names(name string, a rashomon.AccountID) bool {
	const enough = len("r0a1b2c")
	report, key, _ := strings.Cut(name, "/")
	of, its, _ := strings.Cut(string(a), "/")
	return (key == "" || key == its) && (report == of || len(report) >= enough && strings.HasPrefix(of, report))
}

type withholdCmd struct {
	Claim   string `arg:"" help:"A claim that names the person, or that the person makes."`
	Speaker bool   `help:"Withhold who says it, not whom it names."`
	Words   string `help:"Withhold this name, which stands in the claim's words or their report." placeholder:"NAME"`
	rulingFlags
}

// Help is printed below the flags.
func (withholdCmd) Help() string {
	return `Hides the name in everything that this program shows from then on, in every format: the value, every spelling and short form of it, titles, quotations
and the text of reports, where [name withheld] stands in its place. The words of claims that are about the person alone are hidden whole. Elsewhere in
the store only the full name is hidden, so that others who share a part of it keep theirs. The store itself keeps what it received: pass on exports, not the
file; and the address of a report still leads to the original. Look at the pages before you publish them.

Examples:
  rashomon rule withhold r0a1b2c.3fa85f6457 --why "a minor" --by "Ana K."
  rashomon rule withhold r0a1b2c.3fa85f6457 --speaker --why "a witness who fears for her life" --by "Ana K."
  rashomon rule withhold r0a1b2c.3fa85f6457 --words "Mara Vesk" --why "a relative" --by "Ana K."`
}

// Run keeps the ruling.
func (c withholdCmd) Run(ctx context.Context, w world) error {
	return c.keep(ctx, w, func(s *store.Store) (rashomon.Ruling, error) {
		of, r, err := claim(ctx, s, rashomon.Withhold, c.Claim)
		if err != nil {
			return r, err
		}
		name, ok := ruling.Person(of)
		if c.Speaker {
			v, spoke := of.Attribution.Speaker()
			name, ok = ruling.Bare(v.Name), spoke && v.Name != ""
		}
		r.Value = cmp.Or(strings.TrimSpace(c.Words), name)
		switch {
		case c.Words != "" && !ruling.Hideable(c.Words):
			return r, exit{exitUsage, fmt.Errorf("rule withhold %s: --words %q holds no name of two letters or more", c.Claim, c.Words)}
		case c.Words == "" && (!ok || !ruling.Hideable(name)):
			return r, exit{exitUsage, fmt.Errorf("rule withhold %s: that claim (%s %s) names nobody and quotes nobody by name; --words NAME says what to withhold", c.Claim, of.Field, of.Value)}
		case c.Words == "" && ruling.Body(name):
			return r, exit{exitUsage, fmt.Errorf("rule withhold %s: that claim names no person, and %q, who says it, is a body; --words NAME withholds it all the same", c.Claim, name)}
		}
		missing := ""
		if _, stands := ruling.Cite(of.Quote+"\n"+name, r.Value, rashomon.Span{}); !stands {
			missing = ", although it does not stand in the words of that claim"
		}
		fmt.Fprintf(w.stderr, "%q is shown nowhere from now on%s\n", shown(r.Value), missing)
		return r, nil
	})
}

type undoCmd struct {
	Ruling string `arg:"" help:"The ruling, as 'rashomon rule list' names it; its first characters will do."`
	rulingFlags
}

// Run keeps the ruling.
func (c undoCmd) Run(ctx context.Context, w world) error {
	return c.keep(ctx, w, func(s *store.Store) (rashomon.Ruling, error) {
		all, err := s.Rulings(ctx)
		if err != nil {
			return rashomon.Ruling{}, err
		}
		undone := rashomon.UndoneBy(all)
		all = slices.DeleteFunc(all, func(r rashomon.Ruling) bool { return !strings.HasPrefix(string(r.ID), c.Ruling) })
		switch {
		case len(c.Ruling) < 5:
			return rashomon.Ruling{}, exit{exitUsage, fmt.Errorf("rule undo %s: give five characters of the ruling's name or more; 'rashomon rule list' names them", c.Ruling)}
		case len(all) == 0:
			return rashomon.Ruling{}, exit{exitNotFound, fmt.Errorf("rule undo %s: the store has no such ruling; 'rashomon rule list' names them", c.Ruling)}
		case len(all) > 1:
			return rashomon.Ruling{}, exit{exitUsage, fmt.Errorf("rule undo %s: %d rulings begin so; give more of the name", c.Ruling, len(all))}
		case undone[all[0].ID] != "":
			return rashomon.Ruling{}, exit{exitUsage, fmt.Errorf("rule undo %s: ruling %s has undone it; undo that one to bring it back", c.Ruling, undone[all[0].ID])}
		}
		return rashomon.Ruling{Kind: rashomon.Undo, Target: string(all[0].ID)}, nil
	})
}
