package web

import (
	"slices"
	"strconv"
	"strings"

	"rashomon"
)

// matrix is who says what: a row for each question, a column for each origin.
type matrix struct {
	Columns []column
	Rows    []matrixRow
}

// Wide reports whether the table is likely to need scrolling on a wide screen.
func (m matrix) Wide() bool { return len(m.Columns) > 6 }

// column is one origin. Note says what kind it is, and for names that several origins
// have, who published it.
type column struct {
	Name, Note string
}

// matrixRow is one question. Mark and Word say how the answers stand to each other,
// for readers who see no colour.
type matrixRow struct {
	Question string
	Class    string // "agree", "differ" or "single": for borders
	Mark     string
	Word     string
	Who      string // how many origins answer, or the one that does: the cell may be out of sight
	Cells    []matrixCell
	Silent   []string // origins that do not answer; narrow screens show this line instead of empty cells
}

// matrixCell is what one origin answers to one question; no answers is silence.
type matrixCell struct {
	Origin  string
	Answers []told
}

// newMatrix lays out rec.Matrix, those origins first that answer most. Origins that
// answer nothing keep their column: their silence is a fact too.
func newMatrix(rec *rashomon.Record, b *book) matrix {
	var m matrix
	order := byAnswers(rec)
	named := map[string]int{}
	for _, o := range rec.Origins {
		named[oneLine(o.Name)]++
	}
	for _, i := range order {
		c := column{Name: oneLine(rec.Origins[i].Name), Note: kindWord(rec.Origins[i].Kind)}
		if named[c.Name] > 1 {
			c.Note = joinKnown(c.Note, "in "+list(b.outlets(rec, i)))
		}
		if strings.Contains(rec.Origins[i].Why, "circular: ") {
			c.Note = joinKnown(c.Note, "circular")
		}
		m.Columns = append(m.Columns, c)
	}
	for _, row := range rec.Matrix {
		r := matrixRow{Question: row.Field.Question(row.Group)}
		r.Class, r.Mark, r.Word = standing(row)
		sides := sidesOf(rec, row)
		for at, i := range order {
			cell := matrixCell{Origin: m.Columns[at].Name, Answers: answers(b.cites(cellOf(row, i)), sides)}
			if len(cell.Answers) == 0 {
				r.Silent = append(r.Silent, cell.Origin)
			}
			r.Cells = append(r.Cells, cell)
		}
		r.Who = answering(r)
		m.Rows = append(m.Rows, r)
	}
	return m
}

// answering says who answers a row's question.
func answering(r matrixRow) string {
	n := len(r.Cells) - len(r.Silent)
	if n == 1 {
		for _, c := range r.Cells {
			if len(c.Answers) > 0 {
				return c.Origin
			}
		}
	}
	return strconv.Itoa(n) + " of " + count(len(r.Cells), "origin")
}

// outlets are the publishers of all that origin i answers, each once.
func (b *book) outlets(rec *rashomon.Record, i int) []string {
	var out []string
	for _, row := range rec.Matrix {
		for _, c := range b.cites(cellOf(row, i)) {
			if !slices.Contains(out, c.Outlet) {
				out = append(out, c.Outlet)
			}
		}
	}
	return out
}

// byAnswers returns the indexes of rec.Origins in the order of their columns: by the
// number of questions answered, falling, and of equals as the record has them.
func byAnswers(rec *rashomon.Record) []int {
	order, answered := make([]int, len(rec.Origins)), make([]int, len(rec.Origins))
	for i := range order {
		order[i] = i
		for _, row := range rec.Matrix {
			if len(cellOf(row, i)) > 0 {
				answered[i]++
			}
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return answered[b] - answered[a] })
	return order
}

// cellOf is what origin i answers to the question of row.
func cellOf(row rashomon.Row, i int) []rashomon.ClaimID {
	if i >= len(row.Cells) {
		return nil
	}
	return row.Cells[i]
}

// standing says in a class, a mark and words how the origins of a row stand.
func standing(row rashomon.Row) (class, mark, word string) {
	switch row.Agreement {
	case rashomon.Agree:
		return "agree", "=", "answers agree"
	case rashomon.Differ:
		return "differ", "A/B", "answers differ"
	case rashomon.Beside:
		return "single", "+", "answers side by side"
	}
	return "single", "1", "one origin answers"
}

// sidesOf gives the letters of the sides on which claims stand in the dispute of a row.
func sidesOf(rec *rashomon.Record, row rashomon.Row) map[rashomon.ClaimID]string {
	out := map[rashomon.ClaimID]string{}
	for _, d := range rec.Disputes {
		for i, side := range d.Sides {
			for _, id := range side.Claims {
				if d.Field == row.Field && d.Group == row.Group {
					out[id] += letter(i)
				}
			}
		}
	}
	return out
}

// answers puts citations of the same value, stance and side together.
func answers(cites []cite, sides map[rashomon.ClaimID]string) []told {
	for i := range cites {
		cites[i].Side = sides[cites[i].ID]
	}
	return together(cites, func(c cite) [4]string {
		return [4]string{strings.ToLower(c.Value), c.Said, c.Side, strconv.FormatBool(c.Superseded) + c.Ruled}
	})
}
