package worker

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rashomon/internal/feed"
	"rashomon/internal/page"
)

// TestMain makes the test binary a parse worker too, one that can misbehave.
func TestMain(m *testing.M) {
	if len(os.Args) == 2 && os.Args[1] == Command {
		os.Exit(child{misbehave: misbehave}.main(os.Stdin, os.Stdout))
	}
	os.Exit(m.Run())
}

// misbehave tries what a parser that was broken into would try, and says how it went.
func misbehave(what string) string {
	what, with, _ := strings.Cut(what, " ")
	switch what {
	case "socket":
		_, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM, 0)
		return fmt.Sprint(err)
	case "connect":
		_, err := net.Dial("tcp", with)
		return fmt.Sprint(err)
	case "open":
		_, err := os.ReadFile(with)
		return fmt.Sprint(err)
	case "write":
		return fmt.Sprint(os.WriteFile(with, []byte("x"), 0o600))
	case "exec":
		return fmt.Sprint(exec.Command(with).Run())
	case "environment":
		return strings.Join(os.Environ(), " ")
	case "busy":
		for n := 1; n != 0; n += 2 { //nolint:staticcheck // that it never ends is the point
		}
	case "memory":
		var all [][]byte
		for {
			all = append(all, bytes.Repeat([]byte("x"), 1<<20)) //nolint:staticcheck // that it is kept is the point
		}
	case "stack":
		return fmt.Sprint(deeper(1))
	case "panic":
		panic("as it was told")
	case "sleep":
		time.Sleep(time.Hour)
	case "end":
		os.Exit(0)
	case "flood":
		os.Stdout.Write(bytes.Repeat([]byte{0xff}, 1<<20))
	case "goroutine":
		go func() { panic("where nobody recovers") }()
		time.Sleep(time.Hour)
	}
	return tryHere(what, with)
}

func deeper(n int) int { return deeper(n+1) + n } //nolint:staticcheck // that it never ends is the point

// try has a child of p misbehave.
func try(ctx context.Context, p *Pool, what string) error {
	_, err := p.do(ctx, job{Do: task(testOnly + what)}, nil, "a page")
	return err
}

// pool returns a Pool of children of this test.
func pool(t testing.TB, n int) *Pool {
	t.Helper()
	p := New("", n)
	t.Cleanup(func() { p.Close() })
	return p
}

const story = `<!doctype html><html lang="en"><head><title>Shells hit Lower Mirrin</title></head><body><article><h1>Shells hit Lower Mirrin</h1>
<p>Shells killed nine people in Lower Mirrin on Friday, the fire brigade said, and the town's hospital asked for blood.</p>
<p>Another 20 people were wounded, according to the hospital, which expected more of them in the course of the night.</p></article></body></html>`

const rss = `<?xml version="1.0"?><rss version="2.0"><channel><title>Mirrin</title><link>https://mirrin.example/</link>
<item><title>Shells</title><link>/shells</link><pubDate>Fri, 02 May 2031 08:00:00 GMT</pubDate></item></channel></rss>`

// What a child gives is what the parser gives.
func TestSame(t *testing.T) {
	p := pool(t, 1)
	for _, h := range []page.Hint{
		{Name: "https://mirrin.example/shells", URL: "https://mirrin.example/shells", MediaType: "text/html; charset=utf-8"},
		{Name: "story.html", Source: "The Mirrin Observer", Published: "2031-05-03"}, {Name: "bad.html", Published: "soon"},
	} {
		want, _, wantErr := page.Read([]byte(story), h)
		got, _, err := p.Page(t.Context(), []byte(story), h)
		if d := cmp.Diff(want, got); d != "" || fmt.Sprint(err) != fmt.Sprint(wantErr) {
			t.Errorf("%s: %v, want %v\n%s", h.Name, err, wantErr, d)
		}
	}
	lines := []byte("{\"text\":\"Nine were killed.\"}\nno\n{\"text\":\"Ten were.\"}\n")
	want, wantProblems, _ := page.Read(lines, page.Hint{Name: "a.jsonl"})
	got, problems, err := p.Page(t.Context(), lines, page.Hint{Name: "a.jsonl"})
	if d := cmp.Diff(want, got); err != nil || d != "" || len(problems) != 1 || problems[0].Line != 2 || problems[0].Err.Error() != wantProblems[0].Err.Error() {
		t.Errorf("JSON lines: %v, %v\n%s", err, problems, d)
	}
	wantFeed, _ := feed.Parse([]byte(rss), "https://mirrin.example/rss")
	gotFeed, err := p.Feed(t.Context(), []byte(rss), "https://mirrin.example/rss")
	if d := cmp.Diff(wantFeed, gotFeed); err != nil || d != "" || len(gotFeed.Items) != 1 {
		t.Errorf("feed: %v\n%s", err, d)
	}
	if _, err := p.Feed(t.Context(), []byte("no feed"), "https://mirrin.example/"); err == nil || strings.Contains(err.Error(), "broke") {
		t.Errorf("what is no feed: %v", err)
	}
	named := []byte(`<html><head><link rel="alternate" type="application/rss+xml" href="/rss" title="News"></head></html>`)
	wantLinks, _ := feed.Discover(named, "https://mirrin.example/")
	links, err := p.Discover(t.Context(), named, "https://mirrin.example/")
	if d := cmp.Diff(wantLinks, links); err != nil || d != "" || len(links) != 1 {
		t.Errorf("links: %v\n%s", err, d)
	}
}

// A child that was broken into finds nothing that it could use.
func TestChildHasNothing(t *testing.T) {
	if runtime.GOOS != "linux" || runtime.GOARCH != "amd64" && runtime.GOARCH != "arm64" {
		t.Skip("only Linux on amd64 and arm64 filters system calls")
	}
	heard := make(chan bool, 1)
	canary, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer canary.Close()
	go func() {
		if conn, err := canary.Accept(); err == nil {
			conn.Close()
			heard <- true
		}
	}()
	t.Setenv("RASHOMON_SECRET", "one")
	written := filepath.Join(t.TempDir(), "written")
	const denied = "operation not permitted"
	for what, want := range map[string]string{
		"socket":                            denied,
		"connect " + canary.Addr().String(): denied,
		"open /etc/passwd":                  denied,
		"write " + written:                  denied,
		"exec /bin/true":                    denied,
		"fork":                              denied,
		"ptrace":                            denied,
		"executable":                        denied,
		"kill parent":                       denied,
		"limit parent":                      denied,
		"memfd":                             denied,
		"uring":                             denied,
		"namespace":                         denied,
		"environment":                       "TZ=UTC GODEBUG=containermaxprocs=0",
		"no such thing":                     "nothing was tried",
	} {
		if err := try(t.Context(), pool(t, 1), what); err == nil || !strings.HasSuffix(err.Error(), want) {
			t.Errorf("%s: %v, want %s", what, err, want)
		}
	}
	if _, err := os.Stat(written); err == nil {
		t.Error("a file was written")
	}
	select {
	case <-heard:
		t.Error("the canary was reached")
	default:
	}
}

// A child has three descriptors, none of them its parent's files.
func TestChildInheritsNothing(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("it reads /proc")
	}
	open, err := os.Open(os.Args[0])
	if err != nil {
		t.Fatal(err)
	}
	defer open.Close()
	p := pool(t, 1)
	if err := try(t.Context(), p, "no such thing"); !strings.Contains(err.Error(), "nothing was tried") {
		t.Fatal(err)
	}
	c := p.idle[0]
	entries, err := os.ReadDir(fmt.Sprintf("/proc/%d/fd", c.cmd.Process.Pid))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		to, _ := os.Readlink(fmt.Sprintf("/proc/%d/fd/%s", c.cmd.Process.Pid, e.Name()))
		if !strings.HasPrefix(to, "pipe:") && !strings.HasPrefix(to, "anon_inode:") {
			t.Errorf("descriptor %s is %s", e.Name(), to)
		}
	}
	limits, err := os.ReadFile(fmt.Sprintf("/proc/%d/limits", c.cmd.Process.Pid))
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"Max data size": fmt.Sprint(MaxMemory + shadow), "Max open files": "0", "Max file size": "0", "Max core file size": "0"} {
		_, line, _ := strings.Cut(string(limits), name)
		if fields := strings.Fields(line); len(fields) < 2 || fields[0] != want || fields[1] != want {
			t.Errorf("%s: %.40s, want %s", name, line, want)
		}
	}
}

// What breaks a child, or takes too much, is the fault of one page: the next one has
// a fresh child, and others are served meanwhile.
func TestOver(t *testing.T) {
	var mu sync.Mutex
	var most int64 // kilobytes
	for what, want := range map[string]error{
		"memory": ErrMemory, "stack": ErrMemory, "busy": ErrCPU, "sleep": ErrWall,
		"end": ErrBroken, "flood": ErrBroken, "goroutine": ErrBroken, "panic": nil,
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			p := pool(t, 1)
			p.ended = func(s *os.ProcessState) {
				used := s.SysUsage().(*syscall.Rusage)
				cpu := s.UserTime() + s.SystemTime()
				t.Logf("a child used %v of processor time and %d MB", cpu, used.Maxrss>>10)
				if cpu > MaxCPU+1500*time.Millisecond {
					t.Errorf("it used %v", cpu)
				}
				mu.Lock()
				defer mu.Unlock()
				most = max(most, used.Maxrss)
			}
			p.wall = 5 * time.Minute // the machine may have other things to do
			if errors.Is(want, ErrWall) {
				p.wall = 300 * time.Millisecond
			}
			err := try(t.Context(), p, what)
			if want != nil && !errors.Is(err, want) || want == nil && (err == nil || !strings.Contains(err.Error(), "broke the reader")) {
				t.Errorf("%v, want %v", err, want)
			}
			p.wall = MaxWall
			if reports, _, err := p.Page(t.Context(), []byte(story), page.Hint{Name: "story.html"}); err != nil || len(reports) != 1 {
				t.Errorf("the next page: %v", err)
			}
		})
	}
	t.Cleanup(func() {
		if runtime.GOOS == "linux" && most > (MaxMemory+shadow)>>10 {
			t.Errorf("a child had %d MB", most>>10)
		}
	})
}

// A child is renewed after its pieces of work, and they are done side by side.
func TestPool(t *testing.T) {
	p := pool(t, 2)
	ended := make(chan bool, 100)
	p.ended = func(*os.ProcessState) { ended <- true }
	var all sync.WaitGroup
	for i := range 2*renewal + 10 {
		all.Go(func() {
			name := fmt.Sprintf("story-%d.html", i)
			reports, _, err := p.Page(t.Context(), []byte(story), page.Hint{Name: name, URL: "https://mirrin.example/" + name})
			if err != nil || len(reports) != 1 || reports[0].URL != "https://mirrin.example/"+name {
				t.Errorf("%s: %v, %v", name, err, reports)
			}
		})
	}
	all.Wait()
	if n := len(ended); n < 1 || n > 2 {
		t.Errorf("%d children were renewed", n)
	}
	p.Close()
	p.Close()
	if n := len(ended); n > 4 {
		t.Errorf("%d children ended", n)
	}
	if err := try(t.Context(), p, "panic"); !errors.Is(err, errClosed) {
		t.Errorf("after Close: %v", err)
	}
}

// While one page keeps its child, the others are read.
func TestOthersMeanwhile(t *testing.T) {
	p := pool(t, 2)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- try(ctx, p, "sleep") }()
	for range 20 {
		if _, _, err := p.Page(t.Context(), []byte(story), page.Hint{Name: "story.html"}); err != nil {
			t.Error(err)
		}
	}
	select {
	case err := <-ended:
		t.Errorf("it did not keep its child: %v", err)
	default:
	}
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestStops(t *testing.T) {
	p := pool(t, 1)
	ctx, cancel := context.WithCancelCause(t.Context())
	stop := errors.New("the user stopped it")
	time.AfterFunc(50*time.Millisecond, func() { cancel(stop) })
	if err := try(ctx, p, "sleep"); !errors.Is(err, stop) {
		t.Errorf("%v, want %v", err, stop)
	}
	if err := try(ctx, p, "panic"); !errors.Is(err, stop) {
		t.Errorf("%v, want %v", err, stop)
	}
	if err := try(t.Context(), New(filepath.Join(t.TempDir(), "absent"), 1), "panic"); err == nil || !strings.Contains(err.Error(), "start a parse worker") {
		t.Errorf("a program that is not there: %v", err)
	}
	if err := try(t.Context(), New("/bin/true", 1), "panic"); runtime.GOOS == "linux" && (err == nil || !strings.Contains(err.Error(), "does not answer")) {
		t.Errorf("a program that is no worker: %v", err)
	}
}

// What goes to a child is bounded.
func TestBounds(t *testing.T) {
	p := pool(t, 1)
	if _, _, err := p.Page(t.Context(), make([]byte, MaxInput+1), page.Hint{Name: "a"}); !errors.Is(err, ErrSize) {
		t.Errorf("too large: %v", err)
	}
	if _, _, err := p.Page(t.Context(), nil, page.Hint{Name: strings.Repeat("a", maxJob)}); err == nil || !strings.Contains(err.Error(), "too long") || len(err.Error()) > 300 {
		t.Errorf("too long a name: %v", err)
	}
	if _, _, err := p.Page(t.Context(), bytes.Repeat([]byte("A word. "), page.MaxText/8), page.Hint{Name: "a.txt"}); err != nil {
		t.Errorf("a long text: %v", err)
	}
}
