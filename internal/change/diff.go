// Package change says what became of the text of one address: what two texts say
// otherwise, in claims (diff.go), and what a capture shows of a page (fate.go,
// history.go). It is pure, and owns no tables.
package change

import (
	"slices"

	"rashomon"
	"rashomon/internal/wording"
)

// Pair is a claim of one text with that of the other which answers it; one of them is nil
// where there is none. Of is empty where both say the same in the same words, wherever
// these stand.
type Pair struct {
	Was, Now *rashomon.Claim
	Of       []rashomon.Aspect
	Still    bool // one is nil, and the other text gives the same value elsewhere
}

// Delta is what two texts say otherwise. Every claim of either is in one pair.
type Delta struct {
	Pairs    []Pair
	Title    bool            // the titles differ
	Day      bool            // the times of publication do
	Cut, New []rashomon.Span // sentences that only the one has, and only the other
	Unread   bool            // one of the texts is not read: Pairs is empty

	was, now rashomon.Version
	lines    lines
}

// Diff compares two texts of one address. Claims are compared where both are read;
// titles and sentences always. Swapping the sides swaps the sides of what is found.
func Diff(was, now rashomon.Version) Delta {
	d := Delta{was: was, now: now, lines: align(was.Report.Text, now.Report.Text),
		Title:  folded(was.Report.Title()) != folded(now.Report.Title()),
		Day:    was.Report.Published != now.Report.Published,
		Unread: was.Reading.Report == "" || now.Reading.Report == ""}
	d.Cut, d.New = d.lines.only()
	if !d.Unread {
		d.Pairs = pair(was.Reading.Claims(), now.Reading.Claims(), d.lines)
	}
	return d
}

// Into adds to c what the texts say otherwise.
func (d Delta) Into(c *rashomon.Change) {
	c.Unread, c.Cut, c.New = d.Unread, d.Cut, d.New
	c.Before, c.After = d.was.Report.ID, d.now.Report.ID
	for _, p := range d.Pairs {
		if len(p.Of) == 0 {
			c.Same++
			continue
		}
		c.Differences = append(c.Differences, d.difference(p))
	}
	c.Differences = append(c.Differences, d.scene(c.Differences)...)
	byQuestion(c.Differences)
	if d.Title {
		c.Differences = append(c.Differences, rashomon.Difference{Of: []rashomon.Aspect{rashomon.OtherTitle},
			Was: title(d.was.Report), Now: title(d.now.Report)})
	}
	if d.Day {
		c.Differences = append(c.Differences, rashomon.Difference{Of: []rashomon.Aspect{rashomon.OtherDay},
			Was: &rashomon.Said{Value: d.was.Report.Published}, Now: &rashomon.Said{Value: d.now.Report.Published}})
	}
	if x, y := d.was.Report.Language, d.now.Report.Language; x != y {
		c.Differences = append(c.Differences, rashomon.Difference{Of: []rashomon.Aspect{rashomon.OtherTongue},
			Was: &rashomon.Said{Value: x}, Now: &rashomon.Said{Value: y}})
	}
}

// scene says where the news of the two texts is set otherwise, where no claim says so.
func (d Delta) scene(told []rashomon.Difference) []rashomon.Difference {
	was, one := news(d.was.Reading)
	now, other := news(d.now.Reading)
	if !one || !other || d.Unread {
		return nil
	}
	var out []rashomon.Difference
	add := func(f rashomon.Field, x, y string) {
		claimed := func(e rashomon.Difference) bool { return e.Field == f && e.Is(rashomon.OtherValue) }
		if x != y && x != "" && y != "" && !slices.ContainsFunc(told, claimed) {
			out = append(out, rashomon.Difference{Of: []rashomon.Aspect{rashomon.OtherValue}, Field: f, Was: &rashomon.Said{Value: x}, Now: &rashomon.Said{Value: y}})
		}
	}
	if otherPlace(was.Where.Name, now.Where.Name) {
		add(rashomon.PlaceField, was.Where.String(), now.Where.String())
	}
	if was.When.From != now.When.From || was.When.To != now.When.To {
		add(rashomon.DateField, was.When.From.String(), now.When.From.String())
	}
	return out
}

// otherPlace reports whether each of two places has a word that names and that the other
// has not: "Dorla market" and "Ostry market".
func otherPlace(a, b string) bool {
	x, y := wording.PlaceWords(a), wording.PlaceWords(b)
	return !wording.Subset(x, y) && !wording.Subset(y, x)
}

// news is the one account that a report gives as its news; ok is false when there are
// more, or none.
func news(r rashomon.Reading) (a rashomon.Account, ok bool) {
	n := 0
	for _, x := range r.Accounts {
		if x.Main {
			a, n = x, n+1
		}
	}
	return a, n == 1
}

func title(r rashomon.Report) *rashomon.Said {
	t := r.Title()
	s := rashomon.Span{End: len(t)}
	return &rashomon.Said{Value: t, Quote: t, Span: s, Sentence: s}
}

// difference shows a pair that is not the same on both sides.
func (d Delta) difference(p Pair) rashomon.Difference {
	out := rashomon.Difference{Of: p.Of, Still: p.Still}
	if p.Was != nil {
		at := d.lines.was.at(p.Was.Span)
		out.Field, out.Group, out.Was = p.Was.Field, groupOf(p.Was), said(*p.Was, d.lines.was, at)
		out.Whole = p.Now == nil && at >= 0 && d.lines.to[at] < 0
	}
	if p.Now != nil {
		at := d.lines.now.at(p.Now.Span)
		out.Field, out.Group, out.Now = p.Now.Field, groupOf(p.Now), said(*p.Now, d.lines.now, at)
		out.Whole = p.Was == nil && at >= 0 && d.lines.from[at] < 0
	}
	if p.Was != nil && p.Now != nil && groupOf(p.Was) != groupOf(p.Now) {
		out.Was.Value += " " + groupOf(p.Was).Name()
		out.Now.Value += " " + groupOf(p.Now).Name()
		out.Group = ""
	}
	return out
}

func said(c rashomon.Claim, in cut, at int) *rashomon.Said {
	s := &rashomon.Said{Claim: c.ID, Value: c.Value.String(), Stance: c.Attribution.Stance, Quote: c.Quote, Span: c.Span}
	if v, ok := c.Attribution.Speaker(); ok {
		s.Speaker = v.Name
	}
	if at >= 0 {
		s.Sentence = in.sentences[at].Span
	}
	return s
}

func groupOf(c *rashomon.Claim) rashomon.Group {
	t, _ := c.Tally()
	return t.Group
}
