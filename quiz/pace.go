package quiz

import (
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"kuril/progress"
)

// longestThought caps the time of one answer: beyond it somebody made tea. An
// answer at the cap is kept as that long, and tells nothing of the pace.
const longestThought = 2 * time.Minute

// What is taken for a learner's pace before there are enough answers to know.
// How many answers a card takes is measured over a simulated month with
// default weights.
const (
	usualThought  = 9 * time.Second
	usualReading  = 3 * time.Second // the verdict, the rating
	answersPerDue = 1.25
	answersPerNew = 2.0
)

const (
	paceDays    = 14 // that tell the pace
	few         = 10 // answers, which tell nothing of a pace yet
	weight      = 20 // answers that what is usual weighs as much as, so that the estimate moves and does not leap
	quickest    = 3 * time.Second
	longestRead = time.Minute // between a rating and the next question; longer is idle
)

// pace is how long cards take one learner.
type pace struct {
	known, fresh       time.Duration // one answer, of a known card and of one met that day
	perKnown, perFresh float64       // answers a card takes in one day, some of which are repeats
	doubt              float64       // half the width of the expected range, as a share
}

// steady is the pace of somebody who takes the same time for each answer.
func steady(answer time.Duration) pace {
	return pace{known: answer, fresh: answer, perKnown: answersPerDue, perFresh: answersPerNew, doubt: 0.3}
}

// pace learns from the answers of the last days, idle time left out.
func (d *Desk) pace(ctx context.Context, day progress.Day) (pace, error) {
	answers, err := d.Store.Tempo(ctx, day-paceDays)
	if err != nil {
		return pace{}, err
	}
	if len(answers) < few { // back after a while: as it was then
		last, err := d.Store.Studied(ctx, day)
		if err != nil {
			return pace{}, err
		}
		if last > 0 && last < day-1 {
			if answers, err = d.Store.Tempo(ctx, last-paceDays); err != nil {
				return pace{}, err
			}
		}
	}
	return paceOf(answers), nil
}

// paceOf learns the pace of answers, given in the order of the log: medians of
// the time for a thought and of the time between two, so that one long pause
// changes nothing, and the mean number of answers a card took in a day.
func paceOf(answers []progress.Event) pace {
	type meeting struct {
		card string
		day  progress.Day
	}
	fresh := make(map[meeting]bool)
	count := make(map[meeting]int)
	var order []meeting
	var thoughts [2][]time.Duration // of known cards and of those met that day
	var reading []time.Duration
	for i, e := range answers {
		m := meeting{e.Card, e.Day}
		if e.Kind == progress.Reviewed {
			if count[m] == 0 {
				fresh[m] = e.Recall == 0
				order = append(order, m)
			}
			count[m]++
		}
		if e.Took > 0 && e.Took < longestThought {
			which := 0
			if fresh[m] {
				which = 1
			}
			thoughts[which] = append(thoughts[which], e.Took)
		}
		if i > 0 && e.Day == answers[i-1].Day && e.Took > 0 {
			if gap := e.At.Sub(answers[i-1].At) - e.Took; gap >= 0 && gap < longestRead {
				reading = append(reading, gap)
			}
		}
	}
	all := slices.Concat(thoughts[0], thoughts[1])
	think := typical(all, usualThought)
	read := typical(reading, usualReading)
	p := steady(think + read)
	p.known = max(quickest, typical(thoughts[0], think)+read)
	p.fresh = max(quickest, typical(thoughts[1], think)+read)
	var cards, given [2]int
	for _, m := range order {
		which := 0
		if fresh[m] {
			which = 1
		}
		cards[which]++
		given[which] += count[m]
	}
	p.perKnown = (float64(given[0]) + weight*answersPerDue) / float64(cards[0]+weight)
	p.perFresh = (float64(given[1]) + weight*answersPerNew) / float64(cards[1]+weight)
	p.doubt = 0.15 + 0.15*weight/float64(len(all)+weight)
	return p
}

// typical returns the middle one of enough times, drawn towards what is usual
// while they are few.
func typical(times []time.Duration, usual time.Duration) time.Duration {
	if len(times) < few {
		return usual
	}
	slices.Sort(times)
	told := time.Duration(len(times) - few + 1)
	return (told*times[len(times)/2] + weight*usual) / (told + weight)
}

// seconds is how long so many cards will take: open ones, each of which needs
// one more answer, known and new ones.
func (p pace) seconds(open, known, fresh int) int {
	return int(float64(open)*p.known.Seconds() + float64(known)*p.perKnown*p.known.Seconds() + float64(fresh)*p.perFresh*p.fresh.Seconds())
}

// Minutes is the expected time in whole minutes, rounded up.
func (c Counts) Minutes() int { return (c.Seconds + 59) / 60 }

// minutesRange says between which whole minutes the session will likely take,
// Minutes among them: "6–9 minutes", or one number where the two are the same.
func (c Counts) minutesRange() (span, noun string) {
	if c.Seconds == 0 {
		return "0", minutes(0)
	}
	lo := max(1, int(math.Round(float64(c.Seconds)*(1-c.doubt)/60)))
	hi := max(lo, c.Minutes(), int(math.Round(float64(c.Seconds)*(1+c.doubt)/60)))
	if lo == hi {
		return fmt.Sprint(lo), minutes(lo)
	}
	return fmt.Sprintf("%d–%d", lo, hi), minutes(hi)
}

// about says the expected time in a sentence.
func (c Counts) about() string {
	span, noun := c.minutesRange()
	return "about " + span + " " + noun
}

// stillTakes says how long the cards left in the session will take.
func (k *talk) stillTakes() string {
	known, fresh := 0, 0
	for _, id := range k.s.queue {
		if k.s.State(id).New() {
			fresh++
		} else {
			known++
		}
	}
	return Counts{Seconds: k.pace.seconds(len(k.s.again), known, fresh), doubt: k.pace.doubt}.about()
}
