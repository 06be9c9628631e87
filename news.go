package rashomon

import (
	"cmp"
	"slices"
	"time"
)

// Chronological sorts reports by when they came out, or by receipt where that is not
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

// Told is when a text came out as it stands: when its publisher says that it was
// changed, where that is after its publication, else its publication; as Published.
func (r Report) Told() string {
	said, _, known := momentOf(r.Published)
	if changed, _, ok := momentOf(r.Modified); ok && known && changed.After(said) {
		return r.Modified
	}
	return r.Published
}

// AsSeen returns the reports with those texts dated that an outlet put in the place of
// others without giving them another time: they came out, at the latest, when a capture
// from the web first showed them.
func AsSeen(reports []Report, captures []Capture) []Report {
	told := map[ReportID]string{}
	for _, r := range reports {
		told[r.ID] = r.Told()
	}
	shown := map[ReportID]time.Time{}
	for _, c := range captures {
		if first, ok := shown[c.Report]; (c.Means == Fetched || c.Means == Archived) && (!ok || c.Received.Before(first)) {
			shown[c.Report] = c.Received
		}
	}
	out := slices.Clone(reports)
	for i, r := range out {
		before, known := told[r.Replaces]
		seen, web := shown[r.ID]
		if at, _, ok := momentOf(r.Told()); known && web && ok && before == r.Told() && seen.After(at) {
			out[i].Modified = seen.UTC().Format(time.RFC3339)
		}
	}
	return out
}

// momentOf is the half-open time that a Published covers: a day, or a second.
func momentOf(published string) (from, to time.Time, ok bool) {
	if t, err := time.Parse(time.RFC3339, published); err == nil {
		return t, t.Add(time.Second), true
	}
	if d, ok := (Report{Published: published}).PublishedOn(); ok {
		return d.First(), d.First().AddDate(0, 0, 1), true
	}
	return from, to, false
}

// NewsSpan is the half-open time in which a report came out as it stands. dated is false
// when that is not known: then it is the hour from its receipt. A time is its second.
func (r Report) NewsSpan() (from, to time.Time, dated bool) {
	if from, to, dated = momentOf(r.Told()); dated {
		return from, to, true
	}
	return r.Received, r.Received.Add(receivedApart), false
}

// NewsTime is when a report came out as it stands: a bare date is its first moment in UTC.
func (r Report) NewsTime() time.Time {
	from, _, _ := r.NewsSpan()
	return from
}
