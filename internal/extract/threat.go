package extract

import (
	"strings"

	"rashomon"
)

var (
	retaliation = lexiconOf(`retaliation retaliate revenge reprisal reprisals vengeance avenge`)
	threatening = lexiconOf(`threatened threatens threaten threatening vowed vows vow vowing warned warns warning promised
		promises promising pledged swore sworn anticipate expect await`)
)

// threats returns the claims of what is threatened.
func (d *draft) threats() []rashomon.Claim {
	var found []finding
	d.eachWord(func(i int, s run) {
		if w := d.low(i); (w == "threat" || w == "threats") && (d.low(i-1) == "bomb" || d.low(i-1) == "death") {
			found = append(found, finding{run{i - 1, i + 1}, run{i - 1, i + 1}, rashomon.Threats})
		}
		if !threatening[d.low(i)] {
			return
		}
		j := d.retaliationAfter(i, s)
		if w := d.low(i); j < 0 && strings.HasPrefix(w, "threaten") && (d.low(i+1) == "to" || d.low(i+1) == "with") {
			end := d.clauseEnd(i+2, s, 6)
			found = append(found, finding{run{i + 2, end}, run{i, end}, rashomon.Threats})
			return
		}
		if j < 0 && d.low(i+1) == "to" && violentVerbs[d.low(i+2)] {
			found = append(found, finding{run{i + 2, d.objectEnd(i+2, s)}, run{i, d.objectEnd(i+2, s)}, rashomon.Threats})
			return
		}
		if j >= 0 {
			found = append(found, finding{run{j, j + 1}, run{i, j + 1}, rashomon.Threats})
		}
	})
	return d.claims(rashomon.Threat, found)
}

// retaliationAfter returns the word of retaliation that the threat at i governs,
// -1 for none.
func (d *draft) retaliationAfter(i int, s run) int {
	for j := i + 1; j < s.last && j <= i+6; j++ {
		if retaliation[d.low(j)] {
			return j
		}
	}
	return -1
}
