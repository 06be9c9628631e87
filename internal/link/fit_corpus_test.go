package link

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"rashomon"
	"rashomon/internal/extract"
)

// labelled is a report of a corpus with what its labels say of linking.
type labelled struct {
	report   rashomon.Report
	world    string             // reports of one world are linked with each other
	incident string             // of corpora that name one incident a report
	gold     []rashomon.Account // of corpora that label accounts: Key names the incident
	reading  rashomon.Reading
}

// corpus is a set of labelled reports with our readings.
type corpus struct {
	name    string
	reports []labelled
	violent bool // every report tells of violence: one that we read nothing in stands alone, and is not left out
}

// worlds returns the reports that are linked with each other, set by set.
func (c corpus) worlds() [][]labelled {
	at := map[string]int{}
	var all [][]labelled
	for _, l := range c.reports {
		n, ok := at[l.world]
		if !ok {
			n = len(all)
			at[l.world] = n
			all = append(all, nil)
		}
		all[n] = append(all[n], l)
	}
	return all
}

// whole is a corpus in two large worlds.
func (c corpus) whole() corpus {
	c.name, c.reports = c.name+"-whole", slices.Clone(c.reports)
	for i := range c.reports {
		c.reports[i].world = bucket(c.reports[i].incident, 2)
	}
	return c
}

// textless is a corpus of readings whose texts are not at hand.
func (c corpus) textless() corpus {
	c.name, c.reports = c.name+"-textless", slices.Clone(c.reports)
	for i := range c.reports {
		c.reports[i].report.Text = ""
	}
	return c
}

func toldOf(world []labelled) []Told {
	told := make([]Told, len(world))
	for i, l := range world {
		told[i] = Told{Reading: l.reading, Text: l.report.Text, Received: time.Unix(int64(i), 0)}
	}
	return told
}

// line is what any line of the corpora may hold.
type line struct {
	ID, Outlet, Published, DCT, Title, Subtopic, Incident string
	GVCSplit                                              string `json:"gvc_split"`
	Text                                                  *string
	Portion, Topic                                        json.Number
	Sentences                                             [][]string
}

func readCorpus(t *testing.T, name, path string, keep func(*line, *labelled) bool) corpus {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if strings.HasSuffix(path, ".gz") {
		z, err := gzip.NewReader(bytes.NewReader(b))
		if err != nil {
			t.Fatal(err)
		}
		if b, err = io.ReadAll(z); err != nil {
			t.Fatal(err)
		}
	}
	c := corpus{name: name, violent: !strings.HasPrefix(name, "ecbplus")}
	for row := range bytes.Lines(b) {
		var l line
		if err := json.Unmarshal(row, &l); err != nil {
			t.Fatal(err)
		}
		x := labelled{incident: l.Incident}
		if l.Incident == "" && l.Subtopic == "" {
			var gold rashomon.Reading
			if err := json.Unmarshal(row, &gold); err != nil {
				continue // a label of an incident that the line does not list
			}
			x.gold = gold.Accounts
		}
		if !keep(&l, &x) {
			continue
		}
		published := l.Published
		if l.DCT != "" {
			published = l.DCT
		}
		x.report = rashomon.NewReport(l.Title, l.text(), rashomon.Report{Source: rashomon.Source{Name: l.Outlet}, Published: published})
		x.report.ID = rashomon.ReportID(l.ID)
		c.reports = append(c.reports, x)
	}
	return c
}

// text is the body; of a corpus cut into words, the words as a newsroom sets them.
func (l *line) text() string {
	if l.Text != nil {
		return *l.Text
	}
	var b strings.Builder
	for _, s := range l.Sentences {
		b.WriteString(strings.Join(s, " ") + "\n")
	}
	return strings.NewReplacer(" ,", ",", " .", ".", " ;", ";", " :", ":", " ?", "?", " !", "!", " 's", "'s", " n't", "n't", "`` ", `"`, " ''", `"`, "( ", "(", " )", ")").Replace(b.String())
}

// read reads the reports, or takes the readings from a folder of earlier runs of the
// same reader.
func (c *corpus) read(t *testing.T, cache string) {
	t.Helper()
	known := map[rashomon.ReportID]rashomon.Reading{}
	path := filepath.Join(cache, c.name+".jsonl")
	if f, err := os.Open(path); cache != "" && err == nil {
		for lines := bufio.NewReader(f); ; {
			row, err := lines.ReadBytes('\n')
			if err != nil {
				break
			}
			var r rashomon.Reading
			if err := json.Unmarshal(row, &r); err != nil {
				t.Fatal(err)
			}
			known[r.Report] = r
		}
		f.Close()
	}
	reader := extract.NewReader()
	var next atomic.Int64
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(c.reports); i = int(next.Add(1)) - 1 {
				l := &c.reports[i]
				var ok bool
				if l.reading, ok = known[l.report.ID]; ok {
					continue
				}
				var err error
				if l.reading, err = reader.Extract(l.report); err != nil {
					t.Error(err)
				}
			}
		})
	}
	workers.Wait()
	if cache == "" || t.Failed() {
		return
	}
	if err := os.MkdirAll(cache, 0o755); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	for _, l := range c.reports {
		b, err := json.Marshal(l.reading)
		if err != nil {
			t.Fatal(err)
		}
		out.Write(append(b, '\n'))
	}
	if err := os.WriteFile(path, out.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

// readerDigest changes with everything that readings come from.
func readerDigest(t *testing.T) string {
	t.Helper()
	h := sha256.New()
	for _, dir := range []string{"encoder", "tagger", "text", "tally", "grammar", "voice", "deed", "extract"} {
		err := filepath.WalkDir(filepath.Join("..", dir), func(path string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if d.IsDir() && d.Name() == "testdata" {
				return fs.SkipDir
			}
			if d.IsDir() || strings.HasSuffix(path, "_test.go") {
				return nil
			}
			b, err := os.ReadFile(path)
			h.Write(b)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return hex.EncodeToString(h.Sum(nil))[:12]
}

// bucket spreads incidents evenly and always alike over n worlds.
func bucket(incident string, n int) string {
	sum := sha256.Sum256([]byte(incident))
	return fmt.Sprint((int(sum[0])<<8 | int(sum[1])) % n)
}

// trainSets are what weights are fitted to, in worlds of different sizes, at least two
// a corpus; devSets only check them. Of gva train, three incidents of seven are taken.
func trainSets(t *testing.T, shared string) []corpus {
	return []corpus{
		readCorpus(t, "gold-train", shared+"/gold/train.jsonl", func(l *line, x *labelled) bool {
			x.world = l.Portion.String()
			return true
		}),
		readCorpus(t, "gva-train", shared+"/data/gva/train.jsonl.gz", func(l *line, x *labelled) bool {
			x.world = bucket(l.Incident, 12)
			return bucket("taken "+l.Incident, 7) < "3"
		}),
		readCorpus(t, "gvc-train", shared+"/data/gvc/train_dev.jsonl.gz", func(l *line, x *labelled) bool {
			x.world = bucket(l.Incident, 2)
			return l.GVCSplit == "train"
		}),
		readCorpus(t, "ecbplus-train", shared+"/data/ecbplus/train.jsonl.gz", func(l *line, x *labelled) bool {
			x.world, x.incident = bucket(l.Topic.String(), 2), l.Subtopic
			return true
		}),
	}
}

func devSets(t *testing.T, shared string) []corpus {
	whole := func(_ *line, x *labelled) bool {
		x.world = "all"
		return true
	}
	return []corpus{
		readCorpus(t, "dev", shared+"/gold/dev.jsonl", whole),
		readCorpus(t, "dev_other", shared+"/gold/dev_other.jsonl", whole),
		readCorpus(t, "sample", "../../eval/sample.jsonl", whole),
		readCorpus(t, "seeds", shared+"/gold/seeds.jsonl", whole),
		readCorpus(t, "gva-dev", shared+"/data/gva/dev.jsonl.gz", whole),
		readCorpus(t, "gvc-dev", shared+"/data/gvc/train_dev.jsonl.gz", func(l *line, x *labelled) bool {
			x.world = "all"
			return l.GVCSplit == "dev"
		}),
		readCorpus(t, "ecbplus-dev", shared+"/data/ecbplus/dev.jsonl.gz", func(l *line, x *labelled) bool {
			x.world, x.incident = "all", l.Subtopic
			return true
		}),
	}
}
