package extract

import "rashomon"

var (
	// targeting verbs take what was hit, or meant to be hit, as their object.
	targeting = lexiconOf(`targeted targets targeting hit hits hitting struck striking bombed bombing shelled shelling
		pounded pounding attacked attacking bombarded bombarding destroyed destroying raided stormed rammed ambushed
		strafed torched`)
	// targetHeads are what gets hit that is no person.
	targetHeads = lexiconOf(`house houses home homes building buildings hospital hospitals school schools mosque mosques
		church market markets marketplace convoy bus vehicle vehicles car truck trucks checkpoint checkpoints base bases
		position positions headquarters neighborhood neighborhoods neighbourhood neighbourhoods district districts
		village villages town towns city camp camps airport airbase facility facilities center centre station depot
		depots factory embassy office offices area areas residence apartment clinic ambulance ambulances bridge
		university hotel restaurant warehouse warehouses road highway gathering gatherings hideouts site sites crew
		stronghold strongholds barracks patrol police army troops militants terrorists civilians group club wedding
		funeral bakery mosque's shop shops tower towers post posts outpost complex pipeline parade tanker tankers fuel
		crowd residents people enclave suburb province quarter quarters street square garage fortifications
		gatherings dens supply lines`)
)

// targets returns the claims of what was hit and what was meant to be hit.
func (d *draft) targets() []rashomon.Claim {
	var found []finding
	d.eachWord(func(i int, s run) {
		w := d.low(i)
		j := -1
		switch {
		case w == "target" && (d.low(i+1) == "was" || d.low(i+1) == "is"):
			j = i + 2
		case w == "intended" && d.low(i+1) == "to":
			j = d.nextVerbObject(i+2, s)
		case targeting[w] && (d.objectFollows(i, s) || d.low(i+1) == "inside") && !determiners[d.low(i-1)]:
			j = i + 1
			for d.low(j) == "inside" || d.adverb(j) {
				j++
			}
		case (w == "on" || w == "at" || w == "against" || w == "into") && d.attackBefore(i, s):
			j = i + 1
		}
		if j < 0 {
			return
		}
		value := d.attachedRight(d.nounRight(j, s.last), s.last)
		if w != "target" && w != "intended" && !d.targetLike(value) || value.empty() {
			return
		}
		found = append(found, finding{value: d.bare(value), span: run{i, value.last}})
	})
	return d.claims(rashomon.Target, found)
}

// nextVerbObject returns where the object begins of the verb at i, over its
// particle: "shoot down a leader".
func (d *draft) nextVerbObject(i int, s run) int {
	if !violentVerbs[d.low(i)] {
		return -1
	}
	i++
	for i < s.last && d.adverb(i) {
		i++
	}
	return i
}

// attackBefore reports whether the preposition at i hangs on an attack or on
// something fired: "an attack on", "fired shells at".
func (d *draft) attackBefore(i int, s run) bool {
	for j := i - 1; j >= s.first && j > i-6; j-- {
		w := d.low(j)
		switch {
		case attackNouns[w] || w == "fired" || w == "fell" || w == "landed" || w == "rounds":
			return true
		case d.doc.Punct(j), prepositions[w] && w != "of", conjunctions[w]:
			return false
		}
	}
	return false
}

// targetLike reports whether a phrase names a place, a thing or a body that can be
// hit, rather than a day or a count of the dead.
func (d *draft) targetLike(r run) bool {
	if r.empty() || weekdays[d.low(r.first)] || d.pronounRun(r) {
		return false
	}
	for i := r.first; i < r.last; i++ {
		if targetHeads[d.low(i)] {
			return true
		}
	}
	return false
}
