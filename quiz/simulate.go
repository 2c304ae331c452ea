package quiz

import (
	"context"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"sync"

	"kuril/progress"
)

// SimulateOptions say what is to be gone through.
type SimulateOptions struct {
	Query Query
	New   int // new cards a day; Unset: as in the settings
	Limit int // reviews a day; Unset: as in the settings
	Days  int
	JSON  bool
}

// MaxSimulatedDays is as far ahead as anybody can mean it.
const MaxSimulatedDays = 20 * 365

// A Simulated is what simulate --json prints.
type Simulated struct {
	Days    int            `json:"days"`
	Begun   int            `json:"cards_begun"` // today
	Waiting int            `json:"cards_new"`
	New     int            `json:"new_a_day"`
	Limit   *int           `json:"reviews_a_day"` // null: no limit
	Wanted  float64        `json:"retention"`     // as set
	Best    float64        `json:"sweet_spot"`    // beyond it time buys less than on the average
	Rows    []SimulatedRow `json:"rows"`
}

// A SimulatedRow is one wanted retention and what it leads to: means of several
// runs, and the lowest and the highest of these.
type SimulatedRow struct {
	Retention     float64 `json:"retention"`
	Minutes       float64 `json:"minutes_a_day"`
	MinutesLow    float64 `json:"minutes_a_day_low"`
	MinutesHigh   float64 `json:"minutes_a_day_high"`
	Busy          float64 `json:"minutes_busy_day"` // more than on 9 of 10 days
	Answers       float64 `json:"answers_a_day"`
	Begun         float64 `json:"cards_begun"`
	Remembered    float64 `json:"cards_remembered"`
	RememberedLow float64 `json:"cards_remembered_low"`
	RememberedTop float64 `json:"cards_remembered_high"`
	Left          float64 `json:"cards_left_over"` // due on the last day beyond the limit
}

// simulatedRetentions are those that are tried beside the learner's own.
var simulatedRetentions = []float64{0.70, 0.75, 0.80, 0.85, 0.90, 0.95, 0.97}

const (
	simulatedRuns = 5
	busyDay       = 0.9 // share of the days that ask for less

	usualMissed  = 0.25 // share of new cards missed at the first meeting, where too little is known
	enoughMissed = 20   // first meetings to go by the learner's own
)

// Simulate shows what wanting to remember more costs: minutes a day and cards
// remembered for each wanted retention, with the learner's own cards, pace and
// habits.
func Simulate(ctx context.Context, d *Desk, o SimulateOptions) error {
	d.tellLeftOut()
	s, pace, err := d.simulation(ctx, o)
	if err != nil {
		return err
	}
	if len(s.Known)+s.Waiting == 0 {
		if o.JSON {
			return printJSON(d.Out, struct{}{})
		}
		return d.say("%s", d.whyNone(o.Query))
	}
	r := Simulated{Days: s.Days, Begun: len(s.Known), Waiting: s.Waiting, New: s.New, Wanted: d.Settings.Retention}
	if s.Reviews >= 0 {
		r.Limit = &s.Reviews
	}
	wanted := append(slices.Clone(simulatedRetentions), d.Settings.Retention)
	slices.Sort(wanted)
	wanted = slices.Compact(wanted)
	r.Rows = make([]SimulatedRow, len(wanted))
	var all sync.WaitGroup
	for i, retention := range wanted {
		all.Go(func() {
			s := s
			s.Plan.Retention = retention
			s.Known, s.Wanted = uniform(s.Known), nil
			r.Rows[i] = simulatedRow(s, pace)
		})
	}
	all.Wait()
	r.Best = sweetSpot(r.Rows)
	if o.JSON {
		return printJSON(d.Out, r)
	}
	var b strings.Builder
	d.printSimulated(&b, r)
	_, err = io.WriteString(d.Out, b.String())
	return err
}

// simulation collects what the learner starts from.
func (d *Desk) simulation(ctx context.Context, o SimulateOptions) (s progress.Simulation, p pace, err error) {
	f, err := d.find(ctx, o.Query)
	if err != nil {
		return s, p, err
	}
	log, err := d.fitLog(ctx)
	if err != nil {
		return s, p, err
	}
	if p, err = d.pace(ctx, f.today); err != nil {
		return s, p, err
	}
	s = progress.Simulation{
		Plan:   progress.Plan{Weights: f.weights, Retention: d.Settings.Retention, Longest: d.Settings.Longest, Ease: d.Settings.ease()},
		Habits: progress.HabitsOf(log.histories), Missed: usualMissed,
		New: o.New, Reviews: o.Limit, Days: o.Days, Today: f.today,
	}
	if s.New == Unset {
		s.New = d.Settings.New
	}
	if s.Reviews == Unset {
		s.Reviews = d.Settings.Reviews
	}
	met, missed := 0, 0
	err = d.Store.EachAnswer(ctx, func(a progress.Answer) error {
		if a.First {
			met++
			if !a.Recalled() {
				missed++
			}
		}
		return nil
	})
	if err != nil {
		return s, p, err
	}
	if met >= enoughMissed {
		s.Missed = float64(missed) / float64(met)
	}
	for _, c := range f.cards {
		switch st := f.states[c.ID]; {
		case st.Suspended:
		case st.New():
			s.Waiting++
			s.Wanted = append(s.Wanted, d.Settings.RetentionFor(c.Question))
		default:
			s.Known = append(s.Known, progress.Begun{Known: st.Memory, Last: st.LastDay, Due: st.Due,
				Plan: progress.Plan{Retention: d.Settings.RetentionFor(c.Question)}})
		}
	}
	return s, p, nil
}

// uniform returns the cards without a retention of their own.
func uniform(known []progress.Begun) []progress.Begun {
	known = slices.Clone(known)
	for i := range known {
		known[i].Plan.Retention = 0
	}
	return known
}

// simulatedRow runs one retention several times.
func simulatedRow(s progress.Simulation, p pace) SimulatedRow {
	row := SimulatedRow{Retention: s.Plan.Retention, MinutesLow: math.Inf(1), RememberedLow: math.Inf(1)}
	days := float64(s.Days)
	var each []float64
	for run := range simulatedRuns {
		s.Luck = uint64(run)
		f := s.Run()
		minutes := 0.0
		answers := 0
		for day := range s.Days {
			m := (float64(f.Reviews[day]+f.Repeats[day])*p.known.Seconds() + float64(f.Met[day])*p.fresh.Seconds()) / 60
			each = append(each, m)
			minutes += m
			answers += f.Reviews[day] + f.Repeats[day] + f.Met[day]
		}
		minutes /= days
		row.Minutes += minutes / simulatedRuns
		row.MinutesLow, row.MinutesHigh = min(row.MinutesLow, minutes), max(row.MinutesHigh, minutes)
		row.Answers += float64(answers) / days / simulatedRuns
		row.Begun += float64(f.Begun) / simulatedRuns
		row.Left += float64(f.Left) / simulatedRuns
		row.Remembered += f.Remembered / simulatedRuns
		row.RememberedLow, row.RememberedTop = min(row.RememberedLow, f.Remembered), max(row.RememberedTop, f.Remembered)
	}
	slices.Sort(each)
	row.Busy = each[min(len(each)-1, int(busyDay*float64(len(each))))]
	return row
}

// sweetSpot returns the retention after which time buys less than it does on
// the average from the least to the most that was tried: the knee of the curve,
// the point farthest above the straight line between its ends.
func sweetSpot(rows []SimulatedRow) float64 {
	first, last := rows[0], rows[len(rows)-1]
	best, most := first.Retention, 0.0
	for _, row := range rows {
		known := (row.Remembered - first.Remembered) / max(last.Remembered-first.Remembered, 1e-9)
		time := (row.Minutes - first.Minutes) / max(last.Minutes-first.Minutes, 1e-9)
		if known-time > most {
			best, most = row.Retention, known-time
		}
	}
	return best
}

// printSimulated is the table with its curve, and what it means.
func (d *Desk) printSimulated(b *strings.Builder, r Simulated) {
	width := min(d.Term.Columns(), 100)
	say := func(format string, args ...any) {
		for _, line := range Wrap(strings.ReplaceAll(fmt.Sprintf(format, args...), " %", "\u00a0%"), width) {
			b.WriteString(strings.ReplaceAll(line, "\u00a0%", " %") + "\n")
		}
	}
	limit := "any number of reviews"
	if r.Limit != nil {
		limit = "at most " + Count(*r.Limit, "review")
	}
	say("%s", strong(fmt.Sprintf("What would %s bring?", Count(r.Days, "day"))))
	say("%s begun, %d new; %d new a day, %s. Your pace, your habits, %d runs for each line.",
		Count(r.Begun, "card"), r.Waiting, r.New, limit, simulatedRuns)
	b.WriteByte('\n')
	highest := 0.0
	for _, row := range r.Rows {
		highest = max(highest, row.Minutes)
	}
	if !d.Plain {
		b.WriteString(faint("  wanted  min/day  busy day    known") + "\n")
	}
	var best, own SimulatedRow
	for _, row := range r.Rows {
		mark := " "
		if row.Retention == r.Wanted {
			mark, own = ">", row
		}
		if row.Retention == r.Best {
			mark, best = "*", row
		}
		if d.Plain {
			say("wanted %s: %.1f minutes a day, %.0f on a busy day, %.0f cards known at the end",
				percent(row.Retention), row.Minutes, row.Busy, row.Remembered)
			continue
		}
		line := fmt.Sprintf("%s %6s  %7.1f  %8.0f  %7.0f", mark, percent(row.Retention), row.Minutes, row.Busy, row.Remembered)
		if room := min(30, width-Width(line)-2); room >= 4 {
			line += "  " + accent(d.pens().bar(row.Minutes, highest, room))
		}
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	if !d.Plain {
		b.WriteString(faint("* the sweet spot, > yours") + "\n")
	}
	b.WriteByte('\n')
	if highest == 0 {
		say("Nothing would be asked.")
		return
	}
	of := r.Begun + r.Waiting
	if own.Retention == best.Retention {
		say("You want %s, which is the sweet spot: about %.0f minutes a day, and %.0f of %d cards known at the end.",
			percent(own.Retention), own.Minutes, own.Remembered, of)
	} else {
		say("You want %s: about %.0f minutes a day, and %.0f of %d cards known at the end. The sweet spot is %s.",
			percent(own.Retention), own.Minutes, own.Remembered, of, percent(best.Retention))
	}
	if i := slices.IndexFunc(r.Rows, func(row SimulatedRow) bool { return row.Retention > best.Retention }); i > 0 {
		up := r.Rows[i]
		say("Up to the sweet spot a little more time buys many cards; beyond it fewer: %s takes %.1f more minutes a day for %s more.",
			percent(up.Retention), up.Minutes-best.Minutes, Count(int(math.Round(max(0, up.Remembered-best.Remembered))), "card"))
	}
	if own.Left >= 1 {
		say("With this limit about %s would be left over at the end.", Count(int(math.Round(own.Left)), "due card"))
	}
	if best.Retention == own.Retention {
		return
	}
	say("To change it: kuril config retention %.2f. Cards come on the days that were promised, and by the new wish from their next answer on.", best.Retention)
}
