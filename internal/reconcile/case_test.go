package reconcile_test

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"rashomon"
)

// A case is read from plain lines. A line at the margin begins a report:
//
//	Harbour Post, 2031-05-02
//
// after which may stand "prints Meridian Agency" (it prints a text that others
// print too) and "replaces 1" (the first report of the case). "-" for the date
// means that it is not known. An indented line is a claim of that report:
//
//	killed | 12 people | Ostry police | 12 people were killed
//
// that is the field, the value, the speaker ("-" is the outlet itself), the words,
// and after a further bar, if need be, notes parted by commas: a stance, a
// relation (additional, rose, of injured), "part of 1", superseded, cumulative,
// unnamed, "via Meridian Agency", "kind police", "spelled X". An optional line
// "event KIND, PLACE, DATE" says what the report's account is of.
func readCase(t *testing.T, text string) rashomon.Dossier {
	t.Helper()
	b := builder{t: t, copies: map[string][]rashomon.AccountID{}}
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, " \n")
		switch {
		case line == "":
		case !strings.HasPrefix(line, " "):
			b.flush()
			b.header(line)
		default:
			b.lines = append(b.lines, strings.TrimSpace(line))
		}
	}
	b.flush()
	return b.d
}

type builder struct {
	t       *testing.T
	d       rashomon.Dossier
	report  rashomon.Report
	prints  string
	changed bool
	lines   []string
	claims  []rashomon.ClaimID // of the case, in order
	copies  map[string][]rashomon.AccountID
}

func (b *builder) header(line string) {
	parts := strings.Split(line, ", ")
	b.report = rashomon.Report{Source: rashomon.Source{Name: parts[0]},
		Received: time.Date(2031, 6, 1, 0, len(b.d.Reports), 0, 0, time.UTC)}
	b.prints, b.changed = "", false
	for _, p := range parts[1:] {
		switch {
		case strings.HasPrefix(p, "prints "):
			b.prints = strings.TrimPrefix(p, "prints ")
		case strings.HasPrefix(p, "replaces "):
			n, _ := strconv.Atoi(strings.TrimPrefix(p, "replaces "))
			b.report.Replaces = b.d.Reports[n-1].ID
		case p == "changed":
			b.changed = true
		case p != "-":
			b.report.Published = p
		}
	}
}

// flush builds the report that the lines since its header tell of.
func (b *builder) flush() {
	if b.report.Source.Name == "" {
		return
	}
	var body strings.Builder
	for _, l := range b.lines {
		if f := strings.Split(l, " | "); len(f) > 3 {
			body.WriteString(f[3] + ". ")
		}
	}
	r := rashomon.NewReport("News from Ostry", body.String(), b.report)
	a := rashomon.Account{Report: r.ID, Key: "a1", Main: true, Kind: rashomon.OtherEvent}
	at := len(r.Title()) + 1
	for _, l := range b.lines {
		f := strings.Split(l, " | ")
		if kind, ok := strings.CutPrefix(l, "event "); ok {
			a.Kind, a.Where, a.When = event(kind)
			continue
		}
		if len(f) < 4 {
			b.t.Fatalf("case line %q: want field | value | speaker | words", l)
		}
		c := b.claim(r, f, rashomon.Span{Start: at, End: at + len(f[3])})
		at += len(f[3]) + 2
		b.claims = append(b.claims, c.ID)
		if c.Cumulative {
			b.d.Cumulative = append(b.d.Cumulative, c)
		} else {
			a.Claims = append(a.Claims, c)
		}
	}
	if b.prints != "" {
		b.copies[b.prints] = append(b.copies[b.prints], a.ID())
		if ids := b.copies[b.prints]; len(ids) > 1 {
			if len(ids) > 2 {
				b.d.Incident.Origins = b.d.Incident.Origins[:len(b.d.Incident.Origins)-1]
			}
			b.d.Incident.Origins = append(b.d.Incident.Origins, rashomon.Origin{Name: b.prints, Accounts: ids})
		}
	}
	b.d.Incident.ID = "RSH-0000000"
	b.d.Incident.Accounts = append(b.d.Incident.Accounts, a.ID())
	b.d.Accounts = append(b.d.Accounts, a)
	b.d.Reports = append(b.d.Reports, r)
	b.d.Replaced = append(b.d.Replaced, rashomon.Replacements([]rashomon.Report{r})...)
	if b.changed {
		b.d.Replaced = append(b.d.Replaced, rashomon.Replacement{Report: r.ID, By: "elsewhere", Published: "2031-05-09"})
	}
	b.report, b.lines = rashomon.Report{}, nil
}

func event(s string) (rashomon.Kind, rashomon.Where, rashomon.When) {
	parts := strings.Split(s, ", ")
	d, _ := rashomon.ParseDate(parts[len(parts)-1])
	return rashomon.Kind(parts[0]), rashomon.Where{Name: strings.Join(parts[1:len(parts)-1], ", ")}, rashomon.When{From: d, To: d}
}

func (b *builder) claim(r rashomon.Report, f []string, span rashomon.Span) rashomon.Claim {
	if got := span.Of(r.Text); got != f[3] {
		b.t.Fatalf("case words %q stand elsewhere: %q", f[3], got)
	}
	c := rashomon.Claim{Report: r.ID, Account: "a1", Field: rashomon.Field(f[0]), Span: span, Quote: f[3], Maker: "case",
		Attribution: rashomon.Attribution{Stance: rashomon.States, Voices: []rashomon.Voice{{Name: r.Source.Name, Kind: rashomon.Media}}}}
	speaker := rashomon.Voice{Name: f[2], As: f[2], Kind: kindOf(f[2])}
	c.Value = b.value(c.Field, f[1])
	if len(f) > 4 {
		for note := range strings.SplitSeq(f[4], ", ") {
			b.note(&c, &speaker, note)
		}
	}
	if f[2] != "-" {
		c.Attribution.Voices = append(c.Attribution.Voices, speaker)
	}
	return c.Identify()
}

// kindOf guesses the kind of a speaker from its name, for cases only.
func kindOf(name string) rashomon.VoiceKind {
	for word, kind := range map[string]rashomon.VoiceKind{"police": rashomon.Police, "hospital": rashomon.Medical, "army": rashomon.Military,
		"ministry": rashomon.Official, "government": rashomon.Official, "monitor": rashomon.Monitor, "front": rashomon.ArmedGroup,
		"reports": rashomon.Media, "agency": rashomon.Media, "witness": rashomon.Witness} {
		if strings.Contains(strings.ToLower(name), word) {
			return kind
		}
	}
	return rashomon.OtherVoice
}

func (b *builder) note(c *rashomon.Claim, v *rashomon.Voice, note string) {
	tally, _ := c.Value.(rashomon.Tally)
	switch word, rest, _ := strings.Cut(note, " "); {
	case note == "superseded":
		c.Superseded = true
	case note == "cumulative":
		c.Cumulative, c.Account = true, ""
	case note == "unnamed":
		v.Anonymous = true
	case note == "additional" || note == "rose" || note == "of injured":
		tally.Relation = rashomon.Relation(note)
		c.Value = tally
	case word == "via":
		c.Attribution.Voices = append(c.Attribution.Voices, rashomon.Voice{Name: rest, As: rest, Kind: rashomon.Media})
	case word == "kind":
		v.Kind = rashomon.VoiceKind(rest)
	case strings.HasPrefix(note, "part of "):
		n, _ := strconv.Atoi(strings.TrimPrefix(note, "part of "))
		c.PartOf = b.claims[n-1]
	default:
		c.Attribution.Stance = rashomon.Stance(note)
	}
}

var caseCount = regexp.MustCompile(`^(about )?(at least |up to )?(\d+|dozens|hundreds|scores|several|tens)(?: to (\d+))?(?: of)? (.+)$`)

func (b *builder) value(f rashomon.Field, s string) rashomon.Value {
	switch {
	case f == rashomon.DateField:
		d, ok := rashomon.ParseDate(s)
		if !ok {
			return rashomon.When{Words: s}
		}
		return rashomon.When{From: d, To: d}
	case f == rashomon.PlaceField:
		return rashomon.Where{Name: s}
	case f == rashomon.Perpetrator || f == rashomon.Victim:
		return rashomon.Party{Name: s}
	case !f.Toll():
		return rashomon.Words(s)
	}
	m := caseCount.FindStringSubmatch(s)
	if m == nil {
		b.t.Fatalf("case count %q: want a number and whom it counts", s)
	}
	t := rashomon.Tally{Approx: m[1] != "", Who: strings.ToLower(m[5])}
	if n, err := strconv.Atoi(m[3]); err == nil {
		t.Min, t.Max = n, n
	} else {
		iv := map[string][2]int{"dozens": {24, 99}, "hundreds": {200, 999}, "scores": {40, 199}, "several": {3, 9}, "tens": {20, 99}}[m[3]]
		t.Min, t.Max, t.Vague = iv[0], iv[1], m[3]
	}
	switch m[2] {
	case "at least ":
		t.Max = rashomon.Open
	case "up to ":
		t.Min = rashomon.Open
	}
	if n, err := strconv.Atoi(m[4]); err == nil {
		t.Max = n
	}
	return t
}

// readRulings reads one ruling a line: "reject 3", "correct 1 to at least 5",
// "withhold 2", "undo 1" (the first ruling). Numbers are claims of the case.
func readRulings(t *testing.T, d rashomon.Dossier, text string) []rashomon.Ruling {
	t.Helper()
	var ids []rashomon.ClaimID
	for _, a := range d.Accounts {
		for _, c := range a.Claims {
			ids = append(ids, c.ID)
		}
	}
	var out []rashomon.Ruling
	for line := range strings.Lines(text) {
		words := strings.Fields(line)
		n, err := strconv.Atoi(words[1])
		if err != nil {
			t.Fatalf("ruling %q: want a kind and a number", line)
		}
		r := rashomon.Ruling{ID: rashomon.RulingID(fmt.Sprintf("ruling-%d", len(out)+1)), Kind: rashomon.RulingKind(words[0]), Why: "case", Author: "a coder",
			At: time.Date(2031, 7, 1, 0, len(out), 0, 0, time.UTC)}
		if r.Kind == rashomon.Undo {
			r.Target = string(out[n-1].ID)
		} else {
			r.Target = string(ids[n-1])
		}
		if len(words) > 3 {
			r.Value = strings.Join(words[3:], " ")
		}
		out = append(out, r)
	}
	return out
}

// summary writes a Record as plain lines.
func summary(rec rashomon.Record) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n", rec.Title)
	fmt.Fprintf(&b, "%d reports, %d origins\n", len(rec.Reports), len(rec.Origins))
	for i, o := range rec.Origins {
		fmt.Fprintf(&b, "  %d. %s: %s\n", i+1, o.Name, o.Why)
	}
	for _, f := range rec.Findings {
		not := ""
		if f.Stance == rashomon.Denies {
			not = "not "
		}
		fmt.Fprintf(&b, "%s: %s%s [%s] by %s", strings.TrimSpace(string(f.Field)+" "+string(f.Group)), not, f.Value, f.Grade, origins(rec, f))
		if f.Note != "" {
			fmt.Fprintf(&b, " (%s)", f.Note)
		}
		b.WriteByte('\n')
	}
	for _, d := range rec.Disputes {
		fmt.Fprintf(&b, "disputed, %s: %s\n", strings.TrimSpace(string(d.Field)+" "+string(d.Group)), d.Why)
	}
	for _, row := range rec.Matrix {
		fmt.Fprintf(&b, "asked, %s: %s", strings.TrimSpace(string(row.Field)+" "+string(row.Group)), row.Agreement)
		var silent []string
		for i, cell := range row.Cells {
			if len(cell) == 0 {
				silent = append(silent, rec.Origins[i].Name)
			}
		}
		if len(silent) > 0 {
			fmt.Fprintf(&b, "; silent: %s", strings.Join(silent, ", "))
		}
		b.WriteByte('\n')
	}
	for _, r := range rec.Reports {
		if r.Replaced == "elsewhere" {
			fmt.Fprintf(&b, "changed: the text of %s, %s\n", r.Outlet, r.Published)
		}
	}
	for _, s := range rec.Timeline {
		fmt.Fprintf(&b, "moved, %s %s: %d to %d, %s\n", s.At, s.Field, s.Low, s.High, s.Cause)
	}
	for _, id := range rec.Superseded {
		c, _ := rec.ClaimByID(id)
		fmt.Fprintf(&b, "replaced: %q\n", c.Quote)
	}
	for _, c := range rec.Cumulative {
		fmt.Fprintf(&b, "apart: %s %s, %q\n", c.Field, c.Value, c.Quote)
	}
	return b.String()
}

func origins(rec rashomon.Record, f rashomon.Finding) string {
	var names []string
	for _, o := range f.Origins {
		names = append(names, rec.Origins[o].Name)
	}
	return strings.Join(names, ", ")
}
