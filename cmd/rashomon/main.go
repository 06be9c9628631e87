// Command rashomon reads accounts of violent incidents, keeps whose word every
// fact is, and settles them into one cited record. Data goes to standard output,
// messages to standard error.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"strings"
	"syscall"
	"time"

	"rashomon"
	"rashomon/internal/ledger"
	"rashomon/internal/store"
	"rashomon/internal/worker"

	"github.com/alecthomas/kong"
)

// Exit statuses, as `rashomon --help` prints them.
const (
	exitOK          = 0
	exitError       = 1
	exitUsage       = 2
	exitNotFound    = 3
	exitSomeFailed  = 7
	exitIntegrity   = 8
	exitInterrupted = 130
)

// grace is how long an interrupted command may take to end by itself.
const grace = 2 * time.Second

const interrupted = "rashomon: interrupted; what was written is safe, run the command again to go on"

// version is set by the release build: -ldflags "-X main.version=v1.2.3".
var version = "dev"

// world is what a command may touch besides its arguments.
type world struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	getenv         func(string) string
	now            func() time.Time
	parsers        *worker.Pool // for what strangers wrote; nil: in this process
}

// cli is the command line: kong reads its tags.
type cli struct {
	Read       readCmd       `cmd:"" help:"Read reports and print the settled record, with no store to set up."`
	Add        addCmd        `cmd:"" help:"Keep reports in a store."`
	Source     sourceCmd     `cmd:"" help:"Say which feeds are watched: add, list, pause, resume, remove, import, export."`
	Watch      watchCmd      `cmd:"" help:"Fetch the sources on schedule, and the pages that they name."`
	Run        runCmd        `cmd:"" help:"Read what is due in the store, and link it to incidents."`
	Show       showCmd       `cmd:"" help:"Print incidents of the store: the list, or one record."`
	Changes    changesCmd    `cmd:"" help:"Print what sources changed, or took down, after a report of theirs was kept."`
	Explain    explainCmd    `cmd:"" help:"Say in plain sentences how one question of a record was settled."`
	Rule       ruleCmd       `cmd:"" help:"Decide on a claim or an incident: accept, correct, reject, merge, split, withhold, undo."`
	Extract    extractCmd    `cmd:"" help:"Filter: reports in, claims out (JSON lines)."`
	Link       linkCmd       `cmd:"" help:"Filter: claims in, incidents out (JSON lines)."`
	Export     exportCmd     `cmd:"" help:"Write every record of the store as JSON lines, CSV or GeoJSON, or what was received as a web archive (WARC, WACZ)."`
	Serve      serveCmd      `cmd:"" help:"Show the store as web pages."`
	Verify     verifyCmd     `cmd:"" help:"Read the whole store again and name whatever is wrong."`
	Custody    custodyCmd    `cmd:"" help:"Print how something was received: the record of custody."`
	Checkpoint checkpointCmd `cmd:"" help:"Print the signed line of the log of custody, to publish."`
	Prove      proveCmd      `cmd:"" help:"Prove that a report, capture or ruling is in the log of custody."`
	Key        keyCmd        `cmd:"" help:"The key that signs the log of custody: show, rotate."`
	Backup     backupCmd     `cmd:"" help:"Copy the store to a directory while it is in use, with a manifest."`
	Restore    restoreCmd    `cmd:"" help:"Make a new store out of a backup, once it proves whole."`
	Doctor     doctorCmd     `cmd:"" help:"Look at the store and where it stands, and say what may lose or stop it."`
	Eval       evalCmd       `cmd:"" help:"Score the reader against labelled reports."`
	Demo       demoCmd       `cmd:"" help:"Read the built-in sample, print its records and show them as web pages."`
	Version    versionCmd    `cmd:"" help:"Print the version of the program, the reader and the linker."`
	Completion completionCmd `cmd:"" help:"Print a completion script for bash, zsh or fish."`
}

// storeFlag names the store of a command that has one.
type storeFlag struct {
	Store string `help:"The store: one SQLite file; without it, rashomon.db." env:"RASHOMON_STORE" default:"rashomon.db" placeholder:"FILE"`
}

// exit is an error that ends the program with its own status.
type exit struct {
	code int
	err  error
}

// Error returns the message for the person at the terminal.
func (e exit) Error() string { return e.err.Error() }

// Unwrap returns the cause.
func (e exit) Unwrap() error { return e.err }

const description = `Reads accounts of violent incidents, keeps whose word every fact is, and settles them into one cited record.

Examples:
  rashomon demo
  rashomon read monday.txt tuesday.html https://example.org/story
  rashomon add --source "The Harbour Post" --published 2031-03-04 story.txt && rashomon run && rashomon show

Exit status: 0 ok, 1 error, 2 usage, 3 not found, 7 some items failed, 8 integrity failure, 130 interrupted.`

func main() {
	worker.Enter()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	// A read of standard input cannot be called back: after a grace the program ends
	// all the same. Whatever is kept is written in transactions, so nothing is torn.
	context.AfterFunc(ctx, func() {
		stop() // a second Ctrl-C ends it at once
		time.Sleep(grace)
		fmt.Fprintln(os.Stderr, interrupted)
		os.Exit(exitInterrupted)
	})
	w := world{stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, getenv: os.Getenv, now: time.Now,
		parsers: worker.New("", runtime.NumCPU())} // they end with this process
	os.Exit(run(ctx, os.Args[1:], w))
}

// kongExit carries the status out of kong, which ends the program for --help.
type kongExit int

// run is the whole program: it returns the exit status.
func run(ctx context.Context, args []string, w world) (code int) {
	defer func() {
		if p := recover(); p != nil {
			e, ok := p.(kongExit)
			if !ok {
				panic(p)
			}
			code = int(e)
		}
	}()
	var c cli
	parser, err := kong.New(&c, kong.Name("rashomon"), kong.Description(description),
		kong.Writers(w.stdout, w.stderr), kong.Exit(func(code int) { panic(kongExit(code)) }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, NoExpandSubcommands: true, WrapUpperBound: 100}),
		kong.Vars{"policies": policyNames(), "fields": fieldNames()}, kong.BindTo(ctx, (*context.Context)(nil)), kong.Bind(w))
	if err != nil {
		return fail(w, err)
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	parsed, err := parser.Parse(args)
	if err != nil {
		fmt.Fprintf(w.stderr, "rashomon: %s\nrun 'rashomon --help' to see the commands, 'rashomon COMMAND --help' for one\n", misread(err))
		return exitUsage
	}
	parsed.Bind(parser)
	if err := parsed.Run(); err != nil {
		return fail(w, err)
	}
	return exitOK
}

// misread says what is wrong with a command line. What begins with one dash is
// rather a value, "-3", than a flag nearly spelled.
func misread(err error) string {
	flag, found := strings.CutPrefix(err.Error(), "unknown flag -")
	if !found || strings.HasPrefix(flag, "-") {
		return err.Error()
	}
	flag, _, _ = strings.Cut(flag, ",")
	return fmt.Sprintf("no flag is called -%s; a value that begins with a dash is written last, after --, as in: -- -%s", flag, flag)
}

// policyNames lists the policies for the command line.
func policyNames() string {
	var names []string
	for _, n := range rashomon.PolicyNames() {
		names = append(names, string(n))
	}
	return strings.Join(names, ",")
}

// fail says what went wrong and returns the status for it.
func fail(w world, err error) int {
	var e exit
	switch {
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(w.stderr, interrupted)
		return exitInterrupted
	case errors.Is(err, syscall.EPIPE):
		return exitError // the reader of our output has gone: nobody is left to tell
	case errors.As(err, &e):
		complain(w, err)
		return e.code
	case errors.Is(err, store.ErrNotFound):
		complain(w, err)
		return exitNotFound
	case errors.Is(err, store.ErrDamaged), errors.Is(err, store.ErrDerived), errors.Is(err, ledger.ErrBegun):
		complain(w, err)
		return exitIntegrity
	}
	complain(w, err)
	return exitError
}
