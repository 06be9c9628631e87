package origin

import (
	"slices"
	"strings"

	"rashomon"
	"rashomon/internal/copies"
	"rashomon/internal/wording"
)

// findCopies names the telling of each account: its outlet, or for near-copies of
// one text whoever the text is by. An outlet's copies of its own text are its own.
func (f *finder) findCopies() {
	f.copies, f.textOf = map[rashomon.AccountID]string{}, map[rashomon.AccountID]string{}
	f.printers = map[rashomon.AccountID][]string{}
	copied := map[rashomon.ReportID][]rashomon.Span{}
	for _, c := range f.Claims {
		f.copies[c.Account] = "outlet " + f.printer(c.Account)
	}
	for _, o := range f.Copies {
		ownAgain := !slices.ContainsFunc(o.Accounts, func(a rashomon.AccountID) bool { return f.printer(a) != f.printer(o.Accounts[0]) })
		if len(o.Accounts) < 2 || ownAgain {
			continue
		}
		name := o.Name
		if !known(name) {
			name = f.outlet(reportOf(slices.Min(o.Accounts)))
		}
		var printers []string
		for _, a := range o.Accounts {
			printers = append(printers, f.printer(a))
		}
		slices.Sort(printers)
		for _, a := range o.Accounts {
			f.copies[a], f.printers[a] = "outlet "+wording.Outlet(name), printers
			if known(o.Name) {
				f.textOf[a], f.printers[a] = o.Name, []string{wording.Outlet(o.Name)}
			}
		}
		f.passages(o, wording.Outlet(name), copied)
	}
	f.findApart(copied)
	f.findLifted()
}

// findLifted finds the claims that an outlet makes in its own voice in a sentence which
// an earlier report of another has word for word: they are that one's, though the rest
// of the report is its own.
func (f *finder) findLifted() {
	f.lifted = map[int]rashomon.AccountID{}
	texts := make([]string, len(f.Reports))
	for n, r := range f.Reports {
		texts[n] = r.Text
	}
	account := map[rashomon.ReportID]rashomon.AccountID{}
	for _, c := range f.Claims {
		if account[c.Report] == "" {
			account[c.Report] = c.Account
		}
	}
	sentences := copies.Sentences(texts)
	for i, c := range f.Claims {
		n, ok := f.rank[c.Report]
		if !ok || !f.own[i] || c.Span.Empty() {
			continue
		}
		for _, l := range sentences[n] {
			from := account[f.Reports[l.From].ID]
			if l.Start < c.Span.End && c.Span.Start < l.End && from != "" && f.printer(from) != f.printer(c.Account) {
				f.lifted[i] = from
			}
		}
	}
}

// known reports whether linking knew whose text was copied.
func known(name string) bool { return name != "" && name != (rashomon.Report{}).Outlet() }

func reportOf(a rashomon.AccountID) rashomon.ReportID {
	report, _ := a.Parts()
	return report
}

// printer is who published an account, as texts cite him.
func (f *finder) printer(a rashomon.AccountID) string { return wording.Outlet(f.outlet(reportOf(a))) }

// passages puts into copied which sentences of each report of a set are the copied
// telling. The author's own report is the telling whole, or in its absence the longest
// text that credits him, and so is one of which no sentence is found elsewhere: of
// these nothing is put there.
func (f *finder) passages(o rashomon.Origin, author string, copied map[rashomon.ReportID][]rashomon.Span) {
	var at []int
	for _, a := range o.Accounts {
		if n, ok := f.rank[reportOf(a)]; ok {
			at = append(at, n)
		}
	}
	slices.Sort(at)
	var reports []rashomon.Report
	for _, n := range slices.Compact(at) {
		reports = append(reports, f.Reports[n])
	}
	texts := make([]string, len(reports))
	whole, authored := -1, false
	for n, r := range reports {
		texts[n] = r.Text
		by := wording.Outlet(f.outlet(r.ID)) == author
		credits := wording.Outlet(copies.Credited(r.Text)) == author
		longer := whole < 0 || len(r.Text) > len(texts[whole])
		if by && (!authored || longer) || credits && !authored && longer {
			whole = n
		}
		authored = authored || by
	}
	for n, spans := range copies.Shared(texts) {
		if n != whole && len(spans) > 0 {
			copied[reports[n].ID] = spans
		}
	}
}

// findApart finds the claims that stand in a report that copies a telling, and not in
// what it copies: its own witness, its own count. A headline says what its text says.
func (f *finder) findApart(copied map[rashomon.ReportID][]rashomon.Span) {
	f.apart = make([]bool, len(f.Claims))
	type said struct {
		account rashomon.AccountID
		field   rashomon.Field
		value   string
	}
	inCopy, inOwn := map[said]bool{}, map[said]bool{}
	var titles []int
	of := func(c Claim) said { return said{c.Account, c.Field, c.Value.String()} }
	for i, c := range f.Claims {
		spans, copies := copied[c.Report]
		switch {
		case !copies || c.Span.Empty() || c.Value == nil:
		case c.Span.Start <= strings.IndexByte(f.text(c.Report), '\n'):
			titles = append(titles, i)
		default:
			meets := slices.ContainsFunc(spans, func(s rashomon.Span) bool { return s.Start < c.Span.End && c.Span.Start < s.End })
			f.apart[i] = !meets
			if meets {
				inCopy[of(c)] = true
			} else {
				inOwn[of(c)] = true
			}
		}
	}
	for _, i := range titles {
		f.apart[i] = inOwn[of(f.Claims[i])] && !inCopy[of(f.Claims[i])]
	}
}

// findCited settles who speaks for himself in a text that several print: whom Linking
// names as its author, whoever prints it, and nobody where it names none. One who prints
// the text of another and is named in it is one whom it cites.
func (f *finder) findCited() {
	for i, c := range f.Claims {
		if len(f.printers[c.Account]) > 0 && !f.apart[i] {
			f.own[i] = speaksFor(f.textOf[c.Account], c.Attribution)
		}
	}
}

// telling is what claim i is told in: a text that several print, or what its outlet
// alone says.
func (f *finder) telling(i int) string {
	from, own := f.teller(i)
	if own {
		return "outlet " + f.printer(from)
	}
	return f.copies[from]
}

// teller is the account whose telling claim i is: the one that has its sentence first,
// or its own. own is true of what a report adds to a text that it copies.
func (f *finder) teller(i int) (from rashomon.AccountID, own bool) {
	c := f.Claims[i]
	alone := f.apart[i] || f.copies[c.Account] == "outlet "+f.printer(c.Account)
	if first := f.lifted[i]; first != "" && alone {
		return first, false
	}
	return c.Account, f.apart[i]
}

// author names whose telling claim i is.
func (f *finder) author(i int) string {
	from, own := f.teller(i)
	if by := f.textOf[from]; by != "" && !own {
		return by
	}
	return f.outlet(reportOf(from))
}

// textBy is who the text of claim i is by, as texts cite him: whom Linking names for a
// text that was copied, or any who print it, or the outlet.
func (f *finder) textBy(i int) []string {
	c := f.Claims[i]
	if by := f.printers[c.Account]; len(by) > 0 && !f.apart[i] {
		return by
	}
	return []string{wording.Outlet(f.outlet(c.Report))}
}
