package deed

import (
	"strings"

	"rashomon"
	"rashomon/internal/grammar"
)

var (
	retaliation = grammar.LexiconOf(`retaliation retaliate revenge reprisal reprisals vengeance avenge`)
	threatening = grammar.LexiconOf(`threatened threatens threaten threatening vowed vows vow vowing warned warns warning promised
		promises promising pledged swore sworn anticipate expect await`)
)

// threats finds what is threatened.
func (d *reader) threats() []finding {
	var found []finding
	d.eachWord(func(i int, s grammar.Run) {
		if w := d.Low(i); (w == "threat" || w == "threats") && (d.Low(i-1) == "bomb" || d.Low(i-1) == "death") {
			found = append(found, finding{grammar.Between(i-1, i+1), grammar.Between(i-1, i+1), rashomon.Threats})
		}
		if !threatening[d.Low(i)] {
			return
		}
		j := d.retaliationAfter(i, s)
		if w := d.Low(i); j < 0 && strings.HasPrefix(w, "threaten") && (d.Low(i+1) == "to" || d.Low(i+1) == "with") {
			end := d.clauseEnd(i+2, s, 6)
			found = append(found, finding{grammar.Between(i+2, end), grammar.Between(i, end), rashomon.Threats})
			return
		}
		if j < 0 && d.Low(i+1) == "to" && grammar.ViolentVerbs[d.Low(i+2)] {
			found = append(found, finding{grammar.Between(i+2, d.objectEnd(i+2, s)), grammar.Between(i, d.objectEnd(i+2, s)), rashomon.Threats})
			return
		}
		if j >= 0 {
			found = append(found, finding{grammar.Between(j, j+1), grammar.Between(i, j+1), rashomon.Threats})
		}
	})
	return found
}

// retaliationAfter returns the word of retaliation that the threat at i governs,
// -1 for none.
func (d *reader) retaliationAfter(i int, s grammar.Run) int {
	for j := i + 1; j < s.Last && j <= i+6; j++ {
		if retaliation[d.Low(j)] {
			return j
		}
	}
	return -1
}
