package progress

import (
	"context"
	"database/sql"
	"errors"
	"time"
)

// A Moment is a place in a log: what came before it never changes.
type Moment struct {
	Row   int64  // of the last event
	Event string // its id; "": no moment at all
}

// An Agenda is what there is to know of one study day without reading the
// state of every card.
type Agenda struct {
	// States are the cards due on the day or earlier, those answered on it or
	// later, and the new ones with any event at all.
	States map[string]State
	// Next is the first later day on which a card is due that the caller asks
	// for; 0: none.
	Next Day
	// Moment is the end of the log, and Changed what became of the cards touched
	// since the moment that was given. It is nil when that can not be told: the
	// moment is not of this log, or the weights changed.
	Moment  Moment
	Changed map[string]State
}

// The queries of an agenda, each answered by an index.
const (
	agendaDue   = `SELECT card, data FROM states WHERE due <= ?`
	agendaToday = `SELECT card, data FROM states WHERE last >= ?`
	agendaNew   = `SELECT card, data FROM states WHERE last IS NULL`
	agendaLater = `SELECT card, due FROM states WHERE due > ? ORDER BY due`
	dueOnDays   = `SELECT due, count(*) FROM states WHERE due IS NOT NULL GROUP BY due`
)

// Agenda returns what a study day may ask, nil when the cache of states cannot
// be believed: then States makes it anew. asks tells which cards count for Next.
//
// It looks at the stamp of the cache and at each state it reads; that no state
// is missing is for States, which reads them all, and for doctor.
func (s *Store) Agenda(ctx context.Context, today Day, since Moment, asks func(card string) bool) (*Agenda, error) {
	if s.db == nil {
		return nil, nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	var a *Agenda
	err := s.read(ctx, "look at the day", func(q queryer) error {
		row, w, err := newest(ctx, q)
		if err != nil {
			return err
		}
		if _, ok, err := readStamp(ctx, q, row, w); err != nil || !ok {
			return err
		}
		found := &Agenda{States: make(map[string]State), Moment: Moment{Row: row}}
		for _, part := range []struct {
			query string
			args  []any
		}{{agendaDue, []any{int(today)}}, {agendaToday, []any{int(today)}}, {agendaNew, nil}} {
			ok, err := collect(ctx, q, found.States, part.query, part.args...)
			if err != nil || !ok {
				return err
			}
		}
		if found.Next, err = nextDue(ctx, q, today, asks); err != nil {
			return unlessCache(err)
		}
		if found.Moment.Event, err = eventAt(ctx, q, row); err != nil {
			return err
		}
		if found.Changed, err = changedSince(ctx, q, since); err != nil {
			return err
		}
		s.seen = row
		clear(s.pending)
		a = found
		return nil
	})
	return a, err
}

// collect reads states of the cache; ok is false when one is not sound.
func collect(ctx context.Context, q queryer, into map[string]State, query string, args ...any) (ok bool, err error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return false, unlessCache(err)
	}
	defer rows.Close()
	var data sql.RawBytes
	for rows.Next() {
		var card string
		if err := rows.Scan(&card, &data); err != nil {
			return false, nil
		}
		if into[card], ok = unpack(card, data); !ok {
			return false, nil
		}
	}
	return rows.Err() == nil, unlessCache(rows.Err())
}

func nextDue(ctx context.Context, q queryer, today Day, asks func(card string) bool) (next Day, err error) {
	rows, err := q.QueryContext(ctx, agendaLater, int(today))
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	for rows.Next() {
		var card string
		if err := rows.Scan(&card, &next); err != nil {
			return 0, err
		}
		if asks(card) {
			return next, nil
		}
	}
	return 0, rows.Err()
}

// beginning stands for the event before the first.
const beginning = "-"

// eventAt returns the id of the event in a row, "" when there is none.
func eventAt(ctx context.Context, q queryer, row int64) (id string, err error) {
	if row == 0 {
		return beginning, nil
	}
	err = q.QueryRowContext(ctx, `SELECT id FROM events WHERE row = ?`, row).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return id, err
}

// changedSince returns the states of the cards touched after a moment; a card
// without standing events has a state with nothing but its id.
func changedSince(ctx context.Context, q queryer, since Moment) (map[string]State, error) {
	if since.Event == "" {
		return nil, nil
	}
	if id, err := eventAt(ctx, q, since.Row); err != nil || id != since.Event {
		return nil, err
	}
	cards, err := touched(ctx, q, since.Row)
	if err != nil || cards[""] {
		return nil, err
	}
	changed := make(map[string]State, len(cards))
	for card := range cards {
		data, err := cachedState(ctx, q, card)
		if err != nil {
			return nil, err
		}
		state, ok := unpack(card, data)
		if !ok && data != nil {
			return nil, nil
		}
		state.Card = card
		changed[card] = state
	}
	return changed, nil
}

const selectTempo = `
	SELECT e.card, e.at, e.day, e.kind, e.took, e.recall FROM events e
	WHERE e.day >= ? AND e.kind IN ('reviewed', 'practised') AND NOT ` + takenBack + `
	ORDER BY e.at, e.device, e.n, e.id`

// Tempo is Answers with nothing but what tells how fast they were given: card,
// instant, day, kind, time taken and recall.
func (s *Store) Tempo(ctx context.Context, since Day) (answers []Event, err error) {
	if s.db == nil {
		return nil, nil
	}
	err = s.read(ctx, "look at the pace", func(q queryer) error {
		rows, err := q.QueryContext(ctx, selectTempo, int(since))
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var e Event
			var at, took int64
			if err := rows.Scan(&e.Card, &at, &e.Day, &e.Kind, &took, &e.Recall); err != nil {
				return err
			}
			e.At, e.Took = instant(at), time.Duration(took)*time.Millisecond
			answers = append(answers, e)
		}
		return rows.Err()
	})
	return answers, err
}

// DueOnDays returns how many known cards are due on each day, those that are
// suspended left out.
func (s *Store) DueOnDays(ctx context.Context) (map[Day]int, error) {
	load := make(map[Day]int)
	ok := false
	if s.db != nil {
		err := s.read(ctx, "look at the days to come", func(q queryer) error {
			row, w, err := newest(ctx, q)
			if err != nil {
				return err
			}
			if _, ok, err = readStamp(ctx, q, row, w); err != nil || !ok {
				return err
			}
			rows, err := q.QueryContext(ctx, dueOnDays)
			if err != nil {
				ok = false
				return unlessCache(err)
			}
			defer rows.Close()
			for rows.Next() {
				var day Day
				var n int
				if err := rows.Scan(&day, &n); err != nil {
					return err
				}
				load[day] = n
			}
			return rows.Err()
		})
		if err != nil || ok {
			return load, err
		}
	}
	states, err := s.States(ctx)
	for _, st := range states {
		if !st.New() && !st.Suspended {
			load[st.Due]++
		}
	}
	return load, err
}
