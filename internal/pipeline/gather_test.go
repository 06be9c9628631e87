package pipeline_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rashomon"
	"rashomon/internal/fetch"
	"rashomon/internal/pipeline"
	"rashomon/internal/worker"
)

// TestMain makes this test a parse worker too.
func TestMain(m *testing.M) {
	worker.Enter()
	os.Exit(m.Run())
}

const nine = "Shells killed nine people in Lower Mirrin on Friday, the fire brigade said."

// Whatever is fetched, and every page that is given, goes to a child; plain text and
// JSON lines that a person gave do not. A child that cannot be started shows which.
func TestGatherParsesInChildren(t *testing.T) {
	outlet := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", r.URL.Query().Get("type"))
		fmt.Fprintf(w, "<html><body><article><p>%s</p></article></body></html>", nine)
	}))
	defer outlet.Close()
	dir := t.TempDir()
	for name, body := range map[string]string{
		"a.txt": nine, "a.jsonl": `{"text":"` + nine + `"}`, "a.html": "<html><body><p>" + nine, "page.txt": "<!doctype html><p>" + nine,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	real, absent := worker.New("", 1), worker.New(filepath.Join(dir, "absent"), 1)
	defer real.Close()
	for name, inChild := range map[string]bool{
		filepath.Join(dir, "a.txt"): false, filepath.Join(dir, "a.jsonl"): false,
		filepath.Join(dir, "a.html"): true, filepath.Join(dir, "page.txt"): true,
		outlet.URL + "/?type=text/html": true, outlet.URL + "/?type=text/plain": true,
	} {
		for _, parsers := range []*worker.Pool{real, absent} {
			given := pipeline.Given{Parsers: parsers, Fetcher: fetch.New(fetch.Options{AllowLocal: true})}
			pipeline.Gather(t.Context(), []string{name}, given, func(item pipeline.Item) bool {
				fails := parsers == absent && inChild
				if (item.Err != nil) != fails || fails != strings.Contains(fmt.Sprint(item.Err), "start a parse worker") {
					t.Errorf("%s: %v, and it goes to a child: %v", name, item.Err, inChild)
				}
				if !fails && !strings.Contains(item.Report.Text, nine) {
					t.Errorf("%s: %+v", name, item.Report)
				}
				return true
			})
		}
	}
}

// What came is with every item, for custody: of an address that answered with no
// report too, and of none that was not asked.
func TestGatherRecords(t *testing.T) {
	outlet := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/gone":
			http.Error(w, "gone", http.StatusGone)
		case "/bad.jsonl":
			fmt.Fprintln(w, "no line")
		case "/lines.jsonl", "/story":
			fmt.Fprintf(w, "{\"text\":%q}\n{\"text\":\"Ten were.\"}\n", nine)
		}
	}))
	defer outlet.Close()
	file := filepath.Join(t.TempDir(), "a.txt")
	if err := os.WriteFile(file, []byte(nine), 0o600); err != nil {
		t.Fatal(err)
	}
	at := time.Date(2031, 3, 4, 12, 0, 0, 0, time.UTC)
	given := pipeline.Given{Fetcher: fetch.New(fetch.Options{AllowLocal: true}), Now: func() time.Time { return at }, Collector: "rashomon test", By: "Ana K."}
	gather := func(name string) (items []pipeline.Item) {
		pipeline.Gather(t.Context(), []string{name}, given, func(item pipeline.Item) bool {
			items = append(items, item)
			return true
		})
		return items
	}
	text := gather(file)[0]
	if c := text.Capture; text.Err != nil || c.Means != rashomon.Given || c.Requested != file || !c.Asked.Equal(at) || !c.Received.Equal(at) ||
		c.Body != rashomon.DigestOf([]byte(nine)) || c.Collector != "rashomon test" || c.By != "Ana K." || string(text.Body) != nine {
		t.Errorf("a file: %v, %+v", text.Err, text.Capture)
	}
	gone := gather(outlet.URL + "/gone")[0]
	if c := gone.Capture; gone.Err == nil || c.Status != 410 || c.Asked.IsZero() || c.Problem == "" || string(gone.Body) != "gone\n" {
		t.Errorf("a page that is gone: %v, %+v", gone.Err, gone.Capture)
	}
	empty := gather(outlet.URL + "/empty")[0]
	if c := empty.Capture; empty.Err == nil || c.Status != 200 || c.Problem == "" {
		t.Errorf("an empty page: %v, %+v", empty.Err, empty.Capture)
	}
	lines := gather(outlet.URL + "/lines.jsonl")
	if len(lines) != 2 || lines[0].Capture.Means != rashomon.Fetched || lines[0].Capture.Body != lines[0].Report.Bytes || lines[0].Capture.Body == lines[1].Capture.Body {
		t.Errorf("fetched lines: %+v", lines)
	}
	for _, name := range []string{"/empty.jsonl", "/bad.jsonl"} {
		item := gather(outlet.URL + name)[0]
		if c := item.Capture; item.Err == nil || c.Means != rashomon.Fetched || c.Problem == "" || item.Report.ID != "" || (c.Body == "") != (name == "/empty.jsonl") ||
			c.Body != "" && c.Body != rashomon.DigestOf(item.Body) {
			t.Errorf("%s: %v, %+v", name, item.Err, c)
		}
	}
	data := gather(outlet.URL + "/story")
	if c := data[0].Capture; len(data) != 1 || data[0].Report.ID != "" || !strings.Contains(c.Problem, "it is data, not a page") || c.Body == "" {
		t.Errorf("lines in place of a page: %+v", data)
	}
	for _, name := range []string{file + ".absent", "http://10.0.0.1:99999/", "ftp://a.example/"} {
		if item := gather(name)[0]; item.Err == nil || !item.Capture.Asked.IsZero() {
			t.Errorf("%s: %v, %+v", name, item.Err, item.Capture)
		}
	}
}
