package quiz

import (
	"context"
	"fmt"
	"io"
	"math"
	"strings"
)

// listPlans shows how all plans stand.
func (d *Desk) listPlans(ctx context.Context, plans []ExamPlan, f found, asJSON bool) error {
	all := []shownPlan{}
	for _, e := range plans {
		s, err := d.showPlan(ctx, e, f)
		if err != nil {
			return err
		}
		all = append(all, s)
	}
	if asJSON {
		return printJSON(d.Out, all)
	}
	var b strings.Builder
	say := d.sayer(&b)
	if len(all) == 0 {
		say("There are no exam plans. Such as: kuril plan finals --by %s --minutes 20", f.today+30)
	}
	for i, s := range all {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(strong(CleanLine(s.Name)) + "\n")
		say("%s", s.when())
		switch s.Course {
		case "over":
			say("%s", s.plan.over())
		case "today":
			say("%s", s.plan.today())
		default:
			say("%s", s.standing())
			course := s.course()
			if s.Could != nil {
				course += " It cannot be done as it is: kuril plan " + quoteWord(s.Name) + "  tells what could."
			}
			say("%s", course)
		}
	}
	_, err := io.WriteString(d.Out, b.String())
	return err
}

func (s shownPlan) when() string {
	day := s.By.Weekday().String() + ", " + s.By.String()
	if s.Course == "over" {
		return "It was on " + day + "."
	}
	return capital(InDays(s.DaysLeft)) + ", on " + day + "; " + Count(s.Minutes, "minute") + " a day."
}

// standing says how far it has come, and what is foreseen.
func (s shownPlan) standing() string {
	if s.Cards == 0 {
		return "None of its cards is in the banks in use."
	}
	line := fmt.Sprintf("%d of %s learned. Known today: %s; on the day: %s", s.Learned, Count(s.Cards, "card"), percent(s.Now), percent(s.Expected))
	lo, hi := math.Round(100*s.Low), math.Round(100*s.High)
	if lo == hi {
		return line + "."
	}
	return line + fmt.Sprintf(", in 8 of 10 such exams %.0f to %.0f %%.", lo, hi)
}

// course says whether it goes as it was foreseen.
func (s shownPlan) course() string {
	if s.Course == "behind" {
		return fmt.Sprintf("Behind: %s was foreseen for the day.", percent(s.plan.Score))
	}
	return capital(s.Course) + "."
}
