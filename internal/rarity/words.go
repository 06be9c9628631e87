package rarity

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"rashomon/internal/names"
)

// Word is a word of a text that tells something.
type Word struct {
	Key     uint32
	Rare    float32 // as Table.Of
	Common  bool    // of nearly every report of violence, or of its frame: "killed", "Monday", "Reuters"
	Capital bool    // it is written with a capital here
}

// Reader takes texts apart into words. It remembers words that it met, up to a bound;
// that changes its speed only. It is not for use by two at once.
type Reader struct {
	table  Table
	known  []remembered // by the hash of the word: the last one met of those that share a place
	counts bag          // words at hand
	heap   []weighed    // scratch
}

type remembered struct {
	word string
	Word
}

const (
	places      = 1 << 15 // words remembered
	longestWord = 40      // bytes of those
)

// NewReader returns a reader that weighs words by a table.
func NewReader(t Table) *Reader { return &Reader{table: t, known: make([]remembered, places)} }

// Each calls f with every word of s that tells anything: no article, no "was" or "said".
func (r *Reader) Each(s string, f func(Word)) {
	cut(s, func(w string) {
		if word := r.word(w); word.Key != 0 {
			word.Capital = capital(w)
			f(word)
		}
	})
}

// capital reports whether a word begins with one.
func capital(w string) bool {
	if w[0] < utf8.RuneSelf {
		return w[0] >= 'A' && w[0] <= 'Z'
	}
	first, _ := utf8.DecodeRuneInString(w)
	return unicode.IsUpper(first)
}

// Fold calls f with the words that Each tells of, as they are counted.
func Fold(s string, f func(folded string)) {
	cut(s, func(w string) {
		if folded := fold(w); folded != "" {
			f(folded)
		}
	})
}

// cut calls f with every run of two or more letters and digits.
func cut(s string, f func(w string)) {
	for len(s) > 0 {
		n := run(s)
		if n > 1 {
			f(s[:n])
		}
		if n == 0 {
			_, n = utf8.DecodeRuneInString(s)
		}
		s = s[n:]
	}
}

// fold is a word without its plural, as names folds it by sound; empty when it tells
// nothing.
func fold(w string) string {
	if folded := names.Words(w); len(folded) == 1 && !stop[strings.ToLower(w)] {
		return Singular(folded[0])
	}
	return ""
}

// run is how many bytes of letters and digits s begins with.
func run(s string) int {
	for i := 0; i < len(s); {
		c := s[i]
		if c >= utf8.RuneSelf {
			x, n := utf8.DecodeRuneInString(s[i:])
			if !unicode.IsLetter(x) && !unicode.IsDigit(x) {
				return i
			}
			i += n
			continue
		}
		if (c|0x20 < 'a' || c|0x20 > 'z') && (c < '0' || c > '9') {
			return i
		}
		i++
	}
	return len(s)
}

func (r *Reader) word(w string) Word {
	h := uint32(2166136261)
	for i := range len(w) {
		h = (h ^ uint32(w[i])) * 16777619
	}
	at := &r.known[(h^h>>15)%places]
	if at.word == w {
		return at.Word
	}
	var word Word
	if folded := fold(w); folded != "" {
		word = r.Folded(folded)
	}
	if len(w) <= longestWord {
		*at = remembered{strings.Clone(w), word}
	}
	return word
}

// Folded weighs a word as names.Words gives it.
func (r *Reader) Folded(folded string) Word {
	k := Singular(folded)
	key := Key(k)
	return Word{Key: key, Rare: float32(r.table.Of(key)), Common: common[k]}
}

// Singular takes the "s" off a folded word that may be a plural.
func Singular(folded string) string {
	if len(folded) > 4 {
		return strings.TrimSuffix(folded, "s")
	}
	return folded
}

// Telling reports whether a word, and folded as names.Words gives it, says anything of
// one event rather than of all.
func Telling(word, folded string) bool {
	return len(folded) > 2 && !common[folded] && !stop[strings.ToLower(word)]
}

// Common reports whether a folded word is of nearly every report of violence.
func Common(folded string) bool { return common[folded] }

// wordSet holds words as they are and folded.
func wordSet(words string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		m[w] = true
		for _, f := range names.Words(w) {
			m[f] = true
		}
	}
	return m
}

// The tables below are read only.
var (
	stop = wordSet(`the a an and or of in on at to from by for with as is are was were be been being has have had it its this that these those
		he she they his her their them him we our you your i my who whom which what when where while after before during since until
		not no nor but if than then so such also into over under about against between out up down off more most less least very can could
		may might will would shall should do does did there here all any both each other some one two three said says say told according`)
	common = wordSet(`killed kill killing dead died death deaths die people person attack attacks attacked injured wounded wounding others including
		several least dozens hundreds police officials official forces force army military government security group groups fighters rebels militants
		soldiers civilians women children child men man woman year years old day days week month time today yesterday monday tuesday wednesday
		thursday friday saturday sunday january february march april may june july august september october november december city town village
		area province district country state war conflict fighting clashes strike strikes air airstrike airstrikes raid raids bomb bombing bombs
		explosion blast shooting shot fire shelling rocket rockets missile gunmen suspect reported report reports source sources agency news
		statement spokesman control held near north south east west northern southern eastern western local national united states 
		afp reuters ap monitor observatory human rights international new last first second four five six seven eight nine ten
		published date early late morning night evening updated victim victims scene hospital incident investigation`)
)
