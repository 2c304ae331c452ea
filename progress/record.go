package progress

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"kuril/progress/fsrs"
)

// validate tells why an event cannot be recorded.
func (e *Event) validate() error {
	switch {
	case !kinds[e.Kind]:
		return fmt.Errorf("no kind of event is called %q", e.Kind)
	case e.Kind == Undone:
		return errors.New("an undone event is written by Undo")
	case e.Card == "" && e.Kind != Weighted:
		return fmt.Errorf("%s event without a card", e.Kind)
	case e.At.IsZero():
		return fmt.Errorf("%s event without an instant", e.Kind)
	case e.Day == 0:
		return fmt.Errorf("%s event without a study day", e.Kind)
	case e.Rating < 0 || e.Rating > fsrs.Easy:
		return fmt.Errorf("rating %d is not between 0 and 4", e.Rating)
	case e.Confidence != "" && e.Confidence != Guess && e.Confidence != Likely && e.Confidence != Sure:
		return fmt.Errorf("confidence %q is none of guess, likely, sure", e.Confidence)
	case e.Confidence != "" && e.Kind != Reviewed && e.Kind != Practised:
		return fmt.Errorf("%s event with a confidence", e.Kind)
	case e.Kind == Reviewed && e.Rating == 0:
		return errors.New("reviewed event without a rating")
	case e.Kind == Scheduled && e.Due == 0:
		return errors.New("scheduled event without a due day")
	case slices.ContainsFunc(e.Rules, func(rule string) bool { return rule == "" || strings.ContainsAny(rule, " \t\r\n") }):
		return fmt.Errorf("rules %q: a rule is one word", e.Rules)
	case e.Kind == Weighted && e.Weights == nil:
		return errors.New("weights event without weights")
	case e.Kind == Weighted:
		return e.Weights.Validate()
	}
	return nil
}

// Record adds events to the log in one transaction that is on disk when it
// returns, and returns them completed, with the new state of every card they
// touch (of all cards, after weights). Ids, devices and running numbers are
// given by it; several events without a batch become one. On an error nothing
// was recorded.
func (s *Store) Record(ctx context.Context, events ...Event) ([]Event, map[string]State, error) {
	if len(events) == 0 {
		return nil, map[string]State{}, nil
	}
	written := make([]Event, len(events))
	batch := ""
	for i, e := range events {
		if err := e.validate(); err != nil {
			return nil, nil, fmt.Errorf("record %q: %w", e.Card, err)
		}
		if len(events) > 1 && e.Batch == "" {
			if batch == "" {
				var err error
				if batch, err = s.NewID(); err != nil {
					return nil, nil, err
				}
			}
			e.Batch = batch
		}
		written[i] = e
	}
	var states map[string]State
	err := s.append(ctx, "record", written, func(ctx context.Context, tx *sql.Tx, before int64) (err error) {
		states, err = s.advance(ctx, tx, before, written, written)
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	return written, states, nil
}

// append completes events in place and writes them; then runs after in the same
// transaction, with the last row there was before.
func (s *Store) append(ctx context.Context, doing string, events []Event, after func(ctx context.Context, tx *sql.Tx, before int64) error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	var begun start
	var last int64
	err := s.write(ctx, doing, func(ctx context.Context, tx *sql.Tx) (err error) {
		if begun, err = s.start(ctx, tx); err != nil {
			return err
		}
		device, n := begun.device, begun.n
		for i := range events {
			e := &events[i]
			if e.ID, err = s.NewID(); err != nil {
				return err
			}
			n++
			e.Device, e.N = device, n
			e.tidy()
			if e.Kind != Undone {
				if e.At, err = inOrder(ctx, tx, e); err != nil {
					return err
				}
			}
			if err := insert(ctx, tx, e); err != nil {
				return err
			}
		}
		last = begun.before + int64(len(events))
		return after(ctx, tx, begun.before)
	})
	if err != nil {
		return err
	}
	s.caughtUp(last, begun.foreign)
	return nil
}

// A start is what a transaction that writes events of this device begins with.
type start struct {
	before  int64           // last row of the log
	foreign map[string]bool // cards that others wrote since the store last looked
	device  string
	n       int64 // last number given out
}

func (s *Store) start(ctx context.Context, tx *sql.Tx) (b start, err error) {
	if err = tx.QueryRowContext(ctx, `SELECT coalesce(max(row), 0) FROM events`).Scan(&b.before); err != nil {
		return b, err
	}
	if b.before > s.seen {
		if b.foreign, err = touched(ctx, tx, s.seen); err != nil {
			return b, err
		}
	}
	if b.device, err = s.device(ctx, tx); err != nil {
		return b, err
	}
	err = tx.QueryRowContext(ctx, `SELECT coalesce(max(n), 0) FROM events WHERE device = ?`, b.device).Scan(&b.n)
	return b, err
}

// caughtUp says that the store knows the log up to a row, but for what others
// wrote, which Refresh is to tell.
func (s *Store) caughtUp(last int64, foreign map[string]bool) {
	s.seen = last
	for card := range foreign {
		s.pending[card] = true
	}
}

// inOrder returns the instant at which an event about to be written is kept: its
// own, or, when the clock was put back, just after the last standing event of its
// card. The log is ordered by instants, and what is done last must come last:
// else a card answered right would stay missed until the clock has caught up.
func inOrder(ctx context.Context, tx *sql.Tx, e *Event) (time.Time, error) {
	var at int64
	var device string
	err := tx.QueryRowContext(ctx, `
		SELECT e.at, e.device FROM events e
		WHERE e.card = ? AND e.kind <> 'undone' AND NOT `+takenBack+`
		ORDER BY e.at DESC, e.device DESC LIMIT 1`, e.Card).Scan(&at, &device)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return e.At, nil
	case err != nil:
		return time.Time{}, err
	case at > e.At.UnixMilli(), at == e.At.UnixMilli() && device > e.Device:
		// Later, not at the same instant: there the device decides, and what was
		// imported has another one on another machine.
		at++
	}
	return instant(max(at, e.At.UnixMilli())), nil
}

// Undo takes back the event or the batch that ref names, as far as it still
// stands, and returns what was taken back with the states that follow, the same
// to the last bit as if it had never been written. What this device did not
// write, what is taken back already, and an undo itself are ErrNothing.
func (s *Store) Undo(ctx context.Context, ref string, at time.Time, day Day) ([]Event, map[string]State, error) {
	if at.IsZero() || day == 0 {
		return nil, nil, errors.New("undo without an instant or a study day")
	}
	if s.db == nil || ref == "" {
		return nil, nil, ErrNothing
	}
	// Looked up first, so that nothing is written when there is nothing.
	standing, err := s.standing(ctx, ref)
	if err != nil {
		return nil, nil, err
	}
	undone := []Event{{Kind: Undone, Ref: ref, At: at, Day: day, Card: commonCard(standing)}}
	var states map[string]State
	err = s.append(ctx, "undo", undone, func(ctx context.Context, tx *sql.Tx, before int64) (err error) {
		// Whether it still stands is known only now, that nobody else writes.
		still, err := listEvents(ctx, tx, standingBefore, ref, before)
		if err != nil {
			return err
		}
		if len(still) == 0 {
			return ErrNothing
		}
		standing = still
		states, err = s.advance(ctx, tx, before, undone, standing)
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	return standing, states, nil
}

// standingBefore selects what a ref names among this device's rows up to a
// given one, as far as no undo up to there took it back.
const standingBefore = selectEvents + `
	WHERE (e.id = ?1 OR (e.batch = ?1 AND e.batch <> '')) AND e.kind <> 'undone' AND e.row <= ?2
	  AND e.device = (SELECT value FROM meta WHERE key = 'device')
	  AND NOT EXISTS (SELECT 1 FROM events u WHERE u.kind = 'undone' AND u.ref IN (e.id, e.batch) AND u.row <= ?2)
	ORDER BY e.at, e.device, e.n`

func (s *Store) standing(ctx context.Context, ref string) (events []Event, err error) {
	err = s.read(ctx, "undo", func(q queryer) error {
		events, err = listEvents(ctx, q, standingBefore, ref, int64(1)<<62)
		return err
	})
	if err == nil && len(events) == 0 {
		err = ErrNothing
	}
	return events, err
}

// commonCard is the card of all events, or "" when they are of several.
func commonCard(events []Event) string {
	card := events[0].Card
	for _, e := range events {
		if e.Card != card {
			return ""
		}
	}
	return card
}

// LastAction returns what Undo would take back next: the last event or batch
// that this device wrote and that still stands, in order of the log. It is
// ErrNothing when there is none.
func (s *Store) LastAction(ctx context.Context) (ref string, events []Event, err error) {
	if s.db == nil {
		return "", nil, ErrNothing
	}
	err = s.read(ctx, "find the last action", func(q queryer) error {
		var batch string
		err := q.QueryRowContext(ctx, `
			SELECT e.id, e.batch FROM events e
			WHERE e.device = (SELECT value FROM meta WHERE key = 'device')
			  AND e.kind <> 'undone' AND NOT `+takenBack+`
			ORDER BY e.n DESC LIMIT 1`).Scan(&ref, &batch)
		if errors.Is(err, sql.ErrNoRows) {
			return ErrNothing
		}
		if err != nil {
			return err
		}
		if batch != "" {
			ref = batch
		}
		events, err = listEvents(ctx, q, standingBefore, ref, int64(1)<<62)
		return err
	})
	if err != nil {
		return "", nil, err
	}
	return ref, events, nil
}
