package pipeline

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"rashomon"
)

// linkLines runs the filter and returns what it writes and what it says.
func linkLines(t testing.TB, in string, texts map[rashomon.ReportID]string) (out string, said []string, n Lines) {
	t.Helper()
	var b bytes.Buffer
	n, err := LinkLines(t.Context(), strings.NewReader(in), "claims.jsonl", texts, &b, func(err error) { said = append(said, err.Error()) })
	if err != nil && !strings.Contains(err.Error(), "claims.jsonl") {
		t.Fatalf("the error does not say which input: %v", err)
	}
	return b.String(), said, n
}

// TestLinkLinesRefuses gives lines that nobody can have read: each is told by its number
// with what is wrong and left out, and the others go on.
func TestLinkLinesRefuses(t *testing.T) {
	const good = `{"id":"good","incidents":[{"key":"a1","main":true,"date":"2031-05-04","place":"Tarsk"}],"claims":[{"incident":"a1","field":"killed","min":14,"max":14}]}`
	for _, tt := range []struct{ line, want string }{
		{`{"id":"x","incidents":[{"key":"a1","date":"99999-13-45"}]}`, `date "99999-13-45" of incident "a1" is no day`},
		{`{"id":"x","incidents":[{"key":"a1","date":"0000-00-00"}]}`, `date "0000-00-00" of incident "a1" is no day`},
		{`{"id":"x","incidents":[{"key":"a1","date":"2031-05-04","date_to":"soon"}]}`, `date "soon" of incident "a1" is no day`},
		{`{"id":"x","incidents":[{"key":"a1","date":"2031-05-09","date_to":"2031-05-01"}]}`, `ends on 2031-05-01, before it begins on 2031-05-09`},
		{`{"id":"x","incidents":[{"key":"a1"},{"key":"a1"}]}`, `key "a1" stands twice`},
		{`{"id":"x","incidents":[{"key":"a/b"}]}`, `incident key "a/b" is empty or has a slash`},
		{`{"id":"x","incidents":[{"place":"Tarsk"}]}`, `incident key "" is empty or has a slash`},
		{`{"id":"x","incidents":[],"claims":[{"incident":"a9","field":"killed"}]}`, `incident "a9", which the line does not list`},
		{`{"id":"x","incidents":[{"key":"a1"}],"claims":[{"incident":"a1","field":"killed","min":-14,"max":3,"quote":"killed some"}]}`, `claim of killed "killed some" counts from -14 to 3`},
		{`{"id":"x","incidents":[{"key":"a1"}],"claims":[{"incident":"a1","field":"killed","min":9,"max":3}]}`, `counts from 9 to 3`},
		{`{"id":"x","incidents":[{"key":"a1"}],"claims":[{"incident":"a1","field":"killed","min":1.5}]}`, `"claims.min" is a number 1.5; it must be a whole number`},
		{`{"id":"x","incidents":[{"key":"a1"}],"claims":[{"incident":"a1","field":"killed","min":1e400}]}`, `"claims.min" is a number 1e400; it must be a whole number`},
		{`{"id":"x","incidents":[{"key":"a1"}],"claims":[{"incident":"a1","field":"killed","min":3,"confidence":"NaN"}]}`, `"claims.confidence" is a string; it must be a number`},
		{`{"id":"x","incidents":[{"key":"a1","main":"yes"}]}`, `"incidents.main" is a string; it must be true or false`},
		{`{"id":7}`, `"id" is a number; it must be a text in quotes`},
		{`{"id":"x","incidents":{}}`, `"incidents" is an object; it must be a list in brackets`},
		{`{"incidents":[]}`, `it has no "id"`},
		{`null`, `it has no "id"`},
		{`[]`, `it is no JSON object`},
		{`{"id":"x"`, `it is no JSON object`},
		{`{"id":"good"}`, `report good was given before`},
	} {
		out, said, n := linkLines(t, good+"\n\n"+tt.line+"\n", nil)
		if len(said) != 1 || !strings.HasPrefix(said[0], "read claims.jsonl, line 3: ") || !strings.Contains(said[0], tt.want) || len(said[0]) > 300 {
			t.Errorf("%s\nsays %q, want line 3 and %q", tt.line, said, tt.want)
		}
		if n != (Lines{Done: 1, Failed: 1}) || strings.Count(out, "\n") != 1 || !strings.Contains(out, `"report":"good"`) {
			t.Errorf("%s\n%+v and the incidents %s", tt.line, n, out)
		}
	}
}

// TestLinkLinesTexts holds the texts of reports to be optional: without them incidents
// are the same, with them copies of one text are one origin and ties cite their words.
func TestLinkLinesTexts(t *testing.T) {
	const text = "Strike in Tarsk\nA strike on the market of Tarsk killed 37 people on Sunday, the governor told reporters there. " +
		"It came hours after a raid killed six people in Pellin. Rescuers looked for survivors late into the night."
	var in strings.Builder
	texts := map[rashomon.ReportID]string{}
	for _, id := range []string{"gazette", "lantern"} {
		at, raid := strings.Index(text, "killed 37"), strings.Index(text, "killed six")
		fmt.Fprintf(&in, `{"id":%q,"title":"Strike in Tarsk","incidents":[{"key":"a1","main":true,"type":"air/drone strike","date":"2031-05-04","place":"Tarsk"},{"key":"a2","date":"2031-05-03","place":"Pellin"}],`+
			`"claims":[{"incident":"a1","field":"killed","min":37,"max":37,"quote":"killed 37 people","start":%d,"end":%d},{"incident":"a2","field":"killed","min":6,"max":6,"quote":"killed six people","start":%d,"end":%d}]}`+"\n",
			id, at, at+len("killed 37 people"), raid, raid+len("killed six people"))
		texts[rashomon.ReportID(id)] = text
	}
	bare, _, _ := linkLines(t, in.String(), nil)
	full, _, _ := linkLines(t, in.String(), texts)
	a, b := parsed(t, bare), parsed(t, full)
	if len(a) != 2 || len(b) != 2 {
		t.Fatalf("%d incidents without texts and %d with them, want 2", len(a), len(b))
	}
	for i := range a {
		if a[i].Incident != b[i].Incident || !reflect.DeepEqual(a[i].Accounts, b[i].Accounts) {
			t.Errorf("incident %s becomes %s with texts", a[i].Incident, b[i].Incident)
		}
		if len(a[i].Origins) != 2 || len(b[i].Origins) != 1 {
			t.Errorf("incident %s has %d origins without texts and %d with them, want 2 and 1", a[i].Incident, len(a[i].Origins), len(b[i].Origins))
		}
		for _, x := range a[i].Ties {
			if x.Words != "" {
				t.Errorf("a tie without texts cites %q", x.Words)
			}
		}
		if len(b[i].Ties) == 0 || b[i].Ties[0].Words != "came hours after a raid killed six people in Pellin." {
			t.Errorf("incident %s has the ties %+v", b[i].Incident, b[i].Ties)
		}
	}
}

func parsed(t testing.TB, out string) []incidentLine {
	t.Helper()
	var all []incidentLine
	for line := range strings.Lines(out) {
		var keys map[string]json.RawMessage
		var l incidentLine
		if err := json.Unmarshal([]byte(line), &keys); err != nil {
			t.Fatalf("%v in %s", err, line)
		}
		if err := json.Unmarshal([]byte(line), &l); err != nil {
			t.Fatalf("%v in %s", err, line)
		}
		for _, k := range []string{"incident", "aliases", "main", "accounts", "origins", "links", "ties"} { // FORMATS.md
			if v := keys[k]; len(v) == 0 || string(v) == "null" {
				t.Fatalf("no %s in %s", k, line)
			}
		}
		all = append(all, l)
	}
	return all
}

// FuzzLinkLines holds any input to end in incidents of the lines that were taken, each
// account once, and in a word on every other line.
func FuzzLinkLines(f *testing.F) {
	for _, s := range []string{"", "\n \n", "{", "null\n[]\n7\n", `{"id":"a"}`,
		`{"id":"a","incidents":[{"key":"a1","main":true,"type":"other","date":"2031-05-04","date_to":null,"place":"Tarsk"}],"claims":[{"incident":"a1","field":"killed","min":3,"max":null,"quote":"three","start":0,"end":5}]}` + "\n" +
			`{"id":"b","incidents":[{"key":"a1","main":true,"date":"2031-05-05","place":"Tarsk"}],"claims":[{"incident":"a1","field":"victim","value":"Ona Brel"},{"incident":null,"field":"killed","min":300,"cumulative":true}]}`,
		`{"id":"a/b","incidents":[{"key":"c"}]}` + "\n" + `{"id":"a","incidents":[{"key":"b/c"}]}`,
		`{"id":"a","incidents":[{"key":"a1","date":"9999-12-31"}],"claims":[{"incident":"a1","field":"killed","min":9223372036854775807,"max":-1,"approx":true,"start":-9,"end":9223372036854775807,"part_of":0}]}`,
	} {
		f.Add([]byte(s), "Strike\nA strike killed three.")
	}
	f.Fuzz(func(t *testing.T, in []byte, text string) {
		lines := 0
		for line := range bytes.Lines(in) {
			if len(bytes.TrimSpace(line)) > 0 {
				lines++
			}
		}
		out, said, n := linkLines(t, string(in), map[rashomon.ReportID]string{"a": text, "b": text})
		if empty := lines == 0 && len(said) == 1; n.Done+n.Failed != lines || len(said) != n.Failed && !empty {
			t.Fatalf("%d lines, of which %+v; %d were told", lines, n, len(said))
		}
		seen := map[string]bool{}
		for _, inc := range parsed(t, out) {
			for _, a := range inc.Accounts {
				k := fmt.Sprintf("%q %q", a.Report, a.Key)
				if a.Report == "" || a.Key == "" || seen[k] {
					t.Fatalf("account %s stands twice or has no name, in %s", k, out)
				}
				seen[k] = true
			}
		}
	})
}
