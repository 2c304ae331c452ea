package progress

import (
	"context"
	"fmt"
	"io"
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

// An answer behind a million others, in a copy of the log, and the bare insert
// of the same row there.
func BenchmarkLargeRecord(b *testing.B) {
	s := copyOf(b, largeLog(b))
	statesOf(b, s)
	i := 0
	for b.Loop() {
		record(b, s, largeAnswer(i))
		i++
	}
}

func BenchmarkLargeBareInsert(b *testing.B) {
	s := copyOf(b, largeLog(b))
	i := 0
	for b.Loop() {
		tx, err := s.db.Begin()
		if err != nil {
			b.Fatal(err)
		}
		e := largeAnswer(i)
		e.Device, e.N = "bench", int64(i)
		if e.ID, err = s.NewID(); err != nil {
			b.Fatal(err)
		}
		if err := insert(b.Context(), tx, &e); err != nil {
			b.Fatal(err)
		}
		if err := tx.Commit(); err != nil {
			b.Fatal(err)
		}
		i++
	}
}

func largeAnswer(i int) Event {
	e := benchAnswer(i)
	e.Card, e.Day, e.Due = fmt.Sprintf("card-%06d", i*7919%90000), today, today+9
	e.At = noon.Add(time.Duration(i) * time.Second)
	return e
}

func copyOf(b *testing.B, path string) *Store {
	b.Helper()
	from, err := os.Open(path)
	if err != nil {
		b.Fatal(err)
	}
	defer from.Close()
	to := tempPath(b)
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		b.Fatal(err)
	}
	f, err := os.Create(to)
	if err != nil {
		b.Fatal(err)
	}
	if _, err := io.Copy(f, from); err != nil {
		b.Fatal(err)
	}
	if err := f.Close(); err != nil {
		b.Fatal(err)
	}
	return openAt(b, to, Options{})
}

func BenchmarkLargeAgenda(b *testing.B) {
	s := openAt(b, largeLog(b), Options{})
	statesOf(b, s)
	today := dayOf(time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC))
	for b.Loop() {
		a, err := s.Agenda(context.Background(), today, Moment{}, func(string) bool { return true })
		if err != nil || a == nil {
			b.Fatal(a, err)
		}
	}
}
