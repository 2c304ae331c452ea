package command

import (
	"context"
	"strings"

	"github.com/urfave/cli/v2"

	"kuril/quiz"
)

func (p *program) list() *cli.Command {
	return &cli.Command{
		Name: "list", Category: cards, ArgsUsage: "[FILTER]",
		Usage: "find questions",
		Description: `Prints a line for each question. --columns chooses what stands in it: ` + columnList() + `. Where one of ` +
			`them differs between the cards of a question, as due does, a line is a card. Through a pipe the chosen columns have ` +
			`tabs between them and no heading.

			--ids prints the ids of the cards, which all commands that want an ID or a FILTER understand.`,
		UsageText: "kuril list tag:islands\n" +
			"kuril list \"is:due -kind:choice\" --json\n" +
			"kuril list --columns id,recall,lapses,prompt --sort recall\n" +
			"kuril suspend $(kuril list --ids is:leech)\n" +
			"kuril list --ids | fzf | xargs kuril show",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "columns", Usage: "show these `COLUMNS`, with commas between them"},
			&cli.StringFlag{Name: "sort", Usage: "by `COLUMN`; -COLUMN begins with the highest"},
			&cli.BoolFlag{Name: "reverse", Usage: "the other way round"},
			&cli.BoolFlag{Name: "ids", Usage: "the ids of the cards alone, one a line"},
			jsonFlag(),
		},
		Action: func(c *cli.Context) error {
			o, err := listOptions(c)
			if err != nil {
				return err
			}
			return p.reads(func(ctx context.Context, d *quiz.Desk, c *cli.Context) error {
				return quiz.List(ctx, d, o)
			})(c)
		},
	}
}

func listOptions(c *cli.Context) (o quiz.ListOptions, err error) {
	o = quiz.ListOptions{Reverse: c.Bool("reverse"), JSON: c.Bool("json"), IDs: c.Bool("ids")}
	if o.Query, err = filter(c); err != nil {
		return o, err
	}
	if c.IsSet("columns") {
		if o.Columns, err = quiz.ParseColumns("--columns", c.String("columns")); err != nil {
			return o, err
		}
	}
	if c.IsSet("sort") {
		if o.Sort, err = quiz.ParseSort(c.String("sort")); err != nil {
			return o, err
		}
	}
	if o.Reverse {
		for i := range o.Sort {
			o.Sort[i].Down = !o.Sort[i].Down
		}
	}
	if o.IDs && (o.JSON || len(o.Columns) > 0) {
		return o, quiz.Misuse("--ids prints ids and nothing else").Hint("leave out --json and --columns, or --ids")
	}
	return o, nil
}

// columnList names all columns in a sentence.
func columnList() string {
	var names []string
	for _, c := range quiz.Columns {
		names = append(names, c.Name)
	}
	return strings.Join(names, ", ")
}
