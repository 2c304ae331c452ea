package progress

import (
	"context"
	"database/sql"
	"slices"
	"strings"
)

// A log belongs to one learner. Which one is known as soon as it met another
// device's: until then it has no name.
const (
	metaLearner = "learner"
	metaAlso    = "learners taken for the same" // separated by spaces
)

// Learner returns the id of the learner that the log belongs to, "" as long as
// it has none, and the ids of those that were said to be the same.
func (s *Store) Learner(ctx context.Context) (id string, also []string, err error) {
	if s.db == nil {
		return "", nil, nil
	}
	var others string
	err = s.db.QueryRowContext(ctx, `
		SELECT coalesce((SELECT value FROM meta WHERE key = ?), ''),
		       coalesce((SELECT value FROM meta WHERE key = ?), '')`, metaLearner, metaAlso).Scan(&id, &others)
	if !isWord(id) {
		id = ""
	}
	return id, strings.Fields(others), explain(s.path, "read whose log it is", err)
}

// BelongTo says whose log this is, if nobody's, and otherwise that these
// learners are the same as the one it belongs to. It returns the learner.
func (s *Store) BelongTo(ctx context.Context, learners ...string) (id string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	err = s.write(ctx, "say whose log it is", func(ctx context.Context, tx *sql.Tx) error {
		var others string
		err := tx.QueryRowContext(ctx, `
			SELECT coalesce((SELECT value FROM meta WHERE key = ?), ''),
			       coalesce((SELECT value FROM meta WHERE key = ?), '')`, metaLearner, metaAlso).Scan(&id, &others)
		if err != nil {
			return err
		}
		also := strings.Fields(others)
		for _, l := range learners {
			switch {
			case !isWord(l):
			case id == "":
				id = l
			case l != id && !slices.Contains(also, l):
				also = append(also, l)
			}
		}
		if id == "" {
			if id, err = s.NewID(); err != nil {
				return err
			}
		}
		return putNotes(ctx, tx, map[string]string{metaLearner: id, metaAlso: strings.Join(also, " ")})
	})
	return id, err
}
