package prose

import (
	"fmt"
	"strconv"
	"strings"

	"kuril/deck"
	"kuril/lazyregexp"
)

var (
	clozeMark  = lazyregexp.New(`==([^=\s](?:[^=]|=[^=])*?)==|\{\{c([0-9]{1,3})::((?:[^{}])+?)\}\}`)
	questionAt = lazyregexp.New(`^(?:\*\*|__)?Q(?:uestion)?\s?[:：](?:\*\*|__)?\s*`)
	answerAt   = lazyregexp.New(`^(?:\*\*|__)?A(?:nswer)?\s?[:：](?:\*\*|__)?\s*`)
	answerIn   = lazyregexp.New(`\s(?:\*\*|__)?A(?:nswer)?\s?[:：](?:\*\*|__)?\s+`)
	twoSides   = lazyregexp.New(`^(\S.*?\S|\S)\s*::\s+(\S.*)$|^(\S.*?\S|\S)\s+::\s*(\S.*)$`)
)

// marked makes questions of what a block marks itself, and tells which of its
// parts are used up by that.
func (r *reader) marked(b *block, pending *ask) (used []span) {
	lines := b.sourceLines()
	q := pending
	finish := func() {
		if q.ok && q.question != "" && q.answer != "" {
			r.sides(b, *q)
		}
		*q = ask{}
	}
	for _, l := range lines {
		line := strings.TrimSpace(b.text[l.from:l.to])
		switch {
		case questionAt.MatchString(line):
			finish()
			text := line[len(questionAt.FindString(line)):]
			*q = ask{question: text, at: r.doc.at(b, l.from), ok: true, why: r.doc.heading(b)}
			if m := answerIn.FindStringIndex(text); m != nil {
				q.question, q.answer, q.answering = strings.TrimSpace(text[:m[0]]), text[m[1]:], true
			}
			used = append(used, l)
		case q.ok && answerAt.MatchString(line):
			text := line[len(answerAt.FindString(line)):]
			if q.answering && q.answer != "" {
				q.answer += "\n" + text
			} else {
				q.answer = text
			}
			q.answering = true
			used = append(used, l)
		case q.ok && (q.answering && q.answer == "" || l.from > 0):
			if q.answering {
				q.answer = strings.TrimSpace(q.answer + " " + line)
			} else {
				q.question = strings.TrimSpace(q.question + " " + line)
			}
			used = append(used, l)
		case q.ok:
			finish()
			fallthrough
		default:
			if m := twoSides.FindStringSubmatch(line); m != nil && !strings.Contains(line, "{{c") && !strings.HasPrefix(line, "`") && !codeColons.MatchString(line) {
				term, definition := m[1]+m[3], m[2]+m[4]
				if sides := strings.SplitN(definition, ": ", 2); strings.HasPrefix(definition, ":") && len(sides) > 0 {
					definition = strings.TrimSpace(strings.TrimPrefix(definition, ":"))
				}
				r.pair(b, l, term, definition)
				used = append(used, l)
			}
		}
	}
	if q.answering {
		finish()
	}
	return used
}

// codeColons are the colons of C++ and Rust.
var codeColons = lazyregexp.New(`\w::\w`)

// An ask is a question that a text spells out.
type ask struct {
	question, answer, why string
	at                    Place
	ok, answering         bool
}

// sides makes a question of Q: and A:.
func (r *reader) sides(b *block, a ask) {
	question, answer := unmark(a.question), unmark(a.answer)
	q := deck.Question{Kind: deck.Recall, Prompt: question, Answers: []string{answer}}
	if typeable(answer) {
		q.Kind = deck.Typed
	}
	r.keep(&Candidate{Place: a.at, Question: q, Rule: "marked", Score: 100, Marked: true, Sentence: question})
}

// pair makes a question of term :: definition.
func (r *reader) pair(b *block, l span, term, definition string) {
	term, definition = unmark(term), unmark(definition)
	if term == "" || definition == "" {
		return
	}
	q := deck.Question{Kind: deck.Recall, Prompt: term, Answers: []string{definition}, Both: true}
	if typeable(definition) {
		q.Kind = deck.Typed
	}
	r.keep(&Candidate{Place: r.doc.at(b, l.from), Question: q, Rule: "marked", Score: 100, Marked: true, Sentence: term + " :: " + definition})
}

// typeable tells whether people would type a text as an answer.
func typeable(s string) bool {
	return len(strings.Fields(s)) <= 4 && len([]rune(s)) <= 40 && !strings.ContainsAny(s, "\n,;:()")
}

// unmark takes the marks of a cloze off a text.
func unmark(s string) string {
	s = clozeMark.ReplaceAllStringFunc(s, func(m string) string {
		text, _, _ := clozeParts(m)
		return text
	})
	return strings.ReplaceAll(strings.TrimSpace(s), "[[[", "[[")
}

// clozeParts takes one mark apart.
func clozeParts(mark string) (text, hint string, number int) {
	m := clozeMark.FindStringSubmatch(mark)
	if m == nil {
		return mark, "", 0
	}
	if m[1] != "" {
		return strings.TrimSpace(m[1]), "", 0
	}
	number, _ = strconv.Atoi(m[2])
	text, hint, _ = strings.Cut(m[3], "::")
	return strings.TrimSpace(text), strings.TrimSpace(hint), number
}

// gaps makes a cloze of a sentence that marks its gaps; false: it marks none.
func (r *reader) gaps(s *sentence) bool {
	found := clozeMark.FindAllStringIndex(s.text, -1)
	if found == nil {
		return false
	}
	var prompt strings.Builder
	done, next := 0, 1
	for _, m := range found {
		if _, _, n := clozeParts(s.text[m[0]:m[1]]); n >= next {
			next = n + 1
		}
	}
	single := len(found) == 1
	for _, m := range found {
		text, hint, n := clozeParts(s.text[m[0]:m[1]])
		if n == 0 {
			if n = next; single {
				n = 1
			}
			next++
		}
		prompt.WriteString(literal(s.text[done:m[0]]))
		prompt.WriteString(gap(n, text, hint))
		done = m[1]
	}
	prompt.WriteString(literal(s.text[done:]))
	q := deck.Question{Kind: deck.Cloze, Prompt: prompt.String()}
	r.keep(&Candidate{Place: r.doc.of(s), Question: q, Rule: "marked", Score: 100, Marked: true, Sentence: unmark(s.text)})
	return true
}

// literal writes a text so that none of it is a gap.
func literal(s string) string { return strings.ReplaceAll(s, "[[", "[[[") }

// gap writes a gap.
func gap(n int, text, hint string) string {
	text = strings.NewReplacer("[", "(", "]", ")", "|", "/").Replace(text)
	if hint = strings.NewReplacer("[", "(", "]", ")", "|", "/").Replace(hint); hint != "" {
		hint = "|" + hint
	}
	return fmt.Sprintf("[[%d:%s%s]]", n, text, hint)
}
