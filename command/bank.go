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
			the built-in bank and at your own decks. Where something is meant so, a remark above the question says why:
			# check: ignore RULE: the reason. docs/check.md has all rules.`,
		UsageText: "kuril check\nkuril check cards.toml --fix\nkuril check --about longest-right",
		Flags:     checkFlags(),
		Action: func(c *cli.Context) error {
			files := append(c.StringSlice("bank"), c.Args().Slice()...)
			d, err := p.bare(c)
			if errors.Is(err, errHomeless) && len(files) > 0 { // nothing of the learner's is needed
				d, err = &quiz.Desk{Out: p.out, Err: p.Stderr, Builtin: p.Bank}, nil
			}
			if err != nil {
				return err
			}
			return p.checkWith(c, d, files)
		},
	}
}

func (p *program) generate() *cli.Command {
	return &cli.Command{
		Name: "generate", Category: banks, ArgsUsage: "SOURCE...",
		Usage: "make questions from facts, or from notes and articles",
		Description: `A source is a file of facts (.toml), a folder of such files, or a text: notes, an article, a chapter in
			plain text or Markdown (.txt, .md, - for what is piped in). The same source gives the same questions, byte
			for byte. When anything is wrong, nothing is written and a file that is there stays as it is.

			Of a text the questions are a draft: go through it with --review, which keeps, edits or skips each with one key and
			can be left and taken up at any time. Marked text is taken at its word: ==gap==, {{c1::gap}}, lines Q: and A:, and
			term :: definition. Of other sentences the best are offered. Places where a text has lost something are listed
			and never asked. docs/generate.md tells it all; docs/examples holds a whole subject.`,
		UsageText: "kuril generate notes.md -o draft.toml\nkuril generate --review draft.toml --deck history\nkuril generate notes.md --explain\nkuril generate material -o questions.toml",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Usage: "write to `FILE` instead of the screen"},
			&cli.BoolFlag{Name: "all", Usage: "of a text: also the questions that are less sure to be good"},
			&cli.IntFlag{Name: "count", Value: 30, Usage: "of each text: offer at most `N` questions beside marked ones"},
			&cli.BoolFlag{Name: "explain", Usage: "of a text: say of each sentence what was made of it, or why it was passed over"},
			&cli.StringFlag{Name: "review", Usage: "go through the draft in `FILE`"},
			&cli.StringFlag{Name: "deck", Usage: "with --review, `NAME`: the deck that kept questions go to, own unless said"},
		},
		Action: func(c *cli.Context) error {
			if c.IsSet("review") {
				return p.reviewDraft(c)
			}
			if c.NArg() == 0 {
				return quiz.Misuse("kuril generate wants a source").Hint("such as  kuril generate notes.md -o draft.toml, or a folder of facts")
			}
			name := c.String("output")
			if c.IsSet("output") && name == "" {
				return quiz.Misuse("no file is named behind -o").Hint("such as  -o bank.toml, or leave -o out to see the questions")
			}
			switch prose, err := p.proseAmong(c.Args().Slice()); {
			case err != nil:
				return err
			case prose:
				return p.fromProse(c, name)
			case c.Bool("all") || c.Bool("explain") || c.IsSet("count"):
				return quiz.Misuse("--all, --count and --explain are for texts, and these are facts").Hint("leave them out")
			case c.IsSet("deck"):
				return deckWithoutReview()
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
