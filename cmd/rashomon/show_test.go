package main

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
)

// An export that fails half way leaves the one before it, and nothing beside it.
func TestFailedExportKeepsTheEarlierOne(t *testing.T) {
	dir := t.TempDir()
	c := exportCmd{Output: filepath.Join(dir, "x.csv")}
	fill := func(text string, failure error) func(io.Writer) error {
		return func(out io.Writer) error {
			_, err := io.WriteString(out, text)
			return errors.Join(err, failure)
		}
	}
	if err := c.replace(fill("whole", nil)); err != nil {
		t.Fatal(err)
	}
	full := errors.New("no space left")
	if err := c.replace(fill("ha", full)); !errors.Is(err, full) {
		t.Errorf("error %v, want %v", err, full)
	}
	b, err := os.ReadFile(c.Output)
	if err != nil || string(b) != "whole" {
		t.Errorf("the earlier export is now %q, %v", b, err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 1 {
		t.Errorf("the folder holds %v, %v", left, err)
	}
}
