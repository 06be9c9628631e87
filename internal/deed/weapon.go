package deed

import (
	"strings"

	"rashomon/internal/grammar"
)

var (
	// weaponKinds stand before such a head and belong to the weapon.
	weaponKinds = grammar.LexiconOf(`air drone rocket rockets mortar artillery missile missiles suicide car bomb truck barrel aerial
		chemical gas cluster explosive improvised roadside petrol nail pipe hand machine sniper gun tank incendiary
		vacuum thermobaric bunker phosphorus white sarin chlorine nerve ballistic cruise surface-to-surface guided anti-tank
		rocket-propelled handheld semi-automatic assault hunting shell double-barreled caliber knife grenade molotov
		parcel letter dynamite motorcycle remote-controlled elephant hell bombing shelling toxic poison vehicle thermite`)
	// vagueHeads name a weapon only with its kind before them.
	vagueHeads = grammar.LexiconOf(`attack attacks fire weapons device devices strike strikes raid raids gas belt vest blast rounds
		mine mines tanks aircraft jets helicopters warplanes munitions`)
)

// bareVerbs are the heads that are verbs as well.
var bareVerbs = grammar.LexiconOf(`bomb shell mine strike attack fire raid gas knife gun blast`)

// weapons finds what it was done with.
func (d *reader) weapons() []finding {
	var found []finding
	d.eachWord(func(i int, s grammar.Run) {
		w := d.Low(i)
		if !grammar.WeaponHeads[w] || grammar.WeaponHeads[d.Low(i+1)] && i+1 < s.Last || d.Low(i+1) == "launcher" || grammar.Pronouns[d.Low(i-1)] {
			return
		}
		if bareVerbs[w] && (grammar.Auxiliary[d.Low(i-1)] || d.Low(i-1) == "to" || d.Low(i-1) == "never" || strings.HasSuffix(d.Low(i-1), "n't")) {
			return // "do not bomb", "a plot to bomb"
		}
		first := i
		for first > s.First && weaponKinds[d.Low(first-1)] {
			first--
		}
		if first == i && (vagueHeads[w] && !d.usedWith(i) || grammar.SpeechVerbs[d.Low(i-1)] != "") {
			return
		}
		if w := d.Low(first - 1); first == i && (w == "the" || w == "these" || w == "those" || w == "such" || w == "its" || w == "their") {
			return // spoken of before
		}
		found = append(found, finding{value: grammar.Between(first, i+1), span: grammar.Between(d.phraseFirst(first, s), i+1)})
	})
	return found
}

// usedWith reports whether the words before i say that it was used.
func (d *reader) usedWith(i int) bool {
	switch d.Low(i - 1) {
	case "with", "using", "by", "used", "fired":
		return true
	}
	return false
}

// phraseFirst returns where the phrase begins whose last words begin at first: its
// article or number.
func (d *reader) phraseFirst(first int, s grammar.Run) int {
	if w := d.Low(first - 1); first > s.First && (grammar.Determiners[w] || grammar.IsNumber(w)) {
		return first - 1
	}
	return first
}
