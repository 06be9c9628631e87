package rashomon

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
)

// Field is the question that a Claim answers.
type Field string

// The fields, as ../shared/gold/GUIDE.md defines them. The first five are tolls:
// their Value is a Tally.
const (
	Killed      Field = "killed"
	Injured     Field = "injured"
	Missing     Field = "missing"
	Captured    Field = "captured"
	Casualties  Field = "casualties" // dead and injured together, with no split
	Perpetrator Field = "perpetrator"
	Target      Field = "target"
	Weapon      Field = "weapon"
	Victim      Field = "victim" // a named person killed or hurt
	PlaceField  Field = "place"
	DateField   Field = "date"
	Motive      Field = "motive"
	Threat      Field = "threat"
	Response    Field = "response"

	KindField Field = "kind" // of an incident, which no claim answers: the subject of a ruling only
)

// Fields returns every field in the order in which records show them.
func Fields() []Field {
	return []Field{Killed, Injured, Casualties, Missing, Captured, Perpetrator, Target, Weapon,
		Victim, PlaceField, DateField, Motive, Threat, Response}
}

// Toll reports whether claims on the field count people.
func (f Field) Toll() bool {
	switch f {
	case Killed, Injured, Missing, Captured, Casualties:
		return true
	}
	return false
}

// Stance is how the innermost voice stands to what it says.
type Stance string

// The stances.
const (
	States   Stance = "states"
	Confirms Stance = "confirms"
	Alleges  Stance = "alleges"
	Denies   Stance = "denies"
	Doubts   Stance = "doubts" // "could not verify", "unclear"
	Threats  Stance = "threatens"
	Predicts Stance = "predicts"
)

// VoiceKind says what a Voice is.
type VoiceKind string

// The kinds of voice.
const (
	Official   VoiceKind = "official" // a government or state body
	Military   VoiceKind = "military"
	Police     VoiceKind = "police"
	Medical    VoiceKind = "medical"
	ArmedGroup VoiceKind = "armed group"
	Witness    VoiceKind = "witness"
	Monitor    VoiceKind = "monitor"
	NGO        VoiceKind = "ngo"
	Media      VoiceKind = "media"
	Social     VoiceKind = "social"
	OtherVoice VoiceKind = "other"
)

// Voice is one link of the chain of who says it. Words is where the report names
// it (empty for the outlet itself) and As those words; Name is the resolved name.
type Voice struct {
	Words     Span      `json:"words"`
	As        string    `json:"as,omitempty"`
	Name      string    `json:"name"`
	Kind      VoiceKind `json:"kind"`
	Anonymous bool      `json:"anonymous,omitempty"`
}

// Attribution is whose word a Claim is. Voices run from the publisher inward:
// this outlet, citing Reuters, citing police. The first is always the outlet; a
// chain of one is the outlet's own voice.
type Attribution struct {
	Voices []Voice `json:"voices"`
	Cue    Span    `json:"cue"` // the words of speech: "said", "according to"; empty when there are none
	Stance Stance  `json:"stance"`
}

// Speaker returns the innermost voice. ok is false when it is the outlet itself.
func (a Attribution) Speaker() (v Voice, ok bool) {
	if len(a.Voices) < 2 {
		return Voice{}, false
	}
	return a.Voices[len(a.Voices)-1], true
}

// Relay returns the voice that stands between the outlet and the speaker. ok is
// false when there is none: nobody relays himself, with his title or without.
func (a Attribution) Relay() (v Voice, ok bool) {
	if len(a.Voices) < 3 {
		return Voice{}, false
	}
	relay, speaker := " "+strings.ToLower(a.Voices[len(a.Voices)-2].Name), " "+strings.ToLower(a.Voices[len(a.Voices)-1].Name)
	if strings.HasSuffix(relay, speaker) || strings.HasSuffix(speaker, relay) {
		return Voice{}, false
	}
	return a.Voices[len(a.Voices)-2], true
}

// ClaimID names a Claim: its Report's id, a dot, and 10 hexadecimal digits of the
// digest of what it says, where, and by whose word.
type ClaimID string

// Claim is one thing one Report asserts of one incident.
type Claim struct {
	ID          ClaimID
	Report      ReportID
	Account     string // Key of the Account it belongs to; empty when Cumulative
	Field       Field
	Value       Value
	Span        Span   // the asserting words, the shortest that show field and value
	Quote       string // those words, letter by letter
	ValueSpan   Span   // the words that the value is computed from
	Also        []Span // further words that the value stands on, outside Span
	Attribution Attribution
	PartOf      ClaimID // the whole that this count is a part of ("11 children among the 26")
	Cumulative  bool    // a toll over several incidents or a period: of no incident
	Superseded  bool    // an earlier count that the same telling replaces
	Confidence  float64 // probability that the claim is right, 0 when the maker gives none
	Maker       string  // the reader and its version
}

// Identify returns c with its ID set. Two claims of one report that say the same
// in the same words by the same voice have the same ID.
func (c Claim) Identify() Claim {
	speaker, _ := c.Attribution.Speaker()
	sum := sha256.Sum256(fmt.Appendf(nil, "%s|%s|%v|%v|%v|%s|%s|%v", c.Field, c.Value, c.Span, c.ValueSpan,
		speaker.Words, speaker.Name, c.Attribution.Stance, c.Account))
	c.ID = ClaimID(fmt.Sprintf("%s.%s", c.Report, hex.EncodeToString(sum[:])[:10]))
	return c
}

// Tally returns the claim's count. ok is false when the field counts nobody.
func (c Claim) Tally() (t Tally, ok bool) {
	t, ok = c.Value.(Tally)
	return t, ok
}
