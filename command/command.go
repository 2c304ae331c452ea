// Package command is the table of contents of the program: one file per group
// of commands, each with its flags and one call into package quiz. It finds
// the data folder, the settings, the bank and the log, and turns errors into
// lines for people and exit codes. It knows nothing of what a session asks.
package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"strings"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/urfave/cli/v2"

	"kuril/deck"
	"kuril/progress"
	"kuril/quiz"
)

// World is what the program was started with. Only package main fills it in;
// nothing below reads the clock, the environment or the standard streams.
type World struct {
	Args   []string // without the program's name
	Stdin  *os.File
	Stdout *os.File
	Stderr *os.File
	Getenv func(string) string
	Now    func() time.Time
	Zone   *time.Location
	Bank   []byte // the built-in bank

	Machine string // tells this machine from others; "" when nothing does
	Host    string // what people call it, or ""
}

// program is one run: the world, and what was opened in it.
type program struct {
	World
	out   *stream
	close []func() error
	away  atomic.Bool // another program has the terminal
}

// Run carries out one command line and returns the exit code.
func Run(ctx context.Context, w World) int {
	p := &program{World: w, out: &stream{w: w.Stdout}}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer signal.Stop(signals)
	go p.listen(ctx, signals, cancel)

	err := p.run(ctx)
	for _, closeIt := range p.close {
		if cerr := closeIt(); err == nil {
			err = cerr
		}
	}
	if err == nil {
		err = p.out.err
	}
	return report(w.Stderr, err)
}

// listen asks the program to stop at the first signal; the second one ends it
// at once, whatever it is doing.
func (p *program) listen(ctx context.Context, signals chan os.Signal, cancel func()) {
	for {
		select {
		case s := <-signals:
			if s == os.Interrupt && p.away.Load() {
				continue // meant for the editor
			}
			signal.Stop(signals)
			cancel()
			return
		case <-ctx.Done():
			return
		}
	}
}

// child runs another program, to which ^C then belongs.
func (p *program) child(run func() error) error {
	p.away.Store(true)
	defer p.away.Store(false)
	return run()
}

// talk says something beside the results.
func (p *program) talk(format string, args ...any) {
	fmt.Fprintf(p.Stderr, format+"\n", args...)
}

// run parses the command line and calls the action it names.
func (p *program) run(ctx context.Context) error {
	if len(p.Args) > 0 && p.Args[0] == "__complete" { // the shell asks; see completion
		return p.complete(p.Args[1:])
	}
	app := p.app()
	line, err := arrange(p.Args, app.Flags, app.Commands)
	if err != nil {
		return err
	}
	if line.help {
		return p.help(app, line)
	}
	return app.RunContext(ctx, append([]string{app.Name}, line.args...))
}

// app is the table of commands.
func (p *program) app() *cli.App {
	app := &cli.App{
		Name:                      "kuril",
		Usage:                     "a quiz and flashcard program for the terminal",
		Flags:                     globalFlags(),
		Commands:                  p.commands(),
		Action:                    p.reads(glance),
		Writer:                    p.out,
		ErrWriter:                 p.Stderr,
		HideHelp:                  true,
		HideVersion:               true,
		DisableSliceFlagSeparator: true,
		OnUsageError:              usageError,
		ExitErrHandler:            func(*cli.Context, error) {},
	}
	for _, c := range app.Commands {
		c.HideHelp = true
		c.OnUsageError = usageError
	}
	return app
}

// report prints err for people and returns the exit code that goes with it.
func report(stderr io.Writer, err error) int {
	var (
		shown   *quiz.Error
		stored  *progress.Error
		file    *deck.FileError
		problem deck.Problem
	)
	say := func(message string, hints ...string) {
		fmt.Fprintf(stderr, "kuril: error: %s\n", oneLine(message))
		for _, hint := range hints[:min(len(hints), 2)] {
			if hint != "" {
				fmt.Fprintf(stderr, "kuril: hint: %s\n", oneLine(hint))
			}
		}
	}
	switch {
	case err == nil:
		return 0
	case errors.Is(err, quiz.ErrInterrupted), errors.Is(err, context.Canceled):
		return quiz.Interrupted
	case errors.Is(err, syscall.EPIPE):
		return quiz.Failed // whoever read the results has seen enough
	case errors.As(err, &shown):
		switch {
		case shown.Pointer != nil:
			say(shown.Message)
			text, caret := shown.Pointer.Lines(shown.Hints, columns(stderr)-len("kuril: hint: "))
			fmt.Fprintf(stderr, "kuril: hint: %s\nkuril: hint: %s\n", text, quiz.Clean(caret))
		case shown.Message != "": // the command has said it all when it is empty
			say(shown.Message, shown.Hints...)
		}
		return max(shown.Code, quiz.Failed)
	case errors.As(err, &stored):
		say(stored.Message, stored.Hint)
	case errors.As(err, &file):
		say(file.Error(), file.Hint)
	case errors.As(err, &problem):
		say(problem.Error(), problem.Hint)
	default:
		say(err.Error())
	}
	return quiz.Failed
}

// columns is how wide messages may be.
func columns(stderr io.Writer) int {
	if f, ok := stderr.(*os.File); ok {
		return quiz.NewTerm(quiz.TermOptions{In: f, Out: f}).Columns()
	}
	return 80
}

// oneLine keeps a message on its line, and the terminal safe from what it
// quotes.
func oneLine(s string) string {
	text := quiz.Clean(strings.Join(strings.Fields(s), " "))
	if len(text) > longestMessage { // a path is never that long
		text = quiz.Clip(text, longestMessage/2)
	}
	return text
}

// longestMessage is how many bytes a message may have, whatever it quotes.
const longestMessage = 10_000

// stream remembers the first error of writing results, so that a full disk
// behind > is not taken for success.
type stream struct {
	w   io.Writer
	err error
}

func (s *stream) Write(b []byte) (int, error) {
	if s.err != nil {
		return 0, s.err
	}
	n, err := s.w.Write(b)
	if err != nil {
		cause := err
		if at, ok := errors.AsType[*fs.PathError](err); ok {
			cause = at.Err
		}
		s.err = fmt.Errorf("the results cannot be written: %w", cause)
	}
	return n, s.err
}
