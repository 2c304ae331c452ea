package progress

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"slices"
)

// Events is a log from elsewhere, in any order. Beside an event stands an
// error: a *Refusal for something that is not taken over, anything else where
// the log cannot be read further.
type Events = iter.Seq2[Event, error]

// Merged tells what a merge did, or would do.
type Merged struct {
	New     int            // events that were added
	Answers int            // of them, in review and practice
	Known   int            // that were there already, word for word
	Other   int            // that were there and say something else: ours stays
	Twice   int            // of New, whose running number an event of ours has: a folder was copied and went two ways
	Cards   int            // whose state was worked out anew
	Devices map[string]int // New, by the device that wrote them
	Refused map[string]int // by reason
	First   *Refusal       // the first of them
}

// MergeOptions say how to merge. The zero value is fit for a file.
type MergeOptions struct {
	DryRun bool // tell, and change nothing

	// Watch is told now and then how many events have been read. Its error
	// ends the merge; what was merged before stays, whole.
	Watch func(read int) error

	// Notes returns texts to be kept beside the log with what was read so far,
	// all or nothing; it may see the rows of the events just taken over and
	// known, of one batch, and the last row there was before.
	Notes func(before int64, rows []int64) map[string]string
}

// mergeAtOnce is how many events one transaction takes over: few enough that
// another terminal waits for a moment only.
const mergeAtOnce = 20_000

// Merge adds what the log does not have yet: the union by id, so that the order
// of merges does not matter and one that is repeated changes nothing. It is
// done in transactions that are each whole; one that is stopped is finished by
// the next. Only the cards touched are replayed.
//
// Twice is the same running number with two ids. Both are answers, and both are
// kept: what tells events apart is the id.
func (s *Store) Merge(ctx context.Context, events Events, o MergeOptions) (m Merged, err error) {
	m.Devices, m.Refused = make(map[string]int), make(map[string]int)
	if o.DryRun {
		return m, s.foresee(ctx, events, o, &m)
	}
	var began int64
	if err := s.db.QueryRowContext(ctx, `SELECT coalesce(max(row), 0) FROM events`).Scan(&began); err != nil {
		return m, explain(s.path, "merge", err)
	}
	batch := make([]Event, 0, mergeAtOnce)
	read := 0
	var broken error
	for e, err := range events {
		if read++; read%1000 == 0 && broken == nil {
			broken = ctx.Err()
			if o.Watch != nil && broken == nil {
				broken = o.Watch(read)
			}
		}
		if broken == nil && err != nil && !m.refuse(err) {
			broken = err
		}
		if broken != nil {
			break
		}
		if err != nil {
			continue
		}
		if batch = append(batch, e); len(batch) == cap(batch) {
			if err := s.mergeBatch(ctx, batch, o, &m); err != nil {
				return m, err
			}
			batch = batch[:0]
		}
	}
	if err := ctx.Err(); err != nil {
		return m, err
	}
	// What could be read before something broke is as good as any.
	if err := s.mergeBatch(ctx, batch, o, &m); err != nil {
		return m, err
	}
	m.Cards, err = s.catchUp(ctx, began)
	return m, errors.Join(broken, err)
}

// refuse counts what is not taken over; false for another error.
func (m *Merged) refuse(err error) bool {
	var r *Refusal
	if !errors.As(err, &r) {
		return false
	}
	m.Refused[r.Reason]++
	if m.First == nil {
		m.First = r
	}
	return true
}

func (m *Merged) add(e *Event) {
	m.New++
	m.Devices[e.Device]++
	if e.Kind == Reviewed || e.Kind == Practised {
		m.Answers++
	}
}

const (
	eventByID     = selectEvents + ` WHERE e.id = ?`
	rowOfID       = `SELECT row FROM events WHERE id = ?`
	numberIsTaken = `SELECT EXISTS (SELECT 1 FROM events WHERE device = ? AND n = ?)`
)

// mergeBatch takes over events in one transaction.
func (s *Store) mergeBatch(ctx context.Context, events []Event, o MergeOptions, m *Merged) error {
	if len(events) == 0 && o.Notes == nil {
		return nil
	}
	next := *m
	next.Devices = make(map[string]int)
	s.mu.Lock()
	defer s.mu.Unlock()
	err := s.write(ctx, "merge", func(ctx context.Context, tx *sql.Tx) error {
		var before int64
		if err := tx.QueryRowContext(ctx, `SELECT coalesce(max(row), 0) FROM events`).Scan(&before); err != nil {
			return err
		}
		find, err := tx.PrepareContext(ctx, rowOfID)
		if err != nil {
			return err
		}
		defer find.Close()
		taken, err := tx.PrepareContext(ctx, numberIsTaken)
		if err != nil {
			return err
		}
		defer taken.Close()
		last, rows := before, make([]int64, 0, len(events))
		for i := range events {
			e := &events[i]
			var row int64
			switch err := find.QueryRowContext(ctx, e.ID).Scan(&row); {
			case err == nil:
				ours, err := listEvents(ctx, tx, eventByID, e.ID)
				if err != nil {
					return err
				}
				if len(ours) == 1 && ours[0].same(e) {
					next.Known++
				} else {
					next.Other++
				}
				rows = append(rows, row)
				continue
			case !errors.Is(err, sql.ErrNoRows):
				return err
			}
			var twice bool
			if err := taken.QueryRowContext(ctx, e.Device, e.N).Scan(&twice); err != nil {
				return err
			}
			if twice {
				next.Twice++
			}
			if err := insert(ctx, tx, e); err != nil {
				return err
			}
			last++
			rows = append(rows, last)
			next.add(e)
		}
		if o.Notes == nil {
			return nil
		}
		return putNotes(ctx, tx, o.Notes(before, rows))
	})
	if err != nil {
		return err
	}
	for device, n := range m.Devices {
		next.Devices[device] += n
	}
	*m = next
	return nil
}

// same reports whether two events say the same, taken back or not.
func (e Event) same(o *Event) bool {
	a, errA := e.MarshalJSON()
	b, errB := o.MarshalJSON()
	return errA == nil && errB == nil && slices.Equal(a, b)
}

// foresee counts what Merge would do.
func (s *Store) foresee(ctx context.Context, events Events, o MergeOptions, m *Merged) error {
	seen, read := make(map[string]bool), 0
	look := func(q queryer) error {
		for e, err := range events {
			if read++; read%1000 == 0 {
				if err := ctx.Err(); err != nil {
					return err
				}
				if o.Watch != nil {
					if err := o.Watch(read); err != nil {
						return err
					}
				}
			}
			if err != nil {
				if !m.refuse(err) {
					return err
				}
				continue
			}
			var ours []Event
			twice := false
			if q != nil {
				if ours, err = listEvents(ctx, q, eventByID, e.ID); err != nil {
					return err
				}
				if err := q.QueryRowContext(ctx, numberIsTaken, e.Device, e.N).Scan(&twice); err != nil {
					return err
				}
			}
			switch {
			case len(ours) == 1 && !ours[0].same(&e):
				m.Other++
			case len(ours) == 1, seen[e.ID]:
				m.Known++
			default:
				seen[e.ID] = true
				m.add(&e)
				if twice {
					m.Twice++
				}
			}
		}
		return nil
	}
	if s.db == nil {
		return look(nil)
	}
	return s.read(ctx, "merge", look)
}

// catchUp brings a cache that is behind the log up to date by replaying the
// cards touched meanwhile; where that is most of them all are replayed, which is
// quicker then. It returns how many cards were touched after a row.
func (s *Store) catchUp(ctx context.Context, began int64) (cards int, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	err = s.write(ctx, "merge", func(ctx context.Context, tx *sql.Tx) error {
		last, w, err := newest(ctx, tx)
		if err != nil || last == began {
			return err
		}
		since, err := touched(ctx, tx, began)
		if err != nil {
			return err
		}
		cards = len(since)
		if since[""] { // new weights
			if err := tx.QueryRowContext(ctx, `SELECT count(DISTINCT card) FROM events WHERE card <> ''`).Scan(&cards); err != nil {
				return err
			}
		}
		var row, known int64
		switch err := tx.QueryRowContext(ctx, `SELECT row, cards FROM stamp`).Scan(&row, &known); {
		case errors.Is(err, sql.ErrNoRows), sqliteCodeIs(err, sqliteError):
			return nil // there is none: the next who needs it makes it
		case err != nil:
			return err
		case row >= last:
			return nil
		}
		st, fresh, err := readStamp(ctx, tx, row, w)
		if err != nil || !fresh {
			return err
		}
		changed, err := touched(ctx, tx, row)
		if err != nil {
			return err
		}
		if changed[""] || int64(len(changed)) > known/2 && len(changed) > 100 {
			states, err := replayAll(ctx, tx, w, nil)
			if err != nil {
				return err
			}
			return unlessCache(writeCache(ctx, tx, states, last, w))
		}
		for card := range changed {
			old, err := cachedState(ctx, tx, card)
			if err != nil {
				return err
			}
			state, standing, err := replayCard(ctx, tx, card, w)
			if err != nil {
				return err
			}
			if err := putState(ctx, tx, &st, state, standing, old); err != nil {
				return err
			}
		}
		return restamp(ctx, tx, last, st)
	})
	return cards, err
}

func sqliteCodeIs(err error, want int) bool {
	code, _ := sqliteCode(err)
	return code == want
}

// putNotes keeps texts beside the log; an empty one is taken out.
func putNotes(ctx context.Context, tx *sql.Tx, notes map[string]string) error {
	for key, value := range notes {
		query := `INSERT INTO meta (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = excluded.value`
		if value == "" {
			query = `DELETE FROM meta WHERE key = ?1 AND ?2 = ''`
		}
		if _, err := tx.ExecContext(ctx, query, key, value); err != nil {
			return fmt.Errorf("keep a note: %w", err)
		}
	}
	return nil
}
