package extract

import (
	"sort"
	"strings"
	"time"

	"rashomon"
	"rashomon/internal/grammar"
	"rashomon/internal/text"
)

// role is how a sentence stands to the incident that a report gives as its news.
type role int

const (
	mainRole       role = iota // tells of it
	backgroundRole             // tells of another, older one
	cumulativeRole             // counts over several incidents or a period
)

// hint is something in or around the words of a claim that speaks for a role.
type hint int

const (
	alwaysHint hint = iota
	titleHint
	earlyHint    // in the first tenth
	lateHint     // in the second half
	laterHint    // in the last third
	lastHint     // in the last tenth
	sinceWarHint // since the war began
	sinceMonthHint
	sinceDayHint
	sinceHint
	warSubjectHint // "the conflict has killed"
	perfectHint    // "have been killed"
	pluperfectHint // "had been killed"
	hundredHint    // 100 or more
	hundredsHint   // 300 or more
	thousandHint   // 1,000 or more
	manyHint       // 5,000 or more
	totalHint
	spanHint   // "over the past week"
	recentHint // "in recent days"
	thisYearHint
	acrossHint    // "across the province"
	attacksHint   // several attacks as the cause
	placesHint    // attacks in several places
	monthHint     // "in April"
	yearHint      // "in 2013"
	olderHint     // a day well before the news
	otherDayHint  // another weekday than the news
	ownDayHint    // the sentence opens with it, or with another day
	newEventHint  // another day, and "a car bomb", "another attack"
	sameDayHint   // the day of the news
	lastWeekHint  // "last week", "last month"
	agoHint       // "three weeks ago", "a day after"
	formerHint    // "a similar attack", "previous"
	elsewhereHint // "elsewhere", "meanwhile"
	statedHint    // the same count was given of the news
	statedSumHint // it was given as a sum
	carriedBackHint
	carriedSumHint
	newPlaceHint // none of its places is one of the first sentences
	oldPlaceHint // one of them is
	alsoHint
	warHint // "civil war"
	hintCount
)

// roleWeights say how strongly each hint speaks for background and for a sum, in
// units of log odds against the news itself. Fitted by TestFitRoles on the counts
// of ../shared/gold/train.jsonl; rounded.
var roleWeights = [hintCount][2]float64{
	alwaysHint:      {-3.8, -4.1},
	titleHint:       {-1.7, 1.4},
	earlyHint:       {-0.7, -0.2},
	lateHint:        {1.2, 0.7},
	laterHint:       {0.3, 0.2},
	lastHint:        {0.4, 0.7},
	sinceWarHint:    {-0.7, 1.1},
	sinceMonthHint:  {0.5, 0.8},
	sinceDayHint:    {-0.3, 1.5},
	sinceHint:       {-0.2, 0},
	warSubjectHint:  {0.5, 1.1},
	perfectHint:     {-0.3, 2},
	pluperfectHint:  {0.5, 0.3},
	hundredHint:     {0.7, 1.4},
	hundredsHint:    {0, 0.7},
	thousandHint:    {0, 0.8},
	manyHint:        {0.5, 1.3},
	totalHint:       {-0.3, 1.8},
	spanHint:        {-1, 1.5},
	recentHint:      {0.9, 0},
	thisYearHint:    {0.1, 0.7},
	acrossHint:      {1.3, 2.3},
	attacksHint:     {0.2, 1.4},
	placesHint:      {0.5, 1.8},
	monthHint:       {2.3, 1.6},
	yearHint:        {1.6, 1.2},
	olderHint:       {2.5, 1.3},
	otherDayHint:    {1.5, 0.4},
	ownDayHint:      {0.9, -0.3},
	newEventHint:    {0.8, -0.4},
	sameDayHint:     {0.1, 0.1},
	lastWeekHint:    {1.5, 1.1},
	agoHint:         {1.9, 0.9},
	formerHint:      {1.3, 0},
	elsewhereHint:   {0, -0.2},
	statedHint:      {-1, -0.9},
	statedSumHint:   {-0.3, 2.4},
	carriedBackHint: {3.4, 1.2},
	carriedSumHint:  {0.4, 2.7},
	newPlaceHint:    {0.8, -0.7},
	oldPlaceHint:    {0.5, 0.4},
	alsoHint:        {-0.2, -0.6},
	warHint:         {-0.1, -0.2},
}

// words that name a war or a campaign: what counts over them is a sum.
var warNouns = grammar.LexiconOf(`war conflict violence campaign uprising crisis offensive bloodshed truce ceasefire revolution hostilities
	fighting unrest insurgency start beginning outbreak regime intervention bombardment`)

// timed is a time expression of the text with the sentence it stands in.
type timed struct {
	text.Time
	since bool // "since April"
}

// calendar is what the draft knows of time.
type calendar struct {
	published rashomon.Date
	times     []timed
	day       rashomon.Date // of the news; unknown when the report does not tell
	weekday   string        // of the news, lower case: "thursday"
}

// dateTimes reads the report's times: its date of publication, else its dateline,
// anchors them; the first day named is the day of the news.
func (d *draft) dateTimes() {
	c := &d.calendar
	c.published, _ = d.report.PublishedOn()
	if day, line := d.dateline(); !c.published.Known() || line && daysUntil(day, c.published) {
		c.published = day
	}
	for _, t := range d.doc.Times(0, len(d.doc.Words), c.published) {
		before := d.low(t.First - 1)
		c.times = append(c.times, timed{t, before == "since" || before == "until" || before == "before"})
	}
	d.newsDay(1, d.ofAttack)
	d.newsDay(6, func(t timed) bool { return !d.ofSpeech(t) && !d.ofOccasion(t) })
	d.newsDay(6, func(timed) bool { return true })
	if !c.day.Known() {
		c.day = c.published
	}
}

// newsDay takes the first day and the first weekday of the sentences up to last that
// pass as those of the news, where they are not known yet.
func (d *draft) newsDay(last int, pass func(timed) bool) {
	c := &d.calendar
	if c.day.Known() || c.weekday != "" {
		return
	}
	for _, t := range c.times {
		if d.doc.Words[t.First].Sentence > last {
			return
		}
		if t.since || d.lined(t.Time) || !pass(t) {
			continue
		}
		if t.When.From.Day > 0 && !c.day.Known() {
			c.day = t.When.From
		}
		if w := text.Weekday(t.When.Words); w != "" && c.weekday == "" {
			c.weekday = w
		}
	}
}

// timed returns the times that begin among the words of r.
func (d *draft) timed(r run) []timed {
	times := d.calendar.times
	first := sort.Search(len(times), func(k int) bool { return times[k].First >= r.first })
	last := sort.Search(len(times), func(k int) bool { return times[k].First >= r.last })
	return times[first:last]
}

// dateline returns the full date that stands at the head of the text, if any, and
// whether as a dateline.
func (d *draft) dateline() (day rashomon.Date, line bool) {
	_, body := d.report.Body()
	first := d.doc.At(body)
	for _, t := range d.doc.Times(0, min(first+60, len(d.doc.Words)), rashomon.Date{}) {
		if t.When.From.Day > 0 && t.When.From == t.When.To {
			return t.When.From, d.bylined(t)
		}
	}
	return rashomon.Date{}, false
}

// daysUntil reports whether day is of the week that ends with the day before last: a
// report's own words, "today", are of its dateline then and not of a later printing.
func daysUntil(day, last rashomon.Date) bool {
	gap := last.First().Sub(day.First())
	return gap > 0 && gap < 7*24*time.Hour
}

// lined reports whether t is the dateline, which dates the report and no incident.
func (d *draft) lined(t text.Time) bool {
	s := d.doc.Words[t.First].Sentence
	return d.bylined(t) || t.When.From == d.calendar.published && len(t.When.Words) >= 10 && s < 3 && (d.low(t.First-1) != "on" || !d.eventful(s))
}

// setting is what the roles of the claims before this one were.
type setting struct {
	prev     role
	sentence int
	stated   map[string]role
}

// hints returns what speaks for the role of claim c.
func (d *draft) hints(c rashomon.Claim, at setting) []hint {
	first, last := d.doc.Range(c.Span)
	s := d.doc.Words[first].Sentence
	sentence := d.doc.Sentences[s]
	found := []hint{alwaysHint}
	add := func(is bool, q hint) {
		if is {
			found = append(found, q)
		}
	}
	place := float64(c.Span.Start) / float64(len(d.doc.Text))
	add(sentence.Title, titleHint)
	add(place < 0.1 && !sentence.Title, earlyHint)
	add(place > 0.5, lateHint)
	add(place > 0.67, laterHint)
	add(place > 0.9, lastHint)
	d.tenses(first, last, add)
	d.amounts(c, add)
	around := run{max(sentence.First, first-150), min(sentence.Last, last+150)}
	d.recalls(around, add)
	d.timesOf(around, add)
	d.placesOf(s, add)
	t, _ := c.Tally()
	said, again := at.stated[stateKey(c.Field, t)]
	add(again && said == mainRole, statedHint)
	add(again && said == cumulativeRole, statedSumHint)
	carried := at.sentence >= 0 && s-at.sentence <= 1
	add(carried && at.prev == backgroundRole, carriedBackHint)
	add(carried && at.prev == cumulativeRole, carriedSumHint)
	return found
}

func stateKey(f rashomon.Field, t rashomon.Tally) string {
	return string(f) + t.String()
}

// tenses looks at the verb of the claim.
func (d *draft) tenses(first, last int, add func(bool, hint)) {
	perfect, pluperfect := false, false
	for k := max(first-3, 0); k < last; k++ {
		switch d.low(k) {
		case "has", "have":
			perfect = true
		case "had":
			pluperfect = true
		}
	}
	add(perfect, perfectHint)
	add(pluperfect, pluperfectHint)
}

func (d *draft) amounts(c rashomon.Claim, add func(bool, hint)) {
	t, _ := c.Tally()
	n := max(t.Min, t.Max)
	if t.Min != rashomon.Open {
		n = t.Min
	}
	add(n >= 100, hundredHint)
	add(n >= 300, hundredsHint)
	add(n >= 1000, thousandHint)
	add(n >= 5000, manyHint)
}

// placesOf compares the places of sentence s with those of the first sentences.
func (d *draft) placesOf(s int, add func(bool, hint)) {
	if s < 4 {
		return
	}
	spots := d.spotsOf(s)
	old := false
	for _, p := range spots {
		old = old || d.shared([]int{0, 1, 2, 3}, p.where.Name)
	}
	add(len(spots) > 0 && !old, newPlaceHint)
	add(old, oldPlaceHint)
}

// recalls looks for the words of sums and recalls.
func (d *draft) recalls(s run, add func(bool, hint)) {
	seen := map[hint]bool{}
	for i := s.first; i < s.last; i++ {
		w, b := d.low(i), d.low(i+1)
		switch {
		case w == "since":
			seen[d.sinceWhat(i, s.last)] = true
		case warNouns[w] && d.grammar.Near(i+1, min(i+8, s.last), "has", "have"):
			seen[warSubjectHint] = true
		case w == "total", w == "far" && d.low(i-1) == "so", w == "overall", w == "altogether":
			seen[totalHint] = true
		case w == "recent" || w == "daily", w == "every" && b == "day":
			seen[recentHint] = true
		case (w == "past" || w == "last" || w == "previous") && d.grammar.Near(i+1, i+4, "days", "weeks", "months", "years", "hours"),
			w == "in" && grammar.IsNumber(b) && d.grammar.Near(i+2, i+3, "days", "weeks", "months"):
			seen[spanHint] = true
		case w == "this" && (b == "year" || b == "month" || b == "week"):
			seen[thisYearHint] = true
		case w == "across" || w == "throughout" || w == "nationwide":
			seen[acrossHint] = true
		case grammar.AttackPlurals[w]:
			seen[attacksHint] = true
			seen[placesHint] = seen[placesHint] || d.grammar.SeveralPlaces(i, s.last)
		case w == "similar" || w == "previous" || w == "previously" || w == "recalled" || w == "recently" || w == "deadliest",
			(w == "earlier" || w == "last") && (b == "attack" || b == "strike" || b == "bombing"):
			seen[formerHint] = true
		case w == "elsewhere" || w == "meanwhile" || w == "separately", w == "another" && (b == "attack" || b == "incident" || b == "strike"):
			seen[elsewhereHint] = true
		case (w == "day" || w == "days" || w == "weeks" || w == "week" || w == "months" || w == "month" || w == "years" || w == "year" || w == "hours") &&
			(b == "ago" || b == "after" || b == "before" || b == "earlier"):
			seen[agoHint] = true
		case w == "also":
			seen[alsoHint] = true
		case w == "civil" && b == "war":
			seen[warHint] = true
		}
	}
	for q := range hintCount {
		add(seen[q], q)
	}
}

// sinceWhat classes the "since" at word i.
func (d *draft) sinceWhat(i, last int) hint {
	for k := i + 1; k < min(i+7, last); k++ {
		if warNouns[d.low(k)] || d.low(k) == "began" {
			return sinceWarHint
		}
	}
	for _, t := range d.timed(run{i + 1, i + 2}) {
		if t.First == i+1 {
			if text.Weekday(t.When.Words) != "" || t.When.From.Day > 0 {
				return sinceDayHint
			}
			return sinceMonthHint
		}
	}
	return sinceHint
}

// timesOf compares the times of the sentence with the day of the news.
func (d *draft) timesOf(s run, add func(bool, hint)) {
	seen := map[hint]bool{}
	c := d.calendar
	for _, t := range d.timed(s) {
		if t.since || d.lined(t.Time) {
			continue
		}
		from := t.When.From
		weekday := text.Weekday(t.When.Words)
		lower := strings.ToLower(t.When.Words)
		switch {
		case weekday != "" && weekday == c.weekday, from.Day > 0 && from == c.day:
			seen[sameDayHint] = true
		case weekday != "" && c.weekday != "":
			seen[otherDayHint] = true
			seen[ownDayHint] = seen[ownDayHint] || d.opens(t)
		case strings.HasPrefix(lower, "last week") || strings.HasPrefix(lower, "last month") || strings.HasPrefix(lower, "last year") || strings.HasPrefix(lower, "earlier this"):
			seen[lastWeekHint] = true
		case from.Day > 0 && c.day.Day > 0 && c.day.First().Sub(from.First()).Hours() > 36, from.Day == 0 && t.When.To.Day == 0 && strings.ContainsAny(lower, "0123456789") && from.Month > 0 && c.day.Known() && from.Last().Before(c.day.First()):
			seen[olderHint] = true
		case from.Day == 0 && from.Month == 0 && from.Known():
			seen[yearHint] = true
		case from.Day == 0 && (from.Month > 0 || !from.Known()) && !strings.Contains(lower, "ago") && grammar.IsMonth(lower):
			seen[monthHint] = true
		case strings.Contains(lower, "ago"):
			seen[agoHint] = true
		}
	}
	seen[newEventHint] = seen[otherDayHint] && !seen[sameDayHint] && d.grammar.Introduces(grammar.Between(s.first, s.last))
	for _, q := range []hint{sameDayHint, otherDayHint, ownDayHint, newEventHint, lastWeekHint, olderHint, yearHint, monthHint} {
		add(seen[q], q)
	}
}

// opens reports whether t stands at the head of a sentence of the body.
func (d *draft) opens(t timed) bool {
	s := d.doc.Sentences[d.doc.Words[t.First].Sentence]
	return !s.Title && t.First-s.First <= 1
}

// odds returns the log odds of background and of a sum, against the news.
func odds(found []hint) (back, sum float64) {
	for _, q := range found {
		back += roleWeights[q][0]
		sum += roleWeights[q][1]
	}
	return back, sum
}

// chosen returns the likeliest role.
func chosen(back, sum float64) role {
	switch {
	case sum > 0 && sum >= back:
		return cumulativeRole
	case back > 0:
		return backgroundRole
	}
	return mainRole
}
