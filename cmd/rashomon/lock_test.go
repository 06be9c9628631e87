package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A second server on one store refuses, and says which process is the first.
func TestTwoServers(t *testing.T) {
	path := filepath.Join(t.TempDir(), "store.db")
	w := world{stdin: strings.NewReader("Shell hits pier\n\nA shell killed 2 people in Port Sella."), stdout: io.Discard, stderr: io.Discard,
		getenv: func(string) string { return "" }, now: time.Now}
	if code := run(t.Context(), []string{"add", "--store", path, "-"}, w); code != exitOK {
		t.Fatalf("add: status %d", code)
	}
	args := []string{"serve", "--store", path, "--listen", "127.0.0.1:0"}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	first := w
	read, write := io.Pipe()
	first.stderr = write
	ended := make(chan int)
	go func() { ended <- run(ctx, args, first) }()
	if _, err := read.Read(make([]byte, 200)); err != nil { // "pages at"
		t.Fatal(err)
	}
	go io.Copy(io.Discard, read)
	var errs bytes.Buffer
	second := w
	second.stderr = &errs
	if code := run(t.Context(), args, second); code != exitError || !strings.Contains(errs.String(), fmt.Sprintf("process %d does that already: stop it first", os.Getpid())) {
		t.Errorf("the second: status %d, %s", code, errs.String())
	}
	cancel()
	<-ended
	ctx, cancel = context.WithCancel(t.Context())
	cancel() // it need not serve, only begin
	if code := run(ctx, args, second); code == exitError {
		t.Errorf("after the first ended: %s", errs.String())
	}
}
