package copies

import (
	"regexp"
	"strings"
)

var (
	// dateline finds "VELDANE, May 4 (Halcyon Wire) -" where a body begins.
	dateline = regexp.MustCompile(`\(([A-Z][\w.&]*(?: [A-Z][\w.&]*){0,4})\)\s*(?:--|[-–—])\s`)
	// signature finds "-- Halcyon Wire" and "(Source: AFP)" on a line of its own.
	signature = regexp.MustCompile(`(?m)^\s*(?:--|[-–—]|\(?Source:)\s*([A-Z][\w.&]*(?: [A-Z][\w.&]*){0,4})\)?\s*$`)
	// closing finds "... - REUTERS" at the end of a text.
	closing  = regexp.MustCompile(`(?:--|[-–—(])\s*(` + agencies + `)\)?\.?\s*$`)
	agencies = `Reuters|REUTERS|AFP|Agence France-Presse|AP|Associated Press|The Associated Press|Xinhua|TASS|Interfax|RIA Novosti|` +
		`SANA|Anadolu|ANSA|EFE|DPA|dpa|UPI|PTI|IRNA|Fars|WAM|KUNA|Petra|Kyodo|Yonhap|NNA`
	known = regexp.MustCompile(`^(?:` + agencies + `)$`)
)

// lastBytes is how much of a body is searched for who closes it.
const lastBytes = 200

// Credited returns the agency that a report's text (title, line break, body) credits
// as its own source: in the dateline, a signature or the last words; empty when it
// credits none.
func Credited(text string) string {
	_, body, _ := strings.Cut(text, "\n")
	if m := dateline.FindStringSubmatch(body[:min(len(body), lastBytes)]); m != nil {
		return m[1]
	}
	if m := signature.FindStringSubmatch(body); m != nil {
		return m[1]
	}
	if m := closing.FindStringSubmatch(body[max(0, len(body)-lastBytes):]); m != nil {
		return m[1]
	}
	return ""
}

// wellKnown is the agency credited, under one name, if it is one that everybody knows:
// a name in a dateline may as well be a local station's.
func wellKnown(name string) map[string]bool {
	if !known.MatchString(name) {
		return nil
	}
	switch name = strings.ToLower(strings.TrimPrefix(name, "The ")); name {
	case "associated press":
		name = "ap"
	case "agence france-presse":
		name = "afp"
	}
	return map[string]bool{name: true}
}
