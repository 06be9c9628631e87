package ruling

import (
	"errors"
	"fmt"
	"strings"
	"unicode"

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
	if _, ok := c.Value.(rashomon.When); ok {
		if _, ok := rashomon.ParseDate(strings.TrimSpace(value)); !ok {
			return fmt.Errorf("%q is no date; write 2031-03-04, 2031-03 or 2031", value)
		}
	}
	return nil
}

// Hideable reports whether words hold a name that can be looked for in texts.
func Hideable(words string) bool {
	for _, w := range strings.Fields(words) {
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
