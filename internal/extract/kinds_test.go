package extract

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"rashomon"
	"rashomon/internal/grammar"
)

var update = flag.Bool("update", false, "raise the floors of testdata/kinds to what is reached, less a margin")

// TestKinds reads the reports of testdata/kinds: one file for each kind of text that
// newsrooms, offices and armies write. A file begins with its floors; each report is
// title, day and body, followed by the claims that it makes,
//
//	field value | speaker, where it is not the outlet | role, where it is not the news | stance of a denial or a doubt
//
// and by what must never be read of it. A line that begins with "?" is known to be missed,
// or to be read where it must not (-update marks them anew); the last floor is how many of
// the second kind there may be, below zero. A claim of the report that is not read, and
// one that is read and not listed, count against recall and precision; "right" is
// the share of claims whose speaker, role and stance are read too. Run with -v to see
// each miss.
func TestKinds(t *testing.T) {
	if testing.Short() {
		t.Skip("long, and no test of what goroutines share")
	}
	paths, err := filepath.Glob("testdata/kinds/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("glob testdata/kinds: %d files, %v", len(paths), err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			ar, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			holdKind(t, path, ar)
		})
	}
}

// holdKind reads the reports of one file and holds them to its floors.
func holdKind(t *testing.T, path string, ar *txtar.Archive) {
	var read, want, found, right, faults int
	got := map[string][]rashomon.Claim{}
	recalls := map[rashomon.ClaimID]bool{}
	for k, f := range ar.Files {
		what, name, _ := strings.Cut(f.Name, " ")
		switch what {
		case "report":
			got[name] = readKind(t, string(f.Data), recalls)
			read += len(got[name])
		case "claims":
			lines := linesOf(f.Data)
			want += len(lines)
			n, m := pairUp(t, name, lines, got[name], recalls)
			found, right = found+n, right+m
			ar.Files[k].Data = []byte(strings.Join(lines, "\n") + "\n")
		case "never":
			lines := linesOf(f.Data)
			faults += faulty(t, name, lines, got[name])
			ar.Files[k].Data = []byte(strings.Join(lines, "\n") + "\n")
		default:
			t.Fatalf("%s: section %q is no report, claims or never", path, f.Name)
		}
	}
	hold(t, path, ar, [4]float64{ratio(found, want), ratio(found, read), ratio(right, want), -float64(faults)})
}

// faulty counts the claims read that must never be, and marks their lines.
func faulty(t *testing.T, name string, lines []string, got []rashomon.Claim) (n int) {
	for k, line := range lines {
		w := wantedOf(line)
		lines[k] = strings.TrimPrefix(line, "? ")
		for _, c := range got {
			if c.Field == w.field && w.valued(c) {
				t.Logf("%s: never %s %s: %q", name, c.Field, c.Value, c.Quote)
				n, lines[k] = n+1, "? "+strings.TrimPrefix(line, "? ")
			}
		}
	}
	return n
}

func ratio(a, b int) float64 { return float64(a) / float64(max(b, 1)) }

// hold compares the figures with the floors of the file's first lines.
func hold(t *testing.T, path string, ar *txtar.Archive, is [4]float64) {
	head, floors, ok := strings.Cut(string(ar.Comment), "floors: ")
	words := strings.Fields(floors)
	if !ok || len(words) != 8 {
		t.Fatalf("%s: no line of floors", path)
	}
	t.Logf("recall %.2f precision %.2f right %.2f", is[0], is[1], is[2])
	for k := range is {
		floor, err := strconv.ParseFloat(words[2*k+1], 64)
		if err != nil {
			t.Fatal(err)
		}
		if is[k] < floor && !*update {
			t.Errorf("%s %.2f, floor %.2f", words[2*k], is[k], floor)
		}
	}
	if *update {
		line := "floors:"
		for k := range is {
			less := max(is[k]-margin, 0)
			if k == len(is)-1 {
				less = is[k] - 1
			}
			line += fmt.Sprintf(" %s %.2f", words[2*k], less)
		}
		ar.Comment = []byte(head + line + "\n")
		if err := os.WriteFile(path, txtar.Format(ar), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// margin is what other weights may lose on a dozen claims by chance.
const margin = .15

func linesOf(data []byte) []string {
	return strings.FieldsFunc(string(data), func(r rune) bool { return r == '\n' })
}

// readKind reads a report of title, day and body. It marks the accounts that recall.
func readKind(t *testing.T, in string, recalls map[rashomon.ClaimID]bool) []rashomon.Claim {
	t.Helper()
	title, rest, _ := strings.Cut(in, "\n")
	day, body, _ := strings.Cut(rest, "\n")
	r := reading(rashomon.NewReport(title, strings.TrimRight(body, "\n"), rashomon.Report{Published: day}))
	for _, a := range r.Accounts {
		for _, c := range a.Claims {
			recalls[c.ID] = !a.Main
		}
	}
	return r.Claims()
}

// pairUp pairs the claims wanted with those read, and says how many are found and how
// many are right altogether. It marks the lines of those that are missed.
func pairUp(t *testing.T, name string, lines []string, got []rashomon.Claim, recalls map[rashomon.ClaimID]bool) (found, right int) {
	used := make([]bool, len(got))
	for n, line := range lines {
		w, best, how := wantedOf(line), -1, 0
		for i, c := range got {
			if used[i] || c.Field != w.field || !w.valued(c) {
				continue
			}
			if fits := 1 + bit(w.spoken(c)) + bit(w.placed(c, recalls)) + bit(w.stanced(c)); fits > how {
				best, how = i, fits
			}
		}
		lines[n] = strings.TrimPrefix(line, "? ")
		switch {
		case best < 0:
			t.Logf("%s: missed %s", name, lines[n])
			lines[n] = "? " + lines[n]
			continue
		case how < 4:
			t.Logf("%s: not right %s: read as %s", name, line, shown(got[best], recalls))
		default:
			right++
		}
		used[best] = true
		found++
	}
	for i, c := range got {
		if !used[i] {
			t.Logf("%s: extra %s", name, shown(c, recalls))
		}
	}
	return found, right
}

func bit(is bool) int {
	if is {
		return 1
	}
	return 0
}

func shown(c rashomon.Claim, recalls map[rashomon.ClaimID]bool) string {
	s := fmt.Sprintf("%s %s", c.Field, c.Value)
	if v, ok := c.Attribution.Speaker(); ok {
		s += fmt.Sprintf(" by %q", v.As)
	}
	switch {
	case c.Cumulative:
		s += ", sum"
	case recalls[c.ID]:
		s += ", recall"
	}
	return fmt.Sprintf("%s, %s: %q", s, c.Attribution.Stance, c.Quote)
}

// wanted is a line of the claims that a report makes.
type wanted struct {
	field                        rashomon.Field
	value, speaker, role, stance string
}

func wantedOf(line string) wanted {
	parts := strings.Split(strings.TrimPrefix(line, "? ")+"|||", "|")
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	field, value, _ := strings.Cut(parts[0], " ")
	return wanted{rashomon.Field(field), value, parts[1], parts[2], parts[3]}
}

// valued reports whether c has the value: of a count its bounds, of a day its day, of
// words half of those that tell it from others.
func (w wanted) valued(c rashomon.Claim) bool {
	switch v := c.Value.(type) {
	case rashomon.Tally:
		v.Vague, v.Approx = "", false
		return v.String() == w.value
	case rashomon.When:
		return strings.HasPrefix(v.String(), w.value)
	}
	want, has := grammar.Significant(w.value), grammar.Significant(c.Value.String())
	shared := 0
	for _, x := range want {
		for _, y := range has {
			shared += bit(x == y)
		}
	}
	return shared > 0 && 2*shared >= max(len(want), len(has))
}

func (w wanted) spoken(c rashomon.Claim) bool {
	v, ok := c.Attribution.Speaker()
	if w.speaker == "" || !ok {
		return w.speaker == "" && !ok
	}
	return strings.EqualFold(v.As, w.speaker) || grammar.Alike(v.As, w.speaker) || grammar.Alike(v.Name, w.speaker)
}

func (w wanted) placed(c rashomon.Claim, recalls map[rashomon.ClaimID]bool) bool {
	role := "sum"
	if !c.Cumulative {
		role = map[bool]string{true: "recall"}[recalls[c.ID]]
	}
	return role == w.role || ofNews(c.Field)
}

func (w wanted) stanced(c rashomon.Claim) bool {
	is := string(c.Attribution.Stance)
	if refuses(c) || w.stance != "" {
		return is == w.stance
	}
	return true
}
