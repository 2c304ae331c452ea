package progress

import (
	"cmp"
	"time"

	"kuril/progress/fsrs"
)

// A Kind says what happened to a card.
type Kind string

const (
	Reviewed  Kind = "reviewed"  // answered for the schedule
	Practised Kind = "practised" // answered in a drill or an exam; never touches memory or due day
	Undone    Kind = "undone"    // Ref was taken back
	Reset     Kind = "reset"     // new again; what came before is history
	Suspended Kind = "suspended" // not asked until resumed
	Resumed   Kind = "resumed"
	Marked    Kind = "marked"
	Unmarked  Kind = "unmarked"
	Scheduled Kind = "scheduled" // Due was set by something else than an answer
	Weighted  Kind = "weights"   // Weights were taken into use, for all cards
)

var kinds = map[Kind]bool{
	Reviewed: true, Practised: true, Undone: true, Reset: true, Suspended: true, Resumed: true,
	Marked: true, Unmarked: true, Scheduled: true, Weighted: true,
}

// A Confidence is how sure a learner was of an answer before it was shown.
type Confidence string

// How sure one can be; "" where nothing was said.
const (
	Guess  Confidence = "guess"
	Likely Confidence = "likely"
	Sure   Confidence = "sure"
)

// An Event is one line of the log. Events are only ever added; their order is
// (At, Device, N).
type Event struct {
	ID     string // random, unique over all devices
	Device string // that wrote it
	N      int64  // its running number there, from 1

	Card string    // "" for weights, and for an undone that took back several cards
	At   time.Time // UTC, whole milliseconds
	Day  Day       // the learner's study day, never worked out again
	Kind Kind

	Batch string // one id for what one command wrote at once, or ""
	Ref   string // of undone: the id or the batch taken back

	Rating     fsrs.Rating // 1 to 4; 0: no answer
	Took       time.Duration
	Given      string // what was answered
	Verdict    string // "right" "almost" "partly" "wrong" or ""
	Overridden bool   // the learner corrected the verdict
	Confidence Confidence

	Recall    float64 // predicted before the answer, 0 to 1; 0 at the first meeting
	Interval  float64 // days, before rounding and whatever moved it
	Retention float64 // wanted, 0 to 1
	Due       Day     // decided
	Rules     []string

	Weights *fsrs.Weights // of weights

	// TakenBack is filled in by what reads the log: a later undone refers to
	// this event. It is not part of what is stored.
	TakenBack bool
}

// compare orders the log. Ids decide last, so that even a device number given
// out twice (a copied folder) leaves one order.
func compare(a, b Event) int {
	if c := a.At.Compare(b.At); c != 0 {
		return c
	}
	return cmp.Or(cmp.Compare(a.Device, b.Device), cmp.Compare(a.N, b.N), cmp.Compare(a.ID, b.ID))
}
