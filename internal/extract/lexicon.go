package extract

import (
	"strings"

	"rashomon"
)

// lexicon is a set of lower-case words.
type lexicon map[string]bool

// lexiconOf returns the set of the words in lines, which white space parts.
func lexiconOf(lines ...string) lexicon {
	l := lexicon{}
	for _, line := range lines {
		for _, w := range strings.Fields(line) {
			l[w] = true
		}
	}
	return l
}

// Words that no noun phrase holds, by class.
var (
	determiners = lexiconOf(`the a an this that these those its their his her our my your another some several all both
		every each any many multiple various two three four five six seven eight nine ten dozens other`)
	prepositions = lexiconOf(`of at in on by for from with to into onto over under near after before during since until
		against between among through across about around behind inside outside within without upon toward towards
		off above below beyond amid despite via per as than like following including due`)
	conjunctions = lexiconOf(`and or but nor while whereas although though because if when where whether that which who
		whom whose what how why so then yet once unless`)
	pronouns  = lexiconOf(`he she it they we i you them him us me himself herself itself themselves`)
	auxiliary = lexiconOf(`is are was were be been being am has have had having do does did will would can could may might
		must shall should not cannot can't couldn't didn't doesn't don't hasn't haven't wasn't weren't isn't aren't won't
		wouldn't couldn’t`)
	adverbs = lexiconOf(`also later earlier further meanwhile again already just still now then today yesterday tonight
		tomorrow however thus there here only even too early late recently initially previously separately reportedly
		allegedly apparently immediately repeatedly officially publicly strongly clearly simply quickly subsequently
		additionally furthermore moreover previously finally once ago first overnight fiercely heavily deliberately
		accidentally indiscriminately mainly mostly probably possibly likely never always simultaneously jointly
		remotely almost nearly approximately indeed responsible accountable nonetheless elsewhere afterwards afterward out up down away back`)
	weekdays = lexiconOf(`monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun january
		february march april june july august september october november december
		jan feb apr jun jul aug sep sept oct nov dec morning afternoon evening night
		dawn midday noon midnight week month year day days hours weeks months years`)
	// participles that stand before a noun as adjectives do.
	participles = lexiconOf(`armed so-called self-described self-declared self-styled unidentified unnamed hooded masked
		united allied besieged retired wanted leading ruling fighting monitoring opposing living intended occupied
		uniformed organized organised visiting warring advancing outlawed unknown accused suspected alleged invading
		occupying attacking involved related displaced anti-terrorism conflicting competing`)
)

// Words of people and bodies that speak.
var (
	// voiceNouns are the heads of phrases that name who speaks; the kind of voice is
	// in voiceKinds.
	voiceNouns = lexiconOf(`source sources observatory monitor monitors group groups agency agencies reporter reporters
		correspondent correspondents activist activists official officials ministry minister office spokesman
		spokeswoman spokesperson spokesmen spokespersons police authorities media report reports witness witnesses
		eyewitness eyewitnesses resident residents villagers locals director head chief leader commander president
		ambassador envoy secretary member members army military government coalition opposition rebels watchdog ngo
		organization organisation network committee committees center centre council commission department command
		channel television tv radio newspaper news website websites outlet outlets statement communique bulletin
		investigators prosecutors prosecutor detectives deputies cops sheriff lieutenant sergeant officer officers
		captain colonel major general doctor doctors medic medics nurse hospital hospitals rescuers paramedics
		firefighters helmets defence defense analyst analysts expert experts journalist journalists photographer user
		users page post posts tweet video videos document documents affidavit court records relatives relative family
		mother father brother sister son daughter wife husband neighbor neighbors neighbour neighbours survivor
		survivors victim governor mayor presidency embassy pentagon kremlin regime fighters militants insurgents
		guerrillas front movement party union institute foundation association coordinator researcher lawyer judge
		attorney jury editor manager owner driver student teacher bishop archbishop priest caller man woman boy girl
		militia brigade brigades battalion wing fighter soldier soldiers troops forces worker workers crew crews team
		teams service services administration state un nations monitoring dailies daily press propaganda arm agents
		agent sources' company airline charity congressman senator representative diplomat diplomats delegate
		negotiator dissident dissidents prosecution complaint indictment dispatchers caption accounts jurors warrant pentagon centcom sana afp reuters ap upi dpa efe xinhua tass bbc cnn`)
	// titles keep their stop inside a name.
	titles = lexiconOf(`mr. mrs. ms. dr. prof. gen. col. lt. maj. capt. sgt. brig. cmdr. gov. sen. rep. det. cpl. pvt. st. u.s.
		u.n. u.k. d.c. e.u. jr. sr. msgr.`)
	// agencies are named by one word.
	agencies = lexiconOf(`sana afp reuters nna fna upi dpa efe sputnik anadolu xinhua`)
	// landNouns end a phrase that a voice's name may follow without its comma.
	landNouns = lexiconOf(`city town village neighborhood neighbourhood district province countryside area suburb region
		children women people others building house rubble explosion attack border country capital camp airport base
		hospital war day year south north east west`)
	// attaching prepositions carry a voice phrase on: "a source at", "head of".
	attaching = lexiconOf(`of at in from for with within inside on to`)
	// relayNouns name outlets and agencies.
	relayNouns = lexiconOf(`afp reuters ap upi dpa efe acan-efe xinhua tass sana sputnik anadolu rudaw cnn bbc nbc abc cbs fox
		news agency television tv radio newspaper channel jazeera arabiya manar al-manar al-jazeera al-arabiya al-alam
		mayadeen al-mayadeen media press times post journal tribune herald network broadcaster gazette magazine
		website outlet interfax novosti ria ria-novosti fna irna isna tasnim fars presstv nytimes kyodo ansa dailies
		daily correspondent reporter bloomberg guardian telegraph independent orient enab al-monitor associated nna
		hurriyet dogan`)
)

// speechVerbs gives each form of a verb of speech the stance that it lends to what
// is said.
var speechVerbs = stanceVerbs()

func stanceVerbs() map[string]rashomon.Stance {
	verbs := map[string]rashomon.Stance{}
	for stance, line := range map[rashomon.Stance]string{
		rashomon.States: `claimed claims claim said say says told tell tells stated states added adds announced announces announce
			reported reports report noted notes explained explains clarified indicated indicates indicate
			revealed reveals stressed described describes describe mentioned mentions wrote writes posted
			tweeted affirmed asserted specified emphasized emphasised underlined disclosed informed estimated estimates
			estimate documented recorded warned warns observed commented recalled testified argued insisted insists
			maintained maintains maintain concluded remarked replied recounted relayed published underscored assured
			reiterated detailed pointed identified shared shows showed charged accepted accepts saw suggested suggests suggest quoted
			promised pledged vowed expressed condemned condemns condemn deplored decried decries denounced denounces mourned
			determined declined speculated worried feared fears cited cites informed learned`,
		rashomon.Confirms: `confirmed confirms confirm acknowledged acknowledges acknowledge admitted admits admit verify verified
			corroborated conceded`,
		rashomon.Alleges: `alleged alleges allege accused accuses accuse blamed blames blame believe
			believes believed suspect suspects suspected attributed attribute attributes`,
		rashomon.Denies:   `denied denies deny rejected rejects reject refuted refutes refute dismissed dismisses disputed`,
		rashomon.Threats:  `threatened threatens threaten`,
		rashomon.Predicts: `predicted predicts predict expected expects expect`,
	} {
		for _, w := range strings.Fields(line) {
			verbs[w] = stance
		}
	}
	return verbs
}

var (
	// strongVerbs make a voice of any subject; the others only of one that looks like
	// a speaker.
	strongVerbs = lexiconOf(`said say says told tell tells stated added adds announced declared clarified stressed noted
		explained wrote tweeted accused blamed denied admitted acknowledged insisted testified recalled`)
	// ambiguousNoun are forms of speech verbs that are as often nouns.
	ambiguousNoun = lexiconOf(`report reports claim claims estimate estimates states notes shows show posts detailed
		suspect suspects share mention shared pointed recorded documented published suspected`)
	// statementNouns are what a voice speaks through: "a statement by", "posts from".
	statementNouns = lexiconOf(`statement statements reports communique post posts tweet tweets caption`)
	// issued are what a voice gives out: "according to a statement by".
	issued = lexiconOf(`toll count tally statement statements report reports release communique post posts tweet tweets
		figures statistics message email bulletin information data reporting
		interview letter video`)
	// invertible verbs may stand before their subject: "said the ministry".
	invertible = lexiconOf(`said says say added reported reports wrote announced`)
	// narrowVerbs say no more than themselves: who condemns vouches for nothing.
	narrowVerbs = lexiconOf(`condemn condemns deplored accepted accepts`)
	// tailing are the speakers that titles end with.
	tailing = lexiconOf(`monitor monitors ngo activists observatory police officials witnesses army sources media tv group`)
	// accusing verbs take the accused as their object.
	accusing = lexiconOf(`accused accuses accuse blamed blames blame suspect suspects suspected accusing blaming`)
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
	words lexicon
}{
	{rashomon.Monitor, lexiconOf(`observatory monitor monitors monitoring watchdog sohr snhr airwars acled`)},
	{rashomon.Social, lexiconOf(`facebook twitter telegram instagram tweet tweets user users post video videos footage @`)},
	{rashomon.Medical, lexiconOf(`medic medics medical doctor doctors hospital hospitals paramedic paramedics health
		ambulance nurse coroner surgeon morgue`)},
	{rashomon.Witness, lexiconOf(`witness witnesses eyewitness eyewitnesses resident residents villagers locals neighbor
		neighbors neighbour neighbours survivor survivors relatives relative mother father brother sister wife husband`)},
	{rashomon.NGO, lexiconOf(`ngo amnesty unicef msf charity helmets cross crescent humanitarian civil rights watch
		coordination aid committees`)},
	{rashomon.Police, lexiconOf(`police sheriff deputies cops detective detectives investigators policeman sergeant sgt.
		deputy fbi pnc`)},
	{rashomon.ArmedGroup, lexiconOf(`rebels rebel militants militant insurgents guerrillas guerrilla isis isil daesh
		taliban nusra al-nusra militia militias fighters fighter jihadist jihadists hamas hezbollah fmln eln farc
		extraditables brigade brigades jaish mujahideen hashd`)},
	{rashomon.Military, lexiconOf(`army military pentagon centcom defense defence soldier soldiers troops forces coalition
		colonel col. general gen. maj. lt. navy marine marines commander armed idf field`)},
	{rashomon.Media, relayNouns},
	{rashomon.Official, lexiconOf(`government ministry minister official officials president authorities embassy state
		secretary governor mayor kremlin prosecutor prosecutors spokesman spokeswoman spokesperson ambassador court
		council department city parliament senator congressman un u.n. nations police interior foreign presidency
		regime washington moscow damascus ankara administration office bureau`)},
}

// Words of violence, used to tell content from setting and to find who did it.
var (
	violentVerbs = lexiconOf(`killed kills kill wounded wounds injured injures bombed bombs bombard bombarded bombards
		shelled shells attacked attacks attack struck strike strikes hit hits targeted targets target launched launches
		launch fired fires carried carries conducted conducts destroyed destroys destroy blew detonated detonates detonate
		shot shoots shoot stabbed executed executes execute beheaded behead beheads murdered murders kidnapped kidnaps
		abducted seized ambushed stormed storms raided raids pounded pounds dropped drops opened assassinated
		massacred clashed clash clashes staged perpetrated committed slaughtered slaughter burned burnt tortured
		hurled threw planted set rammed sprayed gassed crucified captured captures capture advanced repelled repel
		foiled eliminated eliminates inflicted dealt injuring wounding killing martyred besieged infiltrated
		unleashed mounted ended overran blasted gunned arrested detained hanged occupied strafed machinegunned sabotaged intensified stepped used uses raped
		ransacked looted lynched dynamited bombarding`)
	attackNouns = lexiconOf(`attack attacks strike strikes airstrike airstrikes raid raids bombing bombings bombardment
		bombardments shelling shellings shooting shootings offensive assault assaults ambush ambushes explosion
		explosions blast blasts killing killings massacre massacres murder murders assassination assassinations
		execution executions kidnapping abduction fire rocketry barrage gunfire crossfire missile missiles rocket
		rockets mortar mortars shell shells bomb bombs drone drones operation operations counterattack
		counteroffensive counter-offensive clash clashes airstrikes' warplanes warplane jets aircraft artillery
		beheading beheadings beating crime crimes aggression invasion siege`)
	agentNouns = lexiconOf(`regime regimes government coalition militia group army military opposition state terrorist
		terrorists rebel rebels`)
	pluralModifiers = lexiconOf(`rights forces news affairs operations sources' armys regimes coalitions governments terrorists
		rebels groups militias states services headquarters arms airstrikes sports sanas syrias russias turkeys
		defense communications emergencies helmets`)
	numberWords = lexiconOf(`one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
		sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds
		thousand thousands dozens scores`)
)
