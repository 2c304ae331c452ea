package progress

import (
	"fmt"
	"math/rand"
	"strings"
	"testing"
	"time"

	"kuril/progress/fsrs"
)

// told writes histories as "3 1+2 3+0.5! | 4": ratings, the days since the
// answer before, ! for what was rushed.
func told(histories []fsrs.History) string {
	var cards []string
	for _, h := range histories {
		var answers []string
		for i, a := range h {
			s := fmt.Sprint(int(a.Rating))
			if i > 0 {
				s += fmt.Sprintf("+%.3g", a.Days)
			}
			if a.Rushed {
				s += "!"
			}
			answers = append(answers, s)
		}
		cards = append(cards, strings.Join(answers, " "))
	}
	return strings.Join(cards, " | ")
}

func TestHistories(t *testing.T) {
	good := func(card string, days int) Event { return review(card, days, 0, fsrs.Good) }
	again := func(card string, days int) Event { return review(card, days, 0, fsrs.Again) }
	of := func(kind Kind, card string, days int, r fsrs.Rating) Event {
		e := event(kind, card, days, 30)
		e.Rating = r
		return e
	}
	named := func(id string, e Event) Event { e.ID = id; return e }
	batch := func(id string, e Event) Event { e.Batch = id; return e }
	imported := func(e Event) Event { e.Due, e.Took = 0, 0; return e }
	for _, tt := range []struct {
		name   string
		events []Event
		want   string
	}{
		{"nothing", nil, ""},
		{"an answer", []Event{good("q", 0)}, "3"},
		{"cards apart, in order of their first answers", []Event{good("q", 0), again("p", 1), good("q", 2), good("p", 4)}, "3 3+2 | 1 3+3"},
		{"imported answers are answers", []Event{imported(again("q", 0)), imported(good("q", 1)), good("q", 5)}, "1 3+1 3+4"},
		{"practice is none", []Event{good("q", 0), of(Practised, "q", 1, fsrs.Again), good("q", 3)}, "3 3+3"},
		{"a drill of a card never asked for the schedule", []Event{of(Practised, "q", 1, fsrs.Good)}, ""},
		{"no answer", []Event{good("q", 0), of(Reviewed, "q", 1, 0), good("q", 3)}, "3 3+3"},
		{"no rating there is", []Event{good("q", 0), of(Reviewed, "q", 1, 5), good("q", 3)}, "3 3+3"},
		{"taken back", []Event{good("q", 0), named("x", again("q", 1)), good("q", 3), undo("x")}, "3 3+3"},
		{"taken back, as the log says", []Event{good("q", 0), {Card: "q", At: noon, Kind: Reviewed, Rating: 1, TakenBack: true}}, "3"},
		{"a whole command taken back", []Event{good("q", 0), batch("b", again("q", 1)), batch("b", again("p", 1)), undo("b")}, "3"},
		{"the first answer taken back", []Event{named("x", again("q", 0)), good("q", 3), good("q", 4), undo("x")}, "3 3+1"},
		{"a reset begins anew", []Event{good("q", 0), good("q", 3), of(Reset, "q", 4, 0), again("q", 5), good("q", 6)}, "3 3+3 | 1 3+1"},
		{"another card's reset", []Event{good("q", 0), of(Reset, "p", 1, 0), good("q", 3)}, "3 3+3"},
		{"a reset taken back", []Event{good("q", 0), named("x", of(Reset, "q", 1, 0)), good("q", 3), undo("x")}, "3 3+3"},
		{"what is no answer changes nothing", []Event{good("q", 0), of(Suspended, "q", 1, 0), of(Resumed, "q", 2, 0),
			of(Marked, "q", 2, 0), of(Scheduled, "q", 2, 0), of(Weighted, "", 2, 0), good("q", 3)}, "3 3+3"},
		{"two at one instant", []Event{again("q", 0), good("q", 0), good("q", 1)}, "1 3+0 3+1"},
		{"one that comes twice", []Event{named("x", good("q", 0)), named("x", good("q", 0)), good("q", 1)}, "3 3+1"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			events := play(tt.events...)
			if tt.name == "one that comes twice" {
				events[1].N = events[0].N
			}
			if got := told(Histories(events)); got != tt.want {
				t.Errorf("Histories = %q, want %q", got, tt.want)
			}
			rnd := rand.New(rand.NewSource(1))
			rnd.Shuffle(len(events), func(i, j int) { events[i], events[j] = events[j], events[i] })
			if got := told(Histories(events)); got != tt.want {
				t.Errorf("shuffled: Histories = %q, want %q", got, tt.want)
			}
		})
	}
}

// What is learned from is what the schedule goes by: replaying a history gives
// the memory that Replay gives the card.
func TestHistoriesAreWhatIsReplayed(t *testing.T) {
	rnd := rand.New(rand.NewSource(3))
	var events []Event
	for i := range 400 {
		e := event([]Kind{Reviewed, Reviewed, Reviewed, Reviewed, Practised, Reset, Suspended}[rnd.Intn(7)],
			string(rune('p'+rnd.Intn(8))), i/10, float64(i))
		e.ID, e.N, e.Device = fmt.Sprint(i), int64(i), "here"
		if e.Kind == Reviewed || e.Kind == Practised {
			e.Rating = fsrs.Rating(1 + rnd.Intn(4))
		}
		events = append(events, e)
	}
	memories := make(map[fsrs.Memory]bool)
	for _, h := range Histories(events) {
		var m fsrs.Memory
		for _, a := range h {
			m = fsrs.Default.Next(m, a.Days, a.Rating)
		}
		memories[m] = true
	}
	for card, s := range Replay(events, nil) {
		if !s.New() && !memories[s.Memory] {
			t.Errorf("card %s has the memory %+v, and no history leads there", card, s.Memory)
		}
	}
}

func TestRushedAnswers(t *testing.T) {
	took := func(ms ...int) []time.Duration {
		var ds []time.Duration
		for _, x := range ms {
			ds = append(ds, time.Duration(x)*time.Millisecond)
		}
		return ds
	}
	row := func(n, ms int) []int {
		x := make([]int, n)
		for i := range x {
			x[i] = ms
		}
		return x
	}
	join := func(rows ...[]int) (all []int) {
		for _, r := range rows {
			all = append(all, r...)
		}
		return all
	}
	for _, tt := range []struct {
		name string
		took []int // ms
		gap  int   // ms between answers
		want string
	}{
		{"with thought", row(40, 8000), 9000, ""},
		{"a hundred in haste", join(row(150, 8000), row(100, 400), row(5, 8000)), 9000, "150-249"},
		{"nine are no row", join(row(30, 8000), row(9, 400), row(5, 8000)), 9000, ""},
		{"ten are", join(row(30, 8000), row(10, 400), row(5, 8000)), 9000, "30-39"},
		{"giving up at once, now and then", join(row(30, 8000), row(3, 400), row(1, 8000), row(8, 400), row(30, 8000)), 9000, ""},
		{"one who is always quick", row(60, 900), 1200, ""},
		{"one who is quick, in haste", join(row(60, 1800), row(12, 300)), 9000, "60-71"},
		{"two seconds are no haste", join(row(60, 20000), row(30, 2000)), 9000, ""},
		{"time unknown, taken from the clock", join(row(0, 0), row(60, 0)), 500, ""},
		{"time unknown, all at one instant", row(60, 0), 0, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var answers []*Event
			at := noon
			for _, d := range took(tt.took...) {
				at = at.Add(time.Duration(tt.gap) * time.Millisecond)
				answers = append(answers, &Event{At: at, Took: d})
			}
			var rows []string
			got := rushed(answers)
			for i := 0; i < len(got); i++ {
				from := i
				for i < len(got) && got[i] {
					i++
				}
				if i > from {
					rows = append(rows, fmt.Sprintf("%d-%d", from, i-1))
				}
			}
			if got := strings.Join(rows, " "); got != tt.want {
				t.Errorf("rushed %q, want %q", got, tt.want)
			}
		})
	}
	// No time taken is known, but these came faster than anybody reads.
	var answers []*Event
	at := noon
	for i := range 60 {
		at = at.Add(9 * time.Second)
		if i >= 40 {
			at = at.Add(-8 * time.Second)
		}
		answers = append(answers, &Event{At: at})
	}
	if got := rushed(answers); got[39] || !got[40] || !got[59] {
		t.Errorf("by the clock: rushed %v, want the last twenty", got)
	}
}

func TestStoreHistories(t *testing.T) {
	s := openAt(t, tempPath(t), Options{})
	written, _ := record(t, s, review("q", 0, 0, fsrs.Again))
	record(t, s, review("q", 1, 0, fsrs.Good))
	if _, _, err := s.Undo(t.Context(), written[0].ID, noon.AddDate(0, 0, 2), today+2); err != nil {
		t.Fatal(err)
	}
	record(t, s, review("q", 3, 0, fsrs.Easy))
	histories, err := s.Histories(t.Context())
	if got, want := told(histories), "3 4+2"; err != nil || got != want {
		t.Errorf("Histories = %q, %v, want %q", got, err, want)
	}
}
