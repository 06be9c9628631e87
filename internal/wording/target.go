package wording

import (
	"regexp"
	"slices"
	"strings"

	"rashomon"
)

var (
	meantBefore = regexp.MustCompile(`(?i)\b(target (was|is|were|are|had been)|targets (were|are)|(was|were|is|are|been) (targeting|aiming)|aim(ed|ing) (at|for)|(meant|intended|trying|wanted) to \w+)\s+\W?(\w+\s+){0,4}\W*$`)
	meantAfter  = regexp.MustCompile(`(?i)^\W*(\w+\s+){0,4}(was|were|had been) the (intended )?targets?\b`)
)

// Intended reports whether the words of a text around a target say that it was meant
// to be hit, not that it was: "the intended target was a radio mast".
func Intended(text string, target rashomon.Span) bool {
	const near = 120 // bytes
	if target.Start < 0 || target.End > len(text) || target.Start > target.End {
		return false
	}
	before, after := text[max(0, target.Start-near):target.Start], text[target.End:min(len(text), target.End+near)]
	if i := strings.LastIndexAny(before, ".!?\n"); i >= 0 {
		before = before[i+1:]
	}
	if i := strings.IndexAny(after, ".!?\n"); i >= 0 {
		after = after[:i]
	}
	return meantBefore.MatchString(before) || meantAfter.MatchString(after)
}

// Nobody reports whether the words name nobody as who did it: "no one", "no militant group",
// "no immediate claim of responsibility".
func Nobody(actor string) bool {
	words := Words(actor)
	switch {
	case len(words) == 0:
		return false
	case words[0] == "nobody", words[0] == "none":
		return true
	}
	return words[0] == "no" && len(words) > 1 && (words[1] == "one" || slices.Contains(words, "responsibility") || factions[singular(words[len(words)-1])])
}

var factions = set("group organisation organization faction party militia side")

// Reflexive reports whether who is said to have done it is the speaker's own side:
// "its own troops", and of one who confirms it "its forces".
func Reflexive(actor string, stance rashomon.Stance) bool {
	words := Words(actor)
	if len(words) < 2 {
		return false
	}
	switch words[0] {
	case "our":
		return true
	case "its", "their", "his", "her":
		return words[1] == "own" || stance == rashomon.Confirms
	}
	return false
}
