package web

import (
	"strconv"
	"strings"
	"time"

	"rashomon"
)

// peopleText is a range with those it counts: "9 to 18 people", "1 child".
func peopleText(rg rashomon.Range) string {
	if rg.Low.N == 1 && rg.High.N == 1 {
		return rangeText(rg) + " " + rg.Group.One()
	}
	return rangeText(rg) + " " + rg.Group.Name()
}

// valueText is a claim's value as a person would write it. A count tells how it
// stands to others of the same telling, and whom it counts when the quote says so in
// few words; the question above it names the group.
func valueText(c rashomon.Claim) string {
	t, ok := c.Tally()
	if !ok {
		if c.Value == nil {
			return ""
		}
		return oneLine(c.Value.String())
	}
	s := t.String()
	switch t.Relation {
	case rashomon.Additional:
		s += " more"
	case rashomon.OfInjured:
		s += " of the injured"
	case rashomon.Rose:
		s = "rose to " + s
	}
	if who := counted(t, c.Quote); who != "" && t.Relation != rashomon.OfInjured {
		s += " " + who
	}
	return s
}

// furtherWords begin the words of a group whose count already says "more".
var furtherWords = []string{"additional ", "more ", "other ", "further "}

// counted is whom a tally counts, written as the quote writes it: Tally.Who has lost
// its capitals. It is empty when the quote has other words or it takes many.
func counted(t rashomon.Tally, quote string) string {
	const few = 3
	lower := strings.ToLower(quote)
	i := strings.Index(lower, t.Who)
	if t.Who == "" || i < 0 || len(lower) != len(quote) || len(strings.Fields(t.Who)) > few {
		return ""
	}
	who := oneLine(quote[i : i+len(t.Who)])
	for _, w := range furtherWords {
		if t.Relation == rashomon.Additional && strings.HasPrefix(strings.ToLower(who), w) {
			who = who[len(w):]
		}
	}
	return who
}

// chain is whose word a claim is: the innermost voice, what it is, and those through
// whom it reached the outlet, from the inside out. All are empty when the outlet says
// it in its own voice.
func chain(a rashomon.Attribution) (speaker, kind, via string) {
	v, ok := a.Speaker()
	if !ok {
		return "", "", ""
	}
	var between []string
	for i := len(a.Voices) - 2; i >= 1; i-- {
		if name := voiceName(a.Voices[i]); name != voiceName(a.Voices[i+1]) {
			between = append(between, name)
		}
	}
	return voiceName(v), kindWord(v.Kind), strings.Join(between, ", via ")
}

// kindWord names a kind of voice; empty when the kind says nothing.
func kindWord(k rashomon.VoiceKind) string {
	switch k {
	case rashomon.OtherVoice:
		return ""
	case rashomon.NGO:
		return "NGO"
	}
	return string(k)
}

// byline is chain in one line: "police, via Halcyon Wire".
func byline(a rashomon.Attribution) string {
	speaker, _, via := chain(a)
	if via == "" {
		return speaker
	}
	return speaker + ", via " + via
}

// voiceName is a voice's name, or its words when the name is not resolved.
func voiceName(v rashomon.Voice) string {
	name := v.Name
	if name == "" {
		name = v.As
	}
	if name == "" {
		name = "someone not named"
	}
	return oneLine(name)
}

// rangeText is a range in words: "9 to 18", "at least 12", "9 to 18 or more".
func rangeText(r rashomon.Range) string {
	lo, hi := strconv.Itoa(r.Low.N), strconv.Itoa(r.High.N)
	switch {
	case r.Low.N == r.High.N && (r.Low.Open || r.High.Open):
		return "at least " + lo
	case r.Low.N == r.High.N:
		return lo
	case r.High.Open:
		return lo + " to " + hi + " or more"
	}
	return lo + " to " + hi
}

// day writes a date or time as received for reading: "4 May 2023", "4 May 2023,
// 12:15 UTC". What is neither is shown as it stands.
func day(s string) string {
	if t, err := time.Parse(time.RFC3339, s); err == nil {
		if t.Hour() == 0 && t.Minute() == 0 && t.Second() == 0 {
			return t.Format("2 January 2006")
		}
		return t.UTC().Format("2 January 2006, 15:04") + " UTC"
	}
	d, ok := rashomon.ParseDate(s)
	switch {
	case !ok:
		return s
	case d.Month == 0:
		return strconv.Itoa(d.Year)
	case d.Day == 0:
		return d.First().Format("January 2006")
	}
	return d.First().Format("2 January 2006")
}

// count writes a number of things: "1 report", "3 reports".
func count(n int, one string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + one + "s"
}

// list joins words for a sentence: "a, b and c".
func list(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " and " + words[last]
}

// upperFirst makes the first letter a capital; the words it is used on are ours and ASCII.
func upperFirst(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

func lowerFirst(s string) string {
	if s == "" {
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
}
