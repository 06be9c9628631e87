package link

import (
	"strings"

	"rashomon/internal/names"
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
var ours = table{joinAt: -1.1, meanAt: -1.6, least: -6, weights: [features]float64{
	prior:          -6.2,
	oneRecalls:     1.1,
	bothRecall:     2.5,
	dateSame:       1.9,
	datesOverlap:   .8,
	datesWide:      .6,
	dateAlso:       .3,
	dateNext:       -2.5,
	dateNear:       -2.5,
	dateFar:        -2.7,
	toldClose:      1.5,
	toldFar:        -3.2,
	weekdaySame:    .6,
	weekdayDiffers: -1.4,
	placeSame:      1.3,
	placeInside:    0,
	placeSibling:   -.5,
	placeDiffers:   0,
	placeUnknown:   1.2,
	placeNamed:     0,
	kindSame:       .7,
	kindAkin:       -.8,
	kindDiffers:    -.9,
	victimShared:   3.3,
	victimsDiffer:  -.2,
	perpShared:     .3,
	culpritShared:  1.3,
	killedSame:     2.7,
	killedClash:    -.4,
	injuredSame:    3.3,
	injuredClash:   -.7,
	targetShared:   .6,
	targetsDiffer:  -1,
	weaponShared:   .4,
	textless:       1.3,
	quotesAlike:    3.1,
	namesAlike:     1.3,
	wordsAlike:     9.6,
	wordsClose:     -.6,
	titlesAlike:    .5,
	unidentified:   -3,
}}

const (
	sameAt  = 2.0 // log odds from which two recalls of one report are the same
	closeAt = -6  // log odds from which a refused link is worth showing
)

// The tables below are read only.

// wordSet holds words as they are and folded.
func wordSet(words string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		m[w] = true
		for _, f := range names.Words(w) {
			m[f] = true
		}
	}
	return m
}

var (
	compass    = wordSet("north south east west northern southern eastern western northeast northwest southeast southwest northeastern northwestern southeastern southwestern")
	placeWords = wordSet(`city town village villages district neighborhood neighbourhood neighborhoods neighbourhoods area areas province governorate
		countryside region suburb suburbs outskirts street road crossing border central center centre held rebel government opposition
		regime state county camp refugee house home main base checkpoint capital inside two several residential rural quarter
		hospital clinic medical point school mosque church university market bakery hall house houses building buildings headquarters square mall
		park restaurant station convoy bus bridge airport base office family apartment behind front vicinity junction roundabout
		sector side edge part parts zone territory stronghold positions populated jihadist militant islamist terrorist`)
	stop = wordSet(`the a an and or of in on at to from by for with as is are was were be been being has have had it its this that these those
		he she they his her their them him we our you your i my who whom which what when where while after before during since until
		not no nor but if than then so such also into over under about against between out up down off more most less least very can could
		may might will would shall should do does did there here all any both each other some one two three said says say told according`)
	common = wordSet(`killed kill killing dead died death deaths die people person attack attacks attacked injured wounded wounding others including
		several least dozens hundreds police officials official forces force army military government security group groups fighters rebels militants
		soldiers civilians women children child men man woman year years old day days week month time today yesterday monday tuesday wednesday
		thursday friday saturday sunday january february march april may june july august september october november december city town village
		area province district country state war conflict fighting clashes strike strikes air airstrike airstrikes raid raids bomb bombing bombs
		explosion blast shooting shot fire shelling rocket rockets missile gunmen suspect reported report reports source sources agency news
		statement spokesman control held near north south east west northern southern eastern western local national united states 
		afp reuters ap monitor observatory human rights international new last first second four five six seven eight nine ten
		published date early late morning night evening updated victim victims scene hospital incident investigation`)
)
