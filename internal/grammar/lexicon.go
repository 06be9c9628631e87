package grammar

import (
	"strings"

	"rashomon"
)

// Lexicon is a set of lower-case words.
type Lexicon map[string]bool

// LexiconOf returns the set of the words in lines, which white space parts.
func LexiconOf(lines ...string) Lexicon {
	l := Lexicon{}
	for _, line := range lines {
		for _, w := range strings.Fields(line) {
			l[w] = true
		}
	}
	return l
}

// Words that no noun phrase holds, by class.
var (
	// AttackPlurals are attacks in the plural.
	AttackPlurals = LexiconOf(`attacks strikes airstrikes raids bombings shellings clashes explosions blasts bombardments shootings
	operations battles massacres violations`)
	// Kin are relatives.
	Kin = LexiconOf(`son daughter wife husband brother sister mother father child children baby cousin uncle aunt nephew niece
		grandson granddaughter grandfather grandmother parents family relatives girlfriend boyfriend fiancee`)
	// PlaceNouns say what kind of place it is.
	PlaceNouns = LexiconOf(`city town village villages towns cities province provinces district districts neighborhood neighborhoods
		neighbourhood neighbourhoods area areas countryside region regions governorate suburb suburbs outskirts camp square market
		markets hospital clinic school mosque church street road avenue block valley mountain mountains hill hills border capital
		checkpoint junction quarter quarters park airport base bridge river sector state county department municipality highway
		crossing strip enclave stronghold university hamlet island port harbour harbor desert station facility headquarters
		parts part side edge center centre southwest southeast northwest northeast farm farms plain refugee old`)
	// Directions and the like tell one part of a place.
	Directions = LexiconOf(`north south east west northern southern eastern western central northeastern northwestern southeastern
		southwestern north-east north-west south-east south-west northeast northwest southeast southwest central coastal upper
		lower greater nearby besieged contested ancient nearby rural town's city's country's`)
	// Helpers come after the harm and do none.
	Helpers = LexiconOf(`rescuers rescuer rescue medics paramedics firefighters ambulance ambulances doctors nurses`)
	// Bombs are the words for a bomb and its going off.
	Bombs       = LexiconOf(`bomb bombs bombing bombings`)
	Determiners = LexiconOf(`the a an this that these those its their his her our my your another some several all both
		every each any many multiple various two three four five six seven eight nine ten dozens other`)
	Prepositions = LexiconOf(`of at in on by for from with to into onto over under near after before during since until
		against between among through across about around behind inside outside within without upon toward towards
		off above below beyond amid despite via per as than like following including due`)
	Conjunctions = LexiconOf(`and or but nor while whereas although though because if when where whether that which who
		whom whose what how why so then yet once unless`)
	Pronouns  = LexiconOf(`he she it they we i you them him us me himself herself itself themselves`)
	Auxiliary = LexiconOf(`is are was were be been being am has have had having do does did will would can could may might
		must shall should not cannot can't couldn't didn't doesn't don't hasn't haven't wasn't weren't isn't aren't won't
		wouldn't couldn’t didnt doesnt dont hasnt havent hadnt wasnt werent isnt arent couldnt wouldnt`)
	Adverbs = LexiconOf(`also later earlier further meanwhile again already just still now then today yesterday tonight
		tomorrow however thus there here only even too early late recently initially previously separately reportedly
		allegedly apparently immediately repeatedly officially publicly strongly clearly simply quickly subsequently
		additionally furthermore moreover previously finally once ago first overnight fiercely heavily deliberately
		accidentally indiscriminately mainly mostly probably possibly likely never always simultaneously jointly
		remotely almost nearly approximately indeed responsible accountable nonetheless elsewhere afterwards afterward out up down away back
		instead alone altogether anyway regardless respectively together`)
	Weekdays = LexiconOf(`monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun january
		february march april june july august september october november december
		jan feb apr jun jul aug sep sept oct nov dec morning afternoon evening night
		dawn midday noon midnight week month year day days hours weeks months years`)
	// timesOfDay are the Weekdays that names may hold.
	timesOfDay = LexiconOf(`morning afternoon evening night dawn midday noon midnight day`)
	// articles begin a phrase, and never stand inside one.
	articles = LexiconOf(`the a an this these those its their his her our my your`)
	// Participles that stand before a noun as adjectives do.
	Participles = LexiconOf(`armed so-called self-described self-declared self-styled unidentified unnamed hooded masked
		united allied besieged retired wanted leading ruling fighting monitoring opposing living intended occupied
		uniformed organized organised visiting warring advancing outlawed unknown accused suspected alleged invading
		occupying attacking involved related displaced anti-terrorism conflicting competing`)
)

// Words of people and bodies that speak.
var (
	// VoiceNouns are the heads of phrases that name who speaks; the kind of voice is
	// for package voice to tell.
	VoiceNouns = LexiconOf(`source sources observatory monitor monitors group groups agency agencies reporter reporters
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
	// Titles keep their stop inside a name.
	Titles = LexiconOf(`mr. mrs. ms. dr. prof. gen. col. lt. maj. capt. sgt. brig. cmdr. gov. sen. rep. det. cpl. pvt. st. u.s.
		u.n. u.k. d.c. e.u. jr. sr. msgr.`)
	// Agencies are named by one word.
	Agencies = LexiconOf(`sana afp reuters nna fna upi dpa efe sputnik anadolu xinhua`)
	// LandNouns end a phrase that a voice's name may follow without its comma.
	LandNouns = LexiconOf(`city town village neighborhood neighbourhood district province countryside area suburb region
		children women people others building house rubble explosion attack border country capital camp airport base
		hospital war day year south north east west`)
	// Attaching Prepositions carry a voice phrase on: "a source at", "head of".
	Attaching = LexiconOf(`of at in from for with within inside on to`)
	// RelayNouns name outlets and Agencies.
	RelayNouns = LexiconOf(`wire afp reuters ap upi dpa efe acan-efe xinhua tass sana sputnik anadolu rudaw cnn bbc nbc abc cbs fox
		news agency television tv radio newspaper channel jazeera arabiya manar al-manar al-jazeera al-arabiya al-alam
		mayadeen al-mayadeen media press times post journal tribune herald network broadcaster gazette magazine
		website outlet interfax novosti ria ria-novosti fna irna isna tasnim fars presstv nytimes kyodo ansa dailies
		daily correspondent reporter bloomberg guardian telegraph independent orient enab al-monitor associated nna
		hurriyet dogan`)
)

// SpeechVerbs gives each form of a verb of speech the stance that it lends to what
// is said.
var SpeechVerbs = stanceVerbs()

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
	// AmbiguousNoun are forms of speech verbs that are as often nouns.
	AmbiguousNoun = LexiconOf(`report reports claim claims estimate estimates states notes shows show posts detailed
		suspect suspects share mention shared pointed recorded documented published suspected`)
	// Issued are what a voice gives out: "according to a statement by".
	Issued = LexiconOf(`toll count tally statement statements report reports release communique post posts tweet tweets
		figures statistics message email bulletin information data reporting
		interview letter video`)
	// Accusing verbs take the accused as their object.
	Accusing = LexiconOf(`accused accuses accuse blamed blames blame suspect suspects suspected accusing blaming`)
)

// Words of violence, used to tell content from setting and to find who did it.
var (
	ViolentVerbs = LexiconOf(`killed kills kill wounded wounds injured injures bombed bombs bombard bombarded bombards
		shelled shells attacked attacks attack struck strike strikes hit hits targeted targets target launched launches
		launch fired fires carried carries conducted conducts destroyed destroys destroy blew detonated detonates detonate
		shot shoots shoot stabbed executed executes execute beheaded behead beheads murdered murders kidnapped kidnaps
		abducted seized ambushed stormed storms raided raids pounded pounds dropped drops opened assassinated
		massacred clashed clash clashes staged perpetrated committed slaughtered slaughter burned burnt tortured
		hurled threw planted set rammed sprayed gassed crucified captured captures capture advanced repelled repel
		foiled eliminated eliminates inflicted dealt injuring wounding killing martyred besieged infiltrated
		unleashed mounted ended overran blasted gunned arrested detained hanged occupied strafed machinegunned sabotaged intensified stepped used uses raped
		ransacked looted lynched dynamited bombarding`)
	AttackNouns = LexiconOf(`attack attacks strike strikes airstrike airstrikes raid raids bombing bombings bombardment
		bombardments shelling shellings shooting shootings offensive assault assaults ambush ambushes explosion
		explosions blast blasts killing killings massacre massacres murder murders assassination assassinations
		execution executions kidnapping abduction fire rocketry barrage gunfire crossfire missile missiles rocket
		rockets mortar mortars shell shells bomb bombs drone drones operation operations counterattack
		counteroffensive counter-offensive clash clashes airstrikes' warplanes warplane jets aircraft artillery
		beheading beheadings beating crime crimes aggression invasion siege`)
	AgentNouns = LexiconOf(`regime regimes government coalition militia group army military opposition state terrorist
		terrorists rebel rebels`)
	PluralModifiers = LexiconOf(`rights forces news affairs operations sources' armys regimes coalitions governments terrorists
		rebels groups militias states services headquarters arms airstrikes sports sanas syrias russias turkeys
		defense communications emergencies helmets`)
	NumberWords = LexiconOf(`one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
		sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds
		thousand thousands dozens scores`)
)

// Words of those who do violence and of what they do it to.
var (
	// ActorNouns are heads of phrases that name who acts.
	ActorNouns = LexiconOf(`forces force army armies troops units unit military militaries coalition coalitions regime
		regimes government governments militants militant terrorists terrorist rebels rebel fighters fighter insurgents
		guerrillas guerrilla gunmen gunman shooter shooters attackers attacker assailant assailants bomber bombers suspect
		suspects warplanes warplane jets jet planes plane aircraft helicopters helicopter airforce police soldiers soldier
		policemen group groups organization organizations organisation front factions faction militia militias brigade
		battalion battalions jihadists jihadist extremists snipers sniper commandos commando separatists cartel squads
		men man woman women teen teenager youths youth boy protesters rioters demonstrators officers officer loyalists
		opposition allies peshmerga mujahideen kurds members member elements columns column individuals individual
		someone somebody person mob robber robbers kidnappers assassins murderers criminals thugs husband father
		affiliate alliance state intruder perpetrator perpetrators hijackers hitmen subjects subject student navy militiamen
		houthis islamists invaders occupiers movement navies crews aviation son brother couple
		mafia traffickers hezbollah hizbullah isis isil daesh da'esh is qaeda al-qaeda nusra al-nusra taliban
		hamas fmln eln farc eta ira mrta ypg sdf pkk idf nato extraditables gang gangs crowd command`)
	// ActorAdjectives stand before an attack and say whose it was.
	ActorAdjectives = LexiconOf(`russian syrian israeli turkish us u.s. american iranian saudi british french iraqi kurdish
		jordanian egyptian ukrainian pakistani indian chinese afghan somali yemeni emirati lebanese palestinian
		nicaraguan salvadoran colombian rebel terrorist militant takfiri zionist allied regime government coalition
		opposition guerrilla army military police nato isis isil daesh is taliban houthi hezbollah hamas al-qaeda
		al-shabaab jihadist insurgent russians syrians assad assads assad's ypg sdf pkk nusra al-nusra islamist western
		state forces warplanes warplane jets troops`)
	Nations = LexiconOf(`russia syria israel turkey us u.s. usa america iran britain france nato moscow washington damascus
		ukraine pakistan india egypt jordan nicaragua germany assad israelis turks russians americans`)
	// SettingWords Prepositions make a phrase a setting, which does nothing.
	SettingWords = LexiconOf(`of at in on by for from with to into over near against between among through across around
		behind inside outside within including`)
	Patients = LexiconOf(`people civilians civilian victims victim casualties dead toll children residents workers house
		houses building buildings hospital hospitals explosion explosions blast blasts death deaths injuries body
		bodies shells bullets bullet shots convoy car bus vehicle others family patients bystanders something nothing everything
		anything it`)
)

// Words of people who are Harmed, of places and of weapons.
var (
	// Harmed are the forms of verbs that follow a victim's name.
	Harmed = LexiconOf(`killed wounded injured shot murdered assassinated died stabbed executed kidnapped abducted hurt
		martyred beheaded slain struck hit dead gunned tortured hospitalized`)
	// Particles join the parts of a person's name.
	Particles = LexiconOf(`al el bin ibn abu de la del van von da dos bint y`)
	// NotPersons are capitalised words that stand in no person's name.
	NotPersons = LexiconOf(`nobody none someone somebody everyone everybody anyone anybody whoever striker goalkeeper midfielder
		defender coach north south east west northern southern eastern western central united states new city street
		avenue road county state national international islamic democratic human rights ministry defense defence saudi
		strip bank sea river valley mount high court parliament congress senate university college department hall
		he she they it his her i we in on at the civilians civilian killed injured children medical assessment red
		crescent cross single source reported weak fair block camp daesh isis facebook twitter jaish jeish ahrar fatah
		leader lawyer father priest judge candidate liberal conservative senator legal advisor former presidential dr.
		prof. social guatemalan peasant labor student engineer worker party jesuit archbishop monsignor minister`)
	// TargetHeads are what gets hit that is no person.
	TargetHeads = LexiconOf(`house houses home homes building buildings hospital hospitals school schools mosque mosques
		church market markets marketplace convoy bus vehicle vehicles car truck trucks checkpoint checkpoints base bases
		position positions headquarters neighborhood neighborhoods neighbourhood neighbourhoods district districts
		village villages town towns city camp camps airport airbase facility facilities center centre station depot
		depots factory embassy office offices area areas residence apartment clinic ambulance ambulances bridge
		university hotel restaurant warehouse warehouses road highway gathering gatherings hideouts site sites crew
		stronghold strongholds barracks patrol police army troops militants terrorists civilians group club wedding
		funeral bakery mosque's shop shops tower towers post posts outpost complex pipeline parade tanker tankers fuel
		crowd residents people enclave suburb province quarter quarters street square garage fortifications
		gatherings dens supply lines`)
	// WeaponHeads name a weapon or an attack by its weapon.
	WeaponHeads = LexiconOf(`bomb bombs shell shells rocket rockets missile missiles mortar mortars drone drones airstrike
		airstrikes shelling bombing bombings bombardment bombardments raid raids strike strikes gas sarin chlorine
		explosives dynamite grenade grenades firearm firearms gun guns handgun shotgun rifle rifles pistol revolver knife knives machete
		ied ieds device devices phosphorus phosphorous napalm munitions artillery bullet bullets mine mines
		landmine belt vest rounds rocketry projectiles cocktails attack attacks fire weapons blast rifle howitzers
		tanks kalashnikov helicopters warplanes aircraft jets`)
)
