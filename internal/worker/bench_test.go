package worker

import (
	"cmp"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"rashomon/internal/page"
)

// A page of a news site as they are: an article of 60 paragraphs among 80 kB of what
// is none.
var (
	benchPage = strings.Replace(story, "</article>", fillParagraphs+"</article>"+furniture, 1)
	benchHint = page.Hint{Name: "story.html", URL: "https://mirrin.example/story", MediaType: "text/html; charset=utf-8"}
)

var (
	fillParagraphs = strings.Repeat("<p>The fire brigade said that the search went on in the houses by the harbour, where three families were still missed.</p>\n", 60)
	furniture      = strings.Repeat(`<div class="teaser"><a href="/other"><img src="/i.jpg" alt=""><span>Other news of the day</span></a></div>`+"\n", 750)
)

// spent reports the processor time of each operation, of this process and of the
// children that have ended: the clock also counts what else the machine does.
func spent(b *testing.B, start time.Duration) {
	b.ReportMetric((cpu()-start).Seconds()*1000/float64(b.N), "cpu-ms/op")
}

func cpu() (all time.Duration) {
	for _, who := range []int{syscall.RUSAGE_SELF, syscall.RUSAGE_CHILDREN} {
		var used syscall.Rusage
		_ = syscall.Getrusage(who, &used)
		all += time.Duration(used.Utime.Nano() + used.Stime.Nano())
	}
	return all
}

// BenchmarkInProcess is what a page costs without a child.
func BenchmarkInProcess(b *testing.B) {
	start := cpu()
	for b.Loop() {
		if _, _, err := page.Read([]byte(benchPage), benchHint); err != nil {
			b.Fatal(err)
		}
	}
	spent(b, start)
}

// BenchmarkChild is what a page costs with one, its start and renewal included.
func BenchmarkChild(b *testing.B) {
	start := cpu()
	p := New("", 1)
	for b.Loop() {
		if _, _, err := p.Page(b.Context(), []byte(benchPage), benchHint); err != nil {
			b.Fatal(err)
		}
	}
	p.Close()
	spent(b, start)
}

// BenchmarkStart is what starting a child and ending it costs: of the program that
// RASHOMON_BINARY names, or of this test.
func BenchmarkStart(b *testing.B) {
	begun := cpu()
	p := New(cmp.Or(os.Getenv("RASHOMON_BINARY"), os.Args[0]), 1)
	for b.Loop() {
		c, err := p.start(b.Context())
		if err != nil {
			b.Fatal(err)
		}
		c.end(p)
	}
	spent(b, begun)
}
