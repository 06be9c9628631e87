package rashomon

import (
	"slices"
	"strconv"
)

// PolicyName names a Policy.
type PolicyName string

// The policies of DESIGN.md, section 6.
const (
	RangePolicy    PolicyName = "range"
	Conservative   PolicyName = "conservative"
	Majority       PolicyName = "majority"
	Hierarchy      PolicyName = "hierarchy"
	LatestOfficial PolicyName = "latest-official"
	UCDP           PolicyName = "ucdp"
)

// PolicyNames returns every policy, the default first.
func PolicyNames() []PolicyName {
	return []PolicyName{RangePolicy, Conservative, Majority, Hierarchy, LatestOfficial, UCDP}
}

// Policy is a named way to settle. Rule says in one sentence what it does; it is
// printed beside every number that the policy gave.
type Policy struct {
	Name     PolicyName  `json:"name"`
	Rule     string      `json:"rule"`
	Codebook Codebook    `json:"codebook"`
	Kinds    []VoiceKind `json:"kinds,omitempty"` // hierarchy: whose word goes first
}

// Codebook gives vague words their numbers. Name and Source say whose it is.
type Codebook struct {
	Name   string                   `json:"name"`
	Source string                   `json:"source"`
	Words  map[string]VagueInterval `json:"words"`
}

// VagueInterval is what a vague word counts, in people; Max may be Open.
type VagueInterval struct {
	Min int `json:"min"`
	Max int `json:"max"`
}

// Grade says how well a finding stands.
type Grade string

// The grades.
const (
	Confirmed  Grade = "confirmed"
	Fair       Grade = "fair"
	Weak       Grade = "weak"
	Contested  Grade = "contested"
	Unverified Grade = "unverified"
)

// Definition returns the sentence printed beside the word.
func (g Grade) Definition() string {
	switch g {
	case Confirmed:
		return "one whom others accuse admits it against its interest"
	case Fair:
		return "two or more independent origins say so"
	case Weak:
		return "one origin says so"
	case Contested:
		return "origins say things that cannot all be true"
	case Unverified:
		return "only doubted or unverified claims say so"
	}
	return ""
}

// Finding is a settled value with the claims it cites and its grade.
type Finding struct {
	Field   Field     `json:"field"`
	Group   Group     `json:"group,omitempty"` // tolls: whom it counts
	Value   string    `json:"value"`           // as a person would write it
	Stance  Stance    `json:"stance"`          // the strongest stance among the claims cited
	Grade   Grade     `json:"grade"`
	Note    string    `json:"note,omitempty"` // what a reader must know beside the value: "a claim of responsibility"
	Origins []int     `json:"origins"`        // indexes into Record.Origins
	Claims  []ClaimID `json:"claims"`
}

// Unclaimed is the value of a Finding where all it cites say that nobody has claimed a deed.
const Unclaimed = "nobody has claimed it"

// Against is how the value of a Finding is denied or doubted, as a verb; empty where it is
// asserted, or says itself that it is not.
func (f Finding) Against() string {
	if f.Field == Response || f.Value == Unclaimed || f.Stance != Denies && f.Stance != Doubts {
		return ""
	}
	return f.Stance.Verb()
}

// StanceOf is how a speaker stands to the value of a claim: who says that nobody has claimed
// a deed states that, and doubts nobody.
func (r Record) StanceOf(c Claim) Stance {
	for _, f := range r.Findings {
		if f.Value == Unclaimed && slices.Contains(f.Claims, c.ID) {
			return States
		}
	}
	return c.Attribution.Stance
}

// End is one end of a Range with the claim that gives it.
type End struct {
	N     int     `json:"n"`
	Open  bool    `json:"open,omitempty"` // "at least" below, "or more" above
	Claim ClaimID `json:"claim"`
}

// Range is low, best and high of one toll across origins, each end citing its
// claim. Best is nil when the policy names none.
type Range struct {
	Field Field `json:"field"`
	Group Group `json:"group"`
	Low   End   `json:"low"`
	Best  *End  `json:"best,omitempty"`
	High  End   `json:"high"`
}

// Ends writes the range in a narrow column: "12", "9-18", "14+" for 14 or more.
func (r Range) Ends() string {
	s := strconv.Itoa(r.Low.N)
	if r.High.N != r.Low.N {
		s += "-" + strconv.Itoa(r.High.N)
	}
	if r.High.Open {
		s += "+"
	}
	return s
}

// Chosen writes what the policy that gave the range makes of it in a narrow column:
// its one number, under the range policy both ends, or "-" where it chooses none.
func (r Range) Chosen(p PolicyName) string {
	switch {
	case r.Best != nil:
		return Range{Low: *r.Best, High: *r.Best}.Ends()
	case p == RangePolicy:
		return r.Ends()
	}
	return "-"
}

// Dispute is a field that no one value satisfies; its sides are Findings.
type Dispute struct {
	Field Field     `json:"field"`
	Group Group     `json:"group,omitempty"`
	Why   string    `json:"why"`
	Sides []Finding `json:"sides"`
}

// Step is one step of a toll timeline: the range of a toll once the reports up
// to At were in, and the claim that moved it.
type Step struct {
	Field  Field    `json:"field"`
	At     string   `json:"at"` // when the report came out as it stands, see Report.Told; empty when unknown
	Report ReportID `json:"report"`
	Low    int      `json:"low"`
	High   int      `json:"high"`
	Claim  ClaimID  `json:"claim"`
	Cause  string   `json:"cause"`
}

// Agreement says how the origins stand to each other on one question.
type Agreement string

// The ways in which origins can stand to each other.
const (
	Agree  Agreement = "agree"    // two or more origins, one value satisfies all
	Differ Agreement = "differ"   // no one value satisfies all
	Single Agreement = "one says" // one origin answers
	Beside Agreement = "beside"   // two or more origins answer, not all the same, and all can be true
)

// Row is one question of the who-says-what matrix. Cells has one entry for each
// of Record.Origins, in that order; an empty one is silence.
type Row struct {
	Field     Field       `json:"field"`
	Group     Group       `json:"group,omitempty"`
	Agreement Agreement   `json:"agreement"`
	Cells     [][]ClaimID `json:"cells"`
}

// ReportRef is what a Record says of one report that it rests on.
type ReportRef struct {
	ID        ReportID `json:"id"`
	Ref       string   `json:"ref,omitempty"`
	Outlet    string   `json:"outlet"`
	Title     string   `json:"title"`
	URL       string   `json:"url,omitempty"`
	Published string   `json:"published,omitempty"`
	Replaced  ReportID `json:"replaced_by,omitempty"`
}

// Location is where the gazetteer has the place of a Record: its reading of the
// words, never narrower than they are, and kept beside them. Precision is town, near
// (in or close to it), district, province or country; of the last three Lat and Lon
// are the middle. They are degrees, rounded to what the precision bears (a hundredth
// for a town, a whole degree for a country). Credit must be shown wherever a
// Location is.
type Location struct {
	Words     string  `json:"words"`            // of the reports
	Name      string  `json:"name"`             // GeoNames'
	Within    string  `json:"within,omitempty"` // the province and the country
	Country   string  `json:"country"`          // ISO 3166-1, two letters
	Precision string  `json:"precision"`
	Lat       float64 `json:"lat"`
	Lon       float64 `json:"lon"`
	Credit    string  `json:"credit"`
}

// String writes the location for a person: "in or near Homs, Syria, 34.7 N 36.7 E".
func (l Location) String() string {
	s := l.Name
	switch l.Precision {
	case "near":
		s = "in or near " + s
	case "district", "province":
		s += " (" + l.Precision + ")"
	}
	if l.Within != "" {
		s += ", " + l.Within
	}
	degrees := func(d float64, plus, minus string) string {
		if d < 0 {
			d, plus = -d, minus
		}
		return strconv.FormatFloat(d, 'f', -1, 64) + " " + plus
	}
	return s + ", " + degrees(l.Lat, "N", "S") + " " + degrees(l.Lon, "E", "W")
}

// Record is the findings, ranges and disputes of an Incident under a Policy. It
// can always be derived again.
type Record struct {
	Incident   IncidentID   `json:"incident"`
	Aliases    []IncidentID `json:"aliases,omitempty"`
	Title      string       `json:"title"` // kind, place and date, in one line
	Kind       Kind         `json:"kind"`
	Place      string       `json:"place,omitempty"`    // as the title has it; empty when no report says
	Location   *Location    `json:"location,omitempty"` // where the gazetteer has the place; nil where it is not sure
	Date       string       `json:"date,omitempty"`     // "2031-03-04", "2031-03", "2031-03-04 to 2031-03-06"; empty when not known
	Policy     Policy       `json:"policy"`
	Findings   []Finding    `json:"findings"`
	Ranges     []Range      `json:"ranges"`
	Disputes   []Dispute    `json:"disputes"`
	Timeline   []Step       `json:"timeline"`
	Origins    []Origin     `json:"origins"` // who says it: bodies that spoke, and outlets in their own voice
	Matrix     []Row        `json:"matrix"`
	Reports    []ReportRef  `json:"reports"`
	Links      []Link       `json:"links"`
	Ties       []Tie        `json:"ties"`
	Claims     []Claim      `json:"claims"`          // every claim of the incident, in full
	Superseded []ClaimID    `json:"superseded"`      // claims that a later one of the same origin replaced
	Cumulative []Claim      `json:"cumulative"`      // tolls over several incidents, told by the same reports: never in the toll
	Apart      []IncidentID `json:"apart,omitempty"` // incidents that a ruling split this one from
	Rulings    []Decision   `json:"rulings,omitempty"`
	Changes    []Change     `json:"changes,omitempty"` // of the pages of its reports after they were kept, in the order seen
}

// ClaimByID returns the claim of the record with that id.
func (r *Record) ClaimByID(id ClaimID) (c Claim, ok bool) {
	for _, c := range r.Claims {
		if c.ID == id {
			return c, true
		}
	}
	for _, c := range r.Cumulative {
		if c.ID == id {
			return c, true
		}
	}
	return Claim{}, false
}
