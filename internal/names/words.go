package names

// Words returns the words of a name or of a place, folded by sound, without
// articles and small words: "al-Hasakeh" and "Hasaka" give words that are Alike.
func Words(s string) []string {
	var out []string
	for _, w := range split(s) {
		if fillers[w] || articles[w] {
			continue
		}
		if f := fold(w); f != "" {
			out = append(out, f)
		}
	}
	return out
}

// Alike reports whether two words that Words gave can be spellings of one.
func Alike(a, b string) bool { return sameWord(a, b) }

// Coarse returns the block of a word that Words gave: words that are Alike share
// it, but for a leading article written on.
func Coarse(w string) string { return coarse(w) }
