package page

import (
	"bytes"
	"encoding/hex"
	"io"
	"regexp"
	"slices"
	"strings"
	"unicode/utf16"

	"github.com/ledongthuc/pdf"
)

// font turns the codes of a string into letters and their widths, in thousandths of
// the size (ISO 32000-1, 9.6, 9.7, 9.10).
type font struct {
	wide    bool           // codes of two bytes
	letters map[int]string // by code, from ToUnicode
	table   pdf.TextEncoding
	widths  map[int]float64
	missing float64 // width of the others
}

type glyph struct {
	text  string
	width float64
	space bool // the code of a space, which word spacing widens
}

// usualWidth is that of a letter whose font does not say.
const usualWidth = 500

func newFont(v pdf.Value) *font {
	f := &font{widths: map[int]float64{}, missing: usualWidth, wide: v.Key("Subtype").Name() == "Type0"}
	if m := v.Key("ToUnicode"); m.Kind() == pdf.Stream {
		f.letters = lettersByCode(m)
	}
	if f.wide {
		f.readWide(v.Key("DescendantFonts").Index(0))
		return f
	}
	if f.letters == nil || v.Key("Encoding").Kind() == pdf.Dict || strings.HasSuffix(v.Key("Encoding").Name(), "Encoding") { // else the library would read the map too, which may not end
		f.table = (&pdf.Font{V: v}).Encoder()
	}
	codes := int(v.Key("FirstChar").Int64())
	all := v.Key("Widths")
	for i := range min(all.Len(), 256) {
		f.widths[codes+i] = all.Index(i).Float64()
	}
	if w := v.Key("FontDescriptor").Key("MissingWidth"); !w.IsNull() {
		f.missing = w.Float64()
	}
	return f
}

// readWide reads the widths of a font of many letters: "first [w w w]" or "first last w".
func (f *font) readWide(v pdf.Value) {
	f.missing = 1000
	if d := v.Key("DW"); !d.IsNull() {
		f.missing = d.Float64()
	}
	all := v.Key("W")
	for i := 0; i+1 < all.Len(); {
		begin, next := int(all.Index(i).Int64()), all.Index(i+1)
		if next.Kind() == pdf.Array {
			for j := range min(next.Len(), 1<<16) {
				f.widths[begin+j] = next.Index(j).Float64()
			}
			i += 2
			continue
		}
		for code := begin; code <= int(next.Int64()) && code < 1<<16; code++ {
			f.widths[code] = all.Index(i + 2).Float64()
		}
		i += 3
	}
}

func (f *font) glyphs(raw string) []glyph {
	var out []glyph
	step := 1
	if f.wide {
		step = 2
	}
	for i := 0; i+step <= len(raw); i += step {
		code := int(raw[i])
		if f.wide {
			code = code<<8 | int(raw[i+1])
		}
		width, ok := f.widths[code]
		if !ok {
			width = f.missing
		}
		text, ok := f.letters[code]
		if !ok && f.table != nil {
			text = f.table.Decode(raw[i : i+1])
		}
		out = append(out, glyph{strings.ToValidUTF8(text, "\uFFFD"), width, !f.wide && code == ' '})
	}
	return out
}

// lettersByCode reads a ToUnicode map: lists of "<code> <letters>", and of "<first>
// <last> <letters>" or "<first> <last> [<letters> <letters>]".
func lettersByCode(m pdf.Value) map[int]string {
	const longest = 4 << 20
	b, _ := io.ReadAll(io.LimitReader(m.Reader(), longest)) // what is broken says nothing
	letters := map[int]string{}
	for _, list := range mapLists.FindAllSubmatch(b, -1) {
		items := mapItem.FindAllSubmatch(list[2], -1)
		if string(list[1]) == "char" {
			for i := 0; i+1 < len(items); i += 2 {
				letters[codeOf(items[i])] = utf16BE(unhex(items[i+1][1]))
			}
			continue
		}
		for i := 0; i+2 < len(items); i += 3 {
			addRange(letters, codeOf(items[i]), codeOf(items[i+1]), items[i+2])
		}
	}
	return letters
}

var (
	mapLists = regexp.MustCompile(`(?s)beginbf(char|range)(.*?)endbf`)
	mapItem  = regexp.MustCompile(`<([0-9A-Fa-f\s]*)>|\[([^\]]*)\]`)
)

func addRange(letters map[int]string, begin, last int, to [][]byte) {
	if list := mapItem.FindAllSubmatch(to[2], -1); len(list) > 0 {
		for i, one := range list {
			letters[begin+i] = utf16BE(unhex(one[1]))
		}
		return
	}
	raw := unhex(to[1])
	for code := begin; code <= last && code < begin+1<<16 && len(raw) >= 2; code++ {
		n := len(raw)
		low := int(raw[n-2])<<8 + int(raw[n-1]) + code - begin
		letters[code] = utf16BE(append(slices.Clone(raw[:n-2]), byte(low>>8), byte(low)))
	}
}

func unhex(s []byte) []byte {
	s = bytes.Join(bytes.Fields(s), nil)
	out := make([]byte, len(s)/2)
	n, _ := hex.Decode(out, s[:len(s)&^1]) // only figures match
	return out[:n]
}

func codeOf(item [][]byte) int {
	n := 0
	b := unhex(item[1])
	for _, one := range b[:min(4, len(b))] {
		n = n<<8 | int(one)
	}
	return n
}

func utf16BE(raw []byte) string {
	var units []uint16
	for i := 0; i+1 < len(raw); i += 2 {
		units = append(units, uint16(raw[i])<<8|uint16(raw[i+1]))
	}
	return string(utf16.Decode(units))
}
