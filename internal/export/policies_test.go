package export_test

import (
	"bytes"
	"testing"

	"rashomon"
	"rashomon/internal/export"
)

// TestPolicies shows what every policy makes of one incident, as a table and, on a
// narrow page, as paragraphs.
func TestPolicies(t *testing.T) {
	var recs []rashomon.Record
	for _, n := range rashomon.PolicyNames() {
		recs = append(recs, settle(t, n))
	}
	for name, width := range map[string]int{"policies-80.txt": 80, "policies-50.txt": 50} {
		var b bytes.Buffer
		if err := export.Policies(&b, [][]rashomon.Record{recs}, export.TextOptions{Width: width}); err != nil {
			t.Fatal(err)
		}
		golden(t, name, b.Bytes())
	}
	var none bytes.Buffer
	if err := export.Policies(&none, nil, export.TextOptions{}); err != nil || none.Len() > 0 {
		t.Errorf("of no incident: %q, %v", none.String(), err)
	}
}
