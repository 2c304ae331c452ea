package command

import (
	"context"
	"errors"

	"github.com/urfave/cli/v2"

	"kuril/quiz"
)

// glance is what kuril alone does.
func glance(ctx context.Context, d *quiz.Desk, c *cli.Context) error {
	return quiz.Glance(ctx, d)
}

func (p *program) due() *cli.Command {
	return &cli.Command{
		Name: "due", Category: learning,
		Usage: "how much there is to do",
		Description: `Counts what study would ask now. --short is made for a shell prompt: one line, nothing when nothing
			is due; it waits for no lock and creates no file.`,
		UsageText: "kuril due\nPS1='$(kuril due --short) $ '",
		Flags: []cli.Flag{
			&cli.BoolFlag{Name: "short", Usage: "one line, or none when nothing is due"},
			jsonFlag(),
		},
		Action: func(c *cli.Context) error {
			if err := noArguments(c); err != nil {
				return err
			}
			form := quiz.DuePlain
			switch {
			case c.Bool("json"):
				form = quiz.DueJSON
			case c.Bool("short"):
				form = quiz.DueShort
			}
			err := p.reads(func(ctx context.Context, d *quiz.Desk, c *cli.Context) error {
				return quiz.Due(ctx, d, form)
			})(c)
			if shown, ok := errors.AsType[*quiz.Error](err); form == quiz.DueShort && !(ok && shown.Code == quiz.Misused) {
				return nil // a prompt is no place for trouble; every other command tells of it
			}
			return err
		},
	}
}

func jsonFlag() cli.Flag {
	return &cli.BoolFlag{Name: "json", Usage: "as JSON, for programs"}
}

func yesFlag() cli.Flag {
	return &cli.BoolFlag{Name: "yes", Aliases: []string{"y"}, Usage: "do it without asking"}
}

// noArguments refuses words where a command takes none.
func noArguments(c *cli.Context) error {
	return upTo(c, 0)
}

// upTo refuses more words than a command takes.
func upTo(c *cli.Context, n int) error {
	if c.NArg() <= n {
		return nil
	}
	word := c.Args().Get(n)
	e := quiz.Misuse("kuril %s has no use for %q", c.Command.Name, word)
	if len(word) > 2 && word[0] == '-' && word[1] != '-' {
		e = e.Hint("long flags have two dashes: -%s", word)
	}
	return e.Hint("%s", helpLine(c.Command.Name))
}

// oneID returns the id a command wants.
func oneID(c *cli.Context) (string, error) {
	if c.NArg() == 0 {
		return "", quiz.Misuse("kuril %s wants the id of a question", c.Command.Name).Hint("kuril list  shows the ids")
	}
	return c.Args().First(), upTo(c, 1)
}
