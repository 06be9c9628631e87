package wording

import (
	"slices"
	"strings"

	"rashomon/internal/names"
)

// actor is who is said to have done it, as far as the words tell actors apart:
// "U.S. forces", "American forces" and "the U.S. military" are one.
type actor struct {
	name      string
	parsed    Name
	content   []string
	proper    []string // the words that name it, states by one word each
	several   bool     // "A or B", "A and B"
	regime    bool     // a regime: one incident knows but one
	state     bool     // the words say a state or its forces
	coalition bool
	generic   bool // "gunmen", "government forces": nobody in particular
}

func actorOf(name string) actor {
	a := actor{name: name, parsed: NameOf(name), content: each(contentWords(name))}
	named := strings.ReplaceAll(strings.ReplaceAll(name, "Islamic State", "ISIS"), "islamic state", "ISIS")
	some := false // "gunmen", "a suicide bomber"
	var capital, small []string
	for _, field := range strings.Fields(named) {
		for _, w := range Words(field) {
			w = strings.TrimPrefix(w, "al-")
			switch {
			case w == "and" || w == "or":
				a.several = true
			case w == "regime":
				a.regime, a.state = true, true
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
	if len(capital) == 0 && !some && !a.state { // "taliban", but not "enemy forces"
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
	stateForces = set("force forces military army troops soldiers soldier official officials government authorities authority administration " +
		"air jets jet warplane warplanes plane planes aircraft helicopter helicopters drone drones fighter-jets artillery navy ministry defence defense " +
		"state command central units unit spokesman spokeswoman spokesperson president minister prime general commander")
	fillers = set("a an the al el of in by for from its their his s strike strikes airstrike airstrikes attack attacks raid raids shelling bombing bombardment " +
		"fire missile missiles rocket rockets alleged suspected movement loyal to and members member security senior local what called so-called international")
)

// stateWord gives a state one word for its name, its people's and its seat.
func stateWord(w string) string {
	if seat, ok := seats[w]; ok {
		w = seat
	}
	if code := names.Country(w); code != "" && !strings.Contains(w, "-") { // not "iran-backed"
		return "=" + code
	}
	return w
}

// seats are the places and houses that stand for a state, by the state's name.
var seats = map[string]string{"washington": "us", "pentagon": "us", "centcom": "us", "moscow": "russia", "kremlin": "russia", "damascus": "syria",
	"tehran": "iran", "baghdad": "iraq", "ankara": "turkey", "kyiv": "ukraine", "riyadh": "saudi", "london": "uk", "paris": "france",
	"khartoum": "sudan", "kabul": "afghanistan", "islamabad": "pakistan", "delhi": "india", "sanaa": "yemen", "abuja": "nigeria"}

// same reports whether two names are of one actor.
func (a actor) same(b actor) bool {
	switch {
	case strings.EqualFold(a.name, b.name):
		return true
	case a.group() != "" && b.group() != "":
		return a.group() == b.group()
	case a.generic || b.generic:
		return a.generic && b.generic && a.state == b.state && slices.Equal(a.content, b.content)
	case a.coalition != b.coalition:
		return false
	case a.regime && b.regime:
		return true
	case a.coalition:
		return sameLead(a, b)
	}
	if within(a.proper, b.proper) && within(b.proper, a.proper) || a.parsed.Same(b.parsed) {
		return true
	}
	// "Al Sahil" is "Harakat al-Sahil"; "Syria" is not the "Syrian Democratic Forces".
	return !a.state && !b.state && !a.country() && !b.country() && (within(a.proper, b.proper) || within(b.proper, a.proper))
}

// keys are what an actor is looked up by: two that are the same share one, or their
// names are a pair of names.Pairs.
func (a actor) keys() []string {
	var out []string
	if a.generic {
		out = append(out, "g "+strings.Join(a.content, " "))
	}
	if a.coalition {
		out = append(out, "coalition")
	}
	if a.regime {
		out = append(out, "regime")
	}
	for _, w := range a.proper {
		out = append(out, "p "+names.Coarse(w), "p "+names.Coarse(strings.TrimPrefix(w, "al")))
	}
	return out
}

// group is the known armed group that the name is one of the names of.
func (a actor) group() string { return a.parsed.parts.ArmedGroup() }

// OneGroup returns the armed group that two of the names are known to be names of
// where no spelling shows it ("PMF", "Hashd al-Shaabi"); "" where there is none.
func OneGroup(said []string) string {
	first := map[string]actor{}
	for _, name := range said {
		a := actorOf(name)
		b, ok := first[a.group()]
		switch {
		case a.group() == "":
		case !ok:
			first[a.group()] = a
		case !within(a.proper, b.proper) && !within(b.proper, a.proper):
			return a.group()
		}
	}
	return ""
}

// country reports whether the name is a state's and no more.
func (a actor) country() bool { return len(a.proper) == 1 && strings.HasPrefix(a.proper[0], "=") }

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
	return la == "" || lb == "" || names.Alike(la, lb)
}

func within(a, b []string) bool {
	return !slices.ContainsFunc(a, func(w string) bool {
		return !slices.ContainsFunc(b, func(v string) bool { return names.Alike(w, v) })
	})
}

// excludes reports whether two actors cannot both be meant. "Gunmen" may be
// anybody's; "A or B" may be A.
func (a actor) excludes(b actor) bool {
	if a.generic || b.generic || a.same(b) {
		return false
	}
	shared := slices.ContainsFunc(a.proper, func(w string) bool {
		return slices.ContainsFunc(b.proper, func(v string) bool { return names.Alike(w, v) })
	})
	return !shared || !a.several && !b.several
}

// Side is somebody who may have done it, taken apart, for those who compare many.
type Side struct{ actor }

// SideOf takes a party or a speaker apart.
func SideOf(name string) Side { return Side{actorOf(name)} }

// Of reports whether a speaker is of the party that is named as the one who did it:
// "a U.S. official" of "American forces".
func (s Side) Of(party Side) bool {
	return !party.generic && !s.generic && party.coalition == s.coalition && party.same(s.actor)
}

// OfState reports whether a party is a state or its forces, as far as its name says.
func OfState(party string) bool {
	a := actorOf(party)
	return a.state || slices.ContainsFunc(a.proper, func(w string) bool { return strings.HasPrefix(w, "=") })
}
