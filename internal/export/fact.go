package export

import (
	"fmt"
	"slices"
	"strings"

	"rashomon"
)

// facts prints what counts nobody, a paragraph for each question; in brief as many
// values as a line holds, and more of those who did it and those who died. Values in
// dispute stand above.
func (c *citer) facts(p *printer) {
	headed := false
	for _, field := range rashomon.Fields() {
		runs := []styled{plain(field.Question("") + ":")}
		shown, more := 0, 0
		d, _ := c.dispute(field, "")
		for _, f := range c.rec.Findings {
			above := slices.ContainsFunc(d.Sides, func(s rashomon.Finding) bool { return slices.Equal(s.Claims, f.Claims) })
			if f.Field != field || field.Toll() || above {
				continue
			}
			next := c.fact(f, shown == 0)
			fits := length(runs)+length(next) < p.width-len("And 10 more.") || shown < least[field]
			if !c.full && shown > 0 && (more > 0 || !fits) {
				more++
				continue
			}
			if shown > 0 {
				runs = parted(runs, ".")
			}
			shown++
			runs = append(runs, next...)
		}
		if shown == 0 {
			continue
		}
		if more > 0 {
			runs = append(parted(runs, "."), plain(fmt.Sprintf("And %d more.", more)))
		}
		if !headed {
			headed = true
			p.heading("Who, what, where")
		}
		p.line(2, 4, runs...)
	}
}

// fact is one value of a question, with the words of its first voice where it is the
// first and they do not stand for themselves.
func (c *citer) fact(f rashomon.Finding, first bool) []styled {
	runs := []styled{bold(clean(f.Value)), plain(c.written(f)), plain(denial(f)), plain(note(f)), dim("[" + string(f.Grade) + "]")}
	if first && !own[f.Field] || c.full {
		return append(runs, c.paragraph(f)...)
	}
	return append(runs, plain(c.others(c.sayings(f)[:1], f)))
}

var (
	// own are the fields whose values stand for themselves: the report's own words, and names.
	own = map[rashomon.Field]bool{rashomon.Threat: true, rashomon.Response: true, rashomon.Motive: true, rashomon.Victim: true}
	// least is how many values a brief record has, whatever a line holds.
	least = map[rashomon.Field]int{rashomon.Perpetrator: 2, rashomon.Victim: 6}
)

// paragraph is the voices of a finding in one paragraph; in brief the first with its
// words, and how many others there are.
func (c *citer) paragraph(f rashomon.Finding) []styled {
	var runs []styled
	list := c.sayings(f)
	for i, s := range list {
		if i >= c.quotes(f) {
			return append(parted(runs, ";"), plain(fmt.Sprintf("and %d more", len(list)-i)))
		}
		runs = append(parted(runs, ";"), c.words(s, f.Value, shown(f))...)
	}
	return runs
}

// quotes is how many voices of a finding are quoted: a sum shows what it is made of.
func (c *citer) quotes(f rashomon.Finding) int {
	switch {
	case c.full:
		return len(f.Claims)
	case strings.Contains(f.Note, " and ") && f.Field.Toll():
		return 2
	}
	return 1
}
