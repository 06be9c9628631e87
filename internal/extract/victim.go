package extract

import "rashomon"

// harmed are the forms of verbs that follow a victim's name.
var harmed = lexiconOf(`killed wounded injured shot murdered assassinated died stabbed executed kidnapped abducted hurt
	martyred beheaded slain struck hit dead gunned`)

// victims returns the claims of who, by name, was killed or hurt.
func (d *draft) victims() []rashomon.Claim {
	var found []finding
	d.eachWord(func(i int, s run) {
		w := d.low(i)
		switch {
		case harmed[w]:
			found = append(found, d.namedBefore(i, s)...)
			if r := d.personAt(i+1, s); !r.empty() && w != "died" && w != "dead" {
				found = append(found, finding{value: r, span: run{i, r.last}})
			}
		case (w == "death" || w == "killing" || w == "murder" || w == "assassination" || w == "deaths" || w == "martyrdom") && d.low(i+1) == "of",
			w == "including" && d.violenceWithin(s.first-1, s, i-s.first):
			if r := d.personAt(i+1, s); !r.empty() {
				found = append(found, finding{value: r, span: run{i, r.last}})
			}
		case w == "identified":
			found = append(found, d.identifiedAs(i, s)...)
		case w == "," && d.violenceWithin(s.first-1, s, i-s.first) && d.doc.Capital(i+1):
			if r := d.personAt(i+1, s); !r.empty() && d.low(r.last) == "." {
				found = append(found, finding{value: r, span: r})
			}
		}
	})
	return d.claims(rashomon.Victim, found)
}

// namedBefore returns the persons who are the subject of the verb at i.
func (d *draft) namedBefore(i int, s run) []finding {
	start := d.verbGroup(i, s.first)
	passive := false
	for j := start; j < i; j++ {
		switch d.low(j) {
		case "was", "were", "been", "is", "are", "being":
			passive = true
		}
	}
	if w := d.low(i); !passive && w != "died" {
		return nil
	}
	subject, beside := d.subjectLeft(start, s)
	if subject.empty() {
		return nil
	}
	r := d.personIn(subject)
	if !r.empty() && (!r.has(d.head(subject)) || d.low(r.first-1) == "the") {
		r = none
	}
	if r.empty() {
		r = d.personIn(beside)
	}
	if r.empty() {
		return nil
	}
	return []finding{{value: r, span: run{r.first, i + 1}}}
}

// identifiedAs returns the persons in "the victim was identified as N", "identified
// N as the victim".
func (d *draft) identifiedAs(i int, s run) []finding {
	victim := false
	for j := s.first; j < s.last; j++ {
		switch d.low(j) {
		case "victim", "victims", "dead", "killed", "deceased", "wounded", "injured":
			victim = true
		case "suspect", "gunman", "shooter", "suspects", "attacker", "bomber":
			return nil
		}
	}
	if !victim {
		return nil
	}
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

// personAt returns the name of a person that begins at word i, after a title, an
// age or an apposition of small words.
func (d *draft) personAt(i int, s run) run {
	for j := i; j < s.last && j < i+8; j++ {
		if d.person(j) {
			return d.personIn(run{j, s.last})
		}
		w := d.low(j)
		if prepositions[w] && (w != "of" || j > i) || conjunctions[w] || auxiliary[w] || d.doc.Punct(j) && w != "," && w != "(" || weekdays[w] {
			return none
		}
	}
	return none
}

// personIn returns the last run of at least two name words in r that looks like a
// person; of one that is followed by more, the first.
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

// particles join the parts of a person's name.
var particles = lexiconOf(`al el bin ibn abu de la del van von da dos bint of . y`)

// person reports whether word i can be a part of a person's name.
func (d *draft) person(i int) bool {
	w := d.low(i)
	return d.name(i) && !voiceNouns[w] && !actorNouns[w] && !actorAdjectives[w] && !nations[w] && !targetHeads[w] &&
		!weekdays[w] && !determiners[w] && !attackNouns[w] && !prepositions[w] && !notPersons[w] && !isNumber(w)
}

// notPersons are capitalised words that stand in no person's name.
var notPersons = lexiconOf(`north south east west northern southern eastern western central united states new city street
	avenue road county state national international islamic democratic human rights ministry defense defence saudi
	strip bank sea river valley mount high court parliament congress senate university college department hall
	he she they it his her i we in on at the civilians civilian killed injured children medical assessment`)
