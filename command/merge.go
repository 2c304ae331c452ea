package command

import (
	"context"

	"github.com/urfave/cli/v2"

	"kuril/quiz"
)

func (p *program) merge() *cli.Command {
	return &cli.Command{
		Name: "merge", Category: devices, ArgsUsage: "FILE",
		Usage: "add what another device's log has to yours",
		Description: `FILE is a copy of another progress.db, or what kuril log --json printed there; - reads the latter from a
			pipe. Every answer of both logs is kept once, whichever is merged into which and however often. What is no event
			is left out and counted. Only cards it touches change.

			A log belongs to one learner: another one's is refused where that is known.`,
		UsageText: "kuril merge /media/usb/progress.db\nkuril merge laptop.jsonl --dry-run\nssh laptop kuril log --json | kuril merge -",
		Flags: []cli.Flag{
			&cli.BoolFlag{Name: "dry-run", Usage: "only say what would be added"},
			&cli.BoolFlag{Name: "another-learner", Usage: "also when it is another learner's log"},
			jsonFlag(),
		},
		Action: func(c *cli.Context) error {
			switch {
			case c.NArg() == 0:
				return quiz.Misuse("kuril merge wants a file").Hint("such as  kuril merge /media/usb/progress.db")
			case c.NArg() > 1:
				return quiz.Misuse("kuril merge takes one file at a time, not %d", c.NArg()).Hint("such as  kuril merge %q", c.Args().First())
			}
			return p.reads(func(ctx context.Context, d *quiz.Desk, c *cli.Context) error {
				return quiz.Merge(ctx, d, quiz.MergeOptions{
					File: c.Args().First(), DryRun: c.Bool("dry-run"), JSON: c.Bool("json"), Another: c.Bool("another-learner"),
				})
			})(c)
		},
	}
}
