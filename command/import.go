package command

import (
	"context"

	"github.com/urfave/cli/v2"

	"kuril/quiz"
)

func (p *program) importCommand() *cli.Command {
	return &cli.Command{
		Name: "import", Category: devices, ArgsUsage: "FILE",
		Usage: "bring cards and their history from Anki, Markdown or a table",
		Description: `Reads a package (.apkg, .colpkg) or a collection (.anki2, .anki21) of Anki, of any version since 2.0. Cards
			become questions in decks of your own, pictures and sounds go to the folder media, every answer of the review log
			is kept, and each card is due on the day it was due in Anki: tomorrow here goes on where today left off there.

			Importing the same file again changes nothing. A newer one brings texts up to date and adds new cards and
			answers; what you answered here stays. It is all or nothing, and what cannot be carried over is said.
			In Anki: File, Export, and tick "Include scheduling information".

			Markdown (.md) of hashcards, repeater or Obsidian's spaced-repetition plugin brings what was remembered there; which
			it is, is said, and --format says otherwise. A table (.csv, .tsv, .txt) has a question and its answer in each row; a
			bank (.toml) is kuril's own. - reads what comes through a pipe. docs/formats.md says more.`,
		UsageText: "kuril import japanese.apkg --dry-run\nkuril import japanese.apkg\nkuril import words.csv --deck german\nkuril import notes.md --format obsidian",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "format", Usage: "read it as `FORMAT`, whatever it is called: " + quiz.ImportFormats()},
			&cli.BoolFlag{Name: "dry-run", Usage: "only show what would become of each card"},
			&cli.StringFlag{Name: "deck", Usage: "put all new cards into the deck `NAME`"},
			jsonFlag(),
		},
		Action: func(c *cli.Context) error {
			switch {
			case c.NArg() == 0:
				return quiz.Misuse("kuril import wants a file").Hint("such as  kuril import japanese.apkg")
			case c.NArg() > 1:
				return quiz.Misuse("kuril import takes one file at a time, not %d", c.NArg()).Hint("such as  kuril import %q", c.Args().First())
			case c.IsSet("deck") && c.String("deck") == "":
				return quiz.Misuse("--deck wants a name").Hint("such as  --deck japanese")
			}
			return p.reads(func(ctx context.Context, d *quiz.Desk, c *cli.Context) error {
				return quiz.Import(ctx, d, quiz.ImportOptions{
					File: c.Args().First(), Format: c.String("format"), Deck: c.String("deck"), DryRun: c.Bool("dry-run"), JSON: c.Bool("json"),
				})
			})(c)
		},
	}
}
