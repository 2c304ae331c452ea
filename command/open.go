package command

import (
	"context"
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"kuril/progress"
	"kuril/quiz"
)

// action is what a command does at an open desk.
type action func(ctx context.Context, d *quiz.Desk, c *cli.Context) error

// globalFlags may stand anywhere on the command line.
func globalFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "data", Usage: "keep everything in `DIR` (also KURIL_DATA)"},
		&cli.StringSliceFlag{Name: "bank", Usage: "use the questions of `FILE` instead of the built-in and your own ones; may be repeated"},
		&cli.StringFlag{Name: "now", Usage: "start the clock at `TIME`, such as 2026-11-23T08:00 (also KURIL_NOW)"},
		&cli.BoolFlag{Name: "plain", Usage: "labelled lines, no colour, no cursor movement"},
		&cli.StringFlag{Name: "color", Usage: "`WHEN`: auto, always or never"},
		&cli.StringFlag{Name: "seed", Usage: "`N`: a number that fixes every shuffle"},
		&cli.BoolFlag{Name: "help", Aliases: []string{"h"}, Usage: "explain the command"},
	}
}

// reads opens the desk for a command that records nothing, or that decides
// later whether it does.
func (p *program) reads(do action) cli.ActionFunc {
	return func(c *cli.Context) error {
		d, err := p.desk(c.Context, c)
		if err != nil {
			return err
		}
		return do(c.Context, d, c)
	}
}

// records opens the desk for a command that records what happens; the data
// folder is made when it is missing.
func (p *program) records(do action) cli.ActionFunc {
	return p.reads(func(ctx context.Context, d *quiz.Desk, c *cli.Context) error {
		if err := d.Write(ctx); err != nil {
			return err
		}
		return do(ctx, d, c)
	})
}

// asks opens the desk for a command that may ask something before it does its
// work; what it asks is no result.
func (p *program) asks(do action) cli.ActionFunc {
	return p.reads(func(ctx context.Context, d *quiz.Desk, c *cli.Context) error {
		d.Term = p.term(c, p.Stderr)
		return do(ctx, d, c)
	})
}

// term is where a conversation happens.
func (p *program) term(c *cli.Context, out *os.File) *quiz.Term {
	return quiz.NewTerm(quiz.TermOptions{
		In: p.Stdin, Out: out, Done: c.Context.Done(),
		Plain:  c.Bool("plain") || p.Getenv("TERM") == "dumb",
		Simple: p.Getenv("TERM") == "linux",
		Reflow: p.reflow(),
	})
}

// reflow says what is known of how the terminal treats its lines when the
// window changes.
func (p *program) reflow() quiz.Reflow {
	name := p.Getenv("TERM")
	if p.Getenv("XTERM_VERSION") != "" || name == "linux" {
		return quiz.ReflowsNot
	}
	for _, variable := range []string{"TMUX", "VTE_VERSION", "TERM_PROGRAM", "KITTY_WINDOW_ID", "KONSOLE_VERSION", "WT_SESSION", "ALACRITTY_WINDOW_ID"} {
		if p.Getenv(variable) != "" {
			return quiz.Reflows
		}
	}
	if strings.HasPrefix(name, "tmux") || strings.HasPrefix(name, "foot") || strings.HasPrefix(name, "alacritty") || name == "xterm-kitty" || name == "xterm-ghostty" {
		return quiz.Reflows
	}
	return quiz.ReflowUnknown
}

// patience is how long a command waits for another program's write.
const patience = 5 * time.Second

// desk finds the folders and opens what is in them.
func (p *program) desk(ctx context.Context, c *cli.Context) (*quiz.Desk, error) {
	d, err := p.bare(c)
	if err != nil {
		return nil, err
	}
	d.Cache.ReadOnly = d.Cache.ReadOnly || c.Bool("short") // a prompt makes no file
	if err := d.Load(); err != nil {
		return nil, err
	}
	if d.Today() < 1 {
		return nil, quiz.Fail("the clock stands at %s", d.Now().Format(time.DateOnly)).Hint("set it, or say the time with --now")
	}
	p.close = append(p.close, d.Close)
	// Another terminal may be writing on a slow disk; a shell prompt does not
	// wait for that.
	wait := patience
	if c.Bool("short") {
		wait = time.Nanosecond
	}
	err = d.Read(ctx, wait)
	if errors.Is(err, progress.ErrOlder) && !c.Bool("short") {
		// Writing brings the log up to date, after a copy; where nothing can be
		// written, what only reads still works.
		if err = d.Write(ctx); err != nil && progress.Unwritable(err) {
			err = d.ReadCopy(ctx)
		}
	}
	return d, err
}

// bare is a desk without a bank and without a log.
func (p *program) bare(c *cli.Context) (*quiz.Desk, error) {
	d, config, err := p.surroundings(c)
	if err != nil {
		return nil, err
	}
	if d.Settings, err = readSettings(config); err != nil {
		return nil, err
	}
	if len(d.BankFiles) > 0 {
		d.Settings.Decks = nil
	}
	d.Calendar = progress.Calendar{Zone: p.Zone, Rollover: d.Settings.Rollover}
	return d, nil
}

// surroundings is a desk before the settings were read, and the path of their
// file.
func (p *program) surroundings(c *cli.Context) (d *quiz.Desk, config string, err error) {
	d = &quiz.Desk{
		Out: p.out, Err: p.Stderr, Stdin: p.Stdin, Stdout: p.Stdout, Stderr: p.Stderr,
		Builtin: p.Bank, BankFiles: c.StringSlice("bank"), Machine: p.Machine, Host: p.Host,
		Editor: p.editor(), Child: p.child,
		Plain: c.Bool("plain") || p.Getenv("TERM") == "dumb", ASCII: !p.unicode(),
	}
	if d.Now, err = p.clock(first(c.String("now"), p.Getenv("KURIL_NOW"))); err != nil {
		return nil, "", err
	}
	if err := p.chance(d, c.String("seed")); err != nil {
		return nil, "", err
	}
	if err := p.paint(c); err != nil {
		return nil, "", err
	}
	if config, err = p.folders(d, c.String("data")); err != nil {
		return nil, "", err
	}
	d.Term = p.term(c, p.Stdout)
	if !c.Bool("short") { // a prompt is no place for trouble
		p.tellZone()
	}
	return d, config, nil
}

// editor returns the command line of the learner's editor: the one that is
// set, else the first of the usual ones that is installed, else "".
func (p *program) editor() string {
	if set := first(strings.TrimSpace(p.Getenv("VISUAL")), strings.TrimSpace(p.Getenv("EDITOR"))); set != "" {
		return set
	}
	for _, name := range quiz.UsualEditors {
		if _, err := exec.LookPath(name); err == nil {
			return name
		}
	}
	return ""
}

// folders sets the data folder and returns the path of the settings: beside
// the data when the folder was named, else where the desktop keeps settings.
func (p *program) folders(d *quiz.Desk, flag string) (config string, err error) {
	if dir := first(flag, p.Getenv("KURIL_DATA")); dir != "" {
		d.DataDir = dir
		d.Cache.Dir = filepath.Join(dir, "cache")
		config = filepath.Join(dir, "config.toml")
	} else {
		if d.DataDir, err = p.xdg("XDG_DATA_HOME", ".local/share"); err != nil {
			return "", err
		}
		if config, err = p.xdg("XDG_CONFIG_HOME", ".config"); err != nil {
			return "", err
		}
		config = filepath.Join(config, "config.toml")
		if d.Cache.Dir, err = p.xdg("XDG_CACHE_HOME", ".cache"); err != nil {
			return "", err
		}
	}
	info, err := os.Stat(d.DataDir)
	// Where nothing was recorded yet, nothing is kept either.
	d.Cache.ReadOnly = err != nil
	switch {
	case err == nil && !info.IsDir():
		return "", quiz.Fail("%s is a file, and the data folder must be a folder", d.DataDir).
			Hint("choose a folder with --data DIR")
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return "", quiz.Fail("the data folder cannot be opened: %v", err).Hint("choose another with --data DIR")
	}
	return config, nil
}

var errHomeless = errors.New("no home folder")

// xdg returns the program's own folder below the one the desktop names, or
// below the usual one in the home folder.
func (p *program) xdg(variable, usual string) (string, error) {
	// The standard says that a relative path here is to be ignored.
	if dir := p.Getenv(variable); filepath.IsAbs(dir) {
		return filepath.Join(dir, "kuril"), nil
	}
	home := first(p.Getenv("HOME"), p.Getenv("USERPROFILE"))
	if !filepath.IsAbs(home) {
		e := quiz.Fail("there is no home folder: HOME is %q", home).Hint("say where the data is with --data DIR")
		e.Err = errHomeless
		return "", e
	}
	return filepath.Join(home, filepath.FromSlash(usual), "kuril"), nil
}

// times are the ways to write --now; those without an offset are local.
var times = []string{
	"2006-01-02T15:04", "2006-01-02 15:04",
	"2006-01-02T15:04:05", "2006-01-02 15:04:05",
	"2006-01-02T15:04Z07:00",
}

// clock returns the machine's clock, or one that starts at a stated time and
// runs on from there.
func (p *program) clock(start string) (func() time.Time, error) {
	if start == "" {
		return func() time.Time { return p.Now().In(p.Zone) }, nil
	}
	at, err := p.instant(start)
	if err != nil {
		return nil, err
	}
	began := p.Now()
	return func() time.Time { return at.Add(p.Now().Sub(began)).In(p.Zone) }, nil
}

func (p *program) instant(text string) (time.Time, error) {
	if day, err := time.ParseInLocation(time.DateOnly, text, p.Zone); err == nil {
		return time.Date(day.Year(), day.Month(), day.Day(), 12, 0, 0, 0, p.Zone), nil
	}
	// RFC 3339 allows small letters; the layouts want capitals.
	upper := strings.ToUpper(text)
	for _, layout := range append([]string{time.RFC3339Nano}, times...) {
		if at, err := time.ParseInLocation(layout, upper, p.Zone); err == nil {
			if at.Year() < 1 || at.Year() > 9998 {
				break
			}
			return at, nil
		}
	}
	return time.Time{}, quiz.Misuse("%q is no time", text).
		Hint("write it as 2026-11-23T08:00 (local) or 2026-11-23T08:00:00+01:00")
}

// chance sets the sources of every shuffle. Without a seed what is drawn anew
// each time starts from the clock.
func (p *program) chance(d *quiz.Desk, seed string) error {
	if seed == "" {
		d.Rand = rand.New(rand.NewPCG(uint64(p.Now().UnixNano()), 1))
		return nil
	}
	n, err := parseSeed(seed)
	if err != nil {
		return quiz.Misuse("--seed wants a whole number, not %q", seed)
	}
	d.Seed, d.Rand = n, rand.New(rand.NewPCG(n, 0))
	return nil
}

// paint decides about colour and tells the package that prints it.
func (p *program) paint(c *cli.Context) error {
	on := false
	force := p.Getenv("CLICOLOR_FORCE")
	switch when := c.String("color"); when {
	case "always":
		on = true
	case "never":
	case "", "auto":
		switch {
		case p.Getenv("NO_COLOR") != "":
		case force != "" && force != "0":
			on = true
		case p.Getenv("TERM") == "dumb":
		default:
			on = quiz.IsTerminal(p.Stdout)
		}
	default:
		return quiz.Misuse("--color wants auto, always or never, not %q", when)
	}
	quiz.Colour(on && !c.Bool("plain"))
	return nil
}

func first(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}
