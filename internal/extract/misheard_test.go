package extract

import (
	"testing"

	"rashomon"
)

// Who is taken for the voice of what, and how it stands to it, in texts where the
// nearest name is not the one.
func TestVoicesMisheard(t *testing.T) {
	const kharo = "Artillery fire hit a crowded market in the eastern town of Kharo on Tuesday morning, killing at least 14 people and wounding 37, regional governor Oleh Maren said.\n\n" +
		"Two children were among the dead, Maren said. He blamed Zarian forces for the attack.\n\nThe defence ministry of Zaria denied that its troops had fired on the town."
	for _, c := range []struct {
		title, body   string
		field         rashomon.Field
		value         string
		speaker       string // empty for the outlet itself
		stance        rashomon.Stance
		wanted, never bool
	}{
		{"Shelling kills at least 14 at market in Kharo", kharo, rashomon.Perpetrator, "Zarian forces", "He", rashomon.Alleges, true, false},
		{"Raid", "The ministry denied that 12 people were killed in Tarsk.", rashomon.Killed, "12", "The ministry", rashomon.Denies, true, false},
		{"Raid", "The army denied that its planes killed 12 people in Tarsk.", rashomon.Killed, "12", "The army", rashomon.Denies, false, true},
		{"Zaria says 8 soldiers killed", "Zaria's defence ministry said on Monday that eight of its soldiers were killed.", rashomon.Killed, "8", "8 soldiers", rashomon.States, false, true},
		{"Shooting", "Police said Ana Brel's son Ilo, 12, was killed in Tarsk.", rashomon.Victim, "Ana Brel", "Police", rashomon.States, false, true},
	} {
		found := false
		for _, claim := range reading(rashomon.NewReport(c.title, c.body, rashomon.Report{Published: "2031-03-04"})).Claims() {
			v, _ := claim.Attribution.Speaker()
			found = found || claim.Field == c.field && claim.Value.String() == c.value && v.As == c.speaker && claim.Attribution.Stance == c.stance
		}
		if c.wanted && !found || c.never && found {
			t.Errorf("%q: %s %s by %q, %s: found %v", c.body, c.field, c.value, c.speaker, c.stance, found)
		}
	}
}

// A day that the text gives for the attack dates it, though nothing says when the
// report came out.
func TestDayInTheText(t *testing.T) {
	r := reading(rashomon.NewReport("Explosion", "A rocket hit a market in Ulm on 3 May 2024, killing four people, police said.", rashomon.Report{}))
	if len(r.Accounts) != 1 || r.Accounts[0].When.From.String() != "2024-05-03" {
		t.Errorf("accounts %+v", r.Accounts)
	}
}

// Gas is no chemical attack by itself.
func TestGasStation(t *testing.T) {
	for text, want := range map[string]rashomon.Kind{
		"A man was shot and killed at a gas station in Ulm on Tuesday, police said.":            rashomon.Shooting,
		"A poison gas attack killed 12 people in Ulm on Tuesday, doctors said.":                 rashomon.Chemical,
		"Police shot dead two protesters and fired tear gas in Ulm on Tuesday, residents said.": rashomon.Shooting,
	} {
		r := reading(rashomon.NewReport("News", text, rashomon.Report{Published: "2031-03-04"}))
		if len(r.Accounts) != 1 || r.Accounts[0].Kind != want {
			t.Errorf("%q: %+v, want %s", text, r.Accounts, want)
		}
	}
}
