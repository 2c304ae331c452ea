package progress

import (
	"context"
	"database/sql"
	"errors"
)

// Noted returns a text that was kept with Note beside the log; "" when there
// is none. It belongs to this copy of the file and is no part of the history.
func (s *Store) Noted(ctx context.Context, key string) (value string, err error) {
	if s.db == nil {
		return "", nil
	}
	err = s.read(ctx, "read a note", func(q queryer) error {
		err := q.QueryRowContext(ctx, `SELECT value FROM meta WHERE key = ?`, "note "+key).Scan(&value)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		return err
	})
	return value, err
}

// Note keeps texts beside the log, all of them or none.
func (s *Store) Note(ctx context.Context, notes map[string]string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.write(ctx, "keep a note", func(ctx context.Context, tx *sql.Tx) error {
		for key, value := range notes {
			_, err := tx.ExecContext(ctx, `
				INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
				"note "+key, value)
			if err != nil {
				return err
			}
		}
		return nil
	})
}
