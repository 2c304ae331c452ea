package quiz

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"kuril/progress"
	"kuril/progress/fsrs"
)

// An Evaluation says how well weights foretell answers that they were not
// fitted to. Its names are those of optimize --evaluate --json.
type Evaluation struct {
	Reviews     int `json:"reviews"`
	Cards       int `json:"cards"`
	Predictions int `json:"predictions"` // all answers but the first to each card

	Fitted  ScorePair `json:"fitted"`
	Default ScorePair `json:"default"`
	Current ScorePair `json:"current"`

	Weights    fsrs.Weights `json:"weights"`     // fitted to everything
	FitSeconds float64      `json:"fit_seconds"` // of the five fits
}

// A ScorePair is a score of all predictions, and of those a study day and more
// after the answer before.
type ScorePair struct {
	All      ScoreFigures `json:"all"`
	Interday ScoreFigures `json:"interday"`
}

// ScoreFigures are explained in docs/model.md.
type ScoreFigures struct {
	LogLoss  float64 `json:"log_loss"`
	RMSEBins float64 `json:"rmse_bins"`
	AUC      float64 `json:"auc"`
	N        int     `json:"n"`
}

func scorePair(s fsrs.Scores) ScorePair {
	figures := func(s fsrs.Score) ScoreFigures { return ScoreFigures{s.LogLoss, s.RMSEBins, s.AUC, s.N} }
	return ScorePair{figures(s.All), figures(s.Interday)}
}

// EvaluateOptions say what is wanted of Evaluate.
type EvaluateOptions struct {
	Reviews string // a file of another program's reviews; "" is the learner's own log
	JSON    bool
}

// Evaluate tells how well the memory model foretells a learner. It changes
// nothing.
func Evaluate(ctx context.Context, d *Desk, o EvaluateOptions) error {
	histories, err := d.histories(ctx, o.Reviews)
	if err != nil {
		return err
	}
	e, err := d.evaluate(ctx, histories)
	if err != nil {
		return err
	}
	if o.JSON {
		return printJSON(d.Out, e)
	}
	_, err = io.WriteString(d.Out, d.evaluationText(e, o.Reviews != ""))
	return err
}

// histories returns what a fit may learn from, in a file or in the log.
func (d *Desk) histories(ctx context.Context, file string) ([]fsrs.History, error) {
	if file == "" {
		return d.Store.Histories(ctx)
	}
	events, err := d.readReviews(file)
	if err != nil {
		return nil, err
	}
	return progress.Histories(events), nil
}

// evaluate fits and tries weights; it fails with too little to try them on.
func (d *Desk) evaluate(ctx context.Context, histories []fsrs.History) (e Evaluation, err error) {
	split := fsrs.NewSplit(histories)
	e.Cards, e.Predictions = len(histories), split.Predictions()
	for _, h := range histories {
		e.Reviews += len(h)
	}
	if e.Predictions <= fsrs.Folds {
		return e, Fail("there is too little to try weights on: %s, and first answers to cards do not count", Count(e.Reviews, "answer")).
			Hint("kuril study  asks what is due today").
			Hint("kuril optimize --reviews FILE.csv  tries them on another program's reviews")
	}
	current, err := d.Store.Weights(ctx)
	if err != nil {
		return e, err
	}
	tried, err := d.try(ctx, split, histories, current)
	tried.Cards, tried.Predictions, tried.Reviews = e.Cards, e.Predictions, e.Reviews
	return tried, err
}

// try fits weights before each block of a split, scores them, and fits them to
// everything.
func (d *Desk) try(ctx context.Context, split *fsrs.Split, histories []fsrs.History, current *fsrs.Weights) (e Evaluation, err error) {
	bar := d.Bar(ctx, "fitting")
	defer bar.Done()
	told := fsrs.FitOptions{Progress: func(done, all int) { _ = bar.To(done, all) }}
	began := d.Now()
	folds, err := split.Fit(ctx, told)
	if err != nil {
		return e, stopped(err)
	}
	e.FitSeconds = d.Now().Sub(began).Seconds()
	e.Fitted = scorePair(split.Score(folds))
	e.Default = scorePair(split.ScoreOne(&fsrs.Default))
	e.Current = e.Default
	if *current != fsrs.Default {
		e.Current = scorePair(split.ScoreOne(current))
	}
	e.Weights, err = fsrs.Fit(ctx, histories, fsrs.FitOptions{})
	return e, stopped(err)
}

// stopped turns the end of a context into ^C.
func stopped(err error) error {
	if errors.Is(err, context.Canceled) {
		return ErrInterrupted
	}
	return err
}

// evaluationText tells an evaluation to people.
func (d *Desk) evaluationText(e Evaluation, file bool) string {
	var b strings.Builder
	width := min(d.Term.Columns(), 100)
	say := func(format string, args ...any) {
		b.WriteString(strings.Join(Wrap(fmt.Sprintf(format, args...), width), "\n") + "\n")
	}
	say("%s to %s. How well could the model have foreseen them?", Count(e.Reviews, "answer"), Count(e.Cards, "card"))
	say("Five times, weights were fitted to what came first and tried on the %s after it. Each line below was tried on the same answers.",
		Count(e.Fitted.All.N/fsrs.Folds, "answer"))
	inUse := e.Current != e.Default
	table := func(title string, of func(ScorePair) ScoreFigures) {
		if of(e.Fitted).N == 0 {
			return
		}
		b.WriteString("\n")
		say("%s", strong(fmt.Sprintf("%s: %d", title, of(e.Fitted).N)))
		fmt.Fprintf(&b, "%-10s %9s %7s %9s\n", "weights", "surprise", "off by", "in order")
		row := func(name string, s ScoreFigures) {
			fmt.Fprintf(&b, "%-10s %9.4f %5.1f %% %7.1f %%\n", name, s.LogLoss, 100*s.RMSEBins, 100*s.AUC)
		}
		row("default", of(e.Default))
		if inUse {
			row("in use", of(e.Current))
		}
		row("fitted", of(e.Fitted))
	}
	table("Answers on a later day than the one before", func(p ScorePair) ScoreFigures { return p.Interday })
	table("All answers", func(p ScorePair) ScoreFigures { return p.All })
	b.WriteString("\n")
	say("surprise: how unexpected the answers were; less is better (log loss). " +
		"off by: how far the foreseen share of right answers was off, over answers of a kind; less is better (RMSE of bins). " +
		"in order: of a card you knew and one you did not, how often the first was held likelier; 50 %% is a guess (AUC).")
	if inUse && !file {
		say("The weights in use may have seen some of these answers, which flatters them.")
	}
	b.WriteString("\n")
	say("%s", verdict(e, file))
	return b.String()
}

// worthIt is from which gain on new weights are worth having, as a share of
// the loss.
const worthIt = 0.005

// gain returns how much better the fitted weights foretold than others, as a
// share of their loss: answers on later days, or all where there are none.
func (e Evaluation) gain(others ScorePair) float64 {
	fitted, other := e.Fitted.Interday, others.Interday
	if fitted.N == 0 {
		fitted, other = e.Fitted.All, others.All
	}
	if other.LogLoss == 0 {
		return 0
	}
	return 1 - fitted.LogLoss/other.LogLoss
}

func verdict(e Evaluation, file bool) string {
	whose := "you"
	if file {
		whose = "these reviews"
	}
	gain := e.gain(e.Default)
	little := ""
	if e.Predictions < enoughPredictions {
		little = fmt.Sprintf(" With only %s to go by that says little.", Count(e.Predictions, "answer"))
	}
	switch {
	case gain >= worthIt:
		return fmt.Sprintf("Weights fitted to %s are %.1f %% better at it than the default ones.%s", whose, 100*gain, little)
	case gain > -worthIt:
		return fmt.Sprintf("Weights fitted to %s are no better at it than the default ones, and no worse.%s", whose, little)
	}
	return fmt.Sprintf("Weights fitted to %s are %.1f %% worse at it than the default ones, which are the better choice for now.%s", whose, -100*gain, little)
}

// enoughPredictions is from how many answers on a fit is to be relied on.
const enoughPredictions = 400
