package export

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"rashomon"
)

// sides prints the sides of a dispute in brief, a line or two each. Those that deny
// are one, for one denial is often told in several words.
func (c *citer) sides(p *printer, d rashomon.Dispute) {
	var denials []rashomon.Finding
	for _, side := range d.Sides {
		if side.Stance == rashomon.Denies {
			denials = append(denials, side)
		}
	}
	for _, side := range d.Sides {
		switch {
		case len(denials) < 2 || side.Stance != rashomon.Denies:
			c.side(p, side)
		case slices.Equal(side.Claims, denials[0].Claims):
			c.denied(p, denials)
		}
	}
}

// side prints one side: the value, the first voice with its words, and the others by
// name where the line holds them.
func (c *citer) side(p *printer, f rashomon.Finding) {
	runs := append(c.valued(f), plain("-"))
	list := c.sayings(f)
	n := min(c.quotes(f), len(list))
	for i, s := range list[:n] {
		if i > 0 {
			runs = parted(runs, ";")
		}
		runs = append(runs, c.words(s, f.Value, shown(f))...)
	}
	rest := slices.DeleteFunc(list[n:], func(s saying) bool {
		return c.voice(s.first) == c.voice(list[0].first) && number(s.first, f.Value) == ""
	})
	if len(rest) > 0 {
		also, short := "also "+c.others(rest, f), fmt.Sprintf("and %d more", len(rest))
		lines := func(also string) int { return (length(runs) + utf8.RuneCountInString(also)) / (p.width - 6) }
		if lines(also) > lines(short) {
			also = short
		}
		runs = append(parted(runs, ";"), plain(also))
	}
	const least = 30
	quote := slices.IndexFunc(runs, func(r styled) bool { return strings.HasPrefix(r.text, "“") })
	if over := length(runs) + 3 - p.width; over > 0 && quote >= 0 {
		runs[quote].text = "“" + around(list[0].first, max(least, len(runs[quote].text)-len("“”…")-over)) + "”"
	}
	p.line(4, 6, runs...)
}

// denied prints several denials as one line: by whom, and of what.
func (c *citer) denied(p *printer, denials []rashomon.Finding) {
	var voices []string
	of := map[string][]string{}
	for _, f := range denials {
		for _, s := range c.sayings(f) {
			v := c.voice(s.first)
			if of[v] == nil {
				voices = append(voices, v)
			}
			of[v] = append(of[v], "“"+clean(s.first.Quote)+"” "+c.place(s.first.Report, s.first.Span))
		}
	}
	runs := []styled{bold("denied"), plain("- according to")}
	for i, v := range voices {
		if i > 0 {
			runs = parted(runs, ";")
		}
		runs = append(runs, plain(v+": "+strings.Join(of[v], ", ")))
	}
	p.line(4, 6, runs...)
}

// around shortens the words of a claim to so many bytes, from whichever end does not
// have the words of its value.
func around(cl rashomon.Claim, long int) string {
	quote := clean(cl.Quote)
	if behind := cl.Span.End - cl.ValueSpan.End; cl.ValueSpan.Empty() || cl.ValueSpan.End-cl.Span.Start <= long || behind > long/2 || len(quote) <= long {
		return shortened(quote, long)
	}
	i := strings.IndexByte(quote[len(quote)-long:], ' ')
	if i < 0 {
		return quote
	}
	return "… " + quote[len(quote)-long+i+1:]
}

func length(runs []styled) int {
	n := 0
	for _, r := range runs {
		if r.text != "" {
			n += utf8.RuneCountInString(r.text) + 1
		}
	}
	return n
}

// plainly is a wording without its article and capitals.
func plainly(s string) string {
	s = strings.ToLower(clean(s))
	for _, article := range []string{"the ", "a ", "an "} {
		s = strings.TrimPrefix(s, article)
	}
	return s
}
