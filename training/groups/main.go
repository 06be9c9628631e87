// Command groups makes internal/names/groups.tsv of the UCDP Actor Dataset
// (ucdp.uu.se/downloads, CC BY 4.0) and of the groups in wellknown.txt.
//
//	go run ./training/groups -actors ucdp-actor-221.csv
package main

import (
	"bytes"
	_ "embed"
	"encoding/csv"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"rashomon/internal/names"
)

//go:embed wellknown.txt
var wellKnown string

func main() {
	actors := flag.String("actors", "", "the UCDP Actor Dataset as CSV")
	out := flag.String("out", "internal/names/groups.tsv", "the file to write")
	flag.Parse()
	if err := run(*actors, *out); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(actors, out string) error {
	file, err := os.ReadFile(actors)
	if err != nil {
		return fmt.Errorf("read the UCDP Actor Dataset: %w; give its file with -actors", err)
	}
	ucdp, err := readActors(bytes.NewReader(file))
	if err != nil {
		return fmt.Errorf("read the UCDP Actor Dataset %s: %w", actors, err)
	}
	table := names.PackGroups(readWellKnown(wellKnown), ucdp)
	fmt.Printf("%d groups of UCDP, %d names, %d bytes\n", len(ucdp), strings.Count(table, "\n"), len(table))
	if err := os.WriteFile(out, []byte(table), 0o644); err != nil {
		return fmt.Errorf("write the groups: %w", err)
	}
	return nil
}

// readWellKnown reads lines "group: name, name [country country]".
func readWellKnown(text string) []names.ArmedGroup {
	var groups []names.ArmedGroup
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		var g names.ArmedGroup
		if before, after, ok := strings.Cut(line, " ["); ok {
			line, g.Countries = before, strings.Fields(strings.TrimSuffix(after, "]"))
		}
		first, others, _ := strings.Cut(line, ": ")
		g.Names = append([]string{first}, strings.Split(others, ", ")...)
		groups = append(groups, g)
	}
	return groups
}

// readActors reads the formally organised groups that are no government. A group has
// the name that UCDP gives it, its first name, and those it took later.
func readActors(r io.Reader) ([]names.ArmedGroup, error) {
	rows, err := csv.NewReader(r).ReadAll()
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	column := map[string]int{}
	for i, name := range rows[0] {
		column[strings.TrimPrefix(name, "\ufeff")] = i
	}
	for _, name := range []string{"Org", "NameData", "NameOrig", "NameOrigFull", "NameOrigFullEng", "NewName", "NewNameFullMotherTongue", "NewNameFullEng", "Location"} {
		if _, ok := column[name]; !ok {
			return nil, fmt.Errorf("no column %s", name)
		}
	}
	var groups []names.ArmedGroup
	for _, row := range rows[1:] {
		at := func(name string) string { return strings.TrimSpace(row[column[name]]) }
		if at("Org") != "1" {
			continue
		}
		g := names.ArmedGroup{Names: []string{at("NameData"), at("NameOrig"), at("NameOrigFull"), at("NameOrigFullEng")}, Countries: homes(at("Location"))}
		later := strings.Split(at("NewName"), ",")
		g.Names = append(g.Names, later...)
		for _, list := range []string{at("NewNameFullMotherTongue"), at("NewNameFullEng")} {
			if full := strings.Split(list, ","); len(full) == len(later) { // else a comma is part of a name
				g.Names = append(g.Names, full...)
			}
		}
		for i, n := range g.Names {
			n, _, _ = strings.Cut(n, " (")
			g.Names[i] = strings.TrimSpace(n)
		}
		g.Names = slices.DeleteFunc(g.Names, func(n string) bool { return n == "" || n == "n/a" })
		groups = append(groups, g)
	}
	return groups, nil
}

// homes are the codes of the countries that a group fought in, where they are few:
// one that fought in many is not at home in them.
func homes(location string) []string {
	places := strings.Split(location, ",")
	if len(places) > 3 {
		return nil
	}
	var codes []string
	for _, p := range places {
		p, _, _ = strings.Cut(p, " (")
		if code := names.Country(p); code != "" {
			codes = append(codes, code)
		}
	}
	return codes
}
