package quiz

import (
	"context"
	"math"

	"kuril/deck"
	"kuril/progress"
)

// A Report is every number that stats shows. Its names are those of stats
// --json.
type Report struct {
	Day    progress.Day `json:"day"`
	Filter string       `json:"filter,omitempty"`
	Cards  CardFigures  `json:"cards"`
	Today  DayFigures   `json:"today"`
	DueNow int          `json:"due_now"` // what study would ask now, new cards not counted
	Total  Totals       `json:"total"`
	Days   []DayFigures `json:"days"` // with an answer, oldest first

	Retention   Retention   `json:"retention"`
	Forecast    Forecast    `json:"forecast"`
	Calibration Calibration `json:"calibration"`

	Intervals  []Bin `json:"intervals"`  // cards, by days from the last answer to the due day
	Stability  []Bin `json:"stability"`  // cards, by days until recall falls to 90 %
	Difficulty []Bin `json:"difficulty"` // cards, 1 to 10

	HardCards  []HardCard  `json:"hard_cards"`
	HardTags   []Share     `json:"hard_tags"`
	Confusions []Confusion `json:"confusions"` // the most frequent first
}

// CardFigures counts cards by how they stand. Each is counted once, except
// that a leech is also one of the others.
type CardFigures struct {
	All       int `json:"all"`
	New       int `json:"new"`
	Learning  int `json:"learning"` // missed today, still open
	Review    int `json:"review"`
	Suspended int `json:"suspended"`
	Leeches   int `json:"leeches"`
}

// DayFigures is what was done on one study day.
type DayFigures struct {
	Day       progress.Day `json:"day"`
	Answers   int          `json:"answers"`   // in review and practice
	Practised int          `json:"practised"` // of these
	New       int          `json:"new"`       // cards met for the first time
	Tests     int          `json:"tests"`     // answers that retention counts
	Recalled  int          `json:"recalled"`  // of these
	Seconds   float64      `json:"seconds"`   // answering
}

// Totals is what was done in all.
type Totals struct {
	Answers   int     `json:"answers"`
	Days      int     `json:"days"`
	Streak    int     `json:"streak"`  // over all cards, whatever the filter
	Longest   int     `json:"longest"` // too
	Seconds   float64 `json:"seconds"`
	PerDay    float64 `json:"seconds_per_day"`    // mean, of a day with an answer
	PerAnswer float64 `json:"seconds_per_answer"` // median
}

// A Share is how many of a number of tests were recalled.
type Share struct {
	Name     string  `json:"name,omitempty"`
	Tests    int     `json:"tests"`
	Recalled int     `json:"recalled"`
	Rate     float64 `json:"rate"` // 0 to 1; 0 without a test
}

func (s *Share) add(recalled bool) {
	s.Tests++
	s.Recalled += yes(recalled)
	s.Rate = float64(s.Recalled) / float64(s.Tests)
}

// Retention is the share of tests that were recalled, in all and by what they
// have in common.
type Retention struct {
	Wanted float64 `json:"wanted"`
	All    Share   `json:"all"`
	Ages   []Share `json:"by_age"`   // of the card, from its first meeting
	Months []Share `json:"by_month"` // oldest first, those with a test
	Tags   []Share `json:"by_tag"`   // those with most tests first
}

// A Forecast is how many cards come on which day, as things stand today.
type Forecast struct {
	Days  []DayLoad `json:"days"` // today first; today holds what is overdue
	Due   int       `json:"due"`  // in all these days
	Later int       `json:"later"`
}

// DayLoad is how many cards are due on a day.
type DayLoad struct {
	Day progress.Day `json:"day"`
	Due int          `json:"due"`
}

// Calibration sets the recall that was predicted when a test was asked, as it
// was stored with the answer, against what was recalled.
type Calibration struct {
	Tests     int       `json:"tests"`
	Predicted float64   `json:"predicted"` // mean, 0 to 1
	Recalled  float64   `json:"recalled"`  // share, 0 to 1
	Bins      []Guesses `json:"bins"`      // those with a test, the least likely first
}

// Guesses is the tests whose predicted recall lies in [From, To).
type Guesses struct {
	From      float64 `json:"from"`
	To        float64 `json:"to"`
	Tests     int     `json:"tests"`
	Predicted float64 `json:"predicted"`
	Recalled  float64 `json:"recalled"`
	// Low and High bound the true share with 95 % confidence (Wilson 1927).
	Low  float64 `json:"low"`
	High float64 `json:"high"`
}

// A Bin counts cards with From <= value < To; To is 0 where there is no end.
type Bin struct {
	From  float64 `json:"from"`
	To    float64 `json:"to"`
	Cards int     `json:"cards"`
}

// HardCard is a card that was forgotten often.
type HardCard struct {
	Card   string `json:"card"`
	Prompt string `json:"prompt"`
	Lapses int    `json:"lapses"`
	Share
}

// Confusion is two cards of which one was answered with the answer of the other.
type Confusion struct {
	Cards [2]ConfusedCard `json:"cards"`
	Times int             `json:"times"`
}

// ConfusedCard is one of them.
type ConfusedCard struct {
	Card   string `json:"card"`
	Prompt string `json:"prompt"`
	Answer string `json:"answer"`
	Times  int    `json:"times"` // the other's answer was given to it
}

const (
	forecastDays   = 30 // today included
	mostHardCards  = 10
	mostHardTags   = 5
	leastTests     = 5 // of a tag, before it can be called hard
	mostConfusions = 5
)

// ageNames are the ages of cards that retention is told by, in study days since
// the first meeting.
var ageNames = []struct {
	below int
	name  string
}{{8, "1 to 7 days"}, {31, "8 to 30 days"}, {91, "31 to 90 days"}, {366, "91 to 365 days"}, {math.MaxInt, "over a year"}}

var (
	recallEdges     = []float64{0, 0.5, 0.7, 0.8, 0.85, 0.9, 0.95, 1.01}
	dayEdges        = []float64{0, 2, 4, 8, 15, 31, 91, 181, 366, 0}
	difficultyEdges = []float64{1, 3, 5, 7, 9, 0}
)

// NewReport works out the figures of the cards that pass a filter. Without one,
// what was answered on cards that have left the bank counts too.
func NewReport(ctx context.Context, d *Desk, q Query) (*Report, error) {
	f, err := d.find(ctx, q)
	if err != nil {
		return nil, err
	}
	due, err := d.find(ctx, Query{root: all{q.orEverything(), dueOnly}})
	if err != nil {
		return nil, err
	}
	studied, err := d.Store.Days(ctx, f.today, d.Settings.spared)
	if err != nil {
		return nil, err
	}
	r := &Report{Day: f.today, DueNow: len(due.cards), Today: DayFigures{Day: f.today}}
	r.Total.Streak, r.Total.Longest = studied.Streak, studied.Longest
	r.Retention.Wanted = d.Settings.Retention
	wanted := make(map[string]deck.Card, len(f.cards))
	for _, c := range f.cards {
		wanted[c.ID] = c
	}
	r.standing(f)
	t := newLedger(wanted, q.Empty())
	if err := d.Store.EachAnswer(ctx, t.add); err != nil {
		return nil, err
	}
	t.report(r, f)
	return r, r.mixedUp(ctx, d, q)
}

// mixedUp names the cards that are taken for each other most.
func (r *Report) mixedUp(ctx context.Context, d *Desk, q Query) error {
	pairs, err := d.pairs(ctx, MissedOptions{Query: q})
	if err != nil {
		return err
	}
	r.Confusions = make([]Confusion, 0, mostConfusions)
	for _, p := range pairs[:min(mostConfusions, len(pairs))] {
		c := Confusion{Times: p.Times()}
		for i, s := range []Side{p.First, p.Second} {
			c.Cards[i] = ConfusedCard{s.Card.ID, s.Card.Prompt(), answerLine(s.Card), s.Times}
		}
		r.Confusions = append(r.Confusions, c)
	}
	return nil
}

var dueOnly = test(func(c deck.Card, s progress.State, e Env) bool { return e.due(c, s) })

func (q Query) orEverything() node {
	if q.root == nil {
		return all(nil)
	}
	return q.root
}

// standing is what the cards' own states tell.
func (r *Report) standing(f found) {
	r.Intervals, r.Stability, r.Difficulty = bins(dayEdges), bins(dayEdges), bins(difficultyEdges)
	load := make([]int, forecastDays)
	for _, c := range f.cards {
		s := f.states[c.ID]
		r.Cards.All++
		if s.Leech() {
			r.Cards.Leeches++
		}
		switch {
		case s.Suspended:
			r.Cards.Suspended++
		case s.New():
			r.Cards.New++
		case s.Learning(f.today):
			r.Cards.Learning++
		default:
			r.Cards.Review++
		}
		if s.New() {
			continue
		}
		drop(r.Stability, f.weights.Interval(s.Memory, 0.9))
		drop(r.Difficulty, s.Memory.Difficulty)
		drop(r.Intervals, float64(s.Due-s.LastDay))
		if s.Suspended {
			continue
		}
		switch ahead := max(0, int(s.Due-f.today)); {
		case ahead < forecastDays:
			load[ahead]++
			r.Forecast.Due++
		default:
			r.Forecast.Later++
		}
	}
	for i, n := range load {
		r.Forecast.Days = append(r.Forecast.Days, DayLoad{f.today + progress.Day(i), n})
	}
}

func bins(edges []float64) []Bin {
	list := make([]Bin, len(edges)-1)
	for i := range list {
		list[i].From, list[i].To = edges[i], edges[i+1]
	}
	return list
}

// drop counts a card in the last bin that begins at or below its value.
func drop(list []Bin, value float64) {
	for i := len(list) - 1; i >= 0; i-- {
		if value >= list[i].From || i == 0 {
			list[i].Cards++
			return
		}
	}
}
