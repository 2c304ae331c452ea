package progress

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"kuril/progress/fsrs"
)

// What an event from elsewhere may hold at most.
const (
	longestWord  = 128       // bytes of an id, a device, a card, a rule
	longestGiven = 1 << 20   // bytes of an answer
	longestLine  = 8 << 20   // bytes of an event as a line
	mostRules    = 64        // that moved one day
	highestN     = 1 << 53   // running number; the largest that every reader of JSON knows
	lastDay      = 2_932_896 // 9999-12-31
	longestTook  = 366 * 24 * time.Hour
	longestWait  = 1e12 // days, of an interval
)

// A Refusal says why something in a log from elsewhere is not taken over. It is
// counted, and does not keep the rest from being taken.
type Refusal struct {
	Reason string // in a few words, the same for all of a kind
	Line   int    // from 1; 0 where there are no lines
}

func (r *Refusal) Error() string {
	if r.Line > 0 {
		return fmt.Sprintf("line %d: %s", r.Line, r.Reason)
	}
	return r.Reason
}

// Reasons to refuse an event.
const (
	badJSON    = "not an event"
	badHalf    = "half a line at the end"
	badLong    = "a line too long"
	badSum     = "a line that was damaged"
	badID      = "an id that is none"
	badDevice  = "a device that is none"
	badCard    = "a card that is none"
	badKind    = "an unknown kind of event"
	badInstant = "an instant out of range"
	badDay     = "a day out of range"
	badRating  = "a rating that is none"
	badNumber  = "a number that is none"
	badText    = "a text that is none"
	badWeights = "weights that are none"
)

// refused tells why an event from elsewhere is not taken over; "" when it
// is. What Record accepts is accepted here too.
func (e *Event) refused() string {
	word := func(s string) bool { return s == "" || isWord(s) }
	ratio := func(x float64) bool { return x >= 0 && x <= 1 } // neither is NaN
	switch {
	case e.ID == "" || !word(e.ID):
		return badID
	case e.Device == "" || !word(e.Device) || e.N < 1 || e.N > highestN:
		return badDevice
	case !kinds[e.Kind]:
		return badKind
	case !word(e.Card) || e.Card == "" && e.Kind != Weighted && e.Kind != Undone:
		return badCard
	case !word(e.Batch) || !word(e.Ref) || (e.Ref == "") == (e.Kind == Undone):
		return badID
	case e.At.UnixMilli() < -86_400_000 || e.At.UnixMilli() >= (lastDay+1)*86_400_000:
		return badInstant
	case e.Day < 1 || e.Day > lastDay || e.Due < 0 || e.Due > lastDay || e.Kind == Scheduled && e.Due == 0:
		return badDay
	case e.Rating < 0 || e.Rating > fsrs.Easy || e.Kind == Reviewed && e.Rating == 0:
		return badRating
	case e.Took < 0 || e.Took > longestTook:
		return badNumber
	case !ratio(e.Recall) || !ratio(e.Retention) || !(e.Interval >= 0 && e.Interval <= longestWait):
		return badNumber
	case len(e.Given) > longestGiven || !utf8.ValidString(e.Given):
		return badText
	case e.Verdict != "" && e.Verdict != "right" && e.Verdict != "almost" && e.Verdict != "partly" && e.Verdict != "wrong":
		return badText
	case len(e.Rules) > mostRules:
		return badText
	case e.Kind == Weighted && (e.Weights == nil || e.Weights.Validate() != nil), e.Kind != Weighted && e.Weights != nil:
		return badWeights
	case e.Confidence != "" && (e.Kind != Reviewed && e.Kind != Practised || e.Confidence != Guess && e.Confidence != Likely && e.Confidence != Sure):
		return badText
	}
	for _, rule := range e.Rules {
		if rule == "" || !word(rule) {
			return badText
		}
	}
	return ""
}

// isWord reports whether a text can stand for something: neither empty nor
// long, and without a sign that does not show.
func isWord(s string) bool {
	return s != "" && len(s) <= longestWord && utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || !unicode.IsGraphic(r)
	})
}

// readLine reads one line of an exported log. Its error is a *Refusal.
func readLine(text []byte) (Event, error) {
	var l line
	if err := json.Unmarshal(text, &l); err != nil {
		var syntax *json.SyntaxError
		var wrong *json.UnmarshalTypeError
		switch {
		case errors.As(err, &syntax):
			return Event{}, &Refusal{Reason: badJSON}
		case !errors.As(err, &wrong):
			return Event{}, &Refusal{Reason: badDay} // the only field that reads itself
		case wrong.Field == "rating":
			return Event{}, &Refusal{Reason: badRating}
		case strings.HasPrefix(wrong.Field, "weights"):
			return Event{}, &Refusal{Reason: badWeights}
		case slices.Contains([]string{"interval", "recall", "retention", "took_ms", "n"}, wrong.Field):
			return Event{}, &Refusal{Reason: badNumber}
		}
		return Event{}, &Refusal{Reason: badJSON}
	}
	if l.ID == "" && l.Kind == "" {
		return Event{}, &Refusal{Reason: badJSON}
	}
	at, err := time.Parse(time.RFC3339, l.At)
	if err != nil {
		return Event{}, &Refusal{Reason: badInstant}
	}
	// What does not fit into a duration would come round to something that does.
	if l.Took < 0 || l.Took > longestTook.Milliseconds() {
		return Event{}, &Refusal{Reason: badNumber}
	}
	e := l.event(at)
	if why := e.refused(); why != "" {
		return Event{}, &Refusal{Reason: why}
	}
	return e, nil
}

// tidy makes what this device is about to write fit to be kept, here and
// everywhere it may travel.
func (e *Event) tidy() {
	e.At = instant(e.At.UnixMilli())
	e.Took = min(max(0, e.Took.Truncate(time.Millisecond)), longestTook) // a clock put back is no reason to lose an answer
	if len(e.Given) > longestGiven {
		e.Given = e.Given[:longestGiven-utf8.UTFMax] // nor is what was pasted by mistake
	}
	e.Given = strings.ToValidUTF8(e.Given, "\uFFFD") // nor is a broken terminal
	for len(e.Given) > longestGiven {
		e.Given = strings.ToValidUTF8(e.Given[:longestGiven], "")
	}
}
