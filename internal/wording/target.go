package wording

import (
	"regexp"
	"strings"

	"rashomon"
)

var (
	meantBefore = regexp.MustCompile(`(?i)\b(target (was|is|were|are|had been)|targets (were|are)|(was|were|is|are|been) (targeting|aiming)|aim(ed|ing) (at|for)|(meant|intended|trying|wanted) to \w+)\s+\W?(\w+\s+){0,4}\W*$`)
	meantAfter  = regexp.MustCompile(`(?i)^\W*(\w+\s+){0,4}(was|were|had been) the (intended )?targets?\b`)
)

// ValueAt is where in its report a claim's value stands: in its quote, where the claim does
// not say it itself; empty when its words do not hold it.
func ValueAt(c rashomon.Claim) rashomon.Span {
	i := strings.Index(c.Quote, c.Value.String())
	if !c.ValueSpan.Empty() || i < 0 {
		return c.ValueSpan
	}
	return rashomon.Span{Start: c.Span.Start + i, End: c.Span.Start + i + len(c.Value.String())}
}

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
