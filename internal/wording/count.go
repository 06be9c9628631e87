package wording

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"rashomon"
	"rashomon/internal/names"
)

// ClassOf reads the class from the words where the reader gave none.
func ClassOf(t rashomon.Tally) rashomon.Group {
	if t.Group != "" {
		return t.Group
	}
	words := Words(t.Who)
	for _, g := range []rashomon.Group{rashomon.Attackers, rashomon.Fighters, rashomon.Soldiers, rashomon.Officers, rashomon.Medics,
		rashomon.Reporters, rashomon.Children, rashomon.Women, rashomon.Civilians} {
		if slices.ContainsFunc(words, func(w string) bool { return groupWords[g][w] }) {
			return g
		}
	}
	return rashomon.People
}

var groupWords = map[rashomon.Group]map[string]bool{
	rashomon.Attackers: set("attacker attackers bomber bombers gunman gunmen assailant assailants"),
	rashomon.Fighters: set("fighter fighters militant militants militiaman militiamen rebel rebels insurgent insurgents guerrilla guerrillas jihadist jihadists " +
		"terrorist terrorists militia commander members member"),
	rashomon.Soldiers:  set("soldier soldiers troops serviceman servicemen personnel"),
	rashomon.Officers:  set("police policeman policemen policewoman officer officers"),
	rashomon.Medics:    set("medic medics doctor doctors nurse nurses paramedic paramedics rescuer rescuers"),
	rashomon.Reporters: set("journalist journalists reporter reporters cameraman photographer"),
	rashomon.Children:  set("child children boy boys girl girls baby babies infant infants minor minors"),
	rashomon.Women:     set("woman women"),
	rashomon.Civilians: set("civilian civilians"),
}

// SideOfTally is the state whose people a count counts, by its code, and their words
// as the quotation has them; empty when the words name none.
func SideOfTally(t rashomon.Tally, quote string) (state, words string) {
	state = names.Country(t.Who)
	for _, w := range Words(t.Who) {
		state = cmp.Or(state, names.Country(strings.TrimSuffix(w, "s")))
	}
	if state == "" {
		return "", ""
	}
	if i := strings.Index(strings.ToLower(quote), t.Who); i >= 0 && i+len(t.Who) <= len(quote) {
		return state, quote[i : i+len(t.Who)]
	}
	return state, t.Who
}

// Described reports whether a claim tells of persons without counting them ("a
// commander and his aide"): it bounds a count from below and never from above.
func Described(c rashomon.Claim) bool {
	t, _ := c.Tally()
	if t.Max == rashomon.Open || t.Max > 3 || t.Max == 0 || t.Relation != rashomon.Plain {
		return false
	}
	said := fromValue(c)
	return len(said) > 0 && !counted(said)
}

// Plural reports whether a claim tells of several people without any number ("a number
// of civilians", "martyrs and wounded"): they are two at the least.
func Plural(c rashomon.Claim) bool {
	t, ok := c.Tally()
	if !ok || t.Min != 1 || t.Max != rashomon.Open || t.Relation != rashomon.Plain {
		return false
	}
	said := fromValue(c)
	return len(said) > 0 && !counted(said) && !slices.ContainsFunc(said, func(w string) bool { return w == "unknown" || w == "unspecified" || w == "a" && t.Vague == "" })
}

// fromValue is the words of a claim from its value on.
func fromValue(c rashomon.Claim) []string {
	words := c.Quote
	if v := c.ValueSpan; !v.Empty() && c.Span.Covers(v) && c.Span.End-c.Span.Start == len(c.Quote) {
		words = c.Quote[v.Start-c.Span.Start:]
	}
	return Words(words)
}

// counted reports whether there is a number of people among words.
func counted(said []string) bool {
	for i, w := range said {
		_, err := strconv.Atoi(w)
		age := i > 0 && (said[i-1] == "aged" || said[i-1] == "age") || i+1 < len(said) && strings.HasPrefix(said[i+1], "year")
		of := i+1 < len(said) && said[i+1] == "of" // "one of his aides" counts nobody
		if (Counts(w) || err == nil) && !age && !of {
			return true
		}
	}
	return false
}

var correctedCount = regexp.MustCompile(`(?i)^\s*(about|around)?\s*(at least|up to)?\s*(\d{1,9})(?:\s*(?:-|–|to)\s*(\d{1,9}))?\s*$`)

// Corrected reads the value of a correction as a person types it: "12", "at least
// 12", "up to 40", "10 to 15", "about 30" for a toll; text for any other field. A
// toll that cannot be read so stays as it was.
func Corrected(c rashomon.Claim, value string) rashomon.Value {
	switch was := c.Value.(type) {
	case rashomon.Tally:
		m := correctedCount.FindStringSubmatch(value)
		if m == nil {
			return was
		}
		n, _ := strconv.Atoi(m[3])
		was.Min, was.Max, was.Vague, was.Approx = n, n, "", m[1] != ""
		switch strings.ToLower(m[2]) {
		case "at least":
			was.Max = rashomon.Open
		case "up to":
			was.Min = rashomon.Open
		}
		if hi, err := strconv.Atoi(m[4]); err == nil {
			if hi < n {
				return c.Value // "15 to 10" is no range
			}
			was.Max = hi
		}
		return was
	case rashomon.When:
		if d, ok := rashomon.ParseDate(strings.TrimSpace(value)); ok {
			return rashomon.When{Words: was.Words, From: d, To: d}
		}
		return rashomon.When{Words: value}
	case rashomon.Where:
		return rashomon.Where{Name: value}
	case rashomon.Party:
		return rashomon.Party{Name: value, Spellings: []string{was.Name}}
	}
	return rashomon.Words(value)
}
