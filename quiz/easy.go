package quiz

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"kuril/progress"
)

// Days is a stretch of study days, both ends included.
type Days struct{ From, To progress.Day }

// String writes a stretch as it stands in the settings: 2026-12-24, or
// 2026-12-24..2027-01-02.
func (d Days) String() string {
	if d.From == d.To {
		return d.From.String()
	}
	return d.From.String() + ".." + d.To.String()
}

// ParseDays reads what String writes.
func ParseDays(text string) (Days, error) {
	first, last, ok := strings.Cut(strings.TrimSpace(text), "..")
	if !ok {
		last = first
	}
	var d Days
	var err error
	if d.From, err = progress.ParseDay(strings.TrimSpace(first)); err != nil {
		return Days{}, err
	}
	if d.To, err = progress.ParseDay(strings.TrimSpace(last)); err != nil {
		return Days{}, err
	}
	if d.To < d.From {
		return Days{}, fmt.Errorf("%s ends before it begins", text)
	}
	return d, nil
}

// ParseWeekday reads Sat, Saturday or sat.
func ParseWeekday(text string) (day time.Weekday, ok bool) {
	text = strings.ToLower(strings.TrimSpace(text))
	for day := time.Sunday; day <= time.Saturday; day++ {
		if name := strings.ToLower(day.String()); text == name || text == name[:3] {
			return day, true
		}
	}
	return 0, false
}

// easyShare is what a lighter day carries of the usual load.
const easyShare = 0.5

// off reports whether a study day is planned to be free.
func (s Settings) off(day progress.Day) bool {
	return slices.ContainsFunc(s.DaysOff, func(d Days) bool { return day >= d.From && day <= d.To })
}

// spared reports whether a day without study leaves a row of days whole: a day
// off, or one that was to be light anyway.
func (s Settings) spared(day progress.Day) bool {
	return s.off(day) || slices.Contains(s.EasyDays, day.Weekday())
}

// ease tells the scheduler which days are to be lighter; nil when none are.
func (s Settings) ease() func(progress.Day) float64 {
	if len(s.EasyDays)+len(s.DaysOff) == 0 {
		return nil
	}
	return func(day progress.Day) float64 {
		switch {
		case s.off(day):
			return 0
		case slices.Contains(s.EasyDays, day.Weekday()):
			return easyShare
		}
		return 1
	}
}
