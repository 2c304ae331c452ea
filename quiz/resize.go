package quiz

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/width"
)

// When the window changes while a line is being typed, the line is drawn anew
// for the new width. How far up it begins depends on the terminal: one breaks
// its lines anew as well, another leaves its rows alone. Which of the two has
// happened shows in the column where the cursor stands now, so the terminal is
// asked for that; it is not asked otherwise.

// resizeMark stands in the buffer for a window that has changed and is known to
// have; like the marks of pasting no UTF-8 text holds it.
const resizeMark = 0xFC

// resizeRune is what the line editor gets for it: no character.
const resizeRune = '\uFDD0'

// Reflow says what a terminal does with its lines when the window changes.
type Reflow int

const (
	ReflowUnknown Reflow = iota
	Reflows              // breaks its lines anew
	ReflowsNot           // leaves its rows alone
)

// window is the state of asking where the cursor is.
type window struct {
	changed <-chan struct{} // nil while nothing depends on it
	ask     func()          // asks the terminal
	asking  bool
	again   bool // it changed once more meanwhile
	column  int  // the answer, from 1; 0 when none came
	giveUp  *time.Timer
	part    []byte // of an answer whose rest has not arrived
}

// answerTime is how long a terminal has to tell where the cursor is.
const answerTime = 500 * time.Millisecond

// resized asks the terminal where its cursor is now.
func (k *keyboard) resized() {
	w := &k.window
	if w.asking {
		w.again = true
		return
	}
	w.asking, w.column = true, 0
	w.giveUp = time.NewTimer(answerTime)
	w.ask()
}

// settled puts the mark into the buffer: the line can be drawn.
func (k *keyboard) settled() {
	w := &k.window
	w.giveUp.Stop()
	w.asking = false
	k.buf = append(k.buf, w.part...)
	w.part = nil
	if w.again {
		w.again = false
		k.resized()
		return
	}
	k.buf = append([]byte{resizeMark}, k.buf...)
}

// givenUp is when a terminal that was asked need not answer any more.
func (w *window) givenUp() <-chan time.Time {
	if !w.asking {
		return nil
	}
	return w.giveUp.C
}

// takeAnswer cuts the terminal's answer out of what was read.
func (k *keyboard) takeAnswer(read []byte) []byte {
	w := &k.window
	if !w.asking {
		return read
	}
	read = append(w.part, read...)
	w.part = nil
	for from := 0; ; {
		at := bytes.IndexByte(read[from:], 0x1B)
		if at < 0 {
			return read
		}
		at += from
		if at+1 < len(read) && read[at+1] != '[' {
			from = at + 1
			continue
		}
		end := min(at+2, len(read))
		for end < len(read) && (read[end] >= '0' && read[end] <= '9' || read[end] == ';') {
			end++
		}
		if end == len(read) {
			w.part = bytes.Clone(read[at:])
			return read[:at]
		}
		if _, column, ok := strings.Cut(string(read[at+2:end]), ";"); ok && read[end] == 'R' {
			w.column, _ = strconv.Atoi(column)
			rest := append(read[:at:at], read[end+1:]...)
			k.settled()
			return rest
		}
		from = end
	}
}

// typing is the line that is being edited, as it stands on the terminal.
type typing struct {
	prompt  string
	line    []rune
	at      int // of the cursor, in runes
	columns int // it was drawn for
}

// place returns the row and the column of the cursor, from 0, in a window of so
// many columns.
func (l typing) place(columns int) (row, column int) {
	put := func(w int) {
		if column+w > columns {
			row, column = row+1, 0
		}
		column += w
	}
	for _, r := range l.prompt {
		put(runeWidth(r))
	}
	for _, r := range l.line[:l.at] {
		put(runeWidth(r))
	}
	next := 1
	if l.at < len(l.line) {
		next = runeWidth(l.line[l.at])
	}
	if column+next > columns {
		row, column = row+1, 0
	}
	return row, column
}

// runeWidth measures as the line editor does, which knows of runes only.
func runeWidth(r rune) int {
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return min(1, Width("a"+string(r))-1)
}

// rows says how many rows above the cursor the line begins after the window has
// changed, and what that tells of the terminal.
func (l typing) rows(columns, cursor int, known Reflow) (up int, now Reflow) {
	kept, keptColumn := l.place(l.columns)
	anew, anewColumn := l.place(columns)
	keptColumn = min(keptColumn, columns-1)
	switch {
	case kept == anew:
		return kept, known
	case cursor == anewColumn+1 && cursor != keptColumn+1:
		return anew, Reflows
	case cursor == keptColumn+1 && cursor != anewColumn+1:
		return kept, ReflowsNot
	case known == Reflows:
		return anew, known
	case known == ReflowsNot:
		return kept, known
	}
	return min(kept, anew), known // rather a row too many than one of the question gone
}

// redraw wipes the line out and leaves the cursor where the editor, which draws
// it next, believes it to be.
func (t *Term) redraw(l *typing, widthChanged func()) {
	columns := t.Columns()
	up := 0
	up, t.reflow = l.rows(columns, t.keys.window.column, t.reflow)
	wipe := "\r\x1b[J"
	if up > 0 {
		wipe = fmt.Sprintf("\x1b[%dA", up) + wipe
	}
	l.columns = columns
	widthChanged()
	row, _ := l.place(columns)
	_, _ = io.WriteString(t.out, wipe+strings.Repeat("\n", row))
}

// stopAsking is for when no line is typed any more.
func (k *keyboard) stopAsking() {
	if k.window.asking {
		k.window.giveUp.Stop()
	}
	k.buf = append(k.buf, k.window.part...)
	k.window = window{}
}
