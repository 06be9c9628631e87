package text

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rashomon"
)

func TestTimes(t *testing.T) {
	wednesday := day(2017, time.April, 19)
	for _, c := range []struct {
		in        string
		published rashomon.Date
		want      []string
	}{
		{"on April 15, 2017 and 3 May 2016", wednesday, []string{"2017-04-15 (April 15, 2017)", "2016-05-03 (3 May 2016)"}},
		{"the 15th of April, April 3rd, Jan. 3", wednesday, []string{"2017-04-15 (15th of April)", "2017-04-03 (April 3rd)", "2017-01-03 (Jan. 3)"}},
		{"on December 12", wednesday, []string{"2016-12-12 (December 12)"}},
		{"12-14 April, April 12-14, 12 to 14 April 2015", wednesday, []string{"2017-04-12 to 2017-04-14 (12-14 April)", "2017-04-12 to 2017-04-14 (April 12-14)", "2015-04-12 to 2015-04-14 (12 to 14 April 2015)"}},
		{"in April 2013, in 2011, since March", wednesday, []string{"2013-04 (April 2013)", "2011", "2017-03 (March)"}},
		{"SAN TOMO, 20 NOV 89", rashomon.Date{}, []string{"1989-11-20 (20 NOV 89)"}},
		{"2017-04-15 and 28-08-2016", wednesday, []string{"2017-04-15", "2016-08-28 (28-08-2016)"}},
		{"18.05.2017 and 18.05.2017Get it, Jun 182016", wednesday, []string{"2017-05-18 (18.05.2017)", "2017-05-18 (18.05.2017Get)", "2016-06-18 (Jun 182016)"}},
		{"Monday, on Wednesday night, last Wednesday, Thursday's", wednesday, []string{"2017-04-17 (Monday)", "2017-04-19 (Wednesday night)", "2017-04-12 (Wednesday)", "2017-04-13 (Thursday's)"}},
		{"Thu Feb 26 2015", wednesday, []string{"2015-02-26 (Thu Feb 26 2015)"}},
		{"killed Thursday, yesterday, last month", rashomon.Date{}, []string{"Thursday", "yesterday", "last month"}},
		{"yesterday, last night, today, this morning", wednesday, []string{"2017-04-18 (yesterday)", "2017-04-18 (last night)", "2017-04-19 (today)", "2017-04-19 (this morning)"}},
		{"last month, last year, earlier this year", wednesday, []string{"2017-03 (last month)", "2016 (last year)", "2017 (earlier this year)"}},
		{"last week", wednesday, []string{"2017-04-06 to 2017-04-12 (last week)"}},
		{"three days ago, a month earlier, two years ago", wednesday, []string{"2017-04-16 (three days ago)", "2017-03 (a month earlier)", "2015 (two years ago)"}},
		{"the past two weeks", wednesday, []string{"2017-04-05 to 2017-04-19 (past two weeks)"}},
		{"they may 5 march and the sun", wednesday, nil},
		{"12 people, 2015 men, Resolution 2254", wednesday, nil},
		{"on February 31", wednesday, []string{"2017-02 (February 31)"}},
	} {
		d := Parse("\n" + c.in)
		var got []string
		for _, x := range d.Times(0, len(d.Words), c.published) {
			got = append(got, x.When.String())
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("times of %q (-want +got):\n%s", c.in, diff)
		}
	}
}
