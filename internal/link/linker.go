package link

import (
	"cmp"
	"slices"

	"rashomon"
	"rashomon/internal/block"
	"rashomon/internal/rarity"
)

const rarityMost = rarity.Most

// Linker holds the accounts that were added and which of them tell of one event. What
// it holds depends on the accounts alone: not on the order in which they came, and of
// two accounts not on any third but those that stand between them in a block. It is
// not for use by two at once. See ARCHITECTURE.md for its parts.
type Linker struct {
	by      *table
	rare    rarity.Table
	carder  *carder
	parsed  nameCache
	cards   []card
	reports []known
	byID    map[rashomon.ReportID]int32
	index   *block.Index
	edges   [][]edge          // of each card: those to which it is linked
	group   []int32           // of each card: the first of its group by order
	members map[int32][]int32 // of each group of two or more: its cards by order
	names   nameBook
	touched map[int32]bool // groups that changed since they were last asked for
	hits    []uint8        // scratch: what the blocks shared with the card at hand tell
	met     []int32        // scratch: the cards with hits
}

// known is what is kept of a report.
type known struct {
	id       rashomon.ReportID
	received int64 // microseconds
	first, n int32 // its cards
	lead     int32 // the card of its news, none without
	text     bool
}

// edge is a comparison that held: the other card, and the log odds.
type edge struct {
	to   int32
	odds float32
}

// New returns an empty linker.
func New() *Linker { return newLinker(&ours) }

func newLinker(by *table) *Linker {
	return &Linker{by: by, index: block.New(neighbours), rare: rarity.Own(), carder: newCarder(), parsed: make(nameCache, namesKept),
		byID: map[rashomon.ReportID]int32{}, members: map[int32][]int32{}, names: newNameBook(), touched: map[int32]bool{}}
}

// Add puts the accounts of one report in, and finds what that changes: its cost
// follows the accounts that are near the new ones, not those that are there. Of two
// readings of one report the first added counts.
func (l *Linker) Add(t Told) {
	first, n := l.Take(t)
	for i := first; i < first+n; i++ {
		l.connect(i)
	}
}

// Take makes the cards of a report and does not link them yet, for LinkAll: for many
// reports a tenth of what Add takes. It returns the first and how many there are, and
// keeps neither the reading nor the text.
func (l *Linker) Take(t Told) (first, n int32) {
	first = int32(len(l.cards))
	if _, there := l.byID[t.Reading.Report]; there {
		return first, 0
	}
	number := int32(len(l.reports))
	l.byID[t.Reading.Report] = number
	k := known{id: t.Reading.Report, received: t.Received.UnixMicro(), first: first, lead: none, text: t.Text != ""}
	cards := l.carder.cards(t, number)
	news := lead(t)
	for i := range cards {
		if cards[i].main && cards[i].key == news {
			k.lead = first + int32(i)
		}
	}
	k.n = int32(len(cards))
	l.cards, l.reports = append(l.cards, cards...), append(l.reports, k)
	l.follow(k)
	for i := first; i < first+k.n; i++ {
		l.index.Item(l.cards[i].rank(), orderOf(l.account(i)))
		l.edges, l.group, l.hits = append(l.edges, nil), append(l.group, i), append(l.hits, 0)
	}
	return first, k.n
}

// connect finds the cards to which a new one is linked, and regroups what that touches.
func (l *Linker) connect(i int32) {
	changed := []int32{i}
	blocks := l.cards[i].blocks()
	for _, b := range blocks {
		l.index.Put(b.Hash, i)
		changed = append(changed, l.parted(b.Hash, i)...)
	}
	for _, j := range l.candidates(i, blocks) {
		if odds := l.odds(i, j); odds >= l.by.joinAt {
			l.join(i, j, odds)
		} else if odds > closeAt {
			l.touch(j)
		}
	}
	l.regroup(changed)
}

// parted drops the links between cards that met in a block, and no longer do because
// card i stands between them; it returns them.
func (l *Linker) parted(key uint64, i int32) []int32 {
	var out []int32
	for _, p := range l.index.Parted(key, i) {
		a, b := p[0], p[1]
		switch linked := l.linked(a, b); {
		case !l.joinable(a, b) || !linked && l.odds(a, b) <= closeAt || l.meet(a, b):
		case linked:
			l.part(a, b)
			out = append(out, a, b)
		default: // no longer shown as a close refusal
			l.touch(a)
			l.touch(b)
		}
	}
	return out
}

// linked reports whether there is an edge between two cards.
func (l *Linker) linked(i, j int32) bool {
	a, b := l.edges[i], l.edges[j]
	if len(b) < len(a) {
		a, j = b, i
	}
	return slices.ContainsFunc(a, func(e edge) bool { return e.to == j })
}

// meet reports whether two cards are candidates of each other.
func (l *Linker) meet(i, j int32) bool {
	return slices.Contains(l.candidates(i, l.cards[i].blocks()), j)
}

func (l *Linker) join(i, j int32, odds float64) {
	l.edges[i] = append(l.edges[i], edge{j, float32(odds)})
	l.edges[j] = append(l.edges[j], edge{i, float32(odds)})
}

func (l *Linker) part(i, j int32) {
	drop := func(i, j int32) {
		l.edges[i] = slices.DeleteFunc(l.edges[i], func(e edge) bool { return e.to == j })
	}
	drop(i, j)
	drop(j, i)
}

// candidates returns the cards worth comparing with i: those that meet it in blocks
// which together tell enough. It is symmetric.
func (l *Linker) candidates(i int32, blocks []block.Key) []int32 {
	l.index.Mates(i, blocks, l.hit)
	return l.worth(i)
}

// hit notes that the card at hand meets j in a block.
func (l *Linker) hit(j int32, tells uint8) {
	if l.hits[j] == 0 {
		l.met = append(l.met, j)
	}
	l.hits[j] = min(l.hits[j]+tells, 200)
}

// worth returns those of the cards met that are worth comparing with i, and forgets
// what was met.
func (l *Linker) worth(i int32) []int32 {
	out := l.met[:0]
	for _, j := range l.met {
		if h := l.hits[j]; h >= enough && (h >= enoughFar || !l.far(i, j)) && l.joinable(i, j) {
			out = append(out, j)
		}
		l.hits[j] = 0
	}
	l.met = l.met[:0]
	return out
}

// far reports whether the days of two accounts are known to lie apart.
func (l *Linker) far(i, j int32) bool {
	a, b := &l.cards[i].days, &l.cards[j].days
	return a.known && b.known && gap(*a, *b) > 3
}

// joinable reports whether i and j may tell of one event at all: two accounts of
// one report do only when both are recalls.
func (l *Linker) joinable(i, j int32) bool {
	a, b := &l.cards[i], &l.cards[j]
	return a.report != b.report || !a.main && !b.main
}

// load puts many reports in at once: what Add gives one by one.
func (l *Linker) load(told []Told) {
	for _, t := range told {
		l.Take(t)
	}
	l.LinkAll()
}

// LinkAll finds every link and group of the reports that were taken, and marks nothing
// as changed. Call it once, before anything is added.
func (l *Linker) LinkAll() {
	var all []int32
	l.index.Fill(func(i int32) []block.Key { return l.cards[i].blocks() }, l.hit, func(i int32) {
		all = append(all, i)
		for _, j := range l.worth(i) {
			if odds := l.odds(i, j); odds >= l.by.joinAt {
				l.join(i, j, odds)
			}
		}
	})
	l.regroup(all)
	l.touchAll()
	l.rename(l.touched)
	clear(l.touched)
}

// touchAll marks all incidents as changed.
func (l *Linker) touchAll() {
	for i := range int32(len(l.cards)) {
		l.touched[l.home(i)] = true
	}
}

// touch marks what a card's incident shows as changed.
func (l *Linker) touch(i int32) {
	l.touched[l.group[i]] = true
	l.touched[l.home(i)] = true
}

// regroup groups the cards anew that are linked with any of some, through any number
// of links. What was one group may now be in several parts: all are taken apart before
// any is put together.
func (l *Linker) regroup(some []int32) {
	var parts [][]int32
	for _, start := range some {
		if l.hits[start] != 0 {
			continue
		}
		nodes := []int32{start}
		l.hits[start] = 1 // seen
		for n := 0; n < len(nodes); n++ {
			for _, e := range l.edges[nodes[n]] {
				if l.hits[e.to] == 0 {
					l.hits[e.to] = 1
					nodes = append(nodes, e.to)
				}
			}
		}
		for _, i := range nodes {
			l.touchReport(i)
			delete(l.members, l.group[i])
		}
		parts = append(parts, nodes)
	}
	for _, nodes := range parts {
		for _, i := range nodes {
			l.hits[i] = 0
		}
		l.sort(nodes)
		for _, g := range l.grouped(nodes) {
			for _, i := range g {
				l.group[i] = g[0]
			}
			l.touched[g[0]] = true
			if len(g) > 1 {
				l.members[g[0]] = g
			}
		}
	}
}

// touchReport marks the groups of all cards of a card's report: they may follow it, or
// be tied to it.
func (l *Linker) touchReport(i int32) {
	k := l.reports[l.cards[i].report]
	for j := k.first; j < k.first+k.n; j++ {
		l.touched[l.group[j]] = true
	}
}

// sort puts cards in their own order, alike on every machine.
func (l *Linker) sort(cards []int32) {
	slices.SortFunc(cards, l.ordered)
}

func (l *Linker) ordered(i, j int32) int {
	if a, b := l.index.Order(i), l.index.Order(j); a != b {
		return cmp.Compare(a, b)
	}
	a, b := &l.cards[i], &l.cards[j]
	return cmp.Or(cmp.Compare(l.reports[a.report].id, l.reports[b.report].id), cmp.Compare(a.key, b.key))
}
