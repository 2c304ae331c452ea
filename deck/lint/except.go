package lint

import (
	"fmt"
	"slices"
	"strings"

	"kuril/deck"
)

// An exception is a remark that says why a rule does not hold for a question:
//
//	# check: ignore yes-no: the exam asks it so
//
// It stands above the question or within it. With ignore-file, above everything
// else in the file, it holds for the whole file.
type exception struct {
	remark deck.Remark
	file   string
	rules  []string
	reason string
	whole  bool // for all of the file
	used   map[string]bool
}

const exceptionHint = "write   # check: ignore RULE: the reason   above the question"

// readException reads a remark; ok is false when it is no exception and does
// not look like one.
func readException(file string, m deck.Remark) (e exception, fault string, ok bool) {
	head, rest, found := strings.Cut(m.Text, ":")
	if !found || strings.TrimSpace(head) != "check" {
		return e, "", false
	}
	e = exception{remark: m, file: file, used: map[string]bool{}}
	word, rest, _ := strings.Cut(strings.TrimSpace(rest), " ")
	switch word {
	case "ignore":
	case "ignore-file":
		e.whole = true
	default:
		return e, "", false // "check: is this so?" is a remark to oneself
	}
	names, reason, _ := strings.Cut(rest, ":")
	e.rules = strings.FieldsFunc(names, func(r rune) bool { return r == ',' || r == ' ' })
	e.reason = strings.TrimSpace(reason)
	switch {
	case len(e.rules) == 0:
		fault = "this exception names no rule"
	case e.reason == "":
		fault = "this exception gives no reason"
	case e.whole && !m.Head:
		fault = "an exception for the whole file stands above everything else in it"
	case !e.whole && m.Question == nil:
		fault = "there is no question below this exception"
	}
	for _, id := range e.rules {
		switch r, known := ByID(id); {
		case !known:
			fault = fmt.Sprintf("this exception is from a rule %q, which does not exist", id)
		case r.Severity == deck.Error || strings.HasSuffix(id, "-exception"):
			fault = fmt.Sprintf("there is no exception from %s", id)
		}
	}
	return e, fault, true
}

// except leaves out the findings that exceptions speak of, and adds those about
// the exceptions. An exception with a fault counts for nothing.
func except(sources []*deck.Source, found []Finding, choose Choose) []Finding {
	var added []Finding
	say := func(file string, m deck.Remark, id, message, hint string) {
		r, _ := ByID(id)
		if choose.Wants(id, r.Severity) {
			added = append(added, Finding{Offset: -1, Problem: deck.Problem{File: file, Line: m.Line, Col: m.Col, Rule: id, Severity: r.Severity, Message: message, Hint: hint}})
		}
	}
	type of struct {
		q    *deck.Question
		file string
		rule string
	}
	byPlace := map[of][]*exception{}
	var all []*exception
	broken := map[string]bool{} // what is not read cannot break a rule
	for _, s := range sources {
		broken[s.File()] = slices.ContainsFunc(s.Problems, func(p deck.Problem) bool { return p.Severity == deck.Error })
		for _, m := range s.Remarks() {
			e, fault, ok := readException(s.File(), m)
			if !ok {
				continue
			}
			if fault != "" {
				say(s.File(), m, "bad-exception", fault, exceptionHint)
				continue
			}
			all = append(all, &e)
			for _, id := range e.rules {
				at := of{q: m.Question, rule: id}
				if e.whole {
					at = of{file: s.File(), rule: id}
				}
				byPlace[at] = append(byPlace[at], &e)
			}
		}
	}
	kept := found[:0]
	for _, f := range found {
		excused := false
		for _, at := range []of{{q: f.Question, rule: f.Rule}, {file: f.File, rule: f.Rule}} {
			if at.q == nil && at.file == "" {
				continue
			}
			for _, e := range byPlace[at] {
				e.used[f.Rule], excused = true, true
			}
		}
		if !excused {
			kept = append(kept, f)
		}
	}
	for _, e := range all {
		for _, id := range e.rules {
			if !e.used[id] && !broken[e.file] && looked(id, choose) {
				say(e.file, e.remark, "unused-exception", "nothing here breaks "+id, "take it out of the remark")
			}
		}
	}
	return append(kept, added...)
}

// looked reports whether a rule was looked for, so that finding nothing means
// something. Those that need answers never were.
func looked(id string, choose Choose) bool {
	r, _ := ByID(id)
	return !r.Log && choose.Wants(id, r.Severity)
}

// Excuses tells of which questions and rules the exceptions in the files speak:
// for rules that are looked for elsewhere.
func Excuses(sources []*deck.Source) func(q *deck.Question, rule string) bool {
	type of struct {
		q          *deck.Question
		file, rule string
	}
	all := map[of]bool{}
	for _, s := range sources {
		for _, m := range s.Remarks() {
			e, fault, ok := readException(s.File(), m)
			for _, id := range e.rules {
				switch {
				case !ok || fault != "":
				case e.whole:
					all[of{file: s.File(), rule: id}] = true
				default:
					all[of{q: m.Question, rule: id}] = true
				}
			}
		}
	}
	return func(q *deck.Question, rule string) bool {
		return all[of{q: q, rule: rule}] || all[of{file: q.File, rule: rule}]
	}
}
