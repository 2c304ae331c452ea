package progress

import (
	"context"
	"database/sql"
	"errors"
)

// Said reports whether Once was asked for this before.
func (s *Store) Said(ctx context.Context, what string) (said bool, err error) {
	if s.db == nil {
		return false, nil
	}
	err = s.read(ctx, "look what was said", func(q queryer) error {
		var key string
		err := q.QueryRowContext(ctx, `SELECT key FROM meta WHERE key = ?`, "once "+what).Scan(&key)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		said = err == nil
		return err
	})
	return said, err
}

// Returns counts the study days on which a card was reviewed again, the first
// of each card left out, over all cards: what a fit of the weights can learn
// forgetting from. It reads the whole log.
func (s *Store) Returns(ctx context.Context) (n int, err error) {
	if s.db == nil {
		return 0, nil
	}
	err = s.read(ctx, "count the returns", func(q queryer) error {
		return q.QueryRowContext(ctx, `
			SELECT count(*) - count(DISTINCT card) FROM (
			  SELECT DISTINCT e.card, e.day FROM events e
			  WHERE e.kind = 'reviewed' AND e.rating > 0 AND NOT `+takenBack+`)`).Scan(&n)
	})
	return n, err
}
