package rashomon_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"rashomon"
)

func madeAt(minute int) time.Time { return time.Date(2031, 5, 2, 12, minute, 0, 0, time.UTC) }

// TestUndoing: a ruling stands unless something that stands undoes it, in whatever
// order rulings are given.
func TestUndoing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 8).Draw(t, "rulings")
		var all []rashomon.Ruling
		for i := range n {
			r := rashomon.Ruling{ID: rashomon.RulingID(fmt.Sprintf("u%d", i)), Kind: rashomon.Reject, Target: "r1.aaaaaaaaaa", At: madeAt(i)}
			if i > 0 && rapid.Bool().Draw(t, "undoes") {
				r.Kind, r.Target = rashomon.Undo, fmt.Sprintf("u%d", rapid.IntRange(0, i-1).Draw(t, "which"))
			}
			all = append(all, r)
		}
		undone := rashomon.UndoneBy(all)
		for _, r := range all {
			by := slices.ContainsFunc(all, func(u rashomon.Ruling) bool {
				return u.Kind == rashomon.Undo && u.Target == string(r.ID) && undone[u.ID] == ""
			})
			if (undone[r.ID] != "") != by {
				t.Fatalf("%s undone: %q, and by a ruling that stands: %v", r.ID, undone[r.ID], by)
			}
		}
		shuffled := rapid.Permutation(all).Draw(t, "order")
		for i, r := range rashomon.Standings(shuffled) {
			if want := rashomon.Standings(all)[i]; r.ID != want.ID || undone[r.ID] != "" || r.Kind == rashomon.Undo {
				t.Fatalf("standing ruling %d is %s, want %s", i, r.ID, want.ID)
			}
		}
	})
}

// TestRulingFindsItsClaim: by name, or else by report, field, value and words.
func TestRulingFindsItsClaim(t *testing.T) {
	at := func(id rashomon.ClaimID, f rashomon.Field, v rashomon.Value, start, end int) rashomon.Claim {
		return rashomon.Claim{ID: id, Report: rashomon.Ruling{Target: string(id)}.Report(), Field: f, Value: v, Span: rashomon.Span{Start: start, End: end}}
	}
	twelve := rashomon.Tally{Min: 12, Max: 12}
	r := rashomon.Ruling{Kind: rashomon.Reject, Target: "r1.aaaaaaaaaa",
		Of: &rashomon.Ruled{Field: rashomon.Killed, Spans: []rashomon.Span{{Start: 10, End: 20}}, Value: "12"}}
	for name, c := range map[string]struct {
		claims []rashomon.Claim
		want   rashomon.ClaimID
	}{
		"the same name":                {[]rashomon.Claim{at("r1.bbbbbbbbbb", rashomon.Killed, twelve, 10, 20), at("r1.aaaaaaaaaa", rashomon.Injured, twelve, 90, 99)}, "r1.aaaaaaaaaa"},
		"another name, the same words": {[]rashomon.Claim{at("r1.bbbbbbbbbb", rashomon.Killed, twelve, 10, 20)}, "r1.bbbbbbbbbb"},
		"the nearest words":            {[]rashomon.Claim{at("r1.bbbbbbbbbb", rashomon.Killed, twelve, 19, 40), at("r1.cccccccccc", rashomon.Killed, twelve, 11, 22)}, "r1.cccccccccc"},
		"another value":                {[]rashomon.Claim{at("r1.bbbbbbbbbb", rashomon.Killed, rashomon.Tally{Min: 2, Max: 2}, 10, 20)}, ""},
		"another field":                {[]rashomon.Claim{at("r1.bbbbbbbbbb", rashomon.Injured, twelve, 10, 20)}, ""},
		"other words":                  {[]rashomon.Claim{at("r1.bbbbbbbbbb", rashomon.Killed, twelve, 20, 30)}, ""},
		"another report":               {[]rashomon.Claim{at("r2.bbbbbbbbbb", rashomon.Killed, twelve, 10, 20)}, ""},
		"nothing":                      {nil, ""},
	} {
		if got, ok := r.ClaimIn(c.claims); got != c.want || ok != (c.want != "") {
			t.Errorf("%s: %q, %v; want %q", name, got, ok, c.want)
		}
	}
}

// TestRulingFindsItsAccount: the account that shares most of the words.
func TestRulingFindsItsAccount(t *testing.T) {
	account := func(key string, starts ...int) rashomon.Account {
		a := rashomon.Account{Report: "r1", Key: key}
		for _, s := range starts {
			a.Claims = append(a.Claims, rashomon.Claim{Span: rashomon.Span{Start: s, End: s + 5}})
		}
		return a
	}
	r := rashomon.Ruling{Kind: rashomon.Reject, Target: "r1/a1", Of: &rashomon.Ruled{Spans: []rashomon.Span{{Start: 10, End: 15}, {Start: 20, End: 25}}}}
	for name, c := range map[string]struct {
		accounts []rashomon.Account
		want     rashomon.AccountID
	}{
		"as it was":             {[]rashomon.Account{account("a1", 10, 20), account("a2", 50)}, "r1/a1"},
		"numbered anew":         {[]rashomon.Account{account("a1", 50), account("a2", 10, 20)}, "r1/a2"},
		"parted":                {[]rashomon.Account{account("a2", 10), account("a3", 10, 20)}, "r1/a3"},
		"of equals, by name":    {[]rashomon.Account{account("a2", 10), account("a1", 20)}, "r1/a1"},
		"only the name is left": {[]rashomon.Account{account("a1", 70), account("a2", 50)}, "r1/a1"},
		"gone":                  {[]rashomon.Account{account("a2", 50)}, ""},
	} {
		if got, ok := r.AccountIn(c.accounts); got != c.want || ok != (c.want != "") {
			t.Errorf("%s: %q, %v; want %q", name, got, ok, c.want)
		}
	}
}
