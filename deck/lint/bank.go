package lint

import (
	"fmt"
	"slices"
	"strings"

	"kuril/deck"
)

// place says where another question stands.
func place(q *deck.Question) string {
	if q.Deck == deck.Builtin {
		return fmt.Sprintf("%q of the built-in bank", q.ID)
	}
	return fmt.Sprintf("%q (%s:%d)", q.ID, q.File, q.Line)
}

// shown is a prompt as it is compared: words do not depend on spacing, and a
// prompt of signs alone is compared as it stands.
func shown(it *item, prompt string) string {
	if words := wordsOf(prompt); len(words) > 0 {
		// Two prompts of one wording may differ in a formula or in code.
		return strings.Join(words, " ") + "\x00" + signs(prompt)
	}
	return prompt
}

// signs are what a text has beside letters, digits and points.
func signs(s string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("+-*/=<>#%^&|~$@\\{}", r) {
			return r
		}
		return -1
	}, s)
}

// wanted are the answers of a question, each as it is compared.
func wanted(q *deck.Question) []string {
	texts := q.Answers
	switch q.Kind {
	case deck.List, deck.Order:
		texts = q.Items
	case deck.Cloze:
		texts = nil
		for _, c := range q.Cards() {
			texts = append(texts, c.Answers()...)
		}
	}
	all := make([]string, len(texts))
	for i, s := range texts {
		if all[i] = bare(s); all[i] == "" {
			all[i] = s
		}
	}
	return all
}

// most is how many questions with the same prompt are compared with a new one:
// whoever has more of them knows after the first.
const most = 8

// duplicates finds questions that ask the same and want the same, and those
// that ask the same and want something else.
func duplicates(its []*item, r *run, same bool) {
	type asked struct {
		it     *item
		wanted []string
	}
	by := map[string][]asked{}
	for _, it := range its {
		key := shown(it, it.q.Prompt)
		mine := asked{it, wanted(it.q)}
		for _, other := range by[key] {
			common := slices.ContainsFunc(mine.wanted, func(s string) bool { return slices.Contains(other.wanted, s) })
			if other.it.q.ID == it.q.ID {
				continue // said as duplicate-id
			}
			if same && common && agree(it.q, other.it.q) {
				r.add(it, "prompt", "take one of the two out; if both are meant, say in the prompt how they differ",
					"asks the same as %s", place(other.it.q))
				break
			}
			if !same && !common && byPrompt(it.q) && byPrompt(other.it.q) {
				r.add(it, "prompt", fmt.Sprintf("say in the prompt which is meant; there the answer is %q", clip(first(other.it.q))),
					"has the prompt of %s and another answer", place(other.it.q))
				break
			}
		}
		if len(by[key]) < most {
			by[key] = append(by[key], mine)
		}
	}
	if same {
		return
	}
	backs := map[string][]*item{}
	for _, it := range its {
		if !it.q.Both || len(it.q.Answers) == 0 {
			continue
		}
		key := shown(it, it.q.Answers[0])
		for _, other := range backs[key] {
			if shown(other, other.q.Prompt) != shown(it, it.q.Prompt) {
				r.at(it, "answers", 0, -1, "make the first answers differ, such as “bank (of a river)”, or take both out",
					"asks %q the other way round, and so does %s with another answer", clip(it.q.Answers[0]), place(other.q))
				break
			}
		}
		if len(backs[key]) < most {
			backs[key] = append(backs[key], it)
		}
	}
}

// agree reports whether two questions with the same prompt and an answer in
// common are the same: which of several options is asked makes another one.
func agree(a, b *deck.Question) bool {
	switch {
	case a.Kind != b.Kind:
		return byPrompt(a) && byPrompt(b)
	case a.Kind == deck.Choice:
		return true
	}
	return slices.Equal(sortedOf(wanted(a)), sortedOf(wanted(b))) || a.Kind == deck.Typed || a.Kind == deck.Recall
}

func sortedOf(s []string) []string {
	slices.Sort(s)
	return s
}

// byPrompt reports whether the prompt alone says what is wanted, without
// options.
func byPrompt(q *deck.Question) bool {
	return q.Kind == deck.Recall || q.Kind == deck.Typed || q.Kind == deck.List || q.Kind == deck.Cloze
}

// first is the answer that is shown of a question.
func first(q *deck.Question) string {
	if cards := q.Cards(); len(cards) > 0 {
		if answers := cards[0].Answers(); len(answers) > 0 {
			return deck.Names(answers[0])[0]
		}
	}
	return ""
}

// loneGroup finds groups with one member: the learner meant two.
func loneGroup(its []*item, r *run) {
	count := map[string]int{}
	for _, it := range its {
		count[it.q.Siblings()]++
	}
	for _, it := range its {
		if it.q.Group != "" && count[it.q.Group] == 1 {
			f := r.add(it, "group", "take the line out, or give the group to the question it belongs with", "is alone in the group %q", clip(it.q.Group))
			f.Fixes = []deck.Change{{Question: it.q, Key: "group", Drop: true}}
		}
	}
}

// leakToSibling finds prompts that show the answer to another question of the
// same group.
func leakToSibling(its []*item, r *run) {
	groups := map[string][]*item{}
	var names []string
	for _, it := range its {
		if it.q.Group == "" {
			continue
		}
		if groups[it.q.Group] == nil {
			names = append(names, it.q.Group)
		}
		groups[it.q.Group] = append(groups[it.q.Group], it)
	}
	const members = 40 // of a group that is looked at; more are no siblings
	for _, name := range names {
		group := groups[name]
		group = group[:min(len(group), members)]
		for _, it := range group {
			answer := first(it.q)
			if answer == "" || it.q.Kind == deck.Order || it.q.Kind == deck.List || it.q.Kind == deck.Select || shownIn(it.prompt, it.words, answer) {
				continue
			}
			for _, other := range group {
				if other != it && shownIn(other.prompt, other.words, answer) {
					r.add(it, "answers", "ask the other one without naming it, or leave it: siblings never come on the same day as new ones",
						"is answered by the prompt of its sibling %s: %q", place(other.q), clip(answer))
					break
				}
			}
		}
	}
}
