package quiz

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"
)

// usual is a session without wishes.
var usual = SessionOptions{New: Unset, Limit: Unset}

// Glance prints the day: what is due, what was missed, the streak, how long it
// will take and what to type next.
func Glance(ctx context.Context, d *Desk) error {
	c, err := Counted(ctx, d, usual)
	if err != nil {
		return err
	}
	missed, open, err := d.countMissed(ctx)
	if err != nil {
		return err
	}
	day, jump, err := d.studyDay(ctx)
	if err != nil {
		return err
	}
	studied, err := d.Store.Days(ctx, day, d.Settings.spared)
	if err != nil {
		return err
	}
	var b strings.Builder
	width := d.Term.Columns()
	say := func(format string, args ...any) {
		for _, line := range Wrap(fmt.Sprintf(format, args...), width) {
			b.WriteString(line + "\n")
		}
	}
	row := func(n int, what string) {
		say("%s", fmt.Sprintf("%5d  %s", n, what))
	}
	date, _ := time.Parse(time.DateOnly, day.String())
	say("%s", strong(date.Format("Monday")+", "+day.String()))
	if jump != "" {
		say("%s", jump)
	}
	if d.Settings.off(day) {
		say("A day off, as planned.")
	}
	row(c.Due, "due")
	if c.Learning > 0 {
		row(c.Learning, "still open from today")
	}
	row(c.New, "new")
	row(missed, fmt.Sprintf("missed in %d days", missedDays))
	if studied.Studied > 0 { // on the first day there is no row to speak of
		inAll := ""
		if studied.Studied > studied.Streak {
			inAll = fmt.Sprintf(", %d in all", studied.Studied)
		}
		row(studied.Streak, days(studied.Streak)+" in a row"+inAll)
	}
	if c.Total() > 0 {
		span, noun := c.minutesRange()
		say("%5s  %s to do it all", span, noun)
	}
	if held := c.held(); held != "" {
		say("Held back: %s.", held)
	}
	if c.Total() == 0 && c.Next > 0 {
		say("Next due %s, on %s.", InDays(int(c.Next-day)), c.Next)
	}
	plans, err := d.planNews(ctx, c, day)
	if err != nil {
		return err
	}
	for _, line := range plans {
		say("%s", line)
	}
	weights, err := d.Store.Weights(ctx)
	if err != nil {
		return err
	}
	for _, remark := range d.remarks(weights) {
		say("Note: %s", CleanLine(remark))
	}
	for _, p := range d.Problems {
		say("Left out: %s", CleanLine(p.Error()))
	}
	b.WriteString("\n")
	for _, command := range d.next(c, open) {
		say("%s", command)
	}
	_, err = io.WriteString(d.Out, b.String())
	return err
}

func days(n int) string {
	if n == 1 {
		return "day"
	}
	return "days"
}

func minutes(n int) string {
	if n == 1 {
		return "minute"
	}
	return "minutes"
}

// next says what to type now, the most useful first.
func (d *Desk) next(c Counts, open int) []string {
	var does [][2]string
	add := func(command, what string) { does = append(does, [2]string{command, what}) }
	if c.Total() > 0 {
		add("study", "begin")
		if n := portion(c.Due + c.HeldDue); n > 0 && c.behind() && c.Backlog {
			add(fmt.Sprintf("study --catch-up %d", n), "a part a day")
		}
	}
	// On later days the page is known, and new cards come among old ones.
	if c.New > 0 && c.Due+c.Learning == 0 && c.Next == 0 {
		add("read --today", "read it first")
	}
	if open > 0 {
		add("missed --drill", "practise those")
	}
	switch {
	case d.Bank.Len() == 0:
		add("add", "write the first card")
	case c.Total() == 0 && c.HeldNew > 0:
		add(fmt.Sprintf("study --new %d", min(c.HeldNew, 5)), "more new cards")
	}
	add("help", "all commands")
	width := 0
	for _, do := range does {
		width = max(width, Width(do[0]))
	}
	var lines []string
	for _, do := range does {
		lines = append(lines, "kuril "+Pad(do[0], width)+"  "+do[1])
	}
	return lines
}

// countMissed counts the cards missed lately, and those of them that were not
// answered right since.
func (d *Desk) countMissed(ctx context.Context) (missed, open int, err error) {
	states, err := d.Store.States(ctx)
	if err != nil {
		return 0, 0, err
	}
	today, _, err := d.studyDay(ctx)
	if err != nil {
		return 0, 0, err
	}
	since := today - missedDays + 1
	for _, c := range d.Bank.Cards() {
		s := states[c.ID]
		if s.Missed == 0 || s.Missed < since {
			continue
		}
		missed++
		// What is still to be asked today is not for a drill.
		if s.Missing(since) && !s.Suspended && s.Due > today {
			open++
		}
	}
	return missed, open, nil
}

// DueForm is how the counts of the day are printed.
type DueForm int

// The forms.
const (
	DuePlain DueForm = iota
	DueShort         // one line for a shell prompt, nothing when nothing is due
	DueJSON
)

// dueShown is due --json.
type dueShown struct {
	Due      int `json:"due"`
	Learning int `json:"learning"`
	New      int `json:"new"`
	HeldBack struct {
		New      int `json:"new"`
		Due      int `json:"due"`
		Siblings int `json:"siblings"`
	} `json:"held_back"`
	Minutes int         `json:"minutes"`
	NextDue *string     `json:"next_due"` // null: no card is due on a later day
	Plans   []PlanToday `json:"plans"`    // of exams to come; what they add is among due and new
}

// Due prints what study would ask now.
func Due(ctx context.Context, d *Desk, form DueForm) error {
	o := usual
	o.Untimed = form == DueShort
	c, err := Counted(ctx, d, o)
	if err != nil {
		return err
	}
	switch form {
	case DueJSON:
		s := dueShown{Due: c.Due, Learning: c.Learning, New: c.New, Minutes: c.Minutes()}
		s.Plans = append([]PlanToday{}, c.Plans...)
		s.HeldBack.New, s.HeldBack.Due, s.HeldBack.Siblings = c.HeldNew, c.HeldDue, c.HeldSiblings
		if c.Next > 0 {
			at := d.Calendar.Start(c.Next).In(d.Calendar.Zone).Format(time.RFC3339)
			s.NextDue = &at
		}
		return printJSON(d.Out, s)
	case DueShort:
		if c.Due+c.Learning == 0 {
			return nil
		}
		line := fmt.Sprintf("%d due", c.Due+c.Learning)
		if c.New > 0 {
			line += fmt.Sprintf(", %d new", c.New)
		}
		_, err := fmt.Fprintln(d.Out, line)
		return err
	}
	open := ""
	if c.Learning > 0 {
		open = fmt.Sprintf(", %d still open from today", c.Learning)
	}
	lines := []string{fmt.Sprintf("%d due%s, %d new, %s.", c.Due, open, c.New, c.about())}
	day, _, err := d.studyDay(ctx)
	if err != nil {
		return err
	}
	lines = append(lines, c.planLines(day)...)
	if held := c.held(); held != "" {
		lines = append(lines, "Held back: "+held+".")
	}
	if c.Next > 0 {
		lines = append(lines, fmt.Sprintf("Next due %s, on %s.", InDays(int(c.Next-day)), c.Next))
	}
	return d.say("%s", strings.Join(lines, "\n"))
}
