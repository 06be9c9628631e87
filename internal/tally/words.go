package tally

import (
	"strings"

	"rashomon"
	"rashomon/internal/grammar"
)

// form is how a word of harm takes the people it counts.
type form int

const (
	verbForm   form = iota // killed, kills, killing: object after it, or subject before a passive
	diesForm               // died: subject before it
	stateForm              // dead, missing: right after the people, or after "were"
	nounForm               // the killing of, the bodies of: people after "of"
	headForm               // 12 deaths: counted itself
	targetForm             // shot: harms unless "at", "down" follow
)

// harm is a word of death, injury, loss or capture.
type harm struct {
	field rashomon.Field
	form  form
}

// harms are the words of harm. A few serve two forms; the finder looks at their
// neighbours.
var harms = harmWords(map[harm]string{
	{rashomon.Killed, verbForm}: `killed kill kills killing murdered murder murders murdering executed execute executes executing
		assassinated assassinate assassinates assassinating massacred massacre massacres massacring beheaded behead beheads
		beheading slaughtered slaughter slaughters slaughtering slain slay slays slaying slew martyred martyring eliminated
		eliminate eliminates eliminating lynched hanged drowned crucified crucify liquidated annihilated exterminated
		electrocuted decapitated decapitating decapitate neutralized neutralised neutralizing incinerated butchered gassed
		suffocated asphyxiated kiled killled`,
	{rashomon.Killed, diesForm}:  `died die dies dying perished perish succumbed succumb`,
	{rashomon.Killed, stateForm}: `dead`,
	{rashomon.Killed, nounForm}:  `death deaths killings bodies body corpses corpse assassination assassinations execution executions murders lives martyrdom`,
	{rashomon.Killed, headForm}:  `homicides homicide killings death deaths fatalities fatality martyrs martyr corpses bodies body lives deads`,
	{rashomon.Injured, verbForm}: `wounded wound wounding wounds injured injure injures injuring hurt hurts hurting maimed maim maiming
		hospitalized hospitalised stabbed stab stabbing injurying treating treated`,
	{rashomon.Injured, targetForm}: `shot shoots shoot shooting`,
	{rashomon.Injured, headForm}:   `injuries injury woundings`,
	{rashomon.Injured, nounForm}:   `injury injuries wounding`,
	{rashomon.Missing, stateForm}:  `missing unaccounted disappeared trapped`,
	{rashomon.Captured, verbForm}: `captured capture captures capturing arrested arrest arrests arresting detained detain detains
		detaining kidnapped kidnap kidnaps kidnapping abducted abduct abducts abducting apprehended imprisoned jailed`,
	{rashomon.Captured, nounForm}:   `abduction kidnapping arrest capture detention abductions`,
	{rashomon.Captured, headForm}:   `arrests`,
	{rashomon.Casualties, verbForm}: `harmed`,
	{rashomon.Casualties, headForm}: `casualties causalities`,
})

func harmWords(groups map[harm]string) map[string][]harm {
	words := map[string][]harm{}
	order := []form{verbForm, targetForm, diesForm, stateForm, headForm, nounForm}
	for _, f := range order {
		for h, list := range groups {
			if h.form != f {
				continue
			}
			for w := range strings.FieldsSeq(list) {
				words[w] = append(words[w], h)
			}
		}
	}
	return words
}

// as returns the harm of word w in form f.
func as(w string, f form) (harm, bool) {
	for _, h := range harms[w] {
		if h.form == f {
			return h, true
		}
	}
	return harm{}, false
}

// people are nouns for those who can be killed, singular and plural alike where
// the endings do not show it.
var people = groupWords(map[rashomon.Group]string{
	rashomon.People: `people person persons man's others other individual individuals member members resident residents
		inhabitant inhabitants victim victims relative relatives passenger passengers pedestrian pedestrians passerby passers-by
		worker workers employee employees student students teacher teachers official officials leader leaders driver drivers
		farmer farmers peasant peasants trader traders customer customers worshipper worshippers worshiper worshipers pilgrim
		pilgrims refugee refugees migrant migrants hostage hostages prisoner prisoners detainee detainees captive captives
		activist activists judge judges lawyer lawyers priest priests nun nuns monk monks bishop bishops imam imams cleric
		clerics politician politicians mayor mayors governor minister president ambassador diplomat diplomats candidate
		deputy deputies aide aides adviser advisers advisor advisors bodyguard bodyguards guard guards spokesman
		neighbor neighbors neighbour neighbours friend friends colleague colleagues spouse couple couples family families
		foreigner foreigners citizen citizens national nationals tourist tourists visitor visitors guest guests bystander
		bystanders protester protesters protestor protestors demonstrator demonstrators shopper shoppers rescuer rescuers
		volunteer volunteers engineer engineers technician technicians businessman businessmen businesswoman shopkeeper
		survivor survivors suspect suspects follower followers supporter supporters delegate delegates observer observers
		christians muslims jews sunnis shiites alawites kurds arabs palestinian palestinians syrians iraqis israelis russians
		iranians turks americans britons frenchmen lebanese afghans pakistanis indians egyptians libyans yemenis saudis
		chinese japanese filipinos ukrainians colombians peruvians salvadorans guatemalans hondurans yazidis assyrians
		resident's bodies dead wounded injured patient patients professor professors singer owner clerk cashier personnel
		staff crew villager villagers elder elders fisherman fishermen athlete athletes player coach principal rector
		writer artist actor poet scholar intellectual dissident opponent boss inspector inspectors watchman baker butcher miner tailor publisher commissioner
		gardener waiter soldier's magistrate magistrates carpenter merchant merchants trainee trainees servant servants maid maids`,
	rashomon.Civilians: `civilian civilians noncombatant noncombatants civilan civilans civillians`,
	rashomon.Children: `child children kid kids boy boys girl girls baby babies infant infants toddler toddlers teen teens teenager
		teenagers minor minors son sons daughter daughters youth youths schoolchildren schoolgirl schoolboy grandson
		granddaughter grandchildren newborn juvenile juveniles adolescent adolescents pupil pupils schoolgirls schoolboys
		nephew niece orphans youngster youngsters`,
	rashomon.Women: `woman women mother mothers wife wives sister sisters female females grandmother grandmothers aunt widow
		widows lady ladies mom girlfriend bride`,
	rashomon.Men: `man men father fathers husband husbands brother brothers male males grandfather uncle gentleman guy guys dad
		boyfriend groom cousin cousins`,
	rashomon.Fighters: `fighter fighters militant militants rebel rebels insurgent insurgents guerrilla guerrillas guerilla guerillas
		jihadist jihadists jihadi jihadis terrorist terrorists extremist extremists militiaman militiamen mercenary mercenaries
		combatant combatants commander commanders subversive subversives takfiris takfiri recruit recruits loyalist loyalists
		chieftain chieftains ringleader ringleaders emir emirs separatist separatists paramilitary paramilitaries partisan
		partisans gangster gangsters kingpin henchmen members-of infiltrators infiltrator irregulars operatives operative
		cadres isis daesh`,
	rashomon.Soldiers: `soldier soldiers troop troops serviceman servicemen servicemember officer officers airman airmen marine
		marines sailor sailors conscript conscripts colonel general generals captain major lieutenant sergeant corporal
		commando commandos pilot pilots paratrooper paratroopers cadet cadets private gunner peacekeeper peacekeepers
		colonels majors sergeants sniper snipers crewman crewmen`,
	rashomon.Officers:  `policeman policemen policewoman policewomen cop cops trooper troopers constable constables detective detectives sheriff gendarme gendarmes`,
	rashomon.Medics:    `medic medics doctor doctors nurse nurses paramedic paramedics surgeon physician physicians rescuer firefighter firefighters`,
	rashomon.Reporters: `journalist journalists reporter reporters photographer photographers cameraman cameramen correspondent correspondents newsman broadcaster`,
	rashomon.Attackers: `attacker attackers bomber bombers gunman gunmen assailant assailants shooter shooters perpetrator perpetrators
		hijacker hijackers kidnapper kidnappers assassin assassins robber robbers killer killers suicide-bomber`,
})

func groupWords(groups map[rashomon.Group]string) map[string]rashomon.Group {
	words := map[string]rashomon.Group{}
	for g, list := range groups {
		for w := range strings.FieldsSeq(list) {
			words[w] = g
		}
	}
	return words
}

// things are nouns that numbers count beside people, and that end as people do.
var things = grammar.LexiconOf(`attack attacks strike strikes airstrike airstrikes raid raids bomb bombs bombing bombings explosion explosions
	blast blasts missile missiles rocket rockets mortar mortars shell shells vehicle vehicles car cars truck trucks tank tanks
	helicopter helicopters plane planes jet jets aircraft drone drones warplane warplanes house houses home homes building buildings
	village villages town towns city cities district districts neighborhood neighborhoods neighbourhood neighbourhoods area areas
	province provinces country countries nation nations school schools hospital hospitals mosque mosques church churches market
	markets shop shops hour hours day days week weeks month months year years minute minutes time times place places location
	locations site sites position positions base bases checkpoint checkpoints front fronts side sides part parts party parties
	group groups organization organizations incident incidents accident accidents event events case cases operation operations
	battle battles clash clashes ambush shot shots round rounds bullet bullets gun guns rifle rifles weapon weapons grenade grenades
	device devices charge charges door doors street streets road roads kilometer kilometers meter meters mile miles report reports
	source sources video videos photo photos picture pictures image images count counts statement statements year-old floor floors
	room rooms apartment apartments block blocks unit units brigade brigades battalion battalions centre centers center centres
	container containers barrel barrels cylinder cylinders tower towers tunnel tunnels bridge bridges camp camps farm farms
	thing things way ways reason reasons number numbers point points percent hand hands leg legs arm arms head chest back wound
	gunshot gunshots trailer trailers tanker tankers bus buses train trains motorcycle motorcycles motorbike boat boats ship ships
	facility facilities headquarters office offices station stations prison prisons hotel hotels restaurant restaurants airport
	front-line sortie sorties violation violations ceasefire week's quarters computers launcher launchers bulldozer bulldozers
	crime crimes crater craters animal animals sheep dog dogs cow cows horse horses fire fires agreement deal meeting truce
	step war conflict campaign offensive siege message messages call calls question questions result results list sentence charge
	suspect's war's wave waves round stage stages phase phases day's massacre massacres detail details gas gunfire night era world
	population capital region regions border line lines east west north south total row stretch variety series range lot bit
	piece pieces pound ton tons barrage volley string couple-of million billion thousand hundred dozen murder murders killing shooting
	shootings suicide kidnapping ambushes homicide homicides arrest body's coma condition hospital's crossfire coup crash rally
	demonstration demonstrations protest protests dollars rulers letters papers numbers matters waters rivers borders quarter members'
	orders others' corners papers centers disasters powers offers chambers fingers shoulders trousers posters headquarters-of`)

// adjectives end in -ed or stand before people without being harm.
var adjectives = grammar.LexiconOf(`armed unarmed unidentified hooded masked displaced uniformed alleged suspected so-called unnamed retired
	wanted injured wounded disabled handicapped allied united detained kidnapped captured foreign-backed trained besieged
	abducted imprisoned jailed masked turbaned heavily-armed plainclothed dead deceased slain accused convicted presumed
	Iran-backed dressed aged`)

// groupOf returns the class of the people that the head noun w names. ok is false
// when it names no people.
func groupOf(w string) (g rashomon.Group, ok bool) {
	w = strings.TrimSuffix(w, "'s")
	if g, ok = people[w]; ok {
		return g, true
	}
	if things[w] {
		return "", false
	}
	if i := strings.LastIndexByte(w, '-'); i > 0 {
		if w[i+1:] == "old" || w[i+1:] == "olds" {
			return rashomon.People, true
		}
		return groupOf(w[i+1:])
	}
	for _, end := range []string{"men", "women", "woman", "ists", "ians", "ees", "sman", "ers", "ors"} {
		if len(w) > len(end)+2 && strings.HasSuffix(w, end) {
			return rashomon.People, true
		}
	}
	return "", false
}

// placing are prepositions of place.
var placing = grammar.LexiconOf(`in at near on outside inside around of into`)

// numberWord reports whether w is digits or a number word.
func numberWord(w string) bool {
	return w != "" && w[0] >= '0' && w[0] <= '9' || grammar.NumberWords[w]
}

func (d *reader) nounWord(i int) bool { return d.grammar.NounWord(i) }
func (d *reader) name(i int) bool     { return d.grammar.Name(i) }
