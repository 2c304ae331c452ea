package progress

// ParseEvent reads an event as Event.MarshalJSON gives it, believing nothing:
// it may come from anywhere. Its error is a *Refusal.
func ParseEvent(text []byte) (Event, error) { return readLine(text) }
