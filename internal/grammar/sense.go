package grammar

import "strings"

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
