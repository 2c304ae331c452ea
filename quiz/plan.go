package quiz

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"kuril/deck"
	"kuril/progress"
	"kuril/progress/fsrs"
)

// An ExamPlan is an exam by a date. It is no part of the log and moves no due
// day: it only adds cards to the sessions before the exam.
type ExamPlan struct {
	Name    string       `json:"name"`
	By      progress.Day `json:"by"`
	Filter  string       `json:"filter"` // which cards; "" is all of them
	Minutes int          `json:"minutes"`
	Pace    int          `json:"pace"`            // new cards a day at least, while there are any; 0: as many as fit
	Learn   progress.Day `json:"learn_by"`        // before this day new cards are to come, if that will do
	Score   float64      `json:"score"`           // share to be known on the day, as was foreseen when the plan was made
	Cards   []string     `json:"cards,omitempty"` // when the filter speaks of what changes: those it found then
}

// learnBy is the day before which a plan made today has new cards come.
func (p ExamPlan) learnBy(today progress.Day) progress.Day {
	return p.By - progress.Day(progress.Lead(int(p.By-today)))
}

// What a plan may be.
const (
	MaxPlanDays    = 3 * 365 // until the exam
	MaxPlanMinutes = 600     // a day
	maxPlanName    = 64      // characters
	maxPlans       = 100
)

// notedPlans is the name under which plans are kept beside the log.
const notedPlans = "plans"

// checkName tells why a plan cannot be called so; nil when it can.
func checkName(name string) *Error {
	const hint = "such as  kuril plan finals --by 2026-12-18"
	switch {
	case !utf8.ValidString(name) || Clean(name) != name || strings.ContainsAny(name, "\n\t"):
		return Misuse("the name of a plan has signs in it that cannot be shown").Hint(hint)
	case strings.TrimSpace(name) == "":
		return Misuse("a plan wants a name").Hint(hint)
	case utf8.RuneCountInString(name) > maxPlanName:
		return Misuse("the name of a plan has at most %d characters, not %d", maxPlanName, utf8.RuneCountInString(name)).Hint(hint)
	}
	return nil
}

// ParsePlans reads what is kept of plans. What cannot be a plan makes all of
// it unreadable: half a plan would ask the wrong cards.
func ParsePlans(text string) ([]ExamPlan, error) {
	if text == "" {
		return nil, nil
	}
	var plans []ExamPlan
	if err := json.Unmarshal([]byte(text), &plans); err != nil {
		return nil, errors.New("they are no JSON list of plans")
	}
	seen := make(map[string]bool)
	for i, p := range plans {
		fault := ""
		if e := checkName(p.Name); e != nil {
			return nil, fmt.Errorf("plan %d: %s", i+1, e.Message)
		}
		_, err := ParseQuery(p.Filter)
		switch {
		case seen[p.Name]:
			fault = "there is another of this name"
		case p.By < 1:
			fault = "it has no date"
		case p.Minutes < 1 || p.Minutes > MaxPlanMinutes:
			fault = fmt.Sprintf("%d minutes a day cannot be", p.Minutes)
		case p.Pace < 0 || p.Score < 0 || p.Score > 1:
			fault = "its figures cannot be"
		case err != nil:
			fault = err.Error()
		}
		if fault != "" {
			return nil, fmt.Errorf("plan %q: %s", p.Name, fault)
		}
		seen[p.Name] = true
	}
	return plans, nil
}

// plans returns the plans that are kept, the next exam first. fault says in one
// line why they cannot be read; then there are none.
func (d *Desk) plans(ctx context.Context) (plans []ExamPlan, fault string, err error) {
	text, err := d.Store.Noted(ctx, notedPlans)
	if err != nil {
		return nil, "", err
	}
	plans, wrong := ParsePlans(text)
	if wrong != nil {
		return nil, "Your exam plans cannot be read and are left out: " + CleanLine(wrong.Error()) + ".", nil
	}
	slices.SortStableFunc(plans, func(a, b ExamPlan) int { return int(a.By - b.By) })
	return plans, "", nil
}

// changePlans writes what change makes of the plans. Another terminal may be
// changing one at the same time.
func (d *Desk) changePlans(ctx context.Context, change func([]ExamPlan) ([]ExamPlan, error)) error {
	if err := d.Write(ctx); err != nil {
		return err
	}
	defer deck.Lock(d.DataDir)()
	plans, fault, err := d.plans(ctx)
	if err != nil {
		return err
	}
	if fault != "" {
		return unreadablePlans(fault)
	}
	if plans, err = change(plans); err != nil {
		return err
	}
	text := ""
	if len(plans) > 0 {
		b, err := json.Marshal(plans)
		if err != nil {
			return err
		}
		text = string(b)
	}
	return d.Store.Note(ctx, map[string]string{notedPlans: text})
}

func unreadablePlans(fault string) *Error {
	return Fail("%s", strings.TrimSuffix(fault, ".")).Hint("kuril plan --done  takes all plans away; no answer and no date is lost")
}

// A planned is a plan with its cards as they stand on one day.
type planned struct {
	ExamPlan
	has map[string]bool
}

// planned returns the plans whose exam is still to come, with their cards;
// without those of which no card is in the banks in use. Suspended cards are in
// no plan.
func (d *Desk) planned(ctx context.Context, states map[string]progress.State, w *fsrs.Weights, today progress.Day) ([]planned, error) {
	plans, _, err := d.plans(ctx)
	if err != nil {
		return nil, err
	}
	var all []planned
	for _, p := range plans {
		if p.By <= today {
			continue
		}
		if with := d.withCards(p, states, w, today); len(with.has) > 0 {
			all = append(all, with)
		}
	}
	return all, nil
}

// withCards finds the cards of a plan.
func (d *Desk) withCards(p ExamPlan, states map[string]progress.State, w *fsrs.Weights, today progress.Day) planned {
	q, _ := ParseQuery(p.Filter) // checked when it was read
	env := d.env(w, today)
	has, kept := make(map[string]bool), make(map[string]bool)
	for _, id := range p.Cards {
		kept[id] = true
	}
	for _, c := range d.Bank.Cards() {
		s := states[c.ID]
		if !s.Suspended && (kept[c.ID] || p.Cards == nil && q.Match(c, s, env)) {
			has[c.ID] = true
		}
	}
	return planned{p, has}
}

// learned counts the cards of a plan that were known once.
func (p planned) learned(states map[string]progress.State) int {
	n := 0
	for id := range p.has {
		if s := states[id]; !s.New() && s.Recalled > 0 {
			n++
		}
	}
	return n
}
