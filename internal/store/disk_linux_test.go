package store

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
)

// TestFull on a real file system of half a megabyte. The test runs again in a
// process that has its mounts for itself, so that nothing is left behind.
func TestFullDisk(t *testing.T) {
	if dir := os.Getenv("RASHOMON_TEST_FULL_DISK"); dir != "" {
		if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=512k"); err != nil {
			t.Skipf("%s: %v", noMounts, err)
		}
		fullDisk(t, dir)
		return
	}
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestFullDisk$", "-test.v")
	cmd.Env = append(os.Environ(), "RASHOMON_TEST_FULL_DISK="+t.TempDir())
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER | syscall.CLONE_NEWNS,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}},
	}
	out, err := cmd.CombinedOutput()
	switch {
	case errors.Is(err, syscall.EPERM), errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EINVAL):
		t.Skipf("%s: %v", noMounts, err)
	case err != nil:
		t.Errorf("%v\n%s", err, out)
	case bytes.Contains(out, []byte(noMounts)):
		t.Skipf("%s", out)
	case !bytes.Contains(out, []byte("--- PASS: TestFullDisk")):
		t.Errorf("it did not run:\n%s", out)
	}
}

const noMounts = "NOT RUN: this machine gives a process no mounts of its own"

func fullDisk(t *testing.T, dir string) {
	ballast := filepath.Join(dir, "ballast")
	must(t, os.WriteFile(ballast, make([]byte, 100<<10), 0o600))
	s, err := Open(t.Context(), filepath.Join(dir, "store.db"))
	must(t, err)
	added, next, err := addUntilFull(t, s)
	refused(t, err, ErrFull, "add report "+string(next.ID), "free some space")
	checkAfterFull(t, s, added)
	_, _, err = s.AddReport(t.Context(), next, nil)
	refused(t, err, ErrFull)
	must(t, os.Remove(ballast))
	mustAdd(t, s, next, nil)
	checkAfterFull(t, s, append(added, next.ID))
	must(t, s.Close())

	again, err := Open(t.Context(), filepath.Join(dir, "store.db"))
	must(t, err)
	checkAfterFull(t, again, append(added, next.ID))
	must(t, again.Close())

	// No room even for an empty store.
	if err := os.WriteFile(ballast, make([]byte, 1<<20), 0o600); !errors.Is(err, syscall.ENOSPC) {
		t.Fatalf("the ballast does not fill the disk: %v", err)
	}
	_, err = Open(t.Context(), filepath.Join(dir, "new.db"))
	refused(t, err, ErrFull, "open store "+dir, "free some space")
	must(t, os.Remove(ballast))
	openStore(t, filepath.Join(dir, "new.db"))
}
