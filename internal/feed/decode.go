package feed

import (
	"bytes"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
)

// decode returns b as UTF-8 without byte order mark, XML prolog, leading space and
// control characters. Bytes that are UTF-8 beyond ASCII are taken as such whatever
// the prolog claims, since other text is so by accident next to never; otherwise
// the prolog is believed; what it does not explain is windows-1252, as on the web.
func decode(b []byte) []byte {
	b = wide(b)
	b = bytes.TrimLeft(bytes.TrimPrefix(b, []byte("\xEF\xBB\xBF")), " \t\r\n\f\x00")
	head := prolog(b)
	b = narrow(bytes.TrimLeft(b[len(head):], " \t\r\n\f\x00"), encoding(head))
	if bytes.IndexFunc(b, unprintable) < 0 {
		return b
	}
	return bytes.Map(func(r rune) rune {
		if unprintable(r) {
			return -1
		}
		return r
	}, b)
}

// prolog returns the XML declaration that b begins with, or nothing.
func prolog(b []byte) []byte {
	head := b[:min(len(b), 512)]
	if end := bytes.Index(head, []byte("?>")); bytes.HasPrefix(head, []byte("<?xml")) && end >= 0 {
		return head[:end+2]
	}
	return nil
}

// encoding returns the name of the encoding that a prolog states, or "".
func encoding(prolog []byte) string {
	_, after, _ := bytes.Cut(prolog, []byte("encoding"))
	after = bytes.TrimLeft(after, " \t\r\n=")
	if len(after) == 0 || after[0] != '"' && after[0] != '\'' {
		return ""
	}
	name, _, _ := bytes.Cut(after[1:], after[:1])
	return string(name)
}

// wide decodes UTF-16, told by its byte order mark or by a zero byte beside the first "<".
func wide(b []byte) []byte {
	label := ""
	switch {
	case bytes.HasPrefix(b, []byte("\xFF\xFE")), bytes.HasPrefix(b, []byte("<\x00")):
		label = "utf-16le"
	case bytes.HasPrefix(b, []byte("\xFE\xFF")), bytes.HasPrefix(b, []byte("\x00<")):
		label = "utf-16be"
	default:
		return b
	}
	return convert(b, label)
}

// narrow decodes what is written in bytes.
func narrow(b []byte, label string) []byte {
	if utf8.Valid(b) {
		return b
	}
	for cut := range min(utf8.UTFMax, len(b)) { // broken off in a character
		if rest := b[:len(b)-cut]; utf8.Valid(rest) && bytes.IndexFunc(rest, func(r rune) bool { return r >= utf8.RuneSelf }) >= 0 {
			return rest
		}
	}
	right, wrong := 0, 0
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		switch {
		case r == utf8.RuneError && n == 1:
			wrong++
		case n > 1:
			right++
		}
		i += n
	}
	if right > wrong { // UTF-8 with a few bytes spoilt, or cut in a character
		return bytes.ToValidUTF8(b, []byte("\uFFFD"))
	}
	if enc, name := charset.Lookup(label); enc != nil && name != "utf-8" && name != "utf-16le" && name != "utf-16be" && name != "replacement" {
		return convert(b, name)
	}
	return convert(b, "windows-1252")
}

func convert(b []byte, label string) []byte {
	enc, _ := charset.Lookup(label)
	out, err := enc.NewDecoder().Bytes(b)
	if err != nil {
		return bytes.ToValidUTF8(b, []byte("\uFFFD"))
	}
	return bytes.TrimPrefix(out, []byte("\xEF\xBB\xBF"))
}

// unprintable reports what XML forbids even as text.
func unprintable(r rune) bool {
	return r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF
}
