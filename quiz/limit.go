package quiz

import (
	"errors"
	"io"
	"time"
)

// ErrTimeUp is returned by what waits for the learner when a limit was set and
// its time has passed.
var ErrTimeUp = errors.New("the time is up")

// Limit ends the wait for keys and lines after a time, which runs while a line
// is being typed; what was typed of it is lost. In a rich terminal clock is
// shown where keys are waited for, drawn anew every second; its text is to keep
// its width. The function that it returns takes the limit away.
func (t *Term) Limit(after time.Duration, clock func() string) (lift func()) {
	late := make(chan struct{})
	timer := time.AfterFunc(after, func() { close(late) })
	t.keys.late, t.keys.ranOut = late, false
	stop := func() {}
	if t.rich {
		ticker := time.NewTicker(time.Second)
		t.clock, t.keys.tick, stop = clock, ticker.C, ticker.Stop
	}
	return func() {
		timer.Stop()
		stop()
		t.keys.late, t.keys.tick, t.clock, t.keys.ranOut = nil, nil, nil, false
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

// tickMark stands in the buffer for a second that has passed; like the marks of
// pasting no UTF-8 text holds it.
const tickMark = 0xFB

// tickRune is what the line editor gets for it: no character.
const tickRune = '\uFDD1'

// clocked puts the clock before a prompt.
func (t *Term) clocked(prompt string) string {
	if t.clock == nil {
		return prompt
	}
	return t.clock() + " " + prompt
}

// showClock draws the clock where a key is waited for, in place of what it
// showed before.
func (t *Term) showClock() {
	if t.clock != nil {
		_, _ = io.WriteString(t.out, wipeLine+faint(t.clock()+" "))
	}
}

// hideClock leaves the line empty for what comes next.
func (t *Term) hideClock() {
	if t.clock != nil {
		_, _ = io.WriteString(t.out, wipeLine)
	}
}

const wipeLine = "\r\x1b[K"
