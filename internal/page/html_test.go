package page

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/tools/txtar"

	"rashomon"
)

var update = flag.Bool("update", false, "write the golden files anew")

// Each testdata/*.txtar holds a hint, a page and the report that must come of them.
func TestReadHTML(t *testing.T) {
	paths, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			ar, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			got := written(t, ar)
			if *update {
				ar.Files = append(ar.Files[:2], txtar.File{Name: "want", Data: []byte(got)})
				if err := os.WriteFile(path, txtar.Format(ar), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if len(ar.Files) != 3 {
				t.Fatalf("%s has no want; run with -update and read it", path)
			}
			if d := cmp.Diff(string(ar.Files[2].Data), got); d != "" {
				t.Errorf("want - got +\n%s", d)
			}
		})
	}
}

func written(t *testing.T, ar *txtar.Archive) string {
	t.Helper()
	var h Hint
	for line := range strings.Lines(string(ar.Files[0].Data)) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		switch key {
		case "name":
			h.Name = value
		case "url":
			h.URL = value
		case "source":
			h.Source = value
		case "published":
			h.Published = value
		case "mediatype":
			h.MediaType = value
		default:
			t.Fatalf("unknown hint %q", key)
		}
	}
	reports, problems, err := Read(ar.Files[1].Data, h)
	if err != nil || len(problems) > 0 || len(reports) != 1 {
		t.Fatalf("%d reports, problems %v, error %v", len(reports), problems, err)
	}
	r := reports[0]
	return fmt.Sprintf("source: %s\nurl: %s\npublished: %s\nlanguage: %s\nmedia type: %s\n\n%s\n",
		r.Source.Name, r.URL, r.Published, r.Language, r.MediaType, r.Text)
}

func TestAddress(t *testing.T) {
	cases := []struct{ name, canonical, given, want string }{
		{"its own", "https://a.invalid/1", "https://a.invalid/1?x=2", "https://a.invalid/1"},
		{"relative", "/1", "https://a.invalid/1?x=2", "https://a.invalid/1"},
		{"a mobile face", "https://www.a.invalid/1", "https://m.a.invalid/1", "https://www.a.invalid/1"},
		{"another outlet", "https://b.invalid/1", "https://a.invalid/1", "https://a.invalid/1"},
		{"the front page", "https://a.invalid/", "https://a.invalid/1", "https://a.invalid/1"},
		{"in other letters, a password, a place in the page", "https://b.invalid:x@A.invalid/1#top", "https://a.invalid/1?x=2", "https://a.invalid/1"},
		{"endless", "https://a.invalid/" + strings.Repeat("1", 3000), "https://a.invalid/1", "https://a.invalid/1"},
		{"no given", "https://a.invalid/1", "", "https://a.invalid/1"},
		{"no web address", "javascript:alert(1)", "https://a.invalid/1", "https://a.invalid/1"},
		{"relative and no given", "/1", "", ""},
		{"neither", "", "", ""},
		{"not parsed", "https://%zz", "https://a.invalid/1", "https://a.invalid/1"},
	}
	for _, c := range cases {
		got := ""
		if at := address(c.canonical, c.given); at != nil {
			got = at.String()
		}
		if got != c.want {
			t.Errorf("%s: address(%q, %q) = %q, want %q", c.name, c.canonical, c.given, got, c.want)
		}
	}
}

func TestDate(t *testing.T) {
	cases := []struct{ in, want string }{
		{"2023-05-04T16:40:00Z", "2023-05-04T16:40:00Z"},
		{"2023-05-04T16:40:00.123+0200", "2023-05-04T16:40:00+02:00"},
		{"2023-05-04T16:40+02:00", "2023-05-04T16:40:00+02:00"},
		{"Thu, 04 May 2023 16:40:00 +0200", "2023-05-04T16:40:00+02:00"},
		{"2023-05-04T16:40:00", "2023-05-04"},
		{"2023-05-04", "2023-05-04"},
		{"20230504", "2023-05-04"},
		{"4 May 2023", "2023-05-04"},
		{"May 4, 2023", "2023-05-04"},
		{"04/05/2023", ""},
		{"2023-13-04", ""},
		{"2023-05", ""},
		{"yesterday", ""},
		{"", ""},
	}
	for _, c := range cases {
		if got := date(c.in); got != c.want {
			t.Errorf("date(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

func TestReadHTMLCharsets(t *testing.T) {
	page := func(head, word string) []byte {
		return []byte("<html><head>" + head + "<title>News</title></head><body><p>The town of " + word +
			" was shelled on Tuesday, and two people died, its mayor said.</p><p>More words follow, so that it is an article.</p></body></html>")
	}
	late := "<!--" + strings.Repeat("x", 2000) + "-->"
	cases := []struct {
		name, mediaType string
		page            []byte
		want            string
	}{
		{"UTF-8, said by nobody, after the first 1,024 bytes", "", page(late, "Škof"), "Škof"},
		{"UTF-8 under a wrong meta", "", page(`<meta charset="iso-8859-1">`, "Škof"), "Škof"},
		{"UTF-8 with a byte order mark", "", append([]byte(utf8BOM), page("", "Škof")...), "Škof"},
		{"windows-1250 by meta", "", page(`<meta charset="windows-1250">`, "\x8Akof"), "Škof"},
		{"windows-1251 by header", "text/html; charset=windows-1251", page("", "\xCF\xE5\xEB\xE8\xED"), "Пелин"},
		{"nothing said: windows-1252", "", page("", "M\xE4rk"), "Märk"},
		{"windows-1256 by meta", "", page(`<meta http-equiv="content-type" content="text/html; charset=windows-1256">`, "\xE3\xCF\xED\xE4\xC9"), "مدينة"},
		{"koi8-r by header", "text/html; charset=koi8-r", page("", "\xF0\xC5\xCC\xC9\xCE"), "Пелин"},
		{"a header of UTF-8 that lies, a true meta", "text/html; charset=utf-8", page(`<meta charset="windows-1251">`, "\xCF\xE5\xEB\xE8\xED"), "Пелин"},
		{"a meta of UTF-8 that lies", "", page(`<meta charset="utf-8">`, "M\xE4rk"), "Märk"},
		{"UTF-8 with one bad byte", "text/html; charset=utf-8", page("<title>\xE4</title>", "Škof and Märk"), "Škof and Märk"},
		{"a meta of UTF-16 in a page that has none", "", page(`<meta charset="utf-16le">`, "M\xE4rk"), "Märk"},
		{"UTF-16 by its mark", "", utf16LE(string(page("", "Škof"))), "Škof"},
	}
	for _, c := range cases {
		reports, _, err := Read(c.page, Hint{Name: "a.html", MediaType: c.mediaType})
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if want := "The town of " + c.want + " was shelled"; !strings.Contains(reports[0].Text, want) {
			t.Errorf("%s: %q lacks %q", c.name, reports[0].Text, want)
		}
	}
}

// Words that do not say their encoding are Cyrillic or Arabic where they would be
// gibberish otherwise.
func TestGuessed(t *testing.T) {
	russian, arabic := "Двое погибли при обстреле рынка в городе Пелин, сообщил мэр.", "قتل شخصان في قصف على سوق مدينة أورين، بحسب رئيس البلدية."
	for _, c := range []struct {
		enc  *charmap.Charmap
		text string
	}{
		{charmap.Windows1251, russian}, {charmap.KOI8R, russian}, {charmap.Windows1256, arabic},
		{charmap.Windows1252, "Über Märk und Škof fielen drei Schüsse, sagte der Bürgermeister."}, {charmap.Windows1252, "ÄÖÜ äöü é"},
	} {
		b, err := c.enc.NewEncoder().String("<p>" + c.text + "</p>")
		if err != nil {
			t.Fatal(err)
		}
		for _, mediaType := range []string{"", "text/html", "text/html; charset=utf-8"} {
			got, err := decodeHTML([]byte(b), mediaType)
			if want := "<p>" + c.text + "</p>"; err != nil || string(got) != want {
				t.Errorf("%v as %q: %q, %v, want %q", c.enc, mediaType, got, err, want)
			}
		}
	}
}

func utf16LE(s string) []byte {
	b := []byte("\xFF\xFE")
	for _, r := range s {
		b = append(b, byte(r), byte(r>>8))
	}
	return b
}

// A page that no parser should take apart still gives its words, and it is said.
func TestReadHTMLInPart(t *testing.T) {
	first, second := "A shell fell on the market of Orrin on Tuesday morning, killing two people, its mayor said.", "Nobody has said who fired it; the army denied that its guns, which stand on the hills, had fired."
	page := func(before, between string) string {
		return `<html lang="en"><head><title>Two die | Gazette</title><meta property="og:site_name" content="Gazette"><meta property="article:published_time" content="2023-05-09">` +
			`<link rel="canonical" href="/two-die"><style>p { color: red }</style></head><body><nav><a href="/">Home and other things that are long enough to be taken for a sentence</a></nav>` +
			before + "<div><p>" + first + "</p>" + between + "<p>" + second + "<br>" + first + "</p><p><a href=/x>Another story that one may want to read after this one, or not at all</a></p></div></body></html>"
	}
	want := "Two die\n" + first + "\n\n" + second + "\n\n" + first
	cases := []struct{ name, page, says string }{
		{"too deep", page(strings.Repeat("<div>", 600), ""), "nested too deep"},
		{"too many elements", page("", strings.Repeat("<i></i>", 150_000)), "more than 200000 elements"},
		{"formatting that nobody closes", page("", strings.Repeat("<b class=x>", 400)+strings.Repeat("<p>", 600)), "more than 200000 elements"},
		{"too much work", page("", strings.Repeat("<p>word and word and word</p>", 30_000)), "30016 elements and 0.6 MB"},
	}
	for _, c := range cases {
		got, problems, err := Read([]byte(c.page), Hint{Name: "a.html", URL: "https://gazette.invalid/two-die?x=1"})
		if err != nil || len(got) != 1 || len(problems) != 1 || problems[0].Line != 0 || !strings.Contains(problems[0].Err.Error(), c.says) {
			t.Errorf("%s: %d reports, problems %v, %v", c.name, len(got), problems, err)
			continue
		}
		r := got[0]
		if r.Text != want || r.Source.Name != "Gazette" || r.Published != "2023-05-09" || r.URL != "https://gazette.invalid/two-die" || r.Language != "en" {
			t.Errorf("%s: %+v", c.name, r)
		}
	}
	many := `<html><body ` + strings.Repeat("a=1 b=2 ", 50_000) + ">" + page("", "")
	if got, problems, err := Read([]byte(many), Hint{Name: "a.html"}); err != nil || len(problems) > 0 || !strings.HasPrefix(got[0].Text, "Two die\n"+first) {
		t.Errorf("many attributes: %v, %v, %v", got, problems, err)
	}
}

// No name is longer than a name is.
func TestLongNames(t *testing.T) {
	long := strings.Repeat("é", 5000)
	got, _, err := Read([]byte(`<html lang="`+long+`"><head><title>`+long+`</title><meta property="og:site_name" content="`+long+`"><meta name="author" content="`+long+
		`"></head><body><p>A shell fell on the market of Orrin on Tuesday morning, killing two people.</p></body></html>`), Hint{Name: "a.html"})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range append([]string{got[0].Title(), got[0].Source.Name, got[0].Language}, got[0].Authors...) {
		if n := len([]rune(name)); n != longestName {
			t.Errorf("a name of %d letters", n)
		}
	}
}

// A page drawn by scripts has its article in its data alone.
func TestArticleOfData(t *testing.T) {
	for _, body := range []string{
		`A shell fell on the market of Orrin on Tuesday, killing two people.\n\nNobody has said who fired it.`,
		`<p>A shell fell on the market of Orrin on Tuesday, killing <b>two</b> people.</p><p>Nobody has said who fired it.</p>`,
		`&lt;p&gt;A shell fell on the market of Orrin on Tuesday, killing two people.`,
	} {
		page := `<html><head><script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"WebSite","name":"Gazette"},
{"@type":"NewsArticle","headline":"Two die in Orrin","articleBody":"` + body + `","inLanguage":"en","datePublished":"2023-05-09T10:00:00Z","dateModified":"2023-05-10",
"author":[{"@type":"Person","name":"Mira Dovan"},{"@type":"Organization","name":"Gazette"}],"publisher":{"name":"The Orrin Gazette"}}]}</script></head><body><div id=app></div></body></html>`
		got, problems, err := Read([]byte(page), Hint{Name: "a.html"})
		if err != nil || len(problems) > 0 {
			t.Fatalf("%v, %v", problems, err)
		}
		want := rashomon.Report{Source: rashomon.Source{Name: "The Orrin Gazette"}, Published: "2023-05-09T10:00:00Z", Modified: "2023-05-10", Authors: []string{"Mira Dovan"}, Language: "en"}
		r := got[0]
		if d := cmp.Diff(want, rashomon.Report{Source: r.Source, Published: r.Published, Modified: r.Modified, Authors: r.Authors, Language: r.Language}); d != "" {
			t.Errorf("want - got +\n%s", d)
		}
		if !strings.HasPrefix(r.Text, "Two die in Orrin\n") || !strings.Contains(r.Text, "A shell fell on the market of Orrin on Tuesday, killing two people.") {
			t.Errorf("text %q", r.Text)
		}
	}
}

func TestTitle(t *testing.T) {
	cases := []struct{ name, page, want string }{
		{"the heading that the page calls itself", `<title>Two die in Orrin | Gazette</title><h1>Gazette today</h1><h1>Two die in Orrin</h1>`, "Two die in Orrin"},
		{"the only heading", `<title>Orrin shelled - Gazette</title><h1>Two die as a shell falls on Orrin</h1>`, "Two die as a shell falls on Orrin"},
		{"a heading that leads home is the outlet's name", `<title>Two die in Orrin « Gazette</title><h1><a href="/">The Gazette</a></h1><h2>Two die in Orrin</h2>`, "Two die in Orrin"},
		{"so is one inside such a link", `<title>Two die in Orrin</title><a href="https://gazette.invalid/"><h1>The Gazette</h1></a>`, "Two die in Orrin"},
		{"so is the site's name", `<title>Two die in Orrin</title><meta property="og:site_name" content="The Gazette"><h1>The  Gazette</h1>`, "Two die in Orrin"},
		{"JSON-LD where there is no heading", `<title>Orrin</title><script type="application/ld+json">{"@type":"Report","headline":"Two die &amp; eleven are hurt"}</script>`, "Two die & eleven are hurt"},
		{"the title of a drawing is none", `<title>Two die in Orrin</title><svg><title>Menu</title></svg>`, "Two die in Orrin"},
	}
	for _, c := range cases {
		body := `<p>A shell fell on the market of Orrin on Tuesday morning, killing two people, its mayor said.</p><p>Nobody has said who fired it, he added on the telephone.</p>`
		got, _, err := Read([]byte("<html><head></head><body>"+c.page+body+"</body></html>"), Hint{Name: "a.html"})
		if err != nil || got[0].Title() != c.want {
			t.Errorf("%s: %v, %v, want %q", c.name, got, err, c.want)
		}
	}
}

func TestDatedInWords(t *testing.T) {
	cases := []struct{ name, address, language, body, want string }{
		{"the address", "https://a.invalid/2023/05/09/two-die", "en", "", "2023-05-09"},
		{"a byline", "", "en", `<p class="byline">By Mira Dovan, 9 May 2023</p>`, "2023-05-09"},
		{"of another language", "", "de", `<span class="datum">9. Mai 2023</span>`, "2023-05-09"},
		{"a year is no day", "", "en", `<footer>© 2019 The Gazette</footer>`, ""},
		{"nor is a month", "", "en", `<p class="date">Issue 05/2023</p>`, ""},
		{"what two continents read differently", "", "en", `<p class="date">04/05/2023</p>`, ""},
		{"in a language of one of them", "", "fr", `<p class="date">04/05/2023</p>`, "2023-05-04"},
		{"a day that can be no month", "", "en-US", `<p class="date">25/05/2023</p>`, "2023-05-25"},
		{"none", "", "en", "", ""},
	}
	for _, c := range cases {
		body := `<p>A shell fell on the market of Orrin on Tuesday morning, killing two people, its mayor said.</p><p>Nobody has said who fired it, he added on the telephone.</p>`
		page := `<html lang="` + c.language + `"><head><title>Two die</title></head><body>` + c.body + body + "</body></html>"
		got, _, err := Read([]byte(page), Hint{Name: "a.html", URL: c.address})
		if err != nil || got[0].Published != c.want {
			t.Errorf("%s: %q, %v, want %q", c.name, got[0].Published, err, c.want)
		}
		if got, _, _ := Read([]byte(page), Hint{Name: "a.html", URL: c.address, Published: "2023-05-10"}); got[0].Published != "2023-05-10" {
			t.Errorf("%s: %q for the day that the giver knew", c.name, got[0].Published)
		}
	}
}
