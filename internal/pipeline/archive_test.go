package pipeline

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rashomon"
	"rashomon/internal/warc"

	"github.com/google/go-cmp/cmp"
)

// archiveOf writes pages, one an hour; or with more, texts that somebody gave, so many
// bytes longer, which cost less to read.
func archiveOf(t *testing.T, n, more int) string {
	t.Helper()
	var file bytes.Buffer
	w := warc.NewWriter(&file, warc.About{Software: "test", Name: "x.warc.gz"})
	for i := range n {
		body := fmt.Appendf(nil, "<html lang=en><title>Ferry %d</title><body><p>A bomb on a ferry at Port Veldra killed %d people on Monday, the harbour police said.</p></body></html>", i, i+2)
		at := time.Date(2021, 3, 4, 5, 0, 0, 0, time.UTC).Add(time.Duration(i) * time.Hour)
		c := rashomon.Capture{Means: rashomon.Fetched, Requested: fmt.Sprintf("https://harbour.example/%d", i), Asked: at, Received: at, Status: 200,
			Header: "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", MediaType: "text/html"}
		if more > 0 {
			body = fmt.Appendf(nil, "Ferry %d\n%s", i, strings.Repeat("Boats. ", more/7))
			c.Means, c.Requested, c.Status, c.Header, c.MediaType = rashomon.Given, fmt.Sprintf("%d.txt", i), 0, "", "text/plain"
		}
		c.Body, c.Length = rashomon.DigestOf(body), int64(len(body))
		if _, _, err := w.Write(rashomon.NewCapture(c), nil, body, nil); err != nil {
			t.Fatal(err)
		}
	}
	name := filepath.Join(t.TempDir(), "x.warc.gz")
	if err := os.WriteFile(name, file.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// TestArchiveKeepsOrder reads pages by several workers: they come in the order of the
// archive, in groups that are bounded by number and by size.
func TestArchiveKeepsOrder(t *testing.T) {
	for _, tt := range []struct{ pages, more, workers, largest int }{{150, 0, 1, groupPages}, {150, 0, 4, groupPages}, {40, 3 << 20, 4, groupBytes>>20/3 + 1}} {
		var got, want []string
		err := Harvest{Workers: tt.workers}.Archive(t.Context(), archiveOf(t, tt.pages, tt.more), Passed{}, func(items []Item) error {
			if len(items) > tt.largest {
				t.Errorf("%d pages at a time", len(items))
			}
			for _, item := range items {
				got = append(got, item.Report.Title())
				if item.Err != nil || item.Capture.Means != rashomon.Archived || item.Capture.Body != rashomon.DigestOf(item.Body) {
					t.Errorf("%s: %v, %+v", item.Name, item.Err, item.Capture)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		for i := range tt.pages {
			want = append(want, fmt.Sprintf("Ferry %d", i))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	}
}

// TestArchiveStops ends with an error of who takes the reports, and when it is called
// off: nothing is handed on after that.
func TestArchiveStops(t *testing.T) {
	name := archiveOf(t, 200, 0)
	full := errors.New("disk full")
	groups := 0
	err := Harvest{}.Archive(t.Context(), name, Passed{}, func([]Item) error { groups++; return full })
	if !errors.Is(err, full) || groups != 1 {
		t.Errorf("%v after %d groups", err, groups)
	}
	ctx, cancel := context.WithCancel(t.Context())
	groups = 0
	err = Harvest{}.Archive(ctx, name, Passed{}, func([]Item) error { groups++; cancel(); return nil })
	if !errors.Is(err, context.Canceled) || groups != 1 {
		t.Errorf("%v after %d groups", err, groups)
	}
	ctx, cancel = context.WithCancel(t.Context())
	err = Harvest{Given: Given{Stdin: &endless{cancel: cancel}}}.Archive(ctx, "-", Passed{}, func([]Item) error { return nil })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("in a record without end: %v", err)
	}
}

// endless is a record that goes on until it is called off, and a little longer.
type endless struct {
	cancel context.CancelFunc
	reads  int
}

func (e *endless) Read(p []byte) (int, error) {
	e.reads++
	switch e.reads {
	case 1:
		return copy(p, "WARC/1.1\r\nWARC-Type: response\r\nContent-Length: 9000000000000\r\n\r\n"), nil
	case 100:
		e.cancel()
	case 1000:
		return 0, errors.New("it was not called off")
	}
	return len(p), nil
}

// TestArchiveGroupsAreBounded has captures without a report, each with a body.
func TestArchiveGroupsAreBounded(t *testing.T) {
	var file bytes.Buffer
	w := warc.NewWriter(&file, warc.About{Software: "test", Name: "x.warc.gz"})
	for i := range 6 {
		body := []byte(strings.Repeat(fmt.Sprintf("gone %d ", i), 12<<17))
		c := rashomon.Capture{Means: rashomon.Fetched, Requested: fmt.Sprintf("https://harbour.example/%d", i), Asked: time.Date(2021, 3, 4, 5, 0, i, 0, time.UTC),
			Received: time.Date(2021, 3, 4, 5, 0, i, 0, time.UTC), Status: 404, Header: "HTTP/1.1 404 Not Found\r\n\r\n", Problem: "it answered 404", Body: rashomon.DigestOf(body), Length: int64(len(body))}
		if _, _, err := w.Write(rashomon.NewCapture(c), nil, body, nil); err != nil {
			t.Fatal(err)
		}
	}
	most, n := 0, 0
	err := Harvest{Given: Given{Stdin: &file}}.Archive(t.Context(), "-", Passed{}, func(items []Item) error {
		most, n = max(most, len(items)), n+len(items)
		return nil
	})
	if err != nil || n != 6 || most > 5 {
		t.Errorf("%d captures of 11 MB, up to %d at a time, %v", n, most, err)
	}
}

// A server that answers a crawler with lines which claim the addresses of others has no
// report, whatever media type it says.
func TestArchiveOfClaims(t *testing.T) {
	body := []byte(`{"url":"https://harbour.example/story","source":"The Harbour Post","text":"Nobody was killed in Port Veldra on Monday, the police said."}`)
	for _, media := range []string{"", "application/pdf"} {
		head := "HTTP/1.1 200 OK\r\n"
		if media != "" {
			head += "Content-Type: " + media + "\r\n"
		}
		block := head + "\r\n" + string(body)
		file := fmt.Sprintf("WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Date: 2021-03-04T05:00:00Z\r\n"+
			"WARC-Target-URI: https://elsewhere.example/1\r\nContent-Type: application/http\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n", len(block), block)
		passed := Passed{}
		err := Harvest{Given: Given{Stdin: strings.NewReader(file)}}.Archive(t.Context(), "-", passed, func(items []Item) error {
			t.Errorf("%q: %+v", media, items)
			return nil
		})
		if err != nil || passed[string(whyText)] != 1 {
			t.Errorf("%q: passed by %v, %v", media, passed, err)
		}
	}
}
