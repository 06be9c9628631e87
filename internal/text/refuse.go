package text

import (
	"strings"

	"rashomon"
)

// units follow numbers that measure something other than people.
var units = wordSet(`percent % per pct km kms kilometer kilometers kilometre kilometres mile miles meter meters metre metres
	m mm cm yard yards foot feet inch inches kg kilogram kilograms kilos kilo ton tons tonnes pound pounds gram grams liter liters
	litre litres second seconds minute minutes hour hours day days night nights week weeks weekend month months year years yrs
	decade decades century centuries o'clock oclock a.m. p.m. am pm gmt degrees degree dollars dollar euros euro cents cent
	usd bitcoin mph mhz knots acres acre hectares hectare storey story storeys stories floor floors th st nd rd -year years-old year-old
	times time o hrs hr mins min am. pm. local sq square percentage points point caliber calibre millimeter
	millimeters millimetre sols soles colones pesos pounds-worth block rounds`)

// labels precede numbers that name something: "Resolution 2254", "Camp 16".
var labels = wordSet(`resolution number no no. article page chapter section flight route highway channel room division brigade
	regiment battalion base camp district zone sector hill checkpoint gate kilo su mig boeing interstate aged age ages act
	group-of version chapter paragraph grade level phase apt apartment unit suite precinct pier exit # $ € £ ¥ us$ rs`)

// months holds the names and short names of the months.
var months = map[string]int{
	"january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8, "september": 9,
	"october": 10, "november": 11, "december": 12, "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8,
	"sep": 9, "sept": 9, "oct": 10, "nov": 11, "dec": 12, "jan.": 1, "feb.": 2, "apr.": 4, "jun.": 6, "jul.": 7,
	"aug.": 8, "sep.": 9, "sept.": 9, "oct.": 10, "nov.": 11, "dec.": 12,
}

// countsNobody reports whether the number n is by its neighbours no count: a date,
// an age, a time, money, a share, a distance, a name with a number in it.
func (d *Doc) countsNobody(n Number) bool {
	if n.Tally.Vague != "" {
		return units[d.Lower(n.Last)] || n.Tally.Vague != "a few" && d.Lower(n.Last) == "of" && units[d.Lower(n.Last+1)]
	}
	before, after := d.Lower(n.First-1), d.Lower(n.Last)
	core := n.First
	for core < n.Last-1 && !d.numeral(core) {
		core++
	}
	switch {
	case units[after], labels[before], after == "/", before == "/", before == "'", core == n.First && d.month(n, after):
		return true
	case after == "-" && units[strings.TrimSuffix(d.Lower(n.Last+1), "s")], after == "and" && d.matches(n.Last, []string{"and", "a", "half"}):
		return true
	case after == ":" && d.touches(n.Last), before == ":" && d.touches(n.First-1) && d.touches(n.First):
		return true
	case n.Tally.Max <= 110 && d.age(n, before, after):
		return true
	case before == "of" && (d.Lower(n.First-2) == "mother" || d.Lower(n.First-2) == "father"):
		return true
	case after == "-" && strings.HasPrefix(d.Lower(n.Last+1), "year"):
		return true
	case before == "-" && d.touches(n.First) && d.Lower(n.First-2) != "":
		return true
	case d.Lower(core) == "one" && core == n.Last-1:
		return pronounOne(before, after)
	}
	return d.year(n, core, before, after)
}

// age reports whether n gives how old somebody is.
func (d *Doc) age(n Number, before, after string) bool {
	who := d.Lower(n.First - 2)
	if d.agedBefore(n.First - 1) {
		return true
	}
	switch before {
	case ",": // "Odo, 56, died", "his daughter, 9, was hurt"
		return n.Tally.Min == n.Tally.Max && d.Capital(n.First-2) && (after == ";" || after == "." || after == "") || n.Tally.Min == n.Tally.Max && after == "," && who != "" && !d.Punct(n.First-2) && !d.numeral(n.First-2)
	case "(": // "Odo (56) died"
		return after == ")" && (d.Capital(n.First-2) || strings.Contains(who, "-"))
	case "was", "both", "is":
		return after == "," && (before == "both" || who == "who")
	case "of":
		return who == "ages" || who == "age"
	case "from":
		return who == "age" || who == "ages"
	case "and", "to": // "ages 26 and 27", "13 and 15 years old"
		return labels[d.Lower(n.First-3)]
	}
	return after == "and" && units[d.Lower(n.Last+2)] && d.numeral(n.Last+1)
}

// agedBefore reports whether word i ends a list of ages that goes on: "aged 24, 31
// and", "ages 9,".
func (d *Doc) agedBefore(i int) bool {
	k := i
	for k >= max(0, i-12) && (d.Lower(k) == "," || d.Lower(k) == "and" || d.Lower(k) == "to" || d.numeral(k)) {
		k--
	}
	w := d.Lower(k)
	return k < i-1 && d.numeral(k+1) && (w == "aged" || w == "ages" || w == "age")
}

// touches reports whether word i begins where word i-1 ends.
func (d *Doc) touches(i int) bool {
	return i > 0 && i < len(d.Words) && d.Words[i].Start == d.Words[i-1].End
}

// month reports whether n is a day beside the name of its month, or a year after.
func (d *Doc) month(n Number, after string) bool {
	before := d.Lower(n.First - 1)
	if months[before] > 0 && (before != "may" && before != "march" || d.Capital(n.First-1)) {
		return n.Tally.Max <= 31 || n.Tally.Max > 1900 && n.Tally.Max < 2100 || n.Tally.Max >= 32 && n.Tally.Max <= 99 && d.Lower(n.First-2) != "in"
	}
	if months[after] > 0 && d.Capital(n.Last) {
		return n.Tally.Max <= 31
	}
	return after == "of" && months[d.Lower(n.Last+1)] > 0 && d.Capital(n.Last+1)
}

// pronounOne reports whether "one" between these words counts nobody: "no one",
// "one another", "the one".
func pronounOne(before, after string) bool {
	switch before {
	case "no", "any", "every", "which", "this", "that", "each", "the", "some", "only-":
		return before != "the" || after != "person"
	}
	switch after {
	case "another", "way", "thing", "side", "hand", "attack", "strike", "report", "such":
		return true
	}
	return false
}

// year reports whether n is a year: four bare digits that nothing makes a count.
func (d *Doc) year(n Number, core int, before, after string) bool {
	w := d.Lower(core)
	if core != n.First || n.Last != core+1 || len(w) != 4 || n.Tally.Min == rashomon.Open || n.Tally.Min < 1900 || n.Tally.Min > 2099 {
		return false
	}
	switch before {
	case "in", "since", "from", "until", "till", "during", "of", "by", "early", "late", "mid", "year", "before", "after", ",", "(", "[", "the":
		return true
	}
	return !strings.HasSuffix(after, "s") && after != "people"
}

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		set[w] = true
	}
	return set
}
