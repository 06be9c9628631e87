package locus

import (
	"fmt"
	"testing"

	"rashomon"
	"rashomon/internal/gazetteer"
)

// TestLocate: the place of a record, a quote of its claims, and what is shown.
func TestLocate(t *testing.T) {
	for _, c := range []struct{ place, quote, want string }{
		{"Khan Sheikhoun, Idlib", "", "town: Khān Shaykhūn, Idlib, Syria, 35.44 N 36.65 E"},
		{"Tarsun mosque, Mosul city", "the Iraqi army", "town: Mosul, Nīnawá, Iraq, 36.33 N 43.12 E"},
		{"Kestrin, Idlib province", "", "province: Idlib (province), Syria, 35.9 N 36.7 E"},
		{"near Saraqib", "Syrian state media", "near: in or near Saraqib, Idlib, Syria, 35.9 N 36.8 E"},
		{"a farm 22 km south of Mosul", "", "near: in or near Mosul, Nīnawá, Iraq, 36.3 N 43.1 E"},
		{"northern Syria", "", "country: Syria, 35 N 38 E"},
		{"Bosnia and Herzegovina", "", "country: Bosnia and Herzegovina, 44 N 18 E"},
		// The town or its province: the words do not say.
		{"Idlib", "Syrian state media", "near: in or near Idlib, Syria, 35.9 N 36.6 E"},
		{"Idlib city", "Syrian state media", "town: Idlib, Syria, 35.93 N 36.63 E"},
		// Not sure, or nothing to draw.
		{"Springfield", "", "none"},
		{"Tripoli", "", "none"},
		{"Tripoli", "Lebanese soldiers", "town: Tripoli, Ash Shimāl, Lebanon, 34.43 N 35.85 E"},
		{"Aleppo and Idlib provinces", "", "none"},
		{"between Homs and Hama", "", "none"},
		{"1300 block of North Erie", "American police", "none"},
		{"Columbus Street", "American police", "none"},
		{"Kestrin", "", "none"},
		{"", "Syrian state media", "none"},
	} {
		rec := rashomon.Record{Place: c.place, Claims: []rashomon.Claim{{Field: rashomon.Killed, Quote: c.quote}}}
		got := "none"
		if l := Locate(&rec); l != nil {
			got = fmt.Sprintf("%s: %s", l.Precision, l)
			if l.Words != c.place || l.Credit != gazetteer.Credit {
				t.Errorf("%q: words %q, credit %q", c.place, l.Words, l.Credit)
			}
		}
		if got != c.want {
			t.Errorf("%q, %q: %s; want %s", c.place, c.quote, got, c.want)
		}
	}
}

func BenchmarkLocate(b *testing.B) {
	rec := rashomon.Record{Place: "Kestrin, Homs", Claims: []rashomon.Claim{{Quote: "The Syrian Observatory said 14 people were killed"}, {Quote: "Russian warplanes"}}}
	b.ReportAllocs()
	for b.Loop() {
		Locate(&rec)
	}
}
