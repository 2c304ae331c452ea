package quiz

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"kuril/deck"
)

// judgeChoice takes the number of an option or its text. A number of an option
// always means that option, even when another one reads like it. The options
// can be seen, so that a text which could be several, or nearly is one, is a
// slip. With no options shown the text alone decides.
func judgeChoice(t Task, typed string) Verdict {
	if len(t.Options) == 0 {
		return judgeText(t, typed)
	}
	answers := t.Card.Answers()
	unclear := Verdict{Unclear: fmt.Sprintf("Type a number from 1 to %d, or the text.", len(t.Options))}
	g := newRegister(namesOf(t.Options), &rivals{wrong: unshown(t), others: t.Others})
	g.shown = true
	if words, ok := numbersOf(typed); ok && len(words) == 1 && !isOption(t.Options, typed) {
		switch {
		case !inRange(words[0], len(t.Options)):
			if _, ok := g.find(typed, 0); !ok {
				return unclear
			}
		case slices.Contains(answers, t.Options[optionNumber(words[0])-1]):
			return Verdict{Match: Right}
		default:
			return Verdict{}
		}
	}
	e, ok := g.find(typed, 0)
	if m := enumerator.FindStringSubmatch(typed); !ok && m != nil { // 1) Habomai
		e, ok = g.find(typed[len(m[0]):], 0)
		if ok && m[1] != "" && optionNumber(m[1]) != e.item+1 {
			return unclear
		}
	}
	switch {
	case !ok && (slices.Contains(foldedAll(unshown(t)), Folded(typed)) || !recalls(t.Options, typed)):
		return Verdict{Note: "not one of the options"}
	case !ok:
		return Verdict{Unclear: "Which one? Type its number."}
	case !slices.Contains(answers, t.Options[e.item]):
		return Verdict{}
	}
	return Verdict{Match: e.match, Note: e.note}
}

// isOption reports whether what was typed is an option sign for sign, and more
// than its number would be.
func isOption(options []string, typed string) bool {
	return strings.Trim(strings.TrimSpace(typed), "0123456789") != "" &&
		slices.ContainsFunc(options, func(o string) bool { return sameSigns(o, typed) })
}

// judgeSelect takes numbers of options or texts, or both. One of every right
// and less one for every wrong option is the credit, so that taking all earns
// nothing.
func judgeSelect(t Task, typed string) Verdict {
	options := t.Options
	answers := t.Card.Answers()
	if len(options) == 0 {
		options = slices.Concat(answers, t.Card.Question.Wrong)
	}
	entries, unclear := pick(options, &rivals{wrong: unshown(t)}, typed)
	if unclear {
		return Verdict{Unclear: fmt.Sprintf("Type numbers from 1 to %d separated by spaces, or texts separated by semicolons.", len(options))}
	}
	for _, e := range entries {
		if e.item < 0 && recalls(options, e.text) {
			return Verdict{Unclear: "Which one is " + clip(e.text) + "? Type its number."}
		}
	}
	var right []string
	place := make([]int, len(options))
	for i, o := range options {
		place[i] = -1
		if slices.Contains(answers, o) {
			place[i] = len(right)
			right = append(right, o)
		}
	}
	var seen []int
	kept := entries[:0]
	for _, e := range entries {
		if e.item >= 0 {
			if slices.Contains(seen, e.item) {
				continue
			}
			seen = append(seen, e.item)
			e.text, e.item = options[e.item], place[e.item]
		}
		kept = append(kept, e)
	}
	v := tallyOf(kept, right).verdict()
	v.Note = strings.Replace(v.Note, "not asked for, so", "not right, so", 1)
	return v
}

// names returns what an item may be called, itself included.
func names(item string) []string {
	all := deck.Names(item)
	if len(all) > 1 {
		all = append(all, item)
	}
	return all
}

func namesOf(items []string) [][]string {
	all := make([][]string, len(items))
	for i, item := range items {
		all[i] = names(item)
	}
	return all
}

// unshown returns the wrong options that were not drawn.
func unshown(t Task) []string {
	var rest []string
	for _, w := range t.Card.Question.Wrong {
		if !slices.Contains(t.Options, w) {
			rest = append(rest, w)
		}
	}
	return rest
}

func foldedAll(texts []string) []string {
	all := make([]string, len(texts))
	for i, s := range texts {
		all[i] = Folded(s)
	}
	return all
}

// recalls reports whether an option may have been meant by what was typed: it
// is a part of one, or has a word in common with one, up to a letter. Little
// words do not count.
func recalls(options []string, typed string) bool {
	typed = Folded(typed)
	said := strings.Fields(typed)
	said = said[:min(len(said), maxSaid)]
	for _, o := range options {
		o = Folded(o)
		if strings.Contains(" "+o+" ", " "+typed+" ") {
			return true
		}
		for _, word := range strings.Fields(o) {
			for _, s := range said {
				switch n := min(utf8.RuneCountInString(word), utf8.RuneCountInString(s)); {
				case n >= 4 && word == s:
					return true
				case n >= 6 && len(s) <= 2*len(word) && deck.Distance(word, s) <= 1:
					return true
				}
			}
		}
	}
	return false
}

// maxSaid is how many words of an answer are looked at for an option's.
const maxSaid = 50
