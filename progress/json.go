package progress

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"

	"kuril/progress/fsrs"
)

// instantText is RFC 3339 in UTC with milliseconds.
const instantText = "2006-01-02T15:04:05.000Z"

// A line is an event as the log is exported, one JSON object a line. The names
// are promised to scripts: more may come, none may change. What is left out is
// zero, so that a line holds all there is to know.
type line struct {
	ID         string        `json:"id"`
	Card       string        `json:"card"`
	At         string        `json:"at"`
	Day        Day           `json:"day"`
	Kind       Kind          `json:"kind"`
	Rating     fsrs.Rating   `json:"rating"`
	Took       int64         `json:"took_ms"`
	Given      string        `json:"given"`
	Ref        string        `json:"ref"`
	Device     string        `json:"device"`
	N          int64         `json:"n"`
	Due        Day           `json:"due,omitempty"`
	Interval   float64       `json:"interval,omitempty"`
	Recall     float64       `json:"recall,omitempty"`
	Retention  float64       `json:"retention,omitempty"`
	Verdict    string        `json:"verdict,omitempty"`
	Overridden bool          `json:"overridden,omitempty"`
	Confidence Confidence    `json:"confidence,omitempty"`
	Batch      string        `json:"batch,omitempty"`
	Rules      []string      `json:"rules,omitempty"`
	Weights    *fsrs.Weights `json:"weights,omitempty"`
}

// MarshalJSON gives an event as a line of the exported log.
func (e Event) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false) // left to the caller's encoder
	err := enc.Encode(line{
		ID: e.ID, Card: e.Card, At: e.At.UTC().Format(instantText), Day: e.Day, Kind: e.Kind,
		Rating: e.Rating, Took: e.Took.Milliseconds(), Given: e.Given, Ref: e.Ref, Device: e.Device, N: e.N,
		Due: e.Due, Interval: e.Interval, Recall: e.Recall, Retention: e.Retention,
		Verdict: e.Verdict, Overridden: e.Overridden, Confidence: e.Confidence, Batch: e.Batch, Rules: e.Rules, Weights: e.Weights,
	})
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
}

// UnmarshalJSON reads what MarshalJSON gives.
func (e *Event) UnmarshalJSON(text []byte) error {
	var l line
	if err := json.Unmarshal(text, &l); err != nil {
		return err
	}
	at, err := time.Parse(time.RFC3339, l.At)
	if err != nil {
		return fmt.Errorf("%q is not an instant such as %q", l.At, instantText)
	}
	*e = l.event(at)
	return nil
}

// event is what a line says happened at an instant.
func (l *line) event(at time.Time) Event {
	return Event{
		ID: l.ID, Card: l.Card, At: instant(at.UnixMilli()), Day: l.Day, Kind: l.Kind,
		Rating: l.Rating, Took: time.Duration(l.Took) * time.Millisecond, Given: l.Given, Ref: l.Ref, Device: l.Device, N: l.N,
		Due: l.Due, Interval: l.Interval, Recall: l.Recall, Retention: l.Retention,
		Verdict: l.Verdict, Overridden: l.Overridden, Confidence: l.Confidence, Batch: l.Batch, Rules: l.Rules, Weights: l.Weights,
	}
}
