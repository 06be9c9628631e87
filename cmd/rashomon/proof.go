package main

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"strings"
	"unicode/utf8"

	"rashomon"
	"rashomon/internal/custody"

	"golang.org/x/mod/sumdb/note"
)

// logFlags have 'verify' check a proof, a published log or a checkpoint in place of the
// whole store.
type logFlags struct {
	Proof      string   `help:"Check a proof that 'rashomon prove', or 'checkpoint --since', made. Needs no store." placeholder:"FILE" xor:"what"`
	Tiles      string   `help:"Check a published log, which 'rashomon checkpoint --tiles' wrote. Needs no store." placeholder:"DIR" xor:"what"`
	Checkpoint string   `help:"Check that the log of the store, of --tiles, or of a --proof of that, extends a checkpoint that was published, or that a --proof leads to it." placeholder:"FILE"`
	Key        []string `help:"The verifier key that was published, for --proof and --tiles. Several may be given." placeholder:"VERIFIER" sep:"none"`
}

// asked says whether any of the flags is given.
func (c logFlags) asked() bool {
	return c.Proof != "" || c.Tiles != "" || c.Checkpoint != "" || len(c.Key) > 0
}

// check does what the flags ask.
func (c logFlags) check(ctx context.Context, w world, path string, asJSON bool) error {
	var keys []note.Verifier
	for _, line := range c.Key {
		k, err := note.NewVerifier(strings.TrimSpace(line))
		if err != nil {
			return exit{exitUsage, fmt.Errorf("--key %q is no verifier key: it is one line, as 'rashomon key show' prints it", line)}
		}
		keys = append(keys, k)
	}
	switch {
	case c.Proof == "" && c.Tiles == "" && len(keys) > 0:
		return exit{exitUsage, errors.New("verify: --key is for --proof and --tiles; the log of a store is held against the keys in it, which 'rashomon key show --all' prints")}
	case c.Proof != "":
		return c.proof(w, keys, asJSON)
	case c.Tiles != "":
		return c.tiles(w, keys)
	}
	return c.extends(ctx, w, path)
}

// published reads a checkpoint or a proof that went through other hands: mail programs and
// editors change how lines end, and what is around them. What is signed are the lines.
func published(path string) ([]byte, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	lines := strings.ReplaceAll(strings.TrimPrefix(string(b), "\ufeff"), "\r\n", "\n")
	return []byte(strings.TrimSpace(lines) + "\n"), nil
}

// proven is what a proof shows.
type proven struct {
	Kind     string            `json:"kind"`
	ID       string            `json:"id"`
	Digest   rashomon.Digest   `json:"digest,omitempty"`
	Given    string            `json:"given_time,omitempty"` // as the record says
	Index    int64             `json:"index"`
	Log      string            `json:"log"`
	Size     int64             `json:"size"`
	SignedBy []string          `json:"signed_by"`
	Record   map[string]string `json:"record,omitempty"` // by column; of bytes in base64
	columns  []custody.Column
}

// proof checks a proof without a store.
func (c logFlags) proof(w world, keys []note.Verifier, asJSON bool) error {
	text, err := published(c.Proof)
	if err != nil {
		return err
	}
	failed := func(err error) error { return exit{exitIntegrity, fmt.Errorf("verify %s: %w", c.Proof, err)} }
	if strings.HasPrefix(string(text), "old ") {
		return c.extension(w, keys, text)
	}
	p, err := custody.ParseProof(text)
	if err != nil {
		return failed(err)
	}
	if len(keys) == 0 {
		claimed, by, err := custody.Peek(p.Note)
		if err == nil {
			err = p.CheckIn(claimed)
		}
		if err != nil {
			return failed(err)
		}
		return exit{exitError, fmt.Errorf("verify %s: it leads to the checkpoint in it, but whether that is genuine was not checked: give the key that was published with --key (it says it is signed by %s)",
			c.Proof, strings.Join(by, ", "))}
	}
	checkpoint, by, err := p.Check(keys...)
	if err != nil {
		return failed(err)
	}
	if err := c.leadsTo(keys, checkpoint, p.Index); err != nil {
		return err
	}
	shows := proven{Kind: string(p.Entry.Kind), ID: p.Entry.ID, Digest: p.Entry.Sum, Given: moment(p.Entry.At), Index: p.Index,
		Log: checkpoint.Log, Size: checkpoint.Size, SignedBy: by}
	if p.Row != nil {
		row, err := custody.ParseRow(p.Row)
		if err != nil {
			return failed(err)
		}
		shows.columns, shows.Record = row.Columns, map[string]string{}
		for _, column := range row.Columns {
			shows.Record[column.Name] = string(column.Value)
			if column.Type == "bytes" {
				shows.Record[column.Name] = base64.StdEncoding.EncodeToString(column.Value)
			}
		}
	}
	if asJSON {
		return printJSON(w, shows)
	}
	return shows.print(w)
}

// leadsTo holds the checkpoint in a proof of an entry against the one that was published.
// Of another size, the proof alone does not tell whether one log has both.
func (c logFlags) leadsTo(keys []note.Verifier, in custody.Checkpoint, index int64) error {
	published, err := c.earlier(keys)
	switch {
	case err != nil || published == nil || *published == in:
		return err
	case published.Log != in.Log || published.Size == in.Size:
		return exit{exitIntegrity, fmt.Errorf("verify %s: it leads to another log than the checkpoint %s has (%s of %s, not %s of %s)", c.Proof, c.Checkpoint,
			in.Log, entries(in.Size), published.Log, entries(published.Size))}
	case index >= published.Size:
		return exit{exitError, fmt.Errorf("verify %s: it is of entry %d, which the checkpoint %s of %s does not cover: give one that was published later", c.Proof, index, c.Checkpoint, entries(published.Size))}
	}
	return exit{exitError, fmt.Errorf("verify %s: it leads to a checkpoint of %s, %s is one of %s, and whether one log has both this proof does not say: ask for a proof made by 'rashomon prove --checkpoint %s'",
		c.Proof, entries(in.Size), c.Checkpoint, entries(published.Size), c.Checkpoint)}
}

// print writes what is proven, a line each.
func (p proven) print(w world) error {
	var b strings.Builder
	fmt.Fprintf(&b, "the proof holds\n%-12s %s %s, entry %d of %d\n", "entry", p.Kind, p.ID, p.Index, p.Size)
	if p.Given != "" {
		fmt.Fprintf(&b, "%-12s %s, as the record says\n", "time", p.Given)
	}
	fmt.Fprintf(&b, "%-12s %s\n%-12s %s\n%-12s %s\n", "log", p.Log, "signed by", strings.Join(p.SignedBy, ", "), "digest", p.Digest)
	if p.columns == nil {
		b.WriteString("The record itself is not in the proof.\n")
	}
	for _, c := range p.columns {
		var lines []string
		for line := range strings.Lines(string(c.Value)) {
			lines = append(lines, shown(strings.TrimRight(line, "\r\n")))
		}
		value := strings.Join(lines, "\n             ")
		if len(c.Value) > 2000 || !utf8.Valid(c.Value) {
			value = fmt.Sprintf("(%d bytes, SHA-256 %s; --json prints them)", len(c.Value), rashomon.DigestOf(c.Value))
		}
		fmt.Fprintf(&b, "  %-10s %s\n", c.Name, value)
	}
	_, err := fmt.Fprint(w.stdout, b.String())
	return err
}

// extension checks a proof that a log goes on from an earlier checkpoint, without a store.
func (c logFlags) extension(w world, keys []note.Verifier, text []byte) error {
	if len(keys) == 0 || c.Checkpoint == "" {
		return exit{exitUsage, fmt.Errorf("verify %s: it shows that a log goes on from an earlier checkpoint: give that with --checkpoint, and the key that was published with --key", c.Proof)}
	}
	earlier, err := c.earlier(keys)
	if err != nil {
		return err
	}
	x, err := custody.ParseExtension(text)
	var now custody.Checkpoint
	if err == nil {
		now, err = x.Check(*earlier, keys...)
	}
	if err != nil {
		return exit{exitIntegrity, fmt.Errorf("verify %s: %w", c.Proof, err)}
	}
	_, err = fmt.Fprintf(w.stdout, "the proof holds\nthe log %s of %s goes on from the checkpoint of %d: nothing that it covers was changed\n", now.Log, entries(now.Size), earlier.Size)
	return err
}

// earlier reads the checkpoint that was published, signed by one of the keys; nil where
// none is given.
func (c logFlags) earlier(keys []note.Verifier) (*custody.Checkpoint, error) {
	if c.Checkpoint == "" {
		return nil, nil //nolint:nilnil // as it says
	}
	msg, err := published(c.Checkpoint)
	if err != nil {
		return nil, err
	}
	old, _, err := custody.Open(msg, keys...)
	if err != nil {
		return nil, exit{exitIntegrity, fmt.Errorf("verify %s: %w", c.Checkpoint, err)}
	}
	return &old, nil
}

// tiles checks a published log without a store.
func (c logFlags) tiles(w world, keys []note.Verifier) error {
	if len(keys) == 0 {
		return exit{exitUsage, errors.New("verify --tiles: give the key that was published with --key")}
	}
	earlier, err := c.earlier(keys)
	if err != nil {
		return err
	}
	root, err := os.OpenRoot(c.Tiles)
	if err != nil {
		return err
	}
	defer root.Close() //nolint:errcheck // only read
	checkpoint, err := custody.CheckTiles(root.FS(), earlier, keys...)
	if err != nil {
		return exit{exitIntegrity, fmt.Errorf("verify %s: %w", c.Tiles, err)}
	}
	also := ""
	if earlier != nil {
		also = fmt.Sprintf(", and extends the checkpoint of %d", earlier.Size)
	}
	fmt.Fprintf(w.stderr, "%s: the log %s of %s is whole%s\n", c.Tiles, checkpoint.Log, entries(checkpoint.Size), also)
	return nil
}

// extends checks the log of a store against a checkpoint.
func (c logFlags) extends(ctx context.Context, w world, path string) error {
	msg, err := published(c.Checkpoint)
	if err != nil {
		return err
	}
	s, err := openExisting(ctx, path)
	if err != nil {
		return err
	}
	defer s.Close() //nolint:errcheck // only read
	checkpoint, size, err := s.Log().Holds(ctx, msg)
	if err != nil {
		return logFailed(err)
	}
	fmt.Fprintf(w.stderr, "%s: the log of %s extends the checkpoint of %d; nothing that it covers was changed. 'rashomon verify' holds what is kept against the log\n",
		path, entries(size), checkpoint.Size)
	return nil
}
