package progress

import (
	"context"
	"slices"
	"time"

	"kuril/progress/fsrs"
)

// Histories returns what a fit may learn from a log: the answers to each card,
// in the order of their first ones.
//
// Only answers for the schedule count, the learner's own and imported ones
// alike. Practice and exams touch no memory here, so nothing is learned from
// them either, and what was taken back never was. A reset ends a history: the
// next answer to that card is a first one again, as it is for the schedule.
//
// The order of events does not matter, and one that comes twice counts once.
func Histories(events []Event) []fsrs.History {
	undone := make(map[string]bool)
	for _, e := range events {
		if e.Kind == Undone {
			undone[e.Ref] = true
		}
	}
	events = slices.Clone(events)
	slices.SortFunc(events, compare)

	var (
		answers []*Event
		open    = make(map[string]int) // histories that go on, by card
		places  []int                  // the history of each answer
		n       int
	)
	for i := range events {
		e := &events[i]
		switch {
		case e.Card == "" || e.TakenBack || undone[e.ID] || e.Batch != "" && undone[e.Batch]:
		case i > 0 && e.ID != "" && e.ID == events[i-1].ID:
		case e.Kind == Reset:
			delete(open, e.Card)
		case e.Kind == Reviewed && e.Rating >= fsrs.Again && e.Rating <= fsrs.Easy:
			place, ok := open[e.Card]
			if !ok {
				place = n
				open[e.Card] = n
				n++
			}
			answers, places = append(answers, e), append(places, place)
		}
	}

	histories := make([]fsrs.History, n)
	last := make([]*Event, n)
	rushed := rushed(answers)
	for i, e := range answers {
		a := fsrs.Answer{Order: i, Day: int(e.Day), Rating: e.Rating, Rushed: rushed[i]}
		if before := last[places[i]]; before != nil {
			a.Days = days(before.At, e.At)
		}
		last[places[i]] = e
		histories[places[i]] = append(histories[places[i]], a)
	}
	return histories
}

const (
	// Nobody reads a question and thinks within so little time.
	tooQuick = 1500 * time.Millisecond

	// Some give up on a hard question at once, and rightly so. Only a row of
	// such answers is haste.
	rushedRow = 10
)

// rushed tells which answers, given in order of time, were given in haste: in
// a row of ten and more, each within a second and a half and within a third of
// the time the learner usually takes. Where the time taken is unknown, the
// time since the answer before stands for it.
func rushed(answers []*Event) []bool {
	var usual []time.Duration
	took := make([]time.Duration, len(answers)) // 0: unknown
	for i, e := range answers {
		took[i] = e.Took
		if took[i] <= 0 && i > 0 {
			took[i] = max(0, e.At.Sub(answers[i-1].At))
		}
		if took[i] > 0 {
			usual = append(usual, took[i])
		}
	}
	quick := tooQuick
	if len(usual) > 0 {
		slices.Sort(usual)
		quick = min(quick, usual[len(usual)/2]/3)
	}
	rushed := make([]bool, len(answers))
	row := 0
	for i := range answers {
		if took[i] <= 0 || took[i] >= quick {
			row = 0
			continue
		}
		if row++; row == rushedRow {
			for k := i - rushedRow + 1; k < i; k++ {
				rushed[k] = true
			}
		}
		rushed[i] = row >= rushedRow
	}
	return rushed
}

// Histories returns what a fit may learn from the log; see the function of
// that name.
func (s *Store) Histories(ctx context.Context) ([]fsrs.History, error) {
	var events []Event
	err := s.Log(ctx, func(e Event) error {
		if e.Kind == Reviewed || e.Kind == Reset {
			events = append(events, e)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return Histories(events), nil
}
