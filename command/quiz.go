package command

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"kuril/quiz"
)

func (p *program) quiz() *cli.Command {
	return &cli.Command{
		Name: "quiz", Category: learning, ArgsUsage: "[FILTER]",
		Usage: "a mock exam",
		Description: `Asks without a word on how it goes and marks everything at the end: the points, by topic, and what was missed with
			what you answered. The schedule stays as it is. New cards are asked too; -is:new leaves them out. Handing in early (:q
			or ^C) and the end of the time mark what was answered. What you missed is in kuril missed, and kuril undo takes back
			a whole exam.

			--weight makes some questions likelier than others; with several tags of a question the numbers are multiplied, and 0
			leaves a tag out.`,
		UsageText: "kuril quiz --count 20 --time 10m --pass 80\nkuril quiz 'tag:offers OR tag:sanctions' --weight offers=3\nkuril quiz --history",
		Flags: []cli.Flag{
			&cli.IntFlag{Name: "count", Value: 20, Usage: "ask `N` questions"},
			&cli.StringFlag{Name: "time", Usage: "end after `TIME`, such as 10m or 90s"},
			&cli.StringFlag{Name: "pass", Usage: "the `PERCENT` of points to reach"},
			&cli.StringSliceFlag{Name: "weight", Usage: "`TAG=N`: questions with this tag are N times as likely; may be repeated"},
			&cli.BoolFlag{Name: "history", Usage: "the scores of your exams"},
			jsonFlag(),
		},
		Action: func(c *cli.Context) error {
			if c.Bool("history") {
				if err := noArguments(c); err != nil {
					return err
				}
				return p.reads(func(ctx context.Context, d *quiz.Desk, c *cli.Context) error {
					return quiz.ExamHistory(ctx, d, c.Bool("json"))
				})(c)
			}
			o, err := examOptions(c)
			if err != nil {
				return err
			}
			return p.session(func(ctx context.Context, d *quiz.Desk, c *cli.Context) error {
				return quiz.Exam(ctx, d, o)
			})(c)
		},
	}
}

func examOptions(c *cli.Context) (o quiz.ExamOptions, err error) {
	if c.Bool("json") {
		return o, quiz.Misuse("an exam is a conversation and has no --json").Hint("kuril quiz --history --json")
	}
	if o.Count = c.Int("count"); o.Count < 1 || o.Count > quiz.MaxExamCount {
		return o, quiz.Misuse("--count wants a number from 1 to %d, not %d", quiz.MaxExamCount, o.Count)
	}
	if o.Time, err = examTime(c.String("time")); err != nil {
		return o, err
	}
	if text := strings.TrimSpace(strings.TrimSuffix(c.String("pass"), "%")); c.IsSet("pass") {
		if o.Pass, err = strconv.Atoi(text); err != nil || o.Pass < 1 || o.Pass > 100 {
			return o, quiz.Misuse("--pass wants per cent from 1 to 100, not %q", c.String("pass"))
		}
	}
	o.Weights = make(map[string]float64)
	for _, text := range c.StringSlice("weight") {
		i := strings.LastIndexByte(text, '=')
		if i < 1 {
			return o, quiz.Misuse("--weight wants a tag and a number, not %q", text).Hint("such as --weight offers=3")
		}
		n, err := strconv.ParseFloat(text[i+1:], 64)
		if err != nil || !(n >= 0 && n <= 1000) {
			return o, quiz.Misuse("--weight %s: wants a number from 0 to 1000, not %q", text[:i], text[i+1:])
		}
		o.Weights[text[:i]] = n
	}
	o.Filter = strings.Join(c.Args().Slice(), " ")
	o.Query, err = filter(c)
	return o, err
}

// examTime reads 10m, 90s, 1h or a plain number of minutes.
func examTime(text string) (time.Duration, error) {
	if text == "" {
		return 0, nil
	}
	d, err := time.ParseDuration(text)
	if n, plain := strconv.Atoi(text); plain == nil {
		d, err = time.Duration(min(n, 1e6))*time.Minute, nil
	}
	if err != nil || d < time.Second || d > quiz.MaxExamTime {
		return 0, quiz.Misuse("--time wants a time from 1s to 24h, not %q", text).Hint("such as 10m")
	}
	return d, nil
}
