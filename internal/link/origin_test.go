package link

import (
	"strings"
	"testing"

	"rashomon"
)

// agencyText is a story of an invented agency.
const agencyText = `TARSK (Halcyon Wire) - Warplanes struck a vegetable market in the town of Tarsk on Sunday, killing at least 14 people, the Kestrin health directorate said.
Three children were among the dead, said a doctor who runs the emergency ward of the town's only hospital. She said that blood was running out.
The army gave a lower figure. Nine fighters had been killed, its spokesman said in a statement read out on the evening news.
Witnesses told of two jets that circled the town before dropping four bombs shortly before noon. Traders dug through the stalls with bare hands.
Last month a raid on a bus depot in nearby Pellin killed six people.
`

const otherText = `Rescuers in Tarsk pulled two more bodies out of what was left of the market, a day after jets bombed it.
Residents spent the night in cellars, a teacher said by telephone. Schools stay shut until further notice.
The health directorate counts fourteen dead. Hospitals in Veldane have been asked to send surgeons and blood.
`

// footer is boilerplate that an outlet prints under every story.
var footer = strings.Repeat("Sign up for the morning letter of the Lantern and never miss what happens in Kestrin and beyond its hills. ", 1) +
	"Readers who wish to write to the editors may do so at the address printed on page two of every edition since the founding of the paper."

func lines(s string, keep ...int) string {
	all := strings.Split(s, "\n")
	var out []string
	for _, i := range keep {
		out = append(out, all[i])
	}
	return strings.Join(out, "\n")
}

func TestOrigins(t *testing.T) {
	tell := func(id, title, body string) Told {
		r := report(id, "2031-05-05", title, news(rashomon.AirStrike, "2031-05-04", "Tarsk", killed(14)))
		r.Text = title + "\n" + body
		return r
	}
	tests := []struct {
		name string
		told []Told
		want string // "name: accounts", "; " between origins
	}{
		{"a whole copy under a new headline goes back to the agency it credits",
			[]Told{tell("a", "Market bombed", agencyText), tell("bb", "Carnage in Tarsk", agencyText)},
			"Halcyon Wire: a bb"},
		{"a copy cut short and put in another order",
			[]Told{tell("a", "Market bombed", lines(agencyText, 0, 1, 2, 3, 4)), tell("bb", "Jets bomb Tarsk", lines(agencyText, 3, 1))},
			"Halcyon Wire: a bb"},
		{"a report in other words stands alone, though it tells the same",
			[]Told{tell("a", "Market bombed", agencyText), tell("bb", "Two more bodies found", otherText)},
			"Halcyon Wire: a; The bb: bb"},
		{"one footer under two stories makes no copy",
			[]Told{tell("a", "Market bombed", lines(otherText, 0, 2)+"\n"+footer), tell("bb", "Market in ruins", lines(agencyText, 1, 3)+"\n"+footer),
				func() Told {
					r := report("ccc", "2031-07-01", "Road opens", news(rashomon.Shooting, "2031-06-30", "Orlo", killed(1)))
					r.Text = "Road opens\nA man was shot in Orlo.\n" + footer
					return r
				}()},
			"The a: a; The bb: bb"},
		{"without texts each stands alone",
			[]Told{report("a", "", "Market bombed", news(rashomon.AirStrike, "2031-05-04", "Tarsk", killed(14))),
				report("bb", "", "Market bombed", news(rashomon.AirStrike, "2031-05-04", "Tarsk", killed(14)))},
			"The a: a; The bb: bb"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			incidents := Link(tt.told)
			for _, o := range incidents[0].Origins {
				s := o.Name + ":"
				for _, id := range o.Accounts {
					report, _, _ := strings.Cut(string(id), "/")
					s += " " + report
				}
				got = append(got, s)
			}
			if strings.Join(got, "; ") != tt.want {
				t.Errorf("got  %s\nwant %s\n(%s)", strings.Join(got, "; "), tt.want, grouped(incidents))
			}
		})
	}
}
