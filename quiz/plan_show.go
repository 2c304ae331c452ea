package quiz

import (
	"context"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"kuril/progress"
)

// PlanOptions say what is wanted of an exam plan. What is not given stays as it
// is.
type PlanOptions struct {
	Name    string // "" is all of them
	By      string // a date; "": not given
	Filter  *string
	Minutes int // a day; 0: not given
	Done    bool
	DryRun  bool
	JSON    bool
}

func (o PlanOptions) changes() bool { return o.By != "" || o.Filter != nil || o.Minutes != 0 }

// Plan lists the exam plans, shows one, makes or changes one, or ends it. It
// writes no event and moves no due day.
func Plan(ctx context.Context, d *Desk, o PlanOptions) error {
	if o.Name != "" {
		if e := checkName(o.Name); e != nil {
			return e
		}
	}
	plans, fault, err := d.plans(ctx)
	switch {
	case err != nil:
		return err
	case fault != "" && o.Done && o.Name == "":
		if err := d.Write(ctx); err != nil {
			return err
		}
		if err := d.Store.Note(ctx, map[string]string{notedPlans: ""}); err != nil {
			return err
		}
		return d.say("What could not be read is gone; there are no plans now.")
	case fault != "":
		return unreadablePlans(fault)
	case o.Name == "" && (o.Done || o.changes()):
		e := Misuse("kuril plan wants the name of a plan")
		if len(plans) > 0 {
			return e.Hint("there is  %s", strings.Join(planNames(plans), ", "))
		}
		return e.Hint("such as  kuril plan finals --by %s", d.Today()+30)
	case o.Done:
		return d.endPlan(ctx, plans, o)
	}
	d.tellLeftOut()
	f, err := d.find(ctx, Query{root: some{}})
	if err != nil {
		return err
	}
	if o.Name == "" {
		return d.listPlans(ctx, plans, f, o.JSON)
	}
	e, err := d.changed(ctx, plans, f, o)
	if err != nil {
		return err
	}
	shown, err := d.showPlan(ctx, e, f)
	if err != nil {
		return err
	}
	if o.changes() {
		e.Pace, e.Score = shown.plan.Pace, shown.Expected
		if !o.DryRun {
			err := d.changePlans(ctx, func(plans []ExamPlan) ([]ExamPlan, error) {
				plans = slices.DeleteFunc(plans, func(p ExamPlan) bool { return p.Name == e.Name })
				if len(plans) >= maxPlans {
					return nil, Fail("there are %d plans, and that is the most there can be", maxPlans)
				}
				return append(plans, e), nil
			})
			if err != nil {
				return err
			}
		}
	}
	if o.JSON {
		return printJSON(d.Out, shown)
	}
	var b strings.Builder
	shown.print(&b, d, f.today)
	say := d.sayer(&b)
	switch {
	case o.changes() && o.DryRun:
		say("\nNothing was changed. Without --dry-run it is taken into use.")
	case o.changes():
		say("\nTaken into use: kuril study follows it. No card's date is moved. To end it: kuril plan %s --done", quoteWord(e.Name))
	}
	_, err = io.WriteString(d.Out, b.String())
	return err
}

func planNames(plans []ExamPlan) []string {
	names := make([]string, len(plans))
	for i, p := range plans {
		names[i] = p.Name
	}
	return names
}

// quoteWord writes a word so that a shell takes it for one.
func quoteWord(s string) string {
	if strings.Trim(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.") == "" {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

func noPlan(name string, plans []ExamPlan) *Error {
	e := Misuse("there is no plan %q", name)
	if near := Nearest(name, planNames(plans)); near != "" {
		e = e.Hint("did you mean  kuril plan %s?", quoteWord(near))
	}
	return e
}

func (d *Desk) endPlan(ctx context.Context, plans []ExamPlan, o PlanOptions) error {
	name := o.Name
	i := slices.IndexFunc(plans, func(p ExamPlan) bool { return p.Name == name })
	if i < 0 {
		return noPlan(name, plans).Hint("kuril plan  lists them")
	}
	err := d.changePlans(ctx, func(plans []ExamPlan) ([]ExamPlan, error) {
		return slices.DeleteFunc(plans, func(p ExamPlan) bool { return p.Name == name }), nil
	})
	if err != nil {
		return err
	}
	if o.JSON {
		return printJSON(d.Out, struct {
			Ended string `json:"ended"`
		}{name})
	}
	return d.say("The plan %s has ended. Every answer counts, and every card comes on the day it would have come anyway.", name)
}

// changed returns the plan of a name, new or as it was, with what was given.
func (d *Desk) changed(ctx context.Context, plans []ExamPlan, f found, o PlanOptions) (ExamPlan, error) {
	e := ExamPlan{Name: o.Name}
	i := slices.IndexFunc(plans, func(p ExamPlan) bool { return p.Name == o.Name })
	if i >= 0 {
		e = plans[i]
	}
	switch {
	case i < 0 && o.By == "" && o.changes():
		return e, Misuse("the plan %q wants the day of the exam", o.Name).Hint("such as  --by %s", f.today+30)
	case i < 0 && o.By == "":
		return e, noPlan(o.Name, plans).Hint("to make it: kuril plan %s --by %s", quoteWord(o.Name), f.today+30)
	case !o.changes():
		return e, nil
	}
	if o.By != "" {
		by, err := progress.ParseDay(strings.TrimSpace(o.By))
		switch {
		case err != nil:
			return e, Misuse("--by wants a date such as %s, not %q", f.today+30, o.By)
		case by < f.today:
			return e, Misuse("%s is past: --by wants a day to come", by).Hint("such as  --by %s", f.today+30)
		case by == f.today:
			return e, Misuse("%s is today: a plan wants a day at least to study on", by).Hint("to go over what is weakest now: kuril study, and then w when nothing is due")
		case by > f.today+MaxPlanDays:
			return e, Misuse("%s is more than three years away; until then kuril study does without a plan", by).Hint("such as  --by %s", f.today+30)
		}
		e.By = by
	} else if e.By <= f.today {
		return e, Misuse("the day of the plan %s, %s, has come", e.Name, e.By).Hint("another day:  kuril plan %s --by %s", quoteWord(e.Name), f.today+30)
	}
	if o.Filter != nil {
		e.Filter, e.Cards = strings.TrimSpace(*o.Filter), nil
	}
	q, err := ParseQuery(e.Filter)
	if err != nil {
		return e, err
	}
	if q.moves && e.Cards == nil {
		at, err := d.find(ctx, q)
		if err != nil {
			return e, err
		}
		e.Cards = ids(at.cards)
	}
	with := d.withCards(e, f.states, f.weights, f.today)
	if len(with.has) == 0 {
		text := d.whyNone(q)
		if !strings.HasPrefix(text, "No question") || e.Cards != nil {
			return e, Fail("a plan wants cards: %s", strings.TrimSuffix(text, "."))
		}
		return e, Fail("a plan wants cards: %s", strings.TrimSuffix(text, ".")).Hint("kuril list %s  shows what a filter finds", quoteWord(e.Filter))
	}
	if o.Minutes != 0 {
		e.Minutes = o.Minutes
	}
	e.Learn = e.learnBy(f.today)
	world, err := d.outlook(ctx, with, f)
	if err != nil {
		return e, err
	}
	if e.Minutes == 0 {
		enough, ok := world.minutes(e)
		if !ok {
			return e, Fail("even %d minutes a day would not do it by %s", ownMinutes, e.By).
				Hint("say how many you have, to see what could:  --minutes 30 --dry-run")
		}
		// No fewer than what the daily session asks of these cards anyway.
		e.Minutes = max(enough, 5)
		days := world.with(e, len(world.order)).Run().Days
		seconds := 0.0
		for _, day := range days {
			seconds += day.Seconds
		}
		e.Minutes = max(e.Minutes, int(math.Ceil(seconds/60/float64(len(days)))))
	}
	return world.paced(e), nil
}

// A shownPlan is what plan --json prints of one plan.
type shownPlan struct {
	Name     string       `json:"name"`
	By       progress.Day `json:"by"`
	DaysLeft int          `json:"days_left"`
	Filter   string       `json:"filter"`
	Minutes  int          `json:"minutes"`
	Cards    int          `json:"cards"`
	Learned  int          `json:"learned"`
	Now      float64      `json:"score_today"`
	Expected float64      `json:"score_expected"`
	Low      float64      `json:"score_low"` // in 8 of 10 such exams it is no lower
	High     float64      `json:"score_high"`
	Unmet    int          `json:"cards_not_met"`
	Enough   bool         `json:"can_be_done"`
	Course   string       `json:"course"` // on course, behind, today or over
	Could    *shownRemedy `json:"could"`  // null: it can be done
	Days     []shownDay   `json:"days"`
	plan     ExamPlan     // with its pace
	goal     float64
}

// A shownRemedy is what would do it, each alone; null: nothing within reason.
type shownRemedy struct {
	By      *progress.Day `json:"by"`
	Minutes *int          `json:"minutes"`
	Cards   *int          `json:"cards"`
}

// A shownDay is what a plan asks on one day, cards of the daily session among
// them.
type shownDay struct {
	Day     progress.Day `json:"day"`
	New     int          `json:"new"`
	Due     int          `json:"due"`
	Early   int          `json:"early"`
	Minutes float64      `json:"minutes"`
}

// showPlan works out how a plan stands.
func (d *Desk) showPlan(ctx context.Context, e ExamPlan, f found) (shownPlan, error) {
	with := d.withCards(e, f.states, f.weights, f.today)
	s := shownPlan{
		Name: e.Name, By: e.By, DaysLeft: max(0, int(e.By-f.today)), Filter: e.Filter, Minutes: e.Minutes,
		Cards: len(with.has), Learned: with.learned(f.states), Days: []shownDay{}, plan: e, Enough: true,
	}
	now := d.Now()
	for id := range with.has {
		if st := f.states[id]; !st.New() {
			s.Now += st.Recall(f.weights, now) / float64(len(with.has))
		}
	}
	s.Expected, s.Low, s.High = s.Now, s.Now, s.Now
	switch {
	case e.By < f.today:
		s.Course = "over"
		return s, nil
	case e.By == f.today:
		s.Course = "today"
		return s, nil
	case len(with.has) == 0:
		s.Course = "on course"
		return s, nil
	}
	o, err := d.outlook(ctx, with, f)
	if err != nil {
		return s, err
	}
	c := o.forecast(e)
	s.Expected, s.Unmet, s.Enough, s.goal = c.score, c.unmet, c.ok, o.goal()+goalSlack
	s.Low, s.High = c.range8()
	s.Course = "on course"
	if e.Score-c.score > max(0.02, c.spread) {
		s.Course = "behind"
	}
	for i, day := range c.days {
		s.Days = append(s.Days, shownDay{f.today + progress.Day(i), day.New, day.Due, day.Early, math.Round(day.Seconds/6) / 10})
	}
	if !s.Enough {
		r := o.remedies(e)
		s.Could = &shownRemedy{}
		if r.By != 0 {
			s.Could.By = &r.By
		}
		if r.Minutes != 0 {
			s.Could.Minutes = &r.Minutes
		}
		if r.Cards != 0 {
			s.Could.Cards = &r.Cards
		}
	}
	return s, nil
}

// sayer returns what writes sentences for the window.
func (d *Desk) sayer(b *strings.Builder) func(format string, args ...any) {
	width := min(d.Term.Columns(), 100)
	return func(format string, args ...any) {
		text := strings.ReplaceAll(Clean(fmt.Sprintf(format, args...)), " %", "\u00a0%")
		for _, line := range Wrap(text, width) {
			b.WriteString(strings.ReplaceAll(line, "\u00a0%", " %") + "\n")
		}
	}
}
