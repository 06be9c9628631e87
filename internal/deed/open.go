package deed

import (
	"strings"

	"rashomon"
	"rashomon/internal/grammar"
)

var (
	// questions open a clause that asks.
	questions = grammar.LexiconOf(`who whose which what why how whether if`)
	// unsettled are words by which a question stays open.
	unsettled = grammar.LexiconOf(`unclear unknown unsure uncertain undetermined unexplained undisclosed`)
	// settled are words by which it stays open when they are negated.
	settled = grammar.LexiconOf(`clear known sure certain know say said saying tell determine determined determining established
		establish identify identified specify specified disclose disclosed reveal revealed release released explain explained
		indicate indicated confirm confirmed comment commented conclude concluded decide decided speculate convinced understand
		aware name named provide provided given give clarified solved ascertain ascertained announced`)
	// seeking are words of those who do not know yet.
	seeking = grammar.LexiconOf(`determine determining investigating learn ascertain establish`)
	// news are what there is none of: "no word on", "no details about".
	news = grammar.LexiconOf(`word information info details detail description idea indication explanation clue clues leads motive
		evidence confirmation knowledge`)
	// topics says of which field a question is by its words; the first that fits holds.
	topics = []struct {
		field rashomon.Field
		words grammar.Lexicon
	}{
		{rashomon.Target, grammar.LexiconOf(`targeted target targets aimed`)},
		{rashomon.Motive, grammar.LexiconOf(`motive motives motivation led lead prompted provoked sparked triggered reason reasons
			purpose intentional random accidental accident deliberate gang-related related connected dispute argument grudge
			grudges suicide homicide circumstances precipitated happened why`)},
		{rashomon.Perpetrator, grammar.LexiconOf(`responsible behind gunman gunmen shooter shooters suspect suspects attacker attackers
			assailant assailants murderers involved gang gangs party belligerent perpetrator perpetrators killer killers culprits
			accomplice planes aircraft jets warplanes authors bomber carried fired committed staged`)},
		{rashomon.Weapon, grammar.LexiconOf(`weapon weapons gas agent chemical substance device devices bomb bombs missile missiles rocket
			rockets explosives munition munitions ammunition caliber caused cause died blast explosion gun`)},
		{rashomon.Victim, grammar.LexiconOf(`victim victims dead deceased bodies casualties wounded injured killed hurt`)},
	}
)

// openQuestions finds what nobody knows, or nobody says, of a field: "it was unclear
// why", "the motive is not known", "no word on a suspect".
func (d *reader) openQuestions() []Finding {
	var found []Finding
	d.eachWord(func(i int, s grammar.Run) {
		w := d.Low(i)
		var r grammar.Run
		switch {
		case questions[w]:
			r = d.asked(i, s)
		case news[w]:
			r = d.noNews(i, s)
		}
		if r.Empty() && aspects[w] {
			r = d.unsettledAfter(i, s)
		}
		if r.Empty() && aspects[w] {
			r = d.withheld(i, s)
		}
		if r.Empty() {
			return
		}
		if f, ok := d.topic(i, r); ok {
			found = append(found, Finding{f, r, r, rashomon.Doubts})
		}
	})
	return found
}

// aspects are nouns of what is to be known.
var aspects = grammar.LexiconOf(`motive motives motivation identity identities cause circumstances origin type reason reasons names
	name nature`)

// topic returns the field that the question at word i, with the words r, is of.
func (d *reader) topic(i int, r grammar.Run) (rashomon.Field, bool) {
	switch d.Low(i) {
	case "why":
		return rashomon.Motive, true
	case "who", "whose":
		for j := i + 1; j < r.Last && j < i+4; j++ {
			if w, next := d.Low(j), d.Low(j+1); (w == "was" || w == "were") && (grammar.Harmed[next] || next == "in" || next == "inside") {
				return rashomon.Victim, true
			}
		}
		return rashomon.Perpetrator, true
	case "how":
		if d.Low(i+1) == "many" || d.Low(i+1) == "much" {
			return "", false
		}
	case "origin":
		return rashomon.Perpetrator, true
	case "cause":
		if d.NextOf(i, r, 6, "shooting", "shootings", "argument", "killing", "dispute") > 0 {
			return rashomon.Motive, true
		}
	}
	for _, t := range topics {
		for j := i; j < r.Last; j++ {
			if t.words[d.Low(j)] {
				return t.field, t.field != rashomon.Victim || !news[d.Low(i)]
			}
		}
	}
	switch d.Low(i) {
	case "identity", "identities":
		return rashomon.Perpetrator, true
	case "whether", "if", "which":
		for j := i + 1; j < r.Last; j++ {
			if grammar.ActorAdjectives[d.Low(j)] || grammar.Nations[d.Low(j)] {
				return rashomon.Perpetrator, true
			}
		}
	}
	return "", false
}

// asked returns the words of a question that stays open, from the word that leaves
// it open to the end of its clause.
func (d *reader) asked(i int, s grammar.Run) grammar.Run {
	if w, prev := d.Low(i), d.Low(i-1); (w == "who" || w == "which" || w == "whose") && d.NounWord(i-1) && !settled[prev] && !unsettled[prev] {
		return grammar.Run{} // "the men who"
	}
	for j := i - 1; j >= s.First && j > i-8; j-- {
		w := d.Low(j)
		switch {
		case unsettled[w],
			settled[w] && d.denied(j, s),
			settled[w] && (d.Low(j-2) == "declined" || d.Low(j-2) == "refused" || d.Low(j-2) == "unable" || d.Low(j-3) == "yet"),
			seeking[w] && (d.Low(j-1) == "to" || strings.HasSuffix(w, "ing")):
			return grammar.Between(d.openerFirst(j, s), d.questionEnd(i+1, s))
		case (w == "word" || w == "information" || w == "idea" || w == "details" || w == "evidence" || w == "indication") && d.Negated(j-1, max(s.First, j-4)):
			return grammar.Between(d.openerFirst(j, s), d.questionEnd(i+1, s))
		case d.Doc.Punct(j), w == "said", w == "says", questions[w]:
			return grammar.Run{}
		}
	}
	return grammar.Run{}
}

// questionEnd returns where the question ends whose words go on at word i: past "or".
func (d *reader) questionEnd(i int, s grammar.Run) int {
	end := d.clauseEnd(i, s, 14)
	for end < s.Last && end < i+14 && d.Low(end) == "or" {
		end = d.clauseEnd(end+1, s, 8)
	}
	return end
}

// denied reports whether the words right before word j, with their adverbs and
// auxiliaries, negate it: "has not yet been determined".
func (d *reader) denied(j int, s grammar.Run) bool {
	for k := j - 1; k >= s.First && k > j-7; k-- {
		if d.Negated(k, k) && d.Low(k) != "no" {
			return true
		}
		if w := d.Low(k); !d.Adverb(k) && !grammar.Auxiliary[w] && w != "yet" && w != "able" && w != "to" && w != "independently" && w != "nobody" && w != "one" {
			return false
		}
	}
	return false
}

// openerFirst returns where the words begin that leave a question open at word j:
// before its negation and auxiliaries.
func (d *reader) openerFirst(j int, s grammar.Run) int {
	if d.Low(j-1) == "to" && j-2 >= s.First && !d.Doc.Punct(j-2) {
		return d.VerbGroup(j-2, s.First)
	}
	for k := j - 1; k >= s.First && k > j-6; k-- {
		if d.Negated(k, k) {
			return d.VerbGroup(k, s.First)
		}
		if d.Doc.Punct(k) {
			break
		}
	}
	return d.VerbGroup(j, s.First)
}

// unsettledAfter returns the words from the aspect at word i to those that say it is
// not known: "the motive for the shooting is unclear".
func (d *reader) unsettledAfter(i int, s grammar.Run) grammar.Run {
	for j := i + 1; j < s.Last && j <= i+14; j++ {
		w := d.Low(j)
		switch {
		case unsettled[w], w == "investigation" && d.Low(j-1) == "under", w == "mystery" && d.Low(j-1) == "a",
			(settled[w] || w == "verified") && d.denied(j, s), settled[w] && d.NextOf(i, s, j-i, "yet") > 0 && d.Low(j-1) == "be":
			if !d.anyOf(grammar.Between(i+1, j), grammar.Auxiliary) && d.NextOf(i, s, j-i, "remains", "remained", "remain") < 0 {
				return grammar.Run{}
			}
			return grammar.Between(d.phraseFirst(i, s), j+1)
		case d.Doc.Punct(j), w == "but", w == "and" && d.Negated(j+1, j+1):
			return grammar.Run{}
		}
	}
	return grammar.Run{}
}

// noNews returns the words of "no information on the suspect".
func (d *reader) noNews(i int, s grammar.Run) grammar.Run {
	switch d.Low(i + 1) {
	case "on", "about", "of", "as", "regarding", "for", "yet", "that", "linking":
	default:
		return grammar.Run{}
	}
	for j := i - 1; j >= s.First && j > i-6; j-- {
		if d.Doc.Punct(j) {
			break
		}
		if d.Negated(j, j) && (d.Low(j) == "no" || d.Low(i-1) == "any" || d.Low(i-1) == "a" || d.Low(i-1) == "further" || d.Low(i-1) == "more") {
			return grammar.Between(j, d.clauseEnd(i+1, s, 9))
		}
	}
	return grammar.Run{}
}

// withheld returns the words of "have not released a motive".
func (d *reader) withheld(i int, s grammar.Run) grammar.Run {
	for j := i - 1; j >= s.First && j > i-6; j-- {
		if settled[d.Low(j)] && d.denied(j, s) {
			return grammar.Between(d.openerFirst(j, s), d.clauseEnd(i, s, 8))
		}
		if d.Doc.Punct(j) {
			break
		}
	}
	return grammar.Run{}
}
