// Package export writes Records for others to read: JSON lines, CSV for a table
// program, and text for a terminal. One file a format. It owns no tables.
package export

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"

	"rashomon"
)

// JSON writes one Record a line, every cited claim in full.
func JSON(w io.Writer, recs []rashomon.Record) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for _, r := range recs {
		if err := enc.Encode(r); err != nil {
			return fmt.Errorf("write record %s as JSON: %w", r.Incident, err)
		}
	}
	return nil
}

// CSV writes one row a finding.
func CSV(w io.Writer, recs []rashomon.Record) error {
	out := csv.NewWriter(w)
	for _, r := range recs {
		for _, f := range r.Findings {
			if err := out.Write([]string{string(r.Incident), string(f.Field), f.Value}); err != nil {
				return fmt.Errorf("write record %s as CSV: %w", r.Incident, err)
			}
		}
	}
	out.Flush()
	return out.Error()
}

// TextOptions says how wide the page is, in columns (80 when 0), and whether bold
// and dim may be used.
type TextOptions struct {
	Width int
	Color bool
}

// Text writes one Record to be read in a terminal.
func Text(w io.Writer, rec rashomon.Record, o TextOptions) error {
	if _, err := fmt.Fprintf(w, "%s  %s\n", rec.Incident, rec.Title); err != nil {
		return fmt.Errorf("write record %s as text: %w", rec.Incident, err)
	}
	for _, f := range rec.Findings {
		if _, err := fmt.Fprintf(w, "  %-12s %s\n", f.Field, f.Value); err != nil {
			return fmt.Errorf("write record %s as text: %w", rec.Incident, err)
		}
	}
	return nil
}
