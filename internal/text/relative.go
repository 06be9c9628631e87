package text

import (
	"strings"

	"rashomon"
)

// relative reads times that hang on the day of publication: "yesterday", "last
// month", "two weeks ago", "over the past three days".
func (c clock) relative(i int) (from, to rashomon.Date, next int) {
	w, b := strings.TrimSuffix(c.low(i), "'s"), strings.TrimSuffix(c.low(i+1), "'s")
	switch w {
	case "yesterday":
		from = c.back(0, 0, 1)
		return from, from, c.partOfDay(i + 1)
	case "today", "tonight":
		from = c.back(0, 0, 0)
		return from, from, i + 1
	case "last", "this", "past", "earlier", "previous":
		from, to, next = c.period(w, b, i)
		if next > 0 {
			return from, to, next
		}
	}
	return c.ago(i)
}

// period reads "last night", "this week", "earlier this month".
func (c clock) period(w, b string, i int) (from, to rashomon.Date, next int) {
	if w == "earlier" && (b == "this" || b == "last") {
		b = c.low(i + 2)
		from, to, next = c.period(c.low(i+1), b, i+1)
		return from, to, next
	}
	last := 0
	if w != "this" {
		last = 1
	}
	switch b {
	case "night", "morning", "evening", "afternoon":
		if w == "last" || w == "this" {
			if b != "night" && b != "evening" {
				last = 0
			}
			from = c.back(0, 0, last)
			return from, from, i + 2
		}
	case "week":
		from, to = c.back(0, 0, 6+7*last), c.back(0, 0, 7*last)
		return from, to, i + 2
	case "weekend":
		from, to = c.back(0, 0, 8), c.back(0, 0, 0)
		return from, to, i + 2
	case "month":
		from = c.back(0, last, 0)
		from.Day = 0
		return from, from, i + 2
	case "year":
		if from = c.back(last, 0, 0); from.Known() {
			from = rashomon.Date{Year: from.Year}
		}
		return from, from, i + 2
	}
	return from, to, 0
}

// ago reads "three days ago", "a month earlier", "past two weeks".
func (c clock) ago(i int) (from, to rashomon.Date, next int) {
	k := i
	past := c.low(k) == "past" || c.low(k) == "last" || c.low(k) == "previous"
	if past {
		k++
	}
	n, ok := 1, false
	if w := c.low(k); w == "a" || w == "an" {
		ok = true
		k++
	} else if w == "few" || w == "several" {
		n, ok = 5, true
		k++
	} else if q, isNumber := c.d.quantity(k, min(k+2, c.end)); isNumber && q.lo == q.hi && q.lo < 1000 && q.vague == "" {
		n, ok, k = q.lo, true, q.next
	}
	unit := strings.TrimSuffix(c.low(k), "s")
	if !ok {
		return from, to, 0
	}
	var years, months, days int
	switch unit {
	case "day":
		days = n
	case "week":
		days = 7 * n
	case "month":
		months = n
	case "year":
		years = n
	default:
		return from, to, 0
	}
	after := c.low(k + 1)
	if !past && after != "ago" && after != "earlier" && after != "before" {
		return from, to, 0
	}
	from = c.back(years, months, days)
	if past {
		return from, c.back(0, 0, 0), k + 1
	}
	switch unit {
	case "month":
		from.Day = 0
	case "year":
		from.Month, from.Day = 0, 0
	}
	return from, from, k + 2
}

// back returns the day so long before publication; unknown without one.
func (c clock) back(years, months, days int) rashomon.Date {
	if c.published.Day == 0 {
		return rashomon.Date{}
	}
	at := c.published.First()
	if months > 0 {
		at = at.AddDate(0, 0, 1-at.Day())
	}
	return dateOf(at.AddDate(-years, -months, -days))
}
