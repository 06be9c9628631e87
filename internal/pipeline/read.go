package pipeline

import (
	"cmp"
	"context"
	"fmt"
	"runtime"
	"slices"
	"strings"

	"rashomon"
	"rashomon/internal/extract"
	"rashomon/internal/link"
	"rashomon/internal/reconcile"
)

// Read extracts and links reports in memory: the main job with no store to set
// up. It returns one Dossier an incident, those that are some report's news first;
// the cumulative claims of reports that tell of no incident; and the reports that
// could not be read.
func Read(ctx context.Context, reports []rashomon.Report, progress Progress) (dossiers []rashomon.Dossier, apart []rashomon.Claim, failed []error) {
	reports = replacing(reports)
	readings, problems := make([]rashomon.Reading, 0, len(reports)), make([]error, 0, len(reports))
	reader := extract.NewReader()
	for turn := range slices.Chunk(reports, batch) {
		r, p := readAll(reader, turn, runtime.GOMAXPROCS(0))
		readings, problems = append(readings, r...), append(problems, p...)
		progress("reading reports", len(readings), len(reports))
		if ctx.Err() != nil {
			return nil, nil, []error{ctx.Err()}
		}
	}
	told := make([]link.Told, 0, len(reports))
	byID := map[rashomon.ReportID]rashomon.Report{}
	read := map[rashomon.ReportID]rashomon.Reading{}
	for i, r := range reports {
		if _, twice := read[r.ID]; twice {
			continue
		}
		if problems[i] != nil {
			failed = append(failed, fmt.Errorf("%s: %w", called(r), problems[i]))
			continue
		}
		byID[r.ID], read[r.ID] = r, readings[i]
		if len(readings[i].Accounts) == 0 {
			apart = append(apart, readings[i].Cumulative...)
		}
		told = append(told, link.Told{Reading: readings[i], Text: r.Text, Received: r.Received})
	}
	replaced := map[rashomon.ReportID][]rashomon.Replacement{}
	for _, r := range rashomon.Replacements(reports) {
		replaced[r.Report] = append(replaced[r.Report], r)
		replaced[r.By] = append(replaced[r.By], r)
	}
	incidents := link.Link(told)
	for _, main := range []bool{true, false} {
		for _, inc := range incidents {
			if inc.Main == main {
				d := rashomon.NewDossier(inc, read, byID)
				for _, r := range d.Reports {
					d.Replaced = append(d.Replaced, replaced[r.ID]...)
				}
				slices.SortFunc(d.Replaced, func(a, b rashomon.Replacement) int {
					return cmp.Or(cmp.Compare(a.Report, b.Report), cmp.Compare(a.By, b.By))
				})
				d.Replaced = slices.Compact(d.Replaced)
				dossiers = append(dossiers, d)
			}
		}
	}
	return dossiers, apart, failed
}

// replacing returns the reports with Replaces set where two have one address: the
// one published later replaces the other, or the one given later where they do not
// say.
func replacing(reports []rashomon.Report) []rashomon.Report {
	reports = lastOfEach(reports)
	order := make([]int, len(reports))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return strings.Compare(reports[a].Published, reports[b].Published) })
	last := map[string]rashomon.ReportID{}
	for _, i := range order {
		r := &reports[i]
		if r.URL == "" {
			continue
		}
		if old := last[r.URL]; old != r.ID {
			r.Replaces = old
		}
		last[r.URL] = r.ID
	}
	return reports
}

// lastOfEach returns each report once, where it was given last: an outlet that went
// back to an earlier text stands by that one.
func lastOfEach(reports []rashomon.Report) []rashomon.Report {
	seen := map[rashomon.ReportID]bool{}
	var kept []rashomon.Report
	for _, r := range slices.Backward(reports) {
		if !seen[r.ID] {
			seen[r.ID] = true
			kept = append(kept, r)
		}
	}
	slices.Reverse(kept)
	return kept
}

// Settle settles each dossier under the policy.
func Settle(dossiers []rashomon.Dossier, p rashomon.Policy) []rashomon.Record {
	records := make([]rashomon.Record, len(dossiers))
	for i, d := range dossiers {
		records[i] = reconcile.Settle(d, p)
	}
	return records
}

// Derive settles a dossier under the policy, and says how one question was settled.
func Derive(d rashomon.Dossier, p rashomon.Policy, f rashomon.Field) (rashomon.Record, rashomon.Derivation) {
	return reconcile.Settle(d, p), reconcile.Derive(d, p, f)
}

// PolicyNamed finds a policy by its name. ok is false when there is none.
func PolicyNamed(name string) (p rashomon.Policy, ok bool) { return reconcile.PolicyNamed(name) }
