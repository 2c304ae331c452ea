package quiz

import (
	"strings"
	"testing"
)

// Where a line began is told from the column in which the cursor stands after
// the window has changed.
func TestTypingRows(t *testing.T) {
	long := []rune(strings.Repeat("x", 98))
	for _, tt := range []struct {
		name            string
		line            typing
		columns, cursor int // the cursor from 1; 0: the terminal did not say
		known           Reflow
		up              int
		now             Reflow
	}{
		{"a short line", typing{"> ", []rune("ab"), 2, 80}, 40, 5, ReflowUnknown, 0, ReflowUnknown},
		{"rows left alone", typing{"> ", long, 98, 80}, 57, 21, ReflowUnknown, 1, ReflowUnknown},
		{"lines broken anew", typing{"> ", long, 98, 80}, 45, 11, ReflowUnknown, 2, Reflows},
		{"narrower, left alone", typing{"> ", long, 98, 80}, 45, 21, ReflowUnknown, 1, ReflowsNot},
		{"wider, broken anew", typing{"> ", long, 98, 80}, 120, 101, ReflowUnknown, 0, Reflows},
		{"wider, left alone", typing{"> ", long, 98, 80}, 120, 21, ReflowUnknown, 1, ReflowsNot},
		{"it cannot be told, and nothing is known", typing{"> ", long, 98, 80}, 40, 21, ReflowUnknown, 1, ReflowUnknown},
		{"it cannot be told, but is known", typing{"> ", long, 98, 80}, 40, 21, Reflows, 2, Reflows},
		{"or the other way", typing{"> ", long, 98, 80}, 40, 21, ReflowsNot, 1, ReflowsNot},
		{"no answer", typing{"> ", long, 98, 80}, 40, 0, Reflows, 2, Reflows},
		{"the cursor in the middle", typing{"> ", long, 3, 80}, 40, 6, ReflowUnknown, 0, ReflowUnknown},
		{"wide signs", typing{"> ", []rune(strings.Repeat("語", 60)), 60, 80}, 41, 42, ReflowUnknown, 1, ReflowUnknown},
	} {
		t.Run(tt.name, func(t *testing.T) {
			up, now := tt.line.rows(tt.columns, tt.cursor, tt.known)
			if up != tt.up || now != tt.now {
				t.Errorf("%d rows up, %d known; want %d, %d", up, now, tt.up, tt.now)
			}
		})
	}
}

// The terminal's answer is no input, wherever it is torn apart; everything else
// stays.
func TestTakeAnswer(t *testing.T) {
	const read = "ab\x1b[A\x1b[12;34Rcd"
	for cut := 0; cut <= len(read); cut++ {
		asked := 0
		k := &keyboard{window: window{ask: func() { asked++ }}}
		k.resized()
		k.take(k.takeAnswer([]byte(read[:cut])))
		k.take(k.takeAnswer([]byte(read[cut:])))
		got := strings.ReplaceAll(string(k.buf), string([]byte{resizeMark}), "|")
		if strings.ReplaceAll(got, "|", "") != "ab\x1b[Acd" || strings.Count(got, "|") != 1 {
			t.Errorf("torn at %d, what is typed is %q", cut, got)
		}
		if k.window.column != 34 || k.window.asking || asked != 1 {
			t.Errorf("torn at %d, the column is %d after %d questions", cut, k.window.column, asked)
		}
	}
	k := &keyboard{}
	if got := string(k.takeAnswer([]byte("\x1b[1;2R"))); got != "\x1b[1;2R" {
		t.Errorf("a key that looks like an answer nobody asked for became %q", got)
	}
}
