package progress

import (
	"context"
	"errors"
	"io"
	"time"

	"kuril/progress/fsrs"
)

// ErrNothing means that there is nothing to take back.
var ErrNothing = errors.New("nothing to take back")

// Options say how to open a store.
type Options struct {
	ReadOnly bool          // create nothing, wait for no lock for long
	Random   io.Reader     // of ids; nil: crypto/rand
	Wait     time.Duration // for another process to finish writing; 0: 10 s, or 0.1 s when ReadOnly
}

// A Store is the log of one learner in one SQLite file. Its methods may be
// called from several goroutines, and several processes may have it open.
type Store struct{}

var errSoon = errors.New("not built yet")

func Open(ctx context.Context, path string, o Options) (*Store, error) { return nil, errSoon }

func (s *Store) Close() error { return nil }

func (s *Store) States(ctx context.Context) (map[string]State, error) { return nil, errSoon }

func (s *Store) Record(ctx context.Context, events ...Event) ([]Event, map[string]State, error) {
	return nil, nil, errSoon
}

func (s *Store) Undo(ctx context.Context, ref string, at time.Time, day Day) ([]Event, map[string]State, error) {
	return nil, nil, errSoon
}

func (s *Store) LastAction(ctx context.Context) (ref string, events []Event, err error) {
	return "", nil, errSoon
}

func (s *Store) Refresh(ctx context.Context) (map[string]State, error) { return nil, errSoon }

func (s *Store) Log(ctx context.Context, yield func(Event) error) error { return errSoon }

func (s *Store) History(ctx context.Context, card string) ([]Event, error) { return nil, errSoon }

func (s *Store) Answers(ctx context.Context, since Day) ([]Event, error) { return nil, errSoon }

func (s *Store) Last(ctx context.Context) (at time.Time, day Day, err error) {
	return time.Time{}, 0, errSoon
}

func (s *Store) Weights(ctx context.Context) (*fsrs.Weights, error) { return nil, errSoon }
