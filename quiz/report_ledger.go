package quiz

import (
	"cmp"
	"maps"
	"math"
	"slices"

	"kuril/deck"
	"kuril/progress"
)

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
	d := entryOf(t.days, a.Day)
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
	entryOf(t.months, a.Day.String()[:len("2006-01")]).add(recalled)
	entryOf(t.cards, a.Card).add(recalled)
	if known {
		for _, tag := range card.Question.Tags {
			entryOf(t.tags, tag).add(recalled)
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

// entryOf returns what a map holds for a key, made when there is nothing yet.
func entryOf[K comparable, V any](m map[K]*V, key K) *V {
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
	r.Days = make([]DayFigures, 0, len(t.days))
	for _, day := range slices.Sorted(maps.Keys(t.days)) {
		d := *t.days[day]
		d.Seconds = wholeMS(d.Seconds)
		r.Days = append(r.Days, d)
		r.Total.Answers += d.Answers
		r.Total.Seconds += d.Seconds
		if day == r.Day {
			r.Today = d
		}
	}
	r.Total.Seconds = wholeMS(r.Total.Seconds)
	r.Total.Days = len(r.Days)
	if r.Total.Days > 0 {
		r.Total.PerDay = r.Total.Seconds / float64(r.Total.Days)
	}
	r.Total.PerAnswer = medianOf(t.took)

	r.Retention.All = t.all
	r.Retention.Ages = slices.DeleteFunc(t.ages, func(s Share) bool { return s.Tests == 0 })
	r.Retention.Months, r.Retention.Tags = make([]Share, 0, len(t.months)), make([]Share, 0, len(t.tags))
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
	r.Calibration = Calibration{Tests: sum.Tests, Predicted: sum.Predicted, Recalled: sum.Recalled, Bins: []Guesses{}}
	for _, g := range t.guess {
		if g.Tests > 0 {
			r.Calibration.Bins = append(r.Calibration.Bins, g.mean())
		}
	}
	t.hardest(r, f)
}

func (s *Share) named(name string) Share {
	named := *s
	named.Name = name
	return named
}

// hardest names the cards with most lapses, and the tags that are recalled
// least.
func (t *ledger) hardest(r *Report, f found) {
	r.HardCards, r.HardTags = []HardCard{}, []Share{}
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
		return cmp.Or(cmp.Compare(b.Lapses, a.Lapses), cmp.Compare(a.Rate, b.Rate), cmp.Compare(a.Card, b.Card))
	})
	r.HardCards = r.HardCards[:min(mostHardCards, len(r.HardCards))]

	for _, s := range r.Retention.Tags {
		if s.Tests >= leastTests && s.Recalled < s.Tests {
			r.HardTags = append(r.HardTags, s)
		}
	}
	slices.SortFunc(r.HardTags, func(a, b Share) int {
		return cmp.Or(cmp.Compare(a.Rate, b.Rate), cmp.Compare(a.Name, b.Name))
	})
	r.HardTags = r.HardTags[:min(mostHardTags, len(r.HardTags))]
}

// wholeMS takes from seconds what only adding them up has brought.
func wholeMS(seconds float64) float64 { return math.Round(1000*seconds) / 1000 }

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
