package voice

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rashomon"
	"rashomon/internal/grammar"
	"rashomon/internal/text"
)

// heard is whose word a phrase is, as a person would note it.
type heard struct {
	Speaker, Name, Relay string
	Stance               rashomon.Stance
}

func TestAttribution(t *testing.T) {
	const own = rashomon.States
	for _, c := range []struct {
		name, text, words string
		want              heard
	}{
		{"outlet", "Nine miners died in Vellmar on Monday.", "Nine miners died", heard{"", "", "", own}},
		{"before", "Police said nine miners died.", "nine miners died", heard{"Police", "Police", "", own}},
		{"after", "Nine miners died, police said on Monday.", "Nine miners died", heard{"police", "police", "", own}},
		{"both sides", "Two men, police said, died there.", "died there", heard{"police", "police", "", own}},
		{"inverted", `"Nine miners died," said the Vellmar Observatory.`, "Nine miners died", heard{"the Vellmar Observatory", "Vellmar Observatory", "", own}},
		{"according", "Nine miners died, according to a nurse at the clinic.", "Nine miners died", heard{"a nurse at the clinic", "a nurse at the clinic", "", own}},
		{"according first", "According to the mayor, nine miners died.", "nine miners died", heard{"the mayor", "the mayor", "", own}},
		{"lost commas", "Nine miners died in Vellmar a source at Vellmar Police Command told AFP.", "Nine miners died",
			heard{"a source at Vellmar Police Command", "Vellmar Police Command", "AFP", own}},
		{"told", "A doctor told Reuters that nine miners died.", "nine miners died", heard{"A doctor", "A doctor", "Reuters", own}},
		{"told a body", "A doctor told the council that nine miners died.", "nine miners died", heard{"A doctor", "A doctor", "", own}},
		{"reported that told", "Reuters reported that police told them that nine miners died.", "nine miners died", heard{"police", "police", "Reuters", own}},
		{"citing", "AFP reported citing a medic that nine miners died.", "nine miners died", heard{"a medic", "a medic", "AFP", own}},
		{"passive", "The news was confirmed to Reuters by a Vellmar official.", "The news", heard{"a Vellmar official", "a Vellmar official", "Reuters", rashomon.Confirms}},
		{"passive goes on", "The news was confirmed to Reuters by an official who said that nine miners died.", "nine miners died",
			heard{"an official", "an official", "Reuters", rashomon.Confirms}},
		{"per report", "Per an AFP report, the mayor said nine miners died.", "nine miners died", heard{"the mayor", "the mayor", "AFP", own}},
		{"credit after", "Nine miners died, the mayor said, AFP reported.", "Nine miners died", heard{"the mayor", "the mayor", "AFP", own}},
		{"anonymous", "An official speaking anonymously claimed the blast killed nine miners.", "killed nine miners", heard{"An official", "An official", "", own}},
		{"relative clause", "The Vellmar Observatory which watches the war in Ostland said nine miners died.", "nine miners died",
			heard{"The Vellmar Observatory", "Vellmar Observatory", "", own}},
		{"apposition", "Ilo Brandt, head of the Ostland Rights Monitor, said nine miners died.", "nine miners died",
			heard{"Ilo Brandt", "Ostland Rights Monitor", "", own}},
		{"person of a body", "Ilo Abu Brandt from the Grey Militia said nine miners died.", "nine miners died",
			heard{"Ilo Abu Brandt from the Grey Militia", "Ilo Abu Brandt", "", own}},
		{"a stop that ends a sentence", "Rebels struck against the U.S. Ilo Brandt from the Grey Militia said nine miners died.", "nine miners died",
			heard{"Ilo Brandt from the Grey Militia", "Ilo Brandt", "", own}},
		{"relay behind an object", "A medic confirmed the death toll to an AFP correspondent.", "the death toll", heard{"A medic", "A medic", "AFP correspondent", rashomon.Confirms}},
		{"claims a deed", "The Grey Front claimed the attack that killed nine miners.", "killed nine miners", heard{"", "", "", own}},
		{"director", "Ostland Rights Monitor director Ilo Brandt said nine miners died.", "nine miners died",
			heard{"Ostland Rights Monitor director Ilo Brandt", "Ostland Rights Monitor", "", own}},
		{"the ministry which", "The ministry said nine miners died but rebels said two did.", "two did", heard{"rebels", "rebels", "", own}},
		{"whose first", "The ministry said nine miners died but rebels said two did.", "nine miners died", heard{"The ministry", "The ministry", "", own}},
		{"accused", "Rebels accused the army of the attack.", "the army", heard{"Rebels", "Rebels", "", rashomon.Alleges}},
		{"claimed lives", "The blast in Vellmar claimed nine lives.", "nine lives", heard{"", "", "", own}},
		{"claimed by", "A blast claimed by the Grey Front killed nine miners.", "killed nine miners", heard{"", "", "", own}},
		{"reported killed", "Nine miners were reported killed in Vellmar.", "Nine miners were reported killed", heard{"", "", "", rashomon.Alleges}},
		{"allegedly", "Soldiers allegedly killed nine miners.", "killed nine miners", heard{"", "", "", rashomon.Alleges}},
		{"could not verify", "Reuters could not verify the claims.", "could not verify the claims", heard{"Reuters", "Reuters", "", rashomon.Doubts}},
		{"unclear", "It was unclear who fired the rocket.", "who fired the rocket", heard{"", "", "", rashomon.Doubts}},
		{"put the toll", "A monitor put the death toll at nine.", "nine", heard{"A monitor", "A monitor", "", own}},
		{"statement", "According to a statement by the Grey Front, nine miners died.", "nine miners died", heard{"the Grey Front", "the Grey Front", "", own}},
		{"WHO", "The WHO said nine miners died.", "nine miners died", heard{"The WHO", "The WHO", "", own}},
		{"quoted as saying", "State media quoted a miner as saying that nine died.", "nine died", heard{"a miner", "a miner", "State media", own}},
		{"was quoted", "Nine miners died, the mayor was quoted as saying.", "Nine miners died", heard{"the mayor", "the mayor", "", own}},
		{"shared subject", "Police arrested a man and said nine miners died.", "nine miners died", heard{"Police", "Police", "", own}},
		{"adding", "The mayor said nine miners died, adding that two guards were hurt.", "two guards were hurt", heard{"The mayor", "The mayor", "", own}},
		{"lost sentence end", "Nine miners died and guards wounded another 250. Two fled on foot according to the mayor.", "Nine miners died", heard{"", "", "", own}},
		{"according as a new sentence", "Nine miners died on Monday According to a medic two died.", "Nine miners died", heard{"", "", "", own}},
		{"subject before a quotation", `The Observatory "has documented the deaths of nine miners" there.`, "deaths of nine miners", heard{"The Observatory", "The Observatory", "", own}},
		{"quoted verb", "Medical sources had “confirmed” that nine miners died.", "nine miners died", heard{"Medical sources", "Medical sources", "", rashomon.Confirms}},
		{"in brackets", "Nine miners died (two, according to the mayor) on Monday.", "Nine miners died", heard{"", "", "", own}},
		{"stands by its account", "The army stood by its earlier account of nine dead miners.", "nine dead miners", heard{"The army", "The army", "", own}},
		{"this article", "An earlier version of this article said nine miners died.", "nine miners died", heard{"", "", "", own}},
		{"the story", "The story said nine miners died.", "nine miners died", heard{"", "", "", own}},
		{"nobody speaks", "No group has said that it shot nine miners.", "shot nine miners", heard{"", "", "", own}},
		{"no evidence", "There was no evidence that rebels shot the miners.", "rebels shot the miners", heard{"", "", "", rashomon.Doubts}},
		{"did not specify", "The mayor did not specify which rebels shot the miners.", "rebels shot the miners", heard{"", "", "", rashomon.Doubts}},
		{"label of a line", "Talks went on.\nThe mayor: nine miners died. Two fled.", "Two fled", heard{"The mayor", "The mayor", "", own}},
		{"label behind a time", "Talks went on.\n[10:31] Governor: nine miners died.\n[10:40] Rain fell.", "Rain fell", heard{"", "", "", own}},
		{"labels in capitals", "HOLM: Who died?\nBRANDT: Nine miners died.", "Nine miners died", heard{"BRANDT", "BRANDT", "", own}},
		{"the outlet's own people", "ANNA HOLM, HOST: Who died?\nBRANDT: Nine did.\nHOLM: So nine miners died.", "nine miners died", heard{"", "", "", own}},
		{"no label", "Talks went on.\nSources: nine miners died.", "nine miners died", heard{"", "", "", own}},
		{"label", "[BRANDT] NINE MINERS DIED. WE SAW IT.", "WE SAW IT", heard{"BRANDT", "BRANDT", "", own}},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := listened("A title of no matter", c.text)
			if got := d.heardAt(t, c.words); got != c.want {
				t.Errorf("%q in %q: %s", c.words, c.text, cmp.Diff(c.want, got))
			}
		})
	}
}

func TestAttributionOverSentences(t *testing.T) {
	for _, c := range []struct {
		name, title, body, words string
		want                     heard
	}{
		{"pronoun", "T", "The Ostland Rights Monitor said nine miners died. It added that two guards were hurt.", "two guards were hurt",
			heard{"It", "Ostland Rights Monitor", "", rashomon.States}},
		{"relay goes on", "T", "A source at Vellmar Hospital told Reuters nine miners died. The source added that two guards were hurt.", "two guards were hurt",
			heard{"The source", "Vellmar Hospital", "Reuters", rashomon.States}},
		{"own sentence after", "T", "The Ostland Rights Monitor said nine miners died. Two guards were hurt.", "Two guards were hurt",
			heard{"", "", "", rashomon.States}},
		{"fuller name", "T", "The monitor said nine miners died. The Ostland Rights Monitor has sources there.", "nine miners died",
			heard{"The monitor", "Ostland Rights Monitor", "", rashomon.States}},
		{"initials", "T", "The World Mining Board met. The mine was unsafe, WMB said.", "The mine was unsafe",
			heard{"WMB", "World Mining Board", "", rashomon.States}},
		{"person spoken for", "T", "Ilo Brandt, head of the Ostland Rights Monitor, spoke first. He wept. Brandt said nine miners died.", "nine miners died",
			heard{"Brandt", "Ostland Rights Monitor", "", rashomon.States}},
		{"its spokesman", "T", `The army gave a lower figure. "Nine miners died," its spokesman, Brigadier Ilo Brandt, said.`, "Nine miners died",
			heard{"its spokesman", "army", "", rashomon.States}},
		{"tied to a body by its spokesman", "T", `The Ostlandian army met. "Two guards fled," its spokesman, Brigadier Ilo Brandt, said. He wept. Brigadier Brandt said nine miners died.`,
			"nine miners died", heard{"Brigadier Brandt", "Ostlandian army", "", rashomon.States}},
		{"the army spokesman", "T", `"Nine miners died," Brigadier Ilo Brandt, the army spokesman, said.`, "Nine miners died",
			heard{"Brigadier Ilo Brandt", "army", "", rashomon.States}},
		{"the one army", "T", "The Ostlandian army met. The army said nine miners died.", "nine miners died",
			heard{"The army", "Ostlandian army", "", rashomon.States}},
		{"the accused speaks", "T", "Police suspect the Ash Door group, which said nine miners died.", "nine miners died",
			heard{"the Ash Door group", "the Ash Door group", "", rashomon.States}},
		{"told by a message", "T", "Police suspect the Ash Door group, which said it was elsewhere. In a message to Halcyon Wire, the group denied that it had shot nine miners.", "shot nine miners",
			heard{"the group", "the Ash Door group", "Halcyon Wire", rashomon.Denies}},
		{"two armies", "T", "The Ostlandian army met the Vellian army. The army said nine miners died.", "nine miners died",
			heard{"The army", "The army", "", rashomon.States}},
		{"long quotation", "T", `"Nine miners died. Two guards were hurt," the mayor said.`, "Nine miners died",
			heard{"the mayor", "the mayor", "", rashomon.States}},
		{"quotation goes on", "T", `"Nine miners died," the mayor said. "Two guards were hurt."`, "Two guards were hurt",
			heard{"the mayor", "the mayor", "", rashomon.States}},
		{"block", "T", "The mayor said:\n\nNine miners died in the pit.\n\nIt was a black day.", "black day",
			heard{"The mayor", "The mayor", "", rashomon.States}},
		{"title", "Nine dead in Vellmar: monitor", "x", "Nine dead", heard{"monitor", "monitor", "", rashomon.States}},
		{"title without its mark", "Nine dead in Vellmar pit blast monitor", "x", "Nine dead", heard{"monitor", "monitor", "", rashomon.States}},
		{"title repeated", "Nine miners dead in Vellmar pit", "Nine miners dead in Vellmar pit A mayor said two guards were hurt.", "guards were hurt",
			heard{"A mayor", "A mayor", "", rashomon.States}},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := listened(c.title, c.body)
			if got := d.heardAt(t, c.words); got != c.want {
				t.Errorf("%q: %s", c.words, cmp.Diff(c.want, got))
			}
		})
	}
}

func TestVoiceKinds(t *testing.T) {
	for _, c := range []struct {
		text      string
		kind      rashomon.VoiceKind
		anonymous bool
	}{
		{"The Ostland Observatory said nine died.", rashomon.Monitor, false},
		{"Police said nine died.", rashomon.Police, false},
		{"A source said nine died.", rashomon.OtherVoice, true},
		{"A medic said nine died.", rashomon.Medical, true},
		{"Residents said nine died.", rashomon.Witness, false},
		{"The defence ministry said nine died.", rashomon.Military, false},
		{"The interior ministry said nine died.", rashomon.Official, false},
		{"Rebels said nine died.", rashomon.ArmedGroup, false},
		{"State television said nine died.", rashomon.Media, false},
	} {
		a := listened("T", c.text).Attribution(rashomon.Killed, spanOf(t, "T\n"+c.text, "nine died"), "this outlet")
		v, ok := a.Speaker()
		if !ok || v.Kind != c.kind || v.Anonymous != c.anonymous {
			t.Errorf("%q: speaker %+v, want kind %q, anonymous %v", c.text, v, c.kind, c.anonymous)
		}
	}
}

func TestOutletIsTheFirstVoice(t *testing.T) {
	const said = "T\nPolice said nine died."
	a := listened("T", "Police said nine died.").Attribution(rashomon.Killed, spanOf(t, said, "nine died"), "Vellmar Post")
	if len(a.Voices) != 2 || a.Voices[0].Name != "Vellmar Post" || a.Voices[0].Kind != rashomon.Media || !a.Voices[0].Words.Empty() {
		t.Errorf("voices %+v, want the outlet first, without words", a.Voices)
	}
	if got := a.Cue.Of(said); got != "said" {
		t.Errorf("cue %q, want said", got)
	}
}

func listened(title, body string) *Speech {
	return Listen(grammar.Of(text.Parse(title + "\n" + body)))
}

func (d *Speech) heardAt(t *testing.T, words string) heard {
	t.Helper()
	a := d.Attribution(rashomon.Perpetrator, spanOf(t, d.Doc.Text, words), "this outlet")
	h := heard{Stance: a.Stance}
	if v, ok := a.Speaker(); ok {
		h.Speaker, h.Name = v.As, v.Name
	}
	if v, ok := a.Relay(); ok {
		h.Relay = v.Name
	}
	return h
}

func spanOf(t *testing.T, text, words string) rashomon.Span {
	t.Helper()
	i := strings.Index(text, words)
	if i < 0 {
		t.Fatalf("%q does not stand in %q", words, text)
	}
	return rashomon.Span{Start: i, End: i + len(words)}
}

// Words that a model points to are named by the phrase that speaks among them.
func TestVoice(t *testing.T) {
	for _, c := range []struct{ body, words, as, name string }{
		{"Nine died, the health ministry in Vellmar said.", "the health ministry in Vellmar", "the health ministry in Vellmar", "health ministry in Vellmar"},
		{"The mayor told Reuters that nine died; the hospital gave a figure of ten.", "The mayor told Reuters that nine died; the hospital", "the hospital", "hospital"},
		{"Police suspect the Grey Front, which denied it.", "Police suspect the Grey Front", "Police", "Police"},
		{"A miner told the court that nine died.", "A miner told the court", "A miner", "A miner"},
	} {
		d := listened("A title of no matter", c.body)
		v := d.Voice(spanOf(t, d.Doc.Text, c.words))
		if v.As != c.as || strings.TrimPrefix(strings.TrimPrefix(v.Name, "the "), "The ") != c.name {
			t.Errorf("%q of %q: %q named %q", c.words, c.body, v.As, v.Name)
		}
	}
}
