package tally

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rashomon"
	"rashomon/internal/grammar"
	"rashomon/internal/text"
)

// tollsOf writes the counts of a body as "field value who", a part with "of it".
func tollsOf(body string) []string {
	doc := text.Parse("\n" + body)
	var got []string
	for _, c := range Read(grammar.Of(doc), doc.Times(0, len(doc.Words), rashomon.Date{})) {
		t := c.Tally
		s := fmt.Sprintf("%s %s %s", c.Field, t, t.Who)
		if c.Whole >= 0 {
			s += " of it"
		}
		if t.Relation != "" {
			s += " (" + string(t.Relation) + ")"
		}
		if c.Superseded {
			s += " superseded"
		}
		got = append(got, s)
	}
	return got
}

// TestHeadlines: a title tells of one person without an article.
func TestHeadlines(t *testing.T) {
	for title, want := range map[string]string{
		"Miner fatally shot in Vellmar":        "killed 1 miner",
		"Police: Teen wounded at mill":         "injured 1 teen",
		"Vellmar man dies after blast":         "killed 1 man",
		"Mill owner tells of war":              "",
		"Teen charged with assault after raid": "",
	} {
		doc := text.Parse(title + "\n")
		got := ""
		for _, c := range Read(grammar.Of(doc), nil) {
			got += fmt.Sprintf("%s %s %s", c.Field, c.Tally, c.Tally.Who)
		}
		if got != want {
			t.Errorf("%s: %q, want %q", title, got, want)
		}
	}
}

// TestDeath: the death of one person who is named or was spoken of before.
func TestDeath(t *testing.T) {
	for body, want := range map[string]string{
		"He was taken to Imo, where he was pronounced dead.":       "he was pronounced dead, 1 people",
		"The victim later died in hospital.":                       "victim later died, 1 victim",
		"Police shot at the boy, who later died.":                  "",
		"The boy was shot and died at the mill.":                   "boy was shot and died, 1 boy",
		"Ivo Odo has died of his wounds.":                          "Odo has died, 1 people",
		"The guard wounded a clerk, then shot and killed herself.": "killed herself, 1 people",
		"She would have died without the medic.":                   "",
		"His brother died years ago.":                              "",
		"The victims died.":                                        "",
		"He never killed anybody.":                                 "",
	} {
		doc := text.Parse("\n" + body)
		got := ""
		if c, ok := Death(grammar.Of(doc)); ok {
			got = fmt.Sprintf("%s, %s %s", c.Span.Of(doc.Text), c.Tally, c.Tally.Who)
		}
		if got != want {
			t.Errorf("%s: %q, want %q", body, got, want)
		}
	}
}

func TestTolls(t *testing.T) {
	for _, c := range []struct {
		name, in string
		want     []string
	}{
		{"a verb of one has no subject of many", "The monk who hid forty villagers in the cellars during the raids, has died.", nil},
		{"passed away", "Two miners have passed away from their injuries.", []string{"killed 2 miners"}},
		{"active", "A mine killed 12 people and wounded 30 near Imo.", []string{"killed 12 people", "injured 30 people"}},
		{"gerund", "A mortar hit the school, killing at least six pupils.", []string{"killed at least 6 pupils"}},
		{"passive", "Two dozen villagers were killed.", []string{"killed 24 villagers"}},
		{"an elided verb shares the comparator", "At least 9 people were killed and 13 wounded.", []string{"killed at least 9 people", "injured at least 13 people"}},
		{"a verb with its own number does not", "The blast killed at least 9 people and wounded 13.", []string{"killed at least 9 people", "injured 13 people"}},
		{"subject behind a place", "Five farmers in two villages were shot dead.", []string{"killed 5 farmers"}},
		{"subject of one family", "Six women of one family were killed.", []string{"killed 6 women"}},
		{"subject behind a relative clause", "Three men who had fled the camp were arrested.", []string{"captured 3 men"}},
		{"dead and wounded", "The raid left 12 dead and 40 wounded.", []string{"killed 12 people", "injured 40 people"}},
		{"parts", "Twelve people, including three children and a nurse, died.", []string{"killed 12 people", "killed 3 children of it", "killed 1 nurse of it"}},
		{"parts of them", "The strike killed 20 people, 11 of them children.", []string{"killed 20 people", "killed 11 people of it"}},
		{"a broken list", "Nine people were hurt -- seven guards and two cooks -- in Imo.", []string{"injured 9 people", "injured 7 guards of it", "injured 2 cooks of it"}},
		{"a list", "Four soldiers and a driver were killed.", []string{"killed 4 soldiers", "killed 1 driver"}},
		{"a list without an article", "A woman and child were killed.", []string{"killed 1 woman", "killed 1 child"}},
		{"one killed along with one", "A colonel was killed along with one of his aides.", []string{"killed 2 people"}},
		{"one killed along with more", "A colonel was killed along with two aides.", []string{"killed 1 colonel", "killed 2 aides"}},
		{"a whole spelt out", "Three villagers, two women and a man, were killed.", []string{"killed 3 villagers", "killed 2 women of it", "killed 1 man of it"}},
		{"a comparator over a list", "At least 45 rebels and 20 soldiers were killed.", []string{"killed at least 45 rebels", "killed at least 20 soldiers"}},
		{"fatally wounding", "Gunmen fired at a mill, fatally wounding two guards.", []string{"killed 2 guards"}},
		{"found dead", "The driver was found dead in Imo.", []string{"killed 1 driver"}},
		{"no number", "The blast caused deaths and injuries.", []string{"killed deaths (at least 1) people", "injured injuries (at least 1) people"}},
		{"one of them", "Two people, one of them a child, were killed.", []string{"killed 2 people", "killed 1 people of it"}},
		{"another", "Police said another soldier was killed and seven others were hurt.", []string{"killed 1 soldier (additional)", "injured 7 others"}},
		{"more", "The shelling killed four additional guards and injured six more.", []string{"killed 4 guards (additional)", "injured 6 people (additional)"}},
		{"a toll that rose", "The death toll from the attack rose from 22 to 31.", []string{"killed 22 people superseded", "killed 31 people (rose)"}},
		{"a toll that rose, told backwards", "The death toll rose to 17 from 14.", []string{"killed 14 people superseded", "killed 17 people (rose)"}},
		{"a toll up from", "The number of dead stands at 17, up from 14.", []string{"killed 14 people superseded", "killed 17 people (rose)"}},
		{"a quoted toll", "He put the number of dead at \"between 12 and 15\".", []string{"killed 12 to 15 people"}},
		{"bodies of a kind", "They found seven bodies of policemen.", []string{"killed 7 bodies"}},
		{"who speaks is no fellow", "A bomb killed 12, a rescue official said.", []string{"killed 12 people"}},
		{"the named is no count", "Shells killed Ivo Odo, a farmer.", nil},
		{"a toll that rose by nothing said", "Later the death toll rose.", []string{"killed at least 1 people (rose)"}},
		{"one of the wounded", "One of the wounded died in hospital.", []string{"killed 1 wounded (of injured)"}},
		{"the number of dead", "The number of dead stands at 14.", []string{"killed 14 people"}},
		{"nominal", "Imo mourned the deaths of 12 miners and the killing of a priest.", []string{"killed 12 miners", "killed 1 priest"}},
		{"lives", "The fire claimed the lives of 7 nuns; 15 people lost their lives in the flood.", []string{"killed 7 nuns", "killed 15 people"}},
		{"deaths counted", "There were 12 deaths and 30 injuries.", []string{"killed 12 deaths", "injured 30 injuries"}},
		{"hurt in an earlier attack", "One of the policemen wounded in Monday's bombing died overnight.", []string{"killed 1 policemen (of injured)"}},
		{"casualties", "Dozens of people were killed or wounded.", []string{"casualties dozens (24 to 99) people"}},
		{"both fields", "The army reported killing and wounding dozens of rebels.", []string{"killed dozens (24 to 99) rebels", "injured dozens (24 to 99) rebels"}},
		{"nobody", "No one was hurt and there were no casualties.", []string{"injured 0 people", "casualties 0 casualties"}},
		{"none of the dead", "None of those killed was armed, and none of the dead has been named.", nil},
		{"not one", "Not a single person was killed and the blast did not cause any casualties.", []string{"killed 0 single person", "casualties 0 casualties"}},
		{"others", "Shells killed a boy, wounding others.", []string{"killed 1 boy", "injured others (at least 1) others"}},
		{"among the dead", "Six clerks were among at least 22 people killed.", []string{"killed at least 22 people", "killed 6 clerks of it"}},
		{"hostages", "Gunmen took 14 miners hostage.", []string{"captured 14 miners"}},
		{"missing", "Three sailors are missing.", []string{"missing 3 sailors"}},
		{"hospital", "Four girls were taken to the Imo hospital.", []string{"injured 4 girls"}},
		{"attackers apart", "Two suicide bombers were killed.", []string{"killed 2 suicide bombers"}},
		{"took out", "The strike took out a senior commander of the group.", []string{"killed 1 senior commander"}},
		{"inverted", "Also wounded in the raid was a guard.", []string{"injured 1 guard"}},
		{"a second death replaces the wound", "A man was shot in the street and later died.", []string{"killed 1 man"}},

		{"a number refused", "A dozen people, not twenty, were killed in Imo.", []string{"killed 12 people"}},
		{"a number refused by and", "Four militiamen, and not five, were killed in Imo.", []string{"killed 4 militiamen"}},
		{"who speaks behind a dash", "Death toll rises to nine - ambulance service.", []string{"killed 9 people (rose)"}},
		{"a number put right", "The toll rose to nine. It was eight, not nine.", []string{"killed 9 people (rose)", "killed 8 people"}},
		{"the correct number", "A paper said 20 miners were killed. The correct number is 15.", []string{"killed 20 miners", "killed 15 people"}},
		{"a miscount", "The ministry revised the toll down to nine, saying two bodies had been counted twice.", []string{"killed 9 people"}},
		{"the dead put at", "A monitor put the dead at 18.", []string{"killed 18 people"}},
		{"a couple of dozen", "A couple of dozen people were hurt.", []string{"injured a couple of dozen (24 to 35) people"}},
		{"a list of ages", "Three men aged 24, 31 and 40 were shot dead.", []string{"killed 3 men"}},
		{"neither", "No one was killed or wounded.", []string{"killed 0 people", "injured 0 people"}},
		{"treated", "Hospitals are treating 38 people.", []string{"injured 38 people"}},
		{"some of the dead", "Seven of the dead were children.", []string{"killed 7 children"}},
		{"behind a name", "A raid killed a colonel, Ivo Odo, and three of his guards.", []string{"killed 1 colonel", "killed 3 guards"}},
		{"what could be", "A blast there could kill hundreds.", nil},

		{"attacks are no people", "They carried out more than 100 attacks and destroyed 12 tanks.", nil},
		{"who acts is not counted", "Several armed men kidnapped the mayor of Imo; three men shot him.", []string{"captured 1 mayor"}},
		{"wishes and threats", "They vowed to kill 100 soldiers and tried to kill a judge.", nil},
		{"denied", "Two guards were not hurt.", nil},
		{"the named and those told of before", "The judge Odo was shot. The wounded policeman spoke.", nil},
		{"ages", "Captain Odo, 45, was killed.", nil},
		{"dates", "On 12 April 2019 Captain Odo was killed.", nil},
		{"a group is no man", "They want to fight the terrorist group and killed a rebel group.", nil},
		{"planes", "The rebels shot down two helicopters.", nil},
	} {
		if diff := cmp.Diff(c.want, tollsOf(c.in)); diff != "" {
			t.Errorf("%s: %q (-want +got):\n%s", c.name, c.in, diff)
		}
	}
}

func TestGroups(t *testing.T) {
	for in, want := range map[string]rashomon.Group{
		"Twelve people were killed.":                         rashomon.People,
		"Twelve civilians were killed.":                      rashomon.Civilians,
		"There were 12 civilian deaths.":                     rashomon.Civilians,
		"A rebel leader was killed.":                         rashomon.Fighters,
		"Two police officers were hurt.":                     rashomon.Officers,
		"Police said six officers were hurt.":                rashomon.Officers,
		"Six army officers were hurt, police said.":          rashomon.Soldiers,
		"Several military personnel were hurt.":              rashomon.Soldiers,
		"Three suicide bombers died.":                        rashomon.Attackers,
		"A 12-year-old girl died.":                           rashomon.Children,
		"Two members of the Imo Front were killed.":          rashomon.People,
		"Four harbour workers were arrested.":                rashomon.People,
		"Five reporters were detained.":                      rashomon.Reporters,
		"The blast wounded nine.":                            rashomon.People,
		"Two nurses were hurt when a shell hit the hospital": rashomon.Medics,
	} {
		doc := text.Parse("\n" + in)
		counts := Read(grammar.Of(doc), nil)
		if len(counts) != 1 || counts[0].Tally.Group != want {
			t.Errorf("%q counts %v, want one of %q", in, counts, want)
		}
	}
}

func TestUncounted(t *testing.T) {
	for _, c := range []struct {
		body, number string
		want         bool
	}{
		{"There were 88 injuries from 27 incidents.", "27", true},
		{"She leaves three children.", "three", true},
		{"He was a father of two.", "two", true},
		{"He is survived by three sons.", "three", true},
		{"Nine were hurt, many of them children.", "many", true},
		{"Many of the miners died.", "Many", false},
		{"Nine miners died.", "Nine", false},
	} {
		g := grammar.Of(text.Parse("\n" + c.body))
		for i := range g.Doc.Words {
			if g.Doc.Word(i) == c.number {
				if got := Uncounted(g, grammar.Between(i, i+1)); got != c.want {
					t.Errorf("%q of %q counts nobody: %v", c.number, c.body, got)
				}
			}
		}
	}
}

// TestSpared: whether the words before the stroke are of people who live.
func TestSpared(t *testing.T) {
	for body, want := range map[string]bool{
		"Her husband | Ismar Vashti survived with burns.":         true,
		"Two boys, | who had been asleep, were unhurt.":           true,
		"A neighbour escaped | through a window.":                 true,
		"A woman | died and her husband survived.":                false,
		"Three people were killed | and two escaped.":             false,
		"One man who escaped the blast later died | of burns.":    false,
		"Her husband | is survived by two sons.":                  false,
		"Four miners | were shot, and the driver came unharmed.":  false,
		"killed two people | who had survived the raid in April.": false,
	} {
		words, rest, _ := strings.Cut(body, "| ")
		g := grammar.Of(text.Parse("\n" + words + rest))
		if got := Spared(g, grammar.Between(0, len(strings.Fields(strings.ReplaceAll(words, ",", " ,"))))); got != want {
			t.Errorf("%q: %v, want %v", body, got, want)
		}
	}
}

// TestOutlived: whether the weekday at the end is of a later death.
func TestOutlived(t *testing.T) {
	for body, want := range map[string]bool{
		"Two of the wounded died on Tuesday":                        true,
		"One of those injured in the blast died on Tuesday":         true,
		"A miner hit by the shell died later on Tuesday":            true,
		"Two people died in the blast on Tuesday":                   false,
		"Two of the wounded died and four miners were shot Tuesday": false,
		"Six people were wounded and one died on Tuesday":           false,
	} {
		doc := text.Parse("\n" + body)
		n := len(doc.Words)
		if got := Outlived(grammar.Of(doc), grammar.Between(n-1, n)); got != want {
			t.Errorf("%q: %v, want %v", body, got, want)
		}
	}
}

// TestOverDays: whether the count before the stroke is over several days.
func TestOverDays(t *testing.T) {
	for body, want := range map[string]bool{
		"toll of both days to 9 | .":                                  true,
		"killed 14 people | in two days, he said.":                    true,
		"killed 14 people | in three days of fighting in the valley.": false,
		"killed 14 people | in one day.":                              false,
		"killed 14 people | in two villages.":                         false,
		"killed 14 people | on Monday, the third raid in two days.":   false,
	} {
		words, rest, _ := strings.Cut(body, "| ")
		g := grammar.Of(text.Parse("\n" + words + rest))
		if got := OverDays(g, grammar.Between(0, len(strings.Fields(words)))); got != want {
			t.Errorf("%q: %v, want %v", body, got, want)
		}
	}
}
