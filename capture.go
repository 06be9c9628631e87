package rashomon

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"time"
)

// CaptureID names a Capture: "c" and 20 hexadecimal digits of the digest of its
// content.
type CaptureID string

// Means is how bytes came to be received.
type Means string

// The means.
const (
	Fetched  Means = "fetched" // by this program, from the address that was asked
	Given    Means = "given"   // by a person: a file, or standard input
	Archived Means = "archive" // from a web archive (WARC, WACZ) that somebody else made or we exported
	Earlier  Means = "earlier" // kept by a version of rashomon that wrote no captures
)

// Capture is one occasion on which bytes were received, or could not be: the record
// of custody. It never changes. The same report received twice has two captures; a page that is
// gone has a capture without bytes. Fields that do not apply to its Means are empty.
//
// What to record follows the Berkeley Protocol on Digital Open Source Investigations
// (OHCHR, HR/PUB/20/2), chapter on preservation.
type Capture struct {
	ID        CaptureID  `json:"id"`
	Means     Means      `json:"means"`
	Requested string     `json:"requested"`           // the address asked, or what its giver called it
	Final     string     `json:"final,omitempty"`     // the address that answered, after redirects
	Redirects []Redirect `json:"redirects,omitempty"` // in order, from Requested to Final

	Asked    time.Time `json:"asked"`    // when the request was sent; of a given file, when it was opened. UTC
	Received time.Time `json:"received"` // when the last byte was there. UTC; it orders captures

	Peer        string `json:"peer,omitempty"`        // network address and port of who answered
	TLS         string `json:"tls,omitempty"`         // "TLS 1.3"; empty over plain HTTP
	Certificate Digest `json:"certificate,omitempty"` // of the leaf certificate, as it was sent (DER)
	Status      int    `json:"status,omitempty"`      // of HTTP
	Header      string `json:"header,omitempty"`      // status line and header fields as received, each byte as the character of that number (ISO 8859-1)

	Body      Digest `json:"body,omitempty"`      // of the bytes kept, without content coding; empty when none were
	Length    int64  `json:"length,omitempty"`    // of these bytes
	Coding    string `json:"coding,omitempty"`    // content coding they came in ("gzip"); empty for none
	Wire      Digest `json:"wire,omitempty"`      // of the bytes as they came; only where Coding is set. They are kept too
	Truncated string `json:"truncated,omitempty"` // why bytes are missing at the end; empty when they are whole
	MediaType string `json:"media_type,omitempty"`

	Collector string `json:"collector"`          // program and version
	Settings  Digest `json:"settings,omitempty"` // of the limits and options in force
	Agent     string `json:"agent,omitempty"`    // what the program called itself to the server
	Egress    string `json:"egress,omitempty"`   // "direct", or the proxy in between
	By        string `json:"by,omitempty"`       // the person who asked, or "schedule"
	Parent    string `json:"parent,omitempty"`   // the feed, page or archive file that led here

	// OwnWord says of what a person gave that its address is what the text says of itself:
	// nobody else says that it comes from there.
	OwnWord bool `json:"own_word,omitempty"`

	Report  ReportID `json:"report,omitempty"`  // what was read from the bytes
	Problem string   `json:"problem,omitempty"` // why nothing was read, or what the report may lack, in words for a person
}

// Redirect is one step from an address to the next.
type Redirect struct {
	Status int    `json:"status"`
	To     string `json:"to"` // the address it leads to, resolved
}

// NewCapture returns c with its times in UTC and its ID computed.
func NewCapture(c Capture) Capture {
	c.Asked, c.Received = c.Asked.UTC().Round(0), c.Received.UTC().Round(0)
	c.ID = ""
	b, err := json.Marshal(c)
	if err != nil {
		panic("a capture that is no JSON: " + err.Error()) // strings, numbers and times always are
	}
	sum := sha256.Sum256(b)
	c.ID = CaptureID("c" + hex.EncodeToString(sum[:])[:20])
	return c
}

// Address returns where the bytes were found: the final address, or else the
// requested one.
func (c Capture) Address() string {
	if c.Final != "" {
		return c.Final
	}
	return c.Requested
}
