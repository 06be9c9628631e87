package main

import (
	"bytes"
	"fmt"
	"html"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
)

// program runs this test as the program, in a folder of its own, with an environment
// that allows nothing. Its status is not looked at.
func program(t *testing.T, dir string, args ...string) string {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command(self, args...)
	c.Dir = dir
	c.Env = []string{asProgram + "=1", "HOME=" + dir, "USER=ana"}
	out, _ := c.CombinedOutput() //nolint:errcheck // it fails: that is the point
	return string(out)
}

// No command that fetches reaches an address of the corpus. Those that must be looked
// up in the DNS are tried in internal/fetch, where there is one for tests.
func TestCommandsReachNothing(t *testing.T) {
	var heard atomic.Int64
	four, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, port, _ := net.SplitHostPort(four.Addr().String())
	listeners := []net.Listener{four}
	if six, err := net.Listen("tcp6", "[::1]:"+port); err == nil {
		listeners = append(listeners, six)
	}
	for _, l := range listeners {
		defer l.Close()
		go func() {
			for conn, err := l.Accept(); err == nil; conn, err = l.Accept() {
				heard.Add(1)
				conn.Close()
			}
		}()
	}
	corpus, err := os.ReadFile("../../internal/fetch/testdata/unreachable.txt")
	if err != nil {
		t.Fatal(err)
	}
	written := regexp.MustCompile(`(?m)^(?:https?:/*(?:[0-9][0-9.]*|\[[0-9a-fA-F:.]+\]|0[xX][0-9a-fA-FxX.]*|localhost)(?::PORT|:443|:80)?/|(?:file|gopher|ftp|data|ldap)[:/].*)$`)
	all := written.FindAllString(strings.ReplaceAll(string(corpus), "\r", ""), -1)
	if len(all) < 200 {
		t.Fatalf("%d addresses", len(all))
	}
	opml := `<opml version="2.0"><body>`
	for i, a := range all {
		all[i] = strings.ReplaceAll(a, "PORT", port)
		opml += fmt.Sprintf(`<outline type="rss" text="a" xmlUrl="%s"/>`, html.EscapeString(all[i]))
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "all.opml"), []byte(opml+"</body></opml>"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{append([]string{"read"}, all...), append([]string{"add"}, all...), {"source", "import-opml", "all.opml"}, {"watch", "--once", "--contact", "desk@mirrin.example"}, {"source", "list"}} {
		t.Logf("%s: %.300s", args[0], program(t, dir, args...))
	}
	for i := 0; i < len(all); i += max(1, len(all)/20) {
		if said := program(t, dir, "source", "add", all[i]); !strings.Contains(said, "fetched") {
			t.Errorf("source add %s: %s", all[i], said)
		}
	}
	if n := heard.Load(); n != 0 {
		t.Fatalf("the canaries heard %d connections", n)
	}
	said := program(t, dir, "read", "--allow-local", "http://127.0.0.1:"+port+"/", "http://[::1]:"+port+"/")
	if n := heard.Load(); int(n) != len(listeners) {
		t.Errorf("the canaries do not sing: %d, %s", n, bytes.TrimSpace([]byte(said)))
	}
}
