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
			--json has every number. --html writes the same as one page for a browser, which needs no network.`,
		UsageText: "kuril stats\nkuril stats 'tag:offers'\nkuril stats --html stats.html",
		Flags: []cli.Flag{
			jsonFlag(),
			&cli.StringFlag{Name: "html", Usage: "write one page for a browser to `FILE`; - for the output"},
			&cli.BoolFlag{Name: "ascii", Usage: "draw with signs that every terminal has"},
		},
		Action: func(c *cli.Context) error {
			q, err := filter(c)
			switch {
			case err != nil:
				return err
			case c.IsSet("html") && c.String("html") == "":
				return quiz.Misuse("--html wants the name of a file").Hint("such as --html stats.html, or - for the output")
			case c.IsSet("html") && c.Bool("json"):
				return quiz.Misuse("--html and --json are two forms of the same").Hint("kuril stats --json > stats.json")
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
