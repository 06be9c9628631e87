package link

import (
	"rashomon"
)

// feature names one thing on which two accounts agree or differ.
type feature int

// The features. Each has a weight in the table below.
const (
	prior feature = iota
	oneRecalls
	bothRecall
	dateSame
	datesOverlap
	datesWide
	dateAlso
	dateNext
	dateNear
	dateFar
	toldClose
	toldFar
	weekdaySame
	weekdayDiffers
	placeSame
	placeInside
	placeNear
	placeSibling
	placeDiffers
	placeUnknown
	placeNamed
	kindSame
	kindAkin
	kindDiffers
	victimShared
	victimsDiffer
	perpShared
	culpritShared
	killedSame
	killedClash
	injuredSame
	injuredClash
	capturedSame
	capturedClash
	targetShared
	targetsDiffer
	weaponShared
	textless
	quotesAlike
	namesAlike
	wordsAlike
	wordsClose
	titlesAlike
	unidentified
	features
)

// table is what accounts are compared and grouped by.
type table struct {
	weights [features]float64 // the log odds that one unit of each feature adds
	joinAt  float64           // log odds from which two accounts are linked
	meanAt  float64           // mean log odds from which the groups of linked accounts are joined
	least   float64           // one pair counts for no less in that mean, and for no more than its opposite
}

// ours is the table in use, as TestFitWeights prints it. It was fitted by logistic
// regression to labelled training reports and rounded; how days that differ count, and
// accounts with nothing that tells events apart, was set by hand there.
var ours = table{joinAt: -0.5, meanAt: -1, least: -6, weights: [features]float64{
	prior:          -5.1,
	oneRecalls:     .3,
	bothRecall:     1.7,
	dateSame:       1.7,
	datesOverlap:   .8,
	datesWide:      .7,
	dateAlso:       .3,
	dateNext:       -3.5,
	dateNear:       -3.5,
	dateFar:        -2.8,
	toldClose:      1.1,
	toldFar:        -3.3,
	weekdaySame:    .9,
	weekdayDiffers: -1.7,
	placeSame:      1.9,
	placeInside:    .2,
	placeNear:      .2,
	placeSibling:   -.8,
	placeDiffers:   -.3,
	placeUnknown:   1.2,
	placeNamed:     0,
	kindSame:       .8,
	kindAkin:       -.6,
	kindDiffers:    -1.1,
	victimShared:   3.4,
	victimsDiffer:  -.4,
	perpShared:     0,
	culpritShared:  1.9,
	killedSame:     3.2,
	killedClash:    -.4,
	injuredSame:    3.9,
	injuredClash:   -1,
	capturedSame:   2.2,
	capturedClash:  0,
	targetShared:   0,
	targetsDiffer:  -1.1,
	weaponShared:   0,
	textless:       1,
	quotesAlike:    1.9,
	namesAlike:     2,
	wordsAlike:     5.3,
	wordsClose:     .8,
	titlesAlike:    .3,
	unidentified:   -3,
}}

const (
	sameAt  = 2.0 // log odds from which two recalls of one report are the same
	closeAt = -6  // log odds from which a refused link is worth showing
)

// kindsRare weighs the kinds of event: 1 for one that a tenth of the labelled training
// incidents are of (../shared/gold/train.jsonl), more for rarer ones.
var kindsRare = map[rashomon.Kind]float64{rashomon.AirStrike: .6, rashomon.Clash: .8, rashomon.Shelling: .9, rashomon.Bombing: .9, rashomon.Shooting: .9,
	rashomon.Execution: 1.4, rashomon.Chemical: 1.5, rashomon.Abduction: 1.7}
