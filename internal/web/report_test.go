package web

import (
	"strings"
	"testing"

	"rashomon"
)

// TestMisplacedWords: a claim whose words do not stand where it says is listed and
// said to be so, and nothing is marked for it.
func TestMisplacedWords(t *testing.T) {
	reading := readings(t)[0]
	claims := reading.Claims()
	claims[0].Span.Start++
	claims[1].Span = rashomon.Span{Start: -4, End: 9000}
	claims[2].Span = rashomon.Span{}
	reading.Accounts[0].Claims, reading.Cumulative = claims[:7], claims[7:]
	if got, want := len(marks(courier, claims, nil)), len(claims)-3; got != want {
		t.Errorf("%d marks, want %d", got, want)
	}
	n := 0
	for _, g := range groups(reportTwin{Report: courier, Reading: &reading}, claims) {
		for _, c := range g.Claims {
			if !c.Placed {
				n++
			}
		}
	}
	if n != 3 {
		t.Errorf("%d claims are said to be misplaced, want 3", n)
	}
}

// Who says that nobody has claimed a deed is not shown as one who doubts that nobody did.
func TestUnclaimedStates(t *testing.T) {
	r := rashomon.NewReport("", "No group has claimed it. Nobody confirmed the army did it.", rashomon.Report{})
	doubt := func(value string, start int) rashomon.Claim {
		return rashomon.Claim{ID: rashomon.ClaimID(value), Report: r.ID, Field: rashomon.Perpetrator, Value: rashomon.Party{Name: value}, Quote: value,
			Span: rashomon.Span{Start: start, End: start + len(value)}, Attribution: rashomon.Attribution{Stance: rashomon.Doubts}}
	}
	claims := []rashomon.Claim{doubt("No group", 1), doubt("the army", 43)}
	for i, want := range []string{rashomon.States.Verb(), rashomon.Doubts.Verb()} {
		cited := groups(reportTwin{Report: r, Reading: &rashomon.Reading{}}, claims)[0].Claims[i].Said
		if marked := marks(r, claims, nil); len(marked) != 2 || !strings.HasSuffix(marked[i].Note, want) || cited != want {
			t.Errorf("%s: %q and %+v, want %q", claims[i].ID, cited, marked, want)
		}
	}
}

func TestWebAddress(t *testing.T) {
	for in, want := range map[string]string{
		"https://example.invalid/a?b=c": "https://example.invalid/a?b=c", "http://example.invalid": "http://example.invalid",
		"": "", "javascript:alert(1)": "", "data:text/html,x": "", "file:///etc/hosts": "", "//example.invalid/x": "", "https:": "", "a b": "", "http://[": "",
		"ftp://example.invalid/x": "",
	} {
		if got := webAddress(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}
