package fsrs

import (
	"container/heap"
	"math"
	"math/rand/v2"
	"testing"
)

// A mind is how somebody's memory of one card works. None here is an FSRS:
// whatever fits only itself would be found out.
type mind interface {
	recall(at float64) float64 // chance at a moment, in days
	learn(at float64, r Rating)
}

// A learner is somebody with a memory, habits of rating and a schedule.
type learner struct {
	mind   func(rnd *rand.Rand) mind // a new card
	habit  func(rnd *rand.Rand, recall float64) Rating
	plan   plan
	perDay int     // new cards
	limit  int     // answers a day
	late   float64 // chance to stay away a day
	mood   float64 // how much days differ, in log-odds
	drift  float64 // how far memory wanders in a year, in log-odds
}

// A plan says when a card comes again, in days: 10 minutes or whole days.
type plan func(rnd *rand.Rand) func(r Rating, days float64) float64

const tenMinutes = 10.0 / 1440

// An entry is one answer in a log of all cards.
type entry struct {
	card   int
	at     float64 // days
	rating Rating
}

// histories sorts a log by cards; study days are whole numbers.
func histories(log []entry) []History {
	var hs []History
	last := make(map[int]float64)
	place := make(map[int]int)
	for i, e := range log {
		a := Answer{Order: i, Day: int(math.Floor(e.at)), Rating: e.rating}
		if before, ok := last[e.card]; ok {
			a.Days = max(0, e.at-before)
		} else {
			place[e.card] = len(hs)
			hs = append(hs, nil)
		}
		last[e.card] = e.at
		hs[place[e.card]] = append(hs[place[e.card]], a)
	}
	return hs
}

// asked is a card in a learner's hands.
type asked struct {
	mind   mind
	next   func(r Rating, days float64) float64
	due    float64
	last   float64
	number int
	seen   bool
}

// A queue is cards by due time, then by number.
type queue []*asked

func (q queue) Len() int { return len(q) }
func (q queue) Less(i, j int) bool {
	return q[i].due < q[j].due || q[i].due == q[j].due && q[i].number < q[j].number
}
func (q queue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *queue) Push(c any)   { *q = append(*q, c.(*asked)) }
func (q *queue) Pop() any {
	last := len(*q) - 1
	c := (*q)[last]
	*q = (*q)[:last]
	return c
}

// study lets a learner answer n times.
func (l learner) study(rnd *rand.Rand, n int) []entry {
	var cards queue
	number := 0
	var log []entry
	wandered := 0.0
	for day := 0.0; len(log) < n && day < 20000; day++ {
		wandered += l.drift / math.Sqrt(365) * rnd.NormFloat64()
		if rnd.Float64() < l.late {
			continue
		}
		mood := wandered + l.mood*rnd.NormFloat64()
		for range l.perDay {
			heap.Push(&cards, &asked{mind: l.mind(rnd), next: l.plan(rnd), due: day, number: number})
			number++
		}
		clock := day + 0.3*rnd.Float64() // of this session
		for answers := 0; answers < l.limit && len(log) < n; answers++ {
			if len(cards) == 0 || cards[0].due >= day+1 {
				break
			}
			// What is longest due first: reviews, then new cards, and what
			// was failed in its time.
			c := heap.Pop(&cards).(*asked)
			if c.due > clock {
				clock = c.due
			}
			clock += (5 + 20*rnd.Float64()) / 86400
			p := c.mind.recall(clock)
			p = 1 / (1 + (1-p)/p*math.Exp(mood))
			known := rnd.Float64() < p
			r := Again
			if known {
				r = l.habit(rnd, p)
			}
			days := 0.0
			if c.seen {
				days = clock - c.last
			}
			log = append(log, entry{c.number, clock, r})
			c.mind.learn(clock, r)
			next := c.next(r, days)
			c.seen, c.last, c.due = true, clock, clock+next
			if next >= 1 {
				c.due = math.Floor(clock) + math.Round(next)
			}
			heap.Push(&cards, c)
		}
	}
	return log
}

// A trail of activations: each answer leaves a trace that decays by a power
// law, the faster the more active the card was (after Pavlik and Anderson).
type activation struct {
	times, decays     []float64
	base, scale, need float64
	speed             float64
}

func (m *activation) level(at float64) float64 {
	sum := 0.0
	for i, t := range m.times {
		sum += math.Pow((at-t)*86400*m.speed+1, -m.decays[i])
	}
	return math.Log(sum)
}

func (m *activation) recall(at float64) float64 {
	if len(m.times) == 0 {
		return 0.25
	}
	return clamp(1/(1+math.Exp((m.need-m.level(at))/m.scale)), 0.01, 0.995)
}

func (m *activation) learn(at float64, r Rating) {
	known := r > Again
	d := m.base
	if len(m.times) > 0 {
		d += 0.2 * math.Exp(m.level(at))
	}
	if !known {
		d += 0.03
	}
	m.times, m.decays = append(m.times, at), append(m.decays, min(d, 0.9))
}

// Two exponentials: what was just seen fades within hours, what has settled
// within its own life, which grows with what had to be reached for.
type settling struct {
	fresh, life, growth, keep, share float64
	last                             float64
	seen                             bool
}

func (m *settling) recall(at float64) float64 {
	if !m.seen {
		return 0.3
	}
	t := at - m.last
	return clamp(0.98*(m.share*math.Exp(-t/m.fresh)+(1-m.share)*math.Exp(-t/m.life)), 0.005, 0.99)
}

func (m *settling) learn(at float64, r Rating) {
	known := r > Again
	if m.seen {
		t := at - m.last
		if known {
			m.life *= 1 + m.growth*(1-math.Exp(-t/m.life))
			m.share *= 0.8
		} else {
			m.life = max(0.3, m.life*m.keep)
			m.share = min(0.9, m.share+0.2)
		}
		m.life = min(m.life, 4000)
	}
	m.seen, m.last = true, at
}

// One power law whose stability grows by luck as well.
type power1 struct {
	rnd                            *rand.Rand
	s, exponent, gain, fall, noise float64
	last                           float64
	seen                           bool
}

func (m *power1) recall(at float64) float64 {
	if !m.seen {
		return 0.4
	}
	return clamp(math.Pow(1+(at-m.last)/m.s, -m.exponent), 0.01, 0.99)
}

func (m *power1) learn(at float64, r Rating) {
	known := r > Again
	if m.seen {
		luck := math.Exp(m.noise * m.rnd.NormFloat64())
		if known {
			m.s *= 1 + m.gain*luck*(1-m.recall(at))*4/(1+math.Log1p(m.s)/3)
		} else {
			m.s = math.Max(0.05, math.Pow(m.s, m.fall)*luck)
		}
	}
	m.seen, m.last = true, at
}

// Counts in windows of time, as odds: what was got right and wrong within a
// day, a week, a month and ever (after DASH).
type counting struct {
	times      []float64
	known      []bool
	ease       float64
	right, all [4]float64
}

var windows = [4]float64{1, 7, 30, math.Inf(1)}

func (m *counting) recall(at float64) float64 {
	if len(m.times) == 0 {
		return 0.3
	}
	x := m.ease
	for k, window := range windows {
		var right, all float64
		for i, t := range m.times {
			if at-t <= window {
				all++
				if m.known[i] {
					right++
				}
			}
		}
		x += m.right[k]*math.Log1p(right) - m.all[k]*math.Log1p(all)
	}
	x -= 0.25 * math.Log1p(at-m.times[len(m.times)-1])
	return clamp(1/(1+math.Exp(-x)), 0.01, 0.99)
}

func (m *counting) learn(at float64, r Rating) {
	known := r > Again
	m.times, m.known = append(m.times, at), append(m.known, known)
}

// someLearner draws one: 0 to 3 says which mind.
func someLearner(rnd *rand.Rand, kind int) learner {
	var l learner
	spread := 0.2 + 0.6*rnd.Float64() // of the cards
	switch kind {
	case 0:
		base, need, scale, speed := 0.12+0.12*rnd.Float64(), -1.6+0.9*rnd.NormFloat64()*0.5, 0.3+0.25*rnd.Float64(), math.Exp(-3.5+0.5*rnd.NormFloat64())
		l.mind = func(rnd *rand.Rand) mind {
			return &activation{base: base, need: need + spread*rnd.NormFloat64()*0.5, scale: scale, speed: speed}
		}
	case 1:
		life, growth, keep, share := math.Exp(1+0.7*rnd.NormFloat64()), 2+3*rnd.Float64(), 0.1+0.4*rnd.Float64(), 0.1+0.5*rnd.Float64()
		l.mind = func(rnd *rand.Rand) mind {
			return &settling{fresh: 0.2 + 0.5*rnd.Float64(), life: life * math.Exp(spread*rnd.NormFloat64()),
				growth: growth * math.Exp(spread*rnd.NormFloat64()), keep: keep, share: share}
		}
	case 2:
		s, exponent, gain, fall, noise := math.Exp(1.2*rnd.NormFloat64()), 0.15+0.6*rnd.Float64(), 1+2*rnd.Float64(), 0.1+0.5*rnd.Float64(), 0.5*rnd.Float64()
		l.mind = func(rnd *rand.Rand) mind {
			return &power1{rnd: rnd, s: s * math.Exp(spread*rnd.NormFloat64()), exponent: exponent, gain: gain * math.Exp(spread*rnd.NormFloat64()), fall: fall, noise: noise}
		}
	default:
		ease := 0.8 + 0.6*rnd.NormFloat64()
		right, all := [4]float64{.2, .3, .5, 1 + 0.5*rnd.Float64()}, [4]float64{.05, .1, .2, .3 + 0.3*rnd.Float64()}
		l.mind = func(rnd *rand.Rand) mind {
			return &counting{ease: ease + 1.5*spread*rnd.NormFloat64(), right: right, all: all}
		}
	}

	hard, easy := 0.25*rnd.Float64(), 0.3*rnd.Float64()
	switch rnd.IntN(4) {
	case 0: // two keys only
		l.habit = func(*rand.Rand, float64) Rating { return Good }
	case 1: // without regard
		l.habit = func(rnd *rand.Rand, _ float64) Rating {
			switch x := rnd.Float64(); {
			case x < hard:
				return Hard
			case x < hard+easy:
				return Easy
			}
			return Good
		}
	default: // by how well it was known
		l.habit = func(rnd *rand.Rand, p float64) Rating {
			switch x := p + 0.15*rnd.NormFloat64(); {
			case x < 0.5+hard:
				return Hard
			case x > 1.15-easy:
				return Easy
			}
			return Good
		}
	}

	retention := 0.75 + 0.2*rnd.Float64()
	plans := []plan{
		func(*rand.Rand) func(Rating, float64) float64 { // boxes
			box := 0
			return func(r Rating, _ float64) float64 {
				if r == Again {
					box = 0
					return tenMinutes
				}
				box++
				return math.Pow(2, float64(min(box, 9)-1))
			}
		},
		func(*rand.Rand) func(Rating, float64) float64 { // ease factors and steps
			ease, days, steps := 2.5, 0.0, 0
			return func(r Rating, _ float64) float64 {
				switch {
				case r == Again:
					if steps >= 2 {
						ease = max(1.3, ease-0.2)
					}
					steps, days = 0, 0
					return tenMinutes / 10
				case steps < 2 && r < Easy:
					steps++
					if steps < 2 {
						return tenMinutes
					}
					days = 1
				default:
					steps = 2
					ease = max(1.3, ease+0.15*float64(r-Good))
					days = max(days+1, days*ease)
				}
				return min(days, 1000)
			}
		},
		func(*rand.Rand) func(Rating, float64) float64 { // a model's
			var m Memory
			return func(r Rating, days float64) float64 {
				m = Default.Next(m, days, r)
				if r == Again {
					return tenMinutes / 2
				}
				return max(1, math.Round(min(Default.Interval(m, retention), 1000)))
			}
		},
	}
	l.plan = plans[rnd.IntN(len(plans))]
	l.perDay = 3 + rnd.IntN(20)
	l.limit = 30 + rnd.IntN(200)
	l.late = 0.3 * rnd.Float64() * rnd.Float64()
	l.mood = 0.5 * rnd.Float64()
	l.drift = max(0, 1.5*rnd.Float64()-0.5)
	return l
}

func TestLearnersAnswerAsAsked(t *testing.T) {
	rnd := seeded(t, 30)
	for kind := range 4 {
		log := someLearner(rnd, kind).study(rnd, 1000)
		n, known := len(log), 0
		for _, e := range log {
			if e.rating > Again {
				known++
			}
		}
		if n != 1000 || known < 300 || known == 1000 {
			t.Errorf("learner %d answered %d times, %d right; want 1000, 300 to 999", kind, n, known)
		}
	}
}
