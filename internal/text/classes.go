package text

import "strings"

// Words is a set of lower-case words.
type Words map[string]bool

// WordSet returns the set of the words in the lines, which white space parts.
func WordSet(lines ...string) Words {
	set := Words{}
	for _, line := range lines {
		for w := range strings.FieldsSeq(line) {
			set[w] = true
		}
	}
	return set
}

// The closed classes of English: words that no noun phrase holds, or that only
// begin one. They are looked up in lower case, as Doc.Lower gives it.
var (
	Determiners = WordSet(`the a an this that these those its their his her our my your another some several all both
		every each any many multiple various two three four five six seven eight nine ten dozens other`)
	Prepositions = WordSet(`of at in on by for from with to into onto over under near after before during since until
		against between among through across about around behind inside outside within without upon toward towards
		off above below beyond amid despite via per as than like following including due`)
	Conjunctions = WordSet(`and or but nor while whereas although though because if when where whether that which who
		whom whose what how why so then yet once unless`)
	Pronouns    = WordSet(`he she it they we i you them him us me himself herself itself themselves`)
	Auxiliaries = WordSet(`is are was were be been being am has have had having do does did will would can could may might
		must shall should not cannot can't couldn't didn't doesn't don't hasn't haven't wasn't weren't isn't aren't won't
		wouldn't`)
	Adverbs = WordSet(`also later earlier further meanwhile again already just still now then today yesterday tonight
		tomorrow however thus there here only even too early late recently initially previously separately reportedly
		allegedly apparently immediately repeatedly officially publicly strongly clearly simply quickly subsequently
		additionally furthermore moreover finally once ago first overnight fiercely heavily deliberately
		accidentally indiscriminately mainly mostly probably possibly likely never always simultaneously jointly
		remotely almost nearly approximately indeed nonetheless elsewhere afterwards afterward out up down away back`)
	// Calendar holds the names of days, months and stretches of time.
	Calendar = WordSet(`monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun january
		february march april june july august september october november december jan feb apr jun jul aug sep sept oct
		nov dec morning afternoon evening night dawn midday noon midnight week month year day days hours weeks months years`)
)
