package voice

import (
	"strings"

	"rashomon/internal/grammar"
)

// owned returns, per cue, the body that a possessive stands for: "its spokesman" in
// a text that has just spoken of the army.
func (n *namer) owned(cues []cue) map[int]string {
	owners := map[int]string{}
	for k, c := range cues {
		if !n.possessive(c.speaker) && !n.possessive(c.beside) {
			continue
		}
		if body := n.bodyBefore(c.whole().First); !body.Empty() {
			owners[k] = n.trimmed(body)
		}
	}
	return owners
}

// possessive reports whether a phrase names one who speaks for a body by "its" or
// "their": "its spokesman, Brigadier N", ", their commander".
func (n *namer) possessive(r grammar.Run) bool {
	for i := r.First; i < r.Last && i < r.First+2; i++ {
		if w := n.Low(i); w != "its" && w != "their" {
			continue
		}
		for j := i + 1; j < r.Last && j < i+4; j++ {
			if w := n.Low(j); bodySpeakers[w] || w == "office" {
				return true
			}
		}
	}
	return false
}

// bodyBefore returns the body that opens the sentence of word i or, when that one
// names none, the nearest of the two sentences before.
func (n *namer) bodyBefore(i int) grammar.Run {
	k := n.Doc.Words[i].Sentence
	for back := 0; back < 3 && k-back > 0; back++ {
		s := n.Doc.Sentences[k-back]
		if back > 0 && s.Title {
			break
		}
		end := s.Last
		if back == 0 {
			end = i
		}
		if r := n.bodyFirst(n.Subject(end, grammar.Between(s.First, end))); !r.Empty() && !n.possessive(r) {
			return r
		}
	}
	return grammar.Run{}
}

// bodyFirst cuts a phrase that may run on into its verb down to the body that it
// opens with: "The army gave" is the army.
func (n *namer) bodyFirst(r grammar.Run) grammar.Run {
	for i := r.First; i < r.Last; i++ {
		w := n.Low(i)
		if grammar.Prepositions[w] || grammar.Pronouns[w] || bodySpeakers[w] {
			break
		}
		if (grammar.VoiceNouns[w] || grammar.ActorNouns[w]) && !grammar.VoiceNouns[n.Low(i+1)] && !n.Name(i+1) {
			return grammar.Between(r.First, i+1)
		}
	}
	return grammar.Run{}
}

// heldBy notes every person whom the phrases of the cue name as the owner's: "its
// spokesman, Brigadier N" names N in the apposition.
func (n *namer) heldBy(c cue, owner string) {
	for _, r := range []grammar.Run{c.speaker, c.beside} {
		if h := n.Head(r); !r.Empty() && n.Person(h) && n.Person(h-1) {
			n.persons[n.Low(h)] = owner
		}
	}
}

// stateNouns are the bodies that every state has one of.
var stateNouns = grammar.LexiconOf(`army military government police`)

// stateBodies returns for "army" the one army that the text names by its state ("the
// Ostrevian army"), and nothing where it names two.
func (n *namer) stateBodies() map[string]string {
	whose := map[string]string{}
	for i := 1; i < len(n.Doc.Words); i++ {
		w := n.Low(i)
		if !stateNouns[w] || n.Name(i) || grammar.VoiceNouns[n.Low(i+1)] && stateNouns[n.Low(i+1)] || !n.ofState(i-1) || n.Low(i+1) == "-" {
			continue
		}
		name := n.Doc.Span(i-1, i+1).Of(n.Doc.Text)
		if had, ok := whose[w]; ok && !strings.EqualFold(had, name) {
			name = ""
		}
		whose[w] = name
	}
	return whose
}

// ofState reports whether word i tells by its form whose a body is: "Ostrevian".
func (n *namer) ofState(i int) bool {
	w := n.Low(i)
	if !n.Name(i) || grammar.VoiceNouns[w] {
		return false
	}
	if grammar.Nations[w] || grammar.ActorAdjectives[w] {
		return true
	}
	for _, end := range []string{"ian", "ean", "ish", "ese", "ani", "aqi", "eli"} {
		if len(w) > 4 && strings.HasSuffix(w, end) {
			return true
		}
	}
	return false
}
