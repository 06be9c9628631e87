package eval

import (
	"cmp"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"rashomon"
)

// Judged is one claim that was read, with what the labels say of it.
type Judged struct {
	Field      rashomon.Field
	Confidence float64 // 0 when its maker gives none
	Right      bool
}

// Judge says of every claim of pred whether it is right: its field, its value (both
// bounds, or at least half of the shorter one's words), its speaker and, of counts, its
// incident role. One label proves one claim of its report, the surest first. Claims of
// reports without labels are left out. The same as training/trust.py.
func Judge(gold, pred []Line) []Judged {
	var all []Judged
	read, labels, seen := byID(pred), byID(gold), map[string]bool{}
	for _, g := range gold {
		if !seen[g.ID] {
			seen[g.ID] = true
			all = append(all, judge(labels[g.ID], read[g.ID])...)
		}
	}
	return all
}

func judge(g, p Line) []Judged {
	claims := slices.Clone(p.Claims)
	slices.SortStableFunc(claims, func(a, b Claim) int { return cmp.Compare(b.Confidence, a.Confidence) })
	unproved := slices.Clone(g.Claims)
	out := make([]Judged, len(claims))
	for i, c := range claims {
		j := slices.IndexFunc(unproved, func(label Claim) bool {
			return label.proves(c) && (!c.Field.Toll() || g.role(label) == p.role(c))
		})
		if j >= 0 {
			unproved = slices.Delete(unproved, j, j+1)
		}
		out[i] = Judged{Field: c.Field, Confidence: c.Confidence, Right: j >= 0}
	}
	return out
}

// proves holds when field, value and speaker of what was read are the label's.
func (c Claim) proves(read Claim) bool {
	if c.Field != read.Field || !sameSpeaker(c, read) {
		return false
	}
	return c.Field.Toll() && sameCount(c, read) || !c.Field.Toll() && sameName(c.Value, read.Value)
}

// Bars are the precisions at which coverage is told.
var Bars = [3]float64{0.95, 0.98, 0.99}

// Trust says how far the confidence of some claims can be trusted. A confidence of 0 is
// none: such a claim is in no bin and never taken, but it is one of Claims.
type Trust struct {
	Claims int // that were read
	Right  int
	Given  int     // claims that carry a confidence
	Bins   [10]Bin // by confidence: 0 to .1, .1 to .2, ...; 1 is in the last
	// Covered is how many claims can be taken the surest first, those of one confidence
	// together, at a precision of at least Bars[i].
	Covered [3]int
}

// Bin is the claims of one tenth of confidence.
type Bin struct {
	Claims, Right int
	Sum           float64 // of confidence
}

// NewTrust counts claims.
func NewTrust(all []Judged) Trust {
	t := Trust{Claims: len(all)}
	var given []Judged
	for _, c := range all {
		if c.Right {
			t.Right++
		}
		if c.Confidence > 0 {
			given = append(given, c)
		}
	}
	t.Given = len(given)
	slices.SortStableFunc(given, func(a, b Judged) int { return cmp.Compare(b.Confidence, a.Confidence) })
	right := 0
	for i, c := range given {
		b := &t.Bins[tenth(c.Confidence)]
		b.Claims++
		b.Sum += c.Confidence
		if c.Right {
			b.Right++
			right++
		}
		if i+1 < len(given) && given[i+1].Confidence == c.Confidence {
			continue
		}
		for k, bar := range Bars {
			if ratio(right, i+1) >= bar {
				t.Covered[k] = i + 1
			}
		}
	}
	return t
}

func tenth(p float64) int {
	for b := 9; b > 0; b-- {
		if p >= float64(b)/10 {
			return b
		}
	}
	return 0
}

// Error is the expected calibration error: how far mean confidence and share right lie
// apart in a bin, on the mean over the bins, weighted by claims. NaN when no claim
// carries a confidence.
func (t Trust) Error() float64 {
	if t.Given == 0 {
		return math.NaN()
	}
	sum := 0.0
	for _, b := range t.Bins {
		sum += math.Abs(b.Sum - float64(b.Right))
	}
	return sum / float64(t.Given)
}

// Coverage is Covered[k] as a share of Claims.
func (t Trust) Coverage(k int) float64 { return ratio(t.Covered[k], t.Claims) }

// enough is how many claims with a confidence a set must have for its figures to be
// kept as floors: of fewer, one claim moves coverage by points.
const enough = 300

// figures are the rows that eval/floors.json can hold. No line is printed of them.
func (t Trust) figures() []Figure {
	if t.Given < enough {
		return nil
	}
	rows := []Figure{{Name: "calibration error", Key: "calibration error", F: t.Error(), Slack: 0.01, Less: true}}
	for k, bar := range Bars {
		name := fmt.Sprintf("coverage at %.0f %%", 100*bar)
		rows = append(rows, Figure{Name: name, Key: name, F: t.Coverage(k), Slack: 0.05})
	}
	return rows
}

// families are the rows of the table of trust.
var families = [4]struct {
	name string
	has  func(rashomon.Field) bool
}{
	{"tolls", rashomon.Field.Toll},
	{"perpetrators", func(f rashomon.Field) bool { return f == rashomon.Perpetrator }},
	{"other fields", func(f rashomon.Field) bool { return !f.Toll() && f != rashomon.Perpetrator }},
	{"all", func(rashomon.Field) bool { return true }},
}

// ReportTrust writes how far the confidence of r's claims can be trusted, by family of
// fields, and below it each tenth of confidence of all claims.
func (r Result) ReportTrust(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%-14s%7s%8s%8s", "", "claims", "right", "error")
	for _, bar := range Bars {
		fmt.Fprintf(&b, "%9s", fmt.Sprintf("at %.0f %%", 100*bar))
	}
	b.WriteByte('\n')
	for _, f := range families {
		NewTrust(slices.DeleteFunc(slices.Clone(r.Judged), func(j Judged) bool { return !f.has(j.Field) })).row(&b, f.name)
	}
	all := NewTrust(r.Judged)
	fmt.Fprintf(&b, "without a confidence: %d of %d claims\n", all.Claims-all.Given, all.Claims)
	if all.Given > 0 {
		fmt.Fprintf(&b, "\n%-14s%7s%8s%8s\n", "confidence", "claims", "mean", "right")
		for i, bin := range all.Bins {
			bin.row(&b, i)
		}
	}
	if _, err := io.WriteString(w, b.String()); err != nil {
		return fmt.Errorf("write calibration of %s: %w", r.Set, err)
	}
	return nil
}

func (t Trust) row(b *strings.Builder, name string) {
	fmt.Fprintf(b, "%-14s%7d%8.3f", name, t.Claims, ratio(t.Right, t.Claims))
	if t.Given == 0 {
		fmt.Fprintf(b, "%8s%9s%9s%9s\n", "-", "-", "-", "-")
		return
	}
	fmt.Fprintf(b, "%8.3f", t.Error())
	for k := range Bars {
		fmt.Fprintf(b, "%9.3f", t.Coverage(k))
	}
	b.WriteByte('\n')
}

func (x Bin) row(b *strings.Builder, i int) {
	fmt.Fprintf(b, "%-14s%7d", fmt.Sprintf("%.1f to %.1f", float64(i)/10, float64(i+1)/10), x.Claims)
	if x.Claims == 0 {
		fmt.Fprintf(b, "%8s%8s\n", "-", "-")
		return
	}
	fmt.Fprintf(b, "%8.3f%8.3f\n", x.Sum/float64(x.Claims), ratio(x.Right, x.Claims))
}
