package progress

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"kuril/progress/fsrs"
)

func TestEventAsALine(t *testing.T) {
	full := Event{
		ID: "abc", Device: "desk", N: 7, Card: "q#2", At: noon.Add(7 * time.Millisecond), Day: today, Kind: Reviewed, Batch: "b",
		Rating: fsrs.Good, Took: 1500 * time.Millisecond, Given: `"Эдо" <&> 江戸`, Verdict: "almost", Overridden: true, Confidence: Likely,
		Recall: 0.3, Interval: 12.345678901234567, Retention: 0.9, Due: today + 12, Rules: []string{RuleFuzz, RuleBalance},
	}
	short := Event{ID: "def", Device: "desk", N: 8, At: noon, Day: today, Kind: Undone, Ref: "abc"}
	weights := Event{ID: "ghi", Device: "desk", N: 9, At: noon, Day: today, Kind: Weighted, Weights: &fsrs.Default}
	for _, tt := range []struct {
		event Event
		want  string
	}{
		{full, `{"id":"abc","card":"q#2","at":"2026-11-22T12:00:00.007Z","day":"2026-11-22","kind":"reviewed","rating":3,"took_ms":1500,` +
			`"given":"\"Эдо\" <&> 江戸","ref":"","device":"desk","n":7,"due":"2026-12-04","interval":12.345678901234567,` +
			`"recall":0.3,"retention":0.9,"verdict":"almost","overridden":true,"confidence":"likely","batch":"b","rules":["fuzz","balance"]}`},
		{short, `{"id":"def","card":"","at":"2026-11-22T12:00:00.000Z","day":"2026-11-22","kind":"undone","rating":0,"took_ms":0,` +
			`"given":"","ref":"abc","device":"desk","n":8}`},
		{weights, ""},
	} {
		text, err := tt.event.MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		if tt.want != "" && string(text) != tt.want {
			t.Errorf("line\n%s, want\n%s", text, tt.want)
		}
		var got Event
		if err := json.Unmarshal(text, &got); err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(got, tt.event) {
			t.Errorf("read back\n%+v, want\n%+v", got, tt.event)
		}
	}
}

// The exported log holds all there is to know.
func TestLinesRebuildTheStates(t *testing.T) {
	s := openAt(t, tempPath(t), Options{})
	history(t, s, 4, 100)
	var lines strings.Builder
	enc := json.NewEncoder(&lines)
	err := s.Log(t.Context(), func(e Event) error { return enc.Encode(e) })
	if err != nil {
		t.Fatal(err)
	}
	var events []Event
	for dec := json.NewDecoder(strings.NewReader(lines.String())); dec.More(); {
		var e Event
		if err := dec.Decode(&e); err != nil {
			t.Fatal(err)
		}
		events = append(events, e)
	}
	if got, want := Replay(events, nil), statesOf(t, s); !reflect.DeepEqual(got, want) {
		t.Errorf("rebuilt\n%v, want\n%v", got, want)
	}
}
