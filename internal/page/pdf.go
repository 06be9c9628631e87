package page

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"github.com/ledongthuc/pdf"

	"rashomon"
)

// The most of a PDF that is read.
const (
	mostPages = 2_000
	mostDepth = 30     // of the tree of pages
	mostKids  = 20_000 // of that tree, which may hold itself
	mostForms = 8      // of drawings inside drawings
	mostSteps = 5_000_000
)

// readPDF reads the text layer of a PDF: its words in the order in which they were
// written, its lines joined to paragraphs. The error loss, with a report, says which
// pages it could not read.
func readPDF(b []byte, h Hint) (r rashomon.Report, loss, err error) {
	if len(b) > MaxHTML {
		return r, nil, fmt.Errorf("it has %.1f MB and a PDF may have %d MB; save its text (pdftotext FILE.pdf) and give that", float64(len(b))/(1<<20), MaxHTML>>20)
	}
	d, err := openPDF(b)
	if err != nil {
		return r, nil, err
	}
	lines, broken := d.lines()
	lines = withoutRunning(lines)
	text := layout(lines)
	switch {
	case text == "" && broken > 0:
		return r, nil, fmt.Errorf("it is a damaged PDF, none of whose %d pages can be read; save its text (pdftotext FILE.pdf) and give that", d.count)
	case text == "":
		return r, nil, fmt.Errorf("it is a PDF with no text on its pages (%d), at most pictures of it; recognise the text first (ocrmypdf FILE.pdf OUT.pdf) and give that", d.count)
	case len(text) > MaxText:
		return r, nil, tooLong(len(text))
	case broken > 0:
		loss = fmt.Errorf("%d of its %d pages could not be read; compare it with the file", broken, d.count)
	}
	title := short(first(d.title(), heading(lines)))
	r = rashomon.Report{
		Source: rashomon.Source{Name: h.Source}, URL: strings.ToValidUTF8(h.URL, "\uFFFD"), Published: first(d.said("publicationDate"), h.Published), Modified: d.said("modificationDate"),
		Language: short(d.text(d.root.Key("Lang"))), Authors: d.authors(), Bytes: rashomon.DigestOf(b), MediaType: PDF,
	}
	if at, err := url.Parse(h.URL); err == nil && r.Source.Name == "" {
		r.Source.Name = Hostname(at)
	}
	return rashomon.NewReport(title, withoutHeading(text, title), r), loss, nil
}

// document is an open PDF.
type document struct {
	root, info pdf.Value
	meta       string // XMP
	count      int    // pages seen
}

func openPDF(b []byte) (d *document, err error) {
	defer func() {
		if p := recover(); p != nil {
			d, err = nil, fmt.Errorf("it is a damaged PDF (%v); save its text (pdftotext FILE.pdf) and give that", p)
		}
	}()
	b = mendPDF(b)
	if inflated(b) {
		return nil, errors.New("it is a damaged PDF (a table of more than a million parts); save its text (pdftotext FILE.pdf) and give that")
	}
	r, err := pdf.NewReader(bytes.NewReader(b), int64(len(b)))
	switch {
	case errors.Is(err, pdf.ErrInvalidPassword), err != nil && strings.Contains(err.Error(), "ncryption"):
		return nil, errors.New("it is a PDF that is locked by a password; save it without one (qpdf --decrypt --password=WORD IN.pdf OUT.pdf) and give that")
	case err != nil:
		return nil, fmt.Errorf("it is a damaged PDF (%s); save its text (pdftotext FILE.pdf) and give that", clip(err.Error()))
	}
	d = &document{root: r.Trailer().Key("Root"), info: r.Trailer().Key("Info")}
	if meta := d.root.Key("Metadata"); meta.Kind() == pdf.Stream {
		words, _ := io.ReadAll(io.LimitReader(meta.Reader(), 1<<20)) // what is broken says nothing
		d.meta = string(words)
	}
	return d, nil
}

// mendPDF forgives what the library does not: words after the file, newer versions.
func mendPDF(b []byte) []byte {
	if i := bytes.LastIndex(b, []byte("%%EOF")); i >= 0 {
		b = b[:i+len("%%EOF")]
	}
	if header := "%PDF-1.7\n"; len(b) > len(header) && !validHeader.Match(b) {
		b = append([]byte(header), b[len(header):]...)
	}
	return b
}

var validHeader = regexp.MustCompile(`^%PDF-1\.[0-7][\r\n]`)

// inflated reports whether a PDF names numbers that the library would make tables of
// though hardly anything stands in them.
func inflated(b []byte) bool {
	const most = 1_000_000
	for _, m := range sizes.FindAllSubmatch(b, -1) {
		for _, figures := range number.FindAll(m[1], -1) {
			if n, err := strconv.Atoi(string(figures)); err != nil || n > most {
				return true
			}
		}
	}
	parts := bytes.Split(b, []byte("xref"))
	for at, part := range parts[1:] {
		fields := bytes.Fields(comments.ReplaceAll(part, nil))
		for i := 0; i+1 < len(fields) && !bytes.HasSuffix(parts[at], []byte("start")); { // first, count, and three fields each
			begin, err1 := strconv.Atoi(string(fields[i]))
			n, err2 := strconv.Atoi(string(fields[i+1]))
			if begin > most || n > most {
				return true
			}
			if err1 != nil || err2 != nil || n < 0 {
				break // the library stops there too
			}
			i += 2 + 3*n
		}
	}
	return false
}

var (
	sizes    = regexp.MustCompile(`/(?:Size|Index|Columns|W)\s*(\[[^\]]*\]|[0-9]+)`)
	number   = regexp.MustCompile(`[0-9]+`)
	comments = regexp.MustCompile(`%[^\r\n]*`) // which may part any two words
)

// text returns a string of the document, never an error of the library's.
func (d *document) text(v pdf.Value) (s string) {
	defer func() {
		if recover() != nil {
			s = ""
		}
	}()
	return oneLine(v.Text())
}

// title returns the title of the document's data, unless it is a file's name.
func (d *document) title() string {
	s := d.text(d.info.Key("Title"))
	if !strings.Contains(s, " ") || fileName.MatchString(s) {
		return ""
	}
	return s
}

var fileName = regexp.MustCompile(`(?i)^(microsoft (word|powerpoint)|untitled|powerpoint presentation)|\.(docx?|pdf|indd|rtf|odt|pptx?|qxd|html?)$`)

// authors returns the author of the document's data where it looks like a person's
// name, and not like the account that made the file.
func (d *document) authors() []string {
	if s := d.text(d.info.Key("Author")); strings.Contains(s, " ") {
		return persons(strings.Split(s, ";"))
	}
	return nil
}

// said returns a day that the document's data gives by a name of PRISM: the only data
// that speaks of the publication and not of the file.
func (d *document) said(name string) string {
	for _, m := range regexp.MustCompile(`(?s)prism:`+name+`(?:="([^"]*)"|[^>]*>([^<]*)<)`).FindAllStringSubmatch(d.meta, -1) {
		if day := date(m[1] + m[2]); day != "" {
			return day
		}
	}
	return ""
}

// lines returns the lines of all pages, and how many pages could not be read.
func (d *document) lines() (lines []line, broken int) {
	left, kin := mostSteps, mostKids
	var walk func(v, resources pdf.Value, depth int)
	walk = func(v, resources pdf.Value, depth int) {
		if r := v.Key("Resources"); !r.IsNull() {
			resources = r
		}
		kids := v.Key("Kids")
		if kids.Kind() != pdf.Array {
			d.count++
			page, err := pageLines(v, resources, &left)
			if err != nil {
				broken++
			}
			for i := range page {
				page[i].page = d.count
			}
			lines = append(lines, page...)
			return
		}
		for i := 0; i < kids.Len() && depth < mostDepth && d.count < mostPages && kin > 0; i++ {
			kin--
			walk(kids.Index(i), resources, depth+1)
		}
	}
	defer func() {
		if recover() != nil { // of the tree of pages itself
			broken++
		}
	}()
	walk(d.root.Key("Pages"), pdf.Value{}, 0)
	return lines, broken
}

var errTooMuch = errors.New("it has too many drawing steps")

// pageLines draws one page. What was drawn before an error is kept.
func pageLines(page, resources pdf.Value, left *int) (lines []line, err error) {
	c := canvas{left: left}
	defer func() {
		if p := recover(); p != nil {
			lines, err = c.lines, fmt.Errorf("%v", p)
		}
	}()
	if contents := page.Key("Contents"); !contents.IsNull() {
		c.draw(contents, resources, identity, 0)
	}
	return c.lines, nil
}
