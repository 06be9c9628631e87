package deed

import (
	"strings"

	"rashomon"
	"rashomon/internal/grammar"
)

// kindWords are the words that say what kind of event it was, with their weight.
var kindWords = map[rashomon.Kind]map[string]int{
	rashomon.AirStrike: weigh(3, `airstrike airstrikes air-strike air-strikes air-raid air-raids warplane warplanes drone drones jet jets helicopter
		helicopters airplanes aerial aircraft bomber-planes barrel`, `raids raid strikes strike air coalition bombed`),
	rashomon.Shelling: weigh(3, `shelling shelled shells shell mortar mortars rocket rockets missile missiles artillery projectiles projectile`, `rounds fired`),
	rashomon.Bombing: weigh(4, `suicide bomber bombers booby-trapped ied ieds dynamite car-bomb blew explosives grenade detonated landmine landmines`,
		`bomb bombs bombing bombings explosion explosions blast blasts exploded device`),
	rashomon.Clash: weigh(3, `clash clashes clashed ambush ambushed battle battles fighting firefight combat offensive skirmish assault`,
		`army militants rebels fighters troops advance front guerrillas storm attacked`),
	rashomon.Shooting:  weigh(3, `shooting gunman gunmen gunfire shooter gunshot gunshots shootings drive-by shot sniper`, `fired gun guns opened`),
	rashomon.Chemical:  weigh(6, `chemical sarin chlorine nerve`, `toxic suffocation asphyxiation`),
	rashomon.Abduction: weigh(4, `kidnapped kidnapping abducted abduction hostage hostages kidnappers kidnap`, `captive captives`),
	rashomon.Execution: weigh(5, `executed execution executions beheaded beheading executing beheadings crucified`, `execute assassinated assassination murdered`),
}

// weigh gives the words of each list a weight, the first list the most.
func weigh(most int, strong, weak string) map[string]int {
	w := map[string]int{}
	for x := range strings.FieldsSeq(weak) {
		w[x] = 1
	}
	for x := range strings.FieldsSeq(strong) {
		w[x] = most
	}
	return w
}

// A bomb that was put somewhere, and not dropped: "car bomb", "roadside bombing".
var poisons = grammar.LexiconOf(`poison poisonous toxic nerve sarin chlorine mustard deadly lethal`)

var placedBombs = grammar.LexiconOf(`car truck roadside suicide pipe parcel nail motorcycle vehicle time petrol`)

// kinds in the order that breaks a tie.
var kinds = []rashomon.Kind{rashomon.Chemical, rashomon.Abduction, rashomon.Execution, rashomon.AirStrike, rashomon.Bombing,
	rashomon.Shelling, rashomon.Shooting, rashomon.Clash}

// KindOf returns the kind of event that the sentences tell of; the first of them
// and the title weigh double.
func KindOf(d *grammar.Text, sentences []int) rashomon.Kind {
	score := map[rashomon.Kind]int{}
	for n, s := range sentences {
		sentence := d.Doc.Sentences[s]
		times := 1
		if n < 2 {
			times = 3
		}
		for i := sentence.First; i < sentence.Last; i++ {
			for k, words := range kindWords {
				score[k] += times * words[d.Low(i)]
			}
			if d.Low(i) == "gas" && (poisons[d.Low(i-1)] || grammar.AttackNouns[d.Low(i+1)] || d.Low(i+1) == "used") {
				score[rashomon.Chemical] += times * 6 // a gas station and tear gas are none
			}
			if placedBombs[d.Low(i)] && grammar.Bombs[d.Low(i+1)] {
				score[rashomon.Bombing] += times * 4
			}
		}
	}
	best, most := rashomon.OtherEvent, 1
	for _, k := range kinds {
		if score[k] > most {
			best, most = k, score[k]
		}
	}
	return best
}
