package command

import (
	"context"

	"github.com/urfave/cli/v2"

	"kuril/quiz"
)

func (p *program) study() *cli.Command {
	return &cli.Command{
		Name: "study", Category: learning, ArgsUsage: "[FILTER]",
		Usage:     "today's session",
		UsageText: "kuril study",
		Action: p.records(func(ctx context.Context, d *quiz.Desk, c *cli.Context) error {
			return quiz.Fail("study is not there yet")
		}),
	}
}
