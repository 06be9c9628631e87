package rashomon

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"strings"
)

// Kind is the kind of event: the types of ../shared/gold/GUIDE.md.
type Kind string

// The kinds of event.
const (
	AirStrike  Kind = "air/drone strike"
	Shelling   Kind = "shelling/missile"
	Bombing    Kind = "bombing/IED/suicide"
	Clash      Kind = "armed clash"
	Shooting   Kind = "shooting"
	Chemical   Kind = "chemical"
	Abduction  Kind = "abduction"
	Execution  Kind = "execution"
	OtherEvent Kind = "other"
)

// Kinds returns every kind of event.
func Kinds() []Kind {
	return []Kind{AirStrike, Shelling, Bombing, Clash, Shooting, Chemical, Abduction, Execution, OtherEvent}
}

// AccountID names an Account: its Report's id, "/", its Key.
type AccountID string

// Parts returns the report and the key that the name is made of. Ids of reports may
// have slashes (those that a line of JSON gives), keys have none.
func (id AccountID) Parts() (report ReportID, key string) {
	i := strings.LastIndexByte(string(id), '/')
	return ReportID(id[:max(i, 0)]), string(id[i+1:])
}

// Account is what one Report tells of one incident. A round-up gives several; a
// background recall is an account of another, older incident (Main false).
type Account struct {
	Report ReportID
	Key    string // unique within the report: "a1", "a2"
	Main   bool
	Kind   Kind
	When   When
	Where  Where
	Claims []Claim
}

// ID returns the account's name.
func (a Account) ID() AccountID { return AccountID(string(a.Report) + "/" + a.Key) }

// Reading is all that one reader found in one Report: its accounts, and the
// cumulative claims that belong to no incident. Title, Outlet and Published are
// the report's, so that readings can be linked without their texts.
type Reading struct {
	Report     ReportID
	Title      string
	Outlet     string
	Published  string
	Maker      string
	Accounts   []Account
	Cumulative []Claim
}

// Claims returns every claim of the reading: account by account, cumulative last.
func (r Reading) Claims() []Claim {
	var all []Claim
	for _, a := range r.Accounts {
		all = append(all, a.Claims...)
	}
	return append(all, r.Cumulative...)
}

// Origin is the one telling that a set of accounts goes back to: an agency text
// that outlets printed, or a body that spoke. Why says how it is known.
type Origin struct {
	Name     string      `json:"name"`
	Kind     VoiceKind   `json:"kind"`
	Accounts []AccountID `json:"accounts"`
	Why      string      `json:"why,omitempty"`
}

// Link is the reason why two accounts are held to tell of one event, or, when
// Refused, why they are not although they come close. Score is between 0 and 1.
type Link struct {
	A       AccountID `json:"a"`
	B       AccountID `json:"b"`
	Score   float64   `json:"score"`
	Why     []string  `json:"why"`
	Refused bool      `json:"refused,omitempty"`
}

// Tie is how one incident stands to another, with the words that say so. The other
// incident has the same tie, from its side.
type Tie struct {
	To     IncidentID `json:"to"`
	Kind   TieKind    `json:"kind"`
	Report ReportID   `json:"report"`
	Span   Span       `json:"span"`
	Words  string     `json:"words,omitempty"` // the words of the span; empty when the text was not at hand
}

// TieKind names a Tie.
type TieKind string

// The kinds of tie.
const (
	RetaliationFor TieKind = "retaliation for"
	FollowUpOf     TieKind = "follow-up of"
	SameSeries     TieKind = "same series"
	Recalls        TieKind = "recalls"      // a report of this incident tells of the other as background
	MistakenFor    TieKind = "mistaken for" // reports first took this incident for the other, or held it a part of it
)

// The same ties, as the other incident has them. Incidents of one series have it of
// each other.
const (
	AnsweredBy    TieKind = "answered by"
	FollowedBy    TieKind = "followed by"
	RecalledBy    TieKind = "recalled by"
	MistakenForIt TieKind = "mistaken for it" // the other was taken for this one
)

// Inverse returns the tie that the other incident has: recalled by, of recalls. That
// of a kind that has none is the kind itself.
func (k TieKind) Inverse() TieKind {
	for _, p := range [][2]TieKind{{RetaliationFor, AnsweredBy}, {FollowUpOf, FollowedBy}, {Recalls, RecalledBy}, {MistakenFor, MistakenForIt}} {
		switch k {
		case p[0]:
			return p[1]
		case p[1]:
			return p[0]
		}
	}
	return k
}

// Incident is the accounts held to tell of one event. It is named after the
// account first received; the names that the other accounts would have had are
// aliases, so that no published name ever leads nowhere.
type Incident struct {
	ID       IncidentID
	Aliases  []IncidentID
	Accounts []AccountID // in the order received
	Main     bool        // at least one report gives it as its news
	Origins  []Origin
	Links    []Link
	Ties     []Tie
	Apart    []IncidentID `json:",omitempty"` // incidents that a ruling split this one from
}

// Dossier is all that settling one Incident needs: its accounts, the cumulative
// claims that reports of it as their news also make, those reports, and the rulings.
type Dossier struct {
	Incident   Incident
	Accounts   []Account // in the order of Incident.Accounts
	Cumulative []Claim
	Reports    []Report      // each once, in the order received
	Rulings    []Ruling      // those on it, its accounts and claims, in the order made
	Withheld   []Ruling      // every withholding in force in the whole store: a name may stand anywhere
	Replaced   []Replacement // where one of Reports took the place of another text, or another took its own; a text that came back stands
	Captures   []Capture     // of those addresses of its reports at which something changed, in the order received
	Versions   []Version     // the texts that Captures show, whichever incident tells of them
}

// With returns a dossier with the accounts, the cumulative claims and the reports of
// another beside its own.
func (d Dossier) With(other Dossier) Dossier {
	d.Accounts = slices.Concat(d.Accounts, other.Accounts)
	d.Cumulative = slices.Concat(d.Cumulative, other.Cumulative)
	d.Reports = slices.Concat(d.Reports, other.Reports)
	return d
}

// Replacement is a report that a newer text took the place of. The newer one need
// tell nothing of the incident: a correction may leave it. Its order in a Dossier
// does not matter.
type Replacement struct {
	Report, By ReportID
	Published  string // By's, as given; empty when unknown
}

// Replacements lists what the reports say they replace.
func Replacements(reports []Report) []Replacement {
	var out []Replacement
	for _, r := range reports {
		if r.Replaces != "" && r.Replaces != r.ID {
			out = append(out, Replacement{Report: r.Replaces, By: r.ID, Published: r.Published})
		}
	}
	return out
}

// IncidentID is a short stable name: "RSH-", six characters of Crockford base 32
// and a check character of the same alphabet (https://www.crockford.com/base32.html:
// the number modulo 37; names whose check character would be a symbol are not used,
// so that a name is safe in a shell and in an address).
type IncidentID string

const (
	crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	checkMod  = 37 // a prime above the size of the alphabet finds every single mistyped character
	idPrefix  = "RSH-"
	idDigits  = 6
)

// NameIncident returns the name of an incident whose first account is a. salt is
// 0 unless another incident already holds that name.
func NameIncident(a AccountID, salt int) IncidentID {
	sum := sha256.Sum256(binary.BigEndian.AppendUint32([]byte(a), uint32(salt)))
	n := binary.BigEndian.Uint64(sum[:]) >> (64 - 5*idDigits)
	for n%checkMod >= uint64(len(crockford)) {
		sum = sha256.Sum256(sum[:])
		n = binary.BigEndian.Uint64(sum[:]) >> (64 - 5*idDigits)
	}
	var b strings.Builder
	b.WriteString(idPrefix)
	for i := idDigits - 1; i >= 0; i-- {
		b.WriteByte(crockford[n>>(5*i)&31])
	}
	b.WriteByte(crockford[n%checkMod])
	return IncidentID(b.String())
}

// ParseIncidentID reads a name as a person types it: any case, with or without
// the prefix, O for 0 and I or L for 1. ok is false when the check character
// does not fit, that is for any single mistyped character.
func ParseIncidentID(s string) (id IncidentID, ok bool) {
	s = strings.ToUpper(strings.TrimSpace(s))
	s = strings.TrimPrefix(s, idPrefix)
	if len(s) != idDigits+1 {
		return "", false
	}
	s = strings.NewReplacer("O", "0", "I", "1", "L", "1").Replace(s)
	var n int
	for i := range idDigits {
		v := strings.IndexByte(crockford, s[i])
		if v < 0 {
			return "", false
		}
		n = n<<5 | v
	}
	if n%checkMod >= len(crockford) || crockford[n%checkMod] != s[idDigits] {
		return "", false
	}
	return IncidentID(idPrefix + s), true
}

// NewDossier gathers the dossier of an incident from the readings and reports that
// its accounts name. An account or report that is not among them is left out.
// Rulings and Replaced are the caller's to add.
func NewDossier(inc Incident, readings map[ReportID]Reading, reports map[ReportID]Report) Dossier {
	d := Dossier{Incident: inc}
	seen := map[ReportID]bool{}
	for _, id := range inc.Accounts {
		report, key := id.Parts()
		for _, a := range readings[report].Accounts {
			if a.Key == key {
				d.Accounts = append(d.Accounts, a)
			}
		}
		if r, there := reports[report]; there && !seen[report] {
			seen[report] = true
			d.Reports = append(d.Reports, r)
		}
	}
	slices.SortStableFunc(d.Reports, func(a, b Report) int {
		return cmp.Or(a.Received.Compare(b.Received), cmp.Compare(a.ID, b.ID))
	})
	for _, r := range d.Reports {
		if reading := readings[r.ID]; d.News(r.ID) || !reading.News() {
			d.Cumulative = append(d.Cumulative, reading.Cumulative...)
		}
	}
	return d
}

// News reports whether any account of the reading is its report's news.
func (r Reading) News() bool {
	return slices.ContainsFunc(r.Accounts, func(a Account) bool { return a.Main })
}

// News reports whether the incident is the news of that report, and not a recall. A
// report's cumulative claims stand beside its news; beside its recalls only when it
// has no news, so that they stand somewhere.
func (d Dossier) News(id ReportID) bool {
	return slices.ContainsFunc(d.Accounts, func(a Account) bool { return a.Report == id && a.Main })
}
