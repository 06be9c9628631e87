package change

import (
	"bytes"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"rashomon"
)

// Verdict is what an answer shows of a page, and what of it is to be kept as the text of
// its address.
type Verdict struct {
	Fate rashomon.Fate
	Why  string           // in words for a person; the Problem of a capture that keeps no text
	Keep *rashomon.Report // nil: nothing of the answer is the article. Its bytes are kept all the same
}

// What a page says of itself that shows no article. They are kept as the problem of a
// capture, by which History knows them again.
const (
	saysGone  = "the page says that the article is not there"
	saysWall  = "a paywall or a demand for consent stands before the article"
	noArticle = "nothing in the page could be read as an article"
	otherPage = "the way leads to another page, which has not the article"
	lawTook   = "withheld by law"
	asksWho   = "the server asks who reads it"
	asksPay   = "the server asks for payment"
	refused   = "the server refuses this reader"
)

// Judge says what an answer shows of the page at whose address the text was stood last;
// nil when none ever did. now is what was read from it, nil when nothing was; body its
// bytes, where they are at hand. A text under the same address is kept as that of the same
// page: with its address and outlet as they were, and its time and language where the
// answer says them less closely, so that an unchanged text is the same report. One that
// moved for good replaces the old.
//
// Gone is what RFC 9110 (15.5.5, 15.5.11) and RFC 7725 mean by 404, 410 and 451; walled
// what is asked of the reader by 401, 402 and 403; for good is 301 and 308.
func Judge(was *rashomon.Report, c rashomon.Capture, now *rashomon.Report, body []byte) Verdict {
	switch {
	case was == nil:
		return Verdict{Fate: rashomon.Stands, Keep: now, Why: c.Problem}
	case now == nil, failed(c.Status) && (c.Status != 0 || c.Means == rashomon.Fetched): // a text that was given has no status
		return absent(*was, c, body)
	}
	like := likeness(was.Text, now.Text) >= likeAt
	same := like || related(was.Text, now.Text)
	away := len(c.Redirects) > 0 && !samePage(c.Final, c.Requested) && !samePage(c.Final, was.URL)
	switch {
	case walled(*was, *now, like, body):
		return Verdict{Fate: rashomon.Walled, Why: saysWall}
	case !like && short(now.Text) && says(strings.ToLower(now.Text), goneWords):
		return Verdict{Fate: rashomon.Vanished, Why: saysGone}
	case !same || away && !like && Page(c.Final) == Page(hostOf(c.Final)):
		return Verdict{Fate: rashomon.FrontPage, Why: otherPage}
	case away && forGood(c.Redirects):
		return Verdict{Fate: rashomon.Moved, Keep: moved(*was, *now, c.Final)}
	}
	keep := asOf(*was, *now)
	if keep.ID == was.ID {
		return Verdict{Fate: rashomon.Stands, Keep: &keep}
	}
	return Verdict{Fate: rashomon.Edited, Keep: &keep}
}

// JudgeAt is Judge, and holds what is to be kept to the text that stands at the address
// which it gives as its own: reached by another way, or from a page that calls another's
// address its own, that text changes only as it would by its own address. A text that is
// not the one of the address that it claims is kept under the one it was found at. stands
// returns the text that stands at an address, nil for none.
//
// from is the text that came from there last, nil for none. What stands may be another:
// what a page that a person gave says of itself. An article that is not that one is held
// against what came from there; where nothing did, it is no other page, unless it is as
// short as a notice.
func JudgeAt(was, from *rashomon.Report, c rashomon.Capture, now *rashomon.Report, body []byte, stands func(address string) (*rashomon.Report, error)) (Verdict, error) {
	v, err := judgeAt(was, c, now, body, stands)
	switch {
	case err != nil, was == nil, now == nil, v.Why != otherPage:
		return v, err
	case from == nil && (len(c.Redirects) > 0 || short(now.Text)), from != nil && from.ID == was.ID:
		return v, nil
	}
	return judgeAt(from, c, now, body, func(address string) (*rashomon.Report, error) {
		r, err := stands(address)
		if err == nil && r != nil && r.ID == was.ID {
			r = from
		}
		return r, err
	})
}

// judgeAt is JudgeAt of an address of which what stands came from there.
func judgeAt(was *rashomon.Report, c rashomon.Capture, now *rashomon.Report, body []byte, stands func(address string) (*rashomon.Report, error)) (Verdict, error) {
	v := Judge(was, c, now, body)
	for v.Keep != nil && v.Keep.URL != "" && (was == nil || v.Keep.URL != was.URL) {
		other, err := stands(v.Keep.URL)
		if err != nil || other == nil || other.ID == v.Keep.ID {
			return v, err
		}
		direct := c
		direct.Redirects = nil // they lead there from another page, of which they tell
		there := Judge(other, direct, v.Keep, body)
		if there.Keep != nil && v.Fate == rashomon.Moved {
			there.Fate = v.Fate
		}
		if there.Keep != nil || samePage(c.Address(), v.Keep.URL) {
			return there, nil
		}
		found := *v.Keep
		found.URL = c.Address()
		text, _ := found.Body()
		found = rashomon.NewReport(found.Title(), text, found)
		v.Keep = &found
	}
	return v, nil
}

// From returns the last text that captures of an address show to have come from there:
// fetched, by us or by who made an archive, or given by a person who says so; none where
// there is none. What a text calls its address is no such word.
func From(address string, captures []rashomon.Capture) (last rashomon.ReportID) {
	for _, c := range captures {
		if c.Report != "" && cameFrom(address, c) {
			last = c.Report
		}
	}
	return last
}

// cameFrom is From of one: a name of a file is no other address.
func cameFrom(address string, c rashomon.Capture) bool {
	return !c.OwnWord && (!isWeb(c.Requested) || samePage(c.Requested, address) || samePage(c.Final, address))
}

// moved is a text at its new address. One that still calls the old address its own stands
// where it was found.
func moved(was, now rashomon.Report, at string) *rashomon.Report {
	if samePage(now.URL, was.URL) || now.URL == "" {
		now.URL = at
	}
	body, _ := now.Body()
	now = rashomon.NewReport(now.Title(), body, now)
	now.Replaces = was.ID
	return &now
}

// hostOf is the address of the front page of an address's site.
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	return u.Scheme + "://" + u.Host + "/"
}

// asOf is a text as one of the page that was.
func asOf(was, now rashomon.Report) rashomon.Report {
	if was.URL != "" {
		now.URL = was.URL
	}
	if was.Source.Name != "" {
		now.Source = was.Source
	}
	if strings.HasPrefix(now.Published, was.Published) && was.Published != "" || now.Published == "" {
		now.Published = was.Published
	}
	if strings.HasPrefix(now.Language, was.Language) && was.Language != "" || now.Language == "" {
		now.Language = was.Language
	}
	body, _ := now.Body()
	return rashomon.NewReport(now.Title(), body, now)
}

// absent says why an answer has no article.
func absent(was rashomon.Report, c rashomon.Capture, body []byte) Verdict {
	away := len(c.Redirects) > 0 && !samePage(c.Final, c.Requested) && !samePage(c.Final, was.URL)
	low := strings.ToLower(string(body[:min(len(body), mostRead)]))
	switch s := c.Status; {
	case s == http.StatusNotModified:
		return Verdict{Fate: rashomon.Stands, Why: c.Problem}
	case s == http.StatusUnavailableForLegalReasons:
		return Verdict{Fate: rashomon.Vanished, Why: lawTook}
	case s == http.StatusNotFound || s == http.StatusGone:
		return Verdict{Fate: rashomon.Vanished, Why: c.Problem}
	case s == http.StatusUnauthorized:
		return Verdict{Fate: rashomon.Walled, Why: asksWho}
	case s == http.StatusPaymentRequired:
		return Verdict{Fate: rashomon.Walled, Why: asksPay}
	case s == http.StatusForbidden:
		return Verdict{Fate: rashomon.Walled, Why: refused}
	case failed(s) || c.Truncated != "":
		return Verdict{Fate: rashomon.Unreachable, Why: unanswered(c)}
	case c.Problem == otherPage:
		return Verdict{Fate: rashomon.FrontPage, Why: otherPage}
	case c.Problem == saysWall || says(low, wallWords) || marked(body):
		return Verdict{Fate: rashomon.Walled, Why: saysWall}
	case c.Problem == saysGone || says(low, goneWords) && len(body) < mostRead:
		return Verdict{Fate: rashomon.Vanished, Why: saysGone}
	case away:
		return Verdict{Fate: rashomon.FrontPage, Why: otherPage}
	case c.Problem != "":
		return Verdict{Fate: rashomon.Walled, Why: c.Problem}
	}
	return Verdict{Fate: rashomon.Walled, Why: noArticle}
}

// failed reports whether a status is of no page.
func failed(status int) bool { return status < 200 || status >= 300 }

func unanswered(c rashomon.Capture) string {
	switch {
	case c.Problem != "":
		return c.Problem
	case c.Truncated != "":
		return c.Truncated
	case c.Status == 0:
		return "no answer"
	}
	return fmt.Sprintf("the server answered %d", c.Status)
}

func forGood(steps []rashomon.Redirect) bool {
	for _, s := range steps {
		if s.Status != http.StatusMovedPermanently && s.Status != http.StatusPermanentRedirect {
			return false
		}
	}
	return len(steps) > 0
}

// samePage reports whether two addresses are of one page, whatever scheme, www, slash at
// the end, query for the reader's own sake or fragment they have.
func samePage(a, b string) bool { return a != "" && Page(a) == Page(b) }

// Spellings are the ways in which the address of a page is written most, its own first: by
// scheme, www and a slash at the end, without what does not tell pages apart.
func Spellings(address string) []string {
	all := []string{address}
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return all
	}
	path, query, asks := strings.Cut(Page(address), "?")
	if path = strings.TrimRight(path, "/"); asks {
		query = "?" + query
	}
	for _, start := range []string{"https://", "https://www.", "http://", "http://www."} {
		for _, end := range []string{"", "/"} {
			all = append(all, start+path+end+query)
		}
	}
	return all
}

// Page names the page that an address is of: the address without what does not tell pages
// apart. What is no address of the web is returned as it is.
func Page(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return address
	}
	q := u.Query()
	for k := range q {
		if strings.HasPrefix(k, "utm_") || k == "fbclid" || k == "gclid" {
			q.Del(k)
		}
	}
	host := strings.TrimSuffix(strings.TrimSuffix(strings.ToLower(u.Host), ":443"), ":80")
	out := strings.TrimPrefix(host, "www.") + "/" + strings.Trim(u.EscapedPath(), "/")
	if len(q) > 0 {
		out += "?" + q.Encode()
	}
	return out
}

// likeAt is the share of the shorter text that stands in the longer one, in the same
// sentences or in edited ones, from which on the two are held to be one article.
const likeAt = 0.4

// likeness is that share, in words.
func likeness(a, b string) float64 {
	l := align(a, b)
	all, other, met := 0, 0, 0
	for i, words := range l.was.words {
		all += len(words)
		if l.to[i] >= 0 {
			met += min(len(words), len(l.now.words[l.to[i]]))
		}
	}
	for _, words := range l.now.words {
		other += len(words)
	}
	if least := min(all, other); least > 0 {
		return float64(met) / float64(least)
	}
	return 0
}

// relatedAt is the share of the names of the one text with fewer names that stand in the
// other, from which on one may be the other, written anew: news is often a line at first.
const relatedAt = 0.5

// related reports whether two texts that share no sentences name the same.
func related(a, b string) bool {
	x, y := namesIn(a), namesIn(b)
	least := min(len(x), len(y))
	return least == 0 || float64(common(x, y)) >= relatedAt*float64(least)
}

// namesIn are the words with a capital that stand in no text without one, sorted.
func namesIn(s string) []string {
	small, names := map[string]bool{}, map[string]bool{}
	for _, w := range strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) }) {
		if lower := strings.ToLower(w); lower == w {
			small[lower] = true
		} else {
			names[lower] = true
		}
	}
	maps.DeleteFunc(names, func(w string, _ bool) bool { return small[w] || len(w) < 3 })
	return slices.Sorted(maps.Keys(names))
}

// shrunkAt is the share of its words below which a text that asks for money or consent is
// no edit of the article.
const shrunkAt = 0.6

// walled reports whether a text is what a wall leaves of the article, or puts before it.
func walled(was, now rashomon.Report, like bool, body []byte) bool {
	shrunk := float64(len(strings.Fields(now.Text))) < shrunkAt*float64(len(strings.Fields(was.Text)))
	low := strings.ToLower(now.Text)
	asks := says(low, wallWords) && !says(strings.ToLower(was.Text), wallWords)
	return asks && (shrunk || !like) || like && shrunk && (marked(body) || says(strings.ToLower(string(body[:min(len(body), mostRead)])), wallWords))
}

// short reports whether a text is no longer than a notice.
func short(s string) bool { return len(strings.Fields(s)) < 120 }

// mostRead bounds what is searched of a page for the words of a wall, in bytes.
const mostRead = 1 << 20

func says(low string, words []string) bool {
	for _, w := range words {
		if strings.Contains(low, w) {
			return true
		}
	}
	return false
}

// marked reports whether a page says in its data that the article is not free
// (https://schema.org/isAccessibleForFree).
func marked(body []byte) bool {
	i := bytes.Index(body, []byte("isAccessibleForFree"))
	if i < 0 {
		return false
	}
	after := bytes.ToLower(body[i+len("isAccessibleForFree") : min(len(body), i+len("isAccessibleForFree")+12)])
	return bytes.Contains(after, []byte("false"))
}

// wallWords are what pages say that want money, a name or consent first.
var wallWords = []string{"subscribe to continue", "subscribe to read", "subscribe to unlock", "subscribe now to", "to continue reading", "continue reading with", "subscribers only",
	"only for subscribers", "reserved for subscribers", "for subscribers only", "already a subscriber", "sign in to read", "log in to read", "sign in to continue", "log in to continue", "register to read",
	"create a free account to", "this content is for members", "you have reached your limit of", "free articles this month", "accept cookies to", "accept all cookies", "we use cookies and",
	"your consent", "before you continue", "manage your privacy", "réservé aux abonnés", "abonnez-vous pour", "jetzt weiterlesen", "nur für abonnenten", "suscríbete para", "solo para suscriptores",
	"verify you are human", "checking your browser"}

// goneWords are what pages say that are sent in place of an article which was taken down.
var goneWords = []string{"page not found", "page cannot be found", "page can't be found", "page could not be found", "could not find the page", "article not found", "story not found",
	"no longer available", "no longer exists", "has been removed", "has been deleted", "does not exist", "page introuvable", "seite nicht gefunden", "página no encontrada"}
