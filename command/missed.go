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
		Usage: "what you got wrong, newest first",
		Description: `With the question, your answer and the right one. What you were sure of comes first, where you said so
			(setting confidence). --drill practises what was not answered right since; a session asks a missed card again until
			you know it, so --all takes those too.

			--pairs shows cards that you mixed up: the wrong answer to one was the right one of the other. --confidence shows how
			often you were right when you were sure, thought so or guessed, by tag. Both look at everything ever answered unless
			--since is said.`,
		UsageText: "kuril missed --since 14d\nkuril missed --drill --all\nkuril missed --pairs --drill",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "since", Value: "7d", Usage: "look `DAYS` study days back, today included, such as 7d or 4w"},
			&cli.BoolFlag{Name: "drill", Usage: "practise them; the schedule stays as it is"},
			&cli.BoolFlag{Name: "all", Usage: "practise also what you answered right since"},
			&cli.BoolFlag{Name: "pairs", Usage: "cards that you mixed up, side by side"},
			&cli.BoolFlag{Name: "confidence", Usage: "how often you were right when you were sure"},
			&cli.BoolFlag{Name: "json", Usage: "as JSON, for programs"},
		},
		Action: func(c *cli.Context) error {
			o, err := missedOptions(c)
			if err != nil {
				return err
			}
			return p.reads(func(ctx context.Context, d *quiz.Desk, c *cli.Context) error {
				err := missed(ctx, d, o)
				d.BackUpDaily(ctx) // of what a drill recorded
				return err
			})(c)
		},
	}
}

// missedOptions reads what of missed is wanted.
func missedOptions(c *cli.Context) (quiz.MissedOptions, error) {
	o := quiz.MissedOptions{
		JSON: c.Bool("json"), Drill: c.Bool("drill"), All: c.Bool("all"),
		Pairs: c.Bool("pairs"), Confidence: c.Bool("confidence"),
	}
	if wrong := o.Contradiction(); wrong != "" {
		return o, quiz.Misuse("%s", wrong).Hint("kuril help missed  tells what each does")
	}
	days, err := daysBack(c.String("since"))
	if err != nil {
		return o, err
	}
	if c.IsSet("since") || !o.Pairs && !o.Confidence {
		o.Days = days
	}
	o.Query, err = filter(c)
	return o, err
}

func missed(ctx context.Context, d *quiz.Desk, o quiz.MissedOptions) error {
	if o.Drill {
		if err := d.Write(ctx); err != nil {
			return err
		}
	}
	switch {
	case o.Pairs && o.Drill:
		return quiz.DrillPairs(ctx, d, o)
	case o.Pairs:
		return quiz.Pairs(ctx, d, o)
	case o.Confidence:
		return quiz.Confidence(ctx, d, o)
	case o.Drill:
		return quiz.Drill(ctx, d, o)
	}
	return quiz.Missed(ctx, d, o)
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
