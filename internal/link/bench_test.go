//go:build unix

package link

import (
	"fmt"
	"math"
	"math/rand"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"rashomon"
)

// world draws reports of an invented world over three years: places, groups and words
// are as uneven as in the news (Zipf), incidents have one report or many, and every
// seventh report recalls an older one.
type world struct {
	rng                  *rand.Rand
	place, word, reports *rand.Zipf
	incidents            []happened
}

// ordinary words fill the reports.
var ordinary = strings.Fields(`morning house road people family river market bread school window night summer field neighbour train bridge voice letter
	water garden stone heavy light broken quiet early crowd doctor teacher driver shop corner square building floor wall door smoke fire engine
	rescue hospital blood street witness official statement spoke heard saw fled returned waited called found carried lost nearby across behind`)

// happened is an incident of the world.
type happened struct {
	place, victim string
	day           int
	kind          rashomon.Kind
	killed        int
	words         []string
}

var worldKinds = []rashomon.Kind{rashomon.AirStrike, rashomon.Shelling, rashomon.Bombing, rashomon.Clash, rashomon.Shooting, rashomon.Abduction}

func newWorld() *world {
	rng := rand.New(rand.NewSource(7))
	return &world{rng: rng, place: rand.NewZipf(rng, 1.1, 20, 20000), word: rand.NewZipf(rng, 1.1, 50, 200000), reports: rand.NewZipf(rng, 2, 1, 200)}
}

// name makes an invented name of a number: "Mofasa", "Tikelu".
func name(n int) string {
	var b strings.Builder
	for range 3 {
		b.WriteByte("bdfgklmnprstvz"[n%14])
		n /= 14
		b.WriteByte("aeiou"[n%5])
		n /= 5
	}
	s := b.String()
	if n > 0 {
		s += strings.ToLower(name(n))
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// happen adds an incident.
func (w *world) happen() happened {
	h := happened{place: name(int(w.place.Uint64())*31 + 5), day: w.rng.Intn(1096), kind: worldKinds[w.rng.Intn(len(worldKinds))], killed: int(math.Exp(w.rng.Float64() * 4))}
	if w.rng.Intn(3) == 0 {
		h.victim = name(w.rng.Intn(5000)) + " " + name(w.rng.Intn(60000))
	}
	for range 12 {
		h.words = append(h.words, name(int(w.word.Uint64())*17+3))
	}
	w.incidents = append(w.incidents, h)
	return h
}

// account tells of an incident.
func (w *world) account(h happened, main bool) rashomon.Account {
	date := time.Date(2031, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, h.day).Format("2006-01-02")
	a := news(h.kind, date, h.place, killed(h.killed+w.rng.Intn(2)))
	a.Main = main
	if h.victim != "" && w.rng.Intn(2) == 0 {
		a.Claims = append(a.Claims, victim(h.victim))
	}
	return a
}

// tell makes the reports of one more incident; number counts reports.
func (w *world) tell(number int) []Told {
	h := w.happen()
	var told []Told
	for range 1 + int(w.reports.Uint64()) {
		accounts := []rashomon.Account{w.account(h, true)}
		if w.rng.Intn(7) == 0 {
			accounts = append(accounts, w.account(w.incidents[w.rng.Intn(len(w.incidents))], false))
		}
		published := time.Date(2031, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, h.day+w.rng.Intn(3))
		title := fmt.Sprintf("%d dead in %s after attack", h.killed, h.place)
		r := report(fmt.Sprintf("r%07d", number+len(told)), published.Format("2006-01-02"), title, accounts...)
		words := []string{title, "\n"}
		for n := range 60 {
			if n%4 == 0 {
				words = append(words, h.words[w.rng.Intn(len(h.words))])
			} else {
				words = append(words, ordinary[w.rng.Intn(len(ordinary))])
			}
		}
		r.Text, r.Received = strings.Join(words, " "), published
		told = append(told, r)
	}
	return told
}

// BenchmarkLoad links all accounts at once; BenchmarkAdd adds the next report to them.
// Both tell the memory that an account takes.
func BenchmarkLoad(b *testing.B) {
	for _, size := range []int{10_000, 100_000, 1_000_000} {
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				before := heap()
				l, w := New(), newWorld()
				var took time.Duration
				n := 0
				for len(l.cards) < size {
					told := w.tell(n)
					n += len(told)
					start := cpu()
					for _, t := range told {
						l.Take(t)
					}
					took += cpu() - start
				}
				start := cpu()
				l.LinkAll()
				took += cpu() - start
				accounts := float64(len(l.cards))
				b.ReportMetric(float64(took.Microseconds())/accounts, "us/account")
				b.ReportMetric(float64(heap()-before)/accounts, "B/account")
				b.ReportMetric(float64(len(l.members)), "groups")
				largest := 0
				for _, m := range l.members {
					largest = max(largest, len(m))
				}
				b.ReportMetric(float64(largest), "largest")
				addNext(b, l, w, n)
				b.StartTimer()
			}
		})
	}
}

// addNext measures Add.
func addNext(b *testing.B, l *Linker, w *world, n int) {
	var took []time.Duration
	for len(took) < 500 {
		for _, t := range w.tell(n + len(took)) {
			start := cpu()
			l.Add(t)
			took = append(took, cpu()-start)
		}
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds()), "us/next")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "us/next-p99")
}

// cpu is the processor time that this process has taken: what a busy machine does not
// change.
func cpu() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func heap() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
