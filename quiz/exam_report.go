package quiz

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"kuril/progress"
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
	text := fmt.Sprintf("Exam: %s of %d points (%s)", pointsText(points), of, percent(points/float64(of)))
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
	x.paint(paint, "", text+".")
	line := fmt.Sprintf("%d answered of %d in %s.", len(x.marks), of, spent(x.d.Now().Sub(x.began).Seconds()))
	if x.over != "" {
		line += " " + x.over
	}
	x.tell("%s", line)
	x.topics()
	x.missedInExam()
	if len(x.marks) > 0 {
		x.tell("Practise what was missed: kuril missed --drill. Earlier exams: kuril quiz --history")
	}
}

// passed compares in whole per cent of a per cent, so that 80 % of 15 is 12
// points and not a rounding error more.
func passed(points float64, of, pass int) bool {
	return points/float64(max(1, of))*100 >= float64(pass)-1e-6
}

// pointsText writes points with a decimal where they have one.
func pointsText(points float64) string {
	return strings.TrimSuffix(strconv.FormatFloat(points, 'f', 1, 64), ".0")
}

// topics tells the points by tag. Questions that were not answered count.
func (x *exam) topics() {
	type topic struct {
		name   string
		points float64
		of     int
	}
	byTag := make(map[string]*topic)
	points := make(map[string]float64)
	for _, m := range x.marks {
		points[m.card.ID] = m.points
	}
	for _, c := range x.cards {
		for _, tag := range c.Question.Tags {
			t := at(byTag, tag)
			t.name = tag
			t.points += points[c.ID]
			t.of++
		}
	}
	list := slices.SortedFunc(maps.Values(byTag), func(a, b *topic) int {
		return cmp.Or(cmp.Compare(b.of, a.of), cmp.Compare(a.name, b.name))
	})
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
			x.say("  %s: %s of %d (%s)", CleanLine(t.name), pointsText(t.points), t.of, percent(share))
			continue
		}
		text := fmt.Sprintf("%6s of %-3d %5s", pointsText(t.points), t.of, percent(share))
		room := min(20, x.t.Columns()-width-Width(text)-6)
		bar := ""
		if room >= 4 {
			bar = "  " + accent(x.d.pens().bar(share, 1, room))
		}
		x.say("%s", strings.TrimRight("  "+Pad(Clip(CleanLine(t.name), width), width)+text+bar, " "))
	}
}

func (x *exam) missedInExam() {
	first := true
	for _, m := range x.marks {
		if m.points == 1 {
			continue
		}
		if first {
			x.say("Missed:")
			first = false
		}
		x.indent("  ", CleanLine(m.card.Prompt()))
		answer := CleanLine(m.given)
		if answer == "" {
			answer = "(nothing)"
		}
		if m.points > 0 {
			answer += fmt.Sprintf(" (%s)", percent(m.points))
		}
		x.indent("    ", "you: "+answer)
		x.indent("    ", "right: "+m.answer)
	}
	unanswered := len(x.cards) - len(x.marks)
	if unanswered > 0 {
		x.tell("Not answered: %s.", Count(unanswered, "question"))
	}
}

// ExamScore is one exam of the past.
type ExamScore struct {
	Exam     string       `json:"exam"`
	At       string       `json:"at"` // of the first answer, RFC 3339 in UTC
	Day      progress.Day `json:"day"`
	Of       int          `json:"questions"`
	Answered int          `json:"answered"`
	Points   float64      `json:"points"`
	Share    float64      `json:"share"`        // of the points, 0 to 1
	Pass     int          `json:"pass_percent"` // 0: no mark to reach
	Passed   bool         `json:"passed"`
	Seconds  float64      `json:"seconds"` // answering
}

// ExamScores reads the exams of the log, oldest first. One that was taken back
// never was.
func (d *Desk) ExamScores(ctx context.Context) ([]ExamScore, error) {
	byBatch := make(map[string]*ExamScore)
	var order []string
	err := d.Store.EachAnswer(ctx, func(a progress.Answer) error {
		if a.Kind != progress.Practised || !slices.Contains(a.Rules, ruleExam) {
			return nil
		}
		s := byBatch[a.Batch]
		if s == nil {
			s = &ExamScore{Exam: a.Batch, At: stamp(a.At), Day: a.Day}
			byBatch[a.Batch] = s
			order = append(order, a.Batch)
		}
		s.Answered++
		s.Seconds += a.Took.Seconds()
		for _, rule := range a.Rules {
			name, value, _ := strings.Cut(rule, "=")
			number, err := strconv.ParseFloat(value, 64)
			switch {
			case err != nil:
			case name == "of":
				s.Of = int(number)
			case name == "pass":
				s.Pass = int(number)
			case name == "points":
				s.Points += number
			}
		}
		return nil
	})
	scores := make([]ExamScore, 0, len(order))
	for _, batch := range order {
		s := byBatch[batch]
		s.Of = max(s.Of, s.Answered)
		s.Share = s.Points / float64(s.Of)
		s.Passed = s.Pass > 0 && passed(s.Points, s.Of, s.Pass)
		scores = append(scores, *s)
	}
	return scores, err
}

// ExamHistory prints the scores of past exams, newest last.
func ExamHistory(ctx context.Context, d *Desk, asJSON bool) error {
	scores, err := d.ExamScores(ctx)
	if err != nil {
		return err
	}
	if asJSON {
		return printJSON(d.Out, scores)
	}
	if len(scores) == 0 {
		return d.say("No exam yet: kuril quiz --count 20 --time 10m  sits one.")
	}
	var b strings.Builder
	for _, s := range scores {
		line := fmt.Sprintf("%s  %5s of %-3d %5s", s.Day, pointsText(s.Points), s.Of, percent(s.Share))
		room := min(20, d.Term.Columns()-Width(line)-14)
		if room >= 4 && IsTerminal(d.Stdout) {
			line += "  " + accent(Pad(d.pens().bar(s.Share, 1, room), room))
		}
		switch {
		case s.Passed:
			line += "  " + good("passed")
		case s.Pass > 0:
			line += "  " + fair("not passed")
		}
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	_, err = io.WriteString(d.Out, b.String())
	return err
}
