package link

import (
	"errors"
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"rashomon"
	"rashomon/internal/block"
)

// drawCrowd makes many reports of few events, so that blocks are crowded.
func drawCrowd(t *rapid.T) []Told {
	rng := rand.New(rand.NewSource(rapid.Int64().Draw(t, "crowd")))
	pick := func(of ...string) string { return of[rng.Intn(len(of))] }
	var told []Told
	for n := range rapid.IntRange(1, 24).Draw(t, "reports") {
		var accounts []rashomon.Account
		for k := range 1 + rng.Intn(3) {
			kind := rashomon.Kind(pick("air/drone strike", "air/drone strike", "shelling/missile", "shooting"))
			a := news(kind, pick("2031-05-04", "2031-05-05", "2031-05-09", "2031-06-20", ""), pick("Tarsk, Kestrin", "Tarsk market", "Pellin", ""), killed(1+rng.Intn(12)))
			if rng.Intn(3) == 0 {
				a.Claims = append(a.Claims, victim(pick("Ismar Dovani", "Esmar Dovany", "Lena Vashti")))
			}
			a.Main = k == 0 || rng.Intn(2) == 0
			accounts = append(accounts, a)
		}
		r := report(fmt.Sprintf("r%02d", n), pick("", "2031-05-05", "2031-05-06"), pick("Tarsk market bombed", "Raid on Pellin", "Two dead"), accounts...)
		r.Received = time.Unix(int64(rng.Intn(5)), 0)
		r.Text = pick("", r.Reading.Title+"\n"+agencyText)
		told = append(told, r)
	}
	return told
}

// few returns an empty linker whose blocks are crowded from a handful of accounts on.
func few() *Linker {
	l := New()
	l.index = block.New(3)
	return l
}

// reading gives the reports of told.
func reading(told ...Told) Reports {
	by := map[rashomon.ReportID]Told{}
	for _, x := range told {
		by[x.Reading.Report] = x
	}
	return func(r rashomon.ReportID) (Told, error) { return by[r], nil }
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// TestOneByOne: loading some reports and adding the others one by one, in any order,
// gives what a full run gives, and what Changed tells along the way adds up to it.
func TestOneByOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		told := drawCrowd(t)
		read := reading(told...)
		whole := few()
		whole.load(sorted(told))
		want := must(whole.Incidents(read))

		shuffled := slices.Clone(told)
		rand.New(rand.NewSource(rapid.Int64().Draw(t, "order"))).Shuffle(len(told), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		one, kept := few(), map[rashomon.IncidentID]rashomon.Incident{}
		if first := rapid.IntRange(0, len(told)).Draw(t, "loaded"); first > 0 {
			one.load(shuffled[:first])
			part := few() // what a store holds of them
			part.load(shuffled[:first])
			for _, inc := range must(part.Incidents(read)) {
				kept[inc.ID] = inc
			}
			shuffled = shuffled[first:]
		}
		for n, x := range shuffled {
			one.Add(x)
			if n%3 == 0 || n == len(shuffled)-1 {
				changed, gone, err := one.Changed(read)
				if err != nil {
					t.Fatal(err)
				}
				for _, id := range gone {
					delete(kept, id)
				}
				for _, inc := range changed {
					kept[inc.ID] = inc
				}
			}
		}
		if diff := cmp.Diff(want, must(one.Incidents(read))); diff != "" {
			t.Fatalf("one by one is another than all at once (-all +one):\n%s", diff)
		}
		all := map[rashomon.IncidentID]rashomon.Incident{}
		for _, inc := range want {
			all[inc.ID] = inc
		}
		if diff := cmp.Diff(all, kept); diff != "" {
			t.Fatalf("what was told as changed is another than all (-all +told):\n%s", diff)
		}
	})
}

// TestAnyOrder: a thousand orders of arrival give the same incidents and names.
func TestAnyOrder(t *testing.T) {
	var told []Told
	rapid.Check(t, func(t *rapid.T) {
		if d := drawCrowd(t); len(d) > len(told) {
			told = d
		}
	})
	want := Link(told)
	rng := rand.New(rand.NewSource(1))
	for n := range 1000 {
		rng.Shuffle(len(told), func(i, j int) { told[i], told[j] = told[j], told[i] })
		if diff := cmp.Diff(want, Link(told)); diff != "" {
			t.Fatalf("order %d gives other incidents:\n%s", n, diff)
		}
	}
}

// TestReadOtherwise: a report that cannot be read, or is read otherwise than it was
// when it was linked, is an error and no incident.
func TestReadOtherwise(t *testing.T) {
	one := report("courier", "2031-05-02", "Blast in Ostry", news(rashomon.Bombing, "2031-05-01", "Ostry", killed(12)))
	broken := errors.New("the disk is gone")
	for name, c := range map[string]struct {
		read Reports
		want string
	}{
		"no reading":     {func(rashomon.ReportID) (Told, error) { return Told{}, broken }, broken.Error()},
		"other accounts": {func(rashomon.ReportID) (Told, error) { return Told{}, nil }, "it has 0 accounts and was linked with 1"},
	} {
		l := New()
		l.Add(one)
		if incidents, err := l.Incidents(c.read); err == nil || len(incidents) > 0 || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %d incidents, %v", name, len(incidents), err)
		}
	}
}
