package progress

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"kuril/progress/fsrs"
)

// Log calls yield for every event, taken back or not, in the order of the log,
// and stops at its first error. Only one event is held at a time; until Log
// returns, nothing can be written.
func (s *Store) Log(ctx context.Context, yield func(Event) error) error {
	if s.db == nil {
		return nil
	}
	var stopped error
	err := s.read(ctx, "read the log", func(q queryer) error {
		return eachEvent(ctx, q, func(e Event) error {
			stopped = yield(e)
			return stopped
		}, selectEvents+` ORDER BY e.at, e.device, e.n, e.id`)
	})
	if stopped != nil {
		return stopped
	}
	return err
}

// Events returns how many events the log had when the store was opened or last
// looked at.
func (s *Store) Events() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return int(s.seen)
}

// History returns the events of one card in the order of the log, also those
// taken back, which say so.
func (s *Store) History(ctx context.Context, card string) ([]Event, error) {
	return s.list(ctx, "read the history of "+card, selectEvents+`
		WHERE e.card = ? ORDER BY e.at, e.device, e.n, e.id`, card)
}

// Answers returns the standing answers, in review and practice, of a study day
// and all later ones, in the order of the log.
func (s *Store) Answers(ctx context.Context, since Day) ([]Event, error) {
	return s.list(ctx, "read the answers", selectEvents+`
		WHERE e.day >= ? AND e.kind IN ('reviewed', 'practised') AND NOT `+takenBack+`
		ORDER BY e.at, e.device, e.n, e.id`, int(since))
}

func (s *Store) list(ctx context.Context, doing, query string, args ...any) (events []Event, err error) {
	if s.db == nil {
		return nil, nil
	}
	err = s.read(ctx, doing, func(q queryer) error {
		events, err = listEvents(ctx, q, query, args...)
		return err
	})
	return events, err
}

// Last returns the newest instant and the latest study day among the standing
// events, zero when there are none. A session begins no earlier than that day,
// wherever the learner travelled meanwhile; a clock that was wrong is forgotten
// by taking back what was answered then.
func (s *Store) Last(ctx context.Context) (at time.Time, day Day, err error) {
	if s.db == nil {
		return time.Time{}, 0, nil
	}
	err = s.read(ctx, "look for the last answer", func(q queryer) error {
		var ms int64
		err := q.QueryRowContext(ctx, `
			SELECT e.at FROM events e WHERE e.kind <> 'undone' AND NOT `+takenBack+`
			ORDER BY e.at DESC LIMIT 1`).Scan(&ms)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		at = instant(ms)
		return q.QueryRowContext(ctx, `
			SELECT e.day FROM events e WHERE e.kind <> 'undone' AND NOT `+takenBack+`
			ORDER BY e.day DESC LIMIT 1`).Scan(&day)
	})
	return at, day, err
}

// Weights returns those in use: the last standing ones of the log, or the
// default ones.
func (s *Store) Weights(ctx context.Context) (w *fsrs.Weights, err error) {
	if s.db == nil {
		return weightsOr(nil), nil
	}
	err = s.read(ctx, "read the weights", func(q queryer) error {
		w, err = weightsInUse(ctx, q)
		return err
	})
	return w, err
}
