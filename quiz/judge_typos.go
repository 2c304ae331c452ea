package quiz

import (
	"slices"
	"strings"
	"unicode"
)

// maxSearched is the length in runes beyond which no typo is looked for.
const maxSearched = 1000

// slips returns how many letters a word or phrase of that many may differ in:
// none up to three, one up to seven, two up to twelve, then one more for every
// five, never more than most.
func slips(letters, most int) int {
	switch {
	case letters < 4:
		return 0
	case letters < 8:
		return 1
	}
	return min(2+(letters-8)/5, most)
}

const (
	mostSlipsInWord   = 3
	mostSlipsInPhrase = 5
)

// isSlip reports whether typed is answer with slips of the finger in it: word
// by word, both bare, and few in all.
func isSlip(answer, typed []string) bool {
	if len(answer) != len(typed) {
		return false
	}
	letters, edits := 0, 0
	for i, want := range answer {
		n := min(countLetters(want), countLetters(typed[i]))
		letters += n
		if want == typed[i] {
			continue
		}
		d := distance([]rune(want), []rune(typed[i]))
		if d > slips(n, mostSlipsInWord) || !isHarmless(want, typed[i], d) {
			return false
		}
		edits += d
	}
	return edits > 0 && edits <= slips(letters, mostSlipsInPhrase)
}

// countLetters counts the signs of a word that can be mistyped: no marks, no digits.
func countLetters(word string) int {
	n := 0
	for _, r := range word {
		if unicode.IsLetter(r) {
			n++
		}
	}
	return n
}

// isHarmless reports whether two words that differ by d letters can be the same
// word, mistyped, and not another one.
func isHarmless(want, typed string, d int) bool {
	a, b := []rune(want), []rune(typed)
	switch {
	case d > 1 && a[0] != b[0]: // institution is not constitution
		return false
	case isExactWord(want), isExactWord(typed):
		return false
	case !slices.Equal(fixedSigns(a), fixedSigns(b)):
		return false
	case !keepsLetters(want, typed):
		return false
	}
	return !areTwins(want, typed)
}

// fixedSigns returns the signs of a word that no typo may touch.
func fixedSigns(word []rune) []rune {
	var fixed []rune
	for _, r := range word {
		if isFixed(r) {
			fixed = append(fixed, r)
		}
	}
	return fixed
}

// isFixed reports whether r is no letter of an alphabet: a digit, a symbol, a
// vowel sign, or a sign that stands for a whole syllable or word.
func isFixed(r rune) bool {
	if r < 0x80 {
		return !unicode.IsLetter(r)
	}
	if !unicode.IsLetter(r) || isUnspaced(r) && !unicode.In(r, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar) {
		return true
	}
	switch {
	case r >= 'ะ' && r <= 'ๅ', r >= 'ະ' && r <= 'ໄ': // Thai and Lao vowels, which count as letters
		return true
	case r == 'ー', r == '々', r >= 'ｦ' && r <= 'ﾟ':
		return true
	}
	return unicode.In(r, unicode.Hangul, unicode.Bopomofo, unicode.Yi, unicode.Ethiopic, unicode.Cherokee,
		unicode.Canadian_Aboriginal, unicode.Vai, unicode.Katakana, unicode.Hiragana, unicode.Han)
}

// distance returns how many letters must be put in, left out, changed or
// swapped with their neighbour to make b of a (optimal string alignment).
func distance(a, b []rune) int {
	if len(a) > maxSearched || len(b) > maxSearched {
		if slices.Equal(a, b) {
			return 0
		}
		return max(len(a), len(b))
	}
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}

// isExactWord reports whether another word may be one letter away and means
// another number: Roman numerals and number words.
func isExactWord(word string) bool {
	return strings.Trim(word, "ivxlcdm") == "" || numberWords[word]
}

var numberWords = setOf(`one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
	sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million
	billion trillion first second third fourth fifth sixth seventh eighth ninth tenth sixteenth seventeenth sixtieth
	seventieth`)

func setOf(words string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(words) {
		set[w] = true
	}
	return set
}
