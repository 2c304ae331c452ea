package quiz

import (
	"context"
	"errors"
	"fmt"
	"math"

	"kuril/progress"
	"kuril/progress/fsrs"
)

// OptimizeOptions say what is wanted of Optimize.
type OptimizeOptions struct {
	Yes bool // do not ask
}

// Optimize fits the memory model to the learner: it tells what it found, what
// would change and takes the new weights into use if that is wanted. The old
// ones stay in the log.
func Optimize(ctx context.Context, d *Desk, o OptimizeOptions) error {
	log, err := d.fitLog(ctx)
	if err != nil {
		return err
	}
	split := fsrs.NewSplit(log.histories)
	if n := split.Predictions(); n < enoughPredictions {
		return tooFew(n, log)
	}
	d.tell("Looking at %s to %s.", Count(log.answers, "answer"), Count(len(log.histories), "card"))
	if log.since > 0 {
		split = split.Since(log.since)
	}
	e, err := d.try(ctx, split, log.histories, log.current)
	if err != nil {
		return err
	}
	tested := e.Fitted.Interday.N
	if log.since > 0 && tested < newPredictions {
		return d.say("The weights in use were fitted to you on %s. Of the answers since then %d can tell whether others would be better, and %d are needed: %d more.",
			log.fitted, tested, newPredictions, newPredictions-tested)
	}
	d.tell("")
	d.tellFound(e, log.since > 0)
	gain := e.gain(e.Current)
	if gain < worthIt {
		return d.say("%s Nothing was changed.", notBetter(gain))
	}
	if err := d.tellChange(ctx, log, &e.Weights); err != nil {
		return err
	}
	if !o.Yes {
		if yes, err := d.sure("Take the new weights into use?"); err != nil || !yes {
			return d.left(err)
		}
	}
	if err := d.BackUpBefore(ctx, "optimize"); err != nil {
		return err
	}
	if err := d.take(ctx, &e.Weights); err != nil {
		return err
	}
	return d.say("The new weights are in use. The old ones are kept: kuril optimize --revert\nCards that wait can come by them too: kuril optimize --reschedule  shows what would move")
}

// newPredictions is how many answers on later days there must be, since weights
// were fitted, to judge them and new ones by.
const newPredictions = 200

// A fitLog is what Optimize knows of the learner's log.
type fitLog struct {
	events    []progress.Event // without what was answered
	histories []fsrs.History
	answers   int
	current   *fsrs.Weights
	since     int          // answers before the weights in use were taken; 0: they are the default ones
	fitted    progress.Day // when they were taken
	days      int          // from the first answer to the last
}

func (d *Desk) fitLog(ctx context.Context) (l fitLog, err error) {
	err = d.Store.Log(ctx, func(e progress.Event) error {
		if !e.TakenBack && e.Kind != progress.Undone {
			e.Given, e.Rules = "", nil
			l.events = append(l.events, e)
		}
		return nil
	})
	if err != nil {
		return l, err
	}
	l.histories = progress.Histories(l.events)
	for _, h := range l.histories {
		l.answers += len(h)
	}
	if l.current, err = d.Store.Weights(ctx); err != nil {
		return l, err
	}
	var first, last progress.Day
	seen := 0
	for _, e := range l.events {
		switch e.Kind {
		case progress.Reviewed:
			if seen++; first == 0 {
				first = e.Day
			}
			last = e.Day
		case progress.Weighted:
			l.since, l.fitted = 0, e.Day
			if e.Weights != nil && *e.Weights != fsrs.Default {
				l.since = seen
			}
		}
	}
	l.days = int(last-first) + 1
	return l, nil
}

// tooFew says how much more is needed, and how long that takes at this pace.
func tooFew(n int, l fitLog) error {
	e := Fail("there is too little to learn from: %s beside the first ones to each card, and %d are needed", Count(n, "answer"), enoughPredictions)
	more := enoughPredictions - n
	if n > 0 && l.days >= 7 {
		days := int(math.Ceil(float64(more) * float64(l.days) / float64(n)))
		return e.Hint("%d more; at your pace so far that takes about %s", more, Count(days, "day"))
	}
	return e.Hint("%d more; until then the default weights are the better choice", more)
}

// tellFound says how well the answers could have been foreseen.
func (d *Desk) tellFound(e Evaluation, again bool) {
	since := ""
	if again {
		since = " since they were fitted last"
	}
	d.tell("How well does the model foresee what you still know? Tried on %s%s, each a day or more after the one before, which the fitted weights had not seen:",
		Count(e.Fitted.Interday.N, "answer"), since)
	d.tell("")
	d.tell("%-10s %9s %7s", "weights", "surprise", "off by")
	row := func(name string, s ScoreFigures) {
		d.tell("%-10s %9.4f %5.1f %%", name, s.LogLoss, 100*s.RMSEBins)
	}
	if e.Current != e.Default {
		row("default", e.Default.Interday)
	}
	row("in use", e.Current.Interday)
	row("fitted", e.Fitted.Interday)
	d.tell("")
	if gain := e.gain(e.Current); gain >= worthIt {
		d.tell("The fitted ones are %.1f %% better. Surprise: how unexpected your answers were. Off by: how far the foreseen share of known cards was from the real one. Less is better in both.", 100*gain)
	}
}

func notBetter(gain float64) string {
	if gain > -worthIt {
		return "Fitted to you, weights are no better than those in use."
	}
	return fmt.Sprintf("Fitted to you, weights would be %.1f %% worse than those in use; with more answers that may change.", -100*gain)
}

// tellChange says what new weights do to the coming days: no card moves, but
// the next waits are others.
func (d *Desk) tellChange(ctx context.Context, l fitLog, fitted *fsrs.Weights) error {
	d.tell("")
	d.tell("No card moves: each comes on the day it was promised, and waits by the new weights from its next answer on. Answers to expect to the cards you have begun:")
	d.tell("")
	before, after, err := d.rehearse(ctx, l, fitted)
	if err != nil {
		return err
	}
	d.tellLoads("weights in use", before, "fitted", after)
	d.tell("")
	wait := func(w *fsrs.Weights) string {
		p := progress.Plan{Weights: w, Retention: d.Settings.Retention, Longest: d.Settings.Longest}
		return Count(p.Wait(w.Next(fsrs.Memory{}, 0, fsrs.Good)), "day")
	}
	d.tell("A new card first rated good comes again after %s, and with the new weights after %s.", wait(l.current), wait(fitted))
	d.tell("")
	return nil
}

// rehearseDays is how far ahead a change is shown.
const rehearseDays = 90

// rehearse returns the answers to expect on the coming days with the weights in
// use and with fitted ones, which are what the learner is taken to remember by.
func (d *Desk) rehearse(ctx context.Context, l fitLog, fitted *fsrs.Weights) (before, after []float64, err error) {
	day, _, err := d.studyDay(ctx)
	if err != nil {
		return nil, nil, err
	}
	now, then := progress.Replay(l.events, l.current), progress.Replay(l.events, fitted)
	r := progress.Rehearsal{Truth: fitted, Habits: progress.HabitsOf(l.histories), Today: day, Days: rehearseDays}
	var asNow, asThen []progress.Begun
	for _, card := range d.Bank.Cards() {
		s, ok := now[card.ID]
		if !ok || s.New() || s.Suspended {
			continue
		}
		known := then[card.ID].Memory
		plan := progress.Plan{Weights: l.current, Retention: d.Settings.RetentionFor(card.Question), Longest: d.Settings.Longest}
		asNow = append(asNow, progress.Begun{Known: known, Scheduled: s.Memory, Last: s.LastDay, Due: s.Due, Plan: plan})
		plan.Weights = fitted
		asThen = append(asThen, progress.Begun{Known: known, Scheduled: known, Last: s.LastDay, Due: s.Due, Plan: plan})
	}
	return r.Answers(asNow), r.Answers(asThen), nil
}

func sumUp(xs []float64) (all float64) {
	for _, x := range xs {
		all += x
	}
	return all
}

// take records weights as those in use.
func (d *Desk) take(ctx context.Context, w *fsrs.Weights) error {
	if err := d.Write(ctx); err != nil {
		return err
	}
	day, _, err := d.studyDay(ctx)
	if err != nil {
		return err
	}
	_, _, err = d.Store.Record(ctx, progress.Event{Kind: progress.Weighted, At: d.Now(), Day: day, Weights: w})
	return err
}

// Revert takes the weights into use that were in use before the last fit.
func Revert(ctx context.Context, d *Desk) error {
	var sets []progress.Event
	err := d.Store.Log(ctx, func(e progress.Event) error {
		if e.Kind == progress.Weighted && !e.TakenBack {
			sets = append(sets, e)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if len(sets) == 0 {
		return Fail("the default weights are in use, and there is nothing to go back to").Hint("kuril optimize  fits weights to you")
	}
	last := sets[len(sets)-1]
	before, name := fsrs.Default, "the default weights are in use again"
	if len(sets) > 1 {
		before = *sets[len(sets)-2].Weights
		name = "the weights of " + sets[len(sets)-2].Day.String() + " are in use again"
	}
	if err := d.Write(ctx); err != nil {
		return err
	}
	day, _, err := d.studyDay(ctx)
	if err != nil {
		return err
	}
	// Undone, so that reverting once more goes one further back. What another
	// machine recorded is not this one's to undo.
	_, _, err = d.Store.Undo(ctx, last.ID, d.Now(), day)
	if errors.Is(err, progress.ErrNothing) {
		err = d.take(ctx, &before)
	}
	if err != nil {
		return err
	}
	return d.say("%s. Cards come on the days that were promised.", capital(name))
}
