//go:build unix

package encoder

import (
	"fmt"
	"os"
	"syscall"
	"testing"
	"time"
)

// BenchmarkEncode gives tokens a second of processor time, that is on one core and
// whatever else the machine does, for each kernel of the machine
// and three lengths. RASHOMON_WEIGHTS names a weight file; without it the weights are
// random, of the shape of MiniLM-L6.
func BenchmarkEncode(b *testing.B) {
	raw := randomFile(miniLM, 1000)
	if path := os.Getenv("RASHOMON_WEIGHTS"); path != "" {
		var err error
		if raw, err = os.ReadFile(path); err != nil {
			b.Fatal(err)
		}
	}
	f, err := Open(raw)
	if err != nil {
		b.Fatal(err)
	}
	for _, k := range Kernels() {
		e := newEncoder(b, f, k)
		var s Scratch
		for _, n := range []int{32, 128, 512} {
			b.Run(fmt.Sprintf("%s/%d", k.Name(), n), func(b *testing.B) {
				ids := someIDs(n, 1000, 1)
				start := cpuTime(b)
				for b.Loop() {
					if _, err := e.Encode(&s, ids, []int{n}); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(n)*float64(b.N)/(cpuTime(b)-start).Seconds(), "tokens/s")
			})
		}
	}
}

// BenchmarkOpen is the part of a start that the weights cost: reading the file and
// packing its matrices.
func BenchmarkOpen(b *testing.B) {
	raw := randomFile(miniLM, 30522)
	for _, k := range Kernels() {
		b.Run(k.Name(), func(b *testing.B) {
			for b.Loop() {
				f, err := Open(raw)
				if err != nil {
					b.Fatal(err)
				}
				if _, err := New(f, k); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// cpuTime is the processor time that this process has used.
func cpuTime(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
