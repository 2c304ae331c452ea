package main

import (
	"fmt"
	"io"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/danielgatis/go-ansicode"
	"github.com/rivo/uniseg"
	"github.com/vito/midterm"
)

// screen is the terminal of the pty command: what a learner would see.
//
// Two emulators were tried with wide characters, combining marks, colours,
// cursor movement and erased lines: vito/midterm and hinshun/vt10x. Both give
// every rune one cell, so both put a cursor after 日本語 at column 3, both give
// a combining mark a cell of its own, and neither keeps what scrolls away.
// midterm takes its commands through an interface, so these three can be added
// from outside without touching the library; vt10x would have to be forked.
type screen struct {
	*midterm.Terminal
	decoder *ansicode.Decoder

	gone     []string // lines that have scrolled off the top
	said     []byte   // all text in the order it was printed, blanks collapsed
	clusters []string // what a cell holds when it is more than one rune

	// Where the last character went and where it left the cursor, so that a
	// combining mark finds it; only true as long as the cursor is still there.
	lastX, lastY, afterX, afterY int

	hidden bool // the cursor was hidden and not shown again
}

// A cell beyond unicode.MaxRune stands for clusters[cell-firstCluster]; tail
// marks the second cell of a wide character.
const (
	firstCluster = unicode.MaxRune + 1
	tail         = 0
)

// newScreen returns an empty screen; replies gets what a terminal answers to
// queries such as "where is the cursor".
func newScreen(cols, rows int, replies io.Writer) *screen {
	s := &screen{Terminal: midterm.NewTerminal(rows, cols), lastX: -1}
	s.Raw = true // the pseudo-terminal itself turns \n into \r\n
	s.ForwardResponses = replies
	s.decoder = ansicode.NewDecoder(s)
	return s
}

// Write shows what a program has printed.
func (s *screen) Write(p []byte) (int, error) { return s.decoder.Write(p) }

// Input shows one rune, in two cells when it is wide, in none when it belongs
// to the character before it.
func (s *screen) Input(r rune) {
	s.say(r)
	if s.join(r) {
		return
	}
	if uniseg.StringWidth(string(r)) == 0 && !unicode.IsPrint(r) {
		return
	}
	s.put(r, uniseg.StringWidth(string(r)) > 1)
}

// say keeps text for waiting on. A line break counts as a blank, so that a text
// is found however it is wrapped.
func (s *screen) say(r rune) {
	if !unicode.IsSpace(r) {
		s.said = utf8.AppendRune(s.said, r)
	} else if n := len(s.said); n > 0 && s.said[n-1] != ' ' {
		s.said = append(s.said, ' ')
	}
}

// put shows a cell's worth at the cursor and remembers where.
func (s *screen) put(cell rune, wide bool) {
	if wide && s.Cursor.X >= s.Width-1 {
		s.CarriageReturn()
		s.lineFeed()
	}
	top, bottom, edge := s.line(0), s.Cursor.Y == s.Height-1, s.Cursor.X == s.Width-1
	s.Terminal.Input(cell)
	waits := edge && s.Cursor.X == s.Width-1 // on the last column, to wrap when more comes
	if edge && !waits && bottom {
		s.gone = append(s.gone, top)
	}
	s.lastX, s.lastY = s.Cursor.X-1, s.Cursor.Y
	if waits {
		s.lastX = s.Cursor.X
	}
	if wide {
		s.Terminal.Input(tail)
	}
	s.afterX, s.afterY = s.Cursor.X, s.Cursor.Y
	s.mend(s.lastY)
}

// join adds r to the character before the cursor when both make one, as a
// letter and its accent or the parts of an emoji do.
func (s *screen) join(r rune) bool {
	if s.lastX < 0 || s.Cursor.X != s.afterX || s.Cursor.Y != s.afterY {
		return false
	}
	before := s.text(s.Content[s.lastY][s.lastX])
	both := before + string(r)
	if before == "" || before == " " && !unicode.Is(unicode.M, r) || uniseg.GraphemeClusterCount(both) != 1 {
		return false
	}
	s.clusters = append(s.clusters, both)
	cell := rune(firstCluster + len(s.clusters) - 1)
	if uniseg.StringWidth(before) == 1 && uniseg.StringWidth(both) == 2 {
		s.GotoCol(s.lastX)
		s.put(cell, true)
		return true
	}
	s.Content[s.lastY][s.lastX] = cell
	return true
}

// mend blanks the halves of wide characters that lost their other half.
func (s *screen) mend(y int) {
	row := s.Content[y]
	for x := range row {
		wide := row[x] != tail && uniseg.StringWidth(s.text(row[x])) > 1
		switch {
		case wide && (x+1 >= len(row) || row[x+1] != tail):
			row[x] = ' '
		case row[x] == tail && (x == 0 || uniseg.StringWidth(s.text(row[x-1])) < 2):
			row[x] = ' '
		}
	}
}

func (s *screen) text(cell rune) string {
	switch {
	case cell == tail:
		return ""
	case cell >= firstCluster:
		return s.clusters[cell-firstCluster]
	}
	return string(cell)
}

// LineFeed moves down a line and keeps what that pushes off the top.
func (s *screen) LineFeed() {
	s.say('\n')
	s.lineFeed()
}

func (s *screen) lineFeed() {
	if s.Cursor.Y == s.Height-1 && s.ScrollRegion == nil {
		s.gone = append(s.gone, s.line(0))
	}
	s.Terminal.LineFeed()
}

// CarriageReturn and the movements part words in what was said, or two states
// of one line would read as one word.
func (s *screen) CarriageReturn() {
	s.say('\r')
	s.Terminal.CarriageReturn()
}

func (s *screen) Goto(y, x int) {
	s.say(' ')
	s.Terminal.Goto(y, x)
}

func (s *screen) GotoCol(x int) {
	s.say(' ')
	s.Terminal.GotoCol(x)
}

// MoveForward, MoveUp, MoveDown and MoveBackward stay on the screen: the
// library's own would go past its edges or scroll.
func (s *screen) MoveForward(n int) {
	s.say(' ')
	s.Terminal.MoveForward(min(n, s.Width-1-s.Cursor.X))
}

func (s *screen) MoveUp(n int)   { s.Terminal.MoveUp(min(n, s.Cursor.Y)) }
func (s *screen) MoveDown(n int) { s.Terminal.MoveDown(min(n, s.Height-1-s.Cursor.Y)) }

// ClearScreen erases; what a whole cleared screen held goes to the lines that
// are gone, so that the transcript stays complete.
func (s *screen) ClearScreen(mode ansicode.ClearMode) {
	s.say(' ')
	if mode == ansicode.ClearModeAll {
		s.gone = append(s.gone, s.lines()...)
	}
	s.Terminal.ClearScreen(mode)
}

// SetMode and UnsetMode watch the cursor: a program must not leave it hidden.
func (s *screen) SetMode(mode ansicode.TerminalMode) {
	if mode == ansicode.TerminalModeShowCursor {
		s.hidden = false
	}
	s.Terminal.SetMode(mode)
}

func (s *screen) UnsetMode(mode ansicode.TerminalMode) {
	if mode == ansicode.TerminalModeShowCursor {
		s.hidden = true
	}
	s.Terminal.UnsetMode(mode)
}

// Resize changes the size as a terminal window does: lines that no longer fit
// above the cursor scroll away, columns that no longer fit are cut.
func (s *screen) Resize(cols, rows int) {
	if over := s.Cursor.Y - rows + 1; over > 0 {
		x := s.Cursor.X
		for y := range over {
			s.gone = append(s.gone, s.line(y))
		}
		s.ScrollUp(over)
		s.Terminal.Goto(rows-1, x)
	}
	s.Terminal.Resize(rows, cols)
	s.lastX = -1
}

// line returns one line as it looks, without blanks at its end.
func (s *screen) line(y int) string {
	var b strings.Builder
	for _, cell := range s.Content[y] {
		b.WriteString(s.text(cell))
	}
	return strings.TrimRight(b.String(), " ")
}

// lines returns the screen without the empty lines at its end.
func (s *screen) lines() []string {
	return trimmed(func(yield func(string)) {
		for y := range s.Height {
			yield(s.line(y))
		}
	})
}

// transcript returns everything that was ever shown: what scrolled away, then
// the screen.
func (s *screen) transcript() []string {
	return trimmed(func(yield func(string)) {
		for _, line := range s.gone {
			yield(line)
		}
		for _, line := range s.lines() {
			yield(line)
		}
	})
}

func trimmed(each func(func(string))) []string {
	var lines []string
	each(func(line string) { lines = append(lines, line) })
	for len(lines) > 0 && lines[len(lines)-1] == "" {
		lines = lines[:len(lines)-1]
	}
	return lines
}

// picture draws the screen with a frame, for messages about failures.
func (s *screen) picture() string {
	var b strings.Builder
	edge := "+" + strings.Repeat("-", s.Width) + "+\n"
	b.WriteString(edge)
	for _, line := range s.lines() {
		pad := max(0, s.Width-uniseg.StringWidth(line))
		fmt.Fprintf(&b, "|%s%s|\n", line, strings.Repeat(" ", pad))
	}
	b.WriteString(edge)
	fmt.Fprintf(&b, "cursor at line %d, column %d\n", s.Cursor.Y+1, s.Cursor.X+1)
	return b.String()
}

func TestScreen(t *testing.T) {
	for _, tt := range []struct {
		name    string
		printed string
		want    string // lines joined by /
		y, x    int    // cursor, from 0
	}{
		{"plain", "ab\r\ncd", "ab/cd", 1, 2},
		{"a line feed alone keeps the column", "ab\ncd", "ab/  cd", 1, 4},
		{"a return overwrites", "abc\rX", "Xbc", 0, 1},
		{"erased to the end", "abcdef\r\x1b[2C\x1b[K", "ab", 0, 2},
		{"erased whole", "abcdef\x1b[2Kg", "      g", 0, 7},
		{"colours take no room", "\x1b[1;31mab\x1b[0mc", "abc", 0, 3},
		{"256 and true colours", "\x1b[38;5;208ma\x1b[48;2;1;2;3mb\x1b[m", "ab", 0, 2},
		{"cursor moved", "\x1b[3;4Hx\x1b[1;1Hy", "y//   x", 0, 1},
		{"up and down stop at the edges", "\x1b[99Aa\x1b[99Bb", "a////// b", 6, 2},
		{"right stops at the edge", "\x1b[99Ca", "         a", 0, 9},
		{"wide characters take two columns", "日本語x", "日本語x", 0, 7},
		{"hangul", "한국x", "한국x", 0, 5},
		{"Cyrillic takes one", "Курилы", "Курилы", 0, 6},
		{"a combining mark takes none", "e\u0301a", "e\u0301a", 0, 2},
		{"several marks", "a\u0301\u0323b", "a\u0301\u0323b", 0, 2},
		{"a mark on a wide character", "か\u3099x", "か\u3099x", 0, 3},
		{"a mark at the right edge", "123456789e\u0301", "123456789e\u0301", 0, 9},
		{"emoji", "🙂x", "🙂x", 0, 3},
		{"emoji with a skin", "👍🏽x", "👍🏽x", 0, 3},
		{"emoji joined", "👩‍💻x", "👩‍💻x", 0, 3},
		{"emoji made of a sign", "❤\ufe0fx", "❤\ufe0fx", 0, 3},
		{"a flag", "🇯🇵x", "🇯🇵x", 0, 3},
		{"wide does not fit in the last column", "123456789日", "123456789/日", 1, 2},
		{"wide fits in the last two", "12345678日", "12345678日", 0, 9},
		{"text wraps", "1234567890ab", "1234567890/ab", 1, 2},
		{"half a wide character overwritten", "日本\x1b[1;2Hx", " x本", 0, 2},
		{"the first half overwritten", "日本\rx", "x 本", 0, 1},
		{"back over a wide character", "日\b\b\x1b[Kx", "x", 0, 1},
		{"tab", "a\tb", "a       b", 0, 9},
		{"characters deleted", "abcd\r\x1b[2P", "cd", 0, 0},
		{"room inserted", "abcd\r\x1b[2@", "  abcd", 0, 0},
		{"saved and restored", "ab\x1b7\r\ncd\x1b8e", "abe/cd", 0, 3},
		{"an unknown sequence is not text", "a\x1b[?2004hb\x1b]0;title\ac", "abc", 0, 3},
	} {
		t.Run(tt.name, func(t *testing.T) {
			// Once whole and once byte by byte, as a slow line would bring it.
			for _, step := range []int{len(tt.printed), 1} {
				s := newScreen(10, 7, io.Discard)
				for rest := []byte(tt.printed); len(rest) > 0; rest = rest[min(step, len(rest)):] {
					s.Write(rest[:min(step, len(rest))])
				}
				if got := strings.Join(s.lines(), "/"); got != tt.want {
					t.Errorf("%q in steps of %d shows %q, want %q", tt.printed, step, got, tt.want)
				}
				if s.Cursor.Y != tt.y || s.Cursor.X != tt.x {
					t.Errorf("%q leaves the cursor at %d,%d, want %d,%d", tt.printed, s.Cursor.Y, s.Cursor.X, tt.y, tt.x)
				}
			}
		})
	}
}

func TestScreenKeepsWhatScrollsAway(t *testing.T) {
	for _, tt := range []struct{ name, printed, gone, shown string }{
		{"line feeds", "a\r\nb\r\nc\r\nd", "a", "b/c/d"},
		{"a wrapped line at the bottom", "a\r\nb\r\n12345x", "a", "b/12345/x"},
		{"a full line, then a line feed", "a\r\nb\r\n12345\r\nx", "a", "b/12345/x"},
		{"a wide one at the bottom edge", "a\r\nb\r\n1234日", "a", "b/1234/日"},
		{"a cleared screen", "a\r\nb\x1b[2J\x1b[Hc", "a/b", "c"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := newScreen(5, 3, io.Discard)
			s.Write([]byte(tt.printed))
			if got := strings.Join(s.gone, "/"); got != tt.gone {
				t.Errorf("%q pushed out %q, want %q", tt.printed, got, tt.gone)
			}
			if got := strings.Join(s.lines(), "/"); got != tt.shown {
				t.Errorf("%q shows %q, want %q", tt.printed, got, tt.shown)
			}
		})
	}
}

func TestScreenAnswersWhereTheCursorIs(t *testing.T) {
	var replies strings.Builder
	s := newScreen(10, 5, &replies)
	s.Write([]byte("\r\n日本\x1b[6n"))
	if got, want := replies.String(), "\x1b[2;5R"; got != want {
		t.Errorf("the reply is %q, want %q", got, want)
	}
}

func TestScreenResize(t *testing.T) {
	s := newScreen(10, 4, io.Discard)
	s.Write([]byte("one\r\ntwo\r\nthree\r\nfour"))
	s.Resize(4, 2)
	if got, want := strings.Join(s.transcript(), "/"), "one/two/thre/four"; got != want {
		t.Errorf("made smaller it reads %q, want %q", got, want)
	}
	s.Resize(8, 5)
	s.Write([]byte("\rfour and\r\nfive"))
	if got, want := strings.Join(s.transcript(), "/"), "one/two/thre/four and/five"; got != want {
		t.Errorf("made larger it reads %q, want %q", got, want)
	}
}
