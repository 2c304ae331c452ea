package progress

import (
	"fmt"
	"testing"
	"time"

	"kuril/progress/fsrs"
)

// An answer ought to cost little more than one synced insert.
func BenchmarkRecord(b *testing.B) {
	s := openAt(b, tempPath(b), Options{})
	statesOf(b, s)
	i := 0
	for b.Loop() {
		record(b, s, benchAnswer(i))
		i++
	}
}

func BenchmarkBareInsert(b *testing.B) {
	s := openAt(b, tempPath(b), Options{})
	i := 0
	for b.Loop() {
		tx, err := s.db.Begin()
		if err != nil {
			b.Fatal(err)
		}
		e := benchAnswer(i)
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

func benchAnswer(i int) Event {
	e := review(fmt.Sprintf("card-%d", i%500), 0, 0, fsrs.Rating(1+i%4))
	e.At = e.At.Add(time.Duration(i) * time.Minute)
	e.Given, e.Verdict, e.Rules = "Habomai and Shikotan", "right", []string{RuleFuzz}
	return e
}

// fill writes answers to cards without waiting for the disk each time.
func fill(b *testing.B, s *Store, cards, answers int) {
	b.Helper()
	tx, err := s.db.Begin()
	if err != nil {
		b.Fatal(err)
	}
	for i := range answers {
		e := benchAnswer(i)
		e.Card = fmt.Sprintf("card-%d", i%cards)
		e.ID, e.Device, e.N = fmt.Sprintf("%020x", uint64(i)*0x9e3779b97f4a7c15), "bench", int64(i+1)
		if err := insert(b.Context(), tx, &e); err != nil {
			b.Fatal(err)
		}
	}
	if err := tx.Commit(); err != nil {
		b.Fatal(err)
	}
}

func BenchmarkLoad100kStates(b *testing.B) {
	path := tempPath(b)
	s := openAt(b, path, Options{})
	fill(b, s, 100_000, 200_000)
	statesOf(b, s)
	s.Close()
	for b.Loop() {
		s := openAt(b, path, Options{ReadOnly: true})
		if n := len(statesOf(b, s)); n != 100_000 {
			b.Fatal(n)
		}
		s.Close()
	}
}

func BenchmarkReplay200k(b *testing.B) {
	s := openAt(b, tempPath(b), Options{})
	fill(b, s, 10_000, 200_000)
	for b.Loop() {
		if _, err := replayAll(b.Context(), s.db, &fsrs.Default, nil); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDecide(b *testing.B) {
	s := State{Card: "q", Memory: fsrs.Memory{Slow: 300, Fast: 200, Difficulty: 5}, First: today - 30, Last: noon.AddDate(0, 0, -30), Reviews: 3}
	load := func(d Day) int { return int(d) % 7 }
	for b.Loop() {
		plan.Decide(s, noon, today, load)
	}
}
