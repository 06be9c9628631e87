package link

import (
	"cmp"
	"hash/fnv"
	"slices"
	"strings"

	"rashomon"
	"rashomon/internal/gazetteer"
	"rashomon/internal/locus"
	"rashomon/internal/names"
	"rashomon/internal/rarity"
)

// card is an account made ready for comparison: small, and complete, so that accounts
// are compared without their readings. What it holds depends on its report alone.
type card struct {
	key     string // the account's, in its report
	report  int32  // index into Linker.reports
	follows int32  // the card of its own report whose event it goes on telling of; none for most
	days    days
	also    []days // other days that its date claims name
	told    int32  // day of publication, 0 when unknown
	weekday int8   // 0 Sunday to 6, none when the account names none or is dated
	main    bool
	whole   bool // words are of the whole text, which tells of this account alone
	kind    rashomon.Kind
	place   locus.Place
	named   [3]uint32 // the first words of the place, 0 for none
	parties []party
	things  []uint32 // words that tell what was hit or with what: thing
	counts  []count
	words   rarity.Vector
	title   rarity.Vector // of the report's headline, for the first account of its news
}

// party is a name as the report says it.
type party struct {
	said     string
	blocks   []uint32 // two spellings of one name share one
	rare     float32  // how rare its rarest word is, 0 to 1
	parts    int8     // words
	personal bool
	victim   bool // or else said to have done it
}

// count is a toll as far as linking looks at it.
type count struct {
	low, high int32 // rashomon.Open where the words leave it open
	of        harm
	vague     bool
	approx    bool
}

// harm is what a count is of.
type harm uint8

const (
	dead harm = iota
	hurt
	taken
)

// thing is the number of a word that tells what was hit or with what: the last bit
// says which.
func thing(folded string, weapon bool) uint32 {
	key := rarity.Key(folded) &^ 1
	if weapon {
		key |= 1
	}
	return key
}

// carder makes cards.
type carder struct {
	words  *rarity.Reader
	places *locus.Reader
	spelt  map[string]string // one copy of each string that cards share
}

func newCarder() *carder {
	return &carder{words: rarity.NewReader(rarity.Own()), places: locus.NewReader(gazetteer.Own()), spelt: map[string]string{}}
}

// cards prepares the accounts of one report, which is number report, by key.
func (b *carder) cards(t Told, report int32) []card {
	published := publicationDay(t)
	told := anchor(t, published)
	news := lead(t)
	accounts := accountsOf(t.Reading)
	places := b.places.Read(accounts)
	out := make([]card, 0, len(accounts))
	for n, a := range accounts {
		c := card{key: b.one(a.Key), report: report, follows: none, told: told, main: a.Main, kind: a.Kind}
		for _, claim := range a.Claims {
			b.add(&c, claim)
		}
		c.days, c.weekday = dated(a, published, told)
		c.also = otherDays(a.Claims, c.days)
		c.place = places[n]
		for n, w := range firstOf(c.place.Words(), len(c.named)) {
			c.named[n] = rarity.Key(rarity.Singular(w))
		}
		c.whole = a.Main && news == a.Key && t.Text != ""
		c.words = b.vector(t, a, news == a.Key)
		if news == a.Key {
			c.title = b.headline(t.Reading.Title)
		}
		out = append(out, c)
	}
	ownDays(out)
	return out
}

// ownDays leaves an account no other day that the report has another account for: it
// speaks of that one.
func ownDays(cards []card) {
	for i := range cards {
		for j := range cards[:min(len(cards), firstFew)] {
			if i != j && cards[j].days.known && !cards[j].days.wide {
				cards[i].also = slices.DeleteFunc(cards[i].also, func(d days) bool { return gap(d, cards[j].days) == 0 })
			}
		}
	}
}

// accountsOf returns the accounts of a reading by key, each key once.
func accountsOf(r rashomon.Reading) []rashomon.Account {
	accounts := slices.Clone(r.Accounts)
	for i := range accounts {
		accounts[i].Report = r.Report
	}
	slices.SortStableFunc(accounts, func(a, b rashomon.Account) int {
		return cmp.Or(cmp.Compare(len(a.Key), len(b.Key)), cmp.Compare(a.Key, b.Key)) // a2 before a10
	})
	return slices.CompactFunc(accounts, func(a, b rashomon.Account) bool { return a.Key == b.Key })
}

func orderOf(id rashomon.AccountID) uint64 {
	h := fnv.New64a()
	h.Write([]byte(id))
	return h.Sum64()
}

// one returns the one copy of a string that many cards hold.
func (b *carder) one(s string) string {
	if kept, ok := b.spelt[s]; ok {
		return kept
	}
	s = strings.Clone(s)
	b.spelt[s] = s
	return s
}

// rank sorts by day, then by toll.
func (c *card) rank() uint64 {
	day := int64(c.told)
	if c.days.known {
		day = int64(c.days.first)
	}
	most := int32(0)
	for _, k := range c.counts {
		if k.of == dead {
			most = max(most, k.figure())
		}
	}
	return uint64(max(0, day+1<<20))<<32 | uint64(uint32(most))
}

// lead returns the key of the first account that a report gives as its news, which
// its headline is of; empty when it gives none.
func lead(t Told) string {
	for _, a := range t.Reading.Accounts {
		if a.Main {
			return a.Key
		}
	}
	return ""
}

// bears reports whether a claim tells of the event: what is denied or foreseen does
// not, and a part of a toll is no toll.
func bears(c rashomon.Claim) bool {
	if c.Attribution.Stance == rashomon.Threats || c.Attribution.Stance == rashomon.Predicts {
		return false
	}
	switch v := c.Value.(type) {
	case rashomon.Tally:
		return c.PartOf == "" && v.Group != rashomon.Attackers && (v.Min > 0 || v.Max > 0)
	case rashomon.Party:
		return v.Name != "" && (c.Field == rashomon.Victim || c.Attribution.Stance != rashomon.Denies)
	}
	return true
}

// mostHeld is how many names, counts or words a card holds: reports with more
// are lists, and their first ones tell the event.
const mostHeld = 32

// add sorts a claim into the card.
func (b *carder) add(c *card, claim rashomon.Claim) {
	if !bears(claim) {
		return
	}
	switch v := claim.Value.(type) {
	case rashomon.Tally:
		if of, ok := harmOf(claim.Field); ok {
			c.counts = addNew(c.counts, countOf(v, of))
		}
	case rashomon.Party:
		c.parties = b.addParty(c.parties, v.Name, claim.Field == rashomon.Victim)
	case rashomon.Words:
		if claim.Field == rashomon.Target || claim.Field == rashomon.Weapon {
			for _, w := range telling(string(v)) {
				c.things = addNew(c.things, thing(w.folded, claim.Field == rashomon.Weapon))
			}
		}
	}
}

// harmOf is what counts of a field are of.
func harmOf(f rashomon.Field) (of harm, ok bool) {
	switch f {
	case rashomon.Killed:
		return dead, true
	case rashomon.Injured:
		return hurt, true
	case rashomon.Captured:
		return taken, true
	}
	return 0, false
}

func firstOf[T any](list []T, n int) []T { return list[:min(len(list), n)] }

func addNew[T comparable](list []T, x T) []T {
	if len(list) >= mostHeld || slices.Contains(list, x) {
		return list
	}
	return append(list, x)
}

// longestName is the most bytes of a name that are kept: what is longer is no name.
const longestName = 120

func (b *carder) addParty(list []party, said string, victim bool) []party {
	if len(said) > longestName {
		said = strings.ToValidUTF8(said[:longestName], "")
	}
	if len(list) >= mostHeld || slices.ContainsFunc(list, func(p party) bool { return p.said == said && p.victim == victim }) {
		return list
	}
	p := party{said: b.one(said), victim: victim}
	for _, block := range names.Blocks(said) {
		p.blocks = append(p.blocks, rarity.Key(block))
	}
	words := names.Words(said)
	for _, w := range words {
		p.rare = max(p.rare, b.rare(w))
	}
	p.parts, p.personal = int8(min(len(words), 100)), names.Parse(said).Personal()
	return append(list, p)
}

// akin reports whether two names may be spellings of one: they share a block.
func (p *party) akin(q *party) bool {
	for _, b := range p.blocks {
		if slices.Contains(q.blocks, b) {
			return true
		}
	}
	return false
}

// nameCache keeps names taken apart, the last of those that share a place: that
// changes the speed only.
type nameCache []struct {
	said string
	name names.Name
}

const namesKept = 1 << 14

func (c nameCache) parse(said string) names.Name {
	at := &c[rarity.Key(said)%namesKept]
	if at.said != said {
		at.said, at.name = said, names.Parse(said)
	}
	return at.name
}

// same reports whether two names are spellings of one.
func (c nameCache) same(p, q *party) bool {
	return p.said == q.said || p.akin(q) && c.parse(p.said).Same(c.parse(q.said))
}

// rare returns how rare a folded word is, between 0 and 1; 0 for a common one.
func (b *carder) rare(folded string) float32 {
	w := b.words.Folded(folded)
	if w.Common {
		return 0
	}
	return w.Rare / rarity.Most
}

// spoken is a word as the report has it, and folded.
type spoken struct{ said, folded string }

// telling returns the words of s that are not common.
func telling(s string) []spoken {
	var out []spoken
	for _, w := range strings.Fields(s) {
		w = strings.TrimSuffix(strings.TrimSuffix(strings.Trim(w, `.,;:()"'`), "'s"), "’s")
		for _, f := range names.Words(w) {
			if rarity.Telling(w, f) {
				out = append(out, spoken{w, rarity.Singular(f)})
			}
		}
	}
	return out
}

func countOf(t rashomon.Tally, of harm) count {
	return count{int32(min(t.Min, 1<<30)), int32(min(t.Max, 1<<30)), of, t.Vague != "", t.Approx}
}

func (c count) tally() rashomon.Tally {
	return rashomon.Tally{Min: int(c.low), Max: int(c.high), Approx: c.approx}
}

// figure is the number that a tally's words give.
func (c count) figure() int32 {
	if c.low > 0 {
		return c.low
	}
	return c.high
}
