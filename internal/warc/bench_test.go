package warc

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"rashomon"
)

// benchPages are captures of invented pages of some 40 kB, that gzip shortens to a
// sixth or so, as it does those of the web.
func benchPages(n int) []taken {
	random := rand.New(rand.NewPCG(5, 6))
	words := make([]string, 3000)
	for i := range words {
		b := make([]byte, 3+random.IntN(8))
		for k := range b {
			b[k] = byte('a' + random.IntN(26))
		}
		words[i] = string(b)
	}
	all := make([]taken, n)
	for i := range all {
		var b strings.Builder
		b.WriteString("<!doctype html><html><head><title>Ferry</title></head><body>")
		for b.Len() < 40<<10 {
			b.WriteString(`<div class="story-block paragraph"><p class="text text--body">`)
			for range 12 {
				b.WriteString(words[min(random.IntN(3000), random.IntN(3000))] + " ")
			}
			b.WriteString("</p></div>\n")
		}
		body := []byte(b.String())
		at := began.Add(time.Duration(i) * time.Second)
		all[i] = taken{rashomon.NewCapture(rashomon.Capture{Means: rashomon.Fetched, Requested: fmt.Sprintf("https://harbour.example/%d", i), Asked: at, Received: at,
			Status: 200, Header: "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", MediaType: "text/html", Body: rashomon.DigestOf(body), Length: int64(len(body))}), body, nil}
	}
	return all
}

// BenchmarkRead reads captures of a .warc.gz, digests checked. MB/s are of the file
// inflated; of_gzip_MB/s of the file as it is.
func BenchmarkRead(b *testing.B) {
	var file bytes.Buffer
	w, size := NewWriter(&file, About{"bench", "x.warc.gz", began}), int64(0)
	for _, k := range benchPages(200) {
		if _, _, err := w.Write(k.Capture, nil, k.Body, nil); err != nil {
			b.Fatal(err)
		}
		size += k.Capture.Length
	}
	b.SetBytes(size)
	b.ReportAllocs()
	for b.Loop() {
		in := NewEntries(bytes.NewReader(file.Bytes()), "x.warc.gz")
		for {
			if _, err := in.Next(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(file.Len())*float64(b.N)/1e6/b.Elapsed().Seconds(), "of_gzip_MB/s")
}

// BenchmarkWrite writes them.
func BenchmarkWrite(b *testing.B) {
	all := benchPages(200)
	for _, k := range all {
		b.SetBytes(k.Capture.Length * int64(len(all)))
	}
	b.ReportAllocs()
	for b.Loop() {
		w := NewWriter(io.Discard, About{"bench", "x.warc.gz", began})
		for _, k := range all {
			if _, _, err := w.Write(k.Capture, nil, k.Body, nil); err != nil {
				b.Fatal(err)
			}
		}
	}
}
