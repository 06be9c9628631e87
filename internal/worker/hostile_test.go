package worker

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"rashomon/internal/page"
)

// most is how large hostile input is: as large as the fetcher lets in, in the long
// version.
func most(limit int) int {
	if os.Getenv("RASHOMON_LONG") != "" {
		return limit
	}
	return limit / 16
}

// fill repeats words until there are about n bytes, numbered where they have a verb.
func fill(n int, words string) string {
	var b strings.Builder
	for i := 0; b.Len() < n; i++ {
		if strings.Contains(words, "%d") {
			fmt.Fprintf(&b, words, i)
		} else {
			b.WriteString(words)
		}
	}
	return b.String()
}

// hostilePages are made to break or exhaust a reader of HTML.
func hostilePages() map[string]string {
	n := most(page.MaxHTML) - 1<<10
	const before, after = `<!doctype html><html><head><title>A</title></head><body><article>`, `</article></body></html>`
	pages := map[string]string{
		"a million nested elements":     fill(n, "<div>"),
		"nested tables":                 fill(n, "<table><tr><td>"),
		"nested lists":                  fill(n, "<ul><li>"),
		"formatting out of order":       fill(n, "<a><b></a><p>"),
		"formatting left open":          fill(n, "<p><b>x"),
		"nested foreign elements":       fill(n, "<svg><math><mi>"),
		"nested templates":              fill(n, "<template><p>"),
		"200,000 attributes":            "<p " + fill(min(n, 200_000*12), "a%d=b ") + ">Nine were killed.</p>",
		"one attribute 200,000 times":   "<p " + fill(min(n, 200_000*4), "a=b ") + ">Nine were killed.</p>",
		"plain paragraphs":              fill(n, "<p>Nine people were killed in Lower Mirrin on Friday, the fire brigade said.</p>\n"),
		"links":                         fill(n, "<a href=/%d>Nine were killed</a> "),
		"line breaks":                   fill(n, "a<br>"),
		"entities":                      fill(n, "&amp;&#x26;&lt;&nbsp;"),
		"entities left open":            fill(n, "&am&#&#x&nots"),
		"one word":                      fill(n, "x"),
		"white space":                   "<p>a" + fill(n, " \n\t") + "b</p>",
		"a comment left open":           "<!--" + fill(n, "-- >"),
		"a script":                      "<script>" + fill(n, "<!--<script>") + "</script>",
		"dates":                         fill(n, "<p>12 March 2031, 03/04/31 8:00 <time>2031-13-45T99:99</time></p>"),
		"headings":                      fill(n, "<h1>Nine were killed</h1>"),
		"nested quotations":             fill(n, "<blockquote>said "),
		"divisions that look like news": fill(n, `<div class="article post-body content"><p>Nine were killed, he said, and more.</p></div>`),
	}
	for name, body := range pages {
		pages[name] = before + body + after
	}
	pages["data for machines"] = `<html><head><script type="application/ld+json">` + fill(n, "[") + `</script></head><body><p>Nine were killed.</p></body></html>`
	pages["data for machines, nested"] = `<html><head><script type="application/ld+json">` + fill(n, `{"@graph":[`) + `</script></head><body><p>Nine were killed.</p></body></html>`
	pages["names for machines"] = `<html><head>` + fill(n, `<meta property="article:author" content="A%d">`) + `</head><body><p>Nine were killed.</p></body></html>`
	pages["a long title"] = `<html><head><title>` + fill(n, "killed ") + `</title></head><body><p>Nine were killed.</p></body></html>`
	return pages
}

// hostileFeeds are the same for readers of XML and JSON.
func hostileFeeds() map[string]string {
	n := most(8<<20) - 1<<10
	const rss = `<?xml version="1.0"?><rss version="2.0"><channel><title>A</title>`
	laughs := `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY l0 "ha">`
	for i := range 30 {
		laughs += fmt.Sprintf(`<!ENTITY l%d "&l%d;&l%d;&l%d;&l%d;">`, i+1, i, i, i, i)
	}
	return map[string]string{
		"a million items":         rss + fill(n, "<item/>"),
		"items":                   rss + fill(n, "<item><title>A</title><link>https://mirrin.example/%d</link></item>") + "</channel></rss>",
		"nested elements":         rss + fill(n, "<a>"),
		"nested items":            rss + fill(n, "<item>"),
		"200,000 attributes":      rss + "<item " + fill(min(n, 200_000*14), `a%d="b" `) + "/></channel></rss>",
		"a billion laughs":        laughs + "]><rss><channel><title>&l30;</title></channel></rss>",
		"an external entity":      `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel><title>&x;</title></channel></rss>`,
		"a long title":            rss + "<item><title>" + fill(n, "killed ") + "</title></item></channel></rss>",
		"a comment left open":     rss + "<!--" + fill(n, "- -"),
		"text left open":          rss + "<item><description><![CDATA[" + fill(n, "]] >"),
		"HTML in HTML":            rss + "<item><title>" + fill(n, "&lt;b&gt;") + "</title><link>https://mirrin.example/</link></item></channel></rss>",
		"atom entries":            `<feed xmlns="http://www.w3.org/2005/Atom">` + fill(n, "<entry/>"),
		"a sitemap":               `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">` + fill(n, "<url><loc>https://mirrin.example/%d</loc></url>") + "</urlset>",
		"JSON items":              `{"version":"https://jsonfeed.org/version/1.1","title":"A","items":[` + fill(n, "{},") + `{}]}`,
		"nested JSON":             `{"version":"https://jsonfeed.org/version/1.1","items":` + fill(n, "["),
		"nested JSON of a member": `{"version":"https://jsonfeed.org/version/1.1","x":` + fill(n, `{"a":`),
	}
}

// Whatever a page or feed is made of, it is read or refused with a reason, within the
// limits, and the next is read. The long version prints what each took.
func TestHostile(t *testing.T) {
	if testing.Short() {
		t.Skip("long, and no test of what goroutines share")
	}
	type piece struct {
		name string
		do   func(context.Context, *Pool) error
	}
	var all []piece
	for name, text := range hostilePages() {
		all = append(all, piece{"page of " + name, func(ctx context.Context, p *Pool) error {
			_, _, err := p.Page(ctx, []byte(text), page.Hint{Name: "https://mirrin.example/a", URL: "https://mirrin.example/a", MediaType: "text/html; charset=utf-8"})
			return err
		}})
	}
	for name, text := range hostilePDFs() {
		all = append(all, piece{"PDF of " + name, func(ctx context.Context, p *Pool) error {
			_, _, err := p.Page(ctx, []byte(text), page.Hint{Name: "a.pdf", MediaType: page.PDF})
			return err
		}})
	}
	for name, text := range hostileFeeds() {
		all = append(all, piece{"feed of " + name, func(ctx context.Context, p *Pool) error {
			_, err := p.Feed(ctx, []byte(text), "https://mirrin.example/feed")
			return err
		}})
	}
	links := "<html><head>" + fill(most(8<<20), `<link rel="alternate" type="application/rss+xml" href="/%d">`)
	all = append(all, piece{"page of feeds", func(ctx context.Context, p *Pool) error {
		_, err := p.Discover(ctx, []byte(links), "https://mirrin.example/")
		return err
	}})
	for _, one := range all {
		t.Run(one.name, func(t *testing.T) {
			p := pool(t, 1)
			p.wall = 10 * time.Minute // the machine may have other things to do
			var used []*os.ProcessState
			p.ended = func(s *os.ProcessState) { used = append(used, s) }
			var memory peaks
			var watching sync.WaitGroup
			p.started = func(pid int) { watching.Go(func() { memory.watch(pid) }) }
			start := time.Now()
			err := one.do(t.Context(), p)
			took := time.Since(start)
			if over, ok := errors.AsType[*Error](err); ok && !errors.Is(over, ErrCPU) && !errors.Is(over, ErrMemory) {
				t.Errorf("%v", err)
			}
			if err != nil && len(err.Error()) > 1000 {
				t.Errorf("a message of %d bytes", len(err.Error()))
			}
			broken := len(used) > 0
			if reports, _, err := p.Page(t.Context(), []byte(story), page.Hint{Name: "story.html"}); err != nil || len(reports) != 1 {
				t.Errorf("the next page: %v", err)
			}
			p.Close()
			watching.Wait()
			rss := memory.mb
			cpu := used[0].UserTime() + used[0].SystemTime()
			if rss > (MaxMemory+shadow)>>20 || cpu > MaxCPU+2*time.Second {
				t.Errorf("the child took %v of processor time and %d MB", cpu, rss)
			}
			t.Logf("| %s | %.2f s | %d MB | %v | %v | %.200v |", one.name, cpu.Seconds(), rss, took.Round(time.Millisecond), broken, err)
		})
	}
}

// peaks watches the memory that a child has had at most, until it has ended. (What the
// system says of a child that has ended counts its parent's from before its start.)
type peaks struct {
	mu sync.Mutex
	mb int64
}

func (p *peaks) watch(pid int) {
	for {
		status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
		_, line, found := strings.Cut(string(status), "VmHWM:")
		if err != nil || !found {
			return
		}
		var kb int64
		fmt.Sscan(line, &kb)
		p.mu.Lock()
		p.mb = max(p.mb, kb>>10)
		p.mu.Unlock()
		time.Sleep(time.Millisecond)
	}
}

// FuzzFrame holds the reading of frames to its limit and to what was written.
func FuzzFrame(f *testing.F) {
	f.Add([]byte("\x00\x00\x00\x02hi"), 16)
	f.Add([]byte("\xff\xff\xff\xff"), 16)
	f.Add([]byte("\x00\x00\x00"), 0)
	f.Fuzz(func(t *testing.T, b []byte, limit int) {
		limit = min(max(limit, 0), 1<<20)
		got, err := readFrame(bytes.NewReader(b), limit)
		if err != nil {
			return
		}
		if len(got) > limit {
			t.Fatalf("%d bytes, %d at most", len(got), limit)
		}
		var again bytes.Buffer
		if err := writeFrame(&again, got); err != nil || !bytes.HasPrefix(b, again.Bytes()) {
			t.Fatalf("%q is read as %q", b, got)
		}
	})
}

// FuzzServe holds the child to answering or ending, whatever it is asked, and never to
// breaking.
func FuzzServe(f *testing.F) {
	frames := func(all ...string) []byte {
		var b bytes.Buffer
		for _, one := range all {
			writeFrame(&b, []byte(one))
		}
		return b.Bytes()
	}
	f.Add(frames(`{"do":"page","hint":{"Name":"a.html"}}`, story))
	f.Add(frames(`{"do":"feed","base":"https://mirrin.example/"}`, rss, `{"do":"discover"}`, "<link>"))
	f.Add(frames(`{"do":"test: busy"}`, ""))
	f.Add(frames(`{`, "", "x"))
	f.Fuzz(func(t *testing.T, in []byte) {
		var out bytes.Buffer
		_ = Serve(bytes.NewReader(in), &out) // an error ends the child, which is an answer too
		said := &out
		if ready, err := readFrame(said, 64); err != nil || string(ready) != "ready" {
			t.Fatalf("it begins with %q, %v", ready, err)
		}
		for {
			if _, err := readFrame(said, maxOutput); errors.Is(err, io.EOF) {
				return
			} else if err != nil {
				t.Fatal(err)
			}
		}
	})
}

// FuzzAnswer holds the parent to an answer or an error, whatever a child that was
// broken into says.
func FuzzAnswer(f *testing.F) {
	f.Add([]byte(`{"reports":[{"id":"r1","text":"a\nb"}],"problems":[{"line":1,"err":"x"}]}`))
	f.Add([]byte(`{"feed":{"items":[{"url":"https://mirrin.example/","published":"2031-01-01T00:00:00Z"}]},"links":[{"url":"x"}],"error":""}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		a, err := readAnswer(b, "a page")
		if err == nil && a.Error != "" {
			t.Fatal("an error was lost")
		}
	})
}
