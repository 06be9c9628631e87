package export

import "testing"

func TestInSentence(t *testing.T) {
	for who, want := range map[string]string{
		"The coast guard": "the coast guard", "Two Veldian officials": "two Veldian officials", "Witnesses": "witnesses", "Local residents": "local residents",
		"Security officials": "security officials", "Witness Ismar Dovani": "Witness Ismar Dovani", "Doctor Ilan Toma": "Doctor Ilan Toma", "Ismar Dovani's brother": "Ismar Dovani's brother",
		"Ismar": "Ismar", "Dovani's neighbour": "Dovani's neighbour", "Veldian official": "Veldian official", "Élan Toma": "Élan Toma", "Źdź": "Źdź", "a medic": "a medic", "": "",
	} {
		if got := inSentence(who); got != want {
			t.Errorf("inSentence(%q) = %q, want %q", who, got, want)
		}
	}
}
