package export_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"rashomon"
	"rashomon/internal/export"
)

func located() rashomon.Record {
	return rashomon.Record{
		Incident: "RSH-0STRY11", Title: "Shelling, near Homs, 2031-05-01", Kind: rashomon.Shelling, Place: "near Homs", Date: "2031-05-01",
		Ranges:   []rashomon.Range{{Field: rashomon.Killed, Group: rashomon.People, Low: rashomon.End{N: 9}, High: rashomon.End{N: 12, Open: true}}},
		Findings: []rashomon.Finding{{Field: rashomon.Killed, Group: rashomon.People, Value: "9 to 12 or more", Grade: rashomon.Weak}},
		Policy:   rashomon.Policy{Name: rashomon.RangePolicy},
		Location: &rashomon.Location{Words: "near Homs", Name: "Homs", Within: "Syria", Country: "SY", Precision: "near", Lat: 34.7, Lon: 36.7, Credit: "the credit line"},
	}
}

// TestGeoJSON: what map programs read of it.
func TestGeoJSON(t *testing.T) {
	var out bytes.Buffer
	nowhere := rashomon.Record{Incident: "RSH-0STRY22", Title: "Shelling, place not known", Place: "the old market"}
	if err := export.GeoJSON(&out, []rashomon.Record{located(), nowhere}); err != nil {
		t.Fatal(err)
	}
	var got struct {
		Type, Credit string
		Features     []struct {
			Type, ID string
			Geometry *struct {
				Type        string
				Coordinates []float64
			}
			Properties map[string]any
		}
	}
	if err := json.Unmarshal(out.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if got.Type != "FeatureCollection" || !strings.Contains(got.Credit, "GeoNames") || len(got.Features) != 2 {
		t.Fatalf("type %q, credit %q, %d features", got.Type, got.Credit, len(got.Features))
	}
	f := got.Features[0]
	if f.Type != "Feature" || f.ID != "RSH-0STRY11" || f.Geometry == nil || f.Geometry.Type != "Point" || f.Geometry.Coordinates[0] != 36.7 || f.Geometry.Coordinates[1] != 34.7 {
		t.Errorf("a located incident: %+v", f)
	}
	for k, want := range map[string]string{"place": "near Homs", "map_precision": "near", "map_name": "Homs", "killed": "9-12+", "policy": "range"} {
		if f.Properties[k] != want {
			t.Errorf("%s: %v, want %s", k, f.Properties[k], want)
		}
	}
	f = got.Features[1]
	if f.Geometry != nil || f.Properties["place"] != "the old market" || f.Properties["map_precision"] != nil {
		t.Errorf("an incident without a sure place: %+v", f)
	}
	if !strings.Contains(out.String(), `"geometry": null`) {
		t.Error("geometry is left out where there is none: RFC 7946 wants null")
	}
}

// TestLocated: text and CSV show the reading of the place with its credit, beside
// the words.
func TestLocated(t *testing.T) {
	var text, table bytes.Buffer
	bare := located()
	bare.Findings = nil
	if err := export.Text(&text, bare, export.TextOptions{Width: 200}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"On the map: in or near Homs, Syria, 34.7 N 36.7 E", "“near Homs”", "the credit line"} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("the text lacks %q:\n%s", want, text.String())
		}
	}
	if err := export.CSV(&table, []rashomon.Record{located()}, export.CSVOptions{}); err != nil {
		t.Fatal(err)
	}
	if want := "Homs (Syria),near,34.7,36.7,the credit line\r\n"; !strings.HasSuffix(table.String(), want) {
		t.Errorf("the CSV ends otherwise than %q: %s", want, table.String())
	}
}
