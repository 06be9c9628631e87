package tally

import (
	"strings"

	"rashomon"
	"rashomon/internal/grammar"
)

// articled returns the person that follows one with an article and has none: "a woman
// and child".
func (d *reader) articled(m *mention, last int) *mention {
	if !m.article || m.definite {
		return nil
	}
	i := m.last
	for i < last && (d.low(i) == "," || d.low(i) == "and") {
		i++
	}
	g, person := groupOf(d.low(i))
	if i == m.last || i >= last || !person || plural(d.low(i)) || d.name(i) || d.nounWord(i+1) && i+1 < last {
		return nil
	}
	r := run{i, i + 1}
	return &mention{run: r, number: r, tally: whoIs(rashomon.Tally{Min: 1, Max: 1}, d.low(i), g), head: i, sure: true, article: true}
}

// ordinals after an article count one more: "a third".
var ordinals = grammar.LexiconOf(`second third fourth fifth sixth seventh eighth ninth tenth`)

// single reads "a man", "another soldier", "his driver", "nobody", "no civilians".
func (d *reader) single(i, last int) *mention {
	w := d.low(i)
	switch w {
	case "a", "an", "another":
		return d.oneOf(i, last)
	case "nobody", "no", "without", "any", "zero", "none":
		return d.nobody(i, last)
	case "both":
		m := d.counted(run{i, i + 1}, rashomon.Tally{Min: 2, Max: 2}, last)
		if m == nil || m.head < 0 || !m.sure || !plural(d.low(m.head)) {
			return nil
		}
		return m
	case "the", "his", "her", "their":
		m := d.counted(run{i, i + 1}, rashomon.Tally{Min: 1, Max: 1}, last)
		if m == nil || m.head < 0 || !m.sure || plural(d.low(m.head)) || len(harms[d.low(m.head)]) > 0 || d.low(m.head) == "family" || things[d.low(m.last)] || m.field != "" || d.named(m.last) {
			return nil
		}
		m.article, m.definite = true, true
		return m
	case "deaths", "injuries", "casualties", "fatalities":
		if !d.caused(i) || d.denied(i) {
			return nil
		}
		h, _ := as(w, headForm)
		m := plain(run{i, i + 1}, rashomon.Tally{Min: 1, Max: rashomon.Open, Vague: w}, "people", i)
		m.field = h.field
		return m
	case "others":
		if numberWord(d.low(i-1)) || grammar.Determiners[d.low(i-1)] {
			return nil
		}
		return plain(run{i, i + 1}, rashomon.Tally{Min: 1, Max: rashomon.Open, Vague: w}, "others", i)
	case "some", "more":
		m := d.counted(run{i, i + 1}, rashomon.Tally{Min: 1, Max: rashomon.Open, Vague: w}, last)
		if m == nil || m.head < 0 || !m.sure || m.hurt || len(harms[d.low(m.head)]) > 0 || w == "more" && !plural(d.low(m.head)) {
			return nil
		}
		return m
	}
	return nil
}

// headline reads the one person that a title tells of without an article, "Miner killed
// in blast": it opens the title or what stands behind a colon.
func (d *reader) headline(i, last int) *mention {
	s := d.sentence(i)
	if !d.doc.Sentences[d.doc.Words[i].Sentence].Title || i > s.first && d.low(i-1) != ":" {
		return nil
	}
	head := -1
	for k := i; k < min(i+5, last) && !Harmful(d.low(k)); k++ {
		if _, person := groupOf(d.low(k)); person {
			head = k
		} else if head >= 0 || !d.nounWord(k) || d.doc.Punct(k) {
			break
		}
	}
	if head < 0 || plural(d.low(head)) || !d.near(head+1, head+4, headlined...) {
		return nil
	}
	g, _ := groupOf(d.low(head))
	return &mention{run: run{i, head + 1}, number: run{head, head + 1}, tally: whoIs(rashomon.Tally{Min: 1, Max: 1}, d.low(head), g), head: head, sure: true, article: true}
}

// headlined are the verbs behind the person of a headline.
var headlined = []string{"killed", "shot", "dies", "dead", "injured", "wounded", "stabbed", "hurt", "died", "slain", "murdered"}

// named reports whether a name stands at word i, perhaps behind a comma: who is
// named is no count of one.
func (d *reader) named(i int) bool { return d.name(i) || d.low(i) == "," && d.name(i+1) }

// plain returns the mention of people whose words are all number: "nobody".
func plain(r run, t rashomon.Tally, who string, head int) *mention {
	return &mention{run: r, number: r, tally: whoIs(t, who, rashomon.People), head: head, sure: true}
}

// oneOf reads "a man", "another soldier", "a third".
func (d *reader) oneOf(i, last int) *mention {
	n, ok := d.doc.Article(i)
	if !ok || d.low(i) == "another" && numberWord(d.low(i+1)) && !strings.Contains(d.low(i+1), "-") {
		return nil
	}
	if ordinals[d.low(i+1)] && (i+2 >= last || !d.nounWord(i+2) || grammar.SpeechVerbs[d.low(i+2)] != "") {
		m := plain(run{i, i + 2}, n.Tally, "people", -1)
		m.article = true
		return m
	}
	m := d.counted(run{i, i + 1}, n.Tally, last)
	if m == nil || !m.sure || m.head < 0 || plural(d.low(m.head)) || things[d.low(m.last)] || d.low(m.head) == "death" || d.low(m.head) == "body" {
		return nil
	}
	m.article = true
	if d.low(i-1) == "not" {
		m.tally.Min, m.tally.Max, m.number.first, m.first = 0, 0, i-1, i-1
	}
	return m
}

// nobody reads "nobody", "no one", "no civilians", "none of them", and "any
// casualties" after a negation.
func (d *reader) nobody(i, last int) *mention {
	w := d.low(i)
	switch {
	case w == "nobody":
		return plain(run{i, i + 1}, rashomon.Tally{}, "people", i)
	case w == "no" && d.low(i+1) == "one":
		return plain(run{i, i + 2}, rashomon.Tally{}, "people", i+1)
	case w == "any" && !d.denied(i):
		return nil
	case w == "none" && d.low(i+1) == "of" && len(harms[d.low(i+3)]) > 0: // "none of those killed was armed": some were killed
		return nil
	}
	m := d.counted(run{i, i + 1}, rashomon.Tally{}, last)
	switch {
	case m == nil || w != "none" && (!m.sure || m.head < 0):
		return nil
	case w == "none" && m.head < 0:
		m.sure = true
	case w == "none" && m.field != "":
		return nil
	case w == "any" && m.field == "":
		return nil
	case w == "any":
		m.first = d.negation(i)
		m.number.first = m.first
	case m.field == "" && m.head >= 0 && d.low(m.head) == "victims":
		m.field = rashomon.Casualties
	}
	return m
}

// causes come before harm that is not numbered: "caused deaths and injuries".
var causes = grammar.LexiconOf(`cause caused causes causing inflicted inflicting left leaving resulted resulting were are been reports led with`)

// caused reports whether the bare plural at word i is said to have come about.
func (d *reader) caused(i int) bool {
	first := d.sentence(i).first
	for k := i - 1; k >= first && k > i-6; k-- {
		w := d.low(k)
		switch {
		case causes[w]:
			return true
		case w == "civilian" || w == "human" || w == "and" || w == "," || w == "in" || w == "to" || w == "of" || w == "heavy" || w == "many" || w == "several",
			w == "numerous", w == "some", w == "deaths", w == "injuries", w == "more", w == "further", w == "also":
		default:
			return false
		}
	}
	return false
}

// denied reports whether a negation governs word i.
func (d *reader) denied(i int) bool { return d.negation(i) >= 0 }

// negation returns the word of the negation that governs word i, or -1.
func (d *reader) negation(i int) int {
	first := d.sentence(i).first
	for k := i - 1; k >= first && k > i-8; k-- {
		w := d.low(k)
		if w == "not" || w == "without" || w == "never" || w == "no" || strings.HasSuffix(w, "n't") {
			return k
		}
	}
	return -1
}
