package quiz

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode/utf8"

	"github.com/ergochat/readline"
	"golang.org/x/term"
)

// Term is where the conversation happens: lines and single keys in, text out.
//
// A rich terminal (both ends are a terminal, nobody asked for plain) acts on
// single keys and edits lines; everywhere else whole lines are read, and the
// line read is echoed when no terminal shows it. The same questions are asked
// either way.
type Term struct {
	keys   *keyboard
	out    *crlf
	in     *os.File // nil unless input is a terminal
	size   *os.File // nil unless output is a terminal
	rich   bool
	reflow Reflow
	simple bool          // shows a box for every sign it does not know
	raw    *term.State   // what to go back to; nil when not raw
	clock  func() string // is shown where keys are waited for; nil: none is
}

// TermOptions say how to talk.
type TermOptions struct {
	In   *os.File
	Out  *os.File
	Done <-chan struct{} // closed when the program is asked to stop (^C, a lost terminal)
	// Plain asks for labelled lines even on a terminal.
	Plain bool
	// Reflow is what is known of the terminal.
	Reflow Reflow
	// Simple says that the terminal draws signs that are not to be seen.
	Simple bool
}

// NewTerm returns the terminal, or what stands in for one.
func NewTerm(o TermOptions) *Term {
	t := &Term{keys: &keyboard{src: o.In, done: o.Done}, out: &crlf{w: o.Out}}
	if term.IsTerminal(int(o.In.Fd())) {
		t.in = o.In
	}
	if term.IsTerminal(int(o.Out.Fd())) {
		t.size = o.Out
	}
	t.rich = !o.Plain && t.in != nil && t.size != nil
	t.simple, t.reflow = o.Simple, o.Reflow
	return t
}

// Rich reports whether single keys work and a card may be set off with colour
// and rules.
func (t *Term) Rich() bool { return t.rich }

// Isolates reports whether text from right to left is put between signs that
// keep it from moving what stands beside it. A terminal that knows them not
// shows nothing for them; in plain mode they would be bytes in the way.
func (t *Term) Isolates() bool { return t.rich && !t.simple }

// Columns returns the width to lay out for, in columns: the terminal's own, at
// least 20, and 80 where there is none.
func (t *Term) Columns() int {
	if t.size != nil {
		if w, _, err := term.GetSize(int(t.size.Fd())); err == nil && w > 0 {
			return max(w, 20)
		}
	}
	return 80
}

// longestLine is how many columns of text a line has at most in the
// conversation: longer ones are hard to read.
const longestLine = 100

// Measure returns the columns for text that is read: those of the terminal, but
// no line longer than the eye can follow.
func (t *Term) Measure() int { return min(t.Columns(), longestLine) }

// Write prints text as it is; what comes from a deck went through Clean.
func (t *Term) Write(p []byte) (int, error) { return t.out.Write(p) }

// Raw turns single keys on in a rich terminal and returns the function that
// puts the terminal back. Calls may nest; elsewhere it does nothing.
func (t *Term) Raw() (restore func()) {
	if !t.rich || t.raw != nil {
		return func() {}
	}
	state, err := term.MakeRaw(int(t.in.Fd()))
	if err != nil {
		return func() {}
	}
	t.raw, t.out.on = state, true
	_, _ = io.WriteString(t.out, pasteOn)
	return t.cook
}

// cook puts the terminal back as it was before Raw.
func (t *Term) cook() {
	if t.raw == nil {
		return
	}
	_, _ = io.WriteString(t.out, pasteOff)
	_ = term.Restore(int(t.in.Fd()), t.raw)
	t.raw, t.out.on = nil, false
}

// Away runs f, an editor say, with the terminal as it was found.
func (t *Term) Away(f func() error) error {
	wasRaw := t.raw != nil
	t.cook()
	if wasRaw {
		defer func() { t.Raw() }() // stays raw: whoever made it so undoes it
	}
	return f()
}

// Line asks for one line after prompt. It returns io.EOF when the input has
// ended and ErrInterrupted after ^C.
func (t *Term) Line(prompt string) (string, error) {
	if t.rich {
		return t.edit(prompt)
	}
	if _, err := io.WriteString(t.out, prompt); err != nil {
		return "", err
	}
	line, err := t.keys.line()
	if t.in == nil || err != nil {
		_, _ = io.WriteString(t.out, Clean(line)+"\n")
	}
	return line, err
}

// edit reads a line with the arrow keys, ^A ^E ^W ^U and paste.
func (t *Term) edit(prompt string) (string, error) {
	defer t.Raw()()
	changed, stop := watchWindow()
	defer stop()
	line := &typing{prompt: t.clocked(prompt), columns: t.Columns()}
	t.keys.window = window{changed: changed, ask: func() { _, _ = io.WriteString(t.out, askCursor) }}
	defer t.keys.stopAsking()
	var widthChanged func()
	var editor *readline.Instance
	editor, err := readline.NewFromConfig(&readline.Config{
		Prompt:       line.prompt,
		HistoryLimit: -1,
		Stdin:        t.keys, Stdout: editorOutput{t}, Stderr: t.out,
		InterruptPrompt: "\n", EOFPrompt: "\n",
		FuncIsTerminal:     func() bool { return true },
		FuncMakeRaw:        func() error { t.Raw(); return nil },
		FuncExitRaw:        func() error { return nil },
		FuncGetSize:        func() (int, int) { return t.Columns(), 24 },
		FuncOnWidthChanged: func(f func()) { widthChanged = f },
		Listener: func(text []rune, at int, _ rune) ([]rune, int, bool) {
			line.line, line.at = text, at
			return nil, 0, false
		},
		// The editor itself would stop this process only, and a shell that
		// started it through another would not notice.
		FuncFilterInputRune: func(r rune) (rune, bool) {
			if r == readline.CharCtrlZ {
				_ = t.Away(suspend)
				return r, false
			}
			if r == resizeRune {
				t.redraw(line, widthChanged)
				return r, false
			}
			if r == tickRune {
				line.prompt = t.clocked(prompt)
				editor.SetPrompt(line.prompt) // the editor draws it
				return r, false
			}
			return r, true
		},
	})
	if err != nil {
		return "", err
	}
	defer editor.Close()
	text, err := editor.ReadLine()
	switch {
	case errors.Is(err, readline.ErrInterrupt), t.keys.stopped():
		return "", ErrInterrupted
	case t.keys.ranOut: // the editor hands over what was typed so far
		return "", ErrTimeUp
	case err != nil:
		return "", io.EOF
	}
	return text, nil
}

// Keys with a name; all others are the sign itself.
const (
	KeyEnter     = "enter"
	KeyEscape    = "escape"
	KeyBackspace = "backspace"
	KeyOther     = "other" // an arrow, a function key
)

// Key waits for one key in a rich terminal. ^C is ErrInterrupted, ^D io.EOF;
// ^Z stops the program until it is continued and is otherwise no key.
func (t *Term) Key() (string, error) {
	defer t.Raw()()
	defer t.hideClock()
	t.showClock()
	for {
		b, err := t.keys.byte()
		if err != nil {
			return "", err
		}
		switch {
		case b == pasteStart:
			if err := t.keys.skipPaste(); err != nil {
				return "", err
			}
		case b == pasteEnd, b == resizeMark:
		case b == tickMark:
			t.showClock()
		case b == 0x03:
			return "", ErrInterrupted
		case b == 0x04:
			return "", io.EOF
		case b == 0x1A:
			t.hideClock()
			_ = t.Away(suspend)
			t.showClock()
		case b == '\r' || b == '\n':
			return KeyEnter, nil
		case b == 0x7F || b == 0x08:
			return KeyBackspace, nil
		case b == 0x1B:
			return t.keys.escape(), nil
		case b < utf8.RuneSelf:
			return string(rune(b)), nil
		default:
			return t.keys.rune(b), nil
		}
	}
}

// SwallowEnter drops an Enter that was typed together with the key before it,
// as people do who are used to lines.
func (t *Term) SwallowEnter() {
	if b := t.keys.buf; len(b) > 0 && (b[0] == '\r' || b[0] == '\n') {
		t.keys.buf = b[1:]
	}
}

// Ahead reports whether keys were typed before anybody asked for them.
func (t *Term) Ahead() bool { return len(t.keys.buf) > 0 }

// Unread gives a key back that belongs to what comes next.
func (t *Term) Unread(key string) {
	if utf8.RuneCountInString(key) == 1 {
		t.keys.buf = append([]byte(key), t.keys.buf...)
	}
}

// lineWidth is the width to wrap at; 0 through a pipe and in plain mode, where
// each thing said stays on its line.
func (t *Term) lineWidth() int {
	if t.rich {
		return t.Measure()
	}
	return 0
}

// editorOutput answers the line editor's question for the cursor's place
// itself: a prompt always starts its line, and a terminal that does not know
// the question would cost every answer a wait.
type editorOutput struct{ *Term }

const askCursor, cursorAtStart = "\x1b[6n", "\x1b[1;1R"

func (e editorOutput) Write(p []byte) (int, error) {
	text := string(p)
	if strings.Contains(text, askCursor) {
		e.keys.reply = append(e.keys.reply, cursorAtStart...)
		text = strings.ReplaceAll(text, askCursor, "")
	}
	if _, err := io.WriteString(e.out, text); err != nil {
		return 0, err
	}
	return len(p), nil
}

// crlf ends lines the way a raw terminal wants them.
type crlf struct {
	w    io.Writer
	on   bool
	last byte
}

func (c *crlf) Write(p []byte) (int, error) {
	out := p
	if c.on {
		out = make([]byte, 0, len(p)+8)
		for _, b := range p {
			if b == '\n' && c.last != '\r' {
				out = append(out, '\r')
			}
			out = append(out, b)
			c.last = b
		}
	}
	if _, err := c.w.Write(out); err != nil {
		return 0, fmt.Errorf("nothing can be printed: %w", cause(err))
	}
	return len(p), nil
}
