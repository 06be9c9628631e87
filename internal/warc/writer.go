package warc

import (
	"bytes"
	"cmp"
	"crypto/sha1"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"strconv"
	"strings"
	"time"

	"rashomon"

	"github.com/klauspost/compress/gzip"
)

// About is what an archive says of itself.
type About struct {
	Software string    // program and version
	Name     string    // of the file
	Created  time.Time // the same captures and the same About give the same bytes
}

// Writer writes captures as WARC 1.1, each record a gzip member of its own.
type Writer struct {
	out    io.Writer
	about  About
	at     int64 // bytes written
	begun  bool
	gzip   *gzip.Writer
	member bytes.Buffer
	first  map[string]first // by address and payload, what a later capture revisits
}

// first is the record that holds a payload.
type first struct{ record, date string }

// NewWriter returns a Writer to out.
func NewWriter(out io.Writer, a About) *Writer {
	w := &Writer{out: out, about: a, first: map[string]first{}}
	w.gzip, _ = gzip.NewWriterLevel(&w.member, gzip.DefaultCompression) // the level is one
	return w
}

const (
	dateLayout = "2006-01-02T15:04:05.999999999Z"
	profile    = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
	httpType   = "application/http;msgtype=response"
)

// Write writes a capture: a metadata record with all that we know of it, and what
// was received as a response, as a revisit where the same address gave the same bytes
// before, or as a resource where it came by no web server. wire is what came where the
// capture has a content coding. A capture of no bytes is its metadata alone. It
// returns the line that finds the record in an index; ok is false for metadata. r is
// what was read from the bytes, nil for nothing: what its giver said of it is in no byte.
func (w *Writer) Write(c rashomon.Capture, r *rashomon.Report, body, wire []byte) (line IndexLine, ok bool, err error) {
	for _, b := range []struct {
		bytes []byte
		want  rashomon.Digest
	}{{body, c.Body}, {wire, c.Wire}} {
		if (len(b.bytes) > 0 || b.want != "") && rashomon.DigestOf(b.bytes) != b.want {
			return line, false, fmt.Errorf("write capture %s: the bytes given are not the ones that it names, %s", c.ID, b.want)
		}
	}
	if err := w.begin(); err != nil {
		return line, false, err
	}
	rec, ok := w.recordOf(c, body, wire)
	of := ""
	if ok {
		of = rec.id
	}
	if err := w.metadata(c, r, of); err != nil || !ok {
		return line, false, err
	}
	line = rec.line
	line.Offset = w.at
	if err := w.record(rec.fields, rec.block); err != nil {
		return line, false, err
	}
	line.Length = w.at - line.Offset
	return line, true, nil
}

// Close writes what a file without captures must have. It does not close the writer
// below.
func (w *Writer) Close() error { return w.begin() }

func (w *Writer) begin() error {
	if w.begun {
		return nil
	}
	w.begun = true
	block := "software: " + oneLine(w.about.Software) + "\r\nformat: WARC File Format 1.1\r\n" +
		"conformsTo: https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\n"
	date := w.about.Created.UTC().Format(dateLayout)
	return w.record([]Field{{"WARC-Type", typeInfo}, {"WARC-Record-ID", urn(w.about.Name + date)}, {"WARC-Date", date},
		{"WARC-Filename", oneLine(w.about.Name)}, {"Content-Type", "application/warc-fields"}}, []byte(block))
}

// planned is a record about to be written.
type planned struct {
	id     string
	fields []Field
	block  []byte
	line   IndexLine
}

// recordOf plans the record of what was received; ok is false where that is nothing.
func (w *Writer) recordOf(c rashomon.Capture, body, wire []byte) (p planned, ok bool) {
	payload := body
	if c.Wire != "" {
		payload = wire
	}
	date, target := dateOf(c).Format(dateLayout), targetOf(c)
	p.line = IndexLine{URL: target, Time: dateOf(c), Media: mediaOf(c), Status: c.Status, Digest: sha256Of(payload)}
	base := []Field{{"WARC-Date", date}, {"WARC-Target-URI", target}}
	if ip := host(c.Peer); ip != "" {
		base = append(base, Field{"WARC-IP-Address", ip})
	}
	if c.Truncated != "" {
		base = append(base, Field{"WARC-Truncated", "unspecified"})
	}
	base = append(base, Field{"WARC-Payload-Digest", sha256Of(payload)})
	if !strings.HasPrefix(c.Header, "HTTP/") || !isWeb(target) {
		p.id = urn(string(c.ID) + "/" + typeResource)
		p.fields = append([]Field{{"WARC-Type", typeResource}, {"WARC-Record-ID", p.id}}, base...)
		p.fields = append(p.fields, Field{"Content-Type", cmp.Or(oneLine(c.MediaType), "application/octet-stream")})
		p.block = payload
		return p, len(payload) > 0
	}
	head := headOf(c)
	key := target + " " + sha256Of(payload)
	old, again := w.first[key]
	if again && len(payload) > 0 {
		p.id = urn(string(c.ID) + "/" + typeRevisit)
		p.fields = append([]Field{{"WARC-Type", typeRevisit}, {"WARC-Record-ID", p.id}}, base...)
		p.fields = append(p.fields, Field{"WARC-Profile", profile}, Field{"WARC-Refers-To", old.record},
			Field{"WARC-Refers-To-Target-URI", target}, Field{"WARC-Refers-To-Date", old.date}, Field{"Content-Type", httpType})
		p.line.Media = "warc/revisit"
		p.block = head
		return p, true
	}
	p.id = urn(string(c.ID) + "/" + typeResponse)
	p.fields = append([]Field{{"WARC-Type", typeResponse}, {"WARC-Record-ID", p.id}}, base...)
	p.fields = append(p.fields, Field{"Content-Type", httpType})
	p.block = append(head, payload...)
	w.first[key] = first{p.id, date}
	return p, true
}

// metadata writes the capture itself, before the record that it is of.
func (w *Writer) metadata(c rashomon.Capture, r *rashomon.Report, of string) error {
	all := written{Capture: c}
	if r != nil {
		all.Said = &Said{Source: r.Source.Name, URL: r.URL, Published: r.Published, Ref: &r.Ref}
	}
	b, err := json.Marshal(all)
	if err != nil {
		return fmt.Errorf("write capture %s: %w", c.ID, err)
	}
	fields := []Field{{"WARC-Type", typeMetadata}, {"WARC-Record-ID", urn(string(c.ID) + "/" + typeMetadata)},
		{"WARC-Date", dateOf(c).Format(dateLayout)}, {"WARC-Target-URI", targetOf(c)}}
	if of != "" {
		fields = append(fields, Field{"WARC-Concurrent-To", of})
	}
	return w.record(append(fields, Field{"WARC-Payload-Digest", sha256Of(b)}, Field{"Content-Type", captureType}), b)
}

// record writes one record as a gzip member.
func (w *Writer) record(fields []Field, block []byte) error {
	w.member.Reset()
	w.gzip.Reset(&w.member)
	var head bytes.Buffer
	head.WriteString("WARC/1.1\r\n")
	for _, f := range append(fields, Field{"WARC-Block-Digest", sha256Of(block)}, Field{"Content-Length", strconv.Itoa(len(block))}) {
		head.WriteString(f.Name + ": " + f.Value + "\r\n")
	}
	head.WriteString("\r\n")
	for _, b := range [][]byte{head.Bytes(), block, []byte("\r\n\r\n")} {
		if _, err := w.gzip.Write(b); err != nil {
			return err // a buffer's: never
		}
	}
	if err := w.gzip.Close(); err != nil {
		return err
	}
	n, err := w.out.Write(w.member.Bytes())
	w.at += int64(n)
	return err
}

// dateOf returns when a capture began (WARC 1.1, 5.4), or where nobody knows that, when
// it was received.
func dateOf(c rashomon.Capture) time.Time {
	if c.Asked.IsZero() {
		return c.Received.UTC()
	}
	return c.Asked.UTC()
}

// targetOf returns the address that a capture's records are of. What was given as a
// file has none of the web: the capture's own name stands for it.
func targetOf(c rashomon.Capture) string {
	if address := c.Address(); isWeb(address) {
		if _, err := url.Parse(address); err == nil {
			return escaped(address)
		}
	}
	return "urn:rashomon:" + string(c.ID)
}

// escaped writes what may not stand in a field as an address does.
func escaped(address string) string {
	var s strings.Builder
	for _, c := range []byte(address) {
		if c <= ' ' || c == 0x7f {
			fmt.Fprintf(&s, "%%%02X", c)
			continue
		}
		s.WriteByte(c)
	}
	return s.String()
}

// headOf returns the status line and fields as they were received. The bytes that
// follow stand as they were without their chunks; so that no reader looks for these, the
// field that announces them is renamed, as crawlers do. The capture's own metadata has
// it as it was.
func headOf(c rashomon.Capture) []byte {
	head := bytesOf(strings.TrimRight(c.Header, "\r\n") + "\r\n\r\n")
	if strings.Contains(strings.ToLower(field(head, "Transfer-Encoding")), "chunked") {
		head = renamed(head, "Transfer-Encoding")
	}
	if c.Wire == "" && field(head, "Content-Encoding") != "" {
		head = renamed(head, "Content-Encoding")
	}
	return head
}

func renamed(head []byte, name string) []byte {
	lines := bytes.SplitAfter(head, []byte("\n"))
	for i, line := range lines {
		if n, _, ok := bytes.Cut(line, []byte(":")); i > 0 && ok && strings.EqualFold(string(bytes.TrimSpace(n)), name) {
			lines[i] = append([]byte("X-Crawl-"), line...)
		}
	}
	return bytes.Join(lines, nil)
}

func mediaOf(c rashomon.Capture) string {
	media, _, _ := strings.Cut(c.MediaType, ";")
	return cmp.Or(strings.TrimSpace(oneLine(media)), "application/octet-stream")
}

func sha256Of(b []byte) string { return "sha256:" + string(rashomon.DigestOf(b)) }

// oneLine leaves out what would begin another field.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' {
			return -1
		}
		return r
	}, s)
}

// space is the name space of the names of our records (RFC 9562, 5.5): that of
// addresses, and our own in it.
const space = "\x6b\xa7\xb8\x11\x9d\xad\x11\xd1\x80\xb4\x00\xc0\x4f\xd4\x30\xc8rashomon:record:"

// urn names a record by what it is of: the same capture has the same name in every
// archive.
func urn(of string) string {
	sum := sha1.Sum([]byte(space + of))
	sum[6], sum[8] = sum[6]&0x0f|0x50, sum[8]&0x3f|0x80
	h := hex.EncodeToString(sum[:16])
	return "<urn:uuid:" + h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:] + ">"
}
