package origin

import (
	"maps"
	"slices"
	"strings"

	"rashomon"
	"rashomon/internal/names"
	"rashomon/internal/wording"
)

// body is a named speaker: the words of its name, and the body that it is, as far as
// that is found.
type body struct {
	voice rashomon.Voice
	words []string
}

// joiner joins the named speakers that are one body. Bodies are in the order of
// their keys; the name of a set is its least.
type joiner struct {
	keys   []string
	bodies []body
	parent []int
	byWord map[string][]int // bodies by each word of their names
}

func newJoiner(voices map[string]rashomon.Voice) *joiner {
	j := &joiner{keys: slices.Sorted(maps.Keys(voices)), byWord: map[string][]int{}}
	for i, k := range j.keys {
		b := body{voices[k], wording.BodyWords(voices[k].Name)}
		j.bodies, j.parent = append(j.bodies, b), append(j.parent, i)
		for _, w := range b.words {
			if at := j.byWord[w]; len(at) == 0 || at[len(at)-1] != i {
				j.byWord[w] = append(at, i)
			}
		}
	}
	return j
}

func (j *joiner) find(i int) int {
	for j.parent[i] != i {
		j.parent[i] = j.parent[j.parent[i]]
		i = j.parent[i]
	}
	return i
}

func (j *joiner) join(a, b int) {
	a, b = j.find(a), j.find(b)
	j.parent[max(a, b)] = min(a, b)
}

// findBodies maps the key of every named speaker to the key of the body it is: the
// same body under several spellings is one. A short name ("police") is the longer
// one ("Ostry police") only where no second longer name could be meant.
func (f *finder) findBodies() map[string]string {
	voices := map[string]rashomon.Voice{}
	f.findForces(voices)
	for i, v := range f.speakers {
		if f.keys[i] == "" {
			f.keys[i] = wording.BodyKey(v)
			if !wording.Unnamed(v) {
				voices[f.keys[i]] = v
			}
		}
	}
	j := newJoiner(voices)
	j.joinSpellings()
	f.joinOffices(j)
	for short, b := range j.bodies {
		if one := j.longer(b); one >= 0 {
			j.join(short, one)
		}
	}
	out := map[string]string{}
	for i, k := range j.keys {
		out[k] = j.keys[j.find(i)]
	}
	return out
}

// joinSpellings joins spellings of one name.
func (j *joiner) joinSpellings() {
	said, parts := make([]wording.Name, len(j.bodies)), make([]names.Name, len(j.bodies))
	first := map[string]int{}
	for i, b := range j.bodies {
		bare := wording.Bare(b.voice.Name)
		said[i] = wording.NameOf(bare)
		parts[i] = said[i].Parts()
		if at, ok := first[strings.ToLower(bare)]; ok {
			j.join(at, i)
		} else {
			first[strings.ToLower(bare)] = i
		}
	}
	for a, b := range names.Joins(parts, func(a, b int) bool { return said[a].SameSpeaker(said[b]) }) {
		j.join(a, b)
	}
}

// longer is the one body whose name a shorter name may stand for, or -1.
func (j *joiner) longer(short body) int {
	found := -1
	for _, i := range j.having(short.words) {
		if !wording.Shortens(short.voice, j.bodies[i].voice) || j.find(i) == found {
			continue
		}
		if found >= 0 {
			return -1
		}
		found = j.find(i)
	}
	return found
}

// having lists the bodies that may have all the words: those with the rarest of them.
func (j *joiner) having(words []string) []int {
	var out []int
	for n, w := range words {
		if at := j.byWord[w]; n == 0 || len(at) < len(out) {
			out = at
		}
	}
	return out
}

// joinOffices sets a person beside the body that a report says he speaks for, and
// a minister beside his ministry.
func (f *finder) joinOffices(j *joiner) {
	join := func(person, at int) {
		if at >= 0 && person != at {
			j.join(person, at)
			f.fronts[j.keys[person]] = true
		}
	}
	byLast := map[string][]int{} // persons are compared by their last names
	for i, b := range j.bodies {
		last := b.words[len(b.words)-1]
		for _, other := range byLast[last] {
			if wording.SamePerson(b.voice.Name, j.bodies[other].voice.Name) {
				j.join(i, other)
			}
		}
		byLast[last] = append(byLast[last], i)
	}
	for i, b := range j.bodies {
		if m := wording.Ministry(b.voice.Name); m != "" {
			join(i, j.named(strings.Fields(m)))
		}
	}
	for _, r := range f.Reports {
		for _, o := range wording.Offices(r.Text) {
			at := j.named(wording.BodyWords(o.Body))
			person := wording.BodyWords(o.Person)
			if at < 0 || len(person) == 0 {
				continue
			}
			for _, i := range byLast[person[len(person)-1]] {
				if wording.SamePerson(j.bodies[i].voice.Name, o.Person) {
					join(i, at)
				}
			}
		}
	}
}

// named is the one speaker whose name is these words, or else holds them all; -1
// when there is none.
func (j *joiner) named(words []string) int {
	found, several := -1, false
	for _, i := range j.having(words) {
		name := j.bodies[i].words
		switch {
		case !wording.Subset(words, name) || slices.Contains(name, "minister"):
		case len(name) == len(words):
			return i
		default:
			several = several || found >= 0
			found = i
		}
	}
	if several {
		return -1
	}
	return found
}
