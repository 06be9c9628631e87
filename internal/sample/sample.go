// Package sample holds the reports that `rashomon demo` reads: short texts written
// for the project, about three invented incidents in Ostrevia, an invented
// country, by invented outlets. Each says so in its last line.
//
// They tell of an air strike on a market in Tarsk (14 against 9 dead, a toll that
// rises, one agency story in three papers, a denial, an anonymous official), and
// of two car bombs in Belmora a day apart (attackers counted apart, a claim of
// responsibility, a corrected toll at one address).
package sample

import _ "embed"

//go:embed sample.jsonl
var lines string

// Lines returns the reports as JSON lines, in the form "Report in" of
// ../shared/design/FORMATS.md. The caller may change the bytes.
func Lines() []byte { return []byte(lines) }
