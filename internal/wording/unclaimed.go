package wording

import (
	"regexp"
	"slices"
	"strings"

	"rashomon"
)

// Unclaimed reports whether a claim on who did it says, by the sentence of the text that it
// stands in, that nobody has claimed a deed. Its words name nobody, "no one", "no militant
// group", and no more than auxiliaries and words of time or place part them from words of
// claiming, "has so far claimed responsibility". The sentence excepts nobody, "no group but
// one", and neither denies what it says nor leaves it open, "it is not true that no group has".
func Unclaimed(text string, c rashomon.Claim) bool {
	nobody, named := ValueAt(c), Words(c.Value.String())
	if len(named) == 0 || !nobodies[named[0]] || nobody.Empty() || !nobody.Valid(text) {
		return false
	}
	before, after := text[:nobody.Start], text[nobody.Start:]
	if ends := sentenceEnd.FindAllStringIndex(before, -1); len(ends) > 0 {
		before = before[ends[len(ends)-1][1]:]
	}
	if end := sentenceEnd.FindStringIndex(after); end != nil {
		after = strings.TrimRight(after[:end[1]], " \n.;!?\"”’)")
	}
	if exceptions.MatchString(before) || gainsaid(before) {
		return false
	}
	said := aside.ReplaceAllString(after, ",")
	words := Words(said)
	i := nobodyIn(words)
	if i == 0 || exceptions.MatchString(relative.Split(after, 2)[0]) || butName.MatchString(said) || later.MatchString(after) {
		return false
	}
	for i < len(words) && (among[words[i]] || factions[singular(words[i])]) {
		i++
	}
	return claiming(words[i:])
}

var (
	sentenceEnd = regexp.MustCompile(`(?:\p{L}{3}|[\p{Ll}\d]{2}|[”"’)])[.!?]["”’)]*(?:\s|$)|[.!?]["”’)]+\s|[;\n]`)
	// aside is who says it, where commas part him from what he says.
	aside      = regexp.MustCompile(`(?i),[^,]*\b(?:said|says|told|added|according to)\b[^,]*(?:,|$)`)
	relative   = regexp.MustCompile(`(?i)\b(?:which|who|whose|that|when|where|while)\b`)
	exceptions = regexp.MustCompile(`(?i)\b(?:except|excepting|(?:other|rather) than|besides|(?:apart|aside) from|save (?:for|the|an?)|excluding|barring|but for|exception of)\b`)
	// butName is a name and no more after "but": what else follows it is said besides.
	butName = regexp.MustCompile(`\b(?:but|save) (?:(?:the|an?) )?(?:\p{Lu}[\w’'-]*[ ,]*)+$`)
	later   = regexp.MustCompile(`(?i)\b(?:until|till|before)\b.*\b(?:when|did|claimed)\b`)
)

// nobodyIn is how many of the words name nobody, "none of the armed groups", or stand
// before a claim that there is not, "no immediate claim"; 0 when none do.
func nobodyIn(words []string) int {
	var head [7]string
	copy(head[:], words)
	first := 1 // of the words that describe them
	switch {
	case head[0] == "nobody", head[0] == "no-one", head[0] == "none" && head[1] != "of":
		return 1
	case head[0] == "no" && head[1] == "one":
		return 2
	case head[0] == "none" && head[2] == "them":
		return 3
	case head[0] == "none":
		first = 3
	case head[0] != "no":
		return 0
	}
	for i := first; i < first+4; i++ {
		switch w := head[i]; {
		case factions[singular(w)]:
			return i + 1
		case strings.HasPrefix(w, "claim"):
			return i
		case narrowing[w]:
			return 0
		}
	}
	return 0
}

// claiming reports whether the words start with those of claiming a deed.
func claiming(words []string) bool {
	var head [7]string
	copy(head[:], words)
	that := 1
	if head[1] == "that" {
		that = 2
	}
	himself := head[that] == "it" || head[that] == "they" || head[that] == "he"
	owned := slices.ContainsFunc(head[1:], func(w string) bool { return deeds[w] })
	switch w := head[0]; {
	case w == "said", w == "says", w == "say", that == 2:
		return himself && owned
	case strings.HasPrefix(w, "claim"):
		return owned || !claimedElse[head[1]]
	case taking[w]:
		return slices.Contains(head[1:], "responsibility") || slices.Contains(head[1:], "credit")
	}
	return strings.HasPrefix(head[0], "admit")
}

// gainsaid reports whether the words before what is said deny it, "it is not true that", or
// leave it open, "if".
func gainsaid(before string) bool {
	parts := strings.Split(aside.ReplaceAllString(before, " "), ",")
	var words []string
	for i := len(parts) - 1; i >= 0 && len(words) == 0; i-- {
		words = Words(parts[i])
		for len(words) > 0 && among[words[len(words)-1]] {
			words = words[:len(words)-1]
		}
	}
	for i := len(words) - 1; i >= max(0, len(words)-8); i-- {
		w := words[i]
		switch {
		case gainsaying[w] || strings.HasSuffix(w, "nt") && among[strings.TrimSuffix(w, "nt")]:
			return true
		case i == len(words)-1 && w != "that", stating[w]:
			return false
		}
	}
	return false
}

var (
	nobodies = set("no nobody no-one none")
	factions = set("group organisation organization faction party militia side movement outfit")
	// narrowing words make "no group" not every group, or say that none of it is of a group.
	narrowing = set("other further second another more additional new such longer credible genuine verified plausible a an the any this by of to from in for with and or that who which " +
		"has have had is was were be been")
	// among words may stand between nobody and what he does not claim.
	among = set("has have had is was were did does do been be so far yet already as of to date immediately publicly officially formally openly directly initially ever even still now currently " +
		"or individual individuals person by on in at within since for during after the this a an any first early late later few several hours days weeks months hour day week month year " +
		"evening night morning afternoon noon midnight monday tuesday wednesday thursday friday saturday sunday attack bombing blast area region country city town district " +
		"come came stepped forward known reported appears appeared seems made make issued released public immediate statement")
	taking      = set("took take takes taken taking accepted accept accepts assumed assume assumes announced asserted declared acknowledged")
	deeds       = set("responsibility credit responsible behind carried carrying perpetrated")
	claimedElse = set("to of on about he they she its his their victory victims lives asylum innocence")
	gainsaying  = set("not never no cannot deny denies denied denying doubt doubts doubted doubting doubtful dispute disputes disputed disputing reject rejects rejected rejecting " +
		"refute refutes refuted refuting dismiss dismisses dismissed dismissing contradicted untrue false wrong incorrect mistaken contrary if unless whether")
	stating = set("said says saying added adding noted noting and but while because")
)
