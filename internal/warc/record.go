package warc

import (
	"bytes"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base32"
	"encoding/hex"
	"fmt"
	"hash"
	"strings"
	"time"
)

// Field is one named field of a record's header.
type Field struct{ Name, Value string }

// Record is one record of a WARC file (ISO 28500:2017, 4).
type Record struct {
	Version string  // "WARC/1.1"
	Fields  []Field // in order
	Block   []byte  // what the record holds; valid until the next one is read

	Offset int64 // of its first byte in the file, or of the gzip member that it lies in
	Inner  int64 // where several records lie in one gzip member: its offset in what that inflates to
	Length int64 // of its bytes in the file; 0 where it shares a gzip member with others
}

// The record types that are read and written.
const (
	typeInfo     = "warcinfo"
	typeResponse = "response"
	typeRequest  = "request"
	typeResource = "resource"
	typeRevisit  = "revisit"
	typeMetadata = "metadata"
)

// Get returns the value of a field, whatever the letter case of its name, or "".
func (r Record) Get(name string) string {
	for _, f := range r.Fields {
		if strings.EqualFold(f.Name, name) {
			return f.Value
		}
	}
	return ""
}

// Kind is the record's type in small letters: response, request, and so on.
func (r Record) Kind() string { return strings.ToLower(r.Get("WARC-Type")) }

// ID returns the record's name without its angle brackets.
func (r Record) ID() string { return bare(r.Get("WARC-Record-ID")) }

// Target returns the address that the record is of. Old files have it in angle
// brackets, which the grammar of WARC 1.0 asked for by mistake.
func (r Record) Target() string { return bare(r.Get("WARC-Target-URI")) }

func bare(s string) string {
	if inner, ok := strings.CutPrefix(s, "<"); ok {
		return strings.TrimSuffix(inner, ">")
	}
	return s
}

// Date returns the time of the capture in UTC: to the second in WARC 1.0, with a
// fraction or less than a day in WARC 1.1.
func (r Record) Date() (time.Time, error) {
	v := r.Get("WARC-Date")
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04Z", "2006-01-02", "2006-01", "2006", "20060102150405"} {
		if t, err := time.Parse(layout, v); err == nil {
			return t.UTC(), nil
		}
	}
	return time.Time{}, fmt.Errorf("its WARC-Date %q is no time", v)
}

// Check compares the record with the digests that it gives of itself. Digests of
// an unknown kind, and those that are not there, are not compared. The payload of an
// HTTP message is compared as it stands and without its chunks: writers differ.
func (r Record) Check() error {
	if want := r.Get("WARC-Block-Digest"); !matches(want, r.Block) {
		return fmt.Errorf("its block is not what its digest %s says: it was changed after it was written, or badly written", want)
	}
	want := r.Get("WARC-Payload-Digest")
	if want == "" || r.Kind() == typeRevisit || r.Get("WARC-Segment-Number") != "" {
		return nil
	}
	payload := r.Block
	if r.isHTTP() {
		_, payload = splitHead(r.Block)
	}
	if matches(want, payload) {
		return nil
	}
	if joined, err := unchunk(payload); err == nil && matches(want, joined) {
		return nil
	}
	return fmt.Errorf("its payload is not what its digest %s says: it was changed after it was written, or badly written", want)
}

// isHTTP reports whether the block is an HTTP message. The media type's parameter
// (msgtype=response) may be left out, and CC-NEWS does.
func (r Record) isHTTP() bool {
	media, _, _ := strings.Cut(strings.ToLower(r.Get("Content-Type")), ";")
	return strings.TrimSpace(media) == "application/http"
}

// matches reports whether b has the labelled digest. One that cannot be judged
// matches everything.
func matches(labelled string, b []byte) bool {
	name, value, _ := strings.Cut(labelled, ":")
	var h hash.Hash
	switch strings.ReplaceAll(strings.ToLower(name), "-", "") {
	case "sha1":
		h = sha1.New()
	case "sha256":
		h = sha256.New()
	case "sha512":
		h = sha512.New()
	case "md5":
		h = md5.New()
	default:
		return true
	}
	want, err := hex.DecodeString(value)
	if err != nil || len(want) != h.Size() {
		want, err = base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(strings.ToUpper(strings.TrimRight(value, "=")))
	}
	if err != nil || len(want) != h.Size() {
		return true
	}
	h.Write(b)
	return bytes.Equal(h.Sum(nil), want)
}
