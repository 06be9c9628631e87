package extract

import (
	"math"

	"rashomon"
	"rashomon/internal/tagger"
)

// sign is something that speaks for or against a claim being right.
type sign int

const (
	alwaysSign     sign = iota
	lonelySign          // the grammar alone finds it
	oddsSign            // the model's odds of the claim
	bothSign            // both find it
	voiceSign           // the model's odds of the speaker
	oneVoiceSign        // both name the speaker, or both none: 1; they differ: -1
	leadSign            // how far the model's role leads
	leanSign            // how far the grammar leans to that role
	boundSign           // the model's odds of the bound of a count
	titleSign           // it stands in the title
	spokenSign          // somebody is named as its voice
	backgroundSign      // it is of what is recalled
	sumSign             // it is over several incidents
	rankSign            // how many surer claims on the same field the report has, as a logarithm
	crowdSign           // how many claims on the field it has in all, as a logarithm
	signCount
)

// certainty gives the log odds that a claim is right, for each unit of each sign: for
// counts, for perpetrators and for the rest. Fitted by TestFitCertainty on reports
// that did not train the model; rounded.
var certainty = [3][signCount]float64{
	{ // counts
		-1.48, 0.00, 0.20, -0.23, 0.06, 0.40, 0.21, 1.15, -0.05, -0.57, 0.25, 0.25, 0.21, -0.33, 0.04,
	},
	{ // perpetrators
		-0.95, -0.08, 0.29, -0.02, 0.10, 0.42, 0.04, 0.30, 0.00, -0.34, 0.85, -0.42, -0.10, 0.03, -0.25,
	},
	{ // the rest
		-1.79, -0.14, 0.25, 0.10, 0.10, 0.45, 0.14, 1.17, 0.00, -0.39, 0.26, -0.04, -0.27, -0.32, -0.43,
	},
}

// kindOfClaim returns the row of certainty that a field has.
func kindOfClaim(f rashomon.Field) int {
	switch {
	case f.Toll():
		return 0
	case f == rashomon.Perpetrator:
		return 1
	}
	return 2
}

// confidence returns the probability that field, value, speaker and, of a count, the
// role of its incident are all right.
func (w *weighing) confidence(m *made) float64 {
	sum := 0.0
	for i, x := range w.signs(m) {
		sum += x * certainty[kindOfClaim(m.Field)][i]
	}
	p := 1 / (1 + math.Exp(-sum))
	return math.Round(p*1000) / 1000
}

// signs returns what speaks for the claim.
func (w *weighing) signs(m *made) (x [signCount]float64) {
	x[alwaysSign] = 1
	set := func(is bool, s sign) {
		if is {
			x[s] = 1
		}
	}
	set(m.i < 0, lonelySign)
	set(m.i >= 0 && m.j >= 0, bothSign)
	set(m.title, titleSign)
	_, spoken := m.Attribution.Speaker()
	set(spoken, spokenSign)
	set(m.role == tagger.Background, backgroundSign)
	set(m.role == tagger.Cumulative, sumSign)
	x[leanSign] = w.leaning(m) / 6
	x[rankSign], x[crowdSign] = math.Log1p(float64(m.surer)), math.Log(float64(m.rivals))
	if m.i < 0 {
		return x
	}
	p := &w.seen.All[m.i]
	x[oddsSign], x[voiceSign], x[leadSign] = logOdds(p.P), logOdds(p.Speaker.P), min(p.Lead, 8)
	if m.Field.Toll() {
		most := 0.0
		for _, b := range p.Bound {
			most = max(most, b)
		}
		x[boundSign] = logOdds(most)
	}
	if m.j >= 0 {
		x[oneVoiceSign] = either(w.oneSpeaker(p, w.own[m.j]), 1, -1)
	}
	return x
}

// leaning returns how far the grammar leans to the claim's role, from -6 to 6.
func (w *weighing) leaning(m *made) float64 {
	var lean [2]float64
	if m.i >= 0 {
		lean = w.lean[m.i]
	} else {
		lean = w.ownLean[m.j]
	}
	back, sum := clamp(lean[0]), clamp(lean[1])
	switch m.role {
	case tagger.Main:
		return -max(back, sum)
	case tagger.Background:
		return back - max(0, sum)
	}
	return sum - max(0, back)
}

// oneSpeaker reports whether both readers take the same words for the voice, or none.
func (w *weighing) oneSpeaker(p *tagger.Proposal, g rashomon.Claim) bool {
	speaker, other := g.Attribution.Speaker()
	if !other {
		return p.Speaker.Words.Empty()
	}
	return speaker.Words.Overlaps(p.Speaker.Words) || !p.Speaker.Words.Empty() && speaker.Name == w.speech.Voice(p.Speaker.Words).Name
}

// logOdds of a probability, kept finite.
func logOdds(p float64) float64 {
	p = min(max(p, 1e-4), 1-1e-4)
	return math.Log(p / (1 - p))
}
