package copies_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rashomon/internal/copies"
)

// story is by an invented agency, a sentence a line.
const story = `TARSK (Halcyon Wire) - Warplanes struck a vegetable market in the town of Tarsk on Sunday, killing at least 14 people, the Kestrin health directorate said.
Three children were among the dead, said a doctor who runs the emergency ward of the town's only hospital.
The army gave a lower figure and said that nine fighters had been killed in a strike on a command post.
Witnesses told of two jets that circled the town before dropping four bombs shortly before noon.
Traders dug through the stalls with bare hands until an excavator came from the brickworks at dusk.
Last month a raid on a bus depot in nearby Pellin killed six people.
`

// other tells of the same in its own words.
const other = `Rescuers in Tarsk pulled two more bodies out of what was left of the market, a day after jets bombed it.
Residents spent the night in cellars, a teacher said by telephone, and schools stay shut until further notice.
The health directorate counts fourteen dead, and hospitals in Veldane have been asked to send surgeons and blood.
A baker whose shop stands across the square said that the first bomb threw him against his oven.
The district governor came in the evening and promised new stalls before the winter.
`

// footer stands under every story of its outlet.
const footer = `The Lantern is read in every valley of Kestrin and has been printed without a break since the year the bridge was built.
Readers who know more of what happened are asked to write to the desk at the address on page two or to call before nine.
In the past year the Lantern has counted 211 people killed in air raids on the towns of Kestrin, among them 40 children.
All rights in this text are held by the Lantern Press Company and nothing of it may be printed elsewhere without leave.
`

// form is what a page gives that wants a reader to sign in.
const form = `We have sent a letter to the address that you gave us. Please open it and follow the link to end your sign-up.
If the letter does not come within the hour, look among those that your provider holds back. Thank you for reading us.
`

func lines(s string, keep ...int) string {
	all := strings.Split(s, "\n")
	var out []string
	for _, i := range keep {
		out = append(out, all[i])
	}
	return strings.Join(out, "\n")
}

func TestFind(t *testing.T) {
	tests := []struct {
		name string
		a, b string
		want bool
	}{
		{"under a new headline", "Market bombed\n" + story, "Carnage in Tarsk\n" + story, true},
		{"cut short", "Market bombed\n" + story, "Jets bomb Tarsk\n" + lines(story, 0, 1), true},
		{"in another order", "Market bombed\n" + story, "Jets bomb Tarsk\n" + lines(story, 3, 4, 0, 2), true},
		{"with a later toll", "Market bombed\n" + story, "Market toll rises\n" + strings.NewReplacer("14", "17", "Three children", "Five children", "nine", "eleven").Replace(story), true},
		{"with a lead and a witness of its own", "Market bombed\n" + story,
			"Bombs on Tarsk market\n" + lines(other, 3) + "\n" + lines(story, 0, 1, 2, 3) + "\n" + lines(other, 4), true},
		{"a paragraph for the page", "Market bombed\n" + story, "Market in Tarsk bombed\n" + strings.ReplaceAll(story, "\n", " "), true},
		{"in other words", "Market bombed\n" + story, "Two more bodies found\n" + other, false},
		{"one footer under two stories", "Market bombed\n" + story + footer, "Two more bodies found\n" + other + footer, false},
		{"one footer under two briefs", "Market bombed\n" + lines(story, 0) + "\n" + footer, "Two more bodies found\n" + lines(other, 0) + "\n" + footer, false},
		{"one sentence of background", "Market bombed\n" + story, "Two more bodies found\n" + other + lines(story, 5), false},
		{"a page that gave a form", "Market bombed\n" + form, "Two more bodies found\n" + form, false},
		{"one form, one headline", "Market bombed\n" + form, "Market bombed\n" + form, true},
		{"a list of other news", "Market bombed\n1:20 Fire in the mill of Tarsk\n0:40 Market opens in Orlo\n2:10 Snow on the pass\n0:55 Five bombed houses sold",
			"Bombed out\n1:20 Fire in the mill of Tarsk\n0:40 Market opens in Orlo\n2:10 Snow on the pass\n0:55 Five bombed houses sold", false},
		{"nothing", "\n", "\n", false},
		{"a few words", "Bomb in Tarsk\n", "Bomb in Tarsk\n", false},
		{"a post, word for word", "\nTwo jets over Tarsk now, four bombs on the market, many hurt.", "\nTwo jets over Tarsk now, four bombs on the market, many hurt.", true},
		{"no headlines", "\n" + story, "\n" + lines(story, 0, 1, 3), true},
	}
	for _, tt := range tests {
		for _, texts := range [][]string{{tt.a, tt.b}, {tt.b, tt.a}} {
			if sets := copies.Find(texts); (len(sets) == 1) != tt.want {
				t.Errorf("%s: %+v, want one set: %v", tt.name, sets, tt.want)
			}
		}
	}
}

// TestCompiled says what becomes of a report that prints two agencies' texts.
func TestCompiled(t *testing.T) {
	second := "VELDANE (Reuters) - " + other
	first := strings.Replace(story, "Halcyon Wire", "AFP", 1)
	sets := copies.Find([]string{"Market bombed\n" + first, "Bodies found\n" + second, "Two views of Tarsk\n" + first + second})
	var got [][]int
	for _, s := range sets {
		got = append(got, s.Texts)
	}
	if len(got) != 2 {
		t.Errorf("got sets %v, want the compilation with one of the agencies and the other alone", got)
	}
}

func TestWhy(t *testing.T) {
	for _, tt := range []struct {
		texts []string
		want  string
	}{
		{[]string{"Market bombed\n" + story}, "the text credits Halcyon Wire"},
		{[]string{"Market bombed\n" + other}, ""},
		{[]string{"Market bombed\n" + other, "Market bombed\n" + other}, "copies of one text, word for word"},
		{[]string{"Market bombed\n" + story, "Market bombed\n" + lines(story, 0, 1, 2) + "\n" + lines(other, 1)},
			"copies of one text: 79% of the shorter stands in the longer, the news with it; the text credits Halcyon Wire"},
	} {
		if got := copies.Find(tt.texts)[0].Why; got != tt.want {
			t.Errorf("got  %s\nwant %s", got, tt.want)
		}
	}
}

// TestShared says which sentences of each text are the shared telling.
func TestShared(t *testing.T) {
	own := "Our reporter counted eleven coffins in the yard of the mosque."
	texts := []string{
		"Market bombed\n" + lines(story, 0, 1, 2, 3),
		"Carnage\n" + own + "\n" + strings.Replace(lines(story, 3, 0), "14", "17", 1),
	}
	want := [][]string{
		{lines(story, 0), lines(story, 3)},
		{lines(story, 3), strings.Replace(lines(story, 0), "14", "17", 1)},
	}
	var got [][]string
	for i, spans := range copies.Shared(texts) {
		var said []string
		for _, s := range spans {
			said = append(said, s.Of(texts[i])+".")
		}
		got = append(got, said)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestSentences says which sentences a text has from an earlier one.
func TestSentences(t *testing.T) {
	texts := []string{
		"Market bombed\n" + story,
		"Two more bodies found\n" + other + lines(story, 3),
		"In Tarsk\nSix people were killed last month. " + lines(story, 3),
	}
	var got [][]string
	for i, list := range copies.Sentences(texts) {
		var said []string
		for _, l := range list {
			said = append(said, fmt.Sprint(l.From, ": ", l.Of(texts[i]), "."))
		}
		got = append(got, said)
	}
	if diff := cmp.Diff([][]string{nil, {"0: " + lines(story, 3)}, {"0: " + lines(story, 3)}}, got); diff != "" {
		t.Error(diff)
	}
}

func TestCredited(t *testing.T) {
	tests := []struct{ text, want string }{
		{"Title\nVELDANE, May 4 (Halcyon Wire) - A bomb went off.", "Halcyon Wire"},
		{"Title\nA bomb went off.\n\n-- Halcyon Wire\n\nRead more.", "Halcyon Wire"},
		{"Title\nA bomb went off. No one was hurt. - REUTERS", "REUTERS"},
		{"Title\nA bomb went off (AFP)", "AFP"},
		{"Title\nA bomb went off, AFP reported.", ""},
		{"Title\nThe Free Kestrin Front (FKF) said it was not there.", ""},
		{"", ""},
	}
	for _, tt := range tests {
		if got := copies.Credited(tt.text); got != tt.want {
			t.Errorf("copies.Credited(%q) = %q, want %q", tt.text, got, tt.want)
		}
	}
}
