package page

import (
	"bytes"
	"errors"
	"fmt"
	"mime"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
)

const utf8BOM = "\xEF\xBB\xBF"

// binaries are the first bytes of files that people give by mistake.
var binaries = []struct{ magic, what string }{
	{"PK\x03\x04", "a zip archive or an Office document; save its text and give that"},
	{"\xD0\xCF\x11\xE0", "an old Office document; save its text and give that"},
	{`{\rtf`, "a rich text document; save it as plain text and give that"},
	{"\x1F\x8B", "gzip; decompress it first (gunzip)"},
	{"BZh", "bzip2; decompress it first (bunzip2)"},
	{"\xFD7zXZ", "xz; decompress it first (unxz)"},
	{"\x28\xB5\x2F\xFD", "zstd; decompress it first (unzstd)"},
	{"7z\xBC\xAF", "a 7z archive; unpack it first"},
	{"\x89PNG", "an image; give the words it shows as text"},
	{"\xFF\xD8\xFF", "an image; give the words it shows as text"},
	{"GIF8", "an image; give the words it shows as text"},
	{"RIFF", "an image, a sound or a film; give its words as text"},
	{"ID3", "a sound; give its words as text"},
	{"OggS", "a sound or a film; give its words as text"},
	{"\x1A\x45\xDF\xA3", "a film; give its words as text"},
	{"SQLite format 3\x00", "an SQLite database; give it as --store, not as a report"},
	{"\x7FELF", "a program; give text, HTML or JSON lines"},
}

// checkBinary returns an error that says what b is when it is no text. Bytes that
// are all printable after the magic ("RIFF raff", "BZh") pass: they are words.
func checkBinary(b []byte) error {
	for _, k := range binaries {
		if !bytes.HasPrefix(b, []byte(k.magic)) {
			continue
		}
		if printable(b) && k.magic != `{\rtf` {
			return nil
		}
		return fmt.Errorf("it looks like %s", k.what)
	}
	if isFeed(b) {
		return errors.New("it is a feed, which names reports and is none; 'rashomon source add' watches it")
	}
	if i := bytes.IndexByte(b, 0); i >= 0 {
		return fmt.Errorf("it is a binary file (a zero byte at offset %d); give text, HTML or JSON lines", i)
	}
	return nil
}

// isFeed reports whether b begins as a feed does that is given in place of a page.
func isFeed(b []byte) bool {
	start := strings.TrimSpace(string(b[:min(len(b), 1024)]))
	has := func(tag string) bool { return strings.Contains(start, tag) }
	return strings.HasPrefix(start, "<rss") || strings.HasPrefix(start, "<?xml") && (has("<rss") || has("<feed") || has("<urlset"))
}

func printable(b []byte) bool {
	return utf8.Valid(b) && bytes.IndexFunc(b, func(r rune) bool { return r < ' ' && !strings.ContainsRune("\t\n\r\f", r) }) < 0
}

// decodeText returns b as UTF-8 with "\n" line ends, without a byte order mark and
// without blank lines at its start.
func decodeText(b []byte, mediaType string) (string, error) {
	b, err := unicodeBOM(b)
	if err != nil {
		return "", err
	}
	if err := checkBinary(b); err != nil {
		return "", err
	}
	if _, p, err := mime.ParseMediaType(mediaType); err == nil && p["charset"] != "" && !utf8.Valid(b) {
		if enc, _ := charset.Lookup(p["charset"]); enc != nil {
			if b, err = enc.NewDecoder().Bytes(b); err != nil {
				return "", fmt.Errorf("it is no %s as its server says: %w", p["charset"], err)
			}
		}
	}
	if i := invalidUTF8(b); i >= 0 {
		return "", fmt.Errorf("it is not UTF-8 (first bad byte 0x%02X at offset %d); convert it, for example: iconv -f WINDOWS-1252 -t UTF-8 FILE", b[i], i)
	}
	text := trimBlankLines(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(string(b)))
	if strings.TrimSpace(text) == "" {
		return "", errors.New("it is empty; check that it was saved or fetched whole")
	}
	return text, nil
}

// unicodeBOM strips a UTF-8 byte order mark and decodes what a UTF-16 one announces.
func unicodeBOM(b []byte) ([]byte, error) {
	label := ""
	switch {
	case bytes.HasPrefix(b, []byte(utf8BOM)):
		return b[len(utf8BOM):], nil
	case bytes.HasPrefix(b, []byte("\xFF\xFE")):
		label = "utf-16le"
	case bytes.HasPrefix(b, []byte("\xFE\xFF")):
		label = "utf-16be"
	default:
		return b, nil
	}
	enc, _ := charset.Lookup(label)
	out, err := enc.NewDecoder().Bytes(b[2:])
	if err != nil {
		return nil, fmt.Errorf("it begins as %s and is none: %w", label, err)
	}
	return out, nil
}

// invalidUTF8 returns the offset of the first byte that is not UTF-8, or -1.
func invalidUTF8(b []byte) int {
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return -1
}

// decodeHTML returns b as UTF-8. Bytes that are UTF-8 beyond ASCII are taken as
// such whatever a header claims, because other text is so by accident next to
// never. Otherwise the order of the HTML standard holds: byte order mark, header,
// meta element, windows-1252; only that a claim of Unicode which is not true is passed
// over, and that words of no claim at all may be Cyrillic or Arabic.
func decodeHTML(b []byte, mediaType string) ([]byte, error) {
	b, err := unicodeBOM(b)
	if err != nil {
		return nil, err
	}
	b = withoutStrayZeros(b)
	if utf8.Valid(b) && bytes.IndexFunc(b, func(r rune) bool { return r >= utf8.RuneSelf }) >= 0 {
		return b, checkBinary(b)
	}
	enc, name := claimed(b, mediaType)
	out, err := enc.NewDecoder().Bytes(b)
	if err != nil {
		return nil, fmt.Errorf("it is no %s as it says: %w", name, err)
	}
	out = bytes.ToValidUTF8(out, []byte("\uFFFD"))
	return out, checkBinary(out)
}

// claimed returns the encoding that a page's header or its own beginning names.
func claimed(b []byte, mediaType string) (encoding.Encoding, string) {
	start := b[:min(len(b), 1024)]
	for _, given := range []string{mediaType, ""} {
		enc, name, sure := charset.DetermineEncoding(start, given)
		universal := strings.HasPrefix(name, "utf-")
		switch {
		case universal && mostlyUTF8(b):
			return encoding.Nop, "utf-8"
		case !universal && name == "windows-1252" && !sure && !bytes.Contains(bytes.ToLower(start), []byte("charset")):
			return guessed(b)
		case !universal:
			return enc, name
		}
	}
	return guessed(b)
}

// mostlyUTF8 reports whether b has more letters beyond ASCII in UTF-8 than bytes that
// are not: it was cut, or a few words of another encoding were set into it.
func mostlyUTF8(b []byte) bool {
	good, bad := 0, 0
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		switch {
		case r == utf8.RuneError && n == 1:
			bad++
		case n > 1:
			good++
		}
		i += n
	}
	return good >= bad
}

// guessed returns the encoding of words that do not say it: windows-1252, unless most
// of their letters are beyond ASCII and make small Cyrillic letters, or Arabic ones, in
// another. (Cyrillic in the wrong one of its encodings is capitals.)
func guessed(b []byte) (encoding.Encoding, string) {
	text := tags.ReplaceAll(b[:min(len(b), 64<<10)], nil)
	high, latin := 0, 0
	for _, c := range text {
		switch {
		case c >= utf8.RuneSelf:
			high++
		case 'a' <= c|0x20 && c|0x20 <= 'z':
			latin++
		}
	}
	best, bestName, most := encoding.Encoding(charmap.Windows1252), "windows-1252", high*7/10
	if high < latin { // a few accents
		return best, bestName
	}
	for _, one := range []struct {
		enc  encoding.Encoding
		name string
		in   func(rune) bool
	}{
		{charmap.Windows1251, "windows-1251", smallCyrillic}, {charmap.KOI8R, "koi8-r", smallCyrillic},
		{charmap.Windows1256, "windows-1256", func(r rune) bool { return unicode.Is(unicode.Arabic, r) }},
	} {
		out, err := one.enc.NewDecoder().Bytes(text)
		n := 0
		for _, r := range string(out) {
			if one.in(r) {
				n++
			}
		}
		if err == nil && n > most {
			best, bestName, most = one.enc, one.name, n
		}
	}
	return best, bestName
}

func smallCyrillic(r rune) bool { return unicode.Is(unicode.Cyrillic, r) && unicode.IsLower(r) }

var tags = regexp.MustCompile(`(?s)<(?:script|style).*?</(?:script|style)|<[^>]*>`)

// withoutStrayZeros leaves out the zero bytes of a page that has a few: servers make
// them, and browsers ignore them.
func withoutStrayZeros(b []byte) []byte {
	const rare = 1000
	if n := bytes.Count(b, []byte{0}); n == 0 || n > len(b)/rare {
		return b
	}
	return bytes.ReplaceAll(b, []byte{0}, nil)
}
