package large

import (
	"context"
	"database/sql"
	"fmt"
	"math"
	"math/rand/v2"
	"net/url"
	"time"

	"kuril/progress"
	"kuril/progress/fsrs"
)

// Today is the study day after the last one of every log made here, and Now an
// instant on it.
var (
	Now   = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	Today = progress.Calendar{Zone: time.UTC, Rollover: 4}.Day(Now)
)

// years is how long it took to give the answers of a log.
const years = 10

// Each calls yield for the answers of a learner of ten years, in order: nine in
// ten of the cards are met, one after the other over the years, each comes back
// when the model says, and one answer in ten is Again.
func Each(cards, answers int, yield func(progress.Event) error) error {
	met := cards * 9 / 10
	r := rand.New(rand.NewPCG(uint64(cards), uint64(answers)))
	perCard := float64(answers) / float64(met)
	w := &fsrs.Default
	first := Today - 365*years
	byDay := make([][]int32, 365*years)
	for n := range met {
		day := n * len(byDay) / met * 95 / 100
		byDay[day] = append(byDay[day], int32(n))
	}
	memory := make([]fsrs.Memory, met)
	last := make([]time.Time, met)
	left := answers
	seen := 0
	for d := range byDay {
		day := first + progress.Day(d)
		at := Now.AddDate(0, 0, int(day-Today))
		// Cards that were answered often come ever more rarely; so that so many
		// answers are given in all, intervals are shortened by one factor.
		for _, n := range byDay[d] {
			if left == 0 {
				return nil
			}
			at = at.Add(time.Duration(7000+r.IntN(6000)) * time.Millisecond)
			rating := fsrs.Good
			switch p := r.IntN(100); {
			case p < 10:
				rating = fsrs.Again
			case p < 18:
				rating = fsrs.Hard
			case p < 25:
				rating = fsrs.Easy
			}
			elapsed, recall := 0.0, 0.0
			if !last[n].IsZero() {
				elapsed = math.Max(0, at.Sub(last[n]).Hours()/24)
				recall = w.Recall(memory[n], elapsed)
			}
			memory[n] = w.Next(memory[n], elapsed, rating)
			last[n] = at
			interval := w.Interval(memory[n], 0.9)
			// Mean gaps such that every card has its share of all answers.
			rest := float64(len(byDay)-d) / math.Max(1, perCard*float64(len(byDay)-d)/float64(len(byDay)))
			gap := math.Max(1, math.Min(interval, 2*rest)*(0.7+0.6*r.Float64()))
			next := d + int(math.Ceil(gap))
			if next < len(byDay) {
				byDay[next] = append(byDay[next], n)
			}
			verdict := "right"
			if rating == fsrs.Again {
				verdict = "wrong"
			}
			seen++
			left--
			err := yield(progress.Event{
				ID: fmt.Sprintf("%016x%04x", r.Uint64(), seen&0xffff), Device: "largelarge", N: int64(seen),
				Card: CardID(int(n)), At: at.UTC().Truncate(time.Millisecond), Day: day, Kind: progress.Reviewed,
				Rating: rating, Took: time.Duration(2000+r.IntN(9000)) * time.Millisecond,
				Given: words[r.IntN(len(words))], Verdict: verdict,
				Recall: recall, Interval: interval, Retention: 0.9, Due: day + progress.Day(next-d),
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// WriteLog fills the log at a path with the answers of Each; the file must be
// there, made by progress.Open, and empty. It returns how many were written.
func WriteLog(ctx context.Context, path string, cards, answers int) (n int, err error) {
	db, err := sql.Open("sqlite3", "file:"+(&url.URL{Path: path}).EscapedPath()+"?_synchronous=OFF")
	if err != nil {
		return 0, err
	}
	defer db.Close()
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return 0, err
	}
	defer tx.Rollback()
	if _, err := tx.ExecContext(ctx, `INSERT OR IGNORE INTO meta (key, value) VALUES ('device', 'largelarge')`); err != nil {
		return 0, err
	}
	put, err := tx.PrepareContext(ctx, `
		INSERT INTO events (id, device, n, card, at, day, kind, rating, took, given, verdict, recall, interval, retention, due)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
	if err != nil {
		return 0, err
	}
	err = Each(cards, answers, func(e progress.Event) error {
		n++
		_, err := put.ExecContext(ctx, e.ID, e.Device, e.N, e.Card, e.At.UnixMilli(), int(e.Day), string(e.Kind), int(e.Rating),
			e.Took.Milliseconds(), e.Given, e.Verdict, e.Recall, e.Interval, e.Retention, int(e.Due))
		return err
	})
	if err != nil {
		return 0, err
	}
	return n, tx.Commit()
}
