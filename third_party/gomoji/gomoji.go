// Package gomoji stands in for github.com/forPelevin/gomoji, by the one name of it
// that go-trafilatura v1.12.2 uses. The real one makes a table of all emojis, 1 MB,
// whenever a program starts.
package gomoji

import (
	"strings"
	"unicode"
)

// RemoveEmojis returns s without its pictures and what joins and colours them.
func RemoveEmojis(s string) string {
	s = strings.Map(func(r rune) rune {
		if r == 0x200D || r == 0x20E3 || 0xFE00 <= r && r <= 0xFE0F || 0x1F000 <= r && r <= 0x1FAFF || 0x2600 <= r && r <= 0x27BF && unicode.Is(unicode.So, r) {
			return -1
		}
		return r
	}, s)
	return strings.TrimSpace(s)
}
