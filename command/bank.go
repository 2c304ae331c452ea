package command

import (
	"errors"

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
			files := append(c.StringSlice("bank"), c.Args().Slice()...)
			d, err := p.bare(c)
			if errors.Is(err, errHomeless) && len(files) > 0 { // nothing of the learner's is needed
				d, err = &quiz.Desk{Out: p.out, Err: p.Stderr, Builtin: p.Bank}, nil
			}
			if err != nil {
				return err
			}
			return quiz.Check(d, quiz.CheckOptions{Files: files, JSON: c.Bool("json"), Fix: c.Bool("fix")})
		},
	}
}

func (p *program) generate() *cli.Command {
	return &cli.Command{
		Name: "generate", Category: banks, ArgsUsage: "SOURCE...",
		Usage: "make questions from facts",
		Description: `A source is a file of facts, or a folder of such files. The same facts give the same questions, byte for
			byte, in whatever order the files are named. When anything is wrong, nothing is written and a file that
			is there stays as it is. docs/generate.md begins with an example that can be copied; docs/examples
			holds a whole subject.`,
		UsageText: "kuril generate rivers.toml -o bank.toml\nkuril generate material -o questions.toml",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Usage: "write to `FILE` instead of the screen"},
		},
		Action: func(c *cli.Context) error {
			if c.NArg() == 0 {
				return quiz.Misuse("kuril generate wants a source").Hint("such as  kuril generate material -o questions.toml")
			}
			name := c.String("output")
			if c.IsSet("output") && name == "" {
				return quiz.Misuse("no file is named behind -o").Hint("such as  -o bank.toml, or leave -o out to see the questions")
			}
			files, err := generate.ReadFor(c.Args().Slice(), name)
			if err != nil {
				return err
			}
			text, problems := generate.Generate(files)
			if len(problems) > 0 {
				return p.faults(problems)
			}
			if name != "" && name != "-" {
				return deck.WriteFile(name, text, 0o666)
			}
			_, err = p.out.Write(text)
			return err
		},
	}
}

// faults returns the first problem as the error, after the others were told:
// whoever mends one wants to see whether more are waiting. What is wrong in one
// place is told once, however many facts it meets.
func (p *program) faults(problems []deck.Problem) error {
	const most = 20
	type place struct {
		file      string
		line, col int
	}
	told := map[place]bool{}
	for i, problem := range problems {
		at := place{problem.File, problem.Line, problem.Col}
		if told[at] {
			continue
		}
		told[at] = true
		switch {
		case i == 0:
		case len(told) > most:
			p.talk("kuril: note: and more")
			return problems[0]
		default:
			p.talk("kuril: note: %s", quiz.CleanLine(problem.Error()))
		}
	}
	return problems[0]
}
