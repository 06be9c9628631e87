package names

import (
	"strings"
	"unicode"
)

// The tables below are read only.

func set(words string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		m[w] = true
	}
	return m
}

var (
	articles = set("al el ul il as ash at ad ar az an aal")
	fillers  = set("the of and a for in on to its their his her led backed aligned de del la los")
	titles   = set(`mr mrs ms miss dr gen general col colonel maj major capt captain lt lieutenant sgt sergeant cpl
		corporal sheikh shaikh sheik president premier king prince imam mullah ayatollah sir judge commander deputy officer
		doctor prof professor hajj haj haji hajji hajja sayyid sayyed rev reverend fr bishop archbishop msgr monsignor sister senator sen rep
		congressman congresswoman det detective trooper constable inspector brig brigadier adm admiral cmdr pfc pvt spc sra ambassador mufti
		martyr engineer ustad comrade comandante don dona`)
	offices   = set("chief mayor governor commander minister director sheriff secretary chairman chairwoman chairperson lawmaker attorney prosecutor coroner")
	particles = set("bin ibn ben bint van von der den da di du do dos le des ter ten")
	suffixes  = set("jr sr ii iii iv")
	// memberWords are what stands behind a group's name for its people.
	memberWords = set(`fighters fighter militants militant rebels rebel terrorists terrorist gunmen gunman guerrillas guerrilla insurgents
		insurgent jihadists jihadist extremists extremist militia militias militiamen group groups movement organization organisation network
		members elements troops forces mercenaries faction wing party column columns unit units commando commandos leader leaders leadership
		squad squads cell cells operatives cadres armed terror jihadi`)
	// leadWords are what else stands before a group's name.
	leadWords = set(`from so called self proclaimed styled declared suspected alleged armed young other about some around several two three four
		five six dozens many maoist marxist leftist islamist kurdish takfiri hardline`)
	linkWords  = set("from near by with at as who that outside inside under against between including")
	kunyas     = map[string]string{"abu": "abu", "abo": "abu", "abou": "abu", "um": "umm", "umm": "umm", "oum": "umm", "om": "umm"}
	faiths     = map[string]string{"din": "din", "deen": "din", "eddin": "din", "eddine": "din", "uddin": "din", "dine": "din", "allah": "ala"}
	servant    = set("abd abdul abdel abdal abdur abder abdol abdil")
	givenNames = folded(`mohammed muhammad mohamed mohamad ahmed ahmad ali hassan hussein hussain mahmoud ibrahim khaled omar umar youssef yousef
		yusuf abdullah abdallah hamza hamid mustafa salah saleh salim salem samir sami saeed said sayed sameh saad saif samer rami ramzi rashid
		raed riad riyad talal tariq walid waleed wael yasser yasin yahya younis yunus zaki zaid ziad iyad imad ismail issa jamal jamil jihad
		kamal kamel karim khalil luay maher majed majid mansour marwan mazen mehdi mahdi moussa musa munir nabil nader naim naji nasser nasir nidal
		nizar osama othman uthman qasim qassem radwan hani hatem haitham hisham hossam fadi fahad faisal farid fawzi fouad ghassan bashar
		bassam bilal adel adnan akram alaa amir amjad anas anwar ashraf awad ayman aziz fatima aisha amina khadija layla leila mariam maryam nour
		noor salma sara sarah zainab zahra huda hanan iman rania
		john james michael david robert william joseph thomas charles daniel matthew anthony mark paul steven stephen andrew kevin brian george
		edward peter eric jason justin ryan mary patricia jennifer linda elizabeth susan jessica karen nancy lisa margaret sandra ashley emily
		jose juan maria carlos luis jorge miguel pedro francisco antonio manuel rafael fernando ricardo roberto eduardo jesus ana rosa carmen
		ivan sergei sergey alexander aleksandr vladimir dmitry dmitri mikhail nikolai andrei alexei yuri oleg igor viktor olga natalia elena
		mehmet huseyin murat emre ayse fatma reza hamed mohsen hossein mehran raj rajesh sanjay suresh ramesh anil sunil vijay amit`)
	bodyWords = folded(`front group groups movement party organization organisation brigade brigades union council ministry
		committee national people peoples liberation rights human democratic united fighters militants rebels militia militias
		terrorists gunmen network agency center centre office department resistance battalion division
		coalition opposition extremists insurgents mobilization units guard guards corps army`)
	digraphs = strings.NewReplacer("dj", "j", "tsch", "C", "tch", "C", "sch", "S", "sh", "S", "kh", "K", "gh", "G", "th", "T", "dh", "D", "ch", "C", "ph", "f",
		"zh", "z", "ck", "k", "q", "k", "x", "ks", "ee", "i", "ei", "i", "ie", "i", "ey", "i", "iy", "i", "yi", "i", "y", "i",
		"oo", "u", "ou", "u", "aa", "a")
	endings = [][2]string{{"skyi", "ski"}, {"skiy", "ski"}, {"skii", "ski"}, {"skij", "ski"}, {"sky", "ski"}, {"eff", "ev"}, {"off", "ov"},
		{"allah", "ala"}, {"ullah", "ala"}, {"ollah", "ala"}, {"ah", "a"}}
)

func folded(words string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		m[fold(w)] = true
	}
	return m
}

// plain writes letters of other alphabets, and letters with marks, in a to z.
var plain = alphabet(
	"àáâãäåāăąạảấầ a çćčĉċ c ďđð d èéêëēĕėęě e ğĝġģ g ĥħḥḩ h ìíîïīĭįı i ĵ j ķ k ĺļľł l ñńņňṅ n òóôõöøōŏő o ŕŗř r śŝşšșṣ s ţťŧțṭ t "+
		"ùúûüūŭůűų u ŵ w ýÿŷ y źżžẓ z ḍ d æ ae œ oe ß ss þ th",
	"а a б b в v г g д d е e ё e ж zh з z и i й y к k л l м m н n о o п p р r с s т t у u ф f х kh ц ts ч ch ш sh щ shch ы y э e ю yu я ya і i ї yi є ye ґ g",
	"ا a أ a إ i آ a ب b ت t ث th ج j ح h خ kh د d ذ dh ر r ز z س s ش sh ص s ض d ط t ظ z غ gh ف f ق q ك k ل l م m ن n ه h ة a و u ي i ى a ئ i ؤ u",
)

func alphabet(tables ...string) map[rune]string {
	m := map[rune]string{}
	for _, t := range tables {
		f := strings.Fields(t)
		for i := 0; i+1 < len(f); i += 2 {
			spell(m, f[i], f[i+1])
		}
	}
	return m
}

// spell writes each of letters, and its capital outside ASCII, as plain.
func spell(m map[rune]string, letters, plain string) {
	for _, r := range letters {
		m[r] = plain
		if u := unicode.ToUpper(r); u > unicode.MaxASCII {
			m[u] = plain
		}
	}
}

// kindWords say what kind of body a name is of.
var kindWords = invert(map[string]string{
	"military":   "military army forces force troops soldiers armed aircraft warplanes warplane jets jet planes airforce air defence defense",
	"police":     "police policemen",
	"government": "government regime authorities officials administration state",
	"coalition":  "coalition",
})

// countries holds names, demonyms and abbreviations by code.
var countries = invertLines(map[string]string{
	"us": "us, usa, american, americans, united states, america", "gb": "uk, british, britain, united kingdom", "ru": "russia, russian, russians",
	"sy": "syria, syrian, syrians", "iq": "iraq, iraqi, iraqis", "ir": "iran, iranian, iranians", "il": "israel, israeli, israelis, idf",
	"ps": "palestine, palestinian, palestinians", "lb": "lebanon, lebanese", "jo": "jordan, jordanian", "tr": "turkey, turkish, turks",
	"sa": "saudi, saudi arabia", "ye": "yemen, yemeni", "eg": "egypt, egyptian", "ly": "libya, libyan", "af": "afghanistan, afghan",
	"pk": "pakistan, pakistani", "in": "india, indian", "ua": "ukraine, ukrainian, ukrainians", "fr": "france, french", "de": "germany, german",
	"cn": "china, chinese", "ng": "nigeria, nigerian", "so": "somalia, somali", "ke": "kenya, kenyan", "et": "ethiopia, ethiopian",
	"sd": "sudan, sudanese", "ss": "south sudan, south sudanese", "ml": "mali, malian", "ne": "niger, nigerien", "td": "chad, chadian",
	"cd": "congo, congolese", "co": "colombia, colombian", "mx": "mexico, mexican", "sv": "el salvador, salvadoran, salvadorans", "pe": "peru, peruvian",
	"gt": "guatemala, guatemalan", "cl": "chile, chilean", "ni": "nicaragua, nicaraguan", "hn": "honduras, honduran", "ph": "philippines, philippine, filipino",
	"mm": "myanmar, burma, burmese", "ca": "canada, canadian", "it": "italy, italian", "es": "spain, spanish", "nl": "netherlands, dutch",
	"be": "belgium, belgian", "qa": "qatar, qatari", "ae": "emirates, emirati, uae", "kw": "kuwait, kuwaiti", "rs": "serbia, serbian", "ge": "georgia, georgian",
	"am": "armenia, armenian", "az": "azerbaijan, azerbaijani", "bf": "burkina faso, burkinabe", "ma": "morocco, moroccan", "dz": "algeria, algerian", "tn": "tunisia, tunisian",
})

func invert(m map[string]string) map[string]string {
	out := map[string]string{}
	for k, words := range m {
		for w := range strings.FieldsSeq(words) {
			out[w] = k
		}
	}
	return out
}

func invertLines(m map[string]string) map[string]string {
	out := map[string]string{}
	for k, line := range m {
		for w := range strings.SplitSeq(line, ", ") {
			out[w] = k
		}
	}
	return out
}
