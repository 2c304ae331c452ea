package quiz

import (
	"errors"
	"time"
)

// ErrTimeUp is returned by what waits for the learner when a limit was set and
// its time has passed.
var ErrTimeUp = errors.New("the time is up")

// Limit ends the wait for keys and lines after a time, which runs while a line
// is being typed; what was typed of it is lost. The function that it returns
// takes the limit away.
func (t *Term) Limit(after time.Duration) (lift func()) {
	late := make(chan struct{})
	timer := time.AfterFunc(after, func() { close(late) })
	t.keys.late = late
	return func() {
		timer.Stop()
		t.keys.late = nil
	}
}

func (k *keyboard) timeUp() bool {
	select {
	case <-k.late: // nil never is
		return true
	default:
		return false
	}
}
