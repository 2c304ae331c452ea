package progress

import (
	"context"
	"errors"
	"math"
	"strings"
	"time"

	"kuril/progress/fsrs"
)

// OpenElsewhere opens another device's file of progress for reading, also one
// that an older version wrote. A file that is not there is an error, as is one
// that is not ours or newer; it is not changed.
func OpenElsewhere(ctx context.Context, path string, o Options) (*Store, error) {
	o.ReadOnly = true
	s, err := Open(ctx, path, o)
	if errors.Is(err, ErrOlder) {
		return OpenCopy(ctx, path, o)
	}
	return s, err
}

// Rows reads the whole log in the order in which this file came to know of it,
// believing nothing: the file may come from anywhere.
func (s *Store) Rows(ctx context.Context) Events {
	return func(yield func(Event, error) bool) {
		if s.db == nil {
			return
		}
		stopped := errors.New("stopped")
		err := s.read(ctx, "read the log", func(q queryer) error {
			var table int
			err := q.QueryRowContext(ctx, `SELECT count(*) FROM sqlite_schema WHERE name = 'events' AND type = 'table'`).Scan(&table)
			if err != nil {
				return err
			}
			if table == 0 {
				return foreign(s.path, nil)
			}
			rows, err := q.QueryContext(ctx, `
				SELECT id, device, n, card, at, day, kind, batch, ref, rating, took, given,
				       verdict, overridden, recall, interval, retention, due, rules, weights, confidence
				FROM events ORDER BY row`)
			if err != nil {
				return err
			}
			defer rows.Close()
			values := make([]any, 21)
			into := make([]any, len(values))
			for i := range values {
				into[i] = &values[i]
			}
			for rows.Next() {
				if err := rows.Scan(into...); err != nil {
					return err
				}
				e, err := rowEvent(values)
				if !yield(e, err) {
					return stopped
				}
			}
			return rows.Err()
		})
		if err != nil && !errors.Is(err, stopped) {
			yield(Event{}, err)
		}
	}
}

// rowEvent makes an event of the values of a row, whatever they are. Its error
// is a *Refusal.
func rowEvent(values []any) (e Event, err error) {
	refuse := func(why string) (Event, error) { return Event{}, &Refusal{Reason: why} }
	next := 0
	odd := ""
	text := func() string {
		v := values[next]
		next++
		switch x := v.(type) {
		case string:
			return x
		case []byte:
			return string(x)
		}
		odd = badText
		return ""
	}
	number := func() int64 {
		v, ok := values[next].(int64)
		next++
		if !ok {
			odd = badNumber
		}
		return v
	}
	real := func() float64 {
		v := values[next]
		next++
		switch x := v.(type) {
		case float64:
			return x
		case int64:
			return float64(x)
		}
		return math.NaN()
	}
	within := func(n int64, most int64, why string) int64 {
		if n < -86_400_000 || n > most {
			odd = why
			return 0
		}
		return n
	}
	e.ID, e.Device, e.N, e.Card = text(), text(), number(), text()
	e.At = instant(within(number(), (lastDay+1)*86_400_000, badInstant))
	e.Day = Day(within(number(), lastDay, badDay))
	e.Kind, e.Batch, e.Ref = Kind(text()), text(), text()
	e.Rating = fsrs.Rating(within(number(), int64(fsrs.Easy), badRating))
	e.Took = time.Duration(within(number(), longestTook.Milliseconds(), badNumber)) * time.Millisecond
	e.Given, e.Verdict, e.Overridden = text(), text(), number() != 0
	e.Recall, e.Interval, e.Retention = real(), real(), real()
	e.Due = Day(within(number(), lastDay, badDay))
	if rules := text(); rules != "" {
		e.Rules = strings.Fields(rules)
	}
	weights := text()
	e.Confidence = Confidence(text())
	if odd != "" {
		return refuse(odd)
	}
	if weights != "" {
		if e.Weights, err = parseWeights(weights); err != nil {
			return refuse(badWeights)
		}
	}
	if why := e.refused(); why != "" {
		return refuse(why)
	}
	return e, nil
}
