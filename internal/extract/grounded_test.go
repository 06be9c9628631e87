package extract

import (
	"strings"
	"testing"

	"rashomon"
)

// grounded checks that every claim stands on its words.
func grounded(t *testing.T, r rashomon.Report) {
	t.Helper()
	got := reading(r)
	ids := map[rashomon.ClaimID]bool{}
	for _, c := range got.Claims() {
		ids[c.ID] = true
	}
	for _, c := range got.Claims() {
		if !c.Span.Valid(r.Text) || c.Span.Empty() || c.Quote != c.Span.Of(r.Text) {
			t.Errorf("claim %s: the quote %q is not the words at %v", c.ID, c.Quote, c.Span)
		}
		if !c.ValueSpan.Valid(r.Text) {
			t.Errorf("claim %s: the value's words %v are no words of the text", c.ID, c.ValueSpan)
		}
		if c.Field.Toll() && (c.ValueSpan.Empty() || !c.Span.Covers(c.ValueSpan)) {
			t.Errorf("claim %s: the number at %v stands outside the claim at %v", c.ID, c.ValueSpan, c.Span)
		}
		if w, ok := c.Value.(rashomon.Where); ok && !strings.HasSuffix(c.ValueSpan.Of(r.Text), w.Name) {
			t.Errorf("claim %s: the place %q is not the words %q", c.ID, w.Name, c.ValueSpan.Of(r.Text))
		}
		if c.PartOf != "" && !ids[c.PartOf] {
			t.Errorf("claim %s is part of %s, which the reading does not hold", c.ID, c.PartOf)
		}
		if c.Cumulative != (c.Account == "") {
			t.Errorf("claim %s: account %q, cumulative %v", c.ID, c.Account, c.Cumulative)
		}
	}
}

// TestHostile reads long monotonous texts, which must cost no more than their
// length: at a square of it this test would not end.
func TestHostile(t *testing.T) {
	if testing.Short() {
		t.Skip("long, and no test of what goroutines share")
	}
	for _, s := range []string{"12 killed and ", "a man, ", "killed ", "(", "including 3 children ", "12 of the ", "in Imo, ", "on Monday ",
		"Police said ", "he said 12 people were killed. ", "Last month 3 men died in Imo. ", "\" ", "\n", "toll ", "at least ", "In 2013 two men of one family "} {
		begin(rashomon.NewReport("3 dead", strings.Repeat(s, 50_000/len(s)), rashomon.Report{Published: "2019-04-20"})).byGrammar()
		grounded(t, rashomon.NewReport("3 dead", strings.Repeat(s, 3_000/len(s)), rashomon.Report{Published: "2019-04-20"}))
	}
}

func FuzzExtract(f *testing.F) {
	for _, s := range []string{
		"", "killed", "12 killed\n", "At least 12 people, including 3 children, were killed and 30 wounded in Imo on Monday.",
		"A colonel was killed along with", "death toll rose from 22 to", "five of the", "a and a and a killed", "no one", "\"killed [12] (13",
		"Police said (12) 13 – 14 -- 15 dead; among them among the dead were", "both another a the his others some more",
		"took hostage took 3 hostage", "shot and killed and wounded or killed", "one of the wounded", "\xff\xfe 12 \xf0 killed",
		strings.Repeat("12 killed and ", 400), strings.Repeat("a man, ", 500) + "died", strings.Repeat("(", 300) + "12 killed",
	} {
		f.Add("Title 3 dead", s)
	}
	f.Fuzz(func(t *testing.T, title, body string) {
		body = strings.ToValidUTF8(body, "?")
		grounded(t, rashomon.NewReport(strings.ToValidUTF8(title, "?"), body, rashomon.Report{Published: "2019-04-20"}))
	})
}
