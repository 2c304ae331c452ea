package quiz

import (
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"kuril/deck"
)

// Match is how well a typed answer fits.
type Match int

// The verdicts, from worst to best.
const (
	Wrong  Match = iota
	Partly       // some of it is right: Verdict.Right of Verdict.Of
	Almost       // accepted, but something differs: Verdict.Note says what
	Right
)

// String returns the word that the conversation prints.
func (m Match) String() string {
	switch m {
	case Partly:
		return "PARTLY"
	case Almost:
		return "ALMOST"
	case Right:
		return "RIGHT"
	}
	return "WRONG"
}

// Task is a card as it stands before the learner.
type Task struct {
	Card    deck.Card
	Options []string // as shown; typed numbers count them from 1
	Others  []string // answers of other cards of the same tag: no typo leads to one of these
}

// Verdict is what the judge says about one typed answer.
type Verdict struct {
	Match     Match
	Note      string // what differed, ready to print; "" when nothing did
	Right, Of int    // of Partly: Right of Of
	Answer    string // the right answer as it is shown

	// Unclear, when not empty, says that the line was a slip (an option that
	// does not exist) and what can be typed instead; nothing was judged.
	Unclear string
}

// Judge compares what was typed with what the card asks for. An empty line is
// never right, and recall, where nothing is typed, never judged: of both only
// Answer is filled in.
//
// Marks in the bank are no part of an answer, and need not be typed; whoever
// types them all the same is not wrong for it.
func Judge(t Task, typed string) Verdict {
	plain, marked := t.plainTask()
	if !marked {
		return judgeAsWritten(t, typed)
	}
	v := judgeAsWritten(plain, typed)
	for _, try := range []func() Verdict{
		func() Verdict { return judgeAsWritten(plain, plainLine(typed, texShown)) },
		func() Verdict { return judgeAsWritten(t, typed) },
		func() Verdict {
			if source, ok := tex(typed, texShown); ok && strings.Contains(typed, "\\") {
				return judgeAsWritten(plain, source)
			}
			return v
		},
	} {
		if v.Match == Right {
			break
		}
		if other := try(); other.Match > v.Match || other.Match == v.Match && other.Right > v.Right {
			other.Answer = v.Answer
			v = other
		}
	}
	return v
}

// judgeAsWritten is Judge where every text means its signs.
func judgeAsWritten(t Task, typed string) Verdict {
	v := Verdict{}
	switch {
	case t.Card.Question.Kind == deck.Recall:
	case isTooLong(t, typed):
		v.Note = "far longer than the answer"
	case Folded(typed) != "":
		v = judge(t, typed)
	}
	v.Answer = answerLine(t.Card)
	return v
}

// isTooLong reports whether a typed text is not worth the time to compare it.
func isTooLong(t Task, typed string) bool {
	longest := 32 << 10
	for _, list := range [][]string{t.Card.Answers(), t.Options} {
		for _, s := range list {
			longest += 4 * len(s)
		}
	}
	return len(typed) > longest
}

func judge(t Task, typed string) Verdict {
	switch q := t.Card.Question; q.Kind {
	case deck.Choice:
		return judgeChoice(t, typed)
	case deck.Select:
		return judgeSelect(t, typed)
	case deck.List:
		return judgeList(t, typed)
	case deck.Order:
		return judgeOrder(t, typed)
	case deck.Cloze:
		if gaps := t.Card.Gaps(); len(gaps) > 1 {
			return judgeGaps(t, gaps, typed)
		}
	case deck.Typed:
		if t.Card.Back {
			break // how the prompt is matched nobody said
		}
		switch q.Match {
		case deck.Exact:
			return judgeExact(q.Answers, typed)
		case deck.Date:
			return judgeDate(q, typed)
		case deck.Number:
			return judgeNumber(q, typed)
		}
	}
	return judgeText(t, typed)
}

// answerLine returns the right answer in one line.
func answerLine(c deck.Card) string {
	q, answers := c.Question, c.Answers()
	if len(answers) == 0 {
		return ""
	}
	switch q.Kind {
	case deck.List, deck.Order:
		return enumerated(firstNames(answers))
	case deck.Select:
		return enumerated(answers)
	case deck.Cloze:
		if gaps := c.Gaps(); len(gaps) > 1 {
			return enumerated(firstNames(gaps))
		}
	case deck.Typed:
		if q.Match == deck.Number && !c.Back {
			return withUnit(answers[0], q.Unit)
		}
	}
	return answers[0]
}

// firstNames are what items are shown by: the other names are accepted, but
// showing them would answer the question that asks for them.
func firstNames(items []string) []string {
	all := make([]string, len(items))
	for i, item := range items {
		all[i] = deck.Names(item)[0]
	}
	return all
}

// enumerated joins items so that one can still tell them apart.
func enumerated(items []string) string {
	for _, item := range items {
		if strings.Contains(item, ",") {
			return strings.Join(items, "; ")
		}
	}
	return strings.Join(items, ", ")
}

// judgeExact wants every sign as it stands; only how the signs are encoded and
// the spaces around them do not matter.
func judgeExact(answers []string, typed string) Verdict {
	for _, a := range answers {
		if sameSigns(a, typed) {
			return Verdict{Match: Right}
		}
	}
	for _, a := range answers {
		if Folded(a) == Folded(typed) {
			return Verdict{Note: "every sign counts: " + arrow(typed, a)}
		}
	}
	return Verdict{}
}

func sameSigns(a, b string) bool {
	return norm.NFC.String(strings.TrimSpace(a)) == norm.NFC.String(strings.TrimSpace(b))
}

func judgeText(t Task, typed string) Verdict {
	// All names of a gap in one are as right as each alone.
	b := bench{answers: slices.Concat(t.Card.Answers(), t.Card.Gaps()), rivals: t.rivals(),
		asked: strings.Fields(singular(Folded(t.Card.Prompt())))}
	l := b.judge(newPhrase(typed))
	if gap, ok := t.gapAlone(typed); ok && l.match != Right {
		if g := b.judge(newPhrase(gap)); g.match > l.match {
			l = g
		}
	}
	return Verdict{Match: l.match, Note: l.note}
}

func (t Task) rivals() *rivals {
	if t.Card.Back {
		return &rivals{others: t.Others}
	}
	return &rivals{wrong: t.Card.Question.Wrong, others: t.Others}
}
