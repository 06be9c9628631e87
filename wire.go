package rashomon

import (
	"encoding/json"
	"fmt"
)

// wireClaim is a Claim as ../shared/design/FORMATS.md writes it, with further keys
// that lose nothing. A gold line (../shared/gold) reads into it too.
type wireClaim struct {
	ID          ClaimID   `json:"id,omitempty"`
	Report      ReportID  `json:"report,omitempty"`
	Incident    *string   `json:"incident"`
	Field       Field     `json:"field"`
	Min         *int      `json:"min"`
	Max         *int      `json:"max"`
	Approx      bool      `json:"approx"`
	Vague       string    `json:"vague,omitempty"`
	Value       *string   `json:"value"`
	Who         *string   `json:"who"`
	Group       Group     `json:"group,omitempty"`
	Relation    Relation  `json:"relation,omitempty"`
	From        string    `json:"from,omitempty"`
	To          string    `json:"to,omitempty"`
	Near        bool      `json:"near,omitempty"`
	Spellings   []string  `json:"spellings,omitempty"`
	PartOf      *int      `json:"part_of"` // index into the line's claims
	Whole       ClaimID   `json:"whole,omitempty"`
	Cumulative  bool      `json:"cumulative"`
	Superseded  bool      `json:"superseded"`
	Quote       string    `json:"quote"`
	Start       int       `json:"start"`
	End         int       `json:"end"`
	ValueSpan   Span      `json:"value_span"`
	Also        []Span    `json:"also,omitempty"`
	Speaker     *string   `json:"speaker"`
	SpeakerName *string   `json:"speaker_name"`
	SpeakerKind VoiceKind `json:"speaker_kind,omitempty"`
	Anonymous   bool      `json:"anonymous"`
	Via         *string   `json:"via"`
	Voices      []Voice   `json:"voices,omitempty"`
	Cue         *Span     `json:"cue,omitempty"`
	Stance      Stance    `json:"stance"`
	Confidence  float64   `json:"confidence,omitempty"`
	Maker       string    `json:"maker,omitempty"`
}

// MarshalJSON writes the claim as one flat object, as FORMATS.md has it.
func (c Claim) MarshalJSON() ([]byte, error) { return json.Marshal(c.wire()) }

// UnmarshalJSON reads what MarshalJSON writes, and gold lines, which lack spans
// and chains: their voices are rebuilt from speaker and via.
func (c *Claim) UnmarshalJSON(b []byte) error {
	var w wireClaim
	if err := json.Unmarshal(b, &w); err != nil {
		return fmt.Errorf("read claim: %w", err)
	}
	*c = w.claim()
	return nil
}

func (c Claim) wire() wireClaim {
	w := wireClaim{ID: c.ID, Report: c.Report, Field: c.Field, Whole: c.PartOf, Cumulative: c.Cumulative,
		Superseded: c.Superseded, Quote: c.Quote, Start: c.Span.Start, End: c.Span.End, ValueSpan: c.ValueSpan,
		Also: c.Also, Voices: c.Attribution.Voices, Stance: c.Attribution.Stance, Confidence: c.Confidence, Maker: c.Maker}
	if !c.Cumulative {
		w.Incident = &c.Account
	}
	if !c.Attribution.Cue.Empty() {
		w.Cue = &c.Attribution.Cue
	}
	if v, ok := c.Attribution.Speaker(); ok {
		w.Speaker, w.SpeakerName, w.SpeakerKind, w.Anonymous = &v.As, &v.Name, v.Kind, v.Anonymous
	}
	if v, ok := c.Attribution.Relay(); ok {
		w.Via = &v.As
	}
	w.setValue(c.Value)
	return w
}

func (w *wireClaim) setValue(v Value) {
	if v == nil {
		return
	}
	s := v.String()
	switch v := v.(type) {
	case Tally:
		w.Approx, w.Vague, w.Group, w.Relation, w.Who = v.Approx, v.Vague, v.Group, v.Relation, &v.Who
		if v.Min != Open {
			w.Min = &v.Min
		}
		if v.Max != Open {
			w.Max = &v.Max
		}
		return
	case When:
		s, w.From, w.To = v.Words, v.From.String(), v.To.String()
	case Where:
		s, w.Near = v.Name, v.Near
	case Party:
		w.Spellings = v.Spellings
	}
	w.Value = &s
}

func (w wireClaim) claim() Claim {
	c := Claim{ID: w.ID, Report: w.Report, Field: w.Field, PartOf: w.Whole, Cumulative: w.Cumulative,
		Superseded: w.Superseded, Span: Span{w.Start, w.End}, Quote: w.Quote, ValueSpan: w.ValueSpan, Also: w.Also,
		Confidence: w.Confidence, Maker: w.Maker, Value: w.value(),
		Attribution: Attribution{Voices: w.Voices, Stance: w.Stance}}
	if w.Incident != nil {
		c.Account = *w.Incident
	}
	if w.Cue != nil {
		c.Attribution.Cue = *w.Cue
	}
	if len(c.Attribution.Voices) == 0 {
		c.Attribution.Voices = w.chain()
	}
	return c
}

func (w wireClaim) value() Value {
	text := deref(w.Value)
	switch {
	case w.Field.Toll():
		t := Tally{Min: Open, Max: Open, Approx: w.Approx, Vague: w.Vague, Who: deref(w.Who), Group: w.Group, Relation: w.Relation}
		if w.Min != nil {
			t.Min = *w.Min
		}
		if w.Max != nil {
			t.Max = *w.Max
		}
		return t
	case w.Field == DateField:
		from, _ := ParseDate(w.From)
		to, _ := ParseDate(w.To)
		return When{Words: text, From: from, To: to}
	case w.Field == PlaceField:
		return Where{Name: text, Near: w.Near}
	case w.Field == Victim || w.Field == Perpetrator:
		return Party{Name: text, Spellings: w.Spellings}
	}
	return Words(text)
}

// chain rebuilds the voices of a line that has only speaker and via.
func (w wireClaim) chain() []Voice {
	voices := []Voice{{Kind: Media}}
	if w.Via != nil {
		voices = append(voices, Voice{As: *w.Via, Name: *w.Via, Kind: Media})
	}
	if w.Speaker != nil || w.SpeakerName != nil {
		v := Voice{As: deref(w.Speaker), Name: deref(w.SpeakerName), Kind: w.SpeakerKind, Anonymous: w.Anonymous}
		if v.Name == "" {
			v.Name = v.As
		}
		voices = append(voices, v)
	}
	return voices
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// wireAccount is an Account as FORMATS.md writes it under "incidents".
type wireAccount struct {
	Key    string  `json:"key"`
	Main   bool    `json:"main"`
	Kind   Kind    `json:"type"`
	Date   *string `json:"date"`
	DateTo *string `json:"date_to"`
	Words  string  `json:"date_words,omitempty"`
	Place  *string `json:"place"`
	Near   bool    `json:"near,omitempty"`
}

// wireReading is a Reading as one line of `rashomon extract`.
type wireReading struct {
	ID        ReportID      `json:"id"`
	Title     string        `json:"title,omitempty"`
	Outlet    string        `json:"outlet,omitempty"`
	Published *string       `json:"published,omitempty"`
	Maker     string        `json:"maker,omitempty"`
	Incidents []wireAccount `json:"incidents"`
	Claims    []wireClaim   `json:"claims"`
}

// MarshalJSON writes the reading as one line of claims out (FORMATS.md).
func (r Reading) MarshalJSON() ([]byte, error) {
	w := wireReading{ID: r.Report, Title: r.Title, Outlet: r.Outlet, Maker: r.Maker, Incidents: []wireAccount{}, Claims: []wireClaim{}}
	if r.Published != "" {
		w.Published = &r.Published
	}
	for _, a := range r.Accounts {
		w.Incidents = append(w.Incidents, a.wire())
	}
	index := map[ClaimID]int{}
	for i, c := range r.Claims() {
		index[c.ID] = i
	}
	for _, c := range r.Claims() {
		wc := c.wire()
		if i, ok := index[c.PartOf]; ok && c.PartOf != "" {
			wc.PartOf = &i
		}
		w.Claims = append(w.Claims, wc)
	}
	return json.Marshal(w)
}

// UnmarshalJSON reads one line of claims out, or one gold line. A claim whose
// incident the line does not list is an error: it would be lost otherwise.
func (r *Reading) UnmarshalJSON(b []byte) error {
	var w wireReading
	if err := json.Unmarshal(b, &w); err != nil {
		return fmt.Errorf("read claims line: %w", err)
	}
	*r = Reading{Report: w.ID, Title: w.Title, Outlet: w.Outlet, Published: deref(w.Published), Maker: w.Maker}
	at := map[string]int{}
	for i, a := range w.Incidents {
		if _, twice := at[a.Key]; twice {
			return fmt.Errorf("read claims line %q: incident key %q stands twice", w.ID, a.Key)
		}
		at[a.Key] = i
		r.Accounts = append(r.Accounts, a.account(w.ID))
	}
	claims := w.identified()
	for i, c := range claims {
		if p := w.Claims[i].PartOf; p != nil && *p >= 0 && *p < len(claims) {
			c.PartOf = claims[*p].ID
		}
		if c.Cumulative || c.Account == "" {
			r.Cumulative = append(r.Cumulative, c)
			continue
		}
		k, ok := at[c.Account]
		if !ok {
			return fmt.Errorf("read claims line %q: claim %d is of incident %q, which the line does not list", w.ID, i, c.Account)
		}
		r.Accounts[k].Claims = append(r.Accounts[k].Claims, c)
	}
	return nil
}

// identified returns the line's claims, each with a report and an id.
func (w wireReading) identified() []Claim {
	claims := make([]Claim, len(w.Claims))
	for i, wc := range w.Claims {
		c := wc.claim()
		c.Report = w.ID
		if c.ID == "" {
			c = c.Identify()
		}
		claims[i] = c
	}
	return claims
}

func (a Account) wire() wireAccount {
	w := wireAccount{Key: a.Key, Main: a.Main, Kind: a.Kind, Words: a.When.Words, Near: a.Where.Near}
	if s := a.When.From.String(); s != "" {
		w.Date = &s
	}
	if s := a.When.To.String(); s != "" && a.When.To != a.When.From {
		w.DateTo = &s
	}
	if a.Where.Name != "" {
		w.Place = &a.Where.Name
	}
	return w
}

func (w wireAccount) account(report ReportID) Account {
	from, _ := ParseDate(deref(w.Date))
	to, ok := ParseDate(deref(w.DateTo))
	if !ok {
		to = from
	}
	return Account{Report: report, Key: w.Key, Main: w.Main, Kind: w.Kind,
		When: When{Words: w.Words, From: from, To: to}, Where: Where{Name: deref(w.Place), Near: w.Near}}
}
