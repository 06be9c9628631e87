package grammar

var (
	// told in these, harm is no news: "in the film, gunmen kill".
	fictions  = LexiconOf(`film movie novel play episode drama sitcom musical opera videogame thriller`)
	simulated = LexiconOf(`simulated simulates simulating simulate simulation mock re-enacted reenacted`)
)

// Imagined reports whether sentence s tells of what did not happen: a film's
// plot, a drill.
func (d *Text) Imagined(s int) bool {
	sentence := d.Doc.Sentences[s]
	for i := sentence.First; i < sentence.Last; i++ {
		switch w := d.Low(i); {
		case fictions[w] && (d.Low(i-1) == "the" || d.Low(i-1) == "this") && d.Low(i-2) == "in" && (i-2 == sentence.First || d.Low(i+1) == ","):
			return true
		case simulated[w]:
			for k := i + 1; k < min(i+5, sentence.Last); k++ {
				if AttackNouns[d.Low(k)] {
					return true
				}
			}
		}
	}
	return false
}
