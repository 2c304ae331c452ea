package progress

import (
	"context"
	"time"
)

// Resets returns, for each card that was reset on a study day or later, the
// instant of its last standing reset.
func (s *Store) Resets(ctx context.Context, since Day) (map[string]time.Time, error) {
	resets := make(map[string]time.Time)
	if s.db == nil {
		return resets, nil
	}
	err := s.read(ctx, "read the resets", func(q queryer) error {
		rows, err := q.QueryContext(ctx, `
			SELECT e.card, max(e.at) FROM events e
			WHERE e.day >= ? AND e.kind = 'reset' AND NOT `+takenBack+`
			GROUP BY e.card`, int(since))
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var card string
			var at int64
			if err := rows.Scan(&card, &at); err != nil {
				return err
			}
			resets[card] = instant(at)
		}
		return rows.Err()
	})
	return resets, err
}
