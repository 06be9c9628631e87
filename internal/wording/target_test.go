package wording_test

import (
	"strings"
	"testing"

	"rashomon"
	"rashomon/internal/wording"
)

func TestIntended(t *testing.T) {
	for text, want := range map[string]bool{
		"The intended target was [a radio mast] two miles away, he said.":   true,
		"The army said that it was targeting a secret [depot] in the town.": true,
		"Jets meant to hit [a depot] and hit a school.":                     true,
		"The rockets were aimed at [the barracks].":                         true,
		"[The mayor] was the intended target.":                              true,
		"The target was a depot. The bomb hit [a school].":                  false,
		"The strike targeted [a market].":                                   false,
		"The bomb hit [a school], whose pupils were at home.":               false,
		"[x]": false,
	} {
		start, end := strings.Index(text, "["), strings.Index(text, "]")
		bare := strings.NewReplacer("[", "", "]", "").Replace(text)
		if got := wording.Intended(bare, rashomon.Span{Start: start, End: end - 1}); got != want {
			t.Errorf("%s: %v", text, got)
		}
	}
	if wording.Intended("short", rashomon.Span{Start: 3, End: 99}) {
		t.Error("words outside the text are meant")
	}
}
