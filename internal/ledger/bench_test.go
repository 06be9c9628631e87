package ledger

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"rashomon/internal/custody"
)

// BenchmarkKeep enters a kept row of 4 kB in a log of 100,000 entries, without the
// commit, which the row needs anyway: one at a time, and a hundred at once.
func BenchmarkKeep(b *testing.B) {
	l := long(b)
	for _, at := range []int{1, 100} {
		b.Run(fmt.Sprint(at), func(b *testing.B) {
			must(b, l.DB.InTx(b.Context(), func(tx *sql.Tx) error {
				var things []Thing
				for i := range b.N * at {
					id := fmt.Sprintf("r%d-%d-%d", at, b.N, i)
					if _, err := tx.ExecContext(b.Context(), `INSERT INTO kept_report (id, received, content) VALUES ($1, $2, $3)`,
						id, noon(i), string(make([]byte, 4096))); err != nil {
						return err
					}
					things = append(things, Thing{custody.Report, id})
				}
				b.ResetTimer()
				for i := range b.N {
					must(b, Keep(b.Context(), tx, things[i*at:(i+1)*at]...))
				}
				b.StopTimer()
				return nil
			}))
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*at), "µs/row")
		})
	}
}

// long returns a log of 100,000 entries that no row is behind.
func long(b *testing.B) Log {
	b.Helper()
	l := open(b, b.TempDir())
	inTx(b, l, func(tx *sql.Tx) error {
		var entries []custody.Entry
		for i := range 100_000 {
			e := custody.Entry{Kind: custody.Report, ID: fmt.Sprintf("r%020x", i), Sum: custody.Row{Table: "kept_report"}.Sum(), At: time.Unix(int64(i), 0)}
			entries = append(entries, e)
		}
		return Append(b.Context(), tx, entries...)
	})
	return l
}

// BenchmarkLong does to a log of 100,000 entries what commands do: sign a checkpoint
// after one more entry, prove an entry, prove that it extends an earlier checkpoint, hold
// every entry against an earlier checkpoint, and publish it where nothing is yet.
func BenchmarkLong(b *testing.B) {
	l := long(b)
	msg, err := l.Checkpoint(b.Context())
	must(b, err)
	old, _, err := custody.Peek(msg)
	must(b, err)
	i := 0
	more := func(b *testing.B) {
		b.StopTimer()
		i++
		keep(b, l, 1_000_000+i)
		b.StartTimer()
	}
	b.Run("checkpoint", func(b *testing.B) {
		for range b.N {
			more(b)
			_, err := l.Checkpoint(b.Context())
			must(b, err)
		}
	})
	b.Run("prove", func(b *testing.B) {
		for range b.N {
			_, err := l.Prove(b.Context(), Thing{custody.Report, fmt.Sprintf("r%020x", 1_000_001)})
			must(b, err)
		}
	})
	b.Run("extension", func(b *testing.B) {
		for range b.N {
			_, err := l.Extension(b.Context(), old)
			must(b, err)
		}
	})
	b.Run("holds", func(b *testing.B) {
		for range b.N {
			_, _, err := l.Holds(b.Context(), msg)
			must(b, err)
		}
	})
	b.Run("publish", func(b *testing.B) {
		for range b.N {
			_, err := l.Publish(b.Context(), filepath.Join(b.TempDir(), "log"))
			must(b, err)
		}
	})
}
