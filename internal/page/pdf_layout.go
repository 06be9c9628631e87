package page

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// layout joins lines to paragraphs, with an empty line between two.
func layout(lines []line) string {
	var out []string
	compounds := compoundsOf(lines)
	gap := usualGap(lines)
	for i := range lines {
		text := oneLine(lines[i].words())
		if text == "" {
			continue
		}
		if len(out) == 0 || begins(&lines[i-1], &lines[i], gap) {
			out = append(out, text)
			continue
		}
		out[len(out)-1] = joined(out[len(out)-1], text, compounds)
	}
	return strings.Join(out, "\n\n")
}

// begins reports whether a paragraph begins with next: below a wide gap, in letters of
// another size, or, elsewhere on the page or on the next, after the end of a sentence.
func begins(last, next *line, gap float64) bool {
	ended := endsSentence(last.words())
	down := last.y - next.y
	switch {
	case strings.ContainsAny(firstWord(next.words()), "•◦▪‣●"):
		return true
	case next.size > 1.15*last.size || last.size > 1.15*next.size:
		return true
	case next.page != last.page, down < 0:
		return ended
	case down > 1.4*max(gap, 1.2*next.size):
		return true
	}
	indented := next.left > last.left+next.size && ended
	return indented || ended && last.right-last.left < .6*(next.right-next.left)
}

func firstWord(s string) string {
	s, _, _ = strings.Cut(strings.TrimSpace(s), " ")
	return s
}

func endsSentence(s string) bool {
	s = strings.TrimRight(strings.TrimSpace(s), `"'”’»)`)
	r, _ := utf8.DecodeLastRuneInString(s)
	return strings.ContainsRune(".!?:…。؟۔", r)
}

// usualGap is the distance between a line and the next of its paragraph: a quarter of
// all distances are less. 0 where there are too few to tell.
func usualGap(lines []line) float64 {
	var gaps []float64
	for i := 1; i < len(lines); i++ {
		if d := lines[i-1].y - lines[i].y; d > 0 && lines[i].page == lines[i-1].page {
			gaps = append(gaps, d)
		}
	}
	if few := 4; len(gaps) < few {
		return 0
	}
	slices.Sort(gaps)
	return gaps[len(gaps)/4]
}

// joined sets next after text. A hyphen at the end of a line goes where a small
// letter follows, unless the document writes the word with it elsewhere.
func joined(text, next string, compounds map[string]bool) string {
	if stem, ok := strings.CutSuffix(text, "\u00AD"); ok {
		return stem + next
	}
	stem, ok := strings.CutSuffix(text, "-")
	before, _ := utf8.DecodeLastRuneInString(stem)
	after, _ := utf8.DecodeRuneInString(next)
	if !ok || !unicode.IsLetter(before) || !unicode.IsLower(after) {
		return text + " " + next
	}
	head := stem[strings.LastIndexByte(stem, ' ')+1:]
	tail, _, _ := strings.Cut(next, " ")
	if compounds[bareWord(head+"-"+tail)] {
		return text + next
	}
	return stem + next
}

// compoundsOf returns the words with a hyphen inside that stand within lines.
func compoundsOf(lines []line) map[string]bool {
	out := map[string]bool{}
	for i := range lines {
		for _, w := range strings.Fields(lines[i].words()) {
			if w = bareWord(w); strings.Contains(w, "-") {
				out[w] = true
			}
		}
	}
	return out
}

func bareWord(w string) string {
	return strings.ToLower(strings.TrimFunc(w, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) }))
}

// withoutRunning leaves out the lines that are among the first or last two of most
// pages, figures aside.
func withoutRunning(lines []line) []line {
	const deep = 2
	pages, seen := 0, map[string]int{}
	edge := make([]bool, len(lines))
	shapes := make([]string, len(lines))
	for begin := 0; begin < len(lines); pages++ {
		end := begin
		for end < len(lines) && lines[end].page == lines[begin].page {
			end++
		}
		for i := begin; i < end; i++ {
			shapes[i] = shape(lines[i].words())
			if edge[i] = i < begin+deep || i >= end-deep; edge[i] {
				seen[shapes[i]]++
			}
		}
		begin = end
	}
	if pages < 2 {
		return lines
	}
	out := make([]line, 0, len(lines))
	for i := range lines {
		if !edge[i] || seen[shapes[i]]*2 <= pages {
			out = append(out, lines[i])
		}
	}
	return out
}

// shape is a line with each number as one sign.
func shape(s string) string { return figures.ReplaceAllString(oneLine(s), "#") }

var figures = regexp.MustCompile(`\pN+`)

// heading returns the first page's largest line of words, with those of its size that
// follow it, where most letters are smaller; else the first line.
func heading(lines []line) string {
	first, largest := -1, -1
	sizes := map[float64]int{}
	for i := range lines {
		sizes[lines[i].size] += len(lines[i].text)
		if lines[i].page != lines[0].page || len(oneLine(lines[i].words())) < 4 {
			continue
		}
		if first < 0 {
			first, largest = i, i
		}
		if lines[i].size > 1.05*lines[largest].size {
			largest = i
		}
	}
	if first < 0 {
		return ""
	}
	usual := lines[first].size
	for _, size := range slices.Sorted(maps.Keys(sizes)) {
		if sizes[size] > sizes[usual] {
			usual = size
		}
	}
	if lines[largest].size < 1.15*usual {
		return oneLine(lines[first].words())
	}
	title := oneLine(lines[largest].words())
	for i := largest + 1; i < len(lines) && lines[i].size > .95*lines[largest].size && lines[i].page == lines[largest].page && len(title) < longestName; i++ {
		title = joined(title, oneLine(lines[i].words()), nil)
	}
	return title
}
