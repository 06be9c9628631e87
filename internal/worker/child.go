package worker

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"strings"
	"sync/atomic"
	"time"

	"rashomon/internal/feed"
	"rashomon/internal/page"
)

// The statuses that a child ends with when it is over a limit.
const (
	exitCPU    = 70
	exitMemory = 71
)

// Main is the whole of a child: it gives up what it may, serves its parent on
// standard input and output, and returns the status to end with.
func Main() int {
	return child{}.main(os.Stdin, os.Stdout)
}

// Enter makes this process a child where it was started as one, and does not return
// then. It is the first thing that main does, and TestMain of a package whose tests
// have children.
func Enter() {
	if len(os.Args) == 2 && os.Args[1] == Command {
		os.Exit(Main())
	}
}

// Serve does what it is asked on in and answers on out until in ends. It takes no
// limits on itself; Main does.
func Serve(in io.Reader, out io.Writer) error { return child{}.serve(in, out) }

// child does the work. Its zero value is that of a program; a test adds ways to
// misbehave.
type child struct {
	misbehave func(what string) string
	budget    *budget
}

func (c child) main(in io.Reader, out io.Writer) int {
	const (
		collectorAt = MaxMemory * 3 / 4 // from here it works harder, before the end is met
		maxStack    = 64 << 20          // what recurses deeper was made to
	)
	debug.SetMemoryLimit(collectorAt)
	debug.SetMaxStack(maxStack)
	runtime.GOMAXPROCS(2) // the page, and the collector beside it
	c.budget = &budget{}
	c.budget.watch()
	if err := confine(); err != nil {
		fmt.Fprintf(os.Stderr, "confine the parse worker: %v\n", err)
		return 1
	}
	if err := c.serve(in, out); err != nil {
		fmt.Fprintf(os.Stderr, "parse worker: %v\n", err)
		return 1
	}
	return 0
}

func (c child) serve(in io.Reader, out io.Writer) error {
	if err := writeFrame(out, []byte("ready")); err != nil {
		return err
	}
	for {
		head, err := readFrame(in, maxJob)
		if errors.Is(err, io.EOF) {
			return nil
		}
		var j job
		if err == nil {
			err = json.Unmarshal(head, &j)
		}
		if err != nil {
			return fmt.Errorf("read what to do: %w", err)
		}
		b, err := readFrame(in, MaxInput)
		if err != nil {
			return fmt.Errorf("read what to do it with: %w", err)
		}
		c.budget.begin()
		said, err := json.Marshal(c.do(j, b))
		c.budget.end()
		if err != nil {
			return fmt.Errorf("write an answer: %w", err)
		}
		if len(said) > maxOutput {
			said = []byte(`{"error":"what it gives is too large; save its text and give that"}`)
		}
		if err := writeFrame(out, said); err != nil {
			return err
		}
	}
}

func (c child) do(j job, b []byte) (a answer) {
	// What panics is the page's fault, and the next one may be read.
	defer func() {
		if p := recover(); p != nil {
			a = answer{Error: fmt.Sprintf("read %s: %v (%v)", j.Hint.Name+j.Base, ErrBroken, p)}
		}
	}()
	var err error
	switch j.Do {
	case readPage:
		var problems []page.Problem
		a.Reports, problems, err = page.Read(b, j.Hint)
		for _, p := range problems {
			a.Problems = append(a.Problems, problem{p.Line, p.Err.Error()})
		}
	case parseFeed:
		a.Feed, err = feed.Parse(b, j.Base)
	case findFeeds:
		a.Links, err = feed.Discover(b, j.Base)
	default:
		err = fmt.Errorf("a parse worker cannot do %q", j.Do)
		if what, ok := strings.CutPrefix(string(j.Do), testOnly); ok && c.misbehave != nil {
			err = errors.New(c.misbehave(what))
		}
	}
	if err != nil {
		a.Error = err.Error()
	}
	return a
}

// budget is what a piece of work may use. On a system that holds a process to limits
// by itself it is the finer measure of the two.
type budget struct {
	busy  atomic.Bool
	start atomic.Int64 // processor time of the process when the work began, nanoseconds
}

func (b *budget) begin() {
	if b == nil {
		return
	}
	used := processorTime()
	b.start.Store(int64(used))
	limitCPU(used + MaxCPU)
	b.busy.Store(true)
}

func (b *budget) end() {
	if b != nil {
		b.busy.Store(false)
	}
}

// watch ends the process when it is over its limits.
func (b *budget) watch() {
	const often = 50 * time.Millisecond
	inUse := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	go func() {
		for range time.Tick(often) {
			if b.busy.Load() && processorTime()-time.Duration(b.start.Load()) > MaxCPU {
				os.Exit(exitCPU)
			}
			metrics.Read(inUse)
			if inUse[0].Value.Uint64()-inUse[1].Value.Uint64() > MaxMemory {
				os.Exit(exitMemory)
			}
		}
	}()
}
