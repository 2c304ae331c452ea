package command

import (
	"context"

	"github.com/urfave/cli/v2"

	"kuril/quiz"
)

func (p *program) optimize() *cli.Command {
	return &cli.Command{
		Name: "optimize", Category: history,
		Usage: "fit the memory model to you",
		Description: `The model that decides when a card comes again has 34 weights. They suit nobody in particular until they are
			fitted to your answers. optimize does that, shows how much better it foresees what you know, on answers it had not seen,
			and what it does to the next weeks, and asks. It refuses when it has too little to go by, and when the
			weights in use are as good. No card moves.

			The weights before are kept: --revert goes back to them. --reschedule works out anew, by the weights and settings in use,
			on which day each waiting card comes: it shows what would move and asks; kuril undo puts every card back.

			--evaluate only shows how well the model foresees your answers, with its figures explained. --reviews does that with
			another program's review log, before you move: a table with the columns card_id, review_time (milliseconds since
			1970), review_rating (1 to 4) and, if known, review_duration (milliseconds).`,
		UsageText: "kuril optimize\nkuril optimize --revert\nkuril optimize --reschedule\nkuril optimize --evaluate --reviews reviews.csv",
		Flags: []cli.Flag{
			&cli.BoolFlag{Name: "evaluate", Usage: "only show how well the model foresees your answers"},
			&cli.StringFlag{Name: "reviews", Usage: "judge the reviews in `FILE`, a .csv, instead of your own"},
			&cli.BoolFlag{Name: "revert", Usage: "go back to the weights before the last fit"},
			&cli.BoolFlag{Name: "reschedule", Usage: "move waiting cards to the days that weights and settings in use ask for"},
			yesFlag(),
			jsonFlag(),
		},
		Action: func(c *cli.Context) error {
			if err := noArguments(c); err != nil {
				return err
			}
			evaluate := c.Bool("evaluate") || c.IsSet("reviews")
			switch {
			case c.Bool("revert") && (evaluate || c.Bool("json") || c.Bool("yes")):
				return quiz.Misuse("--revert goes alone").Hint("kuril optimize --revert")
			case c.Bool("reschedule") && (evaluate || c.Bool("revert") || c.Bool("json")):
				return quiz.Misuse("--reschedule goes alone, or with --yes").Hint("kuril optimize --reschedule")
			case evaluate && c.Bool("yes"):
				return quiz.Misuse("--evaluate and --reviews change nothing, so there is nothing to say --yes to").Hint("kuril optimize --yes")
			case c.Bool("json") && !evaluate:
				return quiz.Misuse("--json goes with --evaluate").Hint("kuril optimize --evaluate --json")
			case c.IsSet("reviews") && c.String("reviews") == "":
				return quiz.Misuse("--reviews wants a file").Hint("kuril optimize --evaluate --reviews reviews.csv")
			}
			do := func(ctx context.Context, d *quiz.Desk, c *cli.Context) error {
				return quiz.Optimize(ctx, d, quiz.OptimizeOptions{Yes: c.Bool("yes")})
			}
			switch {
			case c.Bool("revert"):
				do = func(ctx context.Context, d *quiz.Desk, _ *cli.Context) error { return quiz.Revert(ctx, d) }
			case c.Bool("reschedule"):
				do = func(ctx context.Context, d *quiz.Desk, c *cli.Context) error {
					return quiz.Reschedule(ctx, d, quiz.OptimizeOptions{Yes: c.Bool("yes")})
				}
			case evaluate:
				do = func(ctx context.Context, d *quiz.Desk, c *cli.Context) error {
					return quiz.Evaluate(ctx, d, quiz.EvaluateOptions{Reviews: c.String("reviews"), JSON: c.Bool("json")})
				}
			}
			return p.asks(do)(c)
		},
	}
}
