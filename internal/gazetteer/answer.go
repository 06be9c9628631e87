package gazetteer

import (
	"fmt"
	"strings"
)

// resolution settles the words: the finest of their parts that is known.
func (s *scene) resolution(words string, parts []mention) Resolution {
	r := Resolution{Words: words}
	var unknown []string
	for i, m := range parts {
		if m.with {
			continue
		}
		o := s.chosen(m, parts[i+1:])
		if o == nil {
			if m.name != none || m.kind == spotKind {
				unknown = append(unknown, m.said)
			}
			continue
		}
		r.Unknown = strings.Join(unknown, ", ")
		if villageOf(parts[:i]) && o.level == Town {
			o = s.divisionOf(m, o)
		}
		r.Place = s.g.place(o.id)
		r.Precision = precision(o, m, parts[:i])
		r.Sure = o.sure(m)
		r.Why = s.why(o, m)
		return r
	}
	r.Unknown = words
	return r
}

// sure judges how likely it is that the part means the option.
func (o *option) sure(m mention) float64 {
	sure := o.weight
	if o.inside > .1 {
		return sure
	}
	supported := o.near > .3 || o.share > .3
	if !o.exact && !supported || m.kind == spotKind {
		sure /= 2
	}
	if o.level == Town && o.pop < 4.5 && !supported {
		sure /= 2
	}
	return sure
}

// farOff is how far in kilometres a place may be from a town that the words name
// after it.
const farOff = 150

// chosen returns the option that a part means, nil where the gazetteer lacks it. A
// spot with the name of some town ("Castello Road") is that town's only where
// something says so.
func (s *scene) chosen(m mention, around []mention) *option {
	if m.name == none || s.names[m.name].best == none {
		return nil
	}
	n := &s.names[m.name]
	o := &n.options[n.best]
	contained := false
	for i, a := range around {
		contained = contained || !a.with && s.chosen(a, around[i+1:]) != nil
	}
	switch {
	case o.inside > .1 && m.kind != spotKind, o.inside > .5:
		return o
	case contained && !o.exact, contained && m.kind == spotKind:
		return nil
	case contained && s.elsewhere(o, around):
		return nil
	case m.kind == spotKind && o.pop < 5 && o.share < .3:
		return nil
	case o.inside == 0 && o.level == Town && o.pop < 4.5 && o.near < .3 && o.share < .05 && s.evidence >= 2:
		return nil // a small town in a country that nothing else points to
	case !o.exact && o.share < .2 && s.evidence >= 1:
		return nil
	}
	return o
}

// elsewhere reports whether what the words name around an option is surely known
// and neither holds it nor is close: then it is another place of that name, one
// that the gazetteer lacks.
func (s *scene) elsewhere(o *option, around []mention) bool {
	for _, m := range around {
		if m.name == none || s.names[m.name].best == none || m.with {
			continue
		}
		a := &s.names[m.name].options[s.names[m.name].best]
		if !a.exact || a.weight < .7 || s.holds(a, o) {
			continue
		}
		if a.level >= Province || a.country != o.country || ground(float64(a.lat), float64(a.lon), float64(o.lat), float64(o.lon)) > farOff {
			return true
		}
	}
	return false
}

// villageOf reports whether the unknown parts before a name say that they are
// villages: "Mushrifah village, Homs" is in the province, not the town.
func villageOf(finer []mention) bool {
	for _, m := range finer {
		if m.kind == townKind && m.name != none {
			return true
		}
	}
	return false
}

// divisionOf returns the division of a name that holds its town o, or o.
func (s *scene) divisionOf(m mention, o *option) *option {
	options := s.names[m.name].options
	for i := range options {
		if options[i].level >= District && s.holds(&options[i], o) {
			return &options[i]
		}
	}
	return o
}

// precision judges the option of a part by the parts finer than it, which are
// unknown.
func precision(o *option, m mention, finer []mention) Precision {
	named, spot := false, m.kind == spotKind
	for _, f := range finer {
		named = named || f.name != none
		spot = spot || f.kind == spotKind
	}
	switch {
	case o.level == Country:
		return AtCountry
	case o.level == Province:
		return AtProvince
	case o.level == District:
		return AtDistrict
	case m.near, m.kind == provinceKind:
		return NearTown // "near Aleppo"; "Aleppo countryside", where only the town is known
	case spot:
		return AtPoint
	case named:
		return NearTown // "Qaboun, Damascus": a quarter or a village, nothing says which
	}
	return AtTown
}

// why tells what spoke for the option, the strongest first.
func (s *scene) why(o *option, m mention) string {
	p := s.g.place(o.id)
	var reasons []string
	if n := len(s.names[m.name].options); n == 1 {
		reasons = append(reasons, "the only place of that name")
	} else {
		if o.inside > .1 {
			reasons = append(reasons, "the words say where it lies")
		}
		if o.near > .3 {
			reasons = append(reasons, "close to other places of the report")
		}
		if o.share > .3 {
			reasons = append(reasons, "the report's other places are in "+s.g.place(s.g.divisionPlace(o.country)).Name)
		}
		if len(reasons) == 0 {
			reasons = append(reasons, fmt.Sprintf("the likeliest of %d places of that name by its people", n))
		}
	}
	where := p.Level.String()
	if p.Level != Country {
		where += " in " + s.g.place(s.g.divisionPlace(o.country)).Name
	}
	return fmt.Sprintf("%s (%s): %s", p.Name, where, strings.Join(reasons, "; "))
}
