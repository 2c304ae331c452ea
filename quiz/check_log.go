package quiz

import (
	"context"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"kuril/deck"
	"kuril/deck/lint"
	"kuril/progress"
	"kuril/progress/fsrs"
)

// use is how a card did with its learner.
type use struct {
	card deck.Card

	answers    int // standing ones
	overridden int
	slips      int // wrong by a letter or two
	slip       string
	right      int // right ones, without the first meeting
	atOnce     int // those of them that came within a second
	lapses     int
}

// When use says that a question is bad.
const (
	fewSlips      = 2
	fewOverridden = 2
	fewAtOnce     = 5
	atOnce        = time.Second
)

// worn finds questions that show in use to be bad: with answers of the log,
// where deck and progress meet. An exception in a file counts here too.
func (d *Desk) worn(ctx context.Context, sources []*deck.Source, choose lint.Choose) ([]lint.Finding, error) {
	if d.DataDir == "" {
		return nil, Fail("there is no home folder, and so no log to learn from").Hint("say where the data is with --data DIR")
	}
	if d.Store == nil {
		if err := d.Read(ctx, 0); err != nil {
			return nil, err
		}
		defer d.Store.Close()
	}
	var order []string // of cards
	uses := map[string]*use{}
	of := map[*deck.Question]*deck.Source{}
	var questions []*deck.Question
	for _, s := range sources {
		for _, q := range s.Questions {
			of[q] = s
			questions = append(questions, q)
		}
	}
	gone := replaced(questions)
	for _, q := range questions {
		for _, c := range q.Cards() {
			if uses[c.ID] == nil && !gone(q) {
				uses[c.ID] = &use{card: c}
				order = append(order, c.ID)
			}
		}
	}
	err := d.Store.EachAnswer(ctx, func(a progress.Answer) error {
		if u := uses[a.Card]; u != nil {
			u.add(a)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	states, err := d.Store.States(ctx)
	if err != nil {
		return nil, err
	}
	excused := lint.Excuses(sources)
	var found []lint.Finding
	for _, id := range order {
		u := uses[id]
		u.lapses = states[id].Lapses
		for _, p := range u.problems(states[id].Leech()) {
			if !choose.Wants(p.Rule, p.Severity) || excused(u.card.Question, p.Rule) {
				continue
			}
			p.File = u.card.Question.File
			p.Line, p.Col = of[u.card.Question].Place(u.card.Question, "prompt", 0, -1)
			found = append(found, lint.Finding{Problem: p, Question: u.card.Question})
		}
	}
	return found, nil
}

// add counts an answer.
func (u *use) add(a progress.Answer) {
	u.answers++
	if a.Overridden {
		u.overridden++
	}
	if a.Verdict == "wrong" && !a.Overridden && a.Rating == fsrs.Again && u.slipped(a.Given) {
		u.slips++
		u.slip = a.Given
	}
	if a.Rating > fsrs.Again && !a.First && a.Took > 0 {
		u.right++
		if a.Took < atOnce {
			u.atOnce++
		}
	}
}

// slipped reports whether what was typed is one or two letters away from what
// was wanted, though it was not accepted.
func (u *use) slipped(given string) bool {
	q := u.card.Question
	if q.Kind != deck.Typed && q.Kind != deck.Cloze || q.Match == deck.Date || q.Match == deck.Number || len(given) > 200 {
		return false
	}
	given = Folded(given)
	for _, answer := range u.card.Answers() {
		answer = Folded(answer)
		letters := min(utf8.RuneCountInString(answer), utf8.RuneCountInString(given))
		if letters < 4 || len(answer) > 200 {
			continue
		}
		most := 1
		if letters >= 8 {
			most = 2
		}
		if strings.ContainsAny(answer, "0123456789") {
			continue // another number is no slip
		}
		if deck.Distance(answer, given) <= most {
			return true
		}
	}
	return false
}

// problems says what use has shown.
func (u *use) problems(leech bool) []deck.Problem {
	var all []deck.Problem
	say := func(rule, hint, format string, args ...any) {
		r, _ := lint.ByID(rule)
		all = append(all, deck.Problem{Rule: rule, Severity: r.Severity, Hint: hint,
			Message: fmt.Sprintf("card %q ", u.card.ID) + fmt.Sprintf(format, args...)})
	}
	edit := "kuril edit " + u.card.Question.ID
	if u.slips >= fewSlips {
		say("log-typos", "accept it as well: "+edit, "was wrong by a letter or two %d times of %d, last with %q", u.slips, u.answers, clipText(u.slip))
	}
	if u.overridden >= fewOverridden {
		say("log-overridden", "accept more, or ask more plainly: "+edit, "had its verdict corrected %d times of %d", u.overridden, u.answers)
	}
	if leech {
		say("log-leech", "split it, or reword it: "+edit, "was forgotten %d times in %d answers", u.lapses, u.answers)
	}
	kind := u.card.Question.Kind
	if (kind == deck.Recall || kind == deck.Choice || u.card.Back) && u.right >= fewAtOnce && 2*u.atOnce > u.right {
		say("log-at-once", "other wrong options, or another wording: "+edit, "was answered right within a second %d times of %d", u.atOnce, u.right)
	}
	return all
}

func clipText(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:39]) + "…"
	}
	return s
}
