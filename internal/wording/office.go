package wording

import (
	"regexp"
	"slices"
	"strings"

	"rashomon"
)

// Office is a person whom a text calls the spokesman of a body. Body is empty when
// the text only says "its spokesman".
type Office struct{ Person, Body string }

const (
	personWords = `((?:[A-Z][\w'’-]*\.? ){1,3}[A-Z][\w'’-]+)`
	upToFour    = `((?:[\w'’.-]+ ){0,4})`
	spokesman   = `(?:[Ss]pokes(?:man|woman|person)|SPOKES(?:MAN|WOMAN|PERSON))`
)

var (
	personFirst = regexp.MustCompile(personWords + `, ` + upToFour + spokesman + `(?: (?:for|of) ((?:[\w'’.-]+ ?){1,5}))?`)
	officeFirst = regexp.MustCompile(upToFour + spokesman + `(?: (?:for|of) ((?:[\w'’.-]+ ){0,4}[\w'’.-]+))?,? ` + personWords)
	nextPerson  = regexp.MustCompile(`^,? ?` + personWords)
	unwilling   = regexp.MustCompile(`(?i)anonym|not (?:to |want to |wish to )?be (?:named|identified)|not authori[sz]ed|not allowed to`)
)

// bodyStops are words that no body's name holds.
var bodyStops = set("the a an its their his her to by and or said says told according that but as with from of for in at on who which another one i " +
	"was were is are has had have")

// Offices reads from a text who speaks for whom: "Ana Ruiz, the army spokesman",
// "ministry spokeswoman Ana Ruiz".
func Offices(text string) []Office {
	var out []Office
	for _, m := range personFirst.FindAllStringSubmatch(text, -1) {
		out = append(out, Office{m[1], officeBody(m[2], m[3])})
	}
	for _, m := range officeFirst.FindAllStringSubmatch(text, -1) {
		out = append(out, Office{m[3], officeBody(m[1], m[2])})
	}
	return out
}

// officeBody takes the body from the words before "spokesman", or from those after "for".
func officeBody(before, after string) string {
	words := Words(after)
	if len(words) > 0 && words[0] == "the" {
		words = words[1:]
	}
	if i := slices.IndexFunc(words, func(w string) bool { return bodyStops[w] }); i >= 0 {
		words = words[:i]
	}
	if len(words) > 0 {
		return strings.Join(words, " ")
	}
	words = Words(before)
	for i := len(words) - 1; i >= 0; i-- {
		if bodyStops[words[i]] {
			words = words[i+1:]
			break
		}
	}
	return strings.Join(words, " ")
}

// SamePerson reports whether two names are one person's, with or without titles
// and first names: "Brigadier Malk" and "Brigadier Oren Malk".
func SamePerson(a, b string) bool {
	x, y := BodyWords(a), BodyWords(b)
	if len(x) == 0 || len(y) == 0 || x[len(x)-1] != y[len(y)-1] {
		return false
	}
	return (len(x) > 1 && Subset(x, y)) || (len(y) > 1 && Subset(y, x))
}

// Speaker returns the innermost voice of a claim, with the person's name where the
// text only says "its spokesman, Ana Ruiz". ok is false when it is the outlet itself.
func Speaker(text string, a rashomon.Attribution) (v rashomon.Voice, ok bool) {
	if v, ok = a.Speaker(); !ok || len(BodyWords(v.Name)) > 0 || !v.Words.Valid(text) {
		return v, ok
	}
	if m := nextPerson.FindStringSubmatch(text[v.Words.End:]); m != nil && !v.Words.Empty() {
		v.Name = m[1]
	}
	return v, true
}

// Behind is the body whose official speaks ("a rescue service official", "a police
// officer"), as its BodyKey. It is empty where the text around says that he would not be named.
func Behind(text string, v rashomon.Voice) string {
	body := officialOf(v.Name)
	if body == "" {
		return ""
	}
	if v.Words.Valid(text) && !v.Words.Empty() {
		around := strings.ToValidUTF8(text[max(0, v.Words.Start-200):min(len(text), v.Words.End+200)], "")
		if unwilling.MatchString(around) {
			return ""
		}
	}
	return body
}

// officialOf is the body that a name says an official of: "a rescue service official",
// "a police officer", "an official at the interior ministry".
func officialOf(name string) string {
	head, rest := headOf(name)
	words := BodyWords(strings.Join(head, " "))
	n := len(words)
	switch {
	case n == 0 || !officials[words[n-1]] && (n == 1 || words[n-1] != "officer" || words[n-2] != "police"):
		return ""
	case n == 1 || len(rest) > 0:
		return strings.Join(BodyWords(strings.Join(rest, " ")), " ")
	}
	return strings.Join(words[:n-1], " ")
}

var officials = set("official officials")

// Ministry is the BodyKey of the ministry that a minister heads: "interior
// ministry" of "Interior Minister Ana Ruiz"; empty for any other name.
func Ministry(name string) string {
	words := BodyWords(name)
	i := slices.Index(words, "minister")
	if i < 1 || words[i-1] == "prime" {
		return ""
	}
	return words[i-1] + " ministry"
}
