package names

import (
	"slices"
	"strings"
)

// samePerson compares the parts of two persons' names, which stand in their order or
// with the family name first. The given name, the first part of both, must be one:
// a name that lacks it names a father or a brother as well ("Hani Darwish" beside
// "Omar Hani Darwish"). Parts in the middle and a second family name may be left
// out; an initial stands for a part. One part alone must be the other's last and no
// given name.
func samePerson(p, q Name) bool {
	short, long := p.words, q.words
	if len(short) > len(long) {
		short, long = long, short
	}
	switch {
	case p.suffix != "" && q.suffix != "" && p.suffix != q.suffix:
		return false
	case slices.Equal(short, long):
		return true
	case len(long) == 1:
		return oneWord(short[0], long[0])
	case len(short) == 1:
		w, family := short[0], long[len(long)-1]
		return len(w) > 2 && !given(w) && distance(w, family) <= .2
	case aligned(short, long):
		return true
	case len(short) == len(long):
		return turned(short, long) || turned(long, short)
	}
	return familyNames(short, long)
}

// oneWord compares names of one word, which may be a person's or a country's that is
// in no table: "Sarmia" and "Sarmian".
func oneWord(a, b string) bool {
	return len(a) > 1 && len(b) > 1 && (sameSpelling(a, b) || strings.HasSuffix(a, "ia") && b == a+"n" || strings.HasSuffix(b, "ia") && a == b+"n")
}

// aligned reports whether short is long in its order with parts left out: it begins
// with the same part, and ends with long's last part, or with the one before a
// second family name, or where long goes on.
func aligned(short, long []string) bool {
	n, m := len(short), len(long)
	if !sameOrInitial(short[0], long[0]) {
		return false
	}
	for _, last := range []int{m - 1, m - 2, n - 1} {
		if last < n-1 || last == m-2 && m < 4 && last != n-1 || !sameOrInitial(short[n-1], long[last]) {
			continue
		}
		kept := []int{0}
		for j := 1; j < last && len(kept) < n-1; j++ {
			if sameOrInitial(short[len(kept)], long[j]) {
				kept = append(kept, j)
			}
		}
		if len(kept) == n-1 && telling(short, long, append(kept, last)) {
			return true
		}
	}
	return false
}

// telling reports whether more than a common given name and initials is shared: of
// short, each part is one of long at the place that at says.
func telling(short, long []string, at []int) bool {
	all := true
	for i, w := range short {
		full := len(w) > 1 && len(long[at[i]]) > 1
		if full && !given(w) && !given(long[at[i]]) {
			return true
		}
		all = all && full
	}
	return all
}

// turned reports whether b is a with its first part, the family name, at its end.
// Of two common given names nothing says which is the family name.
func turned(a, b []string) bool {
	if len(a) == 2 && (given(a[0]) && given(a[1]) || given(b[0]) && given(b[1])) {
		return false
	}
	return aligned(append(slices.Clone(a[1:]), a[0]), b)
}

// familyNames reports whether short is the two family names that long ends with.
func familyNames(short, long []string) bool {
	end := long[len(long)-2:]
	return len(short) == 2 && !given(short[0]) && len(short[0]) > 2 && len(short[1]) > 2 &&
		sameSpelling(short[0], end[0]) && sameSpelling(short[1], end[1])
}

// given reports whether a folded part is a common given name.
func given(w string) bool {
	return givenNames[w] || strings.HasPrefix(w, "abd") || len(w) > 5 && strings.HasSuffix(w, "din")
}

func sameOrInitial(a, b string) bool {
	if len(a) == 1 || len(b) == 1 {
		return a[0] == b[0]
	}
	return sameSpelling(a, b)
}

// sameSpelling reports whether two folded parts of persons' names can be spellings of
// one. A final a more is the name of a woman, or of her family: Amir and Amira.
func sameSpelling(a, b string) bool {
	return a != b+"a" && b != a+"a" && spelledAlike(a, b)
}
