package page

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// writtenPDF is a PDF of the given objects, from number 1, of which the first is the
// root; trailer stands in its trailer.
func writtenPDF(trailer string, objects ...string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n")
	var at []int
	for i, o := range objects {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, n := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", n)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, trailer, start)
	return b.Bytes()
}

func stream(dict, s string) string {
	return fmt.Sprintf("<< /Length %d %s >>\nstream\n%s\nendstream", len(s), dict, s)
}

// pagesPDF is a PDF of pages with the given drawing steps, in a font F of one width
// and a font W of two-byte codes. A form X stands beside them.
func pagesPDF(info string, pages ...string) []byte {
	const fixed = 9
	objects := []string{
		"<< /Type /Catalog /Pages 2 0 R /Lang (en) /Metadata 9 0 R >>", "",
		"<< /Font << /F 4 0 R /W 5 0 R >> /XObject << /X 8 0 R >> >>",
		"<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding /FirstChar 32 /Widths [" + strings.Repeat("600 ", 224) + "] >>",
		"<< /Type /Font /Subtype /Type0 /BaseFont /Any /Encoding /Identity-H /ToUnicode 6 0 R /DescendantFonts [7 0 R] >>",
		stream("", "begincmap 1 begincodespacerange <0000> <ffff> endcodespacerange 2 beginbfchar <0001> <041F> <0002> <0065006C> endbfchar "+
			"2 beginbfrange <0010> <0012> <0061> <0020> <0021> [<0031> <0032>] endbfrange endcmap"),
		"<< /Type /Font /Subtype /CIDFontType2 /DW 500 /W [1 [700 800] 16 18 600] >>",
		stream("/Type /XObject /Subtype /Form /BBox [0 0 600 800] /Matrix [1 0 0 1 0 100]", "BT /F 10 Tf 72 500 Td (Words in a form.) Tj ET"),
		stream("/Type /Metadata /Subtype /XML", `<rdf:Description prism:publicationDate="2023-05-09"><prism:modificationDate>2023-05-10T08:00:00Z</prism:modificationDate></rdf:Description>`),
	}
	var kids []string
	for i, p := range pages {
		n := fixed + 1 + 2*i
		kids = append(kids, fmt.Sprintf("%d 0 R", n))
		objects = append(objects, fmt.Sprintf("<< /Type /Page /Parent 2 0 R /Contents %d 0 R >>", n+1), stream("", p))
	}
	objects[1] = fmt.Sprintf("<< /Type /Pages /Kids [%s] /Count %d /Resources 3 0 R >>", strings.Join(kids, " "), len(kids))
	if info != "" {
		objects = append(objects, "<< "+info+" >>")
		info = fmt.Sprintf("/Info %d 0 R", len(objects))
	}
	return writtenPDF(info, objects...)
}

// typed draws lines of 10 points, 12 apart, from the top of a page; an empty one is a
// gap.
func typed(lines ...string) string {
	var b strings.Builder
	b.WriteString("BT /F 10 Tf 12 TL 72 700 Td\n")
	for _, l := range lines {
		fmt.Fprintf(&b, "(%s) Tj T*\n", strings.NewReplacer("(", `\(`, ")", `\)`).Replace(l))
	}
	return b.String() + "ET"
}

func TestReadPDF(t *testing.T) {
	cases := []struct {
		name string
		b    []byte
		want string // title, line break, body
	}{
		{"lines make paragraphs", pagesPDF("", typed("Two die in Orrin", "", "A shell fell on the market of Orrin on", "Tuesday, killing two people.", "", "Nobody has said who", "fired it.")),
			"Two die in Orrin\nA shell fell on the market of Orrin on Tuesday, killing two people.\n\nNobody has said who fired it."},
		{"hyphens", pagesPDF("", typed("Two die", "", "The well-known wea-", "pon was fired, a well-", "known gunner said.")),
			"Two die\nThe well-known weapon was fired, a well-known gunner said."},
		{"running lines", pagesPDF("", typed("The Orrin Gazette, page 1", "Two die", "", "A shell fell on the", "1"), typed("The Orrin Gazette, page 2", "market of Orrin.", "2"), typed("The Orrin Gazette, page 3", "It killed two.", "3")),
			"Two die\nA shell fell on the market of Orrin.\n\nIt killed two."},
		{"running lines of two pages, two deep", pagesPDF("", typed("Two die", "", "A shell fell on the market", "12", "https://a.invalid", "1 of 2"), typed("of Orrin.", "", "It killed two.", "https://a.invalid", "2 of 2")),
			"Two die\nA shell fell on the market 12 of Orrin.\n\nIt killed two."},
		{"the largest words are the title", pagesPDF("", "BT /F 8 Tf 72 740 Td (9 May) Tj /F 20 Tf 0 -30 Td (Two die as a) Tj 0 -24 Td (shell falls) Tj /F 10 Tf 0 -30 Td (It fell on a market, police said,) Tj 0 -12 Td (in the town of Orrin.) Tj ET"),
			"Two die as a shell falls\n9 May\n\nIt fell on a market, police said, in the town of Orrin."},
		{"words placed one by one", pagesPDF("", "BT /F 10 Tf 72 700 Td [(Two) -600 (die) 20 (d)] TJ ET BT /F 10 Tf 1 0 0 1 144 700 Tm (in Orrin.) Tj ET BT /F 10 Tf 12 TL 72 688 Td (Police) Tj (said.) ' 3 0 (More.) \" ET"),
			"Two died in Orrin.\nTwo died in Orrin. Police said. More."},
		{"letters by code, and joined ones", pagesPDF("", "BT /W 10 Tf 72 700 Td <0001000200100011001200200021> Tj ET"), "Пelabc12\nПelabc12"},
		{"a form", pagesPDF("", "q 1 0 0 1 0 20 cm /X Do Q"), "Words in a form.\nWords in a form."},
		{"a title in the data", pagesPDF("/Title (Shelling of Orrin) /Author (Mira Dovan)", typed("A shell fell on the", "market of Orrin.")), "Shelling of Orrin\nA shell fell on the market of Orrin."},
		{"a file name is no title", pagesPDF("/Title (Microsoft Word - orrin report.docx) /Author (mdovan)", typed("Two die", "", "A shell fell.")), "Two die\nA shell fell."},
		{"words after the file", append(pagesPDF("", typed("Two die", "", "A shell fell.")), "\n\x00\x00"+strings.Repeat("trailing ", 99)...), "Two die\nA shell fell."},
		{"a newer version", bytes.Replace(pagesPDF("", typed("Two die", "", "A shell fell.")), []byte("%PDF-1.4"), []byte("%PDF-2.0"), 1), "Two die\nA shell fell."},
	}
	for _, c := range cases {
		got, problems, err := Read(c.b, Hint{Name: "a.pdf", URL: "https://www.a.invalid/1.pdf"})
		if err != nil || len(problems) > 0 || len(got) != 1 {
			t.Errorf("%s: %v, %v", c.name, problems, err)
			continue
		}
		if d := cmp.Diff(strings.TrimRight(c.want, "\n"), strings.TrimRight(got[0].Text, "\n")); d != "" {
			t.Errorf("%s: want - got +\n%s", c.name, d)
		}
		if r := got[0]; r.MediaType != PDF || r.Language != "en" || r.Source.Name != "a.invalid" || r.Published != "2023-05-09" || r.Modified != "2023-05-10T08:00:00Z" {
			t.Errorf("%s: %+v", c.name, r)
		}
		if want := map[bool][]string{true: {"Mira Dovan"}}[c.name == "a title in the data"]; !cmp.Equal(want, got[0].Authors) {
			t.Errorf("%s: authors %q, want %q", c.name, got[0].Authors, want)
		}
	}
}

func TestReadBadPDF(t *testing.T) {
	whole := pagesPDF("", typed("Two die", "", "A shell fell."))
	locked := "/ID [(0123456789abcdef) (0123456789abcdef)] /Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O (" +
		strings.Repeat("x", 32) + ") /U (" + strings.Repeat("y", 32) + ") >>"
	catalog := "<< /Type /Catalog /Pages 2 0 R >>"
	cases := []struct {
		name string
		b    []byte
		want []string
	}{
		{"pictures alone", pagesPDF("", "q 100 0 0 100 0 0 cm /Im1 Do Q", ""), []string{"no text on its pages (2)", "ocrmypdf"}},
		{"no pages", writtenPDF("", catalog, "<< /Type /Pages /Kids [] /Count 0 >>"), []string{"no text"}},
		{"a password", writtenPDF(locked, catalog, "<< /Type /Pages /Kids [] >>"), []string{"locked by a password", "qpdf"}},
		{"an unknown lock", writtenPDF("/ID [(a) (a)] /Encrypt << /Filter /Standard /V 5 /R 6 /Length 128 >>", catalog), []string{"locked by a password"}},
		{"half a file", whole[:len(whole)/2], []string{"damaged PDF", "pdftotext"}},
		{"pages in pages for ever", writtenPDF("", catalog, "<< /Type /Pages /Kids [2 0 R] /Count 1 >>"), []string{"no text"}},
		{"a filter nobody knows", writtenPDF("", catalog, "<< /Kids [3 0 R] >>", "<< /Contents 4 0 R >>", stream("/Filter /Made", "x")), []string{"damaged PDF", "none of whose 1 pages"}},
		{"a table of nothing after the word for one", bytes.Replace(whole, []byte("xref\n0 "), []byte("% xref 0\nxref % 1 0\n77777777 "), 1), []string{"damaged PDF", "million parts"}},
		{"a table of nothing", bytes.Replace(whole, []byte("xref\n0 "), []byte("xref\n77777777 "), 1), []string{"damaged PDF", "million parts"}},
		{"too large", append(bytes.Repeat([]byte("%PDF-1.4\n"), MaxHTML/9+1), whole...), []string{"15.0 MB", "15 MB"}},
	}
	for _, c := range cases {
		_, _, err := Read(c.b, Hint{Name: "a.pdf"})
		if err == nil {
			t.Errorf("%s: no error", c.name)
			continue
		}
		for _, w := range append(c.want, "read a.pdf") {
			if !strings.Contains(err.Error(), w) {
				t.Errorf("%s: %q lacks %q", c.name, err, w)
			}
		}
	}
}

// What can be read is, and it is said that there was more.
func TestReadPDFInPart(t *testing.T) {
	whole := pagesPDF("", typed("Two die", "", "A shell fell."), "BT /F 10 Tf 72 700 Td (It killed two.) Tj ET 1 begin", typed("The end."))
	got, problems, err := Read(whole, Hint{Name: "a.pdf"})
	if err != nil || len(problems) != 1 || problems[0].Line != 0 || !strings.Contains(problems[0].Err.Error(), "1 of its 3 pages") {
		t.Fatalf("%v, %v", problems, err)
	}
	if want := "Two die\nA shell fell.\n\nIt killed two.\n\nThe end."; got[0].Text != want {
		t.Errorf("got %q, want %q", got[0].Text, want)
	}
}
