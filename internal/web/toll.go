package web

import (
	"strconv"

	"rashomon"
)

// rangeView is one toll with the claims that give its ends.
type rangeView struct {
	Question      string
	Text          string
	Ends          []endView
	Note          string // what must be known beside the number: of what it is a sum
	Grade, Define string
}

// endView is one end of a range, or its best number, with its claim. N and
// Label are empty when one claim gives the whole range.
type endView struct {
	N, Label string
	Cite     *cite
}

// sentence says in plain words what is known, from the record alone.
func sentence(rec *rashomon.Record) string {
	killed, dead := mainRange(rec, rashomon.Killed)
	injured, hurt := mainRange(rec, rashomon.Injured)
	s := "No report gives a number of dead or injured."
	switch {
	case dead && hurt && killed.Group == injured.Group:
		s = reported(killed) + " and " + rangeText(injured) + " injured."
	case dead && hurt:
		s = reported(killed) + ". " + upperFirst(reported(injured)) + "."
	case dead:
		s = reported(killed) + "."
	case hurt:
		s = reported(injured) + "."
	}
	s = upperFirst(s) + " " + count(len(rec.Origins), "origin")
	if len(rec.Origins) == 1 {
		s += " speaks in "
	} else {
		s += " speak in "
	}
	s += count(len(rec.Reports), "report") + "."
	if len(rec.Disputes) == 0 {
		return s + " Nothing is in dispute."
	}
	var open []string
	for _, d := range rec.Disputes {
		open = append(open, lowerFirst(d.Field.Question(d.Group)))
	}
	return s + " In dispute: " + list(open) + "."
}

// reported is a range as a clause: "9 to 18 people are reported killed".
func reported(rg rashomon.Range) string {
	if rg.High.N == 1 && rg.Low.N == 1 {
		return peopleText(rg) + " is reported " + rg.Field.Suffered()
	}
	return peopleText(rg) + " are reported " + rg.Field.Suffered()
}

// mainRange is the range that stands for a toll where there is room for one: of all
// people if there is one, and of attackers only if there is no other.
func mainRange(rec *rashomon.Record, f rashomon.Field) (rg rashomon.Range, ok bool) {
	for _, r := range rec.Ranges {
		switch {
		case r.Field != f:
		case r.Group == rashomon.People || r.Group == "":
			return r, true
		case !ok || rg.Group == rashomon.Attackers:
			rg, ok = r, true
		}
	}
	return rg, ok
}

func viewRange(rec *rashomon.Record, b *book, rg rashomon.Range) rangeView {
	v := rangeView{Question: rg.Field.Question(rg.Group), Text: rangeText(rg)}
	add := func(e rashomon.End, n, label string) {
		c := b.one(e.Claim)
		for i, end := range v.Ends {
			if end.Cite != nil && c != nil && *end.Cite == *c && end.N == n {
				v.Ends[i].Label += " and " + label
				return
			}
		}
		v.Ends = append(v.Ends, endView{N: n, Label: label, Cite: c})
	}
	low, high := strconv.Itoa(rg.Low.N), strconv.Itoa(rg.High.N)
	if rg.Low.Open {
		low = "at least " + low
	}
	if rg.High.Open {
		high += " or more"
	}
	if rg.Low.Claim == rg.High.Claim {
		v.Ends = []endView{{Cite: b.one(rg.Low.Claim)}}
	} else {
		add(rg.Low, low, "lowest")
		add(rg.High, high, "highest")
	}
	if rg.Best != nil && (len(v.Ends) > 1 || rg.Best.Claim != rg.Low.Claim) {
		add(*rg.Best, strconv.Itoa(rg.Best.N), "best under this policy")
	}
	g := gradeOf(rec, rg.Field, rg.Group)
	v.Grade, v.Define = string(g), g.Definition()
	for _, f := range rec.Findings {
		if f.Field == rg.Field && f.Group == rg.Group {
			v.Note = oneLine(f.Note)
		}
	}
	return v
}

// gradeOf is the grade of a question: of its finding, or contested when it is in
// dispute; empty when the record grades it nowhere.
func gradeOf(rec *rashomon.Record, f rashomon.Field, g rashomon.Group) rashomon.Grade {
	for _, d := range rec.Disputes {
		if d.Field == f && d.Group == g {
			return rashomon.Contested
		}
	}
	for _, fd := range rec.Findings {
		if fd.Field == f && fd.Group == g {
			return fd.Grade
		}
	}
	return ""
}
