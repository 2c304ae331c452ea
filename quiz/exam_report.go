package quiz

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"kuril/deck"
	"kuril/progress/fsrs"
)

// report marks the exam: the points, by topic, and what was missed with what
// was answered.
func (x *exam) report() {
	if x.t.Rich() {
		x.say("%s", faint(strings.Repeat("─", x.t.Columns())))
	}
	points := 0.0
	for _, m := range x.marks {
		points += m.points
	}
	of := len(x.cards)
	text := fmt.Sprintf("Exam: %s of %d points (%s)", pointsText(points), of, scored(points/float64(of)))
	paint := strong
	switch {
	case x.o.Pass == 0:
	case passed(points, of, x.o.Pass):
		text += fmt.Sprintf(": passed, %d %% were wanted", x.o.Pass)
		paint = good
	default:
		text += fmt.Sprintf(": not passed, %d %% were wanted", x.o.Pass)
		paint = fair
	}
	x.announce(paint, text+".")
	line := fmt.Sprintf("%d answered of %d in %s.", len(x.marks), of, spent(x.d.Now().Sub(x.began).Seconds()))
	if x.over != "" {
		line += " " + x.over
	}
	x.tell("%s", line)
	x.topics()
	x.missedInExam()
	// A command stands on a line of its own, which is not broken.
	if slices.ContainsFunc(x.marks, func(m mark) bool { return m.rating == fsrs.Again }) {
		x.say("Practise: kuril missed --drill")
	}
	if len(x.marks) > 0 {
		x.say("Your exams: kuril quiz --history")
	}
}

// passed compares in whole per cent of a per cent, so that 80 % of 15 is 12
// points and not a rounding error more.
func passed(points float64, of, pass int) bool {
	return points/float64(max(1, of))*100 >= float64(pass)-1e-6
}

// scored is a share of points in whole per cent, rounded down: what is not
// enough to pass is never shown as if it were.
func scored(share float64) string { return percent(math.Floor(100*share+1e-6) / 100) }

// pointsText writes points with a decimal where they have one.
func pointsText(points float64) string {
	return strings.TrimSuffix(strconv.FormatFloat(points, 'f', 1, 64), ".0")
}

// topic is how an exam went for the questions with one tag.
type topic struct {
	name   string
	points float64
	of     int
}

// byTopic sums the points by tag, the most asked first. Questions that were not
// answered count. What says only how deep a question goes is no topic, and
// neither is what all of them have in common, since the total says that.
func (x *exam) byTopic() []topic {
	points := make([]float64, len(x.cards))
	for _, m := range x.marks {
		points[m.place] = m.points
	}
	byTag := make(map[string]*topic)
	for i, c := range x.cards {
		for _, tag := range c.Question.Tags {
			if !x.d.isLevel(c.Question, tag) {
				t := entryOf(byTag, tag)
				t.name = tag
				t.points += points[i]
				t.of++
			}
		}
	}
	var list []topic
	for _, t := range byTag {
		if t.of < len(x.cards) {
			list = append(list, *t)
		}
	}
	slices.SortFunc(list, func(a, b topic) int {
		return cmp.Or(cmp.Compare(b.of, a.of), cmp.Compare(a.name, b.name))
	})
	return list
}

func (x *exam) topics() {
	list := x.byTopic()
	if len(list) == 0 {
		return
	}
	x.say("By topic:")
	width := 0
	for _, t := range list {
		width = max(width, Width(CleanLine(t.name)))
	}
	width = min(width, x.t.Columns()/2)
	for _, t := range list {
		share := t.points / float64(t.of)
		if !x.t.Rich() {
			x.say("  %s: %s of %d (%s)", CleanLine(t.name), pointsText(t.points), t.of, scored(share))
			continue
		}
		text := fmt.Sprintf("%6s of %-3d %5s", pointsText(t.points), t.of, scored(share))
		room := min(20, x.t.Columns()-width-Width(text)-6)
		bar := ""
		if room >= 4 {
			bar = "  " + accent(x.d.pens().bar(share, 1, room))
		}
		x.say("%s", strings.TrimRight("  "+Pad(Clip(CleanLine(t.name), width), width)+text+bar, " "))
	}
}

// missedInExam lists what was not fully right, in the order of the exam, with
// what was answered.
func (x *exam) missedInExam() {
	marks := slices.SortedFunc(slices.Values(x.marks), func(a, b mark) int { return cmp.Compare(a.place, b.place) })
	first := true
	for _, m := range marks {
		if m.points == 1 {
			continue
		}
		if first {
			x.say("Missed:")
			first = false
		}
		c := x.cards[m.place]
		x.indent("  ", shownPrompt(c))
		if c.Question.Kind != deck.Recall { // nothing is typed there
			answer := cmp.Or(shownGiven(c, m.given), "(nothing)")
			if m.points > 0 {
				answer += fmt.Sprintf(" (%s)", scored(m.points))
			}
			x.indent("    ", "you: "+answer)
		}
		x.indent("    ", "right: "+m.answer)
	}
	if unanswered := len(x.cards) - len(x.marks); unanswered > 0 {
		x.tell("Not answered: %s.", Count(unanswered, "question"))
	}
}
