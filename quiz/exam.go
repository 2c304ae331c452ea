package quiz

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"time"

	"kuril/deck"
	"kuril/progress"
	"kuril/progress/fsrs"
)

// ExamOptions choose what a mock exam asks and how it is marked.
type ExamOptions struct {
	Query   Query
	Filter  string             // as it was typed
	Count   int                // questions, 1 and more
	Time    time.Duration      // for all of them; 0: as long as it takes
	Pass    int                // per cent of the points; 0: no mark to reach
	Weights map[string]float64 // how much likelier a tag's questions are drawn; 1 where nothing is said
}

// Limits of an exam, so that a slip of the finger is noticed.
const (
	MaxExamCount = 500
	MaxExamTime  = 24 * time.Hour
)

// exam is a mock exam being sat.
type exam struct {
	*talk
	o     ExamOptions
	batch string // of all its answers: one undo takes back the whole
	began time.Time
	cards []deck.Card
	tasks map[int]Task // by place; a question that comes again is the same paper
	marks []mark       // in the order in which the answers were given
	over  string       // why it ended early; "" when every question was dealt with
}

// mark is one answer of an exam.
type mark struct {
	place  int // of the question among cards
	ref    string
	given  string
	answer string
	points float64 // 0 to 1
	rating fsrs.Rating
}

// Exam asks as many questions as are wanted without a word on how it goes, and
// marks them at the end. No due day moves: the answers are practice. ^C or the
// end of the time ends it, and what was answered is marked.
func Exam(ctx context.Context, d *Desk, o ExamOptions) error {
	if err := o.unknownTag(d); err != nil {
		return err
	}
	k, _, err := beginDrill(ctx, d)
	if err != nil {
		return err
	}
	x := &exam{talk: k, o: o, tasks: make(map[int]Task)}
	if x.cards = x.draw(); len(x.cards) == 0 {
		return x.nothingToAsk()
	}
	id, err := d.Store.NewID()
	if err != nil {
		return err
	}
	x.batch = examBatch + id
	defer x.t.Raw()()
	x.nameLeftOut()
	x.opening()
	if x.began = d.Now(); o.Time > 0 {
		defer x.t.Limit(o.Time, x.clock)()
	}
	err = x.sit()
	x.report()
	if errors.Is(err, ErrInterrupted) {
		return ErrInterrupted
	}
	return err
}

// examBatch begins the batch of an exam's answers.
const examBatch = "exam-"

func (x *exam) opening() {
	text := "Exam: " + Count(len(x.cards), "question")
	if len(x.cards) < x.o.Count {
		text += fmt.Sprintf(" (%d were wanted, there are no more)", x.o.Count)
	}
	if x.o.Time > 0 {
		text += ", " + timeText(x.o.Time) + " to answer them"
	}
	if x.o.Pass > 0 {
		text += fmt.Sprintf(", %d %% to pass", x.o.Pass)
	}
	x.announce(plainly, text+". How it went is said at the end; the schedule stays as it is.")
	x.hush("Enter twice leaves a question for the end, u goes back to the last one, q hands in; where an answer is typed :u and :q.")
}

// announce says something in which a number and its % stay on one line.
func (x *exam) announce(paint Paint, text string) {
	if !x.t.Rich() {
		x.say("%s", text)
		return
	}
	for _, line := range wrapGlued(text, x.t.Columns()) {
		x.say("%s", paint(line))
	}
}

// timeText is a time in words where that is short: 10 minutes, 90 seconds.
func timeText(d time.Duration) string {
	switch {
	case d%time.Hour == 0:
		return Count(int(d/time.Hour), "hour")
	case d%time.Minute == 0 && d < 2*time.Hour:
		return Count(int(d/time.Minute), "minute")
	case d%time.Second == 0 && d < 2*time.Minute:
		return Count(int(d/time.Second), "second")
	}
	return clockText(d)
}

// clockText is a time as a clock shows it: 9:41, 1:00:00.
func clockText(d time.Duration) string {
	s := int(math.Ceil(max(0, d.Seconds())))
	if s >= 3600 {
		return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
	}
	return fmt.Sprintf("%d:%02d", s/60, s%60)
}

// left is the time that is left; it is only asked where there is a limit.
func (x *exam) left() time.Duration { return x.o.Time - x.d.Now().Sub(x.began) }

// clock is the time that is left, always as wide as at the beginning.
func (x *exam) clock() string {
	return fmt.Sprintf("%*s", len(clockText(x.o.Time)), clockText(x.left()))
}

// sit asks the questions in turn, those left open once more at the end.
func (x *exam) sit() error {
	queue := make([]int, len(x.cards))
	for i := range queue {
		queue[i] = i
	}
	var open []int
	for last := false; ; {
		if len(queue) == 0 {
			if last || len(open) == 0 {
				return nil
			}
			last = true
			x.tell("Back to what you left: %s.", Count(len(open), "question"))
			queue, open = open, nil
		}
		at := queue[0]
		done, err := x.one(at, last)
		switch {
		case errors.Is(err, errBack):
			if queue, err = x.back(queue); err != nil {
				return err
			}
			continue
		case errors.Is(err, ErrTimeUp):
			if x.t.Rich() {
				x.say("")
			}
			x.tell("The time is up.")
			return nil
		case errors.Is(err, io.EOF), errors.Is(err, errHandedIn):
			x.over = "Handed in early."
			return nil
		case err != nil:
			x.over = "Stopped."
			return err
		}
		queue = queue[1:]
		if !done {
			open = append(open, at)
		}
	}
}

// What was said instead of an answer.
var (
	errHandedIn = errors.New("handed in")
	errBack     = errors.New("back to the last question")
)

// back takes back the last answer, whose question comes next.
func (x *exam) back(queue []int) ([]int, error) {
	n := len(x.marks)
	if n == 0 {
		x.tell("Nothing to take back in this exam.")
		return queue, nil
	}
	m, now := x.marks[n-1], x.d.Now()
	if _, _, err := x.d.Store.Undo(x.ctx, m.ref, now, x.today(now)); err != nil && !errors.Is(err, progress.ErrNothing) {
		return queue, err
	}
	x.marks = x.marks[:n-1]
	x.tell("Taken back: your last answer. The question comes again.")
	return slices.Concat([]int{m.place}, queue), nil
}

// one asks one question; done is false when it was left open. The last time it
// is asked, leaving it is an answer too: nothing was known.
func (x *exam) one(place int, last bool) (done bool, err error) {
	c := x.cards[place]
	task, seen := x.tasks[place]
	if !seen {
		task = newTask(c, x.near.of(c), x.d.Rand)
		x.tasks[place] = task
	}
	x.examHeader(c, place)
	x.question(task)
	shown := x.d.Now()
	empty, leaving := 0, false
	for {
		text, command, err := x.hear(task)
		switch {
		case err != nil:
			return false, err
		case command == 'q':
			if !leaving && x.t.Rich() && keyed(c) && len(x.marks)+1 < len(x.cards) {
				leaving = true
				x.tell("q once more hands in, with %s not answered.", Count(len(x.cards)-len(x.marks), "question"))
				continue
			}
			return false, errHandedIn
		case command == 'u':
			return false, errBack
		case command == 'm':
			if _, err := x.command('m', c); err != nil {
				return false, err
			}
		case command != 0:
			x.tell("Not in an exam. Enter twice leaves the question for the end; u goes back to the last one, m marks it to look at later, q hands in.")
		case c.Question.Kind == deck.Recall:
			return x.ownMark(place, task, text, shown)
		case text == "":
			if empty++; empty == 2 && last {
				return true, x.keep(place, task, reply{gaveUp: true}, Verdict{Match: Wrong}, shown)
			}
			if empty == 2 {
				return false, nil
			}
			x.tell("%s", map[bool]string{false: "Enter again leaves it for the end.", true: "Enter again gives it up."}[last])
		default:
			v := Judge(task, text)
			if v.Unclear != "" {
				x.tell("%s", CleanLine(v.Unclear))
				continue
			}
			return true, x.keep(place, task, reply{text: text, verdict: v}, v, shown)
		}
		if command != 'q' {
			leaving = false
		}
	}
}

// examHeader sets a question off from what stands above it. Where no clock runs
// beside what is typed, it says how much time is left.
func (x *exam) examHeader(c deck.Card, place int) {
	if !x.t.Rich() {
		line := fmt.Sprintf("%d/%d  %s", place+1, len(x.cards), c.ID)
		if tags := CleanLine(strings.Join(c.Question.Tags, " ")); tags != "" {
			line += "  [" + tags + "]"
		}
		line += " exam"
		if x.o.Time > 0 {
			line += " " + clockText(x.left()) + " left"
		}
		x.say("%s", line)
		return
	}
	left, right := fmt.Sprintf("── %d/%d ", place+1, len(x.cards)), " exam ──"
	bar := max(0, x.t.Columns()-Width(left)-Width(right))
	done := bar * len(x.marks) / len(x.cards)
	x.say("\n%s%s%s%s", faint(left), accent(strings.Repeat("━", done)), faint(strings.Repeat("─", bar-done)), faint(right))
}

// ownMark lets the learner mark what was only thought.
func (x *exam) ownMark(place int, t Task, text string, shown time.Time) (done bool, err error) {
	answer, set := answerText(t.Card)
	x.text(strong, "A: ", set, answer)
	at := x.d.Now() // what is read now is no thinking
	x.tell("Did you know it? y = yes, Enter = no")
	for {
		said, err := x.hearWord()
		if err != nil {
			return false, err
		}
		v := Verdict{Match: Wrong, Answer: shownAnswer(t.Card)}
		switch said {
		case "y", "yes":
			v.Match = Right
		case "", "n", "no":
		case "q", "quit":
			return false, errHandedIn
		case "u", "undo":
			return false, errBack
		default:
			x.tell("Type y for yes, or Enter for no.")
			continue
		}
		if x.t.Rich() {
			x.hush("> %s", map[bool]string{true: "yes", false: "no"}[v.Match == Right])
		}
		return true, x.keepAt(place, t, reply{text: text, revealed: true, verdict: v}, v, shown, at)
	}
}

// keep records an answer before the next question.
func (x *exam) keep(place int, t Task, r reply, v Verdict, shown time.Time) error {
	return x.keepAt(place, t, r, v, shown, x.d.Now())
}

// keepAt is keep for an answer that was known at an instant.
func (x *exam) keepAt(place int, t Task, r reply, v Verdict, shown, at time.Time) error {
	points := 0.0
	rating := fsrs.Again
	switch v.Match {
	case Right, Almost:
		points, rating = 1, fsrs.Good
	case Partly:
		points = float64(v.Right) / float64(max(1, v.Of))
		if 3*v.Right >= 2*v.Of {
			rating = fsrs.Hard
		}
	}
	e := progress.Event{
		Card: t.Card.ID, At: x.d.Now(), Day: x.today(at), Kind: progress.Practised, Batch: x.batch, Rating: rating,
		Took: min(at.Sub(shown), longestThought), Given: given(t, r), Verdict: v.word(r),
		Rules: x.rules(points),
	}
	written, states, err := x.d.Store.Record(x.ctx, e)
	if err != nil {
		return err
	}
	x.s.Learn(states)
	x.marks = append(x.marks, mark{
		place: place, ref: written[0].ID, given: e.Given, answer: shownAnswer(t.Card), points: points, rating: rating,
	})
	return nil
}
