package page

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"rashomon"
)

// sound fails where a report is not what every reader of reports may count on.
func sound(t *testing.T, r rashomon.Report) {
	t.Helper()
	if !utf8.ValidString(r.Text) || strings.TrimSpace(r.Text) == "" || r.ID == "" || r.Bytes == "" || !strings.Contains(r.Text, "\n") {
		t.Errorf("report %+v", r)
	}
	for _, day := range []string{r.Published, r.Modified} {
		if err := CheckPublished(day); err != nil {
			t.Error(err)
		}
	}
	for _, name := range append([]string{r.Title(), r.Source.Name, r.Language}, r.Authors...) {
		if r.MediaType != JSONLines && (utf8.RuneCountInString(name) > longestName || !utf8.ValidString(name)) {
			t.Errorf("a name of %d bytes: %q", len(name), clip(name))
		}
	}
}

func soundly(t *testing.T, b []byte, h Hint) {
	t.Helper()
	reports, problems, err := Read(b, h)
	switch {
	case err != nil && len(reports)+len(problems) > 0:
		t.Errorf("reports or problems beside the error %v", err)
	case err == nil && len(reports)+len(problems) == 0:
		t.Error("neither reports nor an error")
	}
	again, _, _ := Read(b, h)
	for i, r := range reports {
		sound(t, r)
		if r.ID != again[i].ID {
			t.Errorf("read twice, %q and %q", clip(r.Text), clip(again[i].Text))
		}
	}
}

// Whatever the bytes, Read returns reports that hold words, or says why not.
func FuzzRead(f *testing.F) {
	for _, s := range []string{"Two die\nA shell fell.", utf8BOM + "x\r\ny", `{"text": "x"}`, "<html><p>words, words</p>", "\xFF\xFEx\x00", "%PDF-1", "{\"text\":\"\\ud800\"}\n{}", "<html><script type=application/ld+json>{\"datePublished\":\"2023\"}</script><time datetime=2023-05-04>x<p>words and words"} {
		f.Add([]byte(s), "a.txt")
		f.Add([]byte(s), "a.html")
		f.Add([]byte(s), "a.jsonl")
	}
	f.Fuzz(func(t *testing.T, b []byte, name string) { soundly(t, b, Hint{Name: name}) })
}

// Whatever a page holds, it is read within bounds, twice the same.
func FuzzPage(f *testing.F) {
	article := "<article><h1>Two die</h1>" + strings.Repeat("<p>A shell fell on the market of Orrin on Tuesday, killing two people, said its mayor.</p>", 5) + "</article>"
	for _, s := range []string{
		article, `<html lang="en"><head><title>Two die | Gazette</title><meta property="og:site_name" content="Gazette"><meta name=author content="Mira Dovan"></head>` + article,
		`<script type="application/ld+json">[{"@type":["NewsArticle"],"headline":"Two die","author":[{"name":"Mira"},"Jon"],"datePublished":"2023-05-04T10:00:00Z","articleBody":"words\nwords"}]</script>` + article,
		"<table><tr><td>Killed<td>2</table>" + article, "<p>Published on 4 May 2023</p>" + article, strings.Repeat("<div>", 600) + article, strings.Repeat("<b>", 300) + article, "<svg><title>x</title></svg><math><template>" + article,
		"<a href=/><h1>Gazette</h1></a>" + article, "<noscript>" + article + "</noscript><iframe>", "<html><body>" + strings.Repeat("A long line of words with no element at all. ", 20),
	} {
		f.Add(s, "https://a.invalid/2023/05/04/two-die")
	}
	f.Fuzz(func(t *testing.T, s, address string) {
		if len(s) > 100_000 {
			t.Skip("long pages find nothing new")
		}
		soundly(t, []byte(s), Hint{MediaType: HTML, URL: address})
	})
}

// Whatever the charset a page or its server names, words come of it, or an error.
func FuzzDecode(f *testing.F) {
	for _, label := range []string{"", "utf-8", "windows-1251", "windows-1252", "windows-1256", "koi8-r", "utf-16", "utf-16le", "shift_jis", "gb18030", "euc-kr", "iso-2022-jp", "x-user-defined", "replacement", "nonsense"} {
		f.Add([]byte("<meta charset="+label+"><p>\xCF\xE5\xEB\xE8\xED \x1b$B$3 \xE3\xCF\xED\xE4\xC9</p>"), label)
	}
	f.Fuzz(func(t *testing.T, b []byte, label string) {
		for _, mediaType := range []string{"text/html", "text/html; charset=" + label, "text/html; charset=\"" + label + "\""} {
			if out, err := decodeHTML(b, mediaType); err == nil && !utf8.Valid(out) {
				t.Errorf("%q as %q is not UTF-8", b, mediaType)
			}
			if out, err := decodeText(b, strings.Replace(mediaType, "html", "plain", 1)); err == nil && (!utf8.ValidString(out) || strings.TrimSpace(out) == "") {
				t.Errorf("%q as %q gives %q", b, mediaType, out)
			}
		}
	})
}

// A date that is read is one that a report may have, and is read again as itself.
func FuzzDate(f *testing.F) {
	for _, s := range []string{"2023-05-04T16:40:00Z", "2023-05-04T16:40:00.123+0200", "Thu, 04 May 2023 16:40:00 +0200", "20230504", "4 May 2023", "04/05/2023", "2023-02-30", "0000-00-00", "9999-12-31T23:59:60+99:99"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := date(s)
		if err := CheckPublished(got); err != nil {
			t.Errorf("date(%q): %v", s, err)
		}
		if again := date(got); again != got {
			t.Errorf("date(%q) = %q, which is read as %q", s, got, again)
		}
		if got != "" {
			if _, err := time.Parse(time.DateOnly, got[:min(len(got), len(time.DateOnly))]); err != nil {
				t.Errorf("date(%q) = %q: %v", s, got, err)
			}
		}
	})
}

// Whatever a PDF holds, it is read within bounds, twice the same.
func FuzzPDF(f *testing.F) {
	f.Add(pagesPDF("/Title (Two die in Orrin)", typed("Two die", "", "A shell fell on the", "market."), "BT /W 10 Tf <0001000200100011> Tj [(x) -600 <00>] TJ T* (a) ' 1 2 (b) \" ET q 1 0 0 1 0 0 cm /X Do Q"))
	f.Add(pagesPDF("", "/X Do 1 begin", "BI ID EI q Q Q /F 0 Tf -1 Tz 1e300 Tc (x) Tj"))
	f.Add(writtenPDF("", "<< /Pages 2 0 R >>", "<< /Kids [2 0 R 2 0 R] >>"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) > 100_000 {
			t.Skip("long files find nothing new")
		}
		soundly(t, append([]byte("%PDF-"), b[min(5, len(b)):]...), Hint{Name: "a.pdf"})
	})
}
