package names

import "slices"

// sameWord reports whether two folded words of bodies or places can be spellings of
// one, or a place and its people.
func sameWord(a, b string) bool { return spelledAlike(a, b) || demonym(a, b) || demonym(b, a) }

// spelledAlike reports whether two folded words can be spellings of one. The more
// letters, the more may differ; digits must be equal. "Khamenei" and "Khomeini"
// are a vowel of another class apart, so they stay two.
func spelledAlike(a, b string) bool {
	if a == b || a == "al"+b || b == "al"+a {
		return true
	}
	if hasDigit(a) || hasDigit(b) {
		return false
	}
	if len(a)-len(b) > 2 || len(b)-len(a) > 2 {
		return false
	}
	return distance(a, b) <= allowed(max(len(a), len(b)))
}

// allowed is the distance up to which words of n letters are one.
func allowed(n int) float64 {
	switch {
	case n <= 3:
		return .2
	case n == 4:
		return .35
	case n <= 6:
		return .5
	}
	return .7
}

// distance is the restricted Damerau-Levenshtein distance with cheap changes for
// letters that transliterations confuse.
func distance(a, b string) float64 {
	older := make([]float64, len(b)+1)
	prev := make([]float64, len(b)+1)
	row := make([]float64, len(b)+1)
	for j := 1; j <= len(b); j++ {
		prev[j] = prev[j-1] + drop(b[j-1])
	}
	for i := 1; i <= len(a); i++ {
		row[0] = prev[0] + drop(a[i-1])
		for j := 1; j <= len(b); j++ {
			row[j] = min(prev[j]+drop(a[i-1]), row[j-1]+drop(b[j-1]), prev[j-1]+change(a[i-1], b[j-1]))
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], older[j-2]+.8)
			}
		}
		older, prev, row = prev, row, older
	}
	return prev[len(b)]
}

// drop is the cost of a letter that the other word lacks.
func drop(c byte) float64 {
	switch c {
	case 'a', 'e', 'i':
		return .4
	case 'h':
		return .3
	case 'o', 'u', 'w':
		return .5
	}
	return 1
}

// change is the cost of one letter for another.
func change(a, b byte) float64 {
	if a == b {
		return 0
	}
	if a < 128 && b < 128 && confused[a][b] != 0 {
		return confused[a][b]
	}
	if vowel(a) && vowel(b) {
		return .8
	}
	return 1
}

// confused holds the cheap changes of one ASCII letter for another.
var confused = symmetric(map[string]float64{
	"ou": .1, "ei": .2, "ae": .4, "eu": .4, "eo": .5, "uw": .1, "ow": .2, "fv": .3, "bp": .5,
	"Kk": .2, "Kg": .6, "gk": .3, "Gg": .1, "Gk": .3, "gj": .3, "Tt": .2, "Dd": .2, "Dz": .2, "Ts": .4,
	"Ss": .4, "CS": .4, "sz": .4, "dt": .6,
})

func symmetric(costs map[string]float64) *[128][128]float64 {
	var t [128][128]float64
	for pair, c := range costs {
		t[pair[0]][pair[1]], t[pair[1]][pair[0]] = c, c
	}
	return &t
}

func vowel(c byte) bool { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' }

func hasDigit(s string) bool {
	for i := range len(s) {
		if s[i] >= '0' && s[i] <= '9' {
			return true
		}
	}
	return false
}

// demonym reports whether b is a, a place, with the ending of its people.
func demonym(a, b string) bool {
	if len(a) < 4 || hasDigit(a) || len(b) <= len(a) || b[:len(a)] != a {
		return false
	}
	return slices.Contains(demonymEndings, b[len(a):])
}

// demonymEndings are what the name of a place gets for the name of its people.
var demonymEndings = []string{"n", "an", "ian", "iS", "ese", "nian"}
