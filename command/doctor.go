package command

import (
	"context"

	"github.com/urfave/cli/v2"

	"kuril/quiz"
)

func (p *program) doctor() *cli.Command {
	return &cli.Command{
		Name: "doctor", Category: devices,
		Usage: "look whether all that is kept is well, and mend it",
		Description: `Looks at the folders and who can read them, at the log (SQLite's own check, the numbers of each device, what events
			hold and refer to, what guards them), compares what is remembered with a replay of the whole log, and looks at your
			decks, the backups, and what programs that were killed left. Each line says ok, note, or FAULT where something needs
			repair; then it fails.

			--repair asks, copies what there is and mends what can be mended. Of a damaged log it saves every event that can be
			read, page by page, adds what the backups have, and says how many are lost; the damaged file is kept.`,
		UsageText: "kuril doctor\nkuril doctor --repair",
		Flags: []cli.Flag{
			&cli.BoolFlag{Name: "repair", Usage: "mend what can be mended"},
			yesFlag(),
			jsonFlag(),
		},
		Action: func(c *cli.Context) error {
			if err := noArguments(c); err != nil {
				return err
			}
			return p.logOnly(func(ctx context.Context, d *quiz.Desk, c *cli.Context) error {
				return quiz.Doctor(ctx, d, quiz.DoctorOptions{Repair: c.Bool("repair"), Yes: c.Bool("yes"), JSON: c.Bool("json")})
			})(c)
		},
	}
}
