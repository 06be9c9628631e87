//go:build linux || darwin

package worker

import (
	"errors"
	"fmt"
	"os"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// apart keeps the terminal's Ctrl-C from a child: it is the parent's to end it.
func apart() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }

// warmUp has the runtime open what it opens once: its poller, without which no timer
// runs.
func warmUp() error {
	r, w, err := os.Pipe()
	if err != nil {
		return err
	}
	return errors.Join(r.Close(), w.Close())
}

// forbid sets the limits that hold for the whole life of a child: it writes no
// file, leaves no image of its memory behind, and opens nothing.
func forbid() error {
	for _, resource := range []int{unix.RLIMIT_CORE, unix.RLIMIT_FSIZE, unix.RLIMIT_NOFILE} {
		if err := unix.Setrlimit(resource, &unix.Rlimit{}); err != nil {
			return fmt.Errorf("set limit %d: %w", resource, err)
		}
	}
	return nil
}

// processorTime is what the process has used.
func processorTime() time.Duration {
	var used unix.Rusage
	if err := unix.Getrusage(unix.RUSAGE_SELF, &used); err != nil {
		return 0
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// limitCPU has the system end the process when it has used more, in whole seconds.
func limitCPU(most time.Duration) {
	var limit unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_CPU, &limit); err != nil {
		return // the process watches itself, and its parent the clock
	}
	limit.Cur = uint64(most/time.Second) + 1
	_ = unix.Setrlimit(unix.RLIMIT_CPU, &limit)
}

// overCPU reports whether the system ended a child for the time it took.
func overCPU(state *os.ProcessState) bool {
	status, ok := state.Sys().(syscall.WaitStatus)
	return ok && status.Signaled() && status.Signal() == syscall.SIGXCPU
}
