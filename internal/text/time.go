package text

import (
	"strconv"
	"strings"
	"time"

	"rashomon"
)

// Time is a date expression: the words [First, Last).
type Time struct {
	rashomon.Span
	First, Last int
	When        rashomon.When
}

var weekdays = map[string]time.Weekday{
	"sunday": time.Sunday, "monday": time.Monday, "tuesday": time.Tuesday, "wednesday": time.Wednesday,
	"thursday": time.Thursday, "friday": time.Friday, "saturday": time.Saturday,
	"sun": time.Sunday, "mon": time.Monday, "tue": time.Tuesday, "tues": time.Tuesday, "wed": time.Wednesday, "thu": time.Thursday,
	"thur": time.Thursday, "thurs": time.Thursday, "fri": time.Friday, "sat": time.Saturday,
}

// clock reads the date expressions of one text.
type clock struct {
	d         *Doc
	published rashomon.Date
	end       int // no word from here on is read
}

// Times returns the date expressions among the words [first, last), in order.
// published anchors weekdays, "yesterday" and days without a year: the nearest
// day in the past. Without it they stay words only, with From and To unknown.
func (d *Doc) Times(first, last int, published rashomon.Date) []Time {
	var all []Time
	last = min(last, len(d.Words))
	for i := max(first, 0); i < last; {
		c := clock{d, published, min(last, d.Sentences[d.Words[i].Sentence].Last)}
		from, to, next := c.read(i)
		if next == 0 {
			i++
			continue
		}
		span := d.Span(i, next)
		all = append(all, Time{Span: span, First: i, Last: next,
			When: rashomon.When{Words: span.Of(d.Text), From: from, To: to}})
		i = next
	}
	return all
}

// read returns the dates that the expression at word i gives, and where it ends;
// 0 when there is none.
func (c clock) read(i int) (from, to rashomon.Date, next int) {
	w := c.low(i)
	if w == "" || w[0] < '0' {
		return from, to, 0
	}
	if at, ok := numeric(w); ok {
		return at, at, i + 1
	}
	if day, ok := c.weekday(i); ok {
		k := i + 1
		if c.low(k) == "," {
			k++
		}
		if from, to, next = c.calendar(k); next > 0 && from.Day > 0 {
			return from, to, next
		}
		at := c.past(day, c.low(i-1) == "last")
		return at, at, c.partOfDay(i + 1)
	}
	if from, to, next = c.calendar(i); next > 0 {
		return from, to, next
	}
	return c.relative(i)
}

func (c clock) low(i int) string {
	if i >= c.end {
		return ""
	}
	return c.d.Lower(i)
}

// weekday reads a capitalised day of the week, with the "s" of "Monday's".
func (c clock) weekday(i int) (time.Weekday, bool) {
	if !c.d.Capital(i) {
		return 0, false
	}
	w := strings.TrimSuffix(c.low(i), "'s")
	day, ok := weekdays[w]
	if !ok && len(w) > 6 {
		day, ok = weekdays[strings.TrimSuffix(w, "s")]
	}
	if ok && len(w) < 5 && c.low(i+1) == "" {
		return 0, false
	}
	return day, ok
}

// past returns the nearest such day up to the day of publication.
func (c clock) past(day time.Weekday, strictly bool) rashomon.Date {
	if c.published.Day == 0 {
		return rashomon.Date{}
	}
	at := c.published.First()
	back := (int(at.Weekday()) - int(day) + 7) % 7
	if back == 0 && strictly {
		back = 7
	}
	return dateOf(at.AddDate(0, 0, -back))
}

// partOfDay takes "night", "morning" after a day.
func (c clock) partOfDay(i int) int {
	switch c.low(i) {
	case "night", "morning", "evening", "afternoon":
		return i + 1
	}
	return i
}

// calendar reads a day with its month, a month with its year, or a year.
func (c clock) calendar(i int) (from, to rashomon.Date, next int) {
	if month, ok := c.month(i); ok {
		return c.monthFirst(i, month)
	}
	lo, hi, ok := days(c.low(i))
	if !ok {
		return c.year(i)
	}
	k := i + 1
	if lo == hi && (c.low(k) == "-" || c.low(k) == "–" || c.low(k) == "to" || c.low(k) == "and") {
		if h, _, ok := days(c.low(k + 1)); ok && h > lo {
			hi, k = h, k+2
		}
	}
	if c.low(k) == "of" || c.low(k) == "/" {
		k++
	}
	month, ok := c.month(k)
	if !ok {
		return c.year(i)
	}
	k++
	year, k := c.yearAfter(k)
	from, to = c.dated(year, month, lo), c.dated(year, month, hi)
	return from, to, k
}

// monthFirst reads "April 12, 2017", "April 12-14", "April 2017", "in April".
func (c clock) monthFirst(i int, month time.Month) (from, to rashomon.Date, next int) {
	if lo, hi, ok := days(c.low(i + 1)); ok && c.low(i+2) != "%" {
		k := i + 2
		if dash := c.low(k); lo == hi && (dash == "-" || dash == "–" || dash == "to") {
			if h, _, ok := days(c.low(k + 1)); ok && h > lo {
				hi, k = h, k+2
			}
		}
		year, k := c.yearAfter(k)
		return c.dated(year, month, lo), c.dated(year, month, hi), k
	}
	if w := c.low(i + 1); len(w) == 6 { // "April 182016" lost its comma
		year, okYear := fourDigits(w[2:])
		if day, _, ok := days(w[:2]); ok && okYear {
			at := c.dated(year, month, day)
			return at, at, i + 2
		}
	}
	if year, k := c.yearAfter(i + 1); year > 0 {
		at := rashomon.Date{Year: year, Month: month}
		return at, at, k
	}
	switch c.d.Lower(i - 1) {
	case "in", "since", "last", "this", "early", "late", "mid", "by", "from", "until", "of", "during", "between", "to", "and":
		at := c.dated(0, month, 0)
		return at, at, i + 1
	}
	return from, to, 0
}

// month reads the capitalised name of a month.
func (c clock) month(i int) (time.Month, bool) {
	m := months[strings.TrimSuffix(c.low(i), "'s")]
	if m == 0 || !c.d.Capital(i) {
		return 0, false
	}
	return time.Month(m), true
}

// days reads a day of the month or a range of them: "12", "12th", "12-14".
func days(w string) (lo, hi int, ok bool) {
	if a, b, cut := strings.Cut(w, "-"); cut {
		lo, _, okLo := days(a)
		hi, _, okHi := days(b)
		return lo, hi, okLo && okHi && lo < hi
	}
	if len(w) == 0 || len(w) > 4 || w[0] < '0' || w[0] > '9' {
		return 0, 0, false
	}
	for _, end := range []string{"st", "nd", "rd", "th"} {
		w = strings.TrimSuffix(w, end)
	}
	n, err := strconv.Atoi(w)
	return n, n, err == nil && n >= 1 && n <= 31 && len(w) <= 2
}

// yearAfter reads the year that may follow a day or month at word i, and returns
// the word after it; 0 when none follows.
func (c clock) yearAfter(i int) (year, next int) {
	k := i
	if c.low(k) == "," {
		k++
	}
	w := c.low(k)
	if y, ok := fourDigits(w); ok {
		return y, k + 1
	}
	if len(w) == 2 && k == i {
		if y, err := strconv.Atoi(w); err == nil && y >= 50 {
			return 1900 + y, k + 1
		}
	}
	return 0, i
}

func fourDigits(w string) (int, bool) {
	if len(w) != 4 {
		return 0, false
	}
	y, err := strconv.Atoi(w)
	return y, err == nil && y >= 1900 && y <= 2099
}

// year reads a year by itself, where the word before says it is one.
func (c clock) year(i int) (from, to rashomon.Date, next int) {
	y, ok := fourDigits(strings.TrimSuffix(c.low(i), "'s"))
	if !ok {
		return from, to, 0
	}
	switch c.d.Lower(i - 1) {
	case "in", "the", "since", "of", "from", "until", "till", "by", "during", "early", "late", "mid", "to", "and", "(", "before", "after", "around":
		at := rashomon.Date{Year: y}
		return at, at, i + 1
	}
	return from, to, 0
}

// dated completes a day of a month with the year that the publication implies.
func (c clock) dated(year int, month time.Month, day int) rashomon.Date {
	if year == 0 {
		if !c.published.Known() {
			return rashomon.Date{}
		}
		year = c.published.Year
		if (rashomon.Date{Year: year, Month: month, Day: day}).First().After(c.published.Last().AddDate(0, 0, 7)) {
			year--
		}
	}
	at := rashomon.Date{Year: year, Month: month, Day: day}
	if day > 0 && at.First().Day() != day {
		return rashomon.Date{Year: year, Month: month}
	}
	return at
}

// numeric reads "2017-04-15" and, day first, "15-04-2017" and "15.04.2017", with
// letters that were glued on behind.
func numeric(w string) (rashomon.Date, bool) {
	if len(w) < 10 || len(w) > 10 && w[10] < 'a' || w[0] > '9' {
		return rashomon.Date{}, false
	}
	for _, layout := range []string{"2006-01-02", "02-01-2006", "02.01.2006"} {
		if t, err := time.Parse(layout, w[:10]); err == nil && t.Year() >= 1900 && t.Year() < 2100 {
			return dateOf(t), true
		}
	}
	return rashomon.Date{}, false
}

func dateOf(t time.Time) rashomon.Date {
	return rashomon.Date{Year: t.Year(), Month: t.Month(), Day: t.Day()}
}

// Weekday returns the weekday among the words, lower case: "thursday"; "" for none.
func Weekday(words string) string {
	for w := range strings.FieldsSeq(strings.ToLower(words)) {
		w = strings.TrimSuffix(strings.TrimSuffix(strings.Trim(w, ","), "'s"), "’s")
		if strings.HasSuffix(w, "day") && w != "today" && w != "yesterday" {
			return w
		}
	}
	return ""
}
