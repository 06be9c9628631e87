// Package robots reads robots.txt (RFC 9309): may a program fetch an address of this
// host, and how long does the host want it to wait between requests? It is pure, and
// its work grows with the length of the file and of the path only, whatever patterns
// a stranger writes.
package robots

import (
	"bytes"
	"math"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// The limits of what is read of one file. RFC 9309 asks for 500 KiB at least.
const (
	MaxBytes = 512 << 10
	maxRules = 20_000 // that concern us
)

// Rules are what a robots.txt says to one program. The zero Rules allow everything.
type Rules struct {
	rules []rule
	Delay time.Duration // that the host asks for between two requests (Crawl-delay, which is no part of the RFC); 0 when it asks for none
}

// rule is one Allow or Disallow line.
type rule struct {
	parts    []string // of the pattern, between its asterisks, normalised
	anchored bool     // the pattern ends in "$"
	length   int      // of the pattern, by which the most specific rule is found
	allow    bool
}

// Parse returns the rules for the program whose product token is agent ("Rashomon"):
// those of every group that names it, or else of every group for all ("*"). What it
// cannot read it passes over, as the RFC has it.
func Parse(b []byte, agent string) Rules {
	b = bytes.TrimPrefix(b[:min(len(b), MaxBytes)], []byte("\xEF\xBB\xBF"))
	var ours, all Rules
	var us, any, named, inRules bool
	for line := range bytes.FieldsFuncSeq(b, func(r rune) bool { return r == '\n' || r == '\r' }) {
		key, value := field(string(line))
		switch key {
		case "user-agent":
			if inRules {
				us, any, inRules = false, false, false
			}
			switch {
			case value == "*":
				any = true
			case strings.EqualFold(token(value), agent):
				us, named = true, true
			}
		case "allow", "disallow", "crawl-delay":
			inRules = true
			if us {
				ours.add(key, value)
			}
			if any {
				all.add(key, value)
			}
		}
	}
	if named {
		return ours
	}
	return all
}

// field splits a line into its key, in small letters, and its value without comment.
func field(line string) (key, value string) {
	line, _, _ = strings.Cut(line, "#")
	key, value, ok := strings.Cut(line, ":")
	if !ok {
		return "", ""
	}
	return strings.ToLower(strings.TrimSpace(key)), strings.TrimSpace(value)
}

// token returns the product token that a user-agent line begins with.
func token(value string) string {
	end := strings.IndexFunc(value, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && r != '_' && r != '-'
	})
	if end < 0 {
		return value
	}
	return value[:end]
}

func (r *Rules) add(key, value string) {
	if key == "crawl-delay" {
		if n, err := strconv.ParseFloat(value, 64); err == nil && n > 0 {
			r.Delay = time.Duration(math.Min(n, 1e6) * float64(time.Second))
		}
		return
	}
	if value == "" || len(r.rules) == maxRules {
		return
	}
	pattern := normal(value)
	text, anchored := strings.CutSuffix(pattern, "$")
	r.rules = append(r.rules, rule{parts: strings.Split(text, "*"), anchored: anchored, length: len(pattern), allow: key == "allow"})
}

// Allows reports whether the address may be fetched: the longest pattern that
// matches its path and query decides, an Allow before a Disallow of the same length,
// and what none matches is allowed.
func (r Rules) Allows(u *url.URL) bool {
	path := u.EscapedPath()
	if path == "" {
		path = "/"
	}
	if path == "/robots.txt" {
		return true
	}
	if u.RawQuery != "" {
		path += "?" + u.RawQuery
	}
	path = normal(path)
	allowed, longest := true, -1
	for _, rule := range r.rules {
		if rule.length >= longest && (rule.length > longest || rule.allow) && rule.matches(path) {
			allowed, longest = rule.allow, rule.length
		}
	}
	return allowed
}

// matches looks for the parts one behind the other, each as early as it can stand:
// if any placing matches, that one does, except that the last part of an anchored
// pattern stands at the end.
func (r rule) matches(path string) bool {
	rest, found := strings.CutPrefix(path, r.parts[0])
	if !found {
		return false
	}
	parts := r.parts[1:]
	if r.anchored {
		if len(parts) == 0 {
			return rest == ""
		}
		last := parts[len(parts)-1]
		if rest, found = strings.CutSuffix(rest, last); !found {
			return false
		}
		parts = parts[:len(parts)-1]
	}
	for _, p := range parts {
		i := strings.Index(rest, p)
		if i < 0 {
			return false
		}
		rest = rest[i+len(p):]
	}
	return true
}

// normal writes one path in one way (RFC 9309, 2.2.2): an escaped unreserved
// character as itself, every other escape in capitals, and bytes beyond ASCII escaped.
func normal(path string) string {
	const digits = "0123456789ABCDEF"
	var out strings.Builder
	for i := 0; i < len(path); i++ {
		c := path[i]
		if c == '%' && i+2 < len(path) && hex(path[i+1]) >= 0 && hex(path[i+2]) >= 0 {
			if b := byte(hex(path[i+1])<<4 | hex(path[i+2])); unreserved(b) {
				out.WriteByte(b)
			} else {
				out.WriteString(strings.ToUpper(path[i : i+3]))
			}
			i += 2
			continue
		}
		if c >= 0x80 || c <= ' ' {
			out.WriteByte('%')
			out.WriteByte(digits[c>>4])
			out.WriteByte(digits[c&15])
			continue
		}
		out.WriteByte(c)
	}
	return out.String()
}

func hex(c byte) int {
	switch {
	case '0' <= c && c <= '9':
		return int(c - '0')
	case 'a' <= c && c <= 'f':
		return int(c-'a') + 10
	case 'A' <= c && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}

func unreserved(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '-' || c == '.' || c == '_' || c == '~'
}
