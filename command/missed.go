package command

import (
	"context"

	"github.com/urfave/cli/v2"

	"kuril/quiz"
)

func (p *program) missed() *cli.Command {
	return &cli.Command{
		Name: "missed", Category: learning, ArgsUsage: "[FILTER]",
		Usage:     "what you got wrong, newest first",
		UsageText: "kuril missed",
		Action: p.reads(func(ctx context.Context, d *quiz.Desk, c *cli.Context) error {
			return quiz.Fail("missed is not there yet")
		}),
	}
}
