// Package wording decides whether two wordings give one value and whether two
// values can both be true: who did it, what was hit, with what, where, when. It
// owns the small vocabularies for that and keeps no state.
package wording

import (
	"maps"
	"slices"
	"strings"
	"time"

	"rashomon"
)

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

// FullestPlace is the fullest wording of a place among those given.
func FullestPlace(place string, given map[string]int) string {
	for _, p := range slices.Sorted(maps.Keys(given)) {
		if SamePlace(p, place) && Subset(PlaceWords(place), PlaceWords(p)) && len(p) > len(place) {
			place = p
		}
	}
	return place
}

// Fate says by the words on a person whether he was killed or injured; it is empty where they do not say.
func Fate(words string) rashomon.Field {
	fate := rashomon.Field("")
	for _, w := range Words(words) {
		switch {
		case deadWords[w]:
			return rashomon.Killed
		case hurtWords[w]:
			fate = rashomon.Injured
		}
	}
	return fate
}

var deadWords = set("died dead killed killing murdered murder slain slaying deceased succumbed executed assassinated assassination beheaded martyred perished lifeless " +
	"fatally death deaths homicide late memorial vigil mourn mourned mourning funeral body")

// Hit reports whether a count is of people who were hit, whether they died or not:
// "four people were shot", and not "four others" nor "four were shot and wounded".
func Hit(c rashomon.Claim) bool {
	hit, last := false, ""
	for _, w := range Words(c.Quote) {
		if (hurtWords[w] || otherWords[w]) && last != "gunshot" {
			return false
		}
		hit, last = hit || hitWords[w], w
	}
	return hit
}

// Beside reports whether a count is of people beside those told of just before, "another
// man", "two others", and not of more than were counted before, "four more".
func Beside(c rashomon.Claim) bool {
	words := Words(c.Quote)
	return slices.ContainsFunc(words, func(w string) bool { return otherPersons[w] }) && !slices.ContainsFunc(words, func(w string) bool { return moreWords[w] })
}

var (
	otherPersons = set("other others another second third fourth fifth")
	moreWords    = set("more additional further")
	hitWords     = set("shot shooting shoot shoots hit hits hitting struck striking stabbed stabbing gunshot gunshots")
	otherWords   = set("also other others another else critical critically stable hospital seriously condition survived surviving survive survivor")
)

var hurtWords = set("hospital condition survived recovering recover treated treatment airlifted surgery surviving alive injured wounded hurt injuries wounds injuring wounding hospitalised hospitalized")
