package extract

import (
	"slices"
	"strconv"
	"strings"

	"rashomon"
	"rashomon/internal/grammar"
)

// scene is one incident that the text tells of, and the sentences that tell of it.
type scene struct {
	rashomon.Account
	sentences []int
	behind    int // the word that its one sentence tells of it behind; 0 for all of it
}

// stage reads the times of the text and sets the first scene: the news itself.
func (d *draft) stage() {
	d.dateTimes()
	d.findEvents()
	d.open(true, 0)
	for s := range min(len(d.doc.Sentences), 4) {
		d.enter(0, s)
	}
}

// scenesLimit is the most incidents that one report is taken to tell of.
const scenesLimit = 40

// open adds a scene that sentence s tells of, and returns its index; the last
// scene takes what is beyond the limit.
func (d *draft) open(news bool, s int) int {
	n := len(d.scenes)
	if n >= scenesLimit {
		return n - 1
	}
	d.scenes = append(d.scenes, scene{Account: rashomon.Account{Report: d.report.ID, Key: "a" + strconv.Itoa(n+1), Main: news,
		Kind: rashomon.OtherEvent}})
	d.enter(n, s)
	return n
}

// enter notes that sentence s tells of scene n.
func (d *draft) enter(n, s int) {
	sc := &d.scenes[n]
	if len(sc.sentences) == 0 || sc.sentences[len(sc.sentences)-1] < s {
		sc.sentences = append(sc.sentences, s)
	}
}

// sum stands for the index of a scene where a sentence counts over several.
const sum = -1

// placed gives every claim the scene that it speaks of, or marks it a sum. Counts
// say which sentences tell of what; the other claims follow them.
func (d *draft) placed(claims []rashomon.Claim) []rashomon.Claim {
	at := setting{sentence: -1, stated: map[string]role{}}
	told := map[int]int{} // sentence -> scene
	for i := range claims {
		c := &claims[i]
		if !c.Field.Toll() {
			continue
		}
		s := d.sentenceOf(*c)
		r := roleOf(d.hints(*c, at))
		at = d.after(at, *c, r)
		n := sum
		if r != cumulativeRole {
			n = d.sceneAt(r, s, told)
		}
		if _, known := told[s]; !known || n != sum {
			told[s] = n
		}
		c.Cumulative = n == sum
		if n != sum {
			c.Account = d.scenes[n].Key
		}
	}
	d.sums(claims)
	kept := claims[:0]
	for _, c := range claims {
		if c.Field.Toll() || d.follow(&c, told) {
			kept = append(kept, c)
		}
	}
	d.fork(kept)
	return kept
}

// sums marks the counts of the first scene that are over several attacks, "two car
// bombings that killed 14", once the text has told of those attacks one by one.
func (d *draft) sums(claims []rashomon.Claim) {
	news := 0
	for _, sc := range d.scenes {
		if sc.Main {
			news++
		}
	}
	if news < 3 && (news < 2 || !d.itemized(claims)) {
		return
	}
	for i := range claims {
		c := &claims[i]
		s := d.doc.Sentences[d.sentenceOf(*c)]
		if c.Field.Toll() && c.Account == d.scenes[0].Key && d.counts(run{s.First, s.Last}) {
			c.Account, c.Cumulative = "", true
		}
	}
}

// itemized reports whether the first scene has a count of its own beside one over
// several attacks.
func (d *draft) itemized(claims []rashomon.Claim) bool {
	for _, c := range claims {
		s := d.doc.Sentences[d.sentenceOf(c)]
		if c.Field.Toll() && c.Account == d.scenes[0].Key && !s.Title && !d.counts(run{s.First, s.Last}) {
			return true
		}
	}
	return false
}

// counts reports whether the words of s count attacks: "two car bombings".
func (d *draft) counts(s run) bool {
	for i := s.first; i < s.last; i++ {
		if w := d.low(i); !grammar.IsNumber(w) || w == "one" || w == "1" {
			continue
		}
		for k := i + 1; k < min(i+4, s.last); k++ {
			if attackPlurals[d.low(k)] {
				return true
			}
		}
	}
	return false
}

// unframed gives what the first scene still holds to the second, when all counts
// went to others: the first sentences only framed the news of several attacks. The
// day and place of the frame are those of no attack and go.
func (d *draft) unframed(claims []rashomon.Claim) []rashomon.Claim {
	second := ""
	for _, c := range claims {
		switch {
		case !c.Field.Toll() || c.Cumulative:
		case c.Account == d.scenes[0].Key:
			return claims
		case second == "":
			second = c.Account
		}
	}
	news := slices.ContainsFunc(d.scenes, func(sc scene) bool { return sc.Key == second && sc.Main })
	if !news {
		return claims
	}
	kept := claims[:0]
	for _, c := range claims {
		if c.Account == d.scenes[0].Key && !c.Cumulative {
			if c.Field == rashomon.PlaceField || c.Field == rashomon.DateField {
				continue
			}
			c.Account = second
		}
		kept = append(kept, c)
	}
	return kept
}

// follow places a claim that counts nobody. It reports false for the place and
// day of what is not the news, which its account holds, and for those of later
// sentences that count nobody, or over several incidents.
func (d *draft) follow(c *rashomon.Claim, told map[int]int) bool {
	s := d.sentenceOf(*c)
	if c.Field == rashomon.Perpetrator && d.ofCampaign(c.Span, s) {
		c.Cumulative = true
		return true
	}
	n, known := told[s]
	if !known {
		if roleOf(d.hints(*c, setting{sentence: -1})) == backgroundRole {
			n = d.sceneAt(backgroundRole, s, told)
			told[s] = n
		}
	}
	setting := c.Field == rashomon.PlaceField || c.Field == rashomon.DateField
	if setting && (!known && s > 4 || known && n == sum) {
		return false
	}
	n = max(n, 0)
	c.Account = d.scenes[n].Key
	return d.scenes[n].Main || !setting
}

// ofCampaign reports whether the words at span say who did many things before:
// "forces that have attacked", "troops have launched several raids". They are of no
// one incident.
func (d *draft) ofCampaign(span rashomon.Span, s int) bool {
	first, last := d.doc.Range(span)
	end := d.doc.Sentences[s].Last
	for i := first; i < last; i++ {
		if w := d.low(i); w != "has" && w != "have" && w != "had" {
			continue
		}
		if w := d.low(i - 1); w == "that" || w == "who" || w == "which" {
			return true
		}
		for k := i + 1; k < min(last+9, end); k++ {
			if d.low(k) == "times" && (grammar.IsNumber(d.low(k-1)) || d.low(k-1) == "of") || attackPlurals[d.low(k)] && (grammar.Determiners[d.low(k-1)] || grammar.IsNumber(d.low(k-1))) || d.low(k) == "several" || d.low(k) == "numerous" {
				return true
			}
		}
	}
	return false
}

func (d *draft) sentenceOf(c rashomon.Claim) int {
	return d.doc.Words[min(d.doc.At(c.Span.Start), len(d.doc.Words)-1)].Sentence
}

// after returns the setting for the claim that follows c.
func (d *draft) after(at setting, c rashomon.Claim, r role) setting {
	at.prev, at.sentence = r, d.sentenceOf(c)
	if t, ok := c.Tally(); ok {
		at.stated[stateKey(c.Field, t)] = r
	}
	return at
}

// sceneAt returns the scene that sentence s tells of: the one that the sentences
// before it tell of, unless another time or place begins another.
func (d *draft) sceneAt(r role, s int, told map[int]int) int {
	if n, ok := told[s]; ok && n != sum && d.scenes[n].Main == (r == mainRole) {
		return n
	}
	n := 0
	before, near := told[s-1]
	switch {
	case r == mainRole && d.apart(s):
		n = d.revisit(true, s)
	case r == mainRole && near && before > 0 && d.scenes[before].Main && len(d.spotsOf(s)) == 0:
		n = d.ofDay(s, before)
	case r == backgroundRole && near && before > 0 && !d.scenes[before].Main && len(d.timesIn(s)) == 0:
		n = before
	case r == backgroundRole:
		n = d.revisit(false, s)
	}
	d.enter(n, s)
	return n
}

// ofDay returns the scene of the news whose day sentence s names, or else the one
// that the sentence before tells of.
func (d *draft) ofDay(s, before int) int {
	when := d.whenOf([]int{s})
	if !when.From.Known() || d.whenOf(d.scenes[before].sentences).From == when.From {
		return before
	}
	for n, sc := range d.scenes {
		if sc.Main && d.whenOf(sc.sentences).From == when.From {
			return n
		}
	}
	return before
}

// revisit returns the scene of the day and place of sentence s, opened when new.
func (d *draft) revisit(news bool, s int) int {
	when, where := d.whenOf([]int{s}), d.whereOf([]int{s})
	for n := range d.scenes {
		sc := &d.scenes[n]
		if n == 0 || sc.Main != news || !when.From.Known() && where.Name == "" {
			continue
		}
		if d.whenOf(sc.sentences).From == when.From && (where.Name == "" || d.shared(sc.sentences, where.Name)) {
			return n
		}
	}
	return d.open(news, s)
}

// apart reports whether sentence s leads elsewhere: to an attack of another day, or,
// by its words, to a place that is none of the news so far.
func (d *draft) apart(s int) bool {
	sentence := d.doc.Sentences[s]
	if d.otherDay(s) && d.introduces(run{sentence.First, sentence.Last}) {
		return true
	}
	leads := false
	for i := sentence.First; i < sentence.Last && !leads; i++ {
		w := d.low(i)
		leads = w == "elsewhere" || w == "meanwhile" || w == "separately" || w == "separate" || w == "another" && grammar.AttackNouns[d.low(i+1)]
	}
	if !leads {
		return false
	}
	spots := d.spotsOf(s)
	return len(spots) > 0 && !d.shared(d.scenes[0].sentences, spots[0].where.Name)
}

// otherDay reports whether sentence s tells of other days than that of the news.
func (d *draft) otherDay(s int) bool {
	other := false
	for _, t := range d.timesIn(s) {
		weekday := weekdayOf(t.When.Words)
		switch {
		case t.When.From.Day > 0 && d.calendar.day.Day > 0:
			if t.When.From == d.calendar.day {
				return false
			}
			other = true
		case weekday != "" && d.calendar.weekday != "":
			if weekday == d.calendar.weekday {
				return false
			}
			other = true
		}
	}
	return other
}

// shared reports whether one of the sentences names the place by its first name.
func (d *draft) shared(sentences []int, place string) bool {
	first := ""
	for w := range strings.FieldsSeq(place) {
		if w = strings.Trim(w, ","); w[0] < 'a' && !directions[strings.ToLower(w)] && !placeNouns[strings.ToLower(w)] || strings.HasPrefix(w, "al-") {
			first = w
			break
		}
	}
	for _, s := range sentences {
		if first != "" && strings.Contains(d.doc.Sentences[s].Of(d.doc.Text), first) {
			return true
		}
	}
	return false
}

func (d *draft) spotsOf(s int) []spot {
	sentence := d.doc.Sentences[s]
	return d.spots(run{sentence.First, sentence.Last})
}

// timesIn returns the times that sentence s names for what it tells of.
func (d *draft) timesIn(s int) []timed {
	var all []timed
	sentence := d.doc.Sentences[s]
	for _, t := range d.timed(run{sentence.First, sentence.Last}) {
		if !t.since && !d.lined(t.Time) && !d.ofSpeech(t) && !d.ofOccasion(t) {
			all = append(all, t)
		}
	}
	return all
}

// whenOf returns the first time that the sentences give an attack, or else the
// first that they name.
func (d *draft) whenOf(sentences []int) rashomon.When {
	var first, known, attack rashomon.When
	keep := func(w *rashomon.When, t timed, is bool) {
		if is && w.Words == "" {
			*w = t.When
		}
	}
	for _, s := range sentences {
		for _, t := range d.timesIn(s) {
			keep(&attack, t, d.ofAttack(t) && t.When.From.Known())
			keep(&known, t, t.When.From.Known())
			keep(&first, t, true)
		}
	}
	for _, w := range []rashomon.When{attack, known} {
		if w.Words != "" {
			return w
		}
	}
	return first
}

// whereOf returns the place that the sentences tell of: the first that names a
// town, a village or a part of one, else the first; eventful sentences come first
// and the title last.
func (d *draft) whereOf(sentences []int) rashomon.Where {
	var best rashomon.Where
	most := 0
	for _, s := range sentences {
		for _, p := range d.spotsOf(s) {
			if d.belongsToVoice(p) {
				continue
			}
			score := 1
			if !d.doc.Sentences[s].Title {
				score++
			}
			if d.eventful(s) {
				score++
			}
			if d.precise(p) {
				score += 3
			}
			if score > most {
				best, most = p.where, score
			}
		}
	}
	return best
}

// precise reports whether a place is a town or less, by its words.
func (d *draft) precise(p spot) bool {
	for i := p.first; i < p.last; i++ {
		switch w := d.low(i); w {
		case "province", "country", "region", "border", "state", "parts", "capital":
		default:
			if placeNouns[w] {
				return true
			}
		}
	}
	return false
}

// reading gives every claim its account and drops what is said twice.
func (d *draft) reading(claims []rashomon.Claim) rashomon.Reading {
	r := rashomon.Reading{Report: d.report.ID, Title: d.report.Title(), Outlet: d.report.Source.Name,
		Published: d.report.Published, Maker: Maker}
	if len(claims) == 0 {
		return r
	}
	claims = d.numbered(d.distinct(d.unframed(d.placed(claims))))
	for _, s := range d.scenes {
		a := s.Account
		for _, c := range claims {
			if c.Account == a.Key {
				a.Claims = append(a.Claims, c)
			}
		}
		if len(a.Claims) == 0 {
			continue
		}
		a.When, a.Where, a.Kind = d.whenOf(s.sentences), d.whereOf(s.sentences), d.kindOf(s.sentences)
		if s.behind > 0 {
			a.When = d.whenBehind(s.behind, s.sentences[0])
		}
		r.Accounts = append(r.Accounts, a)
	}
	for _, c := range claims {
		if c.Cumulative {
			r.Cumulative = append(r.Cumulative, c)
		}
	}
	return r
}

// numbered gives every claim its id, and parts the ids of their wholes: those
// were named before any claim had an account.
func (d *draft) numbered(claims []rashomon.Claim) []rashomon.Claim {
	named := map[rashomon.ClaimID]rashomon.ClaimID{}
	for i, c := range claims {
		account := c.Account
		c.Account = ""
		before := c.Identify().ID
		c.Account = account
		claims[i] = c.Identify()
		named[before] = claims[i].ID
	}
	for i, c := range claims {
		claims[i].PartOf = named[c.PartOf]
	}
	return claims
}
