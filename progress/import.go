package progress

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"

	"kuril/progress/fsrs"
)

// Import adds events of another program to the log, as one batch and in one
// transaction. Each brings an id that is the same whenever it is imported; one
// that the log has already, and that still stands, is left out. One that was
// taken back is added anew. It returns how many were added and how many known,
// and the batch, "" when nothing was added.
//
// Unlike Record it keeps the instants as they are: an answer given elsewhere
// yesterday stands before one given here today. watch, unless it is nil, is
// told how far it has come; its error leaves the log as it was.
func (s *Store) Import(ctx context.Context, events []Event, watch func(done, total int) error) (added, known int, batch string, err error) {
	for i := range events {
		if err := events[i].validate(); err != nil {
			return 0, 0, "", fmt.Errorf("import %q: %w", events[i].Card, err)
		}
		if events[i].ID == "" {
			return 0, 0, "", fmt.Errorf("import %q: an event without an id", events[i].Card)
		}
	}
	if len(events) == 0 {
		return 0, 0, "", nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	var begun start
	var last int64
	var stopped error
	err = s.write(ctx, "import", func(ctx context.Context, tx *sql.Tx) (err error) {
		if begun, err = s.start(ctx, tx); err != nil {
			return err
		}
		n := begun.n
		ids, count, err := freeIDs(ctx, tx, events)
		if err != nil {
			return err
		}
		known, batch = count, importBatch(ids)
		for i, e := range events {
			if watch != nil && i%256 == 0 {
				if stopped = watch(i, len(events)); stopped != nil {
					return stopped
				}
			}
			if ids[i] == "" {
				continue
			}
			n++
			e.ID, e.Device, e.N, e.Batch = ids[i], begun.device, n, batch
			e.tidy()
			if err := insert(ctx, tx, &e); err != nil {
				return err
			}
			added++
		}
		last = begun.before
		if added == 0 {
			return nil
		}
		var w *fsrs.Weights
		if last, w, err = newest(ctx, tx); err != nil {
			return err
		}
		states, err := replayAll(ctx, tx, w, nil)
		if err != nil {
			return err
		}
		return unlessCache(writeCache(ctx, tx, states, last, w))
	})
	if stopped != nil {
		return 0, 0, "", stopped
	}
	if err != nil {
		return 0, 0, "", err
	}
	if added == 0 {
		return 0, known, "", nil
	}
	s.caughtUp(last, begun.foreign)
	return added, known, batch, nil
}

// freeIDs returns the ids under which events that bring their own can be
// written, "" for those that need not be, and how many those are.
func freeIDs(ctx context.Context, q queryer, events []Event) (ids []string, known int, err error) {
	ids = make([]string, len(events))
	taken := make(map[string]bool, len(events))
	for i := range events {
		id, standing, err := freeID(ctx, q, events[i].ID)
		if err != nil {
			return nil, 0, err
		}
		if standing || taken[id] {
			known++
			continue
		}
		ids[i], taken[id] = id, true
	}
	return ids, known, nil
}

// importBatch is the same on every machine that imports the same: where their
// logs meet, an import that was taken back on one is taken back on both.
func importBatch(ids []string) string {
	h := sha256.New()
	for _, id := range ids {
		h.Write([]byte(id + "\n"))
	}
	return idText.EncodeToString(h.Sum(nil)[:12])
}

// freeID returns the id under which an event that brings its own can be
// written: its own, or when that was taken back the next one made of it.
// standing means that it need not be written.
func freeID(ctx context.Context, q queryer, id string) (free string, standing bool, err error) {
	free = id
	for again := 2; ; again++ {
		var undone bool
		err := q.QueryRowContext(ctx, `SELECT `+takenBack+` FROM events e WHERE e.id = ?`, free).Scan(&undone)
		switch {
		case errors.Is(err, sql.ErrNoRows):
			return free, false, nil
		case err != nil || !undone:
			return "", err == nil, err
		}
		free = fmt.Sprintf("%s-%d", id, again)
	}
}

// Known tells which of the events with these ids the log has and would not be
// imported again.
func (s *Store) Known(ctx context.Context, ids []string) (map[string]bool, error) {
	known := make(map[string]bool)
	if s.db == nil {
		return known, nil
	}
	err := s.read(ctx, "look for known answers", func(q queryer) error {
		for _, id := range ids {
			_, standing, err := freeID(ctx, q, id)
			if err != nil {
				return err
			}
			if standing {
				known[id] = true
			}
		}
		return nil
	})
	return known, err
}
