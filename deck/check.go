package deck

import "fmt"

// Check returns what is wrong with a set of questions, wherever they came
// from: every rule that one question can break, and ids used twice. A built-in
// question may share its id with one of an own deck, which replaces it.
// Places are those of the questions' [[question]] lines. It reports errors
// only; warnings, and what concerns the text of a file, come from Parse, which
// returns no question that Check would find fault with on its own.
func Check(qs []*Question) []Problem {
	var problems []Problem
	first := map[string]*Question{}
	for _, q := range qs {
		place := func(rule, message, hint string) Problem {
			p := Problem{File: q.File, Line: q.Line, Rule: rule, Severity: Error, Message: message, Hint: hint}
			if q.Line > 0 {
				p.Col = 1
			}
			return p
		}
		for _, f := range inspect(q, q.has) {
			if !f.warning {
				problems = append(problems, place(f.rule, f.message, f.hint))
			}
		}
		if q.ID == "" {
			continue
		}
		key := q.ID
		if q.Deck == Builtin {
			key += " " + Builtin
		}
		if other, taken := first[key]; taken {
			problems = append(problems, place("duplicate-id", fmt.Sprintf("the id %q is taken by the question at %s", q.ID, other.place()), "give one of the two another id"))
			continue
		}
		first[key] = q
	}
	return problems
}

// place says where the question stands.
func (q *Question) place() string {
	if q.Line == 0 {
		return "an unnamed place"
	}
	return fmt.Sprintf("%s:%d", q.File, q.Line)
}

// has tells whether the key of a question holds anything. Keys that a
// question must have count as present when nothing can be said of their line.
func (q *Question) has(key string) bool {
	switch key {
	case "tolerance":
		return q.Tolerance != 0
	case "both":
		return q.Both
	case "answers":
		return q.Answers != nil
	case "wrong":
		return q.Wrong != nil
	case "items":
		return q.Items != nil
	}
	_, ok := field(q, key)
	return ok
}
