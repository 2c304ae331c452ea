package quiz

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"kuril/progress"
	"kuril/progress/fsrs"
)

// A fading is how well one card is remembered from its first answer on.
type fading struct {
	weights *fsrs.Weights
	answers []fsrsAnswer // in order, at least one
	now     time.Time
	due     time.Time // the start of its due day
}

type fsrsAnswer struct {
	at     time.Time
	rating fsrs.Rating
	memory fsrs.Memory // after it
}

// newFading follows the reviews of a card since its last reset; ok is false
// when there is none.
func newFading(events []progress.Event, w *fsrs.Weights, now, due time.Time) (f fading, ok bool) {
	f = fading{weights: w, now: now, due: due}
	for _, e := range events {
		switch {
		case e.TakenBack:
		case e.Kind == progress.Reset:
			f.answers = nil
		case e.Kind == progress.Reviewed && e.Rating >= fsrs.Again && e.Rating <= fsrs.Easy:
			a := fsrsAnswer{at: e.At, rating: e.Rating}
			var m fsrs.Memory
			days := 0.0
			if n := len(f.answers); n > 0 {
				m, days = f.answers[n-1].memory, e.At.Sub(f.answers[n-1].at).Hours()/24
			}
			a.memory = w.Next(m, days, e.Rating)
			f.answers = append(f.answers, a)
		}
	}
	return f, len(f.answers) > 0
}

// recall is the chance, 0 to 1, to know the card at an instant: as it was then,
// by the weights of today.
func (f fading) recall(at time.Time) float64 {
	i := len(f.answers) - 1
	for i > 0 && f.answers[i].at.After(at) {
		i--
	}
	return f.weights.Recall(f.answers[i].memory, at.Sub(f.answers[i].at).Hours()/24)
}

// draw returns the curve in lines of at most width columns: the chance upwards,
// time to the right, below it x for each answer that was wrong, o for each that
// was right, ^ for this moment.
func (f fading) draw(p pens, width, height int) []string {
	const side = len("100 % ")
	width = max(10, width-side)
	from := f.answers[0].at
	to := f.answers[len(f.answers)-1].at // a clock put back may stand before it
	for _, t := range []time.Time{f.now, f.due} {
		if t.After(to) {
			to = t
		}
	}
	// Somewhat beyond, so that the end is seen; a whole day where all is new.
	to = to.Add(max(to.Sub(from)/20, 24*time.Hour))
	column := func(at time.Time) int {
		return min(width-1, max(0, int(float64(width)*float64(at.Sub(from))/float64(to.Sub(from)))))
	}
	values := make([]float64, width)
	for i := range values {
		values[i] = f.recall(from.Add(time.Duration((float64(i) + 0.5) / float64(width) * float64(to.Sub(from)))))
	}
	// Where it never fell below a half, the upper half says more.
	floor := 0.0
	if slices.Min(values) >= 0.5 {
		floor = 0.5
	}
	for i := range values {
		values[i] = (values[i] - floor) / (1 - floor)
	}
	marks := []byte(strings.Repeat(" ", width))
	for _, a := range f.answers {
		switch i := column(a.at); {
		case a.rating == fsrs.Again:
			marks[i] = 'x'
		case marks[i] != 'x':
			marks[i] = 'o'
		}
	}
	today := column(f.now)
	if marks[today] == ' ' {
		marks[today] = '^'
	}
	var lines []string
	for i, line := range p.columns(values, 1, height) {
		name := ""
		switch i {
		case 0:
			name = "100 %"
		case height / 2:
			name = percent((1 + floor) / 2)
		case height - 1:
			name = percent(floor)
		}
		// What is still to come is paler, and lies right of the mark below.
		signs := []rune(strings.TrimRight(line, " "))
		known := min(len(signs), today+1)
		lines = append(lines, faint(fmt.Sprintf("%*s ", side-1, name))+accent(string(signs[:known]))+faint(string(signs[known:])))
	}
	lines = append(lines, strings.TrimRight(strings.Repeat(" ", side)+string(marks), " "))
	first, last := from.Format(time.DateOnly), to.Format(time.DateOnly)
	gap := strings.Repeat(" ", max(1, width-len(first)-len(last)))
	return append(lines, faint(strings.Repeat(" ", side)+first+gap+last))
}

// legend names the signs below the curve that stand there; this moment may have
// an answer in its place.
func (f fading) legend(marks string) string {
	var parts []string
	for i, sign := range []string{"o" + glue + "right", "x" + glue + "wrong"} {
		if slices.ContainsFunc(f.answers, func(a fsrsAnswer) bool { return (a.rating == fsrs.Again) == (i == 1) }) {
			parts = append(parts, sign)
		}
	}
	if strings.Contains(marks, "^") {
		parts = append(parts, "^"+glue+"now")
	}
	return strings.Join(parts, "  ")
}

// curveOf draws how a card fades, with what the signs mean; in plain mode it
// says it in words.
func (d *Desk) curveOf(events []progress.Event, s progress.State, w *fsrs.Weights) []string {
	now := d.Now()
	due := d.Calendar.Start(s.Due)
	f, ok := newFading(events, w, now, due)
	if !ok {
		return nil
	}
	words := fmt.Sprintf("Your chance to know it: %s now", percent(f.recall(now)))
	if due.After(now) && !s.Suspended {
		words += fmt.Sprintf(", %s when it comes on %s", percent(f.recall(due)), s.Due)
	}
	if d.Plain {
		return []string{words + "."}
	}
	height, pens, width := 5, d.pens(), d.Term.Columns()
	if len(pens.steps) == 1 {
		height = 10 // whole signs only: more of them
	}
	lines := wrapGlued(words+".", width)
	lines = append(lines, f.draw(pens, min(width, 120), height)...)
	marks := lines[len(lines)-2]
	for _, line := range wrapGlued(f.legend(marks), width) {
		lines = append(lines, faint(line))
	}
	return lines
}
