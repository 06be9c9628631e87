package warc

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// IndexLine is one line of a CDXJ index: where in which file a record stands.
type IndexLine struct {
	URL    string
	Time   time.Time
	Media  string // media type without parameters; "warc/revisit" for a revisit
	Status int    // of HTTP; 0 for none
	Digest string // of the payload, labelled
	File   string // name of the WARC
	Offset int64
	Length int64
}

// indexJSON is a line's object as tools write it: all values are strings.
type indexJSON struct {
	URL    string `json:"url"`
	Mime   string `json:"mime,omitempty"`
	Status string `json:"status,omitempty"`
	Digest string `json:"digest,omitempty"`
	Length string `json:"length,omitempty"`
	Offset string `json:"offset,omitempty"`
	File   string `json:"filename,omitempty"`
}

// String is the line without its end: sort key, time of 14 digits, JSON.
func (l IndexLine) String() string {
	j := indexJSON{l.URL, l.Media, "", l.Digest, strconv.FormatInt(l.Length, 10), strconv.FormatInt(l.Offset, 10), l.File}
	if l.Status > 0 {
		j.Status = strconv.Itoa(l.Status)
	}
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false) // addresses are looked for as they are
	if err := e.Encode(j); err != nil {
		panic("an index line that is no JSON: " + err.Error()) // strings always are
	}
	return sortKey(l.URL) + " " + l.Time.UTC().Format(stamp) + " " + strings.TrimSuffix(b.String(), "\n")
}

const stamp = "20060102150405"

var errLine = errors.New("it is no line of an index (key, time, JSON)")

// ParseIndexLine reads a line that IndexLine.String or another tool wrote. The values
// of numbers may be numbers or strings.
func ParseIndexLine(s string) (IndexLine, error) {
	_, rest, ok := strings.Cut(s, " ")
	digits, rest, ok2 := strings.Cut(rest, " ")
	if !ok || !ok2 {
		return IndexLine{}, errLine
	}
	at, err := time.Parse(stamp, digits[:min(len(digits), len(stamp))])
	if err != nil {
		return IndexLine{}, fmt.Errorf("%w: its time is %q", errLine, digits[:min(len(digits), 40)])
	}
	var j struct {
		URL    string `json:"url"`
		Mime   string `json:"mime"`
		Status any    `json:"status"`
		Digest string `json:"digest"`
		Length any    `json:"length"`
		Offset any    `json:"offset"`
		File   string `json:"filename"`
	}
	if err := json.Unmarshal([]byte(rest), &j); err != nil {
		return IndexLine{}, fmt.Errorf("%w: %w", errLine, err)
	}
	l := IndexLine{URL: j.URL, Time: at, Media: j.Mime, Status: int(number(j.Status)), Digest: j.Digest, File: j.File, Offset: number(j.Offset), Length: number(j.Length)}
	if l.Offset < 0 || l.Length < 0 || l.URL == "" {
		return IndexLine{}, fmt.Errorf("%w: it has no address, or no place", errLine)
	}
	return l, nil
}

// number reads what should be one; 0 where nothing is there, -1 where it is none.
func number(v any) int64 {
	switch v := v.(type) {
	case nil:
		return 0
	case float64:
		if v == float64(int64(v)) {
			return int64(v)
		}
	case string:
		if v == "" || v == "-" {
			return 0
		}
		if n, err := strconv.ParseInt(v, 10, 64); err == nil {
			return n
		}
	}
	return -1
}

var www = regexp.MustCompile(`^www\d*\.`)

// sortKey writes an address so that those of one site stand together (SURT): the
// host's labels the other way round, then the path and the parameters in order, all
// in small letters, as replay tools look them up. Other names stay as they are.
func sortKey(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return strings.ToLower(escaped(address))
	}
	labels := strings.Split(www.ReplaceAllString(strings.ToLower(u.Hostname()), ""), ".")
	slices.Reverse(labels)
	key := strings.Join(labels, ",")
	if p := u.Port(); p != "" && p != map[string]string{"http": "80", "https": "443"}[u.Scheme] {
		key += ":" + p
	}
	path := u.EscapedPath()
	if path == "" {
		path = "/"
	}
	key += ")" + path
	if u.RawQuery != "" {
		parameters := strings.Split(u.RawQuery, "&")
		slices.Sort(parameters)
		key += "?" + strings.Join(parameters, "&")
	}
	return strings.ToLower(escaped(key))
}
