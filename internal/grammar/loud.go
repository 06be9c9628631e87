package grammar

import "strings"

// commonNouns follow "in", "at" and "of" and are no places. Where a sentence is all
// capitals nothing else tells them from names.
var commonNouns = LexiconOf(`way front time past present future order back addition case fact charge view early late approximately about
	connection act acts manner response office offices state conflict area areas zone millions thousands hundreds dozens
	shoot-out crossfire crossroads streets home homes house houses building buildings building hotel condition shock coma custody
	jail hands hand view favor favour exchange return turn touch power peace war cold blood broad daylight half part parts front
	control danger course line lines terms spite sight public private person people many several most least all some any both
	name names place places car cars vehicle vehicles bus truck fire flames operation operations clashes combat battle
	battles action actions revenge protest solidarity honor honour memory need search possession progress favor vain
	life lives death deaths head chest leg legs arm arms body bodies foot feet night day morning evening afternoon week month year
	years months weeks days hours minutes dawn dusk noon midnight high low number numbers total group groups gang band team men women
	children largest biggest first second third last next same new old other another border countryside rank ranks
	weapons arms exile hiding prison principle general particular detail length least once ever result reply light face
	interview statement report message speech letter paper newspaper article communique broadcast remarks note
	ambush attack dispute argument confrontation confrontations incident incidents event events face eyes presence absence`)

// DayName reports whether w names a day, which is no part of a place.
func DayName(w string) bool {
	w = strings.TrimSuffix(w, "'s")
	switch w {
	case "today", "yesterday", "tonight", "tomorrow":
		return true
	}
	return Weekdays[w] || strings.HasSuffix(w, "days") && Weekdays[strings.TrimSuffix(w, "s")]
}

// Shouted reports whether word i, in a sentence all in capitals, is an ordinary word
// and no name.
func (d *Text) Shouted(i int) bool {
	if !d.Shouting(d.Doc.Words[i].Sentence) {
		return false
	}
	w := strings.TrimSuffix(d.Low(i), "'s")
	if commonNouns[w] || AttackNouns[w] || ViolentVerbs[w] || SpeechVerbs[w] != "" || Adverbs[w] || NumberWords[w] {
		return true
	}
	for _, end := range []string{"tion", "tions", "ment", "ments", "ness", "ism", "ence", "ences", "ance", "ity", "ive", "ing", "ship", "ly", "ous"} {
		if len(w) > len(end)+3 && strings.HasSuffix(w, end) {
			return true
		}
	}
	return len(w) > 4 && strings.HasSuffix(w, "ed")
}
