package wording

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// set makes a look-up table of space-separated words.
func set(words string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(words) {
		out[w] = true
	}
	return out
}

// straight makes curly apostrophes plain ones.
var straight = strings.NewReplacer("’", "'", "‘", "'")

// Words splits a text into lower-case words: dots inside abbreviations and
// possessive endings are gone ("U.S." is "us"), hyphens stay.
func Words(text string) []string {
	text = straight.Replace(strings.ToLower(text))
	var out []string
	for _, w := range strings.FieldsFunc(text, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '.' && r != '\'' && r != '-'
	}) {
		w = strings.ReplaceAll(w, ".", "")
		w = strings.TrimSuffix(strings.Trim(w, "'-"), "'s")
		w = strings.ReplaceAll(w, "'", "")
		if w != "" {
			out = append(out, w)
		}
	}
	return out
}

// Bare is the body in "a spokesman for the police".
func Bare(name string) string {
	lower := strings.ToLower(name)
	for _, role := range []string{"spokesman", "spokeswoman", "spokesperson"} {
		for _, link := range []string{" for ", " of ", " from "} {
			if i := strings.Index(lower, role+link); i >= 0 && len(lower) == len(name) {
				name = name[i+len(role+link):]
				lower = strings.ToLower(name)
			}
		}
	}
	for _, article := range []string{"the ", "a ", "an ", "that ", "this "} {
		if strings.HasPrefix(lower, article) {
			return name[len(article):]
		}
	}
	return name
}

// WithoutSpokesman is the body in "police spokesman"; a name that is no more than the
// word stays.
func WithoutSpokesman(name string) string {
	for _, role := range []string{" spokesman", " spokeswoman", " spokesperson"} {
		if body, ok := strings.CutSuffix(name, role); ok {
			return body
		}
	}
	return name
}

// Counts reports whether a lower-case word shows that somebody counted: "two",
// "single", "none".
func Counts(w string) bool { return numberWords[w] }

var numberWords = set("one two three single both couple pair only sole alone lone total 1 2 3 nobody none no")

// List writes "a", "a and b", "a, b and c", and no more than four by name.
func List(items []string) string {
	const most = 4
	if len(items) > most {
		items = append(slices.Clone(items[:most-1]), fmt.Sprintf("%d more", len(items)-most+1))
	}
	switch len(items) {
	case 0:
		return ""
	case 1:
		return items[0]
	}
	return strings.Join(items[:len(items)-1], ", ") + " and " + items[len(items)-1]
}
