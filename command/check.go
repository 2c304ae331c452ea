package command

import (
	"github.com/urfave/cli/v2"

	"kuril/deck/lint"
	"kuril/quiz"
)

func checkFlags() []cli.Flag {
	return []cli.Flag{
		&cli.BoolFlag{Name: "strict", Usage: "tell advice too: no source, no why, few options, a group of one"},
		&cli.StringSliceFlag{Name: "rule", Usage: "look for this `RULE` and no other (repeatable)"},
		&cli.StringSliceFlag{Name: "ignore", Usage: "do not tell this `RULE` (repeatable)"},
		&cli.BoolFlag{Name: "fix", Usage: "write missing ids and gap numbers into the files, and mend quotes, letters and the like"},
		&cli.BoolFlag{Name: "dry-run", Usage: "with --fix: show the changes, and write nothing"},
		&cli.BoolFlag{Name: "from-log", Usage: "point at questions that your answers show to be bad"},
		&cli.BoolFlag{Name: "rules", Usage: "list all rules"},
		&cli.StringFlag{Name: "about", Usage: "tell why a `RULE` is there, with an example"},
		&cli.BoolFlag{Name: "sarif", Usage: "print SARIF 2.1.0, for code forges and editors"},
		jsonFlag(),
	}
}

// checkWith is the check of these files, as the flags say.
func (p *program) checkWith(c *cli.Context, d *quiz.Desk, files []string) error {
	d.Term = p.term(c, p.Stdout)
	switch {
	case c.Bool("rules"):
		return quiz.CheckRules(d, c.Bool("json"))
	case c.IsSet("about"):
		return quiz.CheckExplain(d, c.String("about"))
	}
	return quiz.Check(c.Context, d, quiz.CheckOptions{
		Files: files, JSON: c.Bool("json"), SARIF: c.Bool("sarif"), Fix: c.Bool("fix"), DryRun: c.Bool("dry-run"), FromLog: c.Bool("from-log"),
		Choose: lint.Choose{Only: c.StringSlice("rule"), Ignore: c.StringSlice("ignore"), Strict: c.Bool("strict")},
	})
}
