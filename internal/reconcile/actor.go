package reconcile

import (
	"slices"
	"strings"

	"rashomon/internal/names"
)

// actor is who is said to have done it, as far as the words tell actors apart:
// "U.S. forces", "American forces" and "the U.S. military" are one.
type actor struct {
	name      string
	proper    []string // the words that name it, states by one word each
	several   bool     // "A or B", "A and B"
	state     bool     // the words say a state or its forces
	coalition bool
	generic   bool // "gunmen", "government forces": nobody in particular
}

func actorOf(name string) actor {
	a := actor{name: name}
	named := strings.ReplaceAll(strings.ReplaceAll(name, "Islamic State", "ISIS"), "islamic state", "ISIS")
	some := false // "gunmen", "a suicide bomber"
	var capital, small []string
	for _, field := range strings.Fields(named) {
		for _, w := range plainWords(field) {
			switch {
			case w == "and" || w == "or":
				a.several = true
			case coalitionWords[w]:
				a.coalition = true
			case genericActors[w]:
				some = true
			case stateForces[w]:
				a.state = true
			case fillers[w] || numberWords[w]:
			case field != strings.ToLower(field):
				capital = append(capital, stateWord(w))
			default:
				small = append(small, stateWord(w))
			}
		}
	}
	a.proper = capital
	if len(capital) == 0 && !some { // "taliban", all in small letters
		a.proper = small
	}
	slices.Sort(a.proper)
	a.proper = slices.Compact(a.proper)
	a.generic = len(a.proper) == 0 && !a.coalition
	return a
}

var (
	coalitionWords = set("coalition alliance")
	genericActors  = set("gunman gunmen militant militants rebel rebels terrorist terrorists attacker attackers bomber bombers assailant assailants " +
		"insurgent insurgents guerrilla guerrillas fighter fighters group groups unknown unidentified armed men man someone somebody nobody no-one " +
		"suspect suspects suicide masked woman individual individuals person persons people driver organization organisation organizations militia militias")
	stateForces = set("force forces military army troops soldiers soldier official officials government regime authorities authority administration " +
		"air jets jet warplane warplanes plane planes aircraft helicopter helicopters drone drones fighter-jets artillery navy ministry defence defense " +
		"state command central units unit spokesman spokeswoman spokesperson president minister prime general commander")
	fillers = set("a an the of in by for from its their his s strike strikes airstrike airstrikes attack attacks raid raids shelling bombing bombardment " +
		"fire missile missiles rocket rockets alleged suspected movement loyal to and members member security senior local what called so-called international")
)

// stateWord gives a state one word for its name, its people's and its seat of
// government. Regular forms ("Iraq", "Iraqi") are left to sameWord.
func stateWord(w string) string {
	if s, ok := stateWords[w]; ok {
		return s
	}
	return w
}

var stateWords = map[string]string{
	"american": "us", "americans": "us", "usa": "us", "america": "us", "washington": "us", "pentagon": "us", "centcom": "us",
	"moscow": "russia", "kremlin": "russia", "damascus": "syria", "tehran": "iran", "baghdad": "iraq", "ankara": "turkey", "turkish": "turkey",
	"türkiye": "turkey", "turks": "turkey", "kyiv": "ukraine", "idf": "israel", "riyadh": "saudi", "british": "uk", "britain": "uk", "london": "uk",
	"french": "france", "paris": "france", "afghan": "afghanistan", "afghans": "afghanistan", "spanish": "spain", "dutch": "netherlands",
	"niger": "niger", "nigerien": "niger", "nigerian": "nigeria", "abuja": "nigeria", "khartoum": "sudan", "kabul": "afghanistan", "delhi": "india",
	"islamabad": "pakistan", "beijing": "china", "chinese": "china", "sanaa": "yemen", "isil": "isis", "daesh": "isis", "is": "isis", "isis": "isis",
}

// demonym are the endings by which a people's name differs from its country's.
var demonym = set("i n an ian ean ese ish ni ni's s is ians ans")

// sameWord reports whether two words are one, or a country and its people.
func sameWord(a, b string) bool {
	if a == b {
		return true
	}
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(a) < 4 || stateWords[a] == a || stateWords[b] == b {
		return false
	}
	for _, stem := range []string{a, strings.TrimRight(a, "aeo")} {
		if rest, ok := strings.CutPrefix(b, stem); ok && len(stem) >= 4 && (demonym[rest] || rest == "a") {
			return true
		}
	}
	return false
}

// same reports whether two names are of one actor.
func (a actor) same(b actor) bool {
	switch {
	case strings.EqualFold(a.name, b.name):
		return true
	case a.generic || b.generic:
		return a.generic && b.generic && a.state == b.state && subset(contentWords(a.name), contentWords(b.name)) && subset(contentWords(b.name), contentWords(a.name))
	case a.coalition != b.coalition:
		return false
	case a.coalition:
		return sameLead(a, b)
	}
	if within(a.proper, b.proper) && within(b.proper, a.proper) || names.Same(a.name, b.name) {
		return true
	}
	// "Al Nujaba" is "Harakat al-Nujaba"; "Syria" is not the "Syrian Democratic Forces".
	return !a.state && !b.state && (len(a.proper) > 1 || len(b.proper) > 1) && (within(a.proper, b.proper) || within(b.proper, a.proper)) &&
		!a.country() && !b.country()
}

// country reports whether the name is a state's and no more.
func (a actor) country() bool {
	return len(a.proper) == 1 && (a.state || slices.Contains(states(), a.proper[0]))
}

func states() []string {
	out := []string{"us"}
	for _, s := range stateWords {
		if s != "isis" {
			out = append(out, s)
		}
	}
	return out
}

// sameLead compares coalitions: two are different only when each names another leader.
func sameLead(a, b actor) bool {
	lead := func(x actor) string {
		for _, w := range x.proper {
			if l, ok := strings.CutSuffix(w, "-led"); ok {
				return stateWord(l)
			}
		}
		return ""
	}
	la, lb := lead(a), lead(b)
	return la == "" || lb == "" || sameWord(la, lb)
}

func within(a, b []string) bool {
	return !slices.ContainsFunc(a, func(w string) bool {
		return !slices.ContainsFunc(b, func(v string) bool { return sameWord(w, v) })
	})
}

// excludes reports whether two actors cannot both be meant. "Gunmen" may be
// anybody's; "A or B" may be A.
func (a actor) excludes(b actor) bool {
	if a.generic || b.generic || a.same(b) {
		return false
	}
	shared := slices.ContainsFunc(a.proper, func(w string) bool {
		return slices.ContainsFunc(b.proper, func(v string) bool { return sameWord(w, v) })
	})
	return !shared || !a.several && !b.several
}

// heardIn reports whether a speaker is of the actor: "a U.S. official" of "American forces".
func (a actor) heardIn(speaker string) bool {
	b := actorOf(bareBody(speaker))
	return !a.generic && !b.generic && a.coalition == b.coalition && a.same(b)
}
