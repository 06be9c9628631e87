package deed

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rashomon"
	"rashomon/internal/grammar"
	"rashomon/internal/text"
)

// TestCases lists what one sentence tells on one field, as "value (stance)".
func TestCases(t *testing.T) {
	for _, c := range []struct {
		name, text string
		field      rashomon.Field
		want       []string
	}{
		// Names whole, without what follows them.
		{"word of time in a name", "Police blamed the New Dawn group for the raid.", rashomon.Perpetrator, []string{"New Dawn group (alleges)"}},
		{"capitals", "POLICE IN VELLMAR BLAMED THE RED COLUMN.", rashomon.Perpetrator, []string{"RED COLUMN (alleges)"}},
		{"adverb behind", "Police blamed the Red Column instead.", rashomon.Perpetrator, []string{"Red Column (alleges)"}},
		{"the group", "Police suspect the Ash Door group. The group denied carrying out the attack.", rashomon.Perpetrator,
			[]string{"Ash Door group (alleges)", "Ash Door group (denies)"}},
		// Who did nothing of the kind.
		{"denies that it happened", "A police spokesman denied that there was any attack.", rashomon.Perpetrator, nil},
		{"rejects calls", "The army rejected calls for talks after the attack.", rashomon.Perpetrator, nil},
		{"stopped a plot", "Police foiled a plot to bomb the mill.", rashomon.Perpetrator, nil},
		{"shot the attacker", "A gunman was shot by police as he ran.", rashomon.Perpetrator, nil},
		{"earthquake", "Earthquake kills 20 people in Vellmar.", rashomon.Perpetrator, nil},
		{"a game", "Tigers destroyed Lions in a league match. The striker killed off the game with late goals.", rashomon.Perpetrator, nil},
		// Denials.
		{"did not use", "The Ostlandian army did not use gas.", rashomon.Perpetrator, []string{"Ostlandian army (denies)"}},
		{"said it had not", "The army said it had not killed any miners.", rashomon.Perpetrator, []string{"army (denies)"}},
		{"had no part", "The Grey Front had no part in the raid.", rashomon.Perpetrator, []string{"Grey Front (denies)"}},
		{"denied by", "The claim was swiftly denied by the army.", rashomon.Perpetrator, []string{"army (denies)"}},
		{"denied there were", "The mayor denied that there were any rebels in town.", rashomon.Perpetrator, []string{"rebels (denies)"}},
		{"conducted no strikes", "The coalition conducted no strikes there.", rashomon.Perpetrator, []string{"coalition (denies)"}},
		{"not targeted", "The power plant was not targeted.", rashomon.Target, []string{"power plant (denies)"}},
		{"general denial", "We do not bomb civilians.", rashomon.Weapon, nil},
		// What is left open.
		{"unclear why", "It was unclear why the miners were shot.", rashomon.Motive, []string{"was unclear why the miners were shot (doubts)"}},
		{"cause not determined", "The cause of the blast has not yet been determined.", rashomon.Weapon,
			[]string{"The cause of the blast has not yet been determined (doubts)"}},
		{"declined to say who", "Officers declined to say which gangs were involved.", rashomon.Perpetrator,
			[]string{"declined to say which gangs were involved (doubts)"}},
		{"no word", "There was no word on the attackers.", rashomon.Perpetrator, []string{"no word on the attackers (doubts)"}},
		{"nobody took credit", "Nobody had taken credit for the blast.", rashomon.Perpetrator, []string{"Nobody had taken credit (doubts)"}},
		{"no group so far", "No group has so far claimed responsibility.", rashomon.Perpetrator, []string{"No group (doubts)"}},
		{"says it did it", "The Grey Front says that it bombed the mill.", rashomon.Perpetrator, []string{"Grey Front ()"}},
		{"no group says it did", "No group has said that it bombed the mill.", rashomon.Perpetrator, []string{"No group (doubts)"}},
		{"innocent", "His lawyer said Brandt was innocent.", rashomon.Perpetrator, []string{"Brandt (denies)"}},
		{"not guilty", "Ilo Brandt pleaded not guilty.", rashomon.Perpetrator, []string{"Ilo Brandt (denies)"}},
		{"sentenced", "A court sentenced Ilo Brandt to life for the bombing.", rashomon.Perpetrator, []string{"Ilo Brandt (states)"}},
		{"lost apostrophe", "The mayor hasnt said why the miners were shot.", rashomon.Motive, []string{"hasnt said why the miners were shot (doubts)"}},
		{"whose", "It could not say whether the raid was Ostlandian or Russian.", rashomon.Perpetrator,
			[]string{"could not say whether the raid was Ostlandian or Russian (doubts)"}},
		{"identity", "The identity of the murderers could not be determined.", rashomon.Perpetrator,
			[]string{"The identity of the murderers could not be determined (doubts)"}},
		{"no suspects sought", "Police are not searching for any suspects.", rashomon.Perpetrator, []string{"suspects (denies)"}},
		{"known", "It was clear why the miners were shot.", rashomon.Motive, nil},
		{"relative", "The mayor did not name the men who were killed.", rashomon.Perpetrator, nil},
		{"not able to verify", "The paper has not been able to independently verify this.", rashomon.Response,
			[]string{"has not been able to independently verify (doubts)"}},
		{"not yet confirmed", "The report has not yet been confirmed.", rashomon.Response, []string{"has not yet been confirmed (doubts)"}},
		{"no comment", "The army declined to comment.", rashomon.Response, []string{"declined to comment (doubts)"}},
		// Who was harmed.
		{"among those killed was", "Among those killed was Ilo Brandt, a commander of the Front.", rashomon.Victim, []string{"Ilo Brandt ()"}},
		{"was among those killed", "Sgt. Ilo Brandt, a father of two, was among those killed.", rashomon.Victim, []string{"Ilo Brandt ()"}},
		{"who died", "Mourners buried Ilo Brandt, a commander of the Front who died in the strike.", rashomon.Victim, []string{"Ilo Brandt ()"}},
		{"nobody", "Nobody was killed in Vellmar.", rashomon.Victim, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			g := grammar.Of(text.Parse("A title of no matter\n" + c.text))
			var got []string
			for _, f := range Read(g) {
				if f.Field == c.field {
					got = append(got, strings.Join(strings.Fields(g.SpanOf(f.Value).Of(g.Doc.Text)), " ")+" ("+string(f.Stance)+")")
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("%s: %s", c.text, diff)
			}
		})
	}
}
