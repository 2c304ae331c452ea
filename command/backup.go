package command

import (
	"context"

	"github.com/urfave/cli/v2"

	"kuril/quiz"
)

// session opens the desk for a conversation, and makes the backup of the day
// when it is over.
func (p *program) session(do action) cli.ActionFunc {
	return p.records(func(ctx context.Context, d *quiz.Desk, c *cli.Context) error {
		err := do(ctx, d, c)
		d.BackUpDaily(ctx)
		return err
	})
}

// logOnly opens the desk for a command about the files themselves: no bank is
// read and no log opened, because neither may be readable.
func (p *program) logOnly(do action) cli.ActionFunc {
	return func(c *cli.Context) error {
		d, err := p.bare(c)
		if err != nil {
			return err
		}
		d.Term = p.term(c, p.Stderr)
		p.close = append(p.close, d.Close)
		return do(c.Context, d, c)
	}
}

func (p *program) backup() *cli.Command {
	return &cli.Command{
		Name: "backup", Category: devices, ArgsUsage: "[FILE]",
		Usage: "copy all you answered and your own decks into one file",
		Description: `Without FILE the copy goes to the folder backups beside the log. It is read again and checked before the
			command ends, and is on disk then.

			Backups come by themselves: after the first session of a day, before a new version changes the log, and before
			import, merge, restore, remove, optimize, doctor --repair and a reset of several cards. Of those in the
			folder the newest 5 stay, and the newest of each of the last 7 days, 4 weeks and 12 months that have any; a file
			you named yourself is never removed.`,
		UsageText: "kuril backup\nkuril backup /media/stick/kuril.db\nkuril backup --list",
		Flags: []cli.Flag{
			&cli.BoolFlag{Name: "list", Usage: "the backups there are, newest first"},
			&cli.BoolFlag{Name: "yes", Usage: "replace FILE when it is there"},
			jsonFlag(),
		},
		Action: func(c *cli.Context) error {
			switch {
			case c.NArg() > 1:
				return quiz.Misuse("kuril backup takes one file, not %d", c.NArg()).Hint("such as  kuril backup %q", c.Args().First())
			case c.NArg() == 1 && c.Args().First() == "":
				return quiz.Misuse("the name of the file is empty").Hint("such as  kuril backup kuril.db")
			case c.Bool("list") && c.NArg() > 0:
				return quiz.Misuse("--list takes no file").Hint("kuril backup --list")
			}
			return p.logOnly(func(ctx context.Context, d *quiz.Desk, c *cli.Context) error {
				return quiz.Backup(ctx, d, quiz.BackupOptions{
					File: c.Args().First(), List: c.Bool("list"), JSON: c.Bool("json"), Yes: c.Bool("yes"),
				})
			})(c)
		},
	}
}

func (p *program) restore() *cli.Command {
	return &cli.Command{
		Name: "restore", Category: devices, ArgsUsage: "FILE",
		Usage: "put a backup in the place of what is there",
		Description: `FILE is a file that kuril backup wrote, a copied progress.db of this or an older version, or a name that
			kuril backup --list shows. It is checked first; a damaged, newer or foreign file changes nothing. What is there is
			copied before, and --undo brings it back. Decks of the backup replace yours of the same name; others stay.

			A session in another terminal goes on with the restored log.`,
		UsageText: "kuril restore kuril.db\nkuril restore --undo",
		Flags: []cli.Flag{
			&cli.BoolFlag{Name: "undo", Usage: "bring back what the last restore replaced"},
			yesFlag(),
		},
		Action: func(c *cli.Context) error {
			undo := c.Bool("undo")
			switch {
			case undo && c.NArg() > 0:
				return quiz.Misuse("--undo takes no file").Hint("kuril restore --undo")
			case !undo && (c.NArg() == 0 || c.Args().First() == ""):
				return quiz.Misuse("kuril restore wants a file").Hint("kuril backup --list  shows the backups there are")
			case c.NArg() > 1:
				return quiz.Misuse("kuril restore takes one file, not %d", c.NArg()).Hint("such as  kuril restore %q", c.Args().First())
			}
			return p.logOnly(func(ctx context.Context, d *quiz.Desk, c *cli.Context) error {
				return quiz.Restore(ctx, d, quiz.RestoreOptions{File: c.Args().First(), Undo: undo, Yes: c.Bool("yes")})
			})(c)
		},
	}
}
