package extract

import (
	"strings"

	"rashomon"
)

var (
	// harmed are the forms of verbs that follow a victim's name.
	harmed = lexiconOf(`killed wounded injured shot murdered assassinated died stabbed executed kidnapped abducted hurt
		martyred beheaded slain struck hit dead gunned tortured hospitalized`)
	// deathNouns stand before "of" and a victim's name.
	deathNouns = lexiconOf(`death deaths killing murder assassination martyrdom shooting kidnapping abduction execution
		slaying funeral body`)
	// unharmed are words of a sentence whose names are as often those of others.
	unharmed = lexiconOf(`suspect suspects gunman shooter accused charged arrested wanted attacker bomber custody convicted
		sentenced warrant defendant`)
	// particles join the parts of a person's name.
	particles = lexiconOf(`al el bin ibn abu de la del van von da dos bint y`)
	// notPersons are capitalised words that stand in no person's name.
	notPersons = lexiconOf(`north south east west northern southern eastern western central united states new city street
		avenue road county state national international islamic democratic human rights ministry defense defence saudi
		strip bank sea river valley mount high court parliament congress senate university college department hall
		he she they it his her i we in on at the civilians civilian killed injured children medical assessment red
		crescent cross single source reported weak fair block camp daesh isis facebook twitter jaish jeish ahrar fatah
		leader lawyer father priest judge candidate liberal conservative senator legal advisor former presidential dr.
		prof. social guatemalan peasant labor student engineer worker party jesuit archbishop monsignor minister`)
)

// victims returns the claims of who, by name, was killed or hurt.
func (d *draft) victims() []rashomon.Claim {
	var found []finding
	d.eachWord(func(i int, s run) {
		w := d.low(i)
		switch {
		case harmed[w]:
			found = append(found, d.namedBefore(i, s)...)
			if w == "died" || w == "dead" || w == "hit" || w == "struck" {
				return
			}
			if r := d.personAt(i+1, s); !r.empty() {
				found = append(found, finding{value: r, span: run{i, r.last}})
			}
		case deathNouns[w] && d.low(i+1) == "of":
			if r := d.personAt(i+2, s); !r.empty() {
				found = append(found, finding{value: r, span: run{i, r.last}})
			}
		case w == "including" && d.harmIn(s):
			if r := d.personAt(i+1, s); !r.empty() {
				found = append(found, finding{value: r, span: run{i, r.last}})
			}
		case w == "identified" && d.harmIn(s) && !d.anyOf(s, unharmed):
			found = append(found, d.identifiedAs(i, s)...)
		case isNumber(w) && d.aged(i) && d.harmIn(s) && !d.anyOf(s, unharmed):
			found = append(found, d.personOfAge(i, s)...)
		}
	})
	return d.claims(rashomon.Victim, found)
}

// harmIn reports whether the sentence tells of people killed or hurt.
func (d *draft) harmIn(s run) bool {
	for i := s.first; i < s.last; i++ {
		if w := d.low(i); harmed[w] && w != "hit" && w != "struck" || w == "victim" || w == "victims" || w == "deceased" || w == "killing" || w == "deaths" {
			return true
		}
	}
	return false
}

func (d *draft) anyOf(s run, words lexicon) bool {
	for i := s.first; i < s.last; i++ {
		if words[d.low(i)] {
			return true
		}
	}
	return false
}

// aged reports whether word i is somebody's age: "25-year-old", ", 25," or "(25)".
func (d *draft) aged(i int) bool {
	w, prev, next := d.low(i), d.low(i-1), d.low(i+1)
	if strings.HasSuffix(w, "year-old") || next == "year" || next == "year-old" {
		return true
	}
	return len(w) < 3 && isDigit(w[0]) && (prev == "," && (next == "," || next == "." || next == ";" || next == "and") || prev == "(" && (next == ")" || next == "years"))
}

// personOfAge returns the person whose age word i gives, before or after it.
func (d *draft) personOfAge(i int, s run) []finding {
	if w := d.low(i); strings.HasSuffix(w, "year-old") || strings.HasPrefix(d.low(i+1), "year") {
		first := i + 1
		for first < s.last && (strings.HasPrefix(d.low(first), "year") || d.low(first) == "old" || d.low(first) == "-") {
			first++
		}
		if r := d.personIn(run{first, min(first+6, s.last)}); !r.empty() && (r.first == first || !d.doc.Punct(first)) && r.first < first+4 {
			return []finding{{value: r, span: run{i, r.last}}}
		}
		return nil
	}
	end := i - 1
	for end > s.first && (d.low(end-1) == "," || d.low(end-1) == ")") {
		end--
	}
	first := end
	for first > s.first && (d.person(first-1) || particles[d.low(first-1)]) {
		first--
	}
	if r := d.personIn(run{first, end}); !r.empty() && r.last == end {
		return []finding{{value: r, span: run{r.first, i + 1}}}
	}
	return nil
}

// namedBefore returns the persons who are the subject of the verb at i.
func (d *draft) namedBefore(i int, s run) []finding {
	verb := i
	if d.low(i-1) == "pronounced" || d.low(i-1) == "found" {
		verb--
	}
	start := d.verbGroup(verb, s.first)
	passive := d.low(i) == "died"
	for j := start; j < verb; j++ {
		switch d.low(j) {
		case "was", "were", "been", "is", "are", "being":
			passive = true
		}
	}
	if !passive {
		return nil
	}
	subject, beside := d.subjectLeft(start, s)
	if subject.empty() || settingWords[d.low(subject.first-1)] {
		return nil
	}
	r := d.personIn(subject)
	if !r.empty() && (!r.has(d.head(subject)) || d.low(r.first-1) == "the") {
		r = none
	}
	if r.empty() {
		r = d.personIn(beside)
	}
	if h := d.head(subject); r.empty() && subject.last-subject.first == 1 && d.person(h) && d.low(i) != "hit" && d.low(i) != "struck" {
		r = subject
	}
	if r.empty() {
		return nil
	}
	return []finding{{value: r, span: run{r.first, i + 1}}}
}

// identifiedAs returns the persons in "the victim was identified as N", "identified
// N as the victim".
func (d *draft) identifiedAs(i int, s run) []finding {
	j := i + 1
	if d.low(j) == "as" {
		j++
	}
	var found []finding
	for n := 0; n < 6 && j < s.last; n++ {
		r := d.personAt(j, s)
		if r.empty() {
			break
		}
		found = append(found, finding{value: r, span: run{i, r.last}})
		for j = r.last; j < s.last && (d.doc.Punct(j) || isNumber(d.low(j)) || d.low(j) == "and"); j++ {
		}
	}
	return found
}

// personAt returns the name of a person that begins at word i, after an article, an
// age or the words of an office.
func (d *draft) personAt(i int, s run) run {
	for j := i; j < s.last && j < i+8; j++ {
		if d.person(j) {
			r := d.personIn(run{j, min(j+8, s.last)})
			if r.first == j || d.low(j-1) == "'s" {
				return r
			}
			continue
		}
		w := d.low(j)
		if prepositions[w] && w != "of" || conjunctions[w] || auxiliary[w] || d.doc.Punct(j) && w != "," || weekdays[w] || harmed[w] || speechVerbs[w] != "" {
			return none
		}
	}
	return none
}

// personIn returns the first run of at least two name words in r that looks like a
// person.
func (d *draft) personIn(r run) run {
	for i := r.first; i < r.last; i++ {
		if !d.person(i) {
			continue
		}
		end := i
		for end < r.last && (d.person(end) || particles[d.low(end)] && d.person(end+1)) {
			end++
		}
		if end-i > 1 && end-i < 7 {
			return run{i, end}
		}
		i = end
	}
	return none
}

// person reports whether word i can be a part of a person's name. Where capitals
// say nothing, any word that no lexicon knows can.
func (d *draft) person(i int) bool {
	w := d.low(i)
	if d.doc.Punct(i) || voiceNouns[w] || actorNouns[w] || actorAdjectives[w] || nations[w] || targetHeads[w] || weekdays[w] ||
		determiners[w] || attackNouns[w] || prepositions[w] || notPersons[w] || isNumber(w) || conjunctions[w] || strings.HasSuffix(w, ".") && len(w) > 3 {
		return false
	}
	if i < len(d.doc.Words) && d.doc.Capital(i) && d.shouting(d.doc.Words[i].Sentence) {
		return d.nounWord(i) && !harmed[w] && !patients[w] && !strings.HasSuffix(w, "'s") && d.doc.Word(i) == strings.ToUpper(d.doc.Word(i))
	}
	return d.name(i)
}
