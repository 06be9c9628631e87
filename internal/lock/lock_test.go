package lock_test

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"rashomon/internal/lock"
)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestOneAtATime(t *testing.T) {
	store := filepath.Join(t.TempDir(), "store.db")
	first, err := lock.Take(store, "serve")
	must(t, err)
	_, err = lock.Take(store, "serve")
	if want := fmt.Sprintf("process %d", os.Getpid()); !errors.Is(err, lock.ErrHeld) || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), store) {
		t.Errorf("the second: %v, want %q", err, want)
	}
	other, err := lock.Take(store, "watch") // another kind of work
	must(t, err)
	must(t, other.Close())
	must(t, first.Close())
	again, err := lock.Take(store, "serve")
	must(t, err)
	must(t, again.Close())
}

// One store has one lock, whatever name leads to it.
func TestLink(t *testing.T) {
	dir := t.TempDir()
	store := filepath.Join(dir, "store.db")
	must(t, os.WriteFile(store, nil, 0o600))
	must(t, os.Symlink(store, filepath.Join(dir, "link.db")))
	first, err := lock.Take(store, "serve")
	must(t, err)
	defer first.Close()
	if _, err := lock.Take(filepath.Join(dir, "link.db"), "serve"); !errors.Is(err, lock.ErrHeld) {
		t.Errorf("by its link: %v", err)
	}
}

// A process that is killed leaves no lock behind, only its file.
func TestKilled(t *testing.T) {
	if store := os.Getenv("RASHOMON_TEST_LOCK"); store != "" {
		_, err := lock.Take(store, "watch")
		must(t, err)
		fmt.Println("locked")
		select {}
	}
	store := filepath.Join(t.TempDir(), "store.db")
	must(t, os.WriteFile(store, nil, 0o600))
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestKilled$")
	cmd.Env = append(os.Environ(), "RASHOMON_TEST_LOCK="+store)
	out, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	line, err := bufio.NewReader(out).ReadString('\n')
	must(t, err)
	if line != "locked\n" {
		t.Fatalf("it says %q", line)
	}
	_, err = lock.Take(store, "watch")
	if want := fmt.Sprintf("process %d ", cmd.Process.Pid); !errors.Is(err, lock.ErrHeld) || !strings.Contains(err.Error(), want) {
		t.Errorf("while it runs: %v, want %q", err, want)
	}
	if who, want := lock.Holder(store, "watch"), fmt.Sprintf("process %d", cmd.Process.Pid); who != want {
		t.Errorf("it is held by %q, want %q", who, want)
	}
	must(t, cmd.Process.Kill())
	_ = cmd.Wait() // it was killed
	if who := lock.Holder(store, "watch"); who != "" {
		t.Errorf("it is held by %q that was killed", who)
	}
	l, err := lock.Take(store, "watch")
	must(t, err)
	must(t, l.Close())
}

func TestReadOnly(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("root may write everywhere")
	}
	dir := t.TempDir()
	must(t, os.Chmod(dir, 0o500))
	if _, err := lock.Take(filepath.Join(dir, "store.db"), "serve"); !errors.Is(err, lock.ErrReadOnly) {
		t.Errorf("%v", err)
	}
}
