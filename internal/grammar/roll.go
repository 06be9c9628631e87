package grammar

import "strconv"

var (
	// mourned words before a list say that its names are of the dead or hurt.
	mourned = LexiconOf(`dead died die killed victim victims deaths martyrs fatalities lost lives mourned fallen wounded injured`)
	// tried words in an entry say that it is not of one who was harmed.
	tried = LexiconOf(`charged arrested accused suspect suspects suspected convicted sentenced acquitted guilty jailed said says told detained wanted`)
	// rollAges stand behind an age.
	rollAges = LexiconOf(`years year yrs yr old`)
)

// fewest is how many names with ages make a list.
const fewest = 3

// Roll returns the names of a list of the dead: of three sentences or lines and more
// that each begin with a name and an age, "Ana Odo, 34", behind words of death.
func (d *Text) Roll() []Run {
	var all []Run
	first := -1
	for k, s := range d.Doc.Sentences {
		if s.Title {
			continue
		}
		if r := d.rollEntry(Between(s.First, s.Last)); !r.Empty() {
			if first < 0 {
				first = k
			}
			all = append(all, r)
		}
	}
	if len(all) < fewest || !d.mourns(first) {
		return nil
	}
	return all
}

// mourns reports whether the title or one of the sentences before sentence k speaks of
// the dead or hurt.
func (d *Text) mourns(k int) bool {
	for n := range k {
		if s := d.Doc.Sentences[n]; s.Title || n >= k-fewest {
			for i := s.First; i < s.Last; i++ {
				if mourned[d.Low(i)] {
					return true
				}
			}
		}
	}
	return false
}

// rollEntry returns the name that the sentence s begins with, before an age; empty for
// none.
func (d *Text) rollEntry(s Run) Run {
	i := s.First
	for i < s.Last && (d.Doc.Punct(i) || IsDigit(d.Low(i)[0])) {
		i++ // "1.", "-"
	}
	first := i
	for i < s.Last && d.Person(i) {
		i++
	}
	name := Between(first, i)
	if i-first < 2 || i-first > 6 || d.Low(i) != "," && d.Low(i) != "(" || i+1 >= s.Last {
		return Run{}
	}
	if d.Low(i+1) == "aged" || d.Low(i+1) == "age" {
		i++
	}
	age, err := strconv.Atoi(d.Low(i + 1))
	if err != nil || age > 110 || i+2 < s.Last && !d.Doc.Punct(i+2) && !rollAges[d.Low(i+2)] {
		return Run{}
	}
	for ; i < s.Last; i++ {
		if tried[d.Low(i)] {
			return Run{}
		}
	}
	return name
}
