package custody

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"rashomon"

	"golang.org/x/mod/sumdb/tlog"
)

// Kind is what an entry is about.
type Kind string

// The kinds. Store and Key have no row.
const (
	Store   Kind = "store"   // the log has this name from here on (C2SP: the origin of its checkpoints)
	Key     Kind = "key"     // whoever has the secret of this verifier key signs from here on
	Object  Kind = "object"  // bytes, by their digest
	Report  Kind = "report"  // a text that was read from bytes
	Capture Kind = "capture" // an occasion on which bytes were received, or could not be
	Ruling  Kind = "ruling"  // what a person decided
	Feed    Kind = "feed"    // a decision on what is watched
)

// Entry is one leaf of the log.
type Entry struct {
	Kind Kind
	ID   string          // of what was kept; the name of a Store, the verifier key of a Key
	Sum  rashomon.Digest // of its row; empty where there is none
	At   time.Time       // the time that the row gives, in UTC; zero where it gives none. Not when the entry was made: only a checkpoint that others saw tells that
}

const (
	entryForm = "rashomon-entry/1"
	none      = "-"
	timeForm  = "2006-01-02T15:04:05.000000000Z"
	// longestEntry in bytes is what the length of an entry in a bundle can say.
	longestEntry = 1<<16 - 1
)

var errEntry = errors.New("not an entry of a rashomon log")

// Line returns the bytes of the entry, as the package comment has them. An entry
// that could not be read back is an error.
func (e Entry) Line() ([]byte, error) {
	at := none
	if !e.At.IsZero() {
		at = e.At.UTC().Format(timeForm)
	}
	line := []byte(strings.Join([]string{entryForm, string(e.Kind), e.ID, cmp.Or(string(e.Sum), none), at}, " "))
	if _, err := ParseEntry(line); err != nil {
		return nil, fmt.Errorf("entry of %s %q: %w", e.Kind, e.ID, err)
	}
	return line, nil
}

// ParseEntry is the inverse of Line. The kind may be one of a later version.
func ParseEntry(line []byte) (Entry, error) {
	fields := strings.Split(string(line), " ")
	if len(line) > longestEntry || len(fields) != 5 || fields[0] != entryForm {
		return Entry{}, errEntry
	}
	for _, b := range line {
		if b < ' ' || b > '~' {
			return Entry{}, fmt.Errorf("%w: byte %#x in it", errEntry, b)
		}
	}
	if slices.Contains(fields, "") || fields[1] == none || fields[2] == none {
		return Entry{}, fmt.Errorf("%w: a field is missing", errEntry)
	}
	e := Entry{Kind: Kind(fields[1]), ID: fields[2]}
	if fields[3] != none {
		if !isDigest(fields[3]) {
			return Entry{}, fmt.Errorf("%w: %q is no digest", errEntry, fields[3])
		}
		e.Sum = rashomon.Digest(fields[3])
	}
	if fields[4] == none {
		return e, nil
	}
	var err error
	if e.At, err = time.Parse(timeForm, fields[4]); err != nil || e.At.IsZero() || e.At.Format(timeForm) != fields[4] {
		return Entry{}, fmt.Errorf("%w: %q is no time", errEntry, fields[4])
	}
	return e, nil
}

// isDigest says whether s is 64 small hexadecimal digits.
func isDigest(s string) bool {
	return len(s) == 64 && strings.Trim(s, "0123456789abcdef") == ""
}

// Leaf returns the hash of the entry's line (RFC 6962: SHA-256 of 0x00 and the line).
func (e Entry) Leaf() (tlog.Hash, error) {
	line, err := e.Line()
	if err != nil {
		return tlog.Hash{}, err
	}
	return tlog.RecordHash(line), nil
}

// Row is a kept row as an entry commits to it.
type Row struct {
	Table   string
	Columns []Column // none of them null, by name
}

// Column is one value of a row. Type is "int", "text" or "bytes"; an int is written
// in decimal digits.
type Column struct {
	Name, Type string
	Value      []byte
}

const rowForm = "rashomon-row/1 "

// Format writes the row, as the package comment has it, whatever the order of its
// columns.
func (r Row) Format() []byte {
	columns := slices.SortedFunc(slices.Values(r.Columns), func(a, b Column) int { return cmp.Compare(a.Name, b.Name) })
	var b bytes.Buffer
	b.WriteString(rowForm + r.Table + "\n")
	for _, c := range columns {
		fmt.Fprintf(&b, "%s %s %d\n", c.Name, c.Type, len(c.Value))
		b.Write(c.Value)
		b.WriteByte('\n')
	}
	return b.Bytes()
}

// Sum returns the digest that an entry has for the row.
func (r Row) Sum() rashomon.Digest { return rashomon.DigestOf(r.Format()) }

var errRow = errors.New("not a row of a rashomon store")

// ParseRow is the inverse of Format.
func ParseRow(b []byte) (Row, error) {
	head, rest, ok := bytes.Cut(b, []byte("\n"))
	table, form := bytes.CutPrefix(head, []byte(rowForm))
	if !ok || !form || !isName(string(table)) {
		return Row{}, errRow
	}
	r := Row{Table: string(table)}
	for len(rest) > 0 {
		head, after, ok := bytes.Cut(rest, []byte("\n"))
		fields := strings.Split(string(head), " ")
		if !ok || len(fields) != 3 || !isName(fields[0]) || !slices.Contains([]string{"int", "text", "bytes"}, fields[1]) {
			return Row{}, errRow
		}
		n, err := strconv.Atoi(fields[2])
		if err != nil || n < 0 || strconv.Itoa(n) != fields[2] || n >= len(after) || after[n] != '\n' {
			return Row{}, errRow
		}
		if last := len(r.Columns) - 1; last >= 0 && r.Columns[last].Name >= fields[0] {
			return Row{}, fmt.Errorf("%w: column %s is not in its place", errRow, fields[0])
		}
		r.Columns = append(r.Columns, Column{fields[0], fields[1], after[:n:n]})
		rest = after[n+1:]
	}
	return r, nil
}

func isName(s string) bool {
	return s != "" && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz_0123456789") == ""
}
