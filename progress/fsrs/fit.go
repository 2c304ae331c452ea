package fsrs

import (
	"context"
	"math"
	"math/rand/v2"
	"runtime"
	"sync"
	"sync/atomic"
)

// The recipe. What was tried and what it gave stands in docs/model.md.
const (
	passes    = 4   // over all histories
	batchSize = 512 // predictions, about

	// More passes are made when these give fewer steps than one for twenty
	// predictions, within these bounds.
	leastSteps, mostSteps = 32, 80

	// Adam, with steps in spreads of a weight, annealed to 0 by a cosine.
	firstStep     = 0.4
	momentum      = 0.8
	scaleMomentum = 0.98

	// How strongly weights are drawn to the default ones: a weight one spread
	// off costs as much as this, in −ln of chance. With few predictions more.
	pull       = 0.3
	fewAnswers = 800

	// What happens within a study day says less about the next days.
	sameDayWeight = 0.6

	// Answers so late in a card's life say little about the weights.
	longestHistory = 64
)

// spread is how much each weight differs between learners, as a standard
// deviation: of the logarithm for the first four.
var spread = [len(Weights{})]float64{
	1, 1, 1, 1,
	0.523, 0.2528, 0.4329,
	0.2966, 0.2139, 0.2889, 0.1862, 0.175, 0.3812, 0.3013, 0.9104,
	0.3234, 0.2448, 0.3273, 0.1842, 0.1735, 0.4608, 0.311, 0.864,
	0.0418, 0.2596, 0.0798, 0.0682, 0.1282, 0.1397, 0.1407, 0.1489, 0.2, 0.15, 0.15,
}

// firmness is how many times as strongly a weight is drawn to its default. How
// somebody forgets shows in few answers; how memory grows with each of them
// takes many to tell from chance.
func firmness(weight int) float64 {
	switch {
	case weight >= 23:
		return 0.3
	case weight >= fastTrace:
		return 2
	case weight >= slowTrace:
		return 4
	}
	return 1
}

// An Answer is one answer in the history of a card, as a fit reads it.
type Answer struct {
	Order  int     // place in the log of all cards: the later, the greater
	Day    int     // study day, counted from any
	Days   float64 // since the card's answer before, fractional; of no matter for its first
	Rating Rating
	Rushed bool // given too fast to say what is remembered; no fit learns from it
}

// A History is what was answered to one card, from its first answer on.
type History []Answer

// nextDay tells whether answer i was given at least a study day after the one
// before.
func (h History) nextDay(i int) bool { return h[i].Day > h[i-1].Day }

// FitOptions may be zero.
type FitOptions struct {
	// Workers is how many goroutines work; 0 means one a processor. The result
	// does not depend on it.
	Workers int

	// Progress, if set, is told after each step how much is done, from one
	// goroutine at a time.
	Progress func(done, all int)
}

// Fit returns the weights that predict best what was answered, drawn towards
// the default ones the more the fewer answers there are. Without any answer to
// learn from these are the default ones. The same histories give the same
// weights to the last bit, however many processors there are.
//
// The only error is that of a context that has ended.
func Fit(ctx context.Context, histories []History, o FitOptions) (Weights, error) {
	l := newLog(histories)
	return l.fit(ctx, l.n(), o)
}

// A corpus is what a fit learns from, card after card.
type corpus struct {
	items       []item
	ends        []int // of each card among items
	predictions int
}

func (c *corpus) card(i int) []item {
	from := 0
	if i > 0 {
		from = c.ends[i-1]
	}
	return c.items[from:c.ends[i]]
}

// corpus returns the first n predictions of the log, in time.
func (l *log) corpus(n int) corpus {
	c := corpus{items: make([]item, 0, n+len(l.histories)), ends: make([]int, 0, len(l.histories))}
	recency, trust := recencyOf(n), l.trust(n)
	sum := 0.0
	for i, h := range l.histories {
		if len(h) < 2 || l.ranks[i][1] >= n {
			continue
		}
		c.items = append(c.items, item{rating: h[0].Rating.valid()})
		for k := 1; k < min(len(h), longestHistory) && l.ranks[i][k] < n; k++ {
			a := h[k]
			it := item{days: elapsed(a.Days), rating: a.Rating.valid()}
			if !a.Rushed {
				it.weight = recency(l.ranks[i][k])
				it.weight *= trust(a.Day)
				if !h.nextDay(k) {
					it.weight *= sameDayWeight
				}
				sum += it.weight
			}
			c.items = append(c.items, it)
			c.predictions++
		}
		c.ends = append(c.ends, len(c.items))
	}
	if sum == 0 {
		return corpus{}
	}
	// Weights say what counts more, not how much there is to learn from.
	times := float64(c.predictions) / sum
	for i := range c.items {
		c.items[i].weight *= times
	}
	return c
}

// recencyOf returns how much the k-th of n predictions counts. With many, what
// is long ago counts little; with few, one cannot be so choosy.
func recencyOf(n int) func(k int) float64 {
	many := clamp(math.Log(float64(n)/5000)/math.Log(10), 0, 1)
	least := 0.5 + many*(0.0667-0.5)
	power := 3 + many*(11.25-3)
	return func(k int) float64 {
		return least + (1-least)*math.Pow(float64(k)/float64(n), power)
	}
}

// fit fits the first n predictions of the log.
func (l *log) fit(ctx context.Context, n int, o FitOptions) (Weights, error) {
	c := l.corpus(n)
	if c.predictions == 0 {
		return Default, ctx.Err()
	}
	batches := (c.predictions + batchSize - 1) / batchSize
	least := min(mostSteps, max(leastSteps, c.predictions/20))
	times := max(passes, (least+batches-1)/batches)
	steps := batches * times
	few := fewAnswers / float64(c.predictions)
	a := adam{w: Default, steps: steps, pull: 2 * pull * (1 + few*few)}

	team := newTeam(&c, o.Workers)
	defer team.stop()
	order := make([]int, len(c.ends))
	for i := range order {
		order[i] = i
	}
	rnd := rand.New(rand.NewPCG(7, 34))
	for range times {
		rnd.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		at, seen := 0, 0
		for b := range batches {
			from, before := at, seen
			for want := c.predictions * (b + 1) / batches; at < len(order) && seen < want; at++ {
				seen += len(c.card(order[at])) - 1
			}
			if err := ctx.Err(); err != nil {
				return Default, err
			}
			g := team.gradient(&a.w, order[from:at])
			a.step(&g, float64(seen-before)/float64(c.predictions))
			if o.Progress != nil {
				o.Progress(a.done, steps)
			}
		}
	}
	return a.w, nil
}

// An adam walks downhill by steps whose size it learns for each weight.
type adam struct {
	w           Weights
	mean, scale gradient // of gradients and of their squares, by spreads
	done, steps int
	pull        float64
}

// step goes one step. share is which part of all predictions g is of.
func (a *adam) step(g *gradient, share float64) {
	a.done++
	size := firstStep / 2 * (1 + math.Cos(math.Pi*float64(a.done-1)/float64(a.steps)))
	meanSoFar := 1 - math.Pow(momentum, float64(a.done))
	scaleSoFar := 1 - math.Pow(scaleMomentum, float64(a.done))
	for i, slope := range g {
		var off float64 // spreads from the default
		if i < 4 {
			off = math.Log(a.w[i] / Default[i])
			slope *= a.w[i]
		} else {
			off = (a.w[i] - Default[i]) / spread[i]
			slope *= spread[i]
		}
		slope += a.pull * off * share * firmness(i)
		a.mean[i] = momentum*a.mean[i] + (1-momentum)*slope
		a.scale[i] = scaleMomentum*a.scale[i] + (1-scaleMomentum)*slope*slope
		off -= size * (a.mean[i] / meanSoFar) / (math.Sqrt(a.scale[i]/scaleSoFar) + 1e-8)
		if i < 4 {
			a.w[i] = Default[i] * math.Exp(off)
		} else {
			a.w[i] = Default[i] + spread[i]*off
		}
	}
	a.w.limit()
}

// limit brings every weight into its range.
func (w *Weights) limit() {
	for i := range w {
		low := limits[i].low
		if other, ok := notBelow[i]; ok {
			low = max(low, w[other])
		}
		w[i] = clamp(w[i], low, limits[i].high)
	}
}

// A batch is worked on in so many parts, by whoever is free, and their
// gradients are summed up in order: this is why the result does not depend on
// the number of workers.
const parts = 8

// A team shares out the work on a batch.
type team struct {
	corpus *corpus
	w      *Weights
	cards  []int
	parts  [parts]struct {
		from, to int
		backprop
	}
	next    atomic.Int32
	begin   chan struct{}
	working sync.WaitGroup
	workers int // besides the caller
}

func newTeam(c *corpus, workers int) *team {
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	if c.predictions < 4*batchSize {
		workers = 1 // not worth a goroutine
	}
	t := &team{corpus: c, workers: min(workers, parts) - 1}
	t.begin = make(chan struct{}, t.workers)
	for range t.workers {
		go func() {
			for range t.begin {
				t.work()
				t.working.Done()
			}
		}()
	}
	return t
}

func (t *team) stop() { close(t.begin) }

// gradient returns the gradient of some cards.
func (t *team) gradient(w *Weights, cards []int) gradient {
	all := 0
	for _, c := range cards {
		all += len(t.corpus.card(c)) - 1
	}
	at, seen := 0, 0
	for i := range t.parts {
		p := &t.parts[i]
		p.from = at
		for want := all * (i + 1) / parts; at < len(cards) && seen < want; at++ {
			seen += len(t.corpus.card(cards[at])) - 1
		}
		p.to = at
	}
	t.w, t.cards = w, cards
	t.next.Store(0)
	t.working.Add(t.workers)
	for range t.workers {
		t.begin <- struct{}{}
	}
	t.work()
	t.working.Wait()

	var sum gradient
	for i := range t.parts {
		part := t.parts[i].result()
		for j := range sum {
			sum[j] += part[j]
		}
	}
	return sum
}

func (t *team) work() {
	for {
		i := int(t.next.Add(1)) - 1
		if i >= parts {
			return
		}
		p := &t.parts[i]
		p.reset(t.w)
		for _, c := range t.cards[p.from:p.to] {
			p.add(t.corpus.card(c))
		}
	}
}
