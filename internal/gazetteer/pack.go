package gazetteer

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"math"
	"slices"
)

// Row is a place on its way into the file. Around is the index of the row of the
// division that it lies in, -1 for a country. Code is the ISO code of a country.
type Row struct {
	Name       string
	Others     []string // its other names
	Lat, Lon   float64
	Population int
	Level      Level
	Code       string
	Around     int
}

// Pack writes the file of the rows. Names that fold to nothing are left out; a
// place whose own name does is an error, and so is a row around that is a town.
func Pack(rows []Row) ([]byte, error) {
	p := packer{rows: rows, division: make([]int, len(rows)), number: make([]int, len(rows))}
	if err := p.divide(); err != nil {
		return nil, err
	}
	p.enter()
	return p.write()
}

type packer struct {
	rows      []Row
	divisions []int // rows of countries, then of the other divisions
	countries int
	division  []int // of each row: its own number, or that of the division around
	number    []int // of each row: its place
	entries   []packed
}

type packed struct {
	key, name string
	own       []int // rows
	others    []int
}

// divide numbers the divisions, countries first.
func (p *packer) divide() error {
	for i, r := range p.rows {
		if fold(r.Name) == "" || len(r.Name) > longest {
			return fmt.Errorf("pack gazetteer: row %d: name %q cannot be looked up", i, clip(r.Name, longest))
		}
		if r.Level != Country && (r.Around < 0 || p.rows[r.Around].Level <= Town) {
			return fmt.Errorf("pack gazetteer: row %d (%s): lies in no division", i, r.Name)
		}
		if r.Level != Town {
			p.divisions = append(p.divisions, i)
		}
	}
	slices.SortStableFunc(p.divisions, func(a, b int) int { return cmp.Compare(p.rows[b].Level, p.rows[a].Level) })
	if len(p.divisions) > math.MaxUint16 {
		return fmt.Errorf("pack gazetteer: %d divisions, at most %d can be numbered", len(p.divisions), math.MaxUint16)
	}
	for n, i := range p.divisions {
		p.division[i] = n
		if p.rows[i].Level == Country {
			p.countries++
		}
	}
	for i, r := range p.rows {
		if r.Level == Town {
			p.division[i] = p.division[r.Around]
		}
	}
	return nil
}

// enter makes the entries in their order and numbers the places.
func (p *packer) enter() {
	index := map[string]int{}
	at := func(name string) *packed {
		n, ok := index[name]
		if !ok {
			n = len(p.entries)
			index[name] = n
			p.entries = append(p.entries, packed{key: key(fold(name)), name: name})
		}
		return &p.entries[n]
	}
	for i, r := range p.rows {
		at(r.Name).own = append(at(r.Name).own, i)
		for _, o := range r.Others {
			if fold(o) != "" && len(o) <= longest && o != r.Name {
				e := at(o)
				e.others = append(e.others, i)
			}
		}
	}
	slices.SortFunc(p.entries, func(a, b packed) int {
		return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.name, b.name))
	})
	larger := func(a, b int) int {
		return cmp.Or(cmp.Compare(p.rows[b].Population, p.rows[a].Population), cmp.Compare(a, b))
	}
	n := 0
	for i := range p.entries {
		e := &p.entries[i]
		slices.SortFunc(e.own, larger)
		slices.SortFunc(e.others, larger)
		e.others = slices.Compact(e.others)
		for _, row := range e.own {
			p.number[row] = n
			n++
		}
	}
}

func (p *packer) write() ([]byte, error) {
	names, blocks, err := p.names()
	if err != nil {
		return nil, err
	}
	out := []byte(magic)
	for _, n := range []int{len(p.rows), len(p.divisions), p.countries, len(p.entries), len(names)} {
		out = binary.LittleEndian.AppendUint32(out, uint32(n))
	}
	for _, e := range p.entries {
		for _, row := range e.own {
			r := p.rows[row]
			out = binary.LittleEndian.AppendUint16(out, uint16(math.Round((r.Lat+90)/180*math.MaxUint16)))
			out = binary.LittleEndian.AppendUint16(out, uint16(math.Round((r.Lon+180)/360*math.MaxUint16)))
			out = binary.LittleEndian.AppendUint16(out, uint16(p.division[row]))
			out = append(out, byte(r.Level)<<6|sizeOf(r.Population))
		}
	}
	for n, row := range p.divisions {
		around := n
		if p.rows[row].Around >= 0 {
			around = p.division[p.rows[row].Around]
		}
		out = binary.LittleEndian.AppendUint16(out, uint16(around))
		out = append24(out, p.number[row])
	}
	for _, row := range p.divisions[:p.countries] {
		if len(p.rows[row].Code) != countrySize {
			return nil, fmt.Errorf("pack gazetteer: country %s: code %q has not two letters", p.rows[row].Name, p.rows[row].Code)
		}
		out = append(out, p.rows[row].Code...)
	}
	return slices.Concat(out, blocks, names), nil
}

// names writes the entries and their blocks.
func (p *packer) names() (names, blocks []byte, err error) {
	place, last := 0, ""
	for i, e := range p.entries {
		if len(e.own) > math.MaxUint8 || len(e.others) > math.MaxUint8 {
			return nil, nil, fmt.Errorf("pack gazetteer: name %q: more than %d places bear it", e.name, math.MaxUint8)
		}
		if i%blockEntries == 0 {
			blocks = append24(binary.LittleEndian.AppendUint32(blocks, uint32(len(names))), place)
			last = ""
		}
		shared := 0
		for shared < min(len(last), len(e.name)) && last[shared] == e.name[shared] {
			shared++
		}
		names = append(names, byte(shared), byte(len(e.name)-shared))
		names = append(names, e.name[shared:]...)
		names = append(names, byte(min(15, len(e.own))|min(15, len(e.others))<<4))
		for _, list := range [][]int{e.own, e.others} {
			if len(list) >= 15 {
				names = append(names, byte(len(list)))
			}
		}
		for _, row := range e.others {
			names = append24(names, p.number[row])
		}
		place, last = place+len(e.own), e.name
	}
	return names, blocks, nil
}

func append24(b []byte, n int) []byte { return append(b, byte(n), byte(n>>8), byte(n>>16)) }

// Spelling is what tells two names apart in the file: their fold, or with loose
// their key. It is "" for a name that cannot be looked up.
func Spelling(name string, loose bool) string {
	if loose {
		return key(fold(name))
	}
	return fold(name)
}
