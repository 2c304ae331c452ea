package quiz

import (
	"context"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"kuril/progress"
)

// ruleExam marks an answer as one of an exam. Behind it stand, for the history
// of scores, how many questions the exam had, the per cent to pass, the points
// of this answer and the filter.
const ruleExam = "exam"

// rules say of an answer what the history of scores needs.
func (x *exam) rules(points float64) []string {
	rules := []string{
		ruleExam, "of=" + strconv.Itoa(len(x.cards)), "pass=" + strconv.Itoa(x.o.Pass),
		"points=" + strconv.FormatFloat(points, 'f', 4, 64),
	}
	if x.o.Filter != "" {
		rules = append(rules, "filter="+url.QueryEscape(x.o.Filter)) // a rule is one word
	}
	return rules
}

// ExamScore is one exam of the past.
type ExamScore struct {
	Exam     string       `json:"exam"`
	At       string       `json:"at"` // of the first answer, RFC 3339 in UTC
	Day      progress.Day `json:"day"`
	Filter   string       `json:"filter"` // "" for all cards
	Of       int          `json:"questions"`
	Answered int          `json:"answered"`
	Points   float64      `json:"points"`
	Share    float64      `json:"share"`        // of the points, 0 to 1
	Recent   float64      `json:"recent_share"` // mean of this and up to four before it with the same filter
	Pass     int          `json:"pass_percent"` // 0: no mark to reach
	Passed   bool         `json:"passed"`
	Seconds  float64      `json:"seconds"` // answering
}

// recentExams is how many exams the trend looks at.
const recentExams = 5

// ExamScores reads the exams of the log, oldest first. One that was taken back
// never was.
func (d *Desk) ExamScores(ctx context.Context) ([]ExamScore, error) {
	byBatch := make(map[string]*ExamScore)
	var order []*ExamScore
	err := d.Store.EachAnswer(ctx, func(a progress.Answer) error {
		if a.Kind != progress.Practised || !slices.Contains(a.Rules, ruleExam) {
			return nil
		}
		s := byBatch[a.Batch]
		if s == nil {
			s = &ExamScore{Exam: a.Batch, At: stamp(a.At), Day: a.Day}
			byBatch[a.Batch] = s
			order = append(order, s)
		}
		s.add(a)
		return nil
	})
	if err != nil {
		return nil, err
	}
	scores := make([]ExamScore, 0, len(order))
	for _, s := range order {
		s.Of = max(s.Of, s.Answered)
		s.Share = s.Points / float64(s.Of)
		s.Passed = s.Pass > 0 && passed(s.Points, s.Of, s.Pass)
		scores = append(scores, *s)
	}
	for i := range scores {
		scores[i].Recent = recentShare(scores[:i+1])
	}
	return scores, nil
}

// mostOf bounds the numbers of an exam's rules: a log from elsewhere may hold
// anything.
var mostOf = map[string]float64{"of": MaxExamCount, "pass": 100, "points": 1}

// add counts one answer.
func (s *ExamScore) add(a progress.Answer) {
	s.Answered++
	s.Seconds += a.Took.Seconds()
	for _, rule := range a.Rules {
		name, value, _ := strings.Cut(rule, "=")
		if name == "filter" {
			if text, err := url.QueryUnescape(value); err == nil {
				s.Filter = text
			}
			continue
		}
		number, err := strconv.ParseFloat(value, 64)
		switch {
		case err != nil || !(number >= 0 && number <= mostOf[name]): // not one of ours
		case name == "of":
			s.Of = int(number)
		case name == "pass":
			s.Pass = int(number)
		case name == "points":
			s.Points += number
		}
	}
}

// like are the exams with the same filter as the last of a list, that one
// included.
func like(scores []ExamScore) []ExamScore {
	var list []ExamScore
	for _, s := range scores {
		if s.Filter == scores[len(scores)-1].Filter {
			list = append(list, s)
		}
	}
	return list
}

// recentShare is the mean share of the last exam of a list and of up to four
// before it with the same filter.
func recentShare(scores []ExamScore) float64 {
	list := like(scores)
	list = list[max(0, len(list)-recentExams):]
	sum := 0.0
	for _, s := range list {
		sum += s.Share
	}
	return sum / float64(len(list))
}

// trend says where it is going: the last exams against those before them. It is
// "" where there are too few to tell.
func trend(scores []ExamScore) string {
	list := like(scores)
	n := min(recentExams, len(list)/2)
	if n == 0 {
		return ""
	}
	now, before := recentShare(list[len(list)-n:]), recentShare(list[len(list)-2*n:len(list)-n])
	what := "The last exam"
	if n > 1 {
		what = fmt.Sprintf("The last %d exams", n)
	}
	which := "the one before"
	if n > 1 {
		which = fmt.Sprintf("the %d before", n)
	}
	if filter := list[0].Filter; filter != "" {
		what += " of " + CleanLine(filter)
	}
	switch a, b := scored(now), scored(before); {
	case a == b:
		return fmt.Sprintf("%s: %s, the same as %s.", what, a, which)
	case now > before:
		return fmt.Sprintf("%s: %s, up from %s in %s.", what, a, b, which)
	default:
		return fmt.Sprintf("%s: %s, down from %s in %s.", what, a, b, which)
	}
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
	width, looked := 0, IsTerminal(d.Stdout)
	if looked {
		width = d.Term.Columns()
	}
	var b strings.Builder
	for _, s := range scores {
		line := fmt.Sprintf("%s  %5s of %-3d %5s", s.Day, pointsText(s.Points), s.Of, scored(s.Share))
		if room := min(20, width-Width(line)-16); room >= 4 && !d.Plain {
			line += "  " + accent(Pad(d.pens().bar(s.Share, 1, room), room))
		}
		result := ""
		switch {
		case s.Passed:
			result = "  " + good("passed")
		case s.Pass > 0:
			result = "  " + fair("not passed")
		}
		if looked && width < Narrow+4 && s.Pass > 0 {
			line += "\n" // no room beside the numbers
		}
		b.WriteString(strings.TrimRight(line+result, " ") + "\n")
		if s.Filter == "" {
			continue
		}
		lines := []string{CleanLine(s.Filter)}
		if looked {
			lines = Wrap(lines[0], width-2)
		}
		for _, text := range lines {
			b.WriteString("  " + faint(text) + "\n")
		}
	}
	if _, err := io.WriteString(d.Out, b.String()); err != nil {
		return err
	}
	if text := trend(scores); text != "" {
		return d.say("%s", text)
	}
	return nil
}
