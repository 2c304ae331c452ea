package quiz

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"kuril/deck"
	"kuril/progress"
	"kuril/progress/fsrs"
)

// ExamOptions choose what a mock exam asks and how it is marked.
type ExamOptions struct {
	Query   Query
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
	marks []mark
	over  string // why it ended early; "" when every question was dealt with
}

// mark is one answer of an exam.
type mark struct {
	card   deck.Card
	given  string
	answer string
	points float64 // 0 to 1
}

// Exam asks as many questions as are wanted without a word on how it goes, and
// marks them at the end. No due day moves: the answers are practice. ^C or the
// end of the time ends it, and what was answered is marked.
func Exam(ctx context.Context, d *Desk, o ExamOptions) error {
	k, _, err := beginDrill(ctx, d)
	if err != nil {
		return err
	}
	x := &exam{talk: k, o: o, began: d.Now()}
	x.cards = x.draw()
	if len(x.cards) == 0 {
		if !o.Query.Empty() {
			fmt.Fprintln(d.Err, Clean(d.whyNone(o.Query)))
			return nil
		}
		return d.say("There is nothing to ask: kuril add  writes a first card.")
	}
	id, err := d.Store.NewID()
	if err != nil {
		return err
	}
	x.batch = examBatch + id
	defer x.t.Raw()()
	x.nameLeftOut()
	x.opening()
	if o.Time > 0 {
		defer x.t.Limit(o.Time)()
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

// draw chooses the questions: the likelier the heavier their tags, and one of
// each group of siblings before a second of any.
func (x *exam) draw() []deck.Card {
	env := x.d.env(x.weights, x.day)
	type lot struct {
		card deck.Card
		key  float64
	}
	var lots []lot
	for _, c := range x.d.Bank.Cards() {
		s := x.s.State(c.ID)
		daily := !x.o.Query.Empty() || len(x.d.BankFiles) > 0 || x.d.Settings.Daily(x.d.home(c.Question))
		if s.Suspended || !daily || !x.o.Query.Match(c, s, env) {
			continue
		}
		weight := 1.0
		for i, tag := range c.Question.Tags {
			if w, ok := x.o.Weights[tag]; ok && (i == 0 || w > weight || weight == 1) {
				weight = w
			}
		}
		// Weighted drawing without putting back (Efraimidis and Spirakis 2006).
		if u := x.d.Rand.Float64(); weight > 0 {
			lots = append(lots, lot{c, math.Log(1-u) / weight})
		}
	}
	slices.SortStableFunc(lots, func(a, b lot) int { return cmp.Compare(b.key, a.key) })
	var cards, second []deck.Card
	seen := make(map[string]bool)
	for _, l := range lots {
		if group := l.card.Question.Siblings(); seen[group] {
			second = append(second, l.card)
		} else {
			seen[group] = true
			cards = append(cards, l.card)
		}
	}
	cards = append(cards, second...)
	return cards[:min(x.o.Count, len(cards))]
}

func (x *exam) opening() {
	text := "Exam: " + Count(len(x.cards), "question")
	if len(x.cards) < x.o.Count {
		text += fmt.Sprintf(" (there are no more, of %d wanted)", x.o.Count)
	}
	if x.o.Time > 0 {
		text += ", " + clockText(x.o.Time) + " to answer them"
	}
	if x.o.Pass > 0 {
		text += fmt.Sprintf(", %d %% to pass", x.o.Pass)
	}
	x.tell("%s. How it went is said at the end; the schedule stays as it is.", text)
	x.hush("Enter twice leaves a question for the end; :q hands in.")
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

// sit asks the questions, those left open once more at the end.
func (x *exam) sit() error {
	open := x.cards
	for round := 0; round < 2 && len(open) > 0; round++ {
		if round > 0 {
			x.tell("Back to what you left: %s.", Count(len(open), "question"))
		}
		var skipped []deck.Card
		for i, c := range open {
			at := len(x.marks) + len(skipped) + 1
			if round > 0 {
				at = len(x.cards) - len(open) + i + 1
			}
			done, err := x.one(c, at)
			switch {
			case errors.Is(err, ErrTimeUp):
				x.over = "The time is up."
				x.say("")
				x.tell("%s", x.over)
				return nil
			case errors.Is(err, io.EOF), errors.Is(err, errHandedIn):
				x.over = "Handed in early."
				return nil
			case err != nil:
				x.over = "Stopped."
				return err
			}
			if !done {
				skipped = append(skipped, c)
			}
		}
		open = skipped
	}
	return nil
}

var errHandedIn = errors.New("handed in")

// one asks one question; done is false when it was left open.
func (x *exam) one(c deck.Card, at int) (done bool, err error) {
	task := newTask(c, x.near.of(c), x.d.Rand)
	x.examHeader(c, at)
	x.question(task)
	shown := x.d.Now()
	empty := 0
	for {
		text, command, err := x.hear(task)
		switch {
		case err != nil:
			return false, err
		case command == 'q':
			return false, errHandedIn
		case command == 'm':
			if _, err := x.command('m', c); err != nil {
				return false, err
			}
		case command != 0:
			x.tell("Not in an exam. m marks the question to look at later, q hands in; Enter twice leaves it for the end.")
		case c.Question.Kind == deck.Recall:
			return true, x.ownMark(task, text, shown)
		case text == "":
			if empty++; empty == 2 {
				return false, nil
			}
			x.tell("Enter again leaves it for the end.")
		default:
			v := Judge(task, text)
			if v.Unclear != "" {
				x.tell("%s", CleanLine(v.Unclear))
				continue
			}
			return true, x.keep(task, reply{text: text, verdict: v}, v, shown)
		}
	}
}

func (x *exam) examHeader(c deck.Card, at int) {
	clock := ""
	if x.o.Time > 0 {
		clock = clockText(x.left()) + " left"
	}
	if !x.t.Rich() {
		line := fmt.Sprintf("%d/%d  %s", at, len(x.cards), c.ID)
		if tags := CleanLine(strings.Join(c.Question.Tags, " ")); tags != "" {
			line += "  [" + tags + "]"
		}
		x.say("%s", strings.TrimRight(line+" exam "+clock, " "))
		return
	}
	width := x.t.Columns()
	left := fmt.Sprintf("── %d/%d ", at, len(x.cards))
	right := " exam ──"
	if clock != "" {
		right = " " + clock + " ──"
	}
	bar := max(0, width-Width(left)-Width(right))
	done := bar * (at - 1) / len(x.cards)
	x.say("\n%s%s%s%s", faint(left), accent(strings.Repeat("━", done)), faint(strings.Repeat("─", bar-done)), faint(right))
}

// ownMark lets the learner mark what was only thought.
func (x *exam) ownMark(t Task, text string, shown time.Time) error {
	answer, set := answerText(t.Card)
	x.text(strong, "A: ", set, answer)
	x.tell("Did you know it? y = yes, Enter = no")
	said, err := x.hearWord()
	if err != nil {
		return err
	}
	v := Verdict{Match: Wrong, Answer: shownAnswer(t.Card)}
	if said == "y" || said == "yes" {
		v.Match = Right
	}
	return x.keep(t, reply{text: text, revealed: true, verdict: v}, v, shown)
}

// keep records an answer before the next question.
func (x *exam) keep(t Task, r reply, v Verdict, shown time.Time) error {
	at := x.d.Now()
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
		Card: t.Card.ID, At: at, Day: x.today(at), Kind: progress.Practised, Batch: x.batch, Rating: rating,
		Took: min(at.Sub(shown), longestThought), Given: given(t, r), Verdict: v.word(r),
		Rules: []string{
			ruleExam, "of=" + strconv.Itoa(len(x.cards)), "pass=" + strconv.Itoa(x.o.Pass),
			"points=" + strconv.FormatFloat(points, 'f', 4, 64),
		},
	}
	_, states, err := x.d.Store.Record(x.ctx, e)
	if err != nil {
		return err
	}
	x.s.Learn(states)
	x.marks = append(x.marks, mark{card: t.Card, given: e.Given, answer: shownAnswer(t.Card), points: points})
	return nil
}

// ruleExam marks an answer as one of an exam; behind it stand how many
// questions the exam had, the per cent to pass and the points of this answer.
const ruleExam = "exam"
