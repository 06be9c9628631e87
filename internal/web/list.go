package web

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"rashomon"
	"rashomon/internal/reconcile"
)

// perPage is how many incidents one page of the list holds.
const perPage = 25

// listView is the list of incidents.
type listView struct {
	chrome
	Rows       []listRow
	Policy     rashomon.Policy
	First      int // number of the first row, from 1
	Page       int
	Prev, Next string
	Reports    int
	Incidents  int
	Problems   int
}

// listRow is one incident of the list, and its twin.
type listRow struct {
	ID         rashomon.IncidentID `json:"incident"`
	Title      string              `json:"title"`
	Kind       rashomon.Kind       `json:"kind,omitempty"`
	Date       string              `json:"date,omitempty"`
	Place      string              `json:"place,omitempty"`
	Killed     *rashomon.Range     `json:"killed,omitempty"`
	Grade      rashomon.Grade      `json:"grade,omitempty"`
	Reports    int                 `json:"reports"`
	Origins    int                 `json:"origins"`
	Disputed   []string            `json:"disputed"`
	Background bool                `json:"background,omitempty"`

	Href                     string `json:"-"`
	Heading                  string `json:"-"` // the title without its date, which has its own column
	Day                      string `json:"-"`
	KilledText               string `json:"-"`
	Define                   string `json:"-"`
	ReportCount, OriginCount string `json:"-"` // "3 reports", "7 origins"
}

// listTwin is the list as JSON. Next is empty on the last page.
type listTwin struct {
	Incidents []listRow           `json:"incidents"`
	Policy    rashomon.PolicyName `json:"policy"`
	Page      int                 `json:"page"`
	Next      string              `json:"next,omitempty"`
	Reports   int                 `json:"reports"`
	Total     int                 `json:"total"`
	Problems  int                 `json:"problems"`
}

// list serves / and /index.json.
func (s *server) list(r *http.Request) (reply, error) {
	p, err := s.policy(r)
	if err != nil {
		return reply{}, err
	}
	page, err := pageNumber(r.URL.Query().Get("page"))
	if err != nil {
		return reply{}, err
	}
	ctx := r.Context()
	incidents, err := s.store.Incidents(ctx, (page-1)*perPage, perPage+1)
	if err != nil {
		return reply{}, err
	}
	counts, err := s.store.Counts(ctx)
	if err != nil {
		return reply{}, err
	}
	v := listView{chrome: s.chrome("Incidents", "incidents", pageHref("/index.json", page, r.URL.Query())), Policy: p, Page: page,
		First: (page-1)*perPage + 1, Reports: counts.Reports, Incidents: counts.Incidents, Problems: counts.Problems}
	twin := listTwin{Incidents: []listRow{}, Policy: p.Name, Page: page, Reports: counts.Reports, Total: counts.Incidents, Problems: counts.Problems}
	if page > 1 {
		v.Prev = pageHref("/", page-1, r.URL.Query())
	}
	if len(incidents) > perPage {
		incidents = incidents[:perPage]
		v.Next = pageHref("/", page+1, r.URL.Query())
		twin.Next = pageHref("/index.json", page+1, r.URL.Query())
	}
	for _, in := range incidents {
		d, err := s.store.Dossier(ctx, in.ID)
		if err != nil {
			return reply{}, err
		}
		rec := reconcile.Settle(d, p)
		twin.Incidents = append(twin.Incidents, newListRow(&rec, d))
	}
	v.Rows = twin.Incidents
	return reply{page: "list", view: v, twin: twin}, nil
}

// pageNumber reads ?page=; none is the first.
func pageNumber(s string) (int, error) {
	if s == "" {
		return 1, nil
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 || n > 1<<24 {
		return 0, &fault{Status: http.StatusNotFound, Op: "find page of the list", Object: s,
			Do: "Pages are counted from 1. Start from the list of incidents.", Cause: errors.New("no number of a page")}
	}
	return n, nil
}

// pageHref is the address of a page of the list, under the policy that q names.
func pageHref(path string, page int, q url.Values) string {
	out := url.Values{}
	if p := q.Get("policy"); p != "" {
		out.Set("policy", p)
	}
	if page > 1 {
		out.Set("page", strconv.Itoa(page))
	}
	return withQuery(path, out)
}

func newListRow(rec *rashomon.Record, d rashomon.Dossier) listRow {
	row := listRow{ID: rec.Incident, Title: rec.Title, Kind: rec.Kind, Date: rec.Date,
		Place: oneLine(rec.Place), Reports: len(rec.Reports), Origins: len(rec.Origins), Disputed: []string{},
		Background: !d.Incident.Main, Href: incidentHref(rec.Incident)}
	row.Day, row.Heading = days(row.Date), undated(rec)
	row.ReportCount, row.OriginCount = count(row.Reports, "report"), count(row.Origins, "origin")
	if rg, ok := mainRange(rec, rashomon.Killed); ok {
		row.Killed, row.KilledText = &rg, rangeText(rg)
		if rg.Group != "" && rg.Group != rashomon.People {
			row.KilledText = peopleText(rg)
		}
		row.Grade = gradeOf(rec, rg.Field, rg.Group)
		row.Define = row.Grade.Definition()
	}
	for _, dis := range rec.Disputes {
		row.Disputed = append(row.Disputed, dis.Field.Question(dis.Group))
	}
	return row
}

// undated is the record's title without its date, where the date has a place of its own.
func undated(rec *rashomon.Record) string {
	return strings.TrimSuffix(strings.TrimSuffix(rec.Title, ", "+rec.Date), ", date not known")
}

// days writes the date of a record for reading.
func days(s string) string {
	from, to, ok := strings.Cut(s, " to ")
	if !ok {
		return day(s)
	}
	return day(from) + " to " + day(to)
}
