package names

import (
	"cmp"
	_ "embed"
	"slices"
	"strings"
)

// Credit is the line that everything that ships the known groups has to show.
const Credit = "Names of armed groups: UCDP Actor Dataset 22.1 (Uppsala Conflict Data Program, ucdp.uu.se; Davies, Pettersson and Öberg 2022, Journal of Peace Research 59(4)), CC BY 4.0, changed (groups of one name and names of two groups are left out, others added)."

// known is one line for each name of a group that has several: its block, the name
// folded, the group, and the countries where the group is at home, divided by tabs;
// the lines are in order. It is searched where it lies. training/groups makes it.
//
//go:embed groups.tsv
var known string

// groupWords are the words of a name by which a group is looked up.
func groupWords(name string) []string { return withoutFillers(split(clip(name))) }

func nameKey(name string) string { return strings.Join(foldAll(groupWords(name)), " ") }

func foldAll(words []string) []string {
	folded := make([]string, len(words))
	for i, w := range words {
		folded[i] = fold(w)
	}
	return folded
}

// groupBlock is the coarse key of folded words: what a spelling may not change.
func groupBlock(folded []string) string {
	var b strings.Builder
	for i, w := range folded {
		if i > 0 {
			b.WriteByte('.')
		}
		b.WriteString(coarse(w))
	}
	return b.String()
}

// groupOf returns the known group that a name's words name, or nothing. Fighters of
// a group are that group, and so is the group with the name of its country before
// it; "Pakistani Taliban" is a name of its own.
func groupOf(words []string) string {
	if g, _ := groupNamed(words); g != "" {
		return g
	}
	rest, code := takeCountry(words)
	if code == "" {
		return ""
	}
	if g, countries := groupNamed(rest); slices.Contains(strings.Fields(countries), code) {
		return g
	}
	return ""
}

// groupNamed finds the group with its countries, with the general words before and
// behind its name or without: "Fighters from the so-called Islamic State group".
func groupNamed(words []string) (group, countries string) {
	folded := foldAll(words)
	for from := range words {
		for to := len(words); to > from; to-- {
			if group, countries = search(folded[from:to]); group != "" {
				return group, countries
			}
			if !memberWords[words[to-1]] {
				break
			}
		}
		if !memberWords[words[from]] && !leadWords[words[from]] && !hasDigit(words[from]) {
			break
		}
	}
	return "", ""
}

// search finds a name in the table: as it stands there, or as a spelling of names of
// one group only.
func search(folded []string) (group, countries string) {
	block := groupBlock(folded) + "\t"
	several := false
	for rest := known[firstLine(block):]; strings.HasPrefix(rest, block); {
		line, after, _ := strings.Cut(rest[len(block):], "\n")
		rest = after
		key, line, _ := strings.Cut(line, "\t")
		of, at, _ := strings.Cut(line, "\t")
		switch same, exact := sameGroupWords(key, folded); {
		case exact:
			return of, at
		case !same:
		case group != "" && group != of:
			several = true
		default:
			group, countries = of, at
		}
	}
	if several {
		return "", ""
	}
	return group, countries
}

// firstLine is the place in the table of the first line that is not before a prefix.
func firstLine(prefix string) int {
	lo, hi := 0, len(known) // lines before lo are before the prefix, those from hi on are not
	for lo < hi {
		mid := strings.LastIndexByte(known[:(lo+hi)/2], '\n') + 1
		end := mid + strings.IndexByte(known[mid:], '\n') + 1
		if mid < lo || cmp.Compare(known[mid:end], prefix) < 0 {
			lo = max(end, lo)
		} else {
			hi = mid
		}
	}
	return lo
}

// sameGroupWords compares a folded name of the table with one word by word. Short
// words and acronyms have no spellings.
func sameGroupWords(key string, folded []string) (same, exact bool) {
	exact = true
	n := 0
	for x := range strings.FieldsSeq(key) {
		if n == len(folded) {
			return false, false
		}
		y := folded[n]
		if n++; x == y {
			continue
		}
		if exact = false; min(len(x), len(y)) < 5 || !sameSpelling(x, y) {
			return false, false
		}
	}
	return n == len(folded), exact && n == len(folded)
}

// variant reports whether q, no name of a known group, is a known group's name p cut
// short ("the Mobilization Forces"), or a longer one with a country added.
func variant(q, p Name) bool {
	switch {
	case !q.body() || len(q.words) == 0 || q.kind != p.kind && q.kind != "":
		return false
	case q.country == p.country || q.country == "":
		return within(q.words, p.words, sameWord) && slices.ContainsFunc(q.words, func(w string) bool { return len(w) > 2 && !bodyWords[w] })
	}
	return p.country == "" && len(p.words) > 1 && slices.Equal(p.words, q.words)
}
