package page

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rashomon"
)

func TestReadText(t *testing.T) {
	long := strings.Repeat("A shell fell on Orrin. ", 20)
	cases := []struct{ name, in, title, body string }{
		{"title, then body", "Two die in Orrin\nA shell fell.\n", "Two die in Orrin", "A shell fell."},
		{"empty lines around the title", "\n \nTwo die\n\n\nA shell fell.\n\nMore.\n\n", "Two die", "A shell fell.\n\nMore."},
		{"indentation of the body stays", "Two die\n\n  A shell fell.", "Two die", "  A shell fell."},
		{"byte order mark", utf8BOM + "Two die\nA shell fell.", "Two die", "A shell fell."},
		{"Windows line ends", "Two die\r\n\r\nA shell fell.\r\nMore.", "Two die", "A shell fell.\nMore."},
		{"old Macintosh line ends", "Two die\rA shell fell.", "Two die", "A shell fell."},
		{"a title alone", "Two die in Orrin", "Two die in Orrin", ""},
		{"no headline is so long", long + "\nMore.", "", long + "\nMore."},
		{"UTF-16", string(utf16LE("Škof\nTwo die.")), "Škof", "Two die."},
		{"words that begin like a file", "RIFF raff\nTwo die.", "RIFF raff", "Two die."},
	}
	for _, c := range cases {
		h := Hint{Name: "a.txt", Source: "Gazette", Published: "2023-05-04", URL: "https://a.invalid/1"}
		got, problems, err := Read([]byte(c.in), h)
		if err != nil || len(problems) > 0 || len(got) != 1 {
			t.Errorf("%s: %v, %v, %v", c.name, got, problems, err)
			continue
		}
		want := rashomon.NewReport(c.title, c.body, rashomon.Report{Source: rashomon.Source{Name: "Gazette"}, URL: h.URL,
			Published: h.Published, Bytes: rashomon.DigestOf([]byte(c.in)), MediaType: PlainText})
		if d := cmp.Diff(want, got[0]); d != "" {
			t.Errorf("%s: want - got +\n%s", c.name, d)
		}
	}
}

func TestReadTextOfAServer(t *testing.T) {
	got, _, err := Read([]byte("Title\nThe town of M\xE4rk"), Hint{Name: "https://a.invalid/x", MediaType: "text/plain; charset=iso-8859-1"})
	if err != nil || got[0].Text != "Title\nThe town of Märk" {
		t.Errorf("got %v, %v", got, err)
	}
}

func TestMediaType(t *testing.T) {
	cases := []struct {
		name string
		h    Hint
		b    string
		want string
	}{
		{"text", Hint{Name: "a.txt"}, "Two die", PlainText},
		{"name of HTML", Hint{Name: "A.HTM"}, "Two die", HTML},
		{"HTML without its name", Hint{Name: "-"}, "  <!DOCTYPE html><p>", HTML},
		{"HTML after a comment", Hint{}, "<!-- saved -->\n<html>", HTML},
		{"XHTML", Hint{}, `<?xml version="1.0"?><html>`, HTML},
		{"the server says HTML", Hint{Name: "https://a.invalid/1", MediaType: "Text/HTML; charset=utf-8"}, "<p>x", HTML},
		{"the server says HTML, the address JSON", Hint{Name: "https://a.invalid/1.json", MediaType: "text/html"}, "<p>x", HTML},
		{"a piece of HTML", Hint{Name: "-"}, "<div class=story><p>x", HTML},
		{"an address with a query", Hint{Name: "https://a.invalid/1.html?x=y.txt"}, "x", HTML},
		{"name of JSON lines", Hint{Name: "a.jsonl"}, "x", JSONLines},
		{"JSON lines without their name", Hint{Name: "-"}, `{"text": "x"}`, JSONLines},
		{"JSON lines after a byte order mark", Hint{}, utf8BOM + `{"text": "x"}`, JSONLines},
		{"a brace is no JSON", Hint{}, "{sic} Two die", PlainText},
		{"an angle is no HTML", Hint{}, "<3 from Orrin", PlainText},
		{"an unfinished comment", Hint{}, "<!-- <html>", PlainText},
	}
	for _, c := range cases {
		if got := MediaType([]byte(c.b), c.h); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// Every message names the object and says what to do.
func TestReadBadInput(t *testing.T) {
	big := bytes.Repeat([]byte("Two die in Orrin. "), 50<<20/18)
	cases := []struct {
		name string
		b    string
		h    Hint
		want []string
	}{
		{"empty", "", Hint{Name: "a.txt"}, []string{"read a.txt", "empty", "check"}},
		{"blank", " \r\n\t", Hint{Name: "-"}, []string{"read standard input", "empty"}},
		{"a byte order mark alone", utf8BOM, Hint{Name: "a.txt"}, []string{"read a.txt", "empty"}},
		{"half a PDF", "%PDF-1.7\nwords", Hint{Name: "a.pdf"}, []string{"read a.pdf", "damaged PDF", "pdftotext"}},
		{"a feed", "<?xml version=\"1.0\"?>\n<rss version=\"2.0\"><channel></channel></rss>", Hint{Name: "feed.xml"}, []string{"read feed.xml", "it is a feed", "source add"}},
		{"a Word file", "PK\x03\x04\x14\x00", Hint{Name: "a.docx"}, []string{"read a.docx", "Office", "save its text"}},
		{"a picture", "\x89PNG\r\n\x1a\n\x00", Hint{Name: "a.png"}, []string{"image"}},
		{"gzip", "\x1f\x8b\x08\x00", Hint{Name: "a.gz"}, []string{"gunzip"}},
		{"rich text", `{\rtf1 words}`, Hint{Name: "a.rtf"}, []string{"rich text", "plain text"}},
		{"zero bytes", "Two die\x00\x01", Hint{Name: "a.txt"}, []string{"binary", "offset 7"}},
		{"a program named HTML", "\x7fELF\x02\x01\x00", Hint{Name: "a.html"}, []string{"read a.html", "program"}},
		{"invalid UTF-8", "Two die in M\xE4rk", Hint{Name: "a.txt"}, []string{"read a.txt", "0xE4 at offset 12", "iconv"}},
		{"50 MB of text", string(big), Hint{Name: "a.txt"}, []string{"read a.txt", "50.0 MB", "4 MB", "split"}},
		{"20 MB of HTML", "<html>" + string(big[:20<<20]), Hint{URL: "https://a.invalid/1"}, []string{"https://a.invalid/1", "20.0 MB", "15 MB"}},
		{"HTML without words", "<html><body><img src=a.png></body></html>", Hint{Name: "a.html"}, []string{"read a.html", "no article text", "save"}},
		{"HTML too deep", strings.Repeat("<div>", 9999) + "x", Hint{Name: "a.html"}, []string{"read a.html", "nested too deep", "no article text", "save"}},
		{"HTML of too many elements", strings.Repeat("<p>word", 300_000), Hint{Name: "a.html"}, []string{"read a.html", "200000 elements", "no article text", "save"}},
		{"a published that is no date", "Two die", Hint{Name: "a.txt", Published: "Thursday"}, []string{"read a.txt", `published "Thursday"`, "2017-04-15"}},
		{"a JSON list", "[\n{\"text\": \"x\"},\n{\"text\": \"y\"}\n]", Hint{Name: "a.json"}, []string{"read a.json", "a JSON list", "jq -c '.[]' a.json"}},
		{"a JSON list in one line", `[{"text": "x"}]`, Hint{Name: "-"}, []string{"standard input", "a JSON list", "jq -c '.[]' FILE"}},
		{"a JSON object over lines", "{\n  \"text\": \"x\"\n}", Hint{Name: "-"}, []string{"over several lines", "jq -c . FILE"}},
		{"a program", "\x7fELF\x02\x01\x00", Hint{Name: "ls"}, []string{"a program", "give text"}},
		{"JSON that is no report", `{"headline": "x"}`, Hint{Name: "a.json"}, []string{"read a.json", "line 1", `no "text"`}},
	}
	for _, c := range cases {
		got, problems, err := Read([]byte(c.b), c.h)
		if err == nil {
			t.Errorf("%s: no error; %d reports", c.name, len(got))
			continue
		}
		if len(got) > 0 || len(problems) > 0 {
			t.Errorf("%s: %d reports and %d problems beside an error", c.name, len(got), len(problems))
		}
		for _, w := range c.want {
			if !strings.Contains(err.Error(), w) {
				t.Errorf("%s: message %q lacks %q", c.name, err, w)
			}
		}
		if n := len(err.Error()); n > 300 {
			t.Errorf("%s: a message of %d bytes", c.name, n)
		}
	}
}

func TestReadJSONLines(t *testing.T) {
	in := strings.Join([]string{
		utf8BOM + `{"id": "a1", "url": "https://a.invalid/1", "source": "Gazette", "title": "Two die", "text": "A shell fell.\r\n", "published": "2023-05-04", "language": "en", "mood": 7}`,
		``,
		`{"id": 7, "outlet": "Post", "text": "A shell fell.", "published": null, "claims": [{"text": 1}]}` + "\r",
		`not JSON`,
		`["text"]`,
		`{"text": 12}`,
		`{"title": "Two die"}`,
		`{"text": "  "}`,
		`{"text": "x", "published": "04/05/2023"}`,
		"{\"text\": \"M\xE4rk\"}",
		`{"id": {}, "text": "x"}`,
		`{"text": "the last", "title": "On two\nlines"}`,
	}, "\n")
	got, problems, err := Read([]byte(in), Hint{Name: "a.jsonl", Source: "Hinted"})
	if err != nil {
		t.Fatal(err)
	}
	type told struct{ Ref, Source, URL, Published, Language, Text string }
	var reports []told
	for _, r := range got {
		reports = append(reports, told{r.Ref, r.Source.Name, r.URL, r.Published, r.Language, r.Text})
	}
	want := []told{
		{"a1", "Gazette", "https://a.invalid/1", "2023-05-04", "en", "Two die\nA shell fell.\r\n"},
		{"7", "Post", "", "", "", "\nA shell fell."},
		{"", "Hinted", "", "", "", "On two lines\nthe last"},
	}
	if d := cmp.Diff(want, reports); d != "" {
		t.Errorf("reports: want - got +\n%s", d)
	}
	wantProblems := []struct {
		line int
		says string
	}{
		{4, "no whole JSON object"}, {5, "a JSON array and no object"}, {6, `its "text" is a JSON number`}, {7, `no "text"`}, {8, "its text is empty"},
		{9, `published "04/05/2023"`}, {10, "0xE4 at offset 11"}, {11, "id is neither"},
	}
	if len(problems) != len(wantProblems) {
		t.Fatalf("%d problems, want %d: %v", len(problems), len(wantProblems), problems)
	}
	for i, w := range wantProblems {
		if p := problems[i]; p.Line != w.line || !strings.Contains(p.Err.Error(), w.says) {
			t.Errorf("problem %d: line %d: %v, want line %d: ...%s...", i, p.Line, p.Err, w.line, w.says)
		}
	}
}

func TestReadTwiceIsTheSameReport(t *testing.T) {
	line := `{"source": "Gazette", "title": "Two die", "text": "A shell fell."}`
	a, _, _ := Read([]byte(line), Hint{})
	b, _, _ := Read([]byte("\n"+line+"\n"), Hint{Name: "b.jsonl"})
	if a[0].ID == "" || a[0].ID != b[0].ID || a[0].Bytes != b[0].Bytes {
		t.Errorf("%v and %v", a[0], b[0])
	}
}

// repeated gives the same line for ever, so that a test can stream more than it holds.
type repeated struct {
	line string
	left int
	rest string
	err  error
}

func (r *repeated) Read(p []byte) (int, error) {
	if r.rest == "" {
		if r.left--; r.left < 0 {
			return 0, r.err
		}
		r.rest = r.line
	}
	n := copy(p, r.rest)
	r.rest = r.rest[n:]
	return n, nil
}

func TestLinesPastTheLimitAreDropped(t *testing.T) {
	long := `{"text": "` + strings.Repeat("x", MaxLine) + `"}` + "\n"
	in := `{"text": "one"}` + "\n" + long + `{"text": "` + strings.Repeat("x", MaxText+1) + `"}` + "\n" + `{"text": "four"}`
	var seen []string
	err := Lines(strings.NewReader(in), Hint{}, func(l Line) bool {
		if l.Err != nil {
			seen = append(seen, l.Err.Error())
		} else {
			seen = append(seen, clip(l.Report.Text))
		}
		return true
	})
	want := []string{"\none", "the line is longer than 16 MB; give one report a line",
		"it has 4.0 MB and one report may have 4 MB; split it, or give the reports as JSON lines (.jsonl)", "\nfour"}
	if d := cmp.Diff(want, seen); d != "" || err != nil {
		t.Errorf("error %v; want - got +\n%s", err, d)
	}
}

func TestLinesStopsAndTellsOfTrouble(t *testing.T) {
	broken := errors.New("the disk is gone")
	n := 0
	count := func(Line) bool { n++; return true }
	err := Lines(&repeated{line: "{\"text\": \"x\"}\n", left: 5, err: broken}, Hint{Name: "-"}, count)
	if !errors.Is(err, broken) || !strings.Contains(err.Error(), "standard input, line 6") || n != 5 {
		t.Errorf("%d lines, error %v", n, err)
	}
	n = 0
	err = Lines(&repeated{line: "{\"text\": \"x\"}\n", left: 5, err: broken}, Hint{}, func(Line) bool { n++; return n < 2 })
	if err != nil || n != 2 {
		t.Errorf("stopped after %d lines, error %v, want 2 and none", n, err)
	}
}

// The two seeds read as files are the same words as their gold lines.
func TestSeedsReadAsTheirGold(t *testing.T) {
	gold, err := os.ReadFile("../../../shared/gold/seeds.jsonl")
	paths, _ := filepath.Glob("../../../shared/seeds/*.txt")
	if err != nil || len(paths) == 0 {
		t.Skip("SKIPPED: ../shared is not there; the seeds were not read")
	}
	reports, problems, err := Read(gold, Hint{Name: "seeds.jsonl"})
	if err != nil || len(problems) > 0 {
		t.Fatalf("%v %v", problems, err)
	}
	texts := map[string]bool{}
	for _, r := range reports {
		texts[r.Text] = true
	}
	for _, p := range paths {
		b, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		got, _, err := Read(b, Hint{Name: p})
		if err != nil || !texts[got[0].Text] {
			t.Errorf("%s: %v; its text is not that of a gold line", p, err)
		}
	}
}
