package web

import (
	"rashomon"
)

// matrix is who says what: a row for each question, a column for each origin.
type matrix struct {
	Columns []column
	Rows    []matrixRow
}

// column is one origin.
type column struct {
	Name string
	Kind string
	Why  string
}

// matrixRow is one question. Mark and Word say how the answers stand to each other,
// for readers who see no colour.
type matrixRow struct {
	Question string
	Class    string // "agree", "differ" or "single": for borders
	Mark     string
	Word     string
	Cells    []matrixCell
	Silent   []string // origins that do not answer; narrow screens show this line instead of empty cells
}

// matrixCell is what one origin answers to one question; no answers is silence.
type matrixCell struct {
	Origin  string
	Answers []answer
}

// answer is one value with the citations that give it, the first in full.
type answer struct {
	cite
	Also []cite
}

// newMatrix lays out rec.Matrix. Origins that answer nothing keep their column:
// their silence is a fact too.
func newMatrix(rec *rashomon.Record, b *book) matrix {
	var m matrix
	for _, o := range rec.Origins {
		m.Columns = append(m.Columns, column{Name: oneLine(o.Name), Kind: string(o.Kind), Why: o.Why})
	}
	for _, row := range rec.Matrix {
		r := matrixRow{Question: question(row.Field, row.Group)}
		r.Class, r.Mark, r.Word = standing(row)
		for i, ids := range row.Cells {
			if i >= len(m.Columns) {
				break
			}
			cell := matrixCell{Origin: m.Columns[i].Name, Answers: answers(b.cites(ids), row.Agreement)}
			if len(cell.Answers) == 0 {
				r.Silent = append(r.Silent, cell.Origin)
			}
			r.Cells = append(r.Cells, cell)
		}
		m.Rows = append(m.Rows, r)
	}
	return m
}

// standing says in a class, a mark and words how the origins of a row stand.
func standing(row rashomon.Row) (class, mark, word string) {
	switch row.Agreement {
	case rashomon.Agree:
		return "agree", "=", "answers agree"
	case rashomon.Differ:
		return "differ", "≠", "answers differ"
	}
	return "single", "1", "one origin answers"
}

// answers puts citations of the same value and stance together. Only a row that
// differs shows sides.
func answers(cites []cite, agreement rashomon.Agreement) []answer {
	type key struct {
		value, said, side string
		superseded        bool
	}
	var out []answer
	at := map[key]int{}
	for _, c := range cites {
		if agreement != rashomon.Differ {
			c.Side = ""
		}
		k := key{c.Value, c.Said, c.Side, c.Superseded}
		if i, ok := at[k]; ok {
			out[i].Also = append(out[i].Also, c)
			continue
		}
		at[k] = len(out)
		out = append(out, answer{cite: c})
	}
	return out
}
