package text

import (
	"strings"

	"rashomon"
)

// Number is a count of people as the words [First, Last) give it, comparators
// included. It is one only by its form: whether it counts people is for the
// reader of the noun after it to say.
type Number struct {
	rashomon.Span
	First, Last int
	Tally       rashomon.Tally
}

// bound is what a comparator does to the number it governs.
type bound int

const (
	exactly bound = iota
	least         // "at least": no upper bound
	most          // "up to": no lower bound
	about         // "around"
)

// comparators before a number, each as the words that end right before it. Longer
// ones stand first where one ends in another.
var comparators = map[string][]struct {
	words []string
	bound bound
}{
	"least":         {{[]string{"at", "least"}, least}, {[]string{"at", "the", "least"}, least}},
	"minimum":       {{[]string{"at", "minimum"}, least}},
	"of":            {{[]string{"a", "minimum", "of"}, least}, {[]string{"upwards", "of"}, least}, {[]string{"upward", "of"}, least}, {[]string{"in", "excess", "of"}, least}, {[]string{"a", "maximum", "of"}, most}},
	"than":          {{[]string{"no", "more", "than"}, most}, {[]string{"not", "more", "than"}, most}, {[]string{"no", "fewer", "than"}, least}, {[]string{"not", "fewer", "than"}, least}, {[]string{"no", "less", "than"}, least}, {[]string{"not", "less", "than"}, least}, {[]string{"more", "than"}, least}, {[]string{"greater", "than"}, least}, {[]string{"fewer", "than"}, most}, {[]string{"less", "than"}, most}},
	"over":          {{[]string{"over"}, least}},
	"above":         {{[]string{"above"}, least}},
	"exceeding":     {{[]string{"exceeding"}, least}},
	"exceeded":      {{[]string{"exceeded"}, least}},
	"surpassed":     {{[]string{"surpassed"}, least}},
	"topped":        {{[]string{"topped"}, least}},
	"most":          {{[]string{"at", "most"}, most}, {[]string{"at", "the", "most"}, most}},
	"to":            {{[]string{"up", "to"}, most}, {[]string{"close", "to"}, about}},
	"upto":          {{[]string{"upto"}, most}},
	"as":            {{[]string{"as", "many", "as"}, most}, {[]string{"as", "high", "as"}, most}, {[]string{"as", "much", "as"}, most}, {[]string{"as", "few", "as"}, least}},
	"under":         {{[]string{"just", "under"}, about}},
	"around":        {{[]string{"around"}, about}},
	"about":         {{[]string{"about"}, about}},
	"some":          {{[]string{"some"}, about}},
	"approximately": {{[]string{"approximately"}, about}},
	"roughly":       {{[]string{"roughly"}, about}},
	"nearly":        {{[]string{"nearly"}, about}},
	"almost":        {{[]string{"almost"}, about}},
	"estimated":     {{[]string{"an", "estimated"}, about}, {[]string{"estimated"}, about}},
	"circa":         {{[]string{"circa"}, about}},
}

// Numbers returns the counts among the words [first, last), in order: digits,
// number words, vague words, each with its comparators and ranges. Articles count
// nobody here ("a man"); see Article. Ordinals, dates, ages, times, money, shares,
// distances and the numbers of things that only bear a number are left out.
func (d *Doc) Numbers(first, last int) []Number {
	var all []Number
	last = min(last, len(d.Words))
	for i := max(first, 0); i < last; {
		n, ok := d.numberAt(i, last)
		if !ok {
			i++
			continue
		}
		if !d.countsNobody(n) {
			if len(all) == 0 || n.First >= all[len(all)-1].Last {
				all = append(all, n)
			}
		}
		i = max(n.Last, i+1)
	}
	return all
}

// Number reads the number that begins with word i, whatever it counts. ok is false
// where no number begins.
func (d *Doc) Number(i int) (n Number, ok bool) { return d.numberAt(i, len(d.Words)) }

// numberAt reads the number whose first numeral is word i, then looks to its left
// for comparators and to its right for the rest of a range.
func (d *Doc) numberAt(i, last int) (Number, bool) {
	end := min(last, d.Sentences[d.Words[i].Sentence].Last)
	q, ok := d.quantity(i, end)
	if !ok {
		return Number{}, false
	}
	n := Number{First: i, Last: q.next, Tally: rashomon.Tally{Min: q.lo, Max: q.hi, Vague: q.vague}}
	d.widen(&n, end)
	if d.Lower(i) == "one" && d.Lower(i-1) == "not" && n.Last == i+1 && d.Lower(n.Last) != "but" {
		n.First, n.Tally.Min, n.Tally.Max = i-1, 0, 0 // "not one soldier": nobody
	}
	d.compare(&n)
	d.trail(&n, end)
	n.Span = d.Span(n.First, n.Last)
	return n, true
}

// widen reads "10 to 15", "10 or 12", "10-15" and "between 10 and 15".
func (d *Doc) widen(n *Number, end int) {
	if n.Tally.Min != n.Tally.Max || n.Last+1 >= end {
		return
	}
	between := d.Lower(n.First-1) == "between"
	switch d.Lower(n.Last) {
	case "to":
		if d.Lower(n.First-1) == "from" && d.rises(n.First-1) {
			return
		}
	case "or", "-", "–", "—":
	case "and":
		if !between {
			return
		}
	default:
		return
	}
	q, ok := d.quantity(n.Last+1, end)
	if !ok || q.lo != q.hi || q.lo <= n.Tally.Min {
		return
	}
	if between {
		n.First--
	}
	n.Last, n.Tally.Max = q.next, q.hi
}

// rises reports whether a verb of change stands close before word i: "rose from
// 22 to 31" gives two counts and no range.
func (d *Doc) rises(i int) bool {
	for k := i - 1; k >= 0 && k > i-7; k-- {
		switch d.Lower(k) {
		case "rose", "risen", "rise", "rises", "rising", "increased", "increasing", "climbed", "jumped", "up", "went", "gone",
			"raised", "fell", "fallen", "dropped", "down", "revised", "changed", "grew", "grown", "raising", "lowered":
			return true
		}
	}
	return false
}

// compare takes in the comparators before n: "at least some 30".
func (d *Doc) compare(n *Number) {
	start := d.Sentences[d.Words[n.First].Sentence].First
	for range 3 {
		found := false
		for _, c := range comparators[d.Lower(n.First-1)] {
			if n.First-len(c.words) >= start && d.matches(n.First-len(c.words), c.words) {
				n.First -= len(c.words)
				n.bind(c.bound)
				found = true
				break
			}
		}
		if !found {
			return
		}
	}
}

// trail takes in what stands after n: "or more", "or so", "+", "at least".
func (d *Doc) trail(n *Number, end int) {
	next, after := d.Lower(n.Last), d.Lower(n.Last+1)
	switch {
	case n.Last >= end:
	case next == "+" && d.Words[n.Last].Start == d.Words[n.Last-1].End:
		n.Last++
		n.bind(least)
	case n.Last+1 >= end:
	case next == "or" && (after == "more" || after == "so"):
		n.Last += 2
		n.bind(map[string]bound{"more": least, "so": about}[after])
	case next == "and" && after == "counting", next == "at" && after == "least" && !d.numeral(n.Last+2):
		n.Last += 2
		n.bind(least)
	}
}

func (d *Doc) numeral(i int) bool {
	if i >= len(d.Words) {
		return false
	}
	_, ok := d.quantity(i, min(i+3, len(d.Words)))
	return ok
}

// bind lays the bound b on the tally. "At least dozens" keeps the low end only.
func (n *Number) bind(b bound) {
	switch b {
	case least:
		n.Tally.Max = rashomon.Open
	case most:
		n.Tally.Min = rashomon.Open
	case about:
		n.Tally.Approx = true
	}
}

// matches reports whether the lower-case words stand at i.
func (d *Doc) matches(i int, words []string) bool {
	for k, w := range words {
		if d.Lower(i+k) != w {
			return false
		}
	}
	return true
}

// Article returns the count of one that the word at i gives by itself: "a",
// "an", "another". ok is false for any other word and where the article belongs
// to a number ("a hundred").
func (d *Doc) Article(i int) (n Number, ok bool) {
	switch d.Lower(i) {
	case "a", "an", "another":
	default:
		return Number{}, false
	}
	if strings.HasSuffix(d.Word(i), ".") {
		return Number{}, false
	}
	n = Number{Span: d.Span(i, i+1), First: i, Last: i + 1, Tally: rashomon.Tally{Min: 1, Max: 1}}
	if d.Lower(i) == "another" {
		n.Tally.Relation = rashomon.Additional
	}
	return n, true
}
