// Command rarity makes internal/rarity/words.rsw: how many training reports hold each
// word, by the training halves of the corpora and no other.
//
//	go run ./training/rarity -shared ../shared
package main

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"

	"rashomon/internal/rarity"
)

// corpora are the files that words are counted in. A report of a corpus that has dev
// reports in the same file counts only where its split says train.
func corpora() []string {
	return []string{"gold/train.jsonl", "data/gva/train.jsonl.gz", "data/gvc/train_dev.jsonl.gz", "data/ecbplus/train.jsonl.gz",
		"data/muc4/train.jsonl.gz", "data/polnear/train.jsonl.gz"}
}

const fewest = 3 // reports that hold a word worth keeping

func main() {
	shared := flag.String("shared", "../shared", "the folder with data and gold")
	out := flag.String("out", "internal/rarity/words.rsw", "the file to write")
	flag.Parse()
	if err := run(*shared, *out); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// run weighs a corpus by the square root of its reports, so that thousands of reports
// on shootings do not make their words common everywhere.
func run(shared, out string) error {
	held, share := map[string]int{}, map[string]float64{}
	whole := 0.0
	for _, name := range corpora() {
		here, reports, err := count(filepath.Join(shared, name))
		if err != nil {
			return fmt.Errorf("count words of %s: %w", name, err)
		}
		weight := math.Sqrt(float64(reports))
		whole += weight
		for w, n := range here {
			held[w] += n
			share[w] += weight * float64(n) / float64(reports)
		}
		fmt.Printf("%s: %d reports, %d words\n", name, reports, len(here))
	}
	for w, n := range held {
		if share[w] /= whole; n < fewest {
			delete(share, w)
		}
	}
	b := rarity.Pack(share)
	fmt.Printf("%s: %d words, %d bytes\n", out, len(share), len(b))
	return os.WriteFile(out, b, 0o644)
}

// line is what any line of the corpora may hold.
type line struct {
	Title, Text string
	GVCSplit    string `json:"gvc_split"`
	Split       string
	Sentences   [][]string
}

// count returns in how many reports of a file each word stands.
func count(path string) (held map[string]int, reports int, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, 0, err
	}
	defer f.Close() //nolint:errcheck // only read
	var in io.Reader = f
	if strings.HasSuffix(path, ".gz") {
		if in, err = gzip.NewReader(f); err != nil {
			return nil, 0, err
		}
	}
	held = map[string]int{}
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 64<<20)
	texts := map[string]bool{}
	for lines.Scan() {
		var l line
		if err := json.Unmarshal(lines.Bytes(), &l); err != nil {
			return nil, 0, err
		}
		text := l.Title + "\n" + l.Text
		for _, s := range l.Sentences {
			text += " " + strings.Join(s, " ")
		}
		if texts[text] || l.GVCSplit != "" && l.GVCSplit != "train" {
			continue
		}
		texts[text] = true
		reports++
		seen := map[string]bool{}
		rarity.Fold(text, func(w string) { seen[w] = true })
		for w := range seen {
			held[w]++
		}
	}
	return held, reports, lines.Err()
}
