package command

import (
	"context"

	"github.com/urfave/cli/v2"

	"kuril/quiz"
)

func (p *program) undo() *cli.Command {
	return &cli.Command{
		Name: "undo", Category: history,
		Usage:       "take back the last action",
		Description: `Takes back the last answer, or all that the last command did to cards. Again takes back the one before.`,
		UsageText:   "kuril undo",
		Action: func(c *cli.Context) error {
			if err := noArguments(c); err != nil {
				return err
			}
			return p.reads(func(ctx context.Context, d *quiz.Desk, c *cli.Context) error {
				return quiz.Undo(ctx, d)
			})(c)
		},
	}
}

func (p *program) log() *cli.Command {
	return &cli.Command{
		Name: "log", Category: history,
		Usage:       "everything that was recorded, oldest first",
		Description: `With --json one event a line; together they hold all there is in the database.`,
		UsageText:   "kuril log\nkuril log --json > log.jsonl",
		Flags:       []cli.Flag{jsonFlag()},
		Action: func(c *cli.Context) error {
			if err := noArguments(c); err != nil {
				return err
			}
			return p.reads(func(ctx context.Context, d *quiz.Desk, c *cli.Context) error {
				return quiz.Log(ctx, d, c.Bool("json"))
			})(c)
		},
	}
}

func (p *program) suspend() *cli.Command {
	return p.change(quiz.Suspend, "ask cards no more until they are resumed")
}

func (p *program) resume() *cli.Command {
	return p.change(quiz.Resume, "ask suspended cards again")
}

func (p *program) reset() *cli.Command {
	return p.change(quiz.Reset, "start cards over as new ones; what you answered stays in the log")
}

func (p *program) mark() *cli.Command {
	return p.change(quiz.Mark, "put a mark on cards, to find them with is:marked")
}

func (p *program) unmark() *cli.Command {
	return p.change(quiz.Unmark, "take the mark off")
}

// change is a command that does something to all cards of a filter.
func (p *program) change(change quiz.Change, usage string) *cli.Command {
	return &cli.Command{
		Name: change.Verb, Category: cards, ArgsUsage: "FILTER or IDS",
		Usage:       usage,
		Description: `Says how many cards it touches and asks when it is more than one. kuril undo takes all of it back.`,
		UsageText:   "kuril " + change.Verb + " capital-japan\nkuril " + change.Verb + " \"tag:cities kind:typed\" --yes",
		Flags:       []cli.Flag{yesFlag()},
		Action: p.asks(func(ctx context.Context, d *quiz.Desk, c *cli.Context) error {
			return quiz.Apply(ctx, d, change, c.Args().Slice(), c.Bool("yes"))
		}),
	}
}
