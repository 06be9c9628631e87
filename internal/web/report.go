package web

import (
	"context"
	"errors"
	"maps"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"rashomon"
	"rashomon/internal/change"
	"rashomon/internal/mark"
	"rashomon/internal/reconcile"
	"rashomon/internal/store"
	"rashomon/internal/trail"
	"rashomon/internal/veil"
)

// reportView is the page of one report: its words, with the cited ones marked, and
// what each mark says.
type reportView struct {
	chrome
	ID         string
	Outlet     string
	Published  string
	Received   string
	Language   string
	URL        string
	Ref        string
	Bytes      rashomon.Digest
	Heading    mark.Block
	Body       []mark.Block
	Groups     []claimGroup
	Claims     int
	Replaces   string // address of the report that this one replaces
	ReplacedBy string
	MovedHere  bool   // from the address of the report that it replaces
	MovedAway  bool   // to that of the report which replaces it
	Missing    string // that its page does not show it any more
	Captures   []trail.Capture
	Changes    []trail.Change // what became of its page after this text was kept, and how this text came to stand there
	Unread     string         // why it has no claims: the problem, or that nobody has read it yet
	Rulings    []rulingView
}

// claimGroup is the claims of one account of the report, or its cumulative ones.
type claimGroup struct {
	Heading  string
	Incident string // the incident's name and address; empty when it has none
	Href     string
	Note     string
	Verdict  string // what somebody decided on the account as a whole
	Claims   []claimView
}

// claimView is one claim in the list beside the text.
type claimView struct {
	cite
	N      int
	ID     string
	Anchor string
	Whole  string // the count that this one is a part of
	Placed bool   // its words stand in the text
	Sure   string // of a hundred such claims, so many are right; empty when the reader gives none

	Verdict string // what somebody decided on it: "Rejected by Ana K., 4 March 2031: of another day."
	Out     bool   // it is rejected
}

// reportTwin is the report's page as JSON.
type reportTwin struct {
	Report     rashomon.Report                            `json:"report"`
	ReplacedBy rashomon.ReportID                          `json:"replaced_by,omitempty"`
	Incidents  map[rashomon.AccountID]rashomon.IncidentID `json:"incidents"`
	Reading    *rashomon.Reading                          `json:"reading"`
	Rulings    []rashomon.Decision                        `json:"rulings,omitempty"`
	Captures   []rashomon.Capture                         `json:"captures,omitempty"` // of this report, in full
	Changes    []rashomon.Change                          `json:"changes,omitempty"`

	texts map[rashomon.ReportID]string // those that Changes name, as they are to be shown
}

// moved reports whether it was by moving that one text took the other's place.
func (t reportTwin) moved(before, after rashomon.ReportID) bool {
	return slices.ContainsFunc(t.Changes, func(c rashomon.Change) bool {
		return c.Fate == rashomon.Moved && c.Before == before && c.After == after
	})
}

// report serves /r/ID.
func (s *server) report(r *http.Request) (reply, error) {
	ctx, id := r.Context(), rashomon.ReportID(pathID(r))
	rep, err := s.store.Report(ctx, id)
	if err != nil {
		return reply{}, notFound(err, "find report", string(id), "No report of this store has that name. Reports are listed with the incidents that they tell of.")
	}
	replacedBy, err := s.store.ReplacedBy(ctx, id)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return reply{}, err
	}
	incidents, err := s.store.IncidentsOf(ctx, id)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return reply{}, err
	}
	twin := reportTwin{Report: rep, ReplacedBy: replacedBy, Incidents: incidentOf(incidents)}
	reading, err := s.store.Reading(ctx, id)
	switch {
	case err == nil:
		twin.Reading = &reading
	case !errors.Is(err, store.ErrNotFound):
		return reply{}, err
	}
	if twin.Captures, err = s.store.Captures(ctx, string(id)); err != nil {
		return reply{}, err
	}
	captures, texts, err := s.store.CapturesOf(ctx, string(id))
	if err != nil {
		return reply{}, err
	}
	twin.follow(captures, texts)
	if err := s.veiled(ctx, &twin, texts); err != nil {
		return reply{}, err
	}
	v := s.viewReport(twin)
	if twin.Reading == nil {
		if v.Unread, err = s.whyUnread(r, id); err != nil {
			return reply{}, err
		}
	}
	return reply{page: "report", view: v, twin: twin}, nil
}

// follow takes from what was seen at the report's addresses what became of this text,
// and what it took the place of.
func (t *reportTwin) follow(captures []rashomon.Capture, texts []rashomon.Version) {
	t.texts = map[rashomon.ReportID]string{}
	for _, c := range change.Told(captures, texts) {
		if c.Before == t.Report.ID || c.After == t.Report.ID {
			t.Changes = append(t.Changes, c)
		}
	}
}

// veiled hides what is withheld, and adds the rulings on the report's claims.
func (s *server) veiled(ctx context.Context, t *reportTwin, texts []rashomon.Version) error {
	rulings, err := s.store.RulingsOf(ctx, t.Report.ID)
	if err != nil {
		return err
	}
	d := rashomon.Dossier{Reports: []rashomon.Report{t.Report}, Rulings: rulings, Versions: texts}
	if d.Withheld, err = s.store.Withheld(ctx); err != nil {
		return err
	}
	if t.Reading != nil {
		d.Accounts, d.Cumulative = t.Reading.Accounts, t.Reading.Cumulative
	}
	bench := reconcile.Decisions(d)
	for _, id := range slices.Sorted(maps.Values(t.Incidents)) { // a name in one report of an incident may stand in another in part
		of, err := s.store.Dossier(ctx, id)
		if err != nil {
			return err
		}
		d = d.With(of)
	}
	hide, text := reconcile.Veil(d), t.Report.Text
	t.Report = hide.Report(t.Report)
	if t.Reading != nil {
		shown := hide.Reading(*t.Reading, text)
		t.Reading = &shown
	}
	t.Captures, t.Changes = veil.Hide(hide, t.Captures), hide.Changes(t.Changes)
	for _, v := range texts {
		t.texts[v.Report.ID] = hide.Report(v.Report).Text
	}
	for _, dec := range bench {
		dec.Ruling = hide.Ruling(dec.Ruling)
		t.Rulings = append(t.Rulings, dec)
	}
	return nil
}

// whyUnread says why a report has no reading.
func (s *server) whyUnread(r *http.Request, id rashomon.ReportID) (string, error) {
	problems, err := s.store.Problems(r.Context())
	if err != nil {
		return "", err
	}
	for _, p := range problems {
		if p.Report == id {
			return p.Text, nil
		}
	}
	return "nobody has read it yet: run rashomon run", nil
}

func incidentOf(incidents []rashomon.Incident) map[rashomon.AccountID]rashomon.IncidentID {
	out := map[rashomon.AccountID]rashomon.IncidentID{}
	for _, in := range incidents {
		for _, a := range in.Accounts {
			out[a] = in.ID
		}
	}
	return out
}

func (s *server) viewReport(t reportTwin) reportView {
	r := t.Report
	v := reportView{chrome: s.chrome(orUntitled(oneLine(r.Title())), "", reportHref(r.ID)+".json", crumb{"/", "Incidents"}), ID: string(r.ID),
		Outlet: r.Outlet(), Published: day(r.Published), Received: r.Received.UTC().Format("2 January 2006, 15:04") + " UTC",
		Language: r.Language, URL: webAddress(r.URL), Ref: r.Ref, Bytes: r.Bytes,
		Replaces: replacedHref(r.Replaces), ReplacedBy: replacedHref(t.ReplacedBy),
		MovedHere: t.moved(r.Replaces, r.ID), MovedAway: t.moved(r.ID, t.ReplacedBy)}
	var claims []rashomon.Claim
	if t.Reading != nil {
		claims = inOrder(cited(t))
		v.Groups = groups(t, claims)
	}
	v.Claims = len(claims)
	for _, in := range v.Groups {
		if in.Href != "" && len(v.Trail) < 2 {
			v.Trail = append(v.Trail, crumb{in.Href, in.Incident})
		}
	}
	v.Rulings, v.Captures = viewRulings(t.Rulings), trail.Captures(t.Captures)
	v.Changes = trail.Changes(t.Changes, func(id rashomon.ReportID) string { return t.texts[id] })
	for i, c := range v.Changes {
		v.Changes[i].Open = true
		v.Missing = ""
		if c.Missing {
			v.Missing = c.Note
		}
	}
	v.Heading, v.Body = mark.LayOut(r.Text, marks(r, claims, verdicts(t.Rulings)))
	return v
}

func orUntitled(s string) string {
	if s == "" {
		return "Report without a title"
	}
	return s
}

// cited returns the claims of the report, a corrected one at the words that its
// correction cites, where citations of it lead to.
func cited(t reportTwin) []rashomon.Claim {
	claims := t.Reading.Claims()
	for _, d := range t.Rulings {
		i := slices.IndexFunc(claims, func(c rashomon.Claim) bool { return c.ID == d.Claim() })
		if i >= 0 && d.Kind == rashomon.Correct && d.Standing == rashomon.InForce && !d.Own() && d.Of.Words.Valid(t.Report.Text) {
			claims[i].Span, claims[i].Quote = *d.Of.Words, d.Of.Words.Of(t.Report.Text)
		}
	}
	return claims
}

// inOrder returns claims in the order in which their words stand in the text.
func inOrder(claims []rashomon.Claim) []rashomon.Claim {
	out := slices.Clone(claims)
	slices.SortStableFunc(out, func(a, b rashomon.Claim) int {
		if a.Span.Start != b.Span.Start {
			return a.Span.Start - b.Span.Start
		}
		return b.Span.End - a.Span.End
	})
	return out
}

// marks are the words of claims that stand in the report's text.
func marks(r rashomon.Report, claims []rashomon.Claim, decided map[string]verdict) []mark.Mark {
	var out []mark.Mark
	for i, c := range claims {
		if placed(r, c) {
			out = append(out, mark.Mark{Span: c.Span, N: i + 1, ID: anchor(c.ID), Note: note(r, c) + decided[string(c.ID)].beside()})
		}
	}
	return out
}

// verdict is what somebody decided on a claim or an account of the report.
type verdict struct {
	text string
	out  bool
}

// beside is a verdict behind a note.
func (v verdict) beside() string {
	if v.text == "" {
		return ""
	}
	return " – " + lowerFirst(v.text)
}

// verdicts gives what is decided of claims and accounts by their names; of several
// decisions the one that takes the claim out, or else the last.
func verdicts(decisions []rashomon.Decision) map[string]verdict {
	out := map[string]verdict{}
	for _, d := range decisions {
		on, what := d.Target, ""
		if d.Now != "" {
			on = d.Now
		}
		switch d.Kind {
		case rashomon.Accept:
			what = "Held to be right"
		case rashomon.Correct:
			what = "Corrected to " + d.Value
		case rashomon.Reject:
			what = "Rejected"
		}
		if what == "" || d.Standing != rashomon.InForce || out[on].out {
			continue
		}
		out[on] = verdict{oneLine(what + " by " + d.Author + ", " + d.At.UTC().Format("2 January 2006") + ": " + strings.TrimSuffix(d.Why, ".") + "."), d.Kind == rashomon.Reject}
	}
	return out
}

// placed reports whether the claim's words stand in the text where it says.
func placed(r rashomon.Report, c rashomon.Claim) bool {
	return !c.Span.Empty() && c.Span.Valid(r.Text) && c.Span.Of(r.Text) == c.Quote
}

// note says in one line what a mark stands for.
func note(r rashomon.Report, c rashomon.Claim) string {
	by := byline(c.Attribution)
	if by == "" {
		by = r.Outlet()
	}
	return c.Field.Question(groupOf(c)) + ": " + valueText(c) + " – " + by + " " + stanceOf(r, c).Verb()
}

// stanceOf is Record.StanceOf where there is no Record.
func stanceOf(r rashomon.Report, c rashomon.Claim) rashomon.Stance {
	if reconcile.Unclaimed(r, c) {
		return rashomon.States
	}
	return c.Attribution.Stance
}

func groupOf(c rashomon.Claim) rashomon.Group {
	t, _ := c.Tally()
	return t.Group
}

// groups puts the claims, already in order and numbered so, under their accounts.
func groups(t reportTwin, claims []rashomon.Claim) []claimGroup {
	b := &book{claims: map[rashomon.ClaimID]rashomon.Claim{}, reports: map[rashomon.ReportID]rashomon.Report{t.Report.ID: t.Report}}
	for _, c := range claims {
		b.claims[c.ID] = c
	}
	var out []claimGroup
	at, decided := map[string]int{}, verdicts(t.Rulings)
	for _, a := range t.Reading.Accounts {
		g := claimGroup{Heading: "The news of this report"}
		if !a.Main {
			g.Heading = "Told as background"
		}
		g.Verdict = decided[string(a.ID())].text
		g.Note = joinKnown(string(a.Kind), a.Where.Name, a.When.String())
		if id, ok := t.Incidents[a.ID()]; ok {
			g.Incident, g.Href = string(id), incidentHref(id)
		}
		at[a.Key] = len(out)
		out = append(out, g)
	}
	cumulative := claimGroup{Heading: "Over a longer time", Note: "These counts cover several incidents or a period. They enter no incident's toll."}
	for i, c := range claims {
		c.Attribution.Stance = stanceOf(t.Report, c)
		v := claimView{cite: b.cite(c), N: i + 1, ID: string(c.ID), Anchor: anchor(c.ID), Placed: placed(t.Report, c)}
		v.Verdict, v.Out = decided[string(c.ID)].text, decided[string(c.ID)].out || decided[string(rashomon.Account{Report: c.Report, Key: c.Account}.ID())].out
		if c.Confidence > 0 {
			v.Sure = strconv.Itoa(int(math.Round(100 * c.Confidence)))
		}
		if whole, ok := b.claims[c.PartOf]; ok && c.PartOf != "" {
			v.Whole = valueText(whole)
		}
		if k, ok := at[c.Account]; ok && !c.Cumulative {
			out[k].Claims = append(out[k].Claims, v)
		} else {
			cumulative.Claims = append(cumulative.Claims, v)
		}
	}
	if len(cumulative.Claims) > 0 {
		out = append(out, cumulative)
	}
	return out
}

// joinKnown joins the parts that are not empty.
func joinKnown(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(p string) bool { return p == "" }), " · ")
}
