package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"

	"rashomon"
	"rashomon/internal/reconcile"
	"rashomon/internal/trail"
)

// incidentView is the page of one incident.
type incidentView struct {
	chrome
	ID         string
	Heading    string
	Sentence   string
	Aliases    []rashomon.IncidentID
	Location   *rashomon.Location
	Background bool // no report gives it as its news
	Policy     rashomon.Policy
	Policies   []policyLink
	Asked      []string // the tolls that the policies are compared on
	Ranges     []rangeView
	Disputes   []disputeView
	Matrix     matrix
	Charts     []tollChart
	Who        []findingView // who did it
	Dead       []findingView
	Topics     []topic // the other questions, each with its findings
	Ties       []tieView
	Cumulative []told
	Links      []linkView
	Refused    []linkView
	Sources    []sourceView
	Rulings    []rulingView
	Facts      []string // corrections of its kind, date or place that are in force
	Apart      []rashomon.IncidentID
	Changes    []trail.Change // what its sources changed after publication
}

// policyLink is one entry of the policy switch.
type policyLink struct {
	Name, Rule, Href string
	Codebook         string // whose numbers vague words get
	Here             bool
	Gives            []string // its number for each of Asked
}

// findingView is a settled value with the claims it cites.
type findingView struct {
	Value         string
	Spellings     []string // of a person or body, the others that are cited
	Said          string   // the stance, when it is not that somebody says so
	Note          string   // what must be known beside the value
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

// topic is one question with its findings.
type topic struct {
	Heading  string
	Findings []findingView
}

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
	reports, err := s.named(r.Context(), &rec, d)
	if err != nil {
		return reply{}, err
	}
	v := s.viewIncident(r, &rec, d, newBook(&rec, reports))
	for i, t := range v.Ties {
		if v.Ties[i].Title, err = s.titleOf(r.Context(), t.to, p); err != nil {
			return reply{}, err
		}
	}
	return reply{page: "incident", view: v, twin: rec}, nil
}

// withQuery adds a query to an escaped path.
func withQuery(path string, q url.Values) string {
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

func (s *server) viewIncident(r *http.Request, rec *rashomon.Record, d rashomon.Dossier, b *book) incidentView {
	path := incidentHref(rec.Incident)
	v := incidentView{chrome: s.chrome(rec.Title, "", withQuery(path+".json", r.URL.Query()), crumb{"/", "Incidents"}),
		ID: string(rec.Incident), Heading: heading(rec), Sentence: sentence(rec), Aliases: rec.Aliases, Location: rec.Location,
		Background: !d.Incident.Main, Policy: rec.Policy, Matrix: newMatrix(rec, b), Charts: charts(rec, b)}
	if rec.Location != nil {
		v.Credit = rec.Location.Credit
	}
	for _, p := range reconcile.Policies() {
		link := policyLink{Name: string(p.Name), Rule: p.Rule, Here: p.Name == rec.Policy.Name, Codebook: p.Codebook.Source,
			Href: withQuery(path, url.Values{"policy": {string(p.Name)}})}
		given := map[[2]string]string{}
		for _, rg := range reconcile.Ranges(d, p) {
			given[[2]string{string(rg.Field), string(rg.Group)}] = rg.Chosen(p.Name)
		}
		for _, rg := range rec.Ranges {
			link.Gives = append(link.Gives, cmp.Or(given[[2]string{string(rg.Field), string(rg.Group)}], "-"))
		}
		v.Policies = append(v.Policies, link)
	}
	for _, rg := range rec.Ranges {
		v.Asked = append(v.Asked, rg.Field.Question(rg.Group))
		v.Ranges = append(v.Ranges, viewRange(rec, b, rg))
	}
	for _, dis := range rec.Disputes {
		v.Disputes = append(v.Disputes, viewDispute(b, dis))
	}
	for _, d := range rec.Rulings {
		if _, ok := d.OnFact(); ok && d.Standing == rashomon.InForce {
			v.Facts = append(v.Facts, upperFirst(oneLine(d.Sentence())))
		}
	}
	v.addFindings(rec, b)
	v.addConnections(rec, b, d)
	v.Changes = trail.Changes(rec.Changes, func(rashomon.ReportID) string { return "" })
	return v
}

// heading is the record's title with its date written for reading.
func heading(rec *rashomon.Record) string {
	bare := undated(rec)
	if rec.Date == "" || bare == rec.Title {
		return rec.Title
	}
	return bare + ", " + days(rec.Date)
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
				v.Dead = append(v.Dead, fv)
			}
			found = append(found, fv)
		}
		switch {
		case len(found) == 0 || f == rashomon.Victim:
		case f == rashomon.Perpetrator:
			v.Who = found
		default:
			v.Topics = append(v.Topics, topic{Heading: f.Question(""), Findings: found})
		}
	}
}

func viewFinding(b *book, f rashomon.Finding) findingView {
	return findingView{Value: oneLine(f.Value), Said: f.Against(), Spellings: spellings(b, f), Grade: string(f.Grade), Define: f.Grade.Definition(), Note: oneLine(f.Note), Cites: sameWords(b.cites(f.Claims))}
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
	v := disputeView{Question: d.Field.Question(d.Group), Why: d.Why}
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
		if !ok || f.Value == rashomon.Unclaimed {
			continue
		}
		for _, name := range append([]string{p.Name}, p.Spellings...) {
			if name = oneLine(name); name != "" && name != oneLine(f.Value) && !slices.Contains(out, name) {
				out = append(out, name)
			}
		}
	}
	return out
}
