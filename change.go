package rashomon

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Fate is what became of the page at an address, as one capture shows it.
type Fate string

// The fates. All but the first are a Change.
const (
	Stands      Fate = "unchanged"   // the text that stood there, or none ever did
	Edited      Fate = "edited"      // another text
	Vanished    Fate = "gone"        // the server, or the page, says that there is none any more
	Walled      Fate = "walled"      // a page without the article: a paywall, a demand for consent
	Moved       Fate = "moved"       // the text, or one much like it, at another address, for good
	FrontPage   Fate = "front page"  // the way leads to another page, which has not the article
	Unreachable Fate = "unreachable" // no answer, or none that says anything of the article
	Returned    Fate = "back again"  // the text that stood there before something else did
)

// Version is one of the texts of an address, with what was read in it. A Reading without
// its Report's name is none: the text is not read yet, or could not be.
type Version struct {
	Report  Report
	Reading Reading
}

// Change is what became of the text at one address from one capture to another: the
// fate, and between two texts what changed in their claims. It overwrites nothing: the
// earlier report keeps its page.
type Change struct {
	Address string    `json:"address"`
	Outlet  string    `json:"outlet"`
	Fate    Fate      `json:"fate"`
	At      time.Time `json:"at"`      // when it was first seen: the receipt of Capture. UTC
	Capture CaptureID `json:"capture"` // which shows it
	Status  int       `json:"status,omitempty"`
	Why     string    `json:"why,omitempty"` // what the capture says beside its fate, in words
	To      string    `json:"to,omitempty"`  // where it moved, or where the way led and did not before
	Before  ReportID  `json:"before"`        // the text that stood there last
	Last    time.Time `json:"last"`          // when Before was last seen to stand there. UTC
	After   ReportID  `json:"after,omitempty"`

	Unread      bool         `json:"unread,omitempty"` // one of the texts is not read: no claims are compared
	Same        int          `json:"same,omitempty"`   // claims that both texts make, in the same words
	Differences []Difference `json:"differences,omitempty"`
	Cut         []Span       `json:"cut,omitempty"` // sentences of Before that After has not
	New         []Span       `json:"new,omitempty"` // sentences of After that Before has not
}

// Aspect is one way in which two texts differ.
type Aspect string

// The aspects. The first two stand alone; a claim may differ in several of the others.
const (
	ClaimAdded   Aspect = "added"
	ClaimRemoved Aspect = "removed"
	OtherValue   Aspect = "value"
	OtherSpeaker Aspect = "speaker"
	OtherStance  Aspect = "stance"
	OtherWords   Aspect = "wording" // the same value by the same speaker in other words
	OtherTitle   Aspect = "title"
	OtherDay     Aspect = "published" // the page gives another time of publication
	OtherTongue  Aspect = "language"  // it says that it is in another language
	OnlyRead     Aspect = "reading"   // the words stand in both texts, and the reader read the claim in one only: no change of the outlet's
)

// Difference is one thing that two texts of an address say otherwise. Was and Now are the
// two sides, nil on the side that says nothing of it. Whole is true when the sentence of a
// claim that was added or removed is new or gone with it; Still, when the other text gives
// the same value elsewhere.
type Difference struct {
	Of    []Aspect `json:"of"`
	Field Field    `json:"field,omitempty"` // of claims
	Group Group    `json:"group,omitempty"` // of tolls
	Was   *Said    `json:"was,omitempty"`
	Now   *Said    `json:"now,omitempty"`
	Whole bool     `json:"whole,omitempty"`
	Still bool     `json:"still,omitempty"`
}

// Said is one side of a Difference: what the text says and the words that say it. Span
// and Sentence are bytes of the text of the Change's report on that side; empty for what
// is not in the text.
type Said struct {
	Claim    ClaimID `json:"claim,omitempty"`
	Value    string  `json:"value"`
	Speaker  string  `json:"speaker,omitempty"` // empty for the outlet itself
	Stance   Stance  `json:"stance,omitempty"`
	Quote    string  `json:"quote,omitempty"`
	Span     Span    `json:"span"`
	Sentence Span    `json:"sentence"`
}

// Is reports whether the texts differ in that aspect.
func (d Difference) Is(a Aspect) bool { return slices.Contains(d.Of, a) }

// String says the difference in plain words: "killed 12 -> 15 (police)".
func (d Difference) String() string {
	switch {
	case d.Is(OtherTitle):
		return fmt.Sprintf("the title is now “%s”", d.Now.Value)
	case d.Is(OtherDay):
		return fmt.Sprintf("the time of publication was %s, now %s", orNone(d.Was.Value), orNone(d.Now.Value))
	case d.Is(OtherTongue):
		return fmt.Sprintf("the language was %s, now %s", orNone(d.Was.Value), orNone(d.Now.Value))
	case d.Is(OnlyRead):
		return "read otherwise, of words that stand in both: " + d.label()
	case d.Is(ClaimRemoved) && d.Whole:
		return fmt.Sprintf("the sentence on %s is gone: %s%s", d.topic(), d.Was.Value, by(d.Was))
	case d.Is(ClaimRemoved):
		return fmt.Sprintf("no longer said: %s %s%s", d.label(), d.Was.Value, by(d.Was))
	case d.Is(ClaimAdded):
		return fmt.Sprintf("new: %s %s%s", d.label(), d.Now.Value, by(d.Now))
	}
	var parts []string
	if d.Is(OtherValue) {
		speaker := by(d.Now)
		if d.Is(OtherSpeaker) || d.Is(OtherStance) {
			speaker = ""
		}
		parts = append(parts, d.label()+" "+d.Was.Value+" -> "+d.Now.Value+speaker)
	} else {
		parts = append(parts, d.label()+" "+d.Now.Value)
	}
	if d.Is(OtherSpeaker) || d.Is(OtherStance) {
		parts = append(parts, voice(d.Was)+" -> "+voice(d.Now))
	}
	if len(d.Of) == 1 && d.Is(OtherWords) {
		parts[0] += by(d.Now) + ", in other words"
	}
	return strings.Join(parts, ": ")
}

func orNone(s string) string {
	if s == "" {
		return "not given"
	}
	return s
}

// by is the speaker of a claim in brackets.
func by(s *Said) string {
	if s.Speaker == "" {
		return ""
	}
	return " (" + s.Speaker + ")"
}

// voice is who says it and how: "police said", "the outlet said".
func voice(s *Said) string {
	who := s.Speaker
	if who == "" {
		who = "the outlet"
	}
	return who + " " + s.Stance.Verb()
}

// label is the question of a claim in as few words as tell it: "killed", "children killed".
func (d Difference) label() string {
	if d.Field.Toll() && (d.Group == People || d.Group == "") {
		return d.Field.Suffered()
	}
	return lower(d.Field.Question(d.Group))
}

// topic is what a sentence is on: "who did it", "the killed".
func (d Difference) topic() string {
	switch {
	case d.Field.Toll():
		return "how many " + d.Group.Name() + " were " + d.Field.Suffered()
	case d.Field == Victim:
		return "a named victim"
	case d.Field == Threat || d.Field == Response:
		return "a " + string(d.Field)
	}
	return lower(d.Field.Question(""))
}

func lower(s string) string { return strings.ToLower(s[:1]) + s[1:] }

// Summary says in one line what the change is: "killed 12 -> 15 (police); the sentence on
// who did it is gone". The words of differences in wording alone are counted, not given.
func (c Change) Summary() string {
	told := c.told()
	var parts []string
	switch c.Fate {
	case Moved:
		parts = append(parts, "moved to "+c.To)
	case Returned:
		parts = append(parts, "the text kept before stands there again")
	case Edited:
		if c.To != "" {
			parts = append(parts, "the address led to "+c.To)
		}
		if c.Why != "" {
			parts = append(parts, c.Why)
		}
		if len(told) == 0 {
			parts = append(parts, c.quiet())
		}
	case Vanished, Walled, FrontPage, Unreachable, Stands:
		return c.missing()
	}
	return strings.Join(append(parts, told...), "; ")
}

// Lasting is what stands of a text that its address does not show any more: "the text
// kept on 4 March 2031 stands". Empty where there is a text.
func (c Change) Lasting() string {
	if c.After != "" {
		return ""
	}
	return "the text kept on " + c.Last.Format("2 January 2006") + " stands"
}

// missing says how an address fails to show the article.
func (c Change) missing() string {
	status := ""
	if c.Status >= 300 {
		status = fmt.Sprintf(" (%d)", c.Status)
	}
	switch c.Fate {
	case Vanished:
		return "the page was gone" + status + beside(c.Why)
	case Walled:
		return "the page showed no article" + status + beside(c.Why)
	case FrontPage:
		return "the address led to a page without the article" + beside(c.To)
	case Unreachable:
		if status == "" {
			status = beside(c.Why)
		}
		return "the page could not be reached" + status
	}
	return string(c.Fate)
}

func beside(s string) string {
	if s == "" {
		return ""
	}
	return ": " + s
}

// told gives the differences in claims and in the title: what changed, what is gone, what
// is new, and then the page's title and day, each once.
func (c Change) told() []string {
	var changed, gone, fresh, page []string
	for _, d := range c.Differences {
		switch {
		case d.Is(OnlyRead) || d.Still || len(d.Of) == 1 && d.Is(OtherWords):
		case d.Field == "":
			page = append(page, d.String())
		case d.Is(ClaimRemoved) && d.Whole:
			gone = append(gone, "the sentence on "+c.topics(d.Was.Sentence)+" is gone")
		case d.Is(ClaimRemoved):
			gone = append(gone, d.String())
		case d.Is(ClaimAdded):
			fresh = append(fresh, d.String())
		case !d.Is(OtherValue):
			changed = append(changed, c.together(d))
		default:
			changed = append(changed, d.String())
		}
	}
	all := slices.Concat(changed, gone, fresh, page)
	var once []string
	for i, s := range all {
		fuller := func(t string) bool { return strings.HasPrefix(t, s+" (") }
		if !slices.Contains(all[:i], s) && !slices.ContainsFunc(all, fuller) {
			once = append(once, s)
		}
	}
	return once
}

// mostTopics is how many topics of one sentence are named.
const mostTopics = 3

// topics are what a sentence that is gone was on.
func (c Change) topics(sentence Span) string {
	var out []string
	for _, d := range c.Differences {
		if d.Is(ClaimRemoved) && d.Whole && d.Was.Sentence == sentence && !slices.Contains(out, d.topic()) {
			out = append(out, d.topic())
		}
	}
	if len(out) > mostTopics {
		out = append(out[:mostTopics-1], fmt.Sprintf("%d more things", len(out)-mostTopics+1))
	}
	return strings.Join(out, ", ")
}

// together says of all claims that went from one voice to the same other.
func (c Change) together(d Difference) string {
	was, now := voice(d.Was), voice(d.Now)
	var labels []string
	for _, e := range c.Differences {
		if e.Was == nil || e.Now == nil || e.Field == "" || e.Is(OtherValue) || e.Is(OnlyRead) || voice(e.Was) != was || voice(e.Now) != now {
			continue
		}
		label := e.label()
		if e.Field.Toll() || e.Field == Perpetrator {
			label += " " + e.Now.Value
		}
		if !slices.Contains(labels, label) {
			labels = append(labels, label)
		}
	}
	return strings.Join(labels, ", ") + ": " + was + " -> " + now
}

// quiet says what an edit is that changes no claim.
func (c Change) quiet() string {
	cut, fresh := len(c.Cut), len(c.New)
	switch {
	case c.Unread:
		return fmt.Sprintf("another text, whose claims are not read yet: %s gone, %d new", sentences(cut), fresh)
	case cut+fresh == 0:
		return "no sentence and no claim changed"
	case cut == 0:
		return sentences(fresh) + " added, no claim changed"
	case fresh == 0:
		return sentences(cut) + " removed, no claim changed"
	}
	return sentences(max(cut, fresh)) + " in other words, no claim changed"
}

func sentences(n int) string {
	if n == 1 {
		return "1 sentence"
	}
	return fmt.Sprintf("%d sentences", n)
}

// Note is the change as a note on an incident: "The Harbour Post, 4 March 2031, 18:00 UTC:
// killed 12 -> 15".
func (c Change) Note() string {
	s := c.Outlet + ", " + c.At.UTC().Format("2 January 2006, 15:04") + " UTC: " + c.Summary()
	if l := c.Lasting(); l != "" {
		s += "; " + l
	}
	return s
}
