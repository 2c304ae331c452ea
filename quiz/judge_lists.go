package quiz

import "strings"

// judgeList takes the items in any order.
func judgeList(t Task, typed string) Verdict {
	items := t.Card.Answers()
	return tallyOf(newRegister(namesOf(items), t.rivals()).ask(t.Card.Prompt()).read(typed), firstNames(items)).verdict()
}

// judgeGaps takes the texts of gaps that hide together, in the order of the
// prompt. Gaps that all hold the same need it only once.
func judgeGaps(t Task, gaps []string, typed string) Verdict {
	same := true
	for _, g := range gaps[1:] {
		same = same && Folded(g) == Folded(gaps[0])
	}
	if same {
		b := bench{answers: names(gaps[0]), rivals: t.rivals()}
		if l := b.judge(newPhrase(typed)); l.match != Wrong {
			return Verdict{Match: l.match, Note: l.note}
		}
	}
	if Folded(strings.Join(firstNames(gaps), " ")) == Folded(typed) {
		return Verdict{Match: Right}
	}
	if first, last, ok := spanOf(typed); ok && len(gaps) == 2 { // 1904-05
		typed = first + "; " + last
	}
	entries := newRegister(namesOf(gaps), t.rivals()).ask(t.Card.Prompt()).read(typed)
	v := Verdict{Of: len(gaps), Match: Right}
	var notes []string
	for i, e := range entries {
		switch {
		case i >= len(gaps) || e.item < 0 || Folded(gaps[e.item]) != Folded(gaps[i]):
		default:
			v.Right++
			if e.note != "" {
				notes = append(notes, e.note)
			}
		}
	}
	switch {
	case v.Right == 0:
		v.Match = Wrong
	case v.Right < v.Of || len(entries) > len(gaps):
		v.Match = Partly
		v.Right = max(v.Right-max(0, len(entries)-len(gaps)), 0)
		if v.Right == 0 {
			v.Match = Wrong
		}
	case len(notes) > 0:
		v.Match = Almost
	}
	if v.Match != Wrong {
		v.Note = strings.Join(notes, "; ")
	} else if len(entries) == len(gaps) && len(gaps) > 1 {
		v.Note = "one text for each gap, in their order"
	}
	return v
}
