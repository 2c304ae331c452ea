package quiz

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	"strings"
	"testing"
	"time"

	"kuril/progress"
	"kuril/progress/fsrs"
)

// said is an answer of a log that is written down by hand.
type said struct {
	card   string
	day    int // relative to today, which is 0
	hour   int // of that day
	kind   progress.Kind
	rating fsrs.Rating
	took   int     // seconds
	recall float64 // predicted
	due    int     // relative to today
	given  string
}

var reportNow = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// logAt opens a desk over a bank with a log.
func logAt(t *testing.T, bank string, log []said) *Desk {
	t.Helper()
	d := deskAt(t, t.TempDir(), bank, reportNow)
	d.Term = NewTerm(TermOptions{In: os.Stdin, Out: os.Stdout})
	d.Err = io.Discard
	today := d.Today()
	var events []progress.Event
	for _, s := range log {
		at := reportNow.AddDate(0, 0, s.day).Truncate(24 * time.Hour).Add(time.Duration(s.hour) * time.Hour)
		e := progress.Event{
			Card: s.card, At: at, Day: today + progress.Day(s.day), Kind: s.kind, Rating: s.rating,
			Took: time.Duration(s.took) * time.Second, Recall: s.recall, Given: s.given,
		}
		if s.kind == progress.Reviewed {
			e.Due = today + progress.Day(s.due)
		}
		if s.given != "" {
			e.Verdict = "wrong"
		}
		events = append(events, e)
	}
	if _, _, err := d.Store.Record(context.Background(), events...); len(events) > 0 && err != nil {
		t.Fatal(err)
	}
	return d
}

// reported is the report of a desk and a filter.
func reported(t *testing.T, d *Desk, filter string) *Report {
	t.Helper()
	q, err := ParseQuery(filter)
	if err != nil {
		t.Fatal(err)
	}
	r, err := NewReport(context.Background(), d, q)
	if err != nil {
		t.Fatal(err)
	}
	r.Filter = filter
	return r
}

// printed is the report as it is shown in a window.
func (r *Report) printed(width int, plain bool, signs pens) string {
	p := &reportPage{Report: r, width: width, plain: plain, pens: signs}
	p.page()
	return p.b.String()
}

const handBank = `
[[question]]
id = "a"
kind = "typed"
prompt = "Where is A?"
answers = ["Abakan"]
tags = ["x"]
[[question]]
id = "b"
kind = "typed"
prompt = "Where is B?"
answers = ["Barnaul"]
tags = ["x", "y"]
[[question]]
id = "c"
kind = "typed"
prompt = "Where is C?"
answers = ["Chita"]
tags = ["y"]
[[question]]
id = "d"
kind = "typed"
prompt = "Where is D?"
answers = ["Tomsk"]
tags = ["y"]
[[question]]
id = "e"
kind = "typed"
prompt = "Where is E?"
answers = ["Elista"]
`

// handLog is small enough to count on paper.
var handLog = []said{
	// Ten days ago two cards are met; b is missed and known later that day.
	{card: "a", day: -10, hour: 9, kind: progress.Reviewed, rating: fsrs.Good, took: 10, due: -3},
	{card: "b", day: -10, hour: 10, kind: progress.Reviewed, rating: fsrs.Again, took: 20, due: -10},
	{card: "b", day: -10, hour: 11, kind: progress.Reviewed, rating: fsrs.Good, took: 6, due: -9},
	{card: "b", day: -9, hour: 9, kind: progress.Reviewed, rating: fsrs.Good, took: 4, recall: 0.8, due: 3},
	// On its seventh day a is forgotten, and known in the end.
	{card: "a", day: -3, hour: 9, kind: progress.Reviewed, rating: fsrs.Again, took: 8, recall: 0.9, due: -3},
	{card: "a", day: -3, hour: 10, kind: progress.Reviewed, rating: fsrs.Hard, took: 5, due: 0},
	// Today a is known, and a new card is practised, with the answer of another.
	{card: "a", day: 0, hour: 9, kind: progress.Reviewed, rating: fsrs.Easy, took: 3, recall: 0.6, due: 20},
	{card: "c", day: 0, hour: 10, kind: progress.Practised, rating: fsrs.Again, took: 2, given: "Tomsk"},
	{card: "e", day: 0, hour: 10, kind: progress.Suspended},
}

// TestReportByHand holds every figure to what was counted on paper.
func TestReportByHand(t *testing.T) {
	d := logAt(t, handBank, handLog)
	ctx := context.Background()
	// What is taken back never was.
	written, _, err := d.Store.Record(ctx, progress.Event{Card: "d", At: reportNow, Day: d.Today(), Kind: progress.Reviewed, Rating: fsrs.Good, Due: d.Today() + 1})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := d.Store.Undo(ctx, written[0].ID, reportNow, d.Today()); err != nil {
		t.Fatal(err)
	}
	r := reported(t, d, "")
	for _, tt := range []struct {
		name      string
		got, want any
	}{
		{"cards", r.Cards, CardFigures{All: 5, New: 2, Review: 2, Suspended: 1}},
		{"days", r.Days, []DayFigures{
			{Day: r.Day - 10, Answers: 3, New: 2, Seconds: 36},
			{Day: r.Day - 9, Answers: 1, Tests: 1, Recalled: 1, Seconds: 4},
			{Day: r.Day - 3, Answers: 2, Tests: 1, Seconds: 13},
			{Day: r.Day, Answers: 2, Practised: 1, Tests: 1, Recalled: 1, Seconds: 5},
		}},
		{"today", r.Today, r.Days[3]},
		{"due now", r.DueNow, 0},
		{"total", r.Total, Totals{Answers: 8, Days: 4, Streak: 1, Longest: 2, Seconds: 58, PerDay: 14.5, PerAnswer: 5.5}},
		{"retention", r.Retention, Retention{
			Wanted: 0.9, All: Share{Tests: 3, Recalled: 2, Rate: 2. / 3},
			Ages:   []Share{{"1 to 7 days", 2, 1, 0.5}, {"8 to 30 days", 1, 1, 1}},
			Months: []Share{{"2026-11", 3, 2, 2. / 3}},
			Tags:   []Share{{"x", 3, 2, 2. / 3}, {"y", 1, 1, 1}},
		}},
		{"forecast in all", []int{r.Forecast.Due, r.Forecast.Later, r.Forecast.Days[3].Due, r.Forecast.Days[20].Due}, []int{2, 0, 1, 1}},
		{"intervals", binsText(r.Intervals), "0 0 0 1 1 0 0 0 0"},
		{"hard cards", r.HardCards, []HardCard{{Card: "a", Prompt: "Where is A?", Lapses: 1, Share: Share{Tests: 2, Recalled: 1, Rate: 0.5}}}},
		{"hard tags need five tests", r.HardTags, []Share{}},
		{"confusions", r.Confusions, []Confusion{{Times: 1, Cards: [2]ConfusedCard{
			{"c", "Where is C?", "Chita", 1}, {"d", "Where is D?", "Tomsk", 0},
		}}}},
		{"expected", fmt.Sprintf("%d %.4f %.4f", r.Calibration.Tests, r.Calibration.Predicted, r.Calibration.Recalled), "3 0.7667 0.6667"},
		{"expected, in bins", guessText(r.Calibration.Bins), "0.50-0.70:1/1@0.60 0.80-0.85:1/1@0.80 0.90-0.95:0/1@0.90"},
	} {
		if got, want := fmt.Sprint(tt.got), fmt.Sprint(tt.want); got != want {
			t.Errorf("%s: %s, want %s", tt.name, got, want)
		}
	}
	// Wilson's bounds of 1 in 1 and 0 in 1, from any table of them.
	for i, want := range [][2]float64{{0.2065, 1}, {0.2065, 1}, {0, 0.7935}} {
		if g := r.Calibration.Bins[i]; math.Abs(g.Low-want[0]) > 1e-4 || math.Abs(g.High-want[1]) > 1e-4 {
			t.Errorf("bounds %v to %v, want %v", g.Low, g.High, want)
		}
	}
	got := r.printed(80, true, letterPens)
	if !strings.HasPrefix(got, handPrinted) || !strings.HasSuffix(got, handPrintedEnd) {
		t.Errorf("in words it is\n%s\nwant\n%s…\n%s", got, handPrinted, handPrintedEnd)
	}
}

func binsText(list []Bin) string {
	var words []string
	for _, b := range list {
		words = append(words, fmt.Sprint(b.Cards))
	}
	return strings.Join(words, " ")
}

func guessText(list []Guesses) string {
	var words []string
	for _, g := range list {
		words = append(words, fmt.Sprintf("%.2f-%.2f:%.0f/%d@%.2f", g.From, g.To, g.Recalled*float64(g.Tests), g.Tests, g.Predicted))
	}
	return strings.Join(words, " ")
}

// handPrinted and handPrintedEnd are that report in plain mode; how long cards
// stay in memory and how hard they are, between them, is the model's to say.
const handPrinted = `Sunday, 2026-11-22
5 cards: 2 new, 2 being reviewed, 1 suspended.

What did you do today?
2 answers in 5 seconds, 1 of them practice.
Of 1 card learned on earlier days you knew 1 (100 %).
1 day in a row; the longest row was 2.

On which days did you study?
8 answers on 4 days, 58 seconds in all.
Thursday, 2026-11-12: 3 answers, 36 seconds
Friday, 2026-11-13: 1 answer, 4 seconds
Thursday, 2026-11-19: 2 answers, 13 seconds
Sunday, 2026-11-22: 2 answers, 5 seconds

How long do you study?
15 seconds on a day on which you study; one answer takes about 6 seconds.

Do you remember what you learned?
When cards came back on a later day, you knew 2 of 3 (67 %). You want to know
90 %.
By how long ago you first met the card:
1 to 7 days: 50 % of 2
8 to 30 days: 100 % of 1
By month:
2026-11: 67 % of 3
By tag, those asked most:
x: 67 % of 3
y: 100 % of 1

How many cards come in the next 30 days?
0 today, 2 in all, 0 later. New cards and those you will miss come on top.
Wednesday, 2026-11-25: 1 card
Saturday, 2026-12-12: 1 card

Does kuril know what you know?
When cards came back, kuril expected you to know 77 % of them; you knew 67 % of
3.
By what it expected, how much of it you knew:
50 to 70 %: 100 % of 1
80 to 85 %: 100 % of 1
90 to 95 %: 0 % of 1

How long until cards come again?
Cards by the days from their last answer to the next:
under 2 days: 0
2 to 3 days: 0
4 to 7 days: 0
8 to 14 days: 1
15 to 30 days: 1
`

const handPrintedEnd = `
Which cards do you forget most?
  Where is A?
    a: forgotten once, known 1 of 2
kuril why ID  tells the story of a card.

Which cards do you mix up?
  Where is C?
  and Where is D?
    once: Chita and Tomsk
kuril missed --pairs  shows them side by side.
`

// TestReportJSON holds that the JSON has every number, and lists where there is
// nothing.
func TestReportJSON(t *testing.T) {
	for name, log := range map[string][]said{"a log": handLog, "none": nil} {
		d := logAt(t, handBank, log)
		text, err := json.Marshal(reported(t, d, ""))
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(text), "null") {
			t.Errorf("%s: a list is missing in %s", name, text)
		}
		var back Report
		if err := json.Unmarshal(text, &back); err != nil {
			t.Fatal(err)
		}
		r := reported(t, d, "")
		if a, b := r.printed(80, true, letterPens), back.printed(80, true, letterPens); a != b {
			t.Errorf("%s: printed from the JSON it is\n%s\nwant\n%s", name, b, a)
		}
		a, err1 := r.HTML()
		b, err2 := back.HTML()
		if err1 != nil || err2 != nil || string(a) != string(b) {
			t.Errorf("%s: the page from the JSON is another (%v, %v)", name, err1, err2)
		}
	}
}
