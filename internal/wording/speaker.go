package wording

import (
	"maps"
	"slices"
	"strings"

	"rashomon"
)

// Unnamed reports whether a voice is no one body: someone who would not be named,
// witnesses, posts, "media reports".
func Unnamed(v rashomon.Voice) bool {
	words := BodyWords(v.Name)
	if v.Anonymous && !speaksOpenly(v.Name) || Hearsay(v) || !slices.ContainsFunc(words, func(w string) bool { return !crowd[w] }) {
		return true
	}
	return oneOfMany(v.Name)
}

// speaksOpenly reports whether somebody speaks for a body though his own name is not
// given: "an army spokesman".
func speaksOpenly(name string) bool {
	return slices.ContainsFunc(Words(name), func(w string) bool { return w == "spokesman" || w == "spokeswoman" || w == "spokesperson" })
}

// oneOfMany reports whether a name is that of one of many: "a U.S. official", "a
// doctor at the hospital". The commander of a group is its only one.
func oneOfMany(name string) bool {
	head, rest := headOf(name)
	if len(head) == 0 || !anyOne[head[len(head)-1]] {
		return false
	}
	return len(rest) == 0 || head[len(head)-1] != "commander"
}

// headOf parts a name before the word that says where somebody is, or whose he is: "a
// doctor" and "the hospital".
func headOf(name string) (head, rest []string) {
	words := Words(name)
	if i := slices.IndexFunc(words, func(w string) bool { return behindOne[w] }); i > 0 {
		return words[:i], words[i+1:]
	}
	return words, nil
}

var behindOne = set("at in of from near with inside outside who")

// anyOne are the words that end the name of one of many: "a U.S. official".
var anyOne = set("official source officer witness resident activist medic doctor soldier fighter commander diplomat worker villager aide")

// crowd are the words for speakers who are no body: each telling has its own.
var crowd = set("witness witnesses eyewitness eyewitnesses resident residents villager villagers local locals survivor survivors source sources " +
	"activist activists user users people person neighbour neighbours neighbor neighbors relative relatives family families bystander bystanders " +
	"someone others man woman post posts video videos caption captions social media reports report rumours rumors several some many multiple " +
	"well-informed informed all other unnamed anonymous unidentified official officials senior")

// Hearsay reports whether a voice is a mere "media reports said": whoever says so
// has it from others who are not named, and may be repeating himself.
func Hearsay(v rashomon.Voice) bool {
	words := BodyWords(v.Name)
	return len(words) > 0 && !slices.ContainsFunc(words, func(w string) bool { return !hearsayWords[w] })
}

var hearsayWords = set("media reports report press news outlets outlet agencies newspapers websites local several some other foreign international western initial early")

// Shortens reports whether one name may be a short form of another: its words are
// fewer and all among the other's, and both are the same kind of voice.
func Shortens(short, long rashomon.Voice) bool {
	a, b := BodyWords(short.Name), BodyWords(long.Name)
	if len(a) == 0 || len(a) >= len(b) {
		return false
	}
	if short.Kind != long.Kind && short.Kind != rashomon.OtherVoice && long.Kind != rashomon.OtherVoice && short.Kind != "" && long.Kind != "" {
		return false
	}
	return !slices.ContainsFunc(a, func(w string) bool { return !slices.Contains(b, w) })
}

// BodyKey is the words of a speaker's name that tell bodies apart, as one key.
func BodyKey(v rashomon.Voice) string { return strings.Join(BodyWords(v.Name), " ") }

// speaksFor are the words around a body's name that say who of it spoke.
var speaksFor = set("a an the this that its their his her spokesman spokeswoman spokesperson spokespeople spokesmen for of from by at in to s " +
	"statement said one his another")

// BodyWords returns the words of a speaker's name that tell bodies apart, in order.
func BodyWords(name string) []string {
	var out []string
	for _, w := range Words(name) {
		if !speaksFor[w] {
			out = append(out, w)
		}
	}
	return out
}

// Outlet is an outlet's name as texts cite it: in lower case, without its article
// and what stands in brackets behind it.
func Outlet(name string) string {
	if i := strings.LastIndex(name, " ("); i > 0 && strings.HasSuffix(name, ")") {
		name = name[:i]
	}
	return strings.TrimPrefix(strings.ToLower(name), "the ")
}

// OwnText reports whether a speaker is the text itself: "an earlier version of this
// story". What it says is the outlet's word.
func OwnText(speaker string) bool {
	words := BodyWords(speaker)
	return len(words) > 0 && !slices.ContainsFunc(words, func(w string) bool { return !ownWords[w] })
}

var ownWords = set("story article version earlier previous original first headline correction")

// OfOutlet reports whether a speaker is the outlet itself, which a text calls by a
// part of its name: "the Ledger" in the Northern Ledger.
func OfOutlet(speaker, outlet string) bool {
	words := BodyWords(speaker)
	return len(words) > 0 && Subset(words, Words(Outlet(outlet))) && !Hearsay(rashomon.Voice{Name: speaker})
}

// Fullest picks the name that says most: the longest, of equals the most used,
// then the first in the alphabet.
func Fullest(spelled map[string]int) string {
	best := ""
	for _, name := range slices.Sorted(maps.Keys(spelled)) {
		if len(name) > len(best) && len(name) <= 80 || best == "" {
			best = name
		}
	}
	return best
}
