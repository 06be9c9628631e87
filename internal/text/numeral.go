package text

import (
	"strconv"
	"strings"

	"rashomon"
)

// quantity is a bare number without comparators; next is the word after it.
type quantity struct {
	lo, hi int
	vague  string
	next   int
}

var ones = map[string]int{
	"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
	"eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
	"eighteen": 18, "nineteen": 19,
}

var tens = map[string]int{
	"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}

var scales = map[string]int{"dozen": 12, "hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}

// vagueWords are the intervals of ../shared/gold/GUIDE.md.
var vagueWords = map[string][2]int{
	"several": {3, 9}, "tens": {20, 99}, "dozens": {24, 99}, "scores": {40, 199}, "hundreds": {200, 999},
	"thousands": {2_000, 9_999}, "many": {1, rashomon.Open}, "multiple": {1, rashomon.Open},
	"numerous": {1, rashomon.Open}, "countless": {1, rashomon.Open}, "various": {1, rashomon.Open},
}

// vagueScales are vague words of a scale: "tens of thousands", "several dozen".
var vagueScales = map[string][2]int{
	"tens thousands": {20_000, 99_999}, "hundreds thousands": {200_000, 999_999}, "tens millions": {20_000_000, 99_999_999},
	"several dozen": {24, 99}, "several hundred": {300, 999}, "several thousand": {3_000, 9_999},
	"few dozen": {24, 99}, "few hundred": {300, 999}, "few thousand": {3_000, 9_999},
}

// biggest is more than any count of people can be.
const biggest = 10_000_000_000

// quantity reads the bare number at word i, before word end.
func (d *Doc) quantity(i, end int) (quantity, bool) {
	if i >= end {
		return quantity{}, false
	}
	if q, ok := d.vague(i, end); ok {
		return q, true
	}
	w := d.Lower(i)
	if c := w[0]; c >= '0' && c <= '9' {
		return d.digits(i, end)
	}
	switch {
	case w == "half" && d.matches(i+1, []string{"a", "dozen"}) && i+3 <= end:
		return quantity{6, 6, "", i + 3}, true
	case w == "quarter" && d.matches(i+1, []string{"of", "a", "million"}) && i+4 <= end:
		return quantity{250_000, 250_000, "", i + 4}, true
	case w == "a" && d.matches(i+1, []string{"quarter", "of", "a", "million"}) && i+5 <= end:
		return quantity{250_000, 250_000, "", i + 5}, true
	case w == "a" || w == "an":
		if _, ok := scales[d.Lower(i+1)]; !ok {
			return quantity{}, false
		}
		return d.spelled(i+1, end)
	}
	return d.spelled(i, end)
}

// vague reads "dozens", "tens of thousands", "several hundred", "a few", "a
// large number of".
func (d *Doc) vague(i, end int) (quantity, bool) {
	w, next := d.Lower(i), d.Lower(i+1)
	if w == "several" || w == "few" {
		if r, ok := vagueScales[w+" "+next]; ok && i+1 < end {
			return quantity{r[0], r[1], w + " " + next, i + 2}, true
		}
	}
	if (w == "tens" || w == "hundreds") && next == "of" && i+2 < end {
		if r, ok := vagueScales[w+" "+d.Lower(i+2)]; ok {
			return quantity{r[0], r[1], w + " of " + d.Lower(i+2), i + 3}, true
		}
	}
	if w == "a" && next == "few" && i+1 < end {
		if r, ok := vagueScales["few "+d.Lower(i+2)]; ok && i+2 < end {
			return quantity{r[0], r[1], "few " + d.Lower(i+2), i + 3}, true
		}
		return quantity{3, 9, "a few", i + 2}, true
	}
	if w == "a" && next == "couple" && d.Lower(i+2) == "of" && i+3 < end {
		if scale, ok := scales[strings.TrimSuffix(d.Lower(i+3), "s")]; ok && scale <= 1000 {
			return quantity{2 * scale, 3*scale - 1, "a couple of " + d.Lower(i+3), i + 4}, true
		}
	}
	if before := d.Lower(i - 1); w == "many" && (before == "as" || before == "how") {
		return quantity{}, false
	}
	if r, ok := vagueWords[w]; ok && (w != "scores" || next == "of" || next == "more" || next == "were" || d.Lower(i-1) != "the") {
		return quantity{r[0], r[1], w, i + 1}, true
	}
	return d.numberOf(i, end)
}

// numberOf reads "a number of", "an unknown number of", "large numbers of".
func (d *Doc) numberOf(i, end int) (quantity, bool) {
	k := i
	switch d.Lower(i) {
	case "a", "an":
		k++
		if d.Lower(k) != "number" {
			k++
		}
	case "large", "unknown", "unspecified", "undisclosed":
		k++
	default:
		return quantity{}, false
	}
	w := d.Lower(k)
	if w != "number" && w != "numbers" || d.Lower(k+1) != "of" || k+2 > end {
		return quantity{}, false
	}
	return quantity{1, rashomon.Open, strings.ToLower(d.Span(i, k+1).Of(d.Text)), k + 2}, true
}

// digits reads a number that begins with a digit, with a scale word after it
// ("3.5 million"), or two with a hyphen between ("10-15").
func (d *Doc) digits(i, end int) (quantity, bool) {
	w := d.Lower(i)
	if lo, hi, ok := strings.Cut(w, "-"); ok {
		a, okA := whole(lo)
		b, okB := whole(hi)
		return quantity{a, b, "", i + 1}, okA && okB && a < b
	}
	scale, scaled := scales[d.Lower(i+1)]
	scaled = scaled && i+1 < end
	if f, err := strconv.ParseFloat(w, 64); strings.Contains(w, ".") {
		if err != nil || !scaled || f*float64(scale) >= biggest {
			return quantity{}, false
		}
		n := int(f*float64(scale) + 0.5)
		return quantity{n, n, "", i + 2}, true
	}
	n, ok := whole(w)
	if !ok {
		return quantity{}, false
	}
	next := i + 1
	if d.Lower(next) == "," && d.Lower(next+1) == "000" && n < 1000 && next+2 <= end {
		return quantity{n * 1000, n * 1000, "", next + 2}, true
	}
	if scaled && n*scale < biggest {
		n *= scale
		next++
	}
	return quantity{n, n, "", next}, true
}

// whole reads digits with thousands commas.
func whole(w string) (int, bool) {
	if len(w) == 0 || len(w) > 13 || w[0] < '0' || w[0] > '9' {
		return 0, false
	}
	n, err := strconv.Atoi(strings.ReplaceAll(w, ",", ""))
	return n, err == nil && n < biggest
}

// spelled reads number words: "twenty-three", "a hundred and five", "two dozen".
func (d *Doc) spelled(i, end int) (quantity, bool) {
	total, current, k, found := 0, 0, i, false
	for k < end {
		w := d.Lower(k)
		if w == "and" && found && current%100 == 0 && current > 0 && k+1 < end && small(d.Lower(k+1)) > 0 {
			k++
			continue
		}
		if v := small(w); v > 0 {
			if current%100 != 0 && (current%10 != 0 || v > 9 || current%100 < 20) {
				break
			}
			current += v
		} else if scale, ok := scales[w]; ok {
			switch {
			case total+max(current, 1)*scale >= biggest:
				return quantity{}, false
			case scale <= 100:
				current = max(current, 1) * scale
			default:
				total, current = total+max(current, 1)*scale, 0
			}
		} else {
			break
		}
		found = true
		k++
	}
	if !found {
		return quantity{}, false
	}
	return quantity{total + current, total + current, "", k}, true
}

// small returns the value of a number word below 100, hyphens included, or 0.
func small(w string) int {
	if v := ones[w] + tens[w]; v > 0 {
		return v
	}
	if a, b, ok := strings.Cut(w, "-"); ok && tens[a] > 0 && ones[b] > 0 && ones[b] < 10 {
		return tens[a] + ones[b]
	}
	return 0
}
