package progress

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"kuril/progress/fsrs"
)

// States returns the state of every card that has a standing event, from the
// cache if that can be believed and else from the whole log.
func (s *Store) States(ctx context.Context) (map[string]State, error) {
	if s.db == nil {
		return map[string]State{}, nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	const doing = "load what is remembered"
	var states map[string]State
	var last int64
	var stopped error
	watch := func(done, total int) error {
		if s.watch != nil {
			stopped = s.watch(done, total)
		}
		return stopped
	}
	err := s.read(ctx, doing, func(q queryer) error {
		row, w, err := newest(ctx, q)
		if err != nil {
			return err
		}
		last = row
		states, err = loadCache(ctx, q, row, w)
		return err
	})
	if err == nil && states == nil && !s.readOnly {
		err := s.write(ctx, doing, func(ctx context.Context, tx *sql.Tx) error {
			row, w, err := newest(ctx, tx)
			if err != nil {
				return err
			}
			last = row
			if states, err = replayAll(ctx, tx, w, watch); err != nil {
				return err
			}
			return writeCache(ctx, tx, states, row, w)
		})
		if stopped != nil {
			return nil, stopped
		}
		if err != nil {
			states = nil // it could not be kept, which costs time and nothing else
		}
	}
	if err == nil && states == nil {
		err = s.read(ctx, doing, func(q queryer) error {
			row, w, err := newest(ctx, q)
			if err != nil {
				return err
			}
			last = row
			states, err = replayAll(ctx, q, w, watch)
			return err
		})
	}
	if err != nil {
		return nil, err
	}
	s.seen = last
	clear(s.pending)
	return states, nil
}

// newest returns the last row of the log and the weights in use there.
func newest(ctx context.Context, q queryer) (row int64, w *fsrs.Weights, err error) {
	err = q.QueryRowContext(ctx, `SELECT coalesce(max(row), 0) FROM events`).Scan(&row)
	if err != nil {
		return 0, nil, err
	}
	w, err = weightsInUse(ctx, q)
	return row, w, err
}

// Refresh returns the states of the cards that other processes wrote since this
// store was opened or last looked by States or Refresh; none when there are
// none. After a change of weights these are all cards.
func (s *Store) Refresh(ctx context.Context) (map[string]State, error) {
	if s.db == nil {
		return map[string]State{}, nil
	}
	s.mu.Lock()
	states := make(map[string]State)
	all := false
	err := s.read(ctx, "look for news", func(q queryer) error {
		last, w, err := newest(ctx, q)
		if err != nil || last == s.seen && len(s.pending) == 0 {
			return err
		}
		cards, err := touched(ctx, q, s.seen)
		if err != nil {
			return err
		}
		for card := range s.pending {
			cards[card] = true
		}
		if all = cards[""]; all {
			return nil
		}
		for card := range cards {
			if states[card], _, err = replayCard(ctx, q, card, w); err != nil {
				return err
			}
		}
		s.seen = last
		clear(s.pending)
		return nil
	})
	s.mu.Unlock()
	if err != nil {
		return nil, err
	}
	if all {
		return s.States(ctx)
	}
	return states, nil
}

// advance returns the states of the cards in changed after events were appended
// to the rows up to before, and brings a cache that was up to date then up to
// date now. What was changed is either what was written or what that takes back.
func (s *Store) advance(ctx context.Context, tx *sql.Tx, before int64, written, changed []Event) (map[string]State, error) {
	w, err := weightsInUse(ctx, tx)
	if err != nil {
		return nil, err
	}
	last := before + int64(len(written))
	byCard := make(map[string][]Event)
	for _, e := range changed {
		if e.Kind == Weighted { // no card stays as it was
			states, err := replayAll(ctx, tx, w, nil)
			if err != nil {
				return nil, err
			}
			return states, unlessCache(writeCache(ctx, tx, states, last, w))
		}
		byCard[e.Card] = append(byCard[e.Card], e)
	}
	st, fresh, err := readStamp(ctx, tx, before, w)
	if err != nil {
		return nil, err
	}
	states := make(map[string]State, len(byCard))
	for card, events := range byCard {
		var old []byte
		if fresh {
			if old, err = cachedState(ctx, tx, card); err != nil {
				return nil, err
			}
		}
		state, standing := unpack(card, old)
		if standing = standing && written[0].Kind != Undone && follow(state, events); standing {
			for i := range events {
				state.apply(&events[i], w)
			}
		} else if state, standing, err = replayCard(ctx, tx, card, w); err != nil {
			return nil, err
		}
		states[card] = state
		if fresh {
			if err := putState(ctx, tx, &st, state, standing, old); err != nil {
				return nil, err
			}
		}
	}
	if !fresh {
		return states, unstamp(ctx, tx)
	}
	return states, restamp(ctx, tx, last, st)
}

// follow reports whether events come after all that a state was made of, in
// order, so that they can simply be added to it.
func follow(s State, events []Event) bool {
	if events[0].At.UnixMilli() <= s.at {
		return false
	}
	for i := range events[1:] {
		if compare(events[i], events[i+1]) >= 0 {
			return false
		}
	}
	return true
}

// replayAll works out the states of all cards from the log in the file, as
// Replay does from a list, but without holding the list. watch, unless it is
// nil, is told how far it has come and can stop it.
func replayAll(ctx context.Context, q queryer, w *fsrs.Weights, watch func(done, total int) error) (map[string]State, error) {
	total := 0
	if watch != nil {
		if err := q.QueryRowContext(ctx, `SELECT count(*) FROM events WHERE card <> ''`).Scan(&total); err != nil {
			return nil, err
		}
	}
	takenBack, err := rowsTakenBack(ctx, q)
	if err != nil {
		return nil, err
	}
	// Numbers and one text a row, as few as can be: to fetch a column takes
	// longer than to replay what is in it.
	rows, err := q.QueryContext(ctx, `
		SELECT row, card, at, day, `+kindNumber+` * 8 + rating, due FROM events WHERE card <> '' AND kind <> 'undone'
		ORDER BY at, device, n, id`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	r, done := newReplay(w, nil), 0
	var card sql.RawBytes
	for rows.Next() {
		var row, at int64
		var what int
		var e Event
		if err := rows.Scan(&row, &card, &at, &e.Day, &what, &e.Due); err != nil {
			return nil, err
		}
		if done++; watch != nil && done%watchEvery == 0 && done < total {
			if err := watch(done, total); err != nil {
				return nil, err
			}
		}
		if takenBack[row] {
			continue
		}
		e.At, e.Kind, e.Rating = instant(at), kindsInOrder[what/8], fsrs.Rating(what%8)
		r.state(card).apply(&e, r.weights)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	if watch != nil && total > 0 {
		if err := watch(total, total); err != nil {
			return nil, err
		}
	}
	return r.result(), nil
}

// watchEvery is how many events are read between two looks at whether to stop.
const watchEvery = 4096

// kindsInOrder are the kinds that can be part of a card's state; kindNumber is
// the place of an event's kind among them.
var kindsInOrder = []Kind{"", Reviewed, Practised, Reset, Suspended, Resumed, Marked, Unmarked, Scheduled}

var kindNumber = func() string {
	var b strings.Builder
	b.WriteString("CASE kind")
	for i, kind := range kindsInOrder[1:] {
		fmt.Fprintf(&b, " WHEN '%s' THEN %d", kind, i+1)
	}
	return b.String() + " ELSE 0 END"
}()

// rowsTakenBack returns the rows of the events that an undo refers to.
func rowsTakenBack(ctx context.Context, q queryer) (map[int64]bool, error) {
	rows, err := q.QueryContext(ctx, `
		SELECT e.row FROM events u CROSS JOIN events e
		WHERE u.kind = 'undone' AND e.id = u.ref
		UNION ALL
		SELECT e.row FROM events u CROSS JOIN events e
		WHERE u.kind = 'undone' AND e.batch = u.ref AND e.batch <> '' `)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	back := make(map[int64]bool)
	for rows.Next() {
		var row int64
		if err := rows.Scan(&row); err != nil {
			return nil, err
		}
		back[row] = true
	}
	return back, rows.Err()
}

// replayCard works out the state of one card from its own events. A card
// without any that stand has a state with nothing but its id.
func replayCard(ctx context.Context, q queryer, card string, w *fsrs.Weights) (s State, standing bool, err error) {
	events, err := listEvents(ctx, q, selectEvents+` WHERE e.card = ?`, card)
	if err != nil {
		return State{}, false, err
	}
	s, standing = Replay(events, w)[card]
	s.Card = card
	return s, standing, nil
}
