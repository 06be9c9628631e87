package text

import (
	"strings"
	"unicode"
)

// What English makes of a text. In the texts of ../shared/gold .068 of the words or
// more are English function words, .28 in the median one (TestEnglishGold measures
// it, in upper case too). In other languages it is .03 or less, but for those that
// share some short words with English: there their own function words prevail.
const (
	judgedWords   = 20  // a text of fewer words is not judged
	judgedLetters = 100 // nor is one of fewer letters, for writing that does not part words
	englishShare  = .05 // of the words in Latin letters, those that are function words
	latinShare    = .5  // of the letters, those that are Latin
)

// functionWords are English words that hold sentences together whatever they are
// about. Those that other languages have too ("in", "a", "on", "was") are left out.
var functionWords = wordSet(`the of and to that for with from by at were been being this these those their
	they them there his her hers its it he she we our you your who which what when where while would could should will shall
	has have had does did not but than then about after before into between through during against because only also both
	each other some any such said says is are be as`)

// foreignWords are the commonest words of languages in Latin letters that have words
// of functionWords, or that name places in English reports, less those that are
// English words ("die", "den").
var foreignWords = wordSet(`de la le les des et un une est dans qui que pour dans el los las del y en una por con se su
	o os da do em um uma não il di che della sono der das und ist ein eine mit von dem auf het een van zijn niet
	og er det til av af på är och att för w na się że nie jest z i ve bir bu için yang dan di ini itu ng ang sa mga ya wa`)

// English reports whether text looks like English prose, by the share of Latin
// letters and of English function words, and by those of other languages. A text of fewer than twenty words and a
// hundred letters says too little: it passes.
func English(text string) bool {
	l := languageOf(text)
	if l.words < judgedWords && l.letters < judgedLetters {
		return true
	}
	return float64(l.latin) >= latinShare*float64(l.letters) && l.share() >= englishShare && l.function > l.foreign
}

// language is what the test of English counts.
type language struct {
	words, latinWords, function, foreign int
	letters, latin                       int
}

// share returns the part of the words in Latin letters that are function words.
func (l language) share() float64 { return float64(l.function) / float64(max(l.latinWords, 1)) }

func languageOf(text string) language {
	var l language
	apart := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) }
	for w := range strings.FieldsFuncSeq(text, apart) {
		l.words++
		latin := 0
		for _, r := range w {
			if !unicode.IsLetter(r) {
				continue
			}
			l.letters++
			if unicode.Is(unicode.Latin, r) {
				latin++
			}
		}
		l.latin += latin
		if latin > 0 {
			l.latinWords++
		}
		switch w = strings.ToLower(w); {
		case functionWords[w]:
			l.function++
		case foreignWords[w]:
			l.foreign++
		}
	}
	return l
}
