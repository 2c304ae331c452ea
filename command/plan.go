package command

import (
	"context"

	"github.com/urfave/cli/v2"

	"kuril/quiz"
)

func (p *program) plan() *cli.Command {
	return &cli.Command{
		Name: "plan", Category: learning, ArgsUsage: "[NAME]",
		Usage: "an exam by a date",
		Description: `Makes a plan for an exam, shows how it stands, or ends it. Until the day, kuril study adds what the plan wants: new
			cards beyond the day's limit, and near the exam cards before their day, the weakest last, within the minutes given.
			A plan moves no date: every card stays due when it would have been, and ending a plan takes nothing back.

			Without a NAME it lists the plans; with a NAME alone it shows one: what is known today, what is to be expected on the
			day, and what each day brings. Flags for a plan that there is change it. When it cannot be done, it says what could.`,
		UsageText: "kuril plan finals --by 2026-12-18 --filter tag:islands --minutes 20\nkuril plan\nkuril plan finals --minutes 30 --dry-run\nkuril plan finals --done",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "by", Usage: "the exam is on `DATE`, such as 2026-12-18"},
			&cli.StringFlag{Name: "filter", Usage: "the cards that `FILTER` finds", DefaultText: "all"},
			&cli.IntFlag{Base: 10, Name: "minutes", Usage: "about as many cards as fit into `M` minutes", DefaultText: "as few as will do"},
			&cli.BoolFlag{Name: "done", Usage: "end the plan"},
			&cli.BoolFlag{Name: "dry-run", Usage: "show what would be, and change nothing"},
			jsonFlag(),
		},
		Action: func(c *cli.Context) error {
			if c.NArg() > 1 {
				return quiz.Misuse("a plan has one name, and here are %d words", c.NArg()).
					Hint("put a name of several words in quotes; which cards comes behind --filter")
			}
			o := quiz.PlanOptions{
				Name: c.Args().First(), By: c.String("by"),
				Done: c.Bool("done"), DryRun: c.Bool("dry-run"), JSON: c.Bool("json"),
			}
			if c.NArg() == 1 && o.Name == "" {
				return quiz.Misuse("a plan wants a name").Hint("such as  kuril plan finals --by 2026-12-18")
			}
			if c.IsSet("by") && o.By == "" {
				return quiz.Misuse("--by wants a date such as 2026-12-18")
			}
			if c.IsSet("filter") {
				text := c.String("filter")
				if _, err := quiz.ParseQuery(text); err != nil {
					return err
				}
				o.Filter = &text
			}
			if c.IsSet("minutes") {
				if o.Minutes = c.Int("minutes"); o.Minutes < 1 || o.Minutes > quiz.MaxPlanMinutes {
					return quiz.Misuse("--minutes wants a number of minutes a day, 1 to %d, not %d", quiz.MaxPlanMinutes, o.Minutes)
				}
			}
			if o.Done && (o.By != "" || o.Filter != nil || o.Minutes != 0 || o.DryRun) {
				return quiz.Misuse("--done ends a plan and stands alone").Hint("kuril plan NAME --done")
			}
			return p.reads(func(ctx context.Context, d *quiz.Desk, c *cli.Context) error {
				return quiz.Plan(ctx, d, o)
			})(c)
		},
	}
}
