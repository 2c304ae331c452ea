package quiz

import (
	"fmt"
	"math"
	"strings"

	"kuril/progress"
)

// Of the days to come these are shown one by one; the others week by week, or
// four weeks at a time.
const (
	daysShown  = 21
	firstShown = 7
	mostRows   = 30
)

// print shows one plan: how it stands, what each day brings, and what could be
// done when it cannot be.
func (s shownPlan) print(b *strings.Builder, d *Desk, today progress.Day) {
	say := d.sayer(b)
	b.WriteString(strong(CleanLine(s.Name)) + "\n")
	say("%s", s.when())
	switch s.Course {
	case "over":
		say("%s", s.plan.over())
		return
	case "today":
		say("%s", s.plan.today())
		return
	}
	which := "All cards."
	if s.Filter != "" {
		which = "Cards: " + s.Filter
		if s.plan.Cards != nil {
			which += " (those it found when the plan was made)"
		}
	}
	say("%s", which)
	say("%s", s.standing())
	if s.Cards == 0 {
		return
	}
	s.warn(b, d)
	most := 0.0
	for _, day := range s.Days {
		most = max(most, day.Minutes)
	}
	if most > 1.2*float64(s.Minutes)+1 {
		say("What the days bring anyway, due cards and the %d new ones a day, takes more than your minutes on some of them: up to %.0f. Fewer new ones: kuril config new %d", d.Settings.New, most, d.Settings.New/2)
	}
	if s.plan.Score > 0 {
		say("%s", s.course())
	}
	b.WriteByte('\n')
	s.table(b, d)
}

// warn says that a plan cannot be done, and what could.
func (s shownPlan) warn(b *strings.Builder, d *Desk) {
	if s.Enough {
		return
	}
	say := d.sayer(b)
	why := fmt.Sprintf("about %s would be known, and %s is what you want (setting retention)", percent(s.Expected), percent(s.goal))
	if s.Unmet > 0 {
		why = fmt.Sprintf("%s of %d would not be met before the exam", Count(s.Unmet, "card"), s.Cards)
	}
	say("It cannot be done like this: %s.", why)
	name := quoteWord(s.Name)
	said := false
	could := func(format string, args ...any) {
		if !said {
			say("What could be, each alone:")
		}
		said = true
		entry(b, min(d.Term.Columns(), 100), plainly, "  ", fmt.Sprintf(format, args...))
	}
	if s.Could.By != nil {
		could("a later day: %s (kuril plan %s --by %s)", *s.Could.By, name, *s.Could.By)
	}
	if s.Could.Minutes != nil {
		could("more time: %s a day (kuril plan %s --minutes %d)", Count(*s.Could.Minutes, "minute"), name, *s.Could.Minutes)
	}
	if s.Could.Cards != nil {
		could("fewer cards: %d of the %d (kuril plan %s --filter …)", *s.Could.Cards, s.Cards, name)
	}
	if !said {
		say("No later day within a year, no time up to %d minutes a day and no part of the cards would do.", ownMinutes)
	}
}

// table shows what the days bring.
func (s shownPlan) table(b *strings.Builder, d *Desk) {
	say := d.sayer(b)
	if !d.Plain {
		b.WriteString(faint("day               new   due early   min") + "\n")
	}
	step := 7
	if len(s.Days) > firstShown+7*mostRows {
		step = 28
	}
	spans := false
	for i := 0; i < len(s.Days); {
		n := 1
		if len(s.Days) > daysShown && i >= firstShown {
			n = min(step, len(s.Days)-i)
		}
		var sum shownDay
		most := 0.0
		for _, day := range s.Days[i : i+n] {
			sum.New, sum.Due, sum.Early = sum.New+day.New, sum.Due+day.Due, sum.Early+day.Early
			sum.Minutes += day.Minutes
			most = max(most, day.Minutes)
		}
		first := s.Days[i].Day
		label := first.String() + " " + first.Weekday().String()[:3]
		if n > 1 {
			label, spans = first.String()+" +"+fmt.Sprint(n-1), true
		}
		mean := int(math.Round(sum.Minutes / float64(n)))
		off := n == 1 && d.Settings.off(first)
		switch {
		case d.Plain && off:
			say("%s: a day off", label)
		case d.Plain:
			say("%s: %d new, %d due, %d before their day; %s%s", label, sum.New, sum.Due, sum.Early, Count(mean, "minute"), map[bool]string{true: " a day"}[n > 1])
		case off:
			b.WriteString(Pad(label, 16) + "a day off\n")
		default:
			fmt.Fprintf(b, "%s%5d %5d %5d %5d\n", Pad(label, 16), sum.New, sum.Due, sum.Early, mean)
		}
		i += n
	}
	if spans && !d.Plain {
		b.WriteString(faint(fmt.Sprintf("+%d: with the %d days after it; min: a day", step-1, step-1)) + "\n")
	}
}
