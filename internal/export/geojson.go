package export

import (
	"encoding/json"
	"fmt"
	"io"

	"rashomon"
	"rashomon/internal/gazetteer"
)

// feature is an incident as GeoJSON (RFC 7946) has it. Geometry is null where its
// place is not sure enough to be drawn.
type feature struct {
	Type       string     `json:"type"`
	ID         string     `json:"id"`
	Geometry   *point     `json:"geometry"`
	Properties properties `json:"properties"`
}

type point struct {
	Type        string     `json:"type"`
	Coordinates [2]float64 `json:"coordinates"` // longitude, latitude
}

// properties are flat, for programs that show a table beside the map.
type properties struct {
	Incident  string `json:"incident"`
	Title     string `json:"title"`
	Kind      string `json:"kind"`
	Date      string `json:"date,omitempty"`
	Place     string `json:"place,omitempty"`         // the words of the reports
	Precision string `json:"map_precision,omitempty"` // what the point stands for
	Name      string `json:"map_name,omitempty"`
	Within    string `json:"map_within,omitempty"`
	Country   string `json:"map_country,omitempty"`
	Killed    string `json:"killed,omitempty"` // low to high: "9-18", "14+"
	Injured   string `json:"injured,omitempty"`
	Disputed  int    `json:"disputes"`
	Origins   int    `json:"origins"`
	Reports   int    `json:"reports"`
	Policy    string `json:"policy"`
}

// GeoJSON writes one feature for each record: a point where the gazetteer is sure of the place, rounded to its precision, and no
// geometry elsewhere. The words of the reports stand beside what GeoNames reads in
// them; the collection carries the credit.
func GeoJSON(w io.Writer, recs []rashomon.Record) error {
	all := struct {
		Type     string    `json:"type"`
		Credit   string    `json:"credit"`
		Features []feature `json:"features"`
	}{"FeatureCollection", gazetteer.Credit, make([]feature, 0, len(recs))}
	for _, r := range recs {
		all.Features = append(all.Features, newFeature(r))
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	if err := enc.Encode(all); err != nil {
		return fmt.Errorf("write GeoJSON: %w", err)
	}
	return nil
}

func newFeature(r rashomon.Record) feature {
	c := newCiter(r)
	f := feature{Type: "Feature", ID: string(r.Incident), Properties: properties{
		Incident: string(r.Incident), Title: clean(r.Title), Kind: string(r.Kind), Date: r.Date, Place: clean(r.Place),
		Disputed: len(r.Disputes), Origins: len(r.Origins), Reports: len(r.Reports), Policy: string(r.Policy.Name),
	}}
	if t, ok := c.toll(rashomon.Killed, rashomon.People); ok {
		f.Properties.Killed = t.Ends()
	}
	if t, ok := c.toll(rashomon.Injured, rashomon.People); ok {
		f.Properties.Injured = t.Ends()
	}
	if l := r.Location; l != nil {
		f.Geometry = &point{"Point", [2]float64{l.Lon, l.Lat}}
		f.Properties.Precision, f.Properties.Name, f.Properties.Within, f.Properties.Country = l.Precision, l.Name, l.Within, l.Country
	}
	return f
}
