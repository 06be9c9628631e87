package rashomon

import (
	"cmp"
	"slices"
	"time"
)

// Chronological sorts reports by publication, or by receipt where that is not
// known, then by receipt and id. Each stands once.
func Chronological(reports []Report) []Report {
	out := slices.Clone(reports)
	slices.SortFunc(out, func(a, b Report) int {
		return cmp.Or(a.NewsTime().Compare(b.NewsTime()), a.Received.Compare(b.Received), cmp.Compare(a.ID, b.ID))
	})
	return slices.CompactFunc(out, func(a, b Report) bool { return a.ID == b.ID })
}

// receivedApart is how long after another an undated report must be received to be the later.
const receivedApart = time.Hour

// LaterThan reports whether r is known to be later news than another report, by
// its publication, or by its receipt where that is not known.
func (r Report) LaterThan(than Report) bool {
	day, ok := r.PublishedOn()
	other, ok2 := than.PublishedOn()
	switch {
	case !ok || !ok2:
		return r.Received.Sub(than.Received) >= receivedApart
	case day != other:
		return r.NewsTime().After(than.NewsTime())
	case len(r.Published) > len("2006-01-02") && len(than.Published) > len("2006-01-02"):
		return r.NewsTime().After(than.NewsTime())
	}
	return r.Received.Sub(than.Received) >= receivedApart
}

// NewsTime is when a report came out: a bare date is its first moment in UTC.
func (r Report) NewsTime() time.Time {
	if t, err := time.Parse(time.RFC3339, r.Published); err == nil {
		return t
	}
	if d, ok := r.PublishedOn(); ok {
		return d.First()
	}
	return r.Received
}
