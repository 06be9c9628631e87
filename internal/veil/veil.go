// Package veil keeps withheld names out of whatever is shown: values, quotations,
// titles, texts, reasons. The store keeps them. It goes over every string of what it
// is given, so that a new field of a record is covered from the day it is there.
package veil

import (
	"reflect"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"rashomon"
	"rashomon/internal/names"
)

// Veil hides the names that rulings withhold. The zero Veil, and nil, hide nothing.
type Veil struct {
	near  []name                                // those of persons whom the scene is about
	far   []name                                // all others
	index map[string][]int                      // far, by what their parts can be looked up by
	runs  map[string][]run                      // runs of far and near names, by how they begin
	spans map[rashomon.ReportID][]rashomon.Span // words that are hidden whatever they say
	whole map[rashomon.ClaimID]bool             // claims of which value and words are hidden
}

// run is two parts or more of a name with nothing between them.
type run struct {
	text string
	name *name
	far  int // index of the name in far; -1 for another spelling
}

// Scene is where names are to be hidden: the claims and reports of an incident, or
// of one report.
type Scene struct {
	Claims  []rashomon.Claim
	Reports []rashomon.Report
}

// SceneOf is the scene of a dossier.
func SceneOf(d rashomon.Dossier) Scene {
	s := Scene{Claims: slices.Clone(d.Cumulative), Reports: d.Reports}
	for _, a := range d.Accounts {
		s.Claims = append(s.Claims, a.Claims...)
	}
	for _, v := range d.Versions { // an edited text may have left the incident, and be quoted all the same
		if !slices.ContainsFunc(d.Reports, func(r rashomon.Report) bool { return r.ID == v.Report.ID }) {
			s.Reports, s.Claims = append(slices.Clone(s.Reports), v.Report), append(s.Claims, v.Reading.Claims()...)
		}
	}
	return s
}

// Over returns the veil of withholdings in force, each with the words it withholds
// as its Value, for one scene. Where a report of the scene is the one that the ruling
// was made on, or has the name in it, every part of the name is hidden, and so are
// its other spellings; elsewhere only the parts that stand together.
func Over(withheld []rashomon.Ruling, s Scene) *Veil {
	v := &Veil{index: map[string][]int{}, runs: map[string][]run{}, spans: map[rashomon.ReportID][]rashomon.Span{}, whole: map[rashomon.ClaimID]bool{}}
	rulings := slices.DeleteFunc(slices.Clone(withheld), func(r rashomon.Ruling) bool { _, ok := nameOf(r.Value, false); return !ok })
	if len(rulings) == 0 {
		return v
	}
	for i, r := range rulings {
		n, _ := nameOf(r.Value, false)
		v.far = append(v.far, n)
		v.look(n, i)
		for _, p := range n.parts {
			for _, k := range p.keys() {
				v.index[k] = append(v.index[k], i)
			}
		}
	}
	about := v.about(rulings, s)
	for i, r := range rulings {
		if !about[i] {
			continue
		}
		v.near = append(v.near, v.far[i])
		v.near[len(v.near)-1].near = true
		for _, spelled := range spellings(r.Value, s) {
			if other, ok := nameOf(spelled, true); ok {
				v.near = append(v.near, other)
				v.look(other, -1)
			}
		}
		if r.Of != nil && r.Of.Value == r.Value {
			v.spans[r.Report()] = append(v.spans[r.Report()], r.Of.Spans...)
		}
	}
	for _, c := range s.Claims {
		if v.personal(c) {
			v.whole[c.ID] = true
			v.spans[c.Report] = append(v.spans[c.Report], c.Span)
		}
	}
	for id := range v.spans {
		v.spans[id] = union(v.spans[id])
	}
	return v
}

// look has runs of a name looked for.
func (v *Veil) look(n name, far int) {
	for _, text := range n.runs {
		v.runs[text[:gram]] = append(v.runs[text[:gram]], run{text, &n, far})
	}
}

// run calls found with every span of a text at which the letters of a name stand.
func (v *Veil) run(text string, found func(run, rashomon.Span)) {
	if len(v.runs) == 0 {
		return
	}
	l := lettersOf(text)
	for i := range max(0, len(l.plain)-gram+1) {
		for _, r := range v.runs[l.plain[i:i+gram]] {
			if s, ok := l.runAt(i, r.text, *r.name); ok {
				found(r, s)
			}
		}
	}
}

// about says of which rulings the scene is about the person: it has the report that
// the ruling was made on, or the name. A name of one part is hidden wherever it is.
func (v *Veil) about(rulings []rashomon.Ruling, s Scene) []bool {
	out := make([]bool, len(rulings))
	for i, r := range rulings {
		out[i] = len(v.far[i].parts) == 1 || slices.ContainsFunc(s.Reports, func(rep rashomon.Report) bool { return rep.ID == r.Report() })
	}
	for _, rep := range s.Reports {
		words := tokens(rep.Text)
		for _, i := range v.candidates(words) {
			out[i] = out[i] || len(v.far[i].find(rep.Text, words)) > 0
		}
		v.run(rep.Text, func(r run, _ rashomon.Span) {
			if r.far >= 0 {
				out[r.far] = true
			}
		})
	}
	return out
}

// candidates are the names of which one of the words may be a part.
func (v *Veil) candidates(words []token) []int {
	var out []int
	for _, w := range words {
		for _, k := range w.keys() {
			out = append(out, v.index[k]...)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// spellings are the other names under which the claims of a scene know a person.
func spellings(said string, s Scene) []string {
	var out []string
	add := func(other string) {
		if other != "" && other != said && names.Same(other, said) && !slices.Contains(out, other) {
			out = append(out, other)
		}
	}
	for _, c := range s.Claims {
		if p, ok := c.Value.(rashomon.Party); ok {
			add(p.Name)
		}
		for _, voice := range c.Attribution.Voices {
			add(voice.Name)
			add(voice.As)
		}
	}
	return out
}

// personal reports whether a claim names a withheld person: nothing of its value
// but small words and ages is left without the name.
func (v *Veil) personal(c rashomon.Claim) bool {
	p, ok := c.Value.(rashomon.Party)
	if !ok {
		return false
	}
	spans := v.find(p.Name)
	left := slices.DeleteFunc(tokens(p.Name), func(t token) bool {
		return particles[t.lower] || nobody[t.lower] || !t.capital || strings.Trim(t.lower, "0123456789") == "" ||
			slices.ContainsFunc(spans, func(s rashomon.Span) bool { return s.Covers(t.Span) })
	})
	return len(spans) > 0 && len(left) == 0
}

// find returns where a text shows a withheld name, as it stands or coded.
func (v *Veil) find(text string) []rashomon.Span {
	all := v.findPlain(text)
	for _, decode := range codings() {
		if c, ok := decode(text); ok {
			for _, s := range v.findPlain(c.text) {
				all = append(all, c.original(s))
			}
		}
	}
	return union(all)
}

// findPlain is find of a name that stands there in plain letters. A file's name, a web
// address and whatever else is one word has no capitals, and is read as if it had them.
func (v *Veil) findPlain(text string) []rashomon.Span {
	var all []rashomon.Span
	v.run(text, func(_ run, s rashomon.Span) { all = append(all, s) })
	if up := strings.Map(upper, text); len(up) == len(text) && !strings.Contains(text, " ") {
		text = up
	}
	words := tokens(text)
	for _, n := range v.near {
		all = append(all, n.find(text, words)...)
	}
	for _, i := range v.candidates(words) {
		all = append(all, v.far[i].find(text, words)...)
	}
	return union(all)
}

// upper is the capital of a letter, where that takes as many bytes.
func upper(r rune) rune {
	if up := unicode.ToUpper(r); utf8.RuneLen(up) == utf8.RuneLen(r) {
		return up
	}
	return r
}

// idle reports whether there is nothing to hide.
func (v *Veil) idle() bool { return v == nil || len(v.far) == 0 }

// Text returns a text with every withheld name in it replaced. A web address that
// shows one is hidden whole.
func (v *Veil) Text(s string) string {
	if v.idle() {
		return s
	}
	spans := v.find(s)
	if len(spans) > 0 && (strings.HasPrefix(s, "http://") || strings.HasPrefix(s, "https://")) {
		return ""
	}
	return replaced(s, spans)
}

func replaced(s string, spans []rashomon.Span) string {
	var b strings.Builder
	at := 0
	for _, x := range spans {
		b.WriteString(s[at:x.Start] + hidden)
		at = x.End
	}
	return b.String() + s[at:]
}

// Report returns a report with names and withheld words hidden. Its text keeps its
// length in bytes, so that the spans of claims still lead to their words.
func (v *Veil) Report(r rashomon.Report) rashomon.Report {
	if v.idle() {
		return r
	}
	text := v.masked(r.ID, r.Text)
	r.Text = ""
	r = hide(r, v.Text)
	r.Text = text
	return r
}

func (v *Veil) masked(id rashomon.ReportID, text string) string {
	spans := slices.DeleteFunc(slices.Clone(v.spans[id]), func(s rashomon.Span) bool { return !s.Valid(text) })
	for _, s := range union(append(spans, v.find(text)...)) {
		text = text[:s.Start] + filling(s.End-s.Start) + text[s.End:]
	}
	return text
}

// filling is what stands in a text for so many bytes.
func filling(n int) string {
	for _, word := range []string{"withheld", "name"} {
		if len(word)+2 <= n {
			return "[" + word + strings.Repeat(" ", n-len(word)-2) + "]"
		}
	}
	if n < 2 {
		return strings.Repeat("-", n)
	}
	return "[" + strings.Repeat("-", n-2) + "]"
}

// Reading returns what was read in a report whose text is hidden in the same way:
// every quotation is what now stands at its span. text is the report's, as it is.
func (v *Veil) Reading(r rashomon.Reading, text string) rashomon.Reading {
	if v.idle() {
		return r
	}
	shown := v.masked(r.Report, text)
	out := hide(r, v.Text)
	quote := func(claims, was []rashomon.Claim) {
		for i := range claims {
			v.value(&claims[i])
			if was[i].Span.Valid(text) && was[i].Span.Of(text) == was[i].Quote {
				claims[i].Quote = was[i].Span.Of(shown)
			}
		}
	}
	for i := range out.Accounts {
		quote(out.Accounts[i].Claims, r.Accounts[i].Claims)
	}
	quote(out.Cumulative, r.Cumulative)
	return out
}

// value hides the whole value of a claim that names a withheld person.
func (v *Veil) value(c *rashomon.Claim) {
	if v.whole[c.ID] {
		c.Value = rashomon.Party{Name: hidden}
	}
}

// Claim returns a claim with names hidden. Of one that names a withheld person value
// and words are hidden; of one that shares words with it, those words.
func (v *Veil) Claim(c rashomon.Claim) rashomon.Claim {
	if v.idle() {
		return c
	}
	quote := v.cut(c)
	c.Quote = ""
	c = hide(c, v.Text)
	v.value(&c)
	if !v.whole[c.ID] {
		c.Quote = quote
	}
	return c
}

// cut is a quotation without the words that are hidden whatever they say.
func (v *Veil) cut(c rashomon.Claim) string {
	if len(c.Quote) != c.Span.End-c.Span.Start {
		return v.Text(c.Quote)
	}
	var spans []rashomon.Span
	for _, s := range v.spans[c.Report] {
		if s.Overlaps(c.Span) {
			spans = append(spans, rashomon.Span{Start: max(s.Start, c.Span.Start) - c.Span.Start, End: min(s.End, c.Span.End) - c.Span.Start})
		}
	}
	return replaced(c.Quote, union(append(spans, v.find(c.Quote)...)))
}

// Record returns a record with names hidden, its rulings too: of a withholding it
// shows that something is withheld, and not what.
func (v *Veil) Record(rec rashomon.Record) rashomon.Record {
	if v.idle() {
		return rec
	}
	policy := rec.Policy
	claims, cumulative, changes := v.claims(rec.Claims), v.claims(rec.Cumulative), v.Changes(rec.Changes)
	rec.Claims, rec.Cumulative, rec.Changes, rec.Policy = nil, nil, nil, rashomon.Policy{}
	rec = hide(rec, v.Text)
	rec.Claims, rec.Cumulative, rec.Changes, rec.Policy = claims, cumulative, changes, policy
	whole := func(findings []rashomon.Finding) {
		for i, f := range findings {
			if slices.ContainsFunc(f.Claims, func(id rashomon.ClaimID) bool { return v.whole[id] }) && !f.Field.Toll() {
				findings[i].Value = hidden
			}
		}
	}
	whole(rec.Findings)
	for _, d := range rec.Disputes {
		whole(d.Sides)
	}
	for i, d := range rec.Rulings {
		rec.Rulings[i].Ruling = v.Ruling(d.Ruling)
	}
	return rec
}

func (v *Veil) claims(list []rashomon.Claim) []rashomon.Claim {
	out := make([]rashomon.Claim, len(list))
	for i, c := range list {
		out[i] = v.Claim(c)
	}
	return out
}

// Ruling returns a ruling with names hidden; a withholding without its words.
func (v *Veil) Ruling(r rashomon.Ruling) rashomon.Ruling {
	if r.Kind == rashomon.Withhold {
		r.Value, r.Of = "", nil
	}
	if v.idle() {
		return r
	}
	return hide(r, v.Text)
}

// hide returns a deep copy of a value in which every string of no type of its own is
// what change makes of it. Strings with a type are names of things and words of this
// program, but for rashomon.Words.
func hide[T any](value T, change func(string) string) T {
	out := reflect.New(reflect.TypeFor[T]()).Elem()
	copyInto(out, reflect.ValueOf(&value).Elem(), change)
	return out.Interface().(T) //nolint:forcetypeassert // made of that type
}

func copyInto(to, from reflect.Value, change func(string) string) {
	to.Set(from)
	switch from.Kind() {
	case reflect.String:
		if t := from.Type(); t == reflect.TypeFor[string]() || t == reflect.TypeFor[rashomon.Words]() {
			to.SetString(change(from.String()))
		}
	case reflect.Struct:
		for i := range from.NumField() {
			if from.Type().Field(i).IsExported() {
				copyInto(to.Field(i), from.Field(i), change)
			}
		}
	case reflect.Slice:
		if from.IsNil() {
			return
		}
		to.Set(reflect.MakeSlice(from.Type(), from.Len(), from.Len()))
		for i := range from.Len() {
			copyInto(to.Index(i), from.Index(i), change)
		}
	case reflect.Pointer, reflect.Interface:
		if from.IsNil() {
			return
		}
		next := reflect.New(from.Elem().Type()).Elem()
		copyInto(next, from.Elem(), change)
		if from.Kind() == reflect.Pointer {
			next = next.Addr()
		}
		to.Set(next)
	case reflect.Map:
		copyMap(to, from, change)
	}
}

func copyMap(to, from reflect.Value, change func(string) string) {
	if from.IsNil() {
		return
	}
	to.Set(reflect.MakeMapWithSize(from.Type(), from.Len()))
	for _, k := range from.MapKeys() {
		next := reflect.New(from.Type().Elem()).Elem()
		copyInto(next, from.MapIndex(k), change)
		to.SetMapIndex(k, next)
	}
}

// Hide returns a deep copy of any value with the names in its strings hidden.
func Hide[T any](v *Veil, value T) T {
	if v.idle() {
		return value
	}
	return hide(value, v.Text)
}
