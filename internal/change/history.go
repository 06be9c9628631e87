package change

import (
	"cmp"
	"slices"
	"strings"

	"rashomon"
)

// History says what became of the pages that captures are of: every change from one
// capture of an address to the next, in the order seen. Captures may come in any order,
// but for those of one instant, which come in the order in which the store took them: the
// last of them shows what stands. They may be of several addresses; text gives the texts
// that they name.
//
// What was fetched is of the address that was asked; what was given by a person is of the
// address that its report has, from an archive too. A page that shows no article leaves the
// text standing that was there last. A text that stands there by its own word alone is no
// older text of another page that came from there.
func History(captures []rashomon.Capture, text func(rashomon.ReportID) (rashomon.Version, bool)) []rashomon.Change {
	at := map[string]int{}
	var pages []*chronicle
	for _, c := range inOrder(captures) {
		address := c.Requested
		if v, ok := text(c.Report); ok && c.Means != rashomon.Fetched && (c.Means != rashomon.Archived || !isWeb(c.Requested)) {
			address = v.Report.URL
		}
		if address == "" || c.Status == 0 && c.Means != rashomon.Fetched && c.Report == "" {
			continue
		}
		key := Page(address)
		if _, known := at[key]; !known {
			at[key] = len(pages)
			pages = append(pages, &chronicle{address: address, text: text, stood: map[rashomon.ReportID]bool{}})
		}
		pages[at[key]].see(c)
	}
	var out []rashomon.Change
	for _, p := range pages {
		out = append(out, p.changes...)
	}
	slices.SortStableFunc(out, func(a, b rashomon.Change) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Address, b.Address))
	})
	return once(out)
}

// isWeb reports whether what was asked is an address, and no name of a file.
func isWeb(asked string) bool { return strings.Contains(asked, "://") }

func inOrder(captures []rashomon.Capture) []rashomon.Capture {
	seen := map[rashomon.CaptureID]bool{}
	out := slices.DeleteFunc(slices.Clone(captures), func(c rashomon.Capture) bool {
		again := seen[c.ID]
		seen[c.ID] = true
		return again
	})
	slices.SortStableFunc(out, func(a, b rashomon.Capture) int { return a.Received.Compare(b.Received) })
	return out
}

// once leaves out what two addresses of one article show alike.
func once(changes []rashomon.Change) []rashomon.Change {
	type step struct{ before, after rashomon.ReportID }
	seen := map[step]bool{}
	return slices.DeleteFunc(changes, func(c rashomon.Change) bool {
		k := step{c.Before, c.After}
		if c.After == "" || c.Before == c.After {
			return false
		}
		was := seen[k]
		seen[k] = true
		return was && c.Fate != rashomon.Returned
	})
}

// chronicle is what is known of one address, capture by capture.
type chronicle struct {
	address string
	text    func(rashomon.ReportID) (rashomon.Version, bool)
	stands  *rashomon.Version // the text that stood there last
	last    rashomon.Capture  // which showed it last
	own     bool              // it stands there by its own word alone
	now     rashomon.Fate     // what the page shows: Stands, or how it fails to
	stood   map[rashomon.ReportID]bool
	changes []rashomon.Change
}

func (p *chronicle) see(c rashomon.Capture) {
	next, there := p.text(c.Report)
	there = there && c.Report != ""
	switch {
	case there && c.OwnWord && p.stands != nil && !p.own:
		return
	case p.stands == nil && there:
		p.begin(c, &next)
		return
	case p.stands == nil:
		return
	case there && next.Report.ID == p.stands.Report.ID:
		if p.now != rashomon.Stands {
			p.note(c, rashomon.Returned, "", &next)
		}
		p.last, p.own = c, p.own && !cameFrom(p.address, c)
		return
	}
	var now *rashomon.Report
	if there {
		now = &next.Report
	}
	v := Judge(&p.stands.Report, c, now, nil)
	switch {
	case v.Fate == rashomon.Stands && now == nil: // not modified
		if p.now != rashomon.Stands {
			p.note(c, rashomon.Returned, "", p.stands)
		}
		p.last = c
	case v.Keep == nil && (!there || v.Why != otherPage): // another article is kept where JudgeAt says so
		p.missing(c, v)
	case v.Keep == nil && p.own && cameFrom(p.address, c):
		p.begin(c, &next)
	default:
		fate := v.Fate
		if p.stood[c.Report] {
			fate = rashomon.Returned
		} else if v.Keep == nil || fate == rashomon.Stands {
			fate = rashomon.Edited
		}
		why := ""
		if p.own && fate == rashomon.Edited && cameFrom(p.address, c) {
			why = ownWord
		}
		p.note(c, fate, why, &next)
		p.last, p.own = c, !cameFrom(p.address, c)
	}
}

// ownWord says of an edit what the older text is.
const ownWord = "the older text is a copy that was given, and only its own word has it that it stood there"

// begin takes the first text that is known to stand at the address.
func (p *chronicle) begin(c rashomon.Capture, text *rashomon.Version) {
	p.stands, p.last, p.now, p.own, p.stood[c.Report] = text, c, rashomon.Stands, !cameFrom(p.address, c), true
}

// missing notes that a page shows no article, once for as long as it shows the same. A
// server that does not answer says nothing more of a page that was gone before.
func (p *chronicle) missing(c rashomon.Capture, v Verdict) {
	if v.Fate == p.now || v.Fate == rashomon.Unreachable && p.now != rashomon.Stands {
		return
	}
	why := v.Why
	switch {
	case v.Fate == rashomon.Vanished && why != saysGone && why != lawTook: // the status says so
		why = ""
	case v.Fate == rashomon.Walled && !slices.Contains([]string{saysWall, asksWho, asksPay, refused}, why): // the capture has it
		why = noArticle
	}
	p.note(c, v.Fate, why, nil)
}

// note adds a change; next is the text that stands after it, nil for none.
func (p *chronicle) note(c rashomon.Capture, fate rashomon.Fate, why string, next *rashomon.Version) {
	was := p.stands.Report
	n := rashomon.Change{Address: p.address, Outlet: was.Outlet(), Fate: fate, At: c.Received, Capture: c.ID, Status: c.Status,
		Why: why, Before: was.ID, Last: p.last.Received}
	if c.Final != "" && !samePage(c.Final, c.Requested) && (fate != rashomon.Edited || !samePage(c.Final, p.last.Final)) {
		n.To = c.Final
	}
	p.now = fate
	if next != nil {
		n.After = next.Report.ID
		if n.After != n.Before {
			Diff(*p.stands, *next).Into(&n)
		}
		p.stands, p.now, p.stood[n.After] = next, rashomon.Stands, true
	}
	p.changes = append(p.changes, n)
}

// Notes leaves out of changes what tells nothing of the text: that a server did not answer
// for a time, and answered again.
func Notes(changes []rashomon.Change) []rashomon.Change {
	var out []rashomon.Change
	for i, c := range changes {
		after := slices.IndexFunc(changes[i+1:], func(d rashomon.Change) bool { return d.Address == c.Address })
		before := lastOf(changes[:i], c.Address)
		switch {
		case c.Fate == rashomon.Unreachable && after >= 0:
		case c.Fate == rashomon.Returned && c.Before == c.After && before >= 0 && changes[before].Fate == rashomon.Unreachable:
		default:
			out = append(out, c)
		}
	}
	return out
}

func lastOf(changes []rashomon.Change, address string) int {
	for i := len(changes) - 1; i >= 0; i-- {
		if changes[i].Address == address {
			return i
		}
	}
	return -1
}
