package command

import (
	"testing"
	"time"
)

func TestClock(t *testing.T) {
	tokyo, err := time.LoadLocation("Asia/Tokyo")
	if err != nil {
		t.Skipf("this machine has no time zones: %v", err)
	}
	machine := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	p := &program{World: World{Now: func() time.Time { return machine }, Zone: tokyo}}
	for _, tt := range []struct{ name, start, want string }{
		{"local", "2026-11-22T08:00", "2026-11-22T08:00:00+09:00"},
		{"local with a blank", "2026-11-22 08:00", "2026-11-22T08:00:00+09:00"},
		{"local with seconds", "2026-11-22T08:00:30", "2026-11-22T08:00:30+09:00"},
		{"an instant in UTC", "2026-11-21T23:00:00Z", "2026-11-22T08:00:00+09:00"},
		{"an instant elsewhere", "2026-11-22T00:00:00+01:00", "2026-11-22T08:00:00+09:00"},
		{"small letters", "2026-11-21t23:00:00z", "2026-11-22T08:00:00+09:00"},
		{"without seconds", "2026-11-21T23:00Z", "2026-11-22T08:00:00+09:00"},
		{"a date is its noon", "2026-11-22", "2026-11-22T12:00:00+09:00"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			now, err := p.clock(tt.start)
			if err != nil {
				t.Fatal(err)
			}
			if got := now().Format(time.RFC3339); got != tt.want {
				t.Errorf("clock(%q) starts at %s, want %s", tt.start, got, tt.want)
			}
			before := now()
			machine = machine.Add(90 * time.Second)
			if d := now().Sub(before); d != 90*time.Second {
				t.Errorf("in 90 s it ran %s", d)
			}
		})
	}
	for _, bad := range []string{"now", "2026-13-01", "2026-11-22T25:00", "22.11.2026", "0000-01-01T00:00:00Z", "2026-11-22T08:00 "} {
		if _, err := p.clock(bad); err == nil {
			t.Errorf("clock(%q) is accepted", bad)
		}
	}
}
