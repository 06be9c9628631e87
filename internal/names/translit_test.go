package names

import (
	"archive/tar"
	"bufio"
	"compress/gzip"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
)

// arabicName is one Arabic spelling of a person's name with the Latin spellings that
// a translation gave it.
type arabicName struct {
	arabic string
	latin  []string
}

// arabicNames reads the persons of ANETAC (github.com/MohamedHadjAmeur), which is for
// evaluation only.
func arabicNames(t *testing.T) []arabicName {
	f, err := os.Open("../../../shared/data/translit-ar.tar.gz")
	if err != nil {
		t.Skip("no transliterated names beside this checkout")
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	for r := tar.NewReader(z); ; {
		h, err := r.Next()
		if err == io.EOF {
			t.Fatal("no list of names in the archive")
		}
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(h.Name, "Named-entities.txt") {
			return persons(r)
		}
	}
}

func persons(r io.Reader) []arabicName {
	at := map[string]int{}
	var out []arabicName
	for lines := bufio.NewScanner(r); lines.Scan(); {
		f := strings.Fields(lines.Text())
		if len(f) != 3 || f[0] != "PERSON" {
			continue
		}
		arabic := strings.ReplaceAll(f[2], "ـ", "")
		i, ok := at[arabic]
		if !ok {
			i = len(out)
			at[arabic], out = i, append(out, arabicName{arabic: arabic})
		}
		if !slices.Contains(out[i].latin, f[1]) {
			out[i].latin = append(out[i].latin, f[1])
		}
	}
	return out
}

// native reports whether a name is written with letters that Arabic uses for no
// foreign sound: it is an Arabic name, not a foreign one heard in Arabic.
func native(arabic string) bool { return strings.ContainsAny(arabic, "عحصضظ") }

// consonants of an Arabic spelling, without the letters that can be long vowels.
func consonants(arabic string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("اويىءأإآئؤةه", r) {
			return -1
		}
		return r
	}, arabic)
}

// TestTransliterations measures Same on names of one word, Arabic ones and foreign ones
// heard in Arabic: on spellings of one Arabic spelling, and on Latin spellings at most
// two letters apart whose Arabic consonants differ. Arabic has no p, e and o, so some
// spellings of one are no one name (Bambou, Pambo): of the foreign ones nobody should
// reach all. Its numbers are in docs/measurements.md.
func TestTransliterations(t *testing.T) {
	var arabic, foreign []arabicName
	for i, n := range arabicNames(t) {
		switch {
		case native(n.arabic):
			arabic = append(arabic, n)
		case i%10 == 0:
			foreign = append(foreign, n)
		}
	}
	for _, set := range []struct {
		name        string
		list        []arabicName
		least, most float64
	}{{"Arabic", arabic, .75, .05}, {"foreign, one in ten", foreign, .66, .01}} {
		same, all := spellings(set.list)
		like, others := lookalikes(set.list)
		t.Logf("%s: spellings of one name joined: %d of %d (%.3f); like names of others joined: %d of %d (%.4f)",
			set.name, same, all, float64(same)/float64(all), like, others, float64(like)/float64(others))
		if float64(same) < set.least*float64(all) || float64(like) > set.most*float64(others) {
			t.Error("worse than docs/measurements.md says")
		}
	}
}

// spellings counts pairs of spellings of one name, and those joined.
func spellings(list []arabicName) (joined, all int) {
	for _, n := range list {
		for i, a := range n.latin {
			for _, b := range n.latin[:i] {
				if all++; Same(a, b) {
					joined++
				}
			}
		}
	}
	return joined, all
}

// lookalikes counts pairs of like spellings of different names, and those joined.
func lookalikes(list []arabicName) (joined, all int) {
	type spelled struct{ latin, consonants string }
	first := map[string][]spelled{}
	for _, n := range list {
		for _, l := range n.latin {
			k := strings.ToLower(l[:1])
			first[k] = append(first[k], spelled{strings.ToLower(l), consonants(n.arabic)})
		}
	}
	for _, block := range first {
		for i, a := range block {
			for _, b := range block[:i] {
				if a.consonants == b.consonants || a.latin == b.latin || edits(a.latin, b.latin) > 2 {
					continue
				}
				if all++; Same(a.latin, b.latin) {
					joined++
				}
			}
		}
	}
	return joined, all
}

// edits is the Levenshtein distance in bytes, 3 for more than 2.
func edits(a, b string) int {
	if len(a)-len(b) > 2 || len(b)-len(a) > 2 {
		return 3
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			before, row[j+1] = row[j+1], min(row[j]+1, row[j+1]+1, before+cost)
		}
	}
	return row[len(b)]
}
