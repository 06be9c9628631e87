package custody

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Checkpoint is the whole log in three lines.
type Checkpoint struct {
	Log  string    // its name, which C2SP calls its origin
	Size int64     // number of entries
	Root tlog.Hash // of the tree over them
}

// The errors that a caller may want to tell apart with errors.Is.
var (
	ErrForm      = errors.New("it is not in its form, or was changed")
	ErrSignature = errors.New("no signature of a known key is on it")
	ErrProof     = errors.New("the proof does not lead to the checkpoint")
	ErrRewritten = errors.New("the log is not an extension of that checkpoint: its history was rewritten")
)

// Text returns what is signed (https://c2sp.org/tlog-checkpoint, no extension lines).
func (c Checkpoint) Text() string {
	return fmt.Sprintf("%s\n%d\n%s\n", c.Log, c.Size, c.Root)
}

// ParseCheckpoint is the inverse of Text.
func ParseCheckpoint(text string) (Checkpoint, error) {
	lines := strings.Split(text, "\n")
	if len(lines) != 4 {
		return Checkpoint{}, fmt.Errorf("checkpoint: %w: %d lines", ErrForm, len(lines)-1)
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || size < 0 {
		return Checkpoint{}, fmt.Errorf("checkpoint: %w: size %q", ErrForm, lines[1])
	}
	root, err := tlog.ParseHash(lines[2])
	if err != nil {
		return Checkpoint{}, fmt.Errorf("checkpoint: %w: root %q", ErrForm, lines[2])
	}
	c := Checkpoint{Log: lines[0], Size: size, Root: root}
	if c.Text() != text || !isLogName(c.Log) {
		return Checkpoint{}, fmt.Errorf("checkpoint: %w", ErrForm)
	}
	return c, nil
}

// isLogName says whether s may name a log: printable ASCII without space and plus sign.
func isLogName(s string) bool {
	return s != "" && strings.IndexFunc(s, func(r rune) bool { return r <= ' ' || r > '~' || r == '+' }) < 0
}

// Sign returns the checkpoint as a note with the signature of each signer.
func Sign(c Checkpoint, by ...note.Signer) ([]byte, error) {
	if _, err := ParseCheckpoint(c.Text()); err != nil {
		return nil, err
	}
	return note.Sign(&note.Note{Text: c.Text()}, by...)
}

// Open returns the checkpoint of a note that is signed by one of the keys at least,
// and the names of those keys ("name+hash"). Signatures of keys that are not
// known are passed over. One that is wrong is an error.
func Open(msg []byte, known ...note.Verifier) (c Checkpoint, by []string, err error) {
	n, err := opened(msg, known)
	if err != nil {
		return Checkpoint{}, nil, err
	}
	if c, err = ParseCheckpoint(n.Text); err != nil {
		return Checkpoint{}, nil, err
	}
	for _, s := range n.Sigs {
		by = append(by, KeyName(s.Name, s.Hash))
	}
	return c, by, nil
}

// OpenWhole is Open of a note of one's own: every signature on it must be of a
// known key, and the note be just what Sign writes, to the last bit.
func OpenWhole(msg []byte, known ...note.Verifier) (Checkpoint, error) {
	n, err := opened(msg, known)
	if err != nil {
		return Checkpoint{}, err
	}
	if len(n.UnverifiedSigs) > 0 {
		s := n.UnverifiedSigs[0]
		return Checkpoint{}, fmt.Errorf("checkpoint: %w: key %s", ErrSignature, KeyName(s.Name, s.Hash))
	}
	whole := n.Text + "\n"
	for _, s := range n.Sigs {
		whole += "— " + s.Name + " " + s.Base64 + "\n"
	}
	if whole != string(msg) {
		return Checkpoint{}, fmt.Errorf("checkpoint: %w", ErrForm)
	}
	return ParseCheckpoint(n.Text)
}

func opened(msg []byte, known []note.Verifier) (*note.Note, error) {
	n, err := note.Open(msg, note.VerifierList(known...))
	var unverified *note.UnverifiedNoteError
	var invalid *note.InvalidSignatureError
	switch {
	case errors.As(err, &unverified):
		return nil, fmt.Errorf("checkpoint: %w (it is signed by %s)", ErrSignature, strings.Join(signers(unverified.Note), ", "))
	case errors.As(err, &invalid):
		return nil, fmt.Errorf("checkpoint: %w: the signature of %s is not of this text", ErrForm, KeyName(invalid.Name, invalid.Hash))
	case err != nil:
		return nil, fmt.Errorf("checkpoint: %w (%w)", ErrForm, err)
	}
	for _, s := range n.Sigs { // the last digit of base64 has bits that are read by no one
		if _, err := base64.StdEncoding.Strict().DecodeString(s.Base64); err != nil {
			return nil, fmt.Errorf("checkpoint: %w: signature %q", ErrForm, s.Base64)
		}
	}
	return n, nil
}

// Peek returns the checkpoint of a note and the keys that are said to have signed it,
// without holding either against a key.
func Peek(msg []byte) (c Checkpoint, by []string, err error) {
	_, err = note.Open(msg, note.VerifierList())
	var unverified *note.UnverifiedNoteError
	if !errors.As(err, &unverified) {
		return Checkpoint{}, nil, fmt.Errorf("checkpoint: %w", ErrForm)
	}
	c, err = ParseCheckpoint(unverified.Note.Text)
	return c, signers(unverified.Note), err
}

func signers(n *note.Note) (names []string) {
	for _, s := range append(n.Sigs, n.UnverifiedSigs...) {
		names = append(names, KeyName(s.Name, s.Hash))
	}
	return names
}

// KeyName names a key for people: the name of the log, a plus sign, and eight
// hexadecimal digits; a verifier key begins with it.
func KeyName(name string, hash uint32) string { return fmt.Sprintf("%s+%08x", name, hash) }
