//go:build unix

package store

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"rashomon"
)

// A test binary of root's runs this test again as a user without rights.
func TestReadOnlyDirectory(t *testing.T) {
	if dir := os.Getenv("RASHOMON_TEST_READ_ONLY"); dir != "" {
		_, err := Open(t.Context(), filepath.Join(dir, "new.db"))
		refused(t, err, ErrAccess, "check that you may read and write it")
		_, err = Open(t.Context(), filepath.Join(dir, "old.db"))
		refused(t, err, ErrAccess)
		for _, name := range []string{"old.db", "writable.db", "sub/old.db"} {
			canRead(t, filepath.Join(dir, name))
		}
		_, err = OpenToRead(t.Context(), filepath.Join(dir, "open.db"))
		refused(t, err, ErrAccess, "copy it together with", "open.db-wal")
		return
	}
	dir := t.TempDir()
	fill(t, filepath.Join(dir, "old.db"))
	fill(t, filepath.Join(dir, "writable.db"))
	must(t, os.Mkdir(filepath.Join(dir, "sub"), 0o777))
	must(t, os.Chmod(filepath.Join(dir, "sub"), 0o777))
	fill(t, filepath.Join(dir, "sub", "old.db"))
	must(t, os.Chmod(filepath.Join(dir, "sub", "old.db"), 0o444))
	must(t, os.Chmod(filepath.Join(dir, "old.db"), 0o444))
	must(t, os.Chmod(filepath.Join(dir, "writable.db"), 0o666))
	fill(t, filepath.Join(dir, "open.db"))
	must(t, os.WriteFile(filepath.Join(dir, "open.db-wal"), make([]byte, 5000), 0o644))
	must(t, os.Chmod(filepath.Join(dir, "open.db"), 0o444))
	must(t, os.Chmod(dir, 0o555))
	defer func() { must(t, os.Chmod(dir, 0o755)) }()
	must(t, os.Chmod(filepath.Dir(dir), 0o755))
	self, err := os.ReadFile(os.Args[0])
	must(t, err)
	open := t.TempDir()
	must(t, os.Chmod(open, 0o755))
	copied := filepath.Join(open, "store.test")
	must(t, os.WriteFile(copied, self, 0o755))
	cmd := exec.CommandContext(t.Context(), copied, "-test.run=^TestReadOnlyDirectory$")
	cmd.Dir = open
	cmd.Env = append(os.Environ(), "RASHOMON_TEST_READ_ONLY="+dir)
	if os.Geteuid() == 0 {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
	}
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// canRead opens the store at path to read, and finds that it cannot be written.
func canRead(t *testing.T, path string) {
	t.Helper()
	s, err := OpenToRead(t.Context(), path)
	must(t, err)
	all, err := s.Reports(t.Context())
	must(t, err)
	if len(all) == 0 {
		t.Errorf("%s: no reports", path)
	}
	faults, err := s.Verify(t.Context())
	must(t, err)
	same(t, path+" faults", faults, []Fault(nil))
	_, _, err = s.AddReport(t.Context(), report("Radio Ostmark", "", "Blast", "9 killed", 9), nil)
	refused(t, err, ErrAccess, "check that you may read and write it")
	must(t, s.Close())
}

// A process that is killed loses nothing that it was told is kept, and leaves
// nothing half done. The killed one runs this test too, and says each id.
func TestKilled(t *testing.T) {
	if path := os.Getenv("RASHOMON_TEST_KILLED"); path != "" {
		s, err := Open(t.Context(), path)
		must(t, err)
		for i := range 100_000 {
			r := mustAdd(t, s, report(fmt.Sprint(os.Getpid()), "https://ostmark.example", "Blast", fmt.Sprintf("%d killed", i), i), []byte("page"))
			must(t, s.PutReading(t.Context(), read(t, r, i), "1"))
			fmt.Println("kept", r.ID)
		}
		return
	}
	path := filepath.Join(t.TempDir(), "store.db")
	kept := 0
	for round := range 8 {
		cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestKilled$")
		cmd.Env = append(os.Environ(), "RASHOMON_TEST_KILLED="+path)
		out, err := cmd.StdoutPipe()
		must(t, err)
		must(t, cmd.Start())
		var told []rashomon.ReportID
		lines := bufio.NewScanner(out)
		for lines.Scan() {
			if id, ok := strings.CutPrefix(lines.Text(), "kept "); ok {
				told = append(told, rashomon.ReportID(id))
			}
			if len(told) == 3+5*round {
				must(t, cmd.Process.Kill())
			}
		}
		if err := cmd.Wait(); err == nil {
			t.Fatal("it was not killed")
		}
		kept += len(told)
		s, err := Open(t.Context(), path)
		must(t, err)
		for _, id := range told {
			if _, err := s.Reading(t.Context(), id); err != nil {
				t.Errorf("round %d: %v", round, err)
			}
		}
		counts, err := s.Counts(t.Context())
		must(t, err)
		if more := counts.Readings - kept; more < 0 || more > round+1 {
			t.Errorf("round %d: %d readings were told, %d are kept", round, kept, counts.Readings)
		}
		faults, err := s.Verify(t.Context())
		must(t, err)
		same(t, "faults", faults, []Fault(nil))
		must(t, s.Close())
	}
}
