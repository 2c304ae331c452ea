package quiz

import (
	"crypto/rand"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"

	"github.com/kballard/go-shellquote"

	"kuril/deck"
)

// errInputEnded means that a question was asked and nobody was there.
var errInputEnded = Fail("the input ended before it was complete; nothing was changed")

// line asks for a line and returns it without blanks around it.
func (d *Desk) line() (string, error) {
	text, err := d.Term.Line("> ")
	if errors.Is(err, io.EOF) {
		err = errInputEnded
	}
	return strings.TrimSpace(text), err
}

// UsualEditors are looked for, in this order, where no editor is set.
var UsualEditors = []string{"editor", "nano", "vi"}

// editorsAtLine understand +LINE before the name of a file.
var editorsAtLine = []string{
	"vi", "vim", "nvim", "view", "gvim", "nano", "pico", "emacs", "emacsclient", "mg", "joe", "kak", "micro", "ne",
}

// openEditor opens a file in the learner's editor, at a line where the editor
// can be told one, and waits until it is closed.
func (d *Desk) openEditor(path string, line int) error {
	argv, err := shellquote.Split(d.Editor)
	if err != nil {
		return Fail("the editor cannot be started: the quotes in %q do not match", d.Editor).
			Hint("set another, such as  export EDITOR=nano")
	}
	if len(argv) == 0 {
		return Fail("no editor is set, and there is none of %s", strings.Join(UsualEditors, ", ")).
			Hint("set one, such as  export EDITOR=nano")
	}
	if line > 1 && slices.Contains(editorsAtLine, editorName(argv[0])) {
		argv = append(argv, "+"+strconv.Itoa(line))
	}
	cmd := exec.Command(argv[0], append(argv[1:], path)...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = d.Stdin, d.Stdout, d.Stderr
	err = d.Term.Away(func() error {
		if d.Child != nil {
			return d.Child(func() error { return d.runUntilDone(cmd) })
		}
		return d.runUntilDone(cmd)
	})
	if d.Term.ended() {
		return ErrInterrupted
	}
	var failed *exec.ExitError
	switch {
	case errors.As(err, &failed):
		return Fail("the editor %q gave up: %s", argv[0], failed.ProcessState).Hint("nothing was changed; what you wrote is in %s", path)
	case err != nil:
		return Fail("the editor %q cannot be started: %s", argv[0], cause(err)).Hint("set another, such as  export EDITOR=nano")
	}
	return nil
}

// runUntilDone runs a program that has the terminal. When this one is asked to
// end, the other is too.
func (d *Desk) runUntilDone(cmd *exec.Cmd) error {
	if err := cmd.Start(); err != nil {
		return err
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	select {
	case err := <-ended:
		return err
	case <-d.Term.keys.done: // nil, and so never, where nobody says when
		if cmd.Process.Signal(syscall.SIGTERM) != nil {
			_ = cmd.Process.Kill()
		}
		return <-ended
	}
}

// ended reports whether the program was asked to end.
func (t *Term) ended() bool {
	select {
	case <-t.keys.done:
		return true
	default:
		return false
	}
}

// editorName is the name of an editor's program without what systems add to
// it: behind "editor" stands a link to vim.basic, say.
func editorName(program string) string {
	if path, err := exec.LookPath(program); err == nil {
		if real, err := filepath.EvalSymlinks(path); err == nil {
			if name, _, _ := strings.Cut(filepath.Base(real), "."); slices.Contains(editorsAtLine, name) {
				return name
			}
		}
	}
	name, _, _ := strings.Cut(filepath.Base(program), ".")
	return name
}

func cause(err error) error {
	for errors.Unwrap(err) != nil {
		err = errors.Unwrap(err)
	}
	return err
}

// inEditor lets the learner edit a text until accept takes it. On a complaint
// the way back into the editor is offered; what was written is kept in a file
// that is named when the learner gives up.
func (d *Desk) inEditor(text string, line int, accept func(path string, text []byte) error) error {
	f, err := os.CreateTemp("", "kuril-*.toml")
	if err != nil {
		return plain(os.TempDir(), err)
	}
	path := f.Name()
	_, err = f.WriteString(text)
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return plain(path, err)
	}
	for {
		if err := d.openEditor(path, line); err != nil {
			d.dropUnchanged(path, text)
			return err
		}
		written, err := deck.ReadText(path)
		if err == nil {
			err = accept(path, written)
		}
		var complaint *Error
		if !errors.As(err, &complaint) {
			if err == nil {
				_ = os.Remove(path)
			}
			return err
		}
		kept := Fail("%s", complaint.Message)
		kept.Hints = append(slices.Clone(complaint.Hints[:min(1, len(complaint.Hints))]), "what you wrote is kept in "+path)
		if !IsTerminal(d.Stdin) {
			return kept
		}
		line = faultyLine(complaint.Message, path, line)
		d.tell("%s", Clean(complaint.Message))
		for _, hint := range complaint.Hints {
			d.tell("  %s", Clean(hint))
		}
		d.tell("Enter = back into the editor, q = give up")
		answer, err := d.line()
		if errors.Is(err, errInputEnded) || strings.EqualFold(answer, "q") {
			return kept
		}
		if err != nil {
			return err
		}
	}
}

// faultyLine is the line of a file that a complaint names, else the usual one.
func faultyLine(complaint, path string, usual int) int {
	place, ok := strings.CutPrefix(complaint, path+":")
	number, _, found := strings.Cut(place, ":")
	if n, err := strconv.Atoi(number); ok && found && err == nil && n > 0 {
		return n
	}
	return usual
}

// dropUnchanged removes a file nothing was written to.
func (d *Desk) dropUnchanged(path, text string) {
	if now, err := os.ReadFile(path); err == nil && string(now) == text {
		_ = os.Remove(path)
	}
}

// complain turns the first error among problems into one for people; nil when
// there is none. Warnings do not stop anybody.
func complain(problems []deck.Problem) error {
	var first *deck.Problem
	more := 0
	for i, p := range problems {
		switch {
		case p.Severity != deck.Error:
		case first == nil:
			first = &problems[i]
		default:
			more++
		}
	}
	if first == nil {
		return nil
	}
	e := Fail("%s", first.Error())
	if first.Hint != "" {
		e = e.Hint("%s", first.Hint)
	}
	if more > 0 {
		e = e.Hint("and %s", Count(more, "more problem"))
	}
	return e
}

// ending returns a few random letters for the id of a question.
func ending() string { return strings.ToLower(rand.Text()[:6]) }
