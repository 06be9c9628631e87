package hearing_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"rashomon"
	"rashomon/internal/hearing"
	"rashomon/internal/origin"
)

// said is one claim: the number, or "3+" for at least three, of whom, in which report
// and by which origin.
type said struct {
	n        string
	group    rashomon.Group
	report   string
	column   int
	relation rashomon.Relation
}

// claims makes claims that stand one behind another.
func claims(list []said) []hearing.Claim {
	var out []hearing.Claim
	for i, s := range list {
		t := rashomon.Tally{Group: s.group, Relation: s.relation, Max: rashomon.Open}
		fmt.Sscan(strings.TrimSuffix(s.n, "+"), &t.Min)
		b := hearing.Bounds{Lo: t.Min, Hi: hearing.Endless}
		if !strings.HasSuffix(s.n, "+") {
			t.Max, b.Hi = t.Min, t.Min
		}
		c := hearing.Claim{Said: origin.Said{Column: s.column}, Group: s.group, Class: s.group, Bounds: b}
		c.ID, c.Report, c.Field, c.Value = rashomon.ClaimID(fmt.Sprintf("c%d", i+1)), rashomon.ReportID(s.report), rashomon.Killed, t
		c.Span = rashomon.Span{Start: 10 * i, End: 10*i + 5}
		out = append(out, c)
	}
	return out
}

// written writes answers: "people 0: 12 (c1)" for group, origin, number and claims.
func written(answers map[rashomon.Group]map[int]*hearing.Answer) string {
	var out []string
	for _, g := range slices.Sorted(maps.Keys(answers)) {
		for _, col := range slices.Sorted(maps.Keys(answers[g])) {
			a := answers[g][col]
			var ids []string
			for _, c := range a.Claims {
				ids = append(ids, string(c.ID))
			}
			floor := ""
			if a.Floor {
				floor = ", a floor"
			}
			if a.Parts != "" {
				floor += ", " + a.Parts
			}
			out = append(out, fmt.Sprintf("%s %d: %s%s (%s)", g, col, a, floor, strings.Join(ids, " ")))
		}
	}
	return strings.Join(out, "; ")
}

// TestAnswers shows what one origin is heard to say.
func TestAnswers(t *testing.T) {
	const p, w = rashomon.People, rashomon.Women
	for name, c := range map[string]struct {
		said []said
		want string
	}{
		"nothing":                     {nil, ""},
		"one count":                   {[]said{{"12", p, "r1", 0, ""}}, "people 0: 12 (c1)"},
		"a floor and a number in it":  {[]said{{"10+", p, "r1", 0, ""}, {"12", p, "r1", 0, ""}}, "people 0: 12 (c1 c2)"},
		"the larger is the whole":     {[]said{{"3", p, "r1", 0, ""}, {"12", p, "r1", 0, ""}}, "people 0: 12 (c1 c2)"},
		"two origins":                 {[]said{{"12", p, "r1", 0, ""}, {"9", p, "r1", 1, ""}}, "people 0: 12 (c1); people 1: 9 (c2)"},
		"a further count":             {[]said{{"12", p, "r1", 0, ""}, {"4", p, "r1", 0, rashomon.Additional}}, "people 0: 16, 12 and 4 more (c1 c2)"},
		"one of the injured died":     {[]said{{"12", p, "r1", 0, ""}, {"1", p, "r1", 0, rashomon.OfInjured}}, "people 0: 13, 12 and 1 of the injured (c1 c2)"},
		"a further count, repeated":   {[]said{{"12", p, "r1", 0, ""}, {"4", p, "r1", 0, rashomon.Additional}, {"4", p, "r1", 0, rashomon.Additional}}, "people 0: 16, 12 and 4 more (c1 c3 c2)"},
		"its base in another report":  {[]said{{"12", p, "r1", 0, ""}, {"4", p, "r2", 0, rashomon.Additional}}, "people 0: 16, 12 and 4 more (c1 c2)"},
		"no base at all":              {[]said{{"4", p, "r1", 0, rashomon.Additional}}, "people 0: 4 (c1)"},
		"a part is a floor":           {[]said{{"12", p, "r1", 0, ""}, {"3", w, "r1", 1, ""}}, "people 0: 12 (c1); people 1: at least 3, a floor (c2); women 1: 3 (c2)"},
		"a part that holds more":      {[]said{{"4", p, "r1", 0, ""}, {"8", rashomon.Civilians, "r1", 0, ""}}, "civilians 0: 8 (c2); people 0: at least 8, a floor (c1 c2)"},
		"women and children":          {[]said{{"5", rashomon.Children, "r1", 0, ""}, {"2", w, "r1", 0, ""}}, "children 0: 5 (c1); people 0: at least 7, a floor (c1 c2); women 0: 2 (c2)"},
		"two reports, neither latest": {[]said{{"8", p, "r1", 0, ""}, {"11", p, "r2", 0, ""}}, "people 0: 8 to 11 (c1 c2)"},
	} {
		got := written(hearing.Answers(claims(c.said), nil, func(c hearing.Claim) rashomon.Group { return c.Group }))
		if got != c.want {
			t.Errorf("%s: %s; want %s", name, got, c.want)
		}
	}
}

// TestNamedVictims: an origin that counts nobody counts those whom it names, each once.
func TestNamedVictims(t *testing.T) {
	list := claims([]said{{"1", rashomon.People, "r1", 0, ""}, {"1", rashomon.People, "r1", 0, ""}, {"1", rashomon.People, "r2", 0, ""}})
	list[0].Person, list[1].Person, list[2].Person = 1, 2, 1
	got := written(hearing.Answers(nil, list, func(c hearing.Claim) rashomon.Group { return c.Group }))
	if want := "people 0: at least 2, a floor (c1 c2)"; got != want {
		t.Errorf("%s; want %s", got, want)
	}
}

// TestLists: persons told of in one breath, or of other ages, are different persons.
func TestLists(t *testing.T) {
	const people, women, men = rashomon.People, rashomon.Women, rashomon.Men
	// listed are claims on the words, each number standing where its word does.
	listed := func(quote string, list ...said) []hearing.Claim {
		all := claims(list)
		for i := range all {
			at := strings.Index(quote, list[i].report)
			all[i].Report, all[i].Span, all[i].Quote = "r1", rashomon.Span{End: len(quote)}, quote
			all[i].ValueSpan = rashomon.Span{Start: at, End: at + len(list[i].report)}
		}
		return all
	}
	aged := claims([]said{{"1", men, "r1", 0, ""}, {"1", men, "r1", 0, ""}, {"1", men, "r1", 0, ""}})
	aged[0].Age, aged[1].Age, aged[2].Age = "23", "44", "23"
	for name, c := range map[string]struct {
		said []hearing.Claim
		want string
	}{
		"a list":         {listed("A woman and two men died", said{"1", women, "A", 0, ""}, said{"2", men, "two", 0, ""}), "men 0: 2 (c2); people 0: at least 3, a floor (c1 c2); women 0: 1 (c1)"},
		"an apposition":  {listed("One person, a man, died", said{"1", people, "One", 0, ""}, said{"1", men, "a", 0, ""}), "men 0: 1 (c2); people 0: 1 (c1)"},
		"whole and list": {listed("Three people, a woman and two men, died", said{"3", people, "Three", 0, ""}, said{"1", women, "a", 0, ""}, said{"2", men, "two", 0, ""}), "men 0: 2 (c3); people 0: 3 (c1); women 0: 1 (c2)"},
		"ages":           {aged, "men 0: 1 (c2 c3 c1); people 0: at least 2, a floor (c1 c2)"},
	} {
		got := written(hearing.Answers(c.said, nil, func(c hearing.Claim) rashomon.Group { return c.Group }))
		if got != c.want {
			t.Errorf("%s: %s; want %s", name, got, c.want)
		}
	}
}

// TestNamesBesideCount: names that outnumber a count of the whole are of others too.
func TestNamesBesideCount(t *testing.T) {
	counts := claims([]said{{"2", rashomon.People, "r1", 0, ""}})
	names := claims([]said{{"1", rashomon.People, "r2", 1, ""}, {"1", rashomon.People, "r2", 1, ""}, {"1", rashomon.People, "r2", 1, ""}})
	for i := range names {
		names[i].Person = i + 1
	}
	group := func(c hearing.Claim) rashomon.Group { return c.Group }
	for n, want := range map[int]string{2: "people 0: 2 (c1); people 1: at least 2, a floor (c1 c2)", 3: "people 0: 2 (c1)"} {
		if got := written(hearing.Answers(counts, names[:n], group)); got != want {
			t.Errorf("%d names: %s; want %s", n, got, want)
		}
	}
}

func TestNumber(t *testing.T) {
	for _, c := range []struct {
		lo, hi, slack, top int
		want               string
	}{
		{12, 12, 0, 12, "12"}, {12, hearing.Endless, 0, 12, "at least 12"}, {12, hearing.Endless, 0, 20, "12 to 20 or more"}, {0, 40, 0, 0, "up to 40"},
		{10, 15, 0, 10, "10 to 15"}, {30, 30, 3, 30, "about 30"}, {30, 40, 4, 30, "about 30 to 40"}, {0, 0, 0, 0, "0"},
	} {
		if got := hearing.Number(c.lo, c.hi, c.slack, c.top); got != c.want {
			t.Errorf("%+v: %s", c, got)
		}
	}
}
