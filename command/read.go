package command

import (
	"context"

	"github.com/urfave/cli/v2"

	"kuril/quiz"
)

func (p *program) read() *cli.Command {
	return &cli.Command{
		Name: "read", Category: learning, ArgsUsage: "[FILTER]",
		Usage: "the material as a page to read, before one is asked",
		Description: `Tells the material in teaching order: what connects it, then each question with its answer and why.
			It records nothing. The whole is long; a filter shows a part of it, --today what study would ask now.`,
		UsageText: "kuril read --today\nkuril read \"tag:offers tag:core\" | less\nkuril read --markdown > japan-russia.md",
		Flags: []cli.Flag{
			&cli.BoolFlag{Name: "today", Usage: "only what study would ask now"},
			&cli.BoolFlag{Name: "markdown", Usage: "as Markdown, for other programs to lay out"},
			jsonFlag(),
		},
		Action: func(c *cli.Context) error {
			query, err := filter(c)
			if err != nil {
				return err
			}
			o := quiz.ReadOptions{Query: query, Today: c.Bool("today")}
			switch {
			case c.Bool("json") && c.Bool("markdown"):
				return quiz.Misuse("--json and --markdown are two forms").Hint("leave one of them out")
			case c.Bool("json"):
				o.Form = quiz.ReadJSON
			case c.Bool("markdown"):
				o.Form = quiz.ReadMarkdown
			case c.Bool("plain"), p.Getenv("TERM") == "dumb":
				o.Form = quiz.ReadPlain
			}
			return p.reads(func(ctx context.Context, d *quiz.Desk, _ *cli.Context) error {
				return quiz.Read(ctx, d, o)
			})(c)
		},
	}
}
