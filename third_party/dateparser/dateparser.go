// Package dateparser stands in for github.com/markusmobius/go-dateparser, by the
// names of it that go-htmldate v1.9.1 uses. The real one compiles the regular
// expressions of 200 languages whenever a program starts (90 ms, 78 MB).
//
// It reads nothing: go-htmldate's own patterns read dates in figures and month names
// of five languages before it asks here.
package dateparser

import (
	"errors"
	"time"
)

// ParserType names a way of reading dates.
type ParserType uint8

// The ways that go-htmldate asks for.
const (
	AbsoluteTime ParserType = iota
	CustomFormat
)

// PreferredDateSource says which day an incomplete date means.
type PreferredDateSource uint8

// Past means the last such day.
const Past PreferredDateSource = 1

// Configuration is how go-htmldate asks for dates.
type Configuration struct {
	PreferredDateSource PreferredDateSource
	StrictParsing       bool
}

// Parser reads dates in the given ways.
type Parser struct{ ParserTypes []ParserType }

// Date is a date that was read.
type Date struct{ Time time.Time }

var errNone = errors.New("no date is read here")

// Parse returns an error: no date.
func (p *Parser) Parse(*Configuration, string, ...string) (Date, error) { return Date{}, errNone }
