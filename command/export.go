package command

import (
	"context"
	"strings"

	"github.com/urfave/cli/v2"

	"kuril/quiz"
)

func (p *program) exportCommand() *cli.Command {
	return &cli.Command{
		Name: "export", Category: devices, ArgsUsage: "FILE [FILTER]",
		Usage: "take cards and their history to another program",
		Description: `The ending of FILE says for whom: ` + quiz.ExportEndings() + `. FILTER chooses cards; a question goes with all
			its cards when one of them is chosen. - writes to the terminal or a pipe, in the --format it is told.

			.apkg is for Anki, with every answer and the day each card is due: in Anki tick "Import any learning progress".
			A second export updates the notes of the first. .json is for kuril itself and holds all there is to know of your
			own cards; of built-in ones only the history, unless --builtin takes them along. What a format cannot carry is
			said and counted. docs/formats.md says more.`,
		UsageText: "kuril export cards.apkg\nkuril export islands.apkg tag:islands --dry-run\nkuril export - --format json > all.json",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "format", Usage: "write `FORMAT`, whatever the file is called: " + quiz.ExportFormats()},
			&cli.BoolFlag{Name: "builtin", Usage: "in .json write the built-in questions, too"},
			&cli.BoolFlag{Name: "dry-run", Usage: "only say what would be written"},
			&cli.BoolFlag{Name: "force", Usage: "write over a file that is there"},
			jsonFlag(),
		},
		Action: func(c *cli.Context) error {
			if c.NArg() == 0 || c.Args().First() == "" {
				return quiz.Misuse("kuril export wants a file").Hint("such as  kuril export cards.apkg")
			}
			query, err := quiz.ParseQuery(strings.Join(c.Args().Tail(), " "))
			if err != nil {
				return err
			}
			return p.reads(func(ctx context.Context, d *quiz.Desk, c *cli.Context) error {
				return quiz.Export(ctx, d, quiz.ExportOptions{
					File: c.Args().First(), Format: c.String("format"), Query: query, Chosen: c.NArg() > 1, Builtin: c.Bool("builtin"),
					DryRun: c.Bool("dry-run"), Force: c.Bool("force"), JSON: c.Bool("json"),
				})
			})(c)
		},
	}
}
