package export

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"rashomon"
)

// Policies writes what each policy makes of incidents, side by side: a row for each
// toll and a column for each policy, or one paragraph for each toll where the page is
// too narrow; then every policy's rule and the codebook it reads vague words by. Each
// of incidents is the Records of one incident, one for each policy, the range first.
func Policies(w io.Writer, incidents [][]rashomon.Record, o TextOptions) error {
	if len(incidents) == 0 {
		return nil
	}
	p := &printer{width: max(o.Width, 40), color: o.Color}
	if o.Width == 0 {
		p.width = 80
	}
	for _, recs := range incidents {
		sideBySide(p, recs)
	}
	rules(p, incidents[0])
	if _, err := io.WriteString(w, p.out.String()); err != nil {
		return fmt.Errorf("write what the policies make of record %s: %w", incidents[0][0].Incident, err)
	}
	return nil
}

// sideBySide prints what each policy makes of one incident.
func sideBySide(p *printer, recs []rashomon.Record) {
	p.line(0, 0, bold(string(recs[0].Incident)), bold(clean(recs[0].Title)))
	table := [][]string{{""}}
	for _, rec := range recs {
		table[0] = append(table[0], string(rec.Policy.Name))
	}
	for _, f := range tollsOf(recs) {
		row := []string{f.Field.Question(f.Group)}
		for i, rec := range recs {
			row = append(row, chosen(rec, f, recs[0]))
			if _, disputed := newCiter(rec).dispute(f.Field, f.Group); i == 0 && disputed {
				row[0] += "*"
			}
		}
		table = append(table, row)
	}
	if len(table) > 1 {
		p.table(table)
	}
	p.line(2, 4, plain("What counts nobody (who, what, where, when) every policy settles alike"+openFacts(recs[0])+"."))
	p.line(0, 0)
}

// tollsOf are the tolls that any policy settles, each once, in the order of the records.
func tollsOf(recs []rashomon.Record) []rashomon.Range {
	var out []rashomon.Range
	for _, rec := range recs {
		for _, r := range rec.Ranges {
			if !slices.ContainsFunc(out, func(s rashomon.Range) bool { return s.Field == r.Field && s.Group == r.Group }) {
				out = append(out, r)
			}
		}
	}
	return out
}

// chosen is what the policy of a record makes of a toll: its number, with the range
// where that is another than under the first policy.
func chosen(rec rashomon.Record, toll rashomon.Range, first rashomon.Record) string {
	r, ok := newCiter(rec).toll(toll.Field, toll.Group)
	was, _ := newCiter(first).toll(toll.Field, toll.Group)
	switch s := r.Chosen(rec.Policy.Name); {
	case !ok:
		return "-"
	case r.Best != nil && r.Ends() != was.Ends():
		return s + " (" + r.Ends() + ")"
	default:
		return s
	}
}

// openFacts names the questions in dispute that count nobody.
func openFacts(rec rashomon.Record) string {
	var open []string
	for _, d := range rec.Disputes {
		if !d.Field.Toll() {
			open = append(open, lowerFirst(d.Field.Question("")))
		}
	}
	if len(open) == 0 {
		return ""
	}
	return "; in dispute: " + strings.Join(open, ", ")
}

// table prints rows under a head, its columns as wide as their words; where the page
// is too narrow, a paragraph for each row.
func (p *printer) table(rows [][]string) {
	widths := make([]int, len(rows[0]))
	total := 0
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	for _, n := range widths {
		total += n + 2
	}
	for n, row := range rows {
		switch {
		case total <= p.width:
			var line strings.Builder
			for i, cell := range row {
				line.WriteString("  " + cell + strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell)))
			}
			p.out.WriteString(strings.TrimRight(line.String(), " ") + "\n")
		case n > 0:
			runs := []styled{bold(row[0] + ":")}
			for i, cell := range row[1:] {
				runs = append(parted(runs, map[bool]string{true: ";"}[i > 0]), plain(rows[0][i+1]), bold(cell))
			}
			p.line(2, 4, runs...)
		}
	}
}

// rules says how the table is read, and prints each policy's rule, and once each
// codebook with the policies that read by it.
func rules(p *printer, recs []rashomon.Record) {
	p.line(0, 2, plain("*: in dispute. 9-18: no one number is chosen. 14+: or more. -: the policy chooses none. (9-18): the range under this policy, where its codebook makes it another."))
	p.heading("The rules")
	var books []rashomon.Codebook
	by := map[string][]string{}
	for _, rec := range recs {
		p.line(2, 4, bold(string(rec.Policy.Name)+":"), plain(rec.Policy.Rule))
		b := rec.Policy.Codebook
		if by[b.Name] == nil {
			books = append(books, b)
		}
		by[b.Name] = append(by[b.Name], string(rec.Policy.Name))
	}
	for _, b := range books {
		p.line(2, 4, plain("Vague words of "+strings.Join(by[b.Name], ", ")+":"), plain(b.Source+" (dozens "+interval(b.Words["dozens"])+", several "+interval(b.Words["several"])+")."))
	}
}
