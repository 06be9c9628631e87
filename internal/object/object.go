// Package object says how bytes are kept: as they were received or compressed, with their
// length, under the digest that they have without compression.
package object

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"

	"rashomon"
	"rashomon/internal/database"
)

// Object is bytes as a store holds them.
type Object struct {
	Size    int64  // of the bytes as received
	Coding  string // of Content: "plain" or "gzip"
	Content []byte
}

// The codings.
const (
	plain  = "plain"
	zipped = "gzip"
)

// Packer compresses, one after the other: what it needs for that is made once. Its zero
// value is ready.
type Packer struct {
	w *gzip.Writer
	b bytes.Buffer
}

// Pack returns body as it is kept: compressed when that saves a tenth.
func (p *Packer) Pack(body []byte) (Object, error) {
	p.b.Reset()
	if p.w == nil {
		var err error
		if p.w, err = gzip.NewWriterLevel(&p.b, gzip.BestSpeed); err != nil {
			return Object{}, err
		}
	}
	p.w.Reset(&p.b)
	if _, err := p.w.Write(body); err != nil {
		return Object{}, err
	}
	if err := p.w.Close(); err != nil {
		return Object{}, err
	}
	size := int64(len(body))
	if p.b.Len() > len(body)-len(body)/10 {
		return Object{size, plain, body}, nil
	}
	return Object{size, zipped, bytes.Clone(p.b.Bytes())}, nil
}

// Unpack returns the bytes as received, and an error of database.ErrDamaged unless they
// are Size bytes of the digest.
func (o Object) Unpack(digest rashomon.Digest) ([]byte, error) {
	body := o.Content
	switch o.Coding {
	case plain:
	case zipped:
		r, err := gzip.NewReader(bytes.NewReader(o.Content))
		if err != nil {
			return nil, fmt.Errorf("%w (%w)", database.ErrDamaged, err)
		}
		if body, err = io.ReadAll(io.LimitReader(r, o.Size+1)); err != nil {
			return nil, fmt.Errorf("%w (%w)", database.ErrDamaged, err)
		}
	default:
		return nil, fmt.Errorf("%w (coding %q)", database.ErrDamaged, o.Coding)
	}
	if int64(len(body)) != o.Size || rashomon.DigestOf(body) != digest {
		return nil, fmt.Errorf("%w (the bytes are not those of the digest)", database.ErrDamaged)
	}
	return body, nil
}
