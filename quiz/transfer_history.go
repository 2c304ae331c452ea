package quiz

import (
	"math"
	"time"

	"kuril/deck/anki"
	"kuril/progress"
	"kuril/progress/fsrs"
)

// card turns the history of one card of another program into events.
func (t *transfer) card(id string, c anki.Card) {
	var last time.Time // of what happened to it
	standing := 0      // answers since it was last forgotten
	late := t.late
	for _, s := range c.Steps {
		day := t.Calendar.Day(s.At)
		answer := s.What == anki.Answered || s.What == anki.Crammed
		switch {
		case day < 1:
			t.noDate++
			continue
		case day > t.today:
			if answer {
				t.late++
			}
			continue
		}
		last = s.At
		e := progress.Event{Card: id, At: s.At, Day: day, ID: eventID(s.What, s.Row, s.At.UnixMilli(), c.ID, id)}
		switch s.What {
		case anki.Answered:
			e.Kind, e.Rating, e.Took = progress.Reviewed, fsrs.Rating(s.Rating), s.Took
			if s.Days > 0 {
				e.Due = day + progress.Day(s.Days)
			}
			standing++
		case anki.Crammed:
			e.Kind, e.Rating, e.Took = progress.Practised, fsrs.Rating(s.Rating), s.Took
		case anki.Forgotten:
			e.Kind = progress.Reset
			standing = 0
		case anki.Moved:
			e.Kind, e.Due, e.Rules = progress.Scheduled, day+progress.Day(s.Days), []string{progress.RuleImport}
		}
		t.events = append(t.events, e)
	}
	due := progress.Day(c.Due)
	if !c.DueAt.IsZero() {
		due = t.Calendar.Day(c.DueAt)
	}
	if !c.New && standing == 0 && t.late == late && (c.Interval > 0 || due > 0) {
		last = t.rebuild(id, c, due)
	}
	if !c.New && due > 0 && !last.IsZero() {
		if used := t.Calendar.Day(t.pack.Changed); c.Buried && used <= t.today {
			due = max(due, used+1)
		}
		at := last.Add(time.Millisecond)
		t.events = append(t.events, progress.Event{
			ID: eventID("due", int(due), at.UnixMilli(), c.ID, id), Card: id, Kind: progress.Scheduled,
			At: at, Day: t.Calendar.Day(at), Due: due, Rules: []string{progress.RuleImport},
		})
	}
	t.flag(id, c, c.Suspended, progress.Suspended)
	t.flag(id, c, c.Marked, progress.Marked)
}

// flag records that a card was set aside or marked.
func (t *transfer) flag(id string, c anki.Card, set bool, kind progress.Kind) {
	if !set {
		return
	}
	at := c.Changed
	if now := t.Now(); at.IsZero() || at.After(now) {
		at = now
	}
	t.events = append(t.events, progress.Event{
		ID: eventID(string(kind), c.ID, id), Card: id, Kind: kind, At: at.UTC(), Day: t.Calendar.Day(at),
	})
}

// rebuild makes up the answers of a card that has an interval but no log, so
// that as much is remembered as the other program thought: recalled each time
// it was due, last when it must have been. It returns the last instant.
func (t *transfer) rebuild(id string, c anki.Card, due progress.Day) time.Time {
	target := max(1, c.Stability, float64(c.Interval))
	memory := fsrs.Default.Next(fsrs.Memory{}, 0, fsrs.Good)
	var gaps []float64
	for len(gaps) < 50 {
		wait := fsrs.Default.Interval(memory, progress.DefaultRetention)
		if wait >= 0.9*target {
			break
		}
		wait = max(1, math.Round(min(wait, target)))
		gaps = append(gaps, wait)
		memory = fsrs.Default.Next(memory, wait, fsrs.Good)
	}
	last := c.Last
	if now := t.Now(); last.IsZero() || last.After(now) {
		last = now.AddDate(0, 0, -c.Interval)
	}
	all := 0.0
	for _, g := range gaps {
		all += g
	}
	at := last.AddDate(0, 0, -int(all))
	for i := 0; i <= len(gaps); i++ {
		if day := t.Calendar.Day(at); day > 0 && day <= t.today {
			e := progress.Event{ID: eventID("rebuilt", i, c.ID, id), Card: id, Kind: progress.Reviewed, Rating: fsrs.Good, At: at.UTC(), Day: day}
			if i < len(gaps) {
				e.Due = day + progress.Day(gaps[i])
			} else {
				e.Due = due
			}
			t.events = append(t.events, e)
			t.madeUp[e.ID] = true
		}
		if i < len(gaps) {
			at = at.AddDate(0, 0, int(gaps[i]))
		}
	}
	t.rebuilt++
	return last.UTC()
}
