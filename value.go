package rashomon

import (
	"fmt"
	"strconv"
	"time"
)

// Value is what a Claim says: a Tally, a When, a Where, a Party or Words. String
// is how a person would write it.
type Value interface {
	String() string
	value()
}

// Open is the bound of a Tally that its words do not give.
const Open = -1

// Relation says how a Tally stands to others of the same telling.
type Relation string

// The relations between tallies. They change a toll; they are no new incidents.
const (
	Plain      Relation = ""           // a count that stands by itself
	Additional Relation = "additional" // "four additional", "six more": on top of an earlier count
	Rose       Relation = "rose"       // "the toll rose to": replaces an earlier, lower count
	OfInjured  Relation = "of injured" // "one of the wounded died": moves from injured to killed
)

// Group is the class of the people counted.
type Group string

// The groups. A part may be a part of a whole: children among people.
const (
	People    Group = "people"
	Civilians Group = "civilians"
	Children  Group = "children"
	Women     Group = "women"
	Men       Group = "men"
	Fighters  Group = "fighters"
	Soldiers  Group = "soldiers"
	Officers  Group = "police"
	Medics    Group = "medics"
	Reporters Group = "journalists"
	Attackers Group = "attackers" // those who did it; always counted apart
)

// Tally is a count of people with the bounds that its words give it: "at least
// 12" is {12, Open}, "up to 40" {Open, 40}, "dozens" an interval by codebook.
type Tally struct {
	Min, Max int
	Approx   bool     // "around 30"
	Vague    string   // the vague word ("dozens"), lower case, so that another codebook can re-read it
	Who      string   // the group counted, as the report says it, lower case
	Group    Group    // its class
	Relation Relation // how it stands to other counts of the same telling
}

func (Tally) value() {}

// String writes the bounds: "12", "at least 12", "up to 40", "10 to 15", "about 30".
func (t Tally) String() string {
	var s string
	switch {
	case t.Min == Open && t.Max == Open:
		s = "unknown"
	case t.Max == Open:
		s = "at least " + strconv.Itoa(t.Min)
	case t.Min == Open:
		s = "up to " + strconv.Itoa(t.Max)
	case t.Min == t.Max:
		s = strconv.Itoa(t.Min)
	default:
		s = fmt.Sprintf("%d to %d", t.Min, t.Max)
	}
	if t.Approx {
		s = "about " + s
	}
	if t.Vague != "" {
		s = fmt.Sprintf("%s (%s)", t.Vague, s)
	}
	return s
}

// Low returns the least number that the words allow.
func (t Tally) Low() int { return max(t.Min, 0) }

// Compatible reports whether one number satisfies both t and u. An approximate
// tally allows a tenth either way.
func (t Tally) Compatible(u Tally) bool {
	tl, th := t.interval()
	ul, uh := u.interval()
	return tl <= uh && ul <= th
}

func (t Tally) interval() (lo, hi int) {
	lo, hi = t.Low(), t.Max
	if hi == Open {
		hi = int(^uint(0) >> 1)
	} else if t.Approx {
		hi += hi / 10
	}
	if t.Approx {
		lo -= lo / 10
	}
	return lo, hi
}

// Date is a day, a month (Day 0) or a year (Month and Day 0) of the Gregorian
// calendar. The zero Date is unknown.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// ParseDate reads "2017", "2017-04" or "2017-04-15". ok is false for anything else.
func ParseDate(s string) (d Date, ok bool) {
	for _, layout := range []string{"2006-01-02", "2006-01", "2006"} {
		if t, err := time.Parse(layout, s); err == nil && t.Year() > 0 {
			d = Date{Year: t.Year()}
			if len(layout) > 4 {
				d.Month = t.Month()
			}
			if len(layout) > 7 {
				d.Day = t.Day()
			}
			return d, true
		}
	}
	return Date{}, false
}

// Known reports whether at least the year is known.
func (d Date) Known() bool { return d.Year != 0 }

// First returns the first day that d covers, at midnight UTC.
func (d Date) First() time.Time {
	return time.Date(d.Year, max(d.Month, 1), max(d.Day, 1), 0, 0, 0, 0, time.UTC)
}

// Last returns the last day that d covers, at midnight UTC.
func (d Date) Last() time.Time {
	switch {
	case d.Month == 0:
		return time.Date(d.Year, 12, 31, 0, 0, 0, 0, time.UTC)
	case d.Day == 0:
		return time.Date(d.Year, d.Month+1, 0, 0, 0, 0, 0, time.UTC)
	}
	return d.First()
}

// String writes the date in ISO form at its precision; empty when unknown.
func (d Date) String() string {
	switch {
	case d.Year == 0:
		return ""
	case d.Month == 0:
		return fmt.Sprintf("%04d", d.Year)
	case d.Day == 0:
		return fmt.Sprintf("%04d-%02d", d.Year, d.Month)
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// When is a time as wide as its words. From and To are equal for one day, month
// or year; both are unknown for an unanchored "Thursday", until a publication
// date is known.
type When struct {
	Words    string // as the report says it
	From, To Date
}

func (When) value() {}

// String writes the resolved date, with the words when they say something else.
func (w When) String() string {
	s := w.From.String()
	if w.To != w.From && w.To.Known() {
		s += " to " + w.To.String()
	}
	switch {
	case s == "":
		return w.Words
	case w.Words == "" || w.Words == s:
		return s
	}
	return fmt.Sprintf("%s (%s)", s, w.Words)
}

// Where is a place as the words give it: "Hass, Idlib". Near is true for "near",
// "outside", "on the road to".
type Where struct {
	Name string
	Near bool
}

func (Where) value() {}

// String writes the place.
func (w Where) String() string {
	if w.Near {
		return "near " + w.Name
	}
	return w.Name
}

// Party is a person, group or body. Name is the spelling of this claim; Spellings
// holds the others that the record knows.
type Party struct {
	Name      string
	Spellings []string
}

func (Party) value() {}

// String writes the name.
func (p Party) String() string { return p.Name }

// Words is a value that is the report's own words: a weapon, a target, a motive.
type Words string

func (Words) value() {}

// String returns the words.
func (w Words) String() string { return string(w) }
