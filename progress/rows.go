package progress

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"kuril/progress/fsrs"
)

// takenBack holds for an event e that an undo refers to.
const takenBack = `EXISTS (SELECT 1 FROM events u WHERE u.kind = 'undone' AND u.ref IN (e.id, e.batch))`

const selectEvents = `
	SELECT e.id, e.device, e.n, e.card, e.at, e.day, e.kind, e.batch, e.ref, e.rating, e.took, e.given,
	       e.verdict, e.overridden, e.recall, e.interval, e.retention, e.due, e.rules, e.weights, e.confidence,
	       e.kind <> 'undone' AND ` + takenBack + `
	FROM events e`

// instant turns the log's milliseconds into a time.
func instant(ms int64) time.Time { return time.UnixMilli(ms).UTC() }

// eachEvent runs yield on every event that a query made of selectEvents gives,
// and stops at its first error.
func eachEvent(ctx context.Context, q queryer, yield func(Event) error, query string, args ...any) error {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var e Event
		var at, took int64
		var rules, weights string
		err := rows.Scan(&e.ID, &e.Device, &e.N, &e.Card, &at, &e.Day, &e.Kind, &e.Batch, &e.Ref, &e.Rating, &took, &e.Given,
			&e.Verdict, &e.Overridden, &e.Recall, &e.Interval, &e.Retention, &e.Due, &rules, &weights, &e.Confidence, &e.TakenBack)
		if err != nil {
			return err
		}
		e.At, e.Took = instant(at), time.Duration(took)*time.Millisecond
		if rules != "" {
			e.Rules = strings.Fields(rules)
		}
		if e.Weights, err = parseWeights(weights); err != nil {
			return fmt.Errorf("event %s: %w", e.ID, err)
		}
		if err := yield(e); err != nil {
			return err
		}
	}
	return rows.Err()
}

func listEvents(ctx context.Context, q queryer, query string, args ...any) ([]Event, error) {
	var events []Event
	err := eachEvent(ctx, q, func(e Event) error {
		events = append(events, e)
		return nil
	}, query, args...)
	return events, err
}

func insert(ctx context.Context, tx *sql.Tx, e *Event) error {
	weights := ""
	if e.Weights != nil {
		text, err := json.Marshal(e.Weights)
		if err != nil {
			return err
		}
		weights = string(text)
	}
	_, err := tx.ExecContext(ctx, `
		INSERT INTO events (id, device, n, card, at, day, kind, batch, ref, rating, took, given,
		                    verdict, overridden, recall, interval, retention, due, rules, weights, confidence)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		e.ID, e.Device, e.N, e.Card, e.At.UnixMilli(), int(e.Day), string(e.Kind), e.Batch, e.Ref, int(e.Rating), e.Took.Milliseconds(), e.Given,
		e.Verdict, e.Overridden, e.Recall, e.Interval, e.Retention, int(e.Due), strings.Join(e.Rules, " "), weights, string(e.Confidence))
	return err
}

func parseWeights(text string) (*fsrs.Weights, error) {
	if text == "" {
		return nil, nil
	}
	var list []float64
	if err := json.Unmarshal([]byte(text), &list); err != nil {
		return nil, fmt.Errorf("weights: %w", err)
	}
	var w fsrs.Weights
	if len(list) != len(w) {
		return nil, fmt.Errorf("weights: %d numbers, not %d", len(list), len(w))
	}
	copy(w[:], list)
	return &w, nil
}

// weightsInUse returns the last standing weights, or the default ones.
func weightsInUse(ctx context.Context, q queryer) (*fsrs.Weights, error) {
	var text string
	err := q.QueryRowContext(ctx, `
		SELECT e.weights FROM events e WHERE e.kind = 'weights' AND NOT `+takenBack+`
		ORDER BY e.at DESC, e.device DESC, e.n DESC, e.id DESC LIMIT 1`).Scan(&text)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return nil, err
	}
	w, err := parseWeights(text)
	return weightsOr(w), err
}

// A + and CROSS JOIN keep SQLite from walking all undos, or the log, instead of
// its last few rows.
const touchedSince = `
	SELECT card FROM events WHERE row > ?1 AND kind <> 'undone'
	UNION ALL
	SELECT e.card FROM events u CROSS JOIN events e
	WHERE u.row > ?1 AND +u.kind = 'undone' AND e.id = u.ref
	UNION ALL
	SELECT e.card FROM events u CROSS JOIN events e
	WHERE u.row > ?1 AND +u.kind = 'undone' AND e.batch = u.ref AND e.batch <> ''`

// touched returns the cards whose state changed after a row of the log, by
// events of their own or by an undo; "" among them means all cards.
func touched(ctx context.Context, q queryer, row int64) (map[string]bool, error) {
	rows, err := q.QueryContext(ctx, touchedSince, row)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	cards := make(map[string]bool)
	for rows.Next() {
		var card string
		if err := rows.Scan(&card); err != nil {
			return nil, err
		}
		cards[card] = true
	}
	return cards, rows.Err()
}
