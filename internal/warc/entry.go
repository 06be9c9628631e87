package warc

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"strings"

	"rashomon"
)

// captureType is the media type of a metadata record that holds a Capture as JSON.
const captureType = "application/vnd.rashomon.capture+json"

// Entry is one capture as an archive holds it.
type Entry struct {
	// Capture tells of it with Means archive, its Parent the file and the place in it.
	// It has no Report. Times, peer and header are the archive's word.
	Capture rashomon.Capture

	Body []byte // without content coding; nil for none, and for a revisit. Valid until the next Entry
	Wire []byte // as it came, where Capture.Coding is set

	// Revisit is true when the archive says that the body was the one of an earlier
	// capture and does not hold it again. Capture.Body names it where that capture stood
	// before in the same file, and is empty otherwise.
	Revisit bool

	// Written is the Capture that Rashomon wrote beside when it exported this, as it
	// stood in the store; nil in archives of others. That it is true is the archive's word.
	Written *rashomon.Capture

	// Said is what the giver of a report that was read from the bytes said of it, as
	// Rashomon wrote; nil where it was read from none, and in archives of others.
	Said *Said
}

// Said is what stands in no byte of a report and was said by who gave it: beside the
// bytes it makes the same report again. Fields are as of rashomon.Report.
type Said struct {
	Source    string `json:"source,omitempty"`
	URL       string `json:"url,omitempty"`
	Published string `json:"published,omitempty"`

	Ref *string `json:"ref,omitempty"` // nil in archives written before it was
}

// written is what a metadata record of ours holds.
type written struct {
	rashomon.Capture
	Said *Said `json:"said,omitempty"`
}

// maxSeen is how many bodies of a file are remembered for its revisit records.
const maxSeen = 1 << 16

// Entries reads the captures of a WARC file: its responses, resources and revisits,
// and captures without bytes that Rashomon wrote. Other records are passed by.
type Entries struct {
	r    *Reader
	name string

	software, agent string   // of the file's warcinfo
	asked           request  // the last one
	written         *written // of the last metadata record
	of              string   // the record that it is about

	held  *Record // read, and not looked at yet
	begun bool    // something was read

	seen  map[string]rashomon.Capture // what a revisit may refer to, by record name and by payload digest
	order []string                    // of seen, the oldest first
}

// request is what is kept of a request record.
type request struct{ target, date, agent string }

// NewEntries returns the captures of a WARC file. name is what to call the file in
// their Parent.
func NewEntries(r io.Reader, name string) *Entries {
	return &Entries{r: NewReader(r), name: name, seen: map[string]rashomon.Capture{}}
}

var (
	errSegment = errors.New("it is in segments, which are not put together")
	errOther   = errors.New("it is not what the capture written beside it says")
	errMissing = errors.New("the bytes of the capture that is written here do not follow it")
	errEmpty   = errors.New("the file holds no record; check that it was saved or fetched whole")
)

// Next returns the next capture. Errors are those of Reader.Next: after a *Fault it
// can be called again. A record whose bytes are not what its digests say is a Fault.
func (e *Entries) Next() (Entry, error) {
	for {
		rec, err := e.next()
		if errors.Is(err, io.EOF) && !e.begun {
			err = &Fault{Err: errEmpty}
		}
		e.begun = true
		if errors.Is(err, io.EOF) && e.written != nil {
			f := &Fault{Kind: typeMetadata, Target: string(e.written.ID), Err: errMissing}
			e.written = nil
			return Entry{}, f
		}
		if err != nil {
			return Entry{}, err
		}
		written := e.written
		if e.written = nil; written != nil && e.of != rec.ID() {
			e.held = &rec
			return Entry{}, &Fault{rec.Offset, rec.Inner, typeMetadata, string(written.ID), errMissing}
		}
		entry, found, err := e.take(rec, written)
		if err != nil {
			return Entry{}, &Fault{rec.Offset, rec.Inner, rec.Kind(), rec.Target(), err}
		}
		if found {
			return entry, nil
		}
	}
}

func (e *Entries) next() (Record, error) {
	if rec := e.held; rec != nil {
		e.held = nil
		return *rec, nil
	}
	return e.r.Next()
}

// take makes of a record what it is. written is what Rashomon wrote of it. found is
// false when it is no capture.
func (e *Entries) take(rec Record, written *written) (entry Entry, found bool, err error) {
	kind := rec.Kind()
	switch kind {
	case typeInfo, typeRequest, typeMetadata, typeResponse, typeResource, typeRevisit:
	default:
		return Entry{}, false, nil
	}
	if err := rec.Check(); err != nil {
		return Entry{}, false, err
	}
	switch {
	case kind == typeInfo:
		e.software, e.agent = infoField(rec.Block, "software"), infoField(rec.Block, "http-header-user-agent")
	case kind == typeRequest:
		e.asked = request{rec.Target(), rec.Get("WARC-Date"), field(rec.Block, "User-Agent")}
	case kind == typeMetadata:
		return e.metadata(rec)
	case !isWeb(rec.Target()) && written == nil, kind == typeResponse && !rec.isHTTP():
	case rec.Get("WARC-Segment-Number") != "":
		return Entry{}, false, errSegment
	default:
		entry, err = e.capture(rec)
		if err == nil && written != nil {
			err = entry.agree(written.Capture)
			entry.Said = written.Said
		}
		if err == nil {
			e.remember(rec, entry.Capture)
		}
		return entry, err == nil, err
	}
	return Entry{}, false, nil
}

// infoField returns a field of a warcinfo record's block (WARC 1.1, 6.2).
func infoField(block []byte, name string) string {
	return field(append([]byte("\n"), block...), name)
}

func isWeb(address string) bool {
	lower := strings.ToLower(address[:min(len(address), 8)])
	return strings.HasPrefix(lower, "http://") || strings.HasPrefix(lower, "https://")
}

// metadata takes the capture that Rashomon wrote: of the record that follows, or of
// no bytes.
func (e *Entries) metadata(rec Record) (Entry, bool, error) {
	if rec.Get("Content-Type") != captureType {
		return Entry{}, false, nil
	}
	var all written
	if err := json.Unmarshal(rec.Block, &all); err != nil {
		return Entry{}, false, fmt.Errorf("the capture that it holds: %w", err)
	}
	c := all.Capture
	if rashomon.NewCapture(c).ID != c.ID {
		return Entry{}, false, errors.New("the capture that it holds is not what its name says")
	}
	if e.of = bare(rec.Get("WARC-Concurrent-To")); e.of != "" {
		e.written = &all
		return Entry{}, false, nil
	}
	entry := Entry{Capture: e.archived(rec, c), Written: &c, Said: all.Said}
	return entry, true, nil
}

// archived returns a capture as one that came from this archive.
func (e *Entries) archived(rec Record, c rashomon.Capture) rashomon.Capture {
	c.ID, c.Means, c.Report = "", rashomon.Archived, ""
	c.Parent = e.name + ", " + place(rec.Offset, rec.Inner)
	return c
}

// capture makes an Entry of a response, resource or revisit record.
func (e *Entries) capture(rec Record) (Entry, error) {
	date, err := rec.Date()
	if err != nil {
		return Entry{}, err
	}
	c := e.archived(rec, rashomon.Capture{Requested: rec.Target(), Asked: date, Received: date,
		Peer: rec.Get("WARC-IP-Address"), Truncated: rec.Get("WARC-Truncated"), Collector: e.software, Agent: e.agentOf(rec)})
	if rec.Kind() == typeResource {
		c.MediaType = rec.Get("Content-Type")
		return withBody(c, rec.Block, nil), nil
	}
	revisit := rec.Kind() == typeRevisit
	if revisit && (!rec.isHTTP() || len(rec.Block) == 0) { // one may have no header
		return e.revisit(rec, c), nil
	}
	resp, err := ParseResponse(rec.Block, c.Truncated != "")
	if err != nil {
		return Entry{}, err
	}
	c.Status, c.Header, c.MediaType, c.Coding = resp.Status, latin1(resp.Head), resp.MediaType, resp.Coding
	if revisit {
		return e.revisit(rec, c), nil
	}
	return withBody(c, resp.Body, resp.Wire), nil
}

func withBody(c rashomon.Capture, body, wire []byte) Entry {
	if len(body) == 0 {
		return Entry{Capture: c}
	}
	c.Body, c.Length = rashomon.DigestOf(body), int64(len(body))
	if c.Coding != "" {
		c.Wire = rashomon.DigestOf(wire)
	}
	return Entry{Capture: c, Body: body, Wire: wire}
}

// agentOf returns what the crawler called itself: in the request just before, where
// it belongs to this record, or else in the file's warcinfo.
func (e *Entries) agentOf(rec Record) string {
	if a := e.asked; a.target == rec.Target() && a.date == rec.Get("WARC-Date") {
		return a.agent
	}
	return e.agent
}

// revisit names the body of a revisit by the capture that it refers to.
func (e *Entries) revisit(rec Record, c rashomon.Capture) Entry {
	for _, key := range []string{bare(rec.Get("WARC-Refers-To")), rec.Get("WARC-Payload-Digest")} {
		if seen, ok := e.seen[key]; ok {
			c.Body, c.Length, c.Wire, c.Coding = seen.Body, seen.Length, seen.Wire, seen.Coding
			c.MediaType = cmp.Or(c.MediaType, seen.MediaType)
			break
		}
	}
	return Entry{Capture: c, Revisit: true}
}

// remember keeps what a later revisit may refer to.
func (e *Entries) remember(rec Record, c rashomon.Capture) {
	if c.Body == "" {
		return
	}
	kept := rashomon.Capture{Body: c.Body, Length: c.Length, Wire: c.Wire, Coding: c.Coding, MediaType: c.MediaType}
	for _, key := range []string{rec.ID(), rec.Get("WARC-Payload-Digest")} {
		if _, known := e.seen[key]; known || key == "" {
			continue
		}
		if e.seen[key] = kept; len(e.order) < maxSeen {
			e.order = append(e.order, key)
			continue
		}
		delete(e.seen, e.order[0])
		e.order = append(e.order[1:], key)
	}
}

// agree holds the entry to what Rashomon wrote of it, and takes from there what a
// record does not say.
func (entry *Entry) agree(written rashomon.Capture) error {
	c := entry.Capture
	sameBody := written.Body == c.Body || c.Truncated != "" && c.Wire != "" // what half a coded body gives depends on the decoder
	sameHead := c.Header == "" || bytes.Equal(headOf(written), bytesOf(c.Header))
	sameStatus := c.Header == "" || written.Status == c.Status
	if !sameBody || !sameHead || !sameStatus || written.Wire != c.Wire || !dateOf(written).Equal(c.Asked) || targetOf(written) != c.Requested {
		return errOther
	}
	full := written
	full.ID, full.Means, full.Parent, full.Report = "", c.Means, c.Parent, ""
	full.Body, full.Length = c.Body, c.Length
	entry.Capture, entry.Written = full, &written
	return nil
}

// host returns the network address of a peer without its port, or "".
func host(peer string) string {
	if a, err := netip.ParseAddrPort(peer); err == nil {
		return a.Addr().String()
	}
	if a, err := netip.ParseAddr(peer); err == nil {
		return a.String()
	}
	return ""
}

// latin1 writes each byte as the character of its number.
func latin1(b []byte) string {
	var s strings.Builder
	s.Grow(len(b))
	for _, c := range b {
		s.WriteRune(rune(c))
	}
	return s.String()
}

// bytesOf is the other way.
func bytesOf(s string) []byte {
	b := make([]byte, 0, len(s))
	for _, c := range s {
		b = append(b, byte(c))
	}
	return b
}
