package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"rashomon"
	"rashomon/internal/custody"
	"rashomon/internal/ledger"
	"rashomon/internal/pipeline"
	"rashomon/internal/store"
	"rashomon/internal/veil"
)

type custodyCmd struct {
	ID string `arg:"" help:"A capture or report (its name, or six characters of it or more), the digest of bytes, an address, or the name of a file that was given." name:"id"`
	storeFlag
	JSON bool `help:"Print one capture a line as JSON." name:"json"`
}

// Help is printed below the flags.
func (custodyCmd) Help() string {
	return `Prints each occasion on which the bytes were received, or could not be: what was asked, who answered, when, the digest of the bytes, and the place of
the record in the log of custody. A withheld name is left out of all of it.`
}

// custodyRecord is a capture and where its record stands in the log.
type custodyRecord struct {
	rashomon.Capture
	Log logPlace `json:"log"`
}

// logPlace is where a record stands in the log.
type logPlace struct {
	Index      int64           `json:"index"`                // from 0
	Digest     rashomon.Digest `json:"digest"`               // of the record, as the log commits to it
	Checkpoint int64           `json:"checkpoint,omitempty"` // size of the first checkpoint that covers it; 0 while none does
}

// Run prints the record of custody.
func (c custodyCmd) Run(ctx context.Context, w world) error {
	s, err := openExisting(ctx, c.Store)
	if err != nil {
		return err
	}
	defer s.Close() //nolint:errcheck // only read
	captures, err := s.Captures(ctx, c.ID)
	if err != nil {
		return err
	}
	hide, err := pipeline.Veil(ctx, s)
	if err != nil {
		return err
	}
	if len(captures) == 0 {
		if captures, err = givenAs(ctx, s, c.ID); err != nil {
			return err
		}
	}
	if len(captures) == 0 {
		return exit{exitNotFound, fmt.Errorf("custody %s: nothing in %s was received under that name; give a capture or a report (six characters of its name or more), the digest of bytes, an address, or the name of a file that was given", c.ID, c.Store)}
	}
	for i, capture := range captures {
		e, index, covered, err := s.Log().Entry(ctx, ledger.Thing{Kind: custody.Capture, ID: string(capture.ID)})
		if err != nil {
			return logFailed(err)
		}
		r := custodyRecord{veil.Hide(hide, capture), logPlace{index, e.Sum, covered}}
		if c.JSON {
			err = printJSON(w, r)
		} else {
			if i > 0 {
				fmt.Fprintln(w.stdout)
			}
			err = r.print(w)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// givenAs returns the captures of what was given under a file's name, with its folders or
// without, in the order received.
func givenAs(ctx context.Context, s *store.Store, name string) (all []rashomon.Capture, err error) {
	err = s.EachCapture(ctx, func(c rashomon.Capture) error {
		if c.Means == rashomon.Given && (c.Requested == name || filepath.Base(c.Requested) == name) {
			all = append(all, c)
		}
		return nil
	})
	return all, err
}

// print writes what is known, a line each.
func (r custodyRecord) print(w world) error {
	var b strings.Builder
	line := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&b, "%-12s %s\n", name, shown(value))
		}
	}
	line("capture", string(r.ID)+", "+string(r.Means))
	line("requested", r.Requested)
	if r.OwnWord {
		line("address", "by the word of the text alone")
	}
	for _, to := range r.Redirects {
		line("redirected", fmt.Sprintf("%d to %s", to.Status, to.To))
	}
	line("final", r.Final)
	line("asked", moment(r.Asked))
	line("received", moment(r.Received))
	line("peer", r.Peer)
	line("TLS", r.TLS)
	line("certificate", string(r.Certificate))
	if r.Status != 0 {
		line("status", fmt.Sprint(r.Status))
	}
	for header := range strings.Lines(r.Header) {
		line("header", strings.TrimRight(header, "\r\n"))
	}
	if r.Body != "" {
		line("body", strings.TrimSpace(fmt.Sprintf("%s, %d bytes %s", r.Body, r.Length, r.MediaType)))
	}
	line("coded", r.Coding)
	line("as it came", string(r.Wire))
	line("truncated", r.Truncated)
	line("collector", r.Collector)
	line("settings", string(r.Settings))
	line("agent", r.Agent)
	line("egress", r.Egress)
	line("by", r.By)
	line("parent", r.Parent)
	line("report", string(r.Report))
	line("problem", r.Problem)
	covered := "no checkpoint covers it yet: 'rashomon checkpoint' signs one"
	if r.Log.Checkpoint > 0 {
		covered = fmt.Sprintf("first covered by the checkpoint of %d entries", r.Log.Checkpoint)
	}
	line("log", fmt.Sprintf("entry %d, digest %s; %s", r.Log.Index, r.Log.Digest, covered))
	_, err := fmt.Fprint(w.stdout, b.String())
	return err
}

func moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339Nano)
}

// logFailed gives what is wrong with a log its exit status.
func logFailed(err error) error {
	switch {
	case errors.Is(err, ledger.ErrUnlogged):
		return exit{exitNotFound, err}
	case errors.Is(err, custody.ErrRewritten), errors.Is(err, custody.ErrForm), errors.Is(err, custody.ErrProof),
		errors.Is(err, custody.ErrSignature), errors.Is(err, ledger.ErrBehind):
		return exit{exitIntegrity, err}
	}
	return err
}

// sign has the key vouch for the log at the end of what wrote to it, so that who has the
// store's file and not its key cannot take anything away unseen. Without a key file nothing
// is signed ('rashomon verify' says so), and while somebody else writes he will do it.
// Other trouble is told, and fails nothing: what was kept is kept.
func sign(ctx context.Context, w world, s *store.Store) {
	err := s.Log().Remember(context.WithoutCancel(ctx))
	if err != nil && !errors.Is(err, ledger.ErrNoKey) && !errors.Is(err, store.ErrLocked) {
		complain(w, fmt.Errorf("what was kept is kept, but its log is not signed: %w", err))
	}
}

// openToKeep opens a store to write to, and makes it if there is none. Call done at the
// end, when all is committed: the key vouches for it, and the store is closed.
func openToKeep(ctx context.Context, w world, path string) (s *store.Store, done func(), err error) {
	if s, err = store.Open(ctx, path); err != nil {
		return nil, nil, err
	}
	return s, func() {
		sign(ctx, w, s)
		s.Close() //nolint:errcheck,gosec // all is committed
	}, nil
}

// openToSign opens a store that is there, to write if that can be done.
func openToSign(ctx context.Context, path string) (*store.Store, error) {
	if err := mustExist(path); err != nil {
		return nil, err
	}
	s, err := store.Open(ctx, path)
	if errors.Is(err, store.ErrAccess) {
		return store.OpenToRead(ctx, path)
	}
	return s, err
}

type checkpointCmd struct {
	storeFlag
	Tiles string `help:"Also write the log, without what was kept, as static files that anybody can check ('rashomon verify --tiles')." placeholder:"DIR"`
	Since string `help:"Print, in place of the checkpoint alone, the proof that the log goes on from an earlier one: what C2SP witnesses take." placeholder:"FILE"`
}

// Help is printed below the flags.
func (checkpointCmd) Help() string {
	return `Signs the log as it is now and prints the checkpoint: a name, a number of entries, the hash of all of them, a signature. Publish it where others keep it and you
cannot take it back (a newspaper, an e-mail list, a time-stamping service): nothing that it covers can be changed afterwards without being found out.
Printed twice with nothing kept in between, it is the same.

Examples:
  rashomon checkpoint > checkpoint-2031-03-04.txt
  rashomon checkpoint --since checkpoint-2031-03-04.txt > since.tlog-proof
  rashomon verify --checkpoint checkpoint-2031-03-04.txt`
}

// Run prints a checkpoint.
func (c checkpointCmd) Run(ctx context.Context, w world) error {
	s, err := openToSign(ctx, c.Store)
	if err != nil {
		return err
	}
	defer s.Close() //nolint:errcheck // what was signed is committed
	msg, err := s.Log().Checkpoint(ctx)
	if err != nil {
		return logFailed(err)
	}
	if c.Tiles != "" {
		covered, err := s.Log().Publish(ctx, c.Tiles)
		if err != nil {
			return logFailed(err)
		}
		fmt.Fprintf(w.stderr, "%s: the log of %s as static files\n", c.Tiles, entries(covered.Size))
	}
	if c.Since != "" {
		if msg, err = since(ctx, s.Log(), c.Since); err != nil {
			return logFailed(err)
		}
	}
	_, err = w.stdout.Write(msg)
	return err
}

// since returns the proof that the log goes on from the checkpoint in a file.
func since(ctx context.Context, l ledger.Log, file string) ([]byte, error) {
	msg, err := published(file)
	if err != nil {
		return nil, err
	}
	old, _, err := custody.Peek(msg)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	x, err := l.Extension(ctx, old)
	return x.Format(), err
}

// entries returns "1 entry", "2 entries".
func entries(n int64) string {
	if n == 1 {
		return "1 entry"
	}
	return fmt.Sprintf("%d entries", n)
}

type proveCmd struct {
	ID     string `arg:"" help:"A report, capture or ruling (its name or the beginning of it), or the digest of bytes." name:"id"`
	Output string `short:"o" help:"Write the proof to a file (by custom, NAME.tlog-proof)." placeholder:"FILE"`
	Whole  bool   `help:"Put the record itself in even where the store withholds names."`
	In     string `help:"Prove that it is in this checkpoint, which was published; else in the last one that was signed, or a new one." name:"checkpoint" placeholder:"FILE"`
	storeFlag
}

// Help is printed below the flags.
func (proveCmd) Help() string {
	return `Prints a proof, of text, that the record of the thing is in the log of custody. Anybody checks it with the verifier key that you published
('rashomon key show'), with no store and no network: 'rashomon verify --proof FILE --key VERIFIER'. The record itself stands in the proof: of a capture all that
'rashomon custody' prints, of a report its text. Where the store withholds names it is left out unless you ask for it with --whole.`
}

// Run prints a proof.
func (c proveCmd) Run(ctx context.Context, w world) error {
	s, err := openToSign(ctx, c.Store)
	if err != nil {
		return err
	}
	defer s.Close() //nolint:errcheck // what was signed is committed
	thing, err := s.Log().Named(ctx, c.ID)
	if err != nil {
		return logFailed(err)
	}
	p, err := c.prove(ctx, s.Log(), thing)
	if err != nil {
		return logFailed(err)
	}
	hide, err := pipeline.Veil(ctx, s)
	if err != nil {
		return err
	}
	if !c.Whole && hide != nil && (thing.Kind != custody.Capture || hide.Text(string(p.Row)) != string(p.Row)) {
		p.Row = nil
		fmt.Fprintln(w.stderr, "rashomon: the store withholds names, so the proof has the digest of the record and not the record; --whole puts it in")
	}
	text, err := p.Format()
	if err != nil {
		return err
	}
	if c.Output == "" {
		_, err = w.stdout.Write(text)
		return err
	}
	if err := os.WriteFile(c.Output, text, 0o600); err != nil {
		return fmt.Errorf("write the proof: %w", err)
	}
	fmt.Fprintf(w.stderr, "%s: that %s %s is entry %d of the log\n", c.Output, thing.Kind, thing.ID, p.Index)
	return nil
}

func (c proveCmd) prove(ctx context.Context, l ledger.Log, thing ledger.Thing) (custody.Proof, error) {
	if c.In == "" {
		return l.Prove(ctx, thing)
	}
	msg, err := published(c.In)
	if err != nil {
		return custody.Proof{}, err
	}
	return l.ProveIn(ctx, thing, msg)
}

type keyCmd struct {
	Show   keyShowCmd   `cmd:"" help:"Print the verifier key, the line to publish."`
	Rotate keyRotateCmd `cmd:"" help:"Make a new key."`
}

type keyShowCmd struct {
	storeFlag
	All bool `help:"Also those of before, the oldest first."`
}

// Run prints the verifier key.
func (c keyShowCmd) Run(ctx context.Context, w world) error {
	s, err := openExisting(ctx, c.Store)
	if err != nil {
		return err
	}
	defer s.Close() //nolint:errcheck // only read
	all, err := s.Log().Verifiers(ctx)
	if err != nil {
		return err
	}
	if !c.All {
		all = all[len(all)-1:]
	}
	for _, line := range all {
		fmt.Fprintln(w.stdout, line)
	}
	return nil
}

type keyRotateCmd struct{ storeFlag }

// Help is printed below the flags.
func (keyRotateCmd) Help() string {
	return `The new key becomes an entry of the log. The old one signs one last checkpoint together with it and is deleted; what was signed before stays verifiable. Where the
old key is gone, or has signed a log that this is no continuation of, nobody can say what it has signed, and the log goes on under a new name too.
Publish the new line beside the one before, by which what was signed before is still checked ('rashomon key show --all').`
}

// Run makes a new key.
func (c keyRotateCmd) Run(ctx context.Context, w world) error {
	if err := mustExist(c.Store); err != nil {
		return err
	}
	s, err := store.Open(ctx, c.Store)
	if err != nil {
		return err
	}
	defer s.Close() //nolint:errcheck // what was done is committed
	verifier, renamed, err := s.Log().Rotate(ctx, w.now())
	if err != nil {
		return err
	}
	if renamed {
		fmt.Fprintln(w.stderr, "rashomon: the old key was not there, or had signed another history: the log has a new name; publish it, and say why")
	}
	_, err = fmt.Fprintln(w.stdout, verifier)
	return err
}
