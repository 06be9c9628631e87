package deed

import "rashomon/internal/grammar"

// Words of deeds.
var (
	// attackKinds may stand between whose an attack was and the attack.
	attackKinds = grammar.LexiconOf(`air drone rocket rockets mortar artillery missile missiles suicide car bomb truck barrel aerial
		chemical gas cluster heavy deadly deadliest latest military armed ground surprise massive retaliatory fresh
		intense indiscriminate double-tap bombing shelling sniper tank naval targeted alleged suspected apparent
		intensive brutal fierce coordinated simultaneous fatal rocketry shell warplane jet helicopter sarin chlorine
		terror mass knife grenade machine gun vehicle counter`)
	// notWhose are nouns of attack whose owner is as often the place or the victim.
	notWhose = grammar.LexiconOf(`killing killings operation operations explosion explosions crime crimes siege bomb bombs murder
		murders blast blasts aggression offensive invasion`)
	// notByWhom are verbs of violence whose "by" names who holds a place or a man.
	notByWhom = grammar.LexiconOf(`captured seized besieged repelled arrested detained foiled eliminated used uses
		stepped`)
	// natural are what kills without anybody's doing.
	natural = grammar.LexiconOf(`earthquake quake tremor aftershock flood floods flooding landslide mudslide avalanche storm
		hurricane cyclone typhoon tornado wildfire lightning heatwave tsunami eruption volcano crash accident collision virus
		disease cholera outbreak epidemic famine`)
	// nobody are words for no one in particular, which no person or group is named by.
	nobody = grammar.LexiconOf(`nobody no-one noone none everyone everybody anyone anybody whoever`)
	// undone are what does not happen: "foiled an attack", "averted a plot".
	undone = grammar.LexiconOf(`foiled foil foils thwarted thwart thwarts averted prevented defused disrupted`)
	// missiles are thrown by hand.
	missiles = grammar.LexiconOf(`stones stone bricks brick bottles cocktail cocktails petrol rocks`)
	// deniedThings are what one denies who denies a deed.
	deniedThings = grammar.LexiconOf(`responsibility involvement accusation accusations allegations carrying targeting bombing using attacking
		killing role hitting responsible claim claims report reports charge charges having this it links shelling conducting firing
		launching attack attacks strike strikes behind blame participation hand knowledge raid raids
		striking bombings airstrikes airstrike`)
	// attributing verbs lay a deed to somebody with "to", "on" or "responsible".
	attributing = grammar.LexiconOf(`attributed attributing pointed hold holds held holding`)
	// charging verbs and adjectives follow one whom the law names.
	charging = grammar.LexiconOf(`charged accused convicted sentenced arrested wanted booked guilty facing faces face confessed suspected`)
)
