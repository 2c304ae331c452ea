package command

import (
	"context"
	"strings"

	"github.com/urfave/cli/v2"

	"kuril/quiz"
)

func (p *program) stats() *cli.Command {
	return &cli.Command{
		Name: "stats", Category: history, ArgsUsage: "[FILTER]",
		Usage: "pictures of what you did, what you remember and what is coming",
		Description: `Each picture answers the question above it. A filter takes some of the cards only: see kuril help filter.
			--json has every number.`,
		UsageText: "kuril stats\nkuril stats 'tag:offers'\nkuril stats --json",
		Flags: []cli.Flag{
			jsonFlag(),
			&cli.StringFlag{Name: "html", Usage: "write one page for a browser to `FILE`; - for the output"},
			&cli.BoolFlag{Name: "ascii", Usage: "draw with signs that every terminal has"},
		},
		Action: func(c *cli.Context) error {
			q, err := filter(c)
			if err != nil {
				return err
			}
			return p.reads(func(ctx context.Context, d *quiz.Desk, c *cli.Context) error {
				d.ASCII = d.ASCII || c.Bool("ascii")
				return quiz.Stats(ctx, d, quiz.StatsOptions{
					Query: q, Filter: strings.Join(c.Args().Slice(), " "), JSON: c.Bool("json"), HTML: c.String("html"),
				})
			})(c)
		},
	}
}

// unicode reports whether the terminal is said to show more than ASCII. Where
// nothing is said it is taken to.
func (p *program) unicode() bool {
	locale := strings.ToLower(first(p.Getenv("LC_ALL"), p.Getenv("LC_CTYPE"), p.Getenv("LANG")))
	return locale == "" || strings.Contains(locale, "utf-8") || strings.Contains(locale, "utf8")
}
