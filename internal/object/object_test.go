package object

import (
	"bytes"
	"errors"
	"testing"

	"rashomon"
	"rashomon/internal/database"

	"pgregory.net/rapid"
)

// Whatever is packed, one after the other by one Packer, comes out as it was, and no
// changed byte passes.
func TestPack(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		var p Packer
		var all [][]byte
		var packed []Object
		for range rapid.IntRange(1, 4).Draw(rt, "bodies") {
			body := bytes.Repeat(rapid.SliceOf(rapid.Byte()).Draw(rt, "bytes"), rapid.IntRange(0, 50).Draw(rt, "times"))
			o, err := p.Pack(body)
			if err != nil {
				rt.Fatal(err)
			}
			all, packed = append(all, body), append(packed, o)
		}
		for i, o := range packed {
			got, err := o.Unpack(rashomon.DigestOf(all[i]))
			if err != nil || !bytes.Equal(got, all[i]) {
				rt.Fatalf("got %q, %v; want %q", got, err, all[i])
			}
			if len(o.Content) > 0 {
				spoilt := o
				spoilt.Content = bytes.Clone(o.Content)
				at := rapid.IntRange(0, len(o.Content)-1).Draw(rt, "at")
				spoilt.Content[at] ^= 1 << rapid.IntRange(0, 7).Draw(rt, "bit")
				if got, err := spoilt.Unpack(rashomon.DigestOf(all[i])); err == nil && !bytes.Equal(got, all[i]) {
					rt.Fatalf("a changed byte passed")
				} else if err != nil && !errors.Is(err, database.ErrDamaged) {
					rt.Fatal(err)
				}
			}
		}
	})
}
