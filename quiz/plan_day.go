package quiz

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"kuril/deck"
	"kuril/progress"
	"kuril/progress/fsrs"
)

// PlanToday is what an exam plan adds to a session, and how far it has come.
type PlanToday struct {
	Name    string       `json:"name"`
	By      progress.Day `json:"by"`
	New     int          `json:"new"`   // beyond those of the day
	Early   int          `json:"early"` // before their day
	Cards   int          `json:"cards"`
	Learned int          `json:"learned"`
}

// budget returns the seconds that a plan has for each day from today to the
// one before the exam: half of them on easy days, none on days off.
func (d *Desk) budget(p ExamPlan, today progress.Day) []float64 {
	return d.Settings.budget(p, today)
}

func (s Settings) budget(p ExamPlan, today progress.Day) []float64 {
	seconds := make([]float64, max(0, int(p.By-today)))
	ease := s.ease()
	for i := range seconds {
		seconds[i] = 60 * float64(p.Minutes)
		if ease != nil {
			seconds[i] *= ease(today + progress.Day(i))
		}
	}
	return seconds
}

// cost is how long a card takes in a day.
func (p pace) cost() progress.Cost {
	return progress.Cost{Known: p.perKnown * p.known.Seconds(), Fresh: p.perFresh * p.fresh.Seconds()}
}

// addPlanned adds to a session what the plans of coming exams want today: new
// cards, in the order in which they would come, and cards before their day. It
// takes nothing out. due and fresh are the cards of the session so far, line all
// new ones it could take; room and reviews are how many cards, and how many
// reviews, still fit into it, Unset: any number.
func (c *composer) addPlanned(p *plan, open, due, fresh, line []deck.Card, room, reviews int, groups map[string]group) (early, more []deck.Card) {
	if len(c.plans) == 0 || c.options.CatchUp > 0 {
		return nil, nil
	}
	asked, taken := make(map[string]bool), make(map[string]bool)
	for _, card := range slices.Concat(open, due, fresh) {
		asked[card.ID] = true
	}
	for key, g := range groups {
		taken[key] = g.introduced
	}
	for _, card := range fresh {
		taken[card.Question.Siblings()] = true
	}
	coming := slices.Concat(line, c.beside(line))
	p.planned, p.ahead = make(map[string]string), make(map[string]bool)
	for _, exam := range c.plans {
		prospect, before, recall := c.prospect(exam, asked)
		newOnes, earlyOnes, later := prospect.Choose()
		if c.options.New >= 0 {
			newOnes = 0
		}
		if room >= 0 {
			newOnes = min(newOnes, max(0, room-len(due)-len(fresh)-len(early)-len(more)))
		}
		today := PlanToday{Name: exam.Name, By: exam.By, Cards: len(exam.has), Learned: exam.learned(c.states)}
		add := func(card deck.Card) { asked[card.ID], p.planned[card.ID] = true, exam.Name }
		for _, card := range coming {
			key := card.Question.Siblings()
			if today.New < newOnes && exam.has[card.ID] && !asked[card.ID] && !taken[key] && c.may(card) {
				add(card)
				taken[key] = true
				more = append(more, card)
				today.New++
			}
		}
		for _, left := range []struct{ limit, used int }{{room, len(due) + len(fresh) + len(early) + len(more)}, {reviews, len(due) + len(early)}} {
			if left.limit >= 0 {
				earlyOnes = min(earlyOnes, max(0, left.limit-left.used))
			}
		}
		for _, i := range progress.Early(recall, earlyOnes, later) {
			if card := before[i]; c.may(card) {
				add(card)
				p.ahead[card.ID] = true
				early = append(early, card)
				today.Early++
			}
		}
		p.Plans = append(p.Plans, today)
	}
	return early, more
}

// may reports whether this session can ask a card for a plan: one that was
// asked for by a filter takes only what passes it.
func (c *composer) may(card deck.Card) bool {
	return c.options.Query.Empty() || c.wanted(card, c.states[card.ID])
}

// beside returns the new cards that the session would not take by itself, of
// decks that are not in the daily one.
func (c *composer) beside(line []deck.Card) []deck.Card {
	inLine := make(map[string]bool, len(line))
	for _, card := range line {
		inLine[card.ID] = true
	}
	var rest []deck.Card
	for _, card := range c.cards {
		if s := c.states[card.ID]; s.New() && !s.Suspended && s.Due <= c.today && !inLine[card.ID] {
			rest = append(rest, card)
		}
	}
	return rest
}

// prospect is how a plan stands today, and its cards that could be asked before
// their day, with their recall at the exam if they are not.
func (c *composer) prospect(exam planned, asked map[string]bool) (p progress.Prospect, before []deck.Card, recall []float64) {
	p = progress.Prospect{Budget: c.settings.budget(exam.ExamPlan, c.today), Cost: c.pace.cost(), Pace: exam.Pace, Learn: int(exam.Learn - c.today)}
	p.Due = make([]int, len(p.Budget))
	for _, card := range c.cards {
		if !exam.has[card.ID] {
			continue
		}
		s := c.states[card.ID]
		switch {
		case s.First == c.today:
			p.Met++
			p.Spent += p.Cost.Fresh
		case s.New() && asked[card.ID]:
			p.Met++
			p.Coming++
		case s.New():
			if s.Due <= c.today {
				p.New++
			}
		case s.LastDay >= c.today:
			p.Spent += p.Cost.Known
		case asked[card.ID] || s.Due <= c.today:
			p.Due[0]++
		case s.Due < exam.By:
			p.Due[s.Due-c.today]++
		default:
			before = append(before, card)
			recall = append(recall, c.weightsOr().Recall(s.Memory, float64(exam.By-s.LastDay)))
		}
	}
	return p, before, recall
}

func (c *composer) weightsOr() *fsrs.Weights {
	if c.weights == nil {
		return &fsrs.Default
	}
	return c.weights
}

// follow tells a composer of the plans that it is to follow. Cards of a plan
// that were begun are asked when they are due, whatever the daily decks.
func (d *Desk) follow(ctx context.Context, c *composer) error {
	plans, err := d.planned(ctx, c.states, c.weights, c.today)
	if err != nil || len(plans) == 0 {
		return err
	}
	c.plans = plans
	if c.options.Query.Empty() {
		usual := c.wanted
		c.wanted = func(card deck.Card, s progress.State) bool {
			return usual(card, s) || !s.New() && slices.ContainsFunc(plans, func(p planned) bool { return p.has[card.ID] })
		}
	}
	answers, err := d.Store.Answers(ctx, c.today)
	for _, e := range answers {
		if e.Kind == progress.Reviewed && e.Recall == 0 && slices.Contains(e.Rules, progress.RulePlan) {
			c.brought++
		}
	}
	return err
}

// planRules is what is kept with an answer that a plan asked for.
func (k *talk) planRules(shown progress.State, today progress.Day) []string {
	if k.s.planned[shown.Card] == "" || shown.LastDay >= today && !shown.New() {
		return nil
	}
	return []string{progress.RulePlan}
}

// adds says what a plan adds to a session; "" for nothing.
func (p PlanToday) adds() string {
	var parts []string
	if p.New > 0 {
		parts = append(parts, fmt.Sprintf("%d new beyond the day's", p.New))
	}
	if p.Early > 0 {
		parts = append(parts, fmt.Sprintf("%d before their day", p.Early))
	}
	return strings.Join(parts, ", ")
}

// planLines says what plans add to a session.
func (c Counts) planLines(today progress.Day) []string {
	var lines []string
	for _, p := range c.Plans {
		if adds := p.adds(); adds != "" {
			lines = append(lines, fmt.Sprintf("Of these for the plan %s, %s: %s.", p.Name, InDays(int(p.By-today)), adds))
		}
	}
	return lines
}

// planNews says how each plan stands, what it adds today, and which exam is
// today.
func (d *Desk) planNews(ctx context.Context, c Counts, today progress.Day) ([]string, error) {
	plans, fault, err := d.plans(ctx)
	if err != nil {
		return nil, err
	}
	var lines []string
	if fault != "" {
		lines = append(lines, fault)
	}
	for _, p := range plans {
		switch {
		case p.By == today:
			lines = append(lines, p.today())
		case p.By < today:
			lines = append(lines, p.over())
		}
	}
	for _, p := range c.Plans {
		line := fmt.Sprintf("Plan %s, %s: %d of %s learned", p.Name, InDays(int(p.By-today)), p.Learned, Count(p.Cards, "card"))
		if adds := p.adds(); adds != "" {
			line += "; today " + adds
		}
		lines = append(lines, line+".")
	}
	return lines, nil
}

// tellExams says on the day of an exam that it is today, and once afterwards
// that its plan has ended.
func (k *talk) tellExams() error {
	plans, fault, err := k.d.plans(k.ctx)
	if err != nil {
		return err
	}
	if fault != "" {
		k.tell("%s", fault)
	}
	over := make(map[string]bool)
	for _, p := range plans {
		switch {
		case p.By == k.day:
			k.tell("%s", p.today())
		case p.By < k.day:
			k.tell("%s", p.over())
			over[p.Name] = true
		}
	}
	if len(over) == 0 {
		return nil
	}
	return k.d.changePlans(k.ctx, func(plans []ExamPlan) ([]ExamPlan, error) {
		return slices.DeleteFunc(plans, func(p ExamPlan) bool { return over[p.Name] && p.By < k.day }), nil
	})
}

func (p ExamPlan) today() string {
	return fmt.Sprintf("Today is the day of %s. Its plan adds nothing now: good luck!", p.Name)
}

func (p ExamPlan) over() string {
	return fmt.Sprintf("The day of %s was %s, and its plan has ended. Every card comes on the day it would have come anyway.", p.Name, p.By)
}

// tellPlanned says after a session how far the plans have come.
func (k *talk) tellPlanned() {
	for _, p := range k.plans {
		k.tell("Plan %s: %d of %s learned, %s to go.", p.Name, p.learned(k.s.states), Count(len(p.has), "card"), Count(int(p.By-k.day), "day"))
	}
}
