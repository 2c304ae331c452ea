package quiz

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"kuril/lazyregexp"
)

// phrase is a text in the forms in which it is compared.
type phrase struct {
	raw, folded, bare string
	words             []string // of bare
	short             bool     // without the part of the answer in parentheses
	long              bool     // too long for more than a plain comparison

	numerals *[2]string // made when first needed
}

func newPhrase(s string) phrase {
	p := phrase{raw: strings.TrimSpace(s), folded: Folded(s), bare: bare(s), numerals: new([2]string)}
	p.words = strings.Fields(p.bare)
	p.long = len(p.folded) > maxSearched && utf8.RuneCountInString(p.folded) > maxSearched
	return p
}

// inNumerals returns p with its numbers in digits, so that World War Two and
// World War II are the same, and Nicholas II and Nicholas the Second.
func (p phrase) inNumerals() [2]string {
	if p.numerals[0] == "" {
		*p.numerals = [2]string{withNumerals(p.folded, false), withNumerals(p.folded, true)}
	}
	return *p.numerals
}

// likeness is how one text fits one accepted answer.
type likeness struct {
	match Match // Wrong, Almost or Right
	note  string
	slip  bool // it may as well be a slip of another answer

	// What fits what, when it is not the texts as they stand: the order was
	// another, or words that say little were left out.
	turned, against *phrase
}

// alike compares typed with one accepted answer, and if that fails once more
// with a name turned round, and without words that say little. asked are the
// words of the question.
func alike(answer, typed phrase, asked []string) likeness {
	l := alikeInOrder(answer, typed)
	if l.match != Wrong || typed.long || answer.long {
		return l
	}
	if turned, ok := turnedName(answer, typed); ok {
		if l := alikeInOrder(answer, turned); l.match != Wrong {
			return likeness{match: Almost, note: "word order: " + arrow(typed.raw, answer.raw), slip: l.slip, turned: &turned}
		}
	}
	if c := alikeInCore(answer, typed, asked); c.match != Wrong {
		return c
	}
	if pair, ok := turnedPair(answer, typed); ok {
		if l := alikeInOrder(answer, pair); l.match != Wrong {
			return likeness{match: Almost, note: "word order: " + arrow(typed.raw, answer.raw), slip: l.slip, turned: &pair}
		}
	}
	if asShortYear(answer, typed, asked) {
		return likeness{match: Almost, note: "year: " + arrow(typed.folded, answer.raw)}
	}
	return likeness{note: l.note}
}

func alikeInOrder(answer, typed phrase) likeness {
	if typed.folded == "" || answer.folded == "" {
		return likeness{}
	}
	if typed.folded == answer.folded {
		return likeness{match: Right}
	}
	if typed.long || answer.long {
		return likeness{}
	}
	if a, b := answer.inNumerals(), typed.inNumerals(); a[0] == b[0] || a[1] == b[1] {
		return likeness{match: Right}
	}
	if sameSpan(answer.raw, typed.raw) {
		return likeness{match: Right}
	}
	if isSpelledOut(answer, typed) {
		return likeness{match: Right, slip: true}
	}
	if l := alikeAsDates(answer, typed); l.match != Wrong {
		return l
	}
	if l := alikeAsNumbers(answer, typed); l.match != Wrong || l.note != "" {
		return l
	}
	return almost(answer, typed)
}

// almost looks for what may differ and still be accepted.
func almost(answer, typed phrase) likeness {
	if typed.bare == answer.bare && typed.bare != "" {
		return likeness{match: Almost, note: differences(answer, typed), slip: true}
	}
	if slices.Contains(respelled(answer.raw), typed.bare) || slices.Contains(respelled(typed.raw), answer.bare) {
		return likeness{match: Almost, note: "accent: " + arrow(typed.raw, answer.raw), slip: true}
	}
	if differInSpaces(answer.bare, typed.bare) {
		return likeness{match: Almost, note: "spacing: " + arrow(typed.raw, answer.raw)}
	}
	if a, t := withoutSmallWords(answer.words), withoutSmallWords(typed.words); len(a) > 0 && slices.Equal(a, t) {
		return likeness{match: Almost, note: "wording: " + arrow(typed.raw, answer.raw)}
	}
	if isSlip(answer.words, typed.words) {
		return likeness{match: Almost, note: differences(answer, typed), slip: true}
	}
	return likeness{}
}

// variants returns the forms in which an answer may be given: as it is, and
// without its part in parentheses.
func variants(answer string) []phrase {
	all := []phrase{newPhrase(answer)}
	short := aside.ReplaceAllStringFunc(answer, func(s string) string {
		inside := strings.Trim(s, " ()（）")
		if isExactWord(strings.ToLower(inside)) || !strings.ContainsFunc(inside, unicode.IsLetter) {
			return s // iron (III) is not iron
		}
		return " "
	})
	if p := newPhrase(short); short != answer && p.folded != all[0].folded && strings.ContainsFunc(p.folded, isWordly) {
		p.short = true
		all = append(all, p)
	}
	return all
}

// aside is a part in parentheses that stands by itself, unlike that of f(x).
var aside = lazyregexp.New(`(?:^|\s)\([^()]*\)|^\([^()]*\)\s|（[^（）]*）`)

// differInSpaces reports whether a and b are the same letters with other
// spaces; a space between digits always matters.
func differInSpaces(a, b string) bool {
	x, y := []rune(a), []rune(b)
	i, j := 0, 0
	for i < len(x) || j < len(y) {
		spaceA, spaceB := i < len(x) && x[i] == ' ', j < len(y) && y[j] == ' '
		switch {
		case spaceA != spaceB:
			at, s := i, x
			if spaceB {
				at, s = j, y
			}
			if at > 0 && at+1 < len(s) && isDigit(s[at-1]) && isDigit(s[at+1]) {
				return false
			}
			if spaceA {
				i++
			} else {
				j++
			}
		case i == len(x) || j == len(y) || x[i] != y[j]:
			return false
		default:
			i++
			j++
		}
	}
	return a != b
}

// withoutSmallWords drops the words that may be missing inside a phrase.
func withoutSmallWords(words []string) []string {
	var kept []string
	for i, w := range words {
		if (w == "a" || w == "an") && i+1 < len(words) && utf8.RuneCountInString(words[i+1]) > 1 || w == "and" && i > 0 && i+1 < len(words) {
			continue
		}
		kept = append(kept, w)
	}
	return kept
}

// turnedName returns typed in the other order when it may be a name that
// begins with the other part: two words, or two parts with a comma between.
func turnedName(answer, typed phrase) (phrase, bool) {
	if strings.Contains(answer.raw, ",") && strings.Contains(typed.raw, ",") {
		return phrase{}, false // Russia, Japan
	}
	if last, first, ok := strings.Cut(typed.raw, ","); ok && isName(answer.raw) && strings.TrimSpace(first) != "" && !strings.Contains(first, ",") {
		return turned(first, last, typed)
	}
	words := strings.Fields(typed.raw)
	if len(words) != 2 || len(strings.Fields(answer.raw)) != 2 || len(answer.words) != 2 || len(typed.words) != 2 || !isName(answer.raw) {
		return phrase{}, false
	}
	return turned(words[1], words[0], typed)
}

func turned(first, second string, typed phrase) (phrase, bool) {
	p := newPhrase(strings.TrimSpace(first) + " " + strings.TrimSpace(second))
	return p, p.folded != typed.folded && p.folded != ""
}

// isName reports whether every word of s begins with a capital letter, or has
// none to begin with.
func isName(s string) bool {
	for _, w := range strings.Fields(s) {
		r, _ := utf8.DecodeRuneInString(w)
		if !unicode.IsLetter(r) || unicode.IsLower(r) {
			return false
		}
	}
	return true
}

// differences tells what differs word by word: "typo: Pariss → Paris".
func differences(answer, typed phrase) string {
	want, got := sayable(answer.raw), sayable(typed.raw)
	if len(want) != len(got) {
		return differenceName(answer.raw, typed.raw) + ": " + arrow(typed.raw, answer.raw)
	}
	var labels []string
	said := map[string][]string{}
	for i := range want {
		if Folded(want[i]) == Folded(got[i]) {
			continue
		}
		l := differenceName(want[i], got[i])
		if said[l] == nil {
			labels = append(labels, l)
		}
		said[l] = append(said[l], arrow(got[i], want[i]))
	}
	if len(labels) == 0 {
		return differenceName(answer.raw, typed.raw) + ": " + arrow(typed.raw, answer.raw)
	}
	var parts []string
	for _, l := range labels {
		parts = append(parts, l+": "+strings.Join(said[l], ", "))
	}
	return strings.Join(parts, "; ")
}

// differenceName names the difference between two texts.
func differenceName(want, got string) string {
	switch {
	case differInEnding(bare(want), bare(got)):
		return "ending"
	case bare(want) != bare(got):
		return "typo"
	case strings.ContainsFunc(want+got, func(r rune) bool { return unicode.In(r, unicode.Arabic, unicode.Hebrew) }):
		return "vowel marks"
	}
	return "accent"
}

// sayable returns the words of s that are compared, without the punctuation
// around them.
func sayable(s string) []string {
	var words []string
	for _, w := range strings.FieldsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || isDash(r) }) {
		w = strings.TrimFunc(w, func(r rune) bool { return !isWordly(r) && !isSymbol(r) })
		if f := Folded(w); f != "" && f != "the" {
			words = append(words, w)
		}
	}
	if len(words) > 1 && (strings.EqualFold(words[0], "a") || strings.EqualFold(words[0], "an")) {
		words = words[1:]
	}
	return words
}

func arrow(from, to string) string { return clip(from) + " → " + clip(to) }

// clip returns s in one line, short enough for a note.
func clip(s string) string {
	const most = 60
	rs := []rune(s[:min(len(s), most*4*4)])
	for i, r := range rs {
		if unicode.IsControl(r) {
			rs[i] = ' '
		}
	}
	short := strings.Join(strings.Fields(string(rs)), " ")
	if rs := []rune(short); len(rs) > most {
		return string(rs[:most-1]) + "…"
	}
	return short
}
