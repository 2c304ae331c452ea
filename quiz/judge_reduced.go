package quiz

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"kuril/lazyregexp"
)

// reduced is what was typed without words that belong to the question or say
// little, and the best that an answer given so can be.
type reduced struct {
	text  string
	match Match
	tail  bool // something that makes it more exact was taken off its end
}

// opening are the words that may stand in front of an answer, as in the
// sentence that would be said: in Krasnoyarsk, between Iturup and Urup.
var opening = setOf("in at on near of by with between as from to for under during")

// tailing begin what may follow an answer and only repeats the question.
var tailing = setOf("of in on from at between for")

// hollow are the words that say nothing of their own behind an answer.
var hollow = setOf("of in on at between for and a an")

// reductions returns typed without a word in front of it, and without what is
// repeated of the question at either end. Words that are the question's by
// chance, such as one of two names it asks to choose from, are not among them:
// they must hang on the answer by a little word.
func (b *bench) reductions(typed phrase) []reduced {
	words := strings.Fields(typed.folded)
	if typed.long || len(words) < 2 || len(words) > mostWords {
		return nil
	}
	var all []reduced
	first, rest := words[0], strings.Join(words[1:], " ")
	switch {
	case opening[first] && b.opens(first):
		all = append(all, reduced{text: rest, match: Right})
	case opening[first] && !slices.Contains([]string{"from", "to", "for", "under", "during"}, first) && slices.ContainsFunc(b.answers, isName):
		all = append(all, reduced{text: rest, match: Almost})
	case first == "all" && isCount(words[1]):
		all = append(all, reduced{text: rest, match: Almost})
	}
	for i := 1; i < len(words); i++ {
		if !strings.ContainsFunc(strings.Join(words[:i], " "), unicode.IsLetter) {
			continue // of digits each says something
		}
		if b.repeats(words[i:]) {
			all = append(all, reduced{text: strings.Join(words[:i], " "), match: Almost, tail: true})
		}
	}
	if rest := words[1:]; isYear(first) && b.knows(first) && strings.ContainsFunc(strings.Join(rest, " "), unicode.IsLetter) {
		all = append(all, reduced{text: strings.Join(rest, " "), match: Almost, tail: true})
	}
	return all
}

// opens reports whether the question asks with that little word, or for a place
// that stands behind it.
func (b *bench) opens(word string) bool {
	switch word {
	case "from", "to":
		return slices.Contains(b.asked, "from") != slices.Contains(b.asked, "to") && slices.Contains(b.asked, word)
	case "in", "at", "on":
		return slices.Contains(b.asked, word) || slices.Contains(b.asked, "where")
	}
	return slices.Contains(b.asked, word)
}

// repeats reports whether the words only repeat the question: a year, or a
// little word and words of the question.
func (b *bench) repeats(words []string) bool {
	if len(words) == 1 {
		return isYear(words[0]) && b.knows(words[0])
	}
	if !tailing[words[0]] || hollow[words[len(words)-1]] {
		return false
	}
	for _, w := range words[1:] {
		if !hollow[w] && !b.knows(w) {
			return false
		}
	}
	return true
}

// knows reports whether a word stands in the question; a year may also be one
// that an accepted answer tells.
func (b *bench) knows(word string) bool {
	if negating[word] || word == "or" {
		return false
	}
	if slices.Contains(b.asked, singular(word)) || slices.Contains(b.asked, word) {
		return true
	}
	return isYear(word) && slices.ContainsFunc(b.answers, func(a string) bool {
		return slices.Contains(strings.Fields(Folded(a)), word)
	})
}

// negating are words without which a text says the opposite.
var negating = setOf(`not no never none neither nor without non except nothing nobody cannot dont didnt isnt wasnt
	не нет без ни nicht kein keine ohne pas sans ne`)

func isYear(word string) bool {
	return len(word) == 4 && strings.Trim(word, "0123456789") == "" && word >= "1000" && word <= "2199"
}

func isCount(word string) bool {
	_, small := smallNumbers[word]
	return small || strings.Trim(word, "0123456789") == ""
}

// asShortYear reports whether typed is the answer, a year, with two digits only:
// when it is written so ('56), or when years are asked for.
func asShortYear(answer, typed phrase, asked []string) bool {
	if !isYear(answer.folded) || len(typed.folded) != 2 || answer.folded[2:] != typed.folded {
		return false
	}
	return strings.ContainsAny(typed.raw, "'’‘") || slices.ContainsFunc(asked, func(w string) bool {
		return w == "year" || w == "when" || w == "date"
	})
}

// yearSpan is a pair of years in digits: 1904-1905, 1904/05, from 1904 to 1905.
var yearSpan = lazyregexp.New(`^(?i:from\s+|between\s+)?([0-9]{4})\s*(?:[-–—/]|(?i:\s(?:to|until|till|and|bis)\s))\s*['’]?([0-9]{4}|[0-9]{2})$`)

// spanOf returns the first and the last year of a text that is a span of years.
func spanOf(s string) (first, last string, ok bool) {
	m := yearSpan.FindStringSubmatch(strings.TrimSpace(s))
	if m == nil || !isYear(m[1]) {
		return "", "", false
	}
	first, last = m[1], m[2]
	if len(last) == 2 {
		last = first[:2] + last
	}
	return first, last, first < last
}

func sameSpan(answer, typed string) bool {
	a, b, ok := spanOf(answer)
	c, d, also := spanOf(typed)
	return ok && also && a == c && b == d
}

// turnedPair returns typed with the two names of a pair exchanged: Urup and
// Etorofu for Etorofu and Urup.
func turnedPair(answer, typed phrase) (phrase, bool) {
	first, second, ok := strings.Cut(answer.raw, " and ")
	if !ok || !isName(first) || !isName(second) || strings.ContainsAny(answer.raw, ",;/") {
		return phrase{}, false
	}
	parts := pairing.Split(typed.raw, -1)
	if len(parts) != 2 || Folded(parts[0]) == "" || Folded(parts[1]) == "" {
		return phrase{}, false
	}
	return newPhrase(parts[1] + " and " + parts[0]), true
}

var pairing = lazyregexp.New(`(?i)\s+and\s+|\s*[,/&+]\s*`)

// initialled returns the accepted name that typed shortens by initials: B. N.
// Yeltsin for Boris Yeltsin. The first one must fit, in either order of names,
// and fit no rival.
func (b *bench) initialled(typed phrase) (phrase, bool) {
	n := len(typed.words)
	if n < 2 || n > 4 || utf8.RuneCountInString(typed.words[n-1]) < 3 {
		return phrase{}, false
	}
	for _, w := range typed.words[:n-1] {
		if utf8.RuneCountInString(w) != 1 || strings.ContainsFunc(w, isFixed) {
			return phrase{}, false
		}
	}
	initial, family := typed.words[0], typed.words[n-1]
	fits := func(p phrase) bool {
		m := len(p.words)
		return m > 1 && isName(p.raw) && (p.words[m-1] == family && strings.HasPrefix(p.words[0], initial) ||
			m == 2 && p.words[0] == family && strings.HasPrefix(p.words[1], initial))
	}
	i := slices.IndexFunc(b.accepted, fits)
	if i < 0 || slices.ContainsFunc(b.rivals.all(), func(r phrase) bool { return fits(r) && !b.isAccepted(r) }) {
		return phrase{}, false
	}
	return b.accepted[i], true
}

// shownGap is the gap of a cloze as its prompt shows it.
var shownGap = lazyregexp.New(`\[[^\[\]]*\]`)

// gapAlone returns what was typed for the gap when words around the gap were
// typed with it, as they stand in the prompt.
func (t Task) gapAlone(typed string) (string, bool) {
	if t.Card.Gap == 0 || utf8.RuneCountInString(typed) > maxSearched {
		return "", false
	}
	prompt := t.Card.Prompt()
	at := shownGap.FindAllStringIndex(prompt, 2)
	if len(at) != 1 {
		return "", false
	}
	if first, last, ok := spanOf(typed); ok { // 1904-05
		typed = first + " to " + last
	}
	before, after := strings.Fields(Folded(prompt[:at[0][0]])), strings.Fields(Folded(prompt[at[0][1]:]))
	words := strings.Fields(Folded(typed))
	best, found := "", false
	for i := 0; i < len(words) && i <= len(before); i++ {
		if !slices.Equal(words[:i], before[len(before)-i:]) {
			continue
		}
		for j := len(words); j > i && len(words)-j <= len(after); j-- {
			if (i > 0 || j < len(words)) && slices.Equal(words[j:], after[:len(words)-j]) {
				best, found = strings.Join(words[i:j], " "), true
			}
		}
	}
	return best, found
}
