package link

import (
	"fmt"
	"math/rand"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"rashomon"
)

// drawCrowd makes many reports of few events, so that blocks are crowded.
func drawCrowd(t *rapid.T) []Told {
	rng := rand.New(rand.NewSource(rapid.Int64().Draw(t, "crowd")))
	pick := func(of ...string) string { return of[rng.Intn(len(of))] }
	var told []Told
	for n := range rapid.IntRange(1, 24).Draw(t, "reports") {
		var accounts []rashomon.Account
		for k := range 1 + rng.Intn(2) {
			a := news(rashomon.AirStrike, pick("2031-05-04", "2031-05-05", "2031-05-09", ""), pick("Tarsk, Kestrin", "Tarsk market", "Pellin", ""), killed(1+rng.Intn(12)))
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
	l.index.beside = 3
	return l
}

// TestOneByOne: adding reports one by one, in any order, gives what a full run gives,
// and what Changed tells along the way adds up to it.
func TestOneByOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		told := drawCrowd(t)
		by := map[rashomon.ReportID]Told{}
		for _, x := range told {
			by[x.Reading.Report] = x
		}
		read := func(r rashomon.ReportID) Told { return by[r] }
		whole := few()
		whole.load(sorted(told))
		want := whole.Incidents(read)

		shuffled := slices.Clone(told)
		rand.New(rand.NewSource(rapid.Int64().Draw(t, "order"))).Shuffle(len(told), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		one, kept := few(), map[rashomon.IncidentID]rashomon.Incident{}
		for n, x := range shuffled {
			one.Add(x)
			if n%3 == 0 || n == len(shuffled)-1 {
				changed, gone := one.Changed(read)
				for _, id := range gone {
					delete(kept, id)
				}
				for _, inc := range changed {
					kept[inc.ID] = inc
				}
			}
		}
		if diff := cmp.Diff(want, one.Incidents(read)); diff != "" {
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
