package extract_test

import (
	"strings"
	"testing"

	"rashomon"
	"rashomon/internal/extract"
)

// TestBadInput reads what no newsroom writes: every claim stands on its words, to the
// byte, and nothing is guessed of a text that is not of the reader's language. At a
// square of the length, the long ones would not end.
func TestBadInput(t *testing.T) {
	if testing.Short() {
		t.Skip("long, and no test of what goroutines share")
	}
	const news = "Police said 12 people were killed by a bomb in Orrin on Monday. "
	arabic := "قالت الشرطة إن 12 شخصًا قُتلوا في السوق يوم الاثنين، وأصيب 30 آخرون. "
	for _, c := range []struct {
		name, title, body string
		killed            string // one of the tolls read; "" where anything may be read, "-" where nothing may
	}{
		{"nothing at all", "", "", "-"},
		{"one word", "", "Killed", "-"},
		{"one word and a title", "Killed", "Killed.", "-"},
		{"one number", "", "12", "-"},
		{"two megabytes", "Twelve killed", strings.Repeat(news, 32_000), "12"},
		{"a sentence of 100 kB", "Twelve killed", "Police said 12 people were killed " + strings.Repeat("and then the road went on past Kesten ", 2_700), "12"},
		{"a sentence of 30 kB of counts", "", strings.Repeat("12 were killed and 30 hurt and ", 1_000), ""},
		{"a word of a megabyte", "", strings.Repeat("x", 1<<20) + " " + news, ""},
		{"a million line breaks", "", news + strings.Repeat("\n", 1_000_000) + news, "12"},
		{"a million line breaks and nothing else", "", strings.Repeat("\n", 1_000_000), "-"},
		{"emoji", "💥💥", strings.Repeat("💥👩\u200d👩\u200d👧🇺🇳 ", 500), "-"},
		{"emoji in the words", "💥 12 dead", "💥 " + news + "😢😢", "12"},
		{"Arabic", "انفجار", strings.Repeat(arabic, 200), "-"},
		{"Arabic with Latin names", "انفجار في Orrin", strings.Repeat(arabic+"Northern Wire ", 200), "-"},
		{"Hebrew, Thai, Chinese", "12", strings.Repeat("המשטרה אמרה כי 12 אנשים נהרגו. ตำรวจกล่าวว่ามีผู้เสียชีวิต 12 คน 警方说12人死亡。", 100), "-"},
		{"English with an Arabic quotation", "", news + "“" + arabic + "” a witness wrote.", "12"},
		{"HTML left in", "Bomb in <b>Orrin</b>", "<p>" + news + "</p><br/><a href='/12-killed'>More&nbsp;here</a><script>var killed = 12;</script>", "12"},
		{"nothing but markup", "<html>", strings.Repeat("<div class=\"killed-12\"><p></p>&nbsp;", 300), ""},
		{"zero-width characters", "", "\ufeffPolice\u200b said 12 people\u200b were killed in Or\u00adrin on\u2060 Mon\u200cday.", ""},
		{"bidi characters", "\u202aOrrin\u202c", "\u200ePolice said 12 people were killed\u200e in \u2067مدينة\u2069 on \u202eMonday\u202c.", "12"},
		{"controls", "", "Police said\x00 12 people\x07 were killed in Orrin.\x1b[31m", ""},
		{"bytes that are no text", "\xff", "Police said 12 people were killed in Orrin. \xc3( \xe2\x82 13 people died\xf0.", ""},
		{"carriage returns", "Bomb", strings.ReplaceAll(strings.Repeat(news, 3), " ", "\r\n"), ""},
		{"numbers beyond counting", "", "Police said 99999999999999999999 people and 1e9 people and " + strings.Repeat("9", 10_000) + " people were killed.", ""},
		{"brackets and quotation marks", "", strings.Repeat("(“[\"'", 2_000) + "12 killed" + strings.Repeat("'\"]”)", 2_000), ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := rashomon.NewReport(c.title, c.body, rashomon.Report{Published: "2019-04-20"})
			read := reading(t, r).Claims()
			stand(t, r, read)
			bounds := map[string]bool{}
			for _, claim := range read {
				if tally, ok := claim.Tally(); ok && claim.Field == rashomon.Killed {
					bounds[tally.String()] = true
				}
			}
			switch {
			case c.killed == "-" && len(read) > 0:
				t.Errorf("%d claims, the first %s on %q", len(read), read[0].Field, read[0].Quote)
			case c.killed != "-" && c.killed != "" && !bounds[c.killed]:
				t.Errorf("killed %v, want %s among them", bounds, c.killed)
			}
		})
	}
}

// stand checks that every span lies in the text, on the borders of its characters, and
// that the quote is its words.
func stand(t *testing.T, r rashomon.Report, read []rashomon.Claim) {
	t.Helper()
	whole := strings.ToValidUTF8(r.Text, "?") == r.Text
	for _, c := range read {
		spans := append([]rashomon.Span{c.Span, c.ValueSpan, c.Attribution.Cue}, c.Also...)
		for _, v := range c.Attribution.Voices {
			spans = append(spans, v.Words)
		}
		for _, s := range spans {
			if s.Start < 0 || s.Start > s.End || s.End > len(r.Text) || whole && strings.ToValidUTF8(s.Of(r.Text), "?") != s.Of(r.Text) {
				t.Fatalf("%s: no words at %v of %d bytes", c.Field, s, len(r.Text))
			}
		}
		if c.Quote == "" || c.Quote != c.Span.Of(r.Text) {
			t.Fatalf("%s: the quote %.50q is not the words %.50q", c.Field, c.Quote, c.Span.Of(r.Text))
		}
	}
}

// shared reads for all tests here: its weights are opened once.
var shared = extract.NewReader()

func reading(t *testing.T, r rashomon.Report) rashomon.Reading {
	t.Helper()
	got, err := shared.Extract(r)
	if err != nil {
		t.Fatal(err)
	}
	return got
}
