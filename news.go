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

// NewsSpan is the half-open time in which a report came out. dated is false when
// that is not known: then it is the hour from its receipt. A time is its second.
func (r Report) NewsSpan() (from, to time.Time, dated bool) {
	if t, err := time.Parse(time.RFC3339, r.Published); err == nil {
		return t, t.Add(time.Second), true
	}
	if d, ok := r.PublishedOn(); ok {
		return d.First(), d.First().AddDate(0, 0, 1), true
	}
	return r.Received, r.Received.Add(receivedApart), false
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
