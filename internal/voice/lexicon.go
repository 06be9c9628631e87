package voice

import (
	"rashomon"
	"rashomon/internal/grammar"
)

// Words of speech.
var (
	// strongVerbs make a voice of any subject; the others only of one that looks like
	// a speaker.
	strongVerbs = grammar.LexiconOf(`said say says told tell tells stated added adds announced declared clarified stressed noted
		explained wrote tweeted accused blamed denied admitted acknowledged insisted testified recalled`)
	// statementNouns are what a voice speaks through: "a statement by", "posts from".
	statementNouns = grammar.LexiconOf(`statement statements reports communique post posts tweet tweets caption`)
	// invertible verbs may stand before their subject: "said the ministry".
	invertible = grammar.LexiconOf(`testified said says say added reported reports wrote announced`)
	// narrowVerbs say no more than themselves: who condemns vouches for nothing.
	narrowVerbs = grammar.LexiconOf(`condemn condemns deplored accepted accepts`)
	// tailing are the speakers that titles end with.
	tailing = grammar.LexiconOf(`monitor monitors ngo activists observatory police officials witnesses army sources media tv group`)
	// goingOn are participles by which the same speaker goes on.
	goingOn = map[string]rashomon.Stance{
		"adding": rashomon.States, "saying": rashomon.States, "noting": rashomon.States, "stating": rashomon.States,
		"stressing": rashomon.States, "explaining": rashomon.States, "pointing": rashomon.States,
		"indicating": rashomon.States, "reporting": rashomon.States, "announcing": rashomon.States,
		"telling": rashomon.States, "describing": rashomon.States, "clarifying": rashomon.States,
		"warning": rashomon.States, "confirming": rashomon.Confirms, "admitting": rashomon.Confirms,
		"acknowledging": rashomon.Confirms, "alleging": rashomon.Alleges,
		"accusing": rashomon.Alleges, "blaming": rashomon.Alleges, "denying": rashomon.Denies,
		"rejecting": rashomon.Denies, "threatening": rashomon.Threats,
	}
)

// voiceKinds says of what kind a voice is by the words of its phrase; the first
// kind that fits holds.
var voiceKinds = []struct {
	kind  rashomon.VoiceKind
	words grammar.Lexicon
}{
	{rashomon.Monitor, grammar.LexiconOf(`observatory monitor monitors monitoring watchdog sohr snhr airwars acled`)},
	{rashomon.Social, grammar.LexiconOf(`facebook twitter telegram instagram tweet tweets user users post video videos footage @`)},
	{rashomon.Medical, grammar.LexiconOf(`medic medics medical doctor doctors hospital hospitals paramedic paramedics health
		ambulance nurse coroner surgeon morgue`)},
	{rashomon.Witness, grammar.LexiconOf(`witness witnesses eyewitness eyewitnesses resident residents villagers locals neighbor
		neighbors neighbour neighbours survivor survivors relatives relative mother father brother sister wife husband`)},
	{rashomon.NGO, grammar.LexiconOf(`ngo amnesty unicef msf charity helmets cross crescent humanitarian civil rights watch
		coordination aid committees`)},
	{rashomon.Police, grammar.LexiconOf(`police sheriff deputies cops detective detectives investigators policeman sergeant sgt.
		deputy fbi pnc`)},
	{rashomon.ArmedGroup, grammar.LexiconOf(`rebels rebel militants militant insurgents guerrillas guerrilla isis isil daesh
		taliban nusra al-nusra militia militias fighters fighter jihadist jihadists hamas hezbollah fmln eln farc
		extraditables brigade brigades jaish mujahideen hashd`)},
	{rashomon.Military, grammar.LexiconOf(`army military pentagon centcom defense defence soldier soldiers troops forces coalition
		colonel col. general gen. maj. lt. navy marine marines commander armed idf field`)},
	{rashomon.Media, grammar.RelayNouns},
	{rashomon.Official, grammar.LexiconOf(`government ministry minister official officials president authorities embassy state
		secretary governor mayor kremlin prosecutor prosecutors spokesman spokeswoman spokesperson ambassador court
		council department city parliament senator congressman un u.n. nations police interior foreign presidency
		regime washington moscow damascus ankara administration office bureau`)},
}
