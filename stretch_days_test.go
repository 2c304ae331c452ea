package main

import (
	"fmt"
	"hash/fnv"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"kuril/deck"
	"kuril/progress"
	"kuril/progress/fsrs"
)

// forgetful misses every n-th card, the same ones each time, and knows what
// comes again.
func forgetful(n uint32, day *time.Time) func(string, bool) bool {
	return func(id string, again bool) bool {
		h := fnv.New32a()
		fmt.Fprint(h, id, day.YearDay())
		return again || h.Sum32()%n != 0
	}
}

// Two weeks of ten minutes a day, from nothing.
func TestStretchFromNothing(t *testing.T) {
	if testing.Short() {
		t.Skip("two weeks take a while")
	}
	t.Parallel()
	p := newPupil(t)
	at := time.Date(2027, time.March, 1, 8, 0, 0, 0, time.UTC)
	p.knows = forgetful(6, &at)
	if _, err := os.Stat(p.data()); err == nil {
		t.Fatal("there is something")
	}
	met := map[string]bool{}
	for n := 1; n <= 14; n++ {
		if n == 1 {
			if d, streak := p.today(at); d.due+d.open > 0 || d.fresh != 10 || streak != 0 {
				t.Errorf("the first day holds %+v, and %d days in a row", d, streak)
			}
		}
		var fresh []string
		if n%3 == 0 { // two sittings: the day's limit counts over both
			morning := p.study(at, 4)
			if !strings.Contains(morning.text, "Stopped: 4 answers") {
				t.Errorf("day %d: %s", n, morning.text)
			}
			d, _ := p.today(at.Add(time.Hour))
			if still := fmt.Sprintf("Still to ask today: %d cards", d.total()); !strings.Contains(morning.text, still) {
				t.Errorf("day %d: %q is not said at the end:\n%s", n, still, morning.text)
			}
			at = at.Add(2 * time.Hour)
			fresh = append(fresh, morning.fresh...)
		}
		d, s := p.whole(at)
		fresh = append(fresh, s.fresh...)
		if len(fresh) != 10 {
			t.Errorf("day %d: %d new cards", n, len(fresh))
		}
		for _, id := range fresh {
			if met[id] {
				t.Errorf("day %d: %s is new once more", n, id)
			}
			met[id] = true
		}
		for id, verdict := range s.verdicts {
			if strings.HasPrefix(verdict, "ALMOST") || strings.HasPrefix(verdict, "PARTLY") {
				t.Errorf("day %d: the answer that stands in the bank is not simply right: %s: %s", n, id, verdict)
			}
		}
		if d.heldNew+d.siblings+len(met) < 400 {
			t.Errorf("day %d: %+v are held back, %d are met: some are missing", n, d, len(met))
		}
		// Nothing is left, and the streak grows.
		at = at.Add(time.Hour)
		d, streak := p.today(at)
		if d.total() != 0 || streak != n {
			t.Errorf("day %d: after the session the day holds %+v, %d days in a row", n, d, streak)
		}
		if again := p.study(at, 0); len(again.asked) > 0 {
			t.Errorf("day %d: asked again: %v", n, again.asked)
		} else {
			p.announced(d, again)
		}
		at = time.Date(2027, time.March, 1+n, 8+n%12, 0, 0, 0, time.UTC)
	}
	if text := p.run(at, "missed"); !strings.Contains(text, "Practise: kuril missed --drill") && !strings.Contains(text, "right since") {
		t.Errorf("missed:\n%s", text)
	}
	for _, columns := range []int{40, 100} {
		for _, args := range [][]string{{}, {"due"}, {"missed"}, {"stats"}, {"list", "is:learning OR rated:1"}, {"read", "tag:islands"}, {"log"}} {
			p.fits(at, columns, "exit 0\n", args...)
		}
		for id := range met {
			p.fits(at, columns, "exit 0\n", "why", id)
			break
		}
		p.fits(at, columns, "wait >\nsend \\x03\nexit 130\n", "study", "kind:typed")
	}
	p.replays(at)
}

// Back after more than a month, with some four hundred cards due: in parts, by
// the date that the first of them promises.
func TestStretchAfterAMonth(t *testing.T) {
	if testing.Short() {
		t.Skip("two weeks take a while")
	}
	t.Parallel()
	p := newPupil(t)
	memory := &catcher{t: t, cards: map[string]*remembered{}, today: map[string]bool{}}
	p.past(memory, 400)
	at := time.Date(2027, time.March, 1, 8, 0, 0, 0, time.UTC)
	p.knows = func(id string, _ bool) bool { return memory.rate(id, at, true) > fsrs.Again }

	d, streak := p.today(at)
	if d.due+d.siblings < 390 || d.fresh != 0 || d.heldNew == 0 || streak != 0 {
		t.Fatalf("the day of coming back holds %+v, and %d days in a row", d, streak)
	}
	glance := p.run(at)
	if !strings.Contains(glance, "kuril study --catch-up 40  a part a day\n") {
		t.Errorf("no part is proposed:\n%s", glance)
	}
	look := p.study(at, -1) // leaves at the first question
	p.announced(d, look)
	if !strings.Contains(look.text, "Welcome back after ") || !strings.Contains(look.text, "no new cards until these are done.") {
		t.Errorf("nobody is welcome:\n%s", look.text)
	}
	promise := regexp.MustCompile(`At 40 a day and no new cards the backlog is clear on ([-\d]+), forgetting`).FindStringSubmatch(look.text)
	if promise == nil {
		t.Fatalf("no date is promised:\n%s", look.text)
	}
	clear := ""
	for n := 1; n <= 14; n++ {
		memory.today = map[string]bool{}
		date := at.Format(time.DateOnly)
		if clear == "" {
			s := p.study(at, 0, "--catch-up", "40")
			if s.distinct() > 40 || len(s.fresh) > 0 {
				t.Errorf("%s: %d cards, %d of them new", date, s.distinct(), len(s.fresh))
			}
			after, _ := p.today(at.Add(time.Hour))
			left := regexp.MustCompile(`(?m)^Left for another session: (\d+) due\.$`).FindStringSubmatch(s.text)
			switch {
			case left == nil:
				clear = date
			case s.distinct() != 40:
				t.Errorf("%s: %d cards of a backlog", date, s.distinct())
			case !regexp.MustCompile(`(?m)^Held back: \d+ new, ` + left[1] + ` due`).MatchString(s.text):
				t.Errorf("%s: %s cards are left, which is not said before", date, left[1])
			case after.due == 0 || after.due > 80 && after.fresh > 0:
				t.Errorf("%s: %s cards are left, and the day holds %+v", date, left[1], after)
			}
			// The part of today is done, and more is not asked by mistake.
			if more := p.study(at.Add(2*time.Hour), 0, "--catch-up", "40"); len(more.asked) > 0 {
				t.Errorf("%s: asked beyond the part of the day: %v", date, more.asked)
			}
		} else {
			p.whole(at)
			if d, _ := p.today(at.Add(time.Hour)); d.total() != 0 {
				t.Errorf("%s: the backlog is gone, and %+v is left", date, d)
			}
		}
		if _, streak := p.today(at.Add(time.Hour)); streak != n {
			t.Errorf("%s: %d days in a row, want %d", date, streak, n)
		}
		at = at.AddDate(0, 0, 1)
	}
	if clear != promise[1] {
		t.Errorf("promised was %s, and the backlog was clear on %q", promise[1], clear)
	}
	if d, _ := p.today(at); d.fresh == 0 {
		t.Errorf("no new cards come back: %+v", d)
	}
	p.fits(at, 40, "wait >\nsend \\x03\nexit 130\n", "study", "kind:typed")
	p.fits(at, 40, "exit 0\n", "stats")
	p.replays(at)
}

// past writes a log of n cards of the bank that were met in January and are
// due since February.
func (p *pupil) past(memory *catcher, n int) {
	p.t.Helper()
	if err := os.MkdirAll(p.data(), 0o700); err != nil {
		p.t.Fatal(err)
	}
	s, err := progress.Open(p.t.Context(), filepath.Join(p.data(), "progress.db"), progress.Options{})
	if err != nil {
		p.t.Fatal(err)
	}
	defer s.Close()
	bank, _, err := deck.LoadFiles([]string{"questions.toml"})
	if err != nil {
		p.t.Fatal(err)
	}
	calendar := progress.Calendar{Rollover: 4}
	plan := progress.Plan{Retention: progress.DefaultRetention}
	var events []progress.Event
	for i, c := range bank.Cards()[:n] {
		at := time.Date(2027, time.January, 1+i%18, 8, i, 0, 0, time.UTC)
		st := progress.State{Card: c.ID}
		for range 1 + i%2 {
			day := calendar.Day(at)
			e := plan.Decide(st, at, day, nil)[fsrs.Good-1].Event(c.ID, at, day)
			events = append(events, e)
			st = st.After(e, nil)
			memory.answer(c.ID, at, fsrs.Good)
			at = calendar.Start(e.Due).Add(5 * time.Hour)
		}
	}
	slices.SortStableFunc(events, func(a, b progress.Event) int { return a.At.Compare(b.At) })
	if _, _, err := s.Record(p.t.Context(), events...); err != nil {
		p.t.Fatal(err)
	}
}
