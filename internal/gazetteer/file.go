package gazetteer

import (
	"fmt"
	"math"
)

// The format of places.rsg, numbers little-endian. pack.go writes it.
//
//	head       "RSHPLAC1", then uint32 each: places, divisions, countries, entries, bytes of names
//	places     7 bytes each: latitude and longitude (uint16 of the whole range), division (uint16), level*64 + size
//	divisions  5 bytes each: the division around it (its own number: none), its place (3 bytes); countries come first
//	countries  2 letters each
//	blocks     7 bytes for every 16 entries: where they start in names (uint32), the number of their first place (3 bytes)
//	names      entries sorted by key, then by name: letters shared with the entry before, letters of its own, how many
//	           places have it as their name and how many besides (4 bits each; 15: a byte follows), the numbers (3 bytes)
//	           of those besides
//
// Places are numbered as the names they have come, the larger population first.
const (
	magic         = "RSHPLAC1"
	headSize      = len(magic) + 5*4
	placeSize     = 7
	divisionSize  = 5
	countrySize   = 2
	blockSize     = 7
	blockEntries  = 16
	sizesPerDigit = 6.5 // the steps of the population for each power of ten
)

// file is the places.rsg that it was opened on, by section.
type file struct {
	places, divisions, countries, blocks, names string
}

// open takes the file apart. It copies nothing.
func open(s string) (file, error) {
	if len(s) < headSize || s[:len(magic)] != magic {
		return file{}, fmt.Errorf("open gazetteer: not a places.rsg (make it again with training/places)")
	}
	at := headSize
	section := func(field, size int) string {
		n := u32(s, len(magic)+4*field) * size
		if n > len(s)-at {
			at = len(s) + 1
			return ""
		}
		at += n
		return s[at-n : at]
	}
	var f file
	f.places = section(0, placeSize)
	if at <= len(s) {
		f.divisions = section(1, divisionSize)
	}
	if at <= len(s) {
		f.countries = section(2, countrySize)
	}
	if blocks := (u32(s, len(magic)+4*3) + blockEntries - 1) / blockEntries * blockSize; at <= len(s) && blocks <= len(s)-at {
		f.blocks = s[at : at+blocks]
		at += blocks
	}
	if at <= len(s) {
		f.names = section(4, 1)
	}
	if at != len(s) {
		return file{}, fmt.Errorf("open gazetteer: %d bytes do not match their head (make the file again with training/places)", len(s))
	}
	return f, nil
}

func u16(s string, at int) int { return int(s[at]) | int(s[at+1])<<8 }
func u24(s string, at int) int { return u16(s, at) | int(s[at+2])<<16 }
func u32(s string, at int) int { return u24(s, at) | int(s[at+3])<<24 }

// spot is what the file holds of a place.
type spot struct {
	lat, lon float32
	division int
	level    Level
	size     uint8 // the population, in steps
}

func (f *file) spot(id int) spot {
	at := id * placeSize
	last := f.places[at+6]
	return spot{
		lat: float32(u16(f.places, at))/math.MaxUint16*180 - 90, lon: float32(u16(f.places, at+2))/math.MaxUint16*360 - 180,
		division: u16(f.places, at+4), level: Level(last >> 6), size: last & 63,
	}
}

// population is the middle of what the step stands for.
func population(size uint8) int {
	if size == 0 {
		return 0
	}
	return int(math.Pow(10, float64(size)/sizesPerDigit))
}

// sizeOf is the step of a population.
func sizeOf(population int) uint8 {
	if population <= 0 {
		return 0
	}
	return uint8(min(63, max(1, math.Round(math.Log10(float64(population))*sizesPerDigit))))
}

// chain returns a division and those around it, its country last.
func (f *file) chain(division int) []int {
	var out []int
	for {
		out = append(out, division)
		around := u16(f.divisions, division*divisionSize)
		if around == division || len(out) > 6 {
			return out
		}
		division = around
	}
}

// country returns the number of the country that a division lies in.
func (f *file) country(division int) int {
	for range 6 {
		around := u16(f.divisions, division*divisionSize)
		if around == division {
			break
		}
		division = around
	}
	return division
}

// province returns the widest division below the country, or the country itself.
func (f *file) province(division int) int {
	for range 6 {
		around := u16(f.divisions, division*divisionSize)
		if around == division || around*countrySize < len(f.countries) {
			break
		}
		division = around
	}
	return division
}

func (f *file) divisionPlace(division int) int { return u24(f.divisions, division*divisionSize+2) }

func (f *file) code(country int) string {
	if at := country * countrySize; at < len(f.countries) {
		return f.countries[at : at+countrySize]
	}
	return ""
}

// place writes out the place of a number.
func (f *file) place(id int) Place {
	s := f.spot(id)
	return Place{
		ID: id, Name: f.name(id), Level: s.level, Country: f.code(f.country(s.division)),
		Lat: float64(s.lat), Lon: float64(s.lon), Population: population(s.size), division: s.division,
	}
}

// entry is a name of the file.
type entry struct {
	name   [256]byte
	n      int
	first  int // the number of the first place that has it as its name
	own    int // how many have
	others string
}

// reader goes over the entries of the file from the start of a block.
type reader struct {
	f    *file
	at   int // in names
	read int // entries read so far, from the start of the block
	e    entry
}

// from starts at a block.
func (f *file) from(block int) reader {
	r := reader{f: f, at: u32(f.blocks, block*blockSize)}
	r.e.first = u24(f.blocks, block*blockSize+4)
	return r
}

// next reads an entry. It returns false at the end of the file.
func (r *reader) next() bool {
	names := r.f.names
	if r.at >= len(names) {
		return false
	}
	r.e.first += r.e.own
	shared, n := int(names[r.at]), int(names[r.at+1])
	if r.read%blockEntries == 0 {
		shared = 0
	}
	r.read++
	copy(r.e.name[shared:], names[r.at+2:r.at+2+n])
	r.e.n = shared + n
	r.at += 2 + n
	counts := names[r.at]
	r.at++
	own, others := int(counts&15), int(counts>>4)
	if own == 15 {
		own = int(names[r.at])
		r.at++
	}
	if others == 15 {
		others = int(names[r.at])
		r.at++
	}
	r.e.own, r.e.others = own, names[r.at:r.at+3*others]
	r.at += 3 * others
	return true
}

// bytes is the name of the entry; good until the next one is read.
func (e *entry) bytes() []byte { return e.name[:e.n] }

// name finds the name of a place.
func (f *file) name(id int) string {
	low, high := 0, len(f.blocks)/blockSize
	for low+1 < high {
		mid := (low + high) / 2
		if u24(f.blocks, mid*blockSize+4) <= id {
			low = mid
		} else {
			high = mid
		}
	}
	r := f.from(low)
	for r.next() {
		if id < r.e.first+r.e.own {
			return string(r.e.bytes())
		}
	}
	return ""
}

// candidate is a place that a name may mean.
type candidate struct {
	id int
	spot
	pop   float64 // log10 of the population
	exact bool    // the spelling is that of the name, but for accents and case
	own   bool    // it is the name the gazetteer gives the place, not another
}

// most is the most candidates that a name may have.
const most = 600

// candidates returns the places that bear a name in some spelling.
func (f *file) candidates(name string) []candidate {
	var foldBuf [2 * longest]byte
	var keyBuf [longest]byte
	if len(name) > longest {
		return nil
	}
	folded := string(appendFold(foldBuf[:0], []byte(name)))
	if folded == "" || len(folded) > longest {
		return nil
	}
	wanted := key(folded)
	var out []candidate
	r := f.from(f.search(wanted))
	for r.next() && len(out) < most {
		own := appendFold(foldBuf[:0], r.e.bytes())
		k := appendKey(keyBuf[:0], own)
		if string(k) > wanted {
			break
		}
		if string(k) < wanted {
			continue
		}
		exact := string(own) == folded
		if !exact && len(folded) < 4 {
			continue
		}
		out = f.collect(out, &r.e, exact)
	}
	return out
}

// collect appends the places of an entry, each place once.
func (f *file) collect(out []candidate, e *entry, exact bool) []candidate {
	add := func(id int, own bool) {
		for i := range out {
			if out[i].id == id {
				out[i].exact = out[i].exact || exact
				out[i].own = out[i].own || own
				return
			}
		}
		s := f.spot(id)
		out = append(out, candidate{id: id, spot: s, pop: float64(s.size) / sizesPerDigit, exact: exact, own: own})
	}
	for i := range min(e.own, most) {
		add(e.first+i, true)
	}
	for at := 0; at < len(e.others); at += 3 {
		add(u24(e.others, at), false)
	}
	return out
}

// search returns the last block whose first entry comes before the key, so that
// the first entry with the key is in it or begins the next.
func (f *file) search(wanted string) int {
	var foldBuf [2 * longest]byte
	var keyBuf [longest]byte
	low, high := 0, len(f.blocks)/blockSize
	for low+1 < high {
		mid := (low + high) / 2
		r := f.from(mid)
		r.next()
		k := appendKey(keyBuf[:0], appendFold(foldBuf[:0], r.e.bytes()))
		if string(k) < wanted {
			low = mid
		} else {
			high = mid
		}
	}
	return low
}
