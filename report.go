package rashomon

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"
)

// ReportID names a Report: "r" and 20 hexadecimal digits of the digest of its
// content, so that reading twice adds nothing and two machines agree.
type ReportID string

// Digest is the SHA-256 of some bytes, in lower-case hexadecimal.
type Digest string

// DigestOf returns the Digest of b.
func DigestOf(b []byte) Digest {
	sum := sha256.Sum256(b)
	return Digest(hex.EncodeToString(sum[:]))
}

// Source is someone who publishes: an outlet, an agency, an official body, an
// NGO, an account. Name is what readers call it; Kind says what it is.
type Source struct {
	Name string    `json:"name"`
	Kind VoiceKind `json:"kind,omitempty"`
}

// Report is one publication exactly as received. It never changes: a correction
// or a re-read is a new Report whose Replaces names the old.
type Report struct {
	ID        ReportID  `json:"id"`
	Ref       string    `json:"ref,omitempty"` // the id its giver used, if any
	Source    Source    `json:"source"`
	URL       string    `json:"url,omitempty"`
	Text      string    `json:"text"`                // title, "\n", body: the one text that every Span refers to
	Published string    `json:"published,omitempty"` // RFC 3339 time or date as given; empty when unknown
	Modified  string    `json:"modified,omitempty"`  // when the publisher says it changed the text; form of Published
	Authors   []string  `json:"authors,omitempty"`   // as the byline names them
	Language  string    `json:"language,omitempty"`  // BCP 47; empty when not said
	Received  time.Time `json:"received"`            // UTC; the order in which Incidents get their names
	Bytes     Digest    `json:"bytes,omitempty"`     // the bytes it was read from
	MediaType string    `json:"media_type,omitempty"`
	Replaces  ReportID  `json:"replaces,omitempty"`
}

// NewReport returns a Report of the given title and body with its ID computed.
// Line breaks in the title become spaces (byte for byte), so that the first
// line break of Text always ends the title.
func NewReport(title, body string, r Report) Report {
	title = strings.NewReplacer("\r", " ", "\n", " ").Replace(title)
	r.Text = title + "\n" + body
	r.ID = r.digest()
	return r
}

// Same reports whether two publications are one by all that names them, and not by their
// ID alone: two can be written that have one ID, by who writes both.
func (r Report) Same(o Report) bool {
	return r.Text == o.Text && r.Source.Name == o.Source.Name && r.URL == o.URL && r.Published == o.Published && r.Language == o.Language
}

// digest covers what makes two publications different: who published it, where,
// when, and the words. Not when it was received or which bytes carried it.
func (r Report) digest() ReportID {
	h := sha256.New()
	for _, s := range []string{r.Source.Name, r.URL, r.Published, r.Language, r.Text} {
		h.Write([]byte(s))
		h.Write([]byte{0})
	}
	return ReportID("r" + hex.EncodeToString(h.Sum(nil))[:20])
}

// Title returns the first line of the text.
func (r Report) Title() string {
	title, _, _ := strings.Cut(r.Text, "\n")
	return title
}

// Body returns the text after the title, and the byte offset where it begins.
func (r Report) Body() (body string, start int) {
	i := strings.IndexByte(r.Text, '\n')
	return r.Text[i+1:], i + 1
}

// PublishedOn returns the day of publication. ok is false when it is not known.
func (r Report) PublishedOn() (d Date, ok bool) {
	if len(r.Published) < len("2006-01-02") {
		return Date{}, false
	}
	return ParseDate(r.Published[:len("2006-01-02")])
}

// Outlet returns what to call the publisher: the source's name, or "this outlet"
// when nobody said.
func (r Report) Outlet() string {
	if r.Source.Name == "" {
		return "this outlet"
	}
	return r.Source.Name
}

// Span is the half-open byte range [Start, End) of one Report's Text: the only
// way to refer to words. The zero Span refers to nothing.
type Span struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

// Of returns the words of the span in text, which must be the Text of its Report.
func (s Span) Of(text string) string { return text[s.Start:s.End] }

// Empty reports whether the span refers to no words.
func (s Span) Empty() bool { return s.Start >= s.End }

// Covers reports whether t lies wholly inside s.
func (s Span) Covers(t Span) bool { return s.Start <= t.Start && t.End <= s.End }

// Overlaps reports whether s and t share a byte.
func (s Span) Overlaps(t Span) bool { return s.Start < t.End && t.Start < s.End }

// Join returns the shortest span that covers s and t; an empty one adds nothing.
func (s Span) Join(t Span) Span {
	switch {
	case s.Empty():
		return t
	case t.Empty():
		return s
	}
	return Span{min(s.Start, t.Start), max(s.End, t.End)}
}

// Valid reports whether s is a range of text that cuts no character in two.
func (s Span) Valid(text string) bool {
	if s.Start < 0 || s.End < s.Start || s.End > len(text) {
		return false
	}
	return runeStart(text, s.Start) && runeStart(text, s.End)
}

func runeStart(text string, i int) bool { return i == len(text) || text[i]&0xC0 != 0x80 }
