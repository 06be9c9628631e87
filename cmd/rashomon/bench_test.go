package main

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// BenchmarkStart measures, for the built program, the time from its start to the
// first byte of its output: what a person waits. It reports the median.
func BenchmarkStart(b *testing.B) {
	program := filepath.Join(b.TempDir(), "rashomon")
	build := exec.Command("go", "build", "-ldflags", "-s -w", "-o", program, ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		b.Fatalf("build: %v\n%s", err, out)
	}
	info, err := os.Stat(program)
	if err != nil {
		b.Fatal(err)
	}
	story := filepath.Join(b.TempDir(), "story.txt")
	text := "Bomb kills 12 at market in Port Sella\n\nA bomb killed 12 people in Port Sella on Monday, police said.\n"
	if err := os.WriteFile(story, []byte(text), 0o600); err != nil {
		b.Fatal(err)
	}
	seeds, _ := filepath.Glob("../../../shared/seeds/*.txt")
	for _, c := range []struct {
		name string
		args []string
	}{
		{"version", []string{"version"}},
		{"read-one", []string{"read", story}},
		{"read-seeds", append([]string{"read"}, seeds...)},
	} {
		b.Run(c.name, func(b *testing.B) {
			if c.name == "read-seeds" && len(seeds) == 0 {
				b.Skip("SKIPPED: ../shared/seeds is absent")
			}
			var waits []time.Duration
			for b.Loop() {
				waits = append(waits, firstByte(b, program, c.args))
			}
			slices.Sort(waits)
			b.ReportMetric(float64(waits[len(waits)/2].Microseconds())/1000, "ms-to-output(median)")
			b.ReportMetric(float64(info.Size())/1e6, "MB-binary")
		})
	}
}

func firstByte(b *testing.B, program string, args []string) time.Duration {
	b.Helper()
	cmd := exec.Command(program, args...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	began := time.Now()
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	var one [1]byte
	if _, err := io.ReadFull(out, one[:]); err != nil {
		b.Fatalf("%v printed nothing: %v", args, err)
	}
	waited := time.Since(began)
	if _, err := io.Copy(io.Discard, out); err != nil {
		b.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		b.Fatalf("%v: %v", args, err)
	}
	return waited
}
