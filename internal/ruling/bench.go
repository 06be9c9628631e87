// Package ruling gives people's decisions their effect: on the claims and accounts
// of one incident, and on which accounts are held to tell of one event. It reads
// rulings and changes none; it owns no tables.
package ruling

import (
	"slices"
	"strings"

	"rashomon"
	"rashomon/internal/wording"
)

// Bench holds the rulings on one incident that are in force, by what they are on
// now.
type Bench struct {
	out       map[string]bool // rejected claims and accounts
	accepted  map[string]bool
	correct   map[string]rashomon.Ruling // by claim, or by the fact of the incident
	decisions []rashomon.Decision
}

// New reads the rulings of a dossier in the order made. Of those that say different
// things of one claim, account or fact the last counts.
func New(d rashomon.Dossier) *Bench {
	b := &Bench{out: map[string]bool{}, accepted: map[string]bool{}, correct: map[string]rashomon.Ruling{}}
	claims := identified(d)
	undone := rashomon.UndoneBy(d.Rulings)
	for _, r := range rashomon.InOrder(d.Rulings) {
		on, there := find(r, d, claims)
		dec := rashomon.Decision{Ruling: r, Standing: rashomon.InForce, UndoneBy: undone[r.ID]}
		if on != r.Target {
			dec.Now = on
		}
		switch {
		case dec.UndoneBy != "":
			dec.Standing = rashomon.Undone
		case !there && r.Kind != rashomon.Withhold: // a name stays withheld whatever a reader finds
			dec.Standing = rashomon.Adrift
		case !met(r, d.Incident):
			dec.Standing = rashomon.Unmet
		default:
			b.overrule(r, on)
			b.rule(r, on)
		}
		b.decisions = append(b.decisions, dec)
	}
	b.outweigh(claims)
	return b
}

// overrule marks the decisions in force that say otherwise of the same.
func (b *Bench) overrule(r rashomon.Ruling, on string) {
	for i, d := range b.decisions {
		if d.Standing != rashomon.InForce || now(d) != on || aspect(d.Ruling) != aspect(r) || aspect(r) == "" {
			continue
		}
		if d.Kind != r.Kind || d.Value != r.Value {
			b.decisions[i].Standing, b.decisions[i].OverruledBy = rashomon.Overruled, r.ID
		}
	}
}

// aspect is what of its target a ruling decides, where a later one can decide
// otherwise; empty where not.
func aspect(r rashomon.Ruling) string {
	switch r.Kind {
	case rashomon.Accept, rashomon.Reject:
		return "whether it counts"
	case rashomon.Correct:
		f, _ := r.OnFact()
		return "value " + string(f)
	}
	return ""
}

// outweigh marks what was decided on claims of accounts that are out as a whole.
func (b *Bench) outweigh(claims []rashomon.Claim) {
	by := map[string]rashomon.RulingID{}
	for _, d := range b.decisions {
		if d.Kind == rashomon.Reject && d.OnAccount() && d.Standing == rashomon.InForce {
			by[now(d)] = d.ID
		}
	}
	in := map[rashomon.ClaimID]rashomon.RulingID{}
	for _, c := range claims {
		in[c.ID] = by[string(rashomon.Account{Report: c.Report, Key: c.Account}.ID())]
	}
	for i, d := range b.decisions {
		if reject := in[d.Claim()]; reject != "" && d.Standing == rashomon.InForce && aspect(d.Ruling) != "" {
			b.decisions[i].Standing, b.decisions[i].OverruledBy = rashomon.Overruled, reject
		}
	}
}

// now is the name by which what a decision is on goes now.
func now(d rashomon.Decision) string {
	if d.Now != "" {
		return d.Now
	}
	return d.Target
}

// identified returns every claim of a dossier, each with its id.
func identified(d rashomon.Dossier) []rashomon.Claim {
	all := slices.Clone(d.Cumulative)
	for _, a := range d.Accounts {
		all = append(all, a.Claims...)
	}
	for i := range all {
		if all[i].ID == "" {
			all[i] = all[i].Identify()
		}
	}
	return all
}

// find returns the name by which what a ruling is on goes now.
func find(r rashomon.Ruling, d rashomon.Dossier, claims []rashomon.Claim) (now string, there bool) {
	switch {
	case r.OnClaim():
		id, ok := r.ClaimIn(claims)
		return string(id), ok
	case r.OnAccount():
		id, ok := r.AccountIn(d.Accounts)
		return string(id), ok
	}
	return r.Target, true
}

// met reports whether an incident is as a merge or split has it; every other ruling
// has its effect at once.
func met(r rashomon.Ruling, inc rashomon.Incident) bool {
	switch r.Kind {
	case rashomon.Merge:
		_, a := namedIn(inc.Accounts, rashomon.IncidentID(r.Target))
		_, b := namedIn(inc.Accounts, rashomon.IncidentID(r.Value))
		return a && b
	case rashomon.Split:
		return len(inc.Apart) > 0
	}
	return true
}

func (b *Bench) rule(r rashomon.Ruling, on string) {
	switch r.Kind {
	case rashomon.Reject:
		b.out[on] = true
		delete(b.accepted, on)
	case rashomon.Accept:
		delete(b.out, on)
		b.accepted[on] = true
	case rashomon.Correct:
		if f, ok := r.OnFact(); ok {
			on = string(f)
		}
		b.correct[on] = r
	}
}

// Accounts returns those of the accounts that are not out, with the kind, the date and
// the place of the incident where somebody corrected them.
func (b *Bench) Accounts(accounts []rashomon.Account) []rashomon.Account {
	out := slices.DeleteFunc(slices.Clone(accounts), func(a rashomon.Account) bool { return b.out[string(a.ID())] })
	for i := range out {
		if r, ok := b.correct[string(rashomon.KindField)]; ok {
			out[i].Kind = rashomon.Kind(r.Value)
		}
		if r, ok := b.correct[string(rashomon.DateField)]; ok {
			out[i].When = wording.Corrected(rashomon.Claim{Value: rashomon.When{}}, r.Value).(rashomon.When) //nolint:forcetypeassert // of the same type
		}
		if r, ok := b.correct[string(rashomon.PlaceField)]; ok {
			out[i].Where = rashomon.Where{Name: r.Value}
		}
	}
	return out
}

// Apply returns a claim as the rulings leave it. ok is false when it is out.
func (b *Bench) Apply(c rashomon.Claim) (ruled rashomon.Claim, ok bool) {
	id := string(c.ID)
	if b.out[id] {
		return c, false
	}
	if b.accepted[id] {
		c.Confidence = 1
	}
	if r, ok := b.correct[id]; ok {
		c.Value = wording.Corrected(c, r.Value)
		if !r.Own() {
			c.Span, c.ValueSpan, c.Quote = *r.Of.Words, *r.Of.Words, r.Of.Quote
		}
	}
	return c, true
}

// Decisions returns the rulings with their standing, in the order made.
func (b *Bench) Decisions() []rashomon.Decision { return b.decisions }

// Withheld returns the words that withholdings in force keep back, with the claims
// of the dossier on which old ones were made that name no words.
func Withheld(d rashomon.Dossier) []rashomon.Ruling {
	all := rashomon.Standings(slices.Concat(d.Withheld, d.Rulings))
	if len(all) == 0 {
		return nil
	}
	claims := identified(d)
	var out []rashomon.Ruling
	seen := map[rashomon.RulingID]bool{}
	for _, r := range all {
		if r.Kind != rashomon.Withhold || seen[r.ID] {
			continue
		}
		seen[r.ID] = true
		if id, ok := r.ClaimIn(claims); ok && strings.TrimSpace(r.Value) == "" {
			i := slices.IndexFunc(claims, func(c rashomon.Claim) bool { return c.ID == id })
			r.Value, _ = Person(claims[i])
		}
		out = append(out, r)
	}
	return out
}

// Person is the name that withholding a claim keeps back: the person it names, or
// else the speaker. ok is false when it has neither.
func Person(c rashomon.Claim) (name string, ok bool) {
	if p, named := c.Value.(rashomon.Party); named && c.Field == rashomon.Victim {
		return Bare(p.Name), p.Name != ""
	}
	v, spoke := c.Attribution.Speaker()
	return Bare(v.Name), spoke && v.Name != ""
}

// Bare is a person's name without what follows it: "Lena Vashti" of "Lena Vashti of
// Tarsk General Hospital", which many share.
func Bare(name string) string {
	end := len(name)
	for _, from := range []string{", ", " of ", " from ", " at ", " in ", " who ", " ("} {
		if i := strings.Index(name, from); i > 0 {
			end = min(end, i)
		}
	}
	return name[:end]
}
