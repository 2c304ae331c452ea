// Package progress is what a learner remembers: a log of events in one SQLite
// file, the state of every card that follows from it, and the days on which
// cards are due.
//
// It does not know what a question is: a card is the text of its id and
// nothing else. It does not know which card to ask next, which of two cards
// are siblings, what a tag is, or how anything is shown; whoever does hands
// down plain values. It reads no clock: every instant comes from its caller.
package progress

// An Error is a failure put into words for the person at the keyboard. Message
// says in one line what is wrong, Hint what can be done about it ("" when
// nothing can); Err is the cause, if there is one.
type Error struct {
	Message, Hint string
	Err           error
}

func (e *Error) Error() string { return e.Message }

func (e *Error) Unwrap() error { return e.Err }
