package quiz

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"kuril/deck"
	"kuril/progress"
	"kuril/progress/fsrs"
)

// Reschedule works out anew, by the weights and settings in use, on which day
// each card comes that waits for one; it shows what would move, asks, and moves
// it. One undo puts every card back.
func Reschedule(ctx context.Context, d *Desk, o OptimizeOptions) error {
	d.tellLeftOut()
	r, err := d.anew(ctx)
	if err != nil {
		return err
	}
	if r.waiting == 0 {
		return d.say("No card waits for a later day, so there is nothing to move.")
	}
	if len(r.moves) == 0 {
		return d.say("All %s that wait come on the days that weights and settings ask for. Nothing was changed.", Count(r.waiting, "card"))
	}
	if err := d.tellMoves(ctx, r); err != nil {
		return err
	}
	if !o.Yes {
		if yes, err := d.sure("Move them?"); err != nil || !yes {
			return d.left(err)
		}
	}
	if err := d.BackUpBefore(ctx, "reschedule"); err != nil {
		return err
	}
	if err := d.Write(ctx); err != nil {
		return err
	}
	batch, err := d.Store.NewID()
	if err != nil {
		return err
	}
	now := d.Now()
	for i := range r.moves {
		r.moves[i].At, r.moves[i].Batch = now, batch
	}
	if _, _, err := d.Store.Record(ctx, r.moves...); err != nil {
		return err
	}
	return d.say("Moved %s. kuril undo  puts them back.", Count(len(r.moves), "card"))
}

// moves are the days that a reschedule would change.
type moves struct {
	waiting        int              // cards that wait for a later day
	moves          []progress.Event // in the order in which they were worked out
	earlier, later int
	typical        int // days that the middle one moves
	today          progress.Day
	weights        *fsrs.Weights
	states         map[string]progress.State
}

// anew works out the day of each waiting card. Cards that wait least come
// first: they have the fewest days to choose from.
func (d *Desk) anew(ctx context.Context) (moves, error) {
	m := moves{}
	var err error
	if m.states, err = d.Store.States(ctx); err != nil {
		return m, err
	}
	if m.weights, err = d.Store.Weights(ctx); err != nil {
		return m, err
	}
	if m.today, _, err = d.studyDay(ctx); err != nil {
		return m, err
	}
	load := make(map[progress.Day]int)
	var waiting []deck.Card
	for _, c := range d.Bank.Cards() {
		switch s := m.states[c.ID]; {
		case s.Suspended:
		case s.New() || s.Due <= m.today:
			load[s.Due]++
		default:
			waiting = append(waiting, c)
		}
	}
	m.waiting = len(waiting)
	slices.SortStableFunc(waiting, func(a, b deck.Card) int {
		x, y := m.states[a.ID], m.states[b.ID]
		return cmp.Or(cmp.Compare(x.Due-x.LastDay, y.Due-y.LastDay), cmp.Compare(a.ID, b.ID))
	})
	var by []int
	for _, c := range waiting {
		s := m.states[c.ID]
		p := d.planOf(c, m.weights)
		// A day within the window of what weights and settings ask for is as
		// good as any other of it.
		lo, hi := p.Fuzz(p.Wait(s.Memory))
		if wait := int(s.Due - s.LastDay); wait >= lo && wait <= hi {
			load[s.Due]++
			continue
		}
		e := p.Anew(s, m.today, func(day progress.Day) int { return load[day] })
		load[e.Due]++
		if e.Due == s.Due {
			continue
		}
		m.moves = append(m.moves, e)
		if e.Due < s.Due {
			m.earlier++
		} else {
			m.later++
		}
		by = append(by, max(int(e.Due-s.Due), int(s.Due-e.Due)))
	}
	if slices.Sort(by); len(by) > 0 {
		m.typical = by[len(by)/2]
	}
	return m, nil
}

// tellMoves shows what moving the cards would do.
func (d *Desk) tellMoves(ctx context.Context, m moves) error {
	log, err := d.fitLog(ctx)
	if err != nil {
		return err
	}
	due := make(map[string]progress.Day)
	for _, e := range m.moves {
		due[e.Card] = e.Due
	}
	r := progress.Rehearsal{Truth: m.weights, Habits: progress.HabitsOf(log.histories), Today: m.today, Days: rehearseDays}
	var before, after []progress.Begun
	for _, c := range d.Bank.Cards() {
		s := m.states[c.ID]
		if s.New() || s.Suspended {
			continue
		}
		b := progress.Begun{Known: s.Memory, Scheduled: s.Memory, Last: s.LastDay, Due: s.Due, Plan: d.planOf(c, m.weights)}
		before = append(before, b)
		if day, moved := due[c.ID]; moved {
			b.Due = day
		}
		after = append(after, b)
	}
	d.tell("Of %s that wait, %d would come on another day by the weights and settings in use: %d earlier, %d later, the middle one by %s. Those due today stay.",
		Count(m.waiting, "card"), len(m.moves), m.earlier, m.later, Count(m.typical, "day"))
	d.tell("")
	d.tell("Answers to expect to the cards you have begun:")
	d.tell("")
	d.tellLoads("as it is", r.Answers(before), "moved", r.Answers(after))
	d.tell("")
	return nil
}

// tellLoads compares the answers to expect of the next weeks, day by day.
func (d *Desk) tellLoads(name string, load []float64, other string, with []float64) {
	for _, line := range strings.Split(compared(name, load, other, with), "\n") {
		d.tell("%s", line)
	}
}

// compared is a table of the answers to expect under two plans: within two
// weeks, within all days, and on the fullest day.
func compared(name string, load []float64, other string, with []float64) string {
	width := max(Width(name), Width(other))
	row := func(name string, load []float64) string {
		return fmt.Sprintf("\n%s %8.0f %8.0f %12.0f", Pad(name, width), sumUp(load[:min(14, len(load))]), sumUp(load), slices.Max(load))
	}
	return fmt.Sprintf("%s %8s %8s %12s", Pad("", width), "14 days", Count(len(load), "day"), "fullest day") + row(name, load) + row(other, with)
}
