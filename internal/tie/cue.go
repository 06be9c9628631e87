package tie

import (
	"regexp"
	"strings"

	"rashomon"
)

// cue is a way to say how one event stands to another.
type cue struct {
	kind    rashomon.TieKind
	shape   shape
	words   []string // a sentence with none of these (lower case) is not looked at
	pattern *regexp.Regexp
}

// shape says where a cue has the incident that is tied, FROM, and the other, TO.
type shape int

const (
	forward  shape = iota // "FROM in retaliation for TO"; in front of both, "in retaliation for TO, FROM"
	backward              // "TO prompted FROM"
	parted                // "responded to TO with FROM"; TO is the pattern's group
	inside                // "confused FROM with TO"; FROM is the pattern's group
	onward                // begins a sentence of FROM; TO was told before
	back                  // begins a sentence of TO; FROM was told before
	listed                // "FROM is the latest in a series"; TO are told there or next
	likewise              // a sentence of TO; FROM was told before, or first there
	together              // one sentence of both
)

// reach is how many bytes before and after a cue are read for what it ties.
const reach = 600

// Parts of patterns.
const (
	events = `(?:(?:air|rocket|car|suicide|drone|gun|arson|knife|mortar|missile|grenade)[- ]?)?(?:attacks?|bombings?|bombs?|blasts?|explosions?|strikes?|airstrikes?|raids?|shootings?|` +
		`killings?|murders?|massacres?|assaults?|ambush(?:es)?|shelling|bombardments?|assassinations?|incidents?|abductions?|kidnappings?|clash(?:es)?|stabbings?|executions?|fires?)`
	answer   = `(?:retaliation|revenge|vengeance|reprisals?|response|retribution|payback)`
	while    = `(?:seconds?|minutes?|hours?|days?|weeks?|months?|a fortnight)`
	howLong  = `(?:(?:just|only|barely|some|about|less than) )?(?:[\w-]+ ){0,2}?`
	several  = `(?:series|string|spate|wave|succession|rash|run|chain|campaign|cycle)`
	nth      = `(?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d+(?:st|nd|rd|th))`
	wrongly  = `(?:initially|at first|first|earlier|originally|wrongly|mistakenly|erroneously|incorrectly|falsely)`
	taken    = `(?:reported|described|identified|thought|believed|said|taken|presented|treated|listed|counted|recorded)`
	thatWas  = `(?:was|were|is|are|as|be|been) (?:\w+ ){0,2}?`
	upToFour = `(?:[\w'’-]+ ){0,4}?`
)

// The cues; of two that meet in one place the earlier is read. Read only.
var cues = []cue{
	say(rashomon.MistakenFor, forward, `mistaken confused mixed conflated`,
		`(?:`+thatWas+`)?(?:mistaken for|confused with|mixed up with|conflated with)`),
	say(rashomon.MistakenFor, forward, `initially first earlier originally wrongly mistakenly erroneously incorrectly falsely`,
		wrongly+` (?:`+taken+` (?:(?:by|on|in) `+upToFour+`)?(?:as|to (?:be|have been))|(?:linked|tied|attributed|connected) (?:to|with))`),
	say(rashomon.MistakenFor, inside, `confused conflated mistook mixed wrongly mistakenly erroneously incorrectly falsely`,
		`(?:confused|conflated|mistook|mixed up|`+wrongly+` (?:linked|tied|attributed|connected)) (it|(?:the|that|this|\w+['’]s) (?:[\w-]+ ){0,2}?`+events+`(?: (?:in|at|on|near) [\w-]+)?) (?:with|and|to|for)`),
	say(rashomon.RetaliationFor, forward, `retaliation revenge vengeance reprisal reprisals response retribution payback answer avenge avenging avenged retaliate retaliated retaliating`,
		`in (?:\w+ )?(?:`+answer+`|answer) (?:for|to)|`+thatWas+`(?:a )?`+answer+` (?:for|to)|to (?:avenge|retaliate (?:for|against))|avenging|avenged|retaliat(?:ed|ing) (?:for|against)`),
	say(rashomon.RetaliationFor, parted, `responded retaliated hit struck`,
		`(?:responded|retaliated|hit back|struck back) to (.{1,160}?) (?:with|by)`),
	say(rashomon.RetaliationFor, onward, `retaliation revenge response reprisal responded retaliated hit struck`,
		`in `+answer+`,|(?:[\w-]+ ){1,6}?(?:responded|retaliated|hit back|struck back) (?:with|by)`),
	say(rashomon.RetaliationFor, backward, `prompting prompted triggering triggered provoking provoked sparking sparked drawing drew`,
		`(?:prompt|trigger|provok|spark|draw)(?:ing|ed) `+upToFour+`(?:retaliat\w+|reprisals?|revenge|air ?strikes?|strikes|raids|shelling|bombardment|fire)|drew `+upToFour+`(?:retaliat\w+|reprisals?|revenge)`),
	say(rashomon.SameSeries, listed, `series string spate wave succession rash run chain campaign cycle`,
		`(?:`+nth+`|first|latest|newest|most recent|deadliest|worst|bloodiest|part|one) (?:in|of) (?:a|an|the|this|another) (?:[\w-]+ ){0,2}?`+several),
	say(rashomon.SameSeries, listed, `such this in since as within`,
		`(?:`+nth+`|latest) (?:such (?:[\w-]+ ){0,2}?`+events+`|(?:[\w-]+ ){0,2}?`+events+` (?:(?:in|on|at|of|against) `+upToFour+`)?(?:in (?:as|less|under|just|only|about|a|the|two|three|four|five|six|\d+)|since|this|within) )`),
	say(rashomon.SameSeries, likewise, `similar identical copycat`, `(?:similar|identical|copycat) (?:[\w-]{3,} ){0,2}?`+events),
	say(rashomon.SameSeries, together, `simultaneous coordinated co-ordinated synchronised synchronized`,
		`(?:simultaneous|co-?ordinated|synchroni[sz]ed) (?:[\w-]+ ){0,2}?`+events),
	say(rashomon.FollowUpOf, backward, `followed`, `(?:`+thatWas+`)?followed `+upToFour+`by`),
	say(rashomon.FollowUpOf, forward, `after following followed follows wake heels aftermath`,
		while+` (?:after|following)|(?:shortly|soon|immediately) after|(?:came|comes|coming|occurred|happened|took place) `+upToFour+`(?:after|following)|(?:follows|followed) (?:an?|the|another|[\w-]+['’]s)|in the (?:wake|aftermath) of|on the heels of`),
	say(rashomon.FollowUpOf, back, `earlier before previously`, howLong+while+` (?:earlier|before|previously)\b`),
	say(rashomon.FollowUpOf, onward, `later afterwards after`, howLong+while+` (?:later|afterwards)\b|(?:shortly|soon) (?:afterwards|after that)\b`),
}

func say(kind rashomon.TieKind, shape shape, words, pattern string) cue {
	return cue{kind, shape, strings.Fields(words), regexp.MustCompile(`(?i)\b(?:` + pattern + `)`)}
}

// cuesBy holds the cues by the words that show them. Read only.
var cuesBy = func() map[string][]int {
	by := map[string][]int{}
	for i, c := range cues {
		for _, w := range c.words {
			by[w] = append(by[w], i)
		}
	}
	return by
}()

// The words that parts of sentences are told by. Read only.
var (
	// clauseEnd parts a clause from the next.
	clauseEnd = regexp.MustCompile(`(?i)[;:–—]|, (?:and|but|while|which|who|as) |\b(?:since|while|because|although|that)\b`)
	// event finds words for an event, the definite ones with their article; own are
	// those that one incident can be.
	event = regexp.MustCompile(`(?i)(?:\b(the|this|that|its|their|his|\w+days?|\w+['’]s) (?:[\w.'’-]+ ){0,3}?)?\b(` + events + `|deaths?|invasion|war|offensive|conflict|campaign|operation|siege|uprising|crackdown)\b`)
	own   = regexp.MustCompile(`(?i)^(?:` + events + `|deaths?)$`)
	// pronoun begins a clause of what the sentence before told.
	pronoun = regexp.MustCompile(`(?i)^\W*(?:and |but )?(?:it|this|they|these)(?: (?:was|were|came|comes|is|follows|followed|happened|took|occurred|had been|has been)\b|\W*$)`)
	// bare is how much sooner or later, at the front of a sentence.
	bare = regexp.MustCompile(`(?i)^\W*(?:(?:and|but|then|just|only|barely|less|more|than|about|some|an?|one|two|three|four|five|six|seven|eight|nine|ten|several|few|\d+)\W+)*$`)
	// unreal takes back, doubts or foresees what comes after it.
	unreal = regexp.MustCompile(`(?i)\b(?:not|never|no|nor|cannot|den(?:y|ied|ies|ying)|vow\w*|pledg\w+|threat\w*|promis\w+|will|would|could|may|might|must|should|urg\w+|warn\w*|if|whether|fear\w*|possib\w+|call(?:s|ed)? for|ruled out)\b|n['’]t\b`)
	// stop ends a sentence that goes on behind an abbreviation or a number.
	stop = regexp.MustCompile(`;|[.?!]["”’)]* +["“‘(]?[A-Z]`)
	// spoke is what else than harm may have come before.
	spoke = regexp.MustCompile(`(?i)\b(?:announc\w+|declar\w+|said|saying|says|accus\w+|ceasefires?|truce|suspend\w*|agree\w*|inquiry|pledg\w+|vow\w*|warn\w*|deal|talks|visit\w*|elect\w+|sworn|condemn\w*|arriv\w+|meeting|resolution|report|sanctions|trial|verdict|charged|sentenced|resum\w+|videos?|footage|vigil|funerals?|anniversary|ceremony|rall(?:y|ies)|march|demonstrat\w+|[ap]\.?m|noon|midnight|dawn|dusk)\b`)
)
