package command

import (
	"context"

	"github.com/urfave/cli/v2"

	"kuril/quiz"
)

func (p *program) sync() *cli.Command {
	return &cli.Command{
		Name: "sync", Category: devices, ArgsUsage: "[DIR]",
		Usage: "share your log and your own decks with your other devices",
		Description: `DIR is any folder that your devices share, by Syncthing, Dropbox, git, rclone, a network drive or a stick.
			In its folder kuril each device writes files of its own and reads those of the others, so that nothing conflicts, in
			whatever order they come by. Only what is new is read. Without DIR it is the folder of the last time.

			Your own decks and pictures travel too. Where two devices changed one card, the newer stands; the other text is kept
			in decks/conflicts, is not asked, and --conflicts shows both. Settings stay on their device.

			With --git the folder is a clone of a repository: kuril pulls before, and commits and pushes after.`,
		UsageText: "kuril sync ~/Dropbox/kuril\nkuril sync\nkuril sync --conflicts\nkuril sync --take capital-japan\ngit clone git@example.org:me/log.git ~/log && kuril sync ~/log --git",
		Flags: []cli.Flag{
			&cli.BoolFlag{Name: "git", Usage: "pull before, commit and push after"},
			&cli.BoolFlag{Name: "dry-run", Usage: "only say what would be read and written"},
			&cli.BoolFlag{Name: "another-learner", Usage: "also when another learner's log is there"},
			&cli.BoolFlag{Name: "conflicts", Usage: "show cards that two devices changed, both texts"},
			&cli.StringFlag{Name: "take", Usage: "let the other text of the card `ID` stand"},
			&cli.StringFlag{Name: "drop", Usage: "forget the other text of the card `ID`"},
			jsonFlag(),
		},
		Action: func(c *cli.Context) error {
			switch {
			case c.NArg() > 1:
				return quiz.Misuse("kuril sync takes one folder, not %d", c.NArg()).Hint("such as  kuril sync %q", c.Args().First())
			case c.IsSet("take") && c.IsSet("drop"), c.Bool("conflicts") && (c.IsSet("take") || c.IsSet("drop")):
				return quiz.Misuse("--conflicts, --take and --drop are three things").Hint("one at a time")
			case c.NArg() > 0 && (c.Bool("conflicts") || c.IsSet("take") || c.IsSet("drop")):
				return quiz.Misuse("conflicts are in your data folder, not in %q", c.Args().First()).Hint("kuril sync --conflicts")
			}
			return p.reads(func(ctx context.Context, d *quiz.Desk, c *cli.Context) error {
				switch {
				case c.Bool("conflicts"):
					return quiz.Conflicts(d, c.Bool("json"))
				case c.IsSet("take"):
					return quiz.TakeConflict(d, c.String("take"))
				case c.IsSet("drop"):
					return quiz.DropConflict(d, c.String("drop"))
				}
				return quiz.Sync(ctx, d, quiz.SyncOptions{
					Dir: c.Args().First(), Git: c.Bool("git"), DryRun: c.Bool("dry-run"), JSON: c.Bool("json"), Another: c.Bool("another-learner"),
				})
			})(c)
		},
	}
}
