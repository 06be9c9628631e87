package link

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"rashomon"
	"rashomon/internal/text"
)

const (
	none = -1
	soon = 10 // days after which news of an event is old
)

// days is the time of an account as days since 1970, both ends included. The
// zero value is unknown.
type days struct {
	first, last int32
	known       bool
	wide        bool // a month, a year or a span of more than ten days
}

// dayNumber is a day since 1970. Days of no calendar of ours are held at its ends.
func dayNumber(t time.Time) int32 { return int32(max(-1<<20, min(1<<20, t.Unix()/86400))) }

// dated returns the days of an account of a report published on a day and with an
// anchor. A weekday is resolved by the anchor; without one it is returned as weekday.
// The day of publication itself, where no words of the account say it, is the
// reader's guess and not taken.
func dated(a rashomon.Account, published, anchor int32) (d days, weekday int8) {
	w := a.When
	if w.From.Known() {
		to := w.To
		if !to.Known() {
			to = w.From
		}
		d = days{first: dayNumber(w.From.First()), last: dayNumber(to.Last()), known: true}
		d.last = max(d.last, d.first)
		d.wide = d.last-d.first > soon
		if guessed := w.Words == "" && !slices.ContainsFunc(a.Claims, isDate); guessed && d.first == d.last && d.first == published {
			return days{}, none
		}
		return d, none
	}
	day := weekdayIn(w.Words)
	if day == none || anchor == 0 {
		return days{}, day
	}
	back := int32((weekdayOf(anchor) - day + 7) % 7)
	return days{first: anchor - back, last: anchor - back, known: true}, none
}

func weekdayOf(day int32) int8 { return int8(time.Unix(int64(day)*86400, 0).UTC().Weekday()) }

// otherDays returns the days that date claims name and d does not cover.
func otherDays(claims []rashomon.Claim, d days) []days {
	var out []days
	for _, c := range claims {
		w, ok := c.Value.(rashomon.When)
		if !ok || !isDate(c) || w.From.Day == 0 || !d.known {
			continue
		}
		o := days{first: dayNumber(w.From.First()), known: true}
		o.last = max(o.first, dayNumber(w.To.Last()))
		if o.last-o.first <= soon && gap(o, d) > 0 {
			out = addNew(out, o)
		}
	}
	return out
}

func isDate(c rashomon.Claim) bool { return c.Field == rashomon.DateField }

func weekdayIn(words string) int8 {
	for w := range strings.FieldsFuncSeq(strings.ToLower(words), func(r rune) bool { return r < 'a' || r > 'z' }) {
		for d := time.Sunday; d <= time.Saturday; d++ {
			if w == strings.ToLower(d.String()) {
				return int8(d)
			}
		}
	}
	return none
}

// publicationDay returns the day on which a report says it was published, or
// else the last day that its first words name; 0 when neither is known.
func publicationDay(t Told) int32 {
	if len(t.Reading.Published) >= len("2006-01-02") {
		if d, ok := rashomon.ParseDate(t.Reading.Published[:len("2006-01-02")]); ok {
			return dayNumber(d.First())
		}
	}
	return headDay(t.Text)
}

// anchor returns the day on which a report was published, or else the last day
// that its main accounts name; 0 when none is known.
func anchor(t Told, published int32) int32 {
	if published != 0 {
		return published
	}
	last := int32(0)
	for _, a := range t.Reading.Accounts {
		if d := max(a.When.From.Day, a.When.To.Day); a.Main && d > 0 {
			to := a.When.To
			if !to.Known() {
				to = a.When.From
			}
			last = max(last, dayNumber(to.Last()))
		}
	}
	return last
}

// headWords is how far into a text a date of publication is looked for.
const headWords = 50

// headDay returns the day that the first words of a text name, 0 without one.
func headDay(body string) int32 {
	doc := text.Parse(body[:min(len(body), 16*headWords)])
	day := int32(0)
	for _, t := range doc.Times(0, min(len(doc.Words), headWords), rashomon.Date{}) {
		if t.When.From.Day != 0 && t.When.From.Known() {
			day = max(day, dayNumber(t.When.From.First()))
		}
	}
	return day
}

// gap returns how many days lie between a and b, 0 when they overlap.
func gap(a, b days) int32 { return max(0, a.first-b.last, b.first-a.last) }

func (d days) String() string {
	first := time.Unix(int64(d.first)*86400, 0).UTC()
	last := time.Unix(int64(d.last)*86400, 0).UTC()
	switch {
	case d.first == d.last:
		return first.Format("2 January 2006")
	case first.Day() == 1 && d.last-d.first > 360:
		return first.Format("2006")
	case first.Day() == 1 && last.AddDate(0, 0, 1).Day() == 1 && first.Month() == last.Month():
		return first.Format("January 2006")
	case first.Month() == last.Month():
		return fmt.Sprintf("%d to %s", first.Day(), last.Format("2 January 2006"))
	}
	return first.Format("2 January") + " to " + last.Format("2 January 2006")
}

// compareWhen adds what the dates of a and b say.
func compareWhen(e *evidence, a, b *card) {
	switch {
	case a.days.known && b.days.known:
		if gap(a.days, b.days) > 0 && alsoNamed(a, b).known {
			e.add(dateAlso, 1)
			compareDays(e, a.days, b.days, .5)
			return
		}
		compareDays(e, a.days, b.days, 1)
	case a.weekday != none && b.weekday != none:
		if a.weekday == b.weekday {
			e.add(weekdaySame, 1)
		} else {
			e.add(weekdayDiffers, 1)
		}
	case a.days.known && b.weekday != none:
		compareWeekday(e, a.days, b.weekday)
	case b.days.known && a.weekday != none:
		compareWeekday(e, b.days, a.weekday)
	case a.days.known && b.told != 0:
		compareTold(e, a, b)
	case b.days.known && a.told != 0:
		compareTold(e, b, a)
	case a.told != 0 && b.told != 0:
		comparePublished(e, a, b)
	}
}

// compareWeekday sets a day against a weekday that nothing places.
func compareWeekday(e *evidence, d days, weekday int8) {
	switch {
	case d.last-d.first >= 3:
	case int32((weekday-weekdayOf(d.first)+7)%7) <= d.last-d.first:
		e.add(weekdaySame, .7)
	default:
		e.add(weekdayDiffers, .7)
	}
}

// alsoNamed returns the days of one account that the other names beside its own;
// unknown when there are none.
func alsoNamed(a, b *card) days {
	for _, d := range b.also {
		if gap(a.days, d) == 0 {
			return a.days
		}
	}
	for _, d := range a.also {
		if gap(b.days, d) == 0 {
			return b.days
		}
	}
	return days{}
}

// compareDays counts days that differ in full, or by half where they may be of the
// same event after all.
func compareDays(e *evidence, a, b days, full float64) {
	switch g := gap(a, b); {
	case g == 0 && (a.wide || b.wide):
		e.add(datesWide, 1)
	case g == 0 && a == b && a.first == a.last:
		e.add(dateSame, 1)
	case g == 0:
		e.add(datesOverlap, 1)
	case g == 1:
		e.add(dateNext, full)
	case g <= 3:
		e.add(dateNear, full)
	default:
		e.add(dateFar, full)
	}
}

func narrower(a, b days) days {
	if b.last-b.first < a.last-a.first || b.last-b.first == a.last-a.first && b.first < a.first {
		return b
	}
	return a
}

// late is how many days after the last of a dated account an undated one was told; 0
// when within them.
func late(dated, undated *card) int32 {
	if dated.days.first <= undated.told && undated.told <= dated.days.last {
		return 0
	}
	return undated.told - dated.days.last
}

// compareTold sets a dated account against the publication day of an undated
// one: news is told within days, and never before it happens.
func compareTold(e *evidence, dated, undated *card) {
	switch n := late(dated, undated); {
	case n < -1:
		e.add(dateFar, 1)
	case !undated.main:
		return // a recall may be of any earlier day
	case n <= 3:
		e.add(toldClose, 1-float64(max(n, 1)-1)*.3)
	case n > soon:
		e.add(toldFar, min(1, float64(n)/60+.5))
	}
}

func comparePublished(e *evidence, a, b *card) {
	if !a.main || !b.main {
		return
	}
	switch g := max(a.told-b.told, b.told-a.told); {
	case g <= 3:
		e.add(toldClose, 1-float64(max(g, 1)-1)*.4)
	case g > soon:
		e.add(toldFar, min(1, float64(g)/60+.5))
	}
}
