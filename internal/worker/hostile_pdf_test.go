package worker

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"os"
	"strings"
)

// pdf writes a document of the given objects, the first of them its catalog.
func pdf(objects ...string) string {
	var b strings.Builder
	b.WriteString("%PDF-1.7\n")
	var at []int
	for i, o := range objects {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	table := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, n := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", n)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, table)
	return b.String()
}

// packed is a stream of words written again and again, n bytes in all.
func packed(n int, words string) string {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	part := []byte(strings.Repeat(words, 1+(1<<16)/len(words)))
	for written := 0; written < n; written += len(part) {
		w.Write(part)
	}
	w.Close()
	return fmt.Sprintf("<</Length %d/Filter/FlateDecode>>\nstream\n%s\nendstream", b.Len(), b.String())
}

// hostilePDFs are made to break or exhaust a reader of PDF.
func hostilePDFs() map[string]string {
	n := most(15<<20) - 1<<12
	bomb := 4 << 20 // inflated
	if os.Getenv("RASHOMON_LONG") != "" {
		bomb = 1 << 30
	}
	const catalog, font = "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
	onePage := func(contents string, more ...string) string {
		return pdf(append([]string{catalog, "<</Type/Pages/Kids[3 0 R]/Count 1>>",
			"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F 5 0 R>>/XObject<</X 6 0 R>>>>>>", contents, font}, more...)...)
	}
	stream := func(s string) string { return fmt.Sprintf("<</Length %d>>\nstream\n%s\nendstream", len(s), s) }
	many := []string{catalog, "<</Type/Pages/Kids[" + strings.Repeat("3 0 R ", n/8) + fmt.Sprintf("]/Count %d>>", n/8), "<</Type/Page/Parent 2 0 R/Contents 4 0 R>>", stream("BT (a) Tj ET")}
	return map[string]string{
		"a stream of zeros":          onePage(packed(bomb, "\x00")),
		"a stream of operators":      onePage(packed(bomb, "BT /F 1 Tf (Nine were killed. ) Tj ET ")),
		"a stream of numbers":        onePage(packed(bomb, "1 ")),
		"nested arrays":              onePage(stream(fill(n, "["))),
		"nested dictionaries":        onePage(stream(fill(n, "<</A "))),
		"nested objects":             pdf(catalog, fill(n, "[")),
		"saved states":               onePage(stream(fill(n, "q "))),
		"a form that draws itself":   onePage(stream("/X Do"), "<</Type/XObject/Subtype/Form/BBox[0 0 1 1]/Resources<</XObject<</X 6 0 R>>>>/Length 12>>\nstream\n/X Do /X Do \nendstream"),
		"pages that hold themselves": pdf(catalog, "<</Type/Pages/Kids[2 0 R 2 0 R]/Count 1000000000>>"),
		"a page many times":          pdf(many...),
		"a catalog that is itself":   pdf("1 0 R"),
		"a table without end":        "%PDF-1.7\n" + fill(n, "xref\n0 99999999\n") + "startxref\n9\n%%EOF\n",
		"tables that lead in rings":  "%PDF-1.7\nxref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 1/Root 1 0 R/Prev 9>>\nstartxref\n9\n%%EOF\n",
		"a length beyond its end":    onePage("<</Length 999999999999>>\nstream\nBT (a) Tj ET\nendstream"),
		"a string left open":         onePage(stream("BT (" + fill(n, "(((a"))),
		"nothing but its mark":       "%PDF-1.7\n",
		"what is left of one":        onePage(stream("BT (a) Tj ET"))[:400],
	}
}
