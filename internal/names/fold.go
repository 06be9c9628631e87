package names

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// dotted finds "U.S." and "S.R.F.".
var dotted = regexp.MustCompile(`\b(?:\pL\.){2,}`)

// Parse takes a name apart.
func Parse(s string) Name {
	s = clip(s)
	name, brackets := bracketed(s)
	raw := split(name)
	var n Name
	if len(raw) == 0 {
		return n
	}
	n.alias = groupOf(withoutFillers(raw))
	if len(raw) == 1 && acronymLike(name) {
		n.acronym = raw[0]
	}
	n.initials = initials(name)
	if person := inOffice(raw); n.alias == "" && person != nil {
		n.take(withoutFillers(person))
		return n
	}
	raw, n.country = takeCountry(raw)
	parts := withoutFillers(raw)
	if n.country != "" && len(parts) > 0 && fillers[parts[0]] {
		parts = nil
	}
	n.take(parts)
	if inside := split(brackets); n.alias == "" && len(inside) > 0 && (n.body() || inside[0] == n.initials) {
		if n.alias = groupOf(withoutFillers(inside)); acronymLike(brackets) {
			n.initials = inside[0]
		}
	}
	if calling := callings(name); n.alias == "" && !n.body() && calling > 0 && calling < len(parts) {
		n.words = nil
		n.take(parts[calling:])
	}
	return n
}

// inOffice returns the words of a person's full name behind an office: of "police
// chief Karl Oder" the last two, of "the chief of the Arden police" none.
func inOffice(words []string) []string {
	at := len(words)
	for at > 0 && !offices[words[at-1]] {
		if w := words[at-1]; fillers[w] || bodyWords[fold(w)] || kindWords[w] != "" || countries[w] != "" {
			return nil
		}
		at--
	}
	if at == 0 || len(words)-at < 2 {
		return nil
	}
	return words[at:]
}

// take folds the parts of a name, and takes out what says the kind of body.
func (n *Name) take(parts []string) {
	if l := len(parts); l > 1 && suffixes[parts[l-1]] {
		n.suffix, parts = parts[l-1], parts[:l-1]
	}
	for _, w := range joinParticles(parts) {
		if k := kindWords[w]; k != "" {
			if n.kind == "" || k != "military" {
				n.kind = k
			}
			continue
		}
		if stem, ok := strings.CutSuffix(w, "eh"); ok && len(w) > 6 { // Fatemeh, but not Saleh
			w = stem + "a"
		}
		if f := fold(w); f != "" {
			n.words = append(n.words, f)
		}
	}
}

// callings counts the words in small letters before a person's name that withoutFillers
// keeps: "the taxi driver Karim Oder" has two. It is zero where no capital follows, and
// where the words are a phrase: "sources in Port Oder".
func callings(name string) int {
	n := 0
	for _, w := range strings.FieldsFunc(name, func(r rune) bool { return unicode.IsSpace(r) || r == '-' }) {
		switch first, _ := utf8.DecodeRuneInString(w); {
		case unicode.IsUpper(first):
			return n
		case !unicode.IsLower(first) || kunyas[w] != "" || servant[w] || particles[w] || linkWords[w] || fillers[w] && w != "the" && w != "a":
			return 0
		case !fillers[w] && !titles[w] && !articles[w]:
			n++
		}
	}
	return 0
}

// bracketed takes the brackets out of a name, which it returns where they end it:
// "Sarmian Relief Front (SRF)", "Karim Oder (Abu Salim)". A family name before a
// comma goes to the end; what else follows a comma in small letters says who it is.
func bracketed(s string) (name, brackets string) {
	if at := strings.IndexAny(s, "(["); at >= 0 && strings.TrimSpace(s[:at]) != "" {
		inside, after := s[at+1:], ""
		if to := strings.IndexAny(inside, ")]"); to >= 0 {
			inside, after = inside[:to], inside[to+1:]
		}
		before := strings.TrimSpace(s[:at])
		switch {
		case s[at] == '[' && !acronymLike(inside) && !acronymLike(before[strings.LastIndexByte(before, ' ')+1:]): // an editor's word
		case strings.TrimSpace(after) == "":
			s, brackets = before, inside
		default:
			s = before + after
		}
	}
	family, given, ok := strings.Cut(s, ",")
	given = strings.TrimSpace(given)
	first, _ := utf8.DecodeRuneInString(given)
	switch {
	case !ok || strings.TrimSpace(family) == "" || suffixes[strings.Trim(strings.ToLower(given), " .")]:
		return s, brackets
	case unicode.IsLower(first):
		return family, brackets
	case unicode.IsUpper(first) && !strings.ContainsAny(given, ",;") && len(strings.Fields(s)) < 5:
		return given + " " + family, brackets
	}
	return s, brackets
}

// longest is the most bytes of a name that are looked at: what is longer is no
// name, and comparing it would cost more than it tells.
const longest = 300

func clip(s string) string {
	if len(s) <= longest {
		return s
	}
	return strings.ToValidUTF8(s[:longest], "")
}

// split returns the words of a name in lower case and plain letters. Dots inside
// an abbreviation and apostrophes are dropped; anything else that is no letter
// or digit ends a word.
func split(s string) []string {
	var words []string
	var b strings.Builder
	end := func() {
		if b.Len() > 0 {
			words = append(words, b.String())
			b.Reset()
		}
	}
	s = dotted.ReplaceAllStringFunc(s, func(a string) string { return strings.ReplaceAll(a, ".", "") })
	for _, r := range strings.TrimSuffix(strings.TrimSuffix(s, "'s"), "’s") {
		switch {
		case plain[r] != "":
			b.WriteString(plain[r])
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			b.WriteRune(unicode.ToLower(r))
		case strings.ContainsRune("'’‘`ʿʾ", r), unicode.Is(unicode.Mn, r):
		default:
			end()
		}
	}
	end()
	return joinLetters(words)
}

// joinLetters makes "u s" of "U. S." one word.
func joinLetters(words []string) []string {
	if len(words) == 2 && words[0] == "u" && words[1] == "s" {
		return []string{"us"}
	}
	return words
}

func acronymLike(s string) bool {
	letters := 0
	for _, r := range s {
		switch {
		case unicode.IsUpper(r):
			letters++
		case r != '.':
			return false
		}
	}
	return letters >= 2 && letters <= 6
}

// initials returns the first letters of the words that begin with a capital, and
// of the parts of hyphenated ones. It is empty for fewer than two.
func initials(s string) string {
	var b strings.Builder
	for _, w := range strings.FieldsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || r == '-' }) {
		if r := []rune(w)[0]; unicode.IsUpper(r) && !fillers[strings.ToLower(w)] {
			b.WriteRune(unicode.ToLower(r))
		}
	}
	if b.Len() < 2 {
		return ""
	}
	return b.String()
}

// takeCountry removes the words of the first country named.
func takeCountry(words []string) (rest []string, code string) {
	for i, w := range words {
		if i+1 < len(words) {
			if c := countries[w+" "+words[i+1]]; c != "" {
				return append(append(rest, words[:i]...), words[i+2:]...), c
			}
		}
		if c := countries[w]; c != "" {
			return append(append(rest, words[:i]...), words[i+1:]...), c
		}
	}
	return words, ""
}

// withoutFillers drops articles, titles and small words, unless nothing is left.
func withoutFillers(words []string) []string {
	var kept []string
	for i, w := range words {
		if fillers[w] || titles[w] || i > 0 && articles[w] || i == 0 && articles[w] && len(words) > 1 {
			continue
		}
		kept = append(kept, w)
	}
	if len(kept) == 0 {
		return words
	}
	return kept
}

// joinParticles makes one word of "abd al-rahman", of "abu omar", "umm omar", "salah
// al-din" and "dhaif allah", and drops "bin" between names.
func joinParticles(words []string) []string {
	var out []string
	for i := 0; i < len(words); i++ {
		w := words[i]
		next := i+1 < len(words)
		switch {
		case i > 0 && next && (w == "bin" || w == "ibn" || w == "ben" || w == "bint"):
		case servant[w] && next:
			i++
			out = append(out, "abd"+words[i])
		case kunyas[w] != "" && next:
			i++
			out = append(out, kunyas[w]+words[i])
		case faiths[w] != "" && len(out) > 0:
			out[len(out)-1] += faiths[w]
		default:
			out = append(out, oneFaith(oneServant(w)))
		}
	}
	return out
}

// oneFaith spells "salaheddine" and "salahuddin" as joinParticles does "salah al-din".
func oneFaith(w string) string {
	for end := range faiths {
		for _, link := range []string{"ed", "ud", "ad", "id", "e", "u", "a"} {
			if stem, ok := strings.CutSuffix(w, link+end); ok && len(stem) > 2 && len(end) < 5 {
				return stem + faiths[end]
			}
		}
	}
	return w
}

// oneServant spells "abdulrahman" and "abdelrahman" as joinParticles does.
func oneServant(w string) string {
	for p := range servant {
		if len(p) == 5 && len(w) > 7 && strings.HasPrefix(w, p) {
			return "abd" + w[5:]
		}
	}
	return w
}

// fold writes one word by sound: a capital letter stands for a digraph (S for
// "sh"), double letters and a final h are dropped.
func fold(w string) string {
	for _, e := range endings {
		if strings.HasSuffix(w, e[0]) && len(w) > len(e[0])+1 {
			w = strings.TrimSuffix(w, e[0]) + e[1]
			break
		}
	}
	w = digraphs.Replace(w)
	var b []byte
	for i := range len(w) {
		c := w[i]
		if c == 'c' {
			c = 'k'
			if i+1 < len(w) && (w[i+1] == 'e' || w[i+1] == 'i') {
				c = 's'
			}
		}
		if l := len(b); l > 0 && b[l-1] == c && (c < '0' || c > '9') {
			continue
		}
		if l := len(b); l > 0 && c >= 'A' && c <= 'Z' && b[l-1] == c+'a'-'A' { // "tth", "ssh"
			b = b[:l-1]
		}
		b = append(b, c)
	}
	if l := len(b); l > 2 && b[l-1] == 'h' {
		b = b[:l-1]
	}
	return string(b)
}

// coarse keeps the classes of consonants that sameWord takes for each other.
func coarse(w string) string {
	var b []byte
	for i := range len(w) {
		c := w[i]
		switch {
		case strings.IndexByte("aeiouhwy", c) >= 0:
			continue
		case strings.IndexByte("tTdDzsSC", c) >= 0:
			c = 't'
		case strings.IndexByte("kKgGj", c) >= 0:
			c = 'k'
		case c == 'v':
			c = 'f'
		case c == 'p':
			c = 'b'
		}
		b = append(b, c)
	}
	return string(b)
}
