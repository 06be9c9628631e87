package wording_test

import (
	"strings"
	"testing"

	"rashomon"
	"rashomon/internal/wording"
)

func TestUnclaimed(t *testing.T) {
	for want, texts := range map[bool][]string{
		true: {
			"[No group] has claimed responsibility for the attack.",
			"[Nobody] has yet claimed responsibility.",
			"[NO GROUP] HAS ALREADY CLAIMED IT, WHICH SURPRISED THE MAYOR.",
			"ALL WERE GUARDS EXCEPT ONE. [NO GROUP] HAS CLAIMED IT.",
			"[No one] immediately claimed the attack, which killed a man who had saved the others.",
			"[No-one] has so far said it was behind the blast.",
			"[No organisation claimed] it, the police said.",
			"[No one], the minister said, had by Tuesday evening admitted it.",
			"[No known militant group] in the region is known to have taken credit",
			"[None of the armed groups] has come forward to claim responsibility.",
			"[None] accepted responsibility; the Northern Front was not asked.",
			"[No group or individual] had claimed the raid.",
			"Fog lay on Orrin. There was [no] immediate claim of responsibility.",
			"There has been [no claim] so far.",
			"It is true that [no group] has claimed responsibility, the police said.",
			"The army denied the raid, saying that [no group] had claimed it.",
			"He did not see the men. He said that, as of Monday, [no party] had claimed it.",
			"[Nobody] has claimed it, but the police blamed the Northern Front.",
			"[Nobody] has claimed it but the Northern Front had threatened the mayor.",
		},
		false: {
			"[Nobody other than the Northern Front] claimed responsibility for the attack, the police said.",
			"[Nobody but the Northern Front] could have carried out the attack, the police said.",
			"[No one except the Northern Front] has claimed responsibility.",
			"[No group] besides the Northern Front has claimed responsibility.",
			"[No group], apart from the Northern Front, has claimed responsibility.",
			"[No group], apart from the Northern Front, the police said, has claimed responsibility.",
			"[No group] save the Northern Front has claimed responsibility.",
			"[None of the groups] but the Northern Front claimed it.",
			"Apart from the U.S. Army, so far [nobody] has claimed responsibility.",
			"[Nobody] has claimed responsibility except the Northern Front.",
			"[Nobody] has claimed responsibility but the Northern Front, the police said.",
			"[Nobody] claimed it until Friday, when the Northern Front did.",
			"[Nobody else] has claimed the attack.",
			"[No other group] has claimed the attack.",
			"There was [no] credible claim of responsibility.",
			"[No one] of the Northern Front has claimed responsibility.",
			"[None of its commanders] has claimed responsibility.",
			"The police said [no group] was behind the attack and that it was an accident.",
			"[No group] was behind the attack, which the Northern Front claimed.",
			"[No one] doubts that the Northern Front claimed responsibility.",
			"[No one] knows who claimed responsibility.",
			"[No group] denied responsibility.",
			"[No group] could have claimed responsibility.",
			"[No one] has claimed that the army did it or to know who did.",
			"The minister doubted that [no group] had carried out the attack.",
			"It is not true that [no group] has claimed responsibility, the police said.",
			"It isn't true that so far [no group] has claimed responsibility.",
			"The police denied reports that, as of Monday, [no group] had claimed it.",
			"The Northern Front disputed [nobody] had claimed it.",
			"If [no group] claims responsibility, the police will ask for help.",
			"[The Northern Front] has not claimed responsibility.", "[no]", "[]", "[None of]", "[no one]",
		},
	} {
		for _, text := range texts {
			start, end := strings.Index(text, "["), strings.Index(text, "]")
			bare := strings.NewReplacer("[", "", "]", "").Replace(text)
			span := rashomon.Span{Start: start, End: end - 1}
			c := rashomon.Claim{Value: rashomon.Party{Name: span.Of(bare)}, Span: span, Quote: span.Of(bare)}
			if wording.Unclaimed(bare, c) != want {
				t.Errorf("%s: not %v", text, want)
			}
		}
	}
	corrected := rashomon.Claim{Value: rashomon.Party{Name: "the Northern Front"}, ValueSpan: rashomon.Span{Start: 0, End: 6}}
	if wording.Unclaimed("Nobody has claimed it.", corrected) {
		t.Error("whom a person put for nobody is nobody")
	}
	corrected.Value = rashomon.Party{Name: "Nobody"}
	if wording.Unclaimed("Nobody", corrected) || wording.Unclaimed("No", corrected) {
		t.Error("words that the text does not have")
	}
}
