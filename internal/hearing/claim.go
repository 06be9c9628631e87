// Package hearing finds what each origin is heard to say of a toll: it refines counts
// that agree, adds up further ones, takes parts for what they say of a whole, and
// keeps what nobody counts as a floor. It settles nothing between origins and owns no
// tables.
package hearing

import (
	"maps"
	"math"
	"slices"

	"rashomon"
	"rashomon/internal/origin"
)

// Endless is the upper bound of a count that its words leave open.
const Endless = math.MaxInt

// Claim is a Claim with what settling needs of its report.
type Claim struct {
	rashomon.Claim
	origin.Said
	In     rashomon.AccountID
	Rank   int            // of its report in the order of the news
	News   News           // when its report came out
	Group  rashomon.Group // tolls: the people counted: their class, or where two sides are counted, whose they are
	Class  rashomon.Group // tolls: their class
	Side   string         // tolls: whose they are, where two sides are counted
	Bounds                // tolls: the least and the most, under the policy's codebook
	Vague  bool           // tolls: it tells of persons without counting them
	Beside bool           // tolls: it counts people beside those told of just before: "another man"
	Age    string         // tolls: of the one person told of, as its words give it; empty when they do not
	Person int            // victims: one number for all spellings of one name
	Fate   rashomon.Field // victims: killed or injured, by all that is said of the person; empty when nothing is
	Meant  bool           // targets: meant to be hit, as the words have it
	Nobody bool           // who did it: nobody has claimed it, as the words have it
	Less   string         // of people hit: the count as it was told, and the dead taken off it; empty when none are
	Held   bool           // further counts: the full count of their report has them in it
}

// Bounds are the least and the most that a count can be.
type Bounds struct{ Lo, Hi int }

// News is when a report came out, in microseconds: half-open, by its publication when
// dated, else by its receipt. The zero News is of a report that is missing.
type News struct {
	From, To int64
	Dated    bool
}

// NewsOf is when a report came out.
func NewsOf(r rashomon.Report) News {
	from, to, dated := r.NewsSpan()
	return News{from.UnixMicro(), to.UnixMicro(), dated}
}

// Before reports whether news is known to be earlier than other news.
func (n News) Before(m News) bool { return n.Dated == m.Dated && n.To <= m.From && n.To != 0 }

// Earlier reports whether a is known to be said before b: in an earlier report, or
// further up in the same.
func Earlier(a, b Claim) bool {
	if a.Report == b.Report {
		return a.Span.Start < b.Span.Start
	}
	return a.News.Before(b.News)
}

// IsFurther reports whether a claim counts people on top of an earlier count.
func IsFurther(c Claim) bool {
	t, _ := c.Tally()
	return t.Relation == rashomon.Additional || t.Relation == rashomon.OfInjured
}

// BareRise reports whether a tally only says that the toll rose, not to what.
func BareRise(t rashomon.Tally) bool {
	return t.Relation == rashomon.Rose && t.Max == rashomon.Open && t.Min <= 1
}

// Partial reports whether a claim counts a part that has no class of its own: "98
// evacuees" among 112 people.
func Partial(c Claim) bool { return c.PartOf != "" && c.Group == rashomon.People }

// GroupPlace is the place of a group in the order in which records show them.
func GroupPlace(g rashomon.Group) int {
	order := []rashomon.Group{rashomon.People, rashomon.Civilians, rashomon.Children, rashomon.Women, rashomon.Men, rashomon.Fighters,
		rashomon.Soldiers, rashomon.Officers, rashomon.Medics, rashomon.Reporters, rashomon.Attackers}
	if i := slices.Index(order, g); i >= 0 {
		return i
	}
	return len(order)
}

// Answers hears the claims of one field, which stand in the order of their reports,
// and the victims that it counts. group says in which row a claim is. The answers are
// by group and origin: each group, then the whole from its parts.
func Answers(said, victims []Claim, group func(Claim) rashomon.Group) map[rashomon.Group]map[int]*Answer {
	h := hear(said, group)
	byGroup := map[rashomon.Group]map[int]*Answer{}
	at := func(g rashomon.Group, col int) *Answer {
		if byGroup[g] == nil {
			byGroup[g] = map[int]*Answer{}
		}
		if byGroup[g][col] == nil {
			byGroup[g][col] = &Answer{Col: col, Hi: Endless, Floor: true}
		}
		return byGroup[g][col]
	}
	for k, tellings := range h.told {
		*at(k.group, k.col) = merged(tellings)
	}
	if len(byGroup) == 0 || byGroup[rashomon.People] != nil || countParts(byGroup) > 1 || len(victims) > 0 && countParts(byGroup) == 0 {
		wholes(byGroup, victims, at)
	}
	return byGroup
}

func sorted[K rashomon.Group | int, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }
