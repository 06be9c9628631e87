package wording_test

import (
	"testing"

	"rashomon"
	"rashomon/internal/wording"
)

func TestAge(t *testing.T) {
	for words, want := range map[string]string{
		"a 40-year-old man died": "40", "a girl aged 9 was hurt": "9", "a man, 44, was wounded": "44", "an 11-month-old baby": "11",
		"a man was hurt": "", "a 40-year-old man and a girl, 9, died": "", "40 people died": "",
	} {
		if got := wording.Age(words); got != want {
			t.Errorf("%q: %q; want %q", words, got, want)
		}
	}
}

func TestFate(t *testing.T) {
	for words, want := range map[string]rashomon.Field{
		"Ilan Toma was wounded": rashomon.Injured, "Ilan Toma died in hospital": rashomon.Killed, "the victim, Ilan Toma": "",
	} {
		if got := wording.Fate(words); got != want {
			t.Errorf("%q: %q; want %q", words, got, want)
		}
	}
}

func TestHit(t *testing.T) {
	for words, want := range map[string]bool{
		"four people were shot": true, "stabbing three": true, "four others were shot": false, "four were shot and wounded": false, "four were hurt": false, "four victims with gunshot wounds": true, "a woman was also shot": false,
	} {
		if got := wording.Hit(rashomon.Claim{Quote: words}); got != want {
			t.Errorf("%q: %v; want %v", words, got, want)
		}
	}
}
