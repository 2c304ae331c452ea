// Package lint tells good questions from bad ones. What makes a bank unsound
// is known to package deck; this package knows what makes a sound question a
// poor one, and names every rule of both, with a reason and an example. It
// knows nothing of what a learner has answered.
package lint

import (
	"cmp"
	"fmt"
	"slices"

	"kuril/deck"
)

// MaxEach is how many findings of one rule are told one by one.
const MaxEach = 100

// Rule is one thing that is looked for.
type Rule struct {
	ID       string
	Severity deck.Severity
	What     string // in half a sentence
	Reason   string // why it matters to who learns
	Bad      string // a bank that breaks it, or a sentence where no bank can
	Good     string // the same bank as it should be
	Language string // the languages it knows, or "any"
	Fix      string // what check --fix does about it, or nothing
	Log      bool   // it looks at answers, not at the bank alone

	each func(it *item, r *run)    // a question
	all  func(its []*item, r *run) // all of them together
}

// Told reports whether the rule is shown without being asked for.
func (r Rule) Told() bool { return r.Severity != deck.Advice }

// ByID returns the rule of that name.
func ByID(id string) (Rule, bool) {
	for _, r := range Rules() {
		if r.ID == id {
			return r, true
		}
	}
	return Rule{}, false
}

// Finding is one place where a rule is broken.
type Finding struct {
	deck.Problem
	Question *deck.Question // nil when it is about the file
	Key      string         // that it is about, or nothing
	Index    int            // in the list of the key
	Offset   int            // in the text, or -1
	Fixes    []deck.Change  // what mends it; none: nothing mechanical does
}

// Choose says which rules are asked for.
type Choose struct {
	Only   []string // when any, these and no others
	Ignore []string
	Strict bool // advice too
}

// Wants reports whether findings of a rule are to be told.
func (c Choose) Wants(rule string, severity deck.Severity) bool {
	switch {
	case slices.Contains(c.Ignore, rule):
		return false
	case len(c.Only) > 0:
		return slices.Contains(c.Only, rule)
	}
	return c.Strict || severity != deck.Advice
}

// run is one look at a number of banks.
type run struct {
	rule  *Rule
	of    map[*deck.Question]*deck.Source
	found []Finding
}

// at notes a finding about a text: index in the list of key, offset in bytes
// of its value, -1 where none is meant.
func (r *run) at(it *item, key string, index, offset int, hint, format string, args ...any) *Finding {
	q := it.q
	f := Finding{Question: q, Key: key, Index: max(index, 0), Offset: offset}
	f.Problem = deck.Problem{File: q.File, Line: q.Line, Col: 1, Rule: r.rule.ID, Severity: r.rule.Severity,
		Message: fmt.Sprintf("question %q ", q.ID) + fmt.Sprintf(format, args...), Hint: hint}
	r.found = append(r.found, f)
	return &r.found[len(r.found)-1]
}

func (r *run) add(it *item, key, hint, format string, args ...any) *Finding {
	return r.at(it, key, 0, -1, hint, format, args...)
}

// Check looks at banks together. Questions that take no part (a built-in one
// which an own one replaces) are left out by skip, which may be nil. Findings
// are in the order of the files and of their texts. What an exception in a file
// speaks of is left out; exceptions that are wrong are findings themselves.
func Check(sources []*deck.Source, choose Choose, skip func(*deck.Question) bool) []Finding {
	r := &run{of: map[*deck.Question]*deck.Source{}}
	var items []*item
	order := map[string]int{}
	for i, s := range sources {
		order[s.File()] = i
		for _, q := range s.Questions {
			if skip == nil || !skip(q) {
				r.of[q] = s
				items = append(items, newItem(q))
			}
		}
	}
	rules := Rules()
	for i := range rules {
		r.rule = &rules[i]
		if !choose.Wants(r.rule.ID, r.rule.Severity) {
			continue
		}
		if r.rule.all != nil {
			r.rule.all(items, r)
		}
		if r.rule.each != nil {
			for _, it := range items {
				r.rule.each(it, r)
			}
		}
	}
	r.found = except(sources, r.found, choose)
	for i := range r.found {
		f := &r.found[i]
		if s := r.of[f.Question]; f.Question != nil && s != nil {
			f.Line, f.Col = s.Place(f.Question, f.Key, f.Index, f.Offset)
		}
	}
	slices.SortStableFunc(r.found, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(order[a.File], order[b.File]), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col))
	})
	return r.found
}

// Few leaves of every rule the first MaxEach findings, and returns how many of
// which rule it left out.
func Few(found []Finding) (few []Finding, more map[string]int) {
	told, more := map[string]int{}, map[string]int{}
	for _, f := range found {
		if told[f.Rule]++; told[f.Rule] > MaxEach {
			more[f.Rule]++
			continue
		}
		few = append(few, f)
	}
	return few, more
}
