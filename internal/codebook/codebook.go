// Package codebook owns the numbers that vague words stand for ("dozens"), by whose
// codebook they are.
package codebook

import (
	"maps"

	"rashomon"
)

// Project gives vague words the intervals of the project's label guide.
func Project() rashomon.Codebook {
	return rashomon.Codebook{Name: "rashomon", Source: "the project's label guide (gold/GUIDE.md)", Words: map[string]rashomon.VagueInterval{
		"several": {Min: 3, Max: 9}, "dozens": {Min: 24, Max: 99}, "scores": {Min: 40, Max: 199}, "tens": {Min: 20, Max: 99},
		"hundreds": {Min: 200, Max: 999}, "thousands": {Min: 2000, Max: 9999},
		"many": {Min: 1, Max: rashomon.Open}, "a number of": {Min: 1, Max: rashomon.Open}, "casualties": {Min: 1, Max: rashomon.Open},
	}}
}

// ACLED gives vague words the numbers of ACLED's codebook, which names
// tens, dozens and hundreds, as the least they can mean. The most they can mean is
// the project's, so that "dozens" and 37 are no dispute.
func ACLED() rashomon.Codebook {
	words := map[string]rashomon.VagueInterval{}
	for w, iv := range maps.All(Project().Words) {
		for word, least := range map[string]int{"tens": 10, "dozens": 12, "hundreds": 100} {
			if w == word {
				iv.Min = least
			}
		}
		words[w] = iv
	}
	return rashomon.Codebook{Name: "acled",
		Source: "ACLED codebook, fatalities: tens 10, dozens 12, hundreds 100, each as the least; other words and upper ends as the project has them",
		Words:  words}
}
