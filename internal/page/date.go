package page

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/markusmobius/go-htmldate"
	"golang.org/x/net/html"

	"rashomon"
)

// zoned and zoneless are the layouts of dates in pages. Those in which day and
// month could be taken for each other are left out.
var (
	zoned = []string{time.RFC3339, "2006-01-02T15:04:05Z0700", "2006-01-02T15:04Z07:00", "2006-01-02 15:04:05Z07:00",
		"2006-01-02 15:04:05 -0700", time.RFC1123Z}
	zoneless = []string{"20060102", "2006/01/02", "2 January 2006", "2 Jan 2006", "January 2, 2006", "Jan 2, 2006", time.RFC1123, time.RFC850}
)

// date returns s as Report.Published has it, at the precision of s: a time without
// a zone gives its day only. Empty when s is no date, or an ambiguous one.
func date(s string) string {
	s = strings.TrimSpace(s)
	for _, layout := range zoned {
		if t, err := time.Parse(layout, s); err == nil && t.Year() > 0 {
			return t.Format(time.RFC3339)
		}
	}
	for _, layout := range zoneless {
		if t, err := time.Parse(layout, s); err == nil && t.Year() > 0 {
			return t.Format(time.DateOnly)
		}
	}
	if d, ok := rashomon.ParseDate(s[:min(len(s), len(time.DateOnly))]); ok && d.Day != 0 {
		return d.String()
	}
	return ""
}

// The days that a page may have been published on: there was no web before, and the
// other end is not today's, because the same bytes must always give the same report.
var firstDay, lastDay = time.Date(1995, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2050, 1, 1, 0, 0, 0, 0, time.UTC)

// datedInWords returns the day that the page's address, its byline or its words give,
// where its head gives none: empty, or a day. Words count only if they hold the day
// (a page of "© 2019" was not published on 1 January), are words and not markup, and
// are no date that an American and a European would read differently.
func datedInWords(doc *html.Node, address, language string) string {
	for _, quick := range []bool{true, false} {
		found, err := htmldate.FromDocument(doc, htmldate.Options{
			URL: address, UseOriginalDate: true, SkipExtensiveSearch: quick, MinDate: firstDay, MaxDate: lastDay,
		})
		if err == nil && !found.DateTime.IsZero() {
			if holdsDay(found.SrcString, found.DateTime.Day()) && !ambiguous(found.SrcString, language) {
				return found.DateTime.Format(time.DateOnly)
			}
		}
	}
	return ""
}

func holdsDay(s string, day int) bool {
	if strings.ContainsAny(s, "<>{}©") || strings.Contains(s, `="`) {
		return false
	}
	for _, figures := range strings.FieldsFunc(s, func(r rune) bool { return r < '0' || r > '9' }) {
		n := len(figures)
		if n >= 8 { // 20230504
			figures = figures[6:8]
		}
		if figures = strings.TrimLeft(figures, "0"); (n <= 2 || n >= 8) && figures == strconv.Itoa(day) {
			return true
		}
	}
	return false
}

// ambiguous reports whether s holds 4/5/2023 in a language that is written on both
// sides of the Atlantic.
func ambiguous(s, language string) bool {
	if l := strings.ToLower(language); l != "" && !strings.HasPrefix(l, "en") || l == "en-gb" || l == "en-ie" || l == "en-au" || l == "en-nz" || l == "en-in" || l == "en-za" {
		return false
	}
	for _, m := range slashed.FindAllStringSubmatch(s, -1) {
		a, _ := strconv.Atoi(m[1])
		b, _ := strconv.Atoi(m[2])
		if a != b && a <= 12 && b <= 12 {
			return true
		}
	}
	return false
}

var slashed = regexp.MustCompile(`(?:^|[^0-9/])([0-9]{1,2})/([0-9]{1,2})/(?:[0-9]{2}|[0-9]{4})(?:$|[^0-9/])`)
