package export

import (
	"fmt"
	"strings"
)

// inBrief is how many origins of each sort are named where nothing is asked in full.
const inBrief = 6

// counted prints how many reports and origins there are, and names the origins: whose
// word was quoted, and who speaks for himself.
func (c *citer) counted(p *printer) {
	var quoted, self []string
	for _, o := range c.rec.Origins {
		name := clean(brief(o.Name))
		if strings.Contains(o.Why, "circular: ") {
			name += " (circular)"
		}
		if inOwnVoice(o) {
			self = append(self, name)
		} else {
			quoted = append(quoted, name)
		}
	}
	said := count(len(c.rec.Reports), "report") + ", " + count(len(c.rec.Origins), "origin") + "."
	if len(quoted) > 0 {
		said += " Quoted: " + c.names(quoted) + "."
	}
	if len(self) > 0 {
		said += " In " + its(len(self)) + " own words: " + c.names(self) + "."
	}
	p.line(0, 2, plain(said))
}

// names lists names, in brief the first few.
func (c *citer) names(list []string) string {
	if more := len(list) - inBrief; more > 1 && !c.full {
		return strings.Join(list[:inBrief], ", ") + fmt.Sprintf(" and %d more", more)
	}
	return strings.Join(list, ", ")
}

func its(n int) string {
	if n == 1 {
		return "its"
	}
	return "their"
}

// reasons prints, in full, what makes each origin one.
func (c *citer) reasons(p *printer) {
	if !c.full || len(c.rec.Origins) == 0 {
		return
	}
	p.heading("Origins")
	for _, o := range c.rec.Origins {
		p.line(2, 4, bold(clean(o.Name)+":"), plain(clean(o.Why)+"."))
	}
}
