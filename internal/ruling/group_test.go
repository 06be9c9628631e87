package ruling_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"rashomon"
	"rashomon/internal/ruling"
)

func account(n int) rashomon.AccountID { return rashomon.AccountID(fmt.Sprintf("r%020d/a1", n)) }

// id is the name that an incident has, or had, after an account.
func id(n int) string { return string(rashomon.NameIncident(account(n), 0)) }

func groups(lists ...[]int) [][]rashomon.AccountID {
	var out [][]rashomon.AccountID
	for _, l := range lists {
		var g []rashomon.AccountID
		for _, n := range l {
			g = append(g, account(n))
		}
		out = append(out, g)
	}
	return out
}

// shown writes groups as numbers, each sorted: "1 2 | 3".
func shown(list [][]rashomon.AccountID) string {
	var out []string
	for _, g := range list {
		var ns []string
		for _, a := range g {
			ns = append(ns, strings.TrimLeft(strings.TrimSuffix(string(a), "/a1"), "r0"))
		}
		slices.Sort(ns)
		out = append(out, strings.Join(ns, " "))
	}
	slices.Sort(out)
	return strings.Join(out, " | ")
}

func split(minute, from int, stay []int, out ...int) rashomon.Ruling {
	r := rashomon.Ruling{ID: rashomon.RulingID(fmt.Sprintf("u%d", minute)), Kind: rashomon.Split, Target: id(from), At: at(minute), Of: &rashomon.Ruled{}}
	var names []string
	for _, n := range out {
		names = append(names, string(account(n)))
	}
	r.Value = strings.Join(names, " ")
	for _, n := range stay {
		r.Of.Stay = append(r.Of.Stay, account(n))
	}
	return r
}

func merge(minute, a, b int) rashomon.Ruling {
	return rashomon.Ruling{ID: rashomon.RulingID(fmt.Sprintf("u%d", minute)), Kind: rashomon.Merge, Target: id(a), Value: id(b), At: at(minute)}
}

func undo(minute, of int) rashomon.Ruling {
	return rashomon.Ruling{ID: rashomon.RulingID(fmt.Sprintf("u%d", minute)), Kind: rashomon.Undo, Target: fmt.Sprintf("u%d", of), At: at(minute)}
}

func at(minute int) time.Time { return time.Date(2031, 5, 2, 12, minute, 0, 0, time.UTC) }

func TestRegroup(t *testing.T) {
	unlinked := func(a, b rashomon.AccountID) float64 { return 0 }
	like := func(pairs ...[2]int) ruling.Score {
		return func(a, b rashomon.AccountID) float64 {
			for _, p := range pairs {
				if a == account(p[0]) && b == account(p[1]) || a == account(p[1]) && b == account(p[0]) {
					return .9
				}
			}
			return .1
		}
	}
	for name, c := range map[string]struct {
		rulings []rashomon.Ruling
		score   ruling.Score
		groups  [][]rashomon.AccountID
		want    string
	}{
		"merged":                                 {[]rashomon.Ruling{merge(1, 3, 1)}, unlinked, groups([]int{1, 2}, []int{3}, []int{4}), "1 2 3 | 4"},
		"merged by an old name":                  {[]rashomon.Ruling{merge(1, 3, 2)}, unlinked, groups([]int{1, 2}, []int{3}), "1 2 3"},
		"merged already":                         {[]rashomon.Ruling{merge(1, 2, 1)}, unlinked, groups([]int{1, 2}, []int{3}), "1 2 | 3"},
		"merged with nothing":                    {[]rashomon.Ruling{merge(1, 9, 1)}, unlinked, groups([]int{1, 2}), "1 2"},
		"a merge undone":                         {[]rashomon.Ruling{merge(1, 3, 1), undo(2, 1)}, unlinked, groups([]int{1, 2}, []int{3}), "1 2 | 3"},
		"three in a row":                         {[]rashomon.Ruling{merge(1, 3, 2), merge(2, 2, 1)}, unlinked, groups([]int{1}, []int{2}, []int{3}), "1 2 3"},
		"split":                                  {[]rashomon.Ruling{split(1, 1, []int{1, 3}, 2)}, unlinked, groups([]int{1, 2, 3}), "1 3 | 2"},
		"the first split off":                    {[]rashomon.Ruling{split(1, 1, []int{2, 3}, 1)}, unlinked, groups([]int{1, 2, 3}), "1 | 2 3"},
		"apart already":                          {[]rashomon.Ruling{split(1, 1, []int{1}, 2)}, unlinked, groups([]int{1}, []int{2}), "1 | 2"},
		"a later one goes with what it is like":  {[]rashomon.Ruling{split(1, 1, []int{1}, 2)}, like([2]int{2, 3}, [2]int{1, 4}), groups([]int{1, 2, 3, 4}), "1 4 | 2 3"},
		"a later one that is like neither stays": {[]rashomon.Ruling{split(1, 1, []int{1}, 2)}, unlinked, groups([]int{1, 2, 3}), "1 3 | 2"},
		"split, then merged":                     {[]rashomon.Ruling{split(1, 1, []int{1}, 2), merge(2, 2, 1)}, unlinked, groups([]int{1, 2}), "1 2"},
		"merged, then split":                     {[]rashomon.Ruling{merge(1, 2, 1), split(2, 1, []int{1}, 2)}, unlinked, groups([]int{1}, []int{2}), "1 | 2"},
	} {
		if got := shown(ruling.NewGroups(c.rulings).Regroup(c.groups, c.score)); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

// TestRegroupKeepsEveryAccount: whatever is ruled, every account is in one group, and
// neither the order of the groups nor that of the rulings given matters.
func TestRegroupKeepsEveryAccount(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const n = 8
		lists := make([][]int, n)
		for a := range n {
			g := rapid.IntRange(0, n-1).Draw(t, "group")
			lists[g] = append(lists[g], a+1)
		}
		lists = slices.DeleteFunc(lists, func(l []int) bool { return len(l) == 0 })
		var rulings []rashomon.Ruling
		for minute := range rapid.IntRange(0, 6).Draw(t, "rulings") {
			a, b := rapid.IntRange(1, n+1).Draw(t, "a"), rapid.IntRange(1, n).Draw(t, "b")
			switch rapid.IntRange(0, 2).Draw(t, "kind") {
			case 0:
				rulings = append(rulings, merge(minute, a, b))
			case 1:
				rulings = append(rulings, split(minute, a, rapid.SliceOf(rapid.IntRange(1, n)).Draw(t, "stay"), b))
			default:
				rulings = append(rulings, undo(minute, rapid.IntRange(0, max(minute-1, 0)).Draw(t, "of")))
			}
		}
		score := func(a, b rashomon.AccountID) float64 {
			return float64((len(shown([][]rashomon.AccountID{{a, b}}))*7+int(a[20])*int(b[20]))%10) / 10
		}
		got := ruling.NewGroups(rulings).Regroup(groups(lists...), score)
		seen := map[rashomon.AccountID]bool{}
		for _, g := range got {
			if len(g) == 0 {
				t.Fatal("an empty group")
			}
			for _, a := range g {
				if seen[a] {
					t.Fatalf("%s is in two groups", a)
				}
				seen[a] = true
			}
		}
		if len(seen) != n {
			t.Fatalf("%d accounts of %d are left", len(seen), n)
		}
		again := ruling.NewGroups(rapid.Permutation(rulings).Draw(t, "order of rulings")).Regroup(groups(rapid.Permutation(lists).Draw(t, "order of groups")...), score)
		if shown(got) != shown(again) {
			t.Fatalf("another order gives %s, not %s", shown(again), shown(got))
		}
	})
}

// TestExplain: what rulings did stands on the incidents.
func TestExplain(t *testing.T) {
	r := []rashomon.Ruling{merge(1, 3, 1), split(2, 1, []int{1, 3}, 2)}
	r[0].Author, r[0].Why, r[1].Author, r[1].Why = "ana", "one raid", "ben", "another day"
	g := ruling.NewGroups(r)
	var incidents []rashomon.Incident
	for _, accounts := range g.Regroup(groups([]int{1, 2}, []int{3}), func(a, b rashomon.AccountID) float64 { return 0 }) {
		slices.Sort(accounts)
		incidents = append(incidents, rashomon.Incident{ID: rashomon.NameIncident(accounts[0], 0), Accounts: accounts})
	}
	g.Explain(incidents)
	for _, want := range []struct {
		apart int
		links string
	}{
		{2, "held apart by a ruling of ben, 2 May 2031: another day; held together by a ruling of ana, 2 May 2031: one raid"},
		{1, "held apart by a ruling of ben, 2 May 2031: another day"},
	} {
		i := slices.IndexFunc(incidents, func(inc rashomon.Incident) bool {
			return slices.Equal(inc.Apart, []rashomon.IncidentID{rashomon.IncidentID(id(want.apart))})
		})
		if i < 0 {
			t.Fatalf("no incident is apart from that of account %d: %+v", want.apart, incidents)
		}
		var links []string
		for _, l := range incidents[i].Links {
			links = append(links, l.Why...)
		}
		if got := strings.Join(links, "; "); got != want.links {
			t.Errorf("%s has the links %q, want %q", incidents[i].ID, got, want.links)
		}
	}
}

func TestCheckCorrection(t *testing.T) {
	toll := rashomon.Claim{Field: rashomon.Killed, Value: rashomon.Tally{Min: 12, Max: 12}}
	day := rashomon.Claim{Field: rashomon.DateField, Value: rashomon.When{Words: "Monday"}}
	weapon := rashomon.Claim{Field: rashomon.Weapon, Value: rashomon.Words("bomb")}
	for _, c := range []struct {
		claim rashomon.Claim
		value string
		ok    bool
	}{
		{toll, "12", true}, {toll, "at least 12", true}, {toll, "up to 40", true}, {toll, "10 to 15", true}, {toll, "15 to 10", false}, {toll, "about 30", true},
		{toll, "dozens", false}, {toll, "-3", false}, {toll, "", false}, {toll, "12 people", false},
		{day, "2031-03-04", true}, {day, "2031", true}, {day, "Monday", false},
		{weapon, "a mortar", true}, {weapon, "  ", false},
	} {
		if err := ruling.CheckCorrection(c.claim, c.value); (err == nil) != c.ok {
			t.Errorf("%s to %q: %v", c.claim.Field, c.value, err)
		}
	}
}
