package custody

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Proof shows to somebody without the store that an entry is in the log of a signed
// checkpoint (https://c2sp.org/tlog-proof).
type Proof struct {
	Entry Entry
	Row   []byte // what the entry commits to, as Row.Format writes it; nil when it is not given
	Index int64  // of the entry, from 0
	Path  tlog.RecordProof
	Note  []byte // the signed checkpoint
}

const proofForm = "c2sp.org/tlog-proof@v1"

// Format writes the proof as the text of a .tlog-proof file.
func (p Proof) Format() ([]byte, error) {
	extra, err := p.Entry.Line()
	if err != nil {
		return nil, err
	}
	if p.Row != nil {
		extra = append(append(extra, '\n'), p.Row...)
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s\nextra %s\nindex %d\n", proofForm, base64.StdEncoding.EncodeToString(extra), p.Index)
	writeHashes(&b, p.Path, p.Note)
	return b.Bytes(), nil
}

// writeHashes writes what proofs end with: hashes, an empty line, a checkpoint.
func writeHashes(b *bytes.Buffer, hashes []tlog.Hash, checkpoint []byte) {
	for _, h := range hashes {
		fmt.Fprintln(b, h)
	}
	b.WriteByte('\n')
	b.Write(checkpoint)
}

// ParseProof is the inverse of Format. It does not say that the proof holds.
func ParseProof(b []byte) (Proof, error) {
	fail := func(what string) (Proof, error) { return Proof{}, fmt.Errorf("proof: %w: %s", ErrForm, what) }
	form, rest, _ := bytes.Cut(b, []byte("\n"))
	if string(form) != proofForm {
		return fail("its first line is not " + proofForm)
	}
	first, rest, _ := bytes.Cut(rest, []byte("\n"))
	packed, ok := bytes.CutPrefix(first, []byte("extra "))
	if !ok {
		return fail("it does not hold the entry, as those of rashomon do")
	}
	extra, err := base64.StdEncoding.Strict().DecodeString(string(packed))
	if err != nil {
		return fail("its extra line")
	}
	var p Proof
	line, row, hasRow := bytes.Cut(extra, []byte("\n"))
	if p.Entry, err = ParseEntry(line); err != nil {
		return fail(err.Error())
	}
	if hasRow {
		p.Row = row
	}
	second, rest, _ := bytes.Cut(rest, []byte("\n"))
	number, ok := bytes.CutPrefix(second, []byte("index "))
	if p.Index, err = strconv.ParseInt(string(number), 10, 64); !ok || err != nil || p.Index < 0 {
		return fail("its index line")
	}
	if p.Path, p.Note, err = parseHashes(rest); err != nil {
		return fail(err.Error())
	}
	again, err := p.Format()
	if err != nil || !bytes.Equal(again, b) {
		return fail("it is not written as it should be")
	}
	return p, nil
}

// mostHashes is how many hashes a proof may have: one for each level of the tree.
const mostHashes = 63

// parseHashes is the inverse of writeHashes.
func parseHashes(b []byte) (hashes []tlog.Hash, checkpoint []byte, err error) {
	for {
		line, rest, ok := bytes.Cut(b, []byte("\n"))
		if !ok || len(hashes) > mostHashes {
			return nil, nil, fmt.Errorf("its hashes do not end")
		}
		if len(line) == 0 {
			return hashes, rest, nil
		}
		h, err := tlog.ParseHash(string(line))
		if err != nil {
			return nil, nil, fmt.Errorf("%q is no hash", line)
		}
		hashes, b = append(hashes, h), rest
	}
}

// Check returns the checkpoint that the proof leads to, once its signature, path and
// row were found right. ErrSignature, ErrProof and ErrForm say which was not.
func (p Proof) Check(known ...note.Verifier) (Checkpoint, []string, error) {
	c, by, err := Open(p.Note, known...)
	if err != nil {
		return Checkpoint{}, nil, err
	}
	return c, by, p.CheckIn(c)
}

// CheckIn says what is wrong with the proof as one of the log of c, a checkpoint that
// is known from elsewhere.
func (p Proof) CheckIn(c Checkpoint) error {
	leaf, err := p.Entry.Leaf()
	if err != nil {
		return err
	}
	if err := tlog.CheckRecord(p.Path, c.Size, c.Root, p.Index, leaf); err != nil {
		return fmt.Errorf("entry %d of %d: %w", p.Index, c.Size, ErrProof)
	}
	if p.Row == nil {
		return nil
	}
	row, err := ParseRow(p.Row)
	if err != nil {
		return fmt.Errorf("the row beside the entry: %w", err)
	}
	if row.Sum() != p.Entry.Sum {
		return fmt.Errorf("the row beside the entry: %w: its digest is not that of the entry", ErrProof)
	}
	return nil
}

// Extension shows that one log extends an earlier one: that nothing of the first Old
// entries was changed, moved or left out since.
type Extension struct {
	Old  int64 // size of the earlier log
	Path tlog.TreeProof
	Note []byte // the later checkpoint, signed
}

// Format writes the extension as the request body of https://c2sp.org/tlog-witness.
func (x Extension) Format() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "old %d\n", x.Old)
	writeHashes(&b, x.Path, x.Note)
	return b.Bytes()
}

// ParseExtension is the inverse of Format.
func ParseExtension(b []byte) (Extension, error) {
	first, rest, _ := bytes.Cut(b, []byte("\n"))
	number, ok := strings.CutPrefix(string(first), "old ")
	var x Extension
	var err error
	if x.Old, err = strconv.ParseInt(number, 10, 64); !ok || err != nil || x.Old < 0 {
		return Extension{}, fmt.Errorf("extension: %w: its first line", ErrForm)
	}
	if x.Path, x.Note, err = parseHashes(rest); err != nil {
		return Extension{}, fmt.Errorf("extension: %w: %w", ErrForm, err)
	}
	if !bytes.Equal(x.Format(), b) {
		return Extension{}, fmt.Errorf("extension: %w", ErrForm)
	}
	return x, nil
}

// Check returns the later checkpoint, once its signature was found right, and
// ErrRewritten unless its log extends that of old.
func (x Extension) Check(old Checkpoint, known ...note.Verifier) (Checkpoint, error) {
	c, _, err := Open(x.Note, known...)
	if err != nil {
		return Checkpoint{}, err
	}
	if c.Log != old.Log || x.Old != old.Size {
		return Checkpoint{}, fmt.Errorf("extension: it is of %d entries of %s, not of %d of %s", x.Old, c.Log, old.Size, old.Log)
	}
	return c, Extends(x.Path, c, old)
}

// Extends returns ErrRewritten unless path proves that the log of c begins with that
// of old. Every log extends the empty one.
func Extends(path tlog.TreeProof, c, old Checkpoint) error {
	switch {
	case old.Size == 0 && len(path) == 0 && old.Root == emptyRoot():
		return nil
	case old.Size > c.Size:
		return fmt.Errorf("%w (it has %d entries, the checkpoint %d)", ErrRewritten, c.Size, old.Size)
	case old.Size == 0 || tlog.CheckTree(path, c.Size, c.Root, old.Size, old.Root) != nil:
		return fmt.Errorf("%w (of its first %d entries)", ErrRewritten, old.Size)
	}
	return nil
}

func emptyRoot() tlog.Hash {
	root, _ := tlog.TreeHash(0, nil) // reads nothing
	return root
}
