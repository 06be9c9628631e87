package rashomon

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// RulingID names a Ruling by the digest of its content.
type RulingID string

// Ruling is a person's decision: an input, append-only, never written by the
// program. A ruling is undone by a later ruling of kind Undo.
type Ruling struct {
	ID     RulingID   `json:"id"`
	Kind   RulingKind `json:"kind"`
	Target string     `json:"target"`          // the ClaimID, AccountID, IncidentID or RulingID ruled on
	Value  string     `json:"value,omitempty"` // the corrected value, the incident merged into, the accounts split off, or the words withheld
	Why    string     `json:"why"`
	Author string     `json:"author"`
	At     time.Time  `json:"at"`
	Of     *Ruled     `json:"of,omitempty"` // what it was made on; nil where nobody wrote that down
}

// Ruled is what a ruling was made on, as it stood then: by it the ruling finds a
// claim or an account again to which a later reader gives another name. Of a correction
// it has the words that give the new value, where a report has any: without Words the
// value is the word of its author alone.
type Ruled struct {
	Field Field       `json:"field,omitempty"` // of a claim; or kind, date or place of an incident
	Spans []Span      `json:"spans,omitempty"` // the words of the claim, or of every claim of the account
	Value string      `json:"value,omitempty"` // of the claim, as a person would write it
	Stay  []AccountID `json:"stay,omitempty"`  // split: the accounts that stayed together
	In    ReportID    `json:"in,omitempty"`    // the report that has Words
	Words *Span       `json:"words,omitempty"`
	Quote string      `json:"quote,omitempty"` // Words, letter by letter
}

// Own reports whether a correction is the word of its author alone.
func (r Ruling) Own() bool { return r.Kind == Correct && (r.Of == nil || r.Of.Words == nil) }

// OnFact returns the fact of an incident, its kind, date or place, that the ruling
// corrects. ok is false when it is on something else.
func (r Ruling) OnFact() (f Field, ok bool) {
	if r.Kind != Correct || r.OnClaim() || r.Of == nil {
		return "", false
	}
	return r.Of.Field, true
}

// RulingKind names what a Ruling decides.
type RulingKind string

// The kinds of ruling.
const (
	Accept   RulingKind = "accept"
	Correct  RulingKind = "correct"
	Reject   RulingKind = "reject"
	Merge    RulingKind = "merge"
	Split    RulingKind = "split"
	Withhold RulingKind = "withhold"
	Undo     RulingKind = "undo"
)

// Standing says whether a ruling has an effect.
type Standing string

// The standings of a ruling.
const (
	InForce   Standing = "in force"
	Undone    Standing = "undone"
	Overruled Standing = "overruled" // another ruling on the same counts in its place
	Adrift    Standing = "without effect: what it was made on is not there any more"
	Unmet     Standing = "without effect: the incidents are not as it has them, before the next run or by a later ruling"
)

// Decision is a ruling as a record shows it: with its standing, and by which name
// what it was made on goes now, where that is another.
type Decision struct {
	Ruling
	Standing Standing `json:"standing"`
	Now      string   `json:"now,omitempty"`
	UndoneBy RulingID `json:"undone_by,omitempty"`

	OverruledBy RulingID `json:"overruled_by,omitempty"`
}

// Claim is the claim that a decision is on, by the name that it has now; empty when
// it is on no claim.
func (d Decision) Claim() ClaimID {
	switch {
	case !d.OnClaim():
		return ""
	case d.Now != "":
		return ClaimID(d.Now)
	}
	return ClaimID(d.Target)
}

// InOrder returns rulings in the order made, of one moment by their ids.
func InOrder(rulings []Ruling) []Ruling {
	out := slices.Clone(rulings)
	slices.SortFunc(out, func(a, b Ruling) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.ID, b.ID)) })
	return out
}

// UndoneBy says which rulings a later one in force undoes, and which that is. An
// undoing can itself be undone.
func UndoneBy(rulings []Ruling) map[RulingID]RulingID {
	undone := map[RulingID]RulingID{}
	for _, r := range slices.Backward(InOrder(rulings)) {
		if r.Kind == Undo && undone[r.ID] == "" && undone[RulingID(r.Target)] == "" {
			undone[RulingID(r.Target)] = r.ID
		}
	}
	return undone
}

// Standings returns the rulings that nothing undoes, in the order made, without
// the undoings themselves.
func Standings(rulings []Ruling) []Ruling {
	undone := UndoneBy(rulings)
	return slices.DeleteFunc(InOrder(rulings), func(r Ruling) bool { return r.Kind == Undo || undone[r.ID] != "" })
}

// Report returns the report that the ruling's claim or account stands in; empty
// when it is on an incident or a ruling.
func (r Ruling) Report() ReportID {
	i := strings.IndexAny(r.Target, "/.")
	if i < 0 {
		return ""
	}
	return ReportID(r.Target[:i])
}

// OnClaim reports whether the ruling was made on a claim.
func (r Ruling) OnClaim() bool { return r.Kind != Undo && strings.Contains(r.Target, ".") }

// OnAccount reports whether the ruling was made on an account.
func (r Ruling) OnAccount() bool { return r.Kind != Undo && strings.Contains(r.Target, "/") }

// ClaimIn finds the claim that the ruling is on: the one of that name, or else one
// of the same report, field and value at words that overlap, the nearest first. ok
// is false when there is none.
func (r Ruling) ClaimIn(claims []Claim) (id ClaimID, ok bool) {
	best := 0
	for _, c := range claims {
		if string(c.ID) == r.Target {
			return c.ID, true
		}
		if r.Of == nil || c.Report != r.Report() || c.Field != r.Of.Field || c.Value == nil || c.Value.String() != r.Of.Value {
			continue
		}
		for _, s := range r.Of.Spans {
			if n := nearness(s, c.Span); n > best {
				id, best = c.ID, n
			}
		}
	}
	return id, best > 0
}

// nearness is greater the more two spans are one; 0 when they share no byte.
func nearness(a, b Span) int {
	if !a.Overlaps(b) {
		return 0
	}
	shared := min(a.End, b.End) - max(a.Start, b.Start)
	return 1 + 1000*shared/(max(a.End, b.End)-min(a.Start, b.Start))
}

// AccountIn finds the account that the ruling is on: of the accounts of its report
// the one that shares most words with the one ruled on, or where that is not known
// the one of that name. ok is false when there is none.
func (r Ruling) AccountIn(accounts []Account) (id AccountID, ok bool) {
	best := -1
	for _, a := range accounts {
		if a.Report != r.Report() {
			continue
		}
		named := string(a.ID()) == r.Target
		shared := 0
		if r.Of != nil {
			shared = sharedSpans(r.Of.Spans, a)
		}
		if !named && shared == 0 {
			continue
		}
		if n := 2 * shared; named && n+1 > best || !named && n > best {
			if best = n; named {
				best++
			}
			id = a.ID()
		}
	}
	return id, best >= 0
}

// sharedSpans is how many of the spans a claim of the account overlaps.
func sharedSpans(spans []Span, a Account) int {
	n := 0
	for _, s := range spans {
		if slices.ContainsFunc(a.Claims, func(c Claim) bool { return c.Span.Overlaps(s) }) {
			n++
		}
	}
	return n
}

// Short returns a part of a claim's name by which people can call it: the beginning of
// its report's, and all that stands behind the dot. Copies of one text have claims that
// are alike behind it.
func (id ClaimID) Short() string {
	const enough = len("r0a1b2c")
	report, rest, found := strings.Cut(string(id), ".")
	if !found {
		return string(id)
	}
	return report[:min(len(report), enough)] + "." + rest
}

// On says in words what a ruling is on: "killed 12 (claim r0a1b2c.3fa85f6457)".
func (r Ruling) On() string {
	switch {
	case r.Kind == Undo:
		return "ruling " + r.Target
	case r.OnClaim():
		claim := "claim " + ClaimID(r.Target).Short()
		if r.Of == nil {
			return claim
		}
		return string(r.Of.Field) + " " + r.Of.Value + " (" + claim + ")"
	case r.OnAccount():
		return "account " + r.Target
	}
	if f, ok := r.OnFact(); ok {
		return string(f) + " of " + r.Target
	}
	return r.Target
}

// Sentence says a decision in words: what was decided, by whom, when and why, and
// whether it stands.
func (d Decision) Sentence() string {
	what := string(d.Kind) + " " + d.On()
	switch d.Kind {
	case Correct:
		what += " to " + d.Value
		if d.Own() {
			what += ", on the author's own word and no report's"
		} else if d.Of.Quote != "" {
			what += ", in the words “" + strings.Join(strings.Fields(d.Of.Quote), " ") + "”"
		}
	case Merge:
		what += " with " + d.Value
	case Split:
		what += ": apart are " + strings.Join(strings.Fields(d.Value), ", ")
	case Withhold:
		what = "withhold: something that " + d.On() + " shows is kept back"
	}
	what += " - by " + d.Author + ", " + d.At.UTC().Format("2 January 2006") + ": " + strings.TrimSuffix(d.Why, ".") + "."
	switch {
	case d.UndoneBy != "":
		what += " Undone by ruling " + string(d.UndoneBy) + "."
	case d.OverruledBy != "":
		what += " Overruled by ruling " + string(d.OverruledBy) + "."
	case d.Standing == Adrift || d.Standing == Unmet:
		what += " " + strings.ToUpper(string(d.Standing[:1])) + string(d.Standing[1:]) + "."
	}
	return what
}

// Brief says beside a claim who corrected it or held it to be right; empty where a
// decision does neither or has no effect.
func (d Decision) Brief() string {
	verb := ""
	switch {
	case d.Standing != InForce:
		return ""
	case d.Kind == Correct && d.Of != nil:
		verb = "corrected from " + d.Of.Value
	case d.Kind == Correct:
		verb = "corrected"
	case d.Kind == Accept:
		verb = "held to be right"
	default:
		return ""
	}
	verb += " by " + d.Author + ", " + d.At.UTC().Format("2 January 2006")
	if d.Own() {
		verb += ", whose own word it is"
	}
	return verb
}

// Briefs gives each claim on which decisions bear the Brief of the last correction
// or, where there is none, of the last acceptance.
func Briefs(decisions []Decision) map[ClaimID]string {
	out := map[ClaimID]string{}
	for _, kind := range []RulingKind{Accept, Correct} {
		for _, d := range decisions {
			if brief := d.Brief(); d.Kind == kind && d.OnClaim() && brief != "" {
				out[d.Claim()] = brief
			}
		}
	}
	return out
}
