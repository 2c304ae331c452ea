package progress

import "math"

// Anew works out on which day a card that waits would come if its last answer
// had been decided by this plan: the interval of its memory, counted from that
// answer and spread as in Decide. A day that has passed becomes one of the next,
// tomorrow at the earliest, so that what is asked today stays as it is. load
// tells how many cards are due on a day; nil means none anywhere.
//
// The returned event is of kind Scheduled and lacks instant and batch.
func (p Plan) Anew(s State, today Day, load func(Day) int) Event {
	interval := weightsOr(p.Weights).Interval(s.Memory, p.Retention)
	base := int(max(1, min(math.Round(min(interval, 1e6)), float64(p.longest()))))
	lo, hi := p.Fuzz(base)
	if next := int(today-s.LastDay) + 1; lo < next {
		lo, hi = next, max(hi, next+(hi-lo))
	}
	days, _ := p.lightest(s, lo, hi, s.LastDay, load)
	return Event{
		Card: s.Card, Day: today, Kind: Scheduled, Due: s.LastDay + Day(days),
		Interval: interval, Retention: p.Retention, Rules: []string{RuleReschedule},
	}
}
