package extract

import "strings"

// Words of those who do violence.
var (
	// actorNouns are heads of phrases that name who acts.
	actorNouns = lexiconOf(`forces force army armies troops units unit military militaries coalition coalitions regime
		regimes government governments militants militant terrorists terrorist rebels rebel fighters fighter insurgents
		guerrillas guerrilla gunmen gunman shooter shooters attackers attacker assailant assailants bomber bombers suspect
		suspects warplanes warplane jets jet planes plane aircraft aircrafts helicopters helicopter airforce police soldiers soldier
		policemen group groups organization organizations organisation front factions faction militia militias brigade
		battalion battalions jihadists jihadist extremists snipers sniper commandos commando separatists cartel squads
		men man woman women teen teenager youths youth boy protesters rioters demonstrators officers officer loyalists
		opposition allies peshmerga mujahideen kurds members member elements columns column individuals individual
		someone somebody person mob robber robbers kidnappers assassins murderers criminals thugs husband father
		affiliate alliance state intruder perpetrator perpetrators hijackers hitmen subjects subject student navy militiamen
		houthis islamists invaders occupiers movement navies crews aviation son brother couple
		mafia traffickers hezbollah hizbullah isis isil daesh da'esh is qaeda al-qaeda nusra al-nusra taliban
		hamas fmln eln farc eta ira mrta ypg sdf pkk idf nato extraditables gang gangs crowd command`)
	// actorAdjectives stand before an attack and say whose it was.
	actorAdjectives = lexiconOf(`russian syrian israeli turkish us u.s. american iranian saudi british french iraqi kurdish
		jordanian egyptian ukrainian pakistani indian chinese afghan somali yemeni emirati lebanese palestinian
		nicaraguan salvadoran colombian rebel terrorist militant takfiri zionist allied regime government coalition
		opposition guerrilla army military police nato isis isil daesh is taliban houthi hezbollah hamas al-qaeda
		al-shabaab jihadist insurgent russians syrians assad assads assad's ypg sdf pkk nusra al-nusra islamist western
		state forces warplanes warplane jets troops`)
	nations = lexiconOf(`russia syria israel turkey us u.s. usa america iran britain france nato moscow washington damascus
		ukraine pakistan india egypt jordan nicaragua germany assad israelis turks russians americans`)
	// attackKinds may stand between whose an attack was and the attack.
	attackKinds = lexiconOf(`air drone rocket rockets mortar artillery missile missiles suicide car bomb truck barrel aerial
		chemical gas cluster heavy deadly deadliest latest military armed ground surprise massive retaliatory fresh
		intense indiscriminate double-tap bombing shelling sniper tank naval targeted alleged suspected apparent
		intensive brutal fierce coordinated simultaneous fatal rocketry shell warplane jet helicopter sarin chlorine
		terror mass knife grenade machine gun vehicle counter`)
	// notWhose are nouns of attack whose owner is as often the place or the victim.
	notWhose = lexiconOf(`killing killings operation operations explosion explosions crime crimes siege bomb bombs murder
		murders blast blasts aggression offensive invasion`)
	// settingWords prepositions make a phrase a setting, which does nothing.
	settingWords = lexiconOf(`of at in on by for from with to into over near against between among through across around
		behind inside outside within including`)
	// deniedThings are what one denies who denies a deed.
	deniedThings = lexiconOf(`responsibility involvement accusation accusations allegations carrying targeting bombing using attacking
		killing role hitting responsible claim claims report reports charge charges having this it links shelling conducting firing
		launching attack attacks strike strikes behind blame participation hand knowledge`)
	// missiles are thrown by hand.
	missiles = lexiconOf(`stones stone bricks brick bottles cocktail cocktails petrol rocks`)
	// notByWhom are verbs of violence whose "by" names who holds a place or a man.
	notByWhom = lexiconOf(`captured seized besieged repelled arrested detained foiled eliminated used uses
		stepped`)
	// attributing verbs lay a deed to somebody with "to", "on" or "responsible".
	attributing = lexiconOf(`attributed attributing pointed hold holds held holding`)
	// charging verbs and adjectives follow one whom the law names.
	charging = lexiconOf(`charged accused convicted sentenced arrested wanted booked guilty facing faces face confessed suspected`)
	patients = lexiconOf(`people civilians civilian victims victim casualties dead toll children residents workers house
		houses building buildings hospital hospitals explosion explosions blast blasts death deaths injuries body
		bodies shells bullets bullet shots convoy car bus vehicle others family patients bystanders`)
)

// agentive reports whether a phrase can name someone who does violence.
func (d *draft) agentive(r run) bool {
	if r.empty() || d.pronounRun(r) {
		return false
	}
	h := d.head(r)
	w := strings.TrimSuffix(d.low(h), "'s")
	switch loud := d.doc.Capital(h) && d.shouting(d.doc.Words[h].Sentence); {
	case actorNouns[w], nations[w], strings.HasSuffix(w, "-led"):
		return true
	case patients[w], attackNouns[w], weekdays[w], isNumber(w), d.doc.Punct(h):
		return false
	case d.name(h), loud && !targetHeads[w] && !weaponHeads[w] && r.last-r.first > 1 && r.last-r.first < 7:
		return true
	}
	for i := r.first; i < r.last; i++ {
		if actorNouns[d.low(i)] && !patients[w] {
			return true
		}
	}
	return false
}

// armed reports whether a phrase names an actor by a word of the lexicons, not by
// being a name alone.
func (d *draft) armed(r run) bool {
	for i := r.first; i < r.last; i++ {
		w := strings.TrimSuffix(d.low(i), "'s")
		if actorNouns[w] || nations[w] || actorAdjectives[w] || strings.HasSuffix(w, "-led") || strings.HasSuffix(w, "-backed") {
			return true
		}
	}
	return false
}
