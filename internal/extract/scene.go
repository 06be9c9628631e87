package extract

import (
	"slices"
	"strconv"
	"strings"

	"rashomon"
	"rashomon/internal/deed"
	"rashomon/internal/grammar"
	"rashomon/internal/tagger"
)

// scene is one incident that the text tells of.
type scene struct {
	rashomon.Account
	counts    bool  // somebody is counted
	sentences []int // those with a claim of it
	group     int   // the model's number for it, -1 for none
	behind    int   // the word that its one sentence tells of it behind; 0 for all of it
}

// stageOf makes a scene of each group and role.
func (w *weighing) stageOf(all []made) {
	key := map[string]int{}
	for k := range all {
		m := &all[k]
		if m.role == tagger.Cumulative {
			continue
		}
		name := string(m.role) + strconv.Itoa(m.group)
		n, ok := key[name]
		if !ok {
			n = len(w.scenes)
			key[name] = n
			w.scenes = append(w.scenes, scene{Account: rashomon.Account{Report: w.report.ID, Key: "a" + strconv.Itoa(n+1), Main: m.role == tagger.Main}, group: m.group})
		}
		m.scene = n
		w.scenes[n].counts = w.scenes[n].counts || m.Field.Toll()
		w.scenes[n].sentences = append(w.scenes[n].sentences, m.sentence)
	}
}

// settings gives every scene its place, day and kind: of the model's claims, else of
// the sentences that tell of it.
func (w *weighing) settings() {
	for n := range w.scenes {
		s := &w.scenes[n]
		sentences := w.telling(n)
		s.Kind = deed.KindOf(w.grammar, sentences)
		var ok bool
		if s.When, ok = w.dayOf(s.group); !ok {
			s.When = w.whenOf(sentences)
		}
		if s.Where, ok = w.siteOf(s.group); !ok {
			s.Where = w.whereOf(sentences)
		}
		if s.behind > 0 {
			s.When = w.whenBehind(s.behind, s.sentences[0])
		}
	}
}

// telling returns the sentences that tell of scene n, in order; the first of the text
// tell of the news.
func (w *weighing) telling(n int) []int {
	sentences := slices.Clone(w.scenes[n].sentences)
	if n == 0 && w.scenes[n].Main {
		for x := range min(len(w.doc.Sentences), 4) {
			sentences = append(sentences, x)
		}
	}
	slices.Sort(sentences)
	return slices.Compact(sentences)
}

// siteOf returns the place that the model gives a group: the surest, towns and less
// before provinces.
func (w *weighing) siteOf(group int) (best rashomon.Where, ok bool) {
	most := 0.0
	for _, p := range w.ofGroup(group, rashomon.PlaceField) {
		first, last := w.doc.Range(p.Anchor)
		score := 1 + p.P
		if w.precise(spot{run: run{first, last}}) {
			score++
		}
		if !w.doc.Sentences[w.doc.Words[first].Sentence].Title {
			score += .5
		}
		if where, _, named := w.placeAt(p.Anchor); named && score > most {
			most, best = score, where
		}
	}
	return best, most > 0
}

// dayOf returns the time that the model gives a group: the surest known one.
func (w *weighing) dayOf(group int) (best rashomon.When, ok bool) {
	most := 0.0
	for _, p := range w.ofGroup(group, rashomon.DateField) {
		if !w.dateable(p.Anchor) {
			continue
		}
		t := w.dateAt(p.Anchor).(rashomon.When)
		score := 1 + p.P
		if t.From.Known() {
			score++
		}
		if score > most {
			most, best = score, t
		}
	}
	return best, most > 0
}

// ofGroup returns the kept proposals of a group on a field.
func (w *weighing) ofGroup(group int, f rashomon.Field) []*tagger.Proposal {
	var all []*tagger.Proposal
	for i := range w.seen.All {
		if p := &w.seen.All[i]; p.Kept && p.Group == group && group >= 0 && p.Field == f {
			all = append(all, p)
		}
	}
	return all
}

// merge makes one of two scenes that are of one place and day.
func (w *weighing) merge(all []made) {
	to := make([]int, len(w.scenes))
	alone := w.oneNews()
	joins := func(s *scene) bool { return s.Main && (alone || !s.counts && s.When.Words == "") }
	for n := range w.scenes {
		to[n] = n
		for k := range n {
			if to[k] == k && (oneScene(&w.scenes[k], &w.scenes[n]) || w.scenes[k].Main && joins(&w.scenes[n])) {
				to[n] = k
				break
			}
		}
	}
	for k := range all {
		if all[k].role != tagger.Cumulative {
			all[k].scene = to[all[k].scene]
		}
	}
}

// oneNews reports whether at most one scene of the news has a place or a day: the rest
// is then of it.
func (w *weighing) oneNews() bool {
	set := 0
	for _, s := range w.scenes {
		if s.Main && (s.Where.Name != "" || s.When.Words != "") {
			set++
		}
	}
	return set <= 1
}

// oneScene reports whether two scenes have the same role, place and day.
func oneScene(a, b *scene) bool {
	if a.Main != b.Main || a.Where.Name == "" || !strings.EqualFold(a.Where.Name, b.Where.Name) {
		return false
	}
	undated := a.When.Words == "" || b.When.Words == ""
	return !undated && a.When.From == b.When.From
}

// fork parts the scenes of sentences that recall two incidents, one after the
// other: "shelled the town last month after a raid by rebels had killed six". What
// stands behind "after" gets a scene of its own.
func (w *weighing) fork(all []made) {
	for n := range len(w.scenes) {
		if w.scenes[n].Main {
			continue
		}
		sentences := slices.Clone(w.scenes[n].sentences)
		slices.Sort(sentences)
		for _, s := range slices.Compact(sentences) {
			if at := w.forkAt(s); at > 0 && w.bothSides(all, n, s, at) {
				w.split(all, n, s, at)
			}
		}
	}
}

// forkAt returns the word "after" of sentence s that leads to another attack, with
// violence told of before it; 0 for none.
func (d *draft) forkAt(s int) int {
	sentence := d.doc.Sentences[s]
	violent := false
	for i := sentence.First; i < sentence.Last; i++ {
		w := d.low(i)
		if violent && (w == "after" || w == "following") && d.grammar.Introduces(grammar.Between(i+1, min(i+6, sentence.Last))) {
			return i
		}
		violent = violent || grammar.ViolentVerbs[w]
	}
	return 0
}

// bothSides reports whether claims on who did it or on people harmed stand on both
// sides of word at in sentence s.
func (w *weighing) bothSides(all []made, n, s, at int) bool {
	var before, behind bool
	for _, m := range all {
		if m.role == tagger.Cumulative || m.scene != n || m.sentence != s || m.Field != rashomon.Perpetrator && !m.Field.Toll() {
			continue
		}
		first, _ := w.doc.Range(m.Span)
		before, behind = before || first < at, behind || first > at
	}
	return before && behind
}

// split gives the claims of scene n in sentence s behind word at a scene of their
// own.
func (w *weighing) split(all []made, n, s, at int) {
	k := len(w.scenes)
	w.scenes = append(w.scenes, scene{Account: rashomon.Account{Report: w.report.ID, Key: "a" + strconv.Itoa(k+1)}, sentences: []int{s}, group: -1, behind: at})
	for i := range all {
		m := &all[i]
		if first, _ := w.doc.Range(m.Span); m.role != tagger.Cumulative && m.scene == n && m.sentence == s && first > at {
			m.scene = k
		}
	}
}

// whenBehind returns the first time behind word at of sentence s.
func (d *draft) whenBehind(at, s int) rashomon.When {
	for _, t := range d.timesIn(s) {
		if t.First > at {
			return t.When
		}
	}
	return rashomon.When{}
}

// part gives counts of the news an incident of their own where their sentence tells of
// an attack on another day than the news: "on Wednesday a car bomb killed seven". The
// claims of that sentence go with them.
func (w *weighing) part(all []made) {
	days := map[int]int{} // sentence -> group
	for i := range all {
		m := &all[i]
		s := w.doc.Sentences[m.sentence]
		if !m.Field.Toll() || m.role != tagger.Main || s.Title || !w.grammar.Introduces(grammar.Between(s.First, s.Last)) {
			continue
		}
		if day := w.dayBeside(m.Span); day.Day > 0 && w.calendar.day.Day > 0 && day != w.calendar.day {
			days[m.sentence] = -2 - int(day.First().Unix()/86400)
		}
	}
	for i := range all {
		if group, ok := days[all[i].sentence]; ok && all[i].role == tagger.Main {
			all[i].group = group
		}
	}
}

// dayBeside returns the day named nearest to the words in their sentence.
func (d *draft) dayBeside(words rashomon.Span) (best rashomon.Date) {
	first, last := d.doc.Range(words)
	near := 12 // words: what is farther is of another clause
	for _, t := range d.timed(d.sentence(first)) {
		apart := max(first-t.Last, t.First-last, 0)
		if t.When.From.Day > 0 && t.When.From == t.When.To && apart < near && d.dateable(t.Span) {
			best, near = t.When.From, apart
		}
	}
	return best
}
