package ruling

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"rashomon"
	"rashomon/internal/wording"
)

// On returns what a ruling on a claim has to say of it.
func On(c rashomon.Claim) *rashomon.Ruled {
	return &rashomon.Ruled{Field: c.Field, Spans: []rashomon.Span{c.Span}, Value: c.Value.String()}
}

// OnAccount returns what a ruling on an account has to say of it.
func OnAccount(a rashomon.Account) *rashomon.Ruled {
	of := &rashomon.Ruled{}
	for _, c := range a.Claims {
		of.Spans = append(of.Spans, c.Span)
	}
	return of
}

// CheckCorrection returns what is wrong with the value of a correction: a toll that
// no count can be read from, a date that is none, nothing at all.
func CheckCorrection(c rashomon.Claim, value string) error {
	if strings.TrimSpace(value) == "" {
		return errors.New("it says no value; to take the claim out, reject it")
	}
	if _, ok := c.Tally(); ok {
		unread := rashomon.Claim{Field: c.Field, Value: rashomon.Tally{Min: rashomon.Open, Max: rashomon.Open}}
		if wording.Corrected(unread, value) == unread.Value {
			return fmt.Errorf("%q is no count; write 12, at least 12, up to 40, 10 to 15 or about 30", value)
		}
	}
	_, counts := c.Tally()
	if _, ok := c.Value.(rashomon.When); ok {
		return checkDate(value)
	}
	if !counts && !strings.ContainsFunc(value, unicode.IsLetter) {
		return fmt.Errorf("%q has no letter, and the value is words", value)
	}
	return nil
}

func checkDate(value string) error {
	if _, ok := rashomon.ParseDate(strings.TrimSpace(value)); !ok {
		return fmt.Errorf("%q is no date; write 2031-03-04, 2031-03 or 2031", value)
	}
	return nil
}

// Fact returns the value of a correction of a fact of an incident, which is its kind,
// its date or its place, as a ruling keeps it, or what is wrong with it. A kind may be
// cut short where only one is called so: "bombing".
func Fact(f rashomon.Field, value string) (string, error) {
	value = strings.TrimSpace(value)
	switch f {
	case rashomon.KindField:
		var meant []string
		for _, k := range rashomon.Kinds() {
			if strings.EqualFold(string(k), value) {
				return string(k), nil
			}
			if value != "" && strings.Contains(strings.ToLower(string(k)), strings.ToLower(value)) {
				meant = append(meant, string(k))
			}
		}
		if len(meant) == 1 {
			return meant[0], nil
		}
		var all []string
		for _, k := range rashomon.Kinds() {
			all = append(all, string(k))
		}
		return "", fmt.Errorf("%q is no kind of event; the kinds are %s", value, strings.Join(all, ", "))
	case rashomon.DateField:
		return value, checkDate(value)
	case rashomon.PlaceField:
		if !strings.ContainsFunc(value, unicode.IsLetter) {
			return "", fmt.Errorf("%q is no place", value)
		}
		return value, nil
	}
	return "", fmt.Errorf("of an incident its kind, date or place can be corrected; %s is told claim by claim: 'rashomon explain INCIDENT FIELD' names the claims", f)
}

// Cite finds words in a report's text: where they stand nearest to a place, whatever
// the white space between them. ok is false where they do not stand there.
func Cite(text, words string, near rashomon.Span) (at rashomon.Span, ok bool) {
	said := strings.Fields(words)
	if len(said) == 0 {
		return at, false
	}
	for i, w := range said {
		said[i] = regexp.QuoteMeta(w)
	}
	best := -1
	for _, m := range regexp.MustCompile(strings.Join(said, `\s+`)).FindAllStringIndex(text, -1) {
		s := rashomon.Span{Start: m[0], End: m[1]}
		if !whole(text, s) {
			continue
		}
		if far := max(0, near.Start-s.End, s.Start-near.End); best < 0 || far < best {
			at, best = s, far
		}
	}
	return at, best >= 0
}

// whole reports whether a span begins and ends where words do.
func whole(text string, s rashomon.Span) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:s.Start])
	first, _ := utf8.DecodeRuneInString(text[s.Start:])
	last, _ := utf8.DecodeLastRuneInString(text[:s.End])
	after, _ := utf8.DecodeRuneInString(text[s.End:])
	word := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
	return (!word(before) || !word(first)) && (!word(last) || !word(after))
}

// Shown reports whether the words of a claim show a value as a person wrote it.
func Shown(c rashomon.Claim, value string) bool {
	_, ok := Cite(strings.ToLower(c.Quote), strings.ToLower(value), rashomon.Span{})
	return ok
}

// Body reports whether a name is of a body and not of a person: "Ostry health
// directorate" goes on in small letters.
func Body(name string) bool {
	said := strings.Fields(strings.TrimPrefix(strings.TrimPrefix(name, "the "), "The "))
	named := false
	for _, w := range said {
		first, _ := utf8.DecodeRuneInString(w)
		if named && unicode.IsLower(first) && utf8.RuneCountInString(w) > 3 && !strings.Contains(w, "-") {
			return true
		}
		named = named || unicode.IsUpper(first)
	}
	return false
}

// Hideable reports whether words hold a name that can be looked for in texts.
func Hideable(words string) bool {
	for _, w := range strings.Fields(strings.TrimPrefix(words, "The ")) {
		letters, first := 0, []rune(w)[0]
		if unicode.IsLower(first) {
			continue // "of the" names nobody
		}
		for _, r := range w {
			if unicode.IsLetter(r) {
				letters++
			}
		}
		if letters > 1 {
			return true
		}
	}
	return false
}
