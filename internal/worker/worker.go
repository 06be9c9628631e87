// Package worker parses what strangers wrote in a child process, `rashomon
// parse-worker`, which has nothing to lose: no network, no files, no store, an empty
// environment, and limits of time and memory after which it is killed. It owns the
// child, its limits and how one talks to it; what the bytes mean is for page and feed.
package worker

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"rashomon"
	"rashomon/internal/feed"
	"rashomon/internal/page"
)

// The limits of one piece of work.
const (
	MaxCPU    = 5 * time.Second  // of processor time
	MaxWall   = 30 * time.Second // on the clock, on a machine that is busy with other things
	MaxMemory = 512 << 20        // bytes of the child, its own included
	MaxInput  = 16 << 20         // bytes
	maxOutput = 64 << 20         // bytes of an answer, as it is sent
	renewal   = 100              // pieces of work after which a child is replaced by a fresh one
)

// Command is the one argument that makes a program a child (see Enter).
const Command = "parse-worker"

// Error is a piece of work that a child did not do within its limits, or that broke
// it. The next piece of work has a fresh child.
type Error struct {
	Name string // of the page or feed
	Err  error  // ErrCPU, ErrMemory, ErrWall, ErrSize or ErrBroken, or something with the machine
}

// Error names the page and says what to do.
func (e *Error) Error() string { return fmt.Sprintf("read %s: %v", e.Name, e.Err) }

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Why a piece of work was given up.
var (
	ErrCPU    = fmt.Errorf("reading it takes more than %v of work, as no honest page does; save its text and give that", MaxCPU)
	ErrMemory = fmt.Errorf("reading it takes more than %d MB of memory, as no honest page does; save its text and give that", MaxMemory>>20)
	ErrWall   = fmt.Errorf("reading it was not done within %v; try again when the machine has less to do, or save its text and give that", MaxWall)
	ErrSize   = fmt.Errorf("it is larger than %d MB; save its text and give that", MaxInput>>20)
	ErrBroken = errors.New("reading it broke the reader; please tell the makers of this program, save its text and give that")
)

// job is what a child is asked.
type job struct {
	Do   task      `json:"do"`
	Hint page.Hint `json:"hint,omitzero"`
	Base string    `json:"base,omitempty"`
}

type task string

const (
	readPage  task = "page"
	parseFeed task = "feed"
	findFeeds task = "discover"

	testOnly = "test: " // and what to try; only a child of a test knows how
	maxJob   = 16 << 10 // bytes of a job as JSON
)

// answer is what a child says.
type answer struct {
	Reports  []rashomon.Report `json:"reports,omitempty"`
	Problems []problem         `json:"problems,omitempty"`
	Feed     feed.Feed         `json:"feed,omitzero"`
	Links    []feed.Link       `json:"links,omitempty"`
	Error    string            `json:"error,omitempty"`
}

// problem is a page.Problem in words.
type problem struct {
	Line int    `json:"line"`
	Err  string `json:"err"`
}

// Page reads b as page.Read does, in a child. An *Error is the page's own fault;
// other errors are page.Read's, in the same words.
func (p *Pool) Page(ctx context.Context, b []byte, h page.Hint) ([]rashomon.Report, []page.Problem, error) {
	a, err := p.do(ctx, job{Do: readPage, Hint: h}, b, h.Name)
	if err != nil {
		return nil, nil, err
	}
	var problems []page.Problem
	for _, one := range a.Problems {
		problems = append(problems, page.Problem{Line: one.Line, Err: errors.New(one.Err)})
	}
	return a.Reports, problems, nil
}

// Feed reads b as feed.Parse does, in a child.
func (p *Pool) Feed(ctx context.Context, b []byte, base string) (feed.Feed, error) {
	a, err := p.do(ctx, job{Do: parseFeed, Base: base}, b, base)
	return a.Feed, err
}

// Discover finds the feeds that an HTML page names as feed.Discover does, in a child.
func (p *Pool) Discover(ctx context.Context, b []byte, base string) ([]feed.Link, error) {
	a, err := p.do(ctx, job{Do: findFeeds, Base: base}, b, base)
	return a.Links, err
}

// do has a child do j and reads what it says.
func (p *Pool) do(ctx context.Context, j job, b []byte, name string) (answer, error) {
	head, err := json.Marshal(j)
	switch {
	case err != nil:
		return answer{}, fmt.Errorf("read %s: %w", name, err)
	case len(b) > MaxInput:
		return answer{}, &Error{name, ErrSize}
	case len(head) > maxJob:
		return answer{}, &Error{name[:min(len(name), 100)] + "...", errors.New("its name and address are too long; save the page under a short name")}
	}
	said, err := p.ask(ctx, head, b)
	if err != nil {
		if ctx.Err() != nil {
			return answer{}, context.Cause(ctx)
		}
		return answer{}, &Error{name, err}
	}
	return readAnswer(said, name)
}

// readAnswer reads what a child said, which may be anything.
func readAnswer(said []byte, name string) (answer, error) {
	var a answer
	if err := json.Unmarshal(said, &a); err != nil {
		return answer{}, &Error{name, ErrBroken}
	}
	if a.Error != "" {
		return answer{}, errors.New(a.Error)
	}
	return a, nil
}
