package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rashomon/internal/backup"
)

// The checkpoint of a manifest must be of the log that is restored.
func TestRestoreHoldsTheCheckpoint(t *testing.T) {
	dir := t.TempDir()
	at := time.Date(2031, 3, 4, 12, 0, 0, 0, time.UTC)
	command := func(want int, args ...string) string {
		t.Helper()
		var out bytes.Buffer
		at = at.Add(time.Second)
		w := world{stdin: strings.NewReader("Shell hits pier\n\nA shell killed 2 people in Port Sella on Monday, police said."), stdout: &out, stderr: &out,
			getenv: func(string) string { return "" }, now: func() time.Time { return at }}
		if code := run(t.Context(), args, w); code != want {
			t.Fatalf("%v: status %d\n%s", args, code, out.String())
		}
		return out.String()
	}
	mine, other, backups, restored := filepath.Join(dir, "mine.db"), filepath.Join(dir, "other.db"), filepath.Join(dir, "backups"), filepath.Join(dir, "restored.db")
	command(exitOK, "add", "-", "--store", mine)
	command(exitOK, "add", "-", "--store", other)
	command(exitOK, "backup", backups, "--store", mine)
	manifest, err := backup.Find(backups)
	check(t, err)
	m, err := backup.Read(manifest)
	check(t, err)
	sound := m.Checkpoint
	for _, c := range []struct {
		checkpoint, says string
		want             int
	}{
		{command(exitOK, "checkpoint", "--store", other), "no signature of a known key is on it", exitIntegrity},
		{strings.Replace(sound, "\n5\n", "\n4\n", 1), "the checkpoint of its manifest", exitIntegrity},
		{sound, "nothing wrong", exitOK},
	} {
		m.Checkpoint = c.checkpoint
		text, err := json.Marshal(m)
		check(t, err)
		check(t, os.WriteFile(manifest, text, 0o600))
		if said := command(c.want, "restore", backups, "--store", restored); !strings.Contains(said, c.says) {
			t.Errorf("says %s, want %q", said, c.says)
		}
	}
}
