package fsrs

import (
	"math/rand/v2"
	"testing"
)

var (
	memorySink Memory
	numberSink float64
)

// BenchmarkReplayMillion replays a million answers, ten to a card. It has to
// stay well under two seconds.
func BenchmarkReplayMillion(b *testing.B) {
	const answers, perCard = 1_000_000, 10
	type answer struct {
		days   float64
		rating Rating
	}
	rnd := rand.New(rand.NewPCG(7, 0))
	log := make([]answer, answers)
	for i := range log {
		log[i] = answer{between(rnd, shortest, 1000), ratings[rnd.IntN(4)]}
	}
	b.ReportAllocs()
	for b.Loop() {
		var m Memory
		for i, a := range log {
			if i%perCard == 0 {
				m = Memory{}
			}
			m = Default.Next(m, a.days, a.rating)
		}
		memorySink = m
	}
}

func BenchmarkRecall(b *testing.B) {
	m := Default.Next(Memory{}, 0, Good)
	for b.Loop() {
		numberSink = Default.Recall(m, 3)
	}
}

func BenchmarkInterval(b *testing.B) {
	m := Default.Next(Memory{}, 0, Good)
	for b.Loop() {
		numberSink = Default.Interval(m, 0.9)
	}
}

func TestNothingAllocates(t *testing.T) {
	m := Default.Next(Memory{}, 0, Good)
	for name, f := range map[string]func(){
		"Next":     func() { memorySink = Default.Next(m, 3, Hard) },
		"Recall":   func() { numberSink = Default.Recall(m, 3) },
		"Interval": func() { numberSink = Default.Interval(m, 0.9) },
		"Validate": func() { _ = Default.Validate() },
	} {
		if got := testing.AllocsPerRun(100, f); got != 0 {
			t.Errorf("%s allocates %g times, want 0", name, got)
		}
	}
}
