package wording_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"rashomon"
	"rashomon/internal/wording"
)

func TestOffices(t *testing.T) {
	for text, want := range map[string][]wording.Office{
		"Colonel Ana Ruiz, the army spokeswoman, said so.":                  {{Person: "Colonel Ana Ruiz", Body: "army"}},
		"according to ministry spokeswoman Ana Ruiz.":                       {{Person: "Ana Ruiz", Body: "ministry"}},
		"its spokesman, Colonel Bo Ray, said in a statement":                {{Person: "Colonel Bo Ray"}},
		"Ana Ruiz, a spokeswoman for the interior ministry said on Monday":  {{Person: "Ana Ruiz", Body: "interior ministry"}},
		"the spokesman for the interior ministry, Bo Ray, told the Herald.": {{Person: "Bo Ray", Body: "interior ministry"}},
		"the spokesman said that Bo Ray had gone":                           nil,
	} {
		if diff := cmp.Diff(want, wording.Offices(text)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}

func TestSpeaker(t *testing.T) {
	text := "News\nTen died, its spokesman, Colonel Bo Ray, said."
	a := rashomon.Attribution{Voices: []rashomon.Voice{{Name: "Herald"}, {Name: "its spokesman", Words: rashomon.Span{Start: 15, End: 28}}}}
	if got := a.Voices[1].Words.Of(text); got != "its spokesman" {
		t.Fatalf("the case's span is of %q", got)
	}
	if v, ok := wording.Speaker(text, a); !ok || v.Name != "Colonel Bo Ray" {
		t.Errorf("speaker %q, %v", v.Name, ok)
	}
}

func TestBehind(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"a rescue service official", "a rescue service official said", "rescue service"},
		{"a rescue service official", "a rescue service official, who asked not to be named, said", ""},
		{"a senior official", "a senior official said", "senior"},
		{"Bo Ray", "Bo Ray said", ""},
	} {
		v := rashomon.Voice{Name: c.name, Words: rashomon.Span{End: len(c.name)}}
		if got := wording.Behind(c.text, v); got != c.want {
			t.Errorf("behind %q in %q stands %q, want %q", c.name, c.text, got, c.want)
		}
	}
	if got := wording.Ministry("Interior Minister Ana Ruiz"); got != "interior ministry" {
		t.Errorf("ministry %q", got)
	}
	if got := wording.Ministry("Prime Minister Ana Ruiz"); got != "" {
		t.Errorf("ministry of a prime minister %q", got)
	}
}
