package deed

import "rashomon/internal/grammar"

var (
	// sporting are words of a game; of three, one alone says nothing.
	sporting = grammar.LexiconOf(`match game goal goals scored striker midfielder goalkeeper coach league cup tournament season
		innings batsman bowler defender halftime half-time playoff playoffs quarterback touchdown championship champions team
		teams referee stadium penalty derby fans`)
	// earnest are words of harm that no game is told with.
	earnest = grammar.LexiconOf(`gunman gunmen police hospital bomb bombs bombing bombed explosion blast victim victims dead wounded
		injured suspect suspects army troops soldiers militants rebels civilians attack attacks murder murdered bodies
		died killing shooting shootings gun knife stabbed`)
)

// game reports whether the text tells of a game, where to kill, to shoot and to
// destroy are figures of speech.
func (d *reader) game() bool {
	words := map[string]bool{}
	for i := range d.Doc.Words {
		w := d.Low(i)
		if earnest[w] {
			return false
		}
		if sporting[w] {
			words[w] = true
		}
	}
	return len(words) > 2
}
