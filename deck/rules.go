package deck

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

// MaxID is the longest id, in letters.
const MaxID = 64

// keys are the keys of a question in the order they are written.
var keys = []string{
	"id", "kind", "prompt", "answers", "wrong", "items", "match", "tolerance", "unit",
	"both", "hint", "why", "source", "tags", "group", "from", "added",
}

type kindKeys struct {
	kind Kind
	keys []string
}

// kinds are the kinds of question, each with the keys it has beside those
// that every kind may have.
var kinds = []kindKeys{
	{Recall, []string{"answers", "both"}},
	{Typed, []string{"answers", "wrong", "match", "tolerance", "unit", "both"}},
	{Choice, []string{"answers", "wrong"}},
	{Select, []string{"answers", "wrong"}},
	{List, []string{"items"}},
	{Order, []string{"items"}},
	{Cloze, []string{"answers"}},
}

var matches = []string{string(Text), string(Exact), string(Date), string(Number)}

// finding is a rule that one question breaks, and where: at a key, at an
// element of its list, at an offset in its text (-1: at no special one).
type finding struct {
	rule, key     string
	index, offset int
	warning       bool
	message, hint string
}

// inspection collects what is wrong with one question.
type inspection struct {
	q       *Question
	present func(key string) bool
	found   []finding
}

func (in *inspection) at(rule, key string, index, offset int, hint, format string, args ...any) {
	if len(in.found) > 10*maxProblems {
		return // nobody reads that far, and it would take long to write
	}
	in.found = append(in.found, finding{rule: rule, key: key, index: index, offset: offset, message: in.q.name() + " " + fmt.Sprintf(format, args...), hint: hint})
}

func (in *inspection) add(rule, key, hint, format string, args ...any) {
	in.at(rule, key, -1, -1, hint, format, args...)
}

// name is how a message speaks of the question.
func (q *Question) name() string {
	if q.ID == "" {
		return "this question"
	}
	return fmt.Sprintf("question %q", clip(q.ID))
}

// inspect returns every rule that the question breaks on its own. present
// tells which keys are written, be it with an empty value.
func inspect(q *Question, present func(key string) bool) []finding {
	in := inspection{q: q, present: present}
	in.id()
	in.texts()
	if !present("prompt") {
		in.add("missing-key", "prompt", `add a line such as   prompt = "Which town …?"`, "has no prompt")
	} else if blank(q.Prompt) {
		in.add("empty-value", "prompt", `write the question between the quotes: prompt = "Which town …?"`, "has an empty prompt")
	}
	in.common()
	in.kind()
	return in.found
}

func (in *inspection) id() {
	id := in.q.ID
	if !in.present("id") {
		in.add("missing-id", "id", `add a line such as   id = "treaty-1855", or let "kuril check --fix" add one`, "has no id")
		return
	}
	if fault := idFault(id); fault != "" {
		in.add("bad-id", "id", `write something like   id = "treaty-1855"`, "has an id that %s", fault)
	}
}

// idFault says what is wrong with an id, or nothing.
func idFault(id string) string {
	if id == "" {
		return "is empty"
	}
	for _, r := range id {
		if (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' {
			return fmt.Sprintf("holds %q; only a to z, 0 to 9 and - may stand in it", r)
		}
	}
	if len(id) > MaxID {
		return fmt.Sprintf("is %d letters long; %d are the most", len(id), MaxID)
	}
	return ""
}

// texts looks for signs that would act on a terminal, in every text.
func (in *inspection) texts() {
	q := in.q
	for _, one := range []struct{ key, text string }{
		{"prompt", q.Prompt}, {"hint", q.Hint}, {"why", q.Why},
		{"unit", q.Unit}, {"group", q.Group}, {"from", q.From},
	} {
		in.text(one.key, -1, one.text)
	}
	for _, many := range []struct {
		key   string
		texts []string
	}{{"answers", q.Answers}, {"wrong", q.Wrong}, {"items", q.Items}, {"source", q.Sources}, {"tags", q.Tags}} {
		for i, s := range many.texts {
			in.text(many.key, i, s)
		}
	}
}

func (in *inspection) text(key string, index int, s string) {
	for offset, r := range s {
		if r == utf8.RuneError && !strings.HasPrefix(s[offset:], string(utf8.RuneError)) {
			in.at("encoding", key, index, offset, "write the text as UTF-8", "has bytes in %s that are not UTF-8", key)
			return
		}
		if forbidden(r) || r == '\n' && !slices.Contains([]string{"prompt", "hint", "why", "answers", "wrong", "items"}, key) {
			in.at("control-character", key, index, offset, "take that sign out; it would act on the terminal, or on the text around it", "has the control character %s in %s", signName(r), key)
			return
		}
	}
}

// common checks the keys that every kind may have.
func (in *inspection) common() {
	q := in.q
	for _, one := range []struct{ key, text string }{{"hint", q.Hint}, {"why", q.Why}, {"unit", q.Unit}, {"group", q.Group}, {"from", q.From}} {
		if in.present(one.key) && blank(one.text) {
			in.add("empty-value", one.key, fmt.Sprintf("write a text between the quotes, or take the line with %s out", one.key), "has an empty %s", one.key)
		}
	}
	for i, s := range q.Sources {
		if !isSource(s) {
			in.at("bad-source", "source", i, -1, `write the title, then the address in angle brackets: source = "Treaty of Shimoda <https://example.org/1855>"`, "has the source %q, which is not of the form title <address>", clip(s))
		}
	}
	seen := map[string]bool{}
	for i, tag := range q.Tags {
		switch {
		case blank(tag):
			in.at("empty-value", "tags", i, -1, `write tags such as   tags = ["dates", "treaties"]`, "has an empty tag")
		case seen[tag]:
			in.at("duplicate-entry", "tags", i, -1, "take one of the two out", "has the tag %q twice", clip(tag))
		}
		seen[tag] = true
	}
	if in.present("added") && !isDay(q.Added) {
		in.add("bad-date", "added", `write the day as   added = "2026-11-22"`, "was added on %q, which is not a day", clip(q.Added))
	}
}

// kind checks the keys that the kind of question asks for.
func (in *inspection) kind() {
	q := in.q
	if !in.present("kind") {
		in.add("missing-key", "kind", `add a line such as   kind = "typed" (or recall, choice, select, list, order, cloze)`, "has no kind")
		return
	}
	known := slices.IndexFunc(kinds, func(k kindKeys) bool { return k.kind == q.Kind })
	if known < 0 {
		in.add("unknown-kind", "kind", kindHint(string(q.Kind)), "is of the kind %q, which does not exist", clip(string(q.Kind)))
		return
	}
	for _, key := range keys {
		if in.present(key) && !slices.Contains(kinds[known].keys, key) && ofSomeKind(key) {
			in.add("key-not-for-kind", key, fmt.Sprintf("take the line with %s out, or choose another kind (%s)", key, strings.Join(kindsWith(key), ", ")), "is of the kind %s, which has no %s", q.Kind, key)
		}
	}
	switch q.Kind {
	case Recall:
		in.answers()
	case Typed:
		in.answers()
		in.match()
		in.wrong(0)
	case Choice:
		in.answers()
		if len(q.Answers) > 1 {
			in.at("one-answer", "answers", 1, -1, `leave one answer, or use   kind = "select"   when all of them are to be chosen`, "is a choice with %d answers; one is right", len(q.Answers))
		}
		in.wrong(2)
	case Select:
		in.answers()
		in.wrong(1)
	case List, Order:
		in.items()
	case Cloze:
		in.gaps()
	}
}

func (in *inspection) answers() {
	if !in.present("answers") {
		in.add("missing-key", "answers", `add a line such as   answers = ["Habomai"]`, "has no answer")
		return
	}
	in.list("answers", in.q.Answers, 1, `write at least one answer: answers = ["Habomai"]`)
}

func (in *inspection) wrong(least int) {
	q := in.q
	if !in.present("wrong") {
		if least > 0 {
			in.add("missing-key", "wrong", `add a line such as   wrong = ["Etorofu", "Kunashiri"]`, "has no wrong options")
		}
		return
	}
	in.list("wrong", q.Wrong, least, fmt.Sprintf(`write at least %s: wrong = ["Etorofu", "Kunashiri"]`, count(max(least, 1), "wrong option", "wrong options")))
	right := map[string]bool{}
	for _, a := range q.Answers {
		right[in.same(a)] = true
	}
	for i, w := range q.Wrong {
		if !blank(w) && right[in.same(w)] {
			in.at("wrong-is-right", "wrong", i, -1, "take it out of wrong or out of answers", "has %q both as an answer and as wrong", clip(w))
		}
	}
}

func (in *inspection) items() {
	q := in.q
	if !in.present("items") {
		in.add("missing-key", "items", `add a line such as   items = ["Habomai", "Shikotan"]`, "has no items")
		return
	}
	in.list("items", q.Items, 2, `write at least two items: items = ["Habomai", "Shikotan"]`)
	owner := map[string]int{}
	for i, item := range q.Items {
		for _, name := range Names(item) {
			if name == "" && !blank(item) {
				in.at("empty-value", "items", i, -1, `write a name on both sides of " / ": "Etorofu / Iturup"`, "has the item %q with an empty name", clip(item))
				continue
			}
			first, taken := owner[fold(name)]
			if taken && (first == i || fold(item) != fold(q.Items[first])) {
				in.at("duplicate-entry", "items", i, -1, "give each item names of its own", "has the name %q twice in items", clip(name))
			} else {
				owner[fold(name)] = i
			}
		}
	}
}

// list checks what all lists share: length, nothing empty, nothing twice.
func (in *inspection) list(key string, texts []string, least int, hint string) {
	switch {
	case len(texts) == 0:
		in.add("empty-value", key, hint, "has an empty list of %s", key)
	case len(texts) < least:
		in.add("too-few", key, hint, "has %s in %s; at least %d are needed", count(len(texts), "entry", "entries"), key, least)
	}
	seen := map[string]bool{}
	for i, s := range texts {
		if blank(s) {
			in.at("empty-value", key, i, -1, "write a text between the quotes, or take the entry out", "has an empty text in %s", key)
			continue
		}
		same := in.same(s)
		if seen[same] {
			in.at("duplicate-entry", key, i, -1, "take one of the two out", "has %q twice in %s", clip(s), key)
			// To accept the same twice does no harm; to show an option twice does.
			last := &in.found[len(in.found)-1]
			last.warning = last.rule == "duplicate-entry" && key == "answers" && in.q.Kind != Select
		}
		seen[same] = true
	}
}

// same returns what two texts share when they would be the same answer.
func (in *inspection) same(s string) string {
	if in.q.Match == Exact {
		return s
	}
	return fold(s)
}

func (in *inspection) match() {
	q := in.q
	if in.present("match") && !slices.Contains(matches, string(q.Match)) {
		in.add("unknown-match", "match", meant(string(q.Match), matches, "match"), "matches by %q, which does not exist", clip(string(q.Match)))
		return
	}
	if q.Match != Number {
		for _, key := range []string{"tolerance", "unit"} {
			if in.present(key) {
				in.add("needs-number", key, `add a line   match = "number", or take the line out`, "has a %s without match = \"number\"", key)
			}
		}
	}
	if in.present("tolerance") && (q.Tolerance < 0 || math.IsNaN(q.Tolerance) || math.IsInf(q.Tolerance, 0)) {
		in.add("bad-tolerance", "tolerance", "write how far off an answer may be, such as   tolerance = 500", "has a tolerance that is no number of 0 or more")
	}
	for _, list := range []struct {
		key   string
		texts []string
	}{{"answers", q.Answers}, {"wrong", q.Wrong}} {
		for i, s := range list.texts {
			switch {
			case blank(s):
			case q.Match == Date && !isDate(s):
				in.at("bad-date", list.key, i, -1, `write a date as "1956-10-19", "1956-10" or "1956"`, "has %q in %s, which is not a date of the calendar", clip(s), list.key)
			case q.Match == Number && !isPlainNumber(s):
				in.at("bad-number", list.key, i, -1, `write digits alone, such as "17600" or "0.5", and the unit as   unit = "km²"`, "has %q in %s, which is not a number", clip(s), list.key)
			}
		}
	}
}

func (in *inspection) gaps() {
	q := in.q
	gaps, faults := parseGaps(q.Prompt)
	for _, f := range faults {
		in.at("bad-gap", "prompt", -1, f.offset, f.hint, "has a fault in its gaps: %s", f.message)
	}
	if len(gaps) == 0 && len(faults) == 0 && !blank(q.Prompt) {
		in.add("no-gap", "prompt", `put what is to be asked for in double brackets: prompt = "Japan asks for [[Habomai]]"`, "is a cloze without a gap")
	}
	if !in.present("answers") {
		return
	}
	if len(gaps) > 1 {
		in.add("answers-and-gaps", "answers", "take answers out; a gap is answered by its own text", "has answers beside %d gaps; further wordings are for a single gap", len(gaps))
		return
	}
	in.list("answers", q.Answers, 1, `write further wordings of the gap, or take the line out`)
}

func ofSomeKind(key string) bool { return len(kindsWith(key)) > 0 }

// kindsWith returns the kinds that have a key which not every kind has.
func kindsWith(key string) []string {
	var with []string
	for _, k := range kinds {
		if slices.Contains(k.keys, key) {
			with = append(with, string(k.kind))
		}
	}
	return with
}
