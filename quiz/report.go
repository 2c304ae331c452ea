package quiz

import (
	"cmp"
	"context"
	"maps"
	"math"
	"slices"

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

	HardCards []HardCard `json:"hard_cards"`
	HardTags  []Share    `json:"hard_tags"`
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
	Answers int     `json:"answers"`
	Days    int     `json:"days"`
	Streak  int     `json:"streak"`  // over all cards, whatever the filter
	Longest int     `json:"longest"` // too
	Seconds float64 `json:"seconds"`
	// PerAnswer is the median time of one answer in seconds.
	PerAnswer float64 `json:"seconds_per_answer"`
}

// A Share is how many of a number of tests were recalled.
type Share struct {
	Name     string `json:"name,omitempty"`
	Tests    int    `json:"tests"`
	Recalled int    `json:"recalled"`
}

// Rate is the share, 0 to 1; 0 without a test.
func (s Share) Rate() float64 {
	if s.Tests == 0 {
		return 0
	}
	return float64(s.Recalled) / float64(s.Tests)
}

func (s *Share) add(recalled bool) {
	s.Tests++
	if recalled {
		s.Recalled++
	}
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

const (
	forecastDays  = 30 // today included
	mostHardCards = 10
	mostHardTags  = 5
	leastTests    = 5 // of a tag, before it can be called hard
)

// ageNames are the ages of cards that retention is told by, in study days since
// the first meeting.
var ageNames = []struct {
	below int
	name  string
}{{8, "first week"}, {31, "first month"}, {91, "first 3 months"}, {366, "first year"}, {math.MaxInt, "older"}}

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
	return r, nil
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

// A ledger gathers figures answer by answer.
type ledger struct {
	wanted     map[string]deck.Card
	everything bool

	days   map[progress.Day]*DayFigures
	months map[string]*Share
	tags   map[string]*Share
	cards  map[string]*Share
	all    Share
	ages   []Share
	guess  []Guesses // sums until report
	sum    Guesses
	took   []float64 // seconds
}

func newLedger(wanted map[string]deck.Card, everything bool) *ledger {
	t := &ledger{
		wanted: wanted, everything: everything,
		days: make(map[progress.Day]*DayFigures), months: make(map[string]*Share),
		tags: make(map[string]*Share), cards: make(map[string]*Share),
	}
	for _, a := range ageNames {
		t.ages = append(t.ages, Share{Name: a.name})
	}
	for i := range len(recallEdges) - 1 {
		t.guess = append(t.guess, Guesses{From: recallEdges[i], To: min(1, recallEdges[i+1])})
	}
	return t
}

func (t *ledger) add(a progress.Answer) error {
	card, known := t.wanted[a.Card]
	if !known && !t.everything {
		return nil
	}
	d := at(t.days, a.Day)
	d.Day = a.Day
	d.Answers++
	if a.Kind == progress.Practised {
		d.Practised++
	}
	if a.First {
		d.New++
	}
	if seconds := a.Took.Seconds(); seconds > 0 {
		d.Seconds += seconds
		t.took = append(t.took, seconds)
	}
	if !a.Test {
		return nil
	}
	recalled := a.Recalled()
	d.Tests++
	if recalled {
		d.Recalled++
	}
	t.all.add(recalled)
	for i := range t.ages {
		if a.Age < ageNames[i].below {
			t.ages[i].add(recalled)
			break
		}
	}
	at(t.months, a.Day.String()[:len("2006-01")]).add(recalled)
	at(t.cards, a.Card).add(recalled)
	if known {
		for _, tag := range card.Question.Tags {
			at(t.tags, tag).add(recalled)
		}
	}
	if a.Recall > 0 {
		i := len(t.guess) - 1
		for a.Recall < t.guess[i].From {
			i--
		}
		t.guess[i].add(a.Recall, recalled)
		t.sum.add(a.Recall, recalled)
	}
	return nil
}

// at returns what a map holds for a key, made when there is nothing yet.
func at[K comparable, V any](m map[K]*V, key K) *V {
	v := m[key]
	if v == nil {
		v = new(V)
		m[key] = v
	}
	return v
}

func (g *Guesses) add(predicted float64, recalled bool) {
	g.Tests++
	g.Predicted += predicted
	if recalled {
		g.Recalled++
	}
}

// mean turns sums into means, with bounds.
func (g Guesses) mean() Guesses {
	if g.Tests == 0 {
		return g
	}
	n := float64(g.Tests)
	g.Low, g.High = wilson(g.Recalled, n)
	g.Predicted /= n
	g.Recalled /= n
	return g
}

// wilson bounds the true share of k in n with 95 % confidence.
// https://en.wikipedia.org/wiki/Binomial_proportion_confidence_interval#Wilson_score_interval
func wilson(k, n float64) (low, high float64) {
	const z = 1.959964
	p := k / n
	middle := p + z*z/(2*n)
	half := z * math.Sqrt(p*(1-p)/n+z*z/(4*n*n))
	return max(0, (middle-half)/(1+z*z/n)), min(1, (middle+half)/(1+z*z/n))
}

// report hands over what was gathered.
func (t *ledger) report(r *Report, f found) {
	for _, day := range slices.Sorted(maps.Keys(t.days)) {
		d := *t.days[day]
		r.Days = append(r.Days, d)
		r.Total.Answers += d.Answers
		r.Total.Seconds += d.Seconds
		if day == r.Day {
			r.Today = d
		}
	}
	r.Total.Days = len(r.Days)
	r.Total.PerAnswer = medianOf(t.took)

	r.Retention.All = t.all
	r.Retention.Ages = slices.DeleteFunc(t.ages, func(s Share) bool { return s.Tests == 0 })
	for _, month := range slices.Sorted(maps.Keys(t.months)) {
		r.Retention.Months = append(r.Retention.Months, t.months[month].named(month))
	}
	for name, s := range t.tags {
		r.Retention.Tags = append(r.Retention.Tags, s.named(name))
	}
	slices.SortFunc(r.Retention.Tags, func(a, b Share) int {
		return cmp.Or(cmp.Compare(b.Tests, a.Tests), cmp.Compare(a.Name, b.Name))
	})

	sum := t.sum.mean()
	r.Calibration = Calibration{Tests: sum.Tests, Predicted: sum.Predicted, Recalled: sum.Recalled}
	for _, g := range t.guess {
		if g.Tests > 0 {
			r.Calibration.Bins = append(r.Calibration.Bins, g.mean())
		}
	}
	t.hardest(r, f)
}

func (s *Share) named(name string) Share {
	return Share{Name: name, Tests: s.Tests, Recalled: s.Recalled}
}

// hardest names the cards with most lapses, and the tags that are recalled
// least.
func (t *ledger) hardest(r *Report, f found) {
	for _, c := range f.cards {
		if s := f.states[c.ID]; s.Lapses > 0 {
			h := HardCard{Card: c.ID, Prompt: c.Prompt(), Lapses: s.Lapses}
			if share := t.cards[c.ID]; share != nil {
				h.Share = *share
			}
			r.HardCards = append(r.HardCards, h)
		}
	}
	slices.SortFunc(r.HardCards, func(a, b HardCard) int {
		return cmp.Or(cmp.Compare(b.Lapses, a.Lapses), cmp.Compare(a.Rate(), b.Rate()), cmp.Compare(a.Card, b.Card))
	})
	r.HardCards = r.HardCards[:min(mostHardCards, len(r.HardCards))]

	for _, s := range r.Retention.Tags {
		if s.Tests >= leastTests && s.Recalled < s.Tests {
			r.HardTags = append(r.HardTags, s)
		}
	}
	slices.SortFunc(r.HardTags, func(a, b Share) int {
		return cmp.Or(cmp.Compare(a.Rate(), b.Rate()), cmp.Compare(a.Name, b.Name))
	})
	r.HardTags = r.HardTags[:min(mostHardTags, len(r.HardTags))]
}

// medianOf returns the median of numbers, which it sorts; 0 for none.
func medianOf(numbers []float64) float64 {
	if len(numbers) == 0 {
		return 0
	}
	slices.Sort(numbers)
	half := len(numbers) / 2
	if len(numbers)%2 == 1 {
		return numbers[half]
	}
	return (numbers[half-1] + numbers[half]) / 2
}
