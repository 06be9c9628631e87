package veil_test

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"rashomon"
	"rashomon/internal/veil"
)

// withholding is a ruling on a claim of report r1 that keeps a name back.
func withholding(name string) rashomon.Ruling {
	return rashomon.Ruling{ID: "u1", Kind: rashomon.Withhold, Target: "r1.aaaaaaaaaa", Value: name, Why: "a minor", Author: "ana"}
}

var about = veil.Scene{Reports: []rashomon.Report{{ID: "r1"}}}

// TestText shows what is hidden in a scene that is about the person, and elsewhere.
func TestText(t *testing.T) {
	for _, c := range []struct{ name, text, near, far string }{
		{"Ilan Tomareth", "Ilan Tomareth, 34, died", "[name withheld], 34, died", "[name withheld], 34, died"},
		{"Ilan Tomareth", "Tomareth's son Ilan and the Tomareths", "[name withheld]'s son [name withheld] and the [name withheld]", "Tomareth's son Ilan and the Tomareths"},
		{"Ilan Tomareth", "TOMARETH, Ilan", "[name withheld]", "[name withheld]"},
		{"Ilan Tomareth", "I. Tomareth spoke", "[name withheld] spoke", "I. Tomareth spoke"},
		{"Ilan Tomareth", "#IlanTomareth trended", "#[name withheld] trended", "#[name withheld] trended"},
		{"Ilan Tomareth", "https://post.invalid/2031/ilan-tomareth-dead", "", ""},
		{"Ilan Tomareth", "ilan-tomareth.txt", "[name withheld].txt", "[name withheld].txt"},
		{"Dr. Rami al-Haddad", "Rami al-Haddad and Dr Haddad", "[name withheld] and Dr [name withheld]", "[name withheld] and Dr Haddad"},
		{"Mushtaq Talib al-Saeedi", "Mustaq Talib Al Saidi died", "[name withheld] died", "[name withheld] died"},
		{"Mara Vesk", "a vesk is a boat; Mara rowed", "a vesk is a boat; [name withheld] rowed", "a vesk is a boat; Mara rowed"},
		{"Suhartini", "Suhartini fled", "[name withheld] fled", "[name withheld] fled"},
		{"police officer Ilan Tomareth", "the police said an officer died", "the police said an officer died", "the police said an officer died"},
		{"José Núñez", "José Núñez and Nuñez", "[name withheld] and [name withheld]", "[name withheld] and Nuñez"},
		{"Ilan Tomareth", "nobody is named here, 12 died", "nobody is named here, 12 died", "nobody is named here, 12 died"},
		{"Mara Vesk", "ask @maravesk_31 or m.vesk@post.invalid", "ask @[name withheld] or [name withheld]@post.invalid", "ask @[name withheld] or m.vesk@post.invalid"},
		{"Mara Vesk", "the samara veskovic stayed", "the samara veskovic stayed", "the samara veskovic stayed"},
		{"Mara Vesk", "Ma\u00adra V\u200besk stood. M. A. R. A. V. E. S. K. fell; vésk mara", "[name withheld] stood. [name withheld]. fell; [name withheld]", "[name withheld] stood. [name withheld]. fell; [name withheld]"},
		{"Mara Vesk", "see post.invalid/2031/mara-vesk.html and post.invalid/?q=mara%20vesk", "see post.invalid/2031/[name withheld].html and post.invalid/?q=[name withheld]",
			"see post.invalid/2031/[name withheld].html and post.invalid/?q=[name withheld]"},
		{"Grace Miller", "a miller's grace; Miller wept, disgraced", "a miller's grace; [name withheld] wept, disgraced", "a miller's grace; Miller wept, disgraced"},
		{"Will Long", "Will they go? I said will long queues end. So Will spoke", "Will they go? I said will long queues end. So [name withheld] spoke",
			"Will they go? I said will long queues end. So Will spoke"},
		{"Li Na", "Carolina came, li na too; @lina", "Carolina came, [name withheld] too; @[name withheld]", "Carolina came, [name withheld] too; @[name withheld]"},
		{"José Núñez", "https://post.invalid/jos%C3%A9-n%c3%ba%C3%B1ez-dead", "", ""},
		{"José Núñez", "https://post.invalid/jos%E9-n%FA%F1ez", "", ""}, // an old site's
		{"Džemal Čermák", "see /2031/d%C5%BEemal%20%C4%8Derm%C3%A1k.html, 12% of it", "see /2031/[name withheld].html, 12% of it", "see /2031/[name withheld].html, 12% of it"},
		{"Džemal Čermák", "Location: /d\u00c5\u00beemal-\u00c4\u008derm\u00c3\u00a1k?x", "Location: /[name withheld]?x", "Location: /[name withheld]?x"}, // of a header
		{"José Núñez", "50%, 100%C and Ã, 3%C4 or é»", "50%, 100%C and Ã, 3%C4 or é»", "50%, 100%C and Ã, 3%C4 or é»"},
		{"", "nothing is hidden", "nothing is hidden", "nothing is hidden"},
	} {
		for where, want := range map[string]string{"near": c.near, "far": c.far} {
			scene := veil.Scene{}
			if where == "near" {
				scene = about
			}
			if got := veil.Over([]rashomon.Ruling{withholding(c.name)}, scene).Text(c.text); got != want {
				t.Errorf("%s, %s: %q is shown as %q, want %q", c.name, where, c.text, got, want)
			}
		}
	}
}

var (
	syllables = rapid.SampledFrom([]string{"ta", "ril", "mok", "ve", "shun", "dar", "qui", "lo", "zem", "bha"})
	anyWord   = rapid.Custom(func(t *rapid.T) string {
		w := strings.Join(rapid.SliceOfN(syllables, 2, 4).Draw(t, "syllables"), "")
		return strings.ToUpper(w[:1]) + w[1:]
	})
	anyName = rapid.Custom(func(t *rapid.T) []string {
		return rapid.SliceOfNDistinct(anyWord.Filter(func(w string) bool { return len(w) > 4 }), 1, 3, rapid.ID[string]).Draw(t, "name")
	})
)

// anySentence has a name in one of the ways in which texts write names.
func anySentence(t *rapid.T, name []string) string {
	one := rapid.SampledFrom(name).Draw(t, "part")
	shown := rapid.SampledFrom([]string{strings.Join(name, " "), one, one + "'s", one + "’s", strings.ToUpper(strings.Join(name, " ")), strings.ToLower(strings.Join(name, "-")),
		"al-" + one, "Al" + strings.ToLower(one), strings.Join(name, ""), "@" + strings.Join(name, "_"), one + "s", "“" + one + ",” " + one, one + "\n" + strings.Join(name, "\u00a0"),
		"Mr. " + one, "https://post.invalid/" + strings.ToLower(one)}).Draw(t, "form")
	return rapid.SampledFrom([]string{"", "The clinic said ", "Dead: (", "é"}).Draw(t, "before") + shown + rapid.SampledFrom([]string{"", " was hurt.", ")", ", 34, a baker"}).Draw(t, "after")
}

// ways are how a name may be written so that a person still reads it.
var ways = []func(name []string) string{
	func(n []string) string { return strings.Join(n, " ") },
	func(n []string) string { return "@" + strings.ToLower(strings.Join(n, "")) },
	func(n []string) string { return "#Save" + strings.Join(n, "") + "Now" },
	func(n []string) string { return strings.ToLower(strings.Join(n, " ")) },
	func(n []string) string { return strings.ToUpper(strings.Join(n, "  ")) },
	func(n []string) string {
		return "https://post.invalid/2031/" + strings.ToLower(strings.Join(n, "-")) + "-hurt.html"
	},
	func(n []string) string { return "x.invalid/?q=" + strings.Join(n, "%20") },
	func(n []string) string { return strings.Join(strings.Split(strings.Join(n, " "), ""), "\u00ad") },
	func(n []string) string { return strings.Join(strings.Split(strings.Join(n, ""), ""), "\u200b") },
	func(n []string) string { return strings.Join(strings.Split(strings.Join(n, " "), ""), " ") },
	func(n []string) string { return strings.Join(strings.Split(strings.Join(n, ""), ""), "\u0301") },
	func(n []string) string { return strings.ToLower(n[len(n)-1]+"."+n[0]) + "_1990" },
	func(n []string) string { return strings.Map(wide, strings.Join(n, "_")) },
	func(n []string) string { return strings.ToUpper(n[1]) + ",\n" + n[0] },
}

// wide is a letter of full width.
func wide(r rune) rune {
	if r > ' ' && r < 0x7F && r != '_' {
		return r + 0xFEE0
	}
	return r
}

// TestNoWayOfWritingShowsAName: nowhere, near or far, are the letters of two parts
// left, whatever stands between them.
func TestNoWayOfWritingShowsAName(t *testing.T) {
	fold := func(s string) string {
		return strings.Map(func(r rune) rune {
			if unicode.IsLetter(r) {
				return r
			}
			return -1
		}, strings.ToLower(norm.NFKC.String(s)))
	}
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.SliceOfNDistinct(anyWord, 2, 3, rapid.ID[string]).Draw(t, "name")
		way := rapid.IntRange(0, len(ways)-1).Draw(t, "way")
		text := "On the 3rd, " + ways[way](name) + " was 41. Rain fell."
		near := rapid.Bool().Draw(t, "near")
		scene := veil.Scene{}
		if near {
			scene = about
		}
		v := veil.Over([]rashomon.Ruling{withholding(strings.Join(name, " "))}, scene)
		for what, shown := range map[string]string{"text": v.Text(text), "report": v.Report(rashomon.Report{ID: "r9", Text: text}).Text} {
			for i, a := range name {
				for _, b := range append(slices.Clone(name[:i]), name[i+1:]...) {
					if strings.Contains(fold(shown), fold(a+b)) {
						t.Fatalf("way %d, near %v, %s: %q is shown as %q", way, near, what, text, shown)
					}
				}
			}
			if !strings.Contains(shown, "On the 3rd, ") || !strings.HasSuffix(shown, "was 41. Rain fell.") {
				t.Fatalf("other words are gone: %q is shown as %q", text, shown)
			}
		}
	})
}

// fill gives every string of no type of its own, and every list, something with the
// name in it.
func fill(t *rapid.T, v reflect.Value, name []string) {
	switch v.Kind() {
	case reflect.String:
		if v.Type() == reflect.TypeFor[string]() || v.Type() == reflect.TypeFor[rashomon.Words]() {
			v.SetString(anySentence(t, name))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() && v.Type() != reflect.TypeFor[rashomon.Policy]() {
				fill(t, v.Field(i), name)
			}
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(t, v.Index(0), name)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(t, v.Elem(), name)
	case reflect.Interface:
		if v.Type() == reflect.TypeFor[rashomon.Value]() {
			party := rashomon.Party{Name: anySentence(t, name), Spellings: []string{anySentence(t, name)}}
			values := []rashomon.Value{party, rashomon.Words(anySentence(t, name)), rashomon.Where{Name: anySentence(t, name)}, rashomon.When{Words: anySentence(t, name)},
				rashomon.Tally{Min: 1, Max: 1, Who: strings.ToLower(anySentence(t, name))}}
			v.Set(reflect.ValueOf(rapid.SampledFrom(values).Draw(t, "value")))
		}
	}
}

// shows returns a part of the name that stands in some text, in any case.
func shows(text string, name []string) string {
	for _, part := range name {
		if strings.Contains(strings.ToLower(text), strings.ToLower(part)) {
			return part
		}
	}
	return ""
}

// TestNothingShowsAName: whatever stands in whatever field of a record, no part of a
// withheld name comes out.
func TestNothingShowsAName(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := anyName.Draw(t, "name")
		var rec rashomon.Record
		fill(t, reflect.ValueOf(&rec).Elem(), name)
		rec.Rulings[0].Ruling = withholding(strings.Join(name, " "))
		rec.Rulings[0].Of = &rashomon.Ruled{Field: rashomon.Victim, Value: strings.Join(name, " ")}
		before, _ := json.Marshal(rec)
		v := veil.Over([]rashomon.Ruling{withholding(strings.Join(name, " "))}, about)
		b, err := json.Marshal(v.Record(rec))
		if err != nil {
			t.Fatal(err)
		}
		if part := shows(string(b), name); part != "" {
			t.Fatalf("%s of %v is shown:\n%s", part, name, b)
		}
		if after, _ := json.Marshal(rec); string(after) != string(before) {
			t.Fatal("hiding changed what it was given")
		}
	})
}

// TestReportKeepsItsBytes: a hidden text shows no part of the name, and every other
// byte stands where it stood; what was read in it quotes what now stands there.
func TestReportKeepsItsBytes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := anyName.Draw(t, "name")
		first, last := anySentence(t, name), anySentence(t, name)
		text := "A title\n" + first + " Nobody else came. " + last
		r := rashomon.Report{ID: "r1", Text: text}
		at := strings.Index(text, "Nobody")
		c := rashomon.Claim{ID: "r1.b", Report: "r1", Field: rashomon.Target, Value: rashomon.Words("x"), Span: rashomon.Span{Start: at, End: len(text)}, Quote: text[at:]}
		v := veil.Over([]rashomon.Ruling{withholding(strings.Join(name, " "))}, veil.Scene{Reports: []rashomon.Report{r}, Claims: []rashomon.Claim{c}})
		hidden := v.Report(r)
		if part := shows(hidden.Text, name); part != "" {
			t.Fatalf("%s of %v is shown: %q", part, name, hidden.Text)
		}
		if len(hidden.Text) != len(text) || hidden.Text[at:at+len("Nobody else came.")] != "Nobody else came." {
			t.Fatalf("other bytes moved: %q, was %q", hidden.Text, text)
		}
		reading := v.Reading(rashomon.Reading{Report: "r1", Accounts: []rashomon.Account{{Report: "r1", Key: "a1", Claims: []rashomon.Claim{c}}}}, text)
		if got := reading.Accounts[0].Claims[0]; got.Quote != got.Span.Of(hidden.Text) {
			t.Fatalf("the quotation is %q, and its words are %q", got.Quote, got.Span.Of(hidden.Text))
		}
	})
}

// TestWholeClaims: of a claim that names the person, under any spelling, value and
// words are hidden, and of a claim that shares its words, those.
func TestWholeClaims(t *testing.T) {
	text := "Fire\nTove Marick, 31, a ferry clerk, burned to death, said Adem Marek."
	claim := func(id rashomon.ClaimID, f rashomon.Field, v rashomon.Value, quote string) rashomon.Claim {
		at := strings.Index(text, quote)
		return rashomon.Claim{ID: id, Report: "r1", Field: f, Value: v, Span: rashomon.Span{Start: at, End: at + len(quote)}, Quote: quote}
	}
	victim := claim("r1.a", rashomon.Victim, rashomon.Party{Name: "Tove Marick"}, "Tove Marick, 31, a ferry clerk")
	toll := claim("r1.b", rashomon.Killed, rashomon.Tally{Min: 1, Max: 1}, "31, a ferry clerk, burned to death")
	v := veil.Over([]rashomon.Ruling{withholding("Tove Marrick")}, veil.Scene{Claims: []rashomon.Claim{victim, toll}, Reports: []rashomon.Report{{ID: "r1", Text: text}}})
	if got := v.Claim(victim); got.Quote != "" || got.Value.String() != "[name withheld]" {
		t.Errorf("the claim shows %q, %q", got.Value, got.Quote)
	}
	if got := v.Claim(toll); got.Quote != "[name withheld], burned to death" {
		t.Errorf("the toll quotes %q", got.Quote)
	}
	if got, want := v.Report(rashomon.Report{ID: "r1", Text: text}).Text, "Fire\n[withheld                    ], burned to death, said Adem Marek."; got != want {
		t.Errorf("the text is %q, want %q", got, want)
	}
}

// TestAnyText: no name and no text makes the veil fail, move a byte that it does not
// hide, or break a character.
func TestAnyText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name, text := rapid.String().Draw(t, "name"), rapid.OneOf(rapid.String(), rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) })).Draw(t, "text")
		text = name + " " + text
		v := veil.Over([]rashomon.Ruling{withholding(name)}, veil.Scene{Reports: []rashomon.Report{{ID: "r1", Text: text}}})
		if got := v.Report(rashomon.Report{ID: "r1", Text: text}).Text; len(got) != len(text) || utf8.ValidString(text) && !utf8.ValidString(got) {
			t.Fatalf("%q became %q", text, got)
		}
		if got := v.Text(text); utf8.ValidString(text) && !utf8.ValidString(got) {
			t.Fatalf("%q is shown as %q", text, got)
		}
	})
}
