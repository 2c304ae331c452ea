package progress

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"kuril/progress/fsrs"
)

// largeLog is the log of a data folder that was made for measuring.
func largeLog(b *testing.B) string {
	b.Helper()
	dir := os.Getenv("KURIL_LARGE_DATA")
	if dir == "" {
		b.Skip("KURIL_LARGE_DATA does not name a folder made for measuring")
	}
	return filepath.Join(dir, "progress.db")
}

// All states from a long log.
func BenchmarkLargeReplay(b *testing.B) {
	s := openAt(b, largeLog(b), Options{ReadOnly: true})
	for b.Loop() {
		states, err := replayAll(b.Context(), s.db, &fsrs.Default, nil)
		if err != nil || len(states) == 0 {
			b.Fatalf("%d states, %v", len(states), err)
		}
	}
	b.ReportMetric(float64(s.seen)*float64(b.N)/b.Elapsed().Seconds(), "answers/s")
}

// The log read and nothing done with it: what a replay cannot be faster than.
func BenchmarkLargeBareRead(b *testing.B) {
	s := openAt(b, largeLog(b), Options{ReadOnly: true})
	for b.Loop() {
		var n int
		if err := s.db.QueryRow(`SELECT sum(length(card) + at + day + length(kind) + rating + due) <> 0 FROM events WHERE card <> ''`).Scan(&n); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLargeAgenda(b *testing.B) {
	s := openAt(b, largeLog(b), Options{})
	statesOf(b, s)
	today := Calendar{Zone: time.UTC, Rollover: 4}.Day(time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC))
	for b.Loop() {
		a, err := s.Agenda(context.Background(), today, Moment{}, func(string) bool { return true })
		if err != nil || a == nil {
			b.Fatal(a, err)
		}
	}
}
