package extract

import (
	"fmt"
	"sync"

	"rashomon"
	"rashomon/internal/tagger"
)

// Maker names this reader and its version. A change of what it reads changes the
// number, so that stored reports become due by themselves.
const Maker = "tagger-5"

// Reader reads reports: a trained model proposes claims and how they hang together,
// the grammar finds its own and computes every value. It may be shared by goroutines.
type Reader struct {
	model func() (*tagger.Model, error)
	rooms sync.Pool // of *tagger.Scratch
}

// NewReader returns a reader with the program's own weights, which are opened when
// the first report is read.
func NewReader() *Reader { return &Reader{model: sync.OnceValues(tagger.Own)} }

// Extract reads one report. It is safe for concurrent use, and returns a
// Reading without claims for a text that tells of no violence and for one in letters
// that the model does not know. An error means that the weights inside the program
// are damaged; no text gives one.
func (x *Reader) Extract(r rashomon.Report) (rashomon.Reading, error) {
	m, err := x.model()
	if err != nil {
		return rashomon.Reading{}, fmt.Errorf("extract report %s: %w", r.ID, err)
	}
	room, ok := x.rooms.Get().(*tagger.Scratch)
	if !ok {
		room = new(tagger.Scratch)
	}
	defer x.rooms.Put(room)
	seen, err := m.Read(room, r.Text)
	if err != nil {
		return rashomon.Reading{}, fmt.Errorf("extract report %s: %w", r.ID, err)
	}
	if seen.Beyond {
		return rashomon.Reading{Report: r.ID, Title: r.Title(), Outlet: r.Source.Name, Published: r.Published, Maker: Maker}, nil
	}
	return begin(r).weighed(seen), nil
}
