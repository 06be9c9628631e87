package database

import (
	"fmt"
	"time"
)

// TimeForm writes times in UTC so that they sort as text.
const TimeForm = "2006-01-02T15:04:05.000000000Z"

// TimeText writes a time as columns hold it: empty for none.
func TimeText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(TimeForm)
}

// ScanTimes reads a row whose last columns are times as TimeText writes them.
func ScanTimes(row Scanner, into []any, times ...*time.Time) error {
	texts := make([]string, len(times))
	for i := range texts {
		into = append(into, &texts[i])
	}
	if err := row.Scan(into...); err != nil {
		return err
	}
	for i, text := range texts {
		if text == "" {
			continue
		}
		t, err := time.Parse(TimeForm, text)
		if err != nil {
			return fmt.Errorf("%w (time %q)", ErrDamaged, text)
		}
		*times[i] = t
	}
	return nil
}
