package grammar

import (
	"slices"
	"strings"
)

// unmarked are negations that lost their apostrophe, as many texts print them.
var unmarked = LexiconOf(`didnt doesnt dont hasnt havent hadnt wasnt werent isnt arent couldnt wouldnt wont shouldnt cant`)

// Negated reports whether a negation stands among the words from last down to first.
func (d *Text) Negated(last, first int) bool {
	for i := last; i >= max(first, 0); i-- {
		if w := d.Low(i); w == "not" || w == "never" || w == "cannot" || w == "no" || w == "nobody" || w == "neither" || strings.HasSuffix(w, "n't") || unmarked[w] {
			return true
		}
	}
	return false
}

// Unknowing reports whether what the words deny is only that somebody knows or says
// it: "have not confirmed".
func (d *Text) Unknowing(r Run) bool {
	for i := r.First; i < r.Last; i++ {
		switch w := d.Low(i); w {
		case "could", "couldn't", "cannot", "can't", "confirm", "confirmed", "verify", "verified", "know", "known", "comment", "commented",
			"say", "said", "identify", "identified", "determined", "found", "released", "established", "clear", "sure", "disclosed",
			"specify", "specified", "name", "named", "naming", "discuss", "ruled", "rule", "documented", "caught", "apprehended":
			return true
		}
	}
	return false
}

// Significant returns the lower-case words of a name that tell it from others.
func Significant(name string) []string {
	var words []string
	for _, w := range strings.Fields(strings.ToLower(name)) {
		w = strings.Trim(w, `.,"'()`)
		if w != "" && !Determiners[w] && !Prepositions[w] && w != "based" && !strings.HasSuffix(w, "-based") {
			words = append(words, w)
		}
	}
	return words
}

// Alike reports whether two phrases share a word that tells one from others.
func Alike(a, b string) bool {
	x := Significant(a)
	return slices.ContainsFunc(Significant(b), func(w string) bool { return slices.Contains(x, w) })
}

// OneHolds reports whether one phrase holds all significant words of the other.
func OneHolds(a, b string) bool {
	x, y := Significant(a), Significant(b)
	return len(x) > 0 && len(y) > 0 && (Within(x, y) || Within(y, x))
}

// Within reports whether all of the words a are among b.
func Within(a, b []string) bool {
	return !slices.ContainsFunc(a, func(w string) bool { return !slices.Contains(b, w) })
}

// NamesActor reports whether the words name somebody: "army", "Front".
func NamesActor(words string) bool {
	for w := range strings.FieldsSeq(words) {
		if low := strings.ToLower(w); ActorNouns[low] || VoiceNouns[low] || w[0] < 'a' {
			return true
		}
	}
	return false
}

// IsMonth reports whether the lower-case words begin with a month.
func IsMonth(lower string) bool {
	first, _, _ := strings.Cut(lower, " ")
	return Weekdays[first] && !strings.HasSuffix(first, "day") && len(first) > 2
}

// Relative reports whether the words name one whose relative is spoken of: "Ana
// Brel's" of "Ana Brel's son".
func (d *Text) Relative(r Run) bool {
	return strings.HasSuffix(strings.ReplaceAll(d.Low(r.Last-1), "’", "'"), "'s") && Kin[d.Low(r.Last)]
}

// SeveralPlaces reports whether "in A and B" follows the plural at word i.
func (d *Text) SeveralPlaces(i, last int) bool {
	for k := i + 1; k < min(i+6, last); k++ {
		if w := d.Low(k); w != "in" && w != "on" {
			continue
		}
		for j := k + 2; j < min(k+7, last); j++ {
			if d.Low(j) == "and" && d.Doc.Capital(j+1) && d.Doc.Capital(j-1) {
				return true
			}
		}
	}
	return false
}

// Introduces reports whether the words of s speak of an attack for the first time:
// "a car bomb", "another raid".
func (d *Text) Introduces(s Run) bool {
	for i := s.First; i < s.Last; i++ {
		if w := d.Low(i); w != "a" && w != "an" && w != "another" {
			continue
		}
		for k := i + 1; k < min(i+4, s.Last) && !d.Doc.Punct(k) && !Prepositions[d.Low(k)]; k++ {
			if w := d.Low(k); AttackNouns[w] || Bombs[w] {
				return true
			}
		}
	}
	return false
}
