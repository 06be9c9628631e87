package reconcile

import (
	"math"

	"rashomon"
)

// span is when a report came out, in microseconds: half-open, by its publication when
// dated, else by its receipt. The zero span is of a report that is missing.
type span struct {
	from, to int64
	dated    bool
}

func spanOf(r rashomon.Report) span {
	from, to, dated := r.NewsSpan()
	return span{from.UnixMicro(), to.UnixMicro(), dated}
}

// earlier reports whether a is known to be said before b: in an earlier report, or
// further up in the same.
func earlier(a, b claim) bool {
	if a.Report == b.Report {
		return a.Span.Start < b.Span.Start
	}
	return a.news.before(b.news)
}

// before reports whether news is known to be earlier than other news.
func (s span) before(t span) bool { return s.dated == t.dated && s.to <= t.from && s.to != 0 }

// latest is when something was last said: by publication, and by receipt for
// reports without one.
type latest struct{ dated, undated int64 }

func newLatest() *latest { return &latest{math.MinInt64, math.MinInt64} }

func (l *latest) hear(c claim) {
	if c.news.dated {
		l.dated = max(l.dated, c.news.from)
	} else {
		l.undated = max(l.undated, c.news.from)
	}
}

// after reports whether something was said that is known to be later than c.
func (l latest) after(c claim) bool {
	if c.news.dated {
		return c.news.to <= l.dated
	}
	return c.news.to <= l.undated && c.news.to != 0
}
