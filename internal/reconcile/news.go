package reconcile

import "math"

// latest is when something was last said: by publication, and by receipt for
// reports without one.
type latest struct{ dated, undated int64 }

func newLatest() *latest { return &latest{math.MinInt64, math.MinInt64} }

func (l *latest) hear(c claim) {
	if c.News.Dated {
		l.dated = max(l.dated, c.News.From)
	} else {
		l.undated = max(l.undated, c.News.From)
	}
}

// after reports whether something was said that is known to be later than c.
func (l latest) after(c claim) bool {
	if c.News.Dated {
		return c.News.To <= l.dated
	}
	return c.News.To <= l.undated && c.News.To != 0
}
