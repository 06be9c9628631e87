package names

import (
	"encoding/json"
	"os"
	"testing"
)

// TestNamedVictims counts which names of victims of one report Same joins, in the
// labelled reports that the rules for persons were chosen on. A list of the dead of a
// family names fathers and children, each once. Its numbers are in
// docs/measurements.md.
func TestNamedVictims(t *testing.T) {
	f, err := os.Open("../../../shared/gold/train.jsonl")
	if err != nil {
		t.Skip("no labelled reports beside this checkout")
	}
	defer f.Close()
	pairs, joined, oneWord := 0, 0, 0
	for d := json.NewDecoder(f); d.More(); {
		var r struct {
			Claims []struct {
				Field string
				Value any
			}
		}
		if err := d.Decode(&r); err != nil {
			t.Fatal(err)
		}
		var said []string
		seen := map[string]bool{}
		for _, c := range r.Claims {
			if v, _ := c.Value.(string); c.Field == "victim" && v != "" && !seen[v] {
				seen[v] = true
				said = append(said, v)
			}
		}
		for i, a := range said {
			for _, b := range said[:i] {
				p, q := Parse(a), Parse(b)
				pairs++
				switch {
				case !p.Same(q):
				case len(p.words) > 1 && len(q.words) > 1:
					joined++
				default:
					oneWord++
				}
			}
		}
	}
	t.Logf("of %d pairs of victims' names, joined: %d of two parts and more, %d with a family name alone", pairs, joined, oneWord)
	if joined > 40 || oneWord < 30 {
		t.Error("other numbers than docs/measurements.md gives")
	}
}
