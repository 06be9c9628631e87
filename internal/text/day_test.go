package text

import (
	"time"

	"rashomon"
)

func day(y int, m time.Month, d int) rashomon.Date { return rashomon.Date{Year: y, Month: m, Day: d} }
