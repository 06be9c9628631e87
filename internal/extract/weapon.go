package extract

import "rashomon"

var (
	// weaponHeads name a weapon or an attack by its weapon.
	weaponHeads = lexiconOf(`bomb bombs shell shells rocket rockets missile missiles mortar mortars drone drones airstrike
		airstrikes shelling bombing bombings bombardment bombardments raid raids strike strikes gas sarin chlorine
		explosives dynamite grenade grenades gun guns handgun shotgun rifle rifles pistol revolver knife knives machete
		ied ieds device devices phosphorus phosphorous napalm munitions artillery bullet bullets mine mines
		landmine belt vest rounds rocketry projectiles cocktails attack attacks fire weapons blast rifle howitzers
		tanks kalashnikov helicopters warplanes aircraft jets`)
	// weaponKinds stand before such a head and belong to the weapon.
	weaponKinds = lexiconOf(`air drone rocket rockets mortar artillery missile missiles suicide car bomb truck barrel aerial
		chemical gas cluster explosive improvised roadside petrol nail pipe hand machine sniper gun tank incendiary
		vacuum thermobaric bunker phosphorus white sarin chlorine nerve ballistic cruise surface-to-surface guided anti-tank
		rocket-propelled handheld semi-automatic assault hunting shell double-barreled caliber knife grenade molotov
		parcel letter dynamite motorcycle remote-controlled elephant hell bombing shelling toxic poison vehicle thermite`)
	// vagueHeads name a weapon only with its kind before them.
	vagueHeads = lexiconOf(`attack attacks fire weapons device devices strike strikes raid raids gas belt vest blast rounds
		mine mines tanks aircraft jets helicopters warplanes munitions`)
)

// weapons returns the claims of what it was done with.
func (d *draft) weapons() []rashomon.Claim {
	var found []finding
	seen := map[string]bool{}
	d.eachWord(func(i int, s run) {
		w := d.low(i)
		if !weaponHeads[w] || weaponHeads[d.low(i+1)] && i+1 < s.last || d.low(i+1) == "launcher" || pronouns[d.low(i-1)] {
			return
		}
		first := i
		for first > s.first && weaponKinds[d.low(first-1)] {
			first--
		}
		if first == i && (vagueHeads[w] && !d.usedWith(i) || speechVerbs[d.low(i-1)] != "") {
			return
		}
		if w := d.low(first - 1); first == i && (w == "the" || w == "these" || w == "those" || w == "such" || w == "its" || w == "their") {
			return // spoken of before
		}
		u, _ := d.said(i)
		key := d.words(run{first, i + 1}).Of(d.doc.Text) + d.words(u.run).Of(d.doc.Text)
		if seen[key] {
			return
		}
		seen[key] = true
		found = append(found, finding{value: run{first, i + 1}, span: run{d.phraseFirst(first, s), i + 1}})
	})
	return d.claims(rashomon.Weapon, found)
}

// usedWith reports whether the words before i say that it was used.
func (d *draft) usedWith(i int) bool {
	switch d.low(i - 1) {
	case "with", "using", "by", "used", "fired":
		return true
	}
	return false
}

// phraseFirst returns where the phrase begins whose last words begin at first: its
// article or number.
func (d *draft) phraseFirst(first int, s run) int {
	if w := d.low(first - 1); first > s.first && (determiners[w] || isNumber(w)) {
		return first - 1
	}
	return first
}
