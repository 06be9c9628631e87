package deed

import (
	"strings"

	"rashomon/internal/grammar"
)

var (
	// deathNouns stand before "of" and a victim's name.
	deathNouns = grammar.LexiconOf(`death deaths killing murder assassination martyrdom shooting kidnapping abduction execution
		slaying funeral body`)
	// unharmed are words of a sentence whose names are as often those of others.
	unharmed = grammar.LexiconOf(`suspect suspects gunman shooter accused charged arrested wanted attacker bomber custody convicted
		sentenced warrant defendant`)
)

// victims finds who, by name, was killed or hurt.
func (d *reader) victims() []finding {
	var found []finding
	for _, r := range d.Roll() {
		found = append(found, finding{value: r, span: r})
	}
	var harm, others bool // of the sentence
	d.eachWord(func(i int, s grammar.Run) {
		if i == s.First {
			harm, others = d.harmIn(s), d.anyOf(s, unharmed)
		}
		w := d.Low(i)
		switch {
		case grammar.Harmed[w]:
			found = append(found, d.namedBefore(i, s)...)
			if w == "died" || w == "dead" || w == "hit" || w == "struck" {
				return
			}
			if r := d.personAt(i+1, s); !r.Empty() {
				found = append(found, finding{value: r, span: grammar.Between(i, r.Last)})
			}
		case deathNouns[w] && d.Low(i+1) == "of":
			if r := d.personAt(i+2, s); !r.Empty() {
				found = append(found, finding{value: r, span: grammar.Between(i, r.Last)})
			}
		case w == "among":
			found = append(found, d.amongDead(i, s)...)
		case w == "who":
			found = append(found, d.whoDied(i, s)...)
		case w == "including" && harm:
			if r := d.personAt(i+1, s); !r.Empty() {
				found = append(found, finding{value: r, span: grammar.Between(i, r.Last)})
			}
		case w == "identified" && harm && !others:
			found = append(found, d.identifiedAs(i, s)...)
		case grammar.IsNumber(w) && d.aged(i) && harm && !others:
			found = append(found, d.personOfAge(i, s)...)
		}
	})
	return found
}

// amongDead returns the persons in "among those killed was N" and "N, a father of
// two, was among the dead".
func (d *reader) amongDead(i int, s grammar.Run) []finding {
	end := i + 1
	for end < s.Last && end < i+7 && !harming[d.Low(end)] {
		if d.Doc.Punct(end) {
			return nil
		}
		end++
	}
	if !harming[d.Low(end)] {
		return nil
	}
	verb := d.NextOf(end-1, s, 9, "was", "were", "is", "are")
	if i <= s.First+1 && verb > 0 {
		if r := d.personAt(verb+1, s); !r.Empty() {
			return []finding{{value: r, span: grammar.Between(i, r.Last)}}
		}
		return nil
	}
	if w := d.Low(i - 1); w != "was" && w != "were" && w != "is" && w != "are" {
		return nil
	}
	if r := d.personWith(i-1, s); !r.Empty() {
		return []finding{{value: r, span: grammar.Between(r.First, end+1)}}
	}
	return nil
}

// harming are the words after "among" that name the harmed.
var harming = grammar.LexiconOf(`killed dead victims injured wounded casualties slain fatalities`)

// personWith returns the person who is the subject that ends at word end, before any
// apposition: "Sgt. N, a father of two, was".
func (d *reader) personWith(end int, s grammar.Run) grammar.Run {
	subject, beside := d.SubjectLeft(end, s)
	if r := d.personIn(subject); !r.Empty() && r.Has(d.Head(subject)) {
		return r
	}
	if r := d.personIn(beside); !r.Empty() {
		return r
	}
	return grammar.Run{}
}

// whoDied returns the person in "N, a commander of X, who died in the strike", with or
// without the second comma.
func (d *reader) whoDied(i int, s grammar.Run) []finding {
	verb := i + 1
	for verb < s.Last && (grammar.Auxiliary[d.Low(verb)] || d.Adverb(verb)) {
		verb++
	}
	switch w := d.Low(verb); {
	case w == "died":
	case grammar.Harmed[w] && verb > i+1 && w != "hit" && w != "struck":
	default:
		return nil
	}
	for j := i - 1; j > s.First && j > i-16; j-- {
		if d.Low(j) != "," || !grammar.Determiners[d.Low(j+1)] && j != i-1 {
			continue
		}
		first := j
		for first > s.First && (d.Person(first-1) || grammar.Particles[d.Low(first-1)]) {
			first--
		}
		if r := d.personIn(grammar.Between(first, j)); !r.Empty() && r.Last == j {
			return []finding{{value: r, span: grammar.Between(r.First, verb+1)}}
		}
	}
	return nil
}

// harmIn reports whether the sentence tells of people killed or hurt.
func (d *reader) harmIn(s grammar.Run) bool {
	for i := s.First; i < s.Last; i++ {
		if w := d.Low(i); grammar.Harmed[w] && w != "hit" && w != "struck" || w == "victim" || w == "victims" || w == "deceased" || w == "killing" || w == "deaths" {
			return true
		}
	}
	return false
}

func (d *reader) anyOf(s grammar.Run, words grammar.Lexicon) bool {
	for i := s.First; i < s.Last; i++ {
		if words[d.Low(i)] {
			return true
		}
	}
	return false
}

// aged reports whether word i is somebody's age: "25-year-old", ", 25," or "(25)".
func (d *reader) aged(i int) bool {
	w, prev, next := d.Low(i), d.Low(i-1), d.Low(i+1)
	if strings.HasSuffix(w, "year-old") || next == "year" || next == "year-old" {
		return true
	}
	return len(w) < 3 && grammar.IsDigit(w[0]) && (prev == "," && (next == "," || next == "." || next == ";" || next == "and") || prev == "(" && (next == ")" || next == "years"))
}

// personOfAge returns the person whose age word i gives, before or after it.
func (d *reader) personOfAge(i int, s grammar.Run) []finding {
	if w := d.Low(i); strings.HasSuffix(w, "year-old") || strings.HasPrefix(d.Low(i+1), "year") {
		first := i + 1
		for first < s.Last && (strings.HasPrefix(d.Low(first), "year") || d.Low(first) == "old" || d.Low(first) == "-") {
			first++
		}
		if r := d.personIn(grammar.Between(first, min(first+6, s.Last))); !r.Empty() && (r.First == first || !d.Doc.Punct(first)) && r.First < first+4 {
			return []finding{{value: r, span: grammar.Between(i, r.Last)}}
		}
		return nil
	}
	end := i - 1
	for end > s.First && (d.Low(end-1) == "," || d.Low(end-1) == ")") {
		end--
	}
	first := end
	for first > s.First && (d.Person(first-1) || grammar.Particles[d.Low(first-1)]) {
		first--
	}
	if r := d.personIn(grammar.Between(first, end)); !r.Empty() && r.Last == end {
		return []finding{{value: r, span: grammar.Between(r.First, i+1)}}
	}
	return nil
}

// namedBefore returns the persons who are the subject of the verb at i.
func (d *reader) namedBefore(i int, s grammar.Run) []finding {
	verb := i
	if d.Low(i-1) == "pronounced" || d.Low(i-1) == "found" {
		verb--
	}
	start := d.VerbGroup(verb, s.First)
	passive := d.Low(i) == "died"
	for j := start; j < verb; j++ {
		switch d.Low(j) {
		case "was", "were", "been", "is", "are", "being":
			passive = true
		}
	}
	if !passive {
		return nil
	}
	subject, beside := d.SubjectLeft(start, s)
	if subject.Empty() || grammar.SettingWords[d.Low(subject.First-1)] {
		return nil
	}
	r := d.personIn(subject)
	if !r.Empty() && (!r.Has(d.Head(subject)) || d.Low(r.First-1) == "the") {
		r = grammar.Run{}
	}
	if r.Empty() {
		r = d.personIn(beside)
	}
	if h := d.Head(subject); r.Empty() && subject.Last-subject.First == 1 && d.Person(h) && d.Low(i) != "hit" && d.Low(i) != "struck" {
		r = subject
	}
	if r.Empty() {
		return nil
	}
	return []finding{{value: r, span: grammar.Between(r.First, i+1)}}
}

// identifiedAs returns the persons in "the victim was identified as N", "identified
// N as the victim".
func (d *reader) identifiedAs(i int, s grammar.Run) []finding {
	j := i + 1
	if d.Low(j) == "as" {
		j++
	}
	var found []finding
	for n := 0; n < 6 && j < s.Last; n++ {
		r := d.personAt(j, s)
		if r.Empty() {
			break
		}
		found = append(found, finding{value: r, span: grammar.Between(i, r.Last)})
		for j = r.Last; j < s.Last && (d.Doc.Punct(j) || grammar.IsNumber(d.Low(j)) || d.Low(j) == "and"); j++ {
		}
	}
	return found
}

// personAt returns the name of a person that begins at word i, after an article, an
// age or the words of an office.
func (d *reader) personAt(i int, s grammar.Run) grammar.Run {
	for j := i; j < s.Last && j < i+8; j++ {
		if d.Person(j) {
			r := d.personIn(grammar.Between(j, min(j+8, s.Last)))
			if r.First == j || d.Low(j-1) == "'s" {
				return r
			}
			continue
		}
		w := d.Low(j)
		if grammar.Prepositions[w] && w != "of" || grammar.Conjunctions[w] || grammar.Auxiliary[w] || d.Doc.Punct(j) && w != "," || grammar.Weekdays[w] || grammar.Harmed[w] || grammar.SpeechVerbs[w] != "" {
			return grammar.Run{}
		}
	}
	return grammar.Run{}
}

// personIn returns the first run of at least two name words in r that looks like a
// person.
func (d *reader) personIn(r grammar.Run) grammar.Run {
	for i := r.First; i < r.Last; i++ {
		if !d.Person(i) {
			continue
		}
		end := i
		for end < r.Last && (d.Person(end) || grammar.Particles[d.Low(end)] && d.Person(end+1)) {
			end++
		}
		if end-i > 1 && end-i < 7 {
			return grammar.Between(i, end)
		}
		i = end
	}
	return grammar.Run{}
}
