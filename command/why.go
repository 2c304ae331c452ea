package command

import (
	"context"

	"github.com/urfave/cli/v2"

	"kuril/quiz"
)

func (p *program) why() *cli.Command {
	return &cli.Command{
		Name: "why", Category: history, ArgsUsage: "ID",
		Usage: "the story of one card: what you answered, what is remembered, why it comes when it comes",
		Description: `Tells in plain words what you answered and how it was rated, how likely you are to know the card now, what each
			rating would do, and what set its date: the rules named in parentheses are those stored with the answer.`,
		UsageText: "kuril why offer-1956-islands",
		Flags:     []cli.Flag{jsonFlag()},
		Action: func(c *cli.Context) error {
			id, err := oneID(c)
			if err != nil {
				return err
			}
			return p.reads(func(ctx context.Context, d *quiz.Desk, c *cli.Context) error {
				return quiz.Why(ctx, d, id, c.Bool("json"))
			})(c)
		},
	}
}
