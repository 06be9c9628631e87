package copies_test

import (
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"rashomon/internal/copies"
)

// words are what invented stories are made of.
var words = func() []string {
	var out []string
	for _, a := range "bdghklmprstv" {
		for _, b := range "aeiou" {
			for _, c := range "bdghklmnprtv" {
				for _, d := range []string{"a", "er", "in", "ok"} {
					out = append(out, string([]rune{a, b, c})+d+"an")
				}
			}
		}
	}
	return out
}()

// tell invents a story of so many sentences of 14 to 24 words, with numbers.
func tell(r *rand.Rand, sentences int) []string { return tellOf(r, words, sentences) }

func tellOf(r *rand.Rand, words []string, sentences int) []string {
	var out []string
	for range sentences {
		var s []string
		for range 14 + r.Intn(11) {
			w := words[r.Intn(len(words))]
			if r.Intn(9) == 0 {
				w = fmt.Sprint(2 + r.Intn(60))
			}
			s = append(s, w)
		}
		out = append(out, strings.ToUpper(s[0][:1])+strings.Join(s, " ")[1:]+".")
	}
	return out
}

// headline is made of some words of a story's beginning.
func headline(r *rand.Rand, story []string) string {
	w := strings.Fields(strings.TrimSuffix(story[0], "."))
	r.Shuffle(len(w), func(i, j int) { w[i], w[j] = w[j], w[i] })
	return strings.Join(w[:5], " ")
}

func report(title string, story []string) string { return title + "\n" + strings.Join(story, "\n") }

func TestShortenedReorderedEditedCopiesAreFound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := rand.New(rand.NewSource(rapid.Int64().Draw(t, "seed")))
		whole := tell(r, rapid.IntRange(6, 30).Draw(t, "sentences"))
		kept := slices.Clone(whole)
		if rapid.Bool().Draw(t, "in another order") {
			r.Shuffle(len(kept), func(i, j int) { kept[i], kept[j] = kept[j], kept[i] })
		}
		kept = kept[:max(3, len(kept)*2/5)]
		if rapid.Bool().Draw(t, "with a later toll") {
			for i, s := range kept {
				w := strings.Fields(s)
				w[r.Intn(len(w)-1)] = fmt.Sprint(70 + r.Intn(20))
				kept[i] = strings.Join(w, " ")
			}
		}
		a, b := report(headline(r, whole), whole), report(headline(r, kept), kept)
		if sets := copies.Find([]string{a, b}); len(sets) != 1 {
			t.Fatalf("%+v\n%s\n\n%s", sets, a, b)
		}
	})
}

func TestOneFooterMakesNoCopy(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := rand.New(rand.NewSource(rapid.Int64().Draw(t, "seed")))
		half := len(words) / 2
		footer := tellOf(r, words[:half], 11) // some 200 words, and none of a headline's
		a, b := tellOf(r, words[half:], rapid.IntRange(2, 20).Draw(t, "a")), tellOf(r, words[half:], rapid.IntRange(2, 20).Draw(t, "b"))
		one, two := report(headline(r, a), append(a, footer...)), report(headline(r, b), append(b, footer...))
		if sets := copies.Find([]string{one, two}); len(sets) != 2 {
			t.Fatalf("%+v\n%s\n\n%s", sets, one, two)
		}
	})
}

func TestSetsDoNotDependOnOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := rand.New(rand.NewSource(rapid.Int64().Draw(t, "seed")))
		var texts []string
		for range rapid.IntRange(1, 4).Draw(t, "stories") {
			whole := tell(r, 10)
			for range rapid.IntRange(1, 4).Draw(t, "copies") {
				kept := whole[r.Intn(5):]
				texts = append(texts, report(headline(r, whole), append(slices.Clone(kept), tell(r, r.Intn(8))...)))
			}
		}
		shuffled := slices.Clone(texts)
		r.Shuffle(len(texts), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		if a, b := parted(texts), parted(shuffled); a != b {
			t.Fatalf("%s\n\n%s", a, b)
		}
	})
}

// parted writes which texts are one set.
func parted(texts []string) string {
	var sets []string
	for _, s := range copies.Find(texts) {
		var of []string
		for _, i := range s.Texts {
			of = append(of, texts[i])
		}
		slices.Sort(of)
		sets = append(sets, fmt.Sprintf("%.3f %q", s.Share, of))
	}
	slices.Sort(sets)
	return strings.Join(sets, "\n")
}

func FuzzFind(f *testing.F) {
	f.Add("Market bombed\n"+story, "Carnage\n"+other)
	f.Add("a\xff\n\xf0 b. c", "\n\n\n")
	f.Fuzz(func(t *testing.T, a, b string) {
		n := 0
		for _, s := range copies.Find([]string{a, b, a + b}) {
			n += len(s.Texts)
		}
		if n != 3 {
			t.Errorf("%d texts in the sets, want 3", n)
		}
		for i, spans := range copies.Shared([]string{a, b}) {
			for _, s := range spans {
				if text := []string{a, b}[i]; !s.Valid(text) {
					t.Errorf("span %v of %q", s, text)
				}
			}
		}
	})
}

func BenchmarkFind(b *testing.B) {
	r := rand.New(rand.NewSource(1))
	whole := tell(r, 30)
	var copied, different, same []string
	for range 10_000 {
		copied = append(copied, report(headline(r, whole), append(slices.Clone(whole[r.Intn(15):]), tell(r, 3)...)))
		different = append(different, report(headline(r, whole), append(tell(r, 25), whole[20:]...)))
	}
	for range 1_000_000 {
		same = append(same, copied[0])
	}
	for _, c := range []struct {
		name  string
		texts []string
	}{{"copies", copied}, {"different", different}, {"same", same}} {
		b.Run(c.name, func(b *testing.B) {
			for range b.N {
				if n := len(copies.Find(c.texts)); n == 0 {
					b.Fatal("no sets")
				}
			}
		})
	}
}
