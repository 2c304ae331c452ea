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

// Each calls yield for the answers of a learner of ten years, in order. Nine in
// ten of the cards are met, one after the other over the years; each comes back
// after ever longer times, the next one today or within the next 300 days; one
// answer in ten is Again.
func Each(cards, answers int, yield func(progress.Event) error) error {
	const days = 365 * years
	met := cards * 9 / 10
	first := Today - days
	asked := make([][]int32, days)      // cards by day
	due := make([][]progress.Day, days) // and when they come back
	left := answers
	for n := range met {
		began := n * days / met
		share := float64(2*answers) / float64(met) * float64(days-began) / days
		times := max(1, int(math.Round(share)))
		if rest := met - n - 1; rest == 0 || left-times < rest {
			times = left - rest
		}
		left -= times
		day := func(i int) int {
			at := 0.0
			if i > 0 { // so that the last answers lie on all of the last days
				at = (float64(i) + float64(n*31%97)/97) / float64(times)
			}
			return began + int(float64(days-1-began)*math.Pow(at, 1.7))
		}
		for i := range times {
			next := days + n*7919%300
			if i+1 < times {
				next = max(day(i+1), day(i)+1)
			}
			asked[day(i)] = append(asked[day(i)], int32(n))
			due[day(i)] = append(due[day(i)], first+progress.Day(next))
		}
	}
	r := rand.New(rand.NewPCG(uint64(cards), uint64(answers)))
	w := &fsrs.Default
	memory := make([]fsrs.Memory, met)
	last := make([]time.Time, met)
	seen := 0
	for d := range asked {
		day := first + progress.Day(d)
		at := Now.AddDate(0, 0, int(day-Today)).Add(-4 * time.Hour)
		for i, n := range asked[d] {
			at = at.Add(time.Duration(7000+r.IntN(6000)) * time.Millisecond)
			rating, verdict := fsrs.Good, "right"
			switch p := r.IntN(100); {
			case p < 10:
				rating, verdict = fsrs.Again, "wrong"
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
			seen++
			err := yield(progress.Event{
				ID: fmt.Sprintf("%016x%04x", r.Uint64(), seen&0xffff), Device: "largelarge", N: int64(seen),
				Card: CardID(int(n)), At: at.UTC().Truncate(time.Millisecond), Day: day, Kind: progress.Reviewed,
				Rating: rating, Took: time.Duration(2000+r.IntN(9000)) * time.Millisecond,
				Given: words[r.IntN(len(words))], Verdict: verdict,
				Recall: recall, Interval: w.Interval(memory[n], 0.9), Retention: 0.9, Due: due[d][i],
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
