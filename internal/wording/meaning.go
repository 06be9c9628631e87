package wording

import (
	"fmt"
	"slices"
	"strings"

	"rashomon"
	"rashomon/internal/names"
)

// Meaning is a value of a field that counts nobody, taken apart for those who
// compare many.
type Meaning struct {
	field rashomon.Field
	lower string
	words []string // sorted and each once: of the content, of a weapon, of the name of a place
	actor actor    // who did it
	name  Name     // a victim
	head  string   // what a target is
	all   []string // the words of a target
	class string   // of a weapon
	when  rashomon.When
	timed bool     // the value is a When
	inner []string // the words of a place before the comma
	wider []string // the content behind the comma
}

// Read takes a value apart.
func Read(f rashomon.Field, v rashomon.Value) Meaning {
	said := v.String()
	m := Meaning{field: f, lower: strings.ToLower(said)}
	m.when, m.timed = v.(rashomon.When)
	switch f {
	case rashomon.Perpetrator:
		m.actor = actorOf(said)
	case rashomon.Victim:
		m.name = NameOf(said)
	case rashomon.DateField:
		m.words = each(contentWords(m.when.Words))
	case rashomon.PlaceField:
		m.words = each(PlaceWords(said))
		if first, wider, ok := strings.Cut(said, ","); ok {
			m.inner, m.wider = each(PlaceWords(first)), each(contentWords(wider))
		}
	case rashomon.Weapon:
		m.words, m.class = each(weaponWords(said)), weaponClass(said)
	case rashomon.Target:
		m.head = head(said)
		for _, w := range Words(said) {
			m.all = append(m.all, singular(w))
		}
	default:
		m.words = each(contentWords(said))
	}
	return m
}

// each are the words sorted, each once.
func each(words []string) []string {
	slices.Sort(words)
	return slices.Compact(words)
}

// Same reports whether two values are one value in two wordings.
func (m Meaning) Same(n Meaning) bool {
	if m.lower == n.lower {
		return true
	}
	switch m.field {
	case rashomon.Perpetrator:
		return m.actor.same(n.actor)
	case rashomon.Victim:
		return m.name.Same(n.name)
	case rashomon.DateField:
		return m.sameTime(n)
	case rashomon.PlaceField:
		return m.samePlace(n)
	case rashomon.Target:
		return m.head != "" && m.head == n.head
	}
	return len(m.words) > 0 && slices.Equal(m.words, n.words)
}

// Differ reports whether two values cannot both be true. Most pairs of wordings can:
// only what plainly excludes the other differs.
func (m Meaning) Differ(n Meaning) bool {
	switch m.field {
	case rashomon.Perpetrator:
		return m.actor.excludes(n.actor)
	case rashomon.DateField:
		return m.timed && n.timed && m.when.From.Known() && n.when.From.Known() && apart(m.when, n.when)
	case rashomon.PlaceField:
		return len(m.wider) > 0 && slices.Equal(m.wider, n.wider) && !m.samePlace(n)
	case rashomon.Weapon:
		return m.class != "" && n.class != "" && m.class != n.class
	case rashomon.Target:
		return m.otherTarget(n)
	}
	return false
}

// sameTime reports whether two wordings name one time; an unanchored "Thursday" is
// only the same as itself.
func (m Meaning) sameTime(n Meaning) bool {
	x, y := m.when, n.when
	if !m.timed || !n.timed || x.From != y.From {
		return false
	}
	return x.From.Known() && last(x).Equal(last(y)) || !x.From.Known() && len(m.words) > 0 && slices.Equal(m.words, n.words)
}

// Narrower reports whether m says more closely what n says: a day of its month, any
// dated time of an unanchored "Thursday", "a car bomb" of "a bomb".
func (m Meaning) Narrower(n Meaning) bool {
	if m.field == rashomon.Weapon {
		return len(n.words) > 0 && len(m.words) > len(n.words) && Subset(n.words, m.words)
	}
	x, y := m.when, n.when
	if !m.timed || !n.timed || !x.From.Known() || m.sameTime(n) {
		return false
	}
	return !y.From.Known() || !x.From.First().Before(y.From.First()) && !last(x).After(last(y))
}

// samePlace reports whether two places share a word that names. Of "Ostry, Arden"
// and "Pellin, Arden" the wider place says nothing.
func (m Meaning) samePlace(n Meaning) bool {
	x, y := m.words, n.words
	if len(m.wider) > 0 && slices.Equal(m.wider, n.wider) {
		x, y = m.inner, n.inner
	}
	return slices.ContainsFunc(x, func(w string) bool { return slices.Contains(y, w) })
}

// otherTarget reports whether two things hit are two: neither is named in the words
// for the other, and both are things, or both persons.
func (m Meaning) otherTarget(n Meaning) bool {
	x, y := m.head, n.head
	if x == "" || y == "" || x == y || persons[x] != persons[y] || areas[x] || areas[y] {
		return false
	}
	return !slices.Contains(m.all, y) && !slices.Contains(n.all, x)
}

// keys are what a meaning is looked up by: two that are the same share one, or, of
// names, are a pair of names.Pairs.
func (m Meaning) keys() []string {
	out := []string{"=" + m.lower}
	switch m.field {
	case rashomon.Perpetrator:
		return append(out, m.actor.keys()...)
	case rashomon.Victim:
	case rashomon.PlaceField:
		for _, w := range m.words {
			out = append(out, "w "+w)
		}
	case rashomon.Target:
		out = append(out, "h "+m.head)
	case rashomon.DateField:
		out = append(out, "d "+m.when.From.String()+" "+strings.Join(m.words, " "), "d "+m.when.From.String())
	default:
		out = append(out, "s "+strings.Join(m.words, " "))
	}
	return out
}

// Groups joins the values of one field that are one value in several wordings. It
// returns, for each, the place of the first of its group. A wider value ("Thursday",
// a month, "a bomb") stands with the one narrower value that it fits; where it fits
// two, or none, it stands apart.
func Groups(f rashomon.Field, values []rashomon.Value) []int {
	var different []Meaning
	at := map[string]int{}
	of := make([]int, len(values))
	first := []int{}
	for i, v := range values {
		w := fmt.Sprintf("%#v", v)
		n, ok := at[w]
		if !ok {
			n = len(different)
			at[w], different, first = n, append(different, Read(f, v)), append(first, i)
		}
		of[i] = n
	}
	set := make([]int, len(different))
	for i := range set {
		set[i] = i
	}
	j := joined{set}
	j.same(f, different)
	j.wider(f, different)
	out := make([]int, len(values))
	for i := range values {
		out[i] = first[j.find(of[i])]
	}
	return out
}

// joined holds sets that are joined step by step; each is named after its least.
type joined struct{ parent []int }

func (j joined) find(i int) int {
	for j.parent[i] != i {
		j.parent[i] = j.parent[j.parent[i]]
		i = j.parent[i]
	}
	return i
}

func (j joined) join(a, b int) {
	a, b = j.find(a), j.find(b)
	j.parent[max(a, b)] = min(a, b)
}

func (j joined) same(f rashomon.Field, list []Meaning) {
	have := map[string][]int{}
	tried := make([]int, len(list))
	for i, m := range list {
		for _, k := range m.keys() {
			for _, n := range have[k] {
				if tried[n] == i+1 || j.find(n) == j.find(i) {
					continue
				}
				if tried[n] = i + 1; m.Same(list[n]) {
					j.join(n, i)
				}
			}
			have[k] = append(have[k], i)
		}
	}
	if f != rashomon.Victim && f != rashomon.Perpetrator {
		return
	}
	parts := make([]names.Name, len(list))
	for i, m := range list {
		if parts[i] = m.name.parts; f == rashomon.Perpetrator {
			parts[i] = m.actor.parsed.parts
		}
	}
	for a, b := range names.Joins(parts, func(a, b int) bool { return list[a].Same(list[b]) }) {
		j.join(a, b)
	}
}

func (j joined) wider(f rashomon.Field, list []Meaning) {
	if f != rashomon.Weapon && f != rashomon.DateField {
		return
	}
	into := make([]int, len(list))
	for i, m := range list {
		into[i] = -1
		for n, other := range list {
			root := j.find(n)
			if into[i] == -2 || into[i] == root || !other.Narrower(m) {
				continue
			}
			if into[i] >= 0 {
				into[i] = -2 // it fits two
			} else {
				into[i] = root
			}
		}
	}
	for i, root := range into { // after all are judged: one join is no reason for the next
		if root >= 0 {
			j.join(i, root)
		}
	}
}
