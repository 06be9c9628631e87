package database

import (
	"errors"
	"fmt"
	"testing"
)

// failed is an error as a Postgres driver gives it.
type failed string

func (s failed) Error() string    { return "ERROR: " + string(s) }
func (s failed) SQLState() string { return string(s) }

func TestClassifyPostgres(t *testing.T) {
	for code, want := range map[failed]error{"55P03": ErrLocked, "40P01": ErrLocked, "53100": ErrFull, "XX001": ErrDamaged, "42501": ErrAccess} {
		err := postgresDialect().classify(fmt.Errorf("insert: %w", code))
		refused(t, err, want, string(code))
		if !errors.Is(err, code) {
			t.Errorf("%s: the cause is lost", code)
		}
	}
	if err := postgresDialect().classify(failed("23505")); !errors.Is(err, failed("23505")) || errors.Is(err, ErrLocked) {
		t.Errorf("another error: %v", err)
	}
}
