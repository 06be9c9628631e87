package warc

import (
	"bytes"
	"compress/flate"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"rashomon"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"pgregory.net/rapid"
)

// taken is a capture with its bytes, as the store has them.
type taken struct {
	Capture    rashomon.Capture
	Body, Wire []byte
}

func zipped(b []byte) []byte {
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	z.Write(b)
	z.Close()
	return out.Bytes()
}

var began = time.Date(2031, 3, 4, 5, 6, 7, 0, time.UTC)

// genTaken draws captures as they are fetched, given and missed.
func genTaken(t *rapid.T, i int) taken {
	body := rapid.OneOf(rapid.SliceOf(rapid.Byte()), rapid.Just([]byte("<p>Eleven people were killed at the ferry.</p>")), rapid.Just([]byte("WARC/1.0\r\nContent-Length: 3\r\n\r\nabc\r\n\r\nWARC/1.1\r\n"))).Draw(t, "body")
	asked := began.Add(time.Duration(i)*time.Hour + time.Duration(rapid.IntRange(0, 999_999_999).Draw(t, "ns")))
	c := rashomon.Capture{Means: rashomon.Fetched, Requested: "https://" + rapid.SampledFrom([]string{"harbour", "www.coast"}).Draw(t, "host") + ".example/story?b=2&a=1",
		Asked: asked, Received: asked.Add(time.Second), Collector: "rashomon test", By: "schedule"}
	var wire []byte
	switch rapid.IntRange(0, 6).Draw(t, "kind") {
	case 0: // given
		c.Means, c.Requested = rashomon.Given, "story of ü.txt"
		if len(body) == 0 {
			body = []byte("x")
		}
		c.MediaType = "text/plain"
	case 4: // kept before captures were written
		c.Means, c.Asked, c.By = rashomon.Earlier, time.Time{}, ""
	case 1: // nobody answered
		body = nil
		c.Problem = "no such host"
	case 2: // chunked, and coded
		wire = zipped(body)
		c.Status, c.Coding, c.Wire = 200, "gzip", rashomon.DigestOf(wire)
		c.Header = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip\r\nContent-Type: text/html\r\nX-Odd: \u00ff\u0080\r\n\r\n"
		c.Peer, c.MediaType = "192.0.2.1:443", "text/html"
		if len(body) == 0 {
			c.Coding, c.Wire, wire = "", "", nil
			c.Header = strings.Replace(c.Header, "Content-Encoding: gzip\r\n", "", 1)
		}
	case 3: // gone
		c.Status, c.Header, c.Problem = 404, "HTTP/2 404\r\nContent-Type: text/html\r\n\r\n", "the page is gone"
		c.Peer = "[2001:db8::1]:443"
		c.Final = c.Requested + "/gone"
		c.Redirects = []rashomon.Redirect{{Status: 301, To: c.Final}}
	default:
		c.Status, c.Header = 200, "HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8\n\n"
		c.MediaType = "text/html; charset=utf-8"
	}
	if len(body) > 0 {
		c.Body, c.Length = rashomon.DigestOf(body), int64(len(body))
	} else {
		body = nil
	}
	c.Report = "r0123"
	return taken{rashomon.NewCapture(c), body, wire}
}

// readBack reads an archive of ours as captures, those of revisits with the bytes
// that stood before.
func readBack(t *rapid.T, r io.Reader) []taken {
	var got []taken
	bodies := map[rashomon.Digest][]byte{}
	in := NewEntries(r, "x.warc.gz")
	for {
		e, err := in.Next()
		if errors.Is(err, io.EOF) {
			return got
		}
		if err != nil {
			t.Fatal(err)
		}
		if e.Written == nil {
			t.Fatalf("%s has no capture written beside it", e.Capture.Requested)
		}
		if diff := cmp.Diff(&Said{Source: "The Ferry Gazette", URL: "https://ferry.example/1", Published: "2031-03-04", Ref: new(string)}, e.Said); diff != "" {
			t.Fatal(diff)
		}
		body, wire := bytes.Clone(e.Body), bytes.Clone(e.Wire)
		if e.Revisit {
			body, wire = bodies[e.Capture.Body], bodies[e.Capture.Wire]
		}
		bodies[e.Capture.Body], bodies[e.Capture.Wire] = body, wire
		delete(bodies, "")
		got = append(got, taken{*e.Written, body, wire})

		want := *e.Written
		want.ID, want.Means, want.Report, want.Parent = "", rashomon.Archived, "", e.Capture.Parent
		if diff := cmp.Diff(want, e.Capture); diff != "" || !strings.HasPrefix(e.Capture.Parent, "x.warc.gz, byte ") {
			t.Fatalf("as archived: %s", diff)
		}
	}
}

func TestWhatIsWrittenIsReadByteForByte(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var want []taken
		for i := range rapid.IntRange(0, 8).Draw(t, "captures") {
			want = append(want, genTaken(t, i))
		}
		write := func() []byte {
			var out bytes.Buffer
			w := NewWriter(&out, About{"rashomon test", "x.warc.gz", began})
			for _, k := range want {
				line, ok, err := w.Write(k.Capture, ferry(), k.Body, k.Wire)
				if err != nil {
					t.Fatal(err)
				}
				if !ok {
					continue
				}
				rec, err := NewReader(bytes.NewReader(out.Bytes()[line.Offset : line.Offset+line.Length])).Next()
				if err != nil || rec.Target() != line.URL || rec.Length != line.Length {
					t.Fatalf("the index leads to %v (%v), want %s", rec.Fields, err, line)
				}
			}
			if err := w.Close(); err != nil {
				t.Fatal(err)
			}
			return out.Bytes()
		}
		file := write()
		if !bytes.Equal(file, write()) {
			t.Fatal("the same captures gave other bytes")
		}
		if diff := cmp.Diff(want, readBack(t, bytes.NewReader(file))); diff != "" {
			t.Fatal(diff)
		}
		plain, err := io.ReadAll(must(gzip.NewReader(bytes.NewReader(file))))
		if err != nil {
			t.Fatal(err)
		}
		for name, again := range map[string][]byte{"plain": plain, "one gzip over all": zipped(plain), "zstd": zstded(plain)} {
			if diff := cmp.Diff(want, readBack(t, bytes.NewReader(again))); diff != "" {
				t.Fatal(name, diff)
			}
		}
	})
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func zstded(b []byte) []byte {
	var out bytes.Buffer
	for i := 0; i < len(b); i += 700 { // frames that end where no record does
		z := must(zstd.NewWriter(nil))
		out.Write(z.EncodeAll(b[i:min(i+700, len(b))], nil))
	}
	return out.Bytes()
}

// record writes one as other programs do. Lines of head end in a line feed here.
func record(version, head, block string) string {
	head = strings.ReplaceAll(strings.TrimSpace(head), "\n", "\r\n")
	return fmt.Sprintf("WARC/%s\r\n%s\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n", version, head, len(block), block)
}

const story = "<html><title>Ferry</title><p>Eleven people were killed at the ferry in Ostrevia on Monday.</p></html>"

func answer(fields, body string) string {
	return "HTTP/1.1 200 OK\r\n" + strings.ReplaceAll(fields, "\n", "\r\n") + "\r\n" + body
}

const response = `
WARC-Type: response
WARC-Record-ID: <urn:uuid:2a52d9b6-9f0a-4d93-8d45-1d2b8b2ce0aa>
WARC-Target-URI: https://harbour.example/ferry
WARC-Date: 2031-03-04T05:06:07Z
Content-Type: application/http; msgtype=response`

func TestShapes(t *testing.T) {
	gz := string(zipped([]byte(story)))
	var bare bytes.Buffer
	f := must(flate.NewWriter(&bare, 5))
	f.Write([]byte(story))
	f.Close()
	at := "2031-03-04T05:06:07Z"
	tests := []struct {
		name, file string
		want       string // a line a capture: address, time, status, media type, coding, peer, collector, agent, body; or the fault
	}{
		{"CC-NEWS: request and warcinfo before, no msgtype, address in angle brackets, folded field",
			record("1.0", "WARC-Type: warcinfo\nWARC-Record-ID: <urn:uuid:1>\nWARC-Date: "+at+"\nContent-Type: application/warc-fields", "software: StormCrawler 1.18\r\nhttp-header-user-agent: NewsBot/1\r\n") +
				record("1.0", "WARC-Type: request\nWARC-Record-ID: <urn:uuid:3>\nWARC-Concurrent-To: <urn:uuid:2>\nWARC-Target-URI: <https://coast.example/ferry>\nWARC-Date: "+at+"\nContent-Type: application/http", "GET /ferry HTTP/1.1\r\nUser-Agent: NewsBot/2\r\n\r\n") +
				record("1.0", "WARC-Type: response\nWARC-Record-ID: <urn:uuid:2>\nWARC-Target-URI: <https://coast.example/ferry>\nWARC-Date: "+at+"\nWARC-IP-Address: 192.0.2.7\nContent-Type:\n application/http", answer("Content-Type: text/html\nX-Crawl-Content-Encoding: gzip\n", story)) +
				record("1.0", "WARC-Type: metadata\nWARC-Record-ID: <urn:uuid:4>\nWARC-Target-URI: <https://coast.example/ferry>\nWARC-Date: "+at+"\nContent-Type: application/warc-fields", "fetchTimeMs: 12\r\n"),
			"https://coast.example/ferry " + at + " 200 text/html - 192.0.2.7 StormCrawler 1.18 NewsBot/2 story"},
		{"chunked", record("1.1", response, answer("Transfer-Encoding: chunked\n", fmt.Sprintf("%x\r\n%s\r\n0\r\n\r\n", len(story), story))), "https://harbour.example/ferry " + at + " 200 - - - - - story"},
		{"header says chunked, body is not", record("1.1", response, answer("Transfer-Encoding: chunked\n", story)), "https://harbour.example/ferry " + at + " 200 - - - - - story"},
		{"gzip", record("1.1", response, answer("Content-Encoding: gzip\n", gz)), "https://harbour.example/ferry " + at + " 200 - gzip - - - story"},
		{"header says gzip, body is not", record("1.1", response, answer("Content-Encoding: gzip\n", story)), "https://harbour.example/ferry " + at + " 200 - - - - - story"},
		{"header says br, body is not", record("1.1", response, answer("Content-Encoding: br\n", story)), "https://harbour.example/ferry " + at + " 200 - - - - - story"},
		{"bare DEFLATE", record("1.1", response, answer("Content-Encoding: deflate\n", bare.String())), "https://harbour.example/ferry " + at + " 200 - deflate - - - story"},
		{"gzip cut off", record("1.1", response, answer("Content-Encoding: gzip\n", gz[:40])), "FAULT its body: unexpected EOF"},
		{"gzip cut off, as the record says", record("1.1", response+"\nWARC-Truncated: length", answer("Content-Encoding: gzip\n", gz[:80])), "https://harbour.example/ferry " + at + " 200 - gzip - - - part"},
		{"two codings", record("1.1", response, answer("Content-Encoding: gzip, br\n", gz)), "FAULT its body: its content coding is none that we read (gzip, deflate, br, zstd), or more than one"},
		{"a header without an end", record("1.1", response, "HTTP/1.1 200 OK\r\n"+strings.Repeat("X-Long: yes\r\n", 50_000)+"\r\nabc"), "FAULT its HTTP header is longer than 512 kB"},
		{"a bomb in zstd", string(must(zstd.NewWriter(nil)).EncodeAll([]byte(record("1.1", response, answer("", story))+record("1.1", response, strings.Repeat("x", 40<<20))), nil)),
			"https://harbour.example/ferry " + at + " 200 - - - - - story\nFAULT it is larger than 16 MB, the most that is read (and only 16776587 of its 41943040 bytes can be had: it inflates to more than 200 times its size)"},
		{"fraction of a second", record("1.1", strings.Replace(response, "07Z", "07.123456Z", 1), answer("", story)), "https://harbour.example/ferry 2031-03-04T05:06:07.123456Z 200 - - - - - story"},
		{"lines end in line feeds", fmt.Sprintf("WARC/1.0%s\nContent-Length: %d\n\nHTTP/1.0 200 OK\n\n%s\n", response, len(story)+17, story), "https://harbour.example/ferry " + at + " 200 - - - - - story"},
		{"shorter than it says", record("1.0", response, answer("", story))[:300], "FAULT the file ends in the middle of it; get the file again"},
		{"longer than it says", strings.Replace(record("1.0", response, answer("", story)), "</html>", "</html>more", 1) + record("1.0", response, answer("", story)),
			"FAULT it does not end where its Content-Length says\nhttps://harbour.example/ferry " + at + " 200 - - - - - story"},
		{"no HTTP", record("1.0", strings.Replace(response, "application/http; msgtype=response", "text/dns", 1), "a 192.0.2.1"), ""},
		{"not of the web", record("1.0", strings.Replace(response, "https://harbour.example/ferry", "metadata://gnu.example/wget.log", 1), answer("", story)), ""},
		{"resource", record("1.1", strings.NewReplacer("response", "resource", "application/http; msgtype=response", "text/html").Replace(response), story), "https://harbour.example/ferry " + at + " 0 text/html - - - - story"},
		{"no HTTP although it says so", record("1.0", response, "GET / HTTP/1.1\r\n\r\n"), "FAULT it holds no HTTP answer: its first line is \"GET / HTTP/1.1\""},
		{"a request's payload is empty", record("1.0", strings.NewReplacer("response", "request").Replace(response)+"\nWARC-Payload-Digest: sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ", "GET / HTTP/1.1\r\n\r\n"), ""},
		{"no date", record("1.0", strings.Replace(response, at, "yesterday", 1), answer("", story)), `FAULT its WARC-Date "yesterday" is no time`},
		{"in segments", record("1.0", response+"\nWARC-Segment-Number: 1", answer("", story)), "FAULT it is in segments, which are not put together"},
		{"revisit of what stands before",
			record("1.1", response+"\nWARC-Payload-Digest: sha1:7WFGQ4YY6T3KNP3HZ3NEPIBEEPGS5PTV\nWARC-IP-Address: 192.0.2.7", answer("Content-Type: text/html\n", "abc")) +
				record("1.1", strings.NewReplacer("response\n", "revisit\n", "2a52d9b6", "2a52d9b7").Replace(response)+"\nWARC-Profile: http://netpreserve.org/warc/1.0/revisit/identical-payload-digest\nWARC-Payload-Digest: sha1:7WFGQ4YY6T3KNP3HZ3NEPIBEEPGS5PTV", answer("Content-Type: text/html\n", "")),
			"FAULT its payload is not what its digest sha1:7WFGQ4YY6T3KNP3HZ3NEPIBEEPGS5PTV says: it was changed after it was written, or badly written\nhttps://harbour.example/ferry " + at + " 200 text/html - - - - REVISIT of something else"},
		{"revisit, and no header",
			record("1.1", response, answer("Content-Type: text/html\n", story)) +
				record("1.1", "WARC-Type: revisit\nWARC-Record-ID: <urn:uuid:9>\nWARC-Refers-To: <urn:uuid:2a52d9b6-9f0a-4d93-8d45-1d2b8b2ce0aa>\nWARC-Target-URI: https://harbour.example/ferry\nWARC-Date: 2031-03-05", ""),
			"https://harbour.example/ferry " + at + " 200 text/html - - - - story\nhttps://harbour.example/ferry 2031-03-05T00:00:00Z 0 text/html - - - - REVISIT of story"},
		{"revisit that says it has a header, and is empty", record("1.1", strings.Replace(response, "response\n", "revisit\n", 1), ""), "https://harbour.example/ferry " + at + " 0 - - - - - REVISIT of something else"},
		{"nothing", "", "FAULT the file holds no record; check that it was saved or fetched whole"},
		{"nothing, zipped", string(zipped(nil)), "FAULT the file holds no record; check that it was saved or fetched whole"},
		{"no archive", "hello\n", "FAULT no record begins here"},
		{"a record, and no capture", record("1.1", "WARC-Type: warcinfo\nWARC-Record-ID: <urn:uuid:1>\nWARC-Date: "+at+"\nContent-Type: application/warc-fields", "software: x\r\n"), ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := strings.Join(told(t, strings.NewReader(tt.file)), "\n"); got != tt.want {
				t.Errorf("got\n%s\nwant\n%s", got, tt.want)
			}
		})
	}
}

// told writes the captures of an archive, a line each.
func told(t testing.TB, r io.Reader) []string {
	var lines []string
	in := NewEntries(r, "x.warc")
	for {
		e, err := in.Next()
		var f *Fault
		switch {
		case errors.Is(err, io.EOF):
			return lines
		case errors.As(err, &f):
			lines = append(lines, "FAULT "+f.Err.Error())
			continue
		case err != nil:
			t.Fatal(err)
		}
		c := e.Capture
		line := fmt.Sprintf("%s %s %d", c.Requested, c.Asked.Format(time.RFC3339Nano), c.Status)
		for _, v := range []string{c.MediaType, c.Coding, c.Peer, c.Collector, c.Agent} {
			if v == "" {
				v = "-"
			}
			line += " " + v
		}
		of := map[rashomon.Digest]string{rashomon.DigestOf([]byte(story)): "story"}[c.Body]
		switch {
		case e.Revisit && of == "":
			of = "REVISIT of something else"
		case e.Revisit:
			of = "REVISIT of " + of
		case of == "" && strings.HasPrefix(story, string(e.Body)) && len(e.Body) > 0:
			of = "part"
		}
		lines = append(lines, line+" "+of)
	}
}

// TestDigests holds each way to write a digest to the right bytes and to others.
func TestDigests(t *testing.T) {
	for _, digest := range []string{
		"sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5", "sha1:a9993e364706816aba3e25717850c26c9cd0d89d", "SHA-1:a9993e364706816aba3e25717850c26c9cd0d89d",
		"sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", "sha256:XJ4BNP4PAHH6UQKBIDPF3LRCEOYAGYNDSYLXVHFUCD7WD4QACWWQ====",
		"sha-256:XJ4BNP4PAHH6UQKBIDPF3LRCEOYAGYNDSYLXVHFUCD7WD4QACWWQ", "md5:900150983cd24fb0d6963f7d28e17f72",
	} {
		if !matches(digest, []byte("abc")) || matches(digest, []byte("abd")) {
			t.Errorf("%s does not tell abc from abd", digest)
		}
	}
	for _, unknown := range []string{"", "crc32:1234", "sha1:!!!"} {
		if !matches(unknown, []byte("abc")) {
			t.Errorf("%q is judged", unknown)
		}
	}
	chunked := answer("Transfer-Encoding: chunked\n", "3\r\nabc\r\n0\r\n\r\n")
	for _, digest := range []string{"sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5", "sha256:" + string(rashomon.DigestOf([]byte("3\r\nabc\r\n0\r\n\r\n")))} {
		if got := told(t, strings.NewReader(record("1.1", response+"\nWARC-Payload-Digest: "+digest, chunked))); len(got) != 1 || strings.HasPrefix(got[0], "FAULT") {
			t.Errorf("%s: %q", digest, got)
		}
	}
}
