package lint

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"kuril/deck"
)

func hasOptions(q *deck.Question) bool { return q.Kind == deck.Choice || q.Kind == deck.Select }

// longestRight finds the right option by its length.
func longestRight(it *item, r *run) {
	q := it.q
	if q.Kind != deck.Choice || len(q.Answers) == 0 || len(q.Wrong) == 0 {
		return
	}
	right, longest := utf8.RuneCountInString(q.Answers[0]), 0
	for _, w := range q.Wrong {
		longest = max(longest, utf8.RuneCountInString(w))
	}
	least := 12
	if unspaced(q.Answers[0]) {
		least = 5
	}
	if right >= longest+least && right*2 >= longest*3 {
		r.add(it, "answers", "shorten it, and move what is left over to why; or lengthen the others", "has a right option of %d signs and no wrong one over %d: the longest is right", right, longest)
	}
}

// twoRight finds wrong options that are right but for an article, a point or
// the spelling of a number, and options that are the same but for that.
func twoRight(it *item, r *run) {
	q := it.q
	if !hasOptions(q) && q.Kind != deck.Typed || q.Match == deck.Exact {
		return
	}
	right := map[string]string{}
	for _, a := range q.Answers {
		right[bare(a)] = a
	}
	seen := map[string]string{}
	for i, w := range q.Wrong {
		key := bare(w)
		if key == "" {
			continue
		}
		if a, ok := right[key]; ok && !strings.EqualFold(a, w) {
			r.at(it, "wrong", i, -1, "take it out of wrong", "has %q among the wrong ones, which says the same as %q", clip(w), clip(a))
		} else if a, ok := seen[key]; ok && hasOptions(q) && !strings.EqualFold(a, w) {
			r.at(it, "wrong", i, -1, "take one of the two out", "has two options that say the same, %q and %q", clip(a), clip(w))
		}
		seen[key] = w
	}
}

// optionType says what a text is: a number, a date, or words of some script.
func optionType(s string) string {
	words := wordsOf(s)
	if len(words) == 0 {
		return ""
	}
	digits, month := false, false
	for _, w := range words {
		digits = digits || w[0] >= '0' && w[0] <= '9'
		month = month || months[w]
	}
	switch {
	case month && digits && len(words) <= 4:
		return "a date"
	case words[0][0] >= '0' && words[0][0] <= '9' && len(words) <= 3:
		return "a number"
	}
	for _, r := range s {
		if unicode.IsLetter(r) {
			switch {
			case unicode.Is(unicode.Latin, r):
				return "Latin letters"
			case unicode.Is(unicode.Cyrillic, r):
				return "Cyrillic letters"
			case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana):
				return "Japanese or Chinese signs"
			}
			return "letters of another script"
		}
	}
	return ""
}

var months = set(`january february march april may june july august september october november december
	jan feb mar apr jun jul aug sep sept oct nov dec`)

// oddOption finds the one option that is of another type than all others.
func oddOption(it *item, r *run) {
	q := it.q
	if !hasOptions(q) || len(q.Answers)+len(q.Wrong) < 3 {
		return
	}
	count := map[string]int{}
	type option struct {
		key  string
		i    int
		text string
	}
	var all []option
	for i, s := range q.Answers {
		all = append(all, option{"answers", i, s})
	}
	for i, s := range q.Wrong {
		all = append(all, option{"wrong", i, s})
	}
	for _, o := range all {
		kind := optionType(o.text)
		if kind == "" {
			return
		}
		count[kind]++
	}
	if len(count) != 2 {
		return
	}
	for _, o := range all {
		kind := optionType(o.text)
		if count[kind] != 1 {
			continue
		}
		for other := range count {
			if other != kind {
				r.at(it, o.key, o.i, -1, "make all options of one kind: all years, all names, all in one script",
					"has one option that is unlike all others: %q is %s, they are %s", clip(o.text), kind, other)
			}
		}
	}
}

// fewOptions finds questions that luck answers too often.
func fewOptions(it *item, r *run) {
	q := it.q
	switch n := len(q.Answers) + len(q.Wrong); {
	case q.Kind == deck.Choice && n < 4:
		r.add(it, "wrong", "add a wrong option or two; at most five are shown", "is right by luck one time in %d", n)
	case q.Kind == deck.Select && n < 4:
		r.add(it, "wrong", "add a wrong option or two", "has %d options to choose from", n)
	}
}

// sweeping finds options that speak of the others: options are shuffled, and
// not all of them are shown.
func sweeping(it *item, r *run) {
	if !hasOptions(it.q) {
		return
	}
	for _, list := range []struct {
		key   string
		texts []string
	}{{"answers", it.q.Answers}, {"wrong", it.q.Wrong}} {
		for i, s := range list.texts {
			if text := strings.Join(wordsOf(s), " "); slices.Contains(sweepingTexts, text) {
				r.at(it, list.key, i, -1, `use   kind = "select"   where several are right`, "has the option %q, and the others are drawn and shuffled anew each time", clip(s))
			}
		}
	}
}

var sweepingTexts = []string{
	"all of the above", "none of the above", "both of the above", "all of these", "none of these", "all the above",
	"both a and b", "a and b", "b and c", "a and c",
	"все перечисленное", "все вышеперечисленное", "ничего из перечисленного",
	"alle genannten", "alle oben genannten", "keine der genannten", "toutes ces réponses", "aucune de ces réponses",
	"上記のすべて", "上記すべて", "どれでもない", "該当なし",
}

// grammar finds options that the sentence before them does not fit: "an" wants
// a vowel, "are" more than one.
func grammar(it *item, r *run) {
	q := it.q
	if q.Kind != deck.Choice || !it.english || len(q.Answers) == 0 {
		return
	}
	text := strings.TrimRight(it.prompt, " _….?:!\t\n[]")
	words := wordsOf(text)
	if len(words) == 0 {
		return
	}
	last := words[len(words)-1]
	if strings.HasSuffix(text, "(n)") || strings.HasSuffix(text, "a/an") {
		return
	}
	var fits func(option string) bool
	switch {
	case last == "a" || last == "an":
		fits = func(option string) bool { return startsLikeVowel(option) == (last == "an") }
	case holds(words, []string{"which", "are"}) || holds(words, []string{"what", "are"}) || holds(words, []string{"which", "were"}):
		fits = looksPlural
	case holds(words, []string{"which", "is", "a"}) || holds(words, []string{"what", "is", "the"}) && len(words) > 3:
		// A right one that is single among several plural ones.
		fits = func(option string) bool { return !looksPlural(option) }
	default:
		return
	}
	if !fits(q.Answers[0]) {
		if last == "a" || last == "an" {
			r.add(it, "answers", "write a/an in the prompt, or put the article into the options", "does not go with its own answer: %q", last+" "+clip(q.Answers[0]))
		}
		return
	}
	out := 0
	for _, w := range q.Wrong {
		if !fits(w) {
			out++
		}
	}
	if out == 0 || last != "a" && last != "an" && out < len(q.Wrong) {
		return
	}
	if last == "a" || last == "an" {
		r.add(it, "wrong", "write a/an in the prompt, or put the article into the options", "ends in %q, which %d of the wrong options cannot follow", last, out)
		return
	}
	r.add(it, "wrong", "make all options plural, or all of them single", "has a right option whose number fits the prompt, and no wrong one that does")
}

func startsLikeVowel(s string) bool {
	words := wordsOf(s)
	if len(words) == 0 || words[0] == "" {
		return false
	}
	w := words[0]
	for _, odd := range []string{"hour", "honest", "honour", "honor", "heir"} {
		if strings.HasPrefix(w, odd) {
			return true
		}
	}
	for _, odd := range []string{"uni", "use", "eu", "one", "once", "ut", "ura", "uru"} {
		if strings.HasPrefix(w, odd) && !strings.HasPrefix(w, "unin") && !strings.HasPrefix(w, "unim") {
			return false
		}
	}
	return strings.ContainsRune("aeiou8", rune(w[0]))
}

func looksPlural(s string) bool {
	words := wordsOf(s)
	if len(words) == 0 {
		return false
	}
	last := words[len(words)-1]
	if slices.Contains(words, "and") {
		return true
	}
	return strings.HasSuffix(last, "s") && len(last) > 3 && !strings.HasSuffix(last, "ss") && !strings.HasSuffix(last, "us") && !strings.HasSuffix(last, "is")
}

// yesNo finds questions that half of all guesses answer.
func yesNo(it *item, r *run) {
	q := it.q
	if len(it.words) <= 2 && !unspaced(q.Prompt) {
		return // a word to be translated
	}
	if (q.Kind == deck.Typed || q.Kind == deck.Choice || q.Kind == deck.Recall) && len(q.Answers) > 0 && yesNoWords[strings.Join(wordsOf(q.Answers[0]), " ")] {
		r.add(it, "answers", "ask for the fact itself: not whether, but what, when or how much", "is answered by %q: half of all guesses are right", clip(q.Answers[0]))
	}
}

var yesNoWords = set(`yes no true false ja nein wahr falsch oui non vrai faux si sí да нет верно неверно правда ложь はい いいえ 正しい 正しくない 是 不是 对 错`)
