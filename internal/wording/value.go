// Package wording decides whether two wordings give one value and whether two
// values can both be true: who did it, what was hit, with what, where, when. It
// owns the small vocabularies for that and keeps no state.
package wording

import (
	"slices"
	"strings"
	"time"

	"rashomon"
)

// Same reports whether two values of a field that counts nobody are one value in
// two wordings.
func Same(f rashomon.Field, a, b rashomon.Value) bool {
	x, y := a.String(), b.String()
	if strings.EqualFold(x, y) {
		return true
	}
	switch f {
	case rashomon.Perpetrator:
		return actorOf(x).same(actorOf(y))
	case rashomon.Victim:
		return SameName(x, y)
	case rashomon.DateField:
		return sameTime(a, b)
	case rashomon.PlaceField:
		return SamePlace(x, y)
	case rashomon.Weapon:
		return sameWeapon(x, y)
	case rashomon.Target:
		return head(x) != "" && head(x) == head(y)
	}
	return sameContent(x, y)
}

// SameName reports whether two names are spellings of one person or body.
func SameName(a, b string) bool { return NameOf(a).Same(NameOf(b)) }

// Differ reports whether two values of one field cannot both be true. Most pairs
// of wordings can: only what plainly excludes the other differs.
func Differ(f rashomon.Field, a, b rashomon.Value) bool {
	x, y := a.String(), b.String()
	switch f {
	case rashomon.Perpetrator:
		return actorOf(x).excludes(actorOf(y))
	case rashomon.DateField:
		w, ok1 := a.(rashomon.When)
		v, ok2 := b.(rashomon.When)
		return ok1 && ok2 && w.From.Known() && v.From.Known() && apart(w, v)
	case rashomon.PlaceField:
		return differentPlaces(x, y)
	case rashomon.Weapon:
		return differentWeapons(x, y)
	case rashomon.Target:
		return differentTargets(x, y)
	}
	return false
}

// sameTime reports whether two wordings name one time; an unanchored "Thursday" is
// only the same as itself.
func sameTime(a, b rashomon.Value) bool {
	x, ok1 := a.(rashomon.When)
	y, ok2 := b.(rashomon.When)
	if !ok1 || !ok2 || x.From != y.From {
		return false
	}
	return x.From.Known() && last(x).Equal(last(y)) || !x.From.Known() && sameContent(x.Words, y.Words)
}

// Narrower reports whether a says more closely what b says: a day of its month, any
// dated time of an unanchored "Thursday", "a car bomb" of "a bomb".
func Narrower(f rashomon.Field, a, b rashomon.Value) bool {
	if f == rashomon.Weapon {
		x, y := weaponWords(a.String()), weaponWords(b.String())
		return len(y) > 0 && Subset(y, x) && !Subset(x, y)
	}
	x, ok1 := a.(rashomon.When)
	y, ok2 := b.(rashomon.When)
	if !ok1 || !ok2 || !x.From.Known() || sameTime(a, b) {
		return false
	}
	return !y.From.Known() || !x.From.First().Before(y.From.First()) && !last(x).After(last(y))
}

// apart reports whether two known times share no day.
func apart(x, y rashomon.When) bool {
	return x.From.First().After(last(y)) || y.From.First().After(last(x))
}

func last(w rashomon.When) time.Time {
	if w.To.Known() {
		return w.To.Last()
	}
	return w.From.Last()
}

// SamePlace reports whether two places share a word that names: "east Ostry"
// and "Ostry, Veldia".
func SamePlace(a, b string) bool {
	first, wider, ok := strings.Cut(a, ",")
	other, wide, ok2 := strings.Cut(b, ",")
	if ok && ok2 && sameContent(wider, wide) {
		a, b = first, other // "Ostry, Arden" and "Pellin, Arden" share the wider place only
	}
	x, y := PlaceWords(a), PlaceWords(b)
	return slices.ContainsFunc(x, func(w string) bool { return slices.Contains(y, w) })
}

// PlaceWords are the words of a place that name it, in lower case.
func PlaceWords(s string) []string {
	var out []string
	for _, w := range Words(s) {
		if w = strings.TrimPrefix(w, "al-"); !placeFillers[w] && len(w) > 1 {
			out = append(out, w)
		}
	}
	return out
}

var placeFillers = set("near the of in on to at outside around city town village area district province governorate region neighbourhood neighborhood " +
	"north south east west northern southern eastern western central northeast northwest southeast southwest northeastern northwestern southeastern " +
	"southwestern capital countryside rural suburb outskirts street road a an and al el")

// differentPlaces reports whether two places of one wider place ("Hass, Idlib" and
// "Jisr, Idlib") are two. Without that, one may lie in the other.
func differentPlaces(a, b string) bool {
	first, wider, ok := strings.Cut(a, ",")
	other, wide, ok2 := strings.Cut(b, ",")
	return ok && ok2 && sameContent(wider, wide) && !SamePlace(first, other)
}

// weaponClass parts weapons that exclude each other. A munition may come from any
// of air and ground, so it is in neither class.
func weaponClass(s string) string {
	class := ""
	for _, w := range Words(s) {
		w = strings.TrimSuffix(w, "s")
		if c, ok := weaponClasses[w]; ok {
			if class != "" && class != c {
				return "" // "drones and artillery": no one class
			}
			class = c
		}
	}
	return class
}

var weaponClasses = map[string]string{
	"drone": "air", "airstrike": "air", "air": "air", "warplane": "air", "jet": "air", "aircraft": "air", "helicopter": "air", "uav": "air", "aerial": "air",
	"barrel": "air", "shelling": "ground", "artillery": "ground", "mortar": "ground", "tank": "ground",
	"gun": "gun", "rifle": "gun", "handgun": "gun", "pistol": "gun", "shotgun": "gun", "gunfire": "gun", "bullet": "gun",
	"car": "planted", "suicide": "planted", "ied": "planted", "improvised": "planted", "roadside": "planted", "mine": "planted", "landmine": "planted",
	"knife": "blade", "machete": "blade", "sword": "blade",
}

func sameWeapon(a, b string) bool {
	x, y := weaponWords(a), weaponWords(b)
	return len(x) > 0 && Subset(x, y) && Subset(y, x)
}

func differentWeapons(a, b string) bool {
	x, y := weaponClass(a), weaponClass(b)
	return x != "" && y != "" && x != y
}

// weaponWords are the words that say what kind of weapon: "drone" of "several drone strikes".
func weaponWords(s string) []string {
	var out []string
	for _, w := range Words(strings.ReplaceAll(strings.ToLower(s), "air strike", "airstrike")) {
		switch {
		case strings.HasPrefix(w, "bombing"):
			out = append(out, "bomb")
		case strings.HasPrefix(w, "airstrike") || w == "raid" || w == "raids" || w == "air":
			out = append(out, "air")
		case !weaponFillers[w] && !numberWords[w]:
			out = append(out, strings.TrimSuffix(w, "s"))
		}
	}
	return out
}

var weaponFillers = set("a an the of strike strikes attack attacks several multiple many fire number some what with and")

// head is the word that says what a thing is: "vehicle" of "a vehicle parked
// inside the building".
func head(s string) string {
	last := ""
	for i, w := range Words(s) {
		if headStops[w] {
			if i > 0 && last != "" {
				break
			}
			continue
		}
		last = w
	}
	return singular(last)
}

var headStops = set("a an the at in on of inside near outside parked used belonging that which who where with for from carrying housing held " +
	"holding to by and or containing known called owned run their his her its")

func singular(w string) string {
	if w == "centre" || w == "centres" {
		return "center"
	}
	switch {
	case len(w) > 4 && strings.HasSuffix(w, "ies"):
		return strings.TrimSuffix(w, "ies") + "y"
	case w == "buses" || strings.HasSuffix(w, "sses") || strings.HasSuffix(w, "xes") || strings.HasSuffix(w, "ches") || strings.HasSuffix(w, "shes"):
		return strings.TrimSuffix(w, "es")
	case len(w) > 3 && strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") && !strings.HasSuffix(w, "us"):
		return strings.TrimSuffix(w, "s")
	}
	return w
}

// differentTargets reports whether two things hit are two: neither is named in
// the words for the other, and both are things, or both persons.
func differentTargets(a, b string) bool {
	x, y := head(a), head(b)
	if x == "" || y == "" || x == y || persons[x] != persons[y] || areas[x] || areas[y] {
		return false
	}
	return !slices.ContainsFunc(Words(a), func(w string) bool { return singular(w) == y }) &&
		!slices.ContainsFunc(Words(b), func(w string) bool { return singular(w) == x })
}

var persons = set("leader commander official member fighter militant civilian people person man woman child soldier policeman officer journalist " +
	"group gathering crowd police chief minister worker rebel terrorist resident force party")

// areas are parts of the land: what stands in one may be hit with it.
var areas = set("area district city town village settlement suburb neighborhood neighbourhood region province position place site side street road countryside " +
	"location facility complex compound headquarters headquarter stronghold capital route")

// sameContent compares texts by their words that carry content.
func sameContent(a, b string) bool {
	x, y := contentWords(a), contentWords(b)
	return len(x) > 0 && len(y) > 0 && Subset(x, y) && Subset(y, x)
}

func contentWords(s string) []string {
	var out []string
	for _, w := range Words(s) {
		if !headStops[w] {
			out = append(out, singular(w))
		}
	}
	return out
}

// Subset reports whether every word of a is among those of b.
func Subset(a, b []string) bool {
	return !slices.ContainsFunc(a, func(w string) bool { return !slices.Contains(b, w) })
}
