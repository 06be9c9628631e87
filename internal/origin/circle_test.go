package origin_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"rashomon"
	"rashomon/internal/origin"
)

// ring is outlets each of which has a toll from the next, and the last from the first
// if it is closed.
func ring(n int, closed bool) origin.Matter {
	var m origin.Matter
	name := func(i int) string { return fmt.Sprintf("Paper %c%d", 'A'+i%26, i) }
	for i := range n {
		r := rashomon.NewReport("News", name(i), rashomon.Report{Source: rashomon.Source{Name: name(i)}})
		voices := []rashomon.Voice{{Name: name(i), Kind: rashomon.Media}}
		if closed || i+1 < n {
			voices = append(voices, rashomon.Voice{Name: name((i + 1) % n), Kind: rashomon.Media})
		}
		a := rashomon.Account{Report: r.ID, Key: "a1"}
		m.Reports = append(m.Reports, r)
		m.Claims = append(m.Claims, origin.Claim{Account: a.ID(), Claim: rashomon.Claim{Report: r.ID, Account: "a1", Field: rashomon.Killed,
			Value: rashomon.Tally{Min: 5, Max: 5}, Attribution: rashomon.Attribution{Voices: voices}}})
	}
	return m
}

// TestRings holds that a ring of citations of any length is circular, every claim of
// it, and that none is where one paper says it of itself.
func TestRings(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, closed := rapid.IntRange(2, 60).Draw(t, "papers"), rapid.Bool().Draw(t, "closed")
		_, said := origin.Find(ring(n, closed))
		for i, s := range said {
			if s.Circular != closed {
				t.Fatalf("claim %d of %d: circular %v in a ring that is closed: %v", i, n, s.Circular, closed)
			}
		}
	})
}

// TestOfficers says whose word the police's people speak, by the names of the origins.
func TestOfficers(t *testing.T) {
	m := origin.Matter{}
	for _, said := range [][2]string{{"Harbour Post", "Ostry police"}, {"Harbour Post", "Chief Ana Ruiz"}, {"Daily Bell", "police"}, {"Daily Bell", "Ana Ruiz"},
		{"Coast Radio", "the mayor"}} {
		r := rashomon.NewReport("News", said[0]+said[1], rashomon.Report{Source: rashomon.Source{Name: said[0]}})
		kind := rashomon.Police
		if said[1] == "the mayor" {
			kind = rashomon.Official
		}
		m.Reports = append(m.Reports, r)
		m.Claims = append(m.Claims, origin.Claim{Account: rashomon.Account{Report: r.ID, Key: "a1"}.ID(), Claim: rashomon.Claim{Report: r.ID, Account: "a1",
			Field: rashomon.Killed, Value: rashomon.Tally{Min: 5, Max: 5},
			Attribution: rashomon.Attribution{Voices: []rashomon.Voice{{Name: said[0], Kind: rashomon.Media}, {Name: said[1], Kind: kind}}}}})
	}
	origins, _ := origin.Find(m)
	if len(origins) != 2 || origins[0].Name != "Ostry police" {
		t.Errorf("got %+v, want the Ostry police and the mayor", origins)
	}
}
