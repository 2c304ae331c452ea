package progress

import (
	"fmt"
	"time"
)

// A Day is a study day: the date on which it begins, in days since 1970-01-01.
// The zero Day is none.
type Day int

// String returns the date as 2006-01-02, or "" for no day.
func (d Day) String() string {
	if d == 0 {
		return ""
	}
	return d.date().Format(time.DateOnly)
}

func (d Day) date() time.Time { return time.Unix(int64(d)*24*60*60, 0).UTC() }

// ParseDay reads a date such as 2026-11-22.
func ParseDay(s string) (Day, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return 0, fmt.Errorf("%q is not a date such as 2026-11-22", s)
	}
	return dayOf(t), nil
}

// MarshalText gives the date as String does.
func (d Day) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText gives.
func (d *Day) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = 0
		return nil
	}
	day, err := ParseDay(string(text))
	*d = day
	return err
}

// Weekday returns the day of the week.
func (d Day) Weekday() time.Weekday { return d.date().Weekday() }

// dayOf returns the date that a clock shows, whatever its zone.
func dayOf(t time.Time) Day {
	y, m, d := t.Date()
	return Day(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / (24 * 60 * 60))
}

// A Calendar tells study days apart: each begins when the clock on the wall
// first shows the rollover hour. No zone means UTC.
type Calendar struct {
	Zone     *time.Location
	Rollover int // hour, 0 to 23
}

// Day returns the study day of an instant. As time passes it never falls, not
// even where clocks are put back.
func (c Calendar) Day(t time.Time) Day {
	d := dayOf(t.In(c.zone()))
	for c.Start(d).After(t) {
		d--
	}
	for !c.Start(d + 1).After(t) {
		d++
	}
	return d
}

// Start returns the first instant of a study day. Where the rollover hour is
// skipped, the day begins with the skip; where it comes twice, with the first.
func (c Calendar) Start(d Day) time.Time {
	// What the wall shows, written as if it were UTC.
	wall := d.date().Add(time.Duration(c.Rollover) * time.Hour)

	// Between two changes of the clock the wall runs ahead of UTC by a fixed
	// offset. Offsets are less than a day, so two days earlier the wall has
	// not shown it yet; walk from there to the stretch that shows it first.
	for t := wall.Add(-48 * time.Hour).In(c.zone()); ; {
		begin, end := t.ZoneBounds()
		_, offset := t.Zone()
		shown := wall.Add(-time.Duration(offset) * time.Second).In(c.zone())
		if !begin.IsZero() && shown.Before(begin) {
			shown = begin
		}
		if end.IsZero() || shown.Before(end) {
			return shown
		}
		t = end
	}
}

func (c Calendar) zone() *time.Location {
	if c.Zone == nil {
		return time.UTC
	}
	return c.Zone
}
