package pipeline_test

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"testing"

	"rashomon/internal/pipeline"
	"rashomon/internal/sample"
)

// BenchmarkExtract measures the filter `rashomon extract` in reports a second, on
// one and two workers, over the sample and, where it is there, the gold dev set.
func BenchmarkExtract(b *testing.B) {
	sets := map[string][]byte{"sample": sample.Lines()}
	if dev, err := os.ReadFile("../../../shared/gold/dev.jsonl"); err == nil {
		sets["dev"] = dev
	}
	for _, set := range []string{"sample", "dev"} {
		for _, workers := range []int{1, 2} {
			b.Run(fmt.Sprintf("%s/workers=%d", set, workers), func(b *testing.B) {
				lines, ok := sets[set]
				if !ok {
					b.Skip("SKIPPED: ../shared/gold is absent")
				}
				b.SetBytes(int64(len(lines)))
				reports := 0
				for b.Loop() {
					n, err := pipeline.ExtractLines(b.Context(), bytes.NewReader(lines), set, io.Discard, workers, func(err error) { b.Error(err) }, quiet)
					if err != nil {
						b.Fatal(err)
					}
					reports += n.Done
				}
				b.ReportMetric(float64(reports)/b.Elapsed().Seconds(), "reports/s")
			})
		}
	}
}
