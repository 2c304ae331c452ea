package quiz

import (
	"context"
	"testing"
	"time"

	"kuril/progress"
	"kuril/progress/fsrs"
)

// forgotten opens a desk on which de lapsed so often before today.
func forgotten(t *testing.T, lapses int) *Desk {
	t.Helper()
	d := deskAt(t, t.TempDir(), capitals, noon)
	today := d.Today()
	var events []progress.Event
	note := func(days int, minute int, r fsrs.Rating, due progress.Day) {
		day := today - progress.Day(days)
		events = append(events, progress.Event{
			Card: "de", At: noon.AddDate(0, 0, -days).Add(time.Duration(minute) * time.Minute), Day: day,
			Kind: progress.Reviewed, Rating: r, Due: due,
		})
	}
	note(100, 0, fsrs.Good, today-90)
	for i := range lapses {
		days := 90 - 2*i
		note(days, 0, fsrs.Again, today-progress.Day(days))
		note(days, 1, fsrs.Good, today)
	}
	if _, _, err := d.Store.Record(context.Background(), events...); err != nil {
		t.Fatal(err)
	}
	return d
}

// A card is named when it is forgotten for the eighth time, not before and not
// again at the ninth.
func TestLeechIsNamedInTime(t *testing.T) {
	for _, tt := range []struct {
		before int
		named  bool
	}{{6, false}, {7, true}, {8, false}, {11, true}} {
		g := talkTo(t, forgotten(t, tt.before))
		g.say("Bonn", "")
		if tt.named {
			g.hear("Forgotten " + Count(tt.before+1, "time") + " so far: de.")
			g.say("nonsense")
			g.hear("nonsense means nothing here.")
			g.say("")
			g.hear("Kept.")
		}
		g.say("Berlin")
		g.hear("RIGHT")
		g.end()
	}
}

// Suspending a leech, and then taking that and the answer back.
func TestLeechSuspendedAndTakenBack(t *testing.T) {
	d := forgotten(t, 7)
	g := talkTo(t, d)
	g.say("Bonn", "", "s")
	g.hear("Suspended")
	g.hear("Done")
	g.say("u")
	g.hear("Taken back")
	g.hear("Q: Capital of Germany")
	g.say(":u")
	g.hear("Taken back")
	g.hear("Q: Capital of Germany")
	g.say(":q")
	g.hear("Stopped")
	g.end()
	states, err := d.Store.States(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if s := states["de"]; s.Suspended || s.Lapses != 7 {
		t.Errorf("suspended %v, %d lapses; want as before the answer, 7", s.Suspended, s.Lapses)
	}
}

// Where the input ends with the rating the card is named, and nothing is asked.
func TestLeechNamedWhenLeaving(t *testing.T) {
	d := forgotten(t, 7)
	g := talkTo(t, d)
	g.say("Bonn", "q")
	g.hear("Forgotten 8 times so far: de.")
	g.hear("kuril edit de")
	g.hear("Stopped")
	g.end()
}
