package command

import (
	"context"
	"strings"

	"github.com/urfave/cli/v2"

	"kuril/quiz"
)

func (p *program) study() *cli.Command {
	return &cli.Command{
		Name: "study", Category: learning, ArgsUsage: "[FILTER]",
		Usage:     "today's session",
		UsageText: `kuril study "tag:offers -kind:order"`,
		Flags: []cli.Flag{
			&cli.IntFlag{Base: 10, Name: "new", Value: quiz.Unset, DefaultText: "what is left of the day's limit", Usage: "ask `N` new cards, whatever the day's limit"},
			&cli.IntFlag{Base: 10, Name: "limit", Value: quiz.Unset, DefaultText: "none", Usage: "ask `N` cards, due ones before new ones, whatever the day's limits"},
			&cli.IntFlag{Base: 10, Name: "minutes", Usage: "about as many cards as fit into `M` minutes"},
			&cli.IntFlag{Base: 10, Name: "catch-up", Usage: "take `N` due cards today and no new ones, and say when a backlog is done at N a day"},
			&cli.StringFlag{Name: "order", Value: string(quiz.Mixed), Usage: "`ORDER`: mixed, due-first, new-first or bank"},
		},
		Action: func(c *cli.Context) error {
			o, err := sessionOptions(c)
			if err != nil {
				return err
			}
			return p.session(func(ctx context.Context, d *quiz.Desk, c *cli.Context) error {
				return quiz.Study(ctx, d, o)
			})(c)
		},
	}
}

// sessionOptions reads what a session is narrowed by.
func sessionOptions(c *cli.Context) (quiz.SessionOptions, error) {
	o := quiz.SessionOptions{
		New: quiz.Unset, Limit: quiz.Unset, Minutes: c.Int("minutes"), Order: quiz.Order(c.String("order")),
	}
	for _, n := range []struct {
		name string
		to   *int
	}{{"new", &o.New}, {"limit", &o.Limit}} {
		if !c.IsSet(n.name) {
			continue
		}
		if *n.to = c.Int(n.name); *n.to < 0 {
			return o, quiz.Misuse("--%s wants a number of cards, 0 or more, not %d", n.name, *n.to)
		}
	}
	if c.IsSet("minutes") && o.Minutes < 1 {
		return o, quiz.Misuse("--minutes wants a number of minutes, 1 or more, not %d", o.Minutes)
	}
	if c.IsSet("catch-up") {
		if o.CatchUp = c.Int("catch-up"); o.CatchUp < 1 {
			return o, quiz.Misuse("--catch-up wants a number of cards a day, 1 or more, not %d", o.CatchUp).Hint("such as  kuril study --catch-up 40")
		}
		for _, name := range []string{"new", "limit", "minutes"} {
			if c.IsSet(name) {
				return o, quiz.Misuse("--catch-up says how many cards there are today, and that none of them is new: it does not go with --%s", name).
					Hint("kuril study --catch-up %d", o.CatchUp)
			}
		}
	}
	known := false
	var names []string
	for _, order := range quiz.Orders {
		known = known || o.Order == order
		names = append(names, string(order))
	}
	if !known {
		return o, quiz.Misuse("there is no order %q", string(o.Order)).Hint("the orders are %s", strings.Join(names, ", "))
	}
	var err error
	o.Query, err = filter(c)
	return o, err
}
