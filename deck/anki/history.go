package anki

import "time"

// rated tells whether a row is an answer.
func (r row) rated() bool { return r.ease >= 1 && r.ease <= 4 }

// cram is an answer in a filtered deck that left the schedule alone.
func (r row) cram() bool { return r.typ == 3 && r.factor == 0 }

func (r row) reset() bool { return r.typ == 4 && r.factor == 0 && r.ease == 0 }

func (r row) interday() bool { return r.interval >= 1 || r.interval <= -secondsADay }

const secondsADay = 24 * 60 * 60

// began returns the row with which the card's present life begins: everything
// before it was forgotten, also where old versions did not log that. It is the
// number of rows when the log tells nothing of that life.
func began(log []row) int {
	first, graded := -1, -1
loop:
	for i := len(log) - 1; i >= 0; i-- {
		r := log[i]
		if r.cram() {
			continue
		}
		if r.rated() && r.interday() {
			graded = i
		}
		switch {
		case r.rated() && r.typ == 0:
			first = i
		case r.reset(), first >= 0: // a row that is no learning, before a run of learning
			break loop
		}
	}
	switch {
	case first >= 0:
		return first
	case graded >= 0:
		return graded
	}
	return len(log)
}

// steps turns the review log of a card into what happened to it. A card that is
// new again though its last answers stand was forgotten at last.
func steps(log []row, isNew bool, changed time.Time) []Step {
	start := began(log)
	var all []Step
	standing := false // answers since the card was last forgotten
	for i, r := range log {
		at := time.UnixMilli(r.id).UTC()
		if i == start && standing {
			all = append(all, Step{What: Forgotten, At: at.Add(-time.Millisecond)})
			standing = false
		}
		s := Step{Row: r.id, At: at, Days: int(min(max(0, r.interval), 36500))}
		switch {
		case r.rated():
			s.Rating, s.Took = int(r.ease), time.Duration(min(max(0, r.took), 24*3600*1000))*time.Millisecond
			if r.cram() {
				s.What = Crammed
			} else {
				standing = true
			}
		case r.reset():
			s.What, standing = Forgotten, false
		case r.interval > 0: // set by hand, or rescheduled
			s.What = Moved
		default:
			continue
		}
		all = append(all, s)
	}
	if isNew && standing {
		last := all[len(all)-1].At.Add(time.Millisecond)
		if changed.After(last) {
			last = changed
		}
		all = append(all, Step{What: Forgotten, At: last})
	}
	return all
}
