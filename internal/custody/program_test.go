package custody

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// docs/check_proof.py, which shares nothing with this package, takes the same proofs, and
// refuses what was changed.
func TestIndependentProgram(t *testing.T) {
	if err := exec.Command("python3", "-c", "import cryptography").Run(); err != nil {
		t.Skip("NOT RUN: no python3 with the package cryptography")
	}
	const origin = "rashomon/test"
	secret, public, err := note.GenerateKey(rand.Reader, origin)
	must(t, err)
	signer, err := note.NewSigner(secret)
	must(t, err)
	run := func(text []byte) (string, error) {
		file := filepath.Join(t.TempDir(), "x.tlog-proof")
		must(t, os.WriteFile(file, text, 0o600))
		out, err := exec.Command("python3", "../../docs/check_proof.py", file, public).CombinedOutput()
		return string(out), err
	}
	for _, place := range [][2]int{{1, 0}, {2, 1}, {3, 2}, {7, 6}, {8, 3}, {37, 32}, {37, 36}} {
		h := rulings(t, place[0])
		_, row := ruling(place[1])
		path, err := tlog.ProveRecord(h.tree.Size, int64(place[1]), h)
		must(t, err)
		text, err := Proof{h.entries[place[1]], row.Format(), int64(place[1]), path, h.signed(t, signer)}.Format()
		must(t, err)
		want := fmt.Sprintf("the proof holds\nentry %d of the %d of %s: ruling u", place[1], place[0], origin)
		if out, err := run(text); err != nil || !strings.HasPrefix(out, want) || !strings.HasSuffix(out, string(row.Format())) {
			t.Errorf("entry %d of %d: %v\n%s", place[1], place[0], err, out)
		}
	}
	h := rulings(t, 6)
	path, err := tlog.ProveRecord(6, 2, h)
	must(t, err)
	text, err := Proof{h.entries[2], nil, 2, path, h.signed(t, signer)}.Format()
	must(t, err)
	for _, change := range [][2]string{{"index 2", "index 3"}, {"\n6\n", "\n7\n"}, {"extra c", "extra d"}} {
		if out, err := run(bytes.Replace(text, []byte(change[0]), []byte(change[1]), 1)); err == nil || !strings.Contains(out, "the proof does not hold") {
			t.Errorf("%q for %q: %v\n%s", change[1], change[0], err, out)
		}
	}
}
