package storm

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
)

// Kind is what happened to a file or a name.
type Kind int

// The kinds of Op.
const (
	Create    Kind = iota // the file was made under its name
	Write                 // Data was written at Offset
	Resize                // the file was given the size Offset
	Sync                  // all of the file until here is on the disk
	Unsynced              // a sync failed: the system may take what was to be synced for written
	Delete                // the name went
	SyncNames             // all names until here are on the disk
	Mark                  // Name is a line of the test's own
)

// Op is one line of the log of a Disk.
type Op struct {
	Kind   Kind
	File   int    // number of the file, from 0 in the order seen
	Name   string // of Create and Delete: relative to the root; of Mark: the line
	Offset int64  // in bytes
	Data   []byte
}

// Began is the first Mark of every log: before it stand the files that were there.
const Began = "began"

const sector = 512

// Replay is the disk of a log, after any number of its lines.
type Replay struct {
	files map[int]*content
	names map[string][]int // the files that the name led to since names were synced; -1 for none
	now   map[string]int
}

// content is what one file holds, and what of it may be on the disk.
type content struct {
	synced  []byte
	now     []byte
	sizes   []int64            // since the last sync
	written map[int64]*history // by number of the sector: since the last sync
}

// history is what a sector was since it was last surely on the disk.
type history struct {
	states [][]byte
	stuck  bool // a sync failed since it was last written: a later one passes it over
}

// NewReplay returns the disk before anything happened.
func NewReplay() *Replay {
	return &Replay{files: map[int]*content{}, names: map[string][]int{}, now: map[string]int{}}
}

// Do goes one line further.
func (r *Replay) Do(op Op) {
	switch op.Kind {
	case Create:
		r.files[op.File] = &content{written: map[int64]*history{}}
		r.turn(op.Name, op.File)
	case Delete:
		r.turn(op.Name, -1)
	case SyncNames:
		r.names = map[string][]int{}
		for name, file := range r.now {
			r.names[name] = []int{file}
		}
	case Write:
		r.files[op.File].write(op.Offset, op.Data)
	case Resize:
		r.files[op.File].resize(op.Offset)
	case Sync:
		r.files[op.File].sync()
	case Unsynced:
		for _, h := range r.files[op.File].written {
			h.stuck = true
		}
	}
}

func (r *Replay) turn(name string, file int) {
	if len(r.names[name]) == 0 {
		r.names[name] = []int{-1}
	}
	r.names[name] = append(r.names[name], file)
	if r.now[name] = file; file < 0 {
		delete(r.now, name)
	}
}

func (c *content) write(offset int64, data []byte) {
	end := offset + int64(len(data))
	if end > int64(len(c.now)) {
		c.now = append(c.now, make([]byte, end-int64(len(c.now)))...)
		c.sizes = append(c.sizes, end)
	}
	copy(c.now[offset:], data)
	for n := offset / sector; n*sector < end; n++ {
		h := c.written[n]
		if h == nil {
			h = &history{}
			c.written[n] = h
		}
		h.stuck = false
		h.states = append(h.states, append([]byte(nil), c.now[n*sector:min((n+1)*sector, int64(len(c.now)))]...))
	}
}

func (c *content) resize(size int64) {
	if size > int64(len(c.now)) {
		c.now = append(c.now, make([]byte, size-int64(len(c.now)))...)
	}
	c.now = c.now[:size:size]
	c.sizes = append(c.sizes, size)
}

func (c *content) sync() {
	c.synced = append(c.synced, make([]byte, max(0, len(c.now)-len(c.synced)))...)[:len(c.now)]
	for n, h := range c.written {
		if h.stuck {
			continue
		}
		if n*sector < int64(len(c.now)) {
			copy(c.synced[n*sector:], c.now[n*sector:min((n+1)*sector, int64(len(c.now)))])
		}
		delete(c.written, n)
	}
	c.sizes = nil
}

// Weather is what becomes of what was not synced.
type Weather int

// The kinds of weather.
const (
	Lost     Weather = iota // nothing of it reached the disk
	Kept                    // all of it did, in the order written
	Torn                    // of each sector, any state that it had
	Rubbish                 // the same, and where a file grew there may be anything
	Weathers                // how many there are
)

// Image writes into the directory dir what the disk may hold if the power goes now.
func (r *Replay) Image(dir string, w Weather, rng *rand.Rand) error {
	for name, states := range r.names {
		file := states[len(states)-1]
		switch w {
		case Lost:
			file = states[0]
		case Torn, Rubbish:
			file = states[rng.IntN(len(states))]
		}
		if file < 0 {
			continue
		}
		if err := os.WriteFile(filepath.Join(dir, name), r.files[file].image(w, rng), 0o600); err != nil {
			return fmt.Errorf("write image: %w", err)
		}
	}
	return nil
}

func (c *content) image(w Weather, rng *rand.Rand) []byte {
	switch w {
	case Lost:
		return c.synced
	case Kept:
		return c.now
	}
	size := int64(len(c.synced))
	if n := rng.IntN(len(c.sizes) + 1); n > 0 {
		size = c.sizes[n-1]
	}
	b := make([]byte, size)
	copied := copy(b, c.synced)
	if w == Rubbish {
		for i := copied; i < len(b); i++ {
			b[i] = byte(rng.Uint32())
		}
	}
	// Either all of it is a matter of chance, or nearly all reached the disk.
	likely := rng.IntN(2) == 0
	for n, h := range c.written {
		pick := rng.IntN(len(h.states) + 1)
		if likely && rng.IntN(8) > 0 {
			pick = len(h.states)
		}
		if pick > 0 && n*sector < size {
			copy(b[n*sector:], h.states[pick-1])
		}
	}
	return b
}
