package command

import (
	"context"
	"strconv"
	"strings"

	"github.com/urfave/cli/v2"

	"kuril/quiz"
)

func (p *program) missed() *cli.Command {
	return &cli.Command{
		Name: "missed", Category: learning, ArgsUsage: "[FILTER]",
		Usage:     "what you got wrong, newest first",
		UsageText: "kuril missed --since 14d --drill",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "since", Value: "7d", Usage: "look `DAYS` study days back, today included, such as 7d or 4w"},
			&cli.BoolFlag{Name: "drill", Usage: "practise them; the schedule stays as it is"},
			&cli.BoolFlag{Name: "json", Usage: "as JSON, for programs"},
		},
		Action: p.reads(func(ctx context.Context, d *quiz.Desk, c *cli.Context) error {
			days, err := daysBack(c.String("since"))
			if err != nil {
				return err
			}
			query, err := filter(c)
			if err != nil {
				return err
			}
			o := quiz.MissedOptions{Query: query, Days: days, JSON: c.Bool("json")}
			if !c.Bool("drill") {
				return quiz.Missed(ctx, d, o)
			}
			if o.JSON {
				return quiz.Misuse("--drill is a conversation and has no --json")
			}
			if err := d.Write(ctx); err != nil {
				return err
			}
			return quiz.Drill(ctx, d, o)
		}),
	}
}

// daysBack reads 7d, 4w or a plain number of days.
func daysBack(text string) (int, error) {
	number, each := text, 1
	if n, ok := strings.CutSuffix(text, "w"); ok {
		number, each = n, 7
	} else if n, ok := strings.CutSuffix(text, "d"); ok {
		number = n
	}
	n, err := strconv.Atoi(number)
	if err != nil || n < 1 || n > 100_000 {
		return 0, quiz.Misuse("--since wants a number of days, not %q", text).Hint("such as 7d or 4w")
	}
	return n * each, nil
}
