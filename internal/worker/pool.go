package worker

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"time"
)

// Pool keeps children ready: n pieces of work are done at a time, and the others
// wait for their turn.
type Pool struct {
	executable string
	turns      chan struct{} // one for each piece of work that may be done now
	closing    sync.Once
	mu         sync.Mutex
	idle       []*process // the one that worked last is the next to work

	// What tests change.
	wall    time.Duration
	started func(pid int)          // told of every child that has started
	ended   func(*os.ProcessState) // and of every one that has ended
}

// New returns a Pool of up to n children. executable is a program whose main calls
// Enter; "" is this program. None is started before there is work.
func New(executable string, n int) *Pool {
	n = max(n, 1)
	p := &Pool{executable: executable, wall: MaxWall, turns: make(chan struct{}, n)}
	for range n {
		p.turns <- struct{}{}
	}
	return p
}

// Close ends the children, after the work that they have.
func (p *Pool) Close() error {
	p.closing.Do(func() {
		for range cap(p.turns) {
			<-p.turns
		}
		for c := p.take(); c != nil; c = p.take() {
			c.end(p)
		}
		close(p.turns)
	})
	return nil
}

var errClosed = errors.New("the parse workers were closed")

// ask has a child do one piece of work.
func (p *Pool) ask(ctx context.Context, head, b []byte) ([]byte, error) {
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case _, open := <-p.turns:
		if !open {
			return nil, errClosed
		}
	}
	defer func() { p.turns <- struct{}{} }()
	c := p.take()
	if c == nil {
		var err error
		if c, err = p.start(ctx); err != nil {
			return nil, err
		}
	}
	work, cancel := context.WithTimeout(ctx, p.wall)
	defer cancel()
	said, err := c.ask(work, head, b)
	if err != nil {
		return nil, c.why(work, err, p)
	}
	if c.done++; c.done >= renewal {
		c.end(p)
		return said, nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.idle = append(p.idle, c)
	return said, nil
}

// take returns a child that has nothing to do, or nil.
func (p *Pool) take() *process {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.idle) == 0 {
		return nil
	}
	c := p.idle[len(p.idle)-1]
	p.idle = p.idle[:len(p.idle)-1]
	return c
}

// process is a child that runs.
type process struct {
	cmd    *exec.Cmd
	in     io.WriteCloser
	out    io.ReadCloser
	errors *tail
	done   int // pieces of work
}

// start starts a child and waits until it is ready.
func (p *Pool) start(ctx context.Context) (*process, error) {
	c := &process{cmd: command(p.executable), errors: &tail{}}
	c.cmd.Stderr = c.errors
	var err error
	if c.in, err = c.cmd.StdinPipe(); err == nil {
		if c.out, err = c.cmd.StdoutPipe(); err == nil {
			err = c.cmd.Start()
		}
	}
	if err != nil {
		return nil, fmt.Errorf("start a parse worker: %w", err)
	}
	if p.started != nil {
		p.started(c.cmd.Process.Pid)
	}
	ctx, cancel := context.WithTimeout(ctx, MaxWall)
	defer cancel()
	defer context.AfterFunc(ctx, c.kill)()
	if said, err := readFrame(c.out, 64); err != nil || string(said) != "ready" {
		c.kill()
		c.wait(p)
		return nil, fmt.Errorf("start a parse worker: it does not answer as one (%q); check that this system lets a program limit itself (setrlimit, seccomp), else reinstall it", c.errors)
	}
	return c, nil
}

// ask writes one piece of work and reads its answer. The child is killed when ctx
// ends.
func (c *process) ask(ctx context.Context, head, b []byte) ([]byte, error) {
	defer context.AfterFunc(ctx, c.kill)()
	if err := writeFrame(c.in, head); err != nil {
		return nil, err
	}
	if err := writeFrame(c.in, b); err != nil {
		return nil, err
	}
	return readFrame(c.out, maxOutput)
}

// why kills a child that gave no answer, and says why it did not.
func (c *process) why(ctx context.Context, err error, p *Pool) error {
	over := ctx.Err()
	if errors.Is(err, errFrame) {
		c.kill() // it goes on writing
	}
	c.in.Close() //nolint:errcheck // it ends, or has ended
	defer time.AfterFunc(time.Second, c.kill).Stop()
	state := c.wait(p)
	switch {
	case errors.Is(over, context.DeadlineExceeded):
		return ErrWall
	case over != nil:
		return over
	case state.ExitCode() == exitCPU || overCPU(state):
		return ErrCPU
	case state.ExitCode() == exitMemory, c.errors.ofMemory():
		return ErrMemory
	}
	return fmt.Errorf("%w (%v: %s)", ErrBroken, state, c.errors.line())
}

// end lets a child go that has nothing to do.
func (c *process) end(p *Pool) {
	c.in.Close() //nolint:errcheck // that is how it learns of it
	defer time.AfterFunc(time.Second, c.kill).Stop()
	c.wait(p)
}

func (c *process) wait(p *Pool) *os.ProcessState {
	c.cmd.Wait() //nolint:errcheck // how it ended is in its state
	if p.ended != nil {
		p.ended(c.cmd.ProcessState)
	}
	return c.cmd.ProcessState
}

func (c *process) kill() {
	c.cmd.Process.Kill() //nolint:errcheck // it may have ended by itself
}

// command is a child to be started: no environment but the one time zone that all
// machines have and that the runtime need not look for the limits of its container,
// no descriptor but its three pipes.
func command(executable string) *exec.Cmd {
	cmd := exec.Command(executable, Command)
	if executable == "" {
		cmd = exec.Command(self(), Command)
		cmd.Args[0] = os.Args[0]
	}
	cmd.Env = []string{"TZ=UTC", "GODEBUG=containermaxprocs=0"}
	cmd.SysProcAttr = apart()
	return cmd
}

// tail keeps the beginning of what a child complains of.
type tail struct {
	mu sync.Mutex
	b  bytes.Buffer
}

// Write takes all and keeps what there is room for.
func (t *tail) Write(b []byte) (int, error) {
	const room = 4 << 10
	t.mu.Lock()
	defer t.mu.Unlock()
	t.b.Write(b[:min(len(b), room-t.b.Len())])
	return len(b), nil
}

// String returns what was kept.
func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.b.String()
}

// line returns the first line that was kept.
func (t *tail) line() string {
	line, _, _ := strings.Cut(t.String(), "\n")
	return line
}

// ofMemory reports whether the runtime ended for want of memory. It says so in
// several ways: also for a stack of one more thread, and under the race detector.
func (t *tail) ofMemory() bool {
	for _, words := range []string{"out of memory", "cannot allocate memory", "stack overflow", "failed to create new OS thread", "pthread_create failed", "failed to allocate"} {
		if strings.Contains(t.String(), words) {
			return true
		}
	}
	return false
}
