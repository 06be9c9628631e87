package change_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"rashomon"
	"rashomon/internal/change"
)

// version makes a text from lines, the first its title. A line may name claims behind
// bars: "Police said 12 people died. | killed 12 police | perpetrator gunmen - denies".
// Field, value, and then, if need be, speaker ("-": the outlet) and stance.
func version(t interface{ Fatalf(string, ...any) }, published string, lines ...string) rashomon.Version {
	var sentences []string
	type at struct {
		line   int
		claims []string
	}
	var all []at
	for i, line := range lines {
		parts := strings.Split(line, " | ")
		sentences = append(sentences, parts[0])
		all = append(all, at{i, parts[1:]})
	}
	r := rashomon.NewReport(sentences[0], strings.Join(sentences[1:], "\n\n"),
		rashomon.Report{Source: rashomon.Source{Name: "Harbour Post"}, URL: "https://harbour.example/a", Published: published})
	v := rashomon.Version{Report: r, Reading: rashomon.Reading{Report: r.ID, Maker: "case"}}
	account := rashomon.Account{Report: r.ID, Key: "a1", Main: true}
	from := 0
	for _, l := range all {
		start := from + strings.Index(r.Text[from:], sentences[l.line])
		from = start + len(sentences[l.line])
		for _, c := range l.claims {
			account.Claims = append(account.Claims, claim(t, r, c, rashomon.Span{Start: start, End: from}))
		}
	}
	v.Reading.Accounts = []rashomon.Account{account}
	return v
}

func claim(t interface{ Fatalf(string, ...any) }, r rashomon.Report, text string, in rashomon.Span) rashomon.Claim {
	f := strings.Fields(text)
	if len(f) < 2 {
		t.Fatalf("claim %q: want field, value", text)
	}
	c := rashomon.Claim{Report: r.ID, Account: "a1", Field: rashomon.Field(f[0]), Span: in, ValueSpan: in, Quote: in.Of(r.Text), Maker: "case",
		Attribution: rashomon.Attribution{Stance: rashomon.States, Voices: []rashomon.Voice{{Kind: rashomon.Media}}}}
	c.Value = rashomon.Party{Name: f[1]}
	if c.Field.Toll() {
		count := 0
		for _, d := range f[1] {
			count = 10*count + int(d-'0')
		}
		c.Value = rashomon.Tally{Min: count, Max: count, Who: "people", Group: rashomon.People}
	}
	if len(f) > 2 && f[2] != "-" {
		c.Attribution.Voices = append(c.Attribution.Voices, rashomon.Voice{Name: f[2], As: f[2], Kind: rashomon.Police})
	}
	if len(f) > 3 {
		c.Attribution.Stance = rashomon.Stance(f[3])
	}
	return c.Identify()
}

// TestDiff says in words what changed between two texts.
func TestDiff(t *testing.T) {
	base := []string{"Blast in Dorla market", "Police said 12 people were killed on Monday. | killed 12 police",
		"The Northern Front carried it out, the army said. | perpetrator Front army", "Shops were closed."}
	for _, c := range []struct {
		name string
		now  []string
		want string
	}{
		{"nothing", base, "no sentence and no claim changed"},
		{"a toll raised", []string{base[0], "Police said 15 people were killed on Monday. | killed 15 police", base[2], base[3]}, "killed 12 -> 15 (police)"},
		{"a toll raised in a sentence written anew", []string{base[0], "By evening fifteen dead had been counted, according to police. | killed 15 police", base[2], base[3]}, "killed 12 -> 15 (police)"},
		{"the culprit removed", []string{base[0], base[1], base[3]}, "the sentence on who did it is gone"},
		{"toll and culprit", []string{base[0], "Police said 15 people were killed on Monday. | killed 15 police", base[3]}, "killed 12 -> 15 (police); the sentence on who did it is gone"},
		{"another culprit", []string{base[0], base[1], "The Coast Brigade carried it out, the army said. | perpetrator Brigade army", base[3]}, "who did it Front -> Brigade (army)"},
		{"the culprit left out of his sentence", []string{base[0], base[1], "Somebody carried it out, the army said.", base[3]}, "no longer said: who did it Front (army)"},
		{"another speaker", []string{base[0], "Medics said 12 people were killed on Monday. | killed 12 medics", base[2], base[3]}, "killed 12: police said -> medics said"},
		{"denied now", []string{base[0], base[1], "The Northern Front did not carry it out, the army said. | perpetrator Front army denies", base[3]}, "who did it Front: army said -> army denied"},
		{"in other words", []string{base[0], "On Monday 12 people were killed, police said. | killed 12 police", base[2], base[3]}, "1 sentence in other words, no claim changed"},
		{"moved in the text", []string{base[0], base[3], base[2], base[1]}, "no sentence and no claim changed"},
		{"typography", []string{base[0], "Police  said 12 people were killed on\u00a0Monday. | killed 12 police", base[2], base[3]}, "no sentence and no claim changed"},
		{"a claim added", append(slices.Clone(base), "Nine were hurt, medics said. | injured 9 medics"), "new: injured 9 (medics)"},
		{"a paragraph added", append(slices.Clone(base), "The market is the largest of the town."), "1 sentence added, no claim changed"},
		{"another title", append([]string{"Dorla market closed after blast"}, base[1:]...), "the title is now “Dorla market closed after blast”"},
	} {
		was, now := version(t, "2031-03-04", base...), version(t, "2031-03-04", c.now...)
		got := rashomon.Change{Fate: rashomon.Edited}
		change.Diff(was, now).Into(&got)
		if got.Summary() != c.want {
			t.Errorf("%s: %s\nwant: %s", c.name, got.Summary(), c.want)
		}
	}
}

// TestDiffUnread: of a text that nobody has read no claim is said to be gone.
func TestDiffUnread(t *testing.T) {
	was := version(t, "2031-03-04", "Blast in Dorla", "Police said 12 people were killed. | killed 12 police")
	now := version(t, "2031-03-04", "Blast in Dorla", "Nothing is known.")
	now.Reading = rashomon.Reading{}
	var got rashomon.Change
	change.Diff(was, now).Into(&got)
	if !got.Unread || len(got.Differences) != 0 || len(got.Cut) != 1 || len(got.New) != 1 {
		t.Errorf("got %+v", got)
	}
}

// anyVersion draws a text of a few sentences with claims of few fields, values and speakers.
func anyVersion(t *rapid.T) rashomon.Version {
	lines := []string{rapid.SampledFrom([]string{"Blast in Dorla", "Market in Dorla hit"}).Draw(t, "title")}
	for range rapid.IntRange(0, 7).Draw(t, "lines") {
		line := rapid.SampledFrom([]string{"Police said so on Monday.", "Police said so on Tuesday.", "Medics counted them at noon.", "It rained.", "Nobody was there at noon."}).Draw(t, "line")
		for range rapid.IntRange(0, 3).Draw(t, "claims") {
			line += " | " + strings.Join([]string{rapid.SampledFrom([]string{"killed", "injured", "perpetrator", "victim"}).Draw(t, "field"),
				rapid.SampledFrom([]string{"1", "2", "3"}).Draw(t, "value"), rapid.SampledFrom([]string{"-", "police", "medics"}).Draw(t, "who"),
				rapid.SampledFrom([]string{"states", "denies"}).Draw(t, "stance")}, " ")
		}
		lines = append(lines, line)
	}
	return version(t, rapid.SampledFrom([]string{"2031-03-04", "2031-03-05"}).Draw(t, "day"), lines...)
}

// TestDiffProperties: a text differs in nothing from itself; swapping the sides swaps what
// is found; and every claim of both texts is accounted for exactly once.
func TestDiffProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := anyVersion(t), anyVersion(t)
		var self rashomon.Change
		change.Diff(a, a).Into(&self)
		if len(self.Differences)+len(self.Cut)+len(self.New) != 0 || self.Same != len(a.Reading.Claims()) {
			t.Fatalf("a text differs from itself: %+v", self)
		}
		there, back := change.Diff(a, b), change.Diff(b, a)
		once(t, a, there.Pairs, func(p change.Pair) *rashomon.Claim { return p.Was })
		once(t, b, there.Pairs, func(p change.Pair) *rashomon.Claim { return p.Now })
		var one, other rashomon.Change
		there.Into(&one)
		back.Into(&other)
		if x, y := sides(one, false), sides(other, true); !slices.Equal(x, y) {
			t.Fatalf("one way:\n%s\nthe other way:\n%s", strings.Join(x, "\n"), strings.Join(y, "\n"))
		}
		if !slices.Equal(one.Cut, other.New) || !slices.Equal(one.New, other.Cut) || one.Same != other.Same {
			t.Fatalf("sentences or sameness differ: %+v and %+v", one, other)
		}
	})
}

// once fails unless the claims of a version stand in the pairs, each in one place.
func once(t *rapid.T, v rashomon.Version, pairs []change.Pair, of func(change.Pair) *rashomon.Claim) {
	want, got := map[rashomon.ClaimID]int{}, map[rashomon.ClaimID]int{}
	for _, c := range v.Reading.Claims() {
		want[c.ID]++
	}
	for _, p := range pairs {
		if c := of(p); c != nil {
			got[c.ID]++
		}
	}
	for id, n := range want {
		if got[id] != n {
			t.Fatalf("claim %s stands %d times in the text and %d times in the pairs", id, n, got[id])
		}
	}
	if len(got) != len(want) {
		t.Fatalf("%d claims in the text, %d in the pairs", len(want), len(got))
	}
}

// sides writes the differences in no order, with the sides swapped if need be.
func sides(c rashomon.Change, swap bool) []string {
	say := func(s *rashomon.Said) string {
		if s == nil {
			return "-"
		}
		return strings.Join([]string{string(s.Claim), s.Value, s.Speaker, string(s.Stance), s.Quote}, "|")
	}
	var out []string
	for _, d := range c.Differences {
		of := strings.NewReplacer("[", "", "]", "").Replace(strings.Join(aspects(d.Of), ","))
		if swap {
			d.Was, d.Now = d.Now, d.Was
			of = strings.NewReplacer("added", "removed", "removed", "added").Replace(of)
		}
		out = append(out, of+": "+say(d.Was)+" > "+say(d.Now))
	}
	slices.Sort(out)
	return out
}

func aspects(list []rashomon.Aspect) []string {
	var out []string
	for _, a := range list {
		out = append(out, string(a))
	}
	return out
}

// FuzzJudge: no text and no page breaks the comparison, and every span it gives is of its
// text; a text under its own address stands.
func FuzzJudge(f *testing.F) {
	f.Add("Blast\nTwelve died.", "Blast\nFifteen died. “So”, they said.", []byte("<p>isAccessibleForFree\":false"), 200, "https://harbour.example/a?utm_x=1")
	f.Add("\n", "Page not found\n", []byte("we use cookies and"), 404, "http://")
	f.Add("Ä\x80\n\xff", "a\nb\r\n\u2028c", []byte{}, 301, ":%zz")
	f.Fuzz(func(t *testing.T, a, b string, body []byte, status int, final string) {
		was := rashomon.NewReport(a, b, rashomon.Report{URL: "https://harbour.example/a"})
		now := rashomon.NewReport(b, a, rashomon.Report{URL: final})
		c := rashomon.Capture{Means: rashomon.Fetched, Requested: was.URL, Final: final, Status: status, Redirects: []rashomon.Redirect{{Status: 301, To: final}}}
		for _, read := range []*rashomon.Report{&now, nil} {
			if v := change.Judge(&was, c, read, body); v.Fate == "" || v.Keep == nil && v.Why == "" && v.Fate != rashomon.Stands && c.Status == 200 {
				t.Fatalf("verdict %+v", v)
			}
		}
		if v := change.Judge(&was, rashomon.Capture{Means: rashomon.Fetched, Requested: was.URL, Status: 200}, &was, body); v.Fate != rashomon.Stands {
			t.Fatalf("the same text: %+v", v)
		}
		d := change.Diff(rashomon.Version{Report: was}, rashomon.Version{Report: now})
		for _, s := range d.Cut {
			if !s.Valid(was.Text) && utf8.ValidString(was.Text) {
				t.Fatalf("span %v of %q", s, was.Text)
			}
		}
		for _, s := range d.New {
			if !s.Valid(now.Text) && utf8.ValidString(now.Text) {
				t.Fatalf("span %v of %q", s, now.Text)
			}
		}
	})
}
