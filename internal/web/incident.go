package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"rashomon"
	"rashomon/internal/reconcile"
)

// incidentView is the page of one incident.
type incidentView struct {
	chrome
	ID         string
	Heading    string
	Sentence   string
	Aliases    []rashomon.IncidentID
	Background bool // no report gives it as its news
	Policy     rashomon.Policy
	Policies   []policyLink
	Ranges     []rangeView
	Disputes   []disputeView
	Matrix     matrix
	Charts     []chart
	Who        []findingView // who did it
	Dead       []personView
	Topics     []topic // the other questions, each with its findings
	Ties       []tieView
	Cumulative []cite
	Links      []linkView
	Refused    []linkView
	Sources    []sourceView
	Rulings    []rulingView
}

// policyLink is one entry of the policy switch.
type policyLink struct {
	Name, Rule, Href string
	Here             bool
}

// rangeView is one toll with the claims that give its ends.
type rangeView struct {
	Question      string
	Text          string
	Ends          []endView
	Grade, Define string
}

// endView is one end of a range, or its best number, with its claim. N and
// Label are empty when one claim gives the whole range.
type endView struct {
	N, Label string
	Cite     *cite
}

// findingView is a settled value with the claims it cites.
type findingView struct {
	Value         string
	Said          string // the stance, when it is not that somebody says so
	Grade, Define string
	Cites         []told
}

// disputeView is a question that no one value satisfies.
type disputeView struct {
	Question, Why string
	Sides         []sideView
}

// sideView is one side of a dispute, with the letter that the matrix uses.
type sideView struct {
	Letter string
	findingView
}

// personView is one named person with every spelling.
type personView struct {
	findingView
	Spellings []string
}

// topic is one question with its findings.
type topic struct {
	Heading  string
	Findings []findingView
}

// tieView is another incident that a report names with this one.
type tieView struct {
	ID, Href, Kind, Quote, QuoteHref, Lang string
}

// linkView is why two accounts are held, or not held, to tell of one event.
type linkView struct {
	A, B  source
	Score string
	Why   []string
}

// source is a report as links show it.
type source struct{ Href, Outlet, Title string }

// sourceView is one report that the record rests on.
type sourceView struct {
	source
	ID         string
	URL        string // empty unless it is an http address
	Published  string
	Copies     []string // outlets that print the same text
	ReplacedBy string
}

// rulingView is one decision of a person.
type rulingView struct{ Kind, Target, Value, Why, Author, At string }

// incident serves /i/ID. An alias, or an id typed another way, moves to the name
// that the incident has.
func (s *server) incident(r *http.Request) (reply, error) {
	typed := pathID(r)
	id, ok := rashomon.ParseIncidentID(typed)
	if !ok {
		return reply{}, &fault{Status: http.StatusNotFound, Op: "find incident", Object: typed,
			Do: "This is no incident's name: one looks like RSH-7K3QF2 and a check character, and that character does not fit the others. Compare it with where you have it from."}
	}
	p, err := s.policy(r)
	if err != nil {
		return reply{}, err
	}
	d, err := s.store.Dossier(r.Context(), id)
	if err != nil {
		return reply{}, notFound(err, "find incident", string(id), "No incident of this store has that name. It may be in another store, or its reports may not have been read yet: run rashomon run.")
	}
	if string(d.Incident.ID) != typed {
		path := incidentHref(d.Incident.ID)
		if wantsJSON(r) {
			path += ".json"
		}
		return reply{moved: withQuery(path, r.URL.Query())}, nil
	}
	rec := reconcile.Settle(d, p)
	return reply{page: "incident", view: s.viewIncident(r, &rec, d), twin: rec}, nil
}

// withQuery adds a query to an escaped path.
func withQuery(path string, q url.Values) string {
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

func (s *server) viewIncident(r *http.Request, rec *rashomon.Record, d rashomon.Dossier) incidentView {
	path := incidentHref(rec.Incident)
	b := newBook(rec, d)
	v := incidentView{chrome: s.chrome(rec.Title, "", withQuery(path+".json", r.URL.Query()), crumb{"/", "Incidents"}),
		ID: string(rec.Incident), Heading: heading(rec, d), Sentence: sentence(rec), Aliases: rec.Aliases,
		Background: !d.Incident.Main, Policy: rec.Policy, Matrix: newMatrix(rec, b), Charts: charts(rec, b)}
	for _, p := range reconcile.Policies() {
		v.Policies = append(v.Policies, policyLink{Name: string(p.Name), Rule: p.Rule, Here: p.Name == rec.Policy.Name,
			Href: withQuery(path, url.Values{"policy": {string(p.Name)}})})
	}
	for _, rg := range rec.Ranges {
		v.Ranges = append(v.Ranges, viewRange(rec, b, rg))
	}
	for _, dis := range rec.Disputes {
		v.Disputes = append(v.Disputes, viewDispute(b, dis))
	}
	v.addFindings(rec, b)
	v.addConnections(rec, b, d)
	return v
}

// heading is the record's title with its date written for reading.
func heading(rec *rashomon.Record, d rashomon.Dossier) string {
	date := dateOf(d)
	bare := undated(rec, date)
	if date == "" || bare == rec.Title {
		return rec.Title
	}
	return bare + ", " + days(date)
}

// addFindings sorts the findings that count nobody under their headings. One whose
// claims all stand in a dispute has been shown there.
func (v *incidentView) addFindings(rec *rashomon.Record, b *book) {
	for _, f := range rashomon.Fields() {
		if f.Toll() {
			continue
		}
		var found []findingView
		for _, fd := range rec.Findings {
			if fd.Field != f || b.disputed(fd) && f != rashomon.Victim {
				continue
			}
			fv := viewFinding(b, fd)
			if f == rashomon.Victim {
				v.Dead = append(v.Dead, personView{findingView: fv, Spellings: spellings(b, fd)})
			}
			found = append(found, fv)
		}
		switch {
		case len(found) == 0 || f == rashomon.Victim:
		case f == rashomon.Perpetrator:
			v.Who = found
		default:
			v.Topics = append(v.Topics, topic{Heading: question(f, ""), Findings: found})
		}
	}
}

// addConnections fills what leads out of the incident: other incidents, cumulative
// tolls, links, sources and rulings.
func (v *incidentView) addConnections(rec *rashomon.Record, b *book, d rashomon.Dossier) {
	for _, t := range rec.Ties {
		tv := tieView{ID: string(t.To), Href: incidentHref(t.To), Kind: string(t.Kind)}
		if r, ok := b.reports[t.Report]; ok && !t.Span.Empty() && t.Span.Valid(r.Text) {
			tv.Quote, tv.QuoteHref, tv.Lang = oneLine(t.Span.Of(r.Text)), reportHref(r.ID), r.Language
		}
		v.Ties = append(v.Ties, tv)
	}
	for _, c := range rec.Cumulative {
		v.Cumulative = append(v.Cumulative, b.cite(c))
	}
	for _, l := range rec.Links {
		lv := linkView{A: b.account(l.A), B: b.account(l.B), Score: strconv.FormatFloat(l.Score, 'f', 2, 64), Why: l.Why}
		if l.Refused {
			v.Refused = append(v.Refused, lv)
		} else {
			v.Links = append(v.Links, lv)
		}
	}
	copies := copiesOf(d.Incident.Origins, b)
	for _, ref := range rec.Reports {
		v.Sources = append(v.Sources, sourceView{source: b.source(ref.ID), ID: string(ref.ID), URL: webAddress(ref.URL),
			Published: day(ref.Published), Copies: copies[ref.ID], ReplacedBy: replacedHref(ref.Replaced)})
	}
	for _, ru := range rec.Rulings {
		v.Rulings = append(v.Rulings, rulingView{Kind: string(ru.Kind), Target: ru.Target, Value: ru.Value, Why: ru.Why,
			Author: ru.Author, At: ru.At.UTC().Format("2 January 2006, 15:04") + " UTC"})
	}
}

// sentence says in plain words what is known, from the record alone.
func sentence(rec *rashomon.Record) string {
	killed, dead := mainRange(rec, rashomon.Killed)
	injured, hurt := mainRange(rec, rashomon.Injured)
	s := "No report gives a number of dead or injured."
	switch {
	case dead && hurt && killed.Group == injured.Group:
		s = reported(killed) + " and " + rangeText(injured) + " injured."
	case dead && hurt:
		s = reported(killed) + ". " + upperFirst(reported(injured)) + "."
	case dead:
		s = reported(killed) + "."
	case hurt:
		s = reported(injured) + "."
	}
	s = upperFirst(s) + " " + count(len(rec.Origins), "origin")
	if len(rec.Origins) == 1 {
		s += " speaks in "
	} else {
		s += " speak in "
	}
	s += count(len(rec.Reports), "report") + "."
	if len(rec.Disputes) == 0 {
		return s + " Nothing is in dispute."
	}
	var open []string
	for _, d := range rec.Disputes {
		open = append(open, lowerFirst(question(d.Field, d.Group)))
	}
	return s + " In dispute: " + list(open) + "."
}

// reported is a range as a clause: "9 to 18 people are reported killed".
func reported(rg rashomon.Range) string {
	if rg.High.N == 1 && rg.Low.N == 1 {
		return peopleText(rg) + " is reported " + tollWord(rg.Field)
	}
	return peopleText(rg) + " are reported " + tollWord(rg.Field)
}

// mainRange is the range that stands for a toll where there is room for one: of all
// people if there is one, and of attackers only if there is no other.
func mainRange(rec *rashomon.Record, f rashomon.Field) (rg rashomon.Range, ok bool) {
	for _, r := range rec.Ranges {
		switch {
		case r.Field != f:
		case r.Group == rashomon.People || r.Group == "":
			return r, true
		case !ok || rg.Group == rashomon.Attackers:
			rg, ok = r, true
		}
	}
	return rg, ok
}

func viewRange(rec *rashomon.Record, b *book, rg rashomon.Range) rangeView {
	v := rangeView{Question: question(rg.Field, rg.Group), Text: rangeText(rg)}
	add := func(e rashomon.End, n, label string) {
		c := b.one(e.Claim)
		for i, end := range v.Ends {
			if end.Cite != nil && c != nil && *end.Cite == *c && end.N == n {
				v.Ends[i].Label += " and " + label
				return
			}
		}
		v.Ends = append(v.Ends, endView{N: n, Label: label, Cite: c})
	}
	low, high := strconv.Itoa(rg.Low.N), strconv.Itoa(rg.High.N)
	if rg.Low.Open {
		low = "at least " + low
	}
	if rg.High.Open {
		high += " or more"
	}
	if rg.Low.Claim == rg.High.Claim {
		v.Ends = []endView{{Cite: b.one(rg.Low.Claim)}}
	} else {
		add(rg.Low, low, "lowest")
		add(rg.High, high, "highest")
	}
	if rg.Best != nil && (len(v.Ends) > 1 || rg.Best.Claim != rg.Low.Claim) {
		add(*rg.Best, strconv.Itoa(rg.Best.N), "best under this policy")
	}
	g := gradeOf(rec, rg.Field, rg.Group)
	v.Grade, v.Define = string(g), g.Definition()
	return v
}

// gradeOf is the grade of a question: of its finding, or contested when it is in
// dispute; empty when the record grades it nowhere.
func gradeOf(rec *rashomon.Record, f rashomon.Field, g rashomon.Group) rashomon.Grade {
	for _, d := range rec.Disputes {
		if d.Field == f && d.Group == g {
			return rashomon.Contested
		}
	}
	for _, fd := range rec.Findings {
		if fd.Field == f && fd.Group == g {
			return fd.Grade
		}
	}
	return ""
}

func viewFinding(b *book, f rashomon.Finding) findingView {
	v := findingView{Value: oneLine(f.Value), Grade: string(f.Grade), Define: f.Grade.Definition(), Cites: sameWords(b.cites(f.Claims))}
	if f.Stance == rashomon.Denies || f.Stance == rashomon.Doubts {
		v.Said = said(f.Stance)
	}
	return v
}

// disputed reports whether every claim that a finding cites is on a side of a dispute.
func (b *book) disputed(f rashomon.Finding) bool {
	for _, id := range f.Claims {
		if b.sides[id] == "" {
			return false
		}
	}
	return len(f.Claims) > 0
}

func viewDispute(b *book, d rashomon.Dispute) disputeView {
	v := disputeView{Question: question(d.Field, d.Group), Why: d.Why}
	for i, side := range d.Sides {
		f := viewFinding(b, side)
		if side.Grade == rashomon.Contested {
			f.Grade, f.Define = "", "" // the heading has said so
		}
		v.Sides = append(v.Sides, sideView{Letter: letter(i), findingView: f})
	}
	return v
}

// spellings are the ways in which the cited claims write a name, other than the
// finding's own.
func spellings(b *book, f rashomon.Finding) []string {
	var out []string
	for _, id := range f.Claims {
		p, ok := b.claims[id].Value.(rashomon.Party)
		if !ok {
			continue
		}
		for _, name := range append([]string{p.Name}, p.Spellings...) {
			if name != "" && name != f.Value && !slices.Contains(out, name) {
				out = append(out, name)
			}
		}
	}
	return out
}

// source shows a report of the record.
func (b *book) source(id rashomon.ReportID) source {
	r, ok := b.reports[id]
	if !ok {
		return source{Href: reportHref(id), Outlet: "a report", Title: string(id)}
	}
	return source{Href: reportHref(id), Outlet: r.Outlet(), Title: oneLine(r.Title())}
}

// account shows the report of an account.
func (b *book) account(id rashomon.AccountID) source {
	report, _, _ := strings.Cut(string(id), "/")
	return b.source(rashomon.ReportID(report))
}

// copiesOf says of each report which others print the same text.
func copiesOf(origins []rashomon.Origin, b *book) map[rashomon.ReportID][]string {
	out := map[rashomon.ReportID][]string{}
	for _, o := range origins {
		for _, a := range o.Accounts {
			var others []string
			for _, other := range o.Accounts {
				if name := b.account(other).Outlet; other != a && !slices.Contains(others, name) {
					others = append(others, name)
				}
			}
			report, _, _ := strings.Cut(string(a), "/")
			if len(others) > 0 {
				out[rashomon.ReportID(report)] = others
			}
		}
	}
	return out
}

func replacedHref(id rashomon.ReportID) string {
	if id == "" {
		return ""
	}
	return reportHref(id)
}

// webAddress returns s when it is an http or https address that a reader can open,
// and nothing otherwise.
func webAddress(s string) string {
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	return s
}
