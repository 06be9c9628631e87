package tie

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
	"pgregory.net/rapid"

	"rashomon"
	"rashomon/internal/extract"
)

var update = flag.Bool("update", false, "write what the reports give into the cases")

// told is a report of a case: its text without the marks, and the accounts they mark.
type told struct {
	text     string
	accounts []rashomon.Account
	want     []string
}

var marked = regexp.MustCompile(`\[([ab]\d+) ([^\]]+)\]`)

// parse reads a case (testdata/words/retaliation.txtar says how it is written).
func parse(t *testing.T, section string) told {
	t.Helper()
	var out told
	at := map[string]int{}
	account := func(key string) *rashomon.Account {
		i, ok := at[key]
		if !ok {
			i = len(out.accounts)
			at[key] = i
			out.accounts = append(out.accounts, rashomon.Account{Report: "courier", Key: key, Main: key[0] == 'a'})
		}
		return &out.accounts[i]
	}
	var b strings.Builder
	for line := range strings.Lines(section) {
		switch line[0] {
		case '=':
			out.want = append(out.want, strings.TrimSpace(line))
			continue
		case '@':
			f := strings.Fields(line)
			a := account(f[1])
			a.Where.Name = f[2]
			if len(f) > 3 {
				a.When.From, _ = rashomon.ParseDate(f[3])
			}
			continue
		}
		last := 0
		for _, m := range marked.FindAllStringSubmatchIndex(line, -1) {
			b.WriteString(line[last:m[0]])
			words := line[m[4]:m[5]]
			a := account(line[m[2]:m[3]])
			span := rashomon.Span{Start: b.Len(), End: b.Len() + len(words)}
			a.Claims = append(a.Claims, rashomon.Claim{Report: "courier", Account: a.Key, Field: rashomon.Killed, Span: span, Quote: words})
			b.WriteString(words)
			last = m[1]
		}
		b.WriteString(line[last:])
	}
	out.text = b.String()
	return out
}

func names(accounts []rashomon.Account) []rashomon.IncidentID {
	ids := make([]rashomon.IncidentID, len(accounts))
	for i, a := range accounts {
		ids[i] = rashomon.IncidentID(a.Key)
	}
	return ids
}

// lines writes the ties, each from one side. Recalls are written only where asked for.
func lines(ties []Tied, recalls bool) []string {
	var out []string
	for _, t := range ties {
		forward := !slices.Contains([]rashomon.TieKind{rashomon.AnsweredBy, rashomon.FollowedBy, rashomon.RecalledBy, rashomon.MistakenForIt}, t.Kind)
		if !forward || t.Kind == rashomon.SameSeries && t.From > t.To || t.Kind == rashomon.Recalls && !recalls {
			continue
		}
		out = append(out, strings.TrimSpace(fmt.Sprintf("= %s %s %s: %s", t.From, t.Kind, t.To, t.Words)))
	}
	return out
}

// cases calls f with every case of testdata.
func cases(t *testing.T, f func(file, name string, c told)) {
	t.Helper()
	files, err := filepath.Glob("testdata/words/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases in testdata: %v", err)
	}
	for _, file := range files {
		a, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range a.Files {
			f(filepath.Base(file), c.Name, parse(t, string(c.Data)))
		}
	}
}

func TestTies(t *testing.T) {
	if *update {
		updateCases(t)
	}
	cases(t, func(file, name string, c told) {
		t.Run(file+"/"+name, func(t *testing.T) {
			got := lines(Of("courier", c.text, c.accounts, names(c.accounts)), file == "recalls.txtar")
			if !slices.Equal(got, c.want) {
				t.Errorf("in %q\ngives\n%s\nwant\n%s", c.text, strings.Join(got, "\n"), strings.Join(c.want, "\n"))
			}
		})
	})
}

func updateCases(t *testing.T) {
	files, _ := filepath.Glob("testdata/words/*.txtar")
	for _, file := range files {
		a, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for i, c := range a.Files {
			var b strings.Builder
			for line := range strings.Lines(string(c.Data)) {
				if line[0] != '=' {
					b.WriteString(line)
				}
			}
			x := parse(t, string(c.Data))
			for _, l := range lines(Of("courier", x.text, x.accounts, names(x.accounts)), filepath.Base(file) == "recalls.txtar") {
				b.WriteString(l + "\n")
			}
			a.Files[i].Data = []byte(b.String())
		}
		if err := os.WriteFile(file, txtar.Format(a), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// TestReadTies reads whole reports: the ties must come between the accounts that the
// reader finds there.
func TestReadTies(t *testing.T) {
	const file = "testdata/reports.txtar"
	a, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	reader := extract.NewReader()
	for _, c := range a.Files {
		want := map[string]bool{} // must come, or may
		var text strings.Builder
		for line := range strings.Lines(string(c.Data)) {
			switch line[0] {
			case '=', '?':
				want["="+strings.TrimSpace(line[1:])] = line[0] == '='
			default:
				text.WriteString(line)
			}
		}
		title, body, _ := strings.Cut(text.String(), "\n")
		r := rashomon.NewReport(title, body, rashomon.Report{Published: "2031-05-20"})
		reading, err := reader.Extract(r)
		if err != nil {
			t.Fatal(err)
		}
		for _, got := range lines(Of(r.ID, r.Text, reading.Accounts, names(reading.Accounts)), false) {
			if _, ok := want["="+got[2:]]; !ok {
				t.Errorf("%s gives a tie that it does not tell: %s", c.Name, got)
			}
			delete(want, "="+got[2:])
		}
		for tie, must := range want {
			if must {
				t.Errorf("%s does not give %s", c.Name, tie)
			}
		}
	}
}

// TestBothSides holds every tie to be on both incidents, with the same words.
func TestBothSides(t *testing.T) {
	cases(t, func(file, name string, c told) {
		ties := Of("courier", c.text, c.accounts, names(c.accounts))
		for _, x := range ties {
			y := x
			y.From, y.To, y.Kind = x.To, x.From, x.Kind.Inverse()
			if !slices.Contains(ties, y) {
				t.Errorf("%s/%s: %+v is not seen from %s", file, name, x, x.To)
			}
		}
	})
}

// TestAnything holds Of to give, for any text and any claims, ties between incidents of
// the report with words that stand in it, and no more of them than claims and cues allow.
func TestAnything(t *testing.T) {
	words := []string{"in retaliation for", "hours after", "It came", "the strike", "killed six", "Pellin", ".", ",", "\n", "part of a series of", "similar attack", "responded to", "with",
		"was followed by", "Three hours earlier,", "In response,", "initially reported as", "the raid", "é", "\xff", "\"", "confused it with", "third such attack in a week"}
	rapid.Check(t, func(t *rapid.T) {
		body := strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 0, 60).Draw(t, "words"), " ")
		var accounts []rashomon.Account
		for i := range rapid.IntRange(0, 5).Draw(t, "accounts") {
			a := rashomon.Account{Key: fmt.Sprint("a", i), Main: rapid.Bool().Draw(t, "main"), Where: rashomon.Where{Name: rapid.SampledFrom(words).Draw(t, "place")}}
			for range rapid.IntRange(0, 4).Draw(t, "claims") {
				at := rapid.IntRange(-2, len(body)+2).Draw(t, "at")
				a.Claims = append(a.Claims, rashomon.Claim{Span: rashomon.Span{Start: at, End: at + rapid.IntRange(-1, 9).Draw(t, "long")}})
			}
			accounts = append(accounts, a)
		}
		ids := names(accounts)
		for i := range ids {
			if i > 0 && rapid.Bool().Draw(t, "same") {
				ids[i] = ids[i-1]
			}
		}
		ties := Of("r", body, accounts, ids)
		if !slices.EqualFunc(ties, Of("r", body, accounts, ids), func(a, b Tied) bool { return a == b }) {
			t.Fatal("a second call gives other ties")
		}
		for _, x := range ties {
			if x.From == x.To || !slices.Contains(ids, x.From) || !slices.Contains(ids, x.To) {
				t.Fatalf("tie between %q and %q", x.From, x.To)
			}
			if body != "" && !x.Span.Empty() && (!x.Span.Valid(body) || x.Words != x.Span.Of(body) || len(x.Words) > cited) {
				t.Fatalf("tie cites %v of %d bytes: %q", x.Span, len(body), x.Words)
			}
		}
	})
}

// TestNoText holds a report whose text is not at hand to recall without words.
func TestNoText(t *testing.T) {
	accounts := []rashomon.Account{{Key: "a1", Main: true}, {Key: "b1", Claims: []rashomon.Claim{{Span: rashomon.Span{Start: 3, End: 9}}}}}
	want := []string{"= a1 recalls b1:"}
	if got := lines(Of("r", "", accounts, names(accounts)), true); !slices.Equal(got, want) {
		t.Errorf("gives %q, want %q", got, want)
	}
}

// TestMuch reads one sentence of two thousand events, each said to answer the next: the
// product of cues and claims would be felt.
func TestMuch(t *testing.T) {
	const events = 2_000
	var b strings.Builder
	b.WriteString("Much\n")
	var accounts []rashomon.Account
	for i := range events {
		start := b.Len()
		fmt.Fprintf(&b, "raid %d killed six in retaliation for ", i)
		span := rashomon.Span{Start: start, End: start + len("raid 0 killed six")}
		accounts = append(accounts, rashomon.Account{Key: fmt.Sprint("a", i), Main: i%2 == 0, Where: rashomon.Where{Name: strings.Repeat("x", i)},
			Claims: []rashomon.Claim{{Field: rashomon.Killed, Span: span}}})
	}
	ties := Of("r", b.String(), accounts, names(accounts))
	if len(ties) == 0 || len(ties) > 4*events {
		t.Errorf("%d ties of %d events", len(ties), events)
	}
	for _, x := range ties {
		if len(x.Words) > cited {
			t.Fatalf("a tie cites %d bytes", len(x.Words))
		}
	}
}
