package link

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"rashomon"
	"rashomon/internal/names"
)

const (
	priorReports = 20.0 // reports that the set is imagined to stand among, so that two alone can be compared
	priorRare    = .01  // how many of those hold an ordinary word
	priorCommon  = .3   // and a common one
	nameBoost    = 1.7  // a word that is mostly written with a capital is a name
	seldomWithin = 3.0  // idf below that of a name held once at which a name stops being seldom
	fullSet      = 60   // reports from which on it says what it can that only two share a name
	vectorTerms  = 80   // heaviest words kept
	around       = 120  // bytes to each side of a claim that speak of its account
)

// term is a word with its weight. seldom is 1 for a name that no other report
// holds, less for one that some do, 0 for other words.
type term struct {
	word   int
	weight float64
	seldom float64
}

// vector holds terms by word number; its length is 1.
type vector []term

// vocabulary numbers the words of all reports and knows how many reports hold
// each.
type vocabulary struct {
	number  map[string]int
	common  []bool
	reports []float64
	n       float64
	fold    map[string]string
	held    [][]int // numbers of the words of each report, ascending
}

// readWords counts the words of titles, texts and quotes, report by report.
func readWords(told []Told) *vocabulary {
	v := &vocabulary{number: map[string]int{}, fold: map[string]string{}, n: float64(len(told))}
	for _, t := range told {
		seen := map[int]bool{}
		mark := func(s string) {
			v.each(s, func(w int, _ bool) { seen[w] = true })
		}
		mark(t.Reading.Title)
		mark(t.Text)
		for _, a := range t.Reading.Accounts {
			for _, c := range a.Claims {
				mark(c.Quote)
			}
		}
		held := slices.Sorted(maps.Keys(seen))
		for _, w := range held {
			v.reports[w]++
		}
		v.held = append(v.held, held)
	}
	return v
}

// each calls f with the number of every word of s that tells anything.
func (v *vocabulary) each(s string, f func(w int, capital bool)) {
	for w := range strings.FieldsFuncSeq(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if len(w) < 2 {
			continue
		}
		k, ok := v.fold[w]
		if !ok {
			if fw := names.Words(w); len(fw) == 1 && !stop[strings.ToLower(w)] {
				k = singular(fw[0])
			}
			v.fold[strings.Clone(w)] = k
		}
		if k == "" {
			continue
		}
		n, ok := v.number[k]
		if !ok {
			n = len(v.reports)
			v.number[k] = n
			v.reports = append(v.reports, 0)
			v.common = append(v.common, common[k])
		}
		f(n, w[0] >= 'A' && w[0] <= 'Z')
	}
}

func singular(folded string) string {
	if len(folded) > 4 {
		return strings.TrimSuffix(folded, "s")
	}
	return folded
}

// mention returns how rare a folded word is that report r holds: near 1 for one
// that no other report does, 0 when r lacks it.
func (v *vocabulary) mention(folded string, r int) float64 {
	w, ok := v.number[singular(folded)]
	if !ok || v.common[w] {
		return 0
	}
	if _, held := slices.BinarySearch(v.held[r], w); !held {
		return 0
	}
	return v.idf(w) / math.Log((v.n+priorReports)/(1+priorReports*priorRare))
}

// seldom says how few reports hold a name. In a small set it says less.
func (v *vocabulary) seldom(w int) float64 {
	once := math.Log((v.n + priorReports) / (1 + priorReports*priorRare))
	return max(0, 1-(once-v.idf(w))/seldomWithin) * min(1, math.Log1p(v.n)/math.Log(fullSet))
}

func (v *vocabulary) idf(w int) float64 {
	prior := priorRare
	if v.common[w] {
		prior = priorCommon
	}
	return math.Log((v.n + priorReports) / (v.reports[w] + priorReports*prior))
}

// vector weighs the words of one account. A report's title and text speak of its
// one main account; where there are several, and of background accounts, only
// the words around its claims do.
func (v *vocabulary) vector(t Told, a rashomon.Account) vector {
	count := map[int]float64{}
	named := map[int]float64{} // how often a word begins with a capital
	read := func(s string, weight float64) {
		v.each(s, func(w int, capital bool) {
			count[w] += weight
			if capital {
				named[w] += weight
			}
		})
	}
	alone := a.Main && lead(t) == a.Key
	if alone {
		read(t.Reading.Title, 1)
		read(t.Text, 1)
	}
	for _, c := range a.Claims {
		read(c.Quote, 1)
		if !alone {
			read(window(t.Text, c.Span), .5)
		}
	}
	read(a.Where.Name, 1)
	return v.weigh(count, named)
}

// headline weighs the words of a title.
func (v *vocabulary) headline(title string) vector {
	count := map[int]float64{}
	v.each(title, func(w int, _ bool) { count[w]++ })
	return v.weigh(count, nil)
}

func (v *vocabulary) weigh(count, named map[int]float64) vector {
	out := make(vector, 0, len(count))
	for w, n := range count {
		weight := (1 + math.Log(max(n, .5))) * v.idf(w)
		seldom := 0.0
		if named[w] > n/2 {
			weight *= nameBoost
			seldom = v.seldom(w)
		}
		if weight > 0 {
			out = append(out, term{w, weight, seldom})
		}
	}
	slices.SortFunc(out, func(a, b term) int { return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.word, b.word)) })
	out = out[:min(len(out), vectorTerms)]
	sum := 0.0
	for _, t := range out {
		sum += t.weight * t.weight
	}
	slices.SortFunc(out, func(a, b term) int { return cmp.Compare(a.word, b.word) })
	for i := range out {
		out[i].weight /= math.Sqrt(sum)
	}
	return out
}

// window returns the text around a span, cut between characters.
func window(text string, s rashomon.Span) string {
	if s.Empty() || s.End > len(text) || s.Start < 0 {
		return ""
	}
	from, to := max(0, s.Start-around), min(len(text), s.End+around)
	for from > 0 && !utf8.RuneStart(text[from]) {
		from--
	}
	for to < len(text) && !utf8.RuneStart(text[to]) {
		to++
	}
	return text[from:to]
}

// meet returns the cosine of a and b, 0 for vectors that share no word and 1 for
// equal ones, and how seldom the names are that they share.
func (a vector) meet(b vector) (cosine, seldom float64) {
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch c := cmp.Compare(a[i].word, b[j].word); {
		case c < 0:
			i++
		case c > 0:
			j++
		default:
			cosine += a[i].weight * b[j].weight
			seldom += min(a[i].seldom, b[j].seldom)
			i++
			j++
		}
	}
	return cosine, seldom
}
