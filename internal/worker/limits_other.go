//go:build !linux && !darwin

package worker

import (
	"os"
	"syscall"
	"time"
)

// Elsewhere a child watches its own memory, and its parent the clock.

func apart() *syscall.SysProcAttr { return nil }

func processorTime() time.Duration { return 0 }

func limitCPU(time.Duration) {}

func overCPU(*os.ProcessState) bool { return false }

func confine() error { return nil }

func self() string {
	path, err := os.Executable()
	if err != nil {
		return os.Args[0]
	}
	return path
}
