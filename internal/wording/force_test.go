package wording_test

import (
	"testing"

	"rashomon"
	"rashomon/internal/wording"
)

// TestForceOf says whose force a speaker is of: "force: person", "-" where he is of none.
func TestForceOf(t *testing.T) {
	for _, c := range []struct{ name, want string }{
		{"police", "police: "},
		{"the Ostry police", "ostry police: "},
		{"police in Ostry", "ostry police: "},
		{"the police of Ostry", "ostry police: "},
		{"police at the scene", "police: "},
		{"Ostry Police Department", "ostry police: "},
		{"Police Chief Ana Ruiz", "police: ana ruiz"},
		{"Ostry police chief Ana Ruiz", "ostry police: ana ruiz"},
		{"Sgt. Bo Ray of the Ostry police", "ostry police: bo ray"},
		{"a police spokesman", "police: "},
		{"Ostry police spokeswoman Lia Dorn", "ostry police: lia dorn"},
		{"police officials", "police: "},
		{"the Kestrin County Sheriff's Office", "kestrin county sheriff: "},
		{"Sheriff Lou Dent", "sheriff: lou dent"},
		{"a police officer", "-"},
		{"police and prosecutors", "-"},
		{"the interior ministry", "-"},
		{"Ana Ruiz", "-"},
		{"", "-"},
	} {
		got := "-"
		if f, ok := wording.ForceOf(rashomon.Voice{Name: c.name}); ok {
			got = f.Name + ": " + f.Person
		}
		if got != c.want {
			t.Errorf("ForceOf(%q) = %s, want %s", c.name, got, c.want)
		}
	}
}

// TestForceAsWritten says by what words a force is named.
func TestForceAsWritten(t *testing.T) {
	for name, want := range map[string]string{
		"Ostry Police Chief Ana Ruiz":         "Ostry Police",
		"Sgt. Bo Ray of the Ostry police":     "Ostry police",
		"the Kestrin County Sheriff's Office": "Kestrin County Sheriff",
		"police detectives in Ostry":          "police Ostry",
	} {
		if f, _ := wording.ForceOf(rashomon.Voice{Name: name}); f.Said != want {
			t.Errorf("ForceOf(%q) is written %q, want %q", name, f.Said, want)
		}
	}
}

// TestOfficer says who may be of the police though his name does not say it.
func TestOfficer(t *testing.T) {
	for _, c := range []struct {
		name string
		kind rashomon.VoiceKind
		want string
	}{
		{"Sgt. Bo Ray", rashomon.Police, "bo ray"},
		{"Chief Ana Ruiz", rashomon.OtherVoice, "ana ruiz"},
		{"Sgt. Bo Ray", rashomon.Military, ""},
		{"OPD Detective Bo Ray", rashomon.Police, "bo ray"},
		{"OPD Detective Bo Ray", rashomon.OtherVoice, ""},
		{"Ana Ruiz", rashomon.Police, ""},
		{"chief", rashomon.Police, ""},
	} {
		if got := wording.Officer(rashomon.Voice{Name: c.name, Kind: c.kind}); got != c.want {
			t.Errorf("Officer(%q, %s) = %q, want %q", c.name, c.kind, got, c.want)
		}
	}
}

// TestUnnamed says who is one of many and who is a body or a person.
func TestUnnamed(t *testing.T) {
	for _, c := range []struct {
		name      string
		anonymous bool
		want      bool
	}{
		{"a doctor at the hospital", false, true},
		{"a doctor", false, true},
		{"a resident of Ostry", false, true},
		{"a villager from Pellin", false, true},
		{"Doctor Ilo Brel", false, false},
		{"the director of the hospital", false, false},
		{"the hospital in Ostry", false, false},
		{"an army spokesman", true, false},
		{"a spokesman", true, true},
		{"a senior official", true, true},
		{"the Ostry police", false, false},
		{"media reports", false, true},
	} {
		if got := wording.Unnamed(rashomon.Voice{Name: c.name, Anonymous: c.anonymous}); got != c.want {
			t.Errorf("Unnamed(%q) = %v, want %v", c.name, got, c.want)
		}
	}
}
