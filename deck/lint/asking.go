package lint

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"kuril/deck"
)

// answerInPrompt finds prompts that say what they ask for.
func answerInPrompt(it *item, r *run) {
	q := it.q
	if q.Kind == deck.Order || q.Kind == deck.Recall && strings.Contains(q.Prompt, "\n") {
		return
	}
	tell := func(key string, i int, answer string) {
		r.at(it, key, i, -1, "ask without naming it", "has its answer in the prompt: %q", clip(answer))
	}
	switch q.Kind {
	case deck.Cloze:
		for _, c := range q.Cards() {
			shown := masked(c.Prompt())
			words := wordsOf(shown)
			for _, a := range c.Gaps() {
				for _, name := range deck.Names(a) {
					if shownIn(shown, words, name) {
						f := r.at(it, "prompt", 0, max(strings.Index(q.Prompt, a), 0), "", "shows %q, which its gap %d hides, elsewhere in the prompt", clip(name), c.Gap)
						f.Hint = "hide both under one number, such as [[1:…]] and [[1:…]], or leave one out"
						return
					}
				}
			}
		}
	case deck.List:
		for i, item := range q.Items {
			for _, name := range deck.Names(item) {
				if shownIn(it.prompt, it.words, name) {
					tell("items", i, name)
					return
				}
			}
		}
	default:
		if hasOptions(q) && slices.ContainsFunc(q.Wrong, func(w string) bool { return shownIn(it.prompt, it.words, w) }) {
			return // it names the options
		}
		if q.Kind == deck.Select && slices.ContainsFunc(q.Answers, func(a string) bool { return !shownIn(it.prompt, it.words, a) }) {
			return // one of several
		}
		for i, a := range q.Answers {
			if answerShown(it, a) {
				tell("answers", i, a)
				return
			}
		}
	}
}

func answerShown(it *item, answer string) bool {
	if it.q.Match == deck.Number || it.q.Match == deck.Date || strings.Trim(answer, "0123456789") == "" {
		return len(answer) >= 4 && !strings.Contains(answer, "-") && slices.Contains(it.words, answer) ||
			len(answer) == len("1956-10-19") && strings.Contains(it.prompt, answer)
	}
	if first := wordsOf(answer); len(first) > 0 && it.english {
		for i, w := range it.words { // "ice or water" names what there is to choose from
			if w == "or" && (i > 0 && it.words[i-1] == first[len(first)-1] || i+1 < len(it.words) && it.words[i+1] == first[0]) {
				return false
			}
		}
	}
	return shownIn(it.prompt, it.words, answer)
}

// answerInHint finds hints that are the answer.
func answerInHint(it *item, r *run) {
	if it.q.Hint == "" {
		return
	}
	hint := masked(it.q.Hint)
	words := wordsOf(hint)
	for _, c := range it.q.Cards() {
		if c.Back || hasOptions(it.q) && slices.ContainsFunc(it.q.Wrong, func(w string) bool { return shownIn(hint, words, w) }) {
			continue
		}
		if it.q.Kind == deck.Order || it.q.Kind == deck.List {
			continue // one of several is a help and no answer
		}
		for _, a := range c.Answers() {
			if it.q.Match != deck.Number && it.q.Match != deck.Date && shownIn(hint, words, a) {
				r.add(it, "hint", "give the first letter, or what it is known for", "has its answer in the hint: %q", clip(a))
				return
			}
		}
	}
}

// longList finds lists that nobody recalls whole.
func longList(it *item, r *run) {
	const most = 9
	if n := len(it.q.Items); n > most {
		r.add(it, "items", "split it: by time, by place, or the first five and the rest", "asks for %d items at once; %d are hard enough", n, most)
	}
}

// clozeHidden finds gaps that leave too little to go by.
func clozeHidden(it *item, r *run) {
	q := it.q
	if q.Kind != deck.Cloze {
		return
	}
	for _, c := range q.Cards() {
		hidden := 0
		for _, g := range c.Gaps() {
			hidden += lettersIn(deck.Names(g)[0])
		}
		left := lettersIn(strings.ReplaceAll(c.Prompt(), "[…]", " "))
		if hidden >= 20 && hidden > left {
			r.add(it, "prompt", "hide a word or two and leave the sentence", "hides %d letters on card %d and leaves %d", hidden, c.Gap, left)
			return
		}
	}
}

// clozeBare finds gaps beside which nothing stands to answer them by.
func clozeBare(it *item, r *run) {
	q := it.q
	if q.Kind != deck.Cloze || q.Hint != "" || strings.ContainsAny(q.Prompt, "`$") || strings.Contains(q.Prompt, "![") {
		return
	}
	for _, c := range q.Cards() {
		prompt := c.Prompt()
		words, letters := wordsOf(strings.ReplaceAll(prompt, "[…]", " ")), lettersIn(strings.ReplaceAll(prompt, "[…]", " "))
		least := 2
		if unspaced(prompt) {
			least = 1
			if letters >= 3 {
				continue
			}
		}
		if len(words) < least {
			r.add(it, "prompt", "write a sentence around the gap, or a hint into it: [[Habomai|islets]]", "leaves too little to answer gap %d by", c.Gap)
			return
		}
	}
}

func lettersIn(s string) int {
	n := 0
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			n++
		}
	}
	return n
}

// hardToType finds typed answers that nobody types.
func hardToType(it *item, r *run) {
	q := it.q
	if q.Kind != deck.Typed && q.Kind != deck.Cloze {
		return
	}
	for _, c := range q.Cards() {
		if c.Back || len(c.Gaps()) > 1 {
			continue
		}
		shortest, found := "", false
		for _, a := range c.Answers() {
			if !found || utf8.RuneCountInString(a) < utf8.RuneCountInString(shortest) {
				shortest, found = a, true
			}
		}
		signs, words := utf8.RuneCountInString(shortest), len(strings.Fields(shortest))
		key := "answers"
		if q.Kind == deck.Cloze {
			key = "prompt"
		}
		switch {
		case strings.Contains(shortest, "\n"):
			r.add(it, key, `use   kind = "recall"   for an answer of several lines`, "wants an answer of several lines typed")
		case signs > 60 || words > 9 || unspaced(shortest) && signs > 25:
			r.add(it, key, `add a shorter answer that is accepted too, or use   kind = "recall"`, "wants %d signs typed: %q", signs, clip(shortest))
		default:
			continue
		}
		return
	}
}

// datePrecision finds prompts that do not say how much of a date is wanted, or
// say something else than what the answer holds.
func datePrecision(it *item, r *run) {
	q := it.q
	if q.Kind != deck.Typed || q.Match != deck.Date || len(q.Answers) == 0 {
		return
	}
	for i, a := range q.Answers[1:] {
		if len(a) != len(q.Answers[0]) {
			r.at(it, "answers", i+1, -1, "write all answers to the day, to the month or to the year", "has answers of different precision: %q and %q", q.Answers[0], clip(a))
			return
		}
	}
	if !it.english {
		return
	}
	has := func(words ...string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return slices.Contains(it.words, w) })
	}
	asked := ""
	switch {
	case has("day", "date", "exactly"):
		asked = "the day"
	case has("month", "months"):
		asked = "the month"
	case has("year", "years"):
		asked = "the year"
	}
	held := map[int]string{10: "the day", 7: "the month", 4: "the year"}[len(q.Answers[0])]
	switch {
	case asked == "" && has("when"):
		r.add(it, "prompt", "say it in the prompt: in which year, in which month, on which day", "asks when, and does not say that %s is wanted", held)
	case asked != "" && held != "" && asked != held && !has("after", "before", "since") && !strings.Contains(it.prompt, "("):
		r.add(it, "answers", "write the answer as precise as is asked, or ask for "+held, "asks for %s and wants %s", asked, held)
	}
}

// dateAsText finds dates that are compared letter by letter.
func dateAsText(it *item, r *run) {
	q := it.q
	if q.Kind != deck.Typed || q.Match != "" && q.Match != deck.Text || len(q.Answers) == 0 {
		return
	}
	words := wordsOf(q.Answers[0])
	if optionType(q.Answers[0]) == "a date" && (len(words) == 3 || len(words) == 2) && slices.ContainsFunc(words, func(w string) bool { return len(w) == 4 && w[0] <= '9' }) {
		r.add(it, "answers", `write   match = "date"   and the date as "1956-10-19"`, "compares the date %q as a text; one written another way is wrong", clip(q.Answers[0]))
	}
}

// pronouns are words that want something to stand for.
var (
	pronouns  = set("it this these those that he she him her they them its his their")
	owning    = set("its his her their")
	questions = set("who whom whose which what when where why how")
	nothing   = set(`a an the of in on at to by for from with as and or but is are was were be been being am do does did
		has have had will would can could should shall may might must not no so then there here after before
		again also still ever first last once finally eventually long often many much old far happen happened
		who whom whose which what when where why how year day date month exactly did do name called happening
		occur occurred mean means during about until since between into onto over under up down out
		january february march april may june july august september october november december`)
	// dummy follow an "it" that stands for nothing.
	dummy = set(`take takes took rain rains rained snow snows possible impossible true false likely clear important necessary
		better best worth easy hard difficult dark light cold hot warm called said known is was be`)
)

// noReferent finds prompts about an "it" that they do not name.
func noReferent(it *item, r *run) {
	q := it.q
	if !it.english || strings.ContainsAny(q.Prompt, "\n:\"“`!") && q.Kind != deck.Cloze || strings.Contains(q.Prompt, "![") {
		return
	}
	if len(it.words) == 0 || it.prompt != q.Prompt {
		return
	}
	offset := 0
	asked := false
	for i, w := range it.words {
		if i > 8 {
			return
		}
		if pronouns[w] {
			next := ""
			if i+1 < len(it.words) {
				next = it.words[i+1]
			}
			switch {
			case w == "it" && dummy[next] && i > 0 && !(len(it.words) <= 4):
				return
			case w == "that" && i > 0, (w == "this" || w == "these" || w == "those") && (next == "year" || next == "century" || next == "day" || next == "is"):
				return
			case asked && (owning[w] || w != "it" && w != "this" && w != "these" && w != "those"):
				return
			case owning[w] && namedAfter(it.prompt, offset):
				return // "how long after its planet was Triton found"
			case (w == "those" || w == "these" || w == "they") && (next == "who" || next == "of"):
				return
			}
			if at := strings.Index(strings.ToLower(it.prompt[min(offset, len(it.prompt)):]), w); at >= 0 {
				offset += at
			}
			r.at(it, "prompt", 0, offset, "name it: a question comes alone, without the one before", "asks about %q, and does not say what that is", w)
			return
		}
		if w == "who" || i == 0 && (w == "which" || w == "what") {
			asked = true
		}
		if !nothing[w] && strings.Trim(w, "0123456789") != "" {
			return // there is something it can stand for
		}
		if at := strings.Index(strings.ToLower(it.prompt[min(offset, len(it.prompt)):]), w); at >= 0 {
			offset += at + len(w)
		}
	}
}

// namedAfter reports whether a name follows behind an offset: a word with a
// capital.
func namedAfter(prompt string, offset int) bool {
	for _, w := range strings.Fields(prompt[min(offset, len(prompt)):]) {
		if r, _ := utf8.DecodeRuneInString(w); unicode.IsUpper(r) && w != "I" {
			return true
		}
	}
	return false
}

// severalFacts finds questions that ask more than one thing.
func severalFacts(it *item, r *run) {
	q := it.q
	if q.Kind == deck.List || q.Kind == deck.Order || q.Kind == deck.Cloze {
		return
	}
	marks := 0
	text := strings.Map(func(r rune) rune {
		switch r {
		case '？':
			return '?'
		}
		return r
	}, it.prompt)
	for i, c := range text {
		if c != '?' {
			continue
		}
		before, _ := utf8.DecodeLastRuneInString(text[:i])
		if (unicode.IsLetter(before) || unicode.IsDigit(before) || before == ')') && !strings.ContainsAny(q.Prompt, "\"“”«»「」'‘’") {
			marks++
		}
	}
	if marks > 1 && len(it.words) > 3 {
		r.add(it, "prompt", "make a question of each", "asks %d questions at once", marks)
		return
	}
	if !it.english {
		return
	}
	for i := 0; i+2 < len(it.words); i++ {
		if questions[it.words[i]] && it.words[i+1] == "and" && questions[it.words[i+2]] {
			r.add(it, "prompt", "make a question of each", "asks for two things at once: %s and %s", it.words[i], it.words[i+2])
			return
		}
	}
}

func noSource(it *item, r *run) {
	if len(it.q.Sources) == 0 {
		r.add(it, "", `add a line such as   source = "title <address>"`, "does not say where it is from")
	}
}

func noWhy(it *item, r *run) {
	if it.q.Why == "" {
		r.add(it, "", `add a line such as   why = "…"`, "has no why")
	}
}

// unnumbered finds gaps whose numbers are not written out.
func unnumbered(it *item, r *run) {
	for _, offset := range deck.Unnumbered(it.q) {
		r.at(it, "prompt", 0, offset, "kuril check --fix writes the numbers", "has a gap without a number: one put before it takes over its history")
		return
	}
}
