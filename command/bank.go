package command

import (
	"github.com/urfave/cli/v2"

	"kuril/deck"
	"kuril/deck/generate"
	"kuril/quiz"
)

func (p *program) check() *cli.Command {
	return &cli.Command{
		Name: "check", Category: banks, ArgsUsage: "[FILE...]",
		Usage: "find mistakes in banks",
		Description: `Prints file:line:col: rule: message for each, and fails when one is an error. Without a file it looks at
			the built-in bank and at your own decks.`,
		UsageText: "kuril check\nkuril check cards.toml --fix",
		Flags: []cli.Flag{
			&cli.BoolFlag{Name: "fix", Usage: "write missing ids and gap numbers into the files"},
			jsonFlag(),
		},
		Action: func(c *cli.Context) error {
			d, err := p.bare(c)
			if err != nil {
				return err
			}
			files := append(c.StringSlice("bank"), c.Args().Slice()...)
			return quiz.Check(d, quiz.CheckOptions{Files: files, JSON: c.Bool("json"), Fix: c.Bool("fix")})
		},
	}
}

func (p *program) generate() *cli.Command {
	return &cli.Command{
		Name: "generate", Category: banks, ArgsUsage: "SOURCE...",
		Usage:       "make questions from facts",
		Description: `A source is a file or a folder of them. The same facts give the same questions, byte for byte.`,
		UsageText:   "kuril generate material -o questions.toml",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Usage: "write to `FILE` instead of the screen"},
		},
		Action: func(c *cli.Context) error {
			if c.NArg() == 0 {
				return quiz.Misuse("kuril generate wants a source").Hint("such as  kuril generate material -o questions.toml")
			}
			files, err := generate.ReadAll(c.Args().Slice())
			if err != nil {
				return err
			}
			text, problems := generate.Generate(files)
			for _, problem := range problems {
				if problem.Severity == deck.Error {
					return problem
				}
				p.talk("kuril: note: %s", problem.Error())
			}
			if name := c.String("output"); name != "" && name != "-" {
				return deck.WriteFile(name, text, 0o666)
			}
			_, err = p.out.Write(text)
			return err
		},
	}
}
