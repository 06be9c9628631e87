package main

import (
	"errors"
	"path/filepath"
	"testing"

	"rashomon"
	"rashomon/internal/fetch"
	"rashomon/internal/watch"
	"rashomon/internal/worker"
)

// A child that cannot be started is this machine's fault, a page without words is its own.
func TestReaderBlames(t *testing.T) {
	real, absent := worker.New("", 1), worker.New(filepath.Join(t.TempDir(), "absent"), 1)
	defer real.Close()
	answer := fetch.Answer{Bytes: []byte("<html></html>"), Capture: rashomon.Capture{Requested: "https://harbour.example/1", MediaType: "text/html"}}
	for pool, machine := range map[*worker.Pool]bool{real: false, absent: true} {
		if _, err := (reader{pool}).Page(t.Context(), answer, ""); err == nil || errors.Is(err, watch.ErrNotNow) != machine {
			t.Errorf("%v, and it is the machine's fault: %v", err, machine)
		}
	}
}
