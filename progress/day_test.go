package progress

import (
	"testing"
	"time"
	_ "time/tzdata"
)

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func day(t testing.TB, s string) Day {
	t.Helper()
	d, err := ParseDay(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestCalendarDay(t *testing.T) {
	for _, tt := range []struct {
		name, zone string
		rollover   int
		at         string // RFC 3339
		want       string
	}{
		{"a second before the rollover", "Europe/Berlin", 4, "2026-11-22T03:59:59+01:00", "2026-11-21"},
		{"at the rollover", "Europe/Berlin", 4, "2026-11-22T04:00:00+01:00", "2026-11-22"},
		{"a second after the rollover", "Europe/Berlin", 4, "2026-11-22T04:00:01+01:00", "2026-11-22"},
		{"late at night is still today", "Europe/Berlin", 4, "2026-11-23T01:30:00+01:00", "2026-11-22"},
		{"another rollover hour moves the night", "Europe/Berlin", 1, "2026-11-23T01:30:00+01:00", "2026-11-23"},
		{"midnight, a second before", "Europe/Berlin", 0, "2026-11-21T23:59:59+01:00", "2026-11-21"},
		{"midnight", "Europe/Berlin", 0, "2026-11-22T00:00:00+01:00", "2026-11-22"},
		{"rollover late in the evening, before", "Europe/Berlin", 23, "2026-11-22T22:59:59+01:00", "2026-11-21"},
		{"rollover late in the evening", "Europe/Berlin", 23, "2026-11-22T23:00:00+01:00", "2026-11-22"},
		{"only the instant counts, not its offset", "Europe/Berlin", 4, "2026-11-22T12:29:59+09:30", "2026-11-21"},

		{"spring in Berlin, before", "Europe/Berlin", 4, "2026-03-29T03:59:59+02:00", "2026-03-28"},
		{"spring in Berlin", "Europe/Berlin", 4, "2026-03-29T04:00:00+02:00", "2026-03-29"},
		{"the rollover hour is skipped, before", "Europe/Berlin", 2, "2026-03-29T01:59:59+01:00", "2026-03-28"},
		{"the rollover hour is skipped", "Europe/Berlin", 2, "2026-03-29T03:00:00+02:00", "2026-03-29"},
		{"autumn in Berlin, before", "Europe/Berlin", 4, "2026-10-25T03:59:59+01:00", "2026-10-24"},
		{"autumn in Berlin", "Europe/Berlin", 4, "2026-10-25T04:00:00+01:00", "2026-10-25"},
		{"the rollover hour comes twice, before", "Europe/Berlin", 2, "2026-10-25T01:59:59+02:00", "2026-10-24"},
		{"the rollover hour comes twice, first", "Europe/Berlin", 2, "2026-10-25T02:00:00+02:00", "2026-10-25"},
		{"the rollover hour comes twice, put back", "Europe/Berlin", 2, "2026-10-25T02:00:00+01:00", "2026-10-25"},

		{"spring in New York", "America/New_York", 4, "2026-03-08T04:00:00-04:00", "2026-03-08"},
		{"spring in New York, before", "America/New_York", 4, "2026-03-08T03:59:59-04:00", "2026-03-07"},
		{"autumn in New York, the hour comes twice", "America/New_York", 1, "2026-11-01T01:00:00-04:00", "2026-11-01"},
		{"autumn in New York, put back", "America/New_York", 1, "2026-11-01T01:00:00-05:00", "2026-11-01"},
		{"autumn in New York, before", "America/New_York", 1, "2026-11-01T00:59:59-04:00", "2026-10-31"},
		{"Tokyo keeps its clocks", "Asia/Tokyo", 4, "2026-03-29T03:59:59+09:00", "2026-03-28"},

		{"half an hour is skipped, before", "Australia/Lord_Howe", 2, "2026-10-04T01:59:59+10:30", "2026-10-03"},
		{"half an hour is skipped", "Australia/Lord_Howe", 2, "2026-10-04T02:30:00+11:00", "2026-10-04"},
		{"half an hour comes twice, first", "Australia/Lord_Howe", 2, "2026-04-05T01:59:59+11:00", "2026-04-04"},
		{"half an hour comes twice, put back", "Australia/Lord_Howe", 2, "2026-04-05T01:30:00+10:30", "2026-04-04"},
		{"half an hour came twice", "Australia/Lord_Howe", 2, "2026-04-05T02:00:00+10:30", "2026-04-05"},

		{"midnight is skipped, before", "America/Sao_Paulo", 0, "2018-11-03T23:59:59-03:00", "2018-11-03"},
		{"midnight is skipped", "America/Sao_Paulo", 0, "2018-11-04T01:00:00-02:00", "2018-11-04"},
		{"midnight is put off by an hour", "America/Sao_Paulo", 0, "2018-02-17T23:30:00-03:00", "2018-02-17"},
		{"midnight was put off by an hour", "America/Sao_Paulo", 0, "2018-02-18T00:00:00-03:00", "2018-02-18"},

		{"a whole date is skipped, before", "Pacific/Apia", 4, "2011-12-29T23:59:59-10:00", "2011-12-29"},
		{"a whole date is skipped", "Pacific/Apia", 4, "2011-12-31T00:00:00+14:00", "2011-12-30"},
		{"a whole date was skipped", "Pacific/Apia", 4, "2011-12-31T04:00:00+14:00", "2011-12-31"},
	} {
		at, err := time.Parse(time.RFC3339, tt.at)
		if err != nil {
			t.Fatal(err)
		}
		c := Calendar{Zone: zone(t, tt.zone), Rollover: tt.rollover}
		if got := c.Day(at).String(); got != tt.want {
			t.Errorf("%s: Day(%s) in %s from %d o'clock = %s, want %s", tt.name, tt.at, tt.zone, tt.rollover, got, tt.want)
		}
	}
}

// A day begins once, ends with the next, and none is passed twice.
func TestCalendarLaws(t *testing.T) {
	for _, name := range []string{
		"Europe/Berlin", "America/New_York", "Asia/Tokyo", "Australia/Lord_Howe", "America/Sao_Paulo",
		"Pacific/Apia", "Africa/Casablanca", "Asia/Kathmandu", "Pacific/Kwajalein", "America/St_Johns", "UTC",
	} {
		for _, rollover := range []int{0, 1, 2, 3, 4, 12, 23} {
			c := Calendar{Zone: zone(t, name), Rollover: rollover}
			for _, year := range []int{1993, 2011, 2018, 2026} {
				last := Day(0)
				at := time.Date(year-1, 12, 28, 0, 0, 0, 0, time.UTC)
				for ; at.Year() <= year; at = at.Add(311 * time.Minute) {
					d := c.Day(at)
					if d < last {
						t.Fatalf("%s, %d o'clock: day falls from %s to %s at %s", name, rollover, last, d, at)
					}
					last = d
					start, next := c.Start(d), c.Start(d+1)
					if at.Before(start) || !at.Before(next) {
						t.Fatalf("%s, %d o'clock: %s is not in [%s, %s)", name, rollover, at, start, next)
					}
					if c.Day(start) != d || c.Day(start.Add(-time.Second)) >= d {
						t.Fatalf("%s, %d o'clock: %s does not begin at %s", name, rollover, d, start)
					}
				}
			}
		}
	}
}

func TestTravelOverTheDateLine(t *testing.T) {
	at := time.Date(2026, 11, 22, 20, 0, 0, 0, time.UTC)
	tokyo := Calendar{Zone: zone(t, "Asia/Tokyo"), Rollover: 4}
	honolulu := Calendar{Zone: zone(t, "Pacific/Honolulu"), Rollover: 4}
	before, after := tokyo.Day(at), honolulu.Day(at.Add(8*time.Hour))
	if before != day(t, "2026-11-23") || after != day(t, "2026-11-22") {
		t.Fatalf("days = %s, %s", before, after)
	}
	// What was written in Tokyo keeps its day, and the log knows the latest.
	s := openAt(t, tempPath(t), Options{})
	record(t, s, Event{Card: "q", At: at, Day: before, Kind: Reviewed, Rating: 3, Due: before + 2})
	record(t, s, Event{Card: "q", At: at.Add(8 * time.Hour), Day: before, Kind: Practised, Rating: 3})
	if _, last, err := s.Last(t.Context()); err != nil || last != before {
		t.Errorf("Last = %s, %v, want %s", last, err, before)
	}
}

func TestChangingTheRolloverHourRewritesNothing(t *testing.T) {
	s := openAt(t, tempPath(t), Options{})
	at := time.Date(2026, 11, 22, 3, 0, 0, 0, time.UTC)
	old, changed := Calendar{Rollover: 4}.Day(at), Calendar{Rollover: 0}.Day(at)
	if old == changed {
		t.Fatal("the hour makes no difference")
	}
	record(t, s, Event{Card: "q", At: at, Day: old, Kind: Reviewed, Rating: 1, Due: old})
	got := statesOf(t, s)["q"]
	if got.LastDay != old || got.Due != old || got.First != old {
		t.Errorf("state = %+v, want days %s", got, old)
	}
}

func TestDayText(t *testing.T) {
	for _, s := range []string{"2026-11-22", "1969-12-31", "2000-02-29"} {
		if got := day(t, s).String(); got != s {
			t.Errorf("ParseDay(%q).String() = %q", s, got)
		}
	}
	for _, s := range []string{"", "2026-13-01", "2026-02-30", "22.11.2026", "2026-11-22T00:00:00Z"} {
		if d, err := ParseDay(s); err == nil {
			t.Errorf("ParseDay(%q) = %s", s, d)
		}
	}
	if d := day(t, "1970-01-11"); d != 10 {
		t.Errorf("1970-01-11 = %d", int(d))
	}
	if got := Day(0).String(); got != "" {
		t.Errorf("no day = %q", got)
	}
}
