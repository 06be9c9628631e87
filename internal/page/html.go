package page

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"

	"rashomon"
)

var errNoArticle = errors.New("it holds no article text; save the text of the article and give that")

// readHTML reads a page. The error loss, with a report, says that its article was
// found without taking the page apart, and so less surely.
func readHTML(b []byte, h Hint) (r rashomon.Report, loss, err error) {
	if len(b) > MaxHTML {
		return r, nil, fmt.Errorf("it has %.1f MB and a page may have %d MB; save its text and give that", float64(len(b))/(1<<20), MaxHTML>>20)
	}
	text, err := decodeHTML(b, h.MediaType)
	if err != nil {
		return r, nil, err
	}
	var a article
	doc, said, loss := parsed(text)
	if loss != nil {
		if a, said, err = plainArticle(text); err != nil {
			return r, nil, fmt.Errorf("%w, and %w", loss, err)
		}
		at := address(first(said.canonical, said.ogURL), h.URL)
		loss = fmt.Errorf("%w; its text was taken without its structure, compare it with the page", loss)
		return said.report(a, at, b, h, func() string { return "" }), loss, nil
	}
	at := address(first(said.canonical, said.ogURL), h.URL)
	if a, err = extractArticle(doc, said, at); err != nil {
		return r, nil, err
	}
	return said.report(a, at, b, h, func() string { return datedInWords(doc, first(h.URL, said.canonical), said.language) }), nil, nil
}

// report puts together what the page says of itself and what was found in it.
func (h head) report(a article, at *url.URL, b []byte, given Hint, dated func() string) rashomon.Report {
	site := oneLine(first(h.site, a.site, h.ld.publisher))
	r := rashomon.Report{
		Source: rashomon.Source{Name: short(first(site, given.Source))}, Published: first(h.published(), given.Published),
		Modified: first(h.ld.modified, h.modified), Language: short(first(h.language, h.ld.language, a.language)),
		Authors: firstOf(persons(h.ld.authors), persons(h.authors), a.authors), Bytes: rashomon.DigestOf(b), MediaType: HTML,
	}
	if r.Published == "" {
		r.Published = dated()
	}
	if at != nil {
		r.URL = strings.ToValidUTF8(at.String(), "\uFFFD")
		r.Source.Name = first(r.Source.Name, Hostname(at))
	}
	title := short(withoutSite(h.title(a.title), site))
	return rashomon.NewReport(title, withoutHeading(a.text, title), r)
}

// longestName is the most characters that a title or a name has.
const longestName = 500

// short cuts what is no name any more.
func short(s string) string {
	if utf8.RuneCountInString(s) <= longestName {
		return s
	}
	return string([]rune(s)[:longestName-1]) + "…"
}

// Hostname is what to call an outlet that nobody names.
func Hostname(at *url.URL) string { return short(oneLine(strings.TrimPrefix(at.Hostname(), "www."))) }

// persons returns the names in all that are names: no addresses, no empty ones, none
// twice, and not more than an article has.
func persons(all []string) []string {
	const most = 50
	var out []string
	for _, name := range all {
		name = oneLine(html.UnescapeString(name))
		if name == "" || strings.Contains(name, "://") || slices.Contains(out, name) || len(out) == most {
			continue
		}
		out = append(out, short(name))
	}
	return out
}

// paragraphs writes each paragraph as one line, with an empty line between two.
func paragraphs(s string) string {
	var out []string
	for line := range strings.Lines(strings.ToValidUTF8(s, "\uFFFD")) {
		if line = oneLine(line); line != "" {
			out = append(out, line)
		}
	}
	return strings.Join(out, "\n\n")
}

// withoutHeading drops the heading where the article repeats it near its start: a
// count in it would be told twice.
func withoutHeading(text, title string) string {
	const near = 4
	all := strings.Split(text, "\n\n")
	if i := slices.Index(all[:min(near, len(all))], title); i >= 0 && len(all) > 1 {
		all = slices.Delete(all, i, i+1)
	}
	return strings.Join(all, "\n\n")
}

// withoutSite takes the outlet's name off the end of a title.
func withoutSite(title, site string) string {
	if site == "" {
		return title
	}
	for _, sep := range []string{" - ", " | ", " – ", " — ", " :: "} {
		if short, ok := strings.CutSuffix(title, sep+site); ok && short != "" {
			return short
		}
	}
	return title
}

func oneLine(s string) string {
	return strings.Join(strings.Fields(strings.ToValidUTF8(s, "\uFFFD")), " ")
}

// address returns where the page stands: the address it calls its own when that is
// on the host it came from (or it came from none), else the one it came from. nil
// when neither is known. A page cannot make itself another outlet's.
func address(canonical, given string) *url.URL {
	at, err := url.Parse(given)
	if err != nil || !web(at) {
		at = nil
	}
	own, err := url.Parse(strings.TrimSpace(canonical))
	if canonical == "" || err != nil {
		return at
	}
	if at != nil {
		own = at.ResolveReference(own)
	}
	own.Host, own.User, own.Fragment, own.RawFragment = strings.ToLower(own.Host), nil, "", "" // one address is written one way
	switch {
	case !web(own), len(own.String()) > longestAddress:
		return at
	case at == nil:
		return own
	case host(own) != host(at), strings.Trim(own.Path, "/") == "" && strings.Trim(at.Path, "/") != "":
		return at // another outlet's, or a front page that every article names by mistake
	}
	return own
}

// longestAddress is the most bytes of an address that a page may call its own.
const longestAddress = 2048

func web(u *url.URL) bool { return (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" }

// host leaves out what names a face of the same outlet.
func host(u *url.URL) string {
	h := strings.ToLower(u.Host)
	for _, face := range []string{"www.", "m.", "amp."} {
		h = strings.TrimPrefix(h, face)
	}
	return h
}

// firstOf returns the first list that holds something.
func firstOf(all ...[]string) []string {
	for _, one := range all {
		if len(one) > 0 {
			return one
		}
	}
	return nil
}
