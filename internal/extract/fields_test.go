package extract

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"rashomon"
)

func draftOf(title, body string) *draft {
	return begin(rashomon.NewReport(title, body, rashomon.Report{}))
}

// read returns the claims on one field as "value | speaker | stance" lines.
func read(f rashomon.Field, title, body string) []string {
	d := draftOf(title, body)
	var lines []string
	for _, c := range d.deeds() {
		if c.Field != f {
			continue
		}
		v, _ := c.Attribution.Speaker()
		lines = append(lines, strings.Join([]string{c.Value.String(), v.As, string(c.Attribution.Stance)}, " | "))
	}
	return lines
}

func TestFields(t *testing.T) {
	for _, c := range []struct {
		field rashomon.Field
		text  string
		want  []string
	}{
		{rashomon.Perpetrator, "Ostland forces shelled the market in Vellmar.", []string{"Ostland forces |  | states"}},
		{rashomon.Perpetrator, "Nine miners died in a Turkish drone strike near Vellmar.", []string{"Turkish |  | states"}},
		{rashomon.Perpetrator, "The mill was hit by army warplanes on Monday.", []string{"army warplanes |  | states"}},
		{rashomon.Perpetrator, "The raid was carried out by rebels of the Grey Front.", []string{"rebels of the Grey Front |  | states"}},
		{rashomon.Perpetrator, "The mayor accused the rebels of the attack.", []string{"rebels | The mayor | alleges"}},
		{rashomon.Perpetrator, "The mayor blamed the attack on the rebels.", []string{"rebels | The mayor | alleges"}},
		{rashomon.Perpetrator, "Ostland holds the rebels responsible for the blast.", []string{"rebels | Ostland | alleges"}},
		{rashomon.Perpetrator, "The Grey Front claimed responsibility for the attack.", []string{"Grey Front | The Grey Front | states"}},
		{rashomon.Perpetrator, "No group has claimed responsibility for the attack.", []string{"No group |  | doubts"}},
		{rashomon.Perpetrator, "The army denied carrying out the strike.", []string{"army | The army | denies"}},
		{rashomon.Perpetrator, "It was not clear who carried out the raid.", []string{"who carried out the raid |  | doubts"}},
		{rashomon.Perpetrator, "A gunman opened fire on a bus.", []string{"gunman |  | states"}},
		{rashomon.Perpetrator, "A suicide bomber blew himself up at the gate.", []string{"suicide bomber |  | states"}},
		{rashomon.Perpetrator, "The suspected Iranian missile strike hit a depot.", []string{"Iranian |  | alleges"}},
		{rashomon.Perpetrator, "Ilo Brandt, 24, was charged with murder.", []string{"Ilo Brandt |  | alleges"}},
		{rashomon.Perpetrator, "Police are searching for two suspects.", []string{"two suspects |  | alleges"}},
		{rashomon.Perpetrator, "Clashes broke out between rebels and the army.", []string{"rebels |  | states"}},
		{rashomon.Perpetrator, "Air raids in Vellmar killed nine miners.", nil},
		{rashomon.Perpetrator, "Nine militants were killed in Vellmar.", nil},
		{rashomon.Perpetrator, "The blast was reported by state media.", nil},

		{rashomon.Target, "A rocket hit a school in Vellmar.", []string{"school in Vellmar |  | states"}},
		{rashomon.Target, "Rebels fired mortars at an army checkpoint.", []string{"army checkpoint |  | states"}},
		{rashomon.Target, "The source said the target was a lorry.", []string{"lorry | The source | states"}},
		{rashomon.Target, "They intended to shoot down a commander.", []string{"commander |  | states"}},
		{rashomon.Target, "The strike hit on Monday.", nil},

		{rashomon.Weapon, "Nine miners died in a barrel bomb attack.", []string{"barrel bomb attack |  | states"}},
		{rashomon.Weapon, "Rebels fired several rockets at the mill.", []string{"rockets |  | states"}},
		{rashomon.Weapon, "He was shot with a hunting rifle.", []string{"hunting rifle |  | states"}},
		{rashomon.Weapon, "The attack was the worst this year.", nil},

		{rashomon.Victim, "Ilo Brandt was killed in the raid.", []string{"Ilo Brandt |  | states"}},
		{rashomon.Victim, "The mayor confirmed the death of Ilo Brandt.", []string{"Ilo Brandt | The mayor | confirms"}},
		{rashomon.Victim, "Three people died, including the mill's manager, Ilo Brandt.", []string{"Ilo Brandt |  | states"}},
		{rashomon.Victim, "The victims were identified as Ilo Brandt, 24, and Una Holm, 31.", []string{"Ilo Brandt |  | states", "Una Holm |  | states"}},
		{rashomon.Victim, "Two members of the Grey Front were killed.", nil},

		{rashomon.Motive, "The strike came in retaliation for the raid.", []string{"retaliation for the raid |  | states"}},
		{rashomon.Motive, "Police said the motive was not known.", []string{"motive | Police | doubts"}},

		{rashomon.Threat, "The rebels vowed revenge for the raid.", []string{"revenge | The rebels | threatens"}},
		{rashomon.Threat, "The rebels threatened to blow up the bridge.", []string{"blow up the bridge | The rebels | threatens"}},

		{rashomon.Response, "An investigation is ongoing.", []string{"investigation |  | states"}},
		{rashomon.Response, "Vellmar has not issued a statement.", []string{"has not issued a statement |  | states"}},
		{rashomon.Response, "Reuters could not verify the claims.", []string{"could not verify | Reuters | doubts"}},
	} {
		t.Run(string(c.field)+" "+c.text, func(t *testing.T) {
			if diff := cmp.Diff(c.want, read(c.field, "Of no matter", c.text)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestOneClaimForEachValueAndVoice(t *testing.T) {
	got := read(rashomon.Perpetrator, "Rebels shell mill", "Rebels shelled the mill. The rebels shelled the dam too. The mayor said rebels shelled the mill.")
	want := []string{"Rebels |  | states", "rebels | The mayor | states"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestEveryClaimStandsInItsText builds texts from the words that the grammar looks
// for, in any order, and wants every claim grounded and nothing to panic.
func TestEveryClaimStandsInItsText(t *testing.T) {
	words := []string{"said", "Police", "according", "to", "the", "Vellmar", "Observatory", "killed", "nine", "by", "rebels", ",", ".", "\n", `"`,
		"“", "”", "[", "]", "BRANDT", "who", "which", "that", "accused", "of", "denied", "claimed", "responsibility", "was", "identified", "as",
		"Ilo", "Brandt", "24", "and", "told", "Reuters", "in", "a", "statement", ":", "hold", "responsible", "strike", "drone", "on", "school",
		"retaliation", "for", "threatened", "not", "verify", "could", "US", "WHO", "IS", "(", ")", "@", "-", "citing", "saying", "between", "clashes",
		"whether", "unclear", "reported", "killed", "’s", "year-old", "no", "suspects", "custody", "aimed", "at", "motive", "it", "he", "first"}
	rapid.Check(t, func(t *rapid.T) {
		title := strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 0, 6).Draw(t, "title"), " ")
		body := strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 0, 60).Draw(t, "body"), " ")
		r := rashomon.NewReport(title, body, rashomon.Report{})
		for _, c := range reading(r).Claims() {
			if !c.Span.Valid(r.Text) || c.Quote != c.Span.Of(r.Text) || c.Quote == "" || !c.ValueSpan.Valid(r.Text) {
				t.Fatalf("%s claim %+v is not grounded in %q", c.Field, c, r.Text)
			}
			for _, v := range c.Attribution.Voices[1:] {
				if !v.Words.Valid(r.Text) || v.As != v.Words.Of(r.Text) {
					t.Fatalf("voice %+v of %q does not stand in %q", v, c.Quote, r.Text)
				}
			}
		}
	})
}
