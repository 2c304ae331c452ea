package command

import (
	"context"
	"strings"

	"github.com/urfave/cli/v2"

	"kuril/deck"
	"kuril/quiz"
)

func (p *program) add() *cli.Command {
	return &cli.Command{
		Name: "add", Category: cards,
		Usage: "a card of your own",
		Description: `Asks for the card when it is given no flag. The card goes to decks/own.toml in the data folder and comes
			in the next session. What a card needs goes by its kind: an answer for recall and typed, wrong options too for choice
			and select, items for list and order, and for cloze the answer in [[double brackets]] within the question.`,
		UsageText: "kuril add\nkuril add --prompt \"Capital of Japan?\" --answer Tokyo --tag cities\nkuril add --prompt \"The capital of Russia is [[Moscow]].\"\nkuril add --edit",
		Flags: []cli.Flag{
			&cli.BoolFlag{Name: "edit", Usage: "write it, or several, in your editor"},
			&cli.StringFlag{Name: "prompt", Usage: "`TEXT`: the question"},
			&cli.StringSliceFlag{Name: "answer", Usage: "`TEXT`: what is right; again for another way to say it"},
			&cli.StringFlag{Name: "kind", Usage: "`KIND`: recall, typed, choice, select, list, order or cloze"},
			&cli.StringSliceFlag{Name: "wrong", Usage: "`TEXT`: a wrong option, or a near miss that must not pass; again for the next"},
			&cli.StringSliceFlag{Name: "item", Usage: "`TEXT`: one item of a list or an order; again for the next"},
			&cli.StringSliceFlag{Name: "tag", Usage: "`TAG`: a word to find the card by; again for another"},
			&cli.StringFlag{Name: "deck", Usage: "`NAME`: the deck it goes to, own unless said"},
			&cli.StringFlag{Name: "hint", Usage: "`TEXT`: what helps, shown when asked for"},
			&cli.StringFlag{Name: "why", Usage: "`TEXT`: shown after the answer"},
			&cli.StringSliceFlag{Name: "source", Usage: "`SOURCE`: where it stands, as \"title <address>\""},
			&cli.BoolFlag{Name: "both", Usage: "ask it the other way round too"},
			&cli.StringFlag{Name: "match", Usage: "`HOW`: typed answers are compared as text, exact, date or number"},
			&cli.Float64Flag{Name: "tolerance", Usage: "`N`: how far off a number may be"},
			&cli.StringFlag{Name: "unit", Usage: "`UNIT`: what a number counts, such as km"},
			&cli.StringFlag{Name: "group", Usage: "`NAME`: cards of one group do not come on the same day"},
			&cli.StringFlag{Name: "id", Usage: "`ID`: its name for ever; one is made unless said"},
		},
		Action: func(c *cli.Context) error {
			if err := noArguments(c); err != nil {
				return err
			}
			return p.reads(add)(c)
		},
	}
}

func add(ctx context.Context, d *quiz.Desk, c *cli.Context) error {
	q := deck.Question{
		ID: c.String("id"), Prompt: c.String("prompt"), Kind: deck.Kind(c.String("kind")),
		Answers: c.StringSlice("answer"), Wrong: c.StringSlice("wrong"), Items: c.StringSlice("item"),
		Match: deck.Match(c.String("match")), Tolerance: c.Float64("tolerance"), Unit: c.String("unit"),
		Both: c.Bool("both"), Hint: c.String("hint"), Why: c.String("why"), Sources: c.StringSlice("source"),
		Tags: c.StringSlice("tag"), Group: c.String("group"),
	}
	given := false
	for _, name := range c.LocalFlagNames() {
		given = given || name != "deck" && name != "edit"
	}
	switch {
	case c.Bool("edit") && given:
		return quiz.Misuse("--edit writes the whole card in the editor").Hint("leave the other flags out, or --edit")
	case c.Bool("edit"):
		return quiz.AddInEditor(ctx, d, c.String("deck"))
	case given:
		return quiz.Add(ctx, d, c.String("deck"), q)
	}
	return quiz.AddAsking(ctx, d, c.String("deck"))
}

func (p *program) edit() *cli.Command {
	return &cli.Command{
		Name: "edit", Category: cards, ArgsUsage: "ID",
		Usage: "change a card in your editor; what you remember of it stays",
		Description: `Opens the question in the editor that VISUAL or EDITOR names, else in the first of editor, nano and vi
			that there is. A built-in question is changed in a copy
			of your own that takes its place; removing the copy brings the original back.`,
		UsageText: "kuril edit capital-japan\nEDITOR=\"code --wait\" kuril edit capital-japan",
		Action: p.withID(func(ctx context.Context, d *quiz.Desk, _ *cli.Context, id string) error {
			return quiz.Edit(ctx, d, id)
		}),
	}
}

func (p *program) remove() *cli.Command {
	return &cli.Command{
		Name: "remove", Category: cards, ArgsUsage: "ID",
		Usage:       "take a card out; what you answered stays in the log",
		Description: `A built-in question is suspended instead.`,
		UsageText:   "kuril remove capital-japan",
		Flags:       []cli.Flag{yesFlag()},
		Action: p.withID(func(ctx context.Context, d *quiz.Desk, c *cli.Context, id string) error {
			return quiz.Remove(ctx, d, id, c.Bool("yes"))
		}),
	}
}

func (p *program) show() *cli.Command {
	return &cli.Command{
		Name: "show", Category: cards, ArgsUsage: "ID",
		Usage:     "everything about one question and its cards",
		UsageText: "kuril show offer-1956-islands\nkuril show offer-1956-islands --json",
		Flags:     []cli.Flag{jsonFlag()},
		Action: func(c *cli.Context) error {
			id, err := oneID(c)
			if err != nil {
				return err
			}
			return p.reads(func(ctx context.Context, d *quiz.Desk, c *cli.Context) error {
				return quiz.Show(ctx, d, id, c.Bool("json"))
			})(c)
		},
	}
}

// withID opens the desk for a command that changes one question.
func (p *program) withID(do func(context.Context, *quiz.Desk, *cli.Context, string) error) cli.ActionFunc {
	return func(c *cli.Context) error {
		id, err := oneID(c)
		if err != nil {
			return err
		}
		return p.asks(func(ctx context.Context, d *quiz.Desk, c *cli.Context) error {
			return do(ctx, d, c, id)
		})(c)
	}
}

// filter reads the words of a command as one filter.
func filter(c *cli.Context) (quiz.Query, error) {
	return quiz.ParseQuery(strings.Join(c.Args().Slice(), " "))
}
