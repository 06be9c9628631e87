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
	unidentified
	features
)

// weights holds the log odds that one unit of each feature adds. They were fitted
// by logistic regression on labelled training reports and rounded; unidentified was
// set by hand: a shared kind, country or side alone never makes one event.
var weights = [features]float64{
	prior:          -8.4,
	oneRecalls:     2.2,
	bothRecall:     2.6,
	dateSame:       3.3,
	datesOverlap:   2.8,
	datesWide:      .8,
	dateAlso:       .1,
	dateNext:       -1.8,
	dateNear:       -2.6,
	dateFar:        -3.4,
	toldClose:      1.5,
	toldFar:        -3,
	weekdaySame:    1.3,
	weekdayDiffers: -3,
	placeSame:      1.6,
	placeInside:    .5,
	placeSibling:   -1,
	placeDiffers:   -1.5,
	placeNamed:     .9,
	placeUnknown:   .5,
	kindSame:       .6,
	kindAkin:       -1.3,
	kindDiffers:    -3.5,
	victimShared:   4.3,
	victimsDiffer:  -1.2,
	perpShared:     .1,
	culpritShared:  2.1,
	killedSame:     4,
	killedClash:    -.3,
	injuredSame:    .9,
	injuredClash:   -1.4,
	targetShared:   .1,
	targetsDiffer:  -.8,
	weaponShared:   1.3,
	textless:       1.5,
	quotesAlike:    7.1,
	namesAlike:     7,
	wordsAlike:     12,
	wordsClose:     -7.3,
	unidentified:   -6,
}

const (
	joinAt  = 0.0 // mean log odds from which groups are joined
	sameAt  = 2.0 // log odds from which two recalls of one report are the same
	closeAt = -3  // log odds from which a refused link is worth showing
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
