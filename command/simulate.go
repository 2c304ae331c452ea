package command

import (
	"context"

	"github.com/urfave/cli/v2"

	"kuril/quiz"
)

func (p *program) simulate() *cli.Command {
	return &cli.Command{
		Name: "simulate", Category: history, ArgsUsage: "[FILTER]",
		Usage: "what wanting to remember more costs",
		Description: `Goes through the coming days with your cards, your pace and your habits, for several wanted retentions: minutes a day
			and cards known at the end. Nothing is changed.`,
		UsageText: "kuril simulate\nkuril simulate --days 90 --new 20\nkuril simulate 'deck:own' --limit 50",
		Flags: []cli.Flag{
			&cli.IntFlag{Name: "days", Value: 365, Usage: "go `N` days ahead"},
			&cli.IntFlag{Name: "new", Value: quiz.Unset, Usage: "`N` new cards a day, whatever the settings say", DefaultText: "as in the settings"},
			&cli.IntFlag{Name: "limit", Value: quiz.Unset, Usage: "at most `N` reviews a day", DefaultText: "as in the settings"},
			jsonFlag(),
		},
		Action: func(c *cli.Context) (err error) {
			o := quiz.SimulateOptions{Days: c.Int("days"), New: c.Int("new"), Limit: c.Int("limit"), JSON: c.Bool("json")}
			switch {
			case o.Days < 1 || o.Days > quiz.MaxSimulatedDays:
				return quiz.Misuse("--days wants a number from 1 to %d, not %d", quiz.MaxSimulatedDays, o.Days)
			case c.IsSet("new") && o.New < 0:
				return quiz.Misuse("--new wants 0 or more, not %d", o.New)
			case c.IsSet("limit") && o.Limit < 0:
				return quiz.Misuse("--limit wants 0 or more, not %d", o.Limit)
			}
			if o.Query, err = filter(c); err != nil {
				return err
			}
			return p.reads(func(ctx context.Context, d *quiz.Desk, c *cli.Context) error {
				return quiz.Simulate(ctx, d, o)
			})(c)
		},
	}
}
