package export

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"

	"rashomon"
)

// Columns returns the header of the CSV, in order. Numbers are people; "or_more"
// is TRUE where the upper end is open; lists inside a cell are parted by " | ". The
// last five are GeoNames' reading of the place, empty where it is not sure.
func Columns() []string {
	return []string{"incident", "title", "field", "group", "value", "low", "best", "high", "or_more", "stance", "grade",
		"origins", "origin_names", "reports", "outlets", "urls", "dispute", "quotes", "rulings", "changes", "policy", "rule",
		"map_name", "map_precision", "lat", "lon", "map_credit"}
}

// CSVOptions says whether the CSV begins with a byte order mark, which Excel needs
// to see that it is UTF-8, and which other programs take for a part of the first
// column's name (in R: read.csv with fileEncoding = "UTF-8-BOM").
type CSVOptions struct{ BOM bool }

// CSV writes one row for each finding of each record: incident, field, group,
// with low, best, high, value and what they stand on. It is RFC 4180 in UTF-8. A
// cell that a table program would take for a formula begins with an apostrophe.
func CSV(w io.Writer, recs []rashomon.Record, o CSVOptions) error {
	if o.BOM {
		if _, err := io.WriteString(w, "\uFEFF"); err != nil {
			return fmt.Errorf("write CSV: %w", err)
		}
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	if err := out.Write(Columns()); err != nil {
		return fmt.Errorf("write CSV header: %w", err)
	}
	for _, r := range recs {
		c := newCiter(r)
		for _, f := range r.Findings {
			if err := out.Write(c.row(f)); err != nil {
				return fmt.Errorf("write record %s as CSV: %w", r.Incident, err)
			}
		}
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return fmt.Errorf("write CSV: %w", err)
	}
	return nil
}

func (c *citer) row(f rashomon.Finding) []string {
	var low, best, high, more string
	if r, ok := c.toll(f.Field, f.Group); ok {
		low, high, more = strconv.Itoa(r.Low.N), strconv.Itoa(r.High.N), "FALSE"
		if r.High.Open {
			more = "TRUE"
		}
		if r.Best != nil {
			best = strconv.Itoa(r.Best.N)
		}
	}
	var origins, outlets, urls, quotes []string
	for _, i := range f.Origins {
		origins = append(origins, c.rec.Origins[i].Name)
	}
	reports := c.reports(f.Claims)
	for _, r := range reports {
		outlets = append(outlets, c.outlet(r.ID))
		if r.URL != "" {
			urls = append(urls, r.URL)
		}
	}
	for _, id := range f.Claims {
		cl := c.claims[id]
		quotes = append(quotes, fmt.Sprintf("%s: %s (%s)", c.voice(cl), quoted(cl), c.standsIn(cl))+spaced(c.ruling(id)))
	}
	d, _ := c.dispute(f.Field, f.Group)
	cells := []string{string(c.rec.Incident), c.rec.Title, string(f.Field), string(f.Group), f.Value, low, best, high, more,
		string(f.Stance), string(f.Grade), strconv.Itoa(len(f.Origins)), strings.Join(origins, " | "), strconv.Itoa(len(reports)),
		strings.Join(outlets, " | "), strings.Join(urls, " | "), d.Why, strings.Join(quotes, " | "),
		strings.Join(c.ruledOn(f.Field), " | "), strings.Join(c.notesOn(f), " | "), string(c.rec.Policy.Name), c.rec.Policy.Rule}
	cells = append(cells, located(c.rec.Location)...)
	for i := range cells {
		cells[i] = safeCell(cells[i])
	}
	return cells
}

// located gives the cells of where the gazetteer has the place.
func located(l *rashomon.Location) []string {
	if l == nil {
		return make([]string, 5)
	}
	return []string{l.Name + spaced(within(l)), l.Precision, degrees(l.Lat), degrees(l.Lon), l.Credit}
}

func within(l *rashomon.Location) string {
	if l.Within == "" {
		return ""
	}
	return "(" + l.Within + ")"
}

func degrees(d float64) string { return strconv.FormatFloat(d, 'f', -1, 64) }

// safeCell keeps a table program from taking report text for a formula.
func safeCell(s string) string {
	s = clean(s)
	if s != "" && strings.ContainsRune("=+-@＝＋－＠", []rune(s)[0]) {
		return "'" + s
	}
	return s
}

func spaced(s string) string {
	if s == "" {
		return ""
	}
	return " " + s
}

// standsIn says where the words of a claim stand, for a cell read by itself.
func (c *citer) standsIn(cl rashomon.Claim) string {
	return fmt.Sprintf("%s, bytes %d-%d", brief(c.outlet(cl.Report)), cl.Span.Start, cl.Span.End)
}
